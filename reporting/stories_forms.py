"""Forms of a success story: written, confirmed by a second person, its consent withdrawn."""

import unicodedata

from django import forms
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.periods import Period
from reporting.forms import half_years_back
from reporting.models import ReportGoal, SuccessStory
from reporting.models.stories import LONGEST

NOT_AHEAD = _("Dagen kan ikke være frem i tid.")


class StoryForm(OnceForm):
    half_year = forms.ChoiceField(label=_("Halvår"))
    main_goal = forms.TypedChoiceField(label=_("Hovedmål"), choices=ReportGoal.MainGoal.choices, coerce=int)
    title = LineField(label=_("Tittel"), max_length=120)
    text = TextField(
        label=_("Historien"),
        max_length=LONGEST,
        rows=16,
        help_text=_(
            "Høyst 3500 tegn; to historier skal få plass på én side. Ingen navn, adresser, datoer eller aldre."
        ),
    )
    link = LineField(
        label=_("Lenke til publisert sak"),
        max_length=500,
        required=False,
        validators=[URLValidator(["http", "https"], message=_("Skriv hele adressen, for eksempel https://…"))],
    )
    is_about_person = forms.BooleanField(
        label=_("Handler om en person"), required=False, initial=True, help_text=_("Da må personen ha samtykket.")
    )
    consent_obtained_on = DateField(label=_("Samtykke innhentet"), required=False)
    consent_obtained_by = LineField(label=_("Innhentet av"), max_length=120, required=False)

    class Meta:
        model = SuccessStory
        fields = ["main_goal", "title", "text", "link", "is_about_person", "consent_obtained_on", "consent_obtained_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        periods = half_years_back(timezone.localdate())
        if self.instance.pk and self.instance.period not in periods:
            periods.append(self.instance.period)
        self.periods: dict[str, Period] = {f"{period.first:%Y-%m}": period for period in periods}
        self.fields["half_year"].choices = [(key, period.label) for key, period in self.periods.items()]
        if self.instance.pk:
            self.fields["half_year"].initial = f"{self.instance.period_first:%Y-%m}"
        if self.instance.consent_withdrawn_on:
            # A consent that was withdrawn is not written over: a new one is a new story.
            del self.fields["consent_obtained_on"], self.fields["consent_obtained_by"]

    def rows(self):
        return SuccessStory.objects.all()

    def clean_text(self):
        """One way to write each letter, so that what is looked for is found."""
        return unicodedata.normalize("NFC", self.cleaned_data["text"])

    def clean_consent_obtained_on(self):
        day = self.cleaned_data["consent_obtained_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(NOT_AHEAD)
        return day

    def clean(self):
        facts = super().clean()
        asked, got = facts.get("consent_obtained_on"), facts.get("consent_obtained_by")
        if asked and not got and "consent_obtained_by" not in self.errors:
            self.add_error("consent_obtained_by", _("Skriv hvem som innhentet samtykket."))
        if got and not asked and "consent_obtained_on" not in self.errors:
            self.add_error("consent_obtained_on", _("Skriv hvilken dag samtykket ble innhentet."))
        return facts

    def keep(self, *, by) -> SuccessStory:
        story = self.keyed() if self.instance.pk is None else self.save(commit=False)
        period = self.periods[self.cleaned_data["half_year"]]
        story.period_first, story.period_last = period.first, period.last
        return story.keep(by=by)


class StoryConfirmForm(forms.Form):
    """A second person has read the story and says that nobody can be recognised."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    nobody = forms.BooleanField(
        label=_("Ingen kan kjennes igjen"),
        error_messages={"required": _("Kryss av når du har lest historien og er sikker.")},
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, initial={"read": story.fingerprint}, **kwargs)
        self.story = story

    def confirm(self, *, by) -> SuccessStory:
        self.story.confirm(read=self.cleaned_data["read"], by=by)
        return self.story


class ConsentWithdrawForm(forms.Form):
    withdrawn_on = DateField(label=_("Trukket"), initial=timezone.localdate)

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        self.story = story

    def clean_withdrawn_on(self):
        day = self.cleaned_data["withdrawn_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(NOT_AHEAD)
        if self.story.consent_obtained_on and day < self.story.consent_obtained_on:
            raise forms.ValidationError(_("Samtykket kan ikke trekkes før det er gitt."))
        return day

    def withdraw(self, *, by) -> SuccessStory:
        with transaction.atomic():
            self.story.withdraw_consent(on=self.cleaned_data["withdrawn_on"])
            self.story.print_without(by=by)
        return self.story
