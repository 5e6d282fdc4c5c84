"""Whether the amounts of section 7 add up (ressursbruk). What does not is told with both numbers, and stops nobody.

The sources themselves are a krone out: Mandal printed 1 254 860 where 954 861 and 300 000 are 1 254 861.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

HARD_SPACE = "\u00a0"


@dataclass(frozen=True)
class Year:
    """One year's amounts in kroner; None is not known. ``from_husbanken`` is what its line among the sources says."""

    year: int
    granted: Decimal | None = None
    paid: Decimal | None = None
    carried_over: Decimal | None = None
    applied_rest: Decimal | None = None
    own: Decimal | None = None
    used: Decimal | None = None
    from_husbanken: Decimal | None = None


def findings(years: Iterable[Year]) -> list[str]:
    """What does not add up, a sentence for each, in the order of the years."""
    return [text for year in sorted(years, key=lambda year: year.year) for text in _of_year(year)]


def _of_year(year: Year) -> list[str]:
    found = [_used(year), _paid(year), _rest(year), _husbanken(year)]
    return [text for text in found if text]


def _used(year: Year) -> str:
    """Total use is what was paid, carried over and put in by the municipality."""
    parts = [amount for amount in (year.paid, year.carried_over, year.own) if amount is not None]
    if year.used is None or not parts or sum(parts) == year.used:
        return ""
    text = _(
        "{year}: Totalt forbruk er {used}, men utbetalt, overført og egenfinansiering er til sammen {parts} "
        "(avvik: {apart})."
    )
    apart = kroner(abs(sum(parts) - year.used))
    return text.format(year=year.year, used=kroner(year.used), parts=kroner(sum(parts)), apart=apart)


def _paid(year: Year) -> str:
    if year.granted is None or year.paid is None or year.paid <= year.granted:
        return ""
    return _("{year}: Utbetalt er {paid}, men tilsagnet er {granted}.").format(
        year=year.year, paid=kroner(year.paid), granted=kroner(year.granted)
    )


def _rest(year: Year) -> str:
    """One cannot apply to use more than what is left of the grant."""
    if year.granted is None or year.applied_rest is None:
        return ""
    left = year.granted - (year.paid or 0)
    if year.applied_rest <= left:
        return ""
    return _("{year}: Det er søkt om å bruke {applied} i restmidler, men av tilsagnet gjenstår {left}.").format(
        year=year.year, applied=kroner(year.applied_rest), left=kroner(max(left, Decimal(0)))
    )


def _husbanken(year: Year) -> str:
    """The same money stands in both tables."""
    if year.granted is None or year.from_husbanken is None or year.granted == year.from_husbanken:
        return ""
    return _("{year}: Kompetansemidler fra Husbanken er {source} etter kilde, men tilsagnet er {granted}.").format(
        year=year.year, source=kroner(year.from_husbanken), granted=kroner(year.granted)
    )


def kroner(amount: Decimal) -> str:
    """1 254 860 kr; øre only where there are any."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.{0 if whole else 2}f}".replace(",", HARD_SPACE).replace(".", ",")
    return f"{text}{HARD_SPACE}kr"
