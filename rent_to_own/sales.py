"""Bought and sold year by year, the account of the income, and the share of each borettslag (kjøp og salg)."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count

from housing.models import Dwelling
from housing.stock_years import years_of
from rent_to_own.models import HousingAssociation, ReinvestmentEntry

MILLION = Decimal(1_000_000)
SHOWN_POSTINGS = 50


@dataclass(frozen=True)
class SalesYear:
    """One year of the source's table, the sums in kroner; None is that no amount is known."""

    label: str
    bought: int
    cost: Decimal | None
    sold: int
    income: Decimal | None

    @property
    def cost_millions(self) -> Decimal | None:
        return None if self.cost is None else self.cost / MILLION

    @property
    def income_millions(self) -> Decimal | None:
        return None if self.income is None else self.income / MILLION


def _sum(amounts) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def years(user, today) -> list[SalesYear]:
    """Bought and sold as the page «Kjøp, innleie og salg» counts them, from the first year of either."""
    found = [
        SalesYear(str(one.year), one.bought, one.bought_cost, one.sold_to_tenant, one.sold_to_tenant_income)
        for one in years_of(Dwelling.objects.visible_to(user), today)
    ]
    while found and not found[-1].bought and not found[-1].sold:
        found.pop()
    return found


def total(rows: list[SalesYear], label: str) -> SalesYear:
    return SalesYear(
        label,
        sum(row.bought for row in rows),
        _sum(row.cost for row in rows),
        sum(row.sold for row in rows),
        _sum(row.income for row in rows),
    )


@dataclass(frozen=True)
class Balance:
    """The account and the stock before and after one sale."""

    account_before: Decimal
    account_after: Decimal
    stock_before: int
    stock_after: int


def balance_around(price: Decimal, today) -> Balance:
    """What selling a dwelling at the price does, told before it is done."""
    account, stock = ReinvestmentEntry.objects.balance(), Dwelling.objects.in_stock(today).count()
    return Balance(account, account + price, stock, stock - 1)


def balance_of(entry) -> Balance:
    """The account as it stood right before and after one posting, in the order they were written."""
    after = ReinvestmentEntry.objects.filter(pk__lte=entry.pk).balance()
    dwellings = Dwelling.objects.in_stock(entry.posted_on).count()
    return Balance(after - entry.effect, after, dwellings + 1, dwellings)


@dataclass
class Share:
    """How much of one borettslag the municipality owns. ``association`` is None for addresses nobody has told of."""

    association: HousingAssociation | None
    owned: int = 0
    addresses: dict[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> Decimal | None:
        """A share of one, as the filter ``percent`` takes it."""
        shares = self.association.shares if self.association else None
        return Decimal(self.owned) / shares if shares else None

    @property
    def most(self) -> int | None:
        """The most shares it may own; a part of a share is none."""
        shares = self.association.shares if self.association else None
        return shares * self.association.most_percent // 100 if shares else None

    @property
    def room_for(self) -> int | None:
        return None if self.most is None else self.most - self.owned


def shares(dwellings, associations, today) -> tuple[list[Share], Share]:
    """Those we know the association of, nearest to the limit first; then all others, by address."""
    homes = dwellings.in_stock(today).filter(in_housing_association=True, ownership=Dwelling.Ownership.OWNED)
    by_address = dict(homes.order_by("address").values_list("address").annotate(count=Count("pk")))
    known = []
    for association in associations:
        there = {address: by_address.pop(address) for address in association.addresses if address in by_address}
        known.append(Share(association, sum(there.values()), there))
    known.sort(key=lambda row: (row.room_for is None, row.room_for or 0, row.association.name))
    return known, Share(None, sum(by_address.values()), by_address)
