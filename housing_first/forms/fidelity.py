"""Forms about a team's own judgement: the questions it asks itself, and what it answered for a half-year."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing_first.forms.teams import not_in_future
from housing_first.models import FidelityCheck, FidelityForm
from housing_first.models.fidelity import MOST_POINTS

LONGEST_QUESTION = 500
MOST_QUESTIONS = 60
POINTS = [
    ("", _("Vet ikke")),
    ("0", _("0 – ikke i det hele tatt")),
    ("1", _("1 – lite")),
    ("2", _("2 – delvis")),
    ("3", _("3 – mye")),
    (str(MOST_POINTS), _("4 – fullt ut")),
]


class QuestionsForm(forms.ModelForm):
    """A new version of the form: one question on each line."""

    valid_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate)
    questions = TextField(label=_("Spørsmål, ett på hver linje"), max_length=30_000, rows=14)

    class Meta:
        model = FidelityForm
        fields = ["valid_from"]

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if FidelityForm.objects.filter(valid_from=day).exists():
            raise forms.ValidationError(_("Det er allerede lagret et skjema fra denne dagen."))
        return day

    def clean_questions(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        asked = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST_QUESTION for line in asked):
            raise forms.ValidationError(_("Et spørsmål kan ha høyst 500 tegn."))
        if len(asked) > MOST_QUESTIONS:
            raise forms.ValidationError(_("Skjemaet kan ha høyst 60 spørsmål."))
        return asked

    def adopt(self, *, by):
        made = self.save(commit=False)
        made.questions = self.cleaned_data["questions"]
        return made.adopt(by=by)


class CheckForm(OnceForm):
    """A team answers the questions for a half-year. What it does not know is left open, and is no nought."""

    year = forms.IntegerField(label=_("År"), min_value=2000)
    half = forms.TypedChoiceField(
        label=_("Halvår"), choices=[(1, _("1. halvår")), (2, _("2. halvår"))], coerce=int, widget=forms.RadioSelect
    )
    made_on = DateField(label=_("Vurdert"), initial=timezone.localdate)

    class Meta:
        model = FidelityCheck
        fields = ["year", "half", "made_on"]

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team
        today = timezone.localdate()
        self.questions = FidelityForm.objects.on(today).questions
        self.fields["year"].initial, self.fields["half"].initial = today.year, 1 if today.month <= 6 else 2
        for number, question in enumerate(self.questions):
            self.fields[f"points_{number}"] = forms.ChoiceField(label=question, choices=POINTS, required=False)
        self.fields["learned"] = TextField(label=_("Hva teamet vil gjøre annerledes"), max_length=4000, required=False)

    def rows(self):
        return FidelityCheck.objects.filter(team=self.instance.team_id)

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("Halvåret er ikke begynt."))
        return year

    def clean_made_on(self):
        return not_in_future(self.cleaned_data["made_on"])

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        if cleaned.get("year") == today.year and cleaned.get("half") == 2 and today.month <= 6:
            self.add_error("half", _("Halvåret er ikke begynt."))
        return cleaned

    def record(self, *, by) -> FidelityCheck:
        made = self.keyed()
        made.questions = self.questions
        given = [self.cleaned_data[f"points_{number}"] for number in range(len(self.questions))]
        made.points = [int(points) if points else None for points in given]
        made.learned = self.cleaned_data["learned"]
        return made.record(by=by)
