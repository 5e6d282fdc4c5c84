"""Through prison and treatment (soning og behandling), and homes a participant was offered (tilbud om bolig)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Transition
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing_first.models.participation import OfAParticipationQuerySet, Participation


class TimeAwayQuerySet(OfAParticipationQuerySet):
    def in_force(self, day):
        return self.filter(in_force(day, "started_on", "ended_on"))


@tracked()
class TimeAway(models.Model):
    """A participant is in prison or treatment, and the team keeps in touch (kontakt under soning og behandling).

    ``transition`` is the case of their coming out, where the planned date and whether a home is ready are kept.
    """

    class Kind(models.TextChoices):
        PRISON = "prison", _("Soning")
        TREATMENT = "treatment", _("Behandling")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="times_away")
    kind = models.CharField(_("hva"), max_length=9, choices=Kind.choices)
    started_on = models.DateField(_("fra"))
    ended_on = models.DateField(_("til"), null=True, blank=True)
    contact_every_days = models.PositiveSmallIntegerField(
        _("kontakt minst hver … dag"),
        default=14,
        help_text=_("Hvor ofte teamet skal ha kontakt mens deltakeren er borte."),
    )
    plan = models.TextField(_("hvordan kontakten holdes"), max_length=2000, blank=True)
    transition = models.ForeignKey(
        Transition,
        verbose_name=_("løslatelse eller utskriving"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="times_away",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TimeAwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("soning eller behandling")
        verbose_name_plural = _("soning og behandling")
        ordering = ["-started_on", "-pk"]
        constraints = [
            in_order("time_away_ends_after_start", "started_on", "ended_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "away_in_one_place_at_a_time",
                ["participation"],
                "started_on",
                "ended_on",
                message=_("Deltakeren er allerede ført som borte i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="contact_while_away_is_within_days",
                condition=Q(contact_every_days__range=(1, 90)),
                violation_error_message=_("Antall dager må være mellom 1 og 90."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.started_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.participation.get_absolute_url()

    def home_is_ready(self, day) -> bool | None:
        """Whether a home is ready by the day, before they come out; None when no release is registered."""
        if self.transition is None:
            return None
        ready = self.transition.housing_ready_on
        return ready is not None and ready <= day

    def home_needed_by(self) -> object | None:
        """A home must stand ready some time before they come out: two weeks, our own measure."""
        planned = self.transition.planned_on if self.transition else None
        return planned - timedelta(days=14) if planned else None

    def begin(self, *, by):
        """They have gone in; whoever is followed is still followed."""
        if not self.participation.is_active:
            raise Refused(_t("Dette gjelder bare den som er deltaker nå."))
        if self.transition and self.transition.household_id != self.participation.household_id:
            raise Refused(_t("Løslatelsen eller utskrivingen gjelder en annen husstand."))
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
            self.participation.tell(str(self.get_kind_display()).lower(), by=by, happened_on=self.started_on)
        return self

    def come_out(self, *, by, ended_on):
        with refusing_breaches():
            if not TimeAway.objects.filter(pk=self.pk, ended_on__isnull=True).update(ended_on=ended_on):
                raise Refused(_t("Dette er allerede avsluttet."))
            self.ended_on = ended_on
            what = _t("ute etter {kind}").format(kind=str(self.get_kind_display()).lower())
            self.participation.tell(what, by=by, happened_on=ended_on)


@tracked()
class HomeOffer(models.Model):
    """A home the team found, and what the participant said (tilbud om bolig). Never its address.

    A no costs nothing: no place on the waiting list, no participation. Municipal dwellings are offered from the waiting
    list (``allocation.Offer``) and shown beside these.
    """

    class Tenure(models.TextChoices):
        PRIVATE = "private", _("Privat utleier")
        MUNICIPAL = "municipal", _("Kommunal bolig")

    class Answer(models.TextChoices):
        OPEN = "open", _("Ikke svart")
        ACCEPTED = "accepted", _("Takket ja")
        DECLINED = "declined", _("Takket nei")
        GONE = "gone", _("Utleier sa nei, eller boligen ble borte")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="home_offers")
    offered_on = models.DateField(_("tilbudt"))
    tenure = models.CharField(_("slags bolig"), max_length=9, choices=Tenure.choices, default=Tenure.PRIVATE)
    what = models.CharField(
        _("kort om boligen"), max_length=300, help_text=_("For eksempel «to rom, nær sentrum». Ikke adressen.")
    )
    answer = models.CharField(_("svar"), max_length=8, choices=Answer.choices, default=Answer.OPEN)
    answered_on = models.DateField(_("dato for svaret"), null=True, blank=True)
    reason = models.TextField(_("hvorfor, med egne ord"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfAParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilbud om bolig fra teamet")
        verbose_name_plural = _("tilbud om bolig fra teamet")
        ordering = ["-offered_on", "-pk"]
        constraints = [
            in_order("home_offer_answered_after_offered", "offered_on", "answered_on", _("Svaret er før tilbudet.")),
            models.CheckConstraint(
                name="home_offer_answer_has_date",
                condition=Q(answer="open", answered_on__isnull=True) | ~Q(answer="open") & Q(answered_on__isnull=False),
                violation_error_message=_("Et svar må ha en dato, og datoen et svar."),
            ),
        ]

    def __str__(self):
        return f"{self.offered_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.participation.get_absolute_url()

    def make(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
            self.participation.tell(_t("tilbud om bolig"), by=by, happened_on=self.offered_on)
        return self

    def take_answer(self, *, by, answer, answered_on, reason=""):
        with refusing_breaches():
            held = HomeOffer.objects.filter(pk=self.pk, answer=self.Answer.OPEN)
            if not held.update(answer=answer, answered_on=answered_on, reason=reason):
                raise Refused(_t("Tilbudet er allerede besvart."))
            self.answer, self.answered_on, self.reason = answer, answered_on, reason
            what = _t("tilbud om bolig: {answer}").format(answer=str(self.Answer(answer).label).lower())
            self.participation.tell(what, by=by, happened_on=answered_on)
