"""The figures counted by hand: plain Python over the rows of the exchange files, straight from the definitions.

Nothing of the program is used here: dates, dictionaries and loops, also over days. It is slow, and meant to be read.
"""

import csv
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from tests.reporting import plain_housing_first, plain_rent_to_own
from tests.reporting.plain_arrears import arrears

PROBLEMS = (
    "substance_dependence mental_illness evicted_last_6_months heavy_debt family_breakup discharged_last_6_months "
    "released_last_6_months housing_granted_waiting"
).split()


def read(folder):
    """Each file's rows as dictionaries of text, by the file's name."""
    found = {}
    for path in sorted(Path(folder).glob("*.csv")):
        lines = path.read_text("utf-8-sig").splitlines()
        found[path.stem] = list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))
    return found


def day_of(text):
    return date.fromisoformat(text) if text else None


def rounded(number, places):
    exact = Fraction(number)
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def middle(numbers):
    ordered = sorted(numbers)
    if not ordered:
        return None
    half = len(ordered) // 2
    return rounded(ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2), 1)


def added(amounts):
    known = [Decimal(amount) for amount in amounts if amount]
    return rounded(sum(known), 2) if known else None


def part_of(part, whole):
    return rounded(Fraction(100 * part, whole), 1) if whole else None


def is_child(birth, day):
    if birth is None:
        return False
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return years < 18


def months_later(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in (day.day, 30, 29, 28):
        if number <= day.day:
            try:
                return date(year, month, number)
            except ValueError:
                continue
    raise AssertionError(day)


class Count:
    """One municipality's files and one period: every figure as a property of the same question."""

    def __init__(self, files, first, last, inhabitants):
        self.files, self.first, self.last, self.inhabitants = files, first, last, inhabitants
        self.dated = {}
        for name, rows in files.items():
            self.dated[name] = [
                {key: day_of(value) if self._is_date(key) else value for key, value in row.items()} for row in rows
            ]

    @staticmethod
    def _is_date(column):
        return (column.endswith("_on") and column != "reopened_on") or column in ("birth_date", "answer_by")

    def rows(self, name):
        return self.dated[name]

    def in_period(self, day):
        return day is not None and self.first <= day <= self.last

    @staticmethod
    def holds(starts, ends, day):
        return starts is not None and starts <= day and (ends is None or ends > day)

    def days(self):
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)

    def all(self):
        return {
            **self.homeless(),
            **self.applications(),
            **self.waiting(),
            **self.dwellings(),
            **self.allocation(),
            **self.tenancies(),
            **self.transitions(),
            **self.temporary(),
            **self.settlement(),
            **self.courses(),
            **arrears(self, rounded, is_child),
            **plain_rent_to_own.counted(self, rounded=rounded, added=added, is_child=is_child),
            **plain_housing_first.counted(self, rounded=rounded, part_of=part_of),
        }

    # Homeless and disadvantaged

    @cached_property
    def current_mappings(self):
        latest = {}
        for row in self.rows("mappings"):
            if row["mapped_on"] <= self.last:
                known = latest.get(row["household"])
                if known is None or row["mapped_on"] >= known["mapped_on"]:
                    latest[row["household"]] = row
        return [row for row in latest.values() if row["ended_on"] is None or row["ended_on"] > self.last]

    def members(self, households):
        persons = {row["id"]: row for row in self.rows("persons")}
        found = {}
        for row in self.rows("household_members"):
            if row["household"] in households and self.holds(row["joined_on"], row["left_on"], self.last):
                found[row["person"]] = persons[row["person"]]
        return found.values()

    def homeless(self):
        now = self.current_mappings
        homeless = [row for row in now if row["situation"] == "no_home" and row["homeless_category"]]
        persons = self.members({row["household"] for row in homeless})
        children = [person for person in persons if is_child(person["birth_date"], self.last)]
        found = {
            "disadvantaged.households": sum(row["situation"] != "none" for row in now),
            "homeless.households": len(homeless),
            "homeless.children": len(children),
            "homeless.adults": len(persons) - len(children),
        }
        for situation in ("no_home", "at_risk", "unsuitable"):
            found[f"disadvantaged.{situation}"] = sum(row["situation"] == situation for row in now)
        for category in ("1", "2", "3", "4", "other"):
            found[f"homeless.category_{category}"] = sum(row["homeless_category"] == category for row in homeless)
        for problem in PROBLEMS:
            found[f"homeless.problem.{problem}"] = sum(problem in row["problems"].split("|") for row in homeless)
        return found

    # Applications

    def applications(self):
        for_dwelling = [row for row in self.rows("applications") if row["kind"] in ("new", "transfer", "extension")]
        received = [row for row in for_dwelling if self.in_period(row["received_on"])]
        decided = [row for row in for_dwelling if self.in_period(row["decided_on"])]
        by_outcome = {
            outcome: [row for row in decided if row["outcome"] == outcome]
            for outcome in ("granted", "rejected", "dismissed", "withdrawn")
        }
        on_merits = by_outcome["granted"] + by_outcome["rejected"]
        pending = 0
        for row in for_dwelling:
            if row["received_on"] <= self.last and (row["decided_on"] is None or row["decided_on"] > self.last):
                pending += 1
        found = {
            "applications.received": len(received),
            "applications.decided": len(on_merits),
            "applications.grant_percent": part_of(len(by_outcome["granted"]), len(on_merits)),
            "applications.extensions_granted": sum(row["kind"] == "extension" for row in by_outcome["granted"]),
            "applications.median_days": middle((row["decided_on"] - row["received_on"]).days for row in on_merits),
            "applications.pending": pending,
            "appeals.received": sum(self.in_period(row["received_on"]) for row in self.rows("appeals")),
            "appeals.changed": sum(
                row["outcome"] == "changed" and self.in_period(row["decided_on"]) for row in self.rows("appeals")
            ),
        }
        for kind in ("new", "transfer", "extension"):
            found[f"applications.received_{kind}"] = sum(row["kind"] == kind for row in received)
        for outcome, rows in by_outcome.items():
            found[f"applications.{outcome}"] = len(rows)
        return found | self.help(by_outcome["rejected"])

    def help(self, rejected):
        planned = {row["application"] for row in self.rows("help_plans") if row["made_on"] <= self.last}
        with_plan = sum(row["id"] in planned for row in rejected)
        found = {"applications.rejected_with_plan_percent": part_of(with_plan, len(rejected))}
        for kind, name in (("assistance", "assistance"), ("temporary", "temporary_requests")):
            rows = [row for row in self.rows("applications") if row["kind"] == kind]
            found[f"{name}.received"] = sum(self.in_period(row["received_on"]) for row in rows)
            found[f"{name}.granted"] = sum(
                row["outcome"] == "granted" and self.in_period(row["decided_on"]) for row in rows
            )
        return found

    # Releases and discharges

    def transitions(self):
        told = [row["kind"] for row in self.rows("transitions") if self.in_period(row["notified_on"])]
        out = [row for row in self.rows("transitions") if self.in_period(row["actual_on"])]
        housed = 0
        for row in out:
            housed += row["housing_ready_on"] is not None and row["housing_ready_on"] <= row["actual_on"]
        return {
            "transitions.releases": told.count("release"),
            "transitions.discharges": told.count("discharge"),
            "transitions.completed": len(out),
            "transitions.housed_percent": part_of(housed, len(out)),
        }

    # Waiting

    def waiting(self):
        housed = {
            row["application"]
            for row in self.rows("offers")
            if row["answer"] == "accepted" and row["answered_on"] <= self.last
        }
        waiting = []
        for row in self.rows("applications"):
            if row["outcome"] != "granted" or row["kind"] not in ("new", "transfer") or row["decided_on"] > self.last:
                continue
            if row["closed_on"] is not None and row["closed_on"] <= self.last:
                continue
            if row["id"] not in housed:
                waiting.append(row)
        persons = self.members({row["household"] for row in waiting})
        ends = [day for day in self.days() if (day + timedelta(days=1)).day == 1]
        each = [self.waiting_to_move_in(day) for day in ends]
        return {
            "waiting.allocation": len(waiting),
            "waiting.children": sum(is_child(person["birth_date"], self.last) for person in persons),
            "waiting.median_days": middle((self.last - row["decided_on"]).days for row in waiting),
            "waiting.move_in": self.waiting_to_move_in(self.last),
            "waiting.move_in_monthly_mean": rounded(Fraction(sum(each), len(each)), 1) if each else None,
        }

    def waiting_to_move_in(self, day):
        waiting = 0
        for row in self.municipal:
            if row["allocated_on"] is None or row["allocated_on"] > day:
                continue
            moved_in = row["moved_in_on"] is not None and row["moved_in_on"] <= day
            over = row["moved_out_on"] is not None and row["moved_out_on"] <= day
            waiting += not moved_in and not over
        return waiting

    # Dwellings

    @cached_property
    def municipal(self):
        return [row for row in self.rows("tenancies") if row["tenure"] == "municipal"]

    def is_occupied(self, dwelling, day):
        homes = self.tenancies_of.get(dwelling["id"], [])
        return any(self.holds(row["moved_in_on"], row["moved_out_on"], day) for row in homes)

    @cached_property
    def tenancies_of(self):
        found = {}
        for row in self.municipal:
            found.setdefault(row["dwelling"], []).append(row)
        return found

    def dwellings(self):
        day = self.last
        stock = [row for row in self.rows("dwellings") if self.holds(row["acquired_on"], row["left_stock_on"], day)]
        worked_on = {
            row["dwelling"] for row in self.rows("void_periods") if self.holds(row["starts_on"], row["ends_on"], day)
        }
        occupied = [row for row in stock if self.is_occupied(row, day)]
        free = [row for row in stock if not self.is_occupied(row, day)]
        modelled = [row for row in stock if row["rent_model"]]
        people = [number for year, number in sorted(self.inhabitants.items()) if year <= day.year]
        found = {
            "dwellings.total": len(stock),
            "dwellings.per_1000": rounded(Fraction(1000 * len(stock), people[-1]), 1) if people else None,
            "dwellings.in_housing_association": sum(row["in_housing_association"] == "ja" for row in stock),
            "dwellings.cost_covering_percent": part_of(
                sum(row["rent_model"] == "cost_covering" for row in modelled), len(modelled)
            ),
            "dwellings.occupied": len(occupied),
            "dwellings.under_work": sum(row["id"] in worked_on for row in free),
            "dwellings.vacant": sum(row["id"] not in worked_on for row in free),
        }
        for ownership in ("owned", "leased_in", "nomination"):
            found[f"dwellings.{ownership}"] = sum(row["ownership"] == ownership for row in stock)
        return found | self.empty_days() | self.trade()

    def empty_days(self):
        empty, lost = 0, []
        for row in self.rows("dwellings"):
            for day in self.days():
                if self.holds(row["acquired_on"], row["left_stock_on"], day) and not self.is_occupied(row, day):
                    empty += 1
                    if row["monthly_rent"]:
                        lost.append(Fraction(row["monthly_rent"].replace(",", ".")) * 12 / 365)
        return {"dwellings.empty_days": empty, "dwellings.rent_loss": rounded(sum(lost), 2) if lost else None}

    def trade(self):
        bought = [
            row for row in self.rows("dwellings") if row["ownership"] == "owned" and self.in_period(row["acquired_on"])
        ]
        sold = [
            row
            for row in self.rows("dwellings")
            if row["left_stock_reason"] == "sold_to_tenant" and self.in_period(row["left_stock_on"])
        ]
        return {
            "dwellings.bought": len(bought),
            "dwellings.bought_cost": added(row["acquisition_price"] for row in bought),
            "dwellings.sold_to_tenant": len(sold),
            "dwellings.sold_income": added(row["disposal_price"] for row in sold),
        }

    # Allocations and tenancies

    def allocation(self):
        made = [row for row in self.municipal if self.in_period(row["allocated_on"])]
        new = 0
        for row in made:
            others = [other for other in self.municipal if other["household"] == row["household"] and other is not row]
            new += not any(other["moved_in_on"] and other["moved_in_on"] < row["allocated_on"] for other in others)
        came = [row for row in self.municipal if self.in_period(row["moved_in_on"])]
        offers = self.rows("offers")
        return {
            "offers.made": sum(self.in_period(row["offered_on"]) for row in offers),
            "offers.declined": sum(
                row["answer"] == "declined" and self.in_period(row["answered_on"]) for row in offers
            ),
            "allocations.made": len(made),
            "allocations.new_tenants": new,
            "allocations.median_days_to_move_in": middle(
                (row["moved_in_on"] - row["allocated_on"]).days for row in came if row["allocated_on"]
            ),
            "tenancies.moved_in": len(came),
            "tenancies.moved_out": sum(self.in_period(row["moved_out_on"]) for row in self.municipal),
        }

    def tenancies(self):
        active = [row for row in self.municipal if self.holds(row["moved_in_on"], row["moved_out_on"], self.last)]
        begun = {}
        for row in self.rows("contracts"):
            if row["starts_on"] <= self.last:
                begun.setdefault(row["tenancy"], []).append(row)
        latest = [
            # Of two that begin on one day, the one that stands last was registered last.
            max(reversed(begun[row["id"]]), key=lambda contract: contract["starts_on"])
            for row in active
            if row["id"] in begun
        ]
        ends = [row["ends_on"] for row in latest]
        soon = months_later(self.last, 6)
        return {
            "tenancies.active": len(active),
            "tenancies.indefinite": sum(end is None for end in ends),
            "tenancies.fixed_term": sum(end is not None for end in ends),
            "tenancies.over_3_years": sum(months_later(row["moved_in_on"], 36) <= self.last for row in active),
            "tenancies.extended": sum(len(begun.get(row["id"], [])) >= 2 for row in active),
            "tenancies.expiring_6_months": sum(end is not None and self.last < end <= soon for end in ends),
            "tenancies.expired_in_place": sum(end is not None and end <= self.last for end in ends),
        }

    # Temporary housing and settlement

    @cached_property
    def persons_by_id(self):
        return {row["id"]: row for row in self.rows("persons")}

    def persons_on(self, household, day):
        persons = self.persons_by_id
        for row in self.members_by_household.get(household, []):
            if self.holds(row["joined_on"], row["left_on"], day):
                yield persons[row["person"]]

    @cached_property
    def members_by_household(self):
        found = {}
        for row in self.rows("household_members"):
            found.setdefault(row["household"], []).append(row)
        return found

    def temporary(self):
        within, now, long, children, children_now = set(), set(), set(), set(), set()
        for row in self.rows("temporary_stays"):
            starts, ends, household = row["starts_on"], row["ends_on"], row["household"]
            if self.holds(starts, ends, self.last):
                now.add(household)
                for person in self.persons_on(household, self.last):
                    if is_child(person["birth_date"], self.last):
                        children_now.add(person["id"])
            day, is_within = max(starts, self.first), False
            while day <= self.last and not is_within:
                is_within = self.holds(starts, ends, day)
                day += timedelta(days=1)
                if ends is not None and day > ends:
                    break
            if not is_within:
                continue
            within.add(household)
            until = self.last if ends is None or ends > self.last else ends
            if until - starts > timedelta(days=90):
                long.add(household)
            for person in self.persons_on(household, starts):
                if is_child(person["birth_date"], starts):
                    children.add(person["id"])
        return {
            "temporary.households": len(within),
            "temporary.now": len(now),
            "temporary.over_90_days": len(long),
            "temporary.children": len(children),
            "temporary.children_now": len(children_now),
        }

    def settlement(self):
        tenures = {row["id"]: row["tenure"] for row in self.rows("tenancies")}
        persons, municipal, households = set(), set(), set()
        for row in self.rows("settlements"):
            if not self.in_period(row["settled_on"]):
                continue
            there = {person["id"] for person in self.persons_on(row["household"], row["settled_on"])}
            persons |= there
            if tenures.get(row["tenancy"]) == "municipal":
                municipal |= there
                households.add(row["household"])
        return {
            "refugees.persons": len(persons),
            "refugees.persons_municipal": len(municipal),
            "refugees.households_municipal": len(households),
        }

    # Courses

    def courses(self):
        held = [row for row in self.dated.get("courses", []) if self.in_period(row["held_on"])]
        school = [row for row in held if row["kind"] == "housing_school"]
        return {
            "courses.held": len(held),
            "courses.participants": sum(int(row["participants"]) for row in held),
            "courses.housing_school": len(school),
            "courses.housing_school_participants": sum(int(row["participants"]) for row in school),
        }
