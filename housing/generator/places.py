"""Streets and districts of Lindvik, a municipality that does not exist.

The postal codes 9992–9999 are above the highest one in use (9991), so no letter can reach anyone.
"""

from random import Random

CITY = "Lindvik"

# District and its share of the municipality's dwellings.
DISTRICTS = {
    "Sentrum": (24, "9992"),
    "Elvebyen": (20, "9993"),
    "Nordåsen": (16, "9994"),
    "Strandkanten": (13, "9995"),
    "Fjellheim": (12, "9996"),
    "Bergsletta": (9, "9997"),
    "Havna": (6, "9998"),
}

_FIRST = (
    "Orrehøne Tiriltunge Krekling Lerkespor Hestehov Vibe Siske Myrull Gråor Rogne Sølvmåke Havørn Ærfugl "
    "Tiur Skarv Blåklokke Geitrams Multe Einer Hegre Ryllik Kvann Lomvi Steinrype Flyndre Makrell Skjell "
    "Tang Brisling Nype Hassel Selje Lind Ospe Bever Oter Røyskatt Snøspurv Fjære Kvitveis Solhatt Rosenrot "
    "Bekkasin Spove Gjøk Stær Låvesvale Linerle Kjøttmeis Dompap"
).split()
_LAST = ("veien", "gata", "stien", "svingen", "bakken", "kroken", "tunet", "løkka", "faret")


def streets() -> dict[str, list[str]]:
    """The streets of each district; every street lies in one district only."""
    names = [f"{first}{last}" for last in _LAST for first in _FIRST]
    hundred = [district for district, (share, _code) in DISTRICTS.items() for _ in range(share)]
    lying = {district: [] for district in DISTRICTS}
    for number, name in enumerate(names):
        lying[hundred[number * 37 % 100]].append(name)
    return lying


STREETS = streets()
LYING = [(where, name) for where, names in STREETS.items() for name in names]


def district(rng: Random) -> str:
    return rng.choices(list(DISTRICTS), [share for share, _code in DISTRICTS.values()])[0]


def postal_code(district_name: str) -> str:
    return DISTRICTS[district_name][1]


def private_address(rng: Random) -> str:
    where = district(rng)
    house = f"{rng.choice(STREETS[where])} {rng.randint(1, 98)}{rng.choice(['', '', '', 'A', 'B', 'C'])}"
    return f"{house}, {postal_code(where)} {CITY}"
