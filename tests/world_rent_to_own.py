"""What the world of the tables of rights and of lists has of rent to own (``tests/world.py``)."""

from datetime import timedelta

from tests import make_rent_to_own as make_rto


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
    return {"guidance": open_one, "closed_guidance": closed, "granted_loan": granted, "asked_loan": asked}


def shared() -> dict:
    """A borettslag, which belongs to no household."""
    return {"association": make_rto.association()}
