"""What comes before a decision: the routine, the eligibility check, papers asked for, and the discussion."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.eligibility import Responsible
from applications.models.application import Application
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import Document, Letter, Service
from housing.visibility import VisibleQuerySet


class RoutineQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("applications.view_routine")
        return self if may else self.none()

    def on(self, day) -> "Routine":
        """The routine in force on the day; before the first, the one every municipality starts with."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or Routine(valid_from=day)


@tracked()
class Routine(models.Model):
    """How this municipality handles applications, from a day on (saksbehandlingsrutine). Kept as versions."""

    class SecondReader(models.TextChoices):
        NEVER = "never", _("Aldri")
        REFUSALS = "refusals", _("Når søknaden avslås eller avvises")
        ALWAYS = "always", _("Alltid")

    valid_from = models.DateField(_("gjelder fra"), unique=True)
    minimum_age = models.PositiveSmallIntegerField(_("laveste alder"), default=18)
    # None is asked for by boligsosialloven; many municipalities' guidelines do. Refugees settled here never need it.
    residence_months = models.PositiveSmallIntegerField(_("botid i kommunen, måneder"), default=0)
    rent_debt_is_obstacle = models.BooleanField(_("gammel husleiegjeld må være gjort opp"), default=False)
    second_reader = models.CharField(
        _("andreleser"), max_length=8, choices=SecondReader.choices, default=SecondReader.NEVER
    )
    discussion_before_offer = models.BooleanField(_("tverrfaglig drøfting før tildeling"), default=False)
    document_days = models.PositiveSmallIntegerField(_("frist for dokumenter, dager"), default=21)
    mapping_months = models.PositiveSmallIntegerField(_("kartlegging gjelder i måneder"), default=12)
    guidelines = models.CharField(
        _("retningslinjer"),
        max_length=300,
        default="kommunens retningslinjer for tildeling av kommunal bolig",
        help_text=_("Med dato for vedtaket, slik de skal stå i brevene."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("saksbehandlingsrutine")
        verbose_name_plural = _("saksbehandlingsrutiner")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="routine_asks_for_adults",
                condition=Q(minimum_age__range=(16, 25)),
                violation_error_message=_("Laveste alder må være mellom 16 og 25 år."),
            ),
        ]

    def needs_second_reader(self, outcome: str) -> bool:
        if self.second_reader == self.SecondReader.ALWAYS:
            return True
        return self.second_reader == self.SecondReader.REFUSALS and outcome in ("rejected", "dismissed")


class ApplicationPartQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"


@tracked()
class EligibilityCheck(models.Model):
    """Is the applicant one we shall decide about (vilkår for å få søknaden behandlet)? The answers of one day, kept."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="eligibility_checks")
    checked_on = models.DateField(_("vurdert"))
    has_lawful_stay = models.BooleanField(_("har lovlig opphold"), null=True, blank=True)
    is_housed_as_asylum_seeker = models.BooleanField(_("asylsøker i statlig innkvartering"), null=True, blank=True)
    has_ties_to_norway = models.BooleanField(_("har tilknytning til riket"), null=True, blank=True)
    responsible = models.CharField(_("ansvarlig kommune"), max_length=18, choices=Responsible.choices, blank=True)
    resident_since = models.DateField(_("bosatt i kommunen siden"), null=True, blank=True)
    has_rent_debt = models.BooleanField(_("har gammel husleiegjeld"), null=True, blank=True)
    # What the rules said of these answers on that day: None is not clear.
    is_eligible = models.BooleanField(_("oppfyller vilkårene"), null=True)
    # [{"code", "label", "is_met", "reason", "law"}], as they were told.
    conditions = models.JSONField(default=list)
    override_reason = models.CharField(_("hvorfor søknaden likevel behandles"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ApplicationPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("vurdering av vilkår")
        verbose_name_plural = _("vurderinger av vilkår")
        ordering = ["-checked_on", "-pk"]

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household


class DocumentRequestQuerySet(ApplicationPartQuerySet):
    def missing(self):
        return self.filter(received_on__isnull=True, waived_on__isnull=True)


@tracked()
class DocumentRequest(models.Model):
    """A paper the applicant was asked for, by when, and when it came (etterspurt dokument)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="document_requests")
    what = models.CharField(_("dokument"), max_length=200)
    asked_on = models.DateField(_("bedt om"))
    due_on = models.DateField(_("frist"))
    reminded_on = models.DateField(_("påminnet"), null=True, blank=True)
    received_on = models.DateField(_("mottatt"), null=True, blank=True)
    document = models.ForeignKey(
        Document, verbose_name=_("dokumentet"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_on = models.DateField(_("trengs ikke lenger"), null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("etterspurt dokument")
        verbose_name_plural = _("etterspurte dokumenter")
        ordering = ["due_on", "pk"]
        constraints = [
            in_order("document_due_after_asked", "asked_on", "due_on", _("Fristen er før dokumentet ble bedt om.")),
            in_order(
                "document_received_after_asked",
                "asked_on",
                "received_on",
                _("Dokumentet kan ikke være mottatt før det ble bedt om."),
            ),
            models.CheckConstraint(
                name="document_received_or_waived",
                condition=Q(received_on__isnull=True) | Q(waived_on__isnull=True),
                violation_error_message=_("Dokumentet er enten mottatt eller ikke lenger nødvendig."),
            ),
        ]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def is_missing(self) -> bool:
        return self.received_on is None and self.waived_on is None

    @property
    def household(self):
        return self.application.household


class DiscussionQuerySet(ApplicationPartQuerySet):
    def planned(self):
        return self.filter(held_on__isnull=True)

    def held(self):
        return self.filter(held_on__isnull=False)


@tracked()
class Discussion(models.Model):
    """Services talk an application over before the leader allocates (tverrfaglig drøfting). Planned, then held."""

    class Recommendation(models.TextChoices):
        GRANT = "grant", _("Innvilge")
        REJECT = "reject", _("Avslå")
        MORE = "more", _("Innhente mer før vedtak")
        OTHER = "other", _("Annen hjelp")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="discussions")
    planned_on = models.DateField(_("dato for drøftingen"))
    agenda = models.TextField(_("hva som skal drøftes"), max_length=2000)
    services = ArrayField(
        models.CharField(max_length=13, choices=Service.choices), verbose_name=_("tjenester"), default=list
    )
    held_on = models.DateField(_("drøftet"), null=True, blank=True)
    present = ArrayField(
        models.CharField(max_length=13, choices=Service.choices),
        verbose_name=_("til stede"),
        default=list,
        blank=True,
    )
    recommendation = models.CharField(_("anbefaling"), max_length=6, choices=Recommendation.choices, blank=True)
    recommendation_text = models.TextField(_("begrunnelse for anbefalingen"), max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tverrfaglig drøfting")
        verbose_name_plural = _("tverrfaglige drøftinger")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="held_discussion_recommends",
                condition=Q(held_on__isnull=True, recommendation="")
                | (Q(held_on__isnull=False) & ~Q(recommendation="")),
                violation_error_message=_("En drøfting som er holdt, har en anbefaling."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("discussion", args=[self.pk])

    @property
    def household(self):
        return self.application.household

    @property
    def invited_labels(self) -> list[str]:
        return [str(Service(code).label) for code in self.services]

    @property
    def present_labels(self) -> list[str]:
        return [str(Service(code).label) for code in self.present]


@tracked()
class Advice(models.Model):
    """What one service advised in a discussion (råd)."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="advice")
    service = models.CharField(_("tjeneste"), max_length=13, choices=Service.choices)
    text = models.TextField(_("råd"), max_length=2000)

    class Meta:
        verbose_name = _("råd")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_advice_per_service", fields=["discussion", "service"]),
        ]
