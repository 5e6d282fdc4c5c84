"""Appeals, and dwellings held while one is dealt with (klage)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications import appeal_terms
from applications.models.application import Application
from applications.models.decision import Decision
from housing.cases import Case
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.law import AppealBody, appeal_body
from housing.models import CaseEvent, Dwelling
from housing.visibility import VisibleQuerySet


class AppealQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"

    def open(self):
        """Waits for us or for the appeal body."""
        return self.filter(status__in=[Appeal.Status.RECEIVED, Appeal.Status.FORWARDED])

    def with_us(self):
        return self.filter(status=Appeal.Status.RECEIVED)

    def with_the_body(self):
        return self.filter(status=Appeal.Status.FORWARDED)

    def awaiting_new_decision(self):
        """Upheld, and what was appealed is not decided anew yet.

        An imported appeal has neither assessment nor answer: what came of it stands in a case of its own.
        """
        status = Application.Status
        newer = Decision.objects.filter(application=OuterRef("application"), pk__gt=Coalesce(OuterRef("decision"), 0))
        lives = [status.RECEIVED, status.UNDER_REVIEW, status.GRANTED, status.FULFILLED, status.CLOSED]
        return self.filter(
            ~(Q(assessment="") & Q(result_text="")),
            ~Exists(newer),
            status=Appeal.Status.CHANGED,
            application__status__in=lives,
        )


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
        return reverse("appeal", args=[self.pk])

    @property
    def household(self):
        return self.application.household

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.RECEIVED, self.Status.FORWARDED)

    @property
    def is_forwarded(self) -> bool:
        return self.status == self.Status.FORWARDED

    @property
    def kind(self) -> str:
        """What was decided, which says who hears the appeal (``housing.law.appeal_body``)."""
        decided = self.decision or self.application.decisions.first()
        return decided.kind if decided else Decision.KINDS_FOR[self.application.kind][0]

    @property
    def body(self) -> AppealBody:
        return appeal_body(self.kind)

    @property
    def dismissal_appealed(self) -> "Appeal | None":
        """An earlier appeal of the same decision that we dismissed ourselves: that may be appealed too."""
        before = Appeal.objects.filter(
            application=self.application_id,
            decision=self.decision_id,
            status=self.Status.DISMISSED,
            forwarded_on__isnull=True,
        )
        if self.pk:
            before = before.filter(pk__lt=self.pk)
        return before.order_by("-pk").first()

    @property
    def was_heard_before(self) -> bool:
        """The appeal body has decided an earlier appeal of the same decision, and its word cannot be appealed."""
        same = Appeal.objects.filter(application=self.application_id, decision=self.decision_id)
        heard = same.filter(status__in=[self.Status.UPHELD, self.Status.DISMISSED], forwarded_on__isnull=False)
        return heard.exclude(pk=self.pk).exists()

    @property
    def timeliness(self) -> appeal_terms.Timeliness:
        """Asked while the appeal is open; afterwards the application may have been told of a newer decision."""
        days = {"received_on": self.received_on, "posted_on": self.posted_on}
        dismissed = self.dismissal_appealed
        if dismissed:
            return appeal_terms.judge(**days, decided_on=dismissed.decided_on, notified_on=dismissed.decided_on)
        decided = self.decision
        return appeal_terms.judge(
            **days,
            decided_on=decided.decided_on if decided else self.application.decided_on,
            notified_on=self.application.notified_on,
            reasons_asked_on=decided.reasons_asked_on if decided else None,
            reasons_given_on=decided.reasons_given_on if decided else None,
        )

    @property
    def is_to_be_heard(self) -> bool:
        timeliness = self.timeliness
        return not timeliness.is_late or bool(self.late_reason and not timeliness.is_too_old)

    @property
    def awaits_new_decision(self) -> bool:
        return Appeal.objects.awaiting_new_decision().filter(pk=self.pk).exists()

    def check_assessed(self) -> None:
        """We look at the case anew before we change anything or pass it on, and only when it is to be heard."""
        timeliness = self.timeliness
        if timeliness.is_too_old:
            raise Refused(_t("Det er gått mer enn ett år siden vedtaket. Klagen kan bare avvises."))
        if timeliness.is_late and not self.late_reason:
            raise Refused(_t("Klagen kom for sent. Skriv hvorfor den skal behandles, eller avvis den."))
        if not self.assessment:
            raise Refused(_t("Skriv den nye vurderingen først."))

    def change(self, *, by, day, note=""):
        """We change our own decision; what is to be decided anew follows (``housing/consequences.py``)."""
        self.check_assessed()
        self.move_to(self.Status.CHANGED, by=by, note=note, happened_on=day, decided_on=day)

    def forward(self, *, by, day):
        """To the body that hears it, as soon as the case is ready. We never uphold our own decision."""
        self.check_assessed()
        self.move_to(
            self.Status.FORWARDED, by=by, note=str(self.body.body), happened_on=day, forwarded_on=day, decided_on=day
        )

    def dismiss(self, *, by, day, note):
        """Not considered on its merits, by us. Itself a decision that may be appealed."""
        if self.is_forwarded:
            raise Refused(_t("Klagen ligger hos klageinstansen. Registrer svaret derfra."))
        self.move_to(self.Status.DISMISSED, by=by, note=note, happened_on=day, decided_on=day)

    def withdraw(self, *, by, day, note=""):
        self.move_to(self.Status.WITHDRAWN, by=by, note=note, happened_on=day, decided_on=day)

    def answered_by_body(self, status, *, by, day, text):
        """What the appeal body decided. Its words stay off the timeline, where more people read."""
        if not self.is_forwarded:
            raise Refused(_t("Klagen er ikke sendt klageinstansen."))
        self.move_to(status, by=by, happened_on=day, decided_on=day, result_text=text)


class HoldQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "appeal__application__household"

    def on(self, day):
        return self.filter(in_force(day))

    def open(self):
        return self.filter(ends_on__isnull=True)


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

    @property
    def is_open(self) -> bool:
        return self.ends_on is None

    def keep(self, *, by):
        """Held for this household. The dwelling is locked: of a hold and an offer at once, one is refused."""
        with refusing_breaches(), transaction.atomic():
            Dwelling.objects.select_for_update().get(pk=self.dwelling_id)
            if not Appeal.objects.open().filter(pk=self.appeal_id).exists():
                raise Refused(_t("Klagen er avgjort. En bolig holdes bare av mens klagen behandles."))
            free = Dwelling.objects.vacant(self.starts_on).unpromised(self.starts_on)
            if not free.filter(pk=self.dwelling_id).exists():
                raise Refused(_t("Boligen er ikke ledig. Den er bebodd, tilbudt, tildelt eller holdt av for andre."))
            self.by = by
            self.save(force_insert=True)
            CaseEvent.write(self.appeal, by=by, title=_t("Bolig holdes av"), happened_on=self.starts_on)
        return self

    def end(self, *, by, day, note=""):
        """Free for others again."""
        with refusing_breaches(), transaction.atomic():
            ended = max(day, self.starts_on)
            if not Hold.objects.open().filter(pk=self.pk).update(ends_on=ended):
                raise Refused(_t("Boligen holdes ikke lenger av."))
            self.ends_on = ended
            CaseEvent.write(
                self.appeal, by=by, title=_t("Boligen holdes ikke lenger av"), note=str(note), happened_on=ended
            )
