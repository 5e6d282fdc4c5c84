"""What is agreed about living somewhere: the lease, what the tenant is told in writing, the security (leiekontrakt)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing import consequences
from housing.contracts import (
    Breach,
    ExceptionAgreed,
    Ground,
    LeaseTerms,
    breaches,
    talks_count_from,
    turns_indefinite_on,
)
from housing.database import Refused, in_force, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models.casefile import Letter
from housing.models.homes import Dwelling
from housing.models.rents import Rent
from housing.models.tenancies import Tenancy
from housing.models.trace import CaseEvent
from housing.visibility import VisibleQuerySet


class OfTenancyQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_tenancy"
    HOUSEHOLD_PATH = "tenancy__household"


class ContractQuerySet(OfTenancyQuerySet):
    def unsigned(self):
        """Written here and waiting for signatures; an imported lease without a date was signed long ago."""
        return self.filter(signed_on__isnull=True, letter__isnull=False)


@tracked()
class Contract(models.Model):
    """One lease (leiekontrakt). No end: indefinite (tidsubestemt). An extension is a new contract.

    What is None is not known: a lease that was imported, or made before it was asked about.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(
        Tenancy, verbose_name=_("leieforhold"), on_delete=models.PROTECT, related_name="contracts"
    )
    signed_on = models.DateField(_("signert"), null=True, blank=True)
    starts_on = models.DateField(_("gjelder fra"))
    ends_on = models.DateField(_("gjelder til"), null=True, blank=True)
    short_term_ground = models.CharField(
        _("grunnlag for kortere tid"), max_length=7, choices=Ground.choices, blank=True
    )
    short_term_reason = models.CharField(_("grunn til kortere enn tre år"), max_length=500, blank=True)
    weighty_reason = models.CharField(_("tungtveiende grunner til enda en kort"), max_length=500, blank=True)
    says_no_notice_in_lease = models.BooleanField(_("sier at den ikke kan sies opp i leietiden"), null=True, blank=True)
    exceptions = ArrayField(
        models.CharField(max_length=10, choices=ExceptionAgreed.choices),
        verbose_name=_("unntak som er avtalt"),
        default=list,
        blank=True,
    )
    notice_signed_on = models.DateField(_("skriftlig opplysning etter § 11-1 signert"), null=True, blank=True)
    monthly_rent = models.DecimalField(_("avtalt månedsleie"), max_digits=10, decimal_places=2, null=True, blank=True)
    advance_months = models.PositiveSmallIntegerField(_("måneder leie på forskudd"), null=True, blank=True)
    deposit_amount = models.DecimalField(_("avtalt depositum"), max_digits=10, decimal_places=2, null=True, blank=True)
    guarantee_amount = models.DecimalField(_("avtalt garanti"), max_digits=10, decimal_places=2, null=True, blank=True)
    has_unpaid_clause = models.BooleanField(_("utkastelsesklausul for ubetalt leie"), null=True, blank=True)
    has_expiry_clause = models.BooleanField(_("utkastelsesklausul når leietiden er ute"), null=True, blank=True)
    house_rules = models.CharField(_("husordensregler"), max_length=200, blank=True)
    # Of a dwelling with a nomination agreement (tilvisning) the owner lets, and we keep only that there is a lease.
    is_owners_lease = models.BooleanField(_("eieren er utleier"), default=False)
    application = models.ForeignKey(
        "applications.Application",
        verbose_name=_("vedtaket den bygger på"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
    )
    no_talk_reason = models.CharField(_("hvorfor ingen boligkarrieresamtale"), max_length=500, blank=True)
    # The lease as a paper; unsigned while it has one and no date.
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The day the lease went over to indefinite by itself, once somebody has seen it and written it down.
    became_indefinite_on = models.DateField(_("gikk over til tidsubestemt"), null=True, blank=True)
    # Codes of lease rules an imported contract breaks and nobody can mend any longer (housing/contracts.py).
    breaches = ArrayField(models.CharField(max_length=10), default=list, blank=True, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("leiekontrakt")
        verbose_name_plural = _("leiekontrakter")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["ends_on"], name="contract_ends")]
        constraints = [
            in_order("contract_ends_after_start", "starts_on", "ends_on", _("Kontrakten slutter før den begynner.")),
            models.UniqueConstraint(
                name="one_unsigned_lease_at_a_time",
                fields=["tenancy"],
                condition=Q(signed_on__isnull=True, letter__isnull=False),
                violation_error_message=_("Det ligger allerede en kontrakt til signering. Signer eller forkast den."),
            ),
            models.CheckConstraint(
                name="lease_turns_indefinite_after_its_end",
                condition=Q(became_indefinite_on__isnull=True) | Q(became_indefinite_on__gt=models.F("ends_on")),
                violation_error_message=_("En kontrakt kan først gå over til tidsubestemt etter at leietiden er ute."),
            ),
        ]

    def __str__(self):
        return f"{self.tenancy_id}: {self.starts_on}"

    def get_absolute_url(self):
        return reverse("contract", args=[self.pk])

    @property
    def household(self):
        return self.tenancy.household

    @property
    def is_unsigned(self) -> bool:
        return self.signed_on is None and self.letter_id is not None

    @property
    def exception_labels(self) -> list:
        return [ExceptionAgreed(code).label for code in self.exceptions]

    def earlier_leases(self):
        """The household's other leases of the same dwelling."""
        same = Contract.objects.filter(
            tenancy__household=self.tenancy.household_id, tenancy__dwelling=self.tenancy.dwelling_id
        )
        return same.exclude(pk=self.pk)

    @property
    def is_extension(self) -> bool:
        """A later lease of a tenancy that had one before."""
        return self.tenancy.contracts.exclude(pk=self.pk).filter(starts_on__lte=self.starts_on).exists()

    def terms(self) -> LeaseTerms:
        """The lease as the rules of husleieloven look at it."""
        is_nomination = self.tenancy.dwelling and self.tenancy.dwelling.ownership == Dwelling.Ownership.NOMINATION
        return LeaseTerms(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            short_term_ground=self.short_term_ground,
            short_term_reason=self.short_term_reason,
            previous_short_leases=sum(LeaseTerms(one.starts_on, one.ends_on).is_short for one in self.earlier_leases()),
            weighty_reason=self.weighty_reason,
            exceptions=tuple(self.exceptions),
            special_notice_signed=bool(self.notice_signed_on),
            says_no_notice_in_lease=self.says_no_notice_in_lease,
            monthly_rent=self.monthly_rent,
            deposit_amount=self.deposit_amount or 0,
            guarantee_amount=self.guarantee_amount or 0,
            advance_months=self.advance_months or 0,
            has_unpaid_clause=self.has_unpaid_clause,
            has_expiry_clause=self.has_expiry_clause,
            is_extension=self.is_extension,
            has_decision=self.application_id is not None,
            is_leased_by_owner=bool(is_nomination),
        )

    def is_talked_about(self) -> bool:
        """Whether there was a talk about what comes next before this lease, which extends an earlier one."""
        before = self.tenancy.contracts.exclude(pk=self.pk).filter(starts_on__lte=self.starts_on).first()
        ends_on = (before.ends_on if before else None) or self.starts_on
        return self.tenancy.talks.filter(held_on__gte=talks_count_from(ends_on)).exists()

    def draw_up(self, *, by, paper=None):
        """Keep the lease with its paper; signed already, or waiting for signatures."""
        with refusing_breaches():
            self.save(force_insert=True)
            if paper is not None:
                self.letter = paper(self)
                self.save(update_fields=["letter"])
            if self.signed_on or paper is None:
                self._take_effect(by, self.signed_on or self.starts_on)
            else:
                CaseEvent.write(self, by=by, title=_("Leiekontrakt skrevet, ikke signert"), note=self.term_text)
            consequences.changed("contract", [self.tenancy.household_id], by=by)

    def sign(self, *, by, signed_on):
        """Both have signed: from now on it binds, and stands as it was written."""
        with refusing_breaches():
            if not Contract.objects.unsigned().filter(pk=self.pk).update(signed_on=signed_on):
                raise Refused(_("Kontrakten er allerede signert."))
            self.signed_on = signed_on
            self._take_effect(by, signed_on)

    def _take_effect(self, by, day):
        CaseEvent.write(self, by=by, title=_("Leiekontrakt inngått"), note=self.term_text, happened_on=day)
        Rent.agree(self.tenancy, self.monthly_rent, self.starts_on, by=by)
        Tenancy.objects.filter(pk=self.tenancy_id).update(
            monthly_rent=self.monthly_rent, deposit_amount=self.deposit_amount
        )
        # An extension applied for and granted is thereby carried out.
        for application in self.tenancy.applications_about.filter(kind="extension", status="granted"):
            application.fulfil(by=by, happened_on=day)

    def discard(self, *, by):
        """An unsigned lease comes to nothing; its paper stays in the file and says so."""
        with refusing_breaches():
            found = Contract.objects.unsigned().select_for_update().filter(pk=self.pk).first()
            if found is None:
                raise Refused(_("Bare en kontrakt som ikke er signert, kan forkastes."))
            Letter.objects.filter(pk=found.letter_id).update(title=_("Husleiekontrakt, forkastet uten å bli signert"))
            CaseEvent.write(found.tenancy, by=by, title=_("Leiekontrakt forkastet før signering"), note=found.term_text)
            found.delete()
            consequences.changed("contract", [found.tenancy.household_id], by=by)

    def turn_indefinite(self, *, by):
        """What happened by itself is written down (gikk over til tidsubestemt): the day follows from the law."""
        day = turns_indefinite_on(self.ends_on)
        with refusing_breaches():
            if not Contract.objects.filter(pk=self.pk, became_indefinite_on__isnull=True).update(
                became_indefinite_on=day
            ):
                raise Refused(_("Det er allerede registrert at kontrakten er tidsubestemt."))
            self.became_indefinite_on = day
            CaseEvent.write(
                self.tenancy, by=by, title=_("Leiekontrakten er gått over til å være tidsubestemt"), happened_on=day
            )

    @property
    def term_text(self) -> str:
        """«01.02.2026 – 01.02.2029», or that it is indefinite."""
        until = f"{self.ends_on:%d.%m.%Y}" if self.ends_on else _("tidsubestemt")
        return f"{self.starts_on:%d.%m.%Y} – {until}"

    def rules_broken(self) -> list[Breach]:
        """By a municipal lease made here: what is imported is known too little of, and keeps its own ``breaches``."""
        is_ours = self.tenancy.tenure == Tenancy.Tenure.MUNICIPAL and not self.is_owners_lease
        return breaches(self.terms()) if is_ours and self.letter_id else []


@tracked()
class LeaseNotice(models.Model):
    """What a tenant is told in writing: that the home is for the disadvantaged, and which exceptions are agreed.

    Without it, signed, none of the exceptions of husleieloven § 11-1 hold (skriftlig opplysning).
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="lease_notices")
    exceptions = ArrayField(
        models.CharField(max_length=10, choices=ExceptionAgreed.choices), verbose_name=_("unntak"), default=list
    )
    written_on = models.DateField(_("skrevet"))
    signed_on = models.DateField(_("signert"), null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfTenancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("opplysning om bolig for vanskeligstilte")
        verbose_name_plural = _("opplysninger om bolig for vanskeligstilte")
        ordering = ["-written_on", "-pk"]
        constraints = [
            in_order(
                "lease_notice_signed_after_written",
                "written_on",
                "signed_on",
                _("Opplysningen kan ikke være signert før den er skrevet."),
            ),
        ]

    def __str__(self):
        return f"{self.tenancy_id}: {self.written_on}"

    def get_absolute_url(self):
        return self.tenancy.get_absolute_url()

    @property
    def household(self):
        return self.tenancy.household

    @property
    def exception_labels(self) -> list:
        return [ExceptionAgreed(code).label for code in self.exceptions]


class SecurityQuerySet(OfTenancyQuerySet):
    def standing(self, day):
        """Established and not paid out on the day."""
        return self.filter(in_force(day, "established_on", "paid_out_on"))


@tracked()
class Security(models.Model):
    """What stands for what a tenant may come to owe: a deposit, or somebody's guarantee (sikkerhet)."""

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("Depositum")
        GUARANTEE = "guarantee", _("Garanti")

    class PaidTo(models.TextChoices):
        TENANT = "tenant", _("Leieren")
        LANDLORD = "landlord", _("Kommunen")
        SHARED = "shared", _("Delt mellom leieren og kommunen")
        RELEASED = "released", _("Garantien er opphørt uten utbetaling")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="securities")
    kind = models.CharField(_("sikkerhet"), max_length=9, choices=Kind.choices)
    amount = models.DecimalField(_("beløp"), max_digits=10, decimal_places=2)
    held_by = models.CharField(_("bank eller garantist"), max_length=200)
    # The tenant's own account, which only both of them can open (særskilt konto i leierens navn).
    is_own_account = models.BooleanField(_("særskilt konto i leierens navn"), default=False)
    established_on = models.DateField(_("opprettet"))
    # The day the bank wrote to the tenant that the landlord asks for the money.
    claimed_on = models.DateField(_("banken har varslet leieren"), null=True, blank=True)
    paid_out_on = models.DateField(_("utbetalt eller opphørt"), null=True, blank=True)
    paid_to = models.CharField(_("utbetalt til"), max_length=8, choices=PaidTo.choices, blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)

    objects = SecurityQuerySet.as_manager()

    class Meta:
        verbose_name = _("sikkerhet")
        verbose_name_plural = _("sikkerheter")
        ordering = ["-established_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="security_has_amount",
                condition=Q(amount__gt=0),
                violation_error_message=_("Beløpet må være større enn null."),
            ),
            models.CheckConstraint(
                name="deposit_stands_on_own_account",
                condition=Q(kind="guarantee") | Q(is_own_account=True),
                violation_error_message=_("Et depositum skal stå på en særskilt konto i leierens navn."),
            ),
            in_order(
                "security_claimed_after_established",
                "established_on",
                "claimed_on",
                _("Kravet er før sikkerheten ble opprettet."),
            ),
            in_order(
                "security_paid_out_after_established",
                "established_on",
                "paid_out_on",
                _("Utbetalingen er før sikkerheten ble opprettet."),
            ),
            models.CheckConstraint(
                name="paid_out_security_has_receiver",
                condition=Q(paid_out_on__isnull=True, paid_to="") | (Q(paid_out_on__isnull=False) & ~Q(paid_to="")),
                violation_error_message=_("Skriv både når sikkerheten ble utbetalt og til hvem."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"

    def get_absolute_url(self):
        return self.tenancy.get_absolute_url()

    @property
    def household(self):
        return self.tenancy.household
