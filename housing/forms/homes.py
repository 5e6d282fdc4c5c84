"""Forms about dwellings: how one comes into the stock, and when and why it leaves (kjøp, innleie, salg)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, NameField
from housing.form_page import OnceForm
from housing.models import Dwelling

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
    "lease_in_ends_on",
    "lease_in_rent",
    "monthly_rent",
    "rent_model",
]


class DwellingForm(OnceForm):
    """A dwelling's facts, when it is registered."""

    address = NameField(label=_("Adresse"))
    acquired_on = DateField(label=_("Disponert fra"))
    acquisition_price = KroneField(
        label=_("Kjøpesum"), required=False, min_value=0, help_text=_("Bare når kommunen eier boligen.")
    )
    lease_in_ends_on = DateField(
        label=_("Innleie til"),
        required=False,
        help_text=_("Når eierens avtale med kommunen går ut. Tomt betyr at den løper."),
    )
    lease_in_rent = KroneField(
        label=_("Innleie per måned"), required=False, min_value=0, help_text=_("Det kommunen betaler eieren.")
    )
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)

    class Meta:
        model = Dwelling
        fields = FACTS

    def clean(self):
        answers = super().clean()
        begins, ends = answers.get("acquired_on"), answers.get("lease_in_ends_on")
        if answers.get("ownership") == Dwelling.Ownership.OWNED:
            for name in ("lease_in_ends_on", "lease_in_rent"):
                if answers.get(name) is not None:
                    self.add_error(name, _("En bolig kommunen eier, har ingen innleieavtale."))
        elif answers.get("ownership") and answers.get("acquisition_price") is not None:
            self.add_error("acquisition_price", _("Bare en bolig kommunen eier, har en kjøpesum."))
        if begins and ends and ends < begins:
            self.add_error("lease_in_ends_on", _("Innleien kan ikke slutte før den begynner."))
        return answers

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


LEAVES_AS = {
    Dwelling.Ownership.OWNED: {"sold_to_tenant", "sold", "demolished", "other"},
    Dwelling.Ownership.LEASED_IN: {"lease_ended", "demolished", "other"},
    Dwelling.Ownership.NOMINATION: {"lease_ended", "demolished", "other"},
}
SALES = {Dwelling.LeftReason.SOLD_TO_TENANT, Dwelling.LeftReason.SOLD}


class LeaveStockForm(forms.Form):
    """The dwelling goes out of stock: sold, handed back or torn down. Opened again it corrects what was registered."""

    left_stock_on = DateField(label=_("Ute av boligmassen fra"))
    left_stock_reason = forms.ChoiceField(label=_("Hvorfor"))
    disposal_price = KroneField(
        label=_("Salgssum"), required=False, min_value=0, help_text=_("Bare når boligen er solgt."), max_digits=14
    )

    def __init__(self, *args, dwelling, **kwargs):
        super().__init__(*args, **kwargs)
        self.dwelling = dwelling
        allowed = LEAVES_AS[dwelling.ownership] | {dwelling.left_stock_reason}
        choices = [(code, label) for code, label in Dwelling.LeftReason.choices if code in allowed]
        self.fields["left_stock_reason"].choices = [("", _("Velg")), *choices]
        for name in self.fields:
            self.fields[name].initial = getattr(dwelling, name)
        if dwelling.left_stock_on:
            self.fields["left_stock_on"].required = self.fields["left_stock_reason"].required = False
            self.fields["left_stock_on"].help_text = _("Tomt hvis boligen ikke er ute av boligmassen likevel.")

    def clean(self):
        answers = super().clean()
        day, reason = answers.get("left_stock_on"), answers.get("left_stock_reason")
        if day is None:
            return answers
        if not reason:
            self.add_error("left_stock_reason", _("Skriv hvorfor."))
        if day < self.dwelling.acquired_on:
            self.add_error("left_stock_on", _("Boligen kan ikke gå ut av boligmassen før den kom inn."))
        if reason != Dwelling.LeftReason.SOLD_TO_TENANT and self.dwelling.stays_after(day).exists():
            self.add_error("left_stock_on", _("Noen bor i boligen denne dagen. Registrer utflyttingen først."))
        self._check_sale(answers, day, reason)
        return answers

    def _check_sale(self, answers, day, reason):
        price = answers.get("disposal_price")
        if reason == Dwelling.LeftReason.SOLD_TO_TENANT and day > timezone.localdate():
            self.add_error("left_stock_on", _("Et salg til leietakeren registreres når det har skjedd, ikke før."))
        if reason in SALES and price is None and "disposal_price" not in self.errors:
            self.add_error("disposal_price", _("Skriv hva boligen ble solgt for."))
        if reason and reason not in SALES and price is not None:
            self.add_error("disposal_price", _("Bare en solgt bolig har en salgssum."))

    def save(self, *, by):
        answers = self.cleaned_data
        if answers["left_stock_on"] is None:
            self.dwelling.return_to_stock()
            return
        self.dwelling.leave_stock(
            by=by,
            left_on=answers["left_stock_on"],
            reason=answers["left_stock_reason"],
            price=answers["disposal_price"],
        )
