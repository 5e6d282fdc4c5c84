"""Startlån and grants: the outcome, co-financing considered, the certificate, and who comes second."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from rent_to_own.models import StartLoan
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GRANTED = {
    "outcome": "granted",
    "decided_on": f"{TODAY:%d.%m.%Y}",
    "loan_amount": "1 234 567,50",
    "cofinancing_considered": "nei",
    "cofinancing_reason": "Husstanden har ingen bank.",
}


@pytest.fixture
def guidance(kari, household):
    return make_rto.assessed(household, by=kari)


@pytest.fixture
def loan(kari, guidance):
    return make_rto.loan(guidance, by=kari)


def test_granted(at, loan, guidance):
    facts = GRANTED | {"grant_amount": "200 000", "certificate_expires_on": f"{TODAY + timedelta(days=90):%d.%m.%Y}"}
    at.post(reverse("loan_decide", args=[loan.pk]), facts)
    loan.refresh_from_db()
    guidance.refresh_from_db()
    assert (loan.outcome, loan.loan_amount, loan.grant_amount) == ("granted", Decimal("1234567.50"), Decimal(200_000))
    assert (loan.cofinancing_considered, loan.is_bank_cofinanced) == (False, None)
    assert guidance.status == "certificate"


@pytest.mark.parametrize("outcome", ["rejected", "withdrawn"])
def test_a_refusal_leads_back(at, loan, guidance, outcome):
    at.post(reverse("loan_decide", args=[loan.pk]), {"outcome": outcome, "decided_on": f"{TODAY:%d.%m.%Y}"})
    guidance.refresh_from_db()
    assert guidance.status == "assessed"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"loan_amount": ""}, "loan_amount"),
        ({"cofinancing_considered": ""}, "cofinancing_considered"),
        ({"cofinancing_reason": ""}, "cofinancing_reason"),
        ({"is_bank_cofinanced": "ja"}, "cofinancing_considered"),
        ({"certificate_expires_on": "01.01.2020"}, "certificate_expires_on"),
        ({"decided_on": "01.01.2026"}, "decided_on"),
        ({"outcome": "rejected"}, "loan_amount"),
        ({"loan_amount": "-1"}, "loan_amount"),
        ({"loan_amount": "ti"}, "loan_amount"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(at, loan, facts, field):
    page = at.post(reverse("loan_decide", args=[loan.pk]), GRANTED | facts)
    assert set(page.context["form"].errors) == {field}
    assert StartLoan.objects.get().outcome == ""


def test_the_second_outcome_is_refused(kari, loan):
    same = StartLoan.objects.get(pk=loan.pk)
    loan.decide(by=kari, outcome="rejected", decided_on=TODAY)
    with pytest.raises(Refused, match="Noen andre"):
        same.decide(by=kari, outcome="granted", decided_on=TODAY, loan_amount=Decimal(1))


def test_the_certificate_is_renewed_and_paid_once(at, kari, guidance):
    loan = make_rto.granted_loan(guidance, by=kari, certificate_expires_on=date(2026, 6, 1))
    assert loan.is_expired(date(2026, 6, 2))
    assert not loan.is_expired(date(2026, 6, 1))
    page = at.post(reverse("loan_renew", args=[loan.pk]), {"certificate_expires_on": "01.06.2026"})
    assert set(page.context["form"].errors) == {"certificate_expires_on"}
    at.post(reverse("loan_renew", args=[loan.pk]), {"certificate_expires_on": "01.09.2026"})
    at.post(reverse("loan_pay_out", args=[loan.pk]), {"paid_out_on": f"{TODAY:%d.%m.%Y}"})
    loan.refresh_from_db()
    assert (loan.certificate_expires_on, loan.paid_out_on) == (date(2026, 9, 1), TODAY)
    assert not loan.is_expired(date(2027, 1, 1))
    with pytest.raises(Refused):
        loan.pay_out(by=kari, paid_out_on=TODAY)


def test_only_what_is_granted_is_paid(kari, loan):
    with pytest.raises(Refused):
        loan.pay_out(by=kari, paid_out_on=TODAY)
