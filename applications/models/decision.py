"""Decisions with their conditions, and the second reading before one is made (vedtak)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import Letter
from housing.models.homes import Staffing
from housing.visibility import VisibleQuerySet


class DecisionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"


@tracked()
class Decision(models.Model):
    """An administrative decision with its grounds (enkeltvedtak, fvl §§ 23–27). The letter is made of it."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        REJECTED = "rejected", _("Avslått")
        DISMISSED = "dismissed", _("Avvist")

    class Kind(models.TextChoices):
        """What is decided on, by the codes of the appeal bodies in ``housing/law.py``: each has its own."""

        MUNICIPAL_DWELLING = "municipal_dwelling", _("Kommunal utleiebolig")
        EXTENSION = "extension", _("Forlenget leiekontrakt")
        HOUSING_ASSISTANCE = "housing_assistance", _("Bistand etter boligsosialloven")
        TEMPORARY_HOUSING = "temporary_housing", _("Midlertidig botilbud")

    # The first is the ordinary one. Whether somebody is disadvantaged at all is decided under boligsosialloven, so a
    # refusal of a dwelling may be that too.
    KINDS_FOR = {
        Application.Kind.NEW: (Kind.MUNICIPAL_DWELLING, Kind.HOUSING_ASSISTANCE),
        Application.Kind.TRANSFER: (Kind.MUNICIPAL_DWELLING, Kind.HOUSING_ASSISTANCE),
        Application.Kind.EXTENSION: (Kind.EXTENSION,),
        Application.Kind.ASSISTANCE: (Kind.HOUSING_ASSISTANCE,),
        Application.Kind.TEMPORARY: (Kind.TEMPORARY_HOUSING,),
    }

    INDEFINITE = 0

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("vedtaket gjelder"), max_length=20, choices=Kind.choices, default=Kind.MUNICIPAL_DWELLING)
    outcome = models.CharField(_("utfall"), max_length=9, choices=Outcome.choices)
    decided_on = models.DateField(_("vedtaksdato"))
    main_content = models.TextField(
        _("hovedinnhold"), max_length=4000, blank=True, help_text=_("Hva bistanden består i, eller hva som ikke gis.")
    )
    rooms = models.PositiveSmallIntegerField(_("antall rom"), null=True, blank=True)
    # Zero years is a lease without an end (tidsubestemt); nothing is not decided.
    lease_years = models.PositiveSmallIntegerField(_("leietid i år"), null=True, blank=True)
    needs_lift_or_ground_floor = models.BooleanField(_("heis eller 1. etasje"), null=True, blank=True)
    needs_wheelchair = models.BooleanField(_("tilgjengelig med rullestol"), null=True, blank=True)
    staffing = models.CharField(_("bemanning"), max_length=15, choices=Staffing.choices, blank=True)
    # Help and temporary housing have an end, or an end of the text of the main content.
    valid_until = models.DateField(_("gjelder til og med"), null=True, blank=True)
    conditions = models.TextField(_("varighet, og når vedtaket faller bort"), max_length=4000, blank=True)
    law_codes = ArrayField(models.CharField(max_length=40), verbose_name=_("regler"), default=list)
    # The municipality's own guidelines with their date, as they were called that day.
    guidelines = models.CharField(_("retningslinjer"), max_length=300, blank=True)
    facts = models.TextField(_("fakta vi bygger på"), max_length=8000, blank=True)
    considerations = models.TextField(_("hovedhensyn"), max_length=8000, blank=True)
    applicant_view = models.TextField(_("søkerens syn"), max_length=4000, blank=True)
    child_view = models.TextField(_("barnets syn"), max_length=4000, blank=True)
    advice = models.TextField(_("råd om veien videre"), max_length=4000, blank=True)
    # The appeal this decision answers: what was decided before is changed by it.
    appeal = models.ForeignKey(
        "applications.Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="new_decisions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("vedtatt av"), on_delete=models.PROTECT, related_name="+"
    )
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lest av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    # Reasons asked for within the appeal period (fvl § 24): a new one runs from the day they arrive.
    reasons_asked_on = models.DateField(_("begrunnelse krevd"), null=True, blank=True)
    reasons_given_on = models.DateField(_("begrunnelsen kom frem"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedtak")
        verbose_name_plural = _("vedtak")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            in_order(
                "reasons_given_after_asked",
                "reasons_asked_on",
                "reasons_given_on",
                _("Begrunnelsen kan ikke være gitt før den er krevd."),
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} {self.decided_on}"

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household

    @property
    def gives_dwelling(self) -> bool:
        """What is granted is a home one will be offered, so its size and lease belong in the letter."""
        return self.kind == self.Kind.MUNICIPAL_DWELLING

    @property
    def summary(self) -> str:
        """One line: «Innvilget, 3-roms, 3 år»."""
        return ", ".join(part for part in (str(self.get_outcome_display()), self.details) if part)

    @property
    def details(self) -> str:
        """What the outcome alone does not say: «3-roms, 3 år». The timeline has the outcome in its title."""
        parts = []
        if self.rooms:
            parts.append(str(_("{rooms}-roms").format(rooms=self.rooms)))
        if self.lease_text:
            parts.append(self.lease_text)
        return ", ".join(parts)

    @property
    def lease_text(self) -> str:
        """«3 år», «tidsubestemt», or nothing when the length is not decided."""
        if self.lease_years is None:
            return ""
        if self.lease_years == self.INDEFINITE:
            return str(_("tidsubestemt"))
        return str(_("{years} år").format(years=self.lease_years))


class ConditionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "decision__application__household"

    def open(self):
        """To be looked after on a day, and not looked after yet."""
        return self.filter(supervise_on__isnull=False, supervised_on__isnull=True)


@tracked()
class Condition(models.Model):
    """A condition of a decision, and when it is looked after (vilkår med tilsynsdato)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="condition_rows")
    text = models.CharField(_("vilkår"), max_length=500)
    supervise_on = models.DateField(_("følges opp"), null=True, blank=True)
    supervised_on = models.DateField(_("fulgt opp"), null=True, blank=True)
    is_met = models.BooleanField(_("oppfylt"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vilkår")
        verbose_name_plural = _("vilkår")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="supervised_condition_has_answer",
                condition=Q(supervised_on__isnull=True, is_met__isnull=True)
                | Q(supervised_on__isnull=False, is_met__isnull=False),
                violation_error_message=_("Skriv både når vilkåret ble fulgt opp og om det er oppfylt."),
            ),
        ]

    def get_absolute_url(self):
        return self.decision.get_absolute_url()

    @property
    def household(self):
        return self.decision.household


class SecondReadingQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"

    def waiting(self):
        return self.filter(answer="")


@tracked(exclude=["data"])
class SecondReading(models.Model):
    """A decision laid before a colleague before it is made (andreleser). Nothing is decided until it is approved."""

    class Answer(models.TextChoices):
        APPROVED = "approved", _("Godkjent")
        RETURNED = "returned", _("Sendt tilbake")
        TAKEN_BACK = "taken_back", _("Trukket tilbake")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="readings")
    # The decision form as it was sent: field name → list of values. The reader's approval sends it again.
    data = models.JSONField()
    outcome = models.CharField(_("utfall"), max_length=9, choices=Decision.Outcome.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("svar"), max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    comment = models.TextField(_("kommentar"), max_length=4000, blank=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("andrelesing")
        verbose_name_plural = _("andrelesinger")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_reading_at_a_time",
                fields=["application"],
                condition=Q(answer=""),
                violation_error_message=_("Vedtaket ligger allerede hos en andreleser."),
            ),
            models.CheckConstraint(
                name="answered_reading_has_reader",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                violation_error_message=_("En besvart andrelesing har en leser og en tid."),
            ),
            models.CheckConstraint(
                name="nobody_reads_own_decision",
                condition=~Q(answer="approved") | ~Q(answered_by=models.F("asked_by")),
                violation_error_message=_("Den som har skrevet vedtaket, kan ikke godkjenne det som andreleser."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("second_reading", args=[self.pk])

    @property
    def household(self):
        return self.application.household
