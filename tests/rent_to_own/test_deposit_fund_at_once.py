"""Thousands of loans, payments and losses at once from real connections: the fund is never below zero."""

import random
from decimal import Decimal

import pytest

from rent_to_own import deposit_facts
from rent_to_own.models import FundBalance, FundEntry
from tests import make
from tests import make_rent_to_own as made
from tests.at_once import at_once

THREADS = 8
TRIES = 2400


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_fund_is_never_out_of_balance_or_below_zero():
    made.fund_entry("capital", 50_000)
    households = [make.household() for _number in range(20)]
    dice = random.Random(7)
    kinds = ["loan"] * 5 + ["repayment"] * 3 + ["return", "loss", "write_off"]
    tries = [
        (dice.choice(kinds), Decimal(dice.randint(1, 900_000)) / 100, dice.choice(households)) for _try in range(TRIES)
    ]

    def act(one):
        kind, amount, household = one
        made.fund_entry(kind, amount, household=household)

    done, refused = at_once(act, tries, threads=THREADS)
    assert done + len(refused) == TRIES
    assert done > 100
    assert len(refused) > 100
    assert set(refused) <= {
        "Så mye er det ikke i fondet den dagen, eller det er brukt siden.",
        "Husstanden skylder ikke så mye den dagen.",
    }
    balance = FundBalance.now()
    sums = deposit_facts.balances(made.DAY)
    assert {name: getattr(balance, name) for name in sums} == sums
    assert sum(sums.values()) == 0
    assert FundEntry.objects.count() == done + 1
    for household in households:
        assert FundEntry.objects.of(household).outstanding() >= 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_lend_the_last_kroner_one_is_refused():
    made.fund_entry("capital", 24_000)
    households = [make.household() for _number in range(6)]
    for household in households:
        made.career_plan(household)
    done, refused = at_once(lambda household: made.deposit_loan(household, 24_000), households, threads=6)
    assert (done, len(refused)) == (1, 5)
    assert FundBalance.now().bank == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_lend_one_household_once():
    made.fund_entry("capital", 1_000_000)
    household = make.household()
    made.career_plan(household)
    done, refused = at_once(lambda _number: made.deposit_loan(household, 24_000), list(range(6)), threads=6)
    assert done == 1
    assert set(refused) == {"Husstanden har et lån fra fondet som ikke er nedbetalt."}
