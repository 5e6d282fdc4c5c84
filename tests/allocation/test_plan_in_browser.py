"""The plan, the offer that passes somebody over, and the wishes, in a real browser at two widths, with axe-core."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation.models import Offer, Proposal
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [{"width": 1280, "height": 900}, {"width": 360, "height": 780}]
STICKS_OUT = "() => document.documentElement.scrollWidth - window.innerWidth"


def test_a_leader_proposes_changes_and_offers(page, axe):
    mona = make.leader()
    cases = []
    for name, homeless in (("Haugen", "4"), ("Lie", "2"), ("Moe", "1")):
        household = make.household(main=make.person(family_name=name), caseworker=mona if name == "Haugen" else None)
        household.take_responsibility(mona, kind="follow_up")
        cases.append(make.granted(household, by=mona, districts_wanted=["Strømsø"]))
        make.mapping(household, homeless_category=homeless)
    make.wish(cases[0].household, drug_free="required", monthly_income=21_000)
    make.exclusion(cases[0].household, by=mona, address="Elvegata 2")
    homes = [make.dwelling(f"Elvegata {number}", district="Strømsø", is_drug_free=None) for number in (1, 2)]
    make.tenancy(make.household(), make.dwelling("Åsveien 3"), leaves_on=timezone.localdate() + timedelta(days=9))

    def looked_over(url):
        page.goto(url)
        for size in WIDTHS:
            page.set_viewport_size(size)
            assert axe(page) == []
            assert page.evaluate(STICKS_OUT) <= 0, f"{url} sticks out at {size['width']} px"
        page.set_viewport_size(WIDTHS[0])

    page.goto(reverse("login"))
    page.fill("[name=username]", mona.email)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "logg-inn" not in address)
    page.goto(reverse("proposal_new"))
    page.check("[name=within_days][value='30']")
    page.click("text=Foreslå >> nth=-1")
    page.wait_for_selector("text=Forslaget er laget.")
    plan = Proposal.objects.get()
    assert plan.lines.filter(application__isnull=False).count() == 3
    looked_over(plan.get_absolute_url())
    looked_over(reverse("proposal_list"))
    looked_over(reverse("proposal_line", args=[plan.lines.first().pk]))
    looked_over(reverse("housing_wishes", args=[cases[0].household_id]))
    looked_over(reverse("fitting_dwellings", args=[cases[0].pk]))
    looked_over(reverse("offer_new", args=[homes[1].pk, cases[1].pk]))
    page.select_option("[name=reason]", "other_offer")
    page.click("text=Gi tilbudet")
    page.wait_for_selector("text=Tilbudet er gitt.")
    looked_over(Offer.objects.get().get_absolute_url())
