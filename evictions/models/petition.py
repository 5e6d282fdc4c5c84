"""A petition that the household be put out (begjæring om fravikelse), and who answers for them afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions import obstacles
from evictions.models.case import ArrearsCase
from evictions.models.warnings import EvictionWarning
from evictions.petition_dates import statement_due_on
from housing.cases import Case
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Tenancy
from housing.visibility import VisibleQuerySet


class PetitionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "tenancy__household"

    def open(self):
        return self.filter(outcome="")

    def carried_out(self):
        return self.filter(outcome=Petition.Outcome.CARRIED_OUT)

    def averted(self):
        return self.filter(outcome__in=Petition.AVERTED_BY)

    def sent_in(self, period):
        return self.filter(sent_on__gte=period.first, sent_on__lte=period.last)

    def ended_in(self, period):
        return self.filter(outcome_on__gte=period.first, outcome_on__lte=period.last)


@tracked()
class Petition(Case):
    """The municipality asks the enforcement officer (namsmannen) to put a household out (begjæring om fravikelse).

    sent → put to the tenant → scheduled → carried out; scheduled → postponed → scheduled; each → averted | rejected
    """

    NUMBER_PREFIX = "B"

    class Status(models.TextChoices):
        SENT = "sent", _("Sendt")
        STATEMENT = "statement", _("Forelagt leieren")
        SCHEDULED = "scheduled", _("Berammet")
        POSTPONED = "postponed", _("Utsatt")
        CARRIED_OUT = "carried_out", _("Gjennomført")
        AVERTED = "averted", _("Avverget")
        REJECTED = "rejected", _("Ikke tatt til følge")

    _ENDS = [Status.AVERTED, Status.REJECTED]
    MOVES = {
        Status.SENT: [Status.STATEMENT, *_ENDS],
        Status.STATEMENT: [Status.SCHEDULED, *_ENDS],
        Status.SCHEDULED: [Status.CARRIED_OUT, Status.POSTPONED, *_ENDS],
        Status.POSTPONED: [Status.SCHEDULED, *_ENDS],
        Status.CARRIED_OUT: [],
        Status.AVERTED: [],
        Status.REJECTED: [],
    }

    class Outcome(models.TextChoices):
        CARRIED_OUT = "carried_out", _("Utkastelsen er gjennomført")
        PAID = "paid", _("Betalt")
        AGREEMENT = "agreement", _("Avtale om betaling")
        WITHDRAWN = "withdrawn", _("Trukket")
        REJECTED = "rejected", _("Ikke tatt til følge")

    AVERTED_BY = (Outcome.PAID, Outcome.AGREEMENT, Outcome.WITHDRAWN)

    class Ground(models.TextChoices):
        UNPAID = "unpaid", _("Leien er ikke betalt")
        RUN_OUT = "run_out", _("Leietiden er ute")
        NOTICE = "notice", _("Oppsigelse det ikke er protestert mot")
        BREACH = "breach", _("Avtalen er hevet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(
        Tenancy, verbose_name=_("leieforhold"), on_delete=models.PROTECT, related_name="petitions"
    )
    case = models.ForeignKey(
        ArrearsCase,
        verbose_name=_("restansesak"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="petitions",
    )
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.SENT)
    ground = models.CharField(_("grunnlag"), max_length=7, choices=Ground.choices, default=Ground.UNPAID)
    warning = models.ForeignKey(
        EvictionWarning, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    warned_on = models.DateField(_("varslet"), null=True, blank=True)
    sent_on = models.DateField(_("begjæring sendt"))
    amount = models.DecimalField(_("krav"), max_digits=12, decimal_places=2, null=True, blank=True)
    # The officer puts the petition to the tenant, who has two weeks (tvangsfullbyrdelsesloven § 13-6).
    put_to_tenant_on = models.DateField(_("forelagt leieren"), null=True, blank=True)
    statement_on = models.DateField(_("uttalelse mottatt"), null=True, blank=True)
    statement = models.TextField(_("uttalelse"), max_length=2000, blank=True)
    adults_told_on = models.DateField(_("andre voksne varslet"), null=True, blank=True)
    municipality_told_on = models.DateField(_("sosialtjenesten varslet"), null=True, blank=True)
    scheduled_on = models.DateField(_("berammet"), null=True, blank=True)
    outcome = models.CharField(_("utfall"), max_length=11, choices=Outcome.choices, blank=True, default="")
    outcome_on = models.DateField(_("avgjort"), null=True, blank=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("begjæring om fravikelse")
        verbose_name_plural = _("begjæringer om fravikelse")
        ordering = ["-sent_on", "-pk"]
        indexes = [
            models.Index(fields=["sent_on"], name="petition_sent"),
            models.Index(fields=["outcome", "outcome_on"], name="petition_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_petition_of_a_tenancy",
                fields=["tenancy"],
                condition=Q(outcome=""),
                violation_error_message=_("Det er allerede sendt en begjæring som ikke er avgjort."),
            ),
            in_order("petition_sent_after_warning", "warned_on", "sent_on", _("Begjæringen er sendt før varselet.")),
            in_order("petition_scheduled_after_sent", "sent_on", "scheduled_on", _("Berammet før den er sendt.")),
            in_order("petition_settled_after_sent", "sent_on", "outcome_on", _("Avgjort før den er sendt.")),
            models.CheckConstraint(
                name="petition_outcome_has_day",
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                violation_error_message=_("Utfallet må ha en dato, og en dato må ha et utfall."),
            ),
            models.CheckConstraint(
                name="petition_status_agrees_with_outcome",
                condition=Q(status__in=["sent", "statement", "scheduled", "postponed"], outcome="")
                | Q(status="carried_out", outcome="carried_out")
                | Q(status="averted", outcome__in=["paid", "agreement", "withdrawn"])
                | Q(status="rejected", outcome="rejected"),
                violation_error_message=_("Status stemmer ikke med utfallet."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("petition", args=[self.pk])

    @property
    def household(self):
        return self.tenancy.household

    @property
    def household_id(self) -> int:
        return self.tenancy.household_id

    @property
    def statement_due_on(self):
        """The last day the tenant may answer or pay, once the petition has been put to them."""
        return statement_due_on(self.put_to_tenant_on) if self.put_to_tenant_on else None

    @classmethod
    def status_from(cls, outcome, scheduled_on) -> str:
        """The status the facts of an imported petition mean."""
        if outcome == cls.Outcome.CARRIED_OUT:
            return cls.Status.CARRIED_OUT
        if outcome == cls.Outcome.REJECTED:
            return cls.Status.REJECTED
        if outcome:
            return cls.Status.AVERTED
        return cls.Status.SCHEDULED if scheduled_on else cls.Status.SENT

    # --- What is done -------------------------------------------------------------------------------------

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        told = _t("Begjæring om fravikelse: {status}").format(status=str(self.get_status_display()).lower())
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=told)

    def send(self, *, by) -> "Petition":
        """Sent to the enforcement officer. The case is the lock: of two who send at once, one is told."""
        from evictions.petition_facts import petition_facts

        with refusing_breaches():
            self.case = self.case.hold()
            self.tenancy = self.case.tenancy
            facts = petition_facts(self.case, self.sent_on)
            _refuse_by(obstacles.petition_obstacles(facts))
            serving = obstacles.serving_warning(facts)
            self.warning_id, self.warned_on = serving.pk, serving.sent_on
            return self.begin(by=by, happened_on=self.sent_on)

    def put_to_tenant(self, *, by, on, municipality_told_on=None, adults_told_on=None):
        """The officer has put it to the tenant, and told the other adults and the social services (§ 13-6)."""
        _refuse_by(obstacles.put_to_tenant_obstacles(on, sent_on=self.sent_on))
        self.move_to(
            self.Status.STATEMENT,
            by=by,
            happened_on=on,
            put_to_tenant_on=on,
            municipality_told_on=municipality_told_on,
            adults_told_on=adults_told_on,
        )

    def keep_told(self, *, by, municipality_told_on, adults_told_on):
        """When the other adults and the social services were told, where that was not known before."""
        with refusing_breaches():
            facts = {"municipality_told_on": municipality_told_on, "adults_told_on": adults_told_on}
            if not Petition.objects.open().filter(pk=self.pk).update(**facts):
                raise Refused(_t("Begjæringen er avgjort."))
            self._take(**facts)
            CaseEvent.write(self, by=by, title=_t("Begjæring om fravikelse: andre er underrettet"))

    def keep_statement(self, *, by, on, statement):
        """What the tenant answers (uttalelse)."""
        if self.put_to_tenant_on:
            _refuse_by(obstacles.statement_obstacles(on, put_to_tenant_on=self.put_to_tenant_on))
        with refusing_breaches():
            waiting = Petition.objects.filter(pk=self.pk, outcome="", put_to_tenant_on__lte=on)
            if not waiting.update(statement_on=on, statement=statement):
                raise Refused(_t("Begjæringen er ikke forelagt leieren, eller den er avgjort."))
            self._take(statement_on=on, statement=statement)
            CaseEvent.write(self, by=by, title=_t("Begjæring om fravikelse: uttalelse mottatt"), happened_on=on)

    def schedule(self, *, by, on, scheduled_on):
        """The officer has fixed the day. ``on`` is the day we were told (berammet)."""
        if self.put_to_tenant_on:
            for day in (on, scheduled_on):
                _refuse_by(obstacles.schedule_obstacles(day, put_to_tenant_on=self.put_to_tenant_on))
        note = _t("Berammet til {day}").format(day=f"{scheduled_on:%d.%m.%Y}")
        self.move_to(self.Status.SCHEDULED, by=by, note=note, happened_on=on, scheduled_on=scheduled_on)

    def postpone(self, *, by, on, note):
        """Put off: the day no longer stands (utsatt)."""
        self.move_to(self.Status.POSTPONED, by=by, note=note, happened_on=on, scheduled_on=None)

    def avert(self, *, by, on, outcome, note=""):
        """Nobody is put out: paid, an agreement, or withdrawn (avverget)."""
        label = str(self.Outcome(outcome).label)
        note = f"{label}. {note}" if note else label
        self.move_to(self.Status.AVERTED, by=by, note=note, happened_on=on, outcome=outcome, outcome_on=on)

    def reject(self, *, by, on, note=""):
        self.move_to(
            self.Status.REJECTED, by=by, note=note, happened_on=on, outcome=self.Outcome.REJECTED, outcome_on=on
        )

    def carry_out(self, *, by, on, note=""):
        """The household is put out: the tenancy ends, and somebody answers for them (``evictions/consequences.py``)."""
        if self.scheduled_on:
            _refuse_by(self.carry_out_obstacles(on))
        self.move_to(
            self.Status.CARRIED_OUT, by=by, note=note, happened_on=on, outcome=self.Outcome.CARRIED_OUT, outcome_on=on
        )

    def carry_out_obstacles(self, on) -> list[obstacles.Obstacle]:
        from evictions.petition_facts import adults_of

        return obstacles.carry_out_obstacles(
            on,
            scheduled_on=self.scheduled_on,
            other_adults=len(adults_of(self.household, on)[1:]),
            adults_told_on=self.adults_told_on,
        )


def _refuse_by(found) -> None:
    """Refused with everything that is in the way, and the first lawful day."""
    in_the_way = obstacles.refusing(found)
    if in_the_way:
        raise Refused(" ".join(obstacle.text for obstacle in in_the_way))


class EvictionFollowUpQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "petition__tenancy__household"

    def open(self):
        return self.filter(closed_on__isnull=True)


@tracked()
class EvictionFollowUp(models.Model):
    """Somebody answers for a household that was put out, until it has a home (oppfølgingsplikt etter utkastelse)."""

    class WentTo(models.TextChoices):
        TEMPORARY = "temporary", _("Midlertidig botilbud")
        MUNICIPAL = "municipal", _("Annen kommunal bolig")
        PRIVATE = "private", _("Privat leie")
        FAMILY = "family", _("Familie eller venner")
        INSTITUTION = "institution", _("Institusjon")
        PRISON = "prison", _("Fengsel")
        NOWHERE = "nowhere", _("Uten et sted å bo")
        UNKNOWN = "unknown", _("Ikke kjent")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="follow_up")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ansvarlig"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(_("innen"))
    went_to = models.CharField(_("hvor de ble av"), max_length=11, choices=WentTo.choices, blank=True)
    note = models.CharField(_("hva som er gjort"), max_length=1000, blank=True)
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = EvictionFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppfølging etter utkastelse")
        verbose_name_plural = _("oppfølginger etter utkastelse")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closed_follow_up_says_where_they_went",
                condition=Q(closed_on__isnull=True) | ~Q(went_to=""),
                violation_error_message=_("Skriv hvor husstanden ble av før oppfølgingen avsluttes."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("eviction_follow_up", args=[self.pk])

    @property
    def household(self):
        return self.petition.household

    def keep(self, *, by, owner, due_on, went_to, note):
        """Who answers for them now, by when, and what is known of where they are."""
        self._change(owner=owner, due_on=due_on, went_to=went_to, note=note)
        self.household.tell(_t("Oppfølging etter utkastelse"), by=by, note=str(owner or ""), subject=self.petition)

    def close(self, *, by, on, went_to, note):
        self._change(closed_on=on, went_to=went_to, note=note)
        where = str(self.WentTo(went_to).label)
        title = _t("Oppfølging etter utkastelse avsluttet")
        self.household.tell(title, by=by, note=where, happened_on=on, subject=self.petition)

    def _change(self, **facts) -> None:
        with refusing_breaches():
            if not EvictionFollowUp.objects.open().filter(pk=self.pk).update(**facts):
                raise Refused(_t("Oppfølgingen er allerede avsluttet."))
            for name, value in facts.items():
                setattr(self, name, value)
