"""Forms about one case of a meeting's agenda: on or off it, who answers for it, and what is to be done."""

import re
from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions import agenda, meeting_privacy
from evictions.forms.meetings import ATTENDS, HOLDS
from evictions.models import ArrearsCase, ArrearsItem, ArrearsMeeting, ArrearsTask
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.meetings import users_who_may
from housing.models import Service, User

PLANNED, OPEN = ArrearsMeeting.Status.PLANNED, ArrearsMeeting.Status.OPEN
CASE_NUMBER = re.compile(rf"^\s*(?:{ArrearsCase.NUMBER_PREFIX}-?)?(\d{{1,9}})\s*$", re.I | re.ASCII)
LONGEST_AHEAD_DAYS = 366
ONE_SERVICE = [("", _("Velg")), *Service.choices]


def without_names(text: str, case: ArrearsCase) -> str:
    """A text other services read as well: it says nothing that tells whose case it is."""
    today = timezone.localdate()
    names = [
        name
        for member in case.household.members_on(today)
        for name in (member.person.given_name, member.person.family_name)
    ]
    if found := meeting_privacy.gives_away(text, names):
        raise forms.ValidationError(
            _t("Skriv uten «{what}». Teksten leses også av tjenester som ikke skal vite hvem saken gjelder.").format(
                what=found
            )
        )
    return text


class ItemForm(forms.Form):
    """A case the run does not give, or one that rests or was taken off: a person puts it on, and says why."""

    case = LineField(label=_("Restansesakens nummer"), max_length=20, help_text=_("For eksempel R-000412."))
    reason = LineField(label=_("Hvorfor den settes på"), max_length=300)

    def __init__(self, *args, meeting, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.by = meeting, by

    def clean_case(self):
        number = CASE_NUMBER.match(self.cleaned_data["case"])
        cases = ArrearsCase.objects.visible_to(self.by).open().select_related("tenancy__household")
        found = cases.filter(pk=int(number[1])).first() if number else None
        if found is None:
            raise forms.ValidationError(_("Det finnes ingen åpen restansesak med dette nummeret."))
        if self.meeting.items.on_agenda().filter(case=found).exists():
            raise forms.ValidationError(_("Saken står allerede på dagsordenen."))
        return found

    def clean(self):
        answers = super().clean()
        if answers.get("case") and answers.get("reason"):
            try:
                without_names(answers["reason"], answers["case"])
            except forms.ValidationError as fault:
                self.add_error("reason", fault)
        return answers

    def add(self) -> ArrearsItem:
        today = timezone.localdate()
        with refusing_breaches(), transaction.atomic():
            meeting = self.meeting.hold(PLANNED, OPEN)
            case = self.cleaned_data["case"]
            case.hold()
            item = agenda.put_on(meeting, case, by=self.by, reason=self.cleaned_data["reason"], today=today)
            if meeting.status == PLANNED:
                agenda.fill(meeting, today)
        return item


class LeaveOutForm(forms.Form):
    reason = LineField(label=_("Hvorfor den tas av"), max_length=300)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_reason(self):
        return without_names(self.cleaned_data["reason"], self.item.case)

    def leave_out(self, *, by) -> ArrearsMeeting:
        self.item.leave_out(by=by, reason=self.cleaned_data["reason"])
        return self.item.meeting


class SettleForm(forms.Form):
    """One service answers for the case from now on, and what the meeting concluded."""

    service = forms.ChoiceField(label=_("Ansvarlig tjeneste"), choices=ONE_SERVICE)
    caseworker = forms.ModelChoiceField(
        label=_("Ansvarlig person"), queryset=User.objects.none(), required=False, empty_label=_("Ingen bestemt")
    )
    conclusion = TextField(
        label=_("Konklusjon"),
        max_length=1000,
        rows=3,
        help_text=_("Uten navn: den leses av tjenesten som får ansvaret."),
    )

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["service"].initial = item.case.responsible_service
        self.fields["caseworker"].queryset = users_who_may(HOLDS, ATTENDS)
        self.fields["caseworker"].initial = item.case.caseworker_id

    def clean_conclusion(self):
        return without_names(self.cleaned_data["conclusion"], self.item.case)

    def settle(self, *, by) -> ArrearsItem:
        said = self.cleaned_data
        self.item.settle(
            by=by,
            at=timezone.now(),
            service=said["service"],
            conclusion=said["conclusion"],
            caseworker=said["caseworker"],
        )
        return self.item


def new_day(day):
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError(_("Fristen kan ikke være en dag som har vært."))
    if day > today + timedelta(days=LONGEST_AHEAD_DAYS):
        raise forms.ValidationError(_("Sjekk årstallet."))
    return day


class TaskForm(OnceForm):
    """What one service is to do, and by when (oppgave)."""

    what = LineField(label=_("Hva skal gjøres"), max_length=300, help_text=_("Uten navn på leieren."))
    service = forms.ChoiceField(label=_("Tjeneste"), choices=ONE_SERVICE)
    owner = forms.ModelChoiceField(
        label=_("Hvem"), queryset=User.objects.none(), required=False, empty_label=_("Ingen bestemt")
    )
    due_on = DateField(label=_("Innen"))

    class Meta:
        model = ArrearsTask
        fields = ["what", "service", "owner", "due_on"]

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["service"].initial = item.responsible
        self.fields["owner"].queryset = users_who_may(HOLDS, ATTENDS)

    def rows(self):
        return ArrearsTask.objects.filter(item=self.item)

    def first_made(self):
        """Sent twice: back to the item, where the task stands."""
        return self.item if super().first_made() else None

    def clean_what(self):
        return without_names(self.cleaned_data["what"], self.item.case)

    def clean_due_on(self):
        return new_day(self.cleaned_data["due_on"])

    def give(self, *, by) -> ArrearsItem:
        with refusing_breaches(), transaction.atomic():
            self.item.meeting.hold(OPEN)
            self.item.refresh_from_db(fields=["is_left_out"])
            if self.item.is_left_out:
                raise Refused(_t("Saken er tatt av dagsordenen. Last siden på nytt."))
            made = self.keyed()
            made.item, made.case, made.by = self.item, self.item.case, by
            made.save(force_insert=True)
            made.case.tell(_t("oppgave"), by=by, note=f"{made.what}. {made.get_service_display()}")
        return self.item
