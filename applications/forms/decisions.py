"""The decision form (vedtak)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import decision_letter
from applications.forms.cases import WHOLE_NUMBER
from applications.models import Application, Decision, Mapping
from housing.database import refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.law import reference
from housing.models.homes import Staffing

LEASES = [
    ("", _("Ikke valgt")),
    ("3", _("3 år")),
    ("4", _("4 år")),
    ("5", _("5 år")),
    ("10", _("10 år")),
    ("0", _("Tidsubestemt")),
]
YES_NO = [("", _("Ikke valgt")), ("yes", _("1. etasje eller heis")), ("no", _("Ingen krav"))]
# The block a letter lacks → the field where it is written.
FIELD_OF_BLOCK = {
    "lease": "lease_years",
    "floor_or_lift": "needs_lift_or_ground_floor",
    "rules": "law_codes",
    "main_considerations": "considerations",
}
SECTIONS = [
    (_("Vedtaket"), ["outcome", "kind", "decided_on", "main_content"]),
    (
        _("Boligen, når søknaden innvilges"),
        ["rooms", "lease_years", "needs_lift_or_ground_floor", "needs_wheelchair", "staffing", "conditions"],
    ),
    (_("Begrunnelsen"), ["law_codes", "facts", "considerations", "applicant_view", "child_view"]),
    (_("Når søknaden avslås"), ["advice"]),
]


class DecisionForm(OnceForm):
    outcome = forms.ChoiceField(label=_("Utfall"), choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Vedtaket gjelder"),
        choices=Decision.Kind.choices,
        help_text=_("Avgjør hvem som behandler en klage."),
    )
    decided_on = DateField(label=_("Vedtaksdato"), initial=timezone.localdate)
    main_content = TextField(
        label=_("Hovedinnhold"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Hva søkeren får, eller ikke får."),
    )
    rooms = forms.IntegerField(
        label=_("Antall rom"), min_value=1, max_value=12, required=False, widget=forms.TextInput(attrs=WHOLE_NUMBER)
    )
    lease_years = forms.TypedChoiceField(
        label=_("Leietid"), choices=LEASES, coerce=int, empty_value=None, required=False
    )
    needs_lift_or_ground_floor = forms.TypedChoiceField(
        label=_("Etasje og heis"),
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
    )
    needs_wheelchair = forms.BooleanField(label=_("Må kunne bruke rullestol"), required=False)
    staffing = forms.ChoiceField(
        label=_("Bemanning"), choices=[("", _("Ikke valgt")), *Staffing.choices], required=False
    )
    conditions = TextField(label=_("Vilkår, og når vedtaket faller bort"), max_length=4000, rows=3, required=False)
    law_codes = forms.MultipleChoiceField(label=_("Regler"), widget=forms.CheckboxSelectMultiple, required=False)
    facts = TextField(label=_("Fakta vi bygger på"), max_length=8000, rows=4, required=False)
    considerations = TextField(label=_("Hovedhensyn"), max_length=8000, rows=4, required=False)
    applicant_view = TextField(label=_("Søkerens syn"), max_length=4000, rows=2, required=False)
    child_view = TextField(label=_("Barnas syn"), max_length=4000, rows=2, required=False)
    advice = TextField(
        label=_("Råd om veien videre"), max_length=4000, rows=3, required=False, help_text=_("Kreves ved avslag.")
    )

    class Meta:
        model = Decision
        fields = [
            "outcome",
            "kind",
            "decided_on",
            "main_content",
            "rooms",
            "lease_years",
            "needs_lift_or_ground_floor",
            "needs_wheelchair",
            "staffing",
            "conditions",
            "law_codes",
            "facts",
            "considerations",
            "applicant_view",
            "child_view",
            "advice",
        ]

    def __init__(self, *args, application, by, **kwargs):
        today = timezone.localdate()
        kwargs["initial"] = _first_draft(application, today) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        self.instance.by = by
        rules = [reference(code, today) for code in decision_letter.RULES]
        self.fields["law_codes"].choices = [(rule.code, f"{rule.short}, {rule.title}") for rule in rules]
        if not any(member.role == "child" for member in application.household.members_on(today)):
            del self.fields["child_view"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "external_id",
            *(Fieldset(legend, *(name for name in names if name in self.fields)) for legend, names in SECTIONS),
        )

    def rows(self):
        return Decision.objects.filter(application=self.application)

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Vedtaket kan ikke være datert før søknaden ble mottatt."))
        return day

    def clean(self):
        answers = super().clean()
        outcome = answers.get("outcome")
        if outcome and outcome != Decision.Outcome.GRANTED:
            # A refusal gives no dwelling, whatever stood in the fields when the outcome was chosen.
            answers |= {"rooms": None, "lease_years": None, "needs_lift_or_ground_floor": None}
            answers |= {"needs_wheelchair": None, "staffing": "", "conditions": ""}
        if outcome == Decision.Outcome.GRANTED and answers.get("kind") == Decision.Kind.HOUSING_ASSISTANCE:
            self.add_error("kind", _("En søknad om kommunal bolig innvilges som kommunal utleiebolig."))
        if outcome == Decision.Outcome.REJECTED and not answers.get("advice"):
            self.add_error("advice", _("Skriv hva søkeren kan gjøre nå. Et avslag uten råd sendes ikke."))
        day = answers.get("decided_on")
        if day and len(decision_letter.rules_on(answers.get("law_codes", []), day)) < len(answers.get("law_codes", [])):
            self.add_error("law_codes", _("En av reglene gjaldt ikke på vedtaksdatoen."))
        return answers

    def _post_clean(self):
        """The letter is tested as a whole when each field is right by itself: what it lacks is told by name."""
        super()._post_clean()
        if self.instance.outcome and self.instance.decided_on:
            for missing in decision_letter.lacks(self.instance):
                field = FIELD_OF_BLOCK.get(missing.block, missing.block)
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, missing.message)

    def preview(self) -> str:
        """The letter as far as it is written."""
        self.is_valid()
        draft = self.instance
        draft.decided_on = draft.decided_on or timezone.localdate()
        return decision_letter.preview(draft)

    def decide(self, *, by) -> Application:
        """The decision, the new status and the letter: all or none. Of two who decide at once, one does."""
        move = {
            Decision.Outcome.GRANTED: self.application.grant,
            Decision.Outcome.REJECTED: self.application.reject,
            Decision.Outcome.DISMISSED: self.application.dismiss,
        }[self.cleaned_data["outcome"]]
        with refusing_breaches(), transaction.atomic():
            decision = self.keyed()
            decision.by = by
            decision.save(force_insert=True)
            move(by=by, decision=decision)
            decision.letter = decision_letter.write(decision)
            decision.save(update_fields=["letter"])
        return self.application


def _first_draft(application, today) -> dict:
    """What is known already, so that the caseworker writes only what is new."""
    lift = {True: "yes", False: "no", None: ""}[application.needs_lift_or_ground_floor]
    return {
        "rooms": application.rooms_min,
        "needs_lift_or_ground_floor": lift,
        "needs_wheelchair": bool(application.needs_wheelchair),
        "staffing": application.staffing_need,
        "law_codes": decision_letter.RULES_TICKED,
        "applicant_view": application.wishes,
        "facts": _mapped_facts(application.household, today),
    }


def _mapped_facts(household, today) -> str:
    mapping = Mapping.objects.filter(household=household).current(today).first()
    if mapping is None:
        return ""
    found = _("Vi kartla boligsituasjonen din {day}: {situation}.").format(
        day=f"{mapping.mapped_on:%d.%m.%Y}", situation=str(mapping.get_situation_display()).lower()
    )
    return f"{found} {mapping.description}".strip()
