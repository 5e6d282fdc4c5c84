"""The demo's example cases go through the same forms as people do: here is how a form is filled in and sent."""

from django.http import QueryDict


def day(date) -> str:
    """As it is typed."""
    return f"{date:%d.%m.%Y}"


def sent(form_class, answers: dict, **known):
    """The form as a person would have sent it. What it refuses is a fault in the demo, and is told."""
    typed = QueryDict(mutable=True)
    for name, value in answers.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    form = form_class(typed, **known)
    if not form.is_valid():
        raise ValueError(f"{form_class.__name__}: {form.errors.as_json()}")
    return form
