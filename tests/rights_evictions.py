"""Who gets what in the arrears room: its part of the table in ``tests/rights_table.py``, in the same order of roles."""

from tests.rights_row import Row

# One household's case: the caseworker's own, followed by the follow-up team; the leader and the rent office say why.
CASE = "200 reason 200 reason 403 403 403 403 403"

ROWS: dict[str, Row] = {
    # One case, and what is done in it
    "arrears_case": Row(CASE, {"pk": "arrears_case"}),
    # Petitions
    "petition": Row(CASE, {"pk": "petition"}),
}
