"""A worker killed with ``kill -9`` and a database that goes down in the middle of a report: no report is lost, none is
made twice. Real processes, and a PostgreSQL of this file's own.

Time is not waited for: a run that has been silent is made older in the database. What the scheduler does every minute
is sent to the queue as the beat table says it.
"""

import re
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from housing.celery import app as celery_app
from housing.models import StoredFile, User
from housing.periods import Period
from reporting.example import write_example
from reporting.models import Report, ReportRun
from reporting.models.run import SILENT_TOO_LONG
from tests import make
from tests.reporting.own_servers import ADDRESS, OwnPostgres, Worker, until
from tests.reporting.test_pdf import HEADINGS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EVERY_MINUTE = celery_app.conf.beat_schedule["ask again for report runs left behind"]["task"]
# Per cent: the figures are read; the pages are set, which takes most of the time; the file is stored.
READING, SETTING, STORING = 10, 50, 95


@pytest.fixture(scope="module")
def own_postgres(tmp_path_factory, django_db_setup, django_db_blocker):
    """Commits reach the disk here: the other tests may do without."""
    postgres = OwnPostgres(tmp_path_factory.mktemp("own"))
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock():
        patched.delenv("PGOPTIONS", raising=False)
        postgres.start()
        try:
            postgres.copy(ADDRESS.format(**connection.settings_dict))
            yield postgres
        finally:
            postgres.stop()


@pytest.fixture
def database(own_postgres, transactional_db, monkeypatch):
    monkeypatch.delenv("PGOPTIONS", raising=False)
    with own_postgres.as_the_default() as postgres:
        yield postgres


@pytest.fixture(scope="module")
def workers(own_postgres):
    """Those of the whole file: one that has met a database that went away must be good for the next report too."""
    started = []
    yield started
    for worker in started:
        worker.end()


@pytest.fixture
def start_worker(database, workers, tmp_path):
    def start():
        if not workers or not workers[-1].is_alive:
            workers.append(Worker(database.address, tmp_path / "worker.log").wait_until_ready())
        return workers[-1].listen()

    return start


@pytest.fixture
def report(database):
    """The first half-year that no other test of this file has taken."""
    year = 2026 - Report.objects.count()
    return write_example(Report.write_new(Period.half_year(year, 1), by=make.user("programme")))


def asked_for(report):
    return ReportRun.request(report, by=User.objects.first())


def now(run):
    run.refresh_from_db()
    return run


def until_percent(run, percent):
    until(lambda: now(run).percent >= percent, f"{percent} %")


def the_scheduler_comes_by(run):
    """When the worker has been silent for long enough."""
    silent = timezone.now() - SILENT_TOO_LONG - timedelta(seconds=1)
    ReportRun.objects.filter(pk=run.pk).update(progressed_at=silent)
    celery_app.send_task(EVERY_MINUTE)


def assert_made_once(run, files_before):
    until(lambda: now(run).is_finished, "the run is finished")
    assert (run.status, run.percent, run.error) == (ReportRun.Status.DONE, 100, "")
    assert run.report.runs.count() == 1
    assert StoredFile.objects.count() == files_before + 1
    made = bytes(run.file.content)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert [heading for heading in HEADINGS if f"\n{heading}\n" not in text] == []


@pytest.mark.parametrize("kill", [Worker.kill, Worker.kill_child], ids=["the worker", "its child"])
def test_a_report_whose_worker_was_killed_in_the_middle_is_made_once(report, start_worker, kill):
    worker, files = start_worker(), StoredFile.objects.count()
    run = asked_for(report)
    until_percent(run, SETTING)

    kill(worker)

    assert (now(run).status, run.file) == (ReportRun.Status.RUNNING, None), "killed too late to be in the middle"
    start_worker()
    the_scheduler_comes_by(run)
    assert_made_once(run, files)
    assert run.attempts == 2


def test_a_worker_killed_while_it_stores_leaves_no_file_behind(report, start_worker, database):
    worker, files = start_worker(), StoredFile.objects.count()
    with held_back(database, "housing_storedfile", "SHARE"):
        run = asked_for(report)
        until(whoever_waits, "the worker waits to store")
        worker.kill()

    assert (now(run).status, run.percent, StoredFile.objects.count()) == (ReportRun.Status.RUNNING, STORING, files)
    start_worker()
    the_scheduler_comes_by(run)
    assert_made_once(run, files)


def test_a_database_that_went_down_while_the_pages_were_set_gets_the_report_once(report, start_worker, database):
    worker, files = start_worker(), StoredFile.objects.count()
    run = asked_for(report)
    until_percent(run, SETTING)

    database.stop()
    database.start()

    until(lambda: has_let_go(worker), "the worker has met the restart")
    assert (now_again(run).status, run.file) == (ReportRun.Status.RUNNING, None)
    the_scheduler_comes_by(run)
    assert_made_once(run, files)
    assert run.attempts == 2


def test_a_database_that_is_away_for_a_while_gets_the_report_once(report, start_worker, database):
    worker, files = start_worker(), StoredFile.objects.count()
    with held_back(database, "housing_tenancy", "ACCESS EXCLUSIVE"):
        run = asked_for(report)
        until_percent(run, READING)
        database.stop()

    until(lambda: has_let_go(worker), "the worker has met a database that is gone")
    database.start()
    assert (now_again(run).status, run.file) == (ReportRun.Status.RUNNING, None)
    the_scheduler_comes_by(run)
    assert_made_once(run, files)
    assert run.attempts == 2


def test_a_connection_cut_while_the_figures_are_read_is_no_failure_of_the_report(report, start_worker, database):
    worker, files = start_worker(), StoredFile.objects.count()
    with held_back(database, "housing_tenancy", "ACCESS EXCLUSIVE"):
        run = asked_for(report)
        until_percent(run, READING)
        until(cut_whoever_waits, "the worker waits for the figures")

    until(lambda: has_let_go(worker), "the worker has met the cut")
    assert (now(run).status, run.error) == (ReportRun.Status.RUNNING, "")
    the_scheduler_comes_by(run)
    assert_made_once(run, files)


WAITING = "FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def whoever_waits():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pid {WAITING}")
        return cursor.fetchall()


def cut_whoever_waits():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {WAITING}")
        return cursor.fetchall()


@contextmanager
def held_back(database, table, mode):
    """Whoever reads (or, of a milder lock, writes) the table waits: the worker stays in the middle of what it does."""
    holder = psycopg2.connect(database.address)
    try:
        holder.cursor().execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield
    finally:
        holder.close()


def has_let_go(worker):
    return re.search(r"Task reporting\.produce_report\[.*?\] (succeeded|raised)", worker.said())


def now_again(run):
    """This process too lost its connection."""
    connection.close()
    return now(run)
