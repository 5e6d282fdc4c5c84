"""A building drawn from its dwellings' addresses and unit numbers: stairs, floors, doors (bygg, oppgang, etasje).

Matrikkelen's unit number says where a dwelling lies: H0203 is the third door of the second main floor. U is a floor
below, K a cellar, L a loft. «Strandgata 4 A» and «Strandgata 4B» are two stairs of one building.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

ADDRESS = re.compile(r"(?P<building>.*\d)\s*(?P<stairs>[A-Za-zÆØÅæøå])?\s*")
UNIT = re.compile(r"\s*(?P<kind>[HULKhulk])\s*(?P<floor>\d{2})\s*(?P<door>\d{2})\s*")
# From the top of the house and down.
KINDS = "LHUK"


@dataclass(frozen=True)
class Spot:
    """Where in its building a dwelling lies; ``kind`` is empty and ``floor`` None when nobody knows."""

    stairs: str
    kind: str
    floor: int | None
    door: str

    @property
    def from_the_top(self) -> tuple:
        """Lofts first, then main floors from the highest, those below from the uppermost, and the unknown last."""
        if self.floor is None:
            return (len(KINDS), 0)
        below = self.kind in "UK"
        return (KINDS.index(self.kind), self.floor if below else -self.floor)


def building_of(address: str) -> tuple[str, str]:
    """The building's part of an address, and the letter of the stairs if there is one."""
    found = ADDRESS.fullmatch(address)
    if not found:
        return address.strip(), ""
    return found["building"].strip(), (found["stairs"] or "").upper()


def spot_of(address: str, unit_number: str, floor: int | None) -> Spot:
    """By the unit number; without one that can be read, by the floor that is registered."""
    stairs = building_of(address)[1]
    found = UNIT.fullmatch(unit_number)
    if found:
        return Spot(stairs, found["kind"].upper(), int(found["floor"]), found["door"])
    if floor is None:
        return Spot(stairs, "", None, unit_number)
    return Spot(stairs, "U" if floor < 1 else "H", abs(floor - 1) if floor < 1 else floor, unit_number)


@dataclass(frozen=True)
class Floor:
    kind: str
    number: int | None
    homes: tuple


@dataclass(frozen=True)
class Stairs:
    name: str
    floors: tuple[Floor, ...]


def plan(homes: Iterable[tuple[Spot, object]]) -> list[Stairs]:
    """The building as one stands before it: stairs by letter, the top floor first, doors in their order."""
    stairs: dict[str, dict[tuple, list]] = defaultdict(lambda: defaultdict(list))
    for spot, home in homes:
        stairs[spot.stairs][spot.from_the_top].append((spot, home))
    return [
        Stairs(name, tuple(_floor(floors[key]) for key in sorted(floors))) for name, floors in sorted(stairs.items())
    ]


def _floor(found) -> Floor:
    inside = sorted(found, key=lambda pair: pair[0].door)
    spot = inside[0][0]
    return Floor(spot.kind, spot.floor, tuple(home for _spot, home in inside))
