"""Forms about somebody who is to leave prison or an institution (løslatelse og utskriving)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from applications.models import Transition
from applications.transition_list import known_institutions
from housing.database import refusing_breaches
from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, User
from housing.protection import may_see_address
from housing.roles import Role

Outcome = Transition.Outcome
HOMES = (Outcome.MUNICIPAL, Outcome.PRIVATE, Outcome.OWN)
FACTS = [
    "kind",
    "institution",
    "admitted_on",
    "notified_on",
    "home_before",
    "home_needed",
    "services_before",
    "contact_institution",
    "caseworker",
    "contact_nav",
    "consent",
]


class SuggestingInput(forms.TextInput):
    """A line of text with the names used before: one prison is counted as one only when it has one spelling."""

    def __init__(self, *args, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions

    def render(self, name, value, attrs=None, renderer=None):
        listed = f"{attrs.get('id', name)}_names"
        field = super().render(name, value, {**attrs, "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">', ((text,) for text in self.suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


class FactsForm(OnceForm):
    """What is known about somebody who is expected. When they come out is told on its own."""

    kind = forms.ChoiceField(label=_("Gjelder"), choices=Transition.Kind.choices, widget=forms.RadioSelect)
    institution = LineField(
        label=_("Fengsel eller institusjon"),
        required=False,
        max_length=200,
        widget=SuggestingInput(suggestions=known_institutions),
        help_text=_("Med samme skrivemåte hver gang, så tallene per institusjon stemmer."),
    )
    admitted_on = DateField(label=_("Innsatt eller innlagt"), required=False)
    notified_on = DateField(
        label=_("Kommunen fikk melding"),
        initial=timezone.localdate,
        help_text=_("Et sykehus skal varsle innen 24 timer etter innleggelsen."),
    )
    home_before = forms.ChoiceField(
        label=_("Bolig fra før"),
        choices=[("", _("Ikke avklart")), *Transition.HomeBefore.choices],
        required=False,
        help_text=_("Avklares straks etter innleggelse eller innsettelse. Har de egen bolig, regnes den som klar."),
    )
    home_needed = LineField(label=_("Hva slags bolig som trengs"), required=False, max_length=500)
    services_before = LineField(label=_("Tjenester fra kommunen fra før"), required=False, max_length=500)
    contact_institution = LineField(label=_("Kontakt i fengselet eller institusjonen"), required=False, max_length=200)
    contact_nav = LineField(label=_("Kontakt i NAV"), required=False, max_length=200)
    caseworker = forms.ModelChoiceField(
        label=_("Kontakt hos oss"), queryset=User.objects.none(), required=False, empty_label=_("Ingen ennå")
    )

    class Meta:
        model = Transition
        fields = FACTS

    def __init__(self, *args, household, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        workers = User.objects.filter(is_active=True, roles__overlap=[Role.CASEWORKER, Role.LEADER])
        self.fields["caseworker"].queryset = workers.order_by("name")
        if self.instance.pk is None:
            self.fields["caseworker"].initial = user
        consent = self.fields["consent"]
        given = household.consents.on(timezone.localdate())
        consent.queryset = given | household.consents.filter(pk=self.instance.consent_id)
        consent.label, consent.empty_label = _("Samtykke til å dele"), _("Ingen samtykke")
        consent.label_from_instance = lambda row: f"{row.recipient}: {row.purpose} ({row.given_on:%d.%m.%Y})"
        consent.help_text = _("Uten samtykke deler vi ingenting. Nye samtykker registreres på husstandens side.")
        if self.instance.pk and not may_see_address(user, household, timezone.localdate()):
            del self.fields["institution"], self.fields["contact_institution"]

    @property
    def helper(self):
        helper = FormHelper()
        helper.render_hidden_fields = True
        helper.layout = Layout(
            Fieldset(_("Oppholdet"), *self._kept("kind", "institution")),
            Row(*self._kept("admitted_on", "notified_on", "planned_on")),
            Fieldset(_("Bolig"), "home_before", "home_needed", "services_before"),
            Fieldset(_("Kontakter og samtykke"), Row(*self._kept("contact_institution", "contact_nav"))),
            Row("caseworker", "consent"),
        )
        return helper

    def _kept(self, *names):
        return [name for name in names if name in self.fields]

    def rows(self):
        return Transition.objects.filter(household=self.household)

    def clean_institution(self):
        """Spelled as it was before, whatever the letters' size."""
        name = self.cleaned_data["institution"]
        return next((known for known in known_institutions() if known.casefold() == name.casefold()), name)

    def clean_admitted_on(self):
        return not_in_future(self.cleaned_data["admitted_on"])

    def clean_notified_on(self):
        return not_in_future(self.cleaned_data["notified_on"])


class TransitionForm(FactsForm):
    """The municipality is told that somebody is coming."""

    planned_on = DateField(
        label=_("Ventes ut"), required=False, help_text=_("Slik det er meldt. Nye datoer registreres etter hvert.")
    )

    class Meta(FactsForm.Meta):
        fields = [*FACTS, "planned_on"]

    def clean(self):
        answers = super().clean()
        admitted_on, planned_on = answers.get("admitted_on"), answers.get("planned_on")
        if admitted_on and planned_on and planned_on < admitted_on:
            self.add_error("planned_on", _("Datoen er før innsettelsen eller innleggelsen."))
        return answers

    def register(self, *, by) -> Transition:
        made = self.keyed()
        if made.home_before == Transition.HomeBefore.HAS:
            made.housing_ready_on = made.notified_on
        return made.register(by=by)


class TransitionChangeForm(FactsForm):
    """More is known, or something was wrong."""

    def clean(self):
        answers = super().clean()
        admitted_on = answers.get("admitted_on")
        for day in (self.instance.planned_on, self.instance.actual_on):
            if admitted_on and day and day < admitted_on:
                self.add_error("admitted_on", _("De er ventet ut eller kom ut før denne datoen."))
                break
        return answers

    def rows(self):
        """Changing makes no row that a second click could find."""
        return Transition.objects.none()

    def change(self, *, by) -> Transition:
        with refusing_breaches(), transaction.atomic():
            Transition.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.save(update_fields=[name for name in FACTS if name in self.fields])
            labels = [str(self.fields[name].label) for name in self.changed_data if name in FACTS]
            if labels:
                title = self.instance.told(_("opplysninger endret"))
                CaseEvent.write(self.instance, by=by, title=title, note=", ".join(labels))
        return self.instance


class OfTransition(forms.Form):
    """A form about one that is registered."""

    def __init__(self, *args, transition, **kwargs):
        super().__init__(*args, **kwargs)
        self.transition = transition

    def not_before_admitted(self, day, message):
        if day and self.transition.admitted_on and day < self.transition.admitted_on:
            raise forms.ValidationError(message)
        return day


class RescheduleForm(OfTransition):
    """They come out on another day than we were told (fremskutt eller utsatt)."""

    planned_on = DateField(label=_("Ny dato"))
    learned_on = DateField(label=_("Fikk vite"), initial=timezone.localdate)
    reason = LineField(label=_("Hvorfor"), required=False, max_length=300)

    def clean_planned_on(self):
        return self.not_before_admitted(
            self.cleaned_data["planned_on"], _("Datoen er før innsettelsen eller innleggelsen.")
        )

    def clean_learned_on(self):
        day = not_in_future(self.cleaned_data["learned_on"])
        if day < self.transition.notified_on:
            raise forms.ValidationError(_("Kommunen hadde ikke fått melding ennå."))
        return day

    def reschedule(self, *, by) -> Transition:
        """The second of two clicks finds the date as it wants it, and writes nothing."""
        if self.cleaned_data["planned_on"] != self.transition.planned_on:
            self.transition.reschedule(by=by, **self.cleaned_data)
        return self.transition


class ReadyForm(OfTransition):
    """A home is ready, or is not after all (bolig klar)."""

    ready_on = DateField(label=_("Bolig klar fra"), initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.transition.housing_ready_on:
            field = self.fields["ready_on"]
            field.initial, field.required = self.transition.housing_ready_on, False
            field.help_text = _("Tøm feltet hvis boligen ikke er klar likevel.")

    def clean_ready_on(self):
        return not_in_future(self.cleaned_data["ready_on"])

    def make_ready(self, *, by) -> Transition:
        if self.cleaned_data["ready_on"] != self.transition.housing_ready_on:
            self.transition.make_ready(by=by, ready_on=self.cleaned_data["ready_on"])
        return self.transition


class CompleteForm(OfTransition):
    """They are out: where to, and was a home ready?"""

    actual_on = DateField(label=_("Kom ut"))
    outcome = forms.ChoiceField(label=_("Flyttet til"), choices=Outcome.choices, widget=forms.RadioSelect)
    housing_ready_on = DateField(
        label=_("Bolig klar fra"), required=False, help_text=_("Kreves når de flyttet til en bolig. Ellers tomt.")
    )
    note = LineField(label=_("Merknad"), required=False, max_length=500, help_text=_("Ikke skriv adresser her."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.transition.planned_on
        self.fields["actual_on"].initial = min(planned, timezone.localdate()) if planned else timezone.localdate()
        self.fields["housing_ready_on"].initial = self.transition.housing_ready_on

    def clean_actual_on(self):
        day = not_in_future(self.cleaned_data["actual_on"])
        return self.not_before_admitted(day, _("Ut-datoen er før innsettelsen eller innleggelsen."))

    def clean_housing_ready_on(self):
        return not_in_future(self.cleaned_data["housing_ready_on"])

    def clean(self):
        answers = super().clean()
        if "housing_ready_on" in self.errors:
            return answers
        if answers.get("outcome") in HOMES and not answers.get("housing_ready_on"):
            self.add_error("housing_ready_on", _("Skriv når boligen var klar."))
        return answers

    def complete(self, *, by) -> Transition:
        self.transition.complete(by=by, **self.cleaned_data)
        return self.transition


class CancelForm(OfTransition):
    """Nobody is to come to us after all (ikke lenger aktuell)."""

    cancelled_on = DateField(label=_("Ikke lenger aktuell fra"), initial=timezone.localdate)
    note = LineField(
        label=_("Hvorfor"),
        max_length=500,
        help_text=_("For eksempel: flytter til en annen kommune. Ikke skriv adresser."),
    )

    def clean_cancelled_on(self):
        day = not_in_future(self.cleaned_data["cancelled_on"])
        if day < self.transition.notified_on:
            raise forms.ValidationError(_("Kommunen hadde ikke fått melding ennå."))
        return day

    def cancel(self, *, by) -> Transition:
        self.transition.cancel(by=by, **self.cleaned_data)
        return self.transition
