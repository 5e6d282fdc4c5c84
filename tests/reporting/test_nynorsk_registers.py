"""What a register says is kept in bokmål with the approved report, and printed in the language that is asked for."""

import re
from datetime import date
from html import unescape
from importlib import import_module

import polib
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from housing.periods import Period
from reporting.models import Plan, PlanMeasure, PlanStrategy, ProgrammeGroup, SuccessStory
from tests import make, make_registers
from tests.reporting import report_strings

pytestmark = pytest.mark.django_db
SPRING = Period.half_year(2026, 1)


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """The texts that are not the same in both."""
    source = polib.pofile(str(report_strings.ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry.msgstr for entry in source if entry.msgid != entry.msgstr}


def a_plan(by):
    facts = {"adopted_on": date(2025, 1, 15), "valid_from": date(2025, 1, 15)}
    plan = Plan.objects.create(title="Plan A", **facts)
    strategy = PlanStrategy.objects.create(plan=plan, title="Strategi A", number=2)
    measure = PlanMeasure(plan=plan, number="2.1", strategy=strategy, text="Tekst A")
    measure.begin(by=by, happened_on=date(2025, 1, 15))
    measure.move_to(PlanMeasure.Status.ONGOING, by=by, happened_on=date(2026, 3, 2))


def a_story(by):
    facts = {"title": "Historie A", "text": "Tekst A", "main_goal": 1, "is_about_person": False}
    story = SuccessStory(period_first=SPRING.first, period_last=SPRING.last, **facts).keep(by=by)
    story.confirm(read=story.fingerprint, by=make.user("leader"))
    story.choose()


def a_programme(by):
    """One of each that is printed in words of ours."""
    a_plan(by)
    top = ProgrammeGroup.objects.create(name="Gruppe A", kind="steering", starts_on=date(2025, 1, 1))
    ProgrammeGroup.objects.create(name="Gruppe B", kind="project", reports_to=top, starts_on=date(2025, 1, 1))
    a_story(by)
    for kind in ("housing_school", "professional", "study_trip"):
        make_registers.course(f"Kurs {kind}", kind=kind)
    for kind in ("strengths", "weaknesses", "opportunities", "threats"):
        make_registers.swot_point(f"Punkt {kind}", kind=kind)
    leader = make_registers.member("Medlem A", is_leader=True)
    make_registers.member("Medlem B", is_observer=True)
    meeting = make_registers.steering_meeting(held_on=date(2026, 3, 3), present=[leader])
    make_registers.decision(meeting, due_on=date(2026, 4, 1))
    make_registers.statement(make_registers.survey("Undersøkelse A"), "Påstand A")


REGISTERS = [
    name
    for name in ("courses", "measures", "organisation", "steering", "stories", "survey", "swot")
    if (report_strings.ROOT / "templates" / "reports" / f"_{name}.html").exists()
]


@pytest.mark.parametrize("name", REGISTERS)
def test_what_is_kept_of_a_register_is_printed_in_nynorsk(name, known):
    a_programme(make.user("programme"))
    kept = import_module(f"reporting.models.{name}").printed(SPRING)
    assert kept

    with translation.override("nn"):
        html = render_to_string(f"reports/_{name}.html", {name: kept})

    assert {text for text in said(html) if text in known} == set()


def said(html: str) -> set[str]:
    """Each stretch of text, and each of its pieces between marks and numbers."""
    html = " ".join(html.split())
    texts = re.findall(r'(?:alt|aria-label)="([^"]*)"', html) + re.sub(r"<[^>]+>", "\n", html).split("\n")
    whole = {unescape(text).strip() for text in texts}
    return whole | {piece.strip(" .") for text in whole for piece in re.split(r"[,:;()«»\d]", text)}
