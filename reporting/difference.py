"""What an approved report's questions answer today, and why that is another answer (tallene i dag).

The report keeps which rows it counted. Held against the rows of today, each row that came, went or was changed is told
with what the row history says: registered late, corrected or removed, by whom and when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.models import Membership, Person, User
from reporting.figures import BY_CODE, consistent_snapshot
from reporting.models import FrozenFigure, Report

MOST_EVENTS = 2000
NOT_TOLD = {"id", "external_id"}
# Of what belongs to a row, or is a person, only what can decide whether and how it is counted. An alert, a guardian or
# a protected address is nobody's business here, and explains no number.
DECIDES = {
    "housing.person": {"birth_date", "sex"},
    "housing.membership": {"person", "household", "role", "joined_on", "left_on"},
    "housing.contract": {"starts_on", "ends_on"},
    "housing.tenancy": {"household", "tenure", "allocated_on", "moved_in_on", "moved_out_on", "end_reason"},
    "housing.voidperiod": {"starts_on", "ends_on"},
    "housing.rent": {"amount", "valid_from"},
    "allocation.offer": {"status", "offered_on", "answered_on"},
    "applications.helpplan": {"made_on"},
    "evictions.ledgerentry": {"posted_on", "kind", "amount"},
    "evictions.petition": {"sent_on", "outcome", "outcome_on"},
    "rent_to_own.purchase": {"bought_on", "kind"},
    "rent_to_own.startloan": {"decided_on", "outcome", "loan_amount", "grant_amount"},
}


class How(TextChoices):
    """What has happened to a row since the report."""

    ADDED = "added", _("Telles nå, men er ikke med i rapporten")
    GONE = "gone", _("Er med i rapporten, men telles ikke nå")
    CHANGED = "changed", _("Telles som før, men er endret")


class Deed(TextChoices):
    LATE = "late", _("Registrert etterpå")
    CORRECTED = "corrected", _("Rettet")
    REMOVED = "removed", _("Slettet")


@dataclass(frozen=True)
class Answer:
    """One figure then and now, with the identities of the rows that differ."""

    kept: FrozenFigure
    now: object
    added: tuple[int, ...]
    gone: tuple[int, ...]

    @property
    def differs(self) -> bool:
        return self.kept.value != self.now or bool(self.added or self.gone)


@dataclass(frozen=True)
class Happening:
    """One change of a row since the report was approved."""

    deed: Deed
    at: datetime
    by: str
    thing: str
    fields: tuple[str, ...]


def answers(report: Report) -> list[Answer]:
    """Every figure of the report's own period beside today's answer, all of one instant."""
    own = report.figures.filter(period_first=report.period_first, period_last=report.period_last)
    with consistent_snapshot():
        return [_answer(kept, report) for kept in own if kept.code in BY_CODE]


def answer(report: Report, code: str) -> Answer | None:
    if code not in BY_CODE:
        return None
    own = report.figures.filter(period_first=report.period_first, period_last=report.period_last, code=code)
    kept = own.first()
    return _answer(kept, report) if kept else None


def _answer(kept: FrozenFigure, report: Report) -> Answer:
    figure = BY_CODE[kept.code]
    rows = figure.rows(report.period)
    then, now = set(kept.row_ids), set(rows.values_list("pk", flat=True))
    value = figure.value(rows, report.period)
    return Answer(kept, value, tuple(sorted(now - then)), tuple(sorted(then - now)))


def changed_rows(answered: Answer, report: Report) -> list[int]:
    """Rows counted then and now of which something has been changed since."""
    model = model_of(answered.kept)
    if model is None or not hasattr(model, "history"):
        return []
    both = set(answered.kept.row_ids) - set(answered.gone)
    events = _events(model).filter(pgh_created_at__gt=report.frozen_at, pgh_label="update", pgh_obj_id__in=both)
    return sorted(set(events.values_list("pgh_obj_id", flat=True)[:MOST_EVENTS]))


def model_of(kept: FrozenFigure):
    """The kind of row the figure counts; nothing when that kind is no more."""
    try:
        return apps.get_model(kept.row_model)
    except (LookupError, ValueError):
        return None


def happenings(report: Report, model, row_ids) -> dict[int, list[Happening]]:
    """What has happened to each row since the report, in the order it happened.

    A row that has no change of its own is explained by what belongs to it or to its household, such as a contract or
    a birth date. The number of questions is the same for one row and for a page of them.
    """
    names = dict(User.objects.values_list("pk", "name"))
    since = report.frozen_at
    found: dict[int, list[Happening]] = {}
    for row, happened in _own(model, row_ids, since, names):
        found.setdefault(row, []).append(happened)
    rest = [pk for pk in row_ids if pk not in found]
    for row, happened in _of_what_belongs(model, rest, since, names):
        found.setdefault(row, []).append(happened)
    return {row: sorted(events, key=lambda event: event.at) for row, events in found.items()}


def _events(model):
    return model.history.rel.related_model.objects


def _own(model, row_ids, since, names) -> Iterator[tuple[int, Happening]]:
    if not hasattr(model, "history"):
        return
    versions = _events(model).filter(id__in=row_ids).select_related("pgh_context").order_by("id", "pgh_id")
    yield from _told(model, versions, since, names, row_of=lambda version: version.id)


def _of_what_belongs(model, row_ids, since, names) -> Iterator[tuple[int, Happening]]:
    """Changes of rows that point at these, and of the members of their households."""
    if not row_ids:
        return
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other._meta.label_lower not in DECIDES or not relation.field.concrete or relation.many_to_many:
            continue
        column = relation.field.attname
        versions = _events(other).filter(**{f"{column}__in": row_ids}).select_related("pgh_context")
        ordered = versions.order_by("id", "pgh_id")
        yield from _told(other, ordered, since, names, row_of=lambda version, name=column: getattr(version, name))
    yield from _of_members(model, row_ids, since, names)


def _of_members(model, row_ids, since, names) -> Iterator[tuple[int, Happening]]:
    if not any(field.name == "household" for field in model._meta.concrete_fields):
        return
    rows_of: dict[int, list[int]] = {}
    for pk, household in model._base_manager.filter(pk__in=row_ids).values_list("pk", "household_id"):
        rows_of.setdefault(household, []).append(pk)
    belongs = dict(Membership.objects.filter(household__in=rows_of).values_list("person_id", "household_id"))
    asked = [
        (Membership, {"household_id__in": rows_of}, lambda version: version.household_id),
        (Person, {"id__in": belongs}, lambda version: belongs[version.id]),
    ]
    for other, within, household_of in asked:
        versions = _events(other).filter(**within).select_related("pgh_context").order_by("id", "pgh_id")
        for household, happened in _told(other, versions, since, names, row_of=household_of):
            for row in rows_of.get(household, []):
                yield row, happened


def _told(model, versions, since, names, *, row_of) -> Iterator[tuple[int, Happening]]:
    before = None
    for version in versions:
        if before is not None and before.id != version.id:
            before = None
        if version.pgh_created_at > since:
            happened = _happening(model, before, version, names)
            if happened.fields or happened.deed != Deed.CORRECTED or model._meta.label_lower not in DECIDES:
                yield row_of(version), happened
        before = version


def _happening(model, before, version, names) -> Happening:
    """Which fields, and never what stood in them: the figures' readers may not read the case."""
    deed = {"insert": Deed.LATE, "delete": Deed.REMOVED}.get(version.pgh_label, Deed.CORRECTED)
    context = version.pgh_context.metadata if version.pgh_context else {}
    changed = _changed(model, before, version) if deed == Deed.CORRECTED and before is not None else ()
    by = names.get(context.get("user")) or _now("Programmet")
    return Happening(deed, version.pgh_created_at, by, str(capfirst(model._meta.verbose_name)), changed)


def _changed(model, before, version) -> tuple[str, ...]:
    told = DECIDES.get(model._meta.label_lower)
    return tuple(
        str(capfirst(field.verbose_name))
        for field in model._meta.concrete_fields
        if field.name not in NOT_TOLD
        and (told is None or field.name in told)
        and hasattr(version, field.attname)
        and getattr(version, field.attname) != getattr(before, field.attname)
    )
