"""The exchange format's part about how life goes: one row for each scoring by one side."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing_first.models import OutcomeAssessment
from housing_first.outcomes import AREAS, HALF_A_ROUND


def _check_days(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """A scoring has happened. One from long before the participation began is a slip; from the weeks before, it is
    the start's."""
    future = staging.rows(
        "SELECT line, assessed_on FROM staged_outcome_assessments WHERE NOT is_rejected AND assessed_on > %s "
        "ORDER BY line",
        [timezone.localdate()],
    )
    for line, day in future:
        yield line, breach(_("Datoen er frem i tid."), column="assessed_on", value=f"{day}"), False
    participations = staging.after("participations", "started_on")
    found = staging.rows(
        f"SELECT s.line, s.assessed_on FROM staged_outcome_assessments s JOIN {participations} p "
        "ON p.id = s.participation_id WHERE NOT s.is_rejected "
        f"AND s.assessed_on < p.started_on - interval '{HALF_A_ROUND} months' ORDER BY s.line"
    )
    for line, day in found:
        yield (
            line,
            breach(_("Målingen er fra lenge før deltakelsen begynte."), column="assessed_on", value=f"{day}"),
            False,
        )


OUTCOME_ASSESSMENTS = RecordType(
    "outcome_assessments",
    OutcomeAssessment,
    (
        Column("participation", required=True, to="participations"),
        Column("assessed_on", required=True),
        Column("by", required=True),
        *(Column(area) for area in AREAS),
    ),
    begins=("assessed_on",),
    needs=("participation",),
    check=_check_days,
    household="participation.household_id",
)
