"""Forms about a participant: yes or no, the agreement, own wishes, prison and treatment, homes offered, and the end."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Transition
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.models import User
from housing_first.forms.teams import not_in_future
from housing_first.models import AgreementExtension, HomeOffer, OwnWish, Participation, TimeAway

NO_END = _("Tomt: avtalen gjelder til noen avslutter den.")


def members_of(team):
    return User.objects.filter(pk__in=team.members.in_force(timezone.localdate()).values("user"), is_active=True)


class Since:
    """Days that have been, and not before the participation."""

    def since_start(self, day):
        day = not_in_future(day)
        began = self.participation.started_on or self.participation.invited_on
        if day and began and day < began:
            raise forms.ValidationError(_("Deltakelsen begynte først {day:%d.%m.%Y}.").format(day=began))
        return day

    def since_invited(self, day):
        """An agreement may be signed before the first day, and not before there was anybody to sign it with."""
        day = not_in_future(day)
        invited = self.participation.invited_on or self.participation.started_on
        if day and invited and day < invited:
            raise forms.ValidationError(_("Personen ble invitert først {day:%d.%m.%Y}.").format(day=invited))
        return day


class OfParticipation(Since, forms.Form):
    """A form about one participation."""

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.participation = participation


class RowOfParticipation(Since, OnceForm):
    """A form that makes a row of a participation."""

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.participation = self.instance.participation = participation

    def rows(self):
        return self._meta.model.objects.filter(participation=self.participation)


class StartForm(OfParticipation):
    """The person says yes."""

    started_on = DateField(label=_("Deltaker fra"), initial=timezone.localdate)
    caseworker = forms.ModelChoiceField(
        label=_("Hovedkontakt"), queryset=User.objects.none(), required=False, empty_label=_("Ikke valgt ennå")
    )
    agreement_signed_on = DateField(
        label=_("Samarbeidsavtalen signert"),
        required=False,
        help_text=_("Tomt: ikke signert ennå. Hjelpen venter ikke på papiret."),
    )
    agreement_until = DateField(label=_("Avtalen gjelder til"), required=False, help_text=NO_END)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["caseworker"].queryset = members_of(self.participation.team)

    def clean_started_on(self):
        return self.since_start(self.cleaned_data["started_on"])

    def clean_agreement_signed_on(self):
        return self.since_invited(self.cleaned_data["agreement_signed_on"])

    def clean(self):
        cleaned = super().clean()
        signed, until = cleaned.get("agreement_signed_on"), cleaned.get("agreement_until")
        if until and not signed:
            self.add_error("agreement_signed_on", _("Skriv når avtalen ble signert."))
        elif until and until < signed:
            self.add_error("agreement_until", _("Avtalen slutter før den er signert."))
        return cleaned

    def act(self, *, by):
        self.participation.start(by=by, **self.cleaned_data)


class DeclineForm(OfParticipation):
    """The person says no. They lose nothing by it, and may say yes later."""

    declined_on = DateField(label=_("Dato"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), max_length=500, required=False)

    def clean_declined_on(self):
        return self.since_start(self.cleaned_data["declined_on"])

    def act(self, *, by):
        self.participation.decline(by=by, **self.cleaned_data)


class InviteAgainForm(OfParticipation):
    invited_on = DateField(label=_("Invitert igjen"), initial=timezone.localdate)

    def clean_invited_on(self):
        day, said_no = not_in_future(self.cleaned_data["invited_on"]), self.participation.declined_on
        if day and said_no and day < said_no:
            raise forms.ValidationError(_("Personen takket nei {day:%d.%m.%Y}.").format(day=said_no))
        return day

    def act(self, *, by):
        self.participation.invite_again(by=by, **self.cleaned_data)


class SignForm(OfParticipation):
    agreement_signed_on = DateField(label=_("Signert"), initial=timezone.localdate)
    agreement_until = DateField(label=_("Gjelder til"), required=False, help_text=NO_END)

    def clean_agreement_signed_on(self):
        return self.since_invited(self.cleaned_data["agreement_signed_on"])

    def clean(self):
        cleaned = super().clean()
        signed, until = cleaned.get("agreement_signed_on"), cleaned.get("agreement_until")
        if signed and until and until < signed:
            self.add_error("agreement_until", _("Avtalen slutter før den er signert."))
        return cleaned

    def act(self, *, by):
        self.participation.sign(by=by, **self.cleaned_data)


class CorrectAgreementForm(SignForm):
    """Dates of a signed agreement that were typed wrong. The rules are those of signing it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("agreement_signed_on", "agreement_until"):
            self.fields[name].initial = getattr(self.participation, name)

    def clean_agreement_signed_on(self):
        day, ended = super().clean_agreement_signed_on(), self.participation.ended_on
        if day and ended and day > ended:
            raise forms.ValidationError(_("Deltakelsen var slutt {day:%d.%m.%Y}.").format(day=ended))
        return day

    def clean_agreement_until(self):
        until, last = self.cleaned_data["agreement_until"], self.participation.extensions.first()
        if until and last and until < last.agreed_on:
            raise forms.ValidationError(_("Avtalen ble forlenget {day:%d.%m.%Y}.").format(day=last.agreed_on))
        return until

    def act(self, *, by):
        self.participation.correct_agreement(by=by, **self.cleaned_data)


class ExtendForm(RowOfParticipation):
    """The agreement goes on."""

    agreed_on = DateField(label=_("Avtalt"), initial=timezone.localdate)
    until = DateField(label=_("Gjelder nå til"), required=False, help_text=NO_END)

    class Meta:
        model = AgreementExtension
        fields = ["agreed_on", "until"]

    def clean_agreed_on(self):
        return self.since_start(self.cleaned_data["agreed_on"])

    def clean(self):
        cleaned = super().clean()
        until, was = cleaned.get("until"), self.participation.agreement_until
        if until and was is None:
            self.add_error("until", _("Avtalen gjelder allerede uten sluttdato."))
        elif until and until <= was:
            self.add_error("until", _("Avtalen gjelder allerede til {day:%d.%m.%Y}.").format(day=was))
        return cleaned

    def act(self, *, by):
        self.participation.extend(self.keyed(), by=by)


class WishForm(RowOfParticipation):
    """What the person wants of a home."""

    said_on = DateField(label=_("Sagt"), initial=timezone.localdate)
    words = TextField(
        label=_("Med egne ord"),
        max_length=4000,
        rows=6,
        help_text=_("Skriv det slik personen sier det: hva slags bolig, hvor, og hva som må være på plass."),
    )

    class Meta:
        model = OwnWish
        fields = ["said_on", "words"]

    def clean_said_on(self):
        return not_in_future(self.cleaned_data["said_on"])

    def act(self, *, by):
        self.participation.wish(self.keyed(), by=by)


class FollowForm(OfParticipation):
    """Who is the contact, and how often they must be seen."""

    caseworker = forms.ModelChoiceField(
        label=_("Hovedkontakt"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )
    see_every_days = forms.IntegerField(
        label=_("Skal møtes minst hver … dag"),
        min_value=1,
        max_value=90,
        required=False,
        help_text=_("Tomt: som teamet ellers."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["caseworker"].queryset = members_of(self.participation.team)
        self.fields["caseworker"].initial = self.participation.caseworker_id
        self.fields["see_every_days"].initial = self.participation.see_every_days

    def act(self, *, by):
        self.participation.be_followed(by=by, **self.cleaned_data)


class EndForm(OfParticipation):
    ended_on = DateField(label=_("Avsluttet"), initial=timezone.localdate)
    end_reason = forms.ChoiceField(
        label=_("Hvorfor"), choices=Participation.EndReason.choices, widget=forms.RadioSelect
    )
    end_note = TextField(label=_("Hvordan det gikk"), max_length=2000, required=False)

    def clean_ended_on(self):
        return self.since_start(self.cleaned_data["ended_on"])

    def act(self, *, by):
        self.participation.end(by=by, **self.cleaned_data)


class GoOnForm(OfParticipation):
    """The end is taken back."""

    note = LineField(label=_("Hvorfor"), max_length=500)

    def act(self, *, by):
        self.participation.go_on(by=by, day=timezone.localdate(), **self.cleaned_data)


class TimeAwayForm(RowOfParticipation):
    """Into prison or treatment: how the contact is kept, and the case of coming out."""

    kind = forms.ChoiceField(label=_("Hva"), choices=TimeAway.Kind.choices, widget=forms.RadioSelect)
    started_on = DateField(label=_("Fra"), initial=timezone.localdate)
    plan = TextField(label=_("Hvordan kontakten holdes"), max_length=2000, required=False)
    transition = forms.ModelChoiceField(
        label=_("Løslatelse eller utskriving"),
        queryset=Transition.objects.none(),
        required=False,
        empty_label=_("Ikke registrert"),
        help_text=_("Her står når deltakeren kommer ut, og om en bolig er klar."),
    )

    class Meta:
        model = TimeAway
        fields = ["kind", "started_on", "contact_every_days", "plan", "transition"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Transition.objects.visible_to(user).expected().filter(household=self.participation.household_id)
        self.fields["transition"].queryset = rows
        self.fields["transition"].label_from_instance = lambda row: f"{row.number} {row.get_kind_display().lower()}"

    def clean_started_on(self):
        return not_in_future(self.cleaned_data["started_on"])

    def act(self, *, by):
        self.keyed().begin(by=by)


class ComeOutForm(forms.Form):
    ended_on = DateField(label=_("Ute fra"), initial=timezone.localdate)

    def __init__(self, *args, time_away, **kwargs):
        super().__init__(*args, **kwargs)
        self.time_away = time_away

    def clean_ended_on(self):
        day = not_in_future(self.cleaned_data["ended_on"])
        if day and day < self.time_away.started_on:
            raise forms.ValidationError(
                _("Deltakeren var borte først fra {day:%d.%m.%Y}.").format(day=self.time_away.started_on)
            )
        return day

    def act(self, *, by):
        self.time_away.come_out(by=by, **self.cleaned_data)


class HomeOfferForm(RowOfParticipation):
    """A home the team found."""

    offered_on = DateField(label=_("Tilbudt"), initial=timezone.localdate)
    tenure = forms.ChoiceField(label=_("Slags bolig"), choices=HomeOffer.Tenure.choices, widget=forms.RadioSelect)
    what = LineField(
        label=_("Kort om boligen"), max_length=300, help_text=_("For eksempel «to rom, nær sentrum». Ikke adressen.")
    )

    class Meta:
        model = HomeOffer
        fields = ["offered_on", "tenure", "what"]

    def clean_offered_on(self):
        return self.since_start(self.cleaned_data["offered_on"])

    def act(self, *, by):
        self.keyed().make(by=by)


class HomeAnswerForm(forms.Form):
    """What the participant said, with the reason in their own words. A no costs nothing."""

    answer = forms.ChoiceField(
        label=_("Svar"),
        choices=[choice for choice in HomeOffer.Answer.choices if choice[0] != HomeOffer.Answer.OPEN],
        widget=forms.RadioSelect,
    )
    answered_on = DateField(label=_("Dato"), initial=timezone.localdate)
    reason = TextField(label=_("Hvorfor, med egne ord"), max_length=2000, required=False)

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer

    def clean_answered_on(self):
        day = not_in_future(self.cleaned_data["answered_on"])
        if day and day < self.offer.offered_on:
            raise forms.ValidationError(
                _("Boligen ble tilbudt først {day:%d.%m.%Y}.").format(day=self.offer.offered_on)
            )
        return day

    def act(self, *, by):
        self.offer.take_answer(by=by, **self.cleaned_data)
