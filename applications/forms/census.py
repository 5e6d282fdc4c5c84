"""Which week the count of homeless people is about, and which of its lines to show."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications import census

FIRST_YEAR = 2000
LAST_WEEK = 53


class WeekForm(forms.Form):
    """A week that has begun; the days of it that have not come are not counted."""

    year = forms.TypedChoiceField(label=_("År"), coerce=int)
    week = forms.TypedChoiceField(
        label=_("Uke"), coerce=int, choices=[(number, str(number)) for number in range(1, LAST_WEEK + 1)]
    )
    category = forms.ChoiceField(
        label=_("Kategori"),
        choices=[("", _("Alle")), *((code, _("Annet") if code == "other" else code) for code in census.CATEGORIES)],
        required=False,
    )
    missing = forms.ChoiceField(
        label=_("Mangler svar på"),
        choices=[("", _("Vis alle")), ("any", _("noe")), *census.QUESTIONS.items()],
        required=False,
    )

    def __init__(self, data, *, today):
        self.today = today
        year, week = census.week_of_count(today)
        # Asked about no week, or about the lines alone: the count week.
        super().__init__({"year": year, "week": week} | data.dict())
        iso_year = today.isocalendar().year
        self.fields["year"].choices = [(each, str(each)) for each in range(iso_year, FIRST_YEAR - 1, -1)]

    def clean(self):
        answers = super().clean()
        if {"year", "week"} <= answers.keys():
            try:
                first, last = census.days_of_week(answers["year"], answers["week"])
            except ValueError as fault:
                raise ValidationError({"week": _("Dette året har ikke uke 53.")}) from fault
            if first > self.today:
                self.add_error("week", _("Denne uken har ikke begynt."))
            answers |= {"first": first, "last": min(last, self.today)}
        return answers

    def chosen(self, lines) -> list[census.Line]:
        """The lines that are asked for."""
        category, missing = self.cleaned_data["category"], self.cleaned_data["missing"]
        return [
            line
            for line in lines
            if (not category or line.mapping.homeless_category == category)
            and (not missing or (line.missing if missing == "any" else missing in line.missing))
        ]
