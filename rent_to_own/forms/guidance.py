"""Forms about a household's way from tenant to owner (veiledning, leie til eie)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from rent_to_own.models import Guidance, Outreach

NO_ADDRESS = _("Ikke skriv adresser her.")
NEXT_CONTACT = _("Blir en frist i saken, slik at ingen blir borte.")


def note_field(label, *, required=False):
    return LineField(label=label, required=required, max_length=500, help_text=NO_ADDRESS)


def not_before_household(day, household):
    day = not_in_future(day)
    if day < household.created_on:
        raise forms.ValidationError(
            _("Husstanden ble registrert først {day:%d.%m.%Y}.").format(day=household.created_on)
        )
    return day


class OutreachForm(OnceForm):
    """Somebody was asked whether it would like to own."""

    contacted_on = DateField(label=_("Kontaktet"), initial=timezone.localdate)
    how = forms.ChoiceField(label=_("Hvordan"), choices=Outreach.How.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=_("Hva svarte de"), choices=Outreach.Answer.choices, widget=forms.RadioSelect)
    note = note_field(_("Merknad"))

    class Meta:
        model = Outreach
        fields = ["contacted_on", "how", "answer", "note"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household

    def rows(self):
        return Outreach.objects.filter(household=self.household)

    def clean_contacted_on(self):
        return not_before_household(self.cleaned_data["contacted_on"], self.household)

    def record(self, *, by) -> Outreach:
        return self.keyed().record(by=by)


class StartForm(OnceForm):
    """Guidance begins."""

    started_on = DateField(label=_("Veiledningen begynner"), initial=timezone.localdate)
    origin = forms.ChoiceField(label=_("Husstanden"), choices=Guidance.Origin.choices, widget=forms.RadioSelect)
    next_contact_on = DateField(label=_("Neste samtale"), required=False, help_text=NEXT_CONTACT)

    class Meta:
        model = Guidance
        fields = ["started_on", "origin", "next_contact_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household

    def rows(self):
        return Guidance.objects.filter(household=self.household)

    def clean_started_on(self):
        return not_before_household(self.cleaned_data["started_on"], self.household)

    def start(self, *, by) -> Guidance:
        made = self.keyed()
        made.caseworker = by
        return made.start(by=by)


class OfGuidance(forms.Form):
    """A form about one guidance."""

    def __init__(self, *args, guidance, **kwargs):
        super().__init__(*args, **kwargs)
        self.guidance = guidance

    def within(self, day):
        """A day that has been, and not before the guidance began."""
        day = not_in_future(day)
        if day and day < self.guidance.started_on:
            raise forms.ValidationError(
                _("Veiledningen begynte først {day:%d.%m.%Y}.").format(day=self.guidance.started_on)
            )
        return day


class AssessForm(OfGuidance):
    """What is possible for them: now, within five years, not, or not wanted (vurdering av eierpotensial)."""

    assessed_on = DateField(label=_("Vurdert"), initial=timezone.localdate)
    potential = forms.ChoiceField(
        label=_("Mulighet til å eie"), choices=Guidance.Potential.choices, widget=forms.RadioSelect
    )
    next_contact_on = DateField(label=_("Neste samtale"), required=False, help_text=NEXT_CONTACT)
    note = note_field(_("Begrunnelse"))

    def clean_assessed_on(self):
        return self.within(self.cleaned_data["assessed_on"])

    def assess(self, *, by):
        self.guidance.assess(by=by, **self.cleaned_data)
        return self.guidance


class BidForm(OfGuidance):
    """A bid is made on a home."""

    bid_on = DateField(label=_("Bud lagt inn"), initial=timezone.localdate)
    note = note_field(_("Merknad"))

    def clean_bid_on(self):
        return self.within(self.cleaned_data["bid_on"])

    def bid(self, *, by):
        self.guidance.bid(by=by, **self.cleaned_data)
        return self.guidance


class LostBidForm(OfGuidance):
    """Somebody else got the home; the certificate still holds."""

    lost_on = DateField(label=_("Fikk ikke boligen"), initial=timezone.localdate)
    note = note_field(_("Merknad"))

    def clean_lost_on(self):
        return self.within(self.cleaned_data["lost_on"])

    def lose(self, *, by):
        self.guidance.lose_bid(by=by, **self.cleaned_data)
        return self.guidance


class FollowUpForm(OfGuidance):
    """How it goes as an owner, or a talk on the way there."""

    followed_up_on = DateField(label=_("Samtale"), initial=timezone.localdate)
    note = note_field(_("Hvordan går det"), required=True)
    next_contact_on = DateField(label=_("Neste samtale"), required=False, help_text=NEXT_CONTACT)

    def clean_followed_up_on(self):
        return self.within(self.cleaned_data["followed_up_on"])

    def follow_up(self, *, by):
        self.guidance.follow_up(by=by, **self.cleaned_data)
        return self.guidance


class CloseForm(OfGuidance):
    """The guidance ends, with its reason. It can be opened again."""

    closed_on = DateField(label=_("Avsluttet"), initial=timezone.localdate)
    closing_reason = forms.ChoiceField(
        label=_("Hvorfor"), choices=Guidance.ClosingReason.choices, widget=forms.RadioSelect
    )
    note = note_field(_("Merknad"))

    def clean_closed_on(self):
        return self.within(self.cleaned_data["closed_on"])

    def clean_closing_reason(self):
        reason = self.cleaned_data["closing_reason"]
        has_bought = self.guidance.purchases.exists()
        if reason == Guidance.ClosingReason.BOUGHT and not has_bought:
            raise forms.ValidationError(_("Registrer kjøpet først."))
        return reason

    def close(self, *, by):
        self.guidance.close(by=by, **self.cleaned_data)
        return self.guidance


class ReopenForm(OfGuidance):
    """Opened again (gjenopptatt)."""

    reopened_on = DateField(label=_("Gjenåpnet"), initial=timezone.localdate)
    next_contact_on = DateField(label=_("Neste samtale"), required=False, help_text=NEXT_CONTACT)
    note = note_field(_("Hva er nytt"), required=True)

    def clean_reopened_on(self):
        day = not_in_future(self.cleaned_data["reopened_on"])
        if self.guidance.closed_on and day < self.guidance.closed_on:
            raise forms.ValidationError(
                _("Saken ble avsluttet først {day:%d.%m.%Y}.").format(day=self.guidance.closed_on)
            )
        return day

    def reopen(self, *, by):
        self.guidance.reopen(by=by, **self.cleaned_data)
        return self.guidance
