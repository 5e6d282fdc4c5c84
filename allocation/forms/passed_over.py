"""The part of an offer's form that asks why those before on the list are passed over (gått forbi)."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation.models import PassedOver
from housing.fields import LineField

# So many may be given a reason of their own; the rest stand together. A list of two hundred questions is not answered.
ONE_BY_ONE = 20


class PassedOverFields(forms.Form):
    """One reason for all, or another for some. ``passed_over`` are the candidates, first on the list first."""

    def ask_why(self, passed_over) -> None:
        self.passed_over = passed_over
        self.one_by_one, self.rest = passed_over[:ONE_BY_ONE], passed_over[ONE_BY_ONE:]
        if not passed_over:
            return
        count = len(passed_over)
        self.fields["reason"] = forms.ChoiceField(
            label=_("Hvorfor får ikke de som står foran, boligen"),
            choices=[("", _("Velg grunn")), *PassedOver.Reason.choices],
            required=False,
            help_text=_t("Gjelder alle {count} som ikke har fått en egen grunn nedenfor.").format(count=count),
        )
        self.fields["reason_text"] = LineField(label=_("Utdyp grunnen"), max_length=300, required=False)
        for candidate in self.one_by_one:
            key = candidate.place.application.pk
            self.fields[f"reason_{key}"] = forms.ChoiceField(
                label=self._named(candidate),
                choices=[("", _("Samme grunn som de andre")), *PassedOver.Reason.choices],
                required=False,
            )
            self.fields[f"text_{key}"] = LineField(label=_("Utdyp"), max_length=300, required=False)

    @staticmethod
    def _named(candidate) -> str:
        place = candidate.place
        return _t("Nr. {number}, {points} poeng: {name}").format(
            number=place.number, points=place.total, name=place.household.name_on(place.facts.on)
        )

    @property
    def own_rows(self):
        """The two fields of each, for the page."""
        for candidate in self.one_by_one:
            key = candidate.place.application.pk
            yield {"reason": self[f"reason_{key}"], "text": self[f"text_{key}"]}

    @property
    def has_own_reasons(self) -> bool:
        return any(row["reason"].value() or row["text"].value() or row["text"].errors for row in self.own_rows)

    def check_reasons(self, answers) -> None:
        """Everybody has a reason, and «annet» says what."""
        if not self.passed_over:
            return
        keys = [candidate.place.application.pk for candidate in self.one_by_one]
        needs_common = bool(self.rest) or any(not answers.get(f"reason_{key}") for key in keys)
        if needs_common and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Velg hvorfor de som står foran, ikke får boligen."))
        for reason, text in (("reason", "reason_text"), *((f"reason_{key}", f"text_{key}") for key in keys)):
            if answers.get(reason) == PassedOver.Reason.OTHER and not answers.get(text) and text not in self.errors:
                self.add_error(text, _("Skriv hva grunnen er."))
            if answers.get(text) and not answers.get(reason) and reason not in self.errors:
                self.add_error(reason, _("Velg en grunn, eller fjern teksten ved siden av."))

    @property
    def reasons(self) -> list[PassedOver]:
        """A row for each, not saved: its own reason, or the common one."""
        answers = self.cleaned_data
        rows = []
        for candidate in self.passed_over:
            application = candidate.place.application
            own = answers.get(f"reason_{application.pk}")
            rows.append(
                PassedOver(
                    application=application,
                    place_number=candidate.place.number,
                    points=candidate.place.total,
                    reason=own or answers["reason"],
                    text=answers.get(f"text_{application.pk}", "") if own else answers["reason_text"],
                )
            )
        return rows

    def write_reasons(self, offer) -> None:
        rows = self.reasons
        for row in rows:
            row.offer = offer
        PassedOver.objects.bulk_create(rows)
