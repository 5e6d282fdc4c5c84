"""What to do next in an arrears case (neste steg): small rules, each with its reason. It proposes; a person decides.

Every rule is asked. The first that answers is the proposal, and the others that answer stand behind it, so that one
sees what spoke for something else. The order is the municipality's own practice: talk before paper, visit before a
warning, and where there are children nothing towards an eviction before somebody has been at the door and a plan has
been tried (seeds § 5, Drammen). ``NEVER`` says what no rule may propose, not even behind another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l


class Step(TextChoices):
    LETTER = "letter", _l("Send påminnelse")
    PHONE = "phone", _l("Ring")
    HOME_VISIT = "home_visit", _l("Dra på hjemmebesøk")
    PAYMENT_PLAN = "payment_plan", _l("Inngå nedbetalingsavtale")
    BENEFIT_DEDUCTION = "benefit_deduction", _l("Avtal trekk i ytelse")
    ADVICE = "advice", _l("Gi råd om økonomi og bostøtte")
    MEETING = "meeting", _l("Ta opp i restansemøtet")
    WARNING = "warning", _l("Varsle om fravikelse")
    PETITION = "petition", _l("Følg begjæringen")
    CLOSE = "close", _l("Lukk saken")
    WAIT = "wait", _l("Vent")


# A debt as large as this many months' rent is past what a letter mends.
LARGE_MONTHS = 2
# A debt that has stood for longer than this is past it too.
OLD_DAYS = 60
# Where nobody knows the rent, about that many months of an ordinary municipal one. Kroner.
LARGE_KRONER = 16_000
# After this long without contact somebody tries again, in another way.
TRY_AGAIN_DAYS = 14
CALLS_BEFORE_VISIT = 2
PLAN, BROKEN = "active", "breached"


@dataclass(frozen=True)
class Facts:
    """What the rules ask about one case, on a day. Kroner; days are dates, and empty when it has not happened."""

    today: date
    owed: Decimal
    rent: Decimal | None = None
    oldest_on: date | None = None
    missed: int = 0
    children: int = 0
    earlier_evictions: int = 0
    two_together: bool = False
    has_alert: bool = False
    interpreter: str = ""
    is_followed_up: bool = False
    has_consent: bool = False
    has_deduction: bool = False
    plan: str = ""
    plan_tried: bool = False
    letters: int = 0
    calls: int = 0
    visits: int = 0
    was_met: bool = False
    last_tried_on: date | None = None
    advised: bool = False
    met_about_on: date | None = None
    warned_on: date | None = None
    has_petition: bool = False
    has_moved_out: bool = False
    paused_until: date | None = None

    @property
    def months(self) -> Decimal:
        """How many months of rent are owed; nothing when the rent is not known."""
        return self.owed / self.rent if self.rent else Decimal(0)

    @property
    def is_large(self) -> bool:
        return self.months >= LARGE_MONTHS if self.rent else self.owed >= LARGE_KRONER

    @property
    def is_old(self) -> bool:
        return self.oldest_on is not None and (self.today - self.oldest_on).days > OLD_DAYS

    @property
    def is_waiting(self) -> bool:
        """Somebody was sought a short while ago: give it time."""
        return self._is_recent(self.last_tried_on)

    @property
    def is_recent(self) -> bool:
        """Something was done, or decided by the services together, a short while ago."""
        return self.is_waiting or self._is_recent(self.met_about_on)

    @property
    def is_drawn_from(self) -> bool:
        """A benefit is drawn from, and something came in for each term."""
        return self.has_deduction and self.missed == 0

    def _is_recent(self, day: date | None) -> bool:
        return day is not None and self.today < day + timedelta(days=TRY_AGAIN_DAYS)

    @property
    def was_sought(self) -> bool:
        return bool(self.letters or self.calls or self.visits)


@dataclass(frozen=True)
class Proposal:
    """``care`` is what to think of whatever one does: two together, an interpreter, who follows them."""

    step: str
    why: str
    rule: str
    care: tuple[str, ...] = ()
    two_together: bool = False

    @property
    def label(self) -> str | Promise:
        """Wherever it is read, also without its care: a visit that one must not make alone says so."""
        is_risky = self.step == Step.HOME_VISIT and self.two_together
        return _("Dra på hjemmebesøk, to sammen") if is_risky else Step(self.step).label


@dataclass(frozen=True)
class Rule:
    """When it answers, what it proposes, and why in words (with the facts' own fields in them)."""

    name: str
    applies: Callable[[Facts], bool]
    step: str
    why: str | Promise


# In this order. The first that answers is proposed.
RULES: tuple[Rule, ...] = (
    # Before all else, also in a pause: somebody who has paid must not lose the home because nobody told the court.
    Rule(
        "paid_after_petition",
        lambda f: f.has_petition and f.owed <= 0,
        Step.PETITION,
        _l("Gjelden er gjort opp, men begjæringen står. Få den trukket, og registrer det."),
    ),
    Rule("paused", lambda f: f.paused_until is not None, Step.WAIT, _l("Saken er på pause til {paused_until}.")),
    Rule("nothing_owed", lambda f: f.owed <= 0 and not f.has_petition, Step.CLOSE, _l("Gjelden er gjort opp.")),
    Rule(
        "petition_runs",
        lambda f: f.has_petition and f.owed > 0,
        Step.PETITION,
        _l("Begjæring er sendt. Betaling eller avtale kan fortsatt stanse den."),
    ),
    Rule("plan_is_kept", lambda f: f.plan == PLAN, Step.WAIT, _l("Nedbetalingsavtalen holdes.")),
    Rule(
        "has_moved",
        lambda f: f.has_moved_out,
        Step.PAYMENT_PLAN,
        _l("Husstanden har flyttet. Bare gjelden står igjen."),
    ),
    Rule(
        "plan_is_broken_with_children",
        lambda f: f.plan == BROKEN and f.children > 0 and not f.is_waiting,
        Step.HOME_VISIT,
        _l("Nedbetalingsavtalen er brutt, og det bor barn her. Finn ut hvorfor før noe annet gjøres."),
    ),
    Rule(
        "plan_is_broken",
        lambda f: f.plan == BROKEN and not f.children and not f.is_waiting,
        Step.PHONE,
        _l("Nedbetalingsavtalen er brutt. Finn ut hvorfor før noe annet gjøres."),
    ),
    Rule(
        "deduction_runs",
        lambda f: f.is_drawn_from and not f.plan and not f.is_large,
        Step.WAIT,
        _l("Trekk i en ytelse løper, og det er betalt noe i hver termin."),
    ),
    Rule(
        "children_first",
        lambda f: f.children > 0 and not f.visits and not f.is_waiting,
        Step.HOME_VISIT,
        _l("Det bor {children} barn her, og ingen har vært på døren."),
    ),
    Rule(
        "evicted_before",
        lambda f: f.earlier_evictions > 0 and f.met_about_on is None,
        Step.MEETING,
        _l("Husstanden har vært kastet ut før. Tjenestene må se saken sammen."),
    ),
    Rule(
        "first_small_debt",
        lambda f: not f.was_sought and not (f.missed >= 2 or f.is_large or f.is_old),
        Step.LETTER,
        _l("Ingen har tatt kontakt ennå, og gjelden er liten og ny."),
    ),
    Rule(
        "not_sought",
        lambda f: not f.was_sought and (f.missed >= 2 or f.is_large or f.is_old),
        Step.PHONE,
        _l("Ingen har snakket med leieren ennå."),
    ),
    Rule(
        "letter_unanswered",
        lambda f: f.letters > 0 and not (f.calls or f.visits) and not f.is_waiting,
        Step.PHONE,
        _l("Påminnelsen har ikke hjulpet."),
    ),
    Rule(
        "does_not_answer",
        lambda f: f.calls >= CALLS_BEFORE_VISIT and not f.visits and not f.was_met,
        Step.HOME_VISIT,
        _l("Leieren svarer ikke på telefon."),
    ),
    Rule(
        "not_reached",
        lambda f: 0 < f.calls < CALLS_BEFORE_VISIT and not f.visits and not f.was_met and not f.is_waiting,
        Step.PHONE,
        _l("Leieren er ikke nådd. Prøv en annen tid på dagen."),
    ),
    Rule(
        "met_without_plan",
        lambda f: f.was_met and not f.plan and not f.plan_tried,
        Step.PAYMENT_PLAN,
        _l("Leieren er nådd, og nedbetaling er ikke avtalt."),
    ),
    Rule(
        "consent_given",
        lambda f: f.has_consent and not f.has_deduction,
        Step.BENEFIT_DEDUCTION,
        _l("Leieren har samtykket til trekk i en ytelse."),
    ),
    Rule(
        "lasting_debt",
        lambda f: f.was_met and not f.advised and (f.is_large or f.plan_tried),
        Step.ADVICE,
        _l("Gjelden er stor eller kommer igjen. Se på inntekt, bostøtte og annen gjeld."),
    ),
    Rule(
        "tried_alone",
        lambda f: f.visits > 0 and f.met_about_on is None and (f.is_large or f.plan_tried),
        Step.MEETING,
        _l("Det som er prøvd, har ikke hjulpet. Tjenestene må se saken sammen."),
    ),
    # The last thing there is: never for a small debt, and with children only when a plan has been tried too.
    Rule(
        "nothing_helped",
        lambda f: (
            f.visits > 0
            and f.met_about_on is not None
            and not f.is_recent
            and f.months >= LARGE_MONTHS
            and f.warned_on is None
            and (f.plan_tried or not f.children)
        ),
        Step.WARNING,
        _l("Gjelden er stor, og verken besøk eller møte har hjulpet."),
    ),
    Rule(
        "already_warned",
        lambda f: f.warned_on is not None and not f.is_waiting,
        Step.HOME_VISIT,
        _l("Varsel ble sendt {warned_on}. Prøv å nå leieren før det går videre."),
    ),
)

# Asked when no rule answers: no case is left to lie.
OTHERWISE: tuple[Rule, ...] = (
    Rule("just_done", lambda f: f.is_recent, Step.WAIT, _l("Noe er nettopp gjort. Gi det tid.")),
    Rule(
        "stands_still",
        lambda f: not f.is_recent,
        Step.MEETING,
        _l("Gjelden står, og ingen har gjort noe på to uker. Finn ut sammen hva som kan hjelpe."),
    ),
)

# What no rule may propose, whatever else speaks for it.
NEVER: tuple[tuple[Step, Callable[[Facts], bool]], ...] = (
    # Whoever does what was agreed, or pays by a draw, is not warned; nor is anybody while the case rests.
    (Step.WARNING, lambda f: f.plan == PLAN or f.is_drawn_from or f.paused_until is not None),
    (Step.WARNING, lambda f: bool(f.children) and not (f.visits and f.plan_tried)),
    (Step.WARNING, lambda f: f.owed <= 0 or f.has_petition or f.has_moved_out),
    # Somebody else lives there now.
    (Step.HOME_VISIT, lambda f: f.has_moved_out),
)


def proposals(facts: Facts) -> list[Proposal]:
    """All that the rules say, the proposed one first. There is always one."""
    words = {name: f"{value:%d.%m.%Y}" if isinstance(value, date) else value for name, value in vars(facts).items()}
    never = {step for step, applies in NEVER if applies(facts)}
    found = [rule for rule in RULES if rule.step not in never and rule.applies(facts)]
    return [
        Proposal(rule.step, str(rule.why).format(**words), rule.name, care(facts), facts.two_together)
        for rule in found or [rule for rule in OTHERWISE if rule.applies(facts)]
    ]


def proposed(facts: Facts) -> Proposal:
    return proposals(facts)[0]


def care(facts: Facts) -> tuple[str, ...]:
    """What to think of first, whatever is done."""
    found = []
    if facts.two_together:
        found.append(_("Gå alltid to sammen."))
    elif facts.has_alert:
        found.append(_("Les varslene om dem før du drar dit."))
    if facts.interpreter:
        found.append(_("Bestill tolk: {language}.").format(language=facts.interpreter))
    if facts.is_followed_up:
        found.append(_("Snakk med oppfølgingsteamet først."))
    return tuple(found)
