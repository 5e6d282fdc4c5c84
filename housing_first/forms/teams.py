"""Forms about a team: what it is, who is in it, who is on call."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, NameField
from housing.form_page import OnceForm
from housing.models import User
from housing.roles import PERMISSIONS
from housing_first.models import OnCall, Team, TeamMember
from housing_first.reach import VIEW

LONGEST_SHIFT_DAYS = 7


class TeamForm(OnceForm):
    """A team that is new, or what is said of one."""

    name = NameField(label=_("Navn"), max_length=100)
    kind = forms.ChoiceField(label=_("Slags team"), choices=Team.Kind.choices, widget=forms.RadioSelect)
    area = LineField(label=_("Område"), max_length=100, required=False)
    phone = LineField(label=_("Vakttelefon"), max_length=30, required=False)

    class Meta:
        model = Team
        fields = ["name", "kind", "area", "phone", "persons_per_post", "unseen_days"]

    def rows(self):
        return Team.objects.all() if self.instance.pk is None else Team.objects.none()

    def clean_name(self):
        name = self.cleaned_data["name"]
        same = Team.objects.open(timezone.localdate()).filter(name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Det finnes allerede et team med dette navnet."))
        return name

    def keep(self, *, by) -> Team:
        made = self.instance if self.instance.pk else self.keyed()
        return made.keep(by=by)


class CloseTeamForm(forms.Form):
    """The team is no more from a day."""

    closed_on = DateField(label=_("Nedlagt fra"), initial=timezone.localdate)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_closed_on(self):
        return not_in_future(self.cleaned_data["closed_on"])

    def close(self, *, by):
        self.team.close(by=by, closed_on=self.cleaned_data["closed_on"])


def not_in_future(day):
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("Datoen er frem i tid."))
    return day


def who_may_be_in_a_team():
    """Users with a role that may read a team's work at all; in a team without it they would see nothing."""
    roles = [role for role, given in PERMISSIONS.items() if VIEW in given]
    return User.objects.filter(is_active=True, roles__overlap=roles)


class MemberForm(OnceForm):
    """Somebody joins the team, with a share of a post, from a day."""

    user = forms.ModelChoiceField(label=_("Medarbeider"), queryset=User.objects.none(), empty_label=_("Velg"))
    task = LineField(label=_("Oppgave i teamet"), max_length=100, required=False)
    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    ends_on = DateField(
        label=_("Til"), required=False, help_text=_("Tomt: inntil videre. Fra denne dagen ser hen ikke teamets saker.")
    )

    class Meta:
        model = TeamMember
        fields = ["user", "task", "post_percent", "starts_on", "ends_on"]

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team
        self.fields["user"].queryset = who_may_be_in_a_team()

    def rows(self):
        return TeamMember.objects.filter(team=self.instance.team_id)

    def join(self, *, by) -> TeamMember:
        return self.keyed().join(by=by)


class ShareForm(forms.Form):
    """Another share of a post from a day; the time before stays as it was."""

    post_percent = forms.IntegerField(label=_("Ny stillingsandel, prosent"), min_value=1, max_value=100)
    day = DateField(label=_("Fra"), initial=timezone.localdate)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_day(self):
        day = self.cleaned_data["day"]
        if self.member.ends_on and day >= self.member.ends_on:
            raise forms.ValidationError(_("Medarbeideren slutter i teamet før den dagen."))
        return day

    def change(self, *, by):
        self.member.go_on_with(self.cleaned_data["post_percent"], by=by, day=self.cleaned_data["day"])


class LeaveForm(forms.Form):
    """Out of the team from a day, today or later: what was reached until now was reached."""

    ends_on = DateField(label=_("Slutter i teamet"), initial=timezone.localdate)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < self.member.starts_on:
            raise forms.ValidationError(
                _("Medarbeideren begynte først {day:%d.%m.%Y}.").format(day=self.member.starts_on)
            )
        return day

    def leave(self, *, by):
        self.member.leave(by=by, ends_on=self.cleaned_data["ends_on"])


class OnCallForm(forms.Form):
    """A shift on call: who, from when to when. Over midnight it ends the day after, or on the day that is said."""

    user = forms.ModelChoiceField(label=_("Hvem"), queryset=User.objects.none(), empty_label=_("Velg"))
    first_day = DateField(label=_("Dag"), initial=timezone.localdate)
    begins_at = forms.TimeField(label=_("Fra klokken"), initial="08:00")
    last_day = DateField(label=_("Til dag"), required=False, help_text=_("Tomt: samme dag."))
    ends_at = forms.TimeField(label=_("Til klokken"), initial="16:00")
    note = LineField(label=_("Merknad"), max_length=200, required=False)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team
        members = team.members.filter(ends_on__isnull=True) | team.members.filter(ends_on__gt=timezone.localdate())
        self.fields["user"].queryset = User.objects.filter(pk__in=members.values("user"), is_active=True)
        for name in ("begins_at", "ends_at"):
            self.fields[name].error_messages["invalid"] = _("Skriv klokkeslettet som tt:mm, for eksempel 15:30.")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        last = cleaned["last_day"] = cleaned["last_day"] or cleaned["first_day"]
        begins = timezone.make_aware(datetime.combine(cleaned["first_day"], cleaned["begins_at"]))
        ends = timezone.make_aware(datetime.combine(last, cleaned["ends_at"]))
        if ends <= begins:
            self.add_error("ends_at", _("Vakten må slutte etter at den begynner."))
        elif (last - cleaned["first_day"]).days > LONGEST_SHIFT_DAYS:
            self.add_error("last_day", _("En vakt kan ikke være lengre enn en uke."))
        cleaned["moments"] = (begins, ends)
        return cleaned

    def put_up(self, *, by) -> OnCall:
        given = self.cleaned_data
        begins, ends = given["moments"]
        shift = OnCall(team=self.team, user=given["user"], starts_at=begins, ends_at=ends, note=given["note"])
        return shift.put_up(by=by, first_day=given["first_day"], last_day=given["last_day"])
