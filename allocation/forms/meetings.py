"""Forms about an allocation meeting (tildelingsmøte): planning it, who is asked, and closing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import agenda, minutes
from allocation.models import AllocationMeeting, Participant
from housing.database import Refused, refusing_breaches
from housing.forms import meetings
from housing.models import Service

Status = AllocationMeeting.Status


class MeetingForm(meetings.MeetingForm):
    """The agenda follows from the vacancies."""

    CHAIR = "allocation.decide_allocation"

    class Meta:
        model = AllocationMeeting
        fields = ["meets_on", "place", "chair"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].help_text = _("Den som avgjør hvem boligene tildeles.")

    def make_agenda(self, meeting):
        agenda.fill(meeting, timezone.localdate())


class ParticipantForm(meetings.ParticipantForm):
    ATTEND = ("allocation.view_meeting",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].initial = Service.HOUSING


def remove_participant(participant: Participant) -> None:
    with refusing_breaches(), transaction.atomic():
        participant.meeting.hold(Status.PLANNED, Status.OPEN)
        if participant.advice.exists():
            raise Refused(_t("Deltakeren har gitt råd i møtet og kan ikke tas av listen."))
        participant.delete()


def open_meeting(meeting: AllocationMeeting, *, by) -> None:
    """The agenda takes in what has become vacant since the meeting was planned."""
    with refusing_breaches(), transaction.atomic():
        meeting.open(by=by)
        agenda.fill(meeting, timezone.localdate())


def call_off(meeting: AllocationMeeting, *, by) -> None:
    """What was on its agenda goes to the next meeting that is planned."""
    with refusing_breaches(), transaction.atomic():
        meeting.move_to(Status.CALLED_OFF, by=by)
        hand_on()


def hand_on() -> None:
    """Undecided items go to the next meeting at once where one is planned, else to the first that will be."""
    following = AllocationMeeting.objects.planned().order_by("meets_on", "pk").first()
    if following is not None:
        agenda.fill(following, timezone.localdate())


class CloseForm(meetings.CloseForm):
    def count_undecided(self, meeting):
        return meeting.items.filter(outcome="").count()

    def write_minutes(self, meeting):
        minutes.write(meeting)
        hand_on()
