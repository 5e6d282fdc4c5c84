"""A dwelling as Husbanken's Kobo names it (Bolig API v1), both ways.

The names of the fields are documented; the codes within them could not be read where this was written. The codes below
are therefore our own, one table for each field, to be changed in one place when Kobo's are known. Nothing is guessed:
an unknown field or code is told, and what our register does not hold is told as not kept. Who lives in a dwelling is
never written, and never read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Value = object

# Our field → Kobo's, where both say the same thing in the same unit.
PLAIN = {
    "external_id": "leverandorBoligId",
    "address": "adresse",
    "unit_number": "bruksenhetsnummer",
    "area_m2": "bruksareal",
    "floor": "etasjenummer",
    "is_wheelchair_accessible": "erTilgjengeligForRullestolbruker",
    "monthly_rent": "leiekostnad",
}
# Kobo counts bedrooms, we count rooms: a living room and the bedrooms (housing/rooms.py).
BEDROOMS = "antallSoverom"
SHARED = "erBofellesskap"
TRAITS_IN = "egenskaper"
# Our field → Kobo's field and the code for each of our values. The codes are ours: not checked against Kobo.
CODED: dict[str, tuple[str, dict[Value, str]]] = {
    "category": (
        "boligtype",
        {
            "": "ikke_oppgitt",
            "ordinary": "ordinaer",
            "adapted": "tilpasset",
            "care": "omsorgsbolig",
            "shared": "bofellesskap",
            "staffed": "bemannet",
            "training": "treningsbolig",
            "temporary": "midlertidig",
            "emergency": "nodbolig",
            "shielded": "skjermet",
        },
    ),
    "ownership": ("disposisjonsform", {"owned": "eid", "leased_in": "innleid", "nomination": "tilvisning"}),
    "in_housing_association": ("eieform", {None: "ikke_oppgitt", True: "borettslag", False: "annen"}),
}
# A trait in Kobo's list → our field and value. A field none of the traits is about is not registered.
TRAITS: dict[str, tuple[str, Value]] = {
    "heis": ("has_lift", True),
    "uten_heis": ("has_lift", False),
    "rusfritt": ("is_drug_free", True),
    "ikke_rusfritt": ("is_drug_free", False),
    "bemanning_ingen": ("staffing", "none"),
    "bemanning_ambulerende": ("staffing", "ambulant"),
    "bemanning_base": ("staffing", "base"),
    "bemanning_dogn": ("staffing", "round_the_clock"),
}
UNREGISTERED: dict[str, Value] = {"has_lift": None, "is_drug_free": None, "staffing": ""}
# Documented fields our register does not hold. `husstand` and `leieforhold` tell who lives there.
NOT_KEPT = frozenset(
    "bygning eiendom eieseksjon eier ekstraReferanse husstand koboId kvalifisererMvaKompensasjon leieforhold "
    "leieTilEiePotensial".split()
)
REQUIRED = ("leverandorBoligId", "boligtype")


@dataclass
class Reading:
    """What one dwelling of Kobo's says, in our fields; what was wrong, field by field; and what was left."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[tuple[str, Text]] = field(default_factory=list)
    not_kept: list[str] = field(default_factory=list)


def write(dwelling: Mapping[str, Value]) -> dict[str, Value]:
    """One dwelling, our fields and their values, in Kobo's names. Areas are square metres, rents kroner a month."""
    told: dict[str, Value] = {theirs: _as_number(dwelling[ours]) for ours, theirs in PLAIN.items()}
    rooms = dwelling["rooms"]
    told[BEDROOMS] = None if rooms is None else max(int(str(rooms)) - 1, 0)
    for ours, (theirs, codes) in CODED.items():
        told[theirs] = codes[dwelling[ours]]
    told[SHARED] = dwelling["category"] == "shared"
    told[TRAITS_IN] = [trait for trait, (ours, value) in TRAITS.items() if dwelling[ours] == value]
    return told


def read(told: Mapping[str, Value]) -> Reading:
    """One dwelling of Kobo's in our fields. A field that is left out is left as it is."""
    reading = Reading()
    for name in REQUIRED:
        if not told.get(name):
            reading.problems.append((name, _("må fylles ut")))
    readers = _readers()
    for name, value in told.items():
        if name in NOT_KEPT:
            if value not in (None, "", []):
                reading.not_kept.append(name)
        elif name not in readers:
            reading.problems.append((name, _("er ikke et felt vi kjenner")))
        else:
            try:
                reading.values.update(readers[name](value))
            except ValueError as problem:
                reading.problems.append((name, problem.args[0]))
    shared = told.get(SHARED)
    if isinstance(shared, bool) and "category" in reading.values and shared != (reading.values["category"] == "shared"):
        reading.problems.append((SHARED, _("stemmer ikke med boligtype")))
    return reading


def _readers() -> dict[str, Callable[[Value], dict[str, Value]]]:
    kinds = {
        "external_id": _text,
        "address": _text,
        "unit_number": _text,
        "area_m2": _amount,
        "floor": _whole,
        "is_wheelchair_accessible": _yes_or_no,
        "monthly_rent": _amount,
    }
    found: dict[str, Callable[[Value], dict[str, Value]]] = {
        theirs: (lambda value, ours=ours: {ours: kinds[ours](value)}) for ours, theirs in PLAIN.items()
    }
    for ours, (theirs, codes) in CODED.items():
        found[theirs] = lambda value, ours=ours, codes=codes: {ours: _code(value, codes)}
    found[BEDROOMS] = _rooms
    found[SHARED] = _agrees_elsewhere
    found[TRAITS_IN] = _traits
    return found


def _as_number(value: Value) -> Value:
    """JSON has one kind of number; kroner and square metres come whole when they are."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(_("skal være tekst"))
    return value.strip()


def _whole(value: Value) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_("skal være et helt tall"))
    return value


def _amount(value: Value) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(_("skal være et tall"))
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(_("skal være et tall")) from error
    if not amount.is_finite() or amount < 0:
        raise ValueError(_("kan ikke være negativt"))
    return amount


def _yes_or_no(value: Value) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ValueError(_("skal være true eller false"))


def _agrees_elsewhere(value: Value) -> dict[str, Value]:
    """Only looked over: whether a dwelling is shared follows from its kind."""
    _yes_or_no(value)
    return {}


def _rooms(value: Value) -> dict[str, Value]:
    bedrooms = _whole(value)
    if bedrooms is None:
        return {"rooms": None}
    if not 0 <= bedrooms <= 50:
        raise ValueError(_("skal være mellom 0 og 50"))
    return {"rooms": bedrooms + 1}


def _code(value: Value, codes: dict[Value, str]) -> Value:
    for ours, code in codes.items():
        if code == value:
            return ours
    known = ", ".join(codes.values())
    raise ValueError(format_lazy("{}: {}", _("er ikke en kode vi kjenner. Kjente koder"), known))


def _traits(value: Value) -> dict[str, Value]:
    if not isinstance(value, list):
        raise ValueError(_("skal være en liste"))
    found: dict[str, Value] = {}
    for trait in value:
        if not isinstance(trait, str) or trait not in TRAITS:
            raise ValueError(format_lazy("{}: «{}»", _("har en egenskap vi ikke kjenner"), str(trait)[:60]))
        ours, meaning = TRAITS[trait]
        if found.get(ours, meaning) != meaning:
            raise ValueError(_("sier to ting om det samme"))
        found[ours] = meaning
    return UNREGISTERED | found
