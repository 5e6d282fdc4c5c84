"""A person's time with a team (deltakelse): invited, with an agreement, through prison and treatment, until it ends."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household, Person
from housing_first.models.referral import CHANGED_MEANWHILE, Referral
from housing_first.models.team import Team
from housing_first.reach import TeamQuerySet


class ParticipationQuerySet(TeamQuerySet):
    HOUSEHOLD_PATH = "household"
    TEAM_PATH = "team"

    def in_force(self, day):
        """Participants of the day (i kraft); the day it ended no longer counts."""
        return self.filter(in_force(day, "started_on", "ended_on"))

    def current(self, day):
        """In force, or invited and not answered: those the team follows or waits for. What begins later counts too."""
        going_on = Q(started_on__isnull=False) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        return self.filter(going_on | Q(status=Participation.Status.INVITED))

    def overlapping(self, period):
        """In force on at least one day of the period."""
        lasts = Q(ended_on__isnull=True) | Q(ended_on__gt=Greatest("started_on", models.Value(period.first)))
        return self.filter(lasts, started_on__lte=period.last)


@tracked()
class Participation(Case):
    """One person in one team (deltakelse): invited → active → ended, or invited → declined.

    Who declined may say yes later: «har takket nei til deltakelse, men tar kontakt når behov oppstår» (Mandal).
    """

    NUMBER_PREFIX = "D"

    class Status(models.TextChoices):
        INVITED = "invited", _("Invitert")
        DECLINED = "declined", _("Takket nei")
        ACTIVE = "active", _("Deltaker")
        ENDED = "ended", _("Avsluttet")

    MOVES = {
        Status.INVITED: [Status.ACTIVE, Status.DECLINED],
        Status.DECLINED: [Status.INVITED],
        Status.ACTIVE: [Status.ENDED],
        # Ended by mistake, or back before anything else began.
        Status.ENDED: [Status.ACTIVE],
    }

    class EndReason(models.TextChoices):
        MOVED = "moved", _("Flyttet")
        OWN_WISH = "own_wish", _("Eget ønske")
        GOAL_REACHED = "goal_reached", _("Målet er nådd")
        DEAD = "dead", _("Død")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="participations"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="participations"
    )
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="participations")
    referral = models.ForeignKey(
        Referral,
        verbose_name=_("henvisning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.INVITED)
    invited_on = models.DateField(_("invitert"), null=True, blank=True)
    declined_on = models.DateField(_("takket nei"), null=True, blank=True)
    started_on = models.DateField(_("deltaker fra"), null=True, blank=True)
    agreement_signed_on = models.DateField(_("samarbeidsavtalen signert"), null=True, blank=True)
    # Empty: it holds until somebody ends it (tidsubestemt).
    agreement_until = models.DateField(_("avtalen gjelder til"), null=True, blank=True)
    see_every_days = models.PositiveSmallIntegerField(
        _("skal møtes minst hver … dag"),
        null=True,
        blank=True,
        help_text=_("Tomt: som teamet ellers."),
    )
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    end_reason = models.CharField(_("hvorfor avsluttet"), max_length=12, choices=EndReason.choices, blank=True)
    end_note = models.TextField(_("hvordan det gikk"), max_length=2000, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltakelse")
        verbose_name_plural = _("deltakelser")
        ordering = ["-started_on", "-pk"]
        indexes = [
            models.Index(fields=["started_on", "ended_on"], name="participation_dates"),
            models.Index(fields=["team", "status"], name="participation_worklist"),
        ]
        constraints = [
            in_order("participation_ends_after_start", "started_on", "ended_on", _("Sluttdatoen er før startdatoen.")),
            in_order(
                "participation_starts_after_invited", "invited_on", "started_on", _("Startdatoen er før invitasjonen.")
            ),
            in_order(
                "participation_declined_after_invited",
                "invited_on",
                "declined_on",
                _("Datoen er før invitasjonen."),
            ),
            in_order(
                "participation_agreement_until_after_signed",
                "agreement_signed_on",
                "agreement_until",
                _("Avtalen slutter før den er signert."),
            ),
            in_order(
                "participation_agreement_before_end",
                "agreement_signed_on",
                "ended_on",
                _("Avtalen er signert etter at deltakelsen var slutt."),
            ),
            no_overlap(
                "in_a_team_as_participant_once_at_a_time",
                ["person", "team"],
                "started_on",
                "ended_on",
                condition=Q(started_on__isnull=False),
                message=_("Personen er allerede deltaker i teamet i dette tidsrommet."),
            ),
            models.UniqueConstraint(
                name="one_invitation_to_a_team",
                fields=["person", "team"],
                condition=Q(status="invited"),
                violation_error_message=_("Personen er allerede invitert av teamet."),
            ),
            models.CheckConstraint(
                name="participation_status_agrees_with_dates",
                condition=Q(status="invited", started_on__isnull=True, declined_on__isnull=True, ended_on__isnull=True)
                | Q(status="declined", started_on__isnull=True, declined_on__isnull=False, ended_on__isnull=True)
                | Q(status="active", started_on__isnull=False, ended_on__isnull=True)
                | Q(status="ended", started_on__isnull=False, ended_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene."),
            ),
            models.CheckConstraint(
                name="participation_reason_needs_end",
                condition=Q(end_reason="") | Q(ended_on__isnull=False),
                violation_error_message=_("En årsak til avslutning må ha en sluttdato."),
            ),
            models.CheckConstraint(
                name="participant_is_seen_within_days",
                condition=Q(see_every_days__isnull=True) | Q(see_every_days__range=(1, 90)),
                violation_error_message=_("Antall dager må være mellom 1 og 90."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("participation", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def days_between_meetings(self) -> int:
        """How many days may pass before they must be seen: their own, or the team's."""
        return self.see_every_days or self.team.unseen_days

    @property
    def name(self) -> str:
        return self.person.listed_name

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        title = _t("{team}: {what}").format(team=self.team, what=str(self.get_status_display()).lower())
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title[:200])

    def tell(self, what, *, by, note="", happened_on=None) -> None:
        title = _t("{team}: {what}").format(team=self.team, what=what)
        CaseEvent.write(self, by=by, title=title[:200], note=note, happened_on=happened_on)

    # --- What is done -------------------------------------------------------------------------------------

    def invite(self, *, by):
        with refusing_breaches():
            Household.objects.select_for_update(of=["self"]).get(pk=self.household_id)
            same = Participation.objects.filter(person_id=self.person_id, team_id=self.team_id)
            if same.filter(status=self.Status.ACTIVE).exists():
                raise Refused(_t("Personen er allerede deltaker i teamet."))
            return self.begin(by=by, happened_on=self.invited_on)

    def decline(self, *, by, declined_on, note=""):
        """The person says no, and loses nothing by it."""
        self.move_to(self.Status.DECLINED, by=by, note=note, happened_on=declined_on, declined_on=declined_on)

    def invite_again(self, *, by, invited_on):
        self.move_to(self.Status.INVITED, by=by, happened_on=invited_on, invited_on=invited_on, declined_on=None)

    def start(self, *, by, started_on, caseworker=None, agreement_signed_on=None, agreement_until=None):
        """The person says yes. The agreement may be signed the same day or later: help does not wait for a paper."""
        self.move_to(
            self.Status.ACTIVE,
            by=by,
            happened_on=started_on,
            started_on=started_on,
            caseworker=caseworker,
            agreement_signed_on=agreement_signed_on,
            agreement_until=agreement_until,
        )

    def change(self, **facts) -> None:
        """Only while nobody else has moved it meanwhile."""
        if not Participation.objects.filter(pk=self.pk, status=self.status).update(**facts):
            raise Refused(str(CHANGED_MEANWHILE))
        self._take(**facts)

    def be_followed(self, *, by, caseworker, see_every_days):
        """Who is the contact (hovedkontakt), and how often the person must be seen."""
        self._refuse_unless_active()
        with refusing_breaches():
            changed = caseworker != self.caseworker
            self.change(caseworker=caseworker, see_every_days=see_every_days)
            if changed:
                self.tell(_t("ny hovedkontakt"), by=by, note=str(caseworker or _t("ingen")))

    def sign(self, *, by, agreement_signed_on, agreement_until=None):
        """The agreement of working together is signed (samarbeidsavtale)."""
        self._refuse_unless_active()
        with refusing_breaches():
            self.change(agreement_signed_on=agreement_signed_on, agreement_until=agreement_until)
            self.tell(_t("samarbeidsavtalen signert"), by=by, happened_on=agreement_signed_on)

    def correct_agreement(self, *, by, agreement_signed_on, agreement_until=None):
        """Dates that were typed wrong are put right; what stood there is in the row's history.

        The last extension says until when the agreement holds, so it is put right with it.
        """
        was = {"agreement_signed_on": self.agreement_signed_on, "agreement_until": self.agreement_until}
        if self.agreement_signed_on is None:
            raise Refused(_t("Det er ingen signert avtale å rette."))
        facts = {"agreement_signed_on": agreement_signed_on, "agreement_until": agreement_until}
        with refusing_breaches():
            if not Participation.objects.filter(pk=self.pk, status=self.status, **was).update(**facts):
                raise Refused(str(CHANGED_MEANWHILE))
            last = self.extensions.first()
            if last is not None and last.until != agreement_until:
                self.extensions.filter(pk=last.pk).update(until=agreement_until)
            self._take(**facts)
            self.tell(_t("datoene i samarbeidsavtalen rettet"), by=by)

    def extend(self, extension, *, by):
        """The agreement goes on (forlengelse); what it said before stays."""
        self._refuse_unless_active()
        if self.agreement_signed_on is None:
            raise Refused(_t("Det er ingen signert avtale å forlenge."))
        with refusing_breaches():
            extension.participation, extension.by = self, by
            extension.was_until = self.agreement_until
            extension.save(force_insert=True)
            self.change(agreement_until=extension.until)
            self.tell(_t("samarbeidsavtalen forlenget"), by=by, happened_on=extension.agreed_on)
        return extension

    def wish(self, wish, *, by):
        """What the person wants of a home, in their own words; the words before stay, and none are on the timeline."""
        with refusing_breaches():
            wish.participation, wish.by = self, by
            wish.save(force_insert=True)
        return wish

    def end(self, *, by, ended_on, end_reason, end_note=""):
        label = str(self.EndReason(end_reason).label)
        with refusing_breaches():
            self.move_to(
                self.Status.ENDED,
                by=by,
                note=label,
                happened_on=ended_on,
                ended_on=ended_on,
                end_reason=end_reason,
                end_note=end_note,
            )
            self.times_away.filter(ended_on__isnull=True, started_on__lte=ended_on).update(ended_on=ended_on)

    def go_on(self, *, by, day, note=""):
        """The end is taken back."""
        facts = {"ended_on": None, "end_reason": "", "end_note": ""}
        self.move_to(self.Status.ACTIVE, by=by, note=note, happened_on=day, **facts)

    def _refuse_unless_active(self) -> None:
        if not self.is_active:
            raise Refused(_t("Dette gjelder bare den som er deltaker nå."))


class OfAParticipationQuerySet(TeamQuerySet):
    """Rows that hang on a participation: reached as it is."""


@tracked()
class AgreementExtension(models.Model):
    """The agreement goes on to another day, or without an end (forlengelse av samarbeidsavtalen)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="extensions")
    agreed_on = models.DateField(_("avtalt"))
    was_until = models.DateField(_("gjaldt til"), null=True, blank=True)
    until = models.DateField(
        _("gjelder nå til"), null=True, blank=True, help_text=_("Tomt: avtalen gjelder uten sluttdato.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfAParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("forlengelse")
        verbose_name_plural = _("forlengelser")
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            in_order("extension_until_after_agreed", "agreed_on", "until", _("Avtalen slutter før den er forlenget.")),
        ]

    def __str__(self):
        return f"{self.agreed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.participation.get_absolute_url()


@tracked()
class OwnWish(models.Model):
    """What a participant wants of a home, in their own words (egne ønsker), e.g. «et sted uten rus i oppgangen»."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="own_wishes")
    said_on = models.DateField(_("sagt"))
    words = models.TextField(_("med egne ord"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfAParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("eget ønske for bolig")
        verbose_name_plural = _("egne ønsker for bolig")
        ordering = ["-said_on", "-pk"]

    def __str__(self):
        return f"{self.said_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.participation.get_absolute_url()
