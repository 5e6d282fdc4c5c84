"""Forms about a meeting about arrears (restansemøte): planning it, who is asked, and closing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions import agenda, minutes
from evictions.models import ArrearsMeeting, ArrearsParticipant
from housing.database import refusing_breaches
from housing.forms import meetings
from housing.models import Service

HOLDS, ATTENDS = "evictions.hold_meeting", "evictions.attend_meeting"
Status = ArrearsMeeting.Status


class MeetingForm(meetings.MeetingForm):
    """The agenda follows from the latest run."""

    CHAIR = HOLDS

    class Meta:
        model = ArrearsMeeting
        fields = ["meets_on", "place", "chair"]

    def make_agenda(self, meeting):
        agenda.fill(meeting, timezone.localdate())

    def remake_agenda(self, meeting):
        """A new day may end a pause."""
        agenda.fill(meeting, timezone.localdate())


class ParticipantForm(meetings.ParticipantForm):
    ATTEND = (HOLDS, ATTENDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].initial = Service.NAV
        self.fields["service"].help_text = _(
            "Deltakeren ser bare sakene denne tjenesten har ansvaret for, og dem hen selv følger opp."
        )


def remove_participant(participant: ArrearsParticipant) -> None:
    with refusing_breaches(), transaction.atomic():
        participant.meeting.hold(Status.PLANNED, Status.OPEN)
        participant.delete()


def refresh(meeting: ArrearsMeeting, *, by) -> None:
    """The agenda of a planned meeting made anew from the latest run."""
    with refusing_breaches(), transaction.atomic():
        agenda.fill(meeting.hold(Status.PLANNED), timezone.localdate())


def open_meeting(meeting: ArrearsMeeting, *, by) -> None:
    """From now on the agenda stands as it is."""
    with refusing_breaches(), transaction.atomic():
        meeting.open(by=by)
        agenda.fill(meeting, timezone.localdate())


def call_off(meeting: ArrearsMeeting, *, by) -> None:
    meeting.move_to(Status.CALLED_OFF, by=by)


class CloseForm(meetings.CloseForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remarks"].help_text = _(
            "Det som ellers ble sagt, uten navn på leiere. Referatet kan ikke endres etterpå."
        )

    def count_undecided(self, meeting):
        return meeting.items.on_agenda().filter(decided_at__isnull=True).count()

    def write_minutes(self, meeting):
        minutes.write(meeting)
