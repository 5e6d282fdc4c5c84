"""A household's stay in temporary housing: motel, shelter, emergency dwelling (midlertidig botilbud, nødbolig)."""

from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import stretches
from applications.models import Application
from housing.cases import Case
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Dwelling, Household, Tenancy
from housing.periods import round_half_up
from housing.visibility import VisibleQuerySet

CHANGED_MEANWHILE = _("Noen andre har nettopp endret saken. Last siden på nytt og se hva som er gjort.")


class TemporaryStayQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_temporary_stay"

    def on(self, day):
        """Stays of those who were there on the day; the day they left no longer counts."""
        return self.filter(in_force(day))

    def not_over(self, day):
        """In force on the day, or still to come: the dwelling is taken."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def overlapping(self, period):
        """In force on at least one day of the period; a stay that ended the day it began never was."""
        lasts = Q(ends_on__isnull=True) | Q(ends_on__gt=Greatest("starts_on", models.Value(period.first)))
        return self.filter(lasts, starts_on__lte=period.last)

    def since_by_household(self, day) -> dict[int, object]:
        """Of each household that is there on the day, since when without a break: one query, however many they are."""
        begun = self.model._default_manager.filter(
            household__in=self.on(day).order_by().values("household"), starts_on__lte=day
        )
        stays: dict[int, list] = {}
        for household, starts_on, ends_on in begun.order_by().values_list("household", "starts_on", "ends_on"):
            stays.setdefault(household, []).append((starts_on, ends_on))
        return {household: stretches.since(dates, day) for household, dates in stays.items()}

    def left_by_household(self, day) -> dict[int, object]:
        """The last day each household left a temporary place, by the day."""
        left = self.filter(ends_on__lte=day).order_by().values("household").annotate(left_on=Max("ends_on"))
        return dict(left.values_list("household", "left_on"))


@tracked()
class TemporaryStay(Case):
    """A household's time at one temporary place, under one decision and its extensions (midlertidig opphold).

    active → ended. Another place is another stay, also when it begins the day the one before ends.
    """

    NUMBER_PREFIX = "M"

    class Status(models.TextChoices):
        ACTIVE = "active", _("Bor der")
        ENDED = "ended", _("Flyttet ut")

    MOVES = {Status.ACTIVE: [Status.ENDED], Status.ENDED: []}

    class ExitTo(models.TextChoices):
        MUNICIPAL = "municipal", _("Kommunal bolig")
        PRIVATE = "private", _("Privat leie")
        OWN = "own", _("Egen bolig")
        INSTITUTION = "institution", _("Institusjon")
        PRISON = "prison", _("Fengsel")
        UNKNOWN = "unknown", _("Ikke kjent")
        OTHER = "other", _("Annet")

    class PricePer(models.TextChoices):
        NIGHT = "night", _("per natt")
        MONTH = "month", _("per måned")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="temporary_stays"
    )
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.ACTIVE)
    # Empty only when it was taken in from files that may not say where a protected household lives.
    place = models.CharField(_("sted"), max_length=200, blank=True)
    dwelling = models.ForeignKey(
        Dwelling,
        verbose_name=_("kommunal bolig"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="temporary_stays",
    )
    application = models.ForeignKey(
        Application,
        verbose_name=_("søknad om midlertidig botilbud"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="temporary_stays",
    )
    decided_on = models.DateField(_("vedtak"), null=True, blank=True)
    starts_on = models.DateField(_("fra"))
    planned_ends_on = models.DateField(_("planlagt til"), null=True, blank=True)
    ends_on = models.DateField(_("flyttet ut"), null=True, blank=True)
    exit_to = models.CharField(_("flyttet til"), max_length=11, choices=ExitTo.choices, blank=True)
    price = models.DecimalField(_("pris, kr"), max_digits=10, decimal_places=2, null=True, blank=True)
    price_per = models.CharField(_("prisen er"), max_length=5, choices=PricePer.choices, default=PricePer.NIGHT)
    rules_signed_on = models.DateField(_("reglene lest og signert"), null=True, blank=True)
    key_handed_on = models.DateField(_("nøkkel utlevert"), null=True, blank=True)
    next_step = models.CharField(_("neste steg mot fast bolig"), max_length=300, blank=True)
    next_step_on = models.DateField(_("innen"), null=True, blank=True)

    objects = TemporaryStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("midlertidig opphold")
        verbose_name_plural = _("midlertidige opphold")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="temporary_stay_dates")]
        constraints = [
            no_overlap(
                "one_temporary_stay_at_a_time",
                ["household"],
                "starts_on",
                "ends_on",
                message=_("Husstanden har allerede et midlertidig opphold i dette tidsrommet."),
            ),
            no_overlap(
                "dwelling_holds_one_stay_at_a_time",
                ["dwelling"],
                "starts_on",
                "ends_on",
                condition=Q(dwelling__isnull=False),
                message=_("Boligen er allerede i bruk til et annet midlertidig opphold i dette tidsrommet."),
            ),
            in_order("temporary_stay_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            in_order(
                "temporary_stay_planned_after_start",
                "starts_on",
                "planned_ends_on",
                _("Planlagt slutt er før oppholdet begynner."),
            ),
            models.CheckConstraint(
                name="key_only_after_signed_rules",
                condition=Q(key_handed_on__isnull=True)
                | Q(rules_signed_on__isnull=False, key_handed_on__gte=F("rules_signed_on")),
                violation_error_message=_("Reglene må være lest og signert før nøkkelen utleveres."),
            ),
            models.CheckConstraint(
                name="temporary_stay_status_agrees_with_dates",
                condition=Q(status="active", ends_on__isnull=True) | Q(status="ended", ends_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene."),
            ),
            models.CheckConstraint(
                name="temporary_price_is_not_negative",
                condition=Q(price__isnull=True) | Q(price__gte=0),
                violation_error_message=_("Prisen kan ikke være negativ."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("temporary_stay", args=[self.pk])

    @staticmethod
    def status_from(ends_on) -> str:
        return TemporaryStay.Status.ENDED if ends_on else TemporaryStay.Status.ACTIVE

    @property
    def where(self) -> str:
        """The place, for those who may know it (``housing/protection.py``)."""
        return str(self.dwelling) if self.dwelling else self.place

    def nights_by(self, day) -> int:
        """Nights stayed by the day: the night before they leave is the last."""
        return max((min(self.ends_on or day, day) - self.starts_on).days, 0)

    def cost_by(self, day) -> Decimal | None:
        """What the nights have cost; a month's price is a twelfth of a year of 365 nights."""
        if self.price is None:
            return None
        nights = self.nights_by(day)
        if self.price_per == self.PricePer.NIGHT:
            return self.price * nights
        return round_half_up(self.price * 12 * nights / 365, 2)

    def is_past_planned_end(self, day) -> bool:
        return bool(self.planned_ends_on and self.ends_on is None and self.planned_ends_on < day)

    # --- What is done -------------------------------------------------------------------------------------

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        """Never where: the timeline is read by more people than those who may know."""
        title = _t("Midlertidig botilbud") if not was else _t("Midlertidig botilbud: flyttet ut")
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    def tell(self, what, *, by, note="", happened_on=None) -> None:
        title = _t("Midlertidig botilbud: {what}").format(what=what)
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    def claim_dwelling(self) -> None:
        """No stay where a tenant lives. Whoever moves in takes the same lock (``allocation/consequences.py``)."""
        if self.dwelling_id is None:
            return
        Dwelling.objects.select_for_update().get(pk=self.dwelling_id)
        lived_in = Tenancy.objects.municipal().filter(dwelling=self.dwelling_id, moved_in_on__isnull=False)
        lived_in = lived_in.filter(Q(moved_out_on__isnull=True) | Q(moved_out_on__gt=self.starts_on))
        if self.ends_on:
            lived_in = lived_in.filter(moved_in_on__lt=self.ends_on)
        if lived_in.exists():
            raise Refused(_t("Boligen er leid ut i dette tidsrommet."))
        if not Dwelling.objects.in_stock(self.starts_on).filter(pk=self.dwelling_id).exists():
            raise Refused(_t("Kommunen disponerer ikke boligen den dagen."))

    def register(self, *, by):
        with refusing_breaches():
            self.claim_dwelling()
            note = ""
            if self.planned_ends_on:
                note = _t("Planlagt til {day:%d.%m.%Y}").format(day=self.planned_ends_on)
            self.begin(by=by, note=note, happened_on=self.starts_on)
        return self

    def _change(self, **facts) -> None:
        """Only while they are there; whoever comes after the exit is told."""
        if not TemporaryStay.objects.filter(pk=self.pk, status=self.Status.ACTIVE).update(**facts):
            raise Refused(str(CHANGED_MEANWHILE))
        self._take(**facts)

    def sign_and_hand_over(self, *, by, rules_signed_on, key_handed_on):
        """The rules are read and signed; only then the key (bestemmelser signeres før nøkkel utleveres)."""
        if key_handed_on and (rules_signed_on is None or key_handed_on < rules_signed_on):
            raise Refused(_t("Reglene må være lest og signert før nøkkelen utleveres."))
        had_signed, had_key = self.rules_signed_on, self.key_handed_on
        with refusing_breaches():
            self._change(rules_signed_on=rules_signed_on, key_handed_on=key_handed_on)
            if rules_signed_on and rules_signed_on != had_signed:
                self.tell(_t("reglene signert"), by=by, happened_on=rules_signed_on)
            if key_handed_on and key_handed_on != had_key:
                self.tell(_t("nøkkel utlevert"), by=by, happened_on=key_handed_on)

    def plan_next(self, *, by, next_step, next_step_on):
        with refusing_breaches():
            self._change(next_step=next_step, next_step_on=next_step_on)
            self.tell(_t("neste steg"), by=by, note=next_step)

    def extend(self, extension, *, by):
        """A decision of its own for each extension, with its reason (forlengelse)."""
        with refusing_breaches():
            was = self.planned_ends_on
            kept = TemporaryStay.objects.filter(pk=self.pk, status=self.Status.ACTIVE, planned_ends_on=was)
            if not kept.update(planned_ends_on=extension.planned_ends_on):
                raise Refused(str(CHANGED_MEANWHILE))
            extension.stay, extension.by, extension.was_planned_on = self, by, was
            extension.save(force_insert=True)
            self.planned_ends_on = extension.planned_ends_on
            note = _t("Til {day:%d.%m.%Y}").format(day=extension.planned_ends_on)
            self.tell(_t("forlenget"), by=by, note=note, happened_on=extension.decided_on)

    def leave(self, *, by, ends_on, exit_to, note=""):
        label = str(self.ExitTo(exit_to).label)
        note = f"{label}. {note}" if note else label
        self.move_to(self.Status.ENDED, by=by, note=note, happened_on=ends_on, ends_on=ends_on, exit_to=exit_to)

    def keep_inventory(self, check, *, by):
        """The list of what stands there, once when they come and once when they leave (inventarliste)."""
        with refusing_breaches(), transaction.atomic():
            check.stay, check.by = self, by
            check.save(force_insert=True)
            note = _t("Mangler: {what}").format(what=", ".join(check.lacking)) if check.lacking else ""
            self.tell(check.told, by=by, note=note, happened_on=check.checked_on)
        return check

    def expel(self, expulsion, *, by):
        """Turned away, with facts, hearing and an alternative: the duty to find a place goes on (bortvisning)."""
        with refusing_breaches(), transaction.atomic():
            stay = TemporaryStay.objects.select_for_update().get(pk=self.pk)
            if stay.status != self.Status.ACTIVE:
                raise Refused(str(CHANGED_MEANWHILE))
            expulsion.stay, expulsion.by = self, by
            expulsion.save(force_insert=True)
            note = _t("Gjelder fra {day:%d.%m.%Y}").format(day=expulsion.effective_on)
            self.tell(_t("bortvist"), by=by, note=note, happened_on=expulsion.decided_on)
        return expulsion
