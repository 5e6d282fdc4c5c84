"""What waits to be done about measures and mappings that have had their time (rows of ``housing/deadlines.py``)."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Mapping, Measure
from applications.release import CATEGORY, holds_until
from housing.deadlines import Deadline

WARNING_DAYS = 7


def planned_ends(households, today) -> Iterator[Deadline]:
    """Measures that should be finished, or soon: somebody says what came of them, or sets them going anew."""
    open_measures = Measure.objects.filter(
        household__in=households, ends_on__isnull=True, planned_end_on__lte=today + timedelta(days=WARNING_DAYS)
    )
    for row in open_measures:
        yield Deadline(
            due_on=row.planned_end_on,
            what=_("Tiltaket «{what}» skal være ferdig. Skriv hva som kom ut av det.").format(
                what=row.get_kind_display()
            ),
            household_id=row.household_id,
            url=reverse("measure_end", args=[row.pk]),
            if_missed=_("Ingen vet om tiltaket hjalp."),
        )


def releases_passed(households, today) -> Iterator[Deadline]:
    """Category 3 whose day has come and gone: has the household a home, or is it without one in another way?"""
    inside = Mapping.objects.current(today).filter(household__in=households, homeless_category=CATEGORY)
    for row in inside:
        if row.has_run_out(today):
            last = holds_until(row.homeless_category, row.mapped_on, row.release_on)
            yield Deadline(
                due_on=last + timedelta(days=1),
                what=_("Kartlegg på nytt: dagen for løslatelse eller utskriving er passert"),
                household_id=row.household_id,
                url=reverse("mapping_new", args=[row.household_id]),
                if_missed=_("Husstanden telles i feil kategori, og ingen vet om den har et sted å bo."),
            )
