"""After approval: what the same questions answer today, why, row by row, and the corrections that are published."""

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse

from housing.periods import Period
from reporting import difference
from reporting.models import Report
from tests import make, make_reports

pytestmark = pytest.mark.django_db(transaction=True)

SPRING = Period.half_year(2026, 1)


@pytest.fixture
def programme():
    return make.user("programme", name="Ada Lunde")


@pytest.fixture
def mapped():
    return [make.mapping(make.household(), mapped_on=date(2026, 3, 2)) for _number in range(6)]


@pytest.fixture
def report(programme, mapped):
    return make_reports.approved(Report.write_new(SPRING, by=programme), by=programme)


def opened(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args, query=query)).text


def registered_by_a_caseworker(client, household):
    """Through the page, so that the history knows who it was."""
    worker = make.caseworker(name="Kari Sund")
    household.take_responsibility(worker, day=date(2026, 1, 1))
    client.force_login(worker)
    answers = {"mapped_on": "05.03.2026", "situation": "no_home", "homeless_category": "1", "external_id": "late"}
    sent = client.post(reverse("mapping_new", args=[household.pk]), answers)
    assert sent.status_code == 302, sent.text


def test_a_late_registration_changes_the_answer_of_today_and_is_explained(client, programme, report):
    registered_by_a_caseworker(client, make.household())

    listed = opened(client, programme, "report_today", report.pk)
    rows = opened(client, programme, "report_today_figure", report.pk, "homeless.households")

    answer = difference.answer(report, "homeless.households")
    assert (answer.kept.value, answer.now, len(answer.added), answer.gone) == (6, 7, 1, ())
    assert "Bostedsløse husstander" in listed
    assert "Telles nå, men er ikke med i rapporten" in rows
    assert "registrert etterpå" in rows
    assert "Kari Sund" in rows


def test_a_correction_of_a_row_that_was_counted_is_explained(client, programme, report, mapped):
    mapped[0].homeless_category = "4"
    mapped[0].save()

    rows = opened(client, programme, "report_today_figure", report.pk, "homeless.category_4")
    gone = opened(client, programme, "report_today_figure", report.pk, "homeless.category_2")
    both = opened(client, programme, "report_today_figure", report.pk, "homeless.households")

    assert "Telles nå, men er ikke med i rapporten" in rows
    assert "Er med i rapporten, men telles ikke nå" in gone
    assert "Telles som før, men er endret" in both
    for text in (rows, gone, both):
        assert "rettet" in text
        assert "Programmet" in text
        assert "kategori" in text.lower()


def test_a_row_that_was_removed_is_explained(client, programme, report, mapped):
    mapped[0].delete()

    rows = opened(client, programme, "report_today_figure", report.pk, "homeless.households")

    assert "Er med i rapporten, men telles ikke nå" in rows
    assert "slettet" in rows


def test_a_row_counted_because_of_another_is_explained_by_that_one(client, programme, mapped):
    child = make.person("Liten", "Berg", birth_date=date(2015, 1, 1))
    make.member(mapped[0].household, child, role="child")
    report = make_reports.approved(Report.write_new(SPRING, by=programme), by=programme)
    child.birth_date = date(1990, 1, 1)
    child.save()

    text = opened(client, programme, "report_today_figure", report.pk, "homeless.children")

    assert "Er med i rapporten, men telles ikke nå" in text
    assert "Person: rettet" in text
    assert "Fødselsdato" in text


def test_what_explains_no_number_is_not_told(client, programme, report, mapped):
    """Whoever reads the figures has no access to the case: an alert and a protected address are not theirs to know."""
    person = mapped[0].household.memberships.get().person
    person.address_protection = "strictly_confidential"
    person.save()
    mapped[0].ended_on = date(2026, 6, 1)
    mapped[0].save()

    text = opened(client, programme, "report_today_figure", report.pk, "homeless.adults")

    assert "Er med i rapporten, men telles ikke nå" in text
    assert "dressebeskyttelse" not in text


def test_a_code_that_is_none_is_not_found(client, programme, report):
    client.force_login(programme)
    for code in ("nothing.at_all", "\x00"):
        assert client.get(f"/rapporter/{report.pk}/i-dag/{quote(code)}/").status_code == 404


def test_a_correction_tells_nothing_that_is_hidden_beside_it(client, programme, mapped):
    for category in ("1", "1", "3", "3", "3", "3", "3", "3"):
        make.mapping(make.household(), mapped_on=date(2026, 3, 3), homeless_category=category)
    report = make_reports.approved(Report.write_new(SPRING, by=programme), by=programme)
    client.force_login(programme)
    answers = {"code": "homeless.category_3", "text": "Feil.", "external_id": "r2"}
    client.post(reverse("report_correct", args=[report.pk]), answers)
    assert (report.corrections.get().was, report.corrections.get().now) == (":", ":")


def test_what_has_not_changed_is_not_listed(client, programme, report):
    assert difference.changed_rows(difference.answer(report, "homeless.households"), report) == []
    text = opened(client, programme, "report_today", report.pk)
    assert "Nye rader" not in text


def test_a_draft_has_no_answer_of_today(client, programme):
    draft = Report.write_new(Period.half_year(2025, 2), by=programme)
    client.force_login(programme)
    assert client.get(reverse("report_today", args=[draft.pk])).status_code == 404
    assert client.get(reverse("report_correct", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_a_page_of_rows_asks_the_same_number_of_questions(
    client, programme, report, rows, django_assert_max_num_queries
):
    for _number in range(rows):
        make.mapping(make.household(), mapped_on=date(2026, 3, 9))
    client.force_login(programme)
    with django_assert_max_num_queries(40):
        client.get(reverse("report_today_figure", args=[report.pk, "homeless.households"]))


def test_a_correction_is_a_note_and_changes_nothing(client, programme, report):
    make.mapping(make.household(), mapped_on=date(2026, 3, 9))
    client.force_login(programme)
    answers = {"code": "homeless.households", "text": "En kartlegging kom for sent.", "external_id": "r1"}
    for _click in range(2):
        client.post(reverse("report_correct", args=[report.pk]), answers)

    made = report.corrections.get()
    assert (made.was, made.now, made.by) == ("6", "7", programme)
    text = opened(client, make.user("steering"), "report", report.pk)
    assert "En kartlegging kom for sent." in text
    assert "6 i rapporten, 7 da rettelsen ble skrevet." in text
    assert report.figures.get(code="homeless.households").value == 6
    # What is fetched from now on has the correction in it.
    assert report.runs.filter(status="queued").exists()
