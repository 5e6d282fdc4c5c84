"""What a household could afford on a day (betjeningsevne), and what was concluded. Frozen: a new day is a new row."""

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Household
from housing.visibility import VisibleQuerySet
from rent_to_own.affordability import Outcome
from rent_to_own.models.reference_budget import ReferenceBudget


class FinanceAssessmentQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_assessment"

    def latest_of(self, household, day):
        """The household's newest assessment made by the day; of two of one day the later one."""
        return self.filter(household=household, made_on__lte=day).first()


@tracked()
class FinanceAssessment(models.Model):
    """One assessment of whether a household may own (vurdering av eierpotensial), with its numbers as they were.

    ``inputs`` and ``result`` are kept as they were reckoned, so that a changed rate, table or program changes nothing
    in what a family was told. Both are empty when they do not want to own.
    """

    Outcome = Outcome

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="finance_assessments"
    )
    made_on = models.DateField(_("vurdert"))
    outcome = models.CharField(_("konklusjon"), max_length=14, choices=Outcome.choices)
    reasons = models.TextField(_("begrunnelse"), max_length=5000)
    inputs = models.JSONField(default=dict, editable=False)
    result = models.JSONField(default=dict, editable=False)
    budget = models.ForeignKey(
        ReferenceBudget, verbose_name=_("satser"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FinanceAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("økonomisk vurdering")
        verbose_name_plural = _("økonomiske vurderinger")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_has_numbers_unless_not_wanted",
                condition=Q(outcome="not_wanted") | ~Q(result={}),
                violation_error_message=_("Vurderingen mangler tall."),
            ),
            models.CheckConstraint(
                name="assessment_says_why",
                condition=~Q(reasons=""),
                violation_error_message=_("Skriv en begrunnelse."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="assessment_is_frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.made_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("assessment", args=[self.pk])

    @property
    def has_numbers(self) -> bool:
        return bool(self.result)

    def make(self, *, by) -> "FinanceAssessment":
        with refusing_breaches(), transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            title = _t("Økonomisk vurdering: {outcome}").format(outcome=self.get_outcome_display().lower())
            self.household.tell(title, by=by, happened_on=self.made_on, subject=self)
        return self
