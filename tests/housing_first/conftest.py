"""The cast of the team tests: a team with Trine in it, another with Odd, the leader, and a participant."""

import pytest
from django.test import Client

from tests import make
from tests import make_housing_first as make_hf


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def team():
    return make_hf.team("Bolig først Lindvik")


@pytest.fixture
def trine(team):
    return make_hf.worker(team)


@pytest.fixture
def odd():
    """In another team."""
    return make_hf.worker(make_hf.team("Bolig først Elvebyen"), name="Odd Moe")


@pytest.fixture
def household():
    return make.household(main=make.person("Jonas", "Aas"))


@pytest.fixture
def participation(household, team, trine):
    return make_hf.participation(household, team, by=trine)


@pytest.fixture
def at(client, trine):
    """A browser where Trine is logged in."""
    client.force_login(trine)
    return client


@pytest.fixture
def at_leader(mona):
    client = Client()
    client.force_login(mona)
    return client


@pytest.fixture
def at_other(odd):
    client = Client()
    client.force_login(odd)
    return client
