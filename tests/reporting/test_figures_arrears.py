"""The figures of arrears and evictions: their edges, any municipality at all, and the ledger's index."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evictions.models import ArrearsAction, ArrearsCase, LedgerEntry, Petition
from housing.models import Household, Membership, Person, Tenancy
from housing.periods import Period
from reporting.figures import BY_CODE, FIGURES, Group
from reporting.figures.arrears import over_limit
from tests import make, make_evictions
from tests.reporting.plain_arrears import arrears
from tests.reporting.plain_count import Count, is_child, rounded

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
D = SPRING.last
CODES = [figure.code for figure in FIGURES if figure.group == Group.ARREARS]


def figure(code, period=SPRING):
    return BY_CODE[code].of(period)


def home(**fields):
    return make.tenancy(make.household(**fields), make.dwelling())


def evicted(tenancy, on):
    return make_evictions.petition(
        tenancy, sent_on=on - timedelta(days=40), outcome="carried_out", outcome_on=on, scheduled_on=on
    )


def test_the_group_has_the_figures_of_the_definitions():
    assert CODES == [
        "arrears.tenancies",
        "arrears.amount",
        "arrears.open_cases",
        "arrears.home_visits",
        "arrears.payment_plans",
        "arrears.benefit_deductions",
        "evictions.petitions",
        "evictions.carried_out",
        "evictions.averted",
        "evictions.with_children",
        "evictions.repeat",
    ]


@pytest.mark.parametrize(("owed", "tenancies"), [("999.99", 0), ("1000.00", 0), ("1000.01", 1), ("-5000.00", 0)])
def test_exactly_a_thousand_is_not_over(owed, tenancies):
    make_evictions.posting(home(), D, owed, kind="adjustment")
    assert figure("arrears.tenancies") == tenancies
    assert figure("arrears.amount") == (Decimal(owed) if tenancies else None)


def test_the_balance_is_charges_less_payments_and_corrections_as_they_are_signed():
    tenancy = home()
    make_evictions.posting(tenancy, date(2026, 5, 1), 8000)
    make_evictions.posting(tenancy, date(2026, 6, 1), 8000)
    make_evictions.posting(tenancy, date(2026, 6, 2), 9000, kind="payment")
    make_evictions.posting(tenancy, date(2026, 6, 3), -1500, kind="adjustment")
    make_evictions.posting(tenancy, D, "100.50", kind="adjustment")
    make_evictions.posting(tenancy, D + timedelta(days=1), 5600, kind="payment")
    assert figure("arrears.amount") == Decimal("5600.50")
    assert figure("arrears.tenancies", Period(D + timedelta(days=1), D + timedelta(days=1))) == 0


def test_a_credit_on_one_tenancy_pays_nothing_on_another():
    make_evictions.posting(home(), D, 4000)
    make_evictions.posting(home(), D, 4000, kind="payment")
    assert (figure("arrears.tenancies"), figure("arrears.amount")) == (1, Decimal("4000.00"))


def test_a_tenancy_that_is_over_still_owes():
    make_evictions.posting(
        make.tenancy(make.household(), make.dwelling(), moved_out_on=date(2026, 2, 1), end_reason="evicted"), D, 4000
    )
    assert figure("arrears.tenancies") == 1


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "is_open"),
    [
        (D, None, 1),
        (D + timedelta(days=1), None, 0),
        (date(2026, 1, 1), D, 0),
        (date(2026, 1, 1), D + timedelta(days=1), 1),
        (D, D, 0),
    ],
)
def test_the_day_a_case_is_closed_no_longer_counts(opened_on, closed_on, is_open):
    case = make_evictions.arrears_case(home(), opened_on=opened_on)
    if closed_on:
        case.close(by=None, closed_on=closed_on, closing_reason="paid")
    assert figure("arrears.open_cases") == is_open


@pytest.mark.parametrize("kind", ["home_visit", "payment_plan", "benefit_deduction"])
def test_both_days_of_the_period_count(kind):
    case = make_evictions.arrears_case(home(), opened_on=date(2025, 12, 1))
    for day in (SPRING.first - timedelta(days=1), SPRING.first, D, D + timedelta(days=1)):
        make_evictions.action(case, kind=kind, done_on=day)
    make_evictions.action(case, kind="letter", done_on=D)
    counted = {code: figure(code) for code in ("arrears.home_visits", "arrears.payment_plans")}
    counted["arrears.benefit_deductions"] = figure("arrears.benefit_deductions")
    assert counted[f"arrears.{kind}s"] == 2
    assert sum(counted.values()) == 2


@pytest.mark.parametrize(
    ("outcome", "carried_out", "averted"),
    [("carried_out", 1, 0), ("paid", 0, 1), ("agreement", 0, 1), ("withdrawn", 0, 1), ("rejected", 0, 0)],
)
def test_what_is_sent_in_one_period_may_end_in_the_next(outcome, carried_out, averted):
    make_evictions.petition(home(), sent_on=date(2025, 12, 31), outcome=outcome, outcome_on=SPRING.first)
    assert figure("evictions.petitions") == 0
    assert figure("evictions.petitions", Period.half_year(2025, 2)) == 1
    assert (figure("evictions.carried_out"), figure("evictions.averted")) == (carried_out, averted)


def test_children_are_those_who_lived_there_the_day_they_were_put_out():
    day = date(2026, 4, 1)
    turns_18, turned_18 = home(children=[day.replace(year=2008, day=2)]), home(children=[day.replace(year=2008)])
    left, came = home(children=[date(2020, 1, 1)]), home()
    left.household.memberships.filter(role="child").update(left_on=day)
    make.member(came.household, make.person(birth_date=date(2020, 1, 1)), role="child", joined_on=day)
    unknown = home()
    make.member(unknown.household, make.person(), role="child")
    for tenancy in (turns_18, turned_18, left, came, unknown):
        evicted(tenancy, day)
    found = BY_CODE["evictions.with_children"].rows(SPRING)
    assert {row.tenancy for row in found} == {turns_18, came}


@pytest.mark.parametrize(
    ("before", "repeats"),
    [
        (date(2024, 3, 31), 0),
        (date(2024, 4, 1), 1),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 2), 0),
    ],
)
def test_again_within_24_months(before, repeats):
    household, other, since = make.household(), make.household(), date(2023, 1, 1)
    evicted(make.tenancy(household, make.dwelling(), moved_in_on=since), before)
    evicted(make.tenancy(other, make.dwelling(), moved_in_on=since), date(2026, 4, 1))
    evicted(make.tenancy(household, make.dwelling(), moved_in_on=since), date(2026, 4, 1))
    period = Period(date(2026, 4, 1), date(2026, 4, 1))
    assert figure("evictions.repeat", period) == repeats
    assert figure("evictions.carried_out", period) == 2


def test_a_petition_that_ended_otherwise_is_no_earlier_eviction():
    tenancy = home()
    make_evictions.petition(tenancy, sent_on=date(2025, 1, 5), outcome="paid", outcome_on=date(2025, 2, 5))
    evicted(tenancy, date(2026, 4, 1))
    assert figure("evictions.repeat") == 0


def test_the_balances_are_read_off_the_index_alone():
    """One pass over the index, however large the rows beside it are (``ledger_by_tenancy``)."""
    sql, parameters = over_limit(SPRING).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using ledger_by_tenancy" in plan


def test_each_figure_is_one_question(django_assert_num_queries):
    evicted(home(children=[date(2020, 1, 1)]), date(2026, 4, 1))
    for code in CODES:
        with django_assert_num_queries(1):
            figure(code)


# Any municipality: few households, so that they meet each other's edges often.

FIRST_DAY = date(2024, 1, 30)
days = st.integers(0, 900).map(lambda days: FIRST_DAY + timedelta(days=days))
amounts = st.sampled_from(["500.00", "999.99", "1000.00", "1000.01", "2500.50", "8000.00"])
postings = st.tuples(days, st.sampled_from(["charge", "payment", "adjustment"]), amounts, st.booleans())
births = st.one_of(st.none(), st.integers(-400, 400).map(lambda days: date(2008, 2, 29) + timedelta(days=days)))
children = st.tuples(births, days, st.one_of(st.none(), st.integers(0, 400)))
outcomes = st.sampled_from(["carried_out", "carried_out", "paid", "agreement", "withdrawn", "rejected"])
homes = st.fixed_dictionaries(
    {
        "ledger": st.lists(postings, max_size=8),
        "cases": st.lists(st.integers(0, 120), max_size=4),
        "actions": st.lists(
            st.tuples(days, st.sampled_from(["letter", "home_visit", "payment_plan", "benefit_deduction"])), max_size=4
        ),
        "petitions": st.lists(st.tuples(days, st.integers(0, 300), outcomes), max_size=4),
    }
)
households = st.lists(
    st.tuples(st.lists(children, max_size=2), st.lists(homes, min_size=1, max_size=2)), min_size=1, max_size=4
)
periods = st.tuples(days, st.integers(0, 200)).map(lambda pair: Period(pair[0], pair[0] + timedelta(days=pair[1])))


class Municipality:
    """What was drawn, in the database and as rows of the exchange files."""

    def __init__(self) -> None:
        names = "persons household_members tenancies ledger arrears_cases arrears_actions petitions"
        self.files = {name: [] for name in names.split()}

    def add(self, name, **facts):
        row = {key: str(value) if value is not None else "" for key, value in facts.items()}
        self.files[name].append({"id": f"{name}{len(self.files[name])}"} | row)
        return self.files[name][-1]["id"]

    def household(self, of_children, of_homes):
        household = Household.objects.create(created_on=FIRST_DAY)
        for birth, joined_on, stayed in of_children:
            left_on = None if stayed is None else joined_on + timedelta(days=stayed)
            person = Person.objects.create(given_name="Barn", family_name="Lie", birth_date=birth)
            Membership.objects.create(
                household=household, person=person, role="child", joined_on=joined_on, left_on=left_on
            )
            self.add("persons", birth_date=birth)
            where = {"household": household.pk, "person": self.files["persons"][-1]["id"]}
            self.add("household_members", joined_on=joined_on, left_on=left_on, **where)
        for drawn in of_homes:
            self.home(household, drawn)

    def home(self, household, drawn):
        tenancy = Tenancy.objects.create(household=household, tenure="private", status="active", moved_in_on=FIRST_DAY)
        key = self.add("tenancies", household=household.pk)
        for day, kind, amount, is_negative in drawn["ledger"]:
            signed = f"-{amount}" if kind == "adjustment" and is_negative else amount
            LedgerEntry.objects.create(tenancy=tenancy, posted_on=day, kind=kind, amount=Decimal(signed))
            self.add("ledger", tenancy=key, posted_on=day, kind=kind, amount=signed)
        case = self.cases(tenancy, key, drawn["cases"])
        for day, kind in drawn["actions"] if case else []:
            ArrearsAction.objects.create(case=case, kind=kind, done_on=day)
            self.add("arrears_actions", kind=kind, done_on=day)
        for sent_on, took, outcome in drawn["petitions"]:
            outcome_on = sent_on + timedelta(days=took)
            status = Petition.status_from(outcome, None)
            Petition.objects.create(
                tenancy=tenancy, sent_on=sent_on, outcome=outcome, outcome_on=outcome_on, status=status
            )
            self.add("petitions", tenancy=key, sent_on=sent_on, outcome=outcome, outcome_on=outcome_on)

    def cases(self, tenancy, key, lengths):
        """One after the other, the last of them still open."""
        case, day = None, FIRST_DAY
        for number, length in enumerate(lengths):
            closed_on = day + timedelta(days=length) if number < len(lengths) - 1 else None
            status = ArrearsCase.status_from(closed_on)
            case = ArrearsCase.objects.create(
                tenancy=tenancy,
                opened_on=day,
                closed_on=closed_on,
                closing_reason="paid" * bool(closed_on),
                status=status,
            )
            self.add("arrears_cases", opened_on=day, closed_on=closed_on)
            day += timedelta(days=3 * length + 1)
        return case


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(households, st.lists(periods, min_size=1, max_size=3))
def test_any_municipality_is_counted_as_by_hand(drawn, asked):
    with transaction.atomic():
        made = Municipality()
        for of_children, of_homes in drawn:
            made.household(of_children, of_homes)
        for period in asked:
            counted = arrears(Count(made.files, period.first, period.last, {}), rounded, is_child)
            assert {code: figure(code, period) for code in CODES} == counted
        transaction.set_rollback(True)
