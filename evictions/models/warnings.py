"""What the law asks for before a petition: the warning, the notice to the social services, the leader's override."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions.models.case import ArrearsAction, ArrearsCase
from evictions.models.measures import OfCaseQuerySet
from evictions.petition_dates import WarningDates, warning_dates
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Letter, Tenancy


@tracked()
class EvictionWarning(models.Model):
    """The written warning that a petition will be sent (varsel om fravikelse, tvangsfullbyrdelsesloven § 4-18)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="warnings"
    )
    # What is claimed, and the day the newest of it fell due: the warning may not be sent before.
    amount = models.DecimalField(_("krav"), max_digits=12, decimal_places=2)
    due_on = models.DateField(_("forfalt"))
    sent_on = models.DateField(_("sendt"))
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel om fravikelse")
        verbose_name_plural = _("varsler om fravikelse")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            in_order(
                "eviction_warning_sent_when_due",
                "due_on",
                "sent_on",
                _("Varselet kan tidligst sendes den dagen kravet forfaller."),
            ),
            models.CheckConstraint(
                name="eviction_warning_claims_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("Varselet må gjelde et krav."),
            ),
            models.UniqueConstraint(
                name="one_eviction_warning_a_day",
                fields=["case", "sent_on"],
                violation_error_message=_("Det er allerede sendt varsel denne dagen."),
            ),
        ]

    def __str__(self):
        return _t("Varsel {day}").format(day=f"{self.sent_on:%d.%m.%Y}")

    @property
    def household(self):
        return self.case.household

    @property
    def dates(self) -> WarningDates:
        """From when a petition may be sent, and the last day the warning serves."""
        return warning_dates(self.sent_on, due_on=self.due_on)

    def send(self, *, by) -> "EvictionWarning":
        """The warning, and the measure that the figures count. The letter is written by whoever sends it."""
        with refusing_breaches():
            case = self.case.hold()
            if case.tenancy.tenure != Tenancy.Tenure.MUNICIPAL:
                raise Refused(_t("Kommunen er ikke utleier her, og kan ikke varsle om fravikelse."))
            self.by = by
            self.save(force_insert=True)
            told = ArrearsAction(kind=ArrearsAction.Kind.LETTER, done_on=self.sent_on, result=str(self))
            self.case.act(told, by=by)
        return self


@tracked()
class SocialNotice(models.Model):
    """The social services are told that the tenant may lose the home, unless the tenant says no (husleieloven § 9-11).

    The tenant has a copy. A tenant who has reserved against it in writing is not told of.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.OneToOneField(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="social_notice"
    )
    sent_on = models.DateField(_("sendt til NAV"), null=True, blank=True)
    reserved_on = models.DateField(_("leieren har reservert seg"), null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel til sosialtjenesten")
        verbose_name_plural = _("varsler til sosialtjenesten")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="social_notice_not_after_reservation",
                condition=Q(sent_on__isnull=True)
                | Q(reserved_on__isnull=True)
                | Q(reserved_on__gt=models.F("sent_on")),
                violation_error_message=_("Leieren har reservert seg mot at sosialtjenesten varsles."),
            ),
            models.CheckConstraint(
                name="social_notice_says_something",
                condition=Q(sent_on__isnull=False) | Q(reserved_on__isnull=False),
                violation_error_message=_("Oppgi når varselet er sendt, eller når leieren reserverte seg."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def household(self):
        return self.case.household

    @classmethod
    def of(cls, case) -> "SocialNotice":
        """The case's notice, or an unsaved one."""
        return cls.objects.select_for_update().filter(case=case).first() or cls(case=case)

    @classmethod
    def send(cls, case, *, by, on) -> "SocialNotice":
        """To NAV, with a copy to the tenant. Never after the tenant has said no in writing."""
        with refusing_breaches():
            case.hold()
            notice = cls.of(case)
            if notice.reserved_on:
                raise Refused(_t("Leieren har reservert seg mot at sosialtjenesten varsles."))
            if notice.sent_on:
                raise Refused(_t("Sosialtjenesten er allerede varslet."))
            notice.sent_on, notice.by = on, by
            notice.save()
            case.tell(_t("sosialtjenesten varslet"), by=by, happened_on=on)
        return notice

    @classmethod
    def reserve(cls, case, *, by, on) -> "SocialNotice":
        """The tenant has said in writing that the social services are not to be told (reservasjon)."""
        with refusing_breaches():
            case.hold()
            notice = cls.of(case)
            if notice.reserved_on:
                raise Refused(_t("Reservasjonen er allerede registrert."))
            notice.reserved_on = on
            notice.by = notice.by or by
            notice.save()
            case.tell(_t("leieren reserverer seg mot varsel til sosialtjenesten"), by=by, happened_on=on)
        return notice


@tracked()
class ChildrenOverride(models.Model):
    """The leader's written decision that a family with children may be petitioned against without a plan.

    (lederens overprøving)
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="overrides"
    )
    decided_on = models.DateField(_("bestemt"))
    reason = models.TextField(_("begrunnelse"), max_length=2000)
    where_children_go = models.TextField(_("hvor barna skal bo"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("overprøving av vernet om barn")
        verbose_name_plural = _("overprøvinger av vernet om barn")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="children_override_has_reason",
                condition=~Q(reason="") & ~Q(where_children_go=""),
                violation_error_message=_("Lederen må skrive hvorfor, og hvor barna skal bo."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def household(self):
        return self.case.household

    def decide(self, *, by) -> "ChildrenOverride":
        if not by.has_perm("evictions.override_children"):
            raise Refused(_t("Bare leder kan bestemme dette."))
        with refusing_breaches():
            self.case.hold()
            self.by = by
            self.save(force_insert=True)
            # Never the reason: the timeline is read by more people than need to know it.
            self.case.tell(_t("leder åpner for begjæring selv om det er barn"), by=by, happened_on=self.decided_on)
        return self
