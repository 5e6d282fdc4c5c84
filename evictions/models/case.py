"""A household that owes rent (restansesak): the case, its pauses, and what is done to keep the home."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions.models.run import ArrearsRun
from housing.cases import Case
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Service, Tenancy
from housing.visibility import VisibleQuerySet


class ArrearsCaseQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "tenancy__household"

    def open(self):
        return self.filter(status=ArrearsCase.Status.OPEN)

    def on(self, day):
        """Open on the day; the day it was closed no longer counts."""
        return self.filter(in_force(day, "opened_on", "closed_on"))

    def paused_on(self, day):
        return self.filter(pk__in=ArrearsPause.objects.filter(in_force(day)).values("case"))


@tracked()
class ArrearsCase(Case):
    """One tenancy's arrears, from when they were seen until they are gone (restansesak).

    open → closed
    """

    NUMBER_PREFIX = "R"

    class Status(models.TextChoices):
        OPEN = "open", _("Åpen")
        CLOSED = "closed", _("Lukket")

    MOVES = {Status.OPEN: [Status.CLOSED], Status.CLOSED: []}

    class Ground(models.TextChoices):
        LIMIT = "limit", _("Over beløpsgrensen")
        PATTERN = "pattern", _("Flere ubetalte terminer på rad")
        BY_HAND = "by_hand", _("Åpnet av saksbehandler")
        OTHER = "", _("Ikke oppgitt")

    class ClosingReason(models.TextChoices):
        PAID = "paid", _("Gjort opp")
        PLAN_COMPLETED = "plan_completed", _("Nedbetalingsavtalen er fullført")
        EVICTED = "evicted", _("Kastet ut")
        MOVED = "moved", _("Flyttet")
        WRITTEN_OFF = "written_off", _("Ettergitt eller avskrevet")
        OTHER = "other", _("Annet")

    PAID_BY = (ClosingReason.PAID, ClosingReason.PLAN_COMPLETED)

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(
        Tenancy, verbose_name=_("leieforhold"), on_delete=models.PROTECT, related_name="arrears_cases"
    )
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField(_("åpnet"))
    ground = models.CharField(_("hvorfor"), max_length=7, choices=Ground.choices, blank=True, default="")
    opened_by_run = models.ForeignKey(
        ArrearsRun, on_delete=models.PROTECT, null=True, blank=True, related_name="opened_cases"
    )
    # A code of ``Service`` from our own pages; a file may name another.
    responsible_service = models.CharField(_("ansvarlig tjeneste"), max_length=100, blank=True)
    closed_on = models.DateField(_("lukket"), null=True, blank=True)
    closing_reason = models.CharField(
        _("hvorfor lukket"), max_length=14, choices=ClosingReason.choices, blank=True, default=""
    )

    objects = ArrearsCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("restansesak")
        verbose_name_plural = _("restansesaker")
        ordering = ["-opened_on", "-pk"]
        indexes = [models.Index(fields=["opened_on", "closed_on"], name="arrears_case_dates")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_arrears_case_of_a_tenancy",
                fields=["tenancy"],
                condition=Q(closed_on__isnull=True),
                violation_error_message=_("Leieforholdet har allerede en åpen restansesak."),
            ),
            in_order(
                "arrears_case_closed_after_opened", "opened_on", "closed_on", _("Saken kan ikke lukkes før den åpnes.")
            ),
            models.CheckConstraint(
                name="arrears_case_status_agrees_with_dates",
                condition=Q(status="open", closed_on__isnull=True) | Q(status="closed", closed_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoen saken er lukket."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("arrears_case", args=[self.pk])

    @property
    def household(self):
        return self.tenancy.household

    @property
    def household_id(self) -> int:
        return self.tenancy.household_id

    @property
    def service_label(self) -> str:
        return str(dict(Service.choices).get(self.responsible_service, self.responsible_service))

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @staticmethod
    def status_from(closed_on) -> str:
        return ArrearsCase.Status.CLOSED if closed_on else ArrearsCase.Status.OPEN

    # --- What is done -------------------------------------------------------------------------------------

    def tell(self, what, *, by, note="", happened_on=None) -> None:
        title = _t("Restanse: {what}").format(what=what)
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        title = _t("Restansesak åpnet") if not was else _t("Restansesak lukket")
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    def open(self, *, by, note=""):
        """Refused when the tenancy has an open case: the constraint is the lock."""
        return self.begin(by=by, note=note, happened_on=self.opened_on)

    def close(self, *, by, closed_on, closing_reason, note=""):
        """With what was agreed in it. Refused while a petition waits: nobody may lose sight of that."""
        label = str(self.ClosingReason(closing_reason).label)
        with refusing_breaches():
            self.hold()
            if self.tenancy.petitions.open().exists():
                raise Refused(_t("Det er sendt en begjæring som ikke er avgjort. Registrer utfallet av den først."))
            self._end_agreements(by=by, on=closed_on, is_paid=closing_reason in self.PAID_BY)
            self.move_to(
                self.Status.CLOSED,
                by=by,
                note=f"{label}. {note}" if note else label,
                happened_on=closed_on,
                closed_on=closed_on,
                closing_reason=closing_reason,
            )

    def _end_agreements(self, *, by, on, is_paid) -> None:
        for plan in self.payment_plans.standing():
            end = plan.complete if is_paid else plan.cancel
            end(by=by, on=max(on, plan.agreed_on))
        for deduction in self.deductions.not_over(on):
            reasons = deduction.EndReason
            deduction.end(by=by, on=on, reason=reasons.PAID if is_paid else reasons.AGREED)

    def hold(self) -> "ArrearsCase":
        """Lock the open case while something is done in it; whoever comes after its closing is told."""
        held = ArrearsCase.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        if held.status != self.Status.OPEN:
            raise Refused(_t("Restansesaken er lukket. Last siden på nytt."))
        return held

    def give_to(self, *, by, service, caseworker=None):
        """One service answers for the case, and one person when somebody is named (ansvarlig tjeneste)."""
        with refusing_breaches():
            self.hold()
            ArrearsCase.objects.filter(pk=self.pk).update(responsible_service=service, caseworker=caseworker)
            self._take(responsible_service=service, caseworker=caseworker)
            self.tell(_t("ansvarlig tjeneste"), by=by, note=self.service_label)

    def act(self, action: "ArrearsAction", *, by) -> "ArrearsAction":
        """Something was done: a letter, a call, a visit (tiltak)."""
        with refusing_breaches():
            self.hold()
            action.case, action.by = self, by
            action.save(force_insert=True)
            self.tell(action.told, by=by, happened_on=action.done_on)
        return action

    def pause(self, pause: "ArrearsPause", *, by) -> "ArrearsPause":
        with refusing_breaches():
            self.hold()
            pause.case, pause.by = self, by
            pause.save(force_insert=True)
            until = _t("Til {day}").format(day=f"{pause.ends_on:%d.%m.%Y}")
            self.tell(_t("satt på pause"), by=by, note=f"{until}. {pause.reason}", happened_on=pause.starts_on)
        return pause

    def resume(self, *, by, on):
        """The pause that runs now ends today (opphev pausen)."""
        with refusing_breaches():
            running = ArrearsPause.objects.filter(in_force(on), case=self)
            if not running.update(ends_on=on, lifted_by=by):
                raise Refused(_t("Saken er ikke på pause."))
            self.tell(_t("pausen opphevet"), by=by, happened_on=on)


@tracked()
class ArrearsPause(models.Model):
    """The follow-up of a case rests for a reason, until a day (pause). The day it ends no longer counts."""

    case = models.ForeignKey(ArrearsCase, on_delete=models.PROTECT, related_name="pauses")
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"))
    reason = models.CharField(_("hvorfor"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauser")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("arrears_pause_ends_after_start", "starts_on", "ends_on", _("Pausen slutter før den begynner.")),
            no_overlap(
                "one_arrears_pause_at_a_time",
                ["case"],
                "starts_on",
                "ends_on",
                message=_("Saken er allerede på pause i dette tidsrommet."),
            ),
        ]

    def __str__(self):
        return self.reason


class ArrearsActionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "case__tenancy__household"

    def done_in(self, period):
        return self.filter(done_on__gte=period.first, done_on__lte=period.last)


@tracked()
class ArrearsAction(models.Model):
    """What was done in an arrears case, on a day (tiltak): a contact, an agreement, advice."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("Brev")
        PHONE = "phone", _("Telefon")
        HOME_VISIT = "home_visit", _("Hjemmebesøk")
        MEETING = "meeting", _("Møte")
        PAYMENT_PLAN = "payment_plan", _("Nedbetalingsavtale")
        BENEFIT_DEDUCTION = "benefit_deduction", _("Trekk i ytelse")
        ADVICE = "advice", _("Råd")
        OTHER = "other", _("Annet")

    class Topic(models.TextChoices):
        ECONOMY = "economy", _("Økonomisk rådgivning")
        HOUSING_ALLOWANCE = "housing_allowance", _("Bostøtte")
        DEBT = "debt", _("Gjeldsrådgivning")
        SOCIAL_SUPPORT = "social_support", _("Økonomisk sosialhjelp")
        ADMINISTRATION = "administration", _("Frivillig forvaltning")

    # Where somebody was looked for: whether they were met is part of what happened.
    CONTACTS = (Kind.PHONE, Kind.HOME_VISIT, Kind.MEETING)

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="actions"
    )
    kind = models.CharField(_("tiltak"), max_length=17, choices=Kind.choices)
    topic = models.CharField(_("om hva"), max_length=17, choices=Topic.choices, blank=True, default="")
    done_on = models.DateField(_("dato"))
    was_met = models.BooleanField(_("fikk kontakt"), null=True, blank=True)
    result = models.CharField(_("resultat"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ArrearsActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiltak mot restanse")
        verbose_name_plural = _("tiltak mot restanse")
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["kind", "done_on"], name="arrears_action_kind")]
        constraints = [
            models.CheckConstraint(
                name="met_only_where_somebody_was_looked_for",
                condition=Q(was_met__isnull=True) | Q(kind__in=["phone", "home_visit", "meeting"]),
                violation_error_message=_("Bare telefon, hjemmebesøk og møter kan ha fått kontakt eller ikke."),
            ),
        ]

    def __str__(self):
        return self.told

    @property
    def household(self):
        return self.case.household

    @property
    def told(self) -> str:
        """As the timeline tells it: «hjemmebesøk, ikke truffet»."""
        text = str(self.get_kind_display()).lower()
        if self.topic:
            text = f"{text}, {str(self.get_topic_display()).lower()}"
        if self.was_met is not None:
            text = f"{text}, {_t('fikk kontakt') if self.was_met else _t('fikk ikke kontakt')}"
        return text
