"""When a household was last in touch with us, or we with it (siste kontakt).

A shared note, a letter sent, and what on the timeline came from the household itself or was done together with it. A
restricted note counts for nothing here: a date would tell that it is there.
"""

from datetime import date

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.db.models.functions import TruncDate

from housing.models import CaseEvent, Letter, Note

# Kinds of things whose line on the timeline means that the household was met or heard from.
MET = ["applications.mapping", "applications.appeal", "housing.document", "housing.contract"]
HEARD = {"allocation.offer": ["accepted", "declined"], "applications.application": ["received", "withdrawn"]}


def _of_timeline() -> Q:
    types = {name: ContentType.objects.get_for_model(apps.get_model(name)) for name in [*MET, *HEARD]}
    found = Q(subject_type__in=[types[name] for name in MET])
    for name, statuses in HEARD.items():
        found |= Q(subject_type=types[name], became__in=statuses)
    return found


def _sources(day: date) -> list[tuple]:
    """Each source with the field that holds its day."""
    notes = Note.objects.filter(is_restricted=False).annotate(on=TruncDate("written_at"))
    return [
        (notes.filter(on__lte=day), "on"),
        (Letter.objects.filter(sent_on__lte=day), "sent_on"),
        (CaseEvent.objects.filter(_of_timeline(), happened_on__lte=day), "happened_on"),
    ]


def last_contacts(household_ids, day: date) -> dict[int, date]:
    """The latest day of each household, as it stood on the day. Three questions for a whole page."""
    latest: dict[int, date] = {}
    for rows, field in _sources(day):
        found = rows.filter(household__in=household_ids).order_by().values_list("household").annotate(Max(field))
        for household, on in found:
            latest[household] = max(on, latest.get(household, on))
    return latest


def heard_from_since(first: date, day: date) -> Q:
    """Households with any contact from the first day on, as a condition on ``household``."""
    found = Q()
    for rows, field in _sources(day):
        found |= Q(household__in=rows.filter(**{f"{field}__gte": first}).order_by().values("household"))
    return found
