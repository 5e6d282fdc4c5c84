"""Where a household wants to live, and the steps on the way there (boligkarriereplan)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household
from housing.visibility import VisibleQuerySet

REPLACED = _("Planen er avløst av en ny.")


class CareerPlanQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_career_plan"

    def in_force(self):
        return self.filter(ended_on__isnull=True)


@tracked()
class CareerPlan(models.Model):
    """A household's plan for its homes: the goal, the steps, who does what, and when we talk again.

    Made with every settlement of refugees and every lease with an end, and whenever somebody asks. A new plan takes the
    place of the one before, which is kept.
    """

    class Goal(models.TextChoices):
        OWN = "own", _("Kjøpe egen bolig")
        SAVE = "save", _("Spare til egen bolig")
        PRIVATE = "private", _("Leie privat")
        PERMANENT = "permanent", _("Varig kommunal kontrakt")
        UNCLEAR = "unclear", _("Ikke avklart")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="career_plans"
    )
    made_on = models.DateField(_("laget"))
    goal = models.CharField(_("mål"), max_length=9, choices=Goal.choices)
    goal_on = models.DateField(_("målet er nådd innen"), null=True, blank=True)
    situation = models.TextField(_("inntekt, sparing og muligheter"), max_length=2000, blank=True)
    next_step = models.CharField(_("neste steg"), max_length=300)
    follow_up_on = models.DateField(_("følges opp"))
    household_signed_on = models.DateField(_("husstanden skrev under"), null=True, blank=True)
    municipality_signed_on = models.DateField(_("kommunen skrev under"), null=True, blank=True)
    ended_on = models.DateField(_("avløst"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CareerPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("boligkarriereplan")
        verbose_name_plural = _("boligkarriereplaner")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_career_plan_in_force",
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=_("Husstanden har allerede en boligkarriereplan som gjelder."),
            ),
            in_order(
                "career_followed_up_after_made", "made_on", "follow_up_on", _("Oppfølgingen er før planen ble laget.")
            ),
            in_order(
                "career_household_signs_after_made",
                "made_on",
                "household_signed_on",
                _("Underskriften er før planen ble laget."),
            ),
            in_order(
                "career_municipality_signs_after_made",
                "made_on",
                "municipality_signed_on",
                _("Underskriften er før planen ble laget."),
            ),
        ]

    def __str__(self):
        return str(self.get_goal_display())

    def get_absolute_url(self):
        return reverse("career_plan", args=[self.pk])

    def is_in_force_on(self, day) -> bool:
        return self.made_on <= day and (self.ended_on is None or self.ended_on > day)

    @property
    def is_signed(self) -> bool:
        return bool(self.household_signed_on and self.municipality_signed_on)

    def keep(self, *, by):
        """A new plan takes the place of the one before, and takes over its steps that are not done."""
        with refusing_breaches(), transaction.atomic():
            Household.objects.select_for_update().get(pk=self.household_id)
            if self.household.career_plans.in_force().filter(made_on__gt=self.made_on).exists():
                raise Refused(_t("Husstanden har en plan som er laget senere."))
            before = self.household.career_plans.in_force()
            left = list(CareerStep.objects.filter(plan__in=before, done_on__isnull=True))
            before.update(ended_on=self.made_on)
            self.by = by
            self.save(force_insert=True)
            for row in left:
                CareerStep.objects.create(plan=self, what=row.what, done_by=row.done_by, due_on=row.due_on)
            goal = str(self.get_goal_display())
            CaseEvent.write(self, by=by, title=_t("Boligkarriereplan"), note=goal, happened_on=self.made_on)
        return self

    def _change(self, **facts) -> None:
        """Only while it is in force; whoever comes after a new plan is told."""
        if not CareerPlan.objects.in_force().filter(pk=self.pk).update(**facts):
            raise Refused(str(REPLACED))
        for name, value in facts.items():
            setattr(self, name, value)

    def sign(self, *, by, household_signed_on, municipality_signed_on):
        with refusing_breaches():
            self._change(household_signed_on=household_signed_on, municipality_signed_on=municipality_signed_on)
            if self.is_signed:
                day = max(household_signed_on, municipality_signed_on)
                CaseEvent.write(self, by=by, title=_t("Boligkarriereplan: skrevet under"), happened_on=day)

    def follow_up(self, *, by, next_step, follow_up_on, note):
        """We have talked: what is next, and when we talk again."""
        with refusing_breaches():
            self._change(next_step=next_step, follow_up_on=follow_up_on)
            CaseEvent.write(self, by=by, title=_t("Boligkarriereplan: fulgt opp"), note=note)

    def add_step(self, step, *, by):
        with refusing_breaches(), transaction.atomic():
            if not CareerPlan.objects.select_for_update().in_force().filter(pk=self.pk).exists():
                raise Refused(str(REPLACED))
            step.plan = self
            step.save(force_insert=True)
        return step


@tracked()
class CareerStep(models.Model):
    """One thing to do on the way (steg): what, who does it, by when, and when it was done."""

    class DoneBy(models.TextChoices):
        HOUSEHOLD = "household", _("Husstanden")
        MUNICIPALITY = "municipality", _("Kommunen")
        BOTH = "both", _("Begge")
        OTHER = "other", _("Andre")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    plan = models.ForeignKey(CareerPlan, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(_("hva"), max_length=300)
    done_by = models.CharField(_("hvem gjør det"), max_length=12, choices=DoneBy.choices)
    due_on = models.DateField(_("innen"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)

    class Meta:
        verbose_name = _("steg")
        verbose_name_plural = _("steg")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return self.plan.get_absolute_url()

    def do(self, *, by, done_on):
        """Done once; a second click is told."""
        with refusing_breaches():
            if not CareerStep.objects.filter(pk=self.pk, done_on__isnull=True).update(done_on=done_on):
                raise Refused(_t("Steget er allerede gjort."))
            self.done_on = done_on
            title = _t("Boligkarriereplan: steg gjort")
            CaseEvent.write(self.plan, by=by, title=title, note=self.what, happened_on=done_on)
