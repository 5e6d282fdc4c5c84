"""What comes after a refusal, how an application came in from a digital form, and the letters' own texts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.preparation import ApplicationPartQuerySet
from housing.database import in_order, new_external_id
from housing.history import tracked


class HelpPlanQuerySet(ApplicationPartQuerySet):
    def open(self):
        return self.filter(outcome="")


@tracked()
class HelpPlan(models.Model):
    """What is done for somebody who was refused, and when we ask how it went (hjelpeplan etter avslag)."""

    class Help(models.TextChoices):
        PRIVATE_RENTAL = "private_rental", _("Finne privat leiebolig")
        GUARANTEE = "guarantee", _("Garanti for depositum (NAV)")
        DEPOSIT_FUND = "deposit_fund", _("Depositumsfondet")
        START_LOAN = "start_loan", _("Veiledning om startlån")
        ALLOWANCE = "allowance", _("Søke bostøtte")
        ECONOMY = "economy", _("Økonomi- og gjeldsrådgivning")
        FOLLOW_UP = "follow_up", _("Oppfølging for å beholde boligen")
        ADVICE = "advice", _("Råd og veiledning")
        OTHER = "other", _("Annet")

    class Outcome(models.TextChoices):
        PRIVATE = "private", _("Leier privat")
        KEPT = "kept", _("Beholdt boligen de har")
        BOUGHT = "bought", _("Kjøpte bolig")
        MUNICIPAL = "municipal", _("Fikk kommunal bolig senere")
        NONE = "none", _("Fant ikke bolig")
        NO_CONTACT = "no_contact", _("Fikk ikke kontakt")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="help_plans")
    made_on = models.DateField(_("laget"))
    measures = ArrayField(
        models.CharField(max_length=14, choices=Help.choices), verbose_name=_("hjelp"), default=list, blank=True
    )
    text = models.TextField(_("avtalt"), max_length=4000, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ansvarlig"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    follow_up_on = models.DateField(_("følges opp"), null=True, blank=True)
    outcome = models.CharField(_("hvordan det gikk"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(_("avsluttet"), null=True, blank=True)
    outcome_text = models.CharField(_("merknad"), max_length=500, blank=True)

    objects = HelpPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("hjelpeplan")
        verbose_name_plural = _("hjelpeplaner")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ended_help_plan_has_outcome",
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                violation_error_message=_("En avsluttet hjelpeplan har et resultat, og en åpen har det ikke."),
            ),
            in_order("help_plan_ended_after_made", "made_on", "outcome_on", _("Planen er avsluttet før den er laget.")),
            in_order(
                "help_plan_followed_up_after_made", "made_on", "follow_up_on", _("Oppfølgingen er før planen er laget.")
            ),
            models.UniqueConstraint(
                name="one_open_help_plan",
                fields=["application"],
                condition=Q(outcome=""),
                violation_error_message=_("Søknaden har allerede en hjelpeplan som følges opp."),
            ),
        ]

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household

    @property
    def measure_labels(self) -> list[str]:
        return [str(self.Help(code).label) for code in self.measures]


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sent it in, and nobody else by this road."""
        may = user.is_authenticated and user.has_perm("applications.submit_application")
        return self.filter(by=user) if may else self.none()


class Submission(models.Model):
    """An application as a digital form sent it (innsendt søknad). The same key sent again makes nothing new."""

    key = models.CharField(_("nøkkel"), max_length=64)
    # Told apart from another application sent with the same key by mistake.
    fingerprint = models.CharField(max_length=64)
    reference = models.CharField(_("referanse"), max_length=32, unique=True, default=new_external_id, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="submission")
    # What was sent and has no field of its own, for the caseworker to read.
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("innsendt søknad")
        verbose_name_plural = _("innsendte søknader")
        constraints = [
            models.UniqueConstraint(name="submission_key_used_once", fields=["by", "key"]),
        ]

    @property
    def contact_told(self) -> list[str]:
        """Contact facts that differ from ours. An address is left out: it may be one that is protected."""
        return [text for name, text in self.answers.get("unlike", {}).items() if name in ("phone", "email")]


class LetterTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("applications.view_letter_text")
        return self if may else self.none()

    def on(self, day):
        """The version in force of each text."""
        latest = self.filter(valid_from__lte=day).order_by("code", "language", "-valid_from", "-pk")
        return latest.distinct("code", "language")


@tracked()
class LetterText(models.Model):
    """A text of the municipality's own, from a day on (tekstbiblioteket). Without one, the letter has the first text.

    ``code`` is a block of a letter (``applications/letters/blocks.py``) or a phrase the caseworker may put in.
    """

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")

    code = models.CharField(_("tekst"), max_length=60)
    language = models.CharField(_("målform"), max_length=2, choices=Language.choices)
    valid_from = models.DateField(_("gjelder fra"))
    heading = models.CharField(_("overskrift"), max_length=200, blank=True)
    body = models.TextField(_("tekst"), max_length=8000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("brevtekst")
        verbose_name_plural = _("brevtekster")
        ordering = ["code", "language", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["code", "language", "-valid_from"], name="letter_text_in_force")]
