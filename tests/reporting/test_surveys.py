"""Staff surveys on their pages: entering many statements at once, comparing, hiding, and what the report shows."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from housing.periods import Period
from reporting.example_survey import STATEMENTS, leave_surveys
from reporting.models import StaffSurvey, SurveyStatement
from reporting.models.survey import printed
from tests import make
from tests import make_registers as make_a
from tests.reporting.registers import Visitor, errors, key

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
SENT = {"title": "Mars 2026", "answered_from": "10.03.2026", "answered_until": "24.03.2026", "answered": "41"}
STATEMENT = {"text": "Rollene er avklart", "mean": "2,6", "dont_know": "5"}


@pytest.fixture
def programme():
    return Visitor(make.user("programme"))


@pytest.fixture
def survey():
    return make_a.survey()


def test_a_survey_is_written_with_its_statements(programme):
    answer = programme.send("survey_new", **SENT | {"invited": "62"})
    survey = StaffSurvey.objects.get()
    assert answer.url == reverse("survey_statements", args=[survey.pk])
    pasted = "Rollene er avklart; 2,6; 5\nLedelsen er tydelig\t3\t2\nVi lærer;;0;0;0;5;5\n\n"
    assert programme.send("survey_statements", survey.pk, statements=pasted).url == survey.get_absolute_url()
    found = [(row.text, row.mean, row.dont_know, row.line.counts) for row in survey.statements.all()]
    assert found == [
        ("Rollene er avklart", Decimal("2.6"), 5, None),
        ("Ledelsen er tydelig", Decimal("3.0"), 2, None),
        ("Vi lærer", Decimal("3.5"), 0, (0, 0, 5, 5)),
    ]
    assert "66,1" in programme.see("survey", survey.pk).content.decode()


def test_statements_sent_again_as_they_stand_change_nothing(programme, survey):
    kept = make_a.statement(survey, "A", count_1=0, count_2=0, count_3=5, count_4=5)
    make_a.statement(survey, "B", "3.1", dont_know=2)
    shown = programme.see("survey_statements", survey.pk).context["form"]["statements"].value()
    assert shown == "A; 3,5; 0; 0; 0; 5; 5\nB; 3,1; 2"
    programme.send("survey_statements", survey.pk, statements=shown)
    assert [row.text for row in survey.statements.all()] == ["A", "B"]
    programme.send("survey_statements", survey.pk, statements="B; 3,1; 2\nA; 3,5; 0; 0; 0; 5; 5")
    assert [row.text for row in survey.statements.all()] == ["B", "A"]
    assert survey.statements.get(text="A").pk == kept.pk
    programme.send("survey_statements", survey.pk, statements="A; 3,5; 0; 0; 0; 5; 5")
    assert survey.statements.get().pk == kept.pk


def test_the_statements_of_last_time_are_proposed(programme, survey):
    make_a.statement(make_a.survey("Før", day=date(2025, 3, 1)), "Rollene er avklart")
    proposed = programme.see("survey_statements", survey.pk).context["form"]["statements"].value()
    assert proposed == "Rollene er avklart; ; 0"
    told = errors(programme.send("survey_statements", survey.pk, statements=proposed))
    assert "Skriv snittet" in told["statements"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Rollene er avklart", "Linje 1"),
        ("Rollene er avklart; 4,1; 0", "Linje 1"),
        ("A; 3; 0\nRollene er avklart; tre; 0", "Linje 2"),
        ("Rollene; 3; 42", "«vet ikke»"),
        ("Rollene; 3; 41", "Ingen tok stilling"),
        ("Rollene; 3,4; 0; 0; 0; 5; 5", "stemmer ikke"),
        ("Rollene; 3,5; 0; 0; 0; 5", "Linje 1"),
        ("Rollene; ; 0; 0; 0; 40; 5", "flere svar"),
        ("Rollene; 3; 0\nRollene; 3; 0", "Linje 2"),
        ("; 3; 0", "mangler"),
        (f"{'x' * 301}; 3; 0", "for lang"),
        ("\n".join(f"{number}; 3; 0" for number in range(101)), "høyst 100"),
    ],
)
def test_a_line_that_is_wrong_is_told_and_nothing_is_kept(programme, survey, typed, told):
    answer = programme.send("survey_statements", survey.pk, statements=typed)
    assert answer.status_code == 200
    assert told in errors(answer)["statements"]
    assert not SurveyStatement.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"answered": "0"}, "answered"),
        ({"answered": "63", "invited": "62"}, "answered"),
        ({"answered_until": "09.03.2026"}, "answered_until"),
        ({"answered_until": "01.01.2099"}, "answered_until"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_wrong_with_a_survey_is_told_at_its_field(programme, facts, field):
    answer = programme.send("survey_new", **SENT | facts)
    assert field in errors(answer)
    assert not StaffSurvey.objects.exists()


def test_a_survey_has_as_many_answers_as_its_statements_need(programme, survey):
    make_a.statement(survey, dont_know=30)
    told = errors(programme.send("survey_change", survey.pk, **SENT | {"answered": "29"}))
    assert "«vet ikke»" in told["answered"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "Ledelsen er tydelig"}, "text"),
        ({"mean": ""}, "mean"),
        ({"mean": "4,5"}, "mean"),
        ({"mean": "2,65"}, "mean"),
        ({"dont_know": "42"}, "dont_know"),
        ({"count_1": "1"}, "count_1"),
        ({"count_1": "0", "count_2": "0", "count_3": "0", "count_4": "9"}, "mean"),
        ({"mean": "", "count_1": "0", "count_2": "0", "count_3": "0", "count_4": "40"}, "count_1"),
    ],
)
def test_what_is_wrong_with_a_statement_is_told_at_its_field(programme, survey, facts, field):
    make_a.statement(survey, "Ledelsen er tydelig")
    assert list(errors(programme.send("statement_new", survey.pk, **STATEMENT | facts))) == [field]
    assert survey.statements.count() == 1


def test_one_statement_is_added_once_changed_and_taken_away(programme, survey):
    make_a.statement(survey, "Ledelsen er tydelig")
    at, sent = reverse("statement_new", args=[survey.pk]), STATEMENT | {"external_id": key()}
    for _click in range(2):
        assert programme.client.post(at, sent).url == survey.get_absolute_url()
    assert [row.text for row in survey.statements.all()] == ["Ledelsen er tydelig", "Rollene er avklart"]
    row = survey.statements.last()
    counted = {"mean": "", "count_1": "0", "count_2": "10", "count_3": "10", "count_4": "0"}
    programme.send("statement_change", row.pk, **STATEMENT | counted)
    row.refresh_from_db()
    assert row.mean == Decimal("2.5"), "reckoned from the answers"
    programme.press("statement_remove", row.pk)
    assert survey.statements.count() == 1
    programme.press("survey_remove", survey.pk)
    assert not SurveyStatement.objects.exists()


def test_a_survey_stands_beside_the_one_before(programme, survey):
    before = make_a.survey("Før", day=date(2025, 3, 1), answered=30)
    make_a.statement(before, "Rollene er avklart", "2.4")
    make_a.statement(before, "Få svarte", "1.0", dont_know=26)
    make_a.statement(survey, "Rollene er avklart.", "2.6")
    make_a.statement(survey, "Få svarte", "3.9", dont_know=10)
    make_a.statement(survey, "Nesten ingen svarte", "1.4", dont_know=37)
    page = programme.see("survey", survey.pk)
    rows = {row.text: row for _statement, row in page.context["rows"]}
    assert rows["Rollene er avklart."].change == Decimal("0.2")
    assert rows["Få svarte"].before is None
    assert rows["Nesten ingen svarte"].mean is None
    assert "+0,2" in page.content.decode()
    assert "1,4" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 9])
def test_pages_ask_the_same_number_of_questions(programme, survey, count, django_assert_max_num_queries):
    make_a.statement(make_a.survey("Før", day=date(2025, 3, 1)))
    for number in range(count):
        make_a.statement(survey, f"Påstand {number}")
        make_a.survey(f"Annen {number}", day=date(2020, 1, 1 + number))
    with django_assert_max_num_queries(6):
        programme.see("survey_list")
    with django_assert_max_num_queries(8):
        programme.see("survey", survey.pk)


# What the report shows


def test_the_report_shows_what_was_answered_in_its_period(survey):
    make_a.statement(make_a.survey("Før", day=date(2025, 12, 31)), "Rollene er avklart", "2.8")
    make_a.statement(survey, "Rollene er avklart", "2.6", dont_know=5)
    make_a.statement(survey, "Nesten ingen svarte", "1.4", dont_know=37)
    value = printed(SPRING)
    assert json.loads(json.dumps(value)) == value
    (one,) = value
    assert (one["title"], one["answered"], one["before"]) == ("Ansattundersøkelse", 41, "Før")
    assert [(row["mean"], row["change"], row["is_hidden"]) for row in one["rows"]] == [
        ("2,6", "−0,2", False),
        ("", "", True),
    ]
    assert printed(Period.half_year(2026, 2)) == []
    for folder in ("reporting", "reports"):
        html = render_to_string(f"{folder}/_survey.html", {"survey": value})
        assert "−0,2" in html
        assert "1,4" not in html
        assert "Ingen ansattundersøkelse" in render_to_string(f"{folder}/_survey.html", {"survey": []})


def test_the_demo_has_two_surveys_to_compare():
    for _time in range(2):
        leave_surveys(date(2026, 11, 1))
    assert [survey.title[-4:] for survey in StaffSurvey.objects.all()] == ["2026", "2025"]
    (one,) = printed(SPRING)
    assert len(one["rows"]) == len(STATEMENTS) == 19
    assert [row["mean"] for row in one["rows"]][:3] == ["3,5", "3,1", "2,9"]
    assert sum(bool(row["change"]) for row in one["rows"]) == 18
