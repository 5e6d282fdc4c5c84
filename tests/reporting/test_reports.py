"""The half-year report's pages: who sees what, carrying over, writing by section, approval and frozen figures."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.periods import Period
from reporting.example import write_example
from reporting.models import FrozenFigure, Report, ReportPartner, ReportRun
from tests import make, make_reports

pytestmark = pytest.mark.django_db

AUTUMN, SPRING = Period.half_year(2025, 2), Period.half_year(2026, 1)


@pytest.fixture
def programme():
    return make.user("programme", name="Ada Lunde")


@pytest.fixture
def steering():
    return make.user("steering", name="Nils Vik")


@pytest.fixture
def draft(programme):
    return Report.write_new(SPRING, by=programme)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args, query=query))


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


# Who sees what


def test_the_steering_group_sees_approved_reports_and_no_draft(client, programme, steering, draft):
    approved = Report.write_new(AUTUMN, by=programme)
    make_reports.approved(approved, by=programme)

    listed = page(client, steering, "report_list").content.decode()

    assert approved.get_absolute_url() in listed
    assert draft.get_absolute_url() not in listed
    assert page(client, steering, "report", draft.pk).status_code == 404
    assert page(client, steering, "report", approved.pk).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("report_new", []),
        ("report_section", [1, "bakgrunn"]),
        ("report_approve", [1]),
        ("figure_list", []),
        ("figure", ["homeless.households"]),
    ],
)
def test_the_steering_group_writes_nothing_and_opens_no_figure(client, steering, name, args):
    assert page(client, steering, name, *args).status_code == 403


@pytest.mark.parametrize("role", ["caseworker", "rent", "follow_up", "administrator", "auditor"])
def test_others_have_no_business_among_the_reports(client, role, draft):
    user = make.user(role)

    assert page(client, user, "report_list").status_code == 403
    assert page(client, user, "report", draft.pk).status_code == 403


def test_a_leader_reads_figures_and_approves_nothing(client, programme, draft):
    leader = make.leader()

    assert page(client, leader, "figure_list").status_code == 200
    assert page(client, leader, "report", draft.pk).status_code == 404
    assert send(client, leader, "report_approve", draft.pk).status_code == 403
    assert send(client, leader, "report_pdf", draft.pk).status_code == 403


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, programme, reports, django_assert_max_num_queries):
    for half in range(reports):
        Report.write_new(Period.half_year(2020 + half, 1), by=programme)
    client.force_login(programme)

    with django_assert_max_num_queries(6):
        client.get(reverse("report_list"))


# Beginning and carrying over


def test_the_first_report_has_every_partner_of_the_form_in_order(draft):
    assert [row.partner for row in draft.partners.all()] == list(ReportPartner.Partner.values)
    assert sum(row.is_municipal for row in draft.partners.all()) == 10


def test_a_new_report_takes_over_text_and_rows_but_not_results(programme):
    before = write_example(Report.write_new(AUTUMN, by=programme))

    report = Report.write_new(SPRING, by=programme)

    assert report.background == before.background
    assert report.success_stories == ""
    assert [goal.description for goal in report.goals.all()] == [goal.description for goal in before.goals.all()]
    assert set(report.goals.values_list("result", flat=True)) == {""}
    assert report.partners.get(partner="nav").participation == "active"
    assert list(report.funding.values_list("year", "used")) == list(before.funding.values_list("year", "used"))


def test_a_second_report_for_the_period_is_refused(client, programme):
    key = f"half_year:{timezone.localdate().replace(day=1, month=1):%Y-%m}"
    first = send(client, programme, "report_new", what=key, external_id="a1")
    again = send(client, programme, "report_new", what=key, external_id="a1")
    other = send(client, programme, "report_new", what=key, external_id="b2")

    assert first.url == again.url == Report.objects.get().get_absolute_url()
    assert "Det finnes allerede en rapport for denne perioden." in other.content.decode()


# Writing


@pytest.mark.parametrize(
    "slug",
    [
        "formalia",
        "bakgrunn",
        "mal",
        "organisering",
        "samarbeid",
        "brukermedvirkning",
        "ressursbruk",
        "suksesshistorier",
    ],
)
def test_every_section_can_be_opened(client, programme, draft, slug):
    assert page(client, programme, "report_section", draft.pk, slug).status_code == 200


def test_the_formalia_hold_several_dates_of_treatment(client, programme, draft):
    facts = {"municipality": "Lindvik kommune", "treated_on": "14.06.2026, 19.06.2026", "reported_on": "20.06.2026"}

    assert send(client, programme, "report_section", draft.pk, "formalia", **facts).status_code == 302

    draft.refresh_from_db()
    assert draft.treated_on == [date(2026, 6, 14), date(2026, 6, 19)]
    wrong = send(
        client, programme, "report_section", draft.pk, "formalia", **(facts | {"treated_on": "14.06, 19.06.2026"})
    )
    assert "14.06, 19.06.2026" in wrong.content.decode()
    assert "dd.mm.åååå" in wrong.content.decode()


def rows(prefix, *forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def test_goals_are_added_and_removed_without_javascript(client, programme, draft):
    untouched = {"number": "Delmål 1", "description": "", "result": "", "finished_when": ""}
    goal = {"number": "Hovedmål", "description": "Flere bor trygt", "result": "Det går bra", "finished_when": "2027"}
    data = rows("mal1", goal, untouched) | rows("mal2") | rows("mal3", goal)

    assert send(client, programme, "report_section", draft.pk, "mal", **data, more="1").status_code == 302

    assert send(client, programme, "report_section", draft.pk, "mal", **data).status_code == 302  # sent twice
    assert list(draft.goals.values_list("main_goal", "number")) == [(1, "Hovedmål"), (3, "Hovedmål")]
    kept = draft.goals.get(main_goal=1)
    data = rows("mal1", goal | {"id": kept.pk, "DELETE": "on"}, initial=1) | rows("mal2") | rows("mal3")
    assert send(client, programme, "report_section", draft.pk, "mal", **data).status_code == 302
    assert list(draft.goals.values_list("main_goal", flat=True)) == [3]


def test_a_goal_without_description_is_told_and_what_was_typed_stands(client, programme, draft):
    data = (
        rows("mal1", {"number": "Delmål 9", "description": "", "result": "Noe ble gjort"}) | rows("mal2") | rows("mal3")
    )

    answer = send(client, programme, "report_section", draft.pk, "mal", **data).content.decode()

    assert "Noe ble gjort" in answer
    assert "Du må rette 1 feil" in answer
    assert not draft.goals.exists()


def test_a_row_without_a_goal_is_one_more_result_of_the_goal_above(client, programme, draft):
    goal = {"number": "Hovedmål", "description": "Flere bor trygt", "result": "Det går bra", "finished_when": "2027"}
    more = {"number": "", "description": "", "result": "Og enda bedre", "finished_when": "2028"}
    data = rows("mal1", goal, more) | rows("mal2") | rows("mal3") | {"goals_introduction": "Fire delmål."}
    assert send(client, programme, "report_section", draft.pk, "mal", **data).status_code == 302
    shown_text = shown(page(client, programme, "report", draft.pk))
    assert "Hovedmål (forts.)" in shown_text
    assert "Fire delmål." in shown_text
    # It was a result of the half-year, so the next report does not have it.
    after = Report.write_new(Period.half_year(2026, 2), by=programme)
    assert (after.goals.get().description, after.goals_introduction) == ("Flere bor trygt", "Fire delmål.")

    for wrong in (rows("mal1", more), rows("mal1", goal, {"number": "Delmål 9", "description": "", "result": ""})):
        answer = send(client, programme, "report_section", after.pk, "mal", **wrong, **rows("mal2"), **rows("mal3"))
        assert "Beskriv målet" in answer.text


def test_a_year_stands_once(client, programme, draft):
    year = {"year": "2025", "granted": "1 000 000", "own": "310 662,50"}

    assert (
        send(client, programme, "report_section", draft.pk, "ressursbruk", **rows("funding", year)).status_code == 302
    )
    assert draft.funding.get().own == Decimal("310662.50")

    answer = send(client, programme, "report_section", draft.pk, "ressursbruk", **rows("funding", year))
    assert answer.status_code == 409
    assert "Året står der allerede." in answer.content.decode()
    assert draft.funding.count() == 1


def test_partners_are_crossed_off(client, programme, draft):
    partners = list(draft.partners.all())
    forms = [{"id": row.pk, "participation": "formal", "note": ""} for row in partners]

    sent = send(
        client, programme, "report_section", draft.pk, "samarbeid", **rows("partner", *forms, initial=len(forms))
    )

    assert sent.status_code == 302
    assert set(draft.partners.values_list("participation", flat=True)) == {"formal"}


@pytest.mark.parametrize("text", ["\x00", "x" * 20_001])
def test_a_text_that_cannot_be_kept_is_told_at_the_field(client, programme, draft, text):
    answer = send(client, programme, "report_section", draft.pk, "bakgrunn", background=text)

    assert answer.status_code == 200
    assert "Du må rette 1 feil" in answer.content.decode()


def test_two_who_write_the_same_text_do_not_write_over_one_another(client, programme, draft):
    address = ["report_section", draft.pk, "bakgrunn"]
    seen = page(client, programme, *address).context["edit"].form["seen"].value()
    for _click in range(2):
        assert send(client, programme, *address, background="Ada skrev dette.", seen=seen).status_code == 302

    answer = send(client, programme, *address, background="Nils skrev dette.", seen=seen)

    assert answer.status_code == 409
    assert "Noen andre har endret denne delen" in answer.text
    assert "Nils skrev dette." in answer.text
    draft.refresh_from_db()
    assert draft.background == "Ada skrev dette."


# Approval


def test_approval_freezes_every_figure_with_its_rows(client, programme, draft, django_capture_on_commit_callbacks):
    mapping = make.mapping(make.household(), mapped_on=date(2026, 3, 2))

    make_reports.treated(draft, by=programme)
    answer = send(client, programme, "report_approve", draft.pk)

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.approved_by, draft.is_approved) == (programme, True)
    frozen = draft.figures.get(code="homeless.households")
    assert (frozen.value, frozen.row_model, frozen.row_ids) == (1, "applications.mapping", [mapping.pk])
    assert draft.figures.filter(code="waiting.allocation").count() == 24
    assert draft.runs.get().status == ReportRun.Status.QUEUED


def test_the_charts_half_years_are_counted_whole(draft, programme):
    for month in (1, 4, 9, 12):
        make.application(make.household(), by=programme, received_on=date(2025, month, 10))
    make_reports.approved(draft, by=programme)
    halves = draft.figures.filter(code="applications.received").order_by("period_last")
    assert [row.value for row in halves][-3:] == [2, 2, 0]


def test_what_is_registered_late_changes_the_answer_of_today_and_not_the_report(client, programme, draft):
    for _number in range(6):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    make_reports.approved(draft, by=programme)
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))

    text = shown(page(client, programme, "report", draft.pk))
    today = shown(page(client, programme, "figure", "homeless.households", fra="2026-01-01", til="2026-06-30"))

    assert "Bostedsløse husstander 6 husstander" in text
    assert "7 husstander" in today


def shown(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_approved_report_is_not_edited(client, programme, draft):
    make_reports.approved(draft, by=programme)

    answer = send(client, programme, "report_section", draft.pk, "bakgrunn", background="Endret")

    assert answer.status_code == 409
    assert "Rapporten er godkjent og kan ikke endres." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.background == ""


def test_a_second_approval_is_refused(client, programme, draft):
    make_reports.approved(draft, by=programme)

    assert send(client, programme, "report_approve", draft.pk).status_code == 409
    with pytest.raises(Refused):
        Report.objects.get(pk=draft.pk).approve(by=programme)
    assert FrozenFigure.objects.filter(report=draft, code="homeless.households").count() == 1


def test_small_counts_are_hidden_from_the_steering_group(client, programme, steering, draft):
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    make_reports.approved(draft, by=programme)

    assert "Bostedsløse husstander : husstander" in shown(page(client, steering, "report", draft.pk))
    assert "Bostedsløse husstander 1 husstander" in shown(page(client, programme, "report", draft.pk))
