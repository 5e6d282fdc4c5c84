"""What came into the stock and what left it, year by year, with the sums (kjøp, innleie, salg og avgang).

Bought and sold to tenants are counted as the figures ``dwellings.bought`` and ``dwellings.sold_to_tenant`` count them.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from housing.models import Dwelling

Ownership, LeftReason = Dwelling.Ownership, Dwelling.LeftReason
SHOWN_YEARS = 10


@dataclass
class Year:
    """One calendar year; ``came`` and ``left`` are counts by ownership and by reason, ``kr`` the sums of each."""

    year: int
    came: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    kr: dict[str, Decimal] = field(default_factory=dict)
    in_stock: int = 0

    @property
    def came_count(self) -> int:
        return sum(self.came.values())

    @property
    def left_count(self) -> int:
        return sum(self.left.values())

    @property
    def net(self) -> int:
        return self.came_count - self.left_count

    @property
    def bought(self) -> int:
        return self.came.get(Ownership.OWNED, 0)

    @property
    def bought_cost(self) -> Decimal | None:
        return self.kr.get("bought")

    @property
    def leased_in(self) -> int:
        return self.came.get(Ownership.LEASED_IN, 0)

    @property
    def leased_in_monthly(self) -> Decimal | None:
        return self.kr.get("leased_in")

    @property
    def nominated(self) -> int:
        return self.came.get(Ownership.NOMINATION, 0)

    @property
    def sold_to_tenant(self) -> int:
        return self.left.get(LeftReason.SOLD_TO_TENANT, 0)

    @property
    def sold_to_tenant_income(self) -> Decimal | None:
        return self.kr.get(LeftReason.SOLD_TO_TENANT)

    @property
    def sold(self) -> int:
        return self.left.get(LeftReason.SOLD, 0)

    @property
    def sold_income(self) -> Decimal | None:
        return self.kr.get(LeftReason.SOLD)

    @property
    def lease_ended(self) -> int:
        return self.left.get(LeftReason.LEASE_ENDED, 0)

    @property
    def left_otherwise(self) -> int:
        return self.left_count - self.sold_to_tenant - self.sold - self.lease_ended


def years_of(dwellings, today) -> list[Year]:
    """The latest years first; what is registered ahead of today is not counted yet. Two questions to the database."""
    came = (
        dwellings.filter(acquired_on__lte=today)
        .order_by()
        .annotate(year=ExtractYear("acquired_on"))
        .values_list("year", "ownership")
        .annotate(count=Count("pk"), price=Sum("acquisition_price"), monthly=Sum("lease_in_rent"))
    )
    left = (
        dwellings.filter(left_stock_on__lte=today)
        .order_by()
        .annotate(year=ExtractYear("left_stock_on"))
        .values_list("year", "left_stock_reason")
        .annotate(count=Count("pk"), price=Sum("disposal_price"))
    )
    years = {year: Year(year) for year in range(today.year - SHOWN_YEARS + 1, today.year + 1)}
    before = 0
    for year, ownership, count, price, monthly in came:
        if year not in years:
            before += count
            continue
        years[year].came[ownership] = count
        if ownership == Ownership.OWNED and price is not None:
            years[year].kr["bought"] = price
        if ownership == Ownership.LEASED_IN and monthly is not None:
            years[year].kr["leased_in"] = monthly
    for year, reason, count, price in left:
        if year not in years:
            before -= count
            continue
        years[year].left[reason] = count
        if price is not None:
            years[year].kr[reason] = price
    for one in years.values():
        before += one.net
        one.in_stock = before
    return sorted(years.values(), key=lambda one: -one.year)
