"""Forms about ending a lease before its time: notice, cancellation for breach, the protest, and taking it back."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing import lease_papers
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Termination
from housing.notices import Kind, Party, faults

POSTED_DAYS = 14


class TerminationForm(OnceForm):
    """Notice or cancellation, with the day it can take effect (``housing/notices.py``)."""

    given_by = forms.ChoiceField(
        label=_("Hvem avslutter leieforholdet"), choices=Party.choices, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("Hvordan"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.NOTICE)
    given_on = DateField(
        label=_("Mottatt av den andre"),
        initial=timezone.localdate,
        help_text=_("Fristen regnes fra den dagen leieren, eller kommunen, har fått den."),
    )
    is_room = forms.BooleanField(
        label=_("Gjelder et enkelt rom i en annens bolig"), required=False, help_text=_("Da er fristen én måned.")
    )
    takes_effect_on = DateField(
        label=_("Leieforholdet opphører"),
        required=False,
        help_text=_("La stå tomt for den tidligste dagen loven gir."),
    )
    ground = forms.ChoiceField(
        label=_("Grunnlag"), choices=[("", _("Ikke valgt")), *Termination.Ground.choices], required=False
    )
    reasons = TextField(
        label=_("Begrunnelse"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Står i brevet til leieren. Skriv hva som har skjedd, og når."),
    )
    warned_on = DateField(
        label=_("Skriftlig advarsel gitt"),
        required=False,
        help_text=_("Kreves når avtalen heves for oppførsel."),
    )

    was_given = forms.BooleanField(
        label=_("Brevet er gitt fra før"),
        required=False,
        help_text=_("Kryss av når leieren alt har fått et brev, og en oppsigelse der sa at leieren kan protestere."),
    )

    class Meta:
        model = Termination
        fields = ["given_by", "kind", "given_on", "is_room", "takes_effect_on", "ground", "reasons", "warned_on"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.tenancy = tenancy

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        by_us = Div("ground", "reasons", "warned_on", "was_given", data_only_when=f"given_by={Party.LANDLORD.value}")
        helper.layout = Layout(
            "external_id", "given_by", "kind", "given_on", Div("is_room", data_only_when="kind=notice"),
            "takes_effect_on", by_us,
        )  # fmt: skip
        return helper

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if self.tenancy.moved_in_on and day < self.tenancy.moved_in_on:
            raise forms.ValidationError(_("Datoen er før husstanden flyttet inn."))
        if day > timezone.localdate() + timedelta(days=POSTED_DAYS):
            raise forms.ValidationError(_("Datoen er mer enn 14 dager frem i tid."))
        return day

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["given_by"] == Party.TENANT:
            cleaned |= {"ground": "", "reasons": "", "warned_on": None, "was_given": True}
            if cleaned["given_on"] > timezone.localdate():
                self.add_error("given_on", _("Datoen er frem i tid."))
        cleaned["is_room"] = cleaned["is_room"] and cleaned["kind"] == Kind.NOTICE
        self._check(cleaned)
        return cleaned

    def _check(self, cleaned):
        facts = {name: cleaned[name] for name in self._meta.fields}
        effect = facts.pop("takes_effect_on")
        asked = Termination(tenancy=self.tenancy, takes_effect_on=effect or facts["given_on"], **facts)
        # Our own letter says it; one that was given on a day that is past is none that we write now.
        asked.informs_of_protest = cleaned["was_given"] or cleaned["given_on"] >= timezone.localdate()
        if effect is None:
            effect = asked.terms().earliest_on
            asked.takes_effect_on = effect
        cleaned["takes_effect_on"] = effect
        for fault in faults(asked.terms()):
            self.add_error(fault.field, fault.message)

    def rows(self):
        return self.tenancy.terminations.all()

    def give(self, *, by) -> Termination:
        termination = self.keyed()
        with refusing_breaches():
            termination.give(by=by)
            if termination.given_by == Party.LANDLORD and not self.cleaned_data["was_given"]:
                termination.letter = lease_papers.write_termination(termination, by=by)
                termination.save(update_fields=["letter"])
        return termination


class ProtestForm(forms.Form):
    """The tenant's protest, and the lawsuit that must follow it."""

    protested_on = DateField(label=_("Protest mottatt"))
    protest = TextField(label=_("Hva leieren skriver"), max_length=4000, rows=4, required=False)
    sued_on = DateField(
        label=_("Søksmål reist"), required=False, help_text=_("Uten søksmål i tide faller oppsigelsen bort.")
    )

    def __init__(self, *args, termination, **kwargs):
        super().__init__(*args, **kwargs)
        self.termination = termination
        for name in ("protested_on", "protest", "sued_on"):
            self.fields[name].initial = getattr(termination, name)

    def clean_protested_on(self):
        day = not_in_future(self.cleaned_data["protested_on"])
        if day < self.termination.given_on:
            raise forms.ValidationError(_("Protesten er før oppsigelsen."))
        return day

    def clean_sued_on(self):
        day = self.cleaned_data["sued_on"]
        if day and day < self.termination.given_on:
            raise forms.ValidationError(_("Søksmålet er før oppsigelsen."))
        return not_in_future(day)

    def register(self, *, by):
        termination = self.termination
        with refusing_breaches():
            standing = Termination.objects.filter(pk=termination.pk, withdrawn_on__isnull=True)
            if not standing.update(**self.cleaned_data):
                raise Refused(_t("Oppsigelsen er allerede trukket."))
            day = self.cleaned_data["protested_on"]
            late = day > termination.protest_due_on
            CaseEvent.write(
                termination.tenancy,
                by=by,
                title=_("Leieren har protestert mot oppsigelsen"),
                note=_t("Etter fristen.") if late else "",
                happened_on=day,
            )


class WithdrawForm(forms.Form):
    withdrawn_on = DateField(label=_("Dato"), initial=timezone.localdate)
    withdrawn_reason = LineField(label=_("Hvorfor"), max_length=500)

    def __init__(self, *args, termination, **kwargs):
        super().__init__(*args, **kwargs)
        self.termination = termination

    def clean_withdrawn_on(self):
        day = not_in_future(self.cleaned_data["withdrawn_on"])
        if day < self.termination.given_on:
            raise forms.ValidationError(_("Datoen er før oppsigelsen ble gitt."))
        return day

    def withdraw(self, *, by):
        self.termination.withdraw(by=by, **self.cleaned_data)
