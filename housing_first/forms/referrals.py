"""Forms about a referral to a team: that it came, and what the team answered."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.models import Person
from housing_first.forms.teams import not_in_future
from housing_first.models import Referral, Team

KNOWN = [("", _("Vet ikke")), ("True", _("Ja")), ("False", _("Nei"))]


def yes_no_unknown(answer):
    return {"True": True, "False": False}.get(answer)


class ReferralForm(OnceForm):
    """A member of the household is referred to a team."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Velg"))
    person = forms.ModelChoiceField(label=_("Hvem henvises"), queryset=Person.objects.none(), empty_label=_("Velg"))
    received_on = DateField(label=_("Mottatt"), initial=timezone.localdate)
    came_from = forms.ChoiceField(label=_("Henvist av"), choices=Referral.From.choices, widget=forms.RadioSelect)
    housing_status = forms.ChoiceField(
        label=_("Hvordan personen bor nå"), choices=Referral.HousingStatus.choices, widget=forms.RadioSelect
    )
    had_municipal_services = forms.TypedChoiceField(
        label=_("Hadde personen tjenester fra kommunen fra før?"),
        choices=KNOWN,
        coerce=yes_no_unknown,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    earlier_services = LineField(label=_("Hvilke tjenester"), max_length=500, required=False)
    need = TextField(
        label=_("Hva det søkes om hjelp til"),
        max_length=4000,
        required=False,
        help_text=_("Leses av teamet og leder. Ikke skriv adresser her."),
    )

    class Meta:
        model = Referral
        fields = [
            "team",
            "person",
            "received_on",
            "came_from",
            "housing_status",
            "had_municipal_services",
            "earlier_services",
            "need",
        ]

    def __init__(self, *args, household, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.household, self.user = household, user
        self.instance.household = household
        today = timezone.localdate()
        self.fields["team"].queryset = Team.objects.open(today)
        members = household.memberships.on(today)
        self.fields["person"].queryset = Person.objects.filter(pk__in=members.values("person"))
        if len(household.members_on(today)) == 1:
            self.fields["person"].initial = household.members_on(today)[0].person_id

    def rows(self):
        return Referral.objects.filter(household=self.household)

    def clean_received_on(self):
        return not_in_future(self.cleaned_data["received_on"])

    def clean(self):
        """Sent already: told to whoever knows of it. To others the answer would tell that the person is referred."""
        cleaned = super().clean()
        team, person = cleaned.get("team"), cleaned.get("person")
        waiting = Referral.objects.known_to(self.user).open().filter(team=team, person=person)
        if team and person and waiting.exists():
            self.add_error("team", _("Personen er allerede henvist til teamet, og venter på svar."))
        return cleaned

    def receive(self, *, by) -> Referral:
        return self.keyed().receive(by=by)


class OfReferral(forms.Form):
    """A form about one referral."""

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.referral = referral

    def since_received(self, day):
        day = not_in_future(day)
        if day and day < self.referral.received_on:
            raise forms.ValidationError(
                _("Henvisningen kom først {day:%d.%m.%Y}.").format(day=self.referral.received_on)
            )
        return day


class AcceptForm(OfReferral):
    """Taken in: the person is invited."""

    decided_on = DateField(label=_("Dato"), initial=timezone.localdate)
    decision_note = TextField(label=_("Begrunnelse"), max_length=4000, required=False)

    def clean_decided_on(self):
        return self.since_received(self.cleaned_data["decided_on"])

    def answer(self, *, by):
        return self.referral.accept(by=by, **self.cleaned_data)


class RejectForm(OfReferral):
    """Refused, and why."""

    decided_on = DateField(label=_("Dato"), initial=timezone.localdate)
    refusal = forms.ChoiceField(label=_("Årsak"), choices=Referral.Refusal.choices, widget=forms.RadioSelect)
    decision_note = TextField(
        label=_("Begrunnelse"), max_length=4000, help_text=_("Skriv også hva personen får hjelp til av andre.")
    )

    def clean_decided_on(self):
        return self.since_received(self.cleaned_data["decided_on"])

    def answer(self, *, by):
        self.referral.reject(by=by, **self.cleaned_data)


class WithdrawForm(OfReferral):
    """The referral is taken back by whoever sent it, or by the person."""

    withdrawn_on = DateField(label=_("Trukket"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), max_length=500, required=False)

    def clean_withdrawn_on(self):
        return self.since_received(self.cleaned_data["withdrawn_on"])

    def answer(self, *, by):
        self.referral.withdraw(by=by, **self.cleaned_data)


class TakeUpAgainForm(OfReferral):
    """A refusal is looked at anew."""

    day = DateField(label=_("Dato"), initial=timezone.localdate)
    note = LineField(label=_("Hva som er nytt"), max_length=500)

    def clean_day(self):
        day = self.since_received(self.cleaned_data["day"])
        if day and self.referral.decided_on and day < self.referral.decided_on:
            raise forms.ValidationError(_("Avslaget kom først {day:%d.%m.%Y}.").format(day=self.referral.decided_on))
        return day

    def answer(self, *, by):
        self.referral.take_up_again(by=by, **self.cleaned_data)
