"""Who waits (venting): granted and not yet housed, and allocated and not yet moved in."""

from datetime import timedelta
from fractions import Fraction

from django.db.models import DateField, F, Sum, Value
from django.db.models.functions import ExtractMonth, ExtractYear, Greatest, Least
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.models import Tenancy
from housing.periods import round_half_up
from reporting.figures.figure import Figure, Group, Unit, median_days
from reporting.figures.homeless import children, members_of


def on_list(period):
    return Application.objects.waiting(period.last)


def children_on_list(period):
    return children(members_of(on_list(period).values("household"), period.last), period.last)


def waiting_to_move_in(period):
    return Tenancy.objects.waiting_to_move_in(period.last)


def _month(day):
    """Months since year 0: between two days lie as many month ends as their months differ."""
    return ExtractYear(day) * 12 + ExtractMonth(day)


def waited_at_month_ends(period):
    """Tenancies that waited for the household to move in at one or more month ends of the period, and at how many."""
    first, past = _day(period.first), _day(period.last + timedelta(days=1))
    begins = Greatest("allocated_on", first)
    ends = Least("moved_in_on", "moved_out_on", past)
    waited = Tenancy.objects.municipal().filter(allocated_on__lte=period.last)
    return waited.annotate(month_ends=_month(ends) - _month(begins)).filter(month_ends__gt=0)


def _day(day):
    return Value(day, output_field=DateField())


def mean_over_month_ends(rows, period):
    month_ends = period.month_ends()
    if not month_ends:
        return None
    waited = rows.aggregate(found=Sum("month_ends"))["found"] or 0
    return round_half_up(Fraction(waited, len(month_ends)), 1)


def _figure(code, label, definition, rows, **more):
    return Figure(code=code, label=label, definition=definition, rows=rows, group=Group.WAITING, **more)


FIGURES = [
    _figure(
        "waiting.allocation",
        _("Venter på tildeling"),
        _(
            "Innvilgede søknader om ny bolig eller bytte, vedtatt senest den siste dagen, som da ikke var ute av "
            "ventelisten og ikke hadde takket ja til et tilbud."
        ),
        on_list,
        unit=Unit.APPLICATION,
    ),
    _figure(
        "waiting.children",
        _("Barn som venter på tildeling"),
        _("Personer under 18 år den siste dagen i husstandene som venter på tildeling. Hvert barn telles én gang."),
        children_on_list,
        unit=Unit.PERSON,
    ),
    _figure(
        "waiting.median_days",
        _("Ventetid på tildeling, median"),
        _("Medianen av dager fra vedtak til den siste dagen for dem som venter på tildeling."),
        on_list,
        value=median_days(lambda period: _day(period.last), F("decided_on")),
        unit=Unit.DAY,
        decimals=1,
    ),
    _figure(
        "waiting.move_in",
        _("Venter på innflytting"),
        _(
            "Kommunale leieforhold tildelt senest den siste dagen, der husstanden da ikke var flyttet inn og "
            "tildelingen sto ved lag."
        ),
        waiting_to_move_in,
        unit=Unit.TENANCY,
    ),
    _figure(
        "waiting.move_in_monthly_mean",
        _("Venter på innflytting, snitt per måned"),
        _("Gjennomsnittet av dem som ventet på innflytting ved hvert månedsskifte som ligger i perioden."),
        waited_at_month_ends,
        value=mean_over_month_ends,
        unit=Unit.TENANCY,
        decimals=1,
    ),
]
