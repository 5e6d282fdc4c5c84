"""The mapping form (kartlegging), after BOKART and NIBR's count of homeless people."""

from crispy_forms.bootstrap import InlineCheckboxes, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Level, Mapping
from applications.models.mapping import NIBR_WORDING
from applications.release import is_within_reach
from housing import consequences
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Household, TargetGroup

SITUATION = ["situation", "homeless_category", "release_on", "lasted_since"]
REST = ["problems", "target_groups", "needs", *Mapping.LEVELS, "description"]


def several(label, choices, **more):
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **more
    )


class MappingForm(OnceForm):
    """All that is asked in a mapping. What does not apply is not asked: ``data-only-when`` takes it off the page."""

    mapped_on = DateField(label=_("Kartlagt"), initial=timezone.localdate)
    situation = forms.ChoiceField(
        label=_("Situasjon på boligmarkedet"), choices=Mapping.Situation.choices, widget=forms.RadioSelect
    )
    homeless_category = forms.ChoiceField(
        label=_("Bostedsløs, kategori"),
        choices=[
            *(
                (code, format_lazy("{} {}", f"{code}.", text) if code.isdigit() else text)
                for code, text in NIBR_WORDING.items()
            ),
            ("", _("gjelder ikke, har egen bolig")),
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
    lasted_since = DateField(
        label=_("Situasjonen har vart siden"), required=False, help_text=_("Omtrentlig dato holder. Skriv dd.mm.åååå.")
    )
    problems = several(_("Problemområder"), Mapping.Problem.choices, help_text=_("Flere kan gjelde."))
    target_groups = several(
        _("Målgrupper"), TargetGroup.choices, help_text=_("Lagres også på husstanden når kartleggingen er den nyeste.")
    )
    needs = several(_("Husstanden trenger"), Mapping.Need.choices)
    source = LineField(label=_("Kilde"), required=False, help_text=_("Hvem opplysningene kommer fra."))
    description = TextField(label=_("Beskrivelse"), max_length=5000, rows=5, required=False)

    class Meta:
        model = Mapping
        fields = ["mapped_on", *SITUATION, *REST, "source"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household
        self.instance.household = household
        for name in Mapping.LEVELS:
            self.fields[name] = forms.TypedChoiceField(
                label=capfirst(Mapping._meta.get_field(name).verbose_name),
                choices=[*Level.choices, ("", _("Ikke vurdert"))],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            "external_id",
            Fieldset(
                _("Situasjonen"),
                Row("mapped_on", "lasted_since"),
                "situation",
                Div(
                    "homeless_category",
                    Div("release_on", data_only_when="homeless_category=3"),
                    css_class="always-answered",
                    data_only_when="situation=no_home",
                ),
            ),
            Fieldset(_("Problemer og målgrupper"), Row("problems", "target_groups")),
            Fieldset(_("Behov"), InlineCheckboxes("needs")),
            Fieldset(_("Funksjonsnivå"), *(InlineRadios(name) for name in Mapping.LEVELS), css_class="levels"),
            Fieldset(_("Kilde og beskrivelse"), "source", "description"),
        )
        return helper

    def rows(self):
        return Mapping.objects.filter(household=self.household)

    @staticmethod
    def repeated_from(last, household, day) -> dict:
        """What a new mapping begins with: the last one's answers, less those that are no longer so.

        Who the information comes from is asked each time.
        """
        if last is None:
            return {"target_groups": household.target_groups}
        kept = REST if last.ended_on and last.ended_on <= day else [*SITUATION, *REST]
        answers = {name: getattr(last, name) for name in kept}
        if last.has_run_out(day):
            answers |= {"homeless_category": None, "release_on": None}
        answers["target_groups"] = last.target_groups or household.target_groups
        return answers

    def clean_mapped_on(self):
        return not_in_future(self.cleaned_data["mapped_on"])

    def clean(self):
        answers = super().clean()
        homeless = answers.get("situation") == Mapping.Situation.NO_HOME
        category = answers.get("homeless_category")
        if homeless and not category and "homeless_category" not in self.errors:
            self.add_error("homeless_category", _("Velg kategori for den som er uten egen bolig."))
        if category and answers.get("situation") and not homeless:
            self.add_error("homeless_category", _("Kategori velges bare når husstanden er uten egen bolig."))
        if "release_on" not in self.errors:
            self._check_release(category, answers.get("mapped_on"), answers.get("release_on"))
        since, mapped_on = answers.get("lasted_since"), answers.get("mapped_on")
        if since and mapped_on and since > mapped_on:
            self.add_error("lasted_since", _("Situasjonen kan ikke begynne etter kartleggingen."))
        return answers

    def _check_release(self, category, mapped_on, release_on):
        if category != Mapping.HomelessCategory.INSTITUTION:
            if release_on:
                self.add_error("release_on", _("Datoen gjelder bare kategori 3. Fjern den eller velg kategori 3."))
        elif release_on is None:
            self.add_error("release_on", _("Skriv datoen for løslatelse eller utskriving."))
        elif mapped_on and not is_within_reach(mapped_on, release_on):
            self.add_error(
                "release_on", _("Kategori 3 gjelder bare den som skal ut innen to måneder fra kartleggingen.")
            )

    def register(self, *, by) -> Mapping:
        """Save the mapping, write it on the timeline, and let the household have its target groups."""
        with refusing_breaches(), transaction.atomic():
            household = Household.objects.select_for_update().get(pk=self.household.pk)
            made = self.keyed()
            made.by = by
            made.save(force_insert=True)
            CaseEvent.write(
                made, by=by, title=title_of(made), note=", ".join(made.problem_labels), happened_on=made.mapped_on
            )
            if Mapping.objects.current(timezone.localdate()).filter(pk=made.pk).exists():
                _pass_on_groups(made, household, by=by)
            consequences.changed("mapping", [household.pk], by=by)
        return made


def _pass_on_groups(mapping, household, *, by) -> None:
    """The household's target groups are those of its latest mapping: lists and the waiting list ask the household.

    They are health facts, so the line is about the mapping: whoever may not read mappings does not read it.
    """
    if set(household.target_groups) == set(mapping.target_groups):
        return
    note = _("Nå: {now}. Før: {before}.").format(
        now=", ".join(mapping.group_labels) or _("ingen"), before=", ".join(household.group_labels) or _("ingen")
    )
    household.target_groups = mapping.target_groups
    household.save(update_fields=["target_groups"])
    CaseEvent.write(mapping, by=by, title=_("Målgrupper endret"), note=note, happened_on=mapping.mapped_on)


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
            consequences.changed("mapping", [self.mapping.household_id], by=by)


class OtherMappingForm(forms.Form):
    """Which of the household's other mappings this one is held up against."""

    other = forms.ModelChoiceField(
        label=_("Sammenlign med"), queryset=Mapping.objects.none(), empty_label=None, required=False
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        choice = self.fields["other"]
        choice.queryset = others
        choice.label_from_instance = lambda mapping: f"{mapping.mapped_on:%d.%m.%Y} {mapping.get_situation_display()}"


def title_of(mapping) -> str:
    """«Kartlagt: uten egen bolig, kategori 2»."""
    situation = str(mapping.get_situation_display())
    text = _("Kartlagt: {situation}").format(situation=situation[0].lower() + situation[1:])
    if mapping.homeless_category.isdigit():
        text += _(", kategori {category}").format(category=mapping.homeless_category)
    return text
