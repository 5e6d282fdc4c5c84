"""The decision form (vedtak): what is asked, by what the decision is about and how it ends."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications import first_draft
from applications.forms.cases import WHOLE_NUMBER
from applications.forms.condition_rows import NUMBERS, ConditionRows
from applications.forms.phrases import PhraseField
from applications.letters import decision as decision_letter
from applications.letters.blocks import rules_on
from applications.models import Application, Condition, Decision, Routine, SecondReading
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.law import appeal_body, reference
from housing.models import CaseEvent
from housing.models.homes import Staffing

Kind, Outcome = Decision.Kind, Decision.Outcome
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
    "period": "valid_until",
}
DWELLING = ["rooms", "needs_lift_or_ground_floor", "needs_wheelchair", "staffing"]
# What is asked of each kind when it is granted; a refusal gives none of it.
OF_KIND = {
    Kind.MUNICIPAL_DWELLING: {*DWELLING, "lease_years"},
    Kind.EXTENSION: {"lease_years"},
    Kind.HOUSING_ASSISTANCE: {"valid_until"},
    Kind.TEMPORARY_HOUSING: {"valid_until"},
}
WHEN_GRANTED = {*DWELLING, "lease_years", "valid_until", "conditions"} | {
    f"{part}_{number}" for number in NUMBERS for part in ("condition", "supervise")
}
TEXTS = {"staffing", "conditions", "advice"}
# Fields the text library has phrases for.
WORDED = {"main_content", "conditions", "facts", "considerations", "applicant_view", "child_view", "advice"}
BY_GUIDELINES = (Kind.MUNICIPAL_DWELLING, Kind.EXTENSION)
MAIN_CONTENT_HELP = {
    Kind.MUNICIPAL_DWELLING: _("Hva søkeren får, eller ikke får."),
    Kind.EXTENSION: _("Hvilken kontrakt som forlenges, og fra når."),
    Kind.HOUSING_ASSISTANCE: _("Hva hjelpen består i, hvem som gir den, og hvor mye. Eller hva som ikke gis."),
    Kind.TEMPORARY_HOUSING: _(
        "Hva slags sted det er, hvor det ligger, og hvem som skaffer det. Eller hva som ikke gis."
    ),
}


class DecisionForm(ConditionRows, OnceForm):
    outcome = forms.ChoiceField(label=_("Utfall"), choices=Outcome.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Vedtaket gjelder"), widget=forms.RadioSelect)
    decided_on = DateField(label=_("Vedtaksdato"), initial=timezone.localdate)
    main_content = TextField(label=_("Hovedinnhold"), max_length=4000, rows=3, required=False)
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
    valid_until = DateField(label=_("Gjelder til og med"), required=False)
    conditions = TextField(label=_("Varighet, og når vedtaket faller bort"), max_length=4000, rows=3, required=False)
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
            *DWELLING,
            "lease_years",
            "valid_until",
            "conditions",
            "law_codes",
            "facts",
            "considerations",
            "applicant_view",
            "child_view",
            "advice",
        ]

    def __init__(self, *args, application, by, **kwargs):
        self.today = timezone.localdate()
        self.kinds = Decision.KINDS_FOR[application.kind]
        known = first_draft.of(application, self.kinds[0], self.today)
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        self.instance.by = by
        self.routine = Routine.objects.on(self.today)
        # An appeal that is upheld is answered by this decision.
        self.appeal = self.instance.appeal = application.appeals.awaiting_new_decision().first()
        self.add_condition_fields()
        self._fit_to(application)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _fit_to(self, application):
        """Ask only what this application can be decided on."""
        self.fields["kind"].choices = [(kind, _label_of(kind)) for kind in self.kinds]
        self.fields["main_content"].help_text = MAIN_CONTENT_HELP[self.kinds[0]]
        codes = dict.fromkeys(code for kind in self.kinds for code in decision_letter.rules_for(kind))
        rules = [reference(code, self.today) for code in codes]
        self.fields["law_codes"].choices = [(rule.code, f"{rule.short}, {rule.title}") for rule in rules]
        if Kind.TEMPORARY_HOUSING in self.kinds:
            self.fields["valid_until"].help_text = _("Siste dag i tilbudet.")
        asked = set().union(*(OF_KIND[kind] for kind in self.kinds))
        for name in {*DWELLING, "lease_years", "valid_until"} - asked:
            del self.fields[name]
        if not any(member.role == "child" for member in application.household.members_on(self.today)):
            del self.fields["child_view"]
        if self.keeps_place:
            # What was granted cannot be refused when an appeal is upheld; it is granted on other terms.
            self.fields["outcome"].choices = [(Outcome.GRANTED, Outcome.GRANTED.label)]
            self.initial.setdefault("outcome", Outcome.GRANTED)

    def _layout(self) -> Layout:
        def some(*names):
            return [PhraseField(name) if name in WORDED else name for name in names if name in self.fields]

        rows = [Row(f"condition_{number}", f"supervise_{number}", css_class="condition-row") for number in NUMBERS]
        dwelling = Div(*some("rooms", *DWELLING[1:]), css_class="form-column only-dwelling")
        lease = Div(*some("lease_years"), css_class="form-column only-lease")
        until = Div(*some("valid_until"), css_class="form-column only-until")
        granted = Fieldset(
            _t("Når søknaden innvilges"),
            dwelling,
            lease,
            until,
            *rows,
            *some("conditions"),
            css_class="only-granted",
        )
        grounds = some("law_codes", "facts", "considerations", "applicant_view", "child_view")
        return Layout(
            "external_id",
            Fieldset(_t("Vedtaket"), *some("outcome", "kind", "decided_on", "main_content")),
            granted,
            Fieldset(_t("Begrunnelsen"), *grounds),
            Fieldset(_t("Veien videre"), *some("advice"), css_class="only-refused"),
        )

    @property
    def keeps_place(self) -> bool:
        """A granted application is decided again after an appeal, and stays granted meanwhile."""
        return bool(self.appeal) and self.application.outcome == Application.Outcome.GRANTED

    @property
    def may_decide(self) -> bool:
        return self.application.is_undecided or self.keeps_place

    @property
    def needs_reader(self) -> bool:
        return self.routine.needs_second_reader(self.data.get("outcome", ""))

    def rows(self):
        return Decision.objects.filter(application=self.application)

    def first_made(self):
        """Sent before: either the decision, or the reading it was laid before."""
        return super().first_made() or self.made_before(SecondReading.objects.filter(application=self.application))

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Vedtaket kan ikke være datert før søknaden ble mottatt."))
        if self.keeps_place and day < self.application.decided_on:
            raise forms.ValidationError(_("Det nye vedtaket kan ikke være datert før det forrige."))
        return day

    def clean(self):
        answers = super().clean()
        outcome, kind = answers.get("outcome"), answers.get("kind")
        self._forget_what_is_not_asked(answers, outcome, kind)
        granted = outcome == Outcome.GRANTED
        if granted and kind == Kind.HOUSING_ASSISTANCE and len(self.kinds) > 1:
            self.add_error("kind", _("En søknad om kommunal bolig innvilges som kommunal utleiebolig."))
        if granted and kind == Kind.EXTENSION and answers.get("lease_years") is None:
            self.add_error("lease_years", _("Velg hvor lenge kontrakten forlenges."))
        if outcome == Outcome.REJECTED and not answers.get("advice"):
            self.add_error("advice", _("Skriv hva søkeren kan gjøre nå. Et avslag uten råd sendes ikke."))
        day, until = answers.get("decided_on"), answers.get("valid_until")
        if day and until and until < day:
            self.add_error("valid_until", _("Vedtaket kan ikke slutte å gjelde før det er fattet."))
        codes = answers.get("law_codes", [])
        if day and len(rules_on(codes, day)) < len(codes):
            self.add_error("law_codes", _("En av reglene gjaldt ikke på vedtaksdatoen."))
        self.check_conditions(answers)
        return answers

    def _forget_what_is_not_asked(self, answers, outcome, kind):
        """A refusal gives no dwelling and grants no help, whatever stood in the fields when the outcome was chosen."""
        if outcome is None or kind is None:
            return
        granted = outcome == Outcome.GRANTED
        kept = OF_KIND[kind] | (WHEN_GRANTED - set().union(*OF_KIND.values())) if granted else {"advice"}
        for name in (WHEN_GRANTED | {"advice"}) - kept:
            if name in self.fields:
                self.errors.pop(name, None)
                answers[name] = "" if name in TEXTS or name.startswith("condition_") else None

    def _post_clean(self):
        """The letter is tested as a whole when each field is right by itself: what it lacks is told by name."""
        super()._post_clean()
        decision = self.instance
        self.drafted = self.conditions()
        day = decision.decided_on or self.today
        decision.guidelines = Routine.objects.on(day).guidelines if decision.kind in BY_GUIDELINES else ""
        if decision.outcome and decision.decided_on:
            for missing in decision_letter.lacks(decision, self.drafted):
                field = FIELD_OF_BLOCK.get(missing.block, missing.block)
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, missing.message)

    def preview(self) -> str:
        """The letter as far as it is written."""
        self.is_valid()
        draft = self.instance
        draft.decided_on = draft.decided_on or self.today
        return decision_letter.preview(draft, self.drafted)

    def send(self, *, by) -> Application:
        """Decided, or laid before a colleague when the municipality's routine asks for that."""
        if self.needs_reader:
            return self._lay_before_reader(by)
        return self.decide(by=by)

    def _lay_before_reader(self, by) -> Application:
        names = {*self.fields, "external_id"}
        with refusing_breaches(), transaction.atomic():
            self._lock()
            SecondReading.objects.create(
                external_id=self.key,
                application=self.application,
                data={name: self.data.getlist(name) for name in self.data if name in names},
                outcome=self.cleaned_data["outcome"],
                asked_by=by,
            )
            CaseEvent.write(self.application, by=by, title=_t("Vedtaket er sendt til andreleser"))
        return self.application

    def _lock(self):
        """One at a time decides on an application, and only on one that is to be decided."""
        now = Application.objects.select_for_update(of=("self",)).get(pk=self.application.pk)
        if not (now.is_undecided or (self.keeps_place and self.appeal.awaits_new_decision)):
            raise Refused(_t("Noen andre har nettopp avgjort søknaden. Last siden på nytt og se hva som er gjort."))

    def decide(self, *, by, second_reader=None) -> Application:
        """The decision, its conditions, the new status and the letter: all or none. Of two at once, one does."""
        application = self.application
        move = {
            Outcome.GRANTED: application.decide_again if self.keeps_place else application.grant,
            Outcome.REJECTED: application.reject,
            Outcome.DISMISSED: application.dismiss,
        }[self.cleaned_data["outcome"]]
        with refusing_breaches(), transaction.atomic():
            self._lock()
            if application.readings.waiting().exists():
                raise Refused(_t("Vedtaket ligger hos en andreleser. Trekk det tilbake før du fatter et nytt."))
            decision = self.keyed()
            decision.by, decision.second_reader = by, second_reader
            decision.save(force_insert=True)
            for condition in self.drafted:
                condition.decision = decision
            Condition.objects.bulk_create(self.drafted)
            move(by=by, decision=decision)
            decision.letter = decision_letter.write(decision)
            decision.save(update_fields=["letter"])
        return application


def _label_of(kind):
    """The kind with who hears an appeal, which is seen as soon as the kind is chosen."""
    return format_lazy("{} ({} {})", Kind(kind).label, _("klage avgjøres av"), appeal_body(kind).body)
