"""Which households are in greatest need: points per criterion, each with the fact that gave it.

A scheme is rows the municipality edits (criteria vary between municipalities); FIRST_SCHEME is what a
new municipality starts with. The order it gives is a proposal that a person decides on, and every place
in it can be explained. Sex, origin, citizenship, faith and the like are not among the facts and can
never become criteria; `refugee` counts a settlement the municipality has agreed to, nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from housing.periods import Period, add_months

Text = str | Promise
Measured = tuple[int, Text]
HEALTH_AND_SUBSTANCE = frozenset({"substance_use", "mental_illness", "dual_diagnosis"})
ADAPTED = frozenset({"physical_disability", "intellectual_disability", "elderly"})
EVICTED = "evicted_last_6_months"
REFUGEE = frozenset({"refugee"})
LEAVING = frozenset({"discharged_last_6_months", "released_last_6_months"})
EXPIRES_SOON_MONTHS = 6
LEAVES_SOON_MONTHS = 2
# The line of a place that was moved by hand; no criterion of a scheme.
OVERRIDE = "override"


@dataclass(frozen=True)
class Facts:
    """What the scheme may count, on the day `on`.

    `decided_on` is when the application was granted: waiting is counted from it. `temporary_days` is
    how long the household has been in temporary housing, None when it is not in any.
    """

    on: date
    decided_on: date | None = None
    situation: str = "none"
    homeless_category: str = ""
    child_ages: tuple[int, ...] = ()
    target_groups: frozenset[str] = frozenset()
    problems: frozenset[str] = frozenset()
    temporary_days: int | None = None
    contract_ends_on: date | None = None
    leaves_institution_on: date | None = None

    @property
    def waiting_days(self) -> int:
        if self.decided_on is None or self.decided_on > self.on:
            return 0
        return (self.on - self.decided_on).days

    @property
    def contract_expires_soon(self) -> bool:
        return self.is_within_months(self.contract_ends_on, EXPIRES_SOON_MONTHS)

    @property
    def leaves_soon(self) -> bool:
        return self.is_within_months(self.leaves_institution_on, LEAVES_SOON_MONTHS)

    def is_within_months(self, day: date | None, months: int) -> bool:
        return day is not None and day in Period(self.on, add_months(self.on, months))


@dataclass(frozen=True)
class Criterion:
    """One row of a scheme: `points` for each unit of what the code measures, at most `maximum` in all."""

    code: str
    label: Text
    points: int
    maximum: int | None = None


@dataclass(frozen=True)
class PriorityLine:
    code: str
    label: Text
    fact: Text
    points: int


@dataclass(frozen=True)
class Override:
    """A place that two people have moved, and until when (overstyring): points up or down, or before all others."""

    number: str
    points: int
    is_first: bool
    approved_on: date
    valid_until: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.approved_on <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Priority:
    lines: tuple[PriorityLine, ...]
    is_first: bool = False

    @property
    def total(self) -> int:
        return sum(line.points for line in self.lines)


@dataclass(frozen=True)
class Candidate:
    id: int
    decided_on: date
    facts: Facts


FIRST_SCHEME = (
    Criterion("homeless_category_1", _("Bostedsløs: midlertidig eller tilfeldig botilbud"), 40),
    Criterion("homeless_category_2", _("Bostedsløs: bor midlertidig hos familie eller kjente"), 30),
    Criterion("homeless_category_3", _("Bostedsløs: skal løslates eller utskrives innen to måneder"), 35),
    Criterion("homeless_category_4", _("Bostedsløs: uten ordnet oppholdssted kommende natt"), 50),
    Criterion("at_risk", _("Står i fare for å miste boligen"), 25),
    Criterion("unsuitable", _("Bor i uegnet bolig eller bomiljø"), 20),
    Criterion("children", _("Barn i husstanden"), 10, maximum=20),
    Criterion("children_in_temporary", _("Barn i midlertidig bolig"), 20),
    Criterion("temporary_time", _("Tid i midlertidig bolig"), 2, maximum=12),
    Criterion("release_or_discharge", _("Løslatelse eller utskriving"), 10),
    Criterion("refugee", _("Avtalt bosetting"), 15),
    Criterion("evicted", _("Kastet ut siste seks måneder"), 5),
    Criterion("health_or_substance", _("Rusavhengighet eller psykisk sykdom"), 10),
    Criterion("adapted_home", _("Behov for tilpasset bolig"), 10),
    Criterion("contract_expiring", _("Kontrakten går ut innen seks måneder"), 15),
    Criterion("waiting_time", _("Ventetid"), 1, maximum=12),
)


def started(days: int, length: int) -> int:
    """How many stretches of so many days have started: the first day starts the first one."""
    return -(-days // length)


def _days(days: int) -> Text:
    return ngettext_lazy("%d dag", "%d dager", days) % days


def _category(category: str) -> Callable[[Facts], Measured]:
    def measure(facts: Facts) -> Measured:
        is_so = facts.situation == "no_home" and facts.homeless_category == category
        return int(is_so), format_lazy("{} {}", _("kategori"), category)

    return measure


def _situation(situation: str, fact: Text) -> Callable[[Facts], Measured]:
    return lambda facts: (int(facts.situation == situation), fact)


def _in_groups(groups: frozenset[str], fact: Text) -> Callable[[Facts], Measured]:
    return lambda facts: (int(bool(groups & facts.target_groups)), fact)


def _children(facts: Facts) -> Measured:
    count = len(facts.child_ages)
    return count, ngettext_lazy("%d barn", "%d barn", count) % count


def _children_in_temporary(facts: Facts) -> Measured:
    return int(bool(facts.child_ages) and facts.temporary_days is not None), _days(facts.temporary_days or 0)


def _temporary_time(facts: Facts) -> Measured:
    days = facts.temporary_days or 0
    return started(days, 30), _days(days)


def _release_or_discharge(facts: Facts) -> Measured:
    return int(facts.leaves_soon or bool(LEAVING & facts.problems)), _("ut av fengsel eller institusjon")


def _evicted(facts: Facts) -> Measured:
    return int(EVICTED in facts.problems), _("oppgitt i kartleggingen")


def _contract_expiring(facts: Facts) -> Measured:
    ends_on = facts.contract_ends_on
    return int(facts.contract_expires_soon), f"{ends_on:%d.%m.%Y}" if ends_on else ""


def _waiting_time(facts: Facts) -> Measured:
    return started(facts.waiting_days, 10), _days(facts.waiting_days)


# What each code measures: how many units, and the fact as it is shown. A scheme can use these codes only.
MEASURES: dict[str, Callable[[Facts], Measured]] = {
    "homeless_category_1": _category("1"),
    "homeless_category_2": _category("2"),
    "homeless_category_3": _category("3"),
    "homeless_category_4": _category("4"),
    "at_risk": _situation("at_risk", _("oppgitt i kartleggingen")),
    "unsuitable": _situation("unsuitable", _("oppgitt i kartleggingen")),
    "children": _children,
    "children_in_temporary": _children_in_temporary,
    "temporary_time": _temporary_time,
    "release_or_discharge": _release_or_discharge,
    "refugee": _in_groups(REFUGEE, _("bosatt etter avtale")),
    "evicted": _evicted,
    "health_or_substance": _in_groups(HEALTH_AND_SUBSTANCE, _("husstandens målgruppe")),
    "adapted_home": _in_groups(ADAPTED, _("husstandens målgruppe")),
    "contract_expiring": _contract_expiring,
    "waiting_time": _waiting_time,
}


def prioritise(facts: Facts, scheme: Iterable[Criterion] = FIRST_SCHEME) -> Priority:
    """The points and where they come from; a criterion that gives nothing has no line."""
    lines = []
    for criterion in scheme:
        units, fact = MEASURES[criterion.code](facts)
        points = units * criterion.points
        if criterion.maximum is not None:
            points = min(points, criterion.maximum)
        if points:
            lines.append(PriorityLine(criterion.code, criterion.label, fact, points))
    return Priority(tuple(lines))


def overridden(priority: Priority, override: Override | None) -> Priority:
    """The same with the override as a line of its own, so that nobody takes it for a criterion."""
    if override is None:
        return priority
    label = _("Overstyrt: settes først") if override.is_first else _("Overstyrt plass")
    line = PriorityLine(OVERRIDE, label, _until(override), override.points)
    return Priority((*priority.lines, line), is_first=override.is_first)


def words_of(code: str, facts: Facts, override: Override | None = None) -> Text:
    """The fact behind a line, as it is shown on the day."""
    if code == OVERRIDE:
        return _until(override) if override else ""
    measure = MEASURES.get(code)
    return measure(facts)[1] if measure else ""


def _until(override: Override) -> Text:
    approved = f"{override.approved_on:%d.%m.%Y}"
    if override.valid_until is None:
        return format_lazy(_("{number}, godkjent {day}"), number=override.number, day=approved)
    until = f"{override.valid_until:%d.%m.%Y}"
    return format_lazy(_("{number}, godkjent {day}, til {until}"), number=override.number, day=approved, until=until)


def order_key(total: int, decided_on: date, application_id: int) -> tuple[int, date, int]:
    """Most points first; then who was granted first; then the older application, so no order is by chance."""
    return (-total, decided_on, application_id)


def in_order(
    candidates: Iterable[Candidate], scheme: Sequence[Criterion] = FIRST_SCHEME
) -> list[tuple[Candidate, Priority]]:
    """The candidates in the order the scheme proposes, each with its explanation."""
    scored = [(candidate, prioritise(candidate.facts, scheme)) for candidate in candidates]
    return sorted(scored, key=lambda pair: order_key(pair[1].total, pair[0].decided_on, pair[0].id))
