"""The municipality's plan for its social housing work, its strategies and measures (boligsosial handlingsplan)."""

from datetime import date
from itertools import groupby

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import Refused, in_order, new_external_id, sort_key
from housing.history import tracked
from housing.periods import Period
from housing.templatetags.norwegian import date_no


class ReportReadersQuerySet(models.QuerySet):
    """What is about plans and groups, and no household: read by whoever reads reports."""

    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("reporting.view_report")
        return self if may else self.none()


@tracked()
class Plan(models.Model):
    """A plan the municipality has adopted (boligsosial handlingsplan), valid from and until a day, both included."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    title = models.CharField(_("tittel"), max_length=200)
    reference = models.CharField(_("sak"), max_length=60, blank=True)
    adopted_on = models.DateField(_("vedtatt"))
    valid_from = models.DateField(_("gjelder fra"))
    valid_until = models.DateField(_("gjelder til og med"), null=True, blank=True)
    note = models.TextField(_("merknad"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReportReadersQuerySet.as_manager()

    class Meta:
        verbose_name = _("handlingsplan")
        ordering = ["-valid_from", "pk"]
        constraints = [
            in_order("plan_in_order", "valid_from", "valid_until", _("Planen slutter før den begynner.")),
            in_order("plan_adopted_first", "adopted_on", "valid_until", _("Planen er vedtatt etter at den sluttet.")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('plan_measure_list')}?plan={self.pk}"


@tracked()
class PlanStrategy(models.Model):
    """One of the plan's strategies, under which its measures stand (strategi)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strategies", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("nr."))
    title = models.CharField(_("strategi"), max_length=200)

    objects = ReportReadersQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategi")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                name="strategy_number_once_in_plan",
                fields=["plan", "number"],
                violation_error_message=_("Planen har allerede en strategi med dette nummeret."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return f"{reverse('plan_measure_list')}?strategi={self.pk}"


class PlanMeasureQuerySet(ReportReadersQuerySet):
    def with_status_on(self, day):
        """Each with ``status_then``, what it was at the end of the day; None before it was in the plan."""
        moves = PlanMeasureMove.objects.filter(measure=OuterRef("pk"), happened_on__lte=day)
        latest = moves.order_by("-happened_on", "-pk").values("became")[:1]
        return self.annotate(status_then=Subquery(latest))

    def in_plan_on(self, day):
        """Those that were in their plan on the day; past their deadline and not over first, the longest late on top."""
        is_late = Q(due_on__lt=day) & ~Q(status_then__in=PlanMeasure.OVER)
        late = models.Case(models.When(is_late, then=F("due_on")), default=None, output_field=models.DateField())
        rows = self.with_status_on(day).filter(status_then__isnull=False).annotate(late_since=late)
        return rows.order_by(F("late_since").asc(nulls_last=True), "-plan__valid_from", "plan", "number_key", "pk")


@tracked()
class PlanMeasure(Lifecycle):
    """A measure of the plan (tiltak i planen): not started → ongoing → done or stopped, each move with its day."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Ikke påbegynt")
        ONGOING = "ongoing", _("Pågår")
        DONE = "done", _("Gjennomført")
        STOPPED = "stopped", _("Stanset")

    MOVES = {
        Status.NOT_STARTED: [Status.ONGOING, Status.STOPPED],
        Status.ONGOING: [Status.DONE, Status.STOPPED],
        Status.DONE: [Status.ONGOING],  # it turned out not to be
        Status.STOPPED: [Status.ONGOING],
    }
    OVER = (Status.DONE, Status.STOPPED)

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures", verbose_name=_("plan"))
    strategy = models.ForeignKey(
        PlanStrategy,
        on_delete=models.PROTECT,
        related_name="measures",
        null=True,
        blank=True,
        verbose_name=_("strategi"),
    )
    number = models.CharField(_("nr."), max_length=12)
    number_key = sort_key("number", by_number=True)
    text = models.TextField(_("tiltak"), max_length=2000)
    theme = models.CharField(_("tema eller henvisning"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.NOT_STARTED)
    responsible = models.CharField(_("ansvarlig"), max_length=120, blank=True)
    responsible_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ansvarlig bruker"),
    )
    due_on = models.DateField(_("frist"), null=True, blank=True)
    result = models.TextField(_("resultat"), max_length=4000, blank=True)
    note = models.TextField(_("merknad"), max_length=2000, blank=True)

    objects = PlanMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiltak i planen")
        ordering = ["plan", "number_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="measure_number_once_in_plan",
                fields=["plan", "number"],
                violation_error_message=_("Planen har allerede et tiltak med dette nummeret."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.text}"

    def get_absolute_url(self):
        return reverse("plan_measure", args=[self.pk])

    @property
    def responsible_label(self) -> str:
        return self.responsible or (str(self.responsible_user) if self.responsible_user else "")

    def is_late_on(self, day: date) -> bool:
        """As it stands now: past its deadline, and neither done nor stopped."""
        return bool(self.due_on and self.due_on < day and self.status not in self.OVER)

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        """Every move has its day, and the days come in order: any past day can be asked."""
        today = timezone.localdate()
        day = happened_on or today
        if day > today:
            raise Refused(_now("Dagen kan ikke være frem i tid."))
        last = self.moves.first()
        if last and day < last.happened_on:
            raise Refused(
                _now("Tiltaket ble «{status}» {day:%d.%m.%Y}. Det neste kan ikke ha skjedd før det.").format(
                    status=last.get_became_display(), day=last.happened_on
                )
            )
        PlanMeasureMove.objects.create(measure=self, happened_on=day, was=was, became=self.status, by=by, note=note)


class PlanMeasureMove(models.Model):
    """One move of a measure: the day, from what, to what (statusendring). Never changed."""

    measure = models.ForeignKey(PlanMeasure, on_delete=models.CASCADE, related_name="moves")
    happened_on = models.DateField(_("dato"))
    was = models.CharField(max_length=11, choices=PlanMeasure.Status.choices, blank=True)
    became = models.CharField(max_length=11, choices=PlanMeasure.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("merknad"), max_length=1000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("statusendring")
        ordering = ["-happened_on", "-pk"]


def printed(period: Period) -> list[dict]:
    """What the report of the period shows of each plan in force: measures by strategy, and what changed."""
    plans = Plan.objects.filter(valid_from__lte=period.last).exclude(valid_until__lt=period.first)
    return [found for plan in plans if (found := _printed_plan(plan, period))["count"]]


def _printed_plan(plan: Plan, period: Period) -> dict:
    """The status is as of the period's last day; a measure that came into the plan after it is left out."""
    rows = plan.measures.select_related("strategy", "responsible_user").with_status_on(period.last)
    rows = sorted(
        rows.filter(status_then__isnull=False),
        key=lambda row: (row.strategy.number if row.strategy else 0, row.number_key),
    )
    moves = PlanMeasureMove.objects.filter(measure__plan=plan, happened_on__range=(period.first, period.last))
    changes = moves.exclude(was="").select_related("measure").order_by("happened_on", "pk")
    return {
        "title": plan.title,
        "reference": plan.reference,
        "note": plan.note,
        "count": len(rows),
        "day": date_no(period.last),
        "counts": [
            {"label": str(status.label), "count": sum(row.status_then == status for row in rows)}
            for status in PlanMeasure.Status
        ],
        "strategies": [
            {"title": str(strategy) if strategy else "", "rows": [_printed_row(row) for row in found]}
            for strategy, found in groupby(rows, key=lambda row: row.strategy)
        ],
        "changes": [
            {
                "day": date_no(move.happened_on),
                "number": move.measure.number,
                "was": str(move.get_was_display()),
                "became": str(move.get_became_display()),
                "note": move.note,
            }
            for move in changes
        ],
    }


def _printed_row(row: PlanMeasure) -> dict:
    return {
        "number": row.number,
        "text": row.text,
        "theme": row.theme,
        "status": str(PlanMeasure.Status(row.status_then).label),
        "responsible": row.responsible_label,
        "due": date_no(row.due_on),
        "result": row.result,
        "note": row.note,
    }
