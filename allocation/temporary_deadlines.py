"""What waits to be done for those who live temporarily (rows of ``housing/deadlines.py``). Two questions each at most.

Temporary housing is to be short, normally at most three months, and shorter with children (Prop. 132 L (2021–2022)).
The law has no number: the 60 and 90 days are the municipality's own watch.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation import stretches
from allocation.models import Expulsion, TemporaryStay
from housing.deadlines import Deadline
from housing.law import reference
from housing.models import Membership
from housing.periods import years_before

SOON, LONG = stretches.WARNED_AT


def _current(households, today):
    return TemporaryStay.objects.on(today).filter(household__in=households)


def _line(stay, today, **facts) -> Deadline:
    return Deadline(
        household_id=stay.household_id,
        url=reverse("temporary_stay", args=[stay.pk]),
        law=str(reference("sotjl_27", today).short),
        caseworker_id=stay.caseworker_id,
        case=stay.number,
        **facts,
    )


def temporary_lengths(households, today) -> Iterator[Deadline]:
    """60 days without a next step, for families whatever is planned; and 90 days for all."""
    child = Membership.objects.on(today).filter(
        household=OuterRef("household"), person__birth_date__gt=years_before(today, 18)
    )
    stays = _current(households, today).annotate(has_child=Exists(child))
    since_of = stays.since_by_household(today)
    for stay in stays:
        since = since_of[stay.household_id]
        who = _("Barn i midlertidig botilbud") if stay.has_child else _("Midlertidig botilbud")
        soon, long = (stretches.day_reached(since, nights) for nights in (SOON, LONG))
        how = _("{days} dager sammenhengende siden {since:%d.%m.%Y}")
        missed = _("Barn skal ikke bli boende midlertidig.") if stay.has_child else _("Oppholdet skal være kort.")
        if not stay.next_step or (stay.has_child and today <= soon):
            what = _("{who}: 60 dager, planlegg veien ut").format(who=who)
            yield _line(stay, today, due_on=soon, what=what, how=how.format(days=SOON, since=since), if_missed=missed)
        what = _("{who}: 90 dager, fast bolig må være funnet").format(who=who)
        yield _line(stay, today, due_on=long, what=what, how=how.format(days=LONG, since=since), if_missed=missed)


def temporary_ends(households, today) -> Iterator[Deadline]:
    """The planned end, and those who are there past it: out, or a new decision (over planlagt slutt)."""
    for stay in _current(households, today).filter(ends_on__isnull=True, planned_ends_on__isnull=False):
        is_past = stay.planned_ends_on < today
        what = (
            _("Over planlagt slutt: forleng med vedtak, eller registrer utflytting")
            if is_past
            else _("Midlertidig botilbud er planlagt til denne dagen")
        )
        yield _line(
            stay,
            today,
            due_on=stay.planned_ends_on,
            what=what,
            how=_("planlagt slutt"),
            if_missed=_("Husstanden bor der uten vedtak."),
        )


def temporary_steps(households, today) -> Iterator[Deadline]:
    """What is still to be done in a stay: the decision, the rules before the key, and the next step."""
    for stay in _current(households, today).filter(ends_on__isnull=True):
        if stay.decided_on is None:
            yield _line(
                stay,
                today,
                due_on=stay.starts_on,
                what=_("Skriv vedtak om midlertidig botilbud"),
                how=_("dagen oppholdet begynte"),
                if_missed=_("Husstanden har ikke fått et vedtak den kan klage på."),
            )
        if stay.next_step and stay.next_step_on:
            yield _line(
                stay,
                today,
                due_on=stay.next_step_on,
                what=_("Midlertidig botilbud: {step}").format(step=stay.next_step),
            )


def expulsions_to_follow(households, today) -> Iterator[Deadline]:
    """Turned away and still there: the other place must be ready by the day it is effective."""
    rows = Expulsion.objects.filter(stay__household__in=households, stay__ends_on__isnull=True)
    for row in rows.select_related("stay").order_by("pk"):
        yield _line(
            row.stay,
            today,
            due_on=row.effective_on,
            what=_("Bortvist: flytt husstanden til stedet som er tilbudt"),
            how=_("dagen bortvisningen gjelder fra"),
            if_missed=_("Noen står uten et sted å bo."),
        )
