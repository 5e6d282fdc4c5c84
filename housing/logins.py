"""Under which name a failed login is counted."""


def counted_name(request, credentials):
    """The e-mail in small letters, as the login itself reads it: otherwise each spelling would have tries of its own.

    No e-mail is longer than 254 letters; what somebody types can be.
    """
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return name.strip().lower()[:254]
