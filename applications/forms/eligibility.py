"""The eligibility check (vilkår for å få søknaden behandlet): answers, what they mean, and going on all the same."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications import eligibility_checks
from applications.eligibility import Responsible
from applications.models import Application, EligibilityCheck, Routine
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent

YES_NO_UNKNOWN = [("yes", _("Ja")), ("no", _("Nei")), ("", _("Ikke avklart"))]
AS_TYPED = {True: "yes", False: "no", None: ""}
OVERRIDE = [
    ("no", _("Nei. Jeg følger det som står ved vilkåret")),
    ("yes", _("Ja. Jeg skriver hvorfor")),
]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody knows yet: not knowing is an answer, and the one the form begins with."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=YES_NO_UNKNOWN,
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
            **kwargs,
        )


class EligibilityForm(OnceForm):
    checked_on = DateField(label=_("Vurdert"), initial=timezone.localdate)
    has_lawful_stay = YesNoField(label=_("Har søkeren lovlig opphold?"))
    has_ties_to_norway = YesNoField(
        label=_("Har søkeren tilknytning til riket?"),
        help_text=_("Den som bor eller oppholder seg fast her, har det. Spør ikke om annet enn du trenger."),
    )
    is_housed_as_asylum_seeker = YesNoField(
        label=_("Bor søkeren i statlig innkvartering som asylsøker?"), help_text=_("Det vil si i asylmottak.")
    )
    responsible = forms.ChoiceField(
        label=_("Hvorfor er kommunen ansvarlig?"),
        choices=[*((code, label.capitalize()) for code, label in Responsible.choices), ("", _("Ikke avklart"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Kommunen der søkeren oppholder seg, er som regel ansvarlig."),
    )
    resident_since = DateField(label=_("Har bodd i kommunen siden"), required=False)
    has_rent_debt = YesNoField(
        label=_("Skylder søkeren husleie fra før?"),
        help_text=_("Ubetalt husleie fra et tidligere leieforhold hos kommunen."),
    )
    goes_on = forms.ChoiceField(
        label=_("Skal søknaden behandles selv om et vilkår ikke er oppfylt?"),
        choices=OVERRIDE,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Svar bare når det står «Ikke oppfylt» ved et vilkår."),
    )
    override_reason = TextField(label=_("Hvorfor søknaden likevel behandles"), max_length=500, rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = EligibilityCheck
        fields = ["checked_on", *eligibility_checks.ANSWERS, "override_reason"]

    def __init__(self, *args, application, **kwargs):
        known = eligibility_checks.answers_known(application)
        typed = {name: AS_TYPED.get(value, value) if name != "responsible" else value for name, value in known.items()}
        kwargs["initial"] = typed | {"seen": _last_id(application)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        self.routine = Routine.objects.on(timezone.localdate())
        self.eligibility = None
        rules = eligibility_checks.rules_for(application, self.routine)
        asked = {"resident_since": rules.residence_months, "has_rent_debt": rules.rent_debt_is_obstacle}
        for name in [name for name, is_asked in asked.items() if not is_asked]:
            del self.fields[name]
        if rules.residence_months:
            self.fields["resident_since"].help_text = _t(
                "Kommunens retningslinjer ber om {months} måneders botid. "
                "Det gjelder ikke flyktninger som er bosatt etter avtale."
            ).format(months=rules.residence_months)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("external_id", "seen", *self._sections())

    def _sections(self):
        yes_no = ["has_lawful_stay", "has_ties_to_norway", "is_housed_as_asylum_seeker"]
        law = [*(InlineRadios(name) for name in yes_no), "responsible"]
        asked = {"resident_since": "resident_since", "has_rent_debt": InlineRadios("has_rent_debt")}
        own = [shown for name, shown in asked.items() if name in self.fields]
        sections = ["checked_on", Fieldset(_t("Det loven spør om"), *law)]
        if own:
            sections.append(Fieldset(_t("Kommunens egne retningslinjer for kommunal bolig"), *own))
        return [*sections, Fieldset(_t("Når et vilkår ikke er oppfylt"), "goes_on", "override_reason")]

    def rows(self):
        return EligibilityCheck.objects.filter(application=self.application)

    def clean_checked_on(self):
        day = not_in_future(self.cleaned_data["checked_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Vilkårene kan ikke være vurdert før søknaden kom inn."))
        return day

    def clean_resident_since(self):
        return not_in_future(self.cleaned_data["resident_since"])

    def clean(self):
        answers = super().clean()
        self.eligibility = self._assessed(answers)
        if self.eligibility.is_eligible is not False:
            # A reason typed before an answer was changed is about nothing now.
            answers["override_reason"] = ""
        elif not answers.get("goes_on"):
            self.add_error("goes_on", _("Et vilkår er ikke oppfylt. Velg om søknaden likevel skal behandles."))
        elif answers["goes_on"] == "no":
            answers["override_reason"] = ""
        elif not answers.get("override_reason") and "override_reason" not in self.errors:
            self.add_error("override_reason", _("Skriv hvorfor søknaden likevel behandles."))
        return answers

    def _assessed(self, answers):
        day = answers.get("checked_on") or timezone.localdate()
        return eligibility_checks.assessed(self.application, self.routine, day, answers)

    def conditions(self) -> list[dict]:
        """Each condition with its answer, as far as the form is filled in: shown beside it."""
        if self.is_bound:
            self.is_valid()
        answers = eligibility_checks.answers_known(self.application) if not self.is_bound else {}
        eligibility = self.eligibility or self._assessed(answers)
        return eligibility_checks.as_told(eligibility, self.routine, timezone.localdate())

    def check(self, *, by) -> EligibilityCheck:
        """Keep the answers and what they meant. Of two who check at once, the second is told of the first."""
        with refusing_breaches(), transaction.atomic():
            # Whoever decides at the same moment changes the same row, and waits or is waited for.
            undecided = Application.objects.undecided().select_for_update(of=("self",))
            if not undecided.filter(pk=self.application.pk).exists():
                raise Refused(_t("Søknaden er allerede avgjort."))
            if _last_id(self.application) != (self.cleaned_data["seen"] or 0):
                raise Refused(_t("Noen andre har nettopp vurdert vilkårene. Last siden på nytt og se hva de fant."))
            made = self.keyed()
            made.by = by
            made.is_eligible = self.eligibility.is_eligible
            made.conditions = eligibility_checks.as_told(self.eligibility, self.routine, made.checked_on)
            made.save(force_insert=True)
            CaseEvent.write(
                self.application,
                by=by,
                title=_t("Vilkårene for å få søknaden behandlet er vurdert"),
                note=_outcome_of(made),
                happened_on=made.checked_on,
            )
        return made


def _last_id(application) -> int:
    return application.eligibility_checks.order_by("-pk").values_list("pk", flat=True).first() or 0


def _outcome_of(check) -> str:
    """«Ikke oppfylt: alder. Behandles likevel.» The reasons themselves stay off the timeline."""
    if check.is_eligible:
        return _t("Oppfylt")
    wanted = False if check.is_eligible is False else None
    names = ", ".join(row["label"].lower() for row in check.conditions if row["is_met"] is wanted)
    if check.is_eligible is None:
        return _t("Ikke avklart: {names}").format(names=names)
    text = _t("Ikke oppfylt: {names}.").format(names=names)
    return f"{text} {_t('Behandles likevel.')}" if check.override_reason else text
