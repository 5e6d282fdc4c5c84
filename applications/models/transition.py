"""Release from prison and discharge from an institution (løslatelse og utskriving)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Consent, Household
from housing.visibility import VisibleQuerySet

# From when on somebody to come out without a home is on top of the list: the two months of category 3.
NEAR_DAYS = 60


class TransitionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_transition"

    def expected(self):
        return self.filter(status=Transition.Status.EXPECTED)

    def with_home(self):
        """A home was ready on the day they came out; of those still expected, one is ready now."""
        return self.filter(Q(actual_on__isnull=True) | Q(housing_ready_on__lte=F("actual_on"))).exclude(
            housing_ready_on__isnull=True
        )

    def without_home(self):
        """None is ready; or it was ready only after they had come out."""
        return self.filter(Q(housing_ready_on__isnull=True) | Q(housing_ready_on__gt=F("actual_on")))

    def most_urgent_first(self, today):
        """Soon out and no home, then the others expected by their date, then the latest that are out or not coming."""
        near = Q(status="expected", housing_ready_on__isnull=True, planned_on__lte=today + timedelta(days=NEAR_DAYS))
        turn = Choose(
            When(near, then=Value(0)),
            When(status="expected", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        ended = Choose(When(status="expected", then=None), default=Coalesce("actual_on", "cancelled_on"))
        return self.annotate(turn=turn).order_by(
            "turn", ended.desc(nulls_first=True), F("planned_on").asc(nulls_last=True), "pk"
        )

    def notified_in(self, period):
        return self.filter(notified_on__range=(period.first, period.last))

    def completed_in(self, period):
        return self.filter(actual_on__range=(period.first, period.last))


@tracked()
class Transition(Case):
    """Somebody is to leave prison or an institution: is there a home on the day (løslatelse, utskriving)?

    expected → completed | cancelled. The planned date moves often, and each move is kept.
    """

    NUMBER_PREFIX = "U"

    class Kind(models.TextChoices):
        RELEASE = "release", _("Løslatelse")
        DISCHARGE = "discharge", _("Utskriving")

    class Status(models.TextChoices):
        EXPECTED = "expected", _("Ventes ut")
        COMPLETED = "completed", _("Ute")
        CANCELLED = "cancelled", _("Ikke lenger aktuell")

    MOVES = {
        Status.EXPECTED: [Status.COMPLETED, Status.CANCELLED],
        Status.COMPLETED: [],
        Status.CANCELLED: [],
    }

    class HomeBefore(models.TextChoices):
        """Settled as soon as somebody is admitted (utskriving: avklares umiddelbart etter innleggelse)."""

        HAS = "has", _("Har egen bolig")
        NONE = "none", _("Har ikke bolig")
        CANNOT_RETURN = "cannot_return", _("Kan ikke flytte tilbake")

    class Outcome(models.TextChoices):
        MUNICIPAL = "municipal", _("Kommunal bolig")
        PRIVATE = "private", _("Privat leie")
        OWN = "own", _("Egen bolig")
        TEMPORARY = "temporary", _("Midlertidig botilbud")
        NONE = "none", _("Ingen bolig")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="transitions"
    )
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.EXPECTED)
    kind = models.CharField(_("gjelder"), max_length=9, choices=Kind.choices)
    institution = models.CharField(_("fengsel eller institusjon"), max_length=200, blank=True)
    contact_institution = models.CharField(_("kontakt i fengselet eller institusjonen"), max_length=200, blank=True)
    contact_nav = models.CharField(_("kontakt i NAV"), max_length=200, blank=True)
    consent = models.ForeignKey(
        Consent, verbose_name=_("samtykke"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    admitted_on = models.DateField(_("innsatt eller innlagt"), null=True, blank=True)
    notified_on = models.DateField(_("kommunen fikk melding"))
    planned_on = models.DateField(_("ventes ut"), null=True, blank=True)
    home_before = models.CharField(_("bolig fra før"), max_length=13, choices=HomeBefore.choices, blank=True)
    home_needed = models.CharField(_("hva slags bolig som trengs"), max_length=500, blank=True)
    services_before = models.CharField(_("tjenester fra kommunen fra før"), max_length=500, blank=True)
    housing_ready_on = models.DateField(_("bolig klar"), null=True, blank=True)
    actual_on = models.DateField(_("kom ut"), null=True, blank=True)
    outcome = models.CharField(_("flyttet til"), max_length=9, choices=Outcome.choices, blank=True)
    cancelled_on = models.DateField(_("ikke lenger aktuell fra"), null=True, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("løslatelse eller utskriving")
        verbose_name_plural = _("løslatelser og utskrivinger")
        ordering = ["planned_on", "-notified_on", "-pk"]
        indexes = [
            models.Index(fields=["notified_on"], name="transition_notified"),
            models.Index(fields=["status", "planned_on"], name="transition_worklist"),
        ]
        constraints = [
            in_order("transition_out_after_admitted", "admitted_on", "actual_on", _("Ut-datoen er før innsettelsen.")),
            models.CheckConstraint(
                name="transition_status_agrees_with_dates",
                condition=Q(status="expected", actual_on__isnull=True, cancelled_on__isnull=True)
                | Q(status="completed", actual_on__isnull=False, cancelled_on__isnull=True)
                | Q(status="cancelled", cancelled_on__isnull=False, actual_on__isnull=True),
                violation_error_message=_("Status stemmer ikke med datoene."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("transition", args=[self.pk])

    @staticmethod
    def status_from(*, actual_on, cancelled_on=None) -> str:
        if actual_on:
            return Transition.Status.COMPLETED
        return Transition.Status.CANCELLED if cancelled_on else Transition.Status.EXPECTED

    def told(self, what) -> str:
        """A line's title, «Løslatelse: ventes ut»: which of the two it is, and never from where."""
        text = str(what)
        return f"{self.get_kind_display()}: {text[0].lower()}{text[1:]}"

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        title = self.told(self.get_status_display())
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    @property
    def is_near(self) -> bool:
        """Expected within two months, or overdue, and no home is ready."""
        if self.status != self.Status.EXPECTED or self.housing_ready_on or self.planned_on is None:
            return False
        return self.planned_on <= timezone.localdate() + timedelta(days=NEAR_DAYS)

    @property
    def had_home(self) -> bool:
        """A home was ready the day they came out."""
        return bool(self.actual_on and self.housing_ready_on and self.housing_ready_on <= self.actual_on)

    def register(self, *, by):
        """The municipality has been told that somebody is coming; with the first planned date if it is known."""
        with refusing_breaches():
            note = _("Planlagt {day:%d.%m.%Y}").format(day=self.planned_on) if self.planned_on else ""
            self.begin(by=by, note=note, happened_on=self.notified_on)
            if self.planned_on:
                self.dates.create(planned_on=self.planned_on, learned_on=self.notified_on, by=by)
        return self

    def reschedule(self, *, by, planned_on, learned_on, reason=""):
        """A new date, and the one before kept (fremskutt eller utsatt)."""
        was = self.planned_on
        with refusing_breaches():
            # The date it was in the WHERE is the lock: of two who learn of a new date, the second looks again.
            expected = Transition.objects.expected().filter(pk=self.pk, planned_on=was)
            if not expected.update(planned_on=planned_on):
                raise Refused(_("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort."))
            if was and not self.dates.exists():
                # Imported: nobody told the register of the date before.
                self.dates.create(planned_on=was, learned_on=self.notified_on)
            self.dates.create(planned_on=planned_on, learned_on=learned_on, reason=reason, by=by)
            self.planned_on = planned_on
            note = _("{was} → {now}").format(was=f"{was:%d.%m.%Y}" if was else "–", now=f"{planned_on:%d.%m.%Y}")
            CaseEvent.write(self, by=by, title=self.told(_("ny dato")), note=note, happened_on=learned_on)

    def make_ready(self, *, by, ready_on):
        """A home is ready for them; None when it fell through (bolig klar)."""
        was = self.housing_ready_on
        with refusing_breaches():
            expected = Transition.objects.expected().filter(pk=self.pk, housing_ready_on=was)
            if not expected.update(housing_ready_on=ready_on):
                raise Refused(_("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort."))
            self.housing_ready_on = ready_on
            what = _("bolig klar") if ready_on else _("boligen er ikke klar likevel")
            CaseEvent.write(self, by=by, title=self.told(what), happened_on=ready_on)

    def complete(self, *, by, actual_on, outcome, housing_ready_on=None, note=""):
        facts = {"actual_on": actual_on, "outcome": outcome, "housing_ready_on": housing_ready_on}
        self.move_to(self.Status.COMPLETED, by=by, note=note, happened_on=actual_on, **facts)

    def cancel(self, *, by, cancelled_on, note):
        self.move_to(self.Status.CANCELLED, by=by, note=note, happened_on=cancelled_on, cancelled_on=cancelled_on)


class TransitionDateQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_transition"
    HOUSEHOLD_PATH = "transition__household"


@tracked()
class TransitionDate(models.Model):
    """One announcement of when somebody comes out (planlagt dato): what was said, and when we were told."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="dates")
    planned_on = models.DateField(_("ventes ut"))
    learned_on = models.DateField(_("fikk vite"))
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TransitionDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("planlagt dato")
        ordering = ["-learned_on", "-pk"]
