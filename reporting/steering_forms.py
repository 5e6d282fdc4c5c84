"""The forms of the steering group: a member, a meeting with who was there, and a decision."""

from django import forms
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import Refused
from housing.fields import DateField, LineField, NameField, TextField, WholeField
from housing.periods import in_force
from reporting.models import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember
from reporting.register_form import RegisterForm


class MemberForm(RegisterForm):
    TOLD_AT = {
        "steering_leader_is_no_observer": "is_observer",
        "steering_member_once_at_a_time": "name",
        "one_steering_leader_at_a_time": "is_leader",
    }

    name = NameField(label=_("Navn"))
    title = LineField(
        label=_("Stilling"), max_length=200, help_text=_("For eksempel «Kommunalsjef helse og mestring».")
    )
    is_leader = forms.BooleanField(label=_("Leder gruppen"), required=False)
    is_secretary = forms.BooleanField(label=_("Er sekretær"), required=False)
    is_observer = forms.BooleanField(label=_("Er observatør"), required=False)
    member_from = DateField(label=_("Medlem fra"), initial=timezone.localdate)
    member_until = DateField(
        label=_("Gikk ut"), required=False, help_text=_("Den første dagen de ikke lenger er medlem.")
    )

    class Meta:
        model = SteeringMember
        fields = ["name", "title", "is_leader", "is_secretary", "is_observer", "member_from", "member_until"]

    def clean(self):
        """Who was at a meeting sat in the group that day."""
        answers = super().clean()
        starts, ends = answers.get("member_from"), answers.get("member_until")
        if starts and ends and ends < starts:
            self.add_error("member_until", _("De kan ikke gå ut før de kom inn."))
        if self.is_change and starts and not self.errors:
            told = self._told_of_meetings(starts, ends)
            if told:
                self.add_error(*told)
        return answers

    def check_kept(self, row) -> None:
        told = self._told_of_meetings(row.member_from, row.member_until)
        if told:
            raise Refused(told[1])

    def _told_of_meetings(self, starts, ends) -> tuple[str, str] | None:
        """The field and the words, when they were at a meeting on a day they would not have sat in the group."""
        days = self.instance.attended.values_list("meeting__held_on", flat=True)
        outside = min((day for day in days if not in_force(starts, ends, day)), default=None)
        if outside is None:
            return None
        field = "member_from" if outside < starts else "member_until"
        return field, _now("De var til stede på møtet {day:%d.%m.%Y}.").format(day=outside)


class MemberChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, member):
        return f"{member.name}, {member.title}"


class MeetingForm(RegisterForm):
    TOLD_AT = {"steering_meeting_numbered_in_year": "number"}

    number = WholeField(label=_("Møte nr. dette året"), min_value=1, max_value=99)
    held_on = DateField(label=_("Dato"), help_text=_("Et møte frem i tid er planlagt."))
    agenda = TextField(label=_("Dagsorden"), max_length=10_000, rows=6, required=False)
    field_order = ["number", "held_on", "agenda", "present", "others_present", "minutes"]

    present = MemberChoice(
        label=_("Til stede"),
        queryset=SteeringMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others_present = LineField(label=_("Andre til stede"), max_length=500, required=False)
    minutes = TextField(
        label=_("Referat"), max_length=20_000, rows=8, required=False, help_text=_("Ingen navn på leietakere.")
    )

    class Meta:
        model = SteeringMeeting
        fields = ["number", "held_on", "agenda", "others_present", "minutes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = SteeringMember.objects.order_by(
            F("member_until").desc(nulls_first=True), *SteeringMember._meta.ordering
        )
        today = timezone.localdate()
        if self.is_change:
            self.fields["present"].initial = self._present(self.instance)
        else:
            last = SteeringMeeting.objects.filter(held_on__year=today.year).aggregate(last=Max("number"))["last"]
            self.fields["number"].initial = (last or 0) + 1

    def clean(self):
        answers = super().clean()
        day = answers.get("held_on")
        if not day:
            return answers
        told = self._told_of_members(answers.get("present") or [], day)
        if told:
            self.add_error("present", told)
        if day > timezone.localdate():
            for name in ("present", "minutes"):
                if answers.get(name):
                    self.add_error(name, _("Møtet er ikke holdt ennå."))
        told = self._told_of_decisions(day) if self.is_change else ""
        if told:
            self.add_error("held_on", told)
        return answers

    def check_kept(self, row) -> None:
        there = SteeringMember.objects.filter(attended__meeting=row)
        told = self._told_of_members(there, row.held_on) or self._told_of_decisions(row.held_on)
        if told:
            raise Refused(told)

    @staticmethod
    def _told_of_members(members, day) -> str:
        outside = [each for each in members if not in_force(each.member_from, each.member_until, day)]
        return _now("{name} satt ikke i gruppen den dagen.").format(name=outside[0]) if outside else ""

    def _told_of_decisions(self, day) -> str:
        """A meeting that has decided something is held, and before what it decided is done or due."""
        if day > timezone.localdate() and self.instance.decisions.exists():
            return _now("Møtet har beslutninger, så det er holdt.")
        decided = self.instance.decisions.aggregate(done=Min("done_on"), due=Min("due_on"))
        early = any(each and each < day for each in decided.values())
        return _now("En beslutning fra møtet er gjort eller har frist før denne dagen.") if early else ""

    def standing(self, row) -> list:
        return [*super().standing(row), self._present(row)]

    def wanted(self) -> list:
        return [*super().standing(self.instance), self._chosen()]

    def _chosen(self) -> list:
        return sorted(member.pk for member in self.cleaned_data.get("present") or [])

    @staticmethod
    def _present(row) -> list:
        return sorted(row.attendance.values_list("member_id", flat=True)) if row.pk else []

    def keep_under(self, row) -> None:
        there, wanted = set(self._present(row)), set(self._chosen())
        row.attendance.filter(member__in=there - wanted).delete()
        SteeringAttendance.objects.bulk_create(
            SteeringAttendance(meeting=row, member_id=member) for member in sorted(wanted - there)
        )


class DecisionForm(RegisterForm):
    number = WholeField(label=_("Sak nr."), min_value=1, max_value=999)
    text = TextField(label=_("Beslutning"), max_length=2000, rows=4)
    responsible = LineField(
        label=_("Ansvarlig"), max_length=200, required=False, help_text=_("Rolle eller virksomhet.")
    )
    due_on = DateField(label=_("Frist"), required=False)
    done_on = DateField(label=_("Gjort"), required=False)

    class Meta:
        model = SteeringDecision
        fields = ["number", "text", "responsible", "due_on", "done_on"]

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        if not self.is_change:
            self.instance.meeting = meeting
            self.fields["number"].initial = (self.rows().aggregate(last=Max("number"))["last"] or 0) + 1

    def rows(self):
        return SteeringDecision.objects.filter(meeting=self.meeting)

    def clean_number(self):
        number = self.cleaned_data["number"]
        if self.rows().exclude(pk=self.instance.pk).filter(number=number).exists():
            raise forms.ValidationError(_("Møtet har allerede en beslutning med dette nummeret."))
        return number

    def clean_due_on(self):
        return self._after_the_meeting(self.cleaned_data["due_on"])

    def clean_done_on(self):
        day = self._after_the_meeting(self.cleaned_data["done_on"])
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Datoen kan ikke være frem i tid."))
        return day

    def hold_above(self) -> None:
        """The meeting may have been put on another day since the page was opened."""
        held_on = SteeringMeeting.objects.select_for_update().get(pk=self.meeting.pk).held_on
        days = [timezone.localdate(), self.instance.due_on, self.instance.done_on]
        if any(day and day < held_on for day in days):
            raise Refused(_now("Møtet er flyttet til {day:%d.%m.%Y}.").format(day=held_on))

    def _after_the_meeting(self, day):
        if day and day < self.meeting.held_on:
            raise forms.ValidationError(_("Dagen er før møtet."))
        return day

    def clean(self):
        answers = super().clean()
        if self.meeting.held_on > timezone.localdate():
            self.add_error(None, _("Møtet er ikke holdt ennå, så det har ikke besluttet noe."))
        return answers


class DayForm(forms.Form):
    """The day the group is shown as it was, in the query string so that a view can be bookmarked."""

    dag = DateField(label=_("Slik det var"), required=False)

    @classmethod
    def asked(cls, query):
        """The form and the day to show."""
        today = timezone.localdate()
        if not query.get("dag"):
            return cls(initial={"dag": today}), today
        form = cls(query)
        return form, (form.cleaned_data["dag"] or today) if form.is_valid() else today
