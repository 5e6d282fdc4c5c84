"""A new version of the arrears routine (restanserutine)."""

from django.utils.translation import gettext_lazy as _

from evictions.models import ArrearsRoutine
from housing.fields import DateField, KroneField, WholeField
from housing.forms.versions import VersionForm

KEPT = ("limit", "missed_in_a_row", "run_every_days", "first_run_on", "tolerance_days")


class ArrearsRoutineForm(VersionForm):
    """The arrears routine; runs that are made are not changed."""

    KEPT = KEPT

    limit = KroneField(
        label=_("Beløpsgrense, kr"),
        min_value=0,
        max_digits=9,
        help_text=_("Den som skylder mer enn dette, får en sak. Rapportens tall teller alltid over 1 000 kr."),
    )
    missed_in_a_row = WholeField(
        label=_("Ubetalte terminer på rad"),
        min_value=1,
        max_value=12,
        help_text=_("Den som ikke har betalt noe så mange terminer på rad, får en sak, også under beløpsgrensen."),
    )
    run_every_days = WholeField(label=_("Dager mellom kjøringene"), min_value=1, max_value=62)
    first_run_on = DateField(
        label=_("En dag det kjøres"), help_text=_("Kjøringene telles fra denne dagen, både fremover og bakover.")
    )
    tolerance_days = WholeField(
        label=_("Dager en innbetaling kan være forsinket"),
        min_value=0,
        max_value=60,
        help_text=_("Før en termin regnes som ubetalt, og før en nedbetalingsavtale regnes som brutt."),
    )

    class Meta:
        model = ArrearsRoutine
        fields = ["valid_from", *KEPT]
