"""What the world of the tables of rights and of lists has of the arrears room (``tests/world.py``)."""

from datetime import timedelta

from tests import make_evictions


def of_case(household, tenancy, *, by, today) -> dict:
    """A household's arrears case, with one of everything in it."""
    made = {"arrears_case": make_evictions.arrears_case(tenancy, by=by, opened_on=today - timedelta(days=40))}
    made["petition"] = make_evictions.petition(tenancy, by=by, sent_on=today, case=made["arrears_case"])
    return made
