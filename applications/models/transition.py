"""Release from prison and discharge from an institution (løslatelse og utskriving)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import Consent, Household
from housing.visibility import VisibleQuerySet


class TransitionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_transition"

    def expected(self):
        return self.filter(status=Transition.Status.EXPECTED)

    def without_home(self):
        return self.filter(housing_ready_on__isnull=True)

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

    def complete(self, *, by, actual_on, outcome, note=""):
        self.move_to(
            self.Status.COMPLETED, by=by, note=note, happened_on=actual_on, actual_on=actual_on, outcome=outcome
        )

    def cancel(self, *, by, cancelled_on, note):
        self.move_to(self.Status.CANCELLED, by=by, note=note, happened_on=cancelled_on, cancelled_on=cancelled_on)

    @transaction.atomic
    def reschedule(self, *, by, planned_on, learned_on, reason=""):
        """A new date, and the one before kept (fremskutt eller utsatt)."""
        self.dates.create(planned_on=planned_on, learned_on=learned_on, reason=reason, by=by)
        type(self).objects.filter(pk=self.pk).update(planned_on=planned_on)
        self.planned_on = planned_on


@tracked()
class TransitionDate(models.Model):
    """One announcement of when somebody comes out (planlagt dato): what was said, and when we were told."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="dates")
    planned_on = models.DateField(_("ventes ut"))
    learned_on = models.DateField(_("fikk vite"))
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("planlagt dato")
        ordering = ["-learned_on", "-pk"]
