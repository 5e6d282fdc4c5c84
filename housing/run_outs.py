"""Leases that run out, and what has been done about each: the radar (kontrakter som går ut), on any day.

A lease that ran out with the tenant still there turns indefinite by itself three months later (husleieloven § 9-2),
unless a written request to move was sent. So a lease that has run out stays here until it is renewed, the household has
moved, or somebody has written down that it is indefinite.
"""

from django.db import models
from django.db.models import Case, Count, DateField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from housing.contracts import TALK_MONTHS
from housing.models import CareerTalk, Contract, Membership, MoveOutRequest, Termination
from housing.periods import add_months, years_before

HORIZON = 12


class Stage(models.TextChoices):
    """Where a lease with an end stands on a day, most urgent first."""

    SILENT = "silent", _("Er blitt tidsubestemt")
    RUN_OUT = "run_out", _("Utløpt, alarmen løper")
    ASKED = "asked", _("Utløpt, bedt om å flytte")
    MONTHS_3 = "months_3", _("Innen 3 måneder")
    MONTHS_6 = "months_6", _("3–6 måneder")
    MONTHS_12 = "months_12", _("6–12 måneder")
    LEAVING = "leaving", _("Skal flytte ut")
    RENEWED = "renewed", _("Ny kontrakt signert")


COMING = (Stage.MONTHS_3, Stage.MONTHS_6, Stage.MONTHS_12)
RUN_OUT = (Stage.SILENT, Stage.RUN_OUT, Stage.ASKED)
# What still needs somebody.
UNSETTLED = (Stage.SILENT, Stage.RUN_OUT, *COMING)


class MonthsOn(Func):
    """The same date so many months on, the last of the month where there is none: as ``add_months`` does it."""

    template = "(%(expressions)s + INTERVAL '%(months)s months')::date"
    output_field = DateField()

    def __init__(self, expression, *, months: int):
        super().__init__(expression, months=int(months))


def run_outs(tenancies, day, *, knows_leaving: bool = True):
    """Those whose latest lease has run out, or does within a year. Children first, then the first to run out.

    ``knows_leaving``: whether the day is today, so that what is known of who leaves was known then. Of a day that is
    past only a notice has its date.
    """
    leaving = Q(has_notice=True) | Q(leaves_on__gt=day) if knows_leaving else Q(has_notice=True)
    rows = tenancies.active(day).with_latest_contract(day)
    rows = rows.filter(contract_ends_on__lte=add_months(day, HORIZON)).exclude(
        contract_id__in=Contract.objects.filter(became_indefinite_on__lte=day).values("pk")
    )
    rows = rows.annotate(
        turns_after=MonthsOn(F("contract_ends_on"), months=3),
        talked_on=Subquery(_talks(day).values("held_on")[:1]),
        renewed_on=Subquery(
            Contract.objects.filter(tenancy=OuterRef("pk"), starts_on__gt=day, signed_on__lte=day)
            .order_by("starts_on")
            .values("starts_on")[:1]
        ),
        asked_on=Subquery(_requests(day).values("sent_on")[:1]),
        has_notice=Exists(Termination.objects.filter(tenancy=OuterRef("pk")).standing(day)),
        children=Coalesce(Subquery(_children(day)), 0, output_field=IntegerField()),
    ).annotate(stage=_stage(day, leaving))
    return rows.order_by(Case(When(children__gt=0, then=0), default=1), "contract_ends_on", "pk")


def _stage(day, leaving):
    return Case(
        When(renewed_on__isnull=False, then=Value(Stage.RENEWED)),
        When(contract_ends_on__lte=day, asked_on__isnull=False, then=Value(Stage.ASKED)),
        When(turns_after__lt=day, then=Value(Stage.SILENT)),
        When(contract_ends_on__lte=day, then=Value(Stage.RUN_OUT)),
        When(leaving, then=Value(Stage.LEAVING)),
        When(contract_ends_on__lte=add_months(day, 3), then=Value(Stage.MONTHS_3)),
        When(contract_ends_on__lte=add_months(day, 6), then=Value(Stage.MONTHS_6)),
        default=Value(Stage.MONTHS_12),
        output_field=models.CharField(),
    )


def _talks(day):
    """About the end of this lease and not of the one before."""
    from_day = MonthsOn(OuterRef("contract_ends_on"), months=-TALK_MONTHS)
    talks = CareerTalk.objects.filter(tenancy=OuterRef("pk"), held_on__lte=day, held_on__gte=from_day)
    return talks.order_by("-held_on")


def _requests(day):
    """Requests to move that keep this lease from turning indefinite, as ``housing.contracts.stops_conversion`` says."""
    ends = OuterRef("contract_ends_on")
    sent = MoveOutRequest.objects.filter(contract=OuterRef("contract_id"), sent_on__lte=day, sent_on__gte=ends)
    return sent.filter(sent_on__lte=MonthsOn(ends, months=3)).order_by("-sent_on")


def _children(day):
    members = Membership.objects.on(day).filter(
        Q(person__birth_date__gt=years_before(day, 18))
        | Q(role=Membership.Role.CHILD, person__birth_date__isnull=True),
        household=OuterRef("household"),
    )
    return members.order_by().values("household").annotate(n=Count("pk")).values("n")


def counts(rows) -> dict[str, dict[str, int]]:
    """By stage: how many, how many of them with children, and how many nobody has talked with. One query."""
    counted = (
        rows.order_by()
        .values("stage")
        .annotate(
            n=Count("pk"),
            with_children=Count("pk", filter=Q(children__gt=0)),
            untalked=Count("pk", filter=Q(talked_on__isnull=True)),
        )
    )
    return {row.pop("stage"): row for row in counted}
