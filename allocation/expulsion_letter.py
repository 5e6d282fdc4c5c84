"""The letter to whoever is turned away: why, what they said, where they may live, how to appeal (bortvisning)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import law, letters
from housing.models import Letter
from housing.models.people import Protection
from housing.protection import level_of

CITED = ("sotjl_27", "fvl_16", "fvl_18", "fvl_29", "fvl_36", "sotjl_47")


def write(expulsion, *, by) -> Letter:
    """A protected household is told by word of mouth where it may live: no paper says it."""
    day = expulsion.decided_on
    is_protected = level_of(expulsion.household, timezone.localdate()) != Protection.NONE
    letter = letters.write(
        "letters/expulsion.html",
        expulsion,
        kind="expulsion",
        title=_("Du må flytte fra det midlertidige botilbudet"),
        by=by,
        day=day,
        context={
            "number": expulsion.stay.number,
            "expulsion": expulsion,
            "alternative": "" if is_protected else expulsion.alternative,
            "body": law.appeal_body("temporary_housing").body,
            "law": {code: law.reference(code, day).short for code in CITED},
        },
    )
    letters.mark_sent(letter, day)
    return letter
