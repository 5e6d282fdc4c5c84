"""What the demo is left of renting to own: who is assessed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rent_to_own.example import leave_ownership
from rent_to_own.models import FinanceAssessment
from tests import make, make_evictions
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_whoever_owes_rent_is_not_assessed(kari, mona):
    owes, pays = make_rto.tenant(), make_rto.tenant(address="Strandgata 5")
    for household in (owes, pays):
        make_rto.guidance(household, by=kari, started_on=TODAY - timedelta(days=60))
    make_evictions.posting(owes.tenancies.get(), TODAY - timedelta(days=30), 20_375)
    leave_ownership(kari, mona, make.user("administrator"))
    assert [row.household for row in FinanceAssessment.objects.all()] == [pays]
