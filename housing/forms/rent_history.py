"""Forms that tell the rent history what it does not know: when a rent was fixed, and that it was wrong."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.forms.once import Once
from housing.forms.people import not_in_future
from housing.models import PriceIndex, Rent
from housing.rent_history import HowSet, fixing

FIXED_AS = [(how.value, how.label) for how in HowSet if how not in (HowSet.CORRECTED, HowSet.REGISTERED)]


class FixedFields(Once):
    """When and how the rent one pays now was fixed, for what is registered without it."""

    how = forms.ChoiceField(label=_("Hvordan leien ble fastsatt"), choices=FIXED_AS)
    in_force_from = DateField(label=_("Gjaldt fra"))
    index = forms.ModelChoiceField(
        label=_("Regulert til indeksen for"),
        queryset=PriceIndex.objects.all(),
        required=False,
        empty_label=_("Ikke indeksregulert"),
    )
    note = LineField(label=_("Hvor det står"), max_length=500, help_text=_("For eksempel kontrakten eller varselet."))

    def clean_in_force_from(self):
        return not_in_future(self.cleaned_data["in_force_from"])

    def clean(self):
        cleaned = super().clean()
        is_index, index = cleaned.get("how") == HowSet.INDEX, cleaned.get("index")
        if is_index and index is None:
            self.add_error("index", _("Velg måneden leien ble regulert til."))
        if index and not is_index:
            self.add_error("index", _("Bare en indeksregulering har en indeks."))
        if index and cleaned.get("in_force_from") and index.month > cleaned["in_force_from"]:
            self.add_error("index", _("Indeksen er fra en måned etter at leien gjaldt."))
        return cleaned

    def row(self, home, *, by, **other) -> Rent:
        told = self.cleaned_data
        index = told["index"]
        facts = {
            "amount": home.monthly_rent,
            "in_force_from": told["in_force_from"],
            "how": told["how"],
            "index_month": index.month if index else None,
            "index_to": index.value if index else None,
            "note": told["note"],
            "by": by,
        }
        return Rent(tenancy=home, **(facts | other))


class RentFixedForm(FixedFields):
    """Of one lease. The amount is today's: only its day and its ground are told."""

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy
        self.fields["in_force_from"].initial = tenancy.moved_in_on

    def clean_in_force_from(self):
        day = super().clean_in_force_from()
        if self.tenancy.moved_in_on and day < self.tenancy.moved_in_on:
            raise forms.ValidationError(_("Datoen er før husstanden flyttet inn."))
        return day

    def register(self, *, by) -> None:
        if self.made_before(self.tenancy.rents.all()):
            return
        if self.tenancy.monthly_rent is None:
            raise Refused(_now("Leien er ikke registrert."))
        with refusing_breaches():
            self.row(self.tenancy, by=by, external_id=self.key).save(force_insert=True)


class FixedBatchForm(FixedFields):
    """Of all leases whose rent was only read in: most municipalities regulate everybody on one day."""

    later_are_agreed = forms.BooleanField(
        label=_("De som flyttet inn senere, har hatt samme leie siden innflyttingen"), required=False
    )

    def __init__(self, *args, unknown, **kwargs):
        """``unknown`` are the leases it is about."""
        super().__init__(*args, **kwargs)
        self.unknown = unknown

    def register(self, *, by) -> int:
        rows = []
        for home in self.unknown:
            if home.moved_in_on <= self.cleaned_data["in_force_from"]:
                rows.append(self.row(home, by=by))
            elif self.cleaned_data["later_are_agreed"]:
                since = {"in_force_from": home.moved_in_on, "how": HowSet.AGREED}
                rows.append(self.row(home, by=by, index_month=None, index_to=None, **since))
        with refusing_breaches():
            Rent.objects.bulk_create(rows)
        return len(rows)


class RentCorrectForm(Once):
    """A rent that was wrong, or is put down. Putting it up takes a notice, a claim or a new contract."""

    amount = KroneField(label=_("Riktig leie per måned"), min_value=0, max_digits=10)
    in_force_from = DateField(label=_("Gjelder fra"))
    note = LineField(label=_("Hvorfor"), max_length=500)

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy
        self.fixed = fixing([rent.as_row for rent in tenancy.rents.all()], timezone.localdate())
        self.fields["in_force_from"].initial = self.fixed.in_force_from if self.fixed else None

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if self.tenancy.monthly_rent is None or amount >= self.tenancy.monthly_rent:
            raise forms.ValidationError(
                _("Leien kan bare rettes ned her. Den økes ved indeksregulering, gjengs leie eller ny kontrakt.")
            )
        return amount

    def clean_in_force_from(self):
        day = not_in_future(self.cleaned_data["in_force_from"])
        if self.fixed and day < self.fixed.in_force_from:
            raise forms.ValidationError(_("Datoen er før leien som rettes, begynte å gjelde."))
        return day

    def correct(self, *, by) -> None:
        if self.made_before(self.tenancy.rents.all()):
            return
        with refusing_breaches():
            day = self.cleaned_data["in_force_from"]
            self._row(day, by, external_id=self.key).save(force_insert=True)
            # Rows that only repeated the wrong amount would stand after it.
            for later in self.tenancy.rents.filter(in_force_from__gt=day).order_by("pk"):
                self._row(later.in_force_from, by).save(force_insert=True)

    def _row(self, day, by, **keyed):
        told = {name: self.cleaned_data[name] for name in ("amount", "note")}
        return Rent(tenancy=self.tenancy, in_force_from=day, how=HowSet.CORRECTED, by=by, **told, **keyed)
