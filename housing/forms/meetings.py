"""Forms about a meeting of the services (møte): planning it, who is asked, closing it. Each room adds its agenda."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, LineField, NameField, TextField
from housing.form_page import OnceForm
from housing.models import Service, User
from housing.models.meetings import Meeting
from housing.roles import PERMISSIONS, Role

LONGEST_AHEAD_DAYS = 366
Status = Meeting.Status


def users_who_may(*permissions: str):
    """Colleagues with a login and a role that has one of the permissions."""
    roles = [role.value for role in Role if PERMISSIONS[role] & set(permissions)]
    return User.objects.filter(is_active=True, roles__overlap=roles)


class MeetingForm(OnceForm):
    """When and where, and who leads, with the permission ``CHAIR``. The participants are those of last time."""

    CHAIR = ""

    meets_on = DateField(label=_("Dato"), initial=timezone.localdate)
    place = LineField(label=_("Sted"), max_length=200, required=False)
    chair = forms.ModelChoiceField(label=_("Møteleder"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = users_who_may(self.CHAIR)
        if by.has_perm(self.CHAIR) and not self.instance.pk:
            self.fields["chair"].initial = by.pk

    def rows(self):
        return self._meta.model.objects.all()

    def clean_meets_on(self):
        day = self.cleaned_data["meets_on"]
        today = timezone.localdate()
        if day < today and "meets_on" in self.changed_data:
            raise forms.ValidationError(_("Møtet kan ikke planlegges på en dag som har vært."))
        if day > today + timedelta(days=LONGEST_AHEAD_DAYS):
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def plan(self, *, by) -> Meeting:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.planned_by = by
            made.begin(by=by)
            made.ask_the_same_people()
            self.make_agenda(made)
        return made

    def change(self, *, by) -> Meeting:
        with refusing_breaches(), transaction.atomic():
            self.instance.hold(Status.PLANNED)
            self.instance.save(update_fields=self._meta.fields)
            self.remake_agenda(self.instance)
        return self.instance

    def make_agenda(self, meeting) -> None:
        """Hook: what stands on the agenda of a meeting just planned."""

    def remake_agenda(self, meeting) -> None:
        """Hook: what another day or place changes in it."""


class ParticipantForm(forms.Form):
    """A colleague with a login who may attend, or somebody of another service by name."""

    ATTEND: tuple[str, ...] = ()

    user = forms.ModelChoiceField(
        label=_("Kollega med pålogging"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )
    name = NameField(label=_("Eller navn på deltaker fra en annen tjeneste"), required=False)
    service = forms.ChoiceField(label=_("Deltar for"), choices=Service.choices)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["user"].queryset = users_who_may(*self.ATTEND)

    def clean(self):
        answers = super().clean()
        if "name" in answers and "user" in answers and bool(answers["name"]) == bool(answers["user"]):
            self.add_error("name", _("Velg en kollega, eller skriv et navn. Ikke begge."))
        return answers

    def ask(self) -> Meeting:
        user = self.cleaned_data["user"]
        name = user.name if user else self.cleaned_data["name"]
        with refusing_breaches(), transaction.atomic():
            meeting = self.meeting.hold(Status.PLANNED, Status.OPEN)
            meeting.participants.create(user=user, name=name, service=self.cleaned_data["service"])
        return meeting


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
        self.undecided = self.count_undecided(meeting)

    def close(self, *, by) -> Meeting:
        """The minutes are written in the same transaction."""
        present = {int(pk) for pk in self.cleaned_data["present"]}
        with refusing_breaches(), transaction.atomic():
            self.meeting.close(by=by, present=present, remarks=self.cleaned_data["remarks"])
            self.write_minutes(self.meeting)
        return self.meeting

    def count_undecided(self, meeting) -> int:
        raise NotImplementedError

    def write_minutes(self, meeting) -> None:
        raise NotImplementedError
