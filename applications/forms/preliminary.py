"""Answers before the decision: when it takes more than a month, and when a promised day cannot be kept (fvl § 11 a).

Both promise a new day, and the promise is a deadline from then on. The old state in the WHERE is the lock: of two who
answer at once, one writes the letter and the other is told.
"""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing import letters
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.forms.people import not_in_future
from housing.law import reference
from housing.models import CaseEvent, Letter
from housing.periods import add_months

USUAL_REASON = _("Vi har mange søknader til behandling og må innhente flere opplysninger om saken din.")


def future_day(day):
    if day <= timezone.localdate():
        raise forms.ValidationError(_("Skriv en dato frem i tid."))
    return day


class PreliminaryAnswerForm(forms.Form):
    """The answer in the meantime (foreløpig svar), when the decision takes more than a month."""

    reason = TextField(label=_("Hvorfor det tar lengre tid"), max_length=2000, rows=4)
    expected_on = DateField(label=_("Når søkeren kan vente svar"))
    sent_on = DateField(label=_("Sendes"), initial=timezone.localdate)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["expected_on"].initial = add_months(timezone.localdate(), 1)
        self.fields["reason"].initial = USUAL_REASON

    def clean_sent_on(self):
        day = not_in_future(self.cleaned_data["sent_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Svaret kan ikke være sendt før søknaden er mottatt."))
        return day

    def clean_expected_on(self):
        return future_day(self.cleaned_data["expected_on"])

    def answer(self, *, by) -> Letter:
        told = self.cleaned_data
        return answer(
            self.application, by=by, reason=told["reason"], expected_on=told["expected_on"], sent_on=told["sent_on"]
        )


def answer(application, *, by, reason, expected_on, sent_on) -> Letter:
    """Write one applicant's preliminary answer, or raise ``Refused`` when there is nothing left to answer."""
    with refusing_breaches(), transaction.atomic():
        unanswered = Application.objects.undecided().filter(pk=application.pk, preliminary_answer_on__isnull=True)
        if not unanswered.update(preliminary_answer_on=sent_on, answer_promised_on=expected_on):
            raise Refused(_("Det er allerede sendt foreløpig svar, eller søknaden er avgjort."))
        return _write(
            application,
            by=by,
            day=sent_on,
            letter={
                "template": "letters/preliminary.html",
                "kind": "preliminary",
                "title": _("Foreløpig svar på søknaden din"),
            },
            event=_("Foreløpig svar sendt"),
            context={"reason": reason, "expected_on": expected_on},
        )


class DelayNoticeForm(forms.Form):
    """The promised day cannot be kept (forsinkelsesmelding): the applicant is told why, and a new day is promised.

    The act of 1967 does not say so in words; Sivilombudet reads it into § 11 a, and the act of 2025 § 17 says it.
    """

    reason = TextField(label=_("Hvorfor svaret blir forsinket"), max_length=2000, rows=4)
    expected_on = DateField(label=_("Når søkeren nå kan vente svar"))
    sent_on = DateField(label=_("Sendes"), initial=timezone.localdate)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["expected_on"].initial = add_months(timezone.localdate(), 1)

    def clean_sent_on(self):
        day = not_in_future(self.cleaned_data["sent_on"])
        if self.application.preliminary_answer_on and day < self.application.preliminary_answer_on:
            raise forms.ValidationError(_("Meldingen kan ikke være sendt før det foreløpige svaret."))
        return day

    def clean_expected_on(self):
        day = future_day(self.cleaned_data["expected_on"])
        if self.application.answer_promised_on and day <= self.application.answer_promised_on:
            raise forms.ValidationError(_("Søkeren er allerede lovet svar innen denne datoen."))
        return day

    def notify(self, *, by) -> Letter:
        told, promised = self.cleaned_data, self.application.answer_promised_on
        # What came from an older system was answered without a promise we know of.
        as_it_was = {"answer_promised_on": promised} if promised else {"answer_promised_on__isnull": True}
        with refusing_breaches(), transaction.atomic():
            waiting = Application.objects.undecided().filter(
                pk=self.application.pk, preliminary_answer_on__isnull=False, **as_it_was
            )
            if not waiting.update(answer_promised_on=told["expected_on"]):
                raise Refused(_("Søkeren har nettopp fått en ny dato, eller søknaden er avgjort."))
            return _write(
                self.application,
                by=by,
                day=told["sent_on"],
                letter={
                    "template": "letters/delay.html",
                    "kind": "delay",
                    "title": _("Svaret på søknaden din blir forsinket"),
                },
                event=_("Melding om forsinkelse sendt"),
                context={"reason": told["reason"], "expected_on": told["expected_on"], "promised_on": promised},
            )


def _write(application, *, by, day, letter, event, context) -> Letter:
    """Keep the letter as sent, and tell the timeline what was promised."""
    written = letters.write(
        letter["template"],
        application,
        kind=letter["kind"],
        title=letter["title"],
        by=by,
        day=day,
        context={
            "number": application.number,
            "received_on": application.received_on,
            "law": reference("fvl_11a", day),
            **context,
        },
    )
    letters.mark_sent(written, day)
    note = _("Svar ventes innen {day:%d.%m.%Y}").format(day=context["expected_on"])
    CaseEvent.write(application, by=by, title=event, note=note, happened_on=day)
    return written
