"""Where a dwelling lies, told roughly enough to be held against a place somebody must not live (bygning, gate, bydel).

«Strandgata 4», «STRANDGATA 4 B» and «Strandgt. 4, leil. 2» are one building: to leave out a door too many is safe, to
leave out one too few is not.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

NUMBERED = re.compile(r"^(?P<street>.*?\D)\s*(?P<first>\d+)[a-zæøå]?(?:\s*[-–/]\s*(?P<last>\d+))?")
# «Strandgata», «Strandgaten», «Strandgate», «Strandgt.» and «Strandg.» are the same street, and so with veien.
ENDINGS = [(re.compile(r"(?:veien|vegen|vei|veg|vn|v)$"), "vei"), (re.compile(r"(?:gata|gaten|gate|gt|g)$"), "gate")]
LETTERS = str.maketrans("áàâäéèêëóòôöúùûü", "aaaæeeeeoooøuuuy")


@dataclass(frozen=True)
class Place:
    """Empty is not registered. «Kirkegata 12–14» is every number from the first to the last."""

    street: str = ""
    first: int | None = None
    last: int | None = None
    district: str = ""


NOWHERE = Place()


@lru_cache(maxsize=4096)
def place_of(address: str, district: str = "") -> Place:
    line = address.casefold().translate(LETTERS).split(",")[0]
    found = NUMBERED.match(line)
    if found is None:
        return Place(_street(line), district=_plain(district))
    first = int(found["first"])
    return Place(_street(found["street"]), first, max(first, int(found["last"] or first)), _plain(district))


def _street(text: str) -> str:
    """Without spaces, points and hyphens, with its ending in one spelling."""
    street = re.sub(r"[\W_]", "", text)
    for ending, spelled in ENDINGS:
        respelled = ending.sub(spelled, street)
        if ending.search(street) and respelled != spelled:
            return respelled
    return street


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def is_at(home: Place, kind: str, where: str) -> bool | None:
    """Whether the dwelling lies where the exclusion says; None when nobody has registered where it lies.

    A home without a house number may stand in any building of its street.
    """
    if kind == "district":
        return home.district == _plain(where) if home.district else None
    excluded = place_of(where)
    if not home.street:
        return None
    if home.street != excluded.street:
        return False
    if kind == "street" or excluded.first is None:
        return True
    if home.first is None:
        return None
    return home.first <= excluded.last and excluded.first <= home.last
