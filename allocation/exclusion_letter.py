"""The letter to whoever is turned away: why, what they said, where they may live, how to appeal (bortvisning)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import law, letters
from housing.models import Letter
from housing.models.people import Protection
from housing.protection import level_of

CITED = ("sotjl_27", "fvl_16", "fvl_18", "fvl_29", "fvl_36", "sotjl_47")


def write(exclusion, *, by) -> Letter:
    """A protected household is told by word of mouth where it may live: no paper says it."""
    day = exclusion.decided_on
    is_protected = level_of(exclusion.household, timezone.localdate()) != Protection.NONE
    letter = letters.write(
        "letters/exclusion.html",
        exclusion,
        kind="exclusion",
        title=_("Du må flytte fra det midlertidige botilbudet"),
        by=by,
        day=day,
        context={
            "number": exclusion.stay.number,
            "exclusion": exclusion,
            "alternative": "" if is_protected else exclusion.alternative,
            "body": law.appeal_body("temporary_housing").body,
            "law": {code: law.reference(code, day).short for code in CITED},
        },
    )
    letters.mark_sent(letter, day)
    return letter
