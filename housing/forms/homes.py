"""Forms about dwellings: registering one, work on it, and when it leaves the stock."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.fields import DateField, KroneField, NameField
from housing.models import Dwelling, VoidPeriod

FACTS = [
    "address",
    "unit_number",
    "postal_code",
    "city",
    "district",
    "rooms",
    "area_m2",
    "floor",
    "has_lift",
    "is_wheelchair_accessible",
    "category",
    "ownership",
    "in_housing_association",
    "staffing",
    "earmarked_for",
    "acquired_on",
    "acquisition_price",
    "monthly_rent",
    "rent_model",
]


class DwellingForm(forms.ModelForm):
    """A dwelling's facts. ``external_id`` rides along so that a second click finds the first one's row."""

    address = NameField(label=_("Adresse"))
    acquired_on = DateField(label=_("Disponert fra"))
    acquisition_price = KroneField(label=_("Kjøpesum"), required=False, min_value=0)
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)
    external_id = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    class Meta:
        model = Dwelling
        fields = FACTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rooms"].min_value = 1
        if not self.instance.pk:
            self.fields["external_id"].initial = new_external_id()

    def save(self, commit=True):
        if not self.instance.pk and (key := self.cleaned_data["external_id"]):
            if already := Dwelling.objects.filter(external_id=key).first():
                return already
            self.instance.external_id = key
        with refusing_breaches():
            return super().save(commit=commit)


class LeaveStockForm(forms.ModelForm):
    """The dwelling goes out of stock: sold, handed back or torn down."""

    left_stock_on = DateField(label=_("Ute av boligmassen fra"))
    left_stock_reason = forms.ChoiceField(label=_("Hvorfor"), choices=Dwelling.LeftReason.choices)
    disposal_price = KroneField(label=_("Salgssum"), required=False, min_value=0)

    class Meta:
        model = Dwelling
        fields = ["left_stock_on", "left_stock_reason", "disposal_price"]

    def clean_left_stock_on(self):
        day = self.cleaned_data["left_stock_on"]
        if day < self.instance.acquired_on:
            raise forms.ValidationError(_("Boligen kan ikke gå ut av boligmassen før den kom inn."))
        if self.instance.tenancies.lived_in(day).exists():
            raise forms.ValidationError(_("Noen bor i boligen denne dagen. Registrer utflyttingen først."))
        return day

    def save(self, commit=True):
        with refusing_breaches():
            return super().save(commit=commit)


class VoidForm(forms.ModelForm):
    """A time of work on the dwelling (opphold i utleie)."""

    starts_on = DateField(label=_("Fra"))
    ends_on = DateField(label=_("Til"), required=False, help_text=_("Tomt til boligen er klar."))

    class Meta:
        model = VoidPeriod
        fields = ["starts_on", "ends_on", "reason"]

    def __init__(self, *args, dwelling, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.dwelling = dwelling
        if not self.instance.pk:
            self.fields["starts_on"].initial = timezone.localdate

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Til-datoen er før fra-datoen."))
        return cleaned

    def save(self, commit=True):
        with refusing_breaches():
            return super().save(commit=commit)
