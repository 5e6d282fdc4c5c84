"""How close a team works to the model of Housing First, by its own judgement each half-year (egenvurdering).

The form is the municipality's own, in versions. The one it starts with asks about the principles of Housing First
(veiviseren.no, «Housing First»); no licensed instrument is copied.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.history import tracked
from housing_first.models.team import Team
from housing_first.reach import OfATeamQuerySet

MOST_POINTS = 4
FIRST_QUESTIONS = [
    "Bolig er en rett: ingen må vise seg verdig eller klar før de får bolig.",
    "Deltakeren møtes med respekt, varme og tålmodighet.",
    "Boligene er selvstendige og spredt i vanlige bomiljøer.",
    "Bolig og tjenester er skilt: den som takker nei til hjelp, beholder boligen.",
    "Deltakeren bestemmer selv hva slags bolig og hvilken hjelp.",
    "Teamet blir så lenge det trengs, også gjennom soning og behandling.",
    "Teamet arbeider for bedring i det deltakeren selv vil oppnå.",
    "Rus møtes med skadereduksjon. Rusfrihet er ikke et vilkår.",
]


class FidelityFormQuerySet(models.QuerySet):
    def visible_to(self, user):
        asked = ("housing_first.view_team", "housing_first.change_fidelity_form")
        may = user.is_authenticated and any(user.has_perm(permission) for permission in asked)
        return self if may else self.none()

    def on(self, day) -> "FidelityForm":
        """The form in force on the day; before the first, the one every municipality starts with."""
        found = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        return found or FidelityForm(valid_from=day, questions=list(FIRST_QUESTIONS))


@tracked()
class FidelityForm(models.Model):
    """What a team asks itself, from a day on (skjema for egenvurdering). Kept as versions."""

    valid_from = models.DateField(_("gjelder fra"), unique=True)
    questions = ArrayField(models.CharField(max_length=500), verbose_name=_("spørsmål"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FidelityFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("skjema for egenvurdering")
        verbose_name_plural = _("skjemaer for egenvurdering")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="fidelity_form_asks_something",
                condition=Q(questions__len__gt=0),
                violation_error_message=_("Skjemaet må ha minst ett spørsmål."),
            ),
        ]

    def __str__(self):
        return f"{self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("fidelity_form_list")

    def adopt(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
        return self


@tracked()
class FidelityCheck(models.Model):
    """A team's judgement of itself for one half-year (egenvurdering): the questions as they were, with points 0–4."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="fidelity_checks")
    year = models.PositiveSmallIntegerField(_("år"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    half = models.PositiveSmallIntegerField(_("halvår"), validators=[MinValueValidator(1), MaxValueValidator(2)])
    made_on = models.DateField(_("vurdert"))
    # A copy of the questions: the form may change, and what was answered stays what it was.
    questions = ArrayField(models.CharField(max_length=500))
    points = ArrayField(models.PositiveSmallIntegerField(null=True))
    learned = models.TextField(_("hva teamet vil gjøre annerledes"), max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfATeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("egenvurdering")
        verbose_name_plural = _("egenvurderinger")
        ordering = ["-year", "-half", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_fidelity_check_a_half_year",
                fields=["team", "year", "half"],
                violation_error_message=_("Teamet har allerede vurdert dette halvåret."),
            ),
            models.CheckConstraint(
                name="fidelity_half_is_one_or_two",
                condition=Q(half__in=[1, 2]),
                violation_error_message=_("Halvåret må være 1 eller 2."),
            ),
        ]

    def __str__(self):
        return f"{self.year}/{self.half}"

    def get_absolute_url(self):
        return reverse("fidelity_check", args=[self.pk])

    def record(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
        return self
