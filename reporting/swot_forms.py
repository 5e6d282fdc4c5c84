"""The form of a SWOT point, and the choice of the days that are compared."""

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField
from reporting.models import SwotPoint
from reporting.register_form import RegisterForm


class SwotPointForm(RegisterForm):
    TOLD_AT = {"swot_point_once_at_a_time": "text"}

    kind = forms.ChoiceField(label=_("Felt"), choices=SwotPoint.Kind.choices)
    text = LineField(label=_("Punkt"), max_length=300)
    added_on = DateField(label=_("Står fra"), initial=timezone.localdate)
    removed_on = DateField(
        label=_("Tatt ut"),
        required=False,
        help_text=_("Fra denne dagen står det ikke lenger. Det som var, kan fortsatt vises."),
    )

    class Meta:
        model = SwotPoint
        fields = ["kind", "text", "added_on", "removed_on"]

    def clean(self):
        answers = super().clean()
        added_on, removed_on = answers.get("added_on"), answers.get("removed_on")
        if added_on and removed_on and removed_on < added_on:
            self.add_error("removed_on", _("Punktet er tatt ut før det ble satt inn."))
        return answers

    def keep(self):
        if not self.is_change:
            last = SwotPoint.objects.filter(kind=self.instance.kind).aggregate(last=Max("position"))["last"]
            self.instance.position = 0 if last is None else last + 1
        return super().keep()


class DaysForm(forms.Form):
    """The day that is shown, and an earlier one beside it; in the query string so that a view can be bookmarked."""

    dag = DateField(label=_("Slik det var"), required=False)
    mot = DateField(label=_("Sammenlignet med"), required=False)

    @classmethod
    def asked(cls, query):
        """The form, the day to show and the day to compare with, if any."""
        today = timezone.localdate()
        if not query.get("dag") and not query.get("mot"):
            return cls(initial={"dag": today}), today, None
        form = cls(query)
        answers = form.cleaned_data if form.is_valid() else {}
        return form, answers.get("dag") or today, answers.get("mot")
