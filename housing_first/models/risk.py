"""A risk assessment (risikovurdering, ROS): of one participant, or of the team's own work, by topic, with an end."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Alert
from housing.periods import add_months
from housing_first.doorstep import Assessed, Conduct
from housing_first.models.participation import Participation
from housing_first.models.restricted import Restricted, RestrictedQuerySet
from housing_first.models.team import Team

LONGEST_MONTHS = 12
TOO_LONG = _("En risikovurdering gjelder i høyst tolv måneder.")


class OfTeamQuerySet(RestrictedQuerySet):
    """Rows of a team, about one participant or about none."""

    HOUSEHOLD_PATH = "participation__household"
    TEAM_PATH = "team"

    def within_reach_of(self, user):
        """About a participant: as the participant. About the team's own work: all of the team."""
        about_nobody = self.of_teams_of(user).filter(participation__isnull=True)
        reached = super().within_reach_of(user)
        return self.filter(Q(pk__in=about_nobody.order_by().values("pk")) | Q(pk__in=reached.order_by().values("pk")))


class RiskAssessmentQuerySet(OfTeamQuerySet):
    def latest(self):
        """The one in force of each participant and topic; without a participant, of each team and topic."""
        same = ("team_id", "participation_id", "topic")
        return self.order_by(*same, "-assessed_on", "-pk").distinct(*same)


@tracked()
class RiskAssessment(Restricted):
    """What can go wrong, how likely and how bad, and what is done about it (risikovurdering).

    Of one participant it says how one goes there; of a team's topic (sprøytestikk, bemanning: Mandal 2014–2015) it says
    what the team does. A new one takes the place of the one before of the same topic, which stays as it was.
    """

    class Topic(models.TextChoices):
        HOME_VISIT = "home_visit", _("Hjemmebesøk")
        VIOLENCE = "violence", _("Vold og trusler")
        NEEDLES = "needles", _("Sprøytestikk og smitte")
        MEDICINE = "medicine", _("Medisiner")
        STAFFING = "staffing", _("Bemanning, en eller to på vakt")
        FIRE = "fire", _("Brann")
        TRANSPORT = "transport", _("Kjøring og følge")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="risk_assessments")
    participation = models.ForeignKey(
        Participation,
        verbose_name=_("deltaker"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="risk_assessments",
    )
    topic = models.CharField(_("tema"), max_length=10, choices=Topic.choices)
    danger = models.TextField(_("hva kan skje"), max_length=2000)
    likelihood = models.PositiveSmallIntegerField(
        _("sannsynlighet"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    consequence = models.PositiveSmallIntegerField(
        _("konsekvens"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    measures = models.TextField(_("hva gjør vi"), max_length=2000)
    conduct = models.PositiveSmallIntegerField(_("slik går vi dit"), choices=Conduct.choices, null=True, blank=True)
    assessed_on = models.DateField(_("vurdert"))
    expires_on = models.DateField(_("gjelder til"))

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("risikovurdering")
        verbose_name_plural = _("risikovurderinger")
        ordering = ["-assessed_on", "-pk"]
        indexes = [models.Index(fields=["team", "participation", "topic", "-assessed_on"], name="risk_in_force")]
        constraints = [
            models.CheckConstraint(
                name="risk_expires_after_assessed",
                condition=Q(expires_on__gt=F("assessed_on")),
                violation_error_message=_("Vurderingen må gjelde til en dag etter at den er gjort."),
            ),
            models.CheckConstraint(
                name="risk_is_on_the_scale",
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)),
                violation_error_message=_("Sannsynlighet og konsekvens er fra 1 til 5."),
            ),
            models.CheckConstraint(
                name="risk_says_how_to_go_there",
                condition=Q(participation__isnull=True, conduct__isnull=True)
                | Q(participation__isnull=False, conduct__isnull=False),
                violation_error_message=_("En vurdering av en deltaker må si hvordan vi går dit."),
            ),
        ]

    def __str__(self):
        return f"{self.get_topic_display()} {self.assessed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("risk_assessment", args=[self.pk])

    @property
    def household(self):
        return self.participation.household if self.participation else None

    @property
    def risk(self) -> int:
        """Likelihood times consequence, 1 to 25 (risikotall)."""
        return self.likelihood * self.consequence

    @property
    def as_assessed(self) -> Assessed:
        return Assessed(self.topic, self.conduct, self.assessed_on, self.expires_on, self.pk or 0)

    def keep(self, *, by):
        """Kept, and what others must know before they ring the bell is raised as an alert, in one transaction."""
        if self.expires_on > add_months(self.assessed_on, LONGEST_MONTHS):
            raise Refused(str(TOO_LONG))
        if self.participation and self.participation.team_id != self.team_id:
            raise Refused(_t("Deltakeren er ikke i dette teamet."))
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
            if self.conduct and self.conduct >= Conduct.TWO_TOGETHER:
                self._raise_alert(by=by)
        return self

    def _raise_alert(self, *, by) -> None:
        """Caseworkers and the rent office ring the same bell: they are told to be two, and no more than that."""
        person, until = self.participation.person, self.expires_on + timedelta(days=1)
        rows = Alert.objects.on(self.assessed_on).filter(person=person, kind=Alert.Kind.TWO_TOGETHER)
        if rows.filter(expires_on__gte=until).exists():
            return
        alert = Alert(person=person, kind=Alert.Kind.TWO_TOGETHER, starts_on=self.assessed_on, expires_on=until)
        alert.raise_in(self.participation.household, by=by)
