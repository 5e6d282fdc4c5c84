"""A team in the field, who is in it and how much of a post, and who is on call (team, medarbeider, vaktplan)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.periods import round_half_up
from housing_first.reach import OfATeamQuerySet

NOT_A_MEMBER = _("Den som har vakt, må være med i teamet hele vakten.")


class TeamQuerySet(OfATeamQuerySet):
    TEAM_PATH = "pk"

    def open(self, day):
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@tracked()
class Team(models.Model):
    """Those who follow people home (team): Housing First, outreach, or the base of a stairwell community.

    Kinds: Bolig først (Bodø, Mandal), ambulerende team (Drammen 2002), base i oppgangsfellesskap or nødboliger.
    """

    class Kind(models.TextChoices):
        HOUSING_FIRST = "housing_first", _("Bolig først")
        AMBULANT = "ambulant", _("Ambulerende team")
        BASE = "base", _("Base i oppgang eller nødboliger")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    name = models.CharField(_("navn"), max_length=100)
    kind = models.CharField(_("slags team"), max_length=13, choices=Kind.choices, blank=True)
    area = models.CharField(_("område"), max_length=100, blank=True)
    phone = models.CharField(_("vakttelefon"), max_length=30, blank=True)
    # Of a whole post; empty where the team has set no bound.
    persons_per_post = models.PositiveSmallIntegerField(
        _("deltakere per hele stilling"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Hvor mange en hel stilling kan følge opp. Tomt hvis teamet ikke har satt en grense."),
    )
    unseen_days = models.PositiveSmallIntegerField(
        _("dager før noen regnes som ikke sett"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Den som ikke er møtt på så mange dager, står øverst på dagens runde."),
    )
    closed_on = models.DateField(_("nedlagt"), null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("team")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("team", args=[self.pk])

    @property
    def is_base(self) -> bool:
        return self.kind == self.Kind.BASE

    def posts_on(self, day) -> Decimal:
        """Whole posts on the day (årsverk): the members' shares together, with two decimals."""
        percent = self.members.in_force(day).aggregate(all=Sum("post_percent"))["all"] or 0
        return round_half_up(Decimal(percent) / 100, 2)

    def capacity_on(self, day) -> int | None:
        """How many the team can follow with the posts it has; None without a bound."""
        return None if self.persons_per_post is None else int(self.posts_on(day) * self.persons_per_post)

    def keep(self, *, by):
        with refusing_breaches():
            self.save()
        return self

    def close(self, *, by, closed_on):
        """The team is no more. Whoever is in it must be out of it, or in another team, first."""
        with refusing_breaches():
            held = Team.objects.select_for_update().filter(pk=self.pk, closed_on__isnull=True)
            if not held.exists():
                raise Refused(_t("Teamet er allerede nedlagt."))
            if self.participations.current(closed_on).exists() or self.referrals.open().exists():
                raise Refused(_t("Teamet har deltakere eller henvisninger. Avslutt dem, eller flytt dem, først."))
            held.update(closed_on=closed_on)
            self.members.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=closed_on)).update(ends_on=closed_on)
            self.closed_on = closed_on


class TeamMemberQuerySet(OfATeamQuerySet):
    def in_force(self, day):
        return self.filter(in_force(day))


@tracked()
class TeamMember(models.Model):
    """Somebody's time in a team, with a share of a post (medarbeider, stillingsandel in percent).

    What a member reaches is the team's while this is in force, and nothing the day it ends.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("medarbeider"),
        on_delete=models.PROTECT,
        related_name="team_memberships",
    )
    task = models.CharField(_("oppgave i teamet"), max_length=100, blank=True)
    post_percent = models.PositiveSmallIntegerField(
        _("stillingsandel, prosent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("medarbeider i team")
        verbose_name_plural = _("medarbeidere i team")
        ordering = ["team", "user__name", "starts_on", "pk"]
        constraints = [
            in_order("team_member_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "in_a_team_once_at_a_time",
                ["team", "user"],
                "starts_on",
                "ends_on",
                message=_("Medarbeideren er allerede med i teamet i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="post_percent_is_a_percentage",
                condition=Q(post_percent__range=(1, 100)),
                violation_error_message=_("Stillingsandelen må være mellom 1 og 100 prosent."),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return self.team.get_absolute_url()

    def join(self, *, by):
        with refusing_breaches():
            self.save(force_insert=True)
        return self

    def leave(self, *, by, ends_on):
        """Out of the team from the day; the participants they were the contact of have none until one is chosen."""
        with refusing_breaches():
            if not TeamMember.objects.filter(pk=self.pk, ends_on=self.ends_on).update(ends_on=ends_on):
                raise Refused(_t("Noen andre har nettopp endret medarbeideren. Last siden på nytt."))
            self.ends_on = ends_on

    def go_on_with(self, post_percent, *, by, day):
        """Another share of a post from the day (ny stillingsandel); the time before keeps its own row."""
        if day <= self.starts_on:
            raise Refused(_t("Ny stillingsandel må gjelde fra en dag etter {day:%d.%m.%Y}.").format(day=self.starts_on))
        with refusing_breaches():
            until = self.ends_on
            self.leave(by=by, ends_on=day)
            return TeamMember(
                team_id=self.team_id,
                user_id=self.user_id,
                task=self.task,
                post_percent=post_percent,
                starts_on=day,
                ends_on=until,
            ).join(by=by)


class OnCallQuerySet(OfATeamQuerySet):
    def at(self, moment):
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


@tracked()
class OnCall(models.Model):
    """Somebody is on call for the team between two moments (vakt): day, evening, the weekend."""

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="on_calls")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("hvem"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("fra"))
    ends_at = models.DateTimeField(_("til"))
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    objects = OnCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("vakt")
        verbose_name_plural = _("vakter")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="on_call_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Vakten må slutte etter at den begynner."),
            ),
            models.UniqueConstraint(
                name="on_call_once",
                fields=["team", "user", "starts_at"],
                violation_error_message=_("Vakten står allerede i planen."),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return self.team.get_absolute_url()

    def put_up(self, *, by, first_day, last_day):
        """Put the shift in the plan; ``first_day`` and ``last_day`` are those of its moments here."""
        rows = self.team.members.in_force(first_day).filter(user_id=self.user_id)
        if not rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)).exists():
            raise Refused(str(NOT_A_MEMBER))
        with refusing_breaches():
            self.save(force_insert=True)
        return self

    def take_down(self, *, by):
        """Out of the plan: what was planned and is not to be is no fact about anybody."""
        self.delete()
