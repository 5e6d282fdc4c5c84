"""A new version of how the municipality handles applications (saksbehandlingsrutine)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Routine
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.periods import add_months

TAKEN = _("En rutine begynner allerede denne dagen. Velg en annen dag.")
FURTHEST_AHEAD_MONTHS = 24
KEPT = [
    "minimum_age",
    "residence_months",
    "rent_debt_is_obstacle",
    "second_reader",
    "discussion_before_offer",
    "document_days",
    "mapping_months",
    "guidelines",
]


def whole(label, smallest, largest, help_text):
    return forms.IntegerField(
        label=label,
        min_value=smallest,
        max_value=largest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class RoutineForm(forms.ModelForm):
    """Begins with the one in force. What has been is never changed: a version is valid from today or later."""

    valid_from = DateField(
        label=_("Gjelder fra"),
        initial=timezone.localdate,
        help_text=_("I dag eller senere. Det som er vurdert før, endres ikke. Skriv dd.mm.åååå."),
    )
    guidelines = LineField(
        label=_("Retningslinjene heter"),
        max_length=300,
        help_text=_("Slik de skal stå i brevene, gjerne med dato for vedtaket."),
    )
    minimum_age = whole(
        _("Laveste alder for kommunal bolig"),
        16,
        25,
        _("18 år er alderen for å inngå leieavtale selv. Den som har egne barn, er unntatt."),
    )
    residence_months = whole(
        _("Botid i kommunen, i måneder"),
        0,
        60,
        _(
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
    document_days = whole(
        _("Frist for dokumenter vi ber om, i dager"), 7, 90, _("Tiden søkeren får. 21 dager er vanlig.")
    )
    mapping_months = whole(
        _("Kartleggingen gjelder i, måneder"), 1, 36, _("Når den er eldre, minner vi om å kartlegge på nytt.")
    )

    class Meta:
        model = Routine
        fields = ["valid_from", *KEPT]

    def __init__(self, *args, **kwargs):
        today = timezone.localdate()
        now = Routine.objects.on(today)
        kwargs["initial"] = {name: getattr(now, name) for name in KEPT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "valid_from",
            "guidelines",
            Fieldset(_t("Hvem som kan få kommunal bolig"), "minimum_age", "residence_months", "rent_debt_is_obstacle"),
            Fieldset(_t("Hvordan vedtak blir til"), "second_reader", "discussion_before_offer"),
            Fieldset(_t("Frister"), "document_days", "mapping_months"),
        )

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("En ny rutine gjelder fra i dag eller senere."))
        if day > add_months(self.today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn to år frem. Sjekk årstallet."))
        return day

    def validate_unique(self):
        """The day is tested in ``clean``, where the same click sent again is known for what it is."""

    def clean(self):
        answers = super().clean()
        there = Routine.objects.filter(valid_from=answers.get("valid_from")).first()
        if there and not self.errors and not self._says_the_same(there, answers):
            self.add_error("valid_from", TAKEN)
        return answers

    @staticmethod
    def _says_the_same(there, answers) -> bool:
        return all(getattr(there, name) == answers[name] for name in KEPT)

    def begin(self, *, by) -> Routine:
        """Sent twice it begins once; of two who begin one on the same day, the second is told."""
        made = super().save(commit=False)
        made.by = by
        try:
            with refusing_breaches():
                made.save(force_insert=True)
        except Refused:
            there = Routine.objects.filter(valid_from=made.valid_from).first()
            if there is None or not self._says_the_same(there, self.cleaned_data):
                raise Refused(str(TAKEN))
            return there
        return made
