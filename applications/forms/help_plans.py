"""The help plan after a refusal: what is agreed, when we ask how it goes, and how it went (hjelpeplan)."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application, HelpPlan
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, User

FOLLOW_UP_WEEKS = 4
REFUSED = (Application.Status.REJECTED, Application.Status.DISMISSED)


def in_four_weeks():
    return timezone.localdate() + timedelta(weeks=FOLLOW_UP_WEEKS)


def _ahead(day):
    if day < timezone.localdate():
        raise forms.ValidationError(_("Skriv en dag frem i tid."))
    return day


class HelpPlanForm(OnceForm):
    """What we do for somebody we refused."""

    made_on = DateField(label=_("Laget"), initial=timezone.localdate)
    measures = forms.MultipleChoiceField(
        label=_("Hjelp"), choices=HelpPlan.Help.choices, widget=forms.CheckboxSelectMultiple
    )
    text = TextField(
        label=_("Hva vi er blitt enige om"),
        max_length=4000,
        rows=5,
        help_text=_("Hvem gjør hva, og når. Skriv det slik at søkeren kan få det med seg."),
    )
    responsible = forms.ModelChoiceField(label=_("Ansvarlig"), queryset=User.objects.none(), empty_label=_("Velg"))
    follow_up_on = DateField(
        label=_("Følges opp"), initial=in_four_weeks, help_text=_("Dagen vi spør hvordan det går.")
    )

    class Meta:
        model = HelpPlan
        fields = ["made_on", "measures", "text", "responsible", "follow_up_on"]

    def __init__(self, *args, application, by, **kwargs):
        kwargs["initial"] = {"responsible": by.pk} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        people = User.objects.filter(is_active=True, roles__overlap=["caseworker", "leader", "follow_up"])
        self.fields["responsible"].queryset = people.order_by("name", "pk")

    def rows(self):
        return HelpPlan.objects.filter(application=self.application)

    def clean_made_on(self):
        day = not_in_future(self.cleaned_data["made_on"])
        if self.application.decided_on and day < self.application.decided_on:
            raise forms.ValidationError(_("Planen kan ikke være laget før vedtaket."))
        return day

    def clean_follow_up_on(self):
        return _ahead(self.cleaned_data["follow_up_on"])

    def make(self, *, by) -> Application:
        with refusing_breaches(), transaction.atomic():
            application = Application.objects.select_for_update(of=("self",)).get(pk=self.application.pk)
            if application.status not in REFUSED:
                raise Refused(_("En hjelpeplan lages når søknaden er avslått eller avvist."))
            made = self.keyed()
            made.save(force_insert=True)
            note = ", ".join(made.measure_labels)
            CaseEvent.write(made, by=by, title=_("Hjelpeplan laget"), note=note, happened_on=made.made_on)
        return application


class FollowUpForm(forms.Form):
    """We asked how it goes, and ask again on a new day."""

    note = LineField(
        label=_("Hvordan det går"), max_length=500, help_text=_("Kommer på tidslinjen. Skriv ingen adresser.")
    )
    follow_up_on = DateField(label=_("Følges opp igjen"), initial=in_four_weeks)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_follow_up_on(self):
        day = _ahead(self.cleaned_data["follow_up_on"])
        if day < self.plan.made_on:
            raise forms.ValidationError(_("Oppfølgingen kan ikke være før planen ble laget."))
        return day

    def follow_up(self, *, by) -> Application:
        # The old day in the WHERE: of two who follow up at once, the second is told.
        was = HelpPlan.objects.open().filter(pk=self.plan.pk, follow_up_on=self.plan.follow_up_on)
        with refusing_breaches(), transaction.atomic():
            if not was.update(follow_up_on=self.cleaned_data["follow_up_on"]):
                raise Refused(_("Planen er avsluttet, eller noen andre har nettopp fulgt den opp."))
            CaseEvent.write(self.plan, by=by, title=_("Hjelpeplanen er fulgt opp"), note=self.cleaned_data["note"])
        return self.plan.application


class HelpPlanEndForm(forms.Form):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("Hvordan gikk det?"), choices=HelpPlan.Outcome.choices, widget=forms.RadioSelect
    )
    outcome_on = DateField(label=_("Avsluttet"), initial=timezone.localdate)
    outcome_text = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_outcome_on(self):
        day = not_in_future(self.cleaned_data["outcome_on"])
        if day < self.plan.made_on:
            raise forms.ValidationError(_("Planen kan ikke være avsluttet før den ble laget."))
        return day

    def end(self, *, by) -> Application:
        with refusing_breaches(), transaction.atomic():
            if not HelpPlan.objects.open().filter(pk=self.plan.pk).update(**self.cleaned_data):
                raise Refused(_("Planen er allerede avsluttet."))
            CaseEvent.write(
                self.plan,
                by=by,
                title=_("Hjelpeplanen er avsluttet"),
                note=str(HelpPlan.Outcome(self.cleaned_data["outcome"]).label),
                happened_on=self.cleaned_data["outcome_on"],
            )
        return self.plan.application
