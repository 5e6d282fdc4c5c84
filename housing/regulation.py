"""Which leases a run would take, and what their rent would be (indeksregulering): the facts the rules are asked about.

The rules themselves are in ``housing/rent_index.py`` and ``housing/contracts.py``.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from housing.cases import Refused
from housing.models import Dwelling, Household, PriceIndex, Rent, RentNotice, RentRun, Tenancy
from housing.rent_history import HowSet, Row, fixing, next_after
from housing.rent_index import Lease, Outcome, Point, Run, outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One lease of a run: what its rent is reckoned from, and what comes out."""

    tenancy: Tenancy
    fixed: Row | None
    was: Point | None
    outcome: Outcome

    @property
    def raised_by(self):
        return self.outcome.amount - self.tenancy.monthly_rent

    def as_notice(self, run: RentRun, *, by) -> RentNotice:
        return RentNotice(
            tenancy=self.tenancy,
            run=run,
            kind=RentNotice.Kind.INDEX,
            caseworker=by,
            was_amount=self.tenancy.monthly_rent,
            amount=self.outcome.amount,
            takes_effect_on=run.takes_effect_on,
            index_from_month=self.was.month,
            index_from=self.was.value,
            index_month=run.index.month,
            index_to=run.index.value,
        )


def lines_of(run: RentRun, day) -> list[Line]:
    """Every municipal lease somebody lives on, as the run would find it if the tenants were told on the day."""
    homes = Tenancy.objects.lived_in(day).with_latest_contract(run.takes_effect_on).select_related("dwelling")
    if run.rent_model:
        homes = homes.filter(dwelling__rent_model=run.rent_model)
    homes = homes.prefetch_related(Prefetch("household", queryset=Household.objects.for_list(day)))
    homes = list(homes.order_by("pk"))
    rows = histories(home.pk for home in homes)
    points = PriceIndex.objects.points(run.index.base_year)
    told = set(RentNotice.objects.open().exclude(run=run).values_list("tenancy_id", flat=True))
    terms = Run(run.index.as_point, run.takes_effect_on, day)
    return [_line(home, rows[home.pk], points, told, terms) for home in homes]


def histories(tenancy_ids) -> dict[int, list[Row]]:
    """The rent history of many tenancies in one question."""
    found: dict[int, list[Row]] = defaultdict(list)
    for rent in Rent.objects.filter(tenancy__in=list(tenancy_ids)):
        found[rent.tenancy_id].append(rent.as_row)
    return found


def base_month(fixed: Row):
    """The month a rent's change is reckoned from: what it was regulated to, else the month it was fixed in."""
    if fixed.how == HowSet.INDEX and fixed.index_month is not None:
        return fixed.index_month
    return fixed.in_force_from.replace(day=1)


def _line(home, rows, points, told, terms) -> Line:
    fixed = fixing(rows, terms.takes_effect_on)
    was = points.get(base_month(fixed)) if fixed else None
    lease = Lease(
        amount=home.monthly_rent,
        fixed_on=fixed.in_force_from if fixed else None,
        was=was,
        next_fixed_on=_next(rows, terms),
        leaves_on=home.leaves_on,
        contract_ends_on=home.contract_ends_on,
        is_leased_by_owner=home.dwelling.ownership == Dwelling.Ownership.NOMINATION,
        has_open_notice=home.pk in told,
    )
    return Line(home, fixed, was, outcome(lease, terms))


def _next(rows, terms):
    later = next_after(rows, terms.takes_effect_on)
    return later.in_force_from if later else None


def put_in_force(day) -> None:
    """Every run and every claim whose day has come. One that fails holds up no other, and is tried again next night."""
    for due in [*RentRun.objects.due(day), *RentNotice.objects.due_alone(day).select_related("tenancy__household")]:
        try:
            due.put_in_force() if isinstance(due, RentRun) else due.settle()
        except Refused:
            continue  # another job was first
        except Exception:
            log.exception("%s %s was not put in force.", due._meta.label, due.pk)
