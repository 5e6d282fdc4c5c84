"""The mapping form (kartlegging), after BOKART and NIBR's count of homeless people."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Mapping
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent
from housing.periods import add_months

RELEASE_WITHIN_MONTHS = 2
# NIBR's own words: the count is only comparable between municipalities when all read the same definition.
NIBR_WORDING = {
    "1": _("Personer som mangler tak over hodet i dag og er henvist til tilfeldige eller midlertidige botilbud."),
    "2": _("Personer som oppholder seg midlertidig hos nær slektning, venner eller kjente."),
    "3": _(
        "Personer som oppholder seg i fengsel eller institusjon, skal løslates eller utskrives innen to måneder, "
        "og ikke har egen bolig."
    ),
    "4": _("Personer uten ordnet oppholdssted kommende natt."),
    "other": _("Personen er uten egen bolig, men passer ikke i gruppene over, eller det er ikke svart."),
}


class MappingForm(OnceForm):
    mapped_on = DateField(label=_("Kartlagt"), initial=timezone.localdate)
    situation = forms.ChoiceField(
        label=_("Situasjon på boligmarkedet"), choices=Mapping.Situation.choices, widget=forms.RadioSelect
    )
    homeless_category = forms.ChoiceField(
        label=_("Bostedsløs, kategori"),
        choices=[
            (code, format_lazy("{} {}", f"{code}." if code.isdigit() else "–", text))
            for code, text in NIBR_WORDING.items()
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Bare for den som er uten egen bolig. Ordlyden er NIBRs, så tallene kan sammenlignes."),
    )
    release_on = DateField(
        label=_("Løslates eller utskrives"),
        required=False,
        help_text=_("Kreves for kategori 3: innen to måneder fra kartleggingen. Skriv dd.mm.åååå."),
    )
    problems = forms.MultipleChoiceField(
        label=_("Problemområder"),
        choices=Mapping.Problem.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("Behov"), choices=Mapping.Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    lasted_since = DateField(label=_("Situasjonen har vart siden"), required=False)
    source = LineField(label=_("Kilde"), required=False, help_text=_("Hvem opplysningene kommer fra."))
    description = TextField(label=_("Beskrivelse"), max_length=5000, rows=5, required=False)

    class Meta:
        model = Mapping
        fields = [
            "mapped_on",
            "situation",
            "homeless_category",
            "release_on",
            "lasted_since",
            "problems",
            "needs",
            "source",
            "description",
        ]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household
        self.instance.household = household

    def rows(self):
        return Mapping.objects.filter(household=self.household)

    @staticmethod
    def repeated_from(last) -> dict:
        """What a new mapping begins with: the last one's answers, with today's date."""
        if last is None:
            return {}
        kept = ["situation", "homeless_category", "release_on", "problems", "needs", "lasted_since", "description"]
        return {name: getattr(last, name) for name in kept}

    def clean_mapped_on(self):
        return not_in_future(self.cleaned_data["mapped_on"])

    def clean(self):
        answers = super().clean()
        homeless = answers.get("situation") == Mapping.Situation.NO_HOME
        category = answers.get("homeless_category")
        if homeless and not category:
            self.add_error("homeless_category", _("Velg kategori for den som er uten egen bolig."))
        if category and answers.get("situation") and not homeless:
            self.add_error("homeless_category", _("Kategori velges bare når husstanden er uten egen bolig."))
        if category == Mapping.HomelessCategory.INSTITUTION:
            self._check_release(answers.get("mapped_on"), answers.get("release_on"))
        since, mapped_on = answers.get("lasted_since"), answers.get("mapped_on")
        if since and mapped_on and since > mapped_on:
            self.add_error("lasted_since", _("Situasjonen kan ikke begynne etter kartleggingen."))
        return answers

    def _check_release(self, mapped_on, release_on):
        if "release_on" in self.errors or mapped_on is None:
            return
        if release_on is None:
            self.add_error("release_on", _("Skriv datoen for løslatelse eller utskriving."))
        elif not mapped_on <= release_on <= add_months(mapped_on, RELEASE_WITHIN_MONTHS):
            self.add_error(
                "release_on", _("Kategori 3 gjelder bare den som skal ut innen to måneder fra kartleggingen.")
            )

    def register(self, *, by) -> Mapping:
        """Save the mapping and write it on the timeline."""
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.by = by
            made.save(force_insert=True)
            CaseEvent.write(
                made, by=by, title=title_of(made), note=", ".join(made.problem_labels), happened_on=made.mapped_on
            )
        return made


class MappingEndForm(forms.Form):
    """What was found is no longer so (kartleggingen gjelder ikke lenger)."""

    ended_on = DateField(label=_("Gjelder ikke lenger fra"), initial=timezone.localdate)

    def __init__(self, *args, mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.mapping = mapping

    def clean_ended_on(self):
        day = not_in_future(self.cleaned_data["ended_on"])
        if day < self.mapping.mapped_on:
            raise forms.ValidationError(_("Kartleggingen kan ikke slutte før den begynte."))
        return day

    def end(self, *, by) -> None:
        day = self.cleaned_data["ended_on"]
        with refusing_breaches(), transaction.atomic():
            ended = Mapping.objects.filter(pk=self.mapping.pk, ended_on__isnull=True).update(ended_on=day)
            if not ended:
                raise Refused(_("Kartleggingen er allerede avsluttet."))
            CaseEvent.write(self.mapping, by=by, title=_("Kartleggingen gjelder ikke lenger"), happened_on=day)


def title_of(mapping) -> str:
    """«Kartlagt: uten egen bolig, kategori 2»."""
    situation = str(mapping.get_situation_display())
    text = _("Kartlagt: {situation}").format(situation=situation[0].lower() + situation[1:])
    if mapping.homeless_category.isdigit():
        text += _(", kategori {category}").format(category=mapping.homeless_category)
    return text
