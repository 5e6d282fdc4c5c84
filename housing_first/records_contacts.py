"""The exchange format's part about contacts. The words of a contact, and its next appointment, stay here."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing_first.models import Contact
from housing_first.models.contact import IN_THE_FUTURE


def _check_contacts(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """One in the future, or after the participation ended, is told of and taken in.

    «Har takket nei til deltakelse, men tar kontakt når behov oppstår» (Mandal): contact does not end with the paper.
    """
    future = staging.rows(
        "SELECT line, happened_on FROM staged_contacts WHERE NOT is_rejected AND happened_on > %s ORDER BY line",
        [timezone.localdate()],
    )
    for line, day in future:
        yield line, breach(str(IN_THE_FUTURE), column="happened_on", value=f"{day}"), True
    participations = staging.after("participations", "ended_on")
    late = staging.rows(
        f"SELECT s.line, s.happened_on FROM staged_contacts s JOIN {participations} p ON p.id = s.participation_id "
        "WHERE NOT s.is_rejected AND s.happened_on > p.ended_on ORDER BY s.line"
    )
    for line, day in late:
        reason = _("Kontakten er etter at deltakelsen var slutt.")
        yield line, breach(reason, column="happened_on", value=f"{day}"), True


CONTACTS = RecordType(
    "contacts",
    Contact,
    (
        Column("participation", required=True, to="participations"),
        Column("happened_on", required=True),
        Column("kind", required=True),
        Column("was_met", required=True),
        Column("minutes"),
    ),
    begins=("happened_on",),
    needs=("participation",),
    check=_check_contacts,
    household="participation.household_id",
)
