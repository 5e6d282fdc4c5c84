"""The conditions of a decision as rows of a form: what is asked, and when it is looked after (vilkår).

An empty row is no condition. The page shows one empty row at a time, and an emptied one is gone: that needs no script.
"""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Condition
from housing.fields import DateField, LineField

MOST = 5
NUMBERS = range(1, MOST + 1)


class ConditionRows(forms.Form):
    """Mixed into the form of a decision."""

    def add_condition_fields(self):
        for number in NUMBERS:
            # A placeholder of one space lets the style sheet see that the field is empty.
            self.fields[f"condition_{number}"] = LineField(
                label=_t("Vilkår {number}").format(number=number),
                max_length=500,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": " "}),
            )
            self.fields[f"supervise_{number}"] = DateField(label=_t("Følges opp"), required=False)

    def conditions(self) -> list[Condition]:
        """Unsaved rows, as far as they are written."""
        answers = getattr(self, "cleaned_data", {})
        return [
            Condition(text=answers[f"condition_{number}"], supervise_on=answers.get(f"supervise_{number}"))
            for number in NUMBERS
            if answers.get(f"condition_{number}")
        ]

    def check_conditions(self, answers):
        day = answers.get("decided_on")
        for number in NUMBERS:
            text, supervise_on = answers.get(f"condition_{number}"), answers.get(f"supervise_{number}")
            if supervise_on and not text and f"condition_{number}" not in self.errors:
                self.add_error(f"condition_{number}", _("Skriv vilkåret som skal følges opp, eller fjern datoen."))
            if supervise_on and day and supervise_on < day:
                self.add_error(f"supervise_{number}", _("Vilkåret kan ikke følges opp før vedtaket."))
