"""What a test commits is gone after it, and what the migrations wrote stands there as they wrote it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from allocation.models import Criterion, PriorityScheme
from housing.models import Household
from tests import as_migrated, make

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN_BY_MIGRATIONS = (PriorityScheme, PriorityScheme.history.rel.related_model, Criterion, Permission)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in WRITTEN_BY_MIGRATIONS]


@pytest.fixture
def first():
    found = everything()
    assert all(found)
    return found


def test_what_was_written_is_gone_and_what_was_taken_is_back(first):
    make.household()
    PriorityScheme.objects.update(name="En annen")
    Criterion.objects.all().delete()
    as_migrated.put_back(None)
    assert not Household.objects.exists()
    assert not Household.history.rel.related_model.objects.exists(), "the history, which nothing else can delete"
    assert everything() == first


def test_triggers_work_again_afterwards(first):
    as_migrated.put_back(None)
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
    assert make.household().history.count() == 1
