"""Forms about the municipality's own settings: whom it asks, and its housing associations."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.periods import add_months
from rent_to_own.models import HousingAssociation, OwnershipRule
from rent_to_own.models.association import MOST_BY_ARTICLES

FURTHEST_AHEAD_MONTHS = 24
KEPT = ["min_monthly_income", "min_months", "in_housing_association", "contract_ends_months", "no_arrears"]


def whole(label, largest, help_text=""):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=largest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class RuleForm(forms.ModelForm):
    """Begins with the one in force. What stands empty is not asked."""

    valid_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate, help_text=_("I dag eller senere."))
    min_monthly_income = KroneField(
        label=_("Inntekt per måned etter skatt, minst"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Den som ikke har inntekten registrert, blir stående på listen med merknad."),
    )
    min_months = whole(_("Måneder i boligen, minst"), 600)
    in_housing_association = forms.BooleanField(label=_("Bare boliger i borettslag"), required=False)
    contract_ends_months = whole(
        _("Kontrakten går ut innen så mange måneder"), 120, _("Står feltet tomt, spørres alle uansett kontrakt.")
    )
    no_arrears = forms.BooleanField(label=_("Skylder ikke husleie"), required=False)

    class Meta:
        model = OwnershipRule
        fields = ["valid_from", *KEPT]

    def __init__(self, *args, **kwargs):
        now = OwnershipRule.objects.on(timezone.localdate())
        kwargs["initial"] = {name: getattr(now, name) for name in KEPT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_valid_from(self):
        day, today = self.cleaned_data["valid_from"], timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("Regelen kan ikke gjelde bakover. Velg i dag eller senere."))
        if day > add_months(today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Velg en dag innen to år."))
        if OwnershipRule.objects.filter(valid_from=day).exists():
            raise forms.ValidationError(_("En regel begynner allerede denne dagen. Velg en annen dag."))
        return day

    def begin(self, *, by) -> OwnershipRule:
        with refusing_breaches():
            made = super().save(commit=False)
            made.by = by
            made.save(force_insert=True)
        return made


class AssociationForm(OnceForm):
    """A borettslag where the municipality owns shares."""

    name = LineField(label=_("Navn"), max_length=200)
    shares = forms.IntegerField(
        label=_("Andeler i alt"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Står tomt til det er kjent. Da kan ikke andelen regnes ut."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    most_percent = forms.IntegerField(
        label=_("Kommunen kan eie, prosent"),
        initial=10,
        min_value=1,
        max_value=MOST_BY_ARTICLES,
        help_text=_("Ti prosent etter loven. Vedtektene kan gi inntil tjue prosent til."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    addresses = TextField(
        label=_("Adressene som hører til"),
        rows=5,
        max_length=20_000,
        help_text=_("Én adresse på hver linje, skrevet som i boligregisteret."),
    )

    class Meta:
        model = HousingAssociation
        fields = ["name", "shares", "most_percent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["addresses"].initial = "\n".join(self.instance.addresses)

    def clean_addresses(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["addresses"].split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 200 for line in found):
            raise forms.ValidationError(_("En adresse kan ha høyst 200 tegn."))
        taken = HousingAssociation.objects.exclude(pk=self.instance.pk).filter(addresses__overlap=found).first()
        if taken is not None:
            raise forms.ValidationError(_("En av adressene hører til {name}.").format(name=taken))
        return found

    def keep(self) -> HousingAssociation:
        with refusing_breaches():
            made = forms.ModelForm.save(self, commit=False)
            made.addresses = self.cleaned_data["addresses"]
            made.save()
        return made
