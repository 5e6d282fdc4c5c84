"""Forms about what stands for what a tenant may come to owe: deposit and guarantee (sikkerhet)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.contracts import MOST_SECURITY_MONTHS
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Security, Tenancy
from housing.templatetags.norwegian import kr
from housing.terms import due_on


class SecurityForm(OnceForm):
    """A deposit or a guarantee: with what stands already within six months' rent."""

    kind = forms.ChoiceField(label=_("Sikkerhet"), choices=Security.Kind.choices, widget=forms.RadioSelect)
    amount = KroneField(label=_("Beløp"), min_value=1, max_digits=10)
    held_by = LineField(label=_("Bank eller garantist"), help_text=_("For eksempel banken, eller NAV."))
    is_own_account = forms.BooleanField(
        label=_("Pengene står på en særskilt konto i leierens navn"),
        required=False,
        help_text=_("Kreves for depositum. Utleieren betaler det kontoen koster."),
    )
    established_on = DateField(label=_("Opprettet"), initial=timezone.localdate)

    class Meta:
        model = Security
        fields = ["kind", "amount", "held_by", "is_own_account", "established_on"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.tenancy = tenancy

    def clean_established_on(self):
        return not_in_future(self.cleaned_data["established_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Security.Kind.DEPOSIT and not cleaned.get("is_own_account"):
            self.add_error("is_own_account", _("Et depositum skal stå på en særskilt konto i leierens navn."))
        if self.tenancy.monthly_rent is None:
            self.add_error(None, _("Månedsleien er ikke kjent. Registrer den i kontrakten først."))
        return cleaned

    def rows(self):
        return self.tenancy.securities.all()

    def establish(self, *, by) -> Security:
        security = self.keyed()
        with refusing_breaches(), transaction.atomic():
            tenancy = Tenancy.objects.select_for_update(of=("self",)).get(pk=self.tenancy.pk)
            standing = sum(row.amount for row in tenancy.securities.filter(paid_out_on__isnull=True))
            most = MOST_SECURITY_MONTHS * tenancy.monthly_rent
            if standing + security.amount > most:
                raise Refused(
                    _t(
                        "Depositum og garanti kan til sammen ikke være mer enn seks måneders leie, {most}. "
                        "Det står {standing} fra før."
                    ).format(most=kr(most), standing=kr(standing))
                )
            security.save(force_insert=True)
            CaseEvent.write(
                tenancy,
                by=by,
                title=_("Sikkerhet opprettet"),
                note=f"{security.get_kind_display()}, {kr(security.amount)}",
                happened_on=security.established_on,
            )
        return security


class SecurityPaidOutForm(forms.Form):
    """How a security ended. When the tenant has not agreed, the bank waits five weeks after telling them."""

    paid_to = forms.ChoiceField(label=_("Hvem fikk pengene"), choices=[("", _("Velg")), *Security.PaidTo.choices])
    claimed_on = DateField(
        label=_("Banken varslet leieren"),
        required=False,
        help_text=_("Fylles ut når kommunen har krevd pengene uten at leieren har samtykket."),
    )
    paid_out_on = DateField(label=_("Utbetalt eller opphørt"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, security, **kwargs):
        super().__init__(*args, **kwargs)
        self.security = security

    def clean_paid_out_on(self):
        day = not_in_future(self.cleaned_data["paid_out_on"])
        if day < self.security.established_on:
            raise forms.ValidationError(_("Utbetalingen er før sikkerheten ble opprettet."))
        return day

    def clean(self):
        cleaned = super().clean()
        claimed, paid = cleaned.get("claimed_on"), cleaned.get("paid_out_on")
        if not claimed or not paid:
            return cleaned
        if claimed < self.security.established_on:
            self.add_error("claimed_on", _("Kravet er før sikkerheten ble opprettet."))
        elif paid < due_on("F13", claimed):
            told = _("Leieren har fem uker på seg etter bankens varsel. Pengene kan tidligst utbetales {day}.")
            self.add_error("paid_out_on", str(told).format(day=f"{due_on('F13', claimed):%d.%m.%Y}"))
        return cleaned

    def pay_out(self, *, by):
        with refusing_breaches():
            standing = Security.objects.filter(pk=self.security.pk, paid_out_on__isnull=True)
            if not standing.update(**self.cleaned_data):
                raise Refused(_t("Sikkerheten er allerede utbetalt."))
            CaseEvent.write(
                self.security.tenancy,
                by=by,
                title=_("Sikkerhet utbetalt eller opphørt"),
                note=str(Security.PaidTo(self.cleaned_data["paid_to"]).label),
                happened_on=self.cleaned_data["paid_out_on"],
            )
