"""Guidance from tenant to owner (veiledning, leie til eie): one household's way, and the contact before it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import EighteenYearsBefore, Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household, Membership
from housing.visibility import VisibleQuerySet

CHANGED_MEANWHILE = _("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort.")


class DatesWithin(Func):
    """How many of an array's dates lie in a period, both days included."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS day WHERE day <@ ("
    output_field = IntegerField()

    def __init__(self, array, period=None, **extra):
        inside = () if period is None else (Func(*map(Value, (period.first, period.last, "[]")), function="DATERANGE"),)
        super().__init__(array, *inside, **extra)


class GuidanceQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_guidance"

    def open(self):
        return self.exclude(status=Guidance.Status.CLOSED)

    def started_in(self, period):
        return self.filter(started_on__range=(period.first, period.last))

    def with_children(self):
        """Households with a child member on the day the guidance began."""
        began = OuterRef("started_on")
        children = Membership.objects.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=began),
            household=OuterRef("household"),
            joined_on__lte=began,
            person__birth_date__gt=EighteenYearsBefore(began),
        )
        return self.filter(Exists(children))

    def closed_in(self, period):
        """By the last day each was closed; one that was opened again stays counted where it was closed."""
        return self.filter(closed_on__range=(period.first, period.last))

    def helped_to_rent_in(self, period):
        """Helped to a private lease (hjelp til å inngå avtale i privat leieforhold)."""
        return self.closed_in(period).filter(closing_reason=Guidance.ClosingReason.PRIVATE_TENANCY)

    def reopened_in(self, period):
        """Opened again in the period; ``times_reopened`` says how often, since each time counts."""
        return self.annotate(times_reopened=DatesWithin("reopened_on", period)).filter(times_reopened__gt=0)


@tracked()
class Guidance(Case):
    """A household's way from renting to owning, with somebody beside it (veiledning, leie til eie).

    guided → assessed → loan applied → certificate → bid → bought → followed up → closed; closed → opened again.
    Whoever buys without one of the steps between goes past it. ``closed_on`` is the last day it was closed: a guidance
    that is opened again keeps it, so that the figures of the year it was closed in stay as they were.
    """

    NUMBER_PREFIX = "E"

    class Status(models.TextChoices):
        GUIDED = "guided", _("Til veiledning")
        ASSESSED = "assessed", _("Vurdert")
        LOAN_APPLIED = "loan_applied", _("Søkt om startlån")
        CERTIFICATE = "certificate", _("Har finansieringsbevis")
        BID = "bid", _("Har lagt inn bud")
        BOUGHT = "bought", _("Har kjøpt")
        FOLLOWED_UP = "followed_up", _("Fulgt opp etter kjøpet")
        CLOSED = "closed", _("Avsluttet")

    MOVES = {
        Status.GUIDED: [
            Status.ASSESSED,
            Status.LOAN_APPLIED,
            Status.CERTIFICATE,
            Status.BOUGHT,
            Status.CLOSED,
        ],
        Status.ASSESSED: [Status.LOAN_APPLIED, Status.CERTIFICATE, Status.BOUGHT, Status.CLOSED],
        # A rejected or withdrawn loan leads back; a new application may follow.
        Status.LOAN_APPLIED: [Status.ASSESSED, Status.CERTIFICATE, Status.BOUGHT, Status.CLOSED],
        Status.CERTIFICATE: [Status.LOAN_APPLIED, Status.BID, Status.BOUGHT, Status.CLOSED],
        Status.BID: [Status.CERTIFICATE, Status.BOUGHT, Status.CLOSED],
        Status.BOUGHT: [Status.FOLLOWED_UP, Status.CLOSED],
        Status.FOLLOWED_UP: [Status.CLOSED],
        Status.CLOSED: [Status.GUIDED, Status.ASSESSED],
    }
    BEFORE_PURCHASE = [Status.GUIDED, Status.ASSESSED, Status.LOAN_APPLIED, Status.CERTIFICATE, Status.BID]

    class Origin(models.TextChoices):
        TENANT = "tenant", _("Leier av kommunen")
        APPLICANT = "applicant", _("Søker kommunal bolig")
        OTHER = "other", _("Annet")

    class Potential(models.TextChoices):
        NOW = "now", _("Kan eie nå")
        WITHIN_5_YEARS = "within_5_years", _("Kan eie innen fem år")
        NONE = "none", _("Har ikke mulighet til å eie")
        NOT_WANTED = "not_wanted", _("Ønsker ikke å eie")

    class ClosingReason(models.TextChoices):
        BOUGHT = "bought", _("Kjøpte bolig")
        PRIVATE_TENANCY = "private_tenancy", _("Fikk hjelp til å leie privat")
        NOT_POSSIBLE = "not_possible", _("Ikke mulig å eie")
        NOT_WANTED = "not_wanted", _("Ønsker ikke å eie")
        MOVED = "moved", _("Flyttet")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="guidances"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.GUIDED)
    started_on = models.DateField(_("veiledning begynt"))
    origin = models.CharField(_("kommer fra"), max_length=9, choices=Origin.choices, blank=True)
    potential = models.CharField(_("mulighet til å eie"), max_length=14, choices=Potential.choices, blank=True)
    assessed_on = models.DateField(_("vurdert"), null=True, blank=True)
    # Beyond it nobody falls out of sight: when the household is spoken with next, after a purchase too.
    next_contact_on = models.DateField(_("neste samtale"), null=True, blank=True)
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    closing_reason = models.CharField(_("hvorfor avsluttet"), max_length=15, choices=ClosingReason.choices, blank=True)
    reopened_on = ArrayField(models.DateField(), verbose_name=_("gjenåpnet"), default=list, blank=True)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("veiledning til å eie")
        verbose_name_plural = _("veiledninger til å eie")
        ordering = ["-started_on", "-pk"]
        indexes = [
            models.Index(fields=["started_on"], name="guidance_started"),
            models.Index(fields=["closed_on"], name="guidance_closed"),
        ]
        constraints = [
            in_order(
                "guidance_closed_after_start", "started_on", "closed_on", _("Avsluttet før veiledningen begynte.")
            ),
            models.CheckConstraint(
                name="guidance_closing_agrees",
                condition=Q(closing_reason="") | Q(closed_on__isnull=False),
                violation_error_message=_("En avsluttet veiledning må ha en dato for det."),
            ),
            models.CheckConstraint(
                name="guidance_status_agrees_with_closing",
                condition=Q(status="closed", closed_on__isnull=False)
                | ~Q(status="closed") & (Q(closed_on__isnull=True) | ~Q(reopened_on=[])),
                violation_error_message=_("Status stemmer ikke med datoene for avslutning og gjenåpning."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("guidance", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def is_before_purchase(self) -> bool:
        return self.status in self.BEFORE_PURCHASE

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        label = _t("gjenåpnet") if was == self.Status.CLOSED else str(self.get_status_display()).lower()
        title = _t("Leie til eie: {what}").format(what=label)
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    def tell(self, what, *, by, note="", happened_on=None) -> None:
        title = _t("Leie til eie: {what}").format(what=what)
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    # --- What is done -------------------------------------------------------------------------------------

    def _refuse_second(self) -> None:
        """One open guidance at a time; of two who begin at once, the second is told. Files may tell of more."""
        Household.objects.select_for_update(of=["self"]).get(pk=self.household_id)
        if Guidance.objects.open().filter(household=self.household_id).exclude(pk=self.pk).exists():
            raise Refused(_t("Husstanden har allerede en veiledning som er åpen."))

    def start(self, *, by):
        with refusing_breaches():
            self._refuse_second()
            return self.begin(by=by, note=str(self.get_origin_display()), happened_on=self.started_on)

    def assess(self, *, by, potential, assessed_on, next_contact_on=None, note=""):
        """What is possible for them (vurdering av eierpotensial), the first time or anew."""
        label = str(self.Potential(potential).label)
        facts = {"potential": potential, "assessed_on": assessed_on, "next_contact_on": next_contact_on}
        told = f"{label}. {note}" if note else label
        if self.status == self.Status.GUIDED:
            self.move_to(self.Status.ASSESSED, by=by, note=told, happened_on=assessed_on, **facts)
            return
        with refusing_breaches():
            self.change(**facts)
            self.tell(_t("vurdert på nytt"), by=by, note=told, happened_on=assessed_on)

    def change(self, **facts) -> None:
        """Only while nobody else has moved it meanwhile, and it is open."""
        if not self.is_open or not Guidance.objects.filter(pk=self.pk, status=self.status).update(**facts):
            raise Refused(str(CHANGED_MEANWHILE))
        self._take(**facts)

    def pass_to(self, status, *, by, happened_on, note="") -> None:
        """On to a step that something else has reached; already there or beyond it, nothing moves."""
        order = list(self.Status)
        if self.is_open and order.index(self.Status(self.status)) < order.index(status):
            self.move_to(status, by=by, happened_on=happened_on, note=note)

    def step_back(self, status, *, by, happened_on, note="") -> None:
        if self.may_move_to(status):
            self.move_to(status, by=by, happened_on=happened_on, note=note)

    def bid(self, *, by, bid_on, note=""):
        """A bid is made with the certificate in hand (bud). Never where: the timeline tells no address."""
        self.move_to(self.Status.BID, by=by, happened_on=bid_on, note=note)

    def lose_bid(self, *, by, lost_on, note=""):
        self.move_to(self.Status.CERTIFICATE, by=by, happened_on=lost_on, note=note or _t("Fikk ikke boligen."))

    def follow_up(self, *, by, followed_up_on, next_contact_on=None, note=""):
        """How it goes as an owner; the first talk moves it, later ones are told."""
        if self.status == self.Status.BOUGHT:
            self.move_to(
                self.Status.FOLLOWED_UP,
                by=by,
                note=note,
                happened_on=followed_up_on,
                next_contact_on=next_contact_on,
            )
            return
        with refusing_breaches():
            self.change(next_contact_on=next_contact_on)
            self.tell(_t("samtale"), by=by, note=note, happened_on=followed_up_on)

    def close(self, *, by, closed_on, closing_reason, note=""):
        if self.reopened_on and closed_on <= max(self.reopened_on):
            raise Refused(
                _t("Saken ble gjenåpnet {day:%d.%m.%Y}, og kan tidligst avsluttes dagen etter.").format(
                    day=max(self.reopened_on)
                )
            )
        label = str(self.ClosingReason(closing_reason).label)
        self.move_to(
            self.Status.CLOSED,
            by=by,
            note=f"{label}. {note}" if note else label,
            happened_on=closed_on,
            closed_on=closed_on,
            closing_reason=closing_reason,
            next_contact_on=None,
        )

    def reopen(self, *, by, reopened_on, note="", next_contact_on=None):
        """Opened again (gjenopptatt): nobody who was closed once is out for good."""
        if reopened_on < self.closed_on:
            raise Refused(_t("Saken ble avsluttet først {day:%d.%m.%Y}.").format(day=self.closed_on))
        with refusing_breaches():
            self._refuse_second()
            self.move_to(
                self.Status.ASSESSED if self.potential else self.Status.GUIDED,
                by=by,
                note=note,
                happened_on=reopened_on,
                reopened_on=[*self.reopened_on, reopened_on],
                next_contact_on=next_contact_on,
            )


class OutreachQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_guidance"


@tracked()
class Outreach(models.Model):
    """A household was asked whether it would like to own (oppsøkende kontakt), and what it answered."""

    class How(models.TextChoices):
        LETTER = "letter", _("Brev")
        PHONE = "phone", _("Telefon")
        MEETING = "meeting", _("Møte")
        HOME_VISIT = "home_visit", _("Hjemmebesøk")
        OTHER = "other", _("Annet")

    class Answer(models.TextChoices):
        NONE = "none", _("Ikke svart ennå")
        INTERESTED = "interested", _("Vil ha veiledning")
        LATER = "later", _("Vil vente")
        NOT_INTERESTED = "not_interested", _("Ønsker ikke å eie")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="outreaches"
    )
    contacted_on = models.DateField(_("kontaktet"))
    how = models.CharField(_("hvordan"), max_length=10, choices=How.choices)
    answer = models.CharField(_("svar"), max_length=14, choices=Answer.choices, default=Answer.NONE)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OutreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontakt om å eie")
        verbose_name_plural = _("kontakter om å eie")
        ordering = ["-contacted_on", "-pk"]

    def __str__(self):
        return f"{self.get_how_display()} {self.contacted_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.household.get_absolute_url()

    def record(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
            told = f"{self.get_how_display()}. {self.get_answer_display()}"
            title = _t("Leie til eie: spurt om å eie")
            CaseEvent.write(self, by=by, title=title, note=told, happened_on=self.contacted_on)
        return self
