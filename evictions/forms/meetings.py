"""Forms about a meeting about arrears (restansemøte): planning it, who is asked, and closing it."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions import agenda, minutes
from evictions.models import ArrearsMeeting, ArrearsParticipant
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, NameField, TextField
from housing.form_page import OnceForm
from housing.models import Service, User
from housing.roles import PERMISSIONS, Role

LONGEST_AHEAD_DAYS = 366
HOLDS, ATTENDS = "evictions.hold_meeting", "evictions.attend_meeting"
Status = ArrearsMeeting.Status


def users_who_may(*permissions: str):
    """Colleagues with a login and a role that has one of the permissions."""
    roles = [role.value for role in Role if PERMISSIONS[role] & set(permissions)]
    return User.objects.filter(is_active=True, roles__overlap=roles)


class MeetingForm(OnceForm):
    """When and where, and who leads. The agenda follows from the latest run, the participants from the last meeting."""

    meets_on = DateField(label=_("Dato"), initial=timezone.localdate)
    place = LineField(label=_("Sted"), max_length=200, required=False)
    chair = forms.ModelChoiceField(label=_("Møteleder"), queryset=User.objects.none(), empty_label=None)

    class Meta:
        model = ArrearsMeeting
        fields = ["meets_on", "place", "chair"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = users_who_may(HOLDS)
        if not self.instance.pk:
            self.fields["chair"].initial = by.pk

    def rows(self):
        return ArrearsMeeting.objects.all()

    def clean_meets_on(self):
        day = self.cleaned_data["meets_on"]
        today = timezone.localdate()
        if day < today and "meets_on" in self.changed_data:
            raise forms.ValidationError(_("Møtet kan ikke planlegges på en dag som har vært."))
        if day > today + timedelta(days=LONGEST_AHEAD_DAYS):
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def plan(self, *, by) -> ArrearsMeeting:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.planned_by = by
            made.begin(by=by)
            agenda.ask_the_same_people(made)
            agenda.fill(made, timezone.localdate())
        return made

    def change(self, *, by) -> ArrearsMeeting:
        """A new day may end a pause, so the agenda is made anew."""
        with refusing_breaches(), transaction.atomic():
            self.instance.hold(Status.PLANNED)
            self.instance.save(update_fields=self._meta.fields)
            agenda.fill(self.instance, timezone.localdate())
        return self.instance


class ParticipantForm(forms.Form):
    """A colleague with a login, or somebody of another service by name."""

    user = forms.ModelChoiceField(
        label=_("Kollega med pålogging"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )
    name = NameField(label=_("Eller navn på deltaker fra en tjeneste"), required=False)
    service = forms.ChoiceField(
        label=_("Deltar for"),
        choices=Service.choices,
        initial=Service.NAV,
        help_text=_("Deltakeren ser bare sakene denne tjenesten har ansvaret for, og dem hen selv følger opp."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["user"].queryset = users_who_may(HOLDS, ATTENDS)

    def clean(self):
        answers = super().clean()
        if "name" in answers and "user" in answers and bool(answers["name"]) == bool(answers["user"]):
            self.add_error("name", _("Velg en kollega, eller skriv et navn. Ikke begge."))
        return answers

    def ask(self) -> ArrearsMeeting:
        user = self.cleaned_data["user"]
        name = user.name if user else self.cleaned_data["name"]
        with refusing_breaches(), transaction.atomic():
            meeting = self.meeting.hold(Status.PLANNED, Status.OPEN)
            ArrearsParticipant.objects.create(
                meeting=meeting, user=user, name=name, service=self.cleaned_data["service"]
            )
        return meeting


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
        if meeting.meets_on > timezone.localdate():
            day = f"{meeting.meets_on:%d.%m.%Y}"
            raise Refused(_t("Møtet er {day}. Endre datoen hvis det holdes i dag.").format(day=day))
        meeting.move_to(Status.OPEN, by=by, opened_at=timezone.now())
        agenda.fill(meeting, timezone.localdate())


def call_off(meeting: ArrearsMeeting, *, by) -> None:
    meeting.move_to(Status.CALLED_OFF, by=by)


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
        help_text=_("Det som ellers ble sagt, uten navn på leiere. Referatet kan ikke endres etterpå."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        people = list(meeting.participants.all())
        self.fields["present"].choices = [(str(person.pk), str(person)) for person in people]
        self.fields["present"].initial = [str(person.pk) for person in people]
        self.undecided = meeting.items.on_agenda().filter(decided_at__isnull=True).count()

    def close(self, *, by) -> ArrearsMeeting:
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
        return meeting
