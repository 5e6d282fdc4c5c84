"""From the waiting list to an allocated dwelling, through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation.models import Offer
from housing.models import Letter, Tenancy
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"


def test_list_candidates_offer_accept(at, kari, household):
    make.mapping(household)
    case = make.granted(household, by=kari)
    home = make.dwelling()
    page = at.get(reverse("waiting_list"))
    assert "Bostedsløs: bor midlertidig" in page.content.decode()
    page = at.get(reverse("candidates", args=[home.pk]))
    assert "Gi tilbud" in page.content.decode()
    url = reverse("offer_new", args=[home.pk, case.pk])
    assert at.get(url).status_code == 200
    sent = {"offered_on": NO, "answer_by": f"{TODAY + timedelta(days=7):%d.%m.%Y}", "external_id": "t1"}
    page = at.post(url, sent, follow=True)
    made = Offer.objects.get()
    assert page.redirect_chain[-1][0] == made.get_absolute_url()
    assert "Strandgata 4" in Letter.objects.get().html
    page = at.post(reverse("offer_accept", args=[made.pk]), {"day": NO})
    tenancy = Tenancy.objects.get()
    assert page.url == tenancy.get_absolute_url()
    case.refresh_from_db()
    assert case.status == "fulfilled"
    assert at.get(made.get_absolute_url()).status_code == 200
    assert at.get(reverse("waiting_list")).context["page_obj"].paginator.count == 0
