"""A generated municipality bent at random: dates on edges and on each other, nothing where nothing may be, ties, gaps.

What is bent may have become unlawful. Whoever reads it in refuses those rows; the rest is a municipality no generator
would make and the database allows.
"""

import csv
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.reporting.plain_count import PROBLEMS, Count

SHARE = 0.1  # of the rows of a file that are bent
LEDGERS = 12  # tenancies whose ledger is kept: it is by far the longest file
FOLLOWED = 12  # households that a team follows beside those of the generator
# Of the fund a row that is wrong only beside the others has no line, and then the whole import is refused.
UNBENT = {"ledger", "savings_deposits", "persons", "deposit_fund"}
ALWAYS_OPTIONAL = {"birth_date", "monthly_rent", "rent_model", "sex", "acquisition_price", "disposal_price", "problems"}
LEAP_DAYS = [date(2024, 2, 29), date(2024, 2, 28), date(2024, 3, 1)]


def write(folder: Path, files: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        if not rows:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def eighteen_before(day: date) -> date:
    return years_on(day, -18)


def years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def is_day(column: str) -> bool:
    return Count._is_date(column)


def days_in(files: dict) -> list[list[date]]:
    """The days on which something happened, where the figures change: a list for each column, however many its rows."""
    found = []
    for rows in files.values():
        for column in filter(is_day, rows[0] if rows else ()):
            found.append(sorted({date.fromisoformat(row[column]) for row in rows if row[column]}))
    return [days for days in found if days]


class Bent:
    """The files of a municipality, bent by each of the methods in turn. ``until`` is the last day of its history."""

    def __init__(self, files: dict, random: Random, until: date):
        self.files, self.random, self.until = files, random, until

    def all(self) -> dict:
        self.thin_ledger()
        self.owe_a_thousand()
        self.leave_empty()
        self.follow_up()
        self.evict_again()
        self.allocate_again()
        self.prolong()
        self.map_again()
        self.reopen()
        self.stay_for_long()
        self.arrive()
        self.leave_an_institution()
        self.come_of_age()
        for name, rows in self.files.items():
            if name not in UNBENT:
                self.bend(rows)
        return self.files

    def some(self, name: str, share: float = SHARE) -> list[dict]:
        rows = self.files.get(name, [])
        return self.random.sample(rows, min(len(rows), max(1, round(len(rows) * share))))

    def add(self, name: str, **facts) -> dict:
        """A row more, with nothing but these facts."""
        rows = self.files[name]
        row = dict.fromkeys(rows[0], "") | {key: str(value) for key, value in facts.items()}
        row["id"] = f"{name[:2]}x{len(rows)}"
        rows.append(row)
        return row

    def day(self) -> date:
        """Any day of the last years, and often an edge."""
        day = self.until - timedelta(days=self.random.randrange(1500))
        month = (day.year, day.month)
        return self.random.choice(
            [day, day.replace(day=1), day.replace(day=monthrange(*month)[1]), date(day.year, 6, 30), *LEAP_DAYS]
        )

    # Each file by itself

    def bend(self, rows: list[dict]) -> None:
        for row in self.random.sample(rows, round(len(rows) * SHARE)):
            columns = [column for column in row if column != "id"]
            dated = [column for column in columns if is_day(column)]
            kind = self.random.randrange(3)
            if kind == 0 and dated:
                row[self.random.choice(dated)] = self.near(row, dated)
            elif kind == 1:
                column = self.random.choice(columns)
                if column in ALWAYS_OPTIONAL or any(not other[column] for other in rows):
                    row[column] = ""
            else:
                column = self.random.choice(columns)
                row[column] = self.random.choice(rows)[column]

    def near(self, row: dict, dated: list[str]) -> str:
        """A day on, or a step from, another day of the row; or an edge of a month."""
        known = [row[column] for column in dated if row[column]]
        if not known or self.random.random() < 0.3:
            return self.day().isoformat()
        step = timedelta(days=self.random.choice([0, 0, 1, -1, 30, 31, 90, 91, 365, 366]))
        return (date.fromisoformat(self.random.choice(known)) + step).isoformat()

    # What the definitions turn on

    def thin_ledger(self) -> None:
        tenancies = sorted({row["tenancy"] for row in self.files["ledger"]})
        kept = set(self.random.sample(tenancies, min(LEDGERS, len(tenancies))))
        self.files["ledger"] = [row for row in self.files["ledger"] if row["tenancy"] in kept]

    def owe_a_thousand(self) -> None:
        """Balances on, just over and just under the threshold."""
        for tenancy in sorted({row["tenancy"] for row in self.files["ledger"]}):
            owed = sum(
                float(row["amount"]) * (-1 if row["kind"] == "payment" else 1)
                for row in self.files["ledger"]
                if row["tenancy"] == tenancy
            )
            wanted = self.random.choice([1000, 1000.01, 999.99, 0])
            facts = {"kind": "adjustment", "amount": f"{wanted - owed:.2f}", "posted_on": self.until}
            self.add("ledger", tenancy=tenancy, **facts)

    def follow_up(self) -> None:
        """Participants whose homes end, and begin again after a gap, on the days that decide what was kept."""
        if not self.files.get("participations"):
            return
        for member in self.random.sample(self.files["household_members"], FOLLOWED):
            start = self.day() - timedelta(days=self.random.choice([0, 365, 800]))
            first_home = start + timedelta(days=self.random.choice([0, 0, 1, 40, -10]))
            ended = self.random.choice([first_home, start + timedelta(days=self.random.choice([1, 400, 730, 900]))])
            is_over = self.random.random() < 0.4 and start <= ended <= self.until
            reason = {"ended_on": ended, "end_reason": "own_wish"} if is_over else {}
            team = self.random.choice(self.files["teams"])["id"]
            about = {"household": member["household"], "person": member["person"], "team": team}
            self.add("participations", **about, started_on=start, **reason)
            self.live(member["household"], first_home)

    def live(self, household: str, day: date) -> None:
        for _home in range(self.random.choice([1, 1, 2, 3])):
            out = day + timedelta(days=self.random.choice([0, 1, 100, 335, 364, 365, 365, 366, 729, 730, 731]))
            is_over = out <= self.until and self.random.random() < 0.8
            facts = {"moved_in_on": day, "private_address": "Nygata 1"}
            if is_over:
                reason = self.random.choice(["dead", "bought", "evicted", "evicted", "neighbour_conflict"])
                facts |= {"moved_out_on": out, "end_reason": reason}
            self.add("tenancies", household=household, tenure="private", **facts)
            if not is_over:
                return
            day = out + timedelta(days=self.random.choice([0, 1, 29, 30, 31, 32]))

    def evict_again(self) -> None:
        """Put out twice, two years apart to the day, a day more or a day less, or twice the same day."""
        for tenancy in self.some("tenancies", 0.08):
            day = self.day()
            for back in (0, self.random.choice([0, 1, 364, 729, 730, 731, 732])):
                out = day - timedelta(days=back)
                facts = {"outcome": "carried_out", "outcome_on": out}
                self.add("petitions", tenancy=tenancy["id"], sent_on=out - timedelta(days=40), **facts)

    def allocate_again(self) -> None:
        """Another home, and a new one, allocated the day the household moved into the one it had, or beside it."""
        for tenancy in self.some("tenancies", 0.08):
            if not tenancy["moved_in_on"]:
                continue
            moved_in = date.fromisoformat(tenancy["moved_in_on"])
            facts = self.random.choice(self.files["dwellings"]) | {"acquired_on": "2000-01-01", "ownership": "owned"}
            nothing = {"left_stock_on": "", "left_stock_reason": "", "disposal_price": "", "unit_number": ""}
            home = self.add("dwellings", **(facts | nothing))
            allocated = moved_in + timedelta(days=self.random.choice([0, 0, 1, -1]))
            dated = {"allocated_on": allocated, "moved_in_on": allocated + timedelta(days=self.random.choice([0, 14]))}
            self.add("tenancies", household=tenancy["household"], tenure="municipal", dwelling=home["id"], **dated)

    def prolong(self) -> None:
        """A lease more from the day the last one ended, the same day twice, or one without an end."""
        for contract in self.some("contracts"):
            starts = contract["ends_on"] or contract["starts_on"]
            ends = date.fromisoformat(starts) + timedelta(days=self.random.choice([181, 184, 365, 1096]))
            self.add(
                "contracts",
                tenancy=contract["tenancy"],
                signed_on=starts,
                starts_on=starts,
                ends_on="" if self.random.random() < 0.3 else ends,
            )

    def map_again(self) -> None:
        """Mapped twice on a day, mapped anew after an end, with several problems."""
        for mapping in self.some("mappings", 0.2):
            later = self.random.choice([0, 0, 1, 60])
            situation = self.random.choice(["no_home", "no_home", "at_risk", "unsuitable", "none"])
            day = date.fromisoformat(mapping["mapped_on"]) + timedelta(days=later)
            self.add(
                "mappings",
                household=mapping["household"],
                mapped_on=day,
                ended_on=self.random.choice(["", day, day + timedelta(days=1), day + timedelta(days=200)]),
                situation=situation,
                homeless_category=self.random.choice(["", *"1234", "other"]) if situation == "no_home" else "",
                problems="|".join(self.random.sample(PROBLEMS, self.random.randint(0, 4))),
            )

    def reopen(self) -> None:
        for guidance in self.some("guidance", 0.3):
            if guidance["closed_on"]:
                first = date.fromisoformat(guidance["closed_on"])
                days = [first + timedelta(days=self.random.choice([-400, -30, -1, 0])) for _time in range(2)]
                guidance["reopened_on"] = "|".join(sorted({day.isoformat() for day in days}))

    def stay_for_long(self) -> None:
        """Ninety days and ninety-one, none, and one stay on the day another ended."""
        for household in self.some("households", 0.1):
            day = self.day()
            for _stay in range(self.random.choice([1, 2])):
                ends = day + timedelta(days=self.random.choice([0, 1, 89, 90, 90, 91, 200]))
                until = {"ends_on": ends, "exit_to": "unknown"} if ends <= self.until else {}
                self.add("temporary_stays", household=household["id"], place="Motellet", starts_on=day, **until)
                if not until:
                    break
                day = ends

    def arrive(self) -> None:
        """Members who came, or left, on the day the household was settled."""
        settled = {row["household"]: row["settled_on"] for row in self.files.get("settlements", [])}
        for member in self.files["household_members"]:
            if member["household"] in settled and self.random.random() < 0.3:
                member[self.random.choice(["joined_on", "left_on"])] = settled[member["household"]]

    def leave_an_institution(self) -> None:
        """The home was ready the day they came out, the day before, or the day after."""
        for row in self.some("transitions", 0.5):
            if row["actual_on"]:
                ready = date.fromisoformat(row["actual_on"]) + timedelta(days=self.random.choice([0, 0, 1, -1]))
                row["housing_ready_on"] = ready.isoformat()

    def come_of_age(self) -> None:
        """Eighteen the day it counts, or a day from it; some born on a leap day, some nobody knows when."""
        persons, members = {row["id"]: row for row in self.files["persons"]}, {}
        for row in self.files["household_members"]:
            members.setdefault(row["household"], []).append(persons[row["person"]])
        for household, day in self.days_that_count():
            for person in members.get(household, []):
                if self.random.random() < 0.4:
                    born = eighteen_before(day + timedelta(days=self.random.choice([-1, 0, 0, 1])))
                    person["birth_date"] = self.random.choice([born.isoformat(), born.isoformat(), "2008-02-29", ""])
                    person["national_id"] = ""

    def days_that_count(self) -> list[tuple[str, date]]:
        """Households, and a day on which it is asked whether somebody there is a child."""
        household_of = {row["id"]: row["household"] for row in self.files["tenancies"]}
        found = [(household_of[row["tenancy"]], row["outcome_on"]) for row in self.files["petitions"]]
        found += [(row["household"], row["starts_on"]) for row in self.files["temporary_stays"]]
        found += [(row["household"], row["started_on"]) for row in self.files["guidance"]]
        found += [(row["household"], row["mapped_on"]) for row in self.some("mappings")]
        return [(household, date.fromisoformat(day)) for household, day in found if day]

    def leave_empty(self) -> None:
        """Households nobody is a member of, and some whose members all left on one day."""
        emptied = {row["household"] for row in self.some("household_members", 0.05)}
        left = {row["household"]: self.day().isoformat() for row in self.some("household_members", 0.05)}
        kept = [row for row in self.files["household_members"] if row["household"] not in emptied]
        for row in kept:
            row["left_on"] = left.get(row["household"], row["left_on"])
        self.files["household_members"] = kept
