"""Forms about what a dwelling costs, and the rent that covers it (kostnadsdekkende husleie)."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.once import Once
from housing.forms.people import not_in_future
from housing.models import Dwelling, Rent, RentCost
from housing.rent_history import HowSet

AMOUNTS = {
    "interest": _("Renter per år"),
    "instalment": _("Avdrag per år"),
    "internal_rent": _("Internleie per år, i stedet for renter og avdrag"),
    "municipal_fees": _("Kommunale avgifter per år"),
    "maintenance_per_m2": _("Vedlikehold per m² og år"),
    "administration": _("Administrasjon per år"),
    "insurance": _("Forsikring per år"),
    "common_costs": _("Felleskostnader per år"),
}


class RentCostForm(OnceForm):
    """The cost elements of one dwelling and year; what is left empty costs nothing."""

    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2200)
    area_m2 = forms.DecimalField(label=_("Areal, m²"), min_value=0, max_value=99_999, decimal_places=2, required=False)
    loss_percent = forms.DecimalField(
        label=_("Tomgang og tap, prosent av leien"), min_value=0, max_value=50, decimal_places=2, required=False
    )
    going_rate = KroneField(
        label=_("Gjengs leie per måned for lignende boliger"), required=False, min_value=0, max_digits=10
    )
    going_rate_source = LineField(label=_("Hvordan gjengs leie er funnet"), required=False, max_length=300)

    class Meta:
        model = RentCost
        fields = ["year", *AMOUNTS, "area_m2", "loss_percent", "going_rate", "going_rate_source"]

    def __init__(self, *args, dwelling, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.dwelling = dwelling
        for name, label in AMOUNTS.items():
            self.fields[name] = KroneField(label=label, required=False, min_value=0, max_digits=12)
        self.order_fields(self._meta.fields)
        if not self.instance.pk:
            self.fields["year"].initial = timezone.localdate().year
            self.fields["area_m2"].initial = dwelling.area_m2

    def clean(self):
        cleaned = super().clean()
        for name in [*AMOUNTS, "area_m2", "loss_percent"]:
            if name in cleaned and cleaned[name] is None:
                cleaned[name] = Decimal(0)
        if cleaned.get("internal_rent") and (cleaned.get("interest") or cleaned.get("instalment")):
            self.add_error(
                "internal_rent", _("Før enten renter og avdrag, eller internleie. Begge deler teller to ganger.")
            )
        if cleaned.get("maintenance_per_m2") and not cleaned.get("area_m2"):
            self.add_error("area_m2", _("Arealet må være kjent når vedlikeholdet regnes per kvadratmeter."))
        return cleaned

    def rows(self):
        return self.instance.dwelling.rent_costs.all() if not self.instance.pk else RentCost.objects.none()

    def save(self, *, by) -> RentCost:
        made = self.instance if self.instance.pk else self.keyed()
        made.by = by
        with refusing_breaches():
            made.save()
        return made


class CostCoveringForm(Once):
    """The cost-covering rent, asked of the dwelling's next tenant. A sitting tenant's rent is not touched."""

    amount = KroneField(label=_("Ny leie per måned"), min_value=Decimal(1), max_digits=10)
    in_force_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate)
    is_considered = forms.BooleanField(
        label=_("Leien er over gjengs leie, og jeg har vurdert at den ikke er urimelig"), required=False
    )
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, cost: RentCost, **kwargs):
        super().__init__(*args, **kwargs)
        self.cost, self.dwelling = cost, cost.dwelling
        self.comparison = cost.comparison
        self.fields["amount"].initial = Decimal(int(self.comparison.lawful_now))
        if not self.comparison.is_unreasonable:
            del self.fields["is_considered"]

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount > self.comparison.cost_covering:
            raise forms.ValidationError(_("Leien er høyere enn det boligen koster."))
        return amount

    def clean_in_force_from(self):
        return not_in_future(self.cleaned_data["in_force_from"])

    def clean(self):
        cleaned = super().clean()
        limit, amount = self.cost.going_rate, cleaned.get("amount")
        if limit is not None and amount is not None and amount > limit and not cleaned.get("is_considered"):
            self.add_error("amount", _("Leien er over gjengs leie. Sett den ned, eller vurder om den er urimelig."))
        return cleaned

    def use(self, *, by) -> None:
        if self.made_before(self.dwelling.rents.all()):
            return
        told = {name: self.cleaned_data[name] for name in ("amount", "in_force_from", "note")}
        with refusing_breaches():
            Rent(external_id=self.key, dwelling=self.dwelling, how=HowSet.COST_COVERING, by=by, **told).save(
                force_insert=True
            )
            Dwelling.objects.filter(pk=self.dwelling.pk).update(rent_model=Dwelling.RentModel.COST_COVERING)
