"""Makes targets of figures."""

from datetime import date

from reporting.models import FigureTarget


def target(code="evictions.petitions", value=12, *, by=None, length="half_year", direction="at_most", **fields):
    valid_from = fields.pop("valid_from", date(2026, 1, 1))
    return FigureTarget.objects.create(
        code=code, value=value, length=length, direction=direction, valid_from=valid_from, by=by, **fields
    )
