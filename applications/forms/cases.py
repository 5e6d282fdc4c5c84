"""Forms about an application: receiving it, changing what it asks for, withdrawing, leaving the waiting list."""

from datetime import date

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.database import refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Dwelling, Tenancy
from housing.models.homes import Staffing
from housing.periods import age_on
from housing.rooms import rooms_needed

ADULT = 18
WHOLE_NUMBER = {"inputmode": "numeric", "size": 4}
EARLIEST = date(2000, 1, 1)
ABOUT_A_HOME = (Application.Kind.TRANSFER, Application.Kind.EXTENSION)
NEEDS = [
    "rooms_min",
    "needs_lift_or_ground_floor",
    "needs_wheelchair",
    "staffing_need",
    "districts_wanted",
    "wishes",
]


def rooms_proposed(household, day) -> int:
    """Rooms for those who live in the household on the day; a proposal the caseworker may change."""
    members = household.members_on(day)
    ages = {
        member.pk: age_on(member.person.birth_date, day) if member.person.birth_date else None for member in members
    }
    children = [member for member in members if member.role == "child" and (ages[member.pk] or 0) < ADULT]
    shared = [member for member in children if (member.custody_percent or 100) < 100]
    whole = [ages[member.pk] or 0 for member in children if member not in shared]
    return rooms_needed(max(len(members) - len(children), 1), whole, [ages[member.pk] or 0 for member in shared])


class NeedsForm(OnceForm):
    """What kind of home is needed: part of the application, and changed on its own later."""

    rooms_min = forms.IntegerField(
        label=_("Minst antall rom"),
        min_value=1,
        max_value=12,
        required=False,
        widget=forms.TextInput(attrs=WHOLE_NUMBER),
    )
    needs_lift_or_ground_floor = forms.BooleanField(label=_("Må ha heis eller 1. etasje"), required=False)
    needs_wheelchair = forms.BooleanField(label=_("Må kunne bruke rullestol"), required=False)
    staffing_need = forms.ChoiceField(
        label=_("Behov for bemanning"), choices=[("", _("Ikke avklart")), *Staffing.choices], required=False
    )
    districts_wanted = forms.MultipleChoiceField(
        label=_("Ønsker bydel"), widget=forms.CheckboxSelectMultiple, required=False
    )
    wishes = TextField(label=_("Ønsker og hensyn"), max_length=2000, rows=3, required=False)

    class Meta:
        model = Application
        fields = NEEDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Dwelling.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
        districts = sorted({*known, *(self.instance.districts_wanted or [])})
        self.fields["districts_wanted"].choices = [(name, name) for name in districts]
        if not districts:
            del self.fields["districts_wanted"]

    def change(self, *, by) -> Application:
        """What is needed has changed: the case says so on its timeline."""
        with refusing_breaches(), transaction.atomic():
            Application.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.save(update_fields=[name for name in NEEDS if name in self.fields])
            if self.changed_data:
                labels = [str(self.fields[name].label) for name in self.changed_data if name in NEEDS]
                CaseEvent.write(self.instance, by=by, title=_("Søknaden er endret"), note=", ".join(labels))
        return self.instance


class ApplicationForm(NeedsForm):
    """An application that came in (søknad mottatt)."""

    kind = forms.ChoiceField(label=_("Søknaden gjelder"), choices=Application.Kind.choices, widget=forms.RadioSelect)
    tenancy = forms.ModelChoiceField(
        label=_("Leieforholdet den gjelder"),
        queryset=Tenancy.objects.none(),
        required=False,
        empty_label=_("Ingen"),
        help_text=_("Kreves for bytte og forlengelse."),
    )
    received_on = DateField(label=_("Mottatt"), initial=timezone.localdate)
    channel = forms.ChoiceField(
        label=_("Kom inn"), choices=[("", _("Ikke oppgitt")), *Application.Channel.choices], required=False
    )

    class Meta(NeedsForm.Meta):
        fields = ["kind", "tenancy", "received_on", "channel", *NEEDS]

    def __init__(self, *args, household, user, **kwargs):
        proposed = rooms_proposed(household, timezone.localdate())
        kwargs["initial"] = {"kind": Application.Kind.NEW, "rooms_min": proposed} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        choice = self.fields["tenancy"]
        choice.queryset = household.tenancies.filter(status__in=["allocated", "active"]).select_related("dwelling")
        choice.label_from_instance = lambda tenancy: f"{tenancy.number}, {tenancy.get_tenure_display()}"
        self.fields["rooms_min"].help_text = _("Foreslått ut fra hvem som bor i husstanden: {rooms}.").format(
            rooms=proposed
        )

    def rows(self):
        return Application.objects.filter(household=self.household)

    def clean_received_on(self):
        day = not_in_future(self.cleaned_data["received_on"])
        if day < EARLIEST:
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def clean(self):
        answers = super().clean()
        kind, tenancy = answers.get("kind"), answers.get("tenancy")
        if kind in ABOUT_A_HOME and tenancy is None:
            self.add_error("tenancy", _("Velg leieforholdet som søknaden gjelder."))
        if kind == Application.Kind.EXTENSION and tenancy and tenancy.tenure != Tenancy.Tenure.MUNICIPAL:
            self.add_error("tenancy", _("Bare et kommunalt leieforhold kan forlenges."))
        if kind == Application.Kind.NEW:
            answers["tenancy"] = None
        return answers

    def register(self, *, by) -> Application:
        made = self.keyed()
        made.caseworker = by
        return made.begin(by=by, note=str(made.get_kind_display()), happened_on=made.received_on)


class WithdrawForm(forms.Form):
    """The applicant takes the application back (trukket)."""

    withdrawn_on = DateField(label=_("Trukket"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_withdrawn_on(self):
        day = not_in_future(self.cleaned_data["withdrawn_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Søknaden kan ikke trekkes før den er mottatt."))
        return day

    def withdraw(self, *, by) -> Application:
        self.application.withdraw(by=by, **self.cleaned_data)
        return self.application


class CloseForm(forms.Form):
    """Leaves the waiting list without a dwelling from us (ute av ventelisten)."""

    closed_on = DateField(label=_("Ute av ventelisten fra"), initial=timezone.localdate)
    reason = LineField(label=_("Hvorfor"), max_length=300, help_text=_("For eksempel: fant bolig selv."))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_closed_on(self):
        day = not_in_future(self.cleaned_data["closed_on"])
        if day < self.application.decided_on:
            raise forms.ValidationError(_("Søknaden kan ikke gå ut av ventelisten før den er innvilget."))
        return day

    def close(self, *, by) -> Application:
        self.application.close(by=by, **self.cleaned_data)
        return self.application
