"""Reasons asked for after the decision, and given (krav om begrunnelse).

A decision in the applicant's favour may be sent without reasons. Whoever asks for them within the appeal period gets
them in a letter, and a new appeal period from the day it arrives.
"""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.letters.blocks import rules_on
from applications.models import Application, Decision
from housing import letters, terms
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.law import appeal_body, reference
from housing.models import CaseEvent, Letter

KIND = "reasons"


def letter_of(decision) -> Letter | None:
    """The letter with the reasons, once it is written."""
    return Letter.objects.filter(
        kind=KIND,
        household=decision.application.household_id,
        subject_type__app_label="applications",
        subject_type__model="decision",
        subject_id=decision.pk,
    ).first()


class AskedForm(forms.Form):
    """The applicant asks for reasons: from now the appeal period stands still."""

    asked_on = DateField(label=_("Begrunnelse krevd"), initial=timezone.localdate)

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_asked_on(self):
        day, told_on = not_in_future(self.cleaned_data["asked_on"]), self.decision.application.notified_on
        if day < self.decision.decided_on:
            raise forms.ValidationError(_("Begrunnelsen kan ikke være krevd før vedtaket."))
        last = terms.due_on("F3", told_on) if told_on else None
        if last and day > last:
            raise forms.ValidationError(
                _("Fristen for å kreve begrunnelse gikk ut %(last)s. Kravet gir ikke ny klagefrist."),
                params={"last": f"{last:%d.%m.%Y}"},
            )
        return day

    def register(self, *, by) -> Application:
        application, day = self.decision.application, self.cleaned_data["asked_on"]
        with refusing_breaches(), transaction.atomic():
            unasked = Decision.objects.filter(pk=self.decision.pk, reasons_asked_on__isnull=True)
            if not unasked.update(reasons_asked_on=day):
                raise Refused(_t("Begrunnelse er allerede krevd."))
            CaseEvent.write(application, by=by, title=_t("Søkeren krever begrunnelse for vedtaket"), happened_on=day)
        return application


class ReasonsForm(OnceForm):
    """The reasons themselves: the facts and what weighed most. They go out in a letter of their own."""

    facts = TextField(label=_("Fakta vi bygger på"), max_length=8000, rows=5)
    considerations = TextField(label=_("Hovedhensyn"), max_length=8000, rows=5)

    class Meta:
        model = Letter
        fields: list[str] = []

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.fields["facts"].initial = decision.facts
        self.fields["considerations"].initial = decision.considerations

    def rows(self):
        return Letter.objects.filter(kind=KIND, household=self.decision.application.household_id)

    def first_made(self):
        return super().first_made() and self.decision.application

    def write(self, *, by) -> Application:
        """The decision is locked: of two who write at once, one letter is made."""
        today = timezone.localdate()
        with refusing_breaches(), transaction.atomic():
            decision = Decision.objects.select_for_update(of=("self",)).get(pk=self.decision.pk)
            if decision.reasons_asked_on is None:
                raise Refused(_t("Søkeren har ikke krevd begrunnelse."))
            if letter_of(decision):
                raise Refused(_t("Begrunnelsen er allerede skrevet."))
            letter = letters.write(
                "letters/reasons.html",
                decision,
                kind=KIND,
                title=str(_t("Begrunnelse for vedtaket i saken din")),
                by=by,
                day=today,
                context=self._context(decision, today),
            )
            Letter.objects.filter(pk=letter.pk).update(external_id=self.key)
            CaseEvent.write(decision.application, by=by, title=_t("Begrunnelse for vedtaket skrevet"))
        return decision.application

    def _context(self, decision, today) -> dict:
        return {
            "number": decision.application.number,
            "decision": decision,
            "asked_on": decision.reasons_asked_on,
            "facts": self.cleaned_data["facts"],
            "considerations": self.cleaned_data["considerations"],
            "rules": rules_on(decision.law_codes, decision.decided_on),
            "body": appeal_body(decision.kind).body,
            "law": reference("fvl_24", today),
            "term": reference("fvl_29", today),
        }


class ArrivedForm(forms.Form):
    """The letter with the reasons has arrived: a new appeal period runs."""

    sent_on = DateField(label=_("Brevet ble sendt"), initial=timezone.localdate)
    arrived_on = DateField(
        label=_("Begrunnelsen kom frem"),
        initial=timezone.localdate,
        help_text=_("En ny klagefrist på tre uker løper fra denne dagen. Skriv dd.mm.åååå."),
    )

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_sent_on(self):
        day = not_in_future(self.cleaned_data["sent_on"])
        if day < self.decision.reasons_asked_on:
            raise forms.ValidationError(_("Begrunnelsen kan ikke være sendt før den ble krevd."))
        return day

    def clean_arrived_on(self):
        return not_in_future(self.cleaned_data["arrived_on"])

    def clean(self):
        answers = super().clean()
        sent_on, arrived_on = answers.get("sent_on"), answers.get("arrived_on")
        if sent_on and arrived_on and arrived_on < sent_on:
            self.add_error("arrived_on", _("Brevet kan ikke komme frem før det er sendt."))
        return answers

    def register(self, *, by) -> Application:
        application, day = self.decision.application, self.cleaned_data["arrived_on"]
        with refusing_breaches(), transaction.atomic():
            waiting = Decision.objects.filter(
                pk=self.decision.pk, reasons_asked_on__isnull=False, reasons_given_on__isnull=True
            )
            if not waiting.update(reasons_given_on=day):
                raise Refused(_t("Det er allerede registrert at begrunnelsen kom frem."))
            letters.mark_sent(letter_of(self.decision), self.cleaned_data["sent_on"])
            title = _t("Begrunnelsen er kommet frem, og ny klagefrist løper")
            CaseEvent.write(application, by=by, title=title, happened_on=day)
        return application
