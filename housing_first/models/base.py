"""The base of a stairwell community or of emergency dwellings (oppgang, nødboliger): homes, staff, house rules."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models import Dwelling
from housing_first.models.team import Team
from housing_first.reach import OfATeamQuerySet

OVER = _("Dette er allerede avsluttet.")


class DatedQuerySet(OfATeamQuerySet):
    def in_force(self, day):
        return self.filter(in_force(day))


class Ending:
    """Something with a last day; of two who end it, the second is told."""

    def end(self, *, by, ends_on):
        with refusing_breaches():
            if not type(self).objects.filter(pk=self.pk, ends_on=self.ends_on).update(ends_on=ends_on):
                raise Refused(str(OVER))
            self.ends_on = ends_on


@tracked()
class BaseDwelling(Ending, models.Model):
    """A dwelling that a base looks after (bolig under basen), from and to a day."""

    team = models.ForeignKey(Team, verbose_name=_("base"), on_delete=models.PROTECT, related_name="dwellings")
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="bases")
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bolig under base")
        verbose_name_plural = _("boliger under base")
        ordering = ["team", "starts_on", "pk"]
        constraints = [
            in_order("base_dwelling_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "dwelling_under_one_base_at_a_time",
                ["dwelling"],
                "starts_on",
                "ends_on",
                message=_("Boligen hører allerede til en base i dette tidsrommet."),
            ),
        ]

    def __str__(self):
        return str(self.dwelling)

    def get_absolute_url(self):
        return self.team.get_absolute_url()

    def add(self, *, by):
        with refusing_breaches():
            self.save(force_insert=True)
        return self


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Mandag")
    TUESDAY = 2, _("Tirsdag")
    WEDNESDAY = 3, _("Onsdag")
    THURSDAY = 4, _("Torsdag")
    FRIDAY = 5, _("Fredag")
    SATURDAY = 6, _("Lørdag")
    SUNDAY = 7, _("Søndag")


@tracked()
class StaffPresence(Ending, models.Model):
    """How many are at the base on a weekday between two hours (bemanning), e.g. two on Monday evening.

    ``ends_at`` at or before ``begins_at`` is the morning after. Orelunden: two on weekday evenings, one on Fridays.
    """

    team = models.ForeignKey(Team, verbose_name=_("base"), on_delete=models.PROTECT, related_name="presences")
    weekday = models.PositiveSmallIntegerField(_("ukedag"), choices=Weekday.choices)
    begins_at = models.TimeField(_("fra klokken"))
    ends_at = models.TimeField(_("til klokken"))
    staff = models.PositiveSmallIntegerField(
        _("antall på vakt"), default=2, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    starts_on = models.DateField(_("gjelder fra"))
    ends_on = models.DateField(_("gjelder til"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bemanning på base")
        verbose_name_plural = _("bemanning på base")
        ordering = ["weekday", "begins_at", "pk"]
        constraints = [
            in_order("presence_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "presence_once_a_time",
                ["team", "weekday", "begins_at"],
                "starts_on",
                "ends_on",
                message=_("Det er allerede ført bemanning på dette klokkeslettet."),
            ),
            models.CheckConstraint(
                name="presence_weekday_is_one_to_seven",
                condition=Q(weekday__range=(1, 7)),
                violation_error_message=_("Ukedagen må være mellom 1 og 7."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.begins_at:%H.%M}"

    def get_absolute_url(self):
        return self.team.get_absolute_url()

    def plan(self, *, by):
        with refusing_breaches():
            self.save(force_insert=True)
        return self


@tracked()
class HouseRules(models.Model):
    """The house rules of a base, from a day on (husordensregler, bestemmelser for bruk). Kept as versions.

    They are read and signed before the key is handed over: ``allocation.TemporaryStay.rules_signed_on``.
    """

    team = models.ForeignKey(Team, verbose_name=_("base"), on_delete=models.PROTECT, related_name="house_rules")
    valid_from = models.DateField(_("gjelder fra"))
    text = models.TextField(_("reglene"), max_length=10_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfATeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("husregler")
        verbose_name_plural = _("husregler")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_set_of_house_rules_from_a_day",
                fields=["team", "valid_from"],
                violation_error_message=_("Det er allerede satt regler fra denne dagen."),
            ),
        ]

    def __str__(self):
        return f"{self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.team.get_absolute_url()

    def adopt(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
        return self
