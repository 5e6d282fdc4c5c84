"""What a dwelling's page shows from the allocation room (rows of ``housing/homefile.py``)."""

from django.utils.translation import gettext as _

from allocation import turnarounds
from housing.casefile import Part


def turnaround(dwelling, user, day) -> Part | None:
    """The steps since the last tenant left, or gave notice. Not where they would tell of somebody protected."""
    found = turnarounds.latest_of(dwelling, day)
    if found is None or found.is_hidden:
        return None
    return Part(_("Omløp"), "allocation/_turnaround.html", {"found": found, "dwelling": dwelling})
