"""The kept list: a changed fact changes the place at once, time changes it by night, and the log says what and who."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from allocation import queue, recount
from allocation.models import QueueDay, Standing
from allocation.standing_log import log_of
from allocation.tasks import go_through_waiting_list
from applications.forms.mappings import MappingEndForm
from housing import consequences
from housing.forms.people import HouseholdForm
from housing.models import Contract
from tests import make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CHILD = date(TODAY.year - 6, 1, 1)


@pytest.fixture
def case(kari, household):
    return make.granted(household, by=kari)


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock to noon so many days from now."""
    noon = timezone.now().replace(hour=11, minute=0)

    def to(days, minutes=0):
        instant = noon + timedelta(days=days, minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)
        return timezone.localdate()

    return to


def kept(case) -> Standing:
    return Standing.objects.open().get(application=case)


def is_exact() -> bool:
    """The kept list is what the facts give, without anybody having opened it."""
    rows = {row.application_id: row for row in Standing.objects.open()}
    reckoned = queue.from_facts(timezone.localdate())
    return not recount.differing_from(rows, reckoned) and set(rows) == {row.application.pk for row in reckoned}


def mapped(case, by):
    make.mapping(case.household, homeless_category="1", mapped_on=TODAY, by=by)


def mapping_ended(case, by):
    form = MappingEndForm({"ended_on": f"{TODAY:%d.%m.%Y}"}, mapping=make.mapping(case.household))
    assert form.is_valid(), form.errors
    form.end(by=by)


def child_born(case, by):
    case.household.admit(make.person(birth_date=CHILD), role="child", joined_on=TODAY, by=by)


def child_moved_out(case, by):
    child_born(case, by)
    member = case.household.memberships.get(role="child")
    case.household.part_with(member, left_on=TODAY, by=by)


def birth_date_put_right(case, by):
    child_born(case, by)
    person = case.household.memberships.get(role="child").person
    person.birth_date = date(1990, 1, 1)
    person.change(by=by, protection_before=person.address_protection)


def groups_changed(case, by):
    form = HouseholdForm({"target_groups": ["refugee"], "district": ""}, instance=case.household, user=by)
    assert form.is_valid(), form.errors
    form.change(by=by)


def contract_signed(case, by):
    tenancy = make.tenancy(case.household, make.dwelling(), moved_in_on=TODAY - timedelta(days=400))
    day = TODAY - timedelta(days=30)
    terms = {"starts_on": day, "ends_on": TODAY + timedelta(days=60), "monthly_rent": 9000, "signed_on": day}
    Contract(tenancy=tenancy, short_term_reason="Skal rives", **terms).draw_up(by=by)


def moved_out(case, by):
    contract_signed(case, by)
    case.household.tenancies.get().move_out(by=by, moved_out_on=TODAY, end_reason="other")


def override_approved(case, by):
    make.override(case, by=by).approve(by=make.leader())


def override_cancelled(case, by):
    made = make.override(case, by=by)
    made.approve(by=make.leader())
    made.cancel(by=by, answer="Ikke lenger nødvendig")


DOORS = {
    mapped: ("mapping", {"homeless_category_1", "temporary_time"}),
    mapping_ended: ("mapping", set()),
    child_born: ("members", {"children"}),
    child_moved_out: ("members", set()),
    birth_date_put_right: ("members", set()),
    groups_changed: ("groups", {"refugee"}),
    contract_signed: ("lease", {"contract_expiring"}),
    moved_out: ("lease", set()),
    override_approved: ("override", {"override"}),
    override_cancelled: ("override", set()),
}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_changed_fact_changes_the_place_at_once(kari, case, door):
    door(case, kari)
    cause, codes = DOORS[door]
    row = kept(case)
    assert is_exact()
    assert row.cause == cause
    assert {line["code"] for line in row.lines} - {"waiting_time", "temporary_time"} == codes - {"temporary_time"}
    assert Standing.objects.filter(application=case).count() > 1
    assert row.by_id is None or row.by == kari or door in {override_approved}


def test_every_fact_of_the_table_has_a_door_here():
    causes = {"mapping": "mapping", "members": "members", "target groups": "groups", "contract": "lease"}
    # Those the list answers to; other rooms have facts of their own there.
    ours = {fact for fact, paths in consequences.FACTS.items() if any(path.startswith("allocation.") for path in paths)}
    assert set(causes) == ours
    assert set(causes.values()) <= {cause for cause, _codes in DOORS.values()}


def test_the_one_granted_has_a_place_at_once_and_the_one_housed_has_none(kari, case):
    assert (kept(case).cause, kept(case).by) == ("decision", kari)
    home = make.dwelling()
    offer = make.offer(case, home, by=kari)
    offer.accept(by=kari, answered_on=TODAY)
    assert is_exact()
    assert Standing.objects.get(application=case).left_because == "housed"
    case.resulting_tenancies.get().cancel(by=kari, cancelled_on=TODAY, note="Ble syk")
    assert kept(case).cause == "returned"
    case.refresh_from_db()
    case.close(by=kari, closed_on=TODAY, reason="Flyttet")
    assert is_exact()
    assert [entry.title for entry in log_of(case)] == [
        "Gikk ut av ventelisten: ute av ventelisten",
        "Kom på ventelisten: tilbake på ventelisten",
        "Gikk ut av ventelisten: takket ja til bolig",
        "Kom på ventelisten: vedtak",
    ]


def test_both_or_neither(kari, case):
    """The fact and the place are one transaction."""
    before = kept(case).pk
    with transaction.atomic():
        child_born(case, kari)
        assert kept(case).pk != before
        transaction.set_rollback(True)
    assert kept(case).pk == before


def test_what_gives_no_points_makes_no_line(kari, case):
    before = kept(case).pk
    make.tenancy(case.household, make.dwelling())
    case.household.target_groups = ["youth"]
    case.household.save()
    consequences.changed("target groups", [case.household_id], by=kari)
    assert kept(case).pk == before


def test_time_changes_the_place_by_night_and_only_when_points_change(kari, clock):
    day = clock(0)
    case = make.granted(make.household(caseworker=kari), by=kari, received_on=day, decided_on=day)
    recount.catch_up()
    rows = [kept(case).pk]
    for days in range(1, 12):
        clock(days)
        go_through_waiting_list()
        rows.append(kept(case).pk)
    assert kept(case).cause == "time"
    # Points come on day 1 and day 11: ten days' waiting is one point.
    assert [rows.index(pk) for pk in dict.fromkeys(rows)] == [0, 1, 11]


def test_whoever_opens_the_list_first_goes_through_it(kari, clock, at):
    day = clock(0)
    case = make.granted(make.household(caseworker=kari), by=kari, received_on=day, decided_on=day)
    at.get(reverse("waiting_list"))
    clock(30)
    place = at.get(reverse("waiting_list")).context["rows"][0]["place"]
    assert (place.total, place.waited_days) == (3, 30)
    assert QueueDay.objects.count() == 2
    assert kept(case).points == 3


def test_a_child_who_grows_up_and_an_override_that_runs_out(kari, clock):
    today = clock(0)
    born = date(today.year - 18, today.month, today.day) + timedelta(days=2)
    case = make.granted(make.household(children=[born]), by=kari)
    override = make.override(case, by=kari, valid_until=today + timedelta(days=1))
    override.approve(by=make.leader())
    assert {"children", "override"} <= {line["code"] for line in kept(case).lines}
    clock(2)
    go_through_waiting_list()
    assert not {"children", "override"} & {line["code"] for line in kept(case).lines}
    override.refresh_from_db()
    assert (override.status, override.ended_on) == ("expired", today + timedelta(days=2))


def test_nobody_who_waits_is_missing_and_nobody_else_is_shown(kari, at, case):
    """Facts changed by a way that tells nobody: SQL by hand, say."""
    other = make.granted(make.household(caseworker=kari), by=kari)
    at.get(reverse("waiting_list"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_application SET status = 'closed', closed_on = decided_on WHERE id = %s", [other.pk]
        )
    gone = make.application(make.household(), by=kari, received_on=date(2026, 1, 5))
    type(gone).objects.filter(pk=gone.pk).update(status="granted", outcome="granted", decided_on=date(2026, 1, 6))
    rows = at.get(reverse("waiting_list")).context["rows"]
    assert {row["place"].application.pk for row in rows} == {case.pk, gone.pk}
    assert kept(gone).cause == "recount"


def test_a_place_shown_is_never_one_its_facts_do_not_give(kari, at, case):
    at.get(reverse("waiting_list"))
    type(case.household).objects.filter(pk=case.household_id).update(target_groups=["refugee"])
    row = at.get(reverse("waiting_list")).context["rows"][0]
    assert "refugee" in {line.code for line in row["place"].priority.lines}


def test_the_log_says_which_fact(kari, case, at):
    child_born(case, kari)
    entry = log_of(case)[0]
    assert (entry.title, entry.by, entry.number) == ("Husstandens medlemmer", kari, 1)
    assert [(change.label, change.was, change.now, change.fact) for change in entry.changes] == [
        ("Barn i husstanden", None, 10, "1 barn")
    ]
    page = at.get(reverse("standing", args=[case.pk])).content.decode()
    assert "Barn i husstanden (1 barn): 0 → 10" in page


def test_the_log_is_never_rewritten(kari, case):
    child_born(case, kari)
    ended = Standing.objects.filter(application=case, until__isnull=False)
    for act in (lambda: ended.update(points=99), ended.delete, Standing.objects.all().delete):
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_a_past_day_says_where_its_list_comes_from(kari, clock, at, case):
    clock(0)
    at.get(reverse("waiting_list"))
    clock(1)
    url = reverse("waiting_list")
    assert "hentet fra ventelistens logg" in at.get(f"{url}?dato={TODAY:%d.%m.%Y}").content.decode()
    before = TODAY - timedelta(days=1)
    page = at.get(f"{url}?dato={before:%d.%m.%Y}")
    assert "regnet ut av opplysningene" in page.content.decode()
    assert len(page.context["rows"]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_many_who_change_one_household_at_once_leave_one_place():
    kari = make.caseworker()
    case = make.granted(make.household(caseworker=kari), by=kari)
    people = [make.person(birth_date=CHILD) for _ in range(6)]

    def admit(person):
        case.household.admit(person, role="child", joined_on=TODAY, by=kari)

    done, refused = at_once(admit, people, threads=3)
    assert (done, refused) == (6, [])
    assert is_exact()
    assert kept(case).children == 6
