"""What the arrears routine says in words (restanserutinen)."""

from django.utils.translation import gettext as _

from evictions.models import ArrearsRoutine
from housing.templatetags.norwegian import date_no, kr


def facts_of(routine: ArrearsRoutine) -> list[tuple[str, str]]:
    return [
        (_("Sak åpnes når det skyldes mer enn"), kr(routine.limit)),
        (_("Eller når så mange terminer på rad ikke er betalt"), str(routine.missed_in_a_row)),
        (_("Dager mellom kjøringene"), str(routine.run_every_days)),
        (_("Talt fra"), date_no(routine.first_run_on)),
        (_("Dager en innbetaling kan være forsinket"), str(routine.tolerance_days)),
    ]
