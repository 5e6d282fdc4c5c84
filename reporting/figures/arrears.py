"""Arrears and evictions (restanser og utkastelser): who owes rent, what is done about it, and how petitions end.

A debt is counted whether the tenancy still runs or not. A petition is counted on the day it was sent, its end on the
day it ended: what is sent in one period may be averted or carried out in the next.
"""

from decimal import Decimal

from django.db.models import DateField, Exists, Func, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from evictions.models import ArrearsAction, ArrearsCase, LedgerEntry, Petition
from housing.models import Membership, Tenancy
from housing.periods import round_half_up
from reporting.figures.figure import Figure, Group, Unit
from reporting.figures.temporary import EighteenYearsBefore

LIMIT = Decimal(1000)
Kind = ArrearsAction.Kind


class TwoYearsBefore(Func):
    """The same date two years earlier; 29 February goes back to 28, as in ``housing.periods``."""

    template = "(%(expressions)s - INTERVAL '24 months')::date"
    output_field = DateField()


def over_limit(period):
    """Rows of ``tenancy`` and ``owed``: every balance of the last day over the limit, in one pass over the ledger."""
    return LedgerEntry.objects.balances(period.last).filter(owed__gt=LIMIT)


def in_arrears(period):
    return Tenancy.objects.filter(pk__in=over_limit(period).values("tenancy"))


def amount_owed(rows, period):
    found = over_limit(period).aggregate(found=Sum("owed"))["found"]
    return None if found is None else round_half_up(found, 2)


def open_cases(period):
    return ArrearsCase.objects.on(period.last)


def done(kind):
    return lambda period: ArrearsAction.objects.done_in(period).filter(kind=kind)


def sent(period):
    return Petition.objects.sent_in(period)


def carried_out(period):
    return Petition.objects.carried_out().ended_in(period)


def carried_out_with_children(period):
    """A member of the household, under 18, on the day itself."""
    on = OuterRef("outcome_on")
    children = Membership.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=on),
        household=OuterRef("tenancy__household"),
        joined_on__lte=on,
        person__birth_date__gt=EighteenYearsBefore(on),
    )
    return carried_out(period).filter(Exists(children))


def carried_out_again(period):
    """The household was put out before, on a day in the 24 months before this one."""
    before = Petition.objects.carried_out().filter(
        tenancy__household=OuterRef("tenancy__household"),
        outcome_on__lt=OuterRef("outcome_on"),
        outcome_on__gte=TwoYearsBefore(OuterRef("outcome_on")),
    )
    return carried_out(period).filter(Exists(before))


def _figure(code, label, definition, rows, unit=Unit.PETITION, **more):
    return Figure(code=code, label=label, definition=definition, rows=rows, unit=unit, group=Group.ARREARS, **more)


FIGURES = [
    _figure(
        "arrears.tenancies",
        _("Leieforhold med restanse over 1 000 kr"),
        _(
            "Leieforhold som skyldte mer enn 1 000 kr ved slutten av den siste dagen: krav minus innbetalinger pluss "
            "rettinger, bokført senest den dagen. Også leieforhold som er over."
        ),
        in_arrears,
        unit=Unit.TENANCY,
    ),
    _figure(
        "arrears.amount",
        _("Samlet restanse over 1 000 kr"),
        _("Summen av det disse leieforholdene skyldte ved slutten av den siste dagen."),
        in_arrears,
        unit=Unit.KR,
        value=amount_owed,
        decimals=2,
    ),
    _figure(
        "arrears.open_cases",
        _("Åpne restansesaker"),
        _("Restansesaker som var åpnet senest den siste dagen og da ikke lukket."),
        open_cases,
        unit=Unit.ARREARS_CASE,
    ),
    _figure(
        "arrears.home_visits",
        _("Hjemmebesøk"),
        _("Hjemmebesøk i restansesaker med dato i perioden, enten noen ble truffet eller ikke."),
        done(Kind.HOME_VISIT),
        unit=Unit.ACTION,
    ),
    _figure(
        "arrears.payment_plans",
        _("Nedbetalingsavtaler"),
        _("Nedbetalingsavtaler i restansesaker inngått i perioden."),
        done(Kind.PAYMENT_PLAN),
        unit=Unit.ACTION,
    ),
    _figure(
        "arrears.benefit_deductions",
        _("Trekk i ytelse"),
        _("Trekk i ytelser avtalt i restansesaker, med dato i perioden."),
        done(Kind.BENEFIT_DEDUCTION),
        unit=Unit.ACTION,
    ),
    _figure(
        "evictions.petitions",
        _("Begjærte utkastelser"),
        _("Begjæringer om fravikelse sendt i perioden."),
        sent,
    ),
    _figure(
        "evictions.carried_out",
        _("Gjennomførte utkastelser"),
        _("Begjæringer som endte med utkastelse, med utkastelsen i perioden."),
        carried_out,
    ),
    _figure(
        "evictions.averted",
        _("Avvergede utkastelser"),
        _(
            "Begjæringer avgjort i perioden fordi gjelden ble betalt, det ble gjort en avtale, eller begjæringen ble "
            "trukket."
        ),
        lambda period: Petition.objects.averted().ended_in(period),
    ),
    _figure(
        "evictions.with_children",
        _("Utkastelser med barn"),
        _("Utkastelser i perioden der husstanden hadde et medlem under 18 år den dagen."),
        carried_out_with_children,
    ),
    _figure(
        "evictions.repeat",
        _("Gjentatte utkastelser"),
        _("Utkastelser i perioden av husstander som også var kastet ut i løpet av de 24 månedene før."),
        carried_out_again,
    ),
]
