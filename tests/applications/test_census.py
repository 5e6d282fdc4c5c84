"""The count of homeless people in a week: against plain loops over days, against the figures, and on its page."""

import csv
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import census
from applications.models import Mapping
from applications.views.census import counted
from housing.models import ViewLog
from housing.periods import Period
from tests import make

MONDAY, SUNDAY = date(2025, 11, 24), date(2025, 11, 30)
ASKED = {"year": "2025", "week": "48"}
START = date(2025, 11, 17)
SOON = st.integers(0, 20).map(lambda days: START + timedelta(days=days))
MAYBE = st.none() | SOON


def fake_mapping(pk, household, mapped_on, ended_on, situation, category):
    return SimpleNamespace(
        pk=pk,
        household=SimpleNamespace(pk=household, target_groups=[]),
        household_id=household,
        mapped_on=mapped_on,
        ended_on=ended_on if ended_on is None or ended_on >= mapped_on else mapped_on,
        situation=situation,
        homeless_category=category if situation == "no_home" else "",
        release_on=None,
        problems=[],
        needs=[],
        target_groups=[],
        lasted_since=None,
        source="",
    )


def fake_member(household, person, joined_on, left_on):
    # Every third is a child, and one has no birth date.
    born = {0: date(2015, 1, 1), 1: date(1980, 1, 1), 2: None}[person % 3]
    return SimpleNamespace(
        household_id=household,
        person_id=person,
        person=SimpleNamespace(pk=person, birth_date=born, sex="female"),
        joined_on=joined_on,
        left_on=left_on,
    )


MAPPINGS = st.lists(
    st.tuples(
        st.integers(1, 4), SOON, MAYBE, st.sampled_from(["no_home", "at_risk", "none"]), st.sampled_from(["1", "3", ""])
    ),
    max_size=14,
)
MEMBERS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6), SOON, MAYBE), max_size=14)


def found_day_by_day(mappings, members, first, last):
    """Each person and each household once, by walking every day from the first to the last."""
    persons, households = {}, {}
    day = first
    while day <= last:
        for household in sorted({row.household_id for row in mappings}, reverse=True):
            known = [row for row in mappings if row.household_id == household and row.mapped_on <= day]
            if not known:
                continue
            latest = known[0]
            for row in known[1:]:
                if row.mapped_on > latest.mapped_on or (row.mapped_on == latest.mapped_on and row.pk > latest.pk):
                    latest = row
            ended = latest.ended_on is not None and latest.ended_on <= day
            if ended or latest.situation != "no_home" or latest.homeless_category == "":
                continue
            households[household] = latest.homeless_category
            for member in members:
                is_member = member.joined_on <= day and (member.left_on is None or day < member.left_on)
                if member.household_id == household and is_member:
                    persons[member.person_id] = (day, latest.pk)
        day += timedelta(days=1)
    return persons, households


# A machine with much else to do is slow at drawing: that says nothing about the count.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=MAPPINGS, people=MEMBERS, first=SOON, days=st.integers(0, 8))
def test_it_finds_whom_a_walk_through_the_days_finds(drawn, people, first, days):
    mappings = [fake_mapping(pk, *facts) for pk, facts in enumerate(drawn, 1)]
    members = [fake_member(*facts) for facts in people]
    last = first + timedelta(days=days)
    persons, households = found_day_by_day(mappings, members, first, last)
    found = census.count(reversed(mappings), members, first, last)
    assert {line.person.pk: (line.day, line.mapping.pk) for line in found.lines} == persons
    assert found.categories == households
    *rows, whole = found.sums()
    assert (whole.households, whole.persons) == (len(households), len(persons))
    assert sum(row.persons for row in rows) == whole.adults + whole.children == len(found.lines)
    assert whole.children == sum(1 for person in persons if person % 3 == 0)


def test_the_count_week_is_the_latest_week_48_that_has_begun():
    assert census.week_of_count(date(2026, 11, 22)) == (2025, 48)
    assert census.week_of_count(date(2026, 11, 23)) == (2026, 48)
    assert census.week_of_count(date(2027, 1, 1)) == (2026, 48)
    assert census.days_of_week(2025, 48) == (MONDAY, SUNDAY)
    assert census.days_of_week(2026, 53) == (date(2026, 12, 28), date(2027, 1, 3))
    with pytest.raises(ValueError, match="53"):
        census.days_of_week(2025, 53)


def test_an_answer_that_is_missing_is_named():
    whole = fake_mapping(1, 1, MONDAY, None, "no_home", "2")
    vars(whole).update(problems=["x"], needs=["x"], target_groups=["x"], lasted_since=date(2025, 8, 31), source="NAV")
    member = fake_member(1, 1, START, None)
    (line,) = census.count([whole], [member], MONDAY, SUNDAY).lines
    assert (line.missing, line.months, line.age) == ((), 2, 45)
    for name, empty, told in [
        ("problems", [], "problems"),
        ("needs", [], "needs"),
        ("target_groups", [], "target_groups"),
        ("lasted_since", None, "lasted_since"),
        ("source", "", "source"),
        ("homeless_category", "other", "category"),
    ]:
        poor = SimpleNamespace(**vars(whole) | {name: empty})
        assert census.count([poor], [member], MONDAY, SUNDAY).lines[0].missing == (told,)
    passed = SimpleNamespace(**vars(whole) | {"homeless_category": "3", "release_on": SUNDAY - timedelta(days=1)})
    assert census.count([passed], [member], MONDAY, SUNDAY).lines[0].missing == ("mapped_anew",)
    assert census.count([passed], [member], MONDAY, SUNDAY - timedelta(days=1)).lines[0].missing == ()
    nobody = SimpleNamespace(**vars(member) | {"person": SimpleNamespace(pk=1, birth_date=None, sex="")})
    found = census.count([whole], [nobody], MONDAY, SUNDAY)
    assert found.lines[0].missing == ("birth_date", "sex")
    assert not found.lines[0].is_child
    assert found.missing() == [("birth_date", 1, 1), ("sex", 1, 1)]


@pytest.fixture
def town():
    """Households that were homeless in the week in different ways, and some that were not."""
    children = [date(2018, 5, 17), date(2007, 11, 27)]
    family = make.household(children=children, created_on=date(2025, 1, 1))
    make.mapping(family, mapped_on=date(2025, 5, 1), homeless_category="1")
    moved = make.household(created_on=date(2025, 1, 1))
    make.mapping(moved, mapped_on=date(2025, 5, 1), ended_on=date(2025, 11, 26))
    housed = make.household(created_on=date(2025, 1, 1))
    make.mapping(housed, mapped_on=date(2025, 5, 1))
    make.mapping(housed, mapped_on=date(2025, 11, 20), situation="unsuitable")
    found_home = make.household(created_on=date(2025, 1, 1))
    make.mapping(found_home, mapped_on=date(2025, 5, 1), homeless_category="3")
    make.mapping(found_home, mapped_on=date(2025, 11, 26), situation="unsuitable")
    new = make.household(created_on=date(2025, 1, 1))
    make.mapping(new, mapped_on=date(2025, 11, 30), homeless_category="4")
    empty = make.household(created_on=date(2025, 1, 1))
    empty.memberships.update(left_on=date(2025, 6, 1))
    make.mapping(empty, mapped_on=date(2025, 5, 1))
    make.mapping(make.household(created_on=date(2025, 1, 1)), mapped_on=date(2025, 12, 1))
    return SimpleNamespace(family=family, moved=moved, found_home=found_home, new=new, empty=empty)


@pytest.mark.django_db
def test_the_week_counts_those_homeless_on_any_of_its_days(town):
    found = counted(make.caseworker(), MONDAY, SUNDAY)
    assert [line.household for line in found.lines] == [town.family] * 3 + [town.moved, town.found_home, town.new]
    # One child came of age in the week.
    assert [line.is_child for line in found.lines[:3]] == [False, False, True]
    assert found.without_members == 1
    sums = {row.category: (row.households, row.adults, row.children) for row in found.sums()}
    assert sums == {"1": (1, 2, 1), "2": (2, 1, 0), "3": (1, 1, 0), "4": (1, 1, 0), "other": (0, 0, 0), "": (5, 5, 1)}
    assert {line.day for line in found.lines[3:5]} == {date(2025, 11, 25)}, "the last day it was so"


@pytest.mark.django_db
@pytest.mark.parametrize("day", [MONDAY, date(2025, 11, 26), date(2025, 11, 27), SUNDAY, date(2025, 12, 1)])
def test_one_day_counts_what_the_figures_of_that_day_count(town, day):
    from reporting.figures import homeless

    found = counted(make.caseworker(), day, day)
    period = Period(day, day)
    persons = homeless.homeless_persons(period)
    assert set(found.categories) == set(homeless.homeless(period).values_list("household", flat=True))
    assert set(found.categories) == set(Mapping.objects.homeless(day).values_list("household", flat=True))
    assert {line.person.pk for line in found.lines} == set(persons.values_list("pk", flat=True))
    whole = found.sums()[-1]
    assert whole.adults == homeless.adults(persons, day).count()
    assert whole.children == homeless.children(persons, day).count()


@pytest.mark.django_db
def test_a_child_of_two_homeless_households_is_one_person(kari):
    child = make.person("Mia", birth_date=date(2016, 1, 1))
    for _parent in range(2):
        home = make.household()
        make.member(home, child, role="child")
        make.mapping(home, mapped_on=date(2025, 5, 1))
    found = counted(kari, MONDAY, SUNDAY)
    assert (len(found.lines), found.sums()[-1].children, found.sums()[-1].households) == (3, 1, 2)


@pytest.mark.django_db
def test_the_page_and_its_file_have_a_line_for_each_person_and_no_name(at, town):
    Mapping.objects.filter(household=town.family).update(
        problems=["heavy_debt"], needs=["dwelling"], lasted_since=date(2025, 5, 1), source="=NAV"
    )
    page = at.get(reverse("census"), ASKED)
    text = page.content.decode()
    assert len(page.context["page_obj"].object_list) == 6
    assert "Haugen" not in text
    assert "Bostedsløse uke 48 2025" in text
    assert "uten ordnet oppholdssted kommende natt" in text
    file = at.get(reverse("census"), ASKED | {"format": "csv"})
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 6
    assert "Haugen" not in file.content.decode()
    first = rows[0]
    assert first["Husstand"] == town.family.number
    assert (first["Problemområder"], first["Behov"], first["Har vart siden"]) == ("Høy gjeld", "Bolig", "01.05.2025")
    assert (first["Måneder"], first["Kilde"]) == ("6", "'=NAV")
    assert "kjønn" in first["Mangler"]
    log = ViewLog.objects.get(channel="export")
    assert log.what == "Bostedsløse uke 48 2025 (csv): 6"


@pytest.mark.django_db
def test_lines_are_chosen_by_category_and_by_what_is_missing(at, town):
    Mapping.objects.filter(household=town.new).update(source="NAV")

    def shown(**more):
        rows = at.get(reverse("census"), ASKED | more).context["page_obj"].object_list
        return [line.household for line in rows]

    assert shown(category="4") == [town.new]
    assert shown(missing="source") == [town.family] * 3 + [town.moved, town.found_home]
    assert shown(category="4", missing="source") == []
    assert len(shown(missing="any")) == 6
    assert at.get(reverse("census"), ASKED | {"category": "4"}).context["sums"][-1][0].households == 5


@pytest.mark.django_db
def test_without_a_week_it_is_the_count_week_and_the_future_is_refused(at):
    today = timezone.localdate()
    year, week = census.week_of_count(today)
    assert f"uke {week} {year}" in at.get(reverse("census")).content.decode()
    this = today.isocalendar()
    answer = at.get(reverse("census"), {"year": this.year, "week": this.week})
    assert answer.context["last"] == min(today, census.days_of_week(this.year, this.week)[1])
    ahead = (today + timedelta(days=7)).isocalendar()
    if ahead.year == this.year:
        page = at.get(reverse("census"), {"year": ahead.year, "week": ahead.week}).content.decode()
        assert "Denne uken har ikke begynt." in page
    assert "har ikke uke 53" in at.get(reverse("census"), {"year": "2025", "week": "53"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["year", "week", "category", "missing", "page", "sort", "format"])
@pytest.mark.parametrize("value", ["", "x", "-1", "٣", "9" * 40, "1e400", "\x00", "<script>alert(1)</script>"])
def test_whatever_its_address_asks_it_answers(at, town, key, value):
    answer = at.get(reverse("census"), ASKED | {key: value})
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.django_db
def test_it_asks_the_database_as_often_for_many(at, town):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert at.get(reverse("census"), ASKED).status_code == 200
        return len(queries)

    few = asked()
    for _more in range(4):
        home = make.household(children=[date(2018, 1, 1)])
        make.mapping(home, mapped_on=date(2025, 5, 1))
        make.mapping(home, mapped_on=date(2025, 11, 25), homeless_category="1")
    assert asked() == few


@pytest.mark.django_db
def test_only_those_who_may_count_do(client, town):
    for role, answer in [("leader", 200), ("follow_up", 403), ("rent", 403), ("programme", 403), ("steering", 403)]:
        client.force_login(make.user(role))
        assert client.get(reverse("census"), ASKED).status_code == answer
    for role in ("follow_up", "rent"):
        found = counted(make.user(role), MONDAY, SUNDAY)
        assert (found.lines, found.categories) == ([], {}), "only the households one reaches"
