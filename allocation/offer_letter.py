"""The offer letter (tilbudsbrev): the address, the rent and the day to answer by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.models import Letter
from housing.models.people import Protection
from housing.protection import level_of
from housing.templatetags.norwegian import kr


def write(offer, *, by) -> Letter:
    letter = letters.write(
        "letters/offer.html",
        offer,
        kind="offer",
        title=_("Tilbud om kommunal bolig"),
        by=by,
        day=offer.offered_on,
        context={
            "number": offer.number,
            "offer": offer,
            "decided_on": offer.application.decided_on,
            "specification": _specification(offer),
        },
    )
    letters.mark_sent(letter, offer.offered_on)
    return letter


def _specification(offer) -> list[tuple[str, str]]:
    """A protected household gets the address by word of mouth: no paper joins it to the dwelling."""
    dwelling = offer.dwelling
    is_protected = level_of(offer.household, timezone.localdate()) != Protection.NONE
    said = [
        (_("Adresse"), _("Saksbehandleren forteller deg adressen.") if is_protected else dwelling.full_address),
        (_("Rom"), str(dwelling.rooms or "")),
        (_("Areal"), f"{dwelling.area_m2:.0f} m²" if dwelling.area_m2 else ""),
        (_("Etasje"), "" if is_protected or dwelling.floor is None else str(dwelling.floor)),
        (_("Husleie per måned"), kr(dwelling.monthly_rent)),
    ]
    return [(name, value) for name, value in said if value]
