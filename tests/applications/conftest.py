"""The cast of the application tests: one who may, and her household."""

import pytest

from tests import make


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def household(kari):
    return make.household(caseworker=kari)


@pytest.fixture
def at(client, kari):
    """A browser where Kari is logged in."""
    client.force_login(kari)
    return client
