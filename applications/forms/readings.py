"""A colleague reads the decision before it is made (andreleser): sent, approved, sent back or taken back.

Nothing is decided while it is read. What the writer sent is kept as it was typed, and the approval sends it again
through the same form: what no longer holds is told instead of decided.
"""

from datetime import date

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.forms.decisions import DecisionForm
from applications.models import Application, SecondReading
from housing.database import Refused, refusing_breaches
from housing.fields import TextField
from housing.models import CaseEvent

Answer = SecondReading.Answer


def typed(reading) -> QueryDict:
    """The form as it was sent. The decision is made on the day it is approved, and dated so."""
    sent = QueryDict(mutable=True)
    for name, values in reading.data.items():
        sent.setlist(name, values)
    sent["decided_on"] = f"{timezone.localdate():%d.%m.%Y}"
    return sent


def form_of(reading, application=None) -> DecisionForm:
    """The writer's form, filled in; ``application`` when it is fetched anew."""
    return DecisionForm(typed(reading), application=application or reading.application, by=reading.asked_by)


class AnswerForm(forms.Form):
    """What becomes of the decision: approved and made, sent back with a comment, or taken back by its writer."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    comment = TextField(
        label=_("Kommentar til den som har skrevet vedtaket"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Kreves når vedtaket sendes tilbake."),
    )

    def __init__(self, *args, reading, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading, self.by = reading, by
        self.decision_form = form_of(reading)
        self.is_own = reading.asked_by_id == by.pk
        if self.is_own:
            del self.fields["comment"]

    def letter(self) -> str:
        return self.decision_form.preview()

    @property
    def faults(self) -> list[str]:
        """What is no longer as it should be, though it was when it was sent."""
        return [str(text) for texts in self.decision_form.errors.values() for text in texts]

    @property
    def done(self) -> str:
        return {
            Answer.APPROVED: _t("Vedtaket er godkjent og registrert. Brevet ligger klart til utsending."),
            Answer.RETURNED: _t("Vedtaket er sendt tilbake."),
            Answer.TAKEN_BACK: _t("Vedtaket er trukket tilbake. Du kan skrive videre på det."),
        }.get(self.data.get("answer"), "")

    def clean(self):
        answers = super().clean()
        answer = answers.get("answer")
        if answer is None:
            raise forms.ValidationError(_("Velg om vedtaket godkjennes eller sendes tilbake."))
        if answer == Answer.TAKEN_BACK and not self.is_own:
            raise forms.ValidationError(_("Bare den som har skrevet vedtaket, kan trekke det tilbake."))
        if answer != Answer.TAKEN_BACK and self.is_own:
            raise forms.ValidationError(_("Du har skrevet vedtaket selv. En kollega må lese det."))
        if answer == Answer.RETURNED and not answers.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("Skriv hva som må endres."))
        return answers

    def give(self) -> Application:
        """Of two who answer at once, one does; an approval and the decision are made together or not at all."""
        answer = self.cleaned_data["answer"]
        with refusing_breaches(), transaction.atomic():
            # The application first, as when a decision is sent to be read, so that two never wait for each other.
            application = Application.objects.select_for_update(of=("self",)).get(pk=self.reading.application_id)
            answered = SecondReading.objects.waiting().filter(pk=self.reading.pk)
            facts = {
                "answered_by": self.by,
                "answered_at": timezone.now(),
                "comment": self.cleaned_data.get("comment", ""),
            }
            if not answered.update(answer=answer, **facts):
                raise Refused(_t("Noen andre har nettopp svart på andrelesingen."))
            if answer == Answer.APPROVED:
                self._decide(application)
            else:
                titles = {
                    Answer.RETURNED: _t("Andreleser sendte vedtaket tilbake"),
                    Answer.TAKEN_BACK: _t("Vedtaket er trukket tilbake fra andreleser"),
                }
                CaseEvent.write(application, by=self.by, title=titles[answer])
        return application

    def _decide(self, application):
        form = form_of(self.reading, application)
        if not form.is_valid():
            raise Refused(_t("Vedtaket kan ikke godkjennes slik saken står nå. Send det tilbake."))
        form.decide(by=self.reading.asked_by, second_reader=self.by)


def latest_of(application) -> SecondReading | None:
    return application.readings.select_related("asked_by", "answered_by").first()


def to_go_on_with(application) -> SecondReading | None:
    """The reading that came back, while nothing is decided since: its text is what the writer goes on with."""
    latest = latest_of(application)
    if latest is None or latest.answer not in (Answer.RETURNED, Answer.TAKEN_BACK):
        return None
    newest: date | None = application.decisions.values_list("made_at", flat=True).order_by("-made_at").first()
    return None if newest and newest > latest.answered_at else latest
