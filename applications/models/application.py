"""The application and its statuses (søknad om kommunal bolig)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_order, new_external_id
from housing.history import tracked
from housing.models import CaseEvent, Household
from housing.models.homes import Staffing
from housing.visibility import VisibleQuerySet


class ApplicationQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"

    def open(self):
        """Not yet decided, or granted and still waiting."""
        status = Application.Status
        return self.filter(status__in=[status.RECEIVED, status.UNDER_REVIEW, status.GRANTED])

    def undecided(self):
        return self.filter(status__in=[Application.Status.RECEIVED, Application.Status.UNDER_REVIEW])

    def unanswered(self):
        """The applicant has heard nothing: no decision, now or before an appeal, and no preliminary answer."""
        return self.undecided().filter(preliminary_answer_on__isnull=True, decisions__isnull=True)

    def about_dwelling(self):
        """For a municipal dwelling: new, transfer or extension (KOSTRA's and the report's søknader)."""
        return self.filter(kind__in=Application.DWELLING_KINDS)

    def received_in(self, period):
        return self.filter(received_on__range=(period.first, period.last))

    def decided_in(self, period, *outcomes):
        decided = self.filter(decided_on__range=(period.first, period.last))
        return decided.filter(outcome__in=outcomes) if outcomes else decided

    def pending(self, day):
        return self.filter(Q(decided_on__isnull=True) | Q(decided_on__gt=day), received_on__lte=day)

    def waiting(self, day):
        """On the waiting list on the day: granted a dwelling, not closed, and no offer accepted by then."""
        offers = self.model._meta.get_field("offers").related_model
        # Asked once for all: a question per application is slow where PostgreSQL has not counted its rows lately.
        housed = offers.objects.filter(status="accepted", answered_on__lte=day).values("application")
        return self.exclude(pk__in=housed).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day),
            outcome=Application.Outcome.GRANTED,
            kind__in=[Application.Kind.NEW, Application.Kind.TRANSFER],
            decided_on__lte=day,
        )


@tracked()
class Application(Case):
    """A household's application (søknad): for a dwelling (new, transfer, extension), for help, or for shelter."""

    NUMBER_PREFIX = "S"

    class Kind(models.TextChoices):
        NEW = "new", _("Ny")
        TRANSFER = "transfer", _("Bytte")
        EXTENSION = "extension", _("Forlengelse")
        ASSISTANCE = "assistance", _("Boligsosial bistand")
        TEMPORARY = "temporary", _("Midlertidig botilbud")

    # What the figures call an application: the other kinds are requests for help, and for shelter.
    DWELLING_KINDS = (Kind.NEW, Kind.TRANSFER, Kind.EXTENSION)

    class Channel(models.TextChoices):
        PAPER = "paper", _("Papir")
        ONLINE = "online", _("Nett")
        MEETING = "meeting", _("Møte")
        REFERRAL = "referral", _("Henvisning")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        REJECTED = "rejected", _("Avslått")
        DISMISSED = "dismissed", _("Avvist")
        WITHDRAWN = "withdrawn", _("Trukket")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        UNDER_REVIEW = "under_review", _("Til behandling")
        GRANTED = "granted", _("Innvilget")
        REJECTED = "rejected", _("Avslått")
        DISMISSED = "dismissed", _("Avvist")
        WITHDRAWN = "withdrawn", _("Trukket")
        FULFILLED = "fulfilled", _("Gjennomført")
        CLOSED = "closed", _("Ute av ventelisten")

    MOVES = {
        Status.RECEIVED: [Status.UNDER_REVIEW, Status.GRANTED, Status.REJECTED, Status.DISMISSED, Status.WITHDRAWN],
        Status.UNDER_REVIEW: [Status.GRANTED, Status.REJECTED, Status.DISMISSED, Status.WITHDRAWN],
        Status.GRANTED: [Status.FULFILLED, Status.CLOSED],
        Status.REJECTED: [Status.UNDER_REVIEW],  # appeal upheld (klage)
        Status.DISMISSED: [Status.UNDER_REVIEW],
        Status.WITHDRAWN: [],
        Status.FULFILLED: [Status.GRANTED],  # the allocation fell through
        Status.CLOSED: [Status.GRANTED],  # appeal upheld: back on the list
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="applications"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.RECEIVED)
    kind = models.CharField(_("søknaden gjelder"), max_length=10, choices=Kind.choices)
    received_on = models.DateField(_("mottatt"))
    channel = models.CharField(_("kom inn"), max_length=8, choices=Channel.choices, blank=True)
    tenancy = models.ForeignKey(
        "housing.Tenancy",
        verbose_name=_("leieforholdet den gjelder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications_about",
    )
    rooms_min = models.PositiveSmallIntegerField(_("minst antall rom"), null=True, blank=True)
    needs_wheelchair = models.BooleanField(_("må kunne bruke rullestol"), null=True, blank=True)
    needs_lift_or_ground_floor = models.BooleanField(_("må ha heis eller 1. etasje"), null=True, blank=True)
    staffing_need = models.CharField(_("behov for bemanning"), max_length=15, choices=Staffing.choices, blank=True)
    districts_wanted = ArrayField(
        models.CharField(max_length=100), verbose_name=_("ønsker bydel"), default=list, blank=True
    )
    wishes = models.TextField(_("ønsker og hensyn"), max_length=2000, blank=True)
    preliminary_answer_on = models.DateField(_("foreløpig svar sendt"), null=True, blank=True)
    answer_promised_on = models.DateField(_("svar lovet innen"), null=True, blank=True)
    outcome = models.CharField(_("utfall"), max_length=9, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(_("vedtatt"), null=True, blank=True)
    notified_on = models.DateField(_("underrettet"), null=True, blank=True)
    closed_on = models.DateField(_("ute av ventelisten"), null=True, blank=True)
    closed_reason = models.CharField(_("hvorfor ute av ventelisten"), max_length=300, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("søknad")
        verbose_name_plural = _("søknader")
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="application_received"),
            models.Index(fields=["decided_on"], name="application_decided"),
            models.Index(fields=["status", "received_on"], name="application_worklist"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decided_application_has_date",
                condition=Q(outcome="", decided_on__isnull=True) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                violation_error_message=_("En søknad med utfall må ha vedtaksdato, og en uten utfall kan ikke ha det."),
            ),
            in_order(
                "application_answered_after_received",
                "received_on",
                "preliminary_answer_on",
                _("Det foreløpige svaret er datert før søknaden."),
            ),
            models.CheckConstraint(
                name="answer_is_promised_in_an_answer",
                condition=Q(answer_promised_on__isnull=True) | Q(preliminary_answer_on__isnull=False),
                violation_error_message=_("Svar kan ikke være lovet uten at et foreløpig svar er sendt."),
            ),
            in_order(
                "application_decided_after_received", "received_on", "decided_on", _("Vedtaket er datert før søknaden.")
            ),
            in_order(
                "application_notified_after_decided", "decided_on", "notified_on", _("Underretningen er før vedtaket.")
            ),
            in_order(
                "application_closed_after_decided",
                "decided_on",
                "closed_on",
                _("Søknaden er lukket før den er avgjort."),
            ),
            models.CheckConstraint(
                name="only_granted_application_leaves_list",
                condition=Q(closed_on__isnull=True) | Q(outcome="granted"),
                violation_error_message=_("Bare en innvilget søknad kan gå ut av ventelisten."),
            ),
            models.CheckConstraint(
                name="application_status_agrees_with_outcome",
                condition=Q(status__in=["received", "under_review"], outcome="")
                | Q(status__in=["granted", "fulfilled"], outcome="granted", closed_on__isnull=True)
                | Q(status="closed", outcome="granted", closed_on__isnull=False)
                | Q(status="rejected", outcome="rejected")
                | Q(status="dismissed", outcome="dismissed")
                | Q(status="withdrawn", outcome="withdrawn"),
                violation_error_message=_("Status stemmer ikke med utfallet."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("application", args=[self.pk])

    @property
    def waits_for_dwelling(self) -> bool:
        return self.status == self.Status.GRANTED and self.kind in (self.Kind.NEW, self.Kind.TRANSFER)

    @property
    def waits_for_help(self) -> bool:
        """Granted help or shelter that is not given yet."""
        return self.status == self.Status.GRANTED and self.kind in (self.Kind.ASSISTANCE, self.Kind.TEMPORARY)

    @property
    def status_label(self) -> str:
        """The status in words: only those that waited for a dwelling leave a waiting list."""
        if self.status == self.Status.CLOSED and self.kind not in (self.Kind.NEW, self.Kind.TRANSFER):
            return str(_("Avsluttet"))
        return str(self.get_status_display())

    @property
    def is_undecided(self) -> bool:
        return self.status in (self.Status.RECEIVED, self.Status.UNDER_REVIEW)

    def take(self, *, by):
        """A caseworker begins the work, and answers for a household nobody answers for yet."""
        with transaction.atomic():
            self.move_to(self.Status.UNDER_REVIEW, by=by, caseworker=by)
            self._answer_for_household(by)

    def _answer_for_household(self, user):
        """Whoever works on the case follows it when it is decided too, unless somebody else has the household."""
        if not self.household.responsibilities.open(timezone.localdate()).filter(kind="caseworker").exists():
            self.household.take_responsibility(user)

    def grant(self, *, by, decision):
        self._decide(self.Status.GRANTED, by=by, decision=decision)

    def reject(self, *, by, decision):
        self._decide(self.Status.REJECTED, by=by, decision=decision)

    def dismiss(self, *, by, decision):
        """Not considered on its merits (avvist)."""
        self._decide(self.Status.DISMISSED, by=by, decision=decision)

    @transaction.atomic
    def _decide(self, status, *, by, decision):
        self.move_to(
            status,
            by=by,
            note=decision.details,
            happened_on=decision.decided_on,
            outcome=status,
            decided_on=decision.decided_on,
            caseworker=self.caseworker or by,
        )
        self._answer_for_household(self.caseworker)

    def withdraw(self, *, by, withdrawn_on, note=""):
        """The applicant takes it back (trukket)."""
        self.move_to(
            self.Status.WITHDRAWN,
            by=by,
            note=note,
            happened_on=withdrawn_on,
            outcome=self.Outcome.WITHDRAWN,
            decided_on=withdrawn_on,
        )

    def reopen(self, *, by, note):
        """An appeal is upheld: what was decided is decided anew (klage tatt til følge)."""
        self.move_to(self.Status.UNDER_REVIEW, by=by, note=note, outcome="", decided_on=None, notified_on=None)

    @transaction.atomic
    def decide_again(self, *, by, decision):
        """A granted application gets a new decision after an appeal, and keeps its place on the list meanwhile."""
        if self.status == self.Status.CLOSED:
            self.move_to(self.Status.GRANTED, by=by, note=decision.summary, closed_on=None, closed_reason="")
        elif self.outcome != self.Outcome.GRANTED:
            raise Refused(_("Bare en innvilget søknad kan få nytt vedtak uten å bli tatt opp på nytt."))
        # The appeal period of the new decision runs from its own notice.
        Application.objects.filter(pk=self.pk).update(notified_on=None)
        self.notified_on = None
        CaseEvent.write(self, by=by, title=_("Nytt vedtak etter klage"), note=decision.summary)

    def close(self, *, by, closed_on, reason):
        """Ends without what was granted: most often, leaves the waiting list without a dwelling from us."""
        self.move_to(
            self.Status.CLOSED, by=by, note=reason, happened_on=closed_on, closed_on=closed_on, closed_reason=reason
        )

    def fulfil(self, *, by, happened_on):
        """Housed, the contract extended, or the help given."""
        self.move_to(self.Status.FULFILLED, by=by, happened_on=happened_on)

    def return_to_list(self, *, by, note):
        """The allocation fell through: back on the waiting list with the same dates."""
        self.move_to(self.Status.GRANTED, by=by, note=note)

    @staticmethod
    def status_from(*, outcome, closed_on, is_fulfilled) -> str:
        """The status the facts of an imported application mean."""
        if outcome == Application.Outcome.GRANTED:
            if closed_on:
                return Application.Status.CLOSED
            return Application.Status.FULFILLED if is_fulfilled else Application.Status.GRANTED
        return outcome or Application.Status.RECEIVED
