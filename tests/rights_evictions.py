"""Who gets what in the arrears room: its part of the table in ``tests/rights_table.py``, in the same order of roles."""

from tests.rights_row import Row

ROWS: dict[str, Row] = {}
