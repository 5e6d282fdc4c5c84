"""Forms about dwellings: registering one, work on it, and when it leaves the stock."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, NameField
from housing.form_page import OnceForm
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
    "is_drug_free",
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


class DwellingForm(OnceForm):
    """A dwelling's facts, when it is registered."""

    address = NameField(label=_("Adresse"))
    acquired_on = DateField(label=_("Disponert fra"))
    acquisition_price = KroneField(label=_("Kjøpesum"), required=False, min_value=0)
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)

    class Meta:
        model = Dwelling
        fields = FACTS

    def rows(self):
        return Dwelling.objects.all()

    def save(self):
        dwelling = self.keyed()
        with refusing_breaches():
            dwelling.save()
        return dwelling


class DwellingChangeForm(DwellingForm):
    """Changing a dwelling keeps its key."""

    def first_made(self):
        return None

    def keyed(self):
        return self.instance


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

    def save(self):
        with refusing_breaches():
            return super().save()


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

    def save(self):
        with refusing_breaches():
            return super().save()
