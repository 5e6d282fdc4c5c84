"""Balance and age of debt, against a ledger kept by hand; terms missed in a row; and whether a plan is kept."""

from collections import deque
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evictions import standing
from evictions.claims import balance_on, unpaid_claims
from evictions.missed import missed_in_a_row
from evictions.models import LedgerEntry
from evictions.plan_check import Agreed, check
from housing.periods import add_months
from tests import make

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))
ØRE = st.integers(0, 2_000_000).map(lambda øre: Decimal(øre) / 100)
POSTINGS = st.lists(
    st.one_of(
        st.tuples(DAYS, st.sampled_from(["charge", "payment"]), ØRE),
        st.tuples(DAYS, st.just("adjustment"), st.integers(-500_000, 500_000).map(lambda øre: Decimal(øre) / 100)),
    ),
    max_size=25,
)


class LedgerByHand:
    """As a bookkeeper does it, posting by posting: money that comes in pays the oldest claim, or waits for the next."""

    def __init__(self, postings, day):
        self.claims, self.waiting = deque(), Decimal(0)
        # Of one day the claims are booked before what pays them.
        for posted_on, kind, amount in sorted(postings, key=lambda row: (row[0], row[1] == "payment", -row[2])):
            if posted_on > day:
                continue
            owed = -amount if kind == "payment" else amount
            if owed > 0:
                self.claims.append([posted_on, owed])
            else:
                self.waiting -= owed
            self.pay()

    def pay(self):
        while self.waiting and self.claims:
            paid = min(self.waiting, self.claims[0][1])
            self.waiting -= paid
            self.claims[0][1] -= paid
            if not self.claims[0][1]:
                self.claims.popleft()

    @property
    def balance(self):
        return sum((left for _day, left in self.claims), Decimal(0)) - self.waiting

    @property
    def oldest_on(self):
        return self.claims[0][0] if self.claims else None


@pytest.mark.django_db
@given(histories=st.lists(POSTINGS, min_size=1, max_size=4), day=DAYS, late=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_balance_and_age_agree_with_a_ledger_kept_by_hand(histories, day, late):
    """Registered in any order: what is posted late changes the balance back to its own day."""
    LedgerEntry.objects.all().delete()
    tenancies = [make.tenancy(make.household(), make.dwelling()) for _history in histories]
    rows = [
        LedgerEntry(tenancy=tenancy, posted_on=posted_on, kind=kind, amount=amount)
        for tenancy, history in zip(tenancies, histories, strict=True)
        for posted_on, kind, amount in history
    ]
    late.shuffle(rows)
    LedgerEntry.objects.bulk_create(rows)
    found = standing.debts_on(day)
    for tenancy, history in zip(tenancies, histories, strict=True):
        by_hand = LedgerByHand(history, day)
        assert tenancy.ledger.balance(day) == by_hand.balance
        pairs = list(tenancy.ledger.by(day).values_list("posted_on", "effect"))
        assert balance_on(pairs, day) == by_hand.balance
        claims = unpaid_claims(pairs)
        if by_hand.balance > 0:
            debt = found[tenancy.pk]
            assert (debt.owed, debt.oldest_on) == (by_hand.balance, by_hand.oldest_on)
            assert claims[0].posted_on == by_hand.oldest_on
            assert sum(claim.unpaid for claim in claims) == by_hand.balance
        else:
            assert tenancy.pk not in found
            assert claims == []


@pytest.mark.django_db
def test_only_those_over_the_limit_and_only_those_asked_about():
    owes, even = (make.tenancy(make.household(), make.dwelling()) for _ in range(2))
    LedgerEntry.objects.create(tenancy=owes, posted_on=FIRST, kind="charge", amount=Decimal("1000.01"))
    LedgerEntry.objects.create(tenancy=even, posted_on=FIRST, kind="charge", amount=1000)
    assert set(standing.debts_on(FIRST, over=1000)) == {owes.pk}
    assert set(standing.debts_on(FIRST, tenancies=[even.pk])) == {even.pk}
    assert standing.debts_on(FIRST - timedelta(days=1)) == {}


@pytest.mark.django_db
def test_a_long_ledger_is_one_question(django_assert_num_queries):
    for _ in range(3):
        tenancy = make.tenancy(make.household(), make.dwelling())
        LedgerEntry.objects.create(tenancy=tenancy, posted_on=FIRST, kind="charge", amount=100)
    with django_assert_num_queries(1):
        assert len(standing.debts_on(FIRST)) == 3


@pytest.mark.parametrize(
    ("days", "band"), [(0, "0–30 dager"), (30, "0–30 dager"), (31, "31–60 dager"), (90, "61–90 dager"), (91, "over 90")]
)
def test_the_bands_of_age_meet_without_a_gap(days, band):
    assert str(standing.age_band(days)).startswith(band)


# --- Terms missed in a row --------------------------------------------------------------------------------

MONTHS = [date(2026, month, 1) for month in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("paid", "day", "count"),
    [
        ([], date(2026, 4, 20), 4),
        ([date(2026, 2, 15)], date(2026, 4, 20), 2),
        # The rent of April is a week old and may still come: it is not missed, and does not break the row.
        ([date(2026, 2, 15)], date(2026, 4, 8), 1),
        ([date(2026, 2, 15)], date(2026, 4, 9), 2),
        ([date(2026, 4, 3)], date(2026, 4, 20), 0),
        # Paid late, in the next term: it is that term that was paid in.
        ([date(2026, 3, 2)], date(2026, 3, 20), 0),
        ([date(2026, 5, 1)], date(2026, 4, 20), 4),
    ],
)
def test_terms_in_a_row_with_nothing_paid(paid, day, count):
    assert missed_in_a_row(MONTHS, paid, day, 7) == count


def test_two_charges_of_one_month_are_one_term():
    assert missed_in_a_row([*MONTHS[:2], date(2026, 2, 15)], [], date(2026, 2, 28), 7) == 2


@pytest.mark.parametrize(
    ("unpaid_from", "count"),
    [
        (None, 4),
        (MONTHS[0], 4),
        # Paid ahead at new year, and used up in the middle of March: what is owed is of March and April.
        (MONTHS[2], 2),
        # An unpaid extra charge inside March: the term is not paid in full.
        (date(2026, 3, 15), 2),
        (MONTHS[3], 1),
    ],
)
def test_a_term_that_was_paid_ahead_is_not_missed(unpaid_from, count):
    assert missed_in_a_row(MONTHS, [], date(2026, 4, 20), 7, unpaid_from=unpaid_from) == count


@pytest.mark.django_db
def test_who_paid_a_year_ahead_and_now_owes_a_little_has_missed_one_term():
    tenancy = make.tenancy(make.household(), make.dwelling())
    rows = [LedgerEntry(tenancy=tenancy, posted_on=FIRST, kind="payment", amount=12_000)]
    rows += [
        LedgerEntry(tenancy=tenancy, posted_on=add_months(FIRST, month), kind="charge", amount=1000)
        for month in range(13)
    ]
    LedgerEntry.objects.bulk_create(rows)
    day = add_months(FIRST, 12) + timedelta(days=20)
    debts = standing.debts_on(day)
    assert debts[tenancy.pk].owed == 1000
    assert standing.missed_on(day, 7, debts) == {tenancy.pk: 1}


def test_nothing_charged_is_nothing_missed():
    assert missed_in_a_row([], [], date(2026, 2, 28), 7) == 0


# --- A plan that is kept, or not --------------------------------------------------------------------------

AGREED = Agreed(
    date(2026, 1, 15), Decimal(6000), ((date(2026, 2, 10), Decimal(3000)), (date(2026, 3, 10), Decimal(3000))), 7
)
DEBT = (date(2026, 1, 1), "charge", Decimal(6000))
RENT = [(day, "charge", Decimal(8000)) for day in MONTHS[1:3]]


def paid(day, amount):
    return (day, "payment", -Decimal(amount))


def corrected(amount):
    return (date(2026, 2, 20), "adjustment", Decimal(amount))


@pytest.mark.parametrize(
    ("postings", "day", "broken", "completed"),
    [
        # Nothing is due yet.
        ([], date(2026, 1, 31), False, False),
        # The first instalment is a week old, and then a day more.
        ([RENT[0], paid(date(2026, 2, 5), 8000)], date(2026, 2, 16), False, False),
        ([RENT[0], paid(date(2026, 2, 5), 8000)], date(2026, 2, 17), True, False),
        # The instalment came, but the rent did not.
        ([RENT[0], paid(date(2026, 2, 10), 3000)], date(2026, 2, 17), True, False),
        ([RENT[0], paid(date(2026, 2, 10), 11000)], date(2026, 2, 17), False, False),
        # March's rent is young; all else is paid.
        ([*RENT, paid(date(2026, 2, 10), 14000)], date(2026, 3, 3), False, True),
        # A correction by the landlord is nobody's breach.
        (
            [(date(2026, 2, 20), "adjustment", Decimal(500)), paid(date(2026, 2, 10), 3000)],
            date(2026, 3, 1),
            False,
            False,
        ),
        (
            [(date(2026, 2, 20), "adjustment", Decimal(-3000)), paid(date(2026, 2, 10), 3000)],
            date(2026, 3, 1),
            False,
            False,
        ),
    ],
)
def test_a_plan_is_held_against_what_is_owed(postings, day, broken, completed):
    kept = check(AGREED, [DEBT, *postings], day)
    assert (kept.is_broken, kept.is_completed) == (broken, completed)


@given(postings=POSTINGS, day=DAYS, tolerance=st.integers(0, 30))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_payment_never_breaks_a_plan(postings, day, tolerance):
    agreed = Agreed(FIRST, Decimal(5000), ((FIRST + timedelta(days=30), Decimal(5000)),), tolerance)
    rows = [(on, kind, -amount if kind == "payment" else amount) for on, kind, amount in postings]
    before = check(agreed, rows, day)
    after = check(agreed, [*rows, (day, "payment", Decimal(-1))], day)
    assert after.behind <= before.behind
    assert after.allowed == before.allowed
