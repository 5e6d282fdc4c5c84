"""A lease ended before its time, or one without an end: notice given by either side, or cancelled for breach."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models.casefile import Letter
from housing.models.contracts import OfTenancyQuerySet
from housing.models.tenancies import Tenancy
from housing.notices import Ground, Kind, NoticeTerms, Party
from housing.terms import due_on


class TerminationQuerySet(OfTenancyQuerySet):
    def standing(self, day):
        """Given on or before the day, and not taken back by then."""
        return self.filter(in_force(day, "given_on", "withdrawn_on"))


@tracked()
class Termination(models.Model):
    """Notice (oppsigelse) or cancellation for breach (heving) of a lease, by the tenant or by us.

    Dated facts and no status: it stands from the day it is given until it is taken back or the household has moved out.
    """

    Kind, Party, Ground = Kind, Party, Ground

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="terminations")
    kind = models.CharField(_("gjelder"), max_length=6, choices=Kind.choices)
    given_by = models.CharField(_("hvem som sier opp"), max_length=8, choices=Party.choices)
    # The day it has reached the other side: every term runs from it.
    given_on = models.DateField(_("mottatt av den andre"))
    takes_effect_on = models.DateField(_("leieforholdet opphører"))
    is_room = models.BooleanField(_("enkelt rom i en annens bolig"), default=False)
    ground = models.CharField(_("grunnlag"), max_length=10, choices=Ground.choices, blank=True)
    reasons = models.TextField(_("begrunnelse"), max_length=4000, blank=True)
    warned_on = models.DateField(_("skriftlig advarsel gitt"), null=True, blank=True)
    # Said in the letter we write; of one given before, somebody has read that it does.
    informs_of_protest = models.BooleanField(_("opplyser om protest innen én måned"), default=True)
    protested_on = models.DateField(_("protest mottatt"), null=True, blank=True)
    protest = models.TextField(_("hva leieren skriver"), max_length=4000, blank=True)
    sued_on = models.DateField(_("søksmål reist"), null=True, blank=True)
    withdrawn_on = models.DateField(_("trukket eller falt bort"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("hvorfor"), max_length=500, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TerminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppsigelse")
        verbose_name_plural = _("oppsigelser")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_termination_at_a_time",
                fields=["tenancy"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message=_("Leieforholdet er allerede sagt opp."),
            ),
            in_order(
                "termination_takes_effect_after_given",
                "given_on",
                "takes_effect_on",
                _("Leieforholdet kan ikke opphøre før oppsigelsen er mottatt."),
            ),
            models.CheckConstraint(
                name="landlord_gives_ground_and_reasons",
                condition=Q(given_by="tenant") | (~Q(ground="") & ~Q(reasons="")),
                violation_error_message=_("Kommunen må ha en saklig grunn og skrive en begrunnelse."),
            ),
            models.CheckConstraint(
                name="landlord_informs_of_protest",
                condition=Q(given_by="tenant") | Q(kind="breach") | Q(informs_of_protest=True),
                violation_error_message=_("Oppsigelsen må opplyse om at leieren kan protestere innen én måned."),
            ),
            models.CheckConstraint(
                name="only_tenant_protests_against_notice",
                condition=Q(protested_on__isnull=True) | Q(kind="notice", given_by="landlord"),
                violation_error_message=_("Bare leieren kan protestere, og bare mot en oppsigelse fra kommunen."),
            ),
            in_order("protest_after_notice", "given_on", "protested_on", _("Protesten er før oppsigelsen.")),
            models.CheckConstraint(
                name="lawsuit_follows_protest",
                condition=Q(sued_on__isnull=True) | Q(protested_on__isnull=False, sued_on__gte=models.F("given_on")),
                violation_error_message=_("Søksmål reises etter at leieren har protestert."),
            ),
            in_order(
                "termination_withdrawn_after_given",
                "given_on",
                "withdrawn_on",
                _("Datoen er før oppsigelsen ble gitt."),
            ),
            models.CheckConstraint(
                name="withdrawn_termination_has_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                violation_error_message=_("Skriv både når oppsigelsen falt bort og hvorfor."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.given_on}"

    def get_absolute_url(self):
        return self.tenancy.get_absolute_url()

    @property
    def household(self):
        return self.tenancy.household

    @property
    def may_be_protested(self) -> bool:
        return self.kind == Kind.NOTICE and self.given_by == Party.LANDLORD and self.withdrawn_on is None

    @property
    def protest_due_on(self):
        return due_on("F12_protest", self.given_on)

    @property
    def suit_due_on(self):
        """After a protest in time, the last day for the landlord to go to court."""
        return due_on("F12_suit", self.protest_due_on)

    @property
    def is_protested_in_time(self) -> bool:
        return self.protested_on is not None and self.protested_on <= self.protest_due_on

    def terms(self) -> NoticeTerms:
        lease = self.tenancy.contract_on(self.given_on)
        return NoticeTerms(
            kind=self.kind,
            given_by=self.given_by,
            given_on=self.given_on,
            takes_effect_on=self.takes_effect_on,
            is_room=self.is_room,
            ground=self.ground,
            reasons=self.reasons,
            warned_on=self.warned_on,
            informs_of_protest=self.informs_of_protest,
            lease_ends_on=lease.ends_on if lease and not lease.became_indefinite_on else None,
            says_no_notice_in_lease=lease.says_no_notice_in_lease if lease else None,
        )

    def give(self, *, by) -> "Termination":
        """Kept, and the day they leave with it: from now on the dwelling is known to become vacant."""
        with refusing_breaches(), transaction.atomic():
            tenancy = _locked(self.tenancy_id)
            self.by = by
            self.save(force_insert=True)
            tenancy.plan_to_leave(
                self.takes_effect_on, by=by, title=self._title(), note=str(self.get_ground_display()), on=self.given_on
            )
        return self

    def _title(self):
        by_tenant = {Kind.NOTICE: _("Leieren har sagt opp"), Kind.BREACH: _("Leieren har hevet leieavtalen")}
        by_us = {Kind.NOTICE: _("Leieforholdet er sagt opp"), Kind.BREACH: _("Leieavtalen er hevet")}
        return (by_tenant if self.given_by == Party.TENANT else by_us)[self.kind]

    def withdraw(self, *, by, withdrawn_on, withdrawn_reason):
        """Taken back, or fallen away after a protest; the household stays."""
        with refusing_breaches(), transaction.atomic():
            tenancy = _locked(self.tenancy_id)
            changed = Termination.objects.filter(pk=self.pk, withdrawn_on__isnull=True).update(
                withdrawn_on=withdrawn_on, withdrawn_reason=withdrawn_reason
            )
            if not changed:
                raise Refused(_("Oppsigelsen er allerede trukket."))
            tenancy.plan_to_leave(None, by=by, title=_("Oppsigelsen gjelder ikke lenger"), on=withdrawn_on)


def _locked(tenancy_id) -> Tenancy:
    """One at a time; and nobody gives notice of a home the household has left."""
    tenancy = Tenancy.objects.select_for_update(of=("self",)).get(pk=tenancy_id)
    if tenancy.status != Tenancy.Status.ACTIVE:
        raise Refused(_("Husstanden bor ikke her nå."))
    return tenancy
