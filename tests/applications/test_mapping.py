"""Mapping a household: what is asked for, the NIBR logic, what is passed on, repeating it, ending it, comparing two."""

import re
from calendar import monthrange
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import comparison, release
from applications.deadlines.measures import releases_passed
from applications.forms.mappings import MappingEndForm, MappingForm
from applications.models import Level, Mapping
from applications.models.mapping import NIBR_WORDING
from housing.cases import Refused
from housing.models import CaseEvent, Household
from housing.periods import add_months
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


def answers(**changed):
    return {"mapped_on": no(TODAY), "situation": "no_home", "homeless_category": "2"} | changed


def mapped(household, by, **changed) -> Mapping:
    form = MappingForm(answers(**changed), household=household)
    assert form.is_valid(), form.errors
    return form.register(by=by)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"homeless_category": ""}, "homeless_category"),
        ({"situation": "at_risk"}, "homeless_category"),
        ({"homeless_category": "3"}, "release_on"),
        ({"homeless_category": "3", "release_on": no(add_months(TODAY, 2) + timedelta(days=1))}, "release_on"),
        ({"homeless_category": "3", "release_on": no(TODAY - timedelta(days=1))}, "release_on"),
        ({"homeless_category": "2", "release_on": no(TODAY)}, "release_on"),
        ({"mapped_on": no(TODAY + timedelta(days=1))}, "mapped_on"),
        ({"lasted_since": no(TODAY + timedelta(days=1))}, "lasted_since"),
        ({"mapped_on": "i går"}, "mapped_on"),
        ({"description": "\x00"}, "description"),
        ({"situation": "luksus"}, "situation"),
        ({"source": "x" * 201}, "source"),
        ({"level_housing": "4"}, "level_housing"),
        ({"level_housing": "٣"}, "level_housing"),
        ({"target_groups": ["rike"]}, "target_groups"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(household, changed, field):
    form = MappingForm(answers(**changed), household=household)
    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize("days", [0, 30])
def test_category_three_within_two_months(household, kari, days):
    made = mapped(household, kari, homeless_category="3", release_on=no(TODAY + timedelta(days=days)))
    assert made.release_on == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("mapped_on", "last"),
    [
        (date(2026, 1, 15), date(2026, 3, 15)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2028, 4, 29)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2026, 6, 30), date(2026, 8, 30)),
    ],
)
def test_two_months_end_on_the_date_or_with_the_month(mapped_on, last):
    assert release.latest_release(mapped_on) == last
    assert release.is_within_reach(mapped_on, last)
    assert not release.is_within_reach(mapped_on, last + timedelta(days=1))
    assert release.is_within_reach(mapped_on, mapped_on)
    assert not release.is_within_reach(mapped_on, mapped_on - timedelta(days=1))


DAYS = st.dates(date(1900, 1, 1), date(2150, 1, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mapped_on=DAYS, wait=st.integers(-10, 100), later=st.integers(0, 200))
def test_category_three_holds_from_the_mapping_to_the_release(mapped_on, wait, later):
    leaves, day = mapped_on + timedelta(days=wait), mapped_on + timedelta(days=later)
    month = mapped_on.month + 2
    year, month = mapped_on.year + (month > 12), month - 12 if month > 12 else month
    limit = date(year, month, min(mapped_on.day, monthrange(year, month)[1]))
    assert release.is_within_reach(mapped_on, leaves) == (mapped_on <= leaves <= limit)
    assert release.has_run_out("3", mapped_on, leaves, day) == (day > min(leaves, limit))
    assert release.has_run_out("3", mapped_on, None, day) == (day > limit)
    for category in ("", "1", "2", "4", "other"):
        assert not release.has_run_out(category, mapped_on, leaves, day)


def test_the_categories_are_asked_in_nibrs_own_words(at, household):
    """To the letter, or municipalities cannot be compared."""
    page = at.get(reverse("mapping_new", args=[household.pk])).content.decode()
    for words in [
        "ikke disponerer egen eid eller leid bolig, men som er henvist til tilfeldige eller midlertidige botilbud",
        "oppholder seg midlertidig hos nær slektning, venner eller kjente",
        "i kriminalomsorgen eller i institusjon og skal løslates eller utskrives innen to måneder, og ikke har bolig",
        "uten ordnet oppholdssted kommende natt",
        "annet, ubesvart",
    ]:
        assert words in page
    assert list(NIBR_WORDING) == Mapping.HomelessCategory.values


def test_it_is_on_the_timeline_and_the_next_begins_where_it_ended(at, household):
    sent = answers(
        problems=["heavy_debt"],
        needs=["dwelling"],
        target_groups=["youth"],
        level_housing="3",
        lasted_since="01.03.2025",
        source="NAV",
        description="Bor hos søster 🏠",
    )
    at.post(reverse("mapping_new", args=[household.pk]), sent)
    event = CaseEvent.objects.get(title__startswith="Kartlagt")
    assert (event.title, event.note) == ("Kartlagt: uten egen bolig, kategori 2", "Høy gjeld")
    form = at.get(reverse("mapping_new", args=[household.pk])).context["form"]
    assert form["description"].value() == "Bor hos søster 🏠"
    assert (form["problems"].value(), form["needs"].value()) == (["heavy_debt"], ["dwelling"])
    assert (form["target_groups"].value(), form["level_housing"].value()) == (["youth"], Level.POOR)
    assert form["lasted_since"].value() == date(2025, 3, 1)
    assert form["mapped_on"].value() == TODAY
    assert not form["source"].value(), "who told us is asked each time"


def test_a_release_that_has_passed_is_not_repeated_but_asked_about(at, household):
    old = make.mapping(
        household, homeless_category="3", mapped_on=TODAY - timedelta(days=30), release_on=TODAY - timedelta(days=1)
    )
    form = at.get(reverse("mapping_new", args=[household.pk])).context["form"]
    assert (form["situation"].value(), form["homeless_category"].value()) == ("no_home", None)
    assert not form["release_on"].value()
    for url in (old.get_absolute_url(), f"{household.get_absolute_url()}kartlegging/"):
        page = at.get(url).content.decode()
        assert "Kartlegg husstanden på nytt." in page
        assert f"{old.release_on:%d.%m.%Y}, og den dagen er passert" in page
    deadline = next(iter(releases_passed(Household.objects.all(), TODAY)))
    assert (deadline.due_on, deadline.household_id) == (TODAY, household.pk)
    assert deadline.url == reverse("mapping_new", args=[household.pk])


def test_on_the_day_of_release_itself_category_three_still_holds(at, household):
    mapping = make.mapping(household, homeless_category="3", mapped_on=TODAY - timedelta(days=30), release_on=TODAY)
    assert "på nytt." not in at.get(mapping.get_absolute_url()).content.decode()
    assert list(releases_passed(Household.objects.all(), TODAY)) == []


def test_what_has_ended_is_not_repeated(at, household):
    make.mapping(household, mapped_on=TODAY - timedelta(days=9), ended_on=TODAY, level_work=2, problems=["heavy_debt"])
    form = at.get(reverse("mapping_new", args=[household.pk])).context["form"]
    assert form["situation"].value() is None
    assert (form["level_work"].value(), form["problems"].value()) == (2, ["heavy_debt"])


def test_the_household_has_the_target_groups_of_its_latest_mapping(household, kari):
    Household.objects.filter(pk=household.pk).update(target_groups=["youth"])
    mapped(household, kari, target_groups=["substance_use", "elderly"])
    household.refresh_from_db()
    assert household.target_groups == ["substance_use", "elderly"]
    event = CaseEvent.objects.get(title="Målgrupper endret")
    assert event.note == "Nå: Rus, Eldre. Før: Ungdom."
    assert event.subject_type.model == "mapping", "a health fact: read by those who may read mappings"
    mapped(household, kari, target_groups=["elderly", "substance_use"])
    mapped(household, kari, target_groups=["refugee"], mapped_on=no(TODAY - timedelta(days=2)))
    household.refresh_from_db()
    assert household.target_groups == ["substance_use", "elderly"], "one registered late changes nothing of today"
    assert CaseEvent.objects.filter(title="Målgrupper endret").count() == 1


def test_a_mapping_that_is_refused_changes_no_target_group(household, kari, monkeypatch):
    def fails(*args, **kwargs):
        raise Refused("Nei.")

    form = MappingForm(answers(target_groups=["elderly"]), household=household)
    assert form.is_valid()
    monkeypatch.setattr(CaseEvent, "write", fails)
    with pytest.raises(Refused):
        form.register(by=kari)
    household.refresh_from_db()
    assert (household.target_groups, Mapping.objects.count()) == ([], 0)


def test_sent_twice_is_made_once(at, household):
    url = reverse("mapping_new", args=[household.pk])
    first, second = (at.post(url, answers(external_id="k-1")) for _time in range(2))
    assert first.url == second.url
    assert Mapping.objects.count() == 1


def test_ending_it_counts_nobody_as_homeless_from_that_day(household, kari):
    mapping = make.mapping(household, mapped_on=TODAY - timedelta(days=30))
    form = MappingEndForm({"ended_on": no(TODAY)}, mapping=mapping)
    assert form.is_valid()
    form.end(by=kari)
    assert not Mapping.objects.homeless(TODAY).exists()
    assert Mapping.objects.homeless(TODAY - timedelta(days=1)).exists()
    with pytest.raises(Refused, match="allerede avsluttet"):
        form.end(by=kari)


def test_it_cannot_end_before_it_began(household):
    mapping = make.mapping(household, mapped_on=date(2026, 3, 2))
    assert "ended_on" in MappingEndForm({"ended_on": "01.03.2026"}, mapping=mapping).errors


def compared(before, after):
    return {line.label: line for line in comparison.lines(before, after)}


def test_two_mappings_side_by_side_say_in_words_what_changed(household):
    before = make.mapping(
        household,
        mapped_on=date(2026, 1, 5),
        problems=["heavy_debt", "family_breakup"],
        level_housing=3,
        level_work=1,
        level_health=2,
        needs=["dwelling"],
    )
    after = make.mapping(
        household,
        mapped_on=date(2026, 6, 5),
        situation="at_risk",
        problems=["heavy_debt", "mental_illness"],
        level_housing=2,
        level_work=3,
        level_social=1,
        needs=["dwelling"],
        source="NAV",
    )
    lines = compared(before, after)
    told = {label: line.difference for label, line in lines.items() if line.is_changed}
    assert told == {
        "Situasjon": "Endret",
        "Bostedsløs, kategori": "Gjelder ikke lenger",
        "Problemområder": "Ny: Psykisk sykdom. Borte: Mistet boligen ved samlivsbrudd eller familiekonflikt",
        "Funksjonsnivå, bolig": "Bedre",
        "Funksjonsnivå, arbeid og aktivitet": "Dårligere",
        "Funksjonsnivå, fysisk helse": "Ikke vurdert nå",
        "Funksjonsnivå, sosial fungering": "Ikke vurdert da",
        "Kilde": "Nytt",
    }
    assert {line.difference for line in lines.values() if not line.is_changed} == {"Uendret"}
    assert len([label for label in lines if label.startswith("Funksjonsnivå")]) == 8


def test_the_page_compares_with_the_previous_or_a_chosen_one_in_the_order_they_were_made(at, household):
    first, second, third = (
        make.mapping(household, mapped_on=date(2026, month, 1), homeless_category=str(month)) for month in (1, 2, 4)
    )
    url = reverse("mapping_compare", args=[second.pk])
    assert at.get(url).context["pair"] == [first, second]
    assert at.get(url, {"other": third.pk}).context["pair"] == [second, third]
    latest = at.get(reverse("mapping_compare", args=[first.pk]))
    assert latest.context["pair"] == [first, third], "none is before the first: with the latest"
    assert url in at.get(second.get_absolute_url()).content.decode()
    tab = at.get(f"{household.get_absolute_url()}kartlegging/").content.decode()
    assert url in tab
    assert reverse("mapping_compare", args=[first.pk]) not in tab, "the first has none before it"


@pytest.mark.parametrize("other", ["", "x", "9" * 40, "\x00", "-1"])
def test_a_strange_other_is_said_at_the_field(at, household, other):
    make.mapping(household, mapped_on=date(2026, 1, 1))
    second = make.mapping(household, mapped_on=date(2026, 2, 1))
    answer = at.get(reverse("mapping_compare", args=[second.pk]), {"other": other})
    assert answer.status_code == 200
    assert answer.context["pair"][1] == second


def test_another_households_mapping_is_not_compared_with(at, household, kari):
    own = make.mapping(household)
    stranger = make.mapping(make.household(main=make.person("Omar", "Ukjent")), description="Hemmelig")
    answer = at.get(reverse("mapping_compare", args=[own.pk]), {"other": stranger.pk})
    assert "Hemmelig" not in answer.content.decode()
    assert answer.context["pair"] == []
    assert "bare én kartlegging" in answer.content.decode()


def test_levels_are_shown_with_words_beside_the_colour(at, household):
    mapping = make.mapping(household, level_housing=1, level_work=2, level_network=3)
    page = at.get(mapping.get_absolute_url()).content.decode()
    shown = re.findall(r'data-color="(\w+)">(God|Noe redusert|Sterkt redusert)<', page)
    assert shown == [("success", "God"), ("warning", "Noe redusert"), ("danger", "Sterkt redusert")]
    assert page.count("Ikke vurdert") == 5


def test_pages_ask_for_the_right_to_map(client, household):
    client.force_login(make.user("rent"))
    assert client.get(reverse("mapping_new", args=[household.pk])).status_code == 403
    mapping = make.mapping(household)
    assert client.get(mapping.get_absolute_url()).status_code == 403
    assert client.get(reverse("mapping_compare", args=[mapping.pk])).status_code == 403


def test_somebody_elses_case_asks_for_a_reason_first(client, household):
    client.force_login(make.caseworker())
    mapping = make.mapping(household)
    for url in (mapping.get_absolute_url(), reverse("mapping_compare", args=[mapping.pk])):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "begrunnelse" in answer.url
