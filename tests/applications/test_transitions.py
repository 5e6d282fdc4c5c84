"""The register of releases and discharges: what is done with one, the list, the half-year's numbers, what is hidden."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import transition_summary
from applications.deadlines.transitions import releases_without_home
from applications.models import Transition
from applications.transition_facts import announcements
from housing.database import Refused
from housing.models import CaseEvent, Household, Person, ViewLog
from housing.periods import Period
from tests import make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SPRING = Period.half_year(2026, 1)


def ahead(days):
    return TODAY + timedelta(days=days)


@pytest.fixture
def worker():
    return make.caseworker()


@pytest.fixture
def household(worker):
    return make.household(caseworker=worker)


def post(client, worker, name, about, **facts):
    client.force_login(worker)
    return client.post(reverse(name, args=[about.pk]), facts)


def page(client, user, about):
    client.force_login(user)
    return client.get(about.get_absolute_url()).content.decode()


NEW = {"kind": "release", "notified_on": f"{TODAY:%d.%m.%Y}", "external_id": "a1"}


# Registered from the household


def test_it_is_registered_with_its_first_date_and_told_on_the_timeline(client, worker, household):
    facts = NEW | {"institution": "Åsheim fengsel", "planned_on": f"{ahead(40):%d.%m.%Y}", "home_before": "none"}
    answer = post(client, worker, "transition_new", household, **facts)
    made = Transition.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.status, made.planned_on, made.home_before) == ("expected", ahead(40), "none")
    assert made.dates.get().planned_on == ahead(40)
    line = CaseEvent.objects.get(title="Løslatelse: ventes ut")
    assert "Åsheim" not in line.note
    post(client, worker, "transition_new", household, **facts)
    assert Transition.objects.count() == 1, "a double click makes one"


def test_whoever_has_a_home_has_one_ready(client, worker, household):
    post(client, worker, "transition_new", household, **NEW | {"home_before": "has"})
    assert Transition.objects.get().housing_ready_on == TODAY


def test_an_institution_is_spelled_as_before(client, worker, household):
    make.transition(make.household(), institution="Åsheim fengsel")
    post(client, worker, "transition_new", household, **NEW | {"institution": "åsheim  FENGSEL"})
    assert household.transitions.get().institution == "Åsheim fengsel"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"notified_on": f"{ahead(1):%d.%m.%Y}"}, "notified_on"),
        ({"notified_on": "31.02.2026"}, "notified_on"),
        ({"admitted_on": f"{ahead(0):%d.%m.%Y}", "planned_on": f"{ahead(-1):%d.%m.%Y}"}, "planned_on"),
        ({"kind": "escape"}, "kind"),
        ({"consent": "999"}, "consent"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(client, worker, household, facts, field):
    answer = post(client, worker, "transition_new", household, **NEW | facts)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Transition.objects.exists()


# The planned date and its changes


def test_each_change_of_the_date_is_kept_with_how_far_it_moved(client, worker, household):
    made = make.transition(household, by=worker, planned_on=ahead(40), notified_on=ahead(-30))
    for day in (ahead(30), ahead(35)):
        post(
            client, worker, "transition_reschedule", made, planned_on=f"{day:%d.%m.%Y}", learned_on=f"{TODAY:%d.%m.%Y}"
        )
    made.refresh_from_db()
    assert made.planned_on == ahead(35)
    told = [(row["planned_on"], row["moved"]) for row in announcements(made)]
    assert told == [(ahead(35), "5 dager senere"), (ahead(30), "10 dager tidligere"), (ahead(40), "")]
    assert CaseEvent.objects.filter(title="Løslatelse: ny dato").count() == 2


def test_the_second_of_two_clicks_writes_no_second_change(client, worker, household):
    made = make.transition(household, by=worker, planned_on=ahead(40))
    for _click in range(2):
        answer = post(
            client, worker, "transition_reschedule", made,
            planned_on=f"{ahead(30):%d.%m.%Y}", learned_on=f"{TODAY:%d.%m.%Y}",
        )  # fmt: skip
        assert answer.status_code == 302
    assert made.dates.count() == 2


def test_of_two_who_learn_of_a_new_date_the_second_looks_again(worker, household):
    made = make.transition(household, by=worker, planned_on=ahead(40))
    other = Transition.objects.get()
    made.reschedule(by=worker, planned_on=ahead(30), learned_on=TODAY)
    with pytest.raises(Refused):
        other.reschedule(by=worker, planned_on=ahead(50), learned_on=TODAY)
    assert Transition.objects.get().planned_on == ahead(30)


def test_an_imported_date_is_kept_when_a_new_one_comes(worker, household):
    made = make.transition(household, planned_on=ahead(40), notified_on=ahead(-10))
    made.dates.all().delete()
    made.reschedule(by=worker, planned_on=ahead(50), learned_on=TODAY)
    assert [row["moved"] for row in announcements(made)] == ["10 dager senere", ""]


# Ready, out, off


def test_a_home_is_ready_and_may_fall_through(client, worker, household):
    made = make.transition(household, by=worker, planned_on=ahead(10))
    post(client, worker, "transition_ready", made, ready_on=f"{TODAY:%d.%m.%Y}")
    assert Transition.objects.get().housing_ready_on == TODAY
    post(client, worker, "transition_ready", made, ready_on="")
    assert Transition.objects.get().housing_ready_on is None
    titles = list(CaseEvent.objects.order_by("pk").values_list("title", flat=True))[-2:]
    assert titles == ["Løslatelse: bolig klar", "Løslatelse: boligen er ikke klar likevel"]


def test_out_to_a_home_asks_when_it_was_ready(client, worker, household):
    made = make.transition(household, by=worker, planned_on=TODAY)
    facts = {"actual_on": f"{TODAY:%d.%m.%Y}", "outcome": "municipal"}
    assert "housing_ready_on" in post(client, worker, "transition_complete", made, **facts).context["form"].errors
    post(client, worker, "transition_complete", made, **facts, housing_ready_on=f"{ahead(-3):%d.%m.%Y}")
    made.refresh_from_db()
    assert (made.status, made.outcome, made.had_home) == ("completed", "municipal", True)


def test_out_before_in_and_in_the_future_is_refused_at_the_field(client, worker, household):
    made = make.transition(household, by=worker, admitted_on=ahead(-9), notified_on=ahead(-9))
    for day in (ahead(-10), ahead(1)):
        facts = {"actual_on": f"{day:%d.%m.%Y}", "outcome": "none"}
        assert "actual_on" in post(client, worker, "transition_complete", made, **facts).context["form"].errors
    assert Transition.objects.get().status == "expected"


def test_what_is_over_is_not_done_again(client, worker, household):
    made = make.transition(household, by=worker)
    post(client, worker, "transition_cancel", made, cancelled_on=f"{TODAY:%d.%m.%Y}", note="Annen kommune")
    assert Transition.objects.get().status == "cancelled"
    for name in ("transition_reschedule", "transition_ready", "transition_complete", "transition_cancel"):
        assert client.get(reverse(name, args=[made.pk])).url == made.get_absolute_url()
    facts = {"actual_on": f"{TODAY:%d.%m.%Y}", "outcome": "none"}
    assert post(client, worker, "transition_complete", made, **facts).status_code == 200
    assert Transition.objects.get().status == "cancelled"
    with pytest.raises(Refused):
        made.make_ready(by=worker, ready_on=TODAY)


def test_what_is_known_may_be_changed_and_the_timeline_says_which(client, worker, household):
    made = make.transition(household, by=worker, planned_on=ahead(10))
    facts = NEW | {"notified_on": f"{made.notified_on:%d.%m.%Y}", "contact_nav": "Vakttelefonen"}
    post(client, worker, "transition_change", made, **facts)
    made.refresh_from_db()
    assert (made.contact_nav, made.planned_on) == ("Vakttelefonen", ahead(10))
    assert CaseEvent.objects.get(title="Løslatelse: opplysninger endret").note == "Kontakt i NAV"


# What the page says


def test_without_consent_nothing_is_shared(client, worker, household):
    made = make.transition(household, by=worker)
    warning = "Uten samtykke deler vi ingenting"
    assert warning in page(client, worker, made)
    given = household.consents.create(
        person=household.members_on(TODAY)[0].person, recipient="NAV", purpose="Bolig", given_on=ahead(-5)
    )
    Transition.objects.update(consent=given)
    assert warning not in page(client, worker, made)
    household.consents.update(withdrawn_on=TODAY)
    assert "Uten nytt samtykke deler vi ingenting" in page(client, worker, made)


@pytest.mark.parametrize(("days", "told"), [(0, "Innen fristen"), (1, "Innen fristen"), (3, "3 dager etter")])
def test_the_hospitals_24_hours_are_logged(client, worker, household, days, told):
    made = make.transition(
        household, by=worker, kind="discharge", admitted_on=date(2026, 3, 2), notified_on=date(2026, 3, 2 + days)
    )
    assert told in page(client, worker, made)


def test_out_within_two_months_without_a_home_asks_for_a_mapping(client, worker, household):
    asked = "bostedsløse i kategori 3"
    near = make.transition(household, by=worker, planned_on=ahead(50), home_before="none")
    far = make.transition(household, by=worker, planned_on=ahead(70), home_before="none")
    assert asked in page(client, worker, near)
    assert asked not in page(client, worker, far)
    make.mapping(household, homeless_category="3", mapped_on=TODAY)
    assert asked not in page(client, worker, near)
    near.complete(by=worker, actual_on=TODAY, outcome="none")
    assert "sier fortsatt fengsel eller institusjon" in page(client, worker, near)


def test_the_household_shows_its_releases(client, worker, household):
    assert "Løslatelse og utskriving" not in page(client, worker, household)
    made = make.transition(household, by=worker, planned_on=ahead(5))
    assert made.number in page(client, worker, household)


# The list


def test_soon_out_without_a_home_is_on_top_then_by_date_then_those_that_are_out(client, worker):
    rows = {
        "out": make.transition(make.household(), actual_on=ahead(-1), outcome="none"),
        "long out": make.transition(make.household(), actual_on=date(2026, 3, 2), outcome="none"),
        "unknown": make.transition(make.household()),
        "far": make.transition(make.household(), planned_on=ahead(90)),
        "ready": make.transition(make.household(), planned_on=ahead(3), housing_ready_on=TODAY),
        "near": make.transition(make.household(), planned_on=ahead(55)),
        "late": make.transition(make.household(), planned_on=ahead(-5)),
    }
    client.force_login(worker)
    shown = [row.pk for row in client.get(reverse("transition_list")).context["page_obj"]]
    names = {row.pk: name for name, row in rows.items()}
    assert [names[pk] for pk in shown] == ["late", "near", "ready", "far", "unknown", "out", "long out"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "discharge"}, {"b"}),
        ({"institution": "Lia"}, {"b"}),
        ({"status": "completed"}, {"b", "c"}),
        ({"home": "uten"}, {"a", "c"}),
        ({"home": "klar"}, {"b"}),
        ({"notified_in": "2025-2"}, {"a"}),
        ({"out_in": "2026-1"}, {"b", "c"}),
    ],
)
def test_the_list_is_narrowed(client, worker, query, found):
    rows = {
        "a": make.transition(make.household(), notified_on=date(2025, 12, 31)),
        "b": make.transition(
            make.household(),
            kind="discharge",
            institution="Lia",
            actual_on=date(2026, 4, 1),
            housing_ready_on=date(2026, 4, 1),
            outcome="private",
        ),
        "c": make.transition(
            make.household(), actual_on=date(2026, 6, 30), housing_ready_on=date(2026, 7, 1), outcome="temporary"
        ),
    }
    client.force_login(worker)
    shown = {row.pk for row in client.get(reverse("transition_list"), query).context["page_obj"]}
    assert shown == {rows[name].pk for name in found}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["transition_list", "transition_summary"])
def test_the_lists_ask_the_same_number_of_questions(client, worker, name, count, django_assert_max_num_queries):
    for number in range(count):
        make.transition(make.household(), by=worker, institution=f"Fengsel {number}", planned_on=TODAY)
    client.force_login(worker)
    with django_assert_max_num_queries(15):
        assert "Fengsel 0" in client.get(reverse(name), {"halvar": "2026-1"}).content.decode()


# The half-year's numbers


def test_the_numbers_of_a_half_year_are_those_of_its_dates(client, worker):
    def came(day, ready, institution="Åsheim", kind="release"):
        make.transition(
            make.household(), kind=kind, institution=institution, notified_on=date(2025, 11, 1),
            actual_on=day, housing_ready_on=ready, outcome="municipal",
        )  # fmt: skip

    came(date(2026, 1, 1), date(2026, 1, 1))
    came(date(2026, 6, 30), date(2026, 7, 1))
    came(date(2026, 7, 1), date(2026, 7, 1))
    came(date(2026, 3, 1), None, kind="discharge", institution="")
    make.transition(make.household(), institution="Åsheim", notified_on=date(2026, 6, 30))
    found = transition_summary.lines(Transition.objects.visible_to(worker), SPRING, TODAY)
    numbers = [(line.institution, line.notified, line.out, line.housed, line.unhoused, line.share) for line in found]
    assert numbers[0] == ("Åsheim", 1, 2, 1, 1, 50)
    assert numbers[1][:5] == ("Ikke registrert", 0, 1, 0, 1)
    assert numbers[2][:5] == ("Til sammen", 1, 3, 1, 2)
    assert str(numbers[2][5]) == "33.3"


def test_each_number_leads_to_its_rows(client, worker):
    make.transition(make.household(), institution="Åsheim", actual_on=date(2026, 3, 1), outcome="none")
    client.force_login(worker)
    summary = client.get(reverse("transition_summary"), {"halvar": "2026-1"}).content.decode()
    link = f"{reverse('transition_list')}?kind=release&amp;institution=%C3%85sheim&amp;out_in=2026-1"
    assert f'href="{link}"' in summary
    assert len(client.get(link.replace("&amp;", "&")).context["page_obj"]) == 1


def test_the_file_of_a_half_year_names_nobody_and_is_logged(client, worker):
    make.transition(make.household(main=make.person("Sol", "Navnesen")), institution="Åsheim", notified_on=TODAY)
    client.force_login(worker)
    answer = client.get(reverse("transition_summary"), {"format": "csv"})
    text = answer.content.decode("utf-8-sig")
    assert "Løslatelse;Åsheim;1;0;0;0;" in text
    assert "Navnesen" not in text
    assert ViewLog.objects.filter(channel="export", what__contains="per institusjon").exists()


def test_an_unknown_half_year_shows_this_one(client, worker):
    client.force_login(worker)
    for asked in ("1999-1", "x", "2026-3"):
        assert client.get(reverse("transition_summary"), {"halvar": asked}).status_code == 200
        assert client.get(reverse("transition_list"), {"notified_in": asked}).status_code == 200


# Where somebody is held is an address


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        ("none", {"own", "other", "leader"}),
        ("client", {"own", "other", "leader"}),
        ("confidential", {"own", "leader"}),
        ("strictly_confidential", set()),
    ],
)
def test_the_institution_is_for_those_who_may_know_the_address(client, worker, household, level, readers):
    Person.objects.update(address_protection=level)
    made = make.transition(household, by=worker, institution="Åsheim fengsel", contact_institution="Vakt, Åsheim")
    for name, user in {"own": worker, "other": make.caseworker(), "leader": make.leader()}.items():
        client.force_login(user)
        client.post(reverse("reason", args=[household.pk]), {"text": "Vikarierer i dag"})
        listed, file = client.get(reverse("transition_list")), client.get(reverse("transition_list") + "?format=csv")
        page = client.get(made.get_absolute_url())
        form = client.get(reverse("transition_change", args=[made.pk]))
        timeline = client.get(household.get_absolute_url())
        rows = [row.where for row in listed.context["page_obj"]]
        assert ("Åsheim fengsel" in rows) is (name in readers), name
        for answer in (file, page, form):
            assert ("Åsheim" in answer.content.decode()) is (name in readers), (name, answer.request["PATH_INFO"])
        assert "Åsheim" not in timeline.content.decode()


def test_no_filter_and_no_number_leads_from_an_institution_to_a_protected_household(client, worker, household):
    Person.objects.update(address_protection="confidential")
    for institution in ("Åsheim", "Lia"):
        make.transition(household, by=worker, institution=institution, actual_on=date(2026, 3, 1), outcome="none")
    other = make.transition(make.household(), institution="Lia", actual_on=date(2026, 3, 1), outcome="none")
    client.force_login(make.caseworker())
    page = client.get(reverse("transition_list"), {"institution": "Lia"})
    assert [row.pk for row in page.context["page_obj"]] == [other.pk]
    assert "Åsheim" not in page.content.decode()
    assert "Åsheim" not in client.get(reverse("transition_new", args=[other.household_id])).content.decode()
    found = transition_summary.lines(Transition.objects.all(), SPRING, TODAY)
    assert [(line.institution, line.out, line.is_named) for line in found] == [
        ("Lia", 1, True),
        ("Skjermet adresse", 2, False),
        ("Til sammen", 3, False),
    ]


# What waits to be done


def due(**facts):
    make.transition(make.household(), **facts)
    return [(row.due_on, row.what) for row in releases_without_home(Household.objects.all(), TODAY)]


@pytest.mark.parametrize(
    ("planned", "notified", "due_in"),
    [(200, -30, 140), (61, -30, 1), (60, -30, 0), (40, -30, -20), (40, 0, 7), (15, -30, -45), (14, -30, 0), (3, 0, 0)],
)
def test_sixty_days_before_the_need_is_settled_and_fourteen_days_before_a_home_is_ready(planned, notified, due_in):
    ((due_on, what),) = due(planned_on=ahead(planned), notified_on=ahead(notified))
    assert ("bolig må være klar" in what) is (planned <= 14)
    expected = max(due_in, notified + 7) if planned > 14 else due_in
    assert due_on == ahead(expected)


def test_with_an_application_in_the_next_day_is_when_the_home_must_be_ready(worker):
    household = make.household()
    make.application(household, by=worker)
    make.transition(household, planned_on=ahead(40), notified_on=ahead(-30))
    (found,) = releases_without_home(Household.objects.all(), TODAY)
    assert found.due_on == ahead(26)
    assert "bolig må være klar" in found.what


def test_with_a_home_ready_nothing_waits_until_the_day_has_passed():
    assert due(planned_on=ahead(5), housing_ready_on=TODAY) == []
    ((due_on, what),) = due(planned_on=ahead(-1), housing_ready_on=TODAY)
    assert due_on == ahead(-1)
    assert "er de ute?" in what


def test_nothing_waits_without_a_date_or_when_it_is_over():
    assert due() == []
    assert due(planned_on=ahead(-5), actual_on=ahead(-5), outcome="none") == []
    assert due(planned_on=ahead(5), cancelled_on=TODAY) == []


def test_min_dag_shows_it(client, worker, household):
    make.transition(household, by=worker, planned_on=ahead(10))
    client.force_login(worker)
    assert "bolig må være klar" in client.get(reverse("home")).content.decode()
