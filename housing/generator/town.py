"""One town, lived through day by day, and what is known about it on the way."""

from collections import Counter
from datetime import date, timedelta
from math import exp
from random import Random

from housing.generator import (
    arrears,
    assistance,
    courses,
    flow,
    homelessness,
    housing_first,
    leases,
    letting,
    owning,
    people,
    preliminary,
    releases,
    saving,
    settlements,
    stock,
    temporary,
)
from housing.generator import proportions as typical
from housing.generator.calendar import Calendar
from housing.generator.people import Register
from housing.generator.records import Dwelling, Mapping, Tenancy
from housing.workdays import is_workday

# The history is preceded by half a year in which the queues find their length; it is written too.
RUN_IN = timedelta(days=182)
MEETING_WEEKDAY = 1


class Town:
    """A town of at most Drammen's size. Everything that happens is drawn from its own random numbers."""

    def __init__(
        self,
        *,
        rng: Random,
        afterwards: Random,
        paying: Random,
        following: Random,
        teaching: Random,
        register: Register,
        scale: float,
        starts: date,
        until: date,
    ) -> None:
        self.rng, self.afterwards, self.paying, self.following = rng, afterwards, paying, following
        self.teaching = teaching
        self.register, self.scale = register, scale
        self.starts, self.until = starts, until
        self.begins = starts - RUN_IN
        self.calendar = Calendar(until)
        self.persons, self.households, self.members = [], [], []
        self.dwellings, self.voids, self.tenancies, self.contracts = [], [], [], []
        self.applications, self.appeals, self.offers, self.mappings = [], [], [], []
        self.help_plans, self.transitions = [], []
        self.temporary_stays, self.settlements = [], []
        self.ledger, self.arrears_cases, self.arrears_actions, self.petitions = [], [], [], []
        self.guidance, self.loans, self.purchases = [], [], []
        self.savings_agreements, self.savings_deposits, self.deposit_fund = [], [], []
        self.teams, self.referrals, self.participations = [], [], []
        self.contacts, self.outcome_assessments = [], []
        self.courses = []
        self.evicted: set[str] = set()
        self.waiting: list = []
        self.homeless: list[Mapping] = []
        self.known: list = []
        self.parted: list = []
        self.shared_children: list = []
        self.shared: set[str] = set()
        self.buildings: dict = {}
        self.houses_first = ["temporary", "emergency"]
        self.private_share = 0.12
        self._in_association = self._owned = 0

    def live(self) -> None:
        stock.fill_stock(self)
        for dwelling in self.dwellings:
            self._first_day(dwelling)
        day = self.begins
        while day <= self.until:
            self.calendar.run(self, day)
            if is_workday(day):
                self._work(day)
            day += timedelta(days=1)
        stock.last_rents(self)
        self._protect()
        releases.tell(self)
        assistance.tell(self)
        temporary.tell(self)
        settlements.tell(self)
        preliminary.tell(self)
        arrears.tell(self)
        owning.tell(self)
        saving.tell(self)
        housing_first.tell(self)
        courses.tell(self)

    def _work(self, day: date) -> None:
        """What comes in on a working day; there are about 251 of them a year."""
        a_day = self.scale / 251
        season = {7: 0.6, 12: 0.8, 8: 1.2, 1: 1.15}.get(day.month, 1.03)
        for _ in range(self._poisson(typical.NEW_APPLICATIONS_A_YEAR * a_day * season)):
            flow.receive_new(self, day)
        for _ in range(self._poisson(typical.TRANSFERS_A_YEAR * a_day * season)):
            flow.receive_transfer(self, day)
        for _ in range(self._poisson(typical.SETTLEMENTS_A_YEAR * a_day)):
            letting.settle(self, day)
        for _ in range(self._poisson(40 * a_day)):
            homelessness.outreach(self, day)
        if day.weekday() == MEETING_WEEKDAY:
            letting.allocation_meeting(self, day)

    def _poisson(self, mean: float) -> int:
        """How many when so many are expected."""
        limit, count, product = exp(-mean), 0, self.rng.random()
        while product > limit:
            count += 1
            product *= self.rng.random()
        return count

    def homeless_wanted(self, day: date) -> float:
        lived = max(0.0, (day - self.starts).days / max(1, (self.until - self.starts).days))
        rise = typical.HOMELESS_AT_END - typical.HOMELESS_AT_START
        return self.scale * (typical.HOMELESS_AT_START + rise * lived)

    def associations_due(self, rng: Random) -> bool:
        """Whether the next owned dwelling lies in a housing association, to keep their share."""
        self._owned += 1
        share = typical.IN_HOUSING_ASSOCIATION / typical.STOCK["owned"] + 0.04
        is_due = rng.random() < (0.95 if self._in_association < share * self._owned else 0.05)
        self._in_association += is_due
        return is_due

    def _first_day(self, dwelling: Dwelling) -> None:
        """Who lived in the dwelling when the history begins, and since when: half of them over three years."""
        rng = self.rng
        if not dwelling.is_let or rng.random() < 0.03:
            letting.become_vacant(self, self.begins, dwelling)
            return
        years = rng.choices([(0, 3), (3, 6), (6, 10), (10, 15)], [49, 30, 14, 7])[0]
        lived = min(int(rng.uniform(*years) * 365), (self.begins - dwelling.acquired_on).days - 1)
        moved_in_on = self.begins - timedelta(days=max(1, lived))
        household = self._first_household(dwelling, moved_in_on - timedelta(days=rng.randint(20, 200)))
        allocated_on = moved_in_on - timedelta(days=rng.randint(3, 19))
        tenancy = Tenancy(
            self.register.number("T"), household, "municipal", dwelling, "", None, allocated_on, moved_in_on
        )
        self.tenancies.append(tenancy)
        leases.set_rent(self, tenancy, moved_in_on)
        dwelling.tenancy = household.home = tenancy
        if dwelling.ownership != "nomination":
            leases.sign_old(self, tenancy, self.begins)
        letting.plan_leaving(self, self.begins, tenancy)

    def _first_household(self, dwelling: Dwelling, day: date):
        if dwelling.is_filled_by_health:
            return letting.nominated_household(self, day, dwelling)
        kinds = {"single": 86, "couple": 8, "single_parent": 6}
        if dwelling.rooms >= 3:
            kinds = {"single": 4, "couple": 10, "single_parent": 42, "family": 44}
        if dwelling.category in flow.STAFFED:
            kinds = {"single": 1}
        household = people.make_household(self, day, kinds=kinds)
        if dwelling.earmarked_for:
            household.join(dwelling.earmarked_for)
        return household

    def _protect(self) -> None:
        """Some have a protected address; none of them has a private address written anywhere."""
        # Nor whoever has moved from one household to another: the one they left is not hidden, and its homes are told.
        moved = {person for person, count in Counter(m.person.id for m in self.members).items() if count > 1}
        safe = [
            household
            for household in self.households
            if not household.had_private_home
            and moved.isdisjoint(m.person.id for m in household.members)
            and not any(key in self.shared for key in (household.id, *(m.person.id for m in household.members)))
        ]
        housed = [household for household in safe if household.home]
        for level, count in typical.PROTECTED_HOUSEHOLDS.items():
            for number in range(max(1, round(count * self.scale))):
                pool = housed if number % 2 else safe
                household = self.rng.choice(pool)
                for list_of in (safe, housed):
                    if household in list_of:
                        list_of.remove(household)
                for member in household.members:
                    if member.role == "main" or (member.role == "child" and level != "client"):
                        member.person.address_protection = level
