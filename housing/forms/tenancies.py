"""Forms about living somewhere: moving in, moving out, and a private home. Leases stand in ``forms/contracts.py``."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField, NameField
from housing.forms.once import Once
from housing.models import Tenancy
from housing.models.people import Protection
from housing.protection import level_of


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
