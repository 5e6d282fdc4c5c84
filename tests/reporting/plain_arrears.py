"""Arrears and evictions counted by hand, as in ``plain_count.py``: dates, dictionaries and loops."""

from datetime import date
from decimal import Decimal

AVERTED = ("paid", "agreement", "withdrawn")


def two_years_before(day):
    try:
        return day.replace(year=day.year - 2)
    except ValueError:
        return date(day.year - 2, 2, 28)


def balances(count):
    """What each tenancy owes at the end of the last day."""
    owed = {}
    for row in count.rows("ledger"):
        if row["posted_on"] <= count.last:
            amount = Decimal(row["amount"].replace(",", "."))
            sign = -1 if row["kind"] == "payment" else 1
            owed[row["tenancy"]] = owed.get(row["tenancy"], Decimal(0)) + sign * amount
    return owed


def arrears(count, rounded, is_child):
    over = [amount for amount in balances(count).values() if amount > 1000]
    done = [row["kind"] for row in count.rows("arrears_actions") if count.in_period(row["done_on"])]
    return {
        "arrears.tenancies": len(over),
        "arrears.amount": rounded(sum(over), 2) if over else None,
        "arrears.open_cases": sum(
            count.holds(row["opened_on"], row["closed_on"], count.last) for row in count.rows("arrears_cases")
        ),
        "arrears.home_visits": done.count("home_visit"),
        "arrears.payment_plans": done.count("payment_plan"),
        "arrears.benefit_deductions": done.count("benefit_deduction"),
        **evictions(count, is_child),
    }


def evictions(count, is_child):
    household_of = {row["id"]: row["household"] for row in count.rows("tenancies")}
    petitions = count.rows("petitions")
    every = [row for row in petitions if row["outcome"] == "carried_out"]
    out = [row for row in every if count.in_period(row["outcome_on"])]
    with_children = again = 0
    for row in out:
        household, day = household_of[row["tenancy"]], row["outcome_on"]
        with_children += any(is_child(person["birth_date"], day) for person in count.persons_on(household, day))
        again += any(
            household_of[other["tenancy"]] == household and two_years_before(day) <= other["outcome_on"] < day
            for other in every
        )
    return {
        "evictions.petitions": sum(count.in_period(row["sent_on"]) for row in petitions),
        "evictions.carried_out": len(out),
        "evictions.averted": sum(row["outcome"] in AVERTED and count.in_period(row["outcome_on"]) for row in petitions),
        "evictions.with_children": with_children,
        "evictions.repeat": again,
    }
