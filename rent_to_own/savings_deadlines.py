"""What waits to be done for those who save (rows of ``housing/deadlines.py``). A constant number of questions each."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from housing.deadlines import Deadline
from housing.periods import add_months
from rent_to_own import deposit_facts, savings
from rent_to_own.models import SavingsAgreement
from rent_to_own.savings_facts import ahead_text

# The option is told of as long before.
MONTHS_BEFORE_OPTION = 6


def _active(households):
    return SavingsAgreement.objects.filter(household__in=households, outcome="")


def _line(agreement, **facts) -> Deadline:
    return Deadline(
        household_id=agreement.household_id,
        url=agreement.get_absolute_url(),
        caseworker_id=agreement.caseworker_id,
        case=agreement.number,
        **facts,
    )


def savings_talks(households, today) -> Iterator[Deadline]:
    """A talk each year: twelve months after the last, or after the first day."""
    talks = _active(households).annotate(talked_on=Max("meetings__held_on", filter=Q(meetings__kind="talk")))
    for agreement in talks.order_by("pk"):
        since = agreement.talked_on or agreement.starts_on
        due_on = add_months(since, 12)
        if due_on <= agreement.ends_on:
            yield _line(
                agreement,
                due_on=due_on,
                what=_("Leie med sparing: hold årssamtalen"),
                how=_("12 måneder etter {day:%d.%m.%Y}").format(day=since),
                if_missed=_("Ingen merker at sparingen stopper opp."),
            )


def savings_behind(households, today) -> Iterator[Deadline]:
    """Two months behind the plan: due the day it became so is not known to the day, so it is due today."""
    for agreement in _active(households).prefetch_related("deposits").order_by("pk"):
        standing = agreement.standing(min(today, agreement.ends_on))
        if standing.is_behind_by(savings.MONTHS_BEHIND):
            yield _line(
                agreement,
                due_on=today,
                what=_("Leie med sparing: {ahead}. Snakk med husstanden").format(ahead=ahead_text(standing)),
                how=_("to måneder eller mer bak planen"),
                if_missed=_("Målet blir ikke nådd i tide, og retten til å kjøpe kan gå tapt."),
            )


def savings_options(households, today) -> Iterator[Deadline]:
    """The day by which they decide whether to buy, from half a year before."""
    coming = _active(households).filter(option_on__lte=add_months(today, MONTHS_BEFORE_OPTION))
    for agreement in coming.order_by("pk"):
        yield _line(
            agreement,
            due_on=agreement.option_on,
            what=_("Leie med sparing: kjøpet må bestemmes"),
            how=_("avtalt da prisen ble satt"),
            if_missed=_("Retten til å kjøpe til den faste prisen kan gå tapt."),
        )


def savings_run_out(households, today) -> Iterator[Deadline]:
    """An agreement whose five years are over: bought or ended, it must be said which."""
    for agreement in _active(households).filter(ends_on__lte=today).order_by("pk"):
        yield _line(
            agreement,
            due_on=agreement.ends_on,
            what=_("Leie med sparing: de {years} årene er over. Registrer kjøpet, eller avslutt").format(
                years=savings.YEARS
            ),
            how=_("den siste dagen i avtalen"),
        )


def deposit_instalments(households, today) -> Iterator[Deadline]:
    """Loans from the deposit fund that are behind their plan: what was due by today and is not paid."""
    for loan, missing, since in deposit_facts.behind(households, today):
        yield Deadline(
            due_on=since + timedelta(days=14),
            what=_("Depositumslån: {amount} er ikke betalt").format(amount=missing),
            household_id=loan.household_id,
            url=loan.get_absolute_url(),
            caseworker_id=loan.by_id,
            case=loan.entry.number,
            how=_("14 dager etter forfall {day:%d.%m.%Y}").format(day=since),
            if_missed=_("Pengene kommer ikke tilbake til fondet, og neste husstand må vente."),
        )
