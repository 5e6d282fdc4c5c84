"""Rent to own, loans, saving and deposits counted by hand (see ``plain_count.py``)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction


def counted(count, *, rounded, added, is_child) -> dict:
    """Every figure of the group, straight from the definitions, over the rows of the files."""
    rows = {name: count.dated.get(name, []) for name in ("guidance", "loans", "purchases")}
    begun = [row for row in rows["guidance"] if count.in_period(row["started_on"])]
    closed = [row for row in rows["guidance"] if count.in_period(row["closed_on"])]
    reopened = [day for row in rows["guidance"] for day in row["reopened_on"].split("|") if day]
    granted = [row for row in rows["loans"] if row["outcome"] == "granted" and count.in_period(row["decided_on"])]
    lent = [row for row in granted if _is_some(row["loan_amount"])]
    given = [row for row in granted if _is_some(row["grant_amount"])]
    bought = [row for row in rows["purchases"] if row["guidance"] and count.in_period(row["bought_on"])]
    return {
        "rto.guided": len(begun),
        "rto.guided_with_children": sum(_has_child(count, row, is_child) for row in begun),
        "rto.closed": len(closed),
        "rto.reopened": sum(count.in_period(date.fromisoformat(day)) for day in reopened),
        "rto.loans": sum(bool(row["guidance"]) for row in lent),
        "rto.grants": sum(bool(row["guidance"]) for row in given),
        "rto.bought_private": sum(row["kind"] == "private" for row in bought),
        "rto.bought_municipal": sum(row["kind"] == "municipal" for row in bought),
        "rto.new_owners": len(bought),
        "rto.private_tenancies": sum(row["closing_reason"] == "private_tenancy" for row in closed),
        "loans.count": len(lent),
        "loans.amount": added(row["loan_amount"] for row in lent),
        "loans.mean": _mean([row["loan_amount"] for row in lent], rounded),
        "grants.count": len(given),
        "grants.amount": added(row["grant_amount"] for row in given),
        "grants.mean": _mean([row["grant_amount"] for row in given], rounded),
        "loans.cofinanced": sum(row["is_bank_cofinanced"] == "ja" for row in lent),
        **_savings(count),
        **_deposits(count, added),
    }


def _is_some(amount) -> bool:
    return bool(amount) and Decimal(amount) > 0


def _has_child(count, guidance, is_child) -> bool:
    persons = {row["id"]: row for row in count.rows("persons")}
    day = guidance["started_on"]
    return any(
        row["household"] == guidance["household"]
        and count.holds(row["joined_on"], row["left_on"], day)
        and is_child(persons[row["person"]]["birth_date"], day)
        for row in count.rows("household_members")
    )


def _mean(amounts, rounded):
    return rounded(sum(Fraction(amount) for amount in amounts) / len(amounts), 1) if amounts else None


def _savings(count) -> dict:
    rows = count.dated.get("savings_agreements", [])
    active = [row for row in rows if count.holds(row["starts_on"], row["ends_on"], count.last)]
    return {
        "savings.active": sum(row["outcome_on"] is None or row["outcome_on"] > count.last for row in active),
        "savings.bought": sum(row["outcome"] == "bought" and count.in_period(row["outcome_on"]) for row in rows),
    }


def _deposits(count, added) -> dict:
    rows = count.dated.get("deposit_fund", [])
    loans = [row for row in rows if row["kind"] == "loan" and count.in_period(row["posted_on"])]
    sign = {"capital": 1, "repayment": 1, "return": 1, "loan": -1, "loss": -1}
    known = [row for row in rows if row["posted_on"] <= count.last]
    available = [sign[row["kind"]] * Decimal(row["amount"]) for row in known if row["kind"] in sign]
    return {
        "deposits.loans": len(loans),
        "deposits.amount": added(row["amount"] for row in loans),
        "deposits.available": sum(available).quantize(Decimal("0.01")) if available else None,
    }
