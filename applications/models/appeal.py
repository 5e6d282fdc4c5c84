"""Appeals, and dwellings held while one is dealt with (klage)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.decision import Decision
from housing.cases import Case
from housing.database import in_force, in_order, new_external_id, no_overlap
from housing.history import tracked
from housing.models import Dwelling
from housing.visibility import VisibleQuerySet


class AppealQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"

    def open(self):
        """Waits for us or for the appeal body."""
        return self.filter(status__in=[Appeal.Status.RECEIVED, Appeal.Status.FORWARDED])

    def with_us(self):
        return self.filter(status=Appeal.Status.RECEIVED)


@tracked()
class Appeal(Case):
    """An appeal of a decision (klage).

    received → changed (by us) | forwarded → changed | upheld | dismissed (by the appeal body)
    received → dismissed (too late or not by a party) | withdrawn
    We may change our own decision or pass the appeal on; we may not uphold it ourselves (fvl § 33).
    """

    NUMBER_PREFIX = "K"

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        FORWARDED = "forwarded", _("Sendt klageinstansen")
        CHANGED = "changed", _("Vedtaket endret")
        UPHELD = "upheld", _("Vedtaket opprettholdt")
        DISMISSED = "dismissed", _("Avvist")
        WITHDRAWN = "withdrawn", _("Trukket")

    MOVES = {
        Status.RECEIVED: [Status.CHANGED, Status.FORWARDED, Status.DISMISSED, Status.WITHDRAWN],
        Status.FORWARDED: [Status.CHANGED, Status.UPHELD, Status.DISMISSED, Status.WITHDRAWN],
        Status.CHANGED: [],
        Status.UPHELD: [],
        Status.DISMISSED: [],
        Status.WITHDRAWN: [],
    }

    class LateReason(models.TextChoices):
        """Why an appeal that came too late is heard all the same (fvl § 31)."""

        NOT_BLAMED = "not_blamed", _("Parten kan ikke lastes for å ha oversittet fristen")
        SPECIAL = "special", _("Særlige grunner gjør det rimelig at klagen blir prøvd")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("søknad"), on_delete=models.PROTECT, related_name="appeals"
    )
    # The decision appealed; an imported appeal has only its application.
    decision = models.ForeignKey(
        Decision, verbose_name=_("vedtaket det klages på"), on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    status = models.CharField(_("resultat"), max_length=9, choices=Status.choices, default=Status.RECEIVED)
    received_on = models.DateField(_("klage mottatt"))
    # Handed to the post before the deadline is in time, though it arrives after it (fvl § 30).
    posted_on = models.DateField(_("lagt i posten"), null=True, blank=True)
    grounds = models.TextField(_("hva det klages på"), max_length=5000, blank=True)
    # Asked for, and answered as soon as can be (fvl § 42).
    asks_for_postponement = models.BooleanField(_("ber om utsatt iverksetting"), default=False)
    is_postponed = models.BooleanField(_("vedtaket er satt i bero"), null=True, blank=True)
    late_reason = models.CharField(
        _("hvorfor den tas til behandling"), max_length=10, choices=LateReason.choices, blank=True
    )
    assessment = models.TextField(_("ny vurdering"), max_length=8000, blank=True)
    forwarded_on = models.DateField(_("sendt klageinstansen"), null=True, blank=True)
    decided_on = models.DateField(_("avgjort"), null=True, blank=True)
    result_text = models.TextField(_("hva klageinstansen sa"), max_length=4000, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("klage")
        verbose_name_plural = _("klager")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_appeal_has_date",
                condition=Q(status="received", decided_on__isnull=True)
                | (~Q(status="received") & Q(decided_on__isnull=False)),
                violation_error_message=_(
                    "En klage med resultat må ha dato for det, og en uten resultat kan ikke ha det."
                ),
            ),
            in_order(
                "appeal_decided_after_received", "received_on", "decided_on", _("Klagen er avgjort før den er mottatt.")
            ),
            in_order(
                "appeal_forwarded_after_received",
                "received_on",
                "forwarded_on",
                _("Klagen er sendt videre før den er mottatt."),
            ),
            in_order(
                "appeal_posted_before_received", "posted_on", "received_on", _("Klagen er mottatt før den er postet.")
            ),
            models.UniqueConstraint(
                name="one_open_appeal_per_application",
                fields=["application"],
                condition=Q(status="received"),
                violation_error_message=_("Det ligger allerede en klage uten svar på dette vedtaket."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.RECEIVED, self.Status.FORWARDED)

    @property
    def kind(self) -> str:
        """What was decided, which says who hears the appeal (``housing.law.appeal_body``)."""
        decided = self.decision or self.application.decisions.first()
        return decided.kind if decided else Decision.KINDS_FOR[self.application.kind][0]


class HoldQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "appeal__application__household"

    def on(self, day):
        return self.filter(in_force(day))


@tracked()
class Hold(models.Model):
    """A dwelling kept for a household while its appeal is dealt with: offered to nobody else (boligen holdes av)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="holds")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="holds")
    starts_on = models.DateField(_("holdes fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("bolig holdt av")
        verbose_name_plural = _("boliger holdt av")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("hold_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "dwelling_held_for_one_at_a_time",
                ["dwelling"],
                "starts_on",
                "ends_on",
                message=_("Boligen holdes allerede av for en annen klage."),
            ),
        ]

    @property
    def household(self):
        return self.appeal.household
