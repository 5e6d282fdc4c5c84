"""The form of a contact, for a thumb: what is most often so is chosen already."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.periods import add_months
from housing_first.models import Contact
from housing_first.models.contact import MINUTES_OF_A_DAY
from housing_first.round_facts import names_of

MET = [("ja", _("Møtt")), ("nei", _("Ikke truffet"))]
OLDEST_MONTHS, FURTHEST_MONTHS = 12, 12


class ContactForm(OnceForm):
    """Who, met or not, what kind, where, minutes, about what, and when next."""

    was_met = forms.TypedChoiceField(
        label=_("Møtt"), choices=MET, coerce=lambda answer: answer == "ja", widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=_("Hva slags"), choices=Contact.Kind.choices, initial=Contact.Kind.VISIT, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label=_("Hvor"), choices=Contact.Place.choices, required=False, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutter"),
        required=False,
        min_value=0,
        max_value=MINUTES_OF_A_DAY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Tema"), choices=Contact.Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = TextField(label=_("Kort om det"), required=False, max_length=2000, rows=2)
    next_on = DateField(label=_("Neste avtale"), required=False)
    happened_on = DateField(label=_("Dato"), initial=timezone.localdate)

    class Meta:
        model = Contact
        fields = [
            "participation",
            "was_met",
            "kind",
            "place",
            "minutes",
            "topics",
            "note",
            "is_restricted",
            "next_on",
            "happened_on",
        ]

    def __init__(self, *args, user, participations, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        # Drawn by the page's own template, larger than a field elsewhere.
        for name in ("participation", "minutes", "note", "next_on", "happened_on"):
            self.fields[name].widget.attrs["class"] = "ds-input"
        who = self.fields["participation"]
        who.queryset, who.empty_label = participations, _("Velg")
        who.label = _("Hvem")
        who.error_messages["invalid_choice"] = _(
            "Du kan ikke registrere kontakt med denne deltakeren. Oppfølgingen kan være avsluttet. Si fra til lederen."
        )
        names = names_of(participations)
        who.label_from_instance = lambda row: names.get(row.pk) or row.number
        self.names = sorted(names.items(), key=lambda found: found[1])

    def rows(self):
        """A key is its sender's own: nobody is told of, or shown, what another has sent."""
        return Contact.objects.filter(by=self.user)

    def clean_happened_on(self):
        day = not_in_future(self.cleaned_data["happened_on"])
        if day < add_months(timezone.localdate(), -OLDEST_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn et år tilbake. Se etter om den er riktig."))
        return day

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day > add_months(timezone.localdate(), FURTHEST_MONTHS) + timedelta(days=1):
            raise forms.ValidationError(_("Datoen er mer enn et år frem. Se etter om den er riktig."))
        return day

    def clean(self):
        answers = super().clean()
        happened_on, next_on = answers.get("happened_on"), answers.get("next_on")
        if happened_on and next_on and next_on < happened_on:
            self.add_error("next_on", _("Neste avtale er før kontakten."))
        if not answers.get("place") and answers.get("kind") == Contact.Kind.VISIT:
            self.instance.place = answers["place"] = Contact.Place.HOME
        return answers

    def record(self, *, by) -> Contact:
        return self.keyed().record(by=by)


class CorrectionForm(ContactForm):
    """What was tapped wrong, put right by whoever wrote it. Who it was about is put right too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["was_met"] = "ja" if self.instance.was_met else "nei"

    def rows(self):
        """It is made already: that is what is corrected."""
        return Contact.objects.none()

    def correct(self, contact, *, by) -> Contact:
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        contact.correct(by=by, **facts)
        return contact
