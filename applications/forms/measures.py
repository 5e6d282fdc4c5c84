"""Forms about measures (tiltak): something is begun to better a household's housing, and later one says what it did."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Mapping, Measure
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Service


class MeasureForm(OnceForm):
    """A measure is set going, today, earlier or from a day that is agreed."""

    kind = forms.ChoiceField(label=_("Tiltak"), choices=[("", _("Velg tiltak")), *Measure.Kind.choices])
    description = LineField(
        label=_("Hva som skal gjøres"), required=False, max_length=500, help_text=_("Kort: hva, og for hvem.")
    )
    service = forms.ChoiceField(label=_("Ansvarlig tjeneste"), choices=[("", _("Velg tjeneste")), *Service.choices])
    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    planned_end_on = DateField(
        label=_("Skal være ferdig"), required=False, help_text=_("Da minnes du på å skrive hva som kom ut av det.")
    )
    mapping = forms.ModelChoiceField(
        label=_("Følger av kartleggingen"), queryset=Mapping.objects.none(), required=False, empty_label=_("Ingen")
    )

    class Meta:
        model = Measure
        fields = ["kind", "description", "service", "starts_on", "planned_end_on", "mapping"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        choice = self.fields["mapping"]
        choice.queryset = household.mappings.all()
        choice.label_from_instance = lambda mapping: f"{mapping.mapped_on:%d.%m.%Y} {mapping.get_situation_display()}"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            "external_id", Row("kind", "service"), "description", Row("starts_on", "planned_end_on"), "mapping"
        )
        return helper

    def rows(self):
        return Measure.objects.filter(household=self.household)

    def clean(self):
        answers = super().clean()
        starts_on, planned = answers.get("starts_on"), answers.get("planned_end_on")
        if starts_on and planned and planned < starts_on:
            self.add_error("planned_end_on", _("Tiltaket kan ikke være ferdig før det begynner."))
        return answers

    def register(self, *, by) -> Measure:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.by = by
            made.save(force_insert=True)
            title = _("Tiltak satt i gang: {what}").format(what=made.get_kind_display())
            note = str(made.get_service_display())
            CaseEvent.write(made, by=by, title=title, note=note, happened_on=min(made.starts_on, timezone.localdate()))
        return made


class MeasureEndForm(forms.Form):
    """The measure is over, and one says what it did for the housing situation."""

    ends_on = DateField(label=_("Avsluttet"), initial=timezone.localdate)
    effect = forms.ChoiceField(label=_("Virkning"), choices=Measure.Effect.choices, widget=forms.RadioSelect)
    effect_text = LineField(label=_("Hva som kom ut av det"), required=False, max_length=500)

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure = measure
        self.fields["ends_on"].initial = max(timezone.localdate(), measure.starts_on)

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < self.measure.starts_on:
            raise forms.ValidationError(_("Tiltaket kan ikke avsluttes før det begynte."))
        # One that never came to begin is ended on the day it was to.
        return day if day == self.measure.starts_on else not_in_future(day)

    def end(self, *, by) -> Measure:
        facts = self.cleaned_data
        with refusing_breaches(), transaction.atomic():
            # The open end in the WHERE is the lock: of two who end it at once, the second is told so.
            if not Measure.objects.filter(pk=self.measure.pk, ends_on__isnull=True).update(**facts):
                raise Refused(_("Tiltaket er allerede avsluttet."))
            title = _("Tiltak avsluttet: {what}").format(what=self.measure.get_kind_display())
            note = str(Measure.Effect(facts["effect"]).label)
            day = min(facts["ends_on"], timezone.localdate())
            CaseEvent.write(self.measure, by=by, title=title, note=note, happened_on=day)
        return self.measure
