"""May the municipality make this lease (leiekontrakt)? The rules of husleieloven, one by one.

For municipal leases only: what a private landlord agrees to is not ours to check. A breach that makes
the lease invalid or is forbidden is refused; what is unwise or not yet known to be right is a warning.
An old contract that breaks a rule is imported all the same, and its breaches put it on the list of
contracts to look at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.periods import add_months
from housing.terms import due_on, passed_on

Text = str | Promise
SHORTEST_MONTHS = 36
MOST_SECURITY_MONTHS = 6
# A talk about what comes after this lease: the radar begins a year before the end, and some are early.
TALK_MONTHS = 15


class Severity(TextChoices):
    REFUSE = "refuse", _("kan ikke inngås")
    WARN = "warn", _("bør ses på")


class Ground(TextChoices):
    """Why a lease is shorter than three years: what anybody may agree to, or what only homes like these may."""

    JUST = "just", _("Saklig grunn")
    SPECIAL = "special", _("Særlige grunner, bolig for vanskeligstilte")


class ExceptionAgreed(TextChoices):
    """What may be agreed otherwise than for other tenants, in homes for the disadvantaged (husleieloven § 11-1)."""

    SHORT_TERM = "short_term", _("Kortere leietid enn tre år")
    HOUSEHOLD = "household", _("Kommunen må godkjenne hvem som flytter inn")
    SUBLETTING = "subletting", _("Kommunen må godkjenne fremleie")
    LOAN = "loan", _("Leieren gir kommunen et lån i forbindelse med avtalen")


@dataclass(frozen=True)
class Breach:
    code: str
    message: Text
    severity: Severity
    law: str


@dataclass(frozen=True)
class LeaseTerms:
    """What the rules need to know; None is not known, and only breaches of what is known are found.

    `previous_short_leases` counts earlier fixed leases under three years of the same dwelling between
    the same parties. `weighty_reason` (tungtveiende grunner) is what allows one more of them.
    """

    starts_on: date
    ends_on: date | None = None
    short_term_reason: str = ""
    previous_short_leases: int = 0
    weighty_reason: str = ""
    short_term_ground: str = ""
    exceptions: tuple[str, ...] = ()
    special_notice_signed: bool | None = None
    says_no_notice_in_lease: bool | None = None
    monthly_rent: Decimal | None = None
    deposit_amount: Decimal = Decimal(0)
    guarantee_amount: Decimal = Decimal(0)
    advance_months: int = 1
    has_unpaid_clause: bool | None = None
    has_expiry_clause: bool | None = None
    is_extension: bool = False
    has_decision: bool = True
    is_leased_by_owner: bool = False

    @property
    def is_short(self) -> bool:
        """Fixed for less than three years; an end written as the lease's last day is not a day too short."""
        if self.ends_on is None:
            return False
        return self.ends_on + timedelta(days=1) < add_months(self.starts_on, SHORTEST_MONTHS)

    @property
    def needs_special_notice(self) -> bool:
        """An exception for homes for the disadvantaged is used; a short lease for a just cause is open to anybody."""
        return bool(self.exceptions) or (self.is_short and self.short_term_ground != Ground.JUST)

    @property
    def exceeds_security(self) -> bool:
        if self.monthly_rent is None:
            return False
        return self.deposit_amount + self.guarantee_amount > MOST_SECURITY_MONTHS * self.monthly_rent


@dataclass(frozen=True)
class Rule:
    code: str
    is_broken: Callable[[LeaseTerms], bool]
    message: Text
    severity: Severity
    law: str


RULES = (
    Rule(
        "V1",
        lambda lease: lease.is_short and not lease.short_term_reason.strip(),
        _("En tidsbestemt kontrakt på under tre år må ha en skriftlig grunn. Uten grunn blir den tidsubestemt."),
        Severity.REFUSE,
        "husll_9_3",
    ),
    Rule(
        "V2",
        lambda lease: lease.is_short and lease.previous_short_leases > 0 and not lease.weighty_reason.strip(),
        _(
            "Husstanden har hatt en kontrakt på under tre år for denne boligen før. "
            "En til krever tungtveiende grunner, ellers blir den tidsubestemt."
        ),
        Severity.REFUSE,
        "husll_11_1",
    ),
    Rule(
        "V3",
        lambda lease: lease.needs_special_notice and lease.special_notice_signed is False,
        _(
            "Leieren må ha fått skriftlig opplysning om at boligen er for vanskeligstilte, "
            "og om hvilke unntak som er avtalt. Uten den gjelder ikke unntakene."
        ),
        Severity.REFUSE,
        "husll_11_1",
    ),
    Rule(
        "V3",
        lambda lease: lease.needs_special_notice and lease.special_notice_signed is None,
        _("Det er ikke registrert at leieren har fått skriftlig opplysning om unntakene for vanskeligstilte."),
        Severity.WARN,
        "husll_11_1",
    ),
    Rule(
        "V4",
        lambda lease: lease.ends_on is not None and lease.says_no_notice_in_lease is False,
        _("Kontrakten sier ikke at den ikke kan sies opp i leietiden. Da kan leieren si den opp."),
        Severity.WARN,
        "husll_9_2",
    ),
    Rule(
        "V5",
        lambda lease: lease.exceeds_security,
        _("Depositum og garanti kan til sammen ikke være mer enn seks måneders leie."),
        Severity.REFUSE,
        "husll_3_5",
    ),
    Rule(
        "V6",
        lambda lease: lease.advance_months > 1,
        _("Leie kan ikke kreves for mer enn én måned på forskudd."),
        Severity.REFUSE,
        "husll_3_2",
    ),
    Rule(
        "V7",
        lambda lease: lease.has_unpaid_clause is False,
        _(
            "Kontrakten har ingen utkastelsesklausul for ubetalt leie. "
            "Da er ikke kontrakten alene tvangsgrunnlag når leien ikke blir betalt."
        ),
        Severity.WARN,
        "tvfbl_13_2",
    ),
    Rule(
        "V7",
        lambda lease: lease.ends_on is not None and lease.has_expiry_clause is False,
        _(
            "Kontrakten har ingen utkastelsesklausul for når leietiden er ute. "
            "Da er ikke kontrakten alene tvangsgrunnlag når leieren blir boende."
        ),
        Severity.WARN,
        "tvfbl_13_2",
    ),
    Rule(
        "V9",
        lambda lease: lease.is_extension and not lease.has_decision,
        _("En forlengelse krever eget vedtak og ny kontrakt."),
        Severity.REFUSE,
        "fvl_23",
    ),
    Rule(
        "V10",
        lambda lease: lease.is_leased_by_owner,
        _("Boligen leies ut av eieren. Kommunen har bare tildelingsretten og inngår ingen kontrakt."),
        Severity.REFUSE,
        "husll_11_1",
    ),
)


def breaches(lease: LeaseTerms) -> list[Breach]:
    """Every rule the lease breaks, in the order of the table."""
    return [Breach(rule.code, rule.message, rule.severity, rule.law) for rule in RULES if rule.is_broken(lease)]


def talks_count_from(ends_on: date) -> date:
    """From this day on, a talk (boligkarrieresamtale) is about the end of this lease and not of the one before."""
    return add_months(ends_on, -TALK_MONTHS)


def turns_indefinite_on(ends_on: date) -> date:
    """The first day a lease that ran out is indefinite, when the tenant still lives there and nobody wrote."""
    return passed_on("F11", ends_on)


def stops_conversion(ends_on: date, sent_on: date) -> bool:
    """Whether a written request to move, sent that day, keeps the lease from turning indefinite.

    What is sent before the lease has run out may not count (unverified), so we do not rest on it.
    """
    return ends_on <= sent_on <= due_on("F11", ends_on)


def is_refused(found: list[Breach]) -> bool:
    return any(breach.severity == Severity.REFUSE for breach in found)


@dataclass(frozen=True)
class RentChange:
    """A change of rent in a running lease. Without `claimed_on` it follows the consumer price index.

    `fixed_on` is when today's rent came into force, `unindexed_since` when it last changed in another
    way than by the index (or the lease began), `notified_on` the tenant's written notice, and
    `claimed_on` the written claim to bring the rent to the going rate (gjengs leie).
    """

    takes_effect_on: date
    fixed_on: date
    notified_on: date | None = None
    unindexed_since: date | None = None
    claimed_on: date | None = None


def rent_change_breaches(change: RentChange) -> list[Breach]:
    """V8: too early, or without the notice the tenant is owed."""
    if change.claimed_on is None:
        return _index_breaches(change)
    return _going_rate_breaches(change, change.claimed_on)


def _index_breaches(change: RentChange) -> list[Breach]:
    found = []
    if change.takes_effect_on < due_on("F9", change.fixed_on):
        found.append(_too_early(_("Leien kan tidligst endres ett år etter forrige fastsetting."), "husll_4_2"))
    if change.notified_on is None or change.takes_effect_on < due_on("F9_notice", change.notified_on):
        found.append(_too_early(_("Leieren må varsles skriftlig minst én måned før leien endres."), "husll_4_2"))
    return found


def _going_rate_breaches(change: RentChange, claimed_on: date) -> list[Breach]:
    found = []
    if claimed_on < due_on("F10", change.unindexed_since or change.fixed_on):
        found.append(_too_early(_("Gjengs leie kan først kreves etter to år og seks måneder."), "husll_4_3"))
    if change.takes_effect_on < due_on("F10_notice", claimed_on):
        found.append(_too_early(_("Gjengs leie gjelder tidligst seks måneder etter skriftlig krav."), "husll_4_3"))
    if change.takes_effect_on < due_on("F10_change", change.fixed_on):
        found.append(_too_early(_("Gjengs leie gjelder tidligst ett år etter forrige endring."), "husll_4_3"))
    return found


def _too_early(message: Text, law: str) -> Breach:
    return Breach("V8", message, Severity.REFUSE, law)
