"""The form of a course, with how many came from each service."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField, WholeField
from reporting.models import Course, CourseAttendance
from reporting.models.courses import MOST_PARTICIPANTS
from reporting.register_form import RegisterForm

LINE = re.compile(r"(?P<service>.*\S)\s*[:;\t]\s*(?P<count>[0-9]{1,6})", re.ASCII)
SERVICE_LENGTH = 120


class AttendanceField(TextField):
    """How many came from each service, a line each: «NAV: 12»."""

    def to_python(self, value):
        found: dict[str, int] = {}
        for number, line in enumerate((super().to_python(value) or "").splitlines(), 1):
            if not line.strip():
                continue
            match = LINE.fullmatch(line.strip())
            if match is None:
                raise ValidationError(_now("Linje {number}: skriv virksomhet, kolon og antall.").format(number=number))
            service = " ".join(match["service"].split())
            if service in found or len(service) > SERVICE_LENGTH:
                told = _now("Linje {number}: virksomheten står der allerede, eller navnet er for langt.")
                raise ValidationError(told.format(number=number))
            found[service] = int(match["count"])
        return found

    def prepare_value(self, value):
        if isinstance(value, dict):
            return "\n".join(f"{service}: {count}" for service, count in value.items())
        return value

    def validate(self, value):
        """Nothing is a lawful answer, and each line was checked when it was read."""

    def run_validators(self, value):
        """The length was checked as text."""


class CourseForm(RegisterForm):
    kind = forms.ChoiceField(label=_("Slag"), choices=Course.Kind.choices)
    title = LineField(label=_("Tittel"), max_length=200)
    held_on = DateField(label=_("Holdt"), help_text=_("Den første dagen, om det var flere."))
    participants = WholeField(label=_("Deltakere"), min_value=0, max_value=MOST_PARTICIPANTS)
    place = LineField(label=_("Sted"), max_length=200, required=False)
    organiser = LineField(label=_("Arrangør"), max_length=200, required=False)
    audience = LineField(label=_("Målgruppe"), max_length=300, required=False)
    attendance = AttendanceField(
        label=_("Deltakere fra hver virksomhet"),
        rows=5,
        required=False,
        help_text=_("En linje for hver, for eksempel «NAV: 12». Til sammen ikke flere enn deltakerne."),
    )
    note = TextField(
        label=_("Merknad"), max_length=5000, rows=3, required=False, help_text=_("Ingen navn på leietakere.")
    )

    field_order = ["kind", "title", "held_on", "participants", "place", "organiser", "audience", "attendance", "note"]

    class Meta:
        model = Course
        fields = ["kind", "title", "held_on", "participants", "place", "organiser", "audience", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attendance"].initial = dict(self._attendance(self.instance)) if self.is_change else {}

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Du kan føre opp kurset når det er holdt."))
        return day

    def clean(self):
        answers = super().clean()
        attended, participants = answers.get("attendance") or {}, answers.get("participants")
        if participants is not None and sum(attended.values()) > participants:
            self.add_error("attendance", _("Det er flere her enn det var deltakere."))
        return answers

    def standing(self, row) -> list:
        return [*super().standing(row), self._attendance(row)]

    def wanted(self) -> list:
        return [*super().standing(self.instance), list((self.cleaned_data.get("attendance") or {}).items())]

    @staticmethod
    def _attendance(row) -> list:
        return list(row.attendance.values_list("service", "participants")) if row.pk else []

    def keep_under(self, row) -> None:
        wanted = list(self.cleaned_data["attendance"].items())
        if self._attendance(row) == wanted:
            return
        row.attendance.all().delete()
        CourseAttendance.objects.bulk_create(
            CourseAttendance(course=row, service=service, participants=count) for service, count in wanted
        )
