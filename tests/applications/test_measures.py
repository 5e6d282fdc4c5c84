"""Measures for a household's housing: begun, shown, remembered when they should be finished, ended with an effect."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.deadlines.measures import planned_ends
from applications.forms.measures import MeasureEndForm, MeasureForm
from applications.models import Mapping, Measure
from housing.database import Refused
from housing.models import CaseEvent, Household
from housing.periods import add_months
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def no(day):
    return f"{day:%d.%m.%Y}"


def answers(**changed):
    return {"kind": "allowance", "service": "nav", "starts_on": no(TODAY)} | changed


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "reise"}, "kind"),
        ({"service": ""}, "service"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "31.02.2026"}, "starts_on"),
        ({"planned_end_on": no(YESTERDAY)}, "planned_end_on"),
        ({"description": "x" * 501}, "description"),
        ({"description": "\x00"}, "description"),
        ({"mapping": "9" * 40}, "mapping"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(household, changed, field):
    form = MeasureForm(answers(**changed), household=household)
    assert field in form.errors


def test_it_follows_the_mapping_in_force_and_is_on_the_timeline(at, household):
    mapping = make.mapping(household)
    stranger = make.mapping(make.household(main=make.person("Omar", "Lie")))
    url = reverse("measure_new", args=[household.pk])
    assert at.get(url).context["form"]["mapping"].value() == mapping.pk
    answer = at.post(url, answers(mapping=mapping.pk, planned_end_on=no(add_months(TODAY, 3))))
    assert answer.url == f"{household.get_absolute_url()}kartlegging/"
    made = Measure.objects.get()
    assert (made.household, made.mapping, made.by.name) == (household, mapping, "Kari Berg")
    event = CaseEvent.objects.get(title="Tiltak satt i gang: Bostøtte")
    assert (event.note, event.happened_on, event.subject_type.model) == ("NAV", TODAY, "measure")
    assert "mapping" in MeasureForm(answers(mapping=stranger.pk), household=household).errors


@pytest.mark.parametrize("asked", ["", "x", "٣", "9" * 40])
def test_a_strange_mapping_in_the_address_is_only_not_chosen(at, household, asked):
    assert at.get(reverse("measure_new", args=[household.pk]), {"kartlegging": asked}).status_code == 200


def test_one_that_begins_later_is_not_told_as_if_it_had(household, kari):
    form = MeasureForm(answers(starts_on=no(TOMORROW)), household=household)
    assert form.is_valid()
    made = form.register(by=kari)
    assert CaseEvent.objects.get(title__startswith="Tiltak satt i gang").happened_on == TODAY
    assert list(Measure.objects.on(TODAY)) == []
    assert list(Measure.objects.on(TOMORROW)) == [made]


def test_sent_twice_is_made_once(at, household):
    url = reverse("measure_new", args=[household.pk])
    for _time in range(2):
        assert at.post(url, answers(external_id="k-1")).status_code == 302
    assert Measure.objects.count() == 1
    assert CaseEvent.objects.filter(title__startswith="Tiltak satt i gang").count() == 1


def test_ended_once_with_what_it_did(at, household):
    measure = make.measure(household, starts_on=YESTERDAY)
    url = reverse("measure_end", args=[measure.pk])
    sent = {"ends_on": no(TODAY), "effect": "better", "effect_text": "Bor der fortsatt"}
    forms = [MeasureEndForm(sent, measure=measure) for _user in range(2)]
    assert at.post(url, sent).status_code == 302
    measure.refresh_from_db()
    assert (measure.ends_on, measure.effect, measure.effect_text) == (TODAY, "better", "Bor der fortsatt")
    event = CaseEvent.objects.get(title="Tiltak avsluttet: Oppfølging i bolig")
    assert (event.note, event.happened_on) == ("Bedre boligsituasjon", TODAY)
    for form in forms:
        assert form.is_valid()
        with pytest.raises(Refused, match="allerede avsluttet"):
            form.end(by=None)
    assert at.get(url).status_code == 302, "nothing to end"
    assert not Measure.objects.on(TODAY).exists()
    assert Measure.objects.on(YESTERDAY).exists()


@pytest.mark.parametrize(
    ("starts", "changed", "field"),
    [
        (YESTERDAY, {"effect": ""}, "effect"),
        (YESTERDAY, {"effect": "vidunderlig"}, "effect"),
        (YESTERDAY, {"ends_on": no(YESTERDAY - timedelta(days=1))}, "ends_on"),
        (YESTERDAY, {"ends_on": no(TOMORROW)}, "ends_on"),
        (TOMORROW, {"ends_on": no(TODAY)}, "ends_on"),
        (TOMORROW, {"ends_on": no(TOMORROW + timedelta(days=1))}, "ends_on"),
    ],
)
def test_it_ends_after_it_began_not_in_the_future_and_with_an_effect(household, starts, changed, field):
    measure = make.measure(household, starts_on=starts)
    assert field in MeasureEndForm({"ends_on": no(TODAY), "effect": "same"} | changed, measure=measure).errors


def test_one_that_never_came_to_begin_ends_on_the_day_it_was_to(household, kari):
    measure = make.measure(household, starts_on=TOMORROW)
    form = MeasureEndForm({"ends_on": no(TOMORROW), "effect": "unknown"}, measure=measure)
    assert form.is_valid(), form.errors
    form.end(by=kari)
    assert not Measure.objects.on(TOMORROW).exists()
    assert CaseEvent.objects.get(title__startswith="Tiltak avsluttet").happened_on == TODAY


def test_the_tab_shows_those_under_way_first(at, household):
    ended = make.measure(household, kind="loan", starts_on=YESTERDAY, ends_on=TODAY, effect="same")
    late = make.measure(household, kind="deposit", starts_on=TODAY - timedelta(days=9), planned_end_on=YESTERDAY)
    new = make.measure(household, kind="treatment", starts_on=TODAY)
    assert list(Measure.objects.under_way_first()) == [new, late, ended]
    page = at.get(f"{household.get_absolute_url()}kartlegging/").content.decode()
    places = [page.rindex(str(row)) for row in (new, late, ended)]
    assert places == sorted(places)
    assert page.count("skulle vært ferdig") == 1
    assert reverse("measure_end", args=[late.pk]) in page
    assert reverse("measure_end", args=[ended.pk]) not in page


def test_the_mapping_shows_what_was_under_way_on_its_day_and_what_followed(at, household):
    mapping = make.mapping(household, mapped_on=YESTERDAY)
    before = YESTERDAY - timedelta(days=9)
    then = make.measure(household, kind="loan", starts_on=before)
    make.measure(household, kind="deposit", starts_on=before, ends_on=YESTERDAY, effect="same")
    make.measure(household, kind="treatment", starts_on=TODAY)
    since = make.measure(household, kind="advice", starts_on=before, mapping=mapping)
    page = at.get(mapping.get_absolute_url())
    assert list(page.context["measures_then"]) == [then]
    assert list(page.context["measures_since"]) == [since]


def test_a_planned_end_is_remembered_until_somebody_says_what_came_of_it(household, kari, django_assert_num_queries):
    late = make.measure(household, planned_end_on=YESTERDAY, starts_on=TODAY - timedelta(days=30))
    make.measure(household, planned_end_on=TODAY + timedelta(days=30))
    make.measure(household)
    make.measure(household, planned_end_on=YESTERDAY, ends_on=TODAY, effect="worse")
    with django_assert_num_queries(1):
        found = list(planned_ends(Household.objects.all(), TODAY))
    assert [(deadline.due_on, deadline.url) for deadline in found] == [
        (YESTERDAY, reverse("measure_end", args=[late.pk]))
    ]
    assert "Oppfølging i bolig" in found[0].what
    form = MeasureEndForm({"ends_on": no(TODAY), "effect": "same"}, measure=late)
    assert form.is_valid()
    form.end(by=kari)
    assert list(planned_ends(Household.objects.all(), TODAY)) == []


def test_the_tab_asks_the_database_as_often_for_many(at, household, django_assert_max_num_queries):
    url = f"{household.get_absolute_url()}kartlegging/"
    make.measure(household)
    make.mapping(household)
    at.get(url)
    with CaptureQueriesContext(connection) as few:
        at.get(url)
    for _more in range(3):
        make.measure(household)
        make.mapping(household)
    with django_assert_max_num_queries(len(few)):
        at.get(url)
    assert Mapping.objects.count() == 4


def test_who_only_follows_up_reads_but_changes_nothing(client, household):
    team = make.user("follow_up")
    household.take_responsibility(team, kind="follow_up")
    measure = make.measure(household)
    client.force_login(team)
    page = client.get(f"{household.get_absolute_url()}kartlegging/").content.decode()
    assert "Oppfølging i bolig" in page
    assert reverse("measure_end", args=[measure.pk]) not in page
    assert client.get(reverse("measure_end", args=[measure.pk])).status_code == 403
    assert client.get(reverse("measure_new", args=[household.pk])).status_code == 403
