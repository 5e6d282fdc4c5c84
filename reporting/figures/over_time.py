"""How each figure stands to time, and its values month by month, asked for together and not one by one."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db.models import IntegerField
from django.db.models import Value as Constant
from django.db.models.functions import TruncMonth

from housing.periods import Period
from reporting.figures.figure import Figure, Measure, Over, Value

# The date that alone decides whether a row is in the period. Where what is counted also depends on the last day
# (a help plan made by then), the figure stands in no table here and is asked for month by month.
DATED_BY = {
    "received_on": (
        "applications.received applications.received_new applications.received_transfer "
        "applications.received_extension assistance.received temporary_requests.received appeals.received "
        "hf.referrals hf.referrals_women hf.referrals_men hf.referrals_mean_age hf.referrals_no_fixed_abode "
        "hf.referrals_unclear hf.referrals_transfer hf.referrals_temporary hf.referrals_without_services"
    ),
    "decided_on": (
        "applications.granted applications.rejected applications.dismissed applications.withdrawn "
        "applications.decided applications.grant_percent applications.extensions_granted applications.median_days "
        "assistance.granted temporary_requests.granted appeals.changed rto.loans rto.grants loans.count loans.amount "
        "loans.mean grants.count grants.amount grants.mean loans.cofinanced hf.rejected"
    ),
    "acquired_on": "dwellings.bought dwellings.bought_cost",
    "left_stock_on": "dwellings.sold_to_tenant dwellings.sold_income",
    "offered_on": "offers.made",
    "answered_on": "offers.declined",
    "allocated_on": "allocations.made allocations.new_tenants",
    "moved_in_on": ("tenancies.moved_in allocations.median_days_to_move_in hf.leases_private hf.leases_municipal"),
    "moved_out_on": "tenancies.moved_out hf.leases_ended_private hf.leases_ended_municipal",
    "done_on": "arrears.home_visits arrears.payment_plans arrears.benefit_deductions",
    "sent_on": "evictions.petitions",
    "outcome_on": ("evictions.carried_out evictions.averted evictions.with_children evictions.repeat savings.bought"),
    "started_on": "rto.guided rto.guided_with_children",
    "closed_on": "rto.closed rto.private_tenancies",
    "bought_on": "rto.bought_private rto.bought_municipal rto.new_owners",
    "posted_on": "deposits.loans deposits.amount",
    "first_home_on": "hf.housed hf.housed_women hf.housed_men",
    "happened_on": "hf.contacts hf.met_percent",
    "notified_on": "transitions.releases transitions.discharges",
    "held_on": "courses.held courses.participants courses.housing_school courses.housing_school_participants",
    "actual_on": "transitions.completed transitions.housed_percent",
}
FIELD_BY_CODE = {code: field for field, codes in DATED_BY.items() for code in codes.split()}
# The months add up, and no one date on the row tells the month.
SUMS_WITHOUT_DATE = {"rto.reopened", "dwellings.empty_days", "dwellings.rent_loss"}
# Each counted once in the period, however many of its months it is in.
SPANS = {
    "temporary.households",
    "temporary.over_90_days",
    "temporary.children",
    "hf.followed",
    "refugees.persons",
    "refugees.persons_municipal",
    "refugees.households_municipal",
}


def placed_in_time(figures: Iterable[Figure]) -> list[Figure]:
    return [replace(figure, dated_by=FIELD_BY_CODE.get(figure.code, ""), over=_over(figure.code)) for figure in figures]


def _over(code: str) -> Over:
    if code in SPANS:
        return Over.SPAN
    return Over.SUM if code in FIELD_BY_CODE or code in SUMS_WITHOUT_DATE else Over.LAST_DAY


def values_by_month(figures: Iterable[Figure], months: list[Period]) -> dict[str, list[Value]]:
    """Each figure's value in each of the months, which follow one another: one query for a figure where one will do."""
    return {figure.code: _finished(figure, (_by_date if figure.dated_by else _of_each), months) for figure in figures}


def values_of_each(figures: Iterable[Figure], periods: list[Period]) -> dict[str, list[Value]]:
    """The same of any periods."""
    return {figure.code: _finished(figure, _of_each, periods) for figure in figures}


def _finished(figure: Figure, ask: Callable, periods: list[Period]) -> list[Value]:
    if not periods:
        return []
    measure = figure.value
    if not isinstance(measure, Measure) or _is_grouped(figure.rows(periods[0])):
        return [figure.of(period) for period in periods]
    rows = ask(figure, periods)
    return [measure.finish(rows[place]) if place in rows else measure.of_nothing for place in range(len(periods))]


def _is_grouped(rows) -> bool:
    """Rows that are sums already cannot be grouped once more."""
    return any(annotation.contains_aggregate for annotation in rows.query.annotations.values())


def _by_date(figure: Figure, months: list[Period]) -> dict[int, dict]:
    """By the month's place; a month without rows is not there."""
    rows = figure.rows(Period(months[0].first, months[-1].last))
    grouped = rows.order_by().values(in_month=TruncMonth(figure.dated_by)).annotate(**figure.value.expressions)
    place = {month.first: number for number, month in enumerate(months)}
    return {place[row["in_month"]]: row for row in grouped}


def _of_each(figure: Figure, periods: list[Period]) -> dict[int, dict]:
    """The same question of several periods in one query."""
    questions = [
        figure.rows(period)
        .order_by()
        .annotate(period_number=Constant(number, output_field=IntegerField()))
        .values("period_number")
        .annotate(**figure.value.expressions)
        for number, period in enumerate(periods)
    ]
    first, *others = questions
    return {row["period_number"]: row for row in (first.union(*others, all=True) if others else first)}
