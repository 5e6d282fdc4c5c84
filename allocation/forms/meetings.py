"""Forms about an allocation meeting (tildelingsmøte): planning it, who is asked, and closing it."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import agenda, minutes
from allocation.models import AllocationMeeting, Participant
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, NameField, TextField
from housing.form_page import OnceForm
from housing.models import Service, User
from housing.roles import PERMISSIONS, Role

LONGEST_AHEAD_DAYS = 366
Status = AllocationMeeting.Status


def users_who_may(permission: str):
    """Colleagues with a login and a role that has the permission."""
    roles = [role.value for role in Role if permission in PERMISSIONS[role]]
    return User.objects.filter(is_active=True, roles__overlap=roles)


class MeetingForm(OnceForm):
    """When and where, and who leads. The agenda follows from the vacancies, the participants from the last meeting."""

    meets_on = DateField(label=_("Dato"), initial=timezone.localdate)
    place = LineField(label=_("Sted"), max_length=200, required=False)
    chair = forms.ModelChoiceField(
        label=_("Møteleder"),
        queryset=User.objects.none(),
        help_text=_("Den som avgjør hvem boligene tildeles."),
        empty_label=None,
    )

    class Meta:
        model = AllocationMeeting
        fields = ["meets_on", "place", "chair"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = users_who_may("allocation.decide_allocation")
        if by.has_perm("allocation.decide_allocation") and not self.instance.pk:
            self.fields["chair"].initial = by.pk

    def rows(self):
        return AllocationMeeting.objects.all()

    def clean_meets_on(self):
        day = self.cleaned_data["meets_on"]
        today = timezone.localdate()
        if day < today and "meets_on" in self.changed_data:
            raise forms.ValidationError(_("Møtet kan ikke planlegges på en dag som har vært."))
        if day > today + timedelta(days=LONGEST_AHEAD_DAYS):
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def plan(self, *, by) -> AllocationMeeting:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.planned_by = by
            made.begin(by=by)
            agenda.ask_the_same_people(made)
            agenda.fill(made, timezone.localdate())
        return made

    def change(self, *, by) -> AllocationMeeting:
        with refusing_breaches(), transaction.atomic():
            self.instance.hold(Status.PLANNED)
            self.instance.save(update_fields=self._meta.fields)
        return self.instance


class ParticipantForm(forms.Form):
    """A colleague with a login, or somebody of another service by name."""

    user = forms.ModelChoiceField(
        label=_("Kollega i Boligtjenesten"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )
    name = NameField(
        label=_("Eller navn på deltaker fra en annen tjeneste"),
        required=False,
    )
    service = forms.ChoiceField(label=_("Tjeneste"), choices=Service.choices, initial=Service.HOUSING)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["user"].queryset = users_who_may("allocation.view_meeting")

    def clean(self):
        answers = super().clean()
        if "name" in answers and "user" in answers and bool(answers["name"]) == bool(answers["user"]):
            self.add_error("name", _("Velg en kollega, eller skriv et navn. Ikke begge."))
        return answers

    def ask(self) -> AllocationMeeting:
        user = self.cleaned_data["user"]
        name = user.name if user else self.cleaned_data["name"]
        with refusing_breaches(), transaction.atomic():
            meeting = self.meeting.hold(Status.PLANNED, Status.OPEN)
            Participant.objects.create(meeting=meeting, user=user, name=name, service=self.cleaned_data["service"])
        return meeting


def remove_participant(participant: Participant) -> None:
    with refusing_breaches(), transaction.atomic():
        participant.meeting.hold(Status.PLANNED, Status.OPEN)
        if participant.advice.exists():
            raise Refused(_t("Deltakeren har gitt råd i møtet og kan ikke tas av listen."))
        participant.delete()


def open_meeting(meeting: AllocationMeeting, *, by) -> None:
    """The agenda takes in what has become vacant since the meeting was planned."""
    with refusing_breaches(), transaction.atomic():
        if meeting.meets_on > timezone.localdate():
            raise Refused(_t("Møtet er {day}. Endre datoen hvis det holdes i dag.").format(day=_day(meeting.meets_on)))
        meeting.move_to(Status.OPEN, by=by, opened_at=timezone.now())
        agenda.fill(meeting, timezone.localdate())


def _day(day) -> str:
    return f"{day:%d.%m.%Y}"


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


class CloseForm(forms.Form):
    """The meeting is over: who was there, and what else should stand in the minutes."""

    present = forms.MultipleChoiceField(
        label=_("Til stede"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryss av for minst én som var til stede.")},
    )
    remarks = TextField(
        label=_("Merknader"),
        max_length=4000,
        required=False,
        help_text=_("Det som ellers ble sagt. Referatet kan ikke endres etterpå."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        people = list(meeting.participants.all())
        self.fields["present"].choices = [(str(person.pk), str(person)) for person in people]
        self.fields["present"].initial = [str(person.pk) for person in people]
        self.undecided = meeting.items.filter(outcome="").count()

    def close(self, *, by) -> AllocationMeeting:
        """The minutes are written in the same transaction. Of two who close it at once, the second is told."""
        present = {int(pk) for pk in self.cleaned_data["present"]}
        meeting = self.meeting
        with refusing_breaches(), transaction.atomic():
            meeting.move_to(
                Status.CLOSED,
                by=by,
                closed_at=timezone.now(),
                closed_by=by,
                remarks=self.cleaned_data["remarks"],
            )
            for person in meeting.participants.all():
                person.was_present = person.pk in present
                person.save(update_fields=["was_present"])
            minutes.write(meeting)
            hand_on()
        return meeting
