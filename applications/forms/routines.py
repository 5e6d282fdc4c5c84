"""A new version of how the municipality handles applications (saksbehandlingsrutine)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Routine
from housing.fields import LineField, WholeField
from housing.forms.versions import VersionForm

KEPT = (
    "minimum_age",
    "residence_months",
    "rent_debt_is_obstacle",
    "second_reader",
    "discussion_before_offer",
    "document_days",
    "mapping_months",
    "guidelines",
)


class RoutineForm(VersionForm):
    """The municipality's routine; what an application was assessed by before is not changed."""

    KEPT = KEPT

    guidelines = LineField(
        label=_("Retningslinjene heter"),
        max_length=300,
        help_text=_("Slik de skal stå i brevene, gjerne med dato for vedtaket."),
    )
    minimum_age = WholeField(
        label=_("Laveste alder for kommunal bolig"),
        min_value=16,
        max_value=25,
        help_text=_("18 år er alderen for å inngå leieavtale selv. Den som har egne barn, er unntatt."),
    )
    residence_months = WholeField(
        label=_("Botid i kommunen, i måneder"),
        min_value=0,
        max_value=60,
        help_text=_(
            "0 betyr at det ikke kreves. Loven krever ikke botid, så dette er kommunens egen retningslinje. Den "
            "gjelder bare ny søknad om kommunal bolig og aldri flyktninger bosatt etter avtale. Ingen kan nektes annen "
            "bistand av den grunn."
        ),
    )
    rent_debt_is_obstacle = forms.BooleanField(
        label=_("Gammel husleiegjeld til kommunen må være gjort opp"),
        required=False,
        help_text=_("Kommunens egen retningslinje. Saksbehandleren kan fravike den med en begrunnelse."),
    )
    second_reader = forms.ChoiceField(
        label=_("En kollega leser vedtaket før det sendes"),
        choices=Routine.SecondReader.choices,
        widget=forms.RadioSelect,
    )
    discussion_before_offer = forms.BooleanField(
        label=_("Søknaden drøftes tverrfaglig før bolig tildeles"),
        required=False,
    )
    document_days = WholeField(
        label=_("Frist for dokumenter vi ber om, i dager"),
        min_value=7,
        max_value=90,
        help_text=_("Tiden søkeren får. 21 dager er vanlig."),
    )
    mapping_months = WholeField(
        label=_("Kartleggingen gjelder i, måneder"),
        min_value=1,
        max_value=36,
        help_text=_("Når den er eldre, minner vi om å kartlegge på nytt."),
    )

    class Meta:
        model = Routine
        fields = ["valid_from", *KEPT]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "valid_from",
            "guidelines",
            Fieldset(_t("Hvem som kan få kommunal bolig"), "minimum_age", "residence_months", "rent_debt_is_obstacle"),
            Fieldset(_t("Hvordan vedtak blir til"), "second_reader", "discussion_before_offer"),
            Fieldset(_t("Frister"), "document_days", "mapping_months"),
        )
