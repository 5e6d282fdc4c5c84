"""An incident (avvik): what happened to those who work there, what was done at once, and what the leader did after."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import CaseEvent
from housing_first.doorstep import Happened
from housing_first.models.participation import Participation
from housing_first.models.restricted import Restricted
from housing_first.models.risk import OfTeamQuerySet
from housing_first.models.team import Team


class IncidentQuerySet(OfTeamQuerySet):
    def open(self):
        return self.filter(status=Incident.Status.REPORTED)


@tracked()
class Incident(Restricted, Lifecycle):
    """Something that went wrong (avvik): reported → followed_up, and reported again when it was not enough.

    Mandal 2014: «besluttet å gi advarsel i stede for anmeldelse», «Det er skrevet avvik og fulgt opp av ledelsen».
    It may be about a participant, or about nobody: a needle in the stairwell.
    """

    class Status(models.TextChoices):
        REPORTED = "reported", _("Venter på leder")
        FOLLOWED_UP = "followed_up", _("Fulgt opp av leder")

    MOVES = {Status.REPORTED: [Status.FOLLOWED_UP], Status.FOLLOWED_UP: [Status.REPORTED]}

    class Kind(models.TextChoices):
        THREAT = "threat", _("Trusler")
        VIOLENCE = "violence", _("Vold")
        WEAPON = "weapon", _("Våpen")
        DOG = "dog", _("Hund eller annet dyr")
        NEEDLE = "needle", _("Sprøytestikk eller smitte")
        MEDICINE = "medicine", _("Medisiner")
        DAMAGE = "damage", _("Skade på bolig eller utstyr")
        FIRE = "fire", _("Brann eller branntilløp")
        ALONE = "alone", _("Var alene der vi skulle være to")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="incidents")
    participation = models.ForeignKey(
        Participation,
        verbose_name=_("deltaker"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
    )
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.REPORTED)
    kind = models.CharField(_("hva slags"), max_length=8, choices=Kind.choices)
    happened_on = models.DateField(_("når"))
    what = models.TextField(_("hva skjedde"), max_length=4000)
    at_once = models.TextField(_("hva ble gjort med en gang"), max_length=2000, blank=True)
    was_hurt = models.BooleanField(_("noen ble skadet"), default=False)
    warned_on = models.DateField(_("advarsel gitt"), null=True, blank=True)
    police_reported_on = models.DateField(_("anmeldt"), null=True, blank=True)
    police_number = models.CharField(_("politiets saksnummer"), max_length=40, blank=True)
    follow_up = models.TextField(_("hva leder har gjort"), max_length=4000, blank=True)
    followed_up_on = models.DateField(_("fulgt opp"), null=True, blank=True)
    reported_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("avvik")
        verbose_name_plural = _("avvik")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["team", "status"], name="incident_worklist")]
        constraints = [
            in_order("incident_warned_after_it", "happened_on", "warned_on", _("Advarselen er før hendelsen.")),
            in_order(
                "incident_police_after_it", "happened_on", "police_reported_on", _("Anmeldelsen er før hendelsen.")
            ),
            in_order(
                "incident_followed_up_after_it", "happened_on", "followed_up_on", _("Oppfølgingen er før hendelsen.")
            ),
            models.CheckConstraint(
                name="incident_is_followed_up_in_words",
                condition=Q(status="reported", followed_up_on__isnull=True)
                | (Q(status="followed_up", followed_up_on__isnull=False) & ~Q(follow_up="")),
                violation_error_message=_("Oppfølgingen må ha en dato og si hva som er gjort."),
            ),
            models.CheckConstraint(
                name="police_number_needs_a_report",
                condition=Q(police_number="") | Q(police_reported_on__isnull=False),
                violation_error_message=_("Et saksnummer hos politiet må ha en dato for anmeldelsen."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("incident", args=[self.pk])

    @property
    def number(self) -> str:
        return f"AV-{self.pk:06d}"

    @property
    def household(self):
        return self.participation.household if self.participation else None

    @property
    def as_happened(self) -> Happened:
        return Happened(self.kind, str(self.get_kind_display()), self.happened_on)

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        """Of one about a participant the timeline says that it is there; what happened stands on its own page alone."""
        if self.participation is None:
            return
        title = _t("Avvik: {what}").format(what=str(self.get_status_display()).lower())
        CaseEvent.write(self, was=was, became=self.status, by=by, happened_on=happened_on, title=title)

    def report(self, *, by):
        self.by = by
        return self.begin(by=by, happened_on=self.happened_on)

    def follow(self, *, by, followed_up_on, follow_up, **facts):
        """The leader says what was done: with the worker, the participant, the routine."""
        self.move_to(
            self.Status.FOLLOWED_UP,
            by=by,
            happened_on=followed_up_on,
            followed_up_on=followed_up_on,
            follow_up=follow_up,
            **facts,
        )

    def open_again(self, *, by):
        """It was not enough, or it came back. What the leader wrote stays."""
        self.move_to(self.Status.REPORTED, by=by, followed_up_on=None)
