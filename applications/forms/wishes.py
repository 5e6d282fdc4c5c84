"""Forms about a household's wishes for a dwelling, and the places where it must not live (boligønsker)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Exclusion, HousingWish, Strength
from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Dwelling, Household
from housing.places import place_of

NOT_ASKED = ("", _("Ikke noe krav"))


class WishForm(forms.ModelForm):
    """What the household wishes or must have beside rooms and access, and what it can pay."""

    drug_free = forms.ChoiceField(
        label=_("Rusfritt miljø"), choices=[NOT_ASKED, *Strength.choices], widget=forms.RadioSelect, required=False
    )
    shielded = forms.ChoiceField(
        label=_("Skjermet bolig"),
        choices=[NOT_ASKED, *Strength.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("En bolig for seg selv, uten nære naboer."),
    )
    max_rent = KroneField(
        label=_("Høyeste husleie per måned"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Det husstanden kan betale. Dyrere boliger passer da ikke."),
    )
    monthly_income = KroneField(
        label=_("Inntekt per måned etter skatt"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Med trygd, bostøtte og andre ytelser. Viser hvor stor del husleien tar, og stenger ingen ute."),
    )

    class Meta:
        model = HousingWish
        fields = ["drug_free", "shielded", "max_rent", "monthly_income"]

    def change(self, *, by) -> Household:
        """One row for a household however often it is sent; the timeline says what was changed, not to what."""
        household = self.instance.household
        with refusing_breaches(), transaction.atomic():
            Household.objects.select_for_update().get(pk=household.pk)
            HousingWish.objects.update_or_create(household=household, defaults=self.cleaned_data)
            if self.changed_data:
                labels = ", ".join(str(self.fields[name].label) for name in self.changed_data)
                household.tell(_t("Boligønskene er endret"), by=by, note=labels)
        return household


class ExclusionForm(OnceForm):
    """A place where the household must not live."""

    kind = forms.ChoiceField(
        label=_("Hva er utelukket"), choices=Exclusion.Kind.choices, widget=forms.RadioSelect, initial="building"
    )
    address = LineField(
        label=_("Adresse"),
        required=False,
        help_text=_("Gate og nummer, for eksempel Strandgata 4. Gjelder det hele gaten, holder gatenavnet."),
    )
    district = forms.ChoiceField(label=_("Bydel"), required=False)
    reason = TextField(
        label=_("Hvorfor kan husstanden ikke bo der"),
        max_length=2000,
        rows=3,
        help_text=_("Leses bare av dem som åpner saken. Lister viser at stedet er utelukket, ikke hvorfor."),
    )
    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)

    class Meta:
        model = Exclusion
        fields = ["kind", "address", "district", "reason", "starts_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        known = Dwelling.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
        self.fields["district"].choices = [("", _("Velg bydel")), *((name, name) for name in known)]

    def rows(self):
        return Exclusion.objects.filter(household=self.household)

    def clean_starts_on(self):
        return not_in_future(self.cleaned_data["starts_on"])

    def clean(self):
        answers = super().clean()
        wanted, other = ("district", "address") if answers.get("kind") == "district" else ("address", "district")
        # What belongs to the other kind was not asked for: neither its value nor what is wrong with it counts.
        self.errors.pop(other, None)
        answers[other] = ""
        is_told = bool(answers.get(wanted)) and (wanted == "district" or place_of(answers["address"]).street)
        if answers.get("kind") and not is_told and wanted not in self.errors:
            self.add_error(wanted, _("Velg bydelen.") if wanted == "district" else _("Skriv adressen."))
        if answers.get("kind") == "building" and is_told and place_of(answers["address"]).first is None:
            self.add_error("address", _("Skriv nummeret også, eller velg hele gaten."))
        return answers

    def register(self, *, by) -> Exclusion:
        made = self.keyed()
        made.by = by
        with refusing_breaches(), transaction.atomic():
            made.save(force_insert=True)
            self.household.tell(_t("Et sted er utelukket for husstanden"), by=by, happened_on=made.starts_on)
        return made


class LiftForm(forms.Form):
    """The household may live there after all (opphev)."""

    because = TextField(label=_("Hvorfor kan husstanden bo der nå"), max_length=2000, rows=3)

    def __init__(self, *args, exclusion, **kwargs):
        super().__init__(*args, **kwargs)
        self.exclusion = exclusion

    def lift(self, *, by) -> Exclusion:
        self.exclusion.lift(by=by, day=timezone.localdate(), because=self.cleaned_data["because"])
        return self.exclusion
