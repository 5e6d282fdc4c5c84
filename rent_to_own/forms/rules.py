"""Forms about the municipality's own settings: whom it asks, and its housing associations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import KroneField, LineField, TextField, WholeField
from housing.form_page import OnceForm
from housing.forms.versions import VersionForm
from rent_to_own.models import HousingAssociation, OwnershipRule
from rent_to_own.models.association import MOST_BY_ARTICLES

KEPT = ("min_monthly_income", "min_months", "in_housing_association", "contract_ends_months", "no_arrears")


class RuleForm(VersionForm):
    """The municipality's rule for whom it asks. What stands empty is not asked."""

    KEPT = KEPT

    min_monthly_income = KroneField(
        label=_("Inntekt per måned etter skatt, minst"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Den som ikke har inntekten registrert, blir stående på listen med merknad."),
    )
    min_months = WholeField(label=_("Måneder i boligen, minst"), required=False, min_value=0, max_value=600)
    in_housing_association = forms.BooleanField(label=_("Bare boliger i borettslag"), required=False)
    contract_ends_months = WholeField(
        label=_("Kontrakten går ut innen så mange måneder"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("Står feltet tomt, spørres alle uansett kontrakt."),
    )
    no_arrears = forms.BooleanField(label=_("Skylder ikke husleie"), required=False)

    class Meta:
        model = OwnershipRule
        fields = ["valid_from", *KEPT]


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
