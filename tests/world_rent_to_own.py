"""What the world of the tables of rights and of lists has of rent to own (``tests/world.py``)."""

from datetime import timedelta

from allocation.models import CareerStep
from tests import make_assessments
from tests import make_rent_to_own as make_rto


def of_savings(household, dwelling, *, by, today) -> dict:
    """A household that saves to buy what it rents, has a plan for its homes, and a loan for a deposit."""
    made = {"savings": make_rto.savings_agreement(household, dwelling, by=by, starts_on=today - timedelta(days=90))}
    make_rto.savings_deposit(made["savings"], today)
    made["career_plan"] = make_rto.career_plan(household, by=by, made_on=today)
    step = CareerStep(what="Åpne sparekonto", done_by="household", due_on=today)
    made["career_step"] = made["career_plan"].add_step(step, by=by)
    make_rto.fund_entry("capital", 100_000, posted_on=today, by=by)
    made["fund_entry"] = make_rto.deposit_loan(household, by=by, paid_on=today).entry
    return made


def of_case(household, *, by, today) -> dict:
    """A household that was guided before, and again now: with a certificate, and one more loan applied for."""
    make_rto.outreach(household, by=by, contacted_on=today)
    began = today - timedelta(days=300)
    closed = make_rto.guidance(household, by=by, started_on=began)
    closed.close(by=by, closed_on=today - timedelta(days=200), closing_reason="not_wanted")
    open_one = make_rto.assessed(household, by=by, started_on=today - timedelta(days=60), assessed_on=today)
    granted = make_rto.granted_loan(
        open_one, by=by, applied_on=today, decided_on=today, certificate_expires_on=today + timedelta(days=20)
    )
    asked = make_rto.loan(open_one, by=by, applied_on=today)
    made = {"assessment": make_assessments.assessment(household, by=by, made_on=today)}
    return made | {"guidance": open_one, "closed_guidance": closed, "granted_loan": granted, "asked_loan": asked}


def shared() -> dict:
    """A borettslag, which belongs to no household."""
    make_assessments.reference_budget()
    return {"association": make_rto.association()}
