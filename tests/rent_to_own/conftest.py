"""The cast of the rent-to-own tests: one who guides, one who may sell, and the household."""

import pytest
from django.test import Client

from tests import make


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def household(kari):
    return make.household(caseworker=kari)


@pytest.fixture
def at(client, kari):
    """A browser where Kari is logged in."""
    client.force_login(kari)
    return client


@pytest.fixture
def at_leader(mona):
    """A browser where the leader is logged in."""
    client = Client()
    client.force_login(mona)
    return client
