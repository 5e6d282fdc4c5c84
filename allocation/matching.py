"""Does this dwelling fit this household? Requirement by requirement, and which fits best.

A proposal for a person to decide on: a requirement that cannot be answered because something is not
registered about the dwelling is shown as unknown, not as a refusal. A wish orders the dwellings and refuses none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from housing.places import NOWHERE, Place, is_at
from housing.rooms import rooms_needed

__all__ = ["Home", "Match", "Need", "Requirement", "in_order", "match", "rooms_needed"]

Text = str | Promise
STAFFING = ("none", "ambulant", "base", "round_the_clock")
STAFFING_LABELS: dict[str, Text] = {
    "none": _("ingen"),
    "ambulant": _("ambulerende"),
    "base": _("base i nærheten"),
    "round_the_clock": _("hele døgnet"),
}
NOT_FOR_A_LEASE = frozenset({"temporary", "emergency"})
# Statistics Norway calls a dwelling crowded when it has fewer rooms than people and under 25 m² for each.
SPACE_FOR_EACH = 25
NOT_REGISTERED = _("ikke registrert")
WANTED, REQUIRED = "wanted", "required"
SHIELDED = "shielded"
EXCLUDED = "excluded"
# Our own rule of thumb, in no law: above it the caseworker is told. It refuses nobody a dwelling.
RENT_AT_MOST_PERCENT = 40


@dataclass(frozen=True)
class Need:
    """What a household asks of a dwelling. ``drug_free`` and ``shielded`` are «», wanted or required.

    ``excluded`` are places it must not live: a kind (building, street, district) and the words for where.
    """

    rooms_min: int = 1
    persons: int = 1
    needs_wheelchair: bool = False
    needs_lift_or_ground_floor: bool = False
    staffing_need: str = "none"
    target_groups: frozenset[str] = frozenset()
    drug_free: str = ""
    shielded: str = ""
    districts_wanted: frozenset[str] = frozenset()
    excluded: tuple[tuple[str, str], ...] = ()
    max_rent: Decimal | None = None
    monthly_income: Decimal | None = None


@dataclass(frozen=True)
class Home:
    """A dwelling that can be offered; None, and empty, is not registered. Ground floor is floor 1."""

    id: int
    rooms: int | None = None
    area_m2: int | None = None
    floor: int | None = None
    has_lift: bool | None = None
    is_wheelchair_accessible: bool | None = None
    category: str = "ordinary"
    staffing: str = "none"
    earmarked_for: str = ""
    is_drug_free: bool | None = None
    monthly_rent: Decimal | None = None
    district: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Requirement:
    label: Text
    need_text: Text
    home_text: Text
    is_met: bool | None
    is_wish: bool = False
    code: str = ""


@dataclass(frozen=True)
class Match:
    home: Home
    requirements: tuple[Requirement, ...]

    @property
    def fits(self) -> bool | None:
        """No when one requirement is not met; None when none is refused but something is unknown."""
        answers = [requirement.is_met for requirement in self.requirements if not requirement.is_wish]
        if False in answers:
            return False
        return None if None in answers else True

    @property
    def is_excluded(self) -> bool:
        """The household must not live here: no offer can be made before a person has lifted it."""
        return any(row.code == EXCLUDED and row.is_met is False for row in self.requirements)

    @property
    def missing(self) -> tuple[Requirement, ...]:
        return tuple(row for row in self.requirements if row.is_met is False and not row.is_wish)

    @property
    def unknown(self) -> tuple[Requirement, ...]:
        return tuple(row for row in self.requirements if row.is_met is None and not row.is_wish)

    @property
    def is_nearly(self) -> bool:
        """All but one of what is needed (nesten). Where somebody must not live nothing is nearly right."""
        return len(self.missing) == 1 and not self.is_excluded

    @property
    def unmet_wishes(self) -> int:
        return sum(row.is_met is False for row in self.requirements if row.is_wish)


def match(need: Need, home: Home) -> Match:
    """What the household needs against what the dwelling is; only what one of them asks for is listed."""
    return Match(home, tuple(found for rule in RULES if (found := rule(need, home)) is not None))


def in_order(need: Need, homes: Iterable[Home]) -> list[Match]:
    """What fits first, then what may fit; among those what leaves least of it unused, then what is wished for."""
    matches = [match(need, home) for home in homes]
    return sorted(
        matches, key=lambda found: (_FIT[found.fits], *unused(need, found.home), found.unmet_wishes, found.home.id)
    )


_FIT = {True: 0, None: 1, False: 2}


def unused(need: Need, home: Home) -> tuple[int, int, int]:
    """What the dwelling has and the household did not ask for, scarcest first: staffing, access, rooms."""
    return unused_staffing(need, home), unused_access(need, home), unused_rooms(need, home)


def unused_staffing(need: Need, home: Home) -> int:
    return max(0, STAFFING.index(home.staffing or "none") - STAFFING.index(need.staffing_need))


def unused_access(need: Need, home: Home) -> int:
    """Adapted, free of drugs or shielded: each kept for those who need it."""
    special = (
        bool(home.is_wheelchair_accessible) and not need.needs_wheelchair,
        bool(home.is_drug_free) and not need.drug_free,
        bool(_is_shielded(home)) and not need.shielded,
    )
    return sum(special)


def unused_rooms(need: Need, home: Home) -> int:
    return 0 if home.rooms is None else max(0, home.rooms - need.rooms_min)


def _is_shielded(home: Home) -> bool | None:
    return home.category == SHIELDED if home.category else None


def _rooms(need: Need, home: Home) -> Requirement:
    return Requirement(
        _("Rom"),
        format_lazy("{} {}", _("minst"), need.rooms_min),
        NOT_REGISTERED if home.rooms is None else str(home.rooms),
        None if home.rooms is None else home.rooms >= need.rooms_min,
    )


def _space(need: Need, home: Home) -> Requirement:
    """Not crowded; one person is never crowded by having one room."""
    is_met: bool | None
    has_rooms = home.rooms is not None and home.rooms >= need.persons
    has_area = home.area_m2 is not None and home.area_m2 >= SPACE_FOR_EACH * need.persons
    if need.persons <= 1 or has_rooms or has_area:
        is_met = True
    elif home.rooms is None or home.area_m2 is None:
        is_met = None
    else:
        is_met = False
    area = NOT_REGISTERED if home.area_m2 is None else f"{home.area_m2} m²"
    return Requirement(_("Plass"), _people(need.persons), area, is_met)


def _people(count: int) -> Text:
    return ngettext_lazy("%d person", "%d personer", count) % count


def _wheelchair(need: Need, home: Home) -> Requirement | None:
    if not need.needs_wheelchair:
        return None
    accessible = home.is_wheelchair_accessible
    return Requirement(_("Rullestol"), _("tilgjengelig"), _yes_or_no(accessible), accessible)


def _without_stairs(need: Need, home: Home) -> Requirement | None:
    """On the ground floor, or with a lift; a lift settles it whatever the floor."""
    if not need.needs_lift_or_ground_floor:
        return None
    is_met: bool | None
    if home.has_lift or (home.floor is not None and home.floor <= 1):
        is_met = True
    elif home.floor is None or home.has_lift is None:
        is_met = None
    else:
        is_met = False
    floor = NOT_REGISTERED if home.floor is None else format_lazy("{}. {}", home.floor, _("etasje"))
    home_text = format_lazy("{}, {}: {}", floor, _("heis"), _yes_or_no(home.has_lift))
    return Requirement(_("Etasje og heis"), _("første etasje eller heis"), home_text, is_met)


def _staffing(need: Need, home: Home) -> Requirement | None:
    if need.staffing_need == "none":
        return None
    is_met = STAFFING.index(home.staffing) >= STAFFING.index(need.staffing_need) if home.staffing else None
    home_text = STAFFING_LABELS[home.staffing] if home.staffing else NOT_REGISTERED
    return Requirement(_("Bemanning"), STAFFING_LABELS[need.staffing_need], home_text, is_met)


def _earmark(need: Need, home: Home) -> Requirement | None:
    if not home.earmarked_for:
        return None
    is_met = home.earmarked_for in need.target_groups
    need_text = _("husstanden er i målgruppen") if is_met else _("husstanden er ikke i målgruppen")
    return Requirement(_("Målgruppe"), need_text, _("øremerket"), is_met)


def _not_for_a_lease(need: Need, home: Home) -> Requirement | None:
    if home.category not in NOT_FOR_A_LEASE:
        return None
    return Requirement(_("Boligtype"), _("bolig med leiekontrakt"), _("midlertidig bolig"), False)


def _drug_free(need: Need, home: Home) -> Requirement | None:
    return _environment(_("Rusfritt miljø"), need.drug_free, home.is_drug_free)


def _shielded(need: Need, home: Home) -> Requirement | None:
    return _environment(_("Skjermet bolig"), need.shielded, _is_shielded(home))


def _environment(label: Text, strength: str, answer: bool | None) -> Requirement | None:
    if not strength:
        return None
    is_wish = strength == WANTED
    return Requirement(label, _("ønsker det") if is_wish else _("må ha det"), _yes_or_no(answer), answer, is_wish)


def _excluded(need: Need, home: Home) -> Requirement | None:
    """Says that the place is excluded, never why: the reason stands in the case."""
    if not need.excluded:
        return None
    answers = [is_at(home.place, kind, where) for kind, where in need.excluded]
    if True in answers:
        is_met, said = False, _("kan ikke bo her")
    elif None in answers:
        is_met, said = None, NOT_REGISTERED
    else:
        is_met, said = True, _("ikke utelukket")
    return Requirement(_("Sted"), _("steder er utelukket"), said, is_met, code=EXCLUDED)


def _rent(need: Need, home: Home) -> Requirement | None:
    most = need.max_rent
    if most is None:
        return None
    is_met = None if home.monthly_rent is None else home.monthly_rent <= most
    rent = NOT_REGISTERED if home.monthly_rent is None else _kroner(home.monthly_rent)
    return Requirement(_("Husleie"), format_lazy("{} {}", _("høyst"), _kroner(most)), rent, is_met)


def _share_of_income(need: Need, home: Home) -> Requirement | None:
    income = need.monthly_income
    if not income:
        return None
    if home.monthly_rent is None:
        is_met, share = None, NOT_REGISTERED
    else:
        percent = home.monthly_rent * 100 / income
        is_met = percent <= RENT_AT_MOST_PERCENT
        share = format_lazy("{} {}", f"{percent:.0f} %", _("av inntekten"))
    need_text = format_lazy("{} {} %", _("helst under"), RENT_AT_MOST_PERCENT)
    return Requirement(_("Husleie mot inntekt"), need_text, share, is_met, is_wish=True)


def _district(need: Need, home: Home) -> Requirement | None:
    if not need.districts_wanted:
        return None
    is_met = home.district in need.districts_wanted if home.district else None
    wanted = ", ".join(sorted(need.districts_wanted))
    return Requirement(_("Bydel"), wanted, home.district or NOT_REGISTERED, is_met, is_wish=True)


def _kroner(amount: Decimal) -> str:
    return f"{amount:,.0f} kr".replace(",", " ")


def _yes_or_no(answer: bool | None) -> Text:
    if answer is None:
        return NOT_REGISTERED
    return _("ja") if answer else _("nei")


Rule = Callable[[Need, Home], Requirement | None]
# In the order they are shown.
RULES: tuple[Rule, ...] = (
    _rooms,
    _space,
    _wheelchair,
    _without_stairs,
    _staffing,
    _earmark,
    _not_for_a_lease,
    _drug_free,
    _shielded,
    _excluded,
    _rent,
    _share_of_income,
    _district,
)
# Those that may be asked for as a wish; the others are always needed.
MAY_BE_A_WISH = (_drug_free, _shielded, _share_of_income, _district)
# What each of them looks at, of the household and of the dwelling: alike in these, alike in the answer.
LOOKS_AT: dict[Rule, tuple[tuple[str, ...], tuple[str, ...]]] = {
    _rooms: (("rooms_min",), ("rooms",)),
    _space: (("persons",), ("rooms", "area_m2")),
    _wheelchair: (("needs_wheelchair",), ("is_wheelchair_accessible",)),
    _without_stairs: (("needs_lift_or_ground_floor",), ("floor", "has_lift")),
    _staffing: (("staffing_need",), ("staffing",)),
    _earmark: (("target_groups",), ("earmarked_for",)),
    _not_for_a_lease: ((), ("category",)),
    _drug_free: (("drug_free",), ("is_drug_free",)),
    _shielded: (("shielded",), ("category",)),
    _excluded: (("excluded",), ("place",)),
    _rent: (("max_rent",), ("monthly_rent",)),
    _share_of_income: (("monthly_income",), ("monthly_rent",)),
    _district: (("districts_wanted",), ("district",)),
}
