"""The dwellings: what they are, when they come into the stock and when they leave it."""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.generator import letting, places
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.leases import rent_on
from housing.generator.people import pick
from housing.generator.records import Dwelling

ROOMS = {
    "owned": {1: 17, 2: 47, 3: 23, 4: 10, 5: 3},
    "leased_in": {1: 10, 2: 38, 3: 30, 4: 16, 5: 6},
    "nomination": {1: 34, 2: 64, 3: 2},
}
AREA_M2 = {1: (24, 36), 2: (38, 58), 3: (58, 78), 4: (78, 102), 5: (100, 130)}
RENT = {1: 7300, 2: 8900, 3: 10900, 4: 13100, 5: 15300}
PRICE = {1: 1_850_000, 2: 2_500_000, 3: 3_200_000, 4: 4_100_000, 5: 4_900_000}
PRICE_GROWTH = 1.04

OWN_BUILDINGS = {
    "ordinary": 82,
    "adapted": 6,
    "staffed": 11,
    "shared": 2,
    "training": 1.5,
    "temporary": 1.2,
    "emergency": 0.8,
    "shielded": 0.8,
}
CARE_BUILDINGS = {"care": 80, "adapted": 12, "shared": 8}
EARMARKS = {
    "staffed": {"substance_use": 55, "mental_illness": 45},
    "shared": {"intellectual_disability": 1},
    "training": {"youth": 1},
    "shielded": {"substance_use": 1},
    "care": {"elderly": 62, "": 25, "physical_disability": 13},
}


@dataclass(slots=True)
class Building:
    address: str
    district: str
    category: str
    earmarked_for: str
    staffing: str
    floors: int
    has_lift: bool
    units: list[tuple[int, str]]


def add_building(town, category: str, size: int) -> Building:
    rng = town.rng
    district, address = town.register.address()
    floors = 1 if size < 3 else max(2, min(7, size // 4))
    per_floor = -(-size // floors)
    units = [(floor, f"H{floor:02}{door:02}") for floor in range(1, floors + 1) for door in range(1, per_floor + 1)]
    units = units[:size]
    if category == "ordinary":
        rng.shuffle(units)
    staffing = "none"
    if category in ("staffed", "shielded", "shared"):
        staffing = pick(rng, {"base": 45, "round_the_clock": 55})
    elif category in ("care", "training"):
        staffing = pick(rng, {"none": 45, "base": 30, "ambulant": 25})
    earmark = pick(rng, EARMARKS.get(category, {"": 1}))
    has_lift = floors > 1 and rng.random() < (0.95 if category in CARE_BUILDINGS else 0.35 + 0.08 * floors)
    return Building(address, district, category, earmark, staffing, floors, has_lift, units)


def add_dwelling(town, ownership: str, acquired_on: date) -> Dwelling:
    """One more dwelling, in a building that still has room for one of its kind."""
    rng = town.rng
    in_association = ownership == "owned" and town.associations_due(rng)
    kind = "association" if in_association else ownership
    building = town.buildings.get(kind)
    if not building or not building.units:
        building = town.buildings[kind] = _building_for(town, kind)
    floor, unit_number = building.units.pop()
    rooms = pick(rng, ROOMS[ownership])
    if building.category in ("staffed", "shielded", "training", "shared"):
        rooms = min(rooms, 2)
    step_free = floor == 1 or building.has_lift
    is_adapted = building.category in ("adapted", "care")
    dwelling = Dwelling(
        id=town.register.number("D"),
        address=building.address,
        postal_code=places.postal_code(building.district),
        city=places.CITY,
        district=building.district,
        unit_number=unit_number,
        rooms=rooms,
        area_m2=rng.randint(*AREA_M2[rooms]),
        floor=floor,
        has_lift=building.has_lift,
        is_wheelchair_accessible=step_free and rng.random() < (0.9 if is_adapted else 0.16),
        category=building.category,
        ownership=ownership,
        in_housing_association=in_association,
        staffing=building.staffing,
        earmarked_for=building.earmarked_for,
        acquired_on=acquired_on,
    )
    if ownership != "nomination":
        _set_rent(rng, dwelling)
    if ownership == "leased_in" and rng.random() < 0.4:
        dwelling.earmarked_for = "refugee"
    if ownership == "owned" and (acquired_on > date(2012, 1, 1) or rng.random() < 0.4):
        dwelling.acquisition_price = _price(rng, rooms, acquired_on)
    town.dwellings.append(dwelling)
    return dwelling


def _set_rent(rng, dwelling: Dwelling) -> None:
    """Kroner a month today. The owner of a nomination dwelling lets it; its rent is not the municipality's."""
    is_dear = rng.random() < 0.26
    dwelling.rent_model = "cost_covering" if is_dear else "subsidised"
    level = (1.16 if is_dear else 1.0) * (1.1 if dwelling.ownership == "leased_in" else 1.0)
    dwelling.monthly_rent = int(round(RENT[dwelling.rooms] * level * rng.uniform(0.92, 1.1), -1))


def _building_for(town, kind: str) -> Building:
    rng = town.rng
    match kind:
        case "association":
            return add_building(town, "ordinary", rng.choice([2, 3, 5, 8, 12]))
        case "leased_in":
            return add_building(town, "ordinary", rng.choice([1, 1, 2, 4]))
        case "nomination":
            most = max(6, int(36 * town.scale))
            return add_building(town, pick(rng, CARE_BUILDINGS), rng.randint(min(8, most), most))
    # Every town has a house of each for stays of a few nights or weeks.
    category = town.houses_first.pop() if town.houses_first else pick(rng, OWN_BUILDINGS)
    if category == "ordinary":
        return add_building(town, category, rng.randint(4, 24))
    most = 4 if category in ("temporary", "emergency", "shielded") else 12
    return add_building(town, category, max(2, int(rng.randint(4, most) * min(1, town.scale * 2))))


def _price(rng, rooms: int, day: date) -> int:
    price = PRICE[rooms] * rng.uniform(0.85, 1.2) * PRICE_GROWTH ** (day.year - 2026)
    return int(round(price, -4))


def fill_stock(town) -> None:
    """The stock on the first day, so that what is bought and leaves ends in the known numbers."""
    span = (town.until - town.begins).days / 365.25
    for ownership, wanted in typical.STOCK.items():
        at_end = round(wanted * town.scale)
        bought = round(typical.BOUGHT_A_YEAR[ownership] * span * town.scale)
        reasons = [
            reason
            for reason, yearly in typical.LEFT_A_YEAR.items()
            if (reason == "lease_ended") == (ownership == "leased_in") and ownership != "nomination"
            for _ in range(round(yearly * span * town.scale))
        ]
        first, last = {"owned": (6000, 600), "leased_in": (3600, 300), "nomination": (9000, 2500)}[ownership]
        for _ in range(max(0, at_end - bought + len(reasons))):
            age = timedelta(days=town.rng.randint(last, first))
            yield_on = town.begins - age - timedelta(days=365 * town.rng.randint(0, 12))
            add_dwelling(town, ownership, yield_on)
        for _ in range(bought):
            town.calendar.plan(_some_day(town, 5), buy, ownership)
        for reason in reasons:
            town.calendar.plan(_some_day(town, 40), leave_stock, ownership, reason)


def _some_day(town, before_end: int) -> date:
    span = (town.until - town.begins).days - before_end
    return town.begins + timedelta(days=town.rng.randint(10, max(11, span)))


def buy(town, day: date, ownership: str) -> None:
    dwelling = add_dwelling(town, ownership, day)
    letting.become_vacant(town, day, dwelling)


def leave_stock(town, day: date, ownership: str, reason: str) -> None:
    """One dwelling leaves; when none can today, one will tomorrow."""
    if reason == "sold_to_tenant":
        _sell_to_tenant(town, day)
        return
    for dwelling in town.dwellings:
        if dwelling.ownership == ownership and dwelling.category == "ordinary" and dwelling.is_lettable:
            letting.end_void(town, day, dwelling, dwelling.void)
            if reason == "sold" and dwelling.vacant_since < day:
                _void_for_sale(town, day, dwelling)
            _take_out(town, day, dwelling, reason)
            return
    town.calendar.plan(day + days(1), leave_stock, ownership, reason)


def _void_for_sale(town, day: date, dwelling: Dwelling) -> None:
    since = max([dwelling.vacant_since, *(v.ends_on for v in town.voids if v.dwelling is dwelling)])
    if since < day:
        letting.add_void(town, since, dwelling, "sale").ends_on = day


def _sell_to_tenant(town, day: date) -> None:
    """The tenant buys the dwelling in the housing association: the rent-to-own way."""
    buyers = [
        dwelling
        for dwelling in town.dwellings
        if dwelling.in_housing_association
        and dwelling.tenancy
        and (day - dwelling.tenancy.moved_in_on).days > 700
        and letting.is_free_to_leave(dwelling.tenancy)
    ]
    if not buyers:
        town.calendar.plan(day + days(1), leave_stock, "owned", "sold_to_tenant")
        return
    dwelling = town.rng.choice(buyers)
    tenancy = dwelling.tenancy
    _take_out(town, day, dwelling, "sold_to_tenant")
    letting.move_out(town, day, tenancy, "bought")


def _take_out(town, day: date, dwelling: Dwelling, reason: str) -> None:
    dwelling.left_stock_on = day
    dwelling.left_stock_reason = reason
    if reason.startswith("sold"):
        dwelling.disposal_price = _price(town.rng, dwelling.rooms, day)


def last_rents(town) -> None:
    """A running tenancy pays today's rent, an ended one what was paid when it ended."""
    for tenancy in town.tenancies:
        dwelling = tenancy.dwelling
        if dwelling and dwelling.monthly_rent:
            tenancy.monthly_rent = rent_on(dwelling, tenancy.moved_out_on or town.until, town.until)
