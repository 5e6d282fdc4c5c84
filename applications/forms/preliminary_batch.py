"""Many preliminary answers in one action (foreløpige svar samlet): one reason and day for all, an own day for some.

Each letter is kept on its own: what a crash leaves undone stands on the list still, and nobody gets two.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.forms.preliminary import USUAL_REASON, answer, future_day
from applications.models import Application
from housing import terms
from housing.database import Refused
from housing.fields import DateField, TextField
from housing.forms.people import not_in_future
from housing.periods import add_months

EVERY_ONE = "alle"


class BatchChoice(forms.Form):
    """Whose applications the list shows, and which of them are chosen beforehand. Stands in the address."""

    within = forms.ChoiceField(
        label=_("Velg på forhånd dem med frist"),
        choices=[
            ("7", _("innen 7 dager")),
            ("0", _("i dag eller før")),
            ("14", _("innen 14 dager")),
            (EVERY_ONE, _("når som helst")),
        ],
        required=False,
    )
    caseworker = forms.ChoiceField(
        label=_("Saksbehandler"),
        choices=[("", _("Alle")), ("mine", _("Mine")), ("ingen", _("Ingen"))],
        required=False,
    )

    def of(self, rows, user):
        self.is_valid()
        whose = self.cleaned_data.get("caseworker")
        if whose == "mine":
            return rows.filter(caseworker=user)
        return rows.filter(caseworker__isnull=True) if whose == "ingen" else rows

    def chooses(self, due_on, today) -> bool:
        within = self.cleaned_data.get("within") or "7"
        return within == EVERY_ONE or due_on <= today + timedelta(days=int(within))


class Line(NamedTuple):
    """One row of the table: the application, its last day, whether it is chosen, and its field for an own day."""

    application: Application
    due_on: date
    days_left: int
    is_chosen: bool
    expected: object


class PreliminaryBatchForm(forms.Form):
    chosen = forms.ModelMultipleChoiceField(
        queryset=Application.objects.none(), error_messages={"required": _("Velg minst én søknad.")}
    )
    reason = TextField(label=_("Hvorfor det tar lengre tid"), max_length=2000, rows=3, initial=USUAL_REASON)
    expected_on = DateField(label=_("Når søkerne kan vente svar"))
    sent_on = DateField(label=_("Sendes"), initial=timezone.localdate)

    def __init__(self, *args, listed, may_be_chosen, chosen_beforehand=(), **kwargs):
        """``listed`` is what the page shows; ``may_be_chosen`` also holds those somebody answered a moment ago."""
        super().__init__(*args, **kwargs)
        self.listed, self.beforehand = listed, set(chosen_beforehand)
        self.fields["chosen"].queryset = may_be_chosen
        self.fields["expected_on"].initial = add_months(timezone.localdate(), 1)
        for row in listed:
            own = DateField(label=_("Egen dato for {number}").format(number=row.number), required=False)
            own.widget.attrs.update({"class": "ds-input", "size": "12", "inputmode": "numeric", "autocomplete": "off"})
            own.widget.attrs["aria-label"] = own.label
            self.fields[_own_day(row)] = own

    @property
    def lines(self) -> list[Line]:
        sent = set(self.data.getlist("chosen")) if self.is_bound else {str(pk) for pk in self.beforehand}
        today = timezone.localdate()
        last_days = [(row, terms.due_on("F1", row.received_on)) for row in self.listed]
        return [
            Line(row, due_on, (due_on - today).days, str(row.pk) in sent, self[_own_day(row)])
            for row, due_on in last_days
        ]

    def clean_sent_on(self):
        return not_in_future(self.cleaned_data["sent_on"])

    def clean_expected_on(self):
        return future_day(self.cleaned_data["expected_on"])

    def clean(self):
        answers = super().clean()
        chosen, sent_on = answers.get("chosen") or (), answers.get("sent_on")
        for row in chosen:
            if sent_on and row.received_on > sent_on:
                self.add_error("sent_on", _("{number} er mottatt etter denne datoen.").format(number=row.number))
            own = answers.get(_own_day(row))
            if own and own <= timezone.localdate():
                self.add_error(_own_day(row), _("Skriv en dato frem i tid."))
        return answers

    def answer(self, *, by) -> tuple[int, int]:
        """How many letters were written, and how many applicants somebody else had answered meanwhile."""
        told, written, before = self.cleaned_data, 0, 0
        for row in told["chosen"]:
            expected_on = told.get(_own_day(row)) or told["expected_on"]
            try:
                answer(row, by=by, reason=told["reason"], expected_on=expected_on, sent_on=told["sent_on"])
            except Refused:
                before += 1
            else:
                written += 1
        return written, before


def _own_day(row) -> str:
    return f"expected_{row.pk}"
