"""One row of the table of rights (``tests/rights_table.py``)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    get: str
    about: dict = field(default_factory=dict)
    post: str = ""
    anonymous: str = "login"
