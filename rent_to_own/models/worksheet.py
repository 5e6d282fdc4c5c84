"""What the law asks of a startlån before it is granted or refused. Startskudd is the master; this is our own copy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.visibility import VisibleQuerySet
from rent_to_own.models.assessment import FinanceAssessment


class LoanWorksheetQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_assessment"
    HOUSEHOLD_PATH = "assessment__household"


@tracked()
class LoanWorksheet(models.Model):
    """The assessment of a startlån, point by point (startlånsvurdering).

    Sources: forskrift om lån fra Husbanken §§ 5-2 to 5-4, finansavtaleloven §§ 5-1 to 5-4.
    """

    class BankAnswer(models.TextChoices):
        REFUSED = "refused", _("Banken har sagt nei")
        TOO_LITTLE = "too_little", _("Banken gir ikke nok")
        NOT_ASKED = "not_asked", _("Banken er ikke spurt ennå")

    class Exempt(models.TextChoices):
        """Who need not have a lasting problem and have saved what they can (§ 5-4)."""

        CHILDREN = "children", _("Husstanden har barn")
        HEALTH_SOCIAL = "health_social", _("Særlige sosiale eller helsemessige utfordringer")
        REFINANCING = "refinancing", _("Refinansiering så de kan beholde boligen")
        WORK = "work", _("Arbeid eller næring i kommunen")
        MUNICIPAL_DWELLING = "municipal_dwelling", _("Lånet gir bedre bruk av de kommunale boligene")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    assessment = models.OneToOneField(FinanceAssessment, on_delete=models.PROTECT, related_name="worksheet")
    bank_answer = models.CharField(_("svar fra bank"), max_length=10, choices=BankAnswer.choices)
    bank_answered_on = models.DateField(_("dato for bankens svar"), null=True, blank=True)
    has_lasting_problem = models.BooleanField(_("langvarige problemer med å finansiere bolig"), default=False)
    has_saved = models.BooleanField(_("har brukt muligheten til å spare"), default=False)
    exempt = models.CharField(_("unntak"), max_length=18, choices=Exempt.choices, blank=True)
    is_suitable = models.BooleanField(_("boligen er egnet"), default=False)
    is_modest = models.BooleanField(_("boligen er nøktern"), default=False)
    is_reasonable = models.BooleanField(_("boligen er rimelig for stedet"), default=False)
    credit_assessed_on = models.DateField(_("kredittvurdert"), null=True, blank=True)
    is_able_to_pay = models.BooleanField(_("evnen til å betale er sannsynligvis god nok"), null=True, blank=True)
    explained_on = models.DateField(_("forklaring gitt"), null=True, blank=True)
    conveyed_on = models.DateField(_("resultatet fortalt"), null=True, blank=True)
    refusal_reason = models.TextField(_("grunn til avslag"), max_length=5000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = LoanWorksheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("startlånsvurdering")
        verbose_name_plural = _("startlånsvurderinger")
        constraints = [
            in_order(
                "result_conveyed_after_credit_assessment",
                "credit_assessed_on",
                "conveyed_on",
                _("Resultatet kan ikke være fortalt før kredittvurderingen."),
            ),
            models.CheckConstraint(
                name="bank_answer_has_its_day",
                condition=Q(bank_answer="not_asked", bank_answered_on__isnull=True)
                | (~Q(bank_answer="not_asked") & Q(bank_answered_on__isnull=False)),
                violation_error_message=_("Skriv datoen for bankens svar."),
            ),
            models.CheckConstraint(
                name="ability_follows_from_credit_assessment",
                condition=Q(is_able_to_pay__isnull=True) | Q(credit_assessed_on__isnull=False),
                violation_error_message=_("Skriv datoen for kredittvurderingen."),
            ),
        ]

    def __str__(self):
        return str(self.assessment)

    def get_absolute_url(self):
        return self.assessment.get_absolute_url()

    @property
    def household(self):
        return self.assessment.household

    def unanswered(self) -> list[str]:
        """What is still not in place for a startlån, in the order one does it; a refused one asks for nothing more."""
        if self.refusal_reason:
            return [] if self.conveyed_on else [str(_("Resultatet er ikke fortalt til husstanden."))]
        asked = [
            (self.bank_answer == self.BankAnswer.NOT_ASKED, _("Banken er ikke spurt.")),
            (
                not self.exempt and not (self.has_lasting_problem and self.has_saved),
                _("Langvarige problemer og sparing er ikke bekreftet, og det er ikke valgt noe unntak."),
            ),
            (
                not (self.is_suitable and self.is_modest and self.is_reasonable),
                _("Det er ikke bekreftet at boligen er egnet, nøktern og rimelig."),
            ),
            (self.credit_assessed_on is None, _("Kredittvurderingen er ikke gjort.")),
            (
                self.credit_assessed_on is not None and self.is_able_to_pay is None,
                _("Det er ikke svart på om evnen til å betale er god nok."),
            ),
            (
                self.is_able_to_pay is False,
                _("Evnen til å betale er ikke god nok. Da skal kommunen avslå, og grunnen skal skrives."),
            ),
            (self.explained_on is None, _("Lånet er ikke forklart for husstanden.")),
            (self.conveyed_on is None, _("Resultatet er ikke fortalt til husstanden.")),
        ]
        return [str(text) for is_lacking, text in asked if is_lacking]
