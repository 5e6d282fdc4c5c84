"""How long the participants of Housing First keep a home (botid), by Kaplan and Meier's method and by Bodø's.

Bodø counted 33 participants by hand: 78 % had lived more than 19 months in their home, 70 % still had it. Such a share
holds whoever moved in last month against the rest; Kaplan and Meier's estimate (1958) counts each for as long as
anybody could know. Both are here, and each says of how many. Days are whole, shares exact fractions: rounding belongs
to whoever prints.

*First home*: the household's lease with the earliest first day on or after the participation began, if before it ended.
A *home* goes on while at most 30 days pass from the end of one lease to the household's next, and ends with its last
lease. It is lost when it ends before the participation does, unless the participant died or bought. The rest were in
their home as long as we followed them: until they died or bought, the participation ended, or the day we ask about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from housing.periods import add_months

LONGEST_GAP = timedelta(days=30)
# The reasons for moving out that are no loss of a home: ``end_reason`` of the exchange format's tenancies.
NOT_LOST = {"dead", "bought"}
# Months as pages say them, and the days they are counted in: a year is 365 days, half of it rounded up.
MARKS = {6: 183, 12: 365, 18: 548, 24: 730}
BODO_MONTHS = 19


@dataclass(frozen=True)
class Lease:
    """One lease of the household, private or municipal, that somebody moved in on."""

    moved_in_on: date
    moved_out_on: date | None = None
    end_reason: str = ""
    tenure: str = ""


@dataclass(frozen=True)
class Followed:
    """One participation, all leases of its household, and how the person was housed when referred."""

    started_on: date
    ended_on: date | None = None
    leases: tuple[Lease, ...] = ()
    status_at_entry: str = ""


@dataclass(frozen=True)
class Home:
    """A first home and what carried it on, as known at the end of a day. ``ended_on`` is empty while it lasts."""

    began_on: date
    ended_on: date | None = None
    is_lost: bool = False


@dataclass(frozen=True)
class Observation:
    """For how many days one first home was followed, and whether it was lost then (hendelse) or not (sensurert)."""

    days: int
    is_lost: bool


@dataclass(frozen=True)
class Step:
    """One day, counted from moving in, on which a home was lost or no longer followed."""

    day: int
    at_risk: int
    lost: int
    survival: Fraction


@dataclass(frozen=True)
class Curve:
    """The estimate: the share that has not lost its home, day by day from moving in."""

    steps: tuple[Step, ...]
    durations: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.durations)

    @property
    def lost(self) -> int:
        return sum(step.lost for step in self.steps)

    def at(self, day: int) -> Fraction | None:
        """The share still in their home so many days after moving in; of nobody there is none."""
        if not self.durations:
            return None
        found = Fraction(1)
        for step in self.steps:
            if step.day > day:
                break
            found = step.survival
        return found

    def at_risk(self, day: int) -> int:
        """How many were followed in their home at least so many days: the fewer, the less the share says."""
        return sum(1 for days in self.durations if days >= day)

    def median(self) -> int | None:
        """The first day on which no more than half still have their home; empty while more than half do."""
        return next((step.day for step in self.steps if step.survival <= Fraction(1, 2)), None)


def first_home(started_on: date, ended_on: date | None, leases: Iterable[Lease]) -> Lease | None:
    begun = [lease for lease in leases if lease.moved_in_on >= started_on]
    first = min(begun, key=lambda lease: (lease.moved_in_on, lease.tenure), default=None)
    if first is None or (ended_on is not None and first.moved_in_on >= ended_on):
        return None
    return first


def known_on(leases: Iterable[Lease], day: date) -> list[Lease]:
    """The leases as one knew them when the day was over: an end that was still to come is none, nor is its reason."""
    return [
        Lease(lease.moved_in_on, tenure=lease.tenure)
        if lease.moved_out_on is not None and lease.moved_out_on > day
        else lease
        for lease in leases
        if lease.moved_in_on <= day
    ]


def home_of(followed: Followed, as_of: date) -> Home | None:
    """The first home and those that followed it without too long between, as known at the end of the day."""
    known = known_on(followed.leases, as_of)
    first = first_home(followed.started_on, followed.ended_on, known)
    if first is None:
        return None
    ended_on, reasons = first.moved_in_on, set()
    for lease in sorted(known, key=lambda lease: lease.moved_in_on):
        if lease.moved_in_on < first.moved_in_on:
            continue
        if lease.moved_in_on - ended_on > LONGEST_GAP:
            break
        if lease.moved_out_on is None:
            return Home(first.moved_in_on)
        if lease.moved_out_on > ended_on:
            ended_on, reasons = lease.moved_out_on, {lease.end_reason}
        elif lease.moved_out_on == ended_on:
            reasons.add(lease.end_reason)
    return Home(first.moved_in_on, ended_on, is_lost=not reasons & NOT_LOST)


def observe(followed: Followed, as_of: date) -> Observation | None:
    """How long the first home was followed, and whether it was lost; nothing for who had none by the day."""
    home = home_of(followed, as_of)
    if home is None:
        return None
    until = as_of if followed.ended_on is None else min(followed.ended_on, as_of)
    if home.ended_on is None or (followed.ended_on is not None and home.ended_on >= followed.ended_on):
        return Observation((until - home.began_on).days, is_lost=False)
    return Observation((home.ended_on - home.began_on).days, is_lost=home.is_lost)


def observations(everyone: Iterable[Followed], as_of: date) -> list[Observation]:
    return [seen for followed in everyone if (seen := observe(followed, as_of)) is not None]


def kaplan_meier(seen: Sequence[Observation]) -> Curve:
    """Who is no longer followed on a day is still counted among those who could lose their home that day."""
    steps, survival, at_risk = [], Fraction(1), len(seen)
    by_day: dict[int, list[Observation]] = {}
    for one in seen:
        by_day.setdefault(one.days, []).append(one)
    for day in sorted(by_day):
        lost = sum(one.is_lost for one in by_day[day])
        survival *= 1 - Fraction(lost, at_risk)
        steps.append(Step(day, at_risk, lost, survival))
        at_risk -= len(by_day[day])
    return Curve(tuple(steps), tuple(one.days for one in seen))


def curve(everyone: Iterable[Followed], as_of: date) -> Curve:
    return kaplan_meier(observations(everyone, as_of))


def tenure_of(followed: Followed, as_of: date) -> str:
    """Who they rented the first home from, private or municipal; empty while they have none."""
    first = first_home(followed.started_on, followed.ended_on, known_on(followed.leases, as_of))
    return first.tenure if first else ""


# --- Bodø's ways of counting -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A part of a whole, never one without the other."""

    part: int
    whole: int


def followed_by(everyone: Iterable[Followed], as_of: date) -> list[Followed]:
    """All who had begun by the day, with a home or not, still followed or not: Bodø's 33."""
    return [followed for followed in everyone if followed.started_on <= as_of]


def longer_than(everyone: Iterable[Followed], months: int, as_of: date) -> Share:
    """Those with more than so many months in the first home, of all who have been followed (botid)."""
    begun = followed_by(everyone, as_of)
    homes = [home for followed in begun if (home := home_of(followed, as_of)) is not None]
    long = [home for home in homes if (home.ended_on or as_of) > add_months(home.began_on, months)]
    return Share(len(long), len(begun))


def still_housed(everyone: Iterable[Followed], as_of: date) -> Share:
    """Those who are still followed and still in their home, of all who have been followed."""
    begun = followed_by(everyone, as_of)
    housed = [
        followed
        for followed in begun
        if (followed.ended_on is None or followed.ended_on > as_of)
        and (home := home_of(followed, as_of)) is not None
        and home.ended_on is None
    ]
    return Share(len(housed), len(begun))
