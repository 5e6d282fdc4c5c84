"""The pages of the plan, the organisation, the stories and the report's rows, as a browser meets them."""

import os

import pytest
from django.urls import reverse

from housing.periods import Period
from reporting.example import write_example
from reporting.example_measures import leave_plans
from reporting.example_organisation import leave_organisation
from reporting.example_sections import write_sections
from reporting.example_stories import leave_stories
from reporting.models import Plan, PlanMeasure, PlanStrategy, ProgrammeGroup, Report, SuccessStory
from tests import make

SPRING = Period.half_year(2026, 1)
WIDTHS = (360, 1280)
PICTURES = os.environ.get("PICTURES", "")


def addresses(report) -> list[str]:
    plan, group = Plan.objects.get(valid_until__isnull=True), ProgrammeGroup.objects.last()
    measure = PlanMeasure.objects.get(number="2.7")
    unread = SuccessStory.objects.get(confirmed_on=None)
    return [
        reverse("plan_measure_list"),
        measure.get_absolute_url(),
        reverse("plan_new"),
        reverse("plan_strategy_change", args=[PlanStrategy.objects.first().pk]),
        reverse("plan_measure_change", args=[measure.pk]),
        reverse("plan_measure_move", args=[measure.pk]),
        plan.get_absolute_url(),
        reverse("organisation"),
        reverse("programme_group_change", args=[group.pk]),
        reverse("programme_group_end", args=[group.pk]),
        reverse("story_list"),
        unread.get_absolute_url(),
        reverse("story_change", args=[unread.pk]),
        reverse("story_confirm", args=[unread.pk]),
        reverse("story_consent_withdraw", args=[SuccessStory.objects.exclude(consent_obtained_on=None).first().pk]),
        *(reverse("report_section", args=[report.pk, slug]) for slug in ("mal", "samarbeid", "ressursbruk")),
        report.get_absolute_url(),
    ]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page, axe):
    programme, _reader = make.user("programme"), make.leader()
    report = write_example(Report.write_new(SPRING, by=programme))
    write_sections(report)
    leave_plans(programme)
    leave_organisation(programme)
    leave_stories(programme)
    page.goto(reverse("login"))
    page.fill("input[name=username]", programme.email)
    page.fill("input[name=password]", make.PASSWORD)
    page.click("main button[type=submit]")
    findings, wide = [], []
    for number, address in enumerate(addresses(report)):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{number:02}-{width}.png", full_page=True)
            reached = page.evaluate("document.documentElement.scrollWidth")
            wide += [f"{address} is {reached} wide on {width}"] if reached > width else []
            findings += axe(page)
    assert findings == []
    assert wide == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_goal_s_figures_are_unfolded_chosen_and_stand_in_the_report(page):
    programme = make.user("programme")
    report = write_example(Report.write_new(SPRING, by=programme))
    page.goto(reverse("login"))
    page.fill("input[name=username]", programme.email)
    page.fill("input[name=password]", make.PASSWORD)
    page.click("main button[type=submit]")
    page.goto(reverse("report_section", args=[report.pk, "mal"]))
    row = page.get_by_role("group", name="Rad 1").first
    row.get_by_text("Tall som belyser målet: 0 valgt").click()
    row.get_by_label("Mottatte søknader", exact=True).check()
    page.get_by_role("button", name="Lagre", exact=True).click()
    assert report.goals.get(main_goal=1, number="Hovedmål").indicators == ["applications.received"]
    assert page.locator("#del-3").get_by_text("Mottatte søknader").count() == 1
