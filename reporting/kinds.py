"""The kinds of report, the period each is about, when it is due and when a draft of it is begun."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from housing.periods import Period

DRAFT_DAYS_BEFORE_DUE = 28
OFFERED = {"half_year": 6, "monthly": 13, "tertial": 6, "yearly": 4}


class Kind(TextChoices):
    """What is reported, to whom (rapporttype)."""

    HALF_YEAR = "half_year", _("Halvårsrapport")
    MONTHLY = "monthly", _("Månedsark")
    TERTIAL = "tertial", _("Tertialrapport")
    YEARLY = "yearly", _("Årsrapport")


TO_WHOM = {
    Kind.HALF_YEAR: _("Til Husbanken, i skjemaets åtte deler. Leveres 20.06. og 20.12."),
    Kind.MONTHLY: _("Til politikerne hver måned: hovedtall og en kommentar."),
    Kind.TERTIAL: _("Til kommunestyret, tre ganger i året: alle tall og en kommentar."),
    Kind.YEARLY: _("Til årsmeldingen: alle tall, en kommentar og KOSTRA-arket."),
}


def period_of(kind: str, day: date) -> Period:
    """The period of that kind the day is in."""
    if kind == Kind.MONTHLY:
        return Period.of_month(day.year, day.month)
    if kind == Kind.TERTIAL:
        return Period.tertial(day.year, (day.month + 3) // 4)
    if kind == Kind.YEARLY:
        return Period.year(day.year)
    return Period.half_year(day.year, 1 if day.month <= 6 else 2)


def half_year_of(day: date) -> Period:
    return period_of(Kind.HALF_YEAR, day)


def period_before(kind: str, period: Period) -> Period:
    return period_of(kind, period.first - timedelta(days=1))


def periods_offered(kind: str, today: date) -> list[Period]:
    """The one we are in and those before it, the latest first."""
    found = [period_of(kind, today)]
    while len(found) < OFFERED[kind]:
        found.append(period_before(kind, found[-1]))
    return found


def due_on(kind: str, period: Period) -> date | None:
    """When Husbanken is to have it: 20.06. and 20.12. (Skjema for halvårsrapportering, 13.02.2012).

    The others have no day that stands in a form.
    """
    return date(period.last.year, period.last.month, 20) if kind == Kind.HALF_YEAR else None


def begins_on(kind: str, period: Period) -> date:
    """The day a draft is begun: four weeks before it is due; else the day after the period."""
    due = due_on(kind, period)
    return due - timedelta(days=DRAFT_DAYS_BEFORE_DUE) if due else period.last + timedelta(days=1)


def latest_begun(kind: str, today: date) -> Period:
    """The latest period whose draft should be there today."""
    now = period_of(kind, today)
    return now if begins_on(kind, now) <= today else period_before(kind, now)
