"""Somebody is referred to a team (henvisning): how they live, what they had before, and what the team answered.

All that Bodø counted of its 96 applications stands here or follows from the person and the household.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household, Person
from housing.periods import age_on
from housing_first.models.team import Team
from housing_first.reach import TeamQuerySet

CHANGED_MEANWHILE = _("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort.")


class ReferralQuerySet(TeamQuerySet):
    HOUSEHOLD_PATH = "household"
    TEAM_PATH = "team"

    def open(self):
        return self.filter(status=Referral.Status.RECEIVED)

    def known_to(self, user):
        """Those the user may read, and those they sent themselves."""
        seen = self.visible_to(user).order_by().values("pk")
        return self.filter(Q(pk__in=seen) | Q(by=user))

    def received_in(self, period):
        return self.filter(received_on__range=(period.first, period.last))

    def rejected_in(self, period):
        return self.filter(decision=Referral.Decision.REJECTED, decided_on__range=(period.first, period.last))


@tracked()
class Referral(Case):
    """One person is referred to one team (henvisning, søknad): received → accepted, rejected, withdrawn.

    Two may refer the same person without knowing of each other, and neither is told: the team sees both.
    """

    NUMBER_PREFIX = "N"

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        ACCEPTED = "accepted", _("Tatt inn")
        REJECTED = "rejected", _("Avslått")
        WITHDRAWN = "withdrawn", _("Trukket")

    MOVES = {
        Status.RECEIVED: [Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN],
        Status.ACCEPTED: [],
        # Who was refused may be taken in after all; a new need is a new referral.
        Status.REJECTED: [Status.RECEIVED],
        Status.WITHDRAWN: [],
    }

    class HousingStatus(models.TextChoices):
        """How the person lives the day they are referred (bosituasjon), as Bodø told them apart."""

        NO_FIXED_ABODE = "no_fixed_abode", _("Uten fast bolig (UFB)")
        UNCLEAR = "unclear", _("Registrert adresse, men uavklart")
        TRANSFER = "transfer", _("Ønsker å bytte bolig")
        TEMPORARY = "temporary", _("Bor midlertidig")
        OTHER = "other", _("Annet")

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Tatt inn")
        REJECTED = "rejected", _("Avslag")

    class Refusal(models.TextChoices):
        """Why the team said no (årsak til avslag)."""

        OUTSIDE_TARGET_GROUP = "outside_target_group", _("Utenfor målgruppen")
        OTHER_SERVICE = "other_service", _("Får bedre hjelp av en annen tjeneste")
        NO_CAPACITY = "no_capacity", _("Teamet har ikke plass")
        NOT_REACHED = "not_reached", _("Personen var ikke å få tak i")
        OTHER = "other", _("Annet")

    class From(models.TextChoices):
        """Who referred (hvem som henviser)."""

        SELF = "self", _("Personen selv")
        NAV = "nav", _("NAV")
        MUNICIPALITY = "municipality", _("Annen tjeneste i kommunen")
        HOSPITAL = "hospital", _("Sykehus eller behandling")
        PRISON = "prison", _("Fengsel eller friomsorg")
        OTHER = "other", _("Andre")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="team_referrals"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="team_referrals"
    )
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="referrals")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.RECEIVED)
    received_on = models.DateField(_("mottatt"))
    came_from = models.CharField(_("henvist av"), max_length=12, choices=From.choices, blank=True)
    housing_status = models.CharField(_("bosituasjon"), max_length=14, choices=HousingStatus.choices, blank=True)
    # None is not known, which is no «no».
    had_municipal_services = models.BooleanField(_("hadde tjenester fra kommunen fra før"), null=True, blank=True)
    earlier_services = models.CharField(_("hvilke tjenester"), max_length=500, blank=True)
    need = models.TextField(_("hva det søkes om hjelp til"), max_length=4000, blank=True)
    decision = models.CharField(_("svar"), max_length=8, choices=Decision.choices, blank=True)
    decided_on = models.DateField(_("dato for svaret"), null=True, blank=True)
    refusal = models.CharField(_("årsak til avslaget"), max_length=20, choices=Refusal.choices, blank=True)
    decision_note = models.TextField(_("begrunnelse"), max_length=4000, blank=True)
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvisning til team")
        verbose_name_plural = _("henvisninger til team")
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["received_on"], name="team_referral_received"),
            models.Index(fields=["team", "status"], name="team_referral_worklist"),
        ]
        constraints = [
            in_order(
                "team_referral_decided_after_received", "received_on", "decided_on", _("Svaret er før henvisningen.")
            ),
            in_order(
                "team_referral_withdrawn_after_received",
                "received_on",
                "withdrawn_on",
                _("Henvisningen er trukket før den kom."),
            ),
            models.CheckConstraint(
                name="team_referral_decision_agrees",
                condition=Q(decision="", decided_on__isnull=True) | ~Q(decision="") & Q(decided_on__isnull=False),
                violation_error_message=_("Svaret må ha en dato, og datoen et svar."),
            ),
            models.CheckConstraint(
                name="team_referral_status_agrees",
                condition=Q(status="received", decision="", withdrawn_on__isnull=True)
                | Q(status="accepted", decision="accepted", withdrawn_on__isnull=True)
                | Q(status="rejected", decision="rejected", withdrawn_on__isnull=True)
                | Q(status="withdrawn", decision="", withdrawn_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med svaret."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("referral", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.RECEIVED

    @property
    def age(self) -> int | None:
        """Whole years on the day of the referral."""
        return age_on(self.person.birth_date, self.received_on) if self.person.birth_date else None

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        title = _t("Henvisning til team: {what}").format(what=str(self.get_status_display()).lower())
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    # --- What is done -------------------------------------------------------------------------------------

    def receive(self, *, by):
        self.by = by
        if not self.household.memberships.on(self.received_on).filter(person_id=self.person_id).exists():
            raise Refused(_t("Personen var ikke medlem av husstanden den dagen."))
        return self.begin(by=by, note=str(self.team), happened_on=self.received_on)

    def accept(self, *, by, decided_on, decision_note=""):
        """Taken in by the team: the person is invited, and answers for themself (invitert)."""
        from housing_first.models.participation import Participation

        with refusing_breaches():
            self.move_to(
                self.Status.ACCEPTED,
                by=by,
                happened_on=decided_on,
                decision=self.Decision.ACCEPTED,
                decided_on=decided_on,
                decision_note=decision_note,
            )
            invited = Participation(
                household_id=self.household_id,
                person_id=self.person_id,
                team_id=self.team_id,
                referral=self,
                invited_on=decided_on,
            )
            return invited.invite(by=by)

    def reject(self, *, by, decided_on, refusal, decision_note):
        self.move_to(
            self.Status.REJECTED,
            by=by,
            note=str(self.Refusal(refusal).label),
            happened_on=decided_on,
            decision=self.Decision.REJECTED,
            decided_on=decided_on,
            refusal=refusal,
            decision_note=decision_note,
        )

    def withdraw(self, *, by, withdrawn_on, note=""):
        self.move_to(self.Status.WITHDRAWN, by=by, note=note, happened_on=withdrawn_on, withdrawn_on=withdrawn_on)

    def take_up_again(self, *, by, day, note=""):
        """The refusal is taken back, and the team looks at it anew (tatt opp igjen)."""
        facts = {"decision": "", "decided_on": None, "refusal": "", "decision_note": ""}
        self.move_to(self.Status.RECEIVED, by=by, note=note, happened_on=day, **facts)
