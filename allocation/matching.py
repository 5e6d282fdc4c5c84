"""Does this dwelling fit this household? Requirement by requirement, and which fits best.

A proposal for a person to decide on: a requirement that cannot be answered because something is not
registered about the dwelling is shown as unknown, not as a refusal.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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


@dataclass(frozen=True)
class Need:
    rooms_min: int = 1
    persons: int = 1
    needs_wheelchair: bool = False
    needs_lift_or_ground_floor: bool = False
    staffing_need: str = "none"
    target_groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Home:
    """A dwelling that can be offered; None is not registered. Ground floor is floor 1."""

    id: int
    rooms: int | None = None
    area_m2: int | None = None
    floor: int | None = None
    has_lift: bool | None = None
    is_wheelchair_accessible: bool | None = None
    category: str = "ordinary"
    staffing: str = "none"
    earmarked_for: str = ""


@dataclass(frozen=True)
class Requirement:
    label: Text
    need_text: Text
    home_text: Text
    is_met: bool | None


@dataclass(frozen=True)
class Match:
    home: Home
    requirements: tuple[Requirement, ...]

    @property
    def fits(self) -> bool | None:
        """No when one requirement is not met; None when none is refused but something is unknown."""
        answers = [requirement.is_met for requirement in self.requirements]
        if False in answers:
            return False
        return None if None in answers else True


def match(need: Need, home: Home) -> Match:
    """What the household needs against what the dwelling is; only what one of them asks for is listed."""
    found = [_rooms(need, home), _space(need, home)]
    if need.needs_wheelchair:
        found.append(_wheelchair(home))
    if need.needs_lift_or_ground_floor:
        found.append(_without_stairs(home))
    if need.staffing_need != "none":
        found.append(_staffing(need, home))
    if home.earmarked_for:
        found.append(_earmark(need, home))
    if home.category in NOT_FOR_A_LEASE:
        found.append(Requirement(_("Boligtype"), _("bolig med leiekontrakt"), _("midlertidig bolig"), False))
    return Match(home, tuple(found))


def in_order(need: Need, homes: Iterable[Home]) -> list[Match]:
    """What fits first, then what may fit; among those the one that leaves least of it unused."""
    matches = [match(need, home) for home in homes]
    return sorted(matches, key=lambda found: _order_key(need, found))


def _order_key(need: Need, found: Match) -> tuple[int, int, int, int, int]:
    home = found.home
    fit = {True: 0, None: 1, False: 2}[found.fits]
    unused_staffing = max(0, STAFFING.index(home.staffing) - STAFFING.index(need.staffing_need))
    unused_access = int(bool(home.is_wheelchair_accessible) and not need.needs_wheelchair)
    unused_rooms = 0 if home.rooms is None else max(0, home.rooms - need.rooms_min)
    return (fit, unused_staffing, unused_access, unused_rooms, home.id)


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


def _wheelchair(home: Home) -> Requirement:
    accessible = home.is_wheelchair_accessible
    return Requirement(_("Rullestol"), _("tilgjengelig"), _yes_or_no(accessible), accessible)


def _without_stairs(home: Home) -> Requirement:
    """On the ground floor, or with a lift; a lift settles it whatever the floor."""
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


def _staffing(need: Need, home: Home) -> Requirement:
    return Requirement(
        _("Bemanning"),
        STAFFING_LABELS[need.staffing_need],
        STAFFING_LABELS[home.staffing],
        STAFFING.index(home.staffing) >= STAFFING.index(need.staffing_need),
    )


def _earmark(need: Need, home: Home) -> Requirement:
    is_met = home.earmarked_for in need.target_groups
    need_text = _("husstanden er i målgruppen") if is_met else _("husstanden er ikke i målgruppen")
    return Requirement(_("Målgruppe"), need_text, _("øremerket"), is_met)


def _yes_or_no(answer: bool | None) -> Text:
    if answer is None:
        return NOT_REGISTERED
    return _("ja") if answer else _("nei")
