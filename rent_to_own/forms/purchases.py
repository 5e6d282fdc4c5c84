"""Forms about homes that are bought: on the market, the municipal flat, and what the municipality buys again."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Dwelling, Tenancy
from housing.protection import may_see_address
from rent_to_own.models import Appraisal, Purchase, ReinvestmentEntry

YEARS_BACK = 10


class PurchaseForm(OnceForm):
    """A home is bought."""

    bought_on = DateField(label=_("Kjøpt"), initial=timezone.localdate)
    price = KroneField(label=_("Pris, kr"), min_value=1)

    class Meta:
        model = Purchase
        fields = ["bought_on", "price"]

    def __init__(self, *args, guidance, **kwargs):
        super().__init__(*args, **kwargs)
        self.guidance = self.instance.guidance = guidance
        self.instance.household = guidance.household

    def rows(self):
        return Purchase.objects.filter(guidance=self.guidance)

    def clean_bought_on(self):
        day = not_in_future(self.cleaned_data["bought_on"])
        if day < self.guidance.started_on:
            raise forms.ValidationError(
                _("Veiledningen begynte først {day:%d.%m.%Y}.").format(day=self.guidance.started_on)
            )
        return day


class PrivatePurchaseForm(PurchaseForm):
    """A home on the market. Its address is theirs, and is not asked for."""

    def buy(self, *, by) -> Purchase:
        made = self.keyed()
        made.kind = Purchase.Kind.PRIVATE
        return made.buy_privately(by=by)


def rented_by(household, day):
    """The dwellings the household rents of the municipality on the day, and that are the municipality's to sell."""
    rents = Tenancy.objects.lived_in(day).filter(household=household)
    return Dwelling.objects.filter(pk__in=rents.values("dwelling"), ownership=Dwelling.Ownership.OWNED)


class SaleForm(PurchaseForm):
    """The tenant buys the dwelling it rents, at the appraisal (selges til takst)."""

    dwelling = forms.ModelChoiceField(
        label=_("Bolig"),
        queryset=Dwelling.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Husstanden leier ikke denne boligen, eller den er allerede solgt.")},
    )
    appraised_on = DateField(label=_("Takstdato"))
    amount = KroneField(label=_("Takst, kr"), min_value=1)
    common_debt = KroneField(label=_("Fellesgjeld, kr"), required=False, min_value=0)
    appraiser = LineField(label=_("Hvem har taksert"), max_length=200)
    price_reason = LineField(
        label=_("Hvorfor en annen pris enn taksten"),
        required=False,
        max_length=300,
        help_text=_("For eksempel en pris som ble fastsatt da husstanden begynte å spare."),
    )
    # What the leader has seen summed up: a changed price is summed up anew before anything is sold.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    class Meta(PurchaseForm.Meta):
        fields = ["dwelling", "bought_on", "price", "price_reason"]

    field_order = [
        "dwelling",
        "appraised_on",
        "amount",
        "common_debt",
        "appraiser",
        "bought_on",
        "price",
        "price_reason",
    ]

    def __init__(self, *args, guidance, user, **kwargs):
        super().__init__(*args, guidance=guidance, **kwargs)
        today = timezone.localdate()
        homes = rented_by(guidance.household, today)
        self.fields["dwelling"].queryset = homes
        # Where a protected household lives is not told to whoever sells it the home: it can only be the one it rents.
        self.home = None if may_see_address(user, guidance.household, today) else homes.first()
        if self.home is not None:
            del self.fields["dwelling"]
            self.instance.dwelling = self.home
        known = Appraisal.objects.filter(dwelling__in=homes).first()
        if known is not None and not self.is_bound:
            self.initial |= {"dwelling": known.dwelling_id, "price": known.amount}
            self.initial |= {
                name: getattr(known, name) for name in ("appraised_on", "amount", "common_debt", "appraiser")
            }

    def clean_appraised_on(self):
        return not_in_future(self.cleaned_data["appraised_on"])

    def clean(self):
        answers = super().clean()
        if self.home is not None:
            answers["dwelling"] = self.home
        bought, appraised = answers.get("bought_on"), answers.get("appraised_on")
        if bought and appraised and appraised > bought:
            self.add_error("appraised_on", _("Taksten er etter kjøpet."))
        price, amount = answers.get("price"), answers.get("amount")
        if price and amount and price != amount and not answers.get("price_reason"):
            self.add_error("price_reason", _("Prisen er en annen enn taksten. Skriv hvorfor."))
        return answers

    @property
    def summed_up(self) -> str:
        answers = self.cleaned_data
        home = "" if self.home else answers["dwelling"].pk
        return f"{home} {answers['bought_on']} {answers['price']}"

    @property
    def is_seen(self) -> bool:
        return self.cleaned_data.get("seen") == self.summed_up

    def _appraisal(self, by) -> Appraisal:
        """The one that is known, or a new one."""
        facts = {name: self.cleaned_data[name] for name in ("dwelling", "appraised_on", "amount", "appraiser")}
        facts["common_debt"] = self.cleaned_data["common_debt"]
        return Appraisal.objects.filter(**facts).first() or Appraisal.objects.create(by=by, **facts)

    def sell(self, *, by) -> Purchase:
        with refusing_breaches(), transaction.atomic():
            made = self.keyed()
            made.kind = Purchase.Kind.MUNICIPAL
            made.appraisal = self._appraisal(by)
            return made.buy_rented(by=by)


class ReplacementForm(OnceForm):
    """A dwelling bought for the income of sales (ny utleiebolig for salgsinntekter)."""

    amount = KroneField(
        label=_("Beløp fra salgsinntektene, kr"),
        min_value=1,
        help_text=_("Så mye av prisen som er dekket av salg til leietakere."),
    )
    note = LineField(label=_("Merknad"), required=False, max_length=300)

    class Meta:
        model = ReinvestmentEntry
        fields = ["dwelling", "amount", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = ReinvestmentEntry.Kind.REPLACEMENT
        today = timezone.localdate()
        posted = ReinvestmentEntry.objects.filter(kind=ReinvestmentEntry.Kind.REPLACEMENT)
        since = today.replace(month=1, day=1, year=today.year - YEARS_BACK)
        homes = Dwelling.objects.filter(
            ownership=Dwelling.Ownership.OWNED, acquired_on__range=(since, today), left_stock_on__isnull=True
        )
        field = self.fields["dwelling"]
        field.queryset = homes.exclude(pk__in=posted.values("dwelling")).order_by("-acquired_on", "sort_key")
        field.help_text = _("Boliger som er registrert som kjøpt de siste ti årene. Registrer boligen først.")
        field.label_from_instance = lambda row: f"{row}, {row.acquired_on:%d.%m.%Y}"

    def rows(self):
        return ReinvestmentEntry.objects.all()

    def first_made(self):
        """The account's page shows it; a posting has none of its own."""
        return

    def clean(self):
        answers = super().clean()
        home, amount = answers.get("dwelling"), answers.get("amount")
        if home and amount and home.acquisition_price is not None and amount > home.acquisition_price:
            self.add_error("amount", _("Beløpet er høyere enn kjøpesummen."))
        return answers

    def post(self, *, by) -> ReinvestmentEntry:
        made = self.keyed()
        made.posted_on = made.dwelling.acquired_on
        return made.post(by=by)
