"""Which period's figures are shown, and which of them."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import LineField
from housing.periods import Period
from reporting.figures import FIGURES, Figure, Group
from reporting.forms import PeriodForm
from reporting.kinds import half_year_of


class FigureListForm(PeriodForm):
    """A period, one group, and words that stand in a figure's name, definition or code."""

    gruppe = forms.ChoiceField(label=_("Gruppe"), choices=[("", _("Alle")), *Group.choices], required=False)
    q = LineField(label=_("Søk i tallene"), max_length=60, required=False)

    @classmethod
    def asked(cls, query) -> "tuple[FigureListForm, Period]":
        standard = half_year_of(timezone.localdate())
        asked = query.copy()
        if "fra" not in query and "til" not in query:
            asked["fra"], asked["til"] = f"{standard.first:%d.%m.%Y}", f"{standard.last:%d.%m.%Y}"
        form = cls(asked)
        return form, Period(form.cleaned_data["fra"], form.cleaned_data["til"]) if form.is_valid() else standard

    def chosen(self) -> list[Figure]:
        answers = self.cleaned_data if self.is_valid() else {}
        words = answers.get("q", "").lower().split()
        return [
            figure
            for figure in FIGURES
            if answers.get("gruppe", "") in ("", figure.group)
            and all(word in f"{figure.label} {figure.definition} {figure.code}".lower() for word in words)
        ]
