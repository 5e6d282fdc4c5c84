"""Folders in the exchange format, small enough to read."""

import csv
from pathlib import Path

from housing.exchange.importer import Import, Outcome

WORLD = {
    "persons": [{"id": "P1", "given_name": "Amina", "family_name": "Haugen"}],
    "households": [{"id": "H1", "created_on": "2020-01-01"}],
    "household_members": [
        {"id": "M1", "household": "H1", "person": "P1", "role": "main", "joined_on": "2020-01-01"},
    ],
    "dwellings": [{"id": "B1", "address": "Strandgata 4", "ownership": "owned", "acquired_on": "2015-01-01"}],
    "applications": [
        {
            "id": "S1",
            "household": "H1",
            "kind": "new",
            "received_on": "2024-01-10",
            "outcome": "granted",
            "decided_on": "2024-02-01",
        },
    ],
    "tenancies": [
        {
            "id": "L1",
            "household": "H1",
            "tenure": "municipal",
            "dwelling": "B1",
            "application": "S1",
            "allocated_on": "2024-03-01",
            "moved_in_on": "2024-03-15",
            "moved_out_on": "",
            "monthly_rent": "9000",
            "deposit_amount": "",
        },
    ],
    "contracts": [
        {"id": "K1", "tenancy": "L1", "starts_on": "2024-03-15", "ends_on": "2027-03-15", "short_term_reason": ""}
    ],
}


def write(folder: Path, **files: list[dict]) -> Path:
    """One CSV file for each record type, with the columns of its rows."""
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, delimiter=";", lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def world(folder: Path, **others: list[dict]) -> Path:
    """A household in a dwelling, with other files added or put in place of those."""
    return write(folder, **(WORLD | others))


def changed(name: str, **values: str) -> list[dict]:
    """The rows of a file of the world with some cells of its first row other than they were."""
    first, *rest = WORLD[name]
    return [first | values, *rest]


def more(name: str, *rows: dict) -> list[dict]:
    """The rows of a file of the world and others, each like the first but for what is said."""
    return [*WORLD[name], *(WORLD[name][0] | row for row in rows)]


def take_in(folder: Path, **options) -> Outcome:
    return Import(folder, **options).run()


def refusals(folder: Path, **options) -> list[str]:
    return [str(problem) for problem in take_in(folder, **options).problems if not problem.is_warning]


def warnings(folder: Path, **options) -> list[str]:
    return [str(problem) for problem in take_in(folder, **options).problems if problem.is_warning]


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
