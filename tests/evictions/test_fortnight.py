"""The fortnightly run: who is seen, cases opened once, a missed day, a run cut off, and the plans each night."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from evictions import fortnight, tasks
from evictions.models import ArrearsCase, ArrearsRoutine, ArrearsRun, ArrearsRunLine, PaymentPlan
from housing.cases import Refused
from housing.models import CaseEvent
from tests import make, make_evictions
from tests.at_once import at_once

# A Monday on which a run is due, and some days around it.
DUE = date(2026, 3, 9)
AFTER = DUE + timedelta(days=3)
YEARS_AGO = date(2022, 1, 1)


def tenant(*postings, **fields):
    """A tenant with postings as (days before the run, kroner); what is paid is less than nothing."""
    tenancy = make.tenancy(make.household(**fields), make.dwelling())
    for days, amount in postings:
        kind = "charge" if amount > 0 else "payment"
        make_evictions.posting(tenancy, DUE - timedelta(days=days), abs(amount), kind=kind)
    return tenancy


pytestmark = pytest.mark.django_db


def test_the_run_day_is_every_fourteenth_from_a_monday():
    routine = ArrearsRoutine.objects.on(DUE)
    assert [routine.run_day(DUE + timedelta(days=n)) for n in (-1, 0, 13, 14)] == [
        DUE - timedelta(days=14),
        DUE,
        DUE,
        DUE + timedelta(days=14),
    ]


def test_a_run_opens_a_case_for_everyone_over_the_limit_or_with_the_pattern():
    over, exactly, pattern, paid = (
        tenant((40, Decimal("1000.01")), (39, Decimal("0.01"))),
        tenant((10, 1000)),
        tenant((70, 400), (40, 400)),
        tenant((40, 9000), (30, -9000)),
    )
    run = fortnight.make_run(DUE)
    lines = {line.tenancy: line for line in run.lines.all()}
    assert set(lines) == {over, pattern}
    assert (lines[over].ground, lines[over].balance) == ("limit", Decimal("1000.02"))
    assert (lines[pattern].ground, lines[pattern].missed_in_a_row) == ("pattern", 2)
    assert lines[pattern].oldest_due_on == DUE - timedelta(days=70)
    assert all(line.opened_case and line.case.opened_by_run == run for line in lines.values())
    assert ArrearsCase.objects.get(tenancy=pattern).ground == "pattern"
    assert not ArrearsCase.objects.filter(tenancy__in=[exactly, paid]).exists()
    assert CaseEvent.objects.filter(household=over.household, title="Restansesak åpnet").count() == 1


def test_the_next_run_opens_no_second_case():
    tenant((40, 5000))
    fortnight.make_run(DUE)
    assert fortnight.make_run(AFTER) is None
    run = fortnight.make_run(DUE + timedelta(days=14))
    assert [line.opened_case for line in run.lines.all()] == [False]
    assert ArrearsCase.objects.count() == 1


def test_who_moved_out_is_seen_for_a_year_and_longer_only_in_a_case_there_is():
    recently, long_ago, followed, same_date = (
        tenant((800, 5000 + number), created_on=YEARS_AGO) for number in range(4)
    )
    make_evictions.arrears_case(followed)
    for tenancy, moved_out_on in (
        (recently, date(2025, 3, 10)),
        (same_date, date(2025, 3, 9)),
        (long_ago, date(2025, 3, 1)),
        (followed, date(2025, 3, 1)),
    ):
        type(tenancy).objects.filter(pk=tenancy.pk).update(moved_in_on=YEARS_AGO, allocated_on=YEARS_AGO)
        tenancy.refresh_from_db()
        tenancy.move_out(by=None, moved_out_on=moved_out_on, end_reason="other")
    assert [line.tenancy for line in fortnight.make_run(DUE).lines.all()] == [followed, recently]


def test_private_tenancies_and_those_not_moved_into_yet_are_not_seen():
    private, waiting = tenant((40, 5000)), tenant((40, 5000))
    type(private).objects.filter(pk=private.pk).update(tenure="private", dwelling=None, private_address="Storgata 1")
    type(waiting).objects.filter(pk=waiting.pk).update(moved_in_on=DUE + timedelta(days=1))
    assert not fortnight.make_run(DUE).lines.exists()


def test_a_case_somebody_opens_by_hand_while_the_run_counts_is_the_one_that_stands(monkeypatch):
    tenancy, other = tenant((40, 5000)), tenant((40, 4000))
    missed_on = fortnight.standing.missed_on

    def meanwhile(*args):
        make_evictions.arrears_case(tenancy)
        return missed_on(*args)

    monkeypatch.setattr(fortnight.standing, "missed_on", meanwhile)
    lines = {line.tenancy: line.opened_case for line in fortnight.make_run(DUE).lines.all()}
    assert lines == {tenancy: False, other: True}
    assert ArrearsCase.objects.count() == 2


def test_a_missed_day_is_caught_up_with_once_with_the_balances_of_the_day_it_is_done():
    tenancy = tenant((40, 5000))
    make_evictions.posting(tenancy, DUE + timedelta(days=1), 300)
    assert fortnight.due_run(AFTER) == DUE
    run = fortnight.make_run(AFTER)
    assert (run.run_on, run.counted_on, run.was_late) == (DUE, AFTER, True)
    assert run.lines.get().balance == 5300
    assert ArrearsCase.objects.get().opened_on == AFTER
    assert fortnight.due_run(AFTER) is None
    assert fortnight.next_run_on(AFTER) == DUE + timedelta(days=14)


def test_of_several_missed_days_only_the_last_is_made():
    tenant((40, 5000))
    fortnight.make_run(DUE)
    later = DUE + timedelta(days=45)
    assert fortnight.make_run(later).run_on == DUE + timedelta(days=42)
    assert ArrearsRun.objects.count() == 2


def test_the_routine_of_the_day_says_limit_and_pattern():
    ArrearsRoutine.objects.create(valid_from=DUE, limit=300, missed_in_a_row=5)
    tenancy = tenant((10, 400))
    run = fortnight.make_run(DUE)
    assert (run.limit, [line.tenancy for line in run.lines.all()]) == (300, [tenancy])


def test_since_the_last_run_each_is_new_worse_better_the_same_or_gone():
    worse, better, same, gone = (tenant((40, 5000)) for _ in range(4))
    fortnight.make_run(DUE)
    day = DUE + timedelta(days=5)
    make_evictions.posting(worse, day, 100)
    make_evictions.posting(better, day, 100, kind="payment")
    make_evictions.posting(gone, day, 5000, kind="payment")
    new = tenant((1, 2000))
    run = fortnight.make_run(DUE + timedelta(days=14))
    found = fortnight.changes(run.lines.all(), run.previous().lines.all())
    assert {change.shown.tenancy: (change.kind, change.by_kroner) for change in found} == {
        worse: ("worse", 100),
        better: ("better", -100),
        same: ("same", 0),
        gone: ("gone", -5000),
        new: ("new", 2000),
    }


# --- Cut off, and two at once -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_killed_halfway_and_begun_anew_makes_the_same_cases_and_none_twice():
    tenancies = [tenant((40, 5000 + number)) for number in range(12)]
    # Sleeps before each case but the first: it is killed with some of them opened.
    program = (
        "import time, django; django.setup()\n"
        "from datetime import date\n"
        "from evictions import fortnight\n"
        "opened = fortnight._opened\n"
        "def slowly(*args, **options):\n"
        "    found = opened(*args, **options); print('opened', flush=True); time.sleep(0.3); return found\n"
        "fortnight._opened = slowly\n"
        f"fortnight.make_run(date({DUE.year}, {DUE.month}, {DUE.day}))\n"
    )
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    env = os.environ | {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as worker:
        for _case in range(4):
            assert worker.stdout.readline() == "opened\n"
        worker.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while ArrearsCase.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (ArrearsCase.objects.count(), ArrearsRun.objects.count(), CaseEvent.objects.count()) == (0, 0, 0)
    run = fortnight.make_run(DUE)
    assert {line.tenancy for line in run.lines.all()} == set(tenancies)
    assert ArrearsCase.objects.count() == 12
    assert CaseEvent.objects.filter(title="Restansesak åpnet").count() == 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_runs_at_once_one_is_made():
    for number in range(5):
        tenant((40, 5000 + number))
    made = []
    at_once(lambda _number: made.append(fortnight.make_run(DUE)), range(12), threads=6)
    assert sum(run is not None for run in made) == 1
    assert (ArrearsRun.objects.count(), ArrearsRunLine.objects.count(), ArrearsCase.objects.count()) == (1, 5, 5)


# --- Plans, each night ------------------------------------------------------------------------------------


def planned(*, paid=0):
    """6 000 kr agreed on the second of March in three parts, each a month apart."""
    tenancy = tenant((60, 6000))
    plan = make_evictions.plan(make_evictions.arrears_case(tenancy), agreed_on=date(2026, 3, 2))
    if paid:
        make_evictions.posting(tenancy, date(2026, 3, 30), paid, kind="payment")
    return plan


@pytest.mark.parametrize(
    ("paid", "day", "status"),
    [
        (0, date(2026, 4, 7), "active"),
        (0, date(2026, 4, 8), "breached"),
        (2000, date(2026, 4, 8), "active"),
        (6000, date(2026, 4, 8), "completed"),
    ],
)
def test_each_night_a_plan_is_found_broken_kept_or_completed(paid, day, status):
    plan = planned(paid=paid)
    fortnight.check_plans(day)
    plan.refresh_from_db()
    assert plan.status == status


def test_a_broken_plan_that_is_caught_up_with_stands_again():
    plan = planned()
    fortnight.check_plans(date(2026, 4, 8))
    make_evictions.posting(plan.case.tenancy, date(2026, 4, 9), 2000, kind="payment")
    fortnight.check_plans(date(2026, 4, 10))
    plan.refresh_from_db()
    assert (plan.status, plan.breached_on) == (PaymentPlan.Status.ACTIVE, None)
    told = CaseEvent.objects.filter(title__startswith="Restanse: nedbetalingsavtale").values_list("title", flat=True)
    assert [title.rpartition(" ")[2] for title in told.order_by("pk")] == ["løper", "brutt", "løper"]


def test_the_nightly_job_makes_the_run_and_looks_at_the_plans(monkeypatch):
    day = DUE + timedelta(days=30)
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    plan = planned()
    tasks.make_fortnightly_run()
    tasks.make_fortnightly_run()
    plan.refresh_from_db()
    assert (ArrearsRun.objects.count(), plan.status) == (1, "breached")


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(client):
    client.force_login(make.user("rent", name="Siv Lund"))
    return client


def test_a_run_is_made_from_the_page_once(at_work):
    tenancy = tenant((40, 5000))
    assert "er ikke gjort ennå" in at_work.get(reverse("arrears_run_list")).content.decode()
    page = at_work.post(reverse("arrears_run_now"), follow=True).content.decode()
    assert "Kjøringen er gjort." in page
    assert tenancy.household.name in page
    again = at_work.post(reverse("arrears_run_now"), follow=True).content.decode()
    assert "Kjøringen er allerede gjort i dag." in again
    assert ArrearsRun.objects.count() == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_run_s_page_asks_as_much_however_many_lines(at_work, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        tenant((40, 5000 + number), children=[date(2020, 1, 1)])
    run = fortnight.make_run(DUE)
    with django_assert_max_num_queries(12):
        page = at_work.get(run.get_absolute_url()).content.decode()
    assert f"Nye ({how_many})" in page


def test_when_the_ledger_came_late_one_more_is_made_and_the_next_comes_on_its_day():
    tenancy = tenant((40, 5000))
    fortnight.make_run(DUE)
    make_evictions.posting(tenancy, DUE, 700)
    extra = fortnight.make_now(AFTER, by=None)
    assert (extra.run_on, extra.counted_on, extra.lines.get().balance) == (AFTER, AFTER, 5700)
    assert extra.previous().run_on == DUE
    with pytest.raises(Refused, match="i dag"):
        fortnight.make_now(AFTER, by=None)
    assert fortnight.make_run(DUE + timedelta(days=13)) is None
    assert fortnight.make_run(DUE + timedelta(days=14)).run_on == DUE + timedelta(days=14)
    assert ArrearsCase.objects.count() == 1


def test_a_run_s_page_has_children_first_in_each_group(at_work):
    tenant((40, 50_000))
    family = tenant((40, 2000), children=[date(2020, 1, 1)])
    page = at_work.get(fortnight.make_run(DUE).get_absolute_url())
    first = page.context["groups"][0]["rows"][0]
    assert (first["case"].tenancy, first["children"]) == (family, 1)


def test_the_refusal_says_when_the_next_is(at_work):
    fortnight.make_run(timezone.localdate())
    with pytest.raises(Refused, match="Neste kjøring er"):
        fortnight.make_now(timezone.localdate(), by=None)
