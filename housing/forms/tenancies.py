"""Forms about living somewhere: the contract, moving in, moving out, and a private home."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.contracts import LeaseTerms, Severity, breaches
from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField, NameField
from housing.form_page import OnceForm
from housing.forms.once import Once
from housing.models import CaseEvent, Contract, Rent, Tenancy
from housing.models.people import Protection
from housing.periods import add_months
from housing.protection import level_of

FIELD_OF_RULE = {
    "V1": "short_term_reason",
    "V2": "short_term_reason",
    "V3": "notice_signed_on",
    "V5": "deposit_amount",
}


class ContractForm(OnceForm):
    """A lease for a tenancy, checked against husleieloven (``housing/contracts.py``) before it is saved."""

    signed_on = DateField(label=_("Signert"), required=False)
    starts_on = DateField(label=_("Gjelder fra"))
    ends_on = DateField(label=_("Gjelder til"), required=False, help_text=_("Tomt betyr tidsubestemt."))
    short_term_reason = LineField(
        label=_("Grunn til kortere enn tre år"),
        required=False,
        max_length=500,
        help_text=_("Kreves når kontrakten er tidsbestemt for mindre enn tre år."),
    )
    weighty_reason = LineField(
        label=_("Tungtveiende grunner til enda en kort kontrakt"),
        required=False,
        max_length=500,
        help_text=_("Bare når husstanden har hatt en kontrakt på under tre år for denne boligen før."),
    )
    notice_signed_on = DateField(
        label=_("Opplysning om bolig for vanskeligstilte signert"),
        required=False,
        help_text=_(
            "Leieren må ha fått skriftlig opplysning om hva boligen er for, og hvilke regler som ikke gjelder."
        ),
    )
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)
    deposit_amount = KroneField(label=_("Depositum og garanti"), required=False, min_value=0)

    class Meta:
        model = Contract
        fields = ["signed_on", "starts_on", "ends_on", "short_term_reason", "notice_signed_on"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = tenancy
        previous = tenancy.contracts.first()
        today = timezone.localdate()
        starts = (previous.ends_on or today) if previous else (tenancy.moved_in_on or today)
        self.fields["starts_on"].initial = starts
        self.fields["ends_on"].initial = add_months(starts, 36)
        self.fields["signed_on"].initial = today
        self.fields["monthly_rent"].initial = tenancy.monthly_rent
        self.fields["deposit_amount"].initial = tenancy.deposit_amount

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Kontrakten slutter før den begynner."))
        elif starts and self.instance.tenancy.tenure == Tenancy.Tenure.MUNICIPAL:
            self._check_lease(cleaned)
        return cleaned

    def _check_lease(self, cleaned):
        lease = LeaseTerms(
            starts_on=cleaned["starts_on"],
            ends_on=cleaned.get("ends_on"),
            short_term_reason=cleaned.get("short_term_reason", ""),
            previous_short_leases=self._previous_short_leases(),
            weighty_reason=cleaned.get("weighty_reason", ""),
            special_notice_signed=bool(cleaned.get("notice_signed_on")),
            monthly_rent=cleaned.get("monthly_rent"),
            deposit_amount=cleaned.get("deposit_amount") or 0,
        )
        for breach in breaches(lease):
            if breach.severity == Severity.REFUSE:
                self.add_error(FIELD_OF_RULE.get(breach.code), breach.message)

    def _previous_short_leases(self) -> int:
        """Earlier leases under three years of the same dwelling to the same household."""
        tenancy = self.instance.tenancy
        earlier = Contract.objects.filter(
            tenancy__household=tenancy.household_id, tenancy__dwelling=tenancy.dwelling_id
        )
        return sum(LeaseTerms(starts_on=one.starts_on, ends_on=one.ends_on).is_short for one in earlier)

    def rows(self):
        return self.instance.tenancy.contracts.all()

    def sign(self, *, by) -> Contract:
        """Save the lease and its rent once; an extension applied for and granted is thereby carried out."""
        tenancy = self.instance.tenancy
        if weighty := self.cleaned_data["weighty_reason"]:
            self.instance.short_term_reason = f"{self.instance.short_term_reason} {weighty}".strip()[:500]
        contract = self.keyed()
        with refusing_breaches():
            contract.save()
            Rent.agree(tenancy, self.cleaned_data["monthly_rent"], contract.starts_on, by=by)
            Tenancy.objects.filter(pk=tenancy.pk).update(
                monthly_rent=self.cleaned_data["monthly_rent"], deposit_amount=self.cleaned_data["deposit_amount"]
            )
            until = f"{contract.ends_on:%d.%m.%Y}" if contract.ends_on else _("tidsubestemt")
            CaseEvent.write(
                contract,
                by=by,
                title=_("Leiekontrakt inngått"),
                note=f"{contract.starts_on:%d.%m.%Y} – {until}",
                happened_on=contract.signed_on or contract.starts_on,
            )
            for application in tenancy.applications_about.filter(kind="extension", status="granted"):
                application.fulfil(by=by, happened_on=contract.signed_on or contract.starts_on)
        return contract


class MoveInForm(forms.Form):
    moved_in_on = DateField(label=_("Flyttet inn"), initial=timezone.localdate)

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy

    def clean_moved_in_on(self):
        day = self.cleaned_data["moved_in_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Innflytting registreres når den har skjedd, ikke før."))
        if self.tenancy.allocated_on and day < self.tenancy.allocated_on:
            raise forms.ValidationError(_("Innflytting er før tildeling."))
        if self.tenancy.dwelling and not type(self.tenancy.dwelling).objects.in_stock(day).filter(
            pk=self.tenancy.dwelling_id
        ):
            raise forms.ValidationError(_("Boligen er ikke i boligmassen denne dagen."))
        return day

    def move_in(self, *, by):
        self.tenancy.move_in(by=by, moved_in_on=self.cleaned_data["moved_in_on"])


class MoveOutForm(forms.Form):
    moved_out_on = DateField(label=_("Flyttet ut"), initial=timezone.localdate)
    end_reason = forms.ChoiceField(label=_("Hvorfor"), choices=[("", _("Velg")), *Tenancy.EndReason.choices])
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy

    def clean_moved_out_on(self):
        day = self.cleaned_data["moved_out_on"]
        if day < self.tenancy.moved_in_on:
            raise forms.ValidationError(_("Utflytting er før innflytting."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("Utflytting registreres når den har skjedd, ikke før."))
        return day

    def move_out(self, *, by):
        self.tenancy.move_out(by=by, **self.cleaned_data)


class CancelForm(forms.Form):
    """The household does not move in after all; it goes back to the waiting list with its old dates."""

    cancelled_on = DateField(label=_("Dato"), initial=timezone.localdate)
    note = LineField(label=_("Hvorfor"), max_length=500)

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy

    def clean_cancelled_on(self):
        day = self.cleaned_data["cancelled_on"]
        if self.tenancy.allocated_on and day < self.tenancy.allocated_on:
            raise forms.ValidationError(_("Datoen er før tildelingen."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen er i framtiden."))
        return day

    def cancel(self, *, by):
        self.tenancy.cancel(by=by, **self.cleaned_data)


class PrivateTenancyForm(Once):
    """A home the household rents from somebody else. A protected address is never kept."""

    private_address = NameField(label=_("Adresse"), required=False)
    moved_in_on = DateField(label=_("Flyttet inn"))
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household

    def clean_private_address(self):
        address = self.cleaned_data["private_address"]
        kept = level_of(self.household, timezone.localdate()) in {Protection.NONE, Protection.CLIENT}
        if address and not kept:
            raise forms.ValidationError(
                _("Husstanden har skjermet adresse. La feltet stå tomt: adressen skal ikke lagres.")
            )
        return address

    def clean_moved_in_on(self):
        day = self.cleaned_data["moved_in_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Innflytting registreres når den har skjedd, ikke før."))
        return day

    def register(self, *, by) -> Tenancy:
        if before := self.made_before(self.household.tenancies.all()):
            return before
        facts = {name: self.cleaned_data[name] for name in ("private_address", "moved_in_on", "monthly_rent")}
        tenancy = Tenancy(
            external_id=self.key,
            household=self.household,
            tenure=Tenancy.Tenure.PRIVATE,
            status=Tenancy.Status.ACTIVE,
            caseworker=by,
            **facts,
        )
        return tenancy.begin(by=by, happened_on=tenancy.moved_in_on)
