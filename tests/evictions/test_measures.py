"""Payment plans and draws from benefits: what they add up to, and that nothing is drawn without a consent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evictions import consequences
from evictions.claims import balance_on, by_month, effect_after, total, unpaid_claims
from evictions.instalments import due_days, equal_parts
from evictions.models import BenefitDeduction, PaymentPlan
from housing.database import Refused
from housing.models import Consent, Letter
from housing.periods import add_months
from tests import make, make_evictions
from tests.evictions.case_steps import RENT, TODAY, ago, at_desk, owing_case, post, read, said

DAYS = st.dates(ago(900), TODAY)
POSTINGS = st.lists(st.tuples(DAYS, st.integers(-20_000, 20_000).map(Decimal)), max_size=30)


@pytest.fixture
def kari(db):
    return make.caseworker()


@pytest.fixture
def at(kari):
    return at_desk(kari)


@pytest.fixture
def case(kari):
    return owing_case(kari)


# --- Pure ----------------------------------------------------------------------------------------------------


@given(st.decimals(60, 500_000, places=2), st.integers(1, 60))
def test_equal_instalments_are_the_debt_and_whole_kroner_but_the_last(debt, parts):
    amounts = equal_parts(debt, parts)
    assert sum(amounts) == debt
    assert len(amounts) == parts
    assert all(amount == int(amount) and amount > 0 for amount in amounts[:-1])
    assert 0 <= amounts[-1] - amounts[0] < parts + 1


def test_instalments_fall_due_each_month_also_where_a_month_is_short():
    first = TODAY.replace(month=1, day=31)
    assert [day.day for day in due_days(first, 3)] == [31, add_months(first, 1).day, 31]


@given(POSTINGS)
def test_unpaid_claims_are_the_balance_and_the_newest_charges(postings):
    claims = unpaid_claims(postings)
    assert total(claims) == max(balance_on(postings, TODAY), 0)
    assert total(by_month(claims)) == total(claims)
    assert [claim.posted_on for claim in claims] == sorted(claim.posted_on for claim in claims)
    if claims:
        later = [effect for day, effect in postings if effect > 0 and day > claims[0].posted_on]
        assert total(claims) >= sum(later)


@given(POSTINGS, DAYS, st.integers(1, 120))
def test_the_effect_is_the_difference_of_two_balances_and_nothing_before_the_day(postings, done_on, days):
    effect = effect_after(postings, done_on, days, TODAY)
    then = done_on + timedelta(days=days)
    if then > TODAY:
        assert effect is None
    else:
        assert effect == sum(row[1] for row in postings if done_on < row[0] <= then)


# --- Payment plan --------------------------------------------------------------------------------------------

PLAN = {"agreed_on": said(TODAY), "first_due_on": said(ago(-20)), "parts": "4", "tolerance_days": "7"}


def test_a_plan_is_agreed_with_its_paper_and_its_measure(at, kari, case):
    page = read(at, reverse("payment_plan_new", args=[case.pk]))
    assert "18 000 kr" in page
    assert "12 000 kr" in page  # six instalments of 3 000 beside the rent
    for _time in range(2):
        response, told = post(at, "payment_plan_new", case.pk, **PLAN, external_id="avtale-1")
        assert told == {}
        assert response.url == case.get_absolute_url()
    plan = PaymentPlan.objects.get()
    assert (plan.debt, plan.total, plan.instalments.count()) == (2 * RENT, 2 * RENT, 4)
    assert plan.action.kind == "payment_plan"
    letter = Letter.objects.get(kind="payment_plan")
    assert "13 500 kr" in letter.html.replace("\u00a0", " ")
    assert reverse("arrears_letter", args=[letter.pk]) in read(at, case.get_absolute_url())


def test_own_amounts_must_be_the_whole_debt(at, case):
    sent = PLAN | {"parts": "", "amounts": "10 000\n7 999,50"}
    _response, told = post(at, "payment_plan_new", case.pk, **sent)
    assert "17 999,50 kr" in told["amounts"].replace("\u00a0", " ")
    sent["amounts"] = "10 000\n\n8 000,00"
    post(at, "payment_plan_new", case.pk, **sent)
    plan = PaymentPlan.objects.get()
    assert [part.amount for part in plan.instalments.all()] == [10_000, 8_000]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"parts": ""}, "parts"),
        ({"amounts": "100"}, "parts"),
        ({"parts": "", "amounts": "mye"}, "amounts"),
        ({"parts": "", "amounts": "-5"}, "amounts"),
        ({"parts": "0"}, "parts"),
        ({"parts": "61"}, "parts"),
        ({"first_due_on": said(ago(1))}, "first_due_on"),
        ({"first_due_on": said(ago(-300))}, "first_due_on"),
        ({"agreed_on": said(ago(-1))}, "agreed_on"),
        ({"agreed_on": said(ago(50))}, "agreed_on"),
        ({"tolerance_days": "61"}, "tolerance_days"),
    ],
)
def test_a_plan_is_told_at_the_field(at, case, sent, field):
    _response, told = post(at, "payment_plan_new", case.pk, **PLAN | sent)
    assert field in told
    assert not PaymentPlan.objects.exists()


def test_no_plan_without_a_debt_and_no_second_while_one_stands(at, kari, case):
    make_evictions.plan(case, by=kari, agreed_on=ago(3))
    _response, told = post(at, "payment_plan_new", case.pk, **PLAN)
    assert "allerede en nedbetalingsavtale" in told["__all__"]
    make_evictions.posting(case.tenancy, TODAY, 30_000, kind="payment")
    _response, told = post(at, "payment_plan_new", case.pk, **PLAN)
    assert "skyldte ikke noe" in told["agreed_on"]


def test_a_plan_is_ended_as_paid_or_with_a_reason(at, kari, case):
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(3))
    _response, told = post(at, "payment_plan_end", plan.pk, how="cancel", ended_on=said(TODAY))
    assert set(told) == {"note"}
    _response, told = post(at, "payment_plan_end", plan.pk, how="complete", ended_on=said(ago(9)))
    assert set(told) == {"ended_on"}
    post(at, "payment_plan_end", plan.pk, how="cancel", ended_on=said(TODAY), note="Mistet jobben")
    plan.refresh_from_db()
    assert (plan.status, plan.ended_on) == ("cancelled", TODAY)
    assert at.get(reverse("payment_plan_end", args=[plan.pk])).url == case.get_absolute_url()


# --- Draw from a benefit -------------------------------------------------------------------------------------

DRAW = {"benefit": "disability", "amount": "2 000", "starts_on": said(TODAY)}


def test_nothing_is_drawn_without_a_consent_in_force(at, kari, case):
    page = read(at, reverse("deduction_new", args=[case.pk]))
    assert "Det er ikke registrert noe samtykke" in page
    assert reverse("consent_new", args=[case.household_id]) in page
    old = make_evictions.consent(case.household, by=kari, given_on=ago(90), expires_on=ago(1))
    other = make_evictions.consent(make.household(main=make.person("Per", "Li")), by=kari, given_on=ago(90))
    for consent in ("", old.pk, other.pk):
        _response, told = post(at, "deduction_new", case.pk, **DRAW, consent=consent)
        assert "consent" in told
    assert not BenefitDeduction.objects.exists()
    for consent in (old, other):
        with pytest.raises(Refused, match="samtykke"):
            make_evictions.deduction(case, consent, by=kari, starts_on=TODAY)


def test_a_draw_is_registered_once_and_never_outlives_its_consent(at, kari, case):
    consent = make_evictions.consent(case.household, by=kari, given_on=ago(5), expires_on=ago(-40))
    for _time in range(2):
        post(at, "deduction_new", case.pk, **DRAW, consent=consent.pk, external_id="trekk-1")
    draw = BenefitDeduction.objects.get()
    assert (draw.ends_on, draw.end_reason, draw.action.kind) == (ago(-40), "withdrawn", "benefit_deduction")
    _response, told = post(at, "deduction_new", case.pk, **DRAW | {"starts_on": said(ago(-50))}, consent=consent.pk)
    assert "starts_on" in told


def test_a_withdrawn_consent_ends_the_draw_the_same_day_and_no_other(at, kari, case):
    consent = make_evictions.consent(case.household, by=kari, given_on=ago(30))
    kept = make_evictions.consent(case.household, by=kari, given_on=ago(30))
    draw = make_evictions.deduction(case, consent, by=kari, starts_on=ago(20))
    other = make_evictions.deduction(case, kept, by=kari, starts_on=ago(20), benefit="old_age")
    at.post(reverse("consent_withdraw", args=[consent.pk]))
    for row in (draw, other):
        row.refresh_from_db()
    assert (draw.ends_on, draw.end_reason) == (TODAY, "withdrawn")
    assert other.ends_on is None
    kept.withdraw(by=kari, withdrawn_on=TODAY)  # with one already ended beside it
    other.refresh_from_db()
    assert other.ends_on == TODAY


def test_one_that_was_to_begin_later_never_begins(kari, case):
    consent = make_evictions.consent(case.household, by=kari, given_on=ago(30))
    draw = make_evictions.deduction(case, consent, by=kari, starts_on=ago(-10))
    consent.withdraw(by=kari, withdrawn_on=TODAY)
    draw.refresh_from_db()
    assert draw.ends_on == draw.starts_on
    assert not BenefitDeduction.objects.on(ago(-10)).exists()
    consequences.consent_withdrawn([case.household_id], by=kari)  # asked again, nothing is left to end


def test_a_consent_ended_by_a_file_ends_the_draw(kari, case):
    consent = make_evictions.consent(case.household, by=kari, given_on=ago(30))
    draw = make_evictions.deduction(case, consent, by=kari, starts_on=ago(20))
    Consent.objects.update(withdrawn_on=ago(4))
    consequences.end_deductions_without_consent()
    draw.refresh_from_db()
    assert draw.ends_on == ago(4)


def test_a_draw_is_ended_with_a_reason(at, kari, case):
    draw = make_evictions.deduction(
        case, make_evictions.consent(case.household, by=kari, given_on=ago(9)), by=kari, starts_on=ago(5)
    )
    post(at, "deduction_end", draw.pk, reason="paid", ends_on=said(TODAY))
    draw.refresh_from_db()
    assert (draw.ends_on, draw.end_reason) == (TODAY, "paid")
    _response, told = post(at, "deduction_end", draw.pk, reason="paid", ends_on=said(TODAY))
    assert "allerede avsluttet" in told["__all__"]


def test_they_end_when_the_tenant_moves_and_the_case_may_be_closed(at, kari, case):
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(30))
    draw = make_evictions.deduction(
        case, make_evictions.consent(case.household, by=kari, given_on=ago(40)), by=kari, starts_on=ago(5)
    )
    case.tenancy.move_out(by=kari, moved_out_on=ago(1), end_reason="moved_private")
    for row in (case, plan, draw):
        row.refresh_from_db()
    assert (plan.status, plan.ended_on) == ("cancelled", ago(1))
    assert (draw.ends_on, draw.end_reason) == (ago(1), "moved")
    assert case.status == "open"
    assert "Saken kan lukkes." in read(at, case.get_absolute_url())
