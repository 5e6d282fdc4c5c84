"""Forms about rents: the price index, a run, a claim for the going rate, and what the history should have said."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.contracts import rent_change_breaches
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.once import Once
from housing.models import Dwelling, PriceIndex, RentNotice, RentRun, Tenancy
from housing.rent_history import fixing, next_after
from housing.rent_letters import write_notice
from housing.rent_terms import earliest_effect
from housing.terms import due_on

FIRST_BASE_YEAR = 1979


class PriceIndexForm(OnceForm):
    """The index of one month, typed in from the published table. A value a tenant is told of stands."""

    month_number = forms.TypedChoiceField(label=_("Måned"), choices=list(MONTHS.items()), coerce=int)
    year = forms.IntegerField(label=_("År"), min_value=1979, max_value=2200)
    value = KroneField(label=_("Indeks"), min_value=Decimal("0.01"), max_digits=7)
    base_year = forms.IntegerField(
        label=_("Basisår"),
        min_value=FIRST_BASE_YEAR,
        max_value=2200,
        help_text=_("Året indeksen er 100. To måneder kan bare sammenlignes når de har samme basisår."),
    )
    source = LineField(label=_("Kilde"), help_text=_("For eksempel Statistisk sentralbyrå og nummeret på tabellen."))

    class Meta:
        model = PriceIndex
        fields = ["value", "base_year", "source"]

    field_order = ["month_number", "year", "value", "base_year", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        month = self.instance.month or _month_before(timezone.localdate())
        self.fields["month_number"].initial, self.fields["year"].initial = month.month, month.year
        latest = PriceIndex.objects.first()
        if not self.instance.pk and latest:
            self.fields["base_year"].initial, self.fields["source"].initial = latest.base_year, latest.source

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("year") and cleaned.get("month_number"):
            cleaned["month"] = date(cleaned["year"], cleaned["month_number"], 1)
            if cleaned["month"] >= timezone.localdate().replace(day=1):
                self.add_error("month_number", _("Indeksen for en måned er ikke kjent før måneden er over."))
        return cleaned

    def rows(self):
        return PriceIndex.objects.none() if self.instance.pk else PriceIndex.objects.all()

    def save(self, *, by):
        is_told = self.instance.pk and self.instance.runs.exclude(status__in=["draft", "called_off"]).exists()
        if is_told:
            raise Refused(_now("Leiere er varslet ut fra denne indeksen. Den kan ikke endres."))
        made = self.instance if self.instance.pk else self.keyed()
        made.month, made.by = self.cleaned_data["month"], by
        for name in self._meta.fields:
            setattr(made, name, self.cleaned_data[name])
        with refusing_breaches():
            made.save()
        return made


def _month_before(day):
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


class RentRunForm(OnceForm):
    """Which month's index, and from which day. Nothing is told anybody before the letters are written."""

    index = forms.ModelChoiceField(label=_("Indeks for"), queryset=PriceIndex.objects.all(), empty_label=_("Velg"))
    takes_effect_on = DateField(label=_("Ny leie gjelder fra"))
    rent_model = forms.ChoiceField(
        label=_("Gjelder"), choices=[("", _("Alle husleiemodeller")), *Dwelling.RentModel.choices], required=False
    )

    class Meta:
        model = RentRun
        fields = ["index", "takes_effect_on", "rent_model"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        earliest = due_on("F9_notice", timezone.localdate())
        self.fields["takes_effect_on"].help_text = _now(
            "Tidligst {day:%d.%m.%Y} når brevene sendes i dag. Regn med tid til posten."
        ).format(day=earliest)
        self.fields["takes_effect_on"].initial = _next_first(earliest)
        self.fields["index"].initial = PriceIndex.objects.first()

    def clean_takes_effect_on(self):
        day = self.cleaned_data["takes_effect_on"]
        if day < due_on("F9_notice", timezone.localdate()):
            raise forms.ValidationError(_("Leierne må varsles skriftlig minst én måned før leien endres."))
        return day

    def rows(self):
        return RentRun.objects.all()

    def start(self, *, by) -> RentRun:
        run = self.keyed()
        run.by = by
        return run.begin(by=by)


def _next_first(day):
    """The first of a month, since rent is paid by the month; at least a week after the day, for the post."""
    latest = day + timedelta(days=7)
    return (latest.replace(day=28) + timedelta(days=4)).replace(day=1)


class CallOffForm(forms.Form):
    """A run or a claim does not come into force after all. Whoever was told of it is told that, too."""

    why = LineField(label=_("Hvorfor"), max_length=300)


class RentClaimForm(Once):
    """A claim to bring the rent of one lease to the going rate (gjengs leie). Writes the letter."""

    amount = KroneField(label=_("Ny leie per måned"), min_value=Decimal(1), max_digits=10)
    takes_effect_on = DateField(label=_("Ny leie gjelder fra"))
    grounds = TextField(
        label=_("Hvordan gjengs leie er funnet"),
        max_length=2000,
        help_text=_("Står i brevet: hva som blir betalt for boliger med lignende beliggenhet, størrelse og standard."),
    )

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy
        self.history = [rent.as_row for rent in tenancy.rents.all()]
        self.earliest = earliest_effect(self.history, timezone.localdate())
        if self.earliest:
            self.fields["takes_effect_on"].initial = self.earliest
            self.fields["takes_effect_on"].help_text = _now("Tidligst {day:%d.%m.%Y} når kravet sendes i dag.").format(
                day=self.earliest
            )

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if self.tenancy.monthly_rent is None or amount <= self.tenancy.monthly_rent:
            raise forms.ValidationError(_("Et krav må være høyere enn leien nå."))
        cost = self.tenancy.dwelling.rent_costs.filter(going_rate__isnull=False).first()
        if cost and amount > cost.going_rate:
            raise forms.ValidationError(
                _("Kravet er høyere enn gjengs leie som er registrert for boligen: {amount} kroner.").format(
                    amount=cost.going_rate
                )
            )
        return amount

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("takes_effect_on")
        if day:
            for message in self._why_not(day):
                self.add_error("takes_effect_on", message)
        return cleaned

    def _why_not(self, day) -> list:
        if fixing(self.history, day) is None:
            return [_("Leien denne dagen er ikke kjent.")]
        if next_after(self.history, timezone.localdate()):
            return [_("Det er allerede avtalt ny leie fra en senere dag.")]
        if self.tenancy.leaves_on and self.tenancy.leaves_on <= day:
            return [_("Husstanden flytter ut før den nye leien gjelder.")]
        change = self._notice(day, 0).as_change(self.history, notified_on=timezone.localdate())
        return [breach.message for breach in rent_change_breaches(change)]

    def _notice(self, takes_effect_on, amount):
        return RentNotice(
            external_id=self.key,
            tenancy=self.tenancy,
            kind=RentNotice.Kind.GOING_RATE,
            was_amount=self.tenancy.monthly_rent,
            amount=amount,
            takes_effect_on=takes_effect_on,
        )

    def claim(self, *, by) -> RentNotice:
        if before := self.made_before(self.tenancy.rent_notices.all()):
            return before
        home = self.tenancy
        if home.status != Tenancy.Status.ACTIVE or home.tenure != Tenancy.Tenure.MUNICIPAL:
            raise Refused(_now("Gjengs leie kan bare kreves av den som bor i en kommunal bolig."))
        if home.dwelling.ownership == Dwelling.Ownership.NOMINATION:
            raise Refused(_now("Boligen leies ut av eieren. Kommunen fastsetter ikke leien."))
        notice = self._notice(self.cleaned_data["takes_effect_on"], self.cleaned_data["amount"])
        notice.grounds, notice.caseworker = self.cleaned_data["grounds"], by
        with refusing_breaches():
            notice.save(force_insert=True)
            write_notice(notice, by=by, day=timezone.localdate())
        return notice
