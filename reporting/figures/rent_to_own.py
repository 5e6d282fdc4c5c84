"""Rent to own (leie til eie): the way from guidance to a home of one's own, loans and grants, saving and deposits.

The nine indicators are those of the room's own page (``rent_to_own/indicators.py``): the same questions, asked once.
"""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from housing.periods import round_half_up
from rent_to_own import indicators
from rent_to_own.models import Account, FundEntry, FundLine, SavingsAgreement, StartLoan
from reporting.figures.figure import Figure, Group, Unit, count, mean_kr, total, total_kr


def granted_loans(period):
    return StartLoan.objects.granted_in(period).with_loan()


def granted_grants(period):
    return StartLoan.objects.granted_in(period).with_grant()


def cofinanced_loans(period):
    return granted_loans(period).cofinanced()


def savings_in_force(period):
    return SavingsAgreement.objects.active_on(period.last)


def savings_bought(period):
    return SavingsAgreement.objects.bought_in(period)


def deposit_loans(period):
    loans = FundEntry.objects.standing().filter(kind=FundEntry.Kind.LOAN)
    return loans.filter(posted_on__range=(period.first, period.last))


def fund_entries(period):
    return FundEntry.objects.by(period.last)


def available(rows, period):
    """What the bank account of the fund holds: each entry's own line on it, so that a counter-entry takes its back."""
    held = FundLine.objects.filter(entry__in=rows, account=Account.BANK).aggregate(sum=Sum("amount"))["sum"]
    return None if held is None else round_half_up(held, 2)


def _figure(code, label, definition, rows, *, unit, value=count):
    return Figure(
        code=code, label=label, definition=definition, rows=rows, unit=unit, value=value, group=Group.RENT_TO_OWN
    )


FIGURES = [
    _figure(
        "rto.guided",
        _("Til veiledning og vurdering"),
        _("Veiledninger fra leie til eie som begynte i perioden."),
        indicators.guided,
        unit=Unit.HOUSEHOLD,
    ),
    _figure(
        "rto.guided_with_children",
        _("Til veiledning, med barn"),
        _("Av disse, husstander med et medlem under 18 år den dagen veiledningen begynte."),
        indicators.guided_with_children,
        unit=Unit.HOUSEHOLD,
    ),
    _figure(
        "rto.closed",
        _("Avsluttede veiledninger"),
        _("Veiledninger avsluttet i perioden. En som er avsluttet flere ganger, telles der den ble avsluttet sist."),
        indicators.closed,
        unit=Unit.HOUSEHOLD,
    ),
    _figure(
        "rto.reopened",
        _("Gjenopptatte saker"),
        _("Ganger en veiledning er gjenåpnet i perioden. En sak som gjenåpnes to ganger, telles to ganger."),
        indicators.reopened,
        unit=Unit.HOUSEHOLD,
        value=total("times_reopened"),
    ),
    _figure(
        "rto.loans",
        _("Fått startlån etter veiledning"),
        _("Startlån med veiledning, innvilget i perioden, med et lånebeløp over null."),
        indicators.loans,
        unit=Unit.LOAN,
    ),
    _figure(
        "rto.grants",
        _("Fått tilskudd etter veiledning"),
        _("Startlån med veiledning, innvilget i perioden, med et tilskudd over null."),
        indicators.grants,
        unit=Unit.LOAN,
    ),
    _figure(
        "rto.bought_private",
        _("Kjøpt privat bolig"),
        _("Kjøp av privat bolig i perioden, med veiledning."),
        indicators.bought_private,
        unit=Unit.PURCHASE,
    ),
    _figure(
        "rto.bought_municipal",
        _("Kjøpt kommunal bolig"),
        _("Kjøp i perioden av den kommunale boligen husstanden leide, med veiledning."),
        indicators.bought_municipal,
        unit=Unit.PURCHASE,
    ),
    _figure(
        "rto.new_owners",
        _("Nye boligeiere"),
        _("Kjøp av bolig i perioden, privat og kommunal, med veiledning."),
        indicators.bought,
        unit=Unit.PURCHASE,
    ),
    _figure(
        "rto.private_tenancies",
        _("Hjulpet til å leie privat"),
        _("Veiledninger avsluttet i perioden fordi husstanden fikk hjelp til å leie privat."),
        indicators.private_tenancies,
        unit=Unit.HOUSEHOLD,
    ),
    _figure(
        "loans.count",
        _("Startlån"),
        _("Startlån innvilget i perioden, med et lånebeløp over null. Også uten veiledning."),
        granted_loans,
        unit=Unit.LOAN,
    ),
    _figure(
        "loans.amount",
        _("Startlån, beløp"),
        _("Summen av lånebeløpene."),
        granted_loans,
        unit=Unit.KR,
        value=total_kr("loan_amount"),
    ),
    _figure(
        "loans.mean",
        _("Startlån, gjennomsnitt"),
        _("Gjennomsnittet av lånebeløpene."),
        granted_loans,
        unit=Unit.KR,
        value=mean_kr("loan_amount"),
    ),
    _figure(
        "grants.count",
        _("Tilskudd"),
        _("Startlån innvilget i perioden, med et tilskudd over null. Også uten veiledning."),
        granted_grants,
        unit=Unit.LOAN,
    ),
    _figure(
        "grants.amount",
        _("Tilskudd, beløp"),
        _("Summen av tilskuddene."),
        granted_grants,
        unit=Unit.KR,
        value=total_kr("grant_amount"),
    ),
    _figure(
        "grants.mean",
        _("Tilskudd, gjennomsnitt"),
        _("Gjennomsnittet av tilskuddene."),
        granted_grants,
        unit=Unit.KR,
        value=mean_kr("grant_amount"),
    ),
    _figure(
        "loans.cofinanced",
        _("Startlån samfinansiert med bank"),
        _("Startlån innvilget i perioden, med et lånebeløp over null, der en bank finansierte sammen med kommunen."),
        cofinanced_loans,
        unit=Unit.LOAN,
    ),
    _figure(
        "savings.active",
        _("Leie med sparing, avtaler i kraft"),
        _("Avtaler som hadde begynt og ikke var slutt den siste dagen, uten et utfall til og med den dagen."),
        savings_in_force,
        unit=Unit.AGREEMENT,
    ),
    _figure(
        "savings.bought",
        _("Leie med sparing, kjøpt"),
        _("Avtaler som endte med kjøp i perioden."),
        savings_bought,
        unit=Unit.AGREEMENT,
    ),
    Figure(
        code="deposits.loans",
        label=_("Lån fra depositumsfondet"),
        definition=_("Lån utbetalt fra fondet i perioden. Det som er rettet med et motbilag, telles ikke."),
        rows=deposit_loans,
        unit=Unit.LOAN,
        group=Group.DEPOSITS,
    ),
    Figure(
        code="deposits.amount",
        label=_("Lån fra depositumsfondet, beløp"),
        definition=_("Summen av lånene utbetalt fra fondet i perioden."),
        rows=deposit_loans,
        value=total_kr("amount"),
        unit=Unit.KR,
        group=Group.DEPOSITS,
    ),
    Figure(
        code="deposits.available",
        label=_("Ledig i depositumsfondet den siste dagen"),
        definition=_(
            "Kapital, avdrag og depositum som er kommet tilbake, minus lån og tap utbetalt utover lånene, til og "
            "med den siste dagen."
        ),
        rows=fund_entries,
        value=available,
        unit=Unit.KR,
        group=Group.DEPOSITS,
    ),
]
