"""Section 3: a goal's state, its figures, and what the next report takes over. Section 5: rows of one's own."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting import answers, pdf
from reporting.models import Report, ReportGoal, ReportPartner
from tests import make, make_reports

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = Period.half_year(2026, 1), Period.half_year(2026, 2)
GOAL = {"number": "Delmål 1", "description": "Alle er kartlagt", "result": "Godt i gang"}


@pytest.fixture
def programme(client):
    user = make.user("programme")
    client.force_login(user)
    return user


@pytest.fixture
def draft(programme):
    return Report.write_new(SPRING, by=programme)


def rows(prefix, *forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def save_goal(client, report, **more):
    data = rows("mal1", GOAL | more) | rows("mal2") | rows("mal3")
    return client.post(reverse("report_section", args=[report.pk, "mal"]), data)


def shown(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("due_on", "finished_on", "state"),
    [
        (None, None, "ongoing"),
        (date(2026, 6, 30), None, "ongoing"),
        (date(2026, 6, 29), None, "late"),
        (date(2026, 6, 29), date(2026, 6, 30), "reached"),
        (date(2026, 6, 29), date(2026, 7, 1), "late"),
        (date(2027, 1, 1), date(2026, 1, 1), "reached"),
    ],
)
def test_the_state_follows_from_the_dates_and_the_day(due_on, finished_on, state):
    goal = ReportGoal(due_on=due_on, finished_on=finished_on)
    assert goal.state_on(date(2026, 6, 30)) == state


def test_an_approved_report_says_the_state_of_its_own_day_ever_after(draft, programme):
    goal = ReportGoal.objects.create(report=draft, main_goal=1, number="1", description="x", due_on=date(2026, 7, 15))
    assert goal.state == "ongoing"  # the period ended before the goal was due
    make_reports.approved(draft, by=programme)
    assert ReportGoal.objects.select_related("report").get(pk=goal.pk).state == "ongoing"


def test_figures_and_dates_are_chosen_in_the_form_and_stand_under_the_goal(client, draft):
    chosen = {"due_on": "01.06.2026", "indicators": ["homeless.households", "applications.received"]}
    assert save_goal(client, draft, **chosen).status_code == 302

    goal = draft.goals.get()
    assert (goal.due_on, goal.indicators) == (date(2026, 6, 1), ["homeless.households", "applications.received"])
    page = shown(client.get(draft.get_absolute_url()).content.decode())
    assert "Godt i gang Bostedsløse husstander 0 husstander Mottatte søknader 0" in page
    assert "Sluttdato 01.06.2026 Forsinket" in page


def test_on_paper_a_goal_shows_its_figures_as_published(client, draft, programme):
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    ReportGoal.objects.create(
        report=draft, main_goal=1, number="1", description="Færre", indicators=["homeless.households"]
    )
    html = shown(pdf.as_html(answers.read(draft), []))
    assert "Bostedsløse husstander: : husstander" in html  # one alone is hidden


def test_a_code_that_is_no_figure_is_refused_at_its_field(client, draft):
    answer = save_goal(client, draft, indicators=["homeless.households", "aliens.landed"])
    assert answer.status_code == 200
    assert "«aliens.landed» er ikke et tall i rapporten." in answer.content.decode()
    assert not draft.goals.exists()
    with pytest.raises(ValidationError, match="aliens"):
        ReportGoal(report=draft, main_goal=1, number="1", description="x", indicators=["aliens.landed"]).full_clean()


def test_a_goal_is_not_reached_tomorrow(client, draft):
    ahead = timezone.localdate() + timedelta(days=1)
    answer = save_goal(client, draft, finished_on=f"{ahead:%d.%m.%Y}")
    assert "Dagen kan ikke være frem i tid." in answer.content.decode()


def test_the_next_report_has_the_goals_with_dates_and_figures_and_no_result(client, draft, programme):
    save_goal(client, draft, due_on="01.06.2027", finished_on="01.05.2026", indicators=["homeless.households"])
    goal = Report.write_new(AUTUMN, by=programme).goals.get()
    assert (goal.due_on, goal.finished_on, goal.indicators) == (
        date(2027, 6, 1),
        date(2026, 5, 1),
        ["homeless.households"],
    )
    assert goal.result == ""


# Partners


def save_partners(client, report, *, others="", own_municipal=(), own_other=(), initial=(0, 0)):
    listed = report.partners.exclude(partner="").order_by("pk")
    forms = [
        {"id": row.pk, "participation": "active", "note": ""} | ({"name": others} if row.partner == "others" else {})
        for row in listed
    ]
    data = rows("partner", *forms, initial=len(forms))
    data |= rows("egen_kommunal", *own_municipal, initial=initial[0])
    data |= rows("egen_annen", *own_other, initial=initial[1])
    return client.post(reverse("report_section", args=[report.pk, "samarbeid"]), data)


def test_own_rows_stand_in_their_group_and_the_last_row_says_who(client, draft):
    banks, planning = {"name": "Privatbanker", "participation": "informed"}, {"name": "Byplan"}
    saved = save_partners(client, draft, others="Kirkens bymisjon", own_municipal=[planning], own_other=[banks])
    assert saved.status_code == 302

    own = draft.partners.filter(partner="").values_list("name", "is_municipal_by_name", "participation")
    assert set(own) == {("Byplan", True, ""), ("Privatbanker", False, "informed")}
    page = shown(client.get(draft.get_absolute_url()).content.decode())
    assert "Andre: Kirkens bymisjon Aktiv deltakelse" in page
    assert (
        page.index("Utekontakt")
        < page.index("Byplan")
        < page.index("Oppfølgingstjenesten")
        < page.index("Privatbanker")
    )


def test_a_page_sent_twice_makes_an_own_row_once_and_it_can_be_taken_away(client, draft):
    banks = {"name": "Privatbanker", "participation": "informed"}
    for _time in range(2):
        assert save_partners(client, draft, own_other=[banks]).status_code == 302
    row = draft.partners.get(name="Privatbanker")
    gone = banks | {"id": row.pk, "DELETE": "on"}
    assert save_partners(client, draft, own_other=[gone], initial=(0, 1)).status_code == 302
    assert not draft.partners.filter(partner="").exists()


def test_an_own_row_without_a_name_is_told_and_the_same_name_twice_is_refused(client, draft):
    answer = save_partners(client, draft, own_other=[{"name": "", "participation": "formal"}])
    assert (answer.status_code, "Du må rette 1 feil" in answer.content.decode()) == (200, True)
    twice = [{"name": "Bank", "participation": "formal"}, {"name": "Bank", "participation": "informed"}]
    answer = save_partners(client, draft, own_other=twice)
    assert "Aktøren står der allerede." in answer.content.decode()
    assert not draft.partners.filter(partner="").exists()


def test_the_state_administrator_is_known_by_the_name_of_the_form():
    assert ReportPartner.Partner.STATE_ADMINISTRATOR.label == "Statsforvalter (Fylkesmann)"


def test_the_next_report_has_the_own_rows_too(draft, programme):
    ReportPartner.objects.create(report=draft, name="Byplan", is_municipal_by_name=True, participation="active")
    draft.partners.filter(partner="others").update(name="Bymisjonen")
    after = Report.write_new(AUTUMN, by=programme)
    assert after.partners.get(name="Byplan").is_municipal
    assert after.partners.get(partner="others").label == "Andre: Bymisjonen"
    assert after.partners.count() == len(ReportPartner.Partner) + 1
