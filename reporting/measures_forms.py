"""Forms of the municipality's plan: the plan, its strategies, its measures and their moves (handlingsplan)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, LineField, TextField, WholeField
from housing.form_page import OnceForm
from housing.forms.meetings import users_who_may
from reporting.models import Plan, PlanMeasure, PlanStrategy

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class KeptForm(OnceForm):
    """Makes one row, or changes one. What the database refuses is told on top of the form."""

    def rows(self):
        return self._meta.model.objects.all()

    def keep(self, *, by):
        made = self.instance.pk is None
        row = self.keyed() if made else self.save(commit=False)
        if made and hasattr(row, "by_id"):
            row.by = by
        with refusing_breaches():
            row.save()
        return row


class PlanForm(KeptForm):
    title = LineField(label=_("Tittel"), max_length=200)
    reference = LineField(label=_("Sak"), max_length=60, required=False, help_text=_("For eksempel BY-sak 56/2012."))
    adopted_on = DateField(label=_("Vedtatt"))
    valid_from = DateField(label=_("Gjelder fra"))
    valid_until = DateField(label=_("Gjelder til og med"), required=False)
    note = TextField(label=_("Merknad"), max_length=2000, rows=3, required=False)

    class Meta:
        model = Plan
        fields = ["title", "reference", "adopted_on", "valid_from", "valid_until", "note"]


class InPlanForm(KeptForm):
    """Something of one plan, with a number nothing else of its kind there has."""

    TAKEN = ""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan

    def rows(self):
        return self._meta.model.objects.filter(plan=self.plan)

    def clean_number(self):
        number = self.cleaned_data["number"]
        before = self.first_made()
        taken = self.rows().filter(number=number).exclude(pk__in=[self.instance.pk, before.pk if before else None])
        if taken.exists():
            raise forms.ValidationError(self.TAKEN)
        return number


class StrategyForm(InPlanForm):
    TAKEN = _("Planen har allerede en strategi med dette nummeret.")

    number = WholeField(label=_("Nr."), min_value=1, max_value=99)
    title = LineField(label=_("Strategi"), max_length=200)

    class Meta:
        model = PlanStrategy
        fields = ["number", "title"]


class PlanMeasureForm(InPlanForm):
    TAKEN = _("Planen har allerede et tiltak med dette nummeret.")

    number = LineField(label=_("Nr."), max_length=12, help_text=_("Slik det står i planen, for eksempel 2.4."))
    text = TextField(label=_("Tiltak"), max_length=2000, rows=3)
    theme = LineField(label=_("Tema eller henvisning"), max_length=120, required=False)
    responsible = LineField(label=_("Ansvarlig"), max_length=120, required=False)
    due_on = DateField(label=_("Frist"), required=False)
    result = TextField(label=_("Resultat"), max_length=4000, rows=4, required=False)
    note = TextField(label=_("Merknad"), max_length=2000, rows=2, required=False)

    class Meta:
        model = PlanMeasure
        fields = [
            "strategy",
            "number",
            "text",
            "theme",
            "responsible",
            "responsible_user",
            "due_on",
            "result",
            "note",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = self.plan.strategies.all()
        self.fields["strategy"].empty_label = _("Ingen strategi")
        known = users_who_may("reporting.view_report", "applications.change_application", "housing_first.view_team")
        self.fields["responsible_user"].queryset = known.order_by("name")
        self.fields["responsible_user"].empty_label = _("Ingen bruker")

    def begin(self, *, by) -> PlanMeasure:
        """A measure of a plan that has begun is in it from the plan's first day; it waits to be started."""
        day = min(self.plan.valid_from, timezone.localdate())
        return self.keyed().begin(by=by, happened_on=day)


class PlanMeasureMoveForm(forms.Form):
    """What the measure's status became, and from which day."""

    status = forms.ChoiceField(label=_("Ny status"), widget=forms.RadioSelect)
    happened_on = DateField(label=_("Fra"), initial=timezone.localdate, help_text=_("I dag eller før."))
    note = LineField(label=_("Merknad"), max_length=1000, required=False)

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure = measure
        labels = PlanMeasure.Status
        self.fields["status"].choices = [
            (status.value, status.label) for status in labels if measure.may_move_to(status.value)
        ]
        self.last = measure.moves.first()

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen kan ikke være frem i tid."))
        if self.last and day < self.last.happened_on:
            raise forms.ValidationError(
                _("Tiltaket ble «{status}» {day:%d.%m.%Y}. Det neste kan ikke ha skjedd før det.").format(
                    status=self.last.get_became_display(), day=self.last.happened_on
                )
            )
        return day

    def move(self, *, by) -> PlanMeasure:
        facts = self.cleaned_data
        self.measure.move_to(facts["status"], by=by, note=facts["note"], happened_on=facts["happened_on"])
        return self.measure
