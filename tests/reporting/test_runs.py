"""The making of the PDF: asked for once, made once, told of, found again after a crash."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.periods import Period
from reporting import pdf
from reporting.models import FrozenFigure, Report, ReportRun
from reporting.tasks import produce_report, requeue_runs
from tests import make, make_reports

SPRING = Period.half_year(2026, 1)


@pytest.fixture
def programme(db):
    return make.user("programme", name="Ada Lunde")


@pytest.fixture
def draft(programme):
    return Report.write_new(SPRING, by=programme)


@pytest.fixture
def handed(monkeypatch):
    """The ids handed to the worker, instead of a worker."""
    ids = []
    monkeypatch.setattr(produce_report, "delay", lambda *, run_id: ids.append(run_id))
    return ids


@pytest.fixture
def quick_pdf(monkeypatch):
    """Printing takes seconds; here only what happens around it is tried."""
    monkeypatch.setattr("reporting.charts.drawn", lambda content: [])
    monkeypatch.setattr(pdf, "as_pdf", lambda html: b"%PDF-1.7 prove")


def test_a_double_click_gives_one_run(client, programme, draft, handed, django_capture_on_commit_callbacks):
    client.force_login(programme)
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(reverse("report_pdf", args=[draft.pk]))
        second = client.post(reverse("report_pdf", args=[draft.pk]))

    assert first.url == second.url == draft.runs.get().get_absolute_url()
    assert handed == [draft.runs.get().pk]


def test_a_queue_that_does_not_answer_is_no_error_for_the_user(
    client, programme, draft, monkeypatch, django_capture_on_commit_callbacks
):
    def gone(**_facts):
        raise ConnectionError

    monkeypatch.setattr(produce_report, "delay", gone)
    client.force_login(programme)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("report_pdf", args=[draft.pk])).status_code == 302

    assert draft.runs.get().status == ReportRun.Status.QUEUED


def test_the_same_message_twice_makes_one_file(programme, draft, quick_pdf):
    run = ReportRun.request(draft, by=programme)

    produce_report(run_id=run.pk)
    produce_report(run_id=run.pk)

    run.refresh_from_db()
    assert (run.status, run.percent, run.attempts) == (ReportRun.Status.DONE, 100, 1)
    assert bytes(run.file.content) == b"%PDF-1.7 prove"


def test_a_failure_is_told_in_norwegian_and_logged_without_its_text(client, programme, draft, monkeypatch, caplog):
    def breaks(html):
        raise ValueError("Amina Haugen, Strandgata 4")

    monkeypatch.setattr("reporting.charts.drawn", lambda content: [])
    monkeypatch.setattr(pdf, "as_pdf", breaks)
    run = ReportRun.request(draft, by=programme)
    produce_report(run_id=run.pk)

    client.force_login(programme)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "PDF-en kunne ikke lages." in page
    assert "Prøv igjen" in page
    assert all("Amina" not in record.getMessage() for record in caplog.records)
    run.refresh_from_db()
    assert run.status == ReportRun.Status.FAILED


def test_progress_is_a_piece_that_asks_again_until_it_is_finished(client, programme, draft, quick_pdf):
    run = ReportRun.request(draft, by=programme)
    client.force_login(programme)
    waiting = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    produce_report(run_id=run.pk)
    finished = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "Venter på tur" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert "<html" not in waiting
    assert "hx-trigger" not in finished
    assert reverse("run_pdf", args=[run.pk]) in finished


def test_the_file_has_the_name_of_its_half_year(client, programme, draft, quick_pdf):
    run = ReportRun.request(draft, by=programme)
    client.force_login(programme)
    assert client.get(reverse("run_pdf", args=[run.pk])).status_code == 404
    produce_report(run_id=run.pk)

    answer = client.get(reverse("run_pdf", args=[run.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="halvarsrapport-2026-1.pdf"'


def test_the_steering_group_fetches_only_what_was_made_of_the_approved_report(client, programme, draft, quick_pdf):
    early = ReportRun.request(draft, by=programme)
    produce_report(run_id=early.pk)
    make_reports.approved(draft, by=programme)
    approved = draft.runs.exclude(pk=early.pk).get()
    produce_report(run_id=approved.pk)

    client.force_login(make.user("steering"))

    assert client.get(reverse("run_pdf", args=[early.pk])).status_code == 404
    assert client.get(reverse("run_pdf", args=[approved.pk])).status_code == 200
    assert reverse("run_pdf", args=[approved.pk]) in client.get(reverse("report_list")).content.decode()


def test_a_report_approved_while_its_draft_is_printed_gets_a_run_of_its_own(programme, draft):
    early = ReportRun.request(draft, by=programme)
    early.move_to(ReportRun.Status.RUNNING, by=None, started_at=timezone.now())

    make_reports.approved(draft, by=programme)

    assert draft.runs.exclude(pk=early.pk).get().status == ReportRun.Status.QUEUED


# After a crash


def left(run, status, minutes, **facts):
    then = timezone.now() - timedelta(minutes=minutes)
    ReportRun.objects.filter(pk=run.pk).update(status=status, progressed_at=then, started_at=then, **facts)
    run.refresh_from_db()


@pytest.mark.parametrize(
    ("status", "minutes", "is_asked_again"),
    [("queued", 0, False), ("queued", 2, True), ("running", 4, False), ("running", 6, True), ("failed", 60, False)],
)
def test_what_a_worker_left_behind_is_asked_for_again(
    programme, draft, handed, django_capture_on_commit_callbacks, status, minutes, is_asked_again
):
    run = ReportRun.request(draft, by=programme)
    left(run, status, minutes)

    with django_capture_on_commit_callbacks(execute=True):
        requeue_runs()

    assert handed == ([run.pk] if is_asked_again else [])


def test_a_run_that_keeps_crashing_is_given_up(programme, draft, handed):
    run = ReportRun.request(draft, by=programme)
    left(run, "running", 6, attempts=3)

    requeue_runs()

    run.refresh_from_db()
    assert run.status == ReportRun.Status.FAILED
    assert "avbrutt flere ganger" in run.error


def test_a_slow_worker_that_was_overtaken_leaves_the_run_to_the_other(programme, draft, monkeypatch, quick_pdf):
    run = ReportRun.request(draft, by=programme)

    def slow(content):
        left(run, "running", 6)
        requeue_runs()
        return []

    monkeypatch.setattr("reporting.charts.drawn", slow)
    produce_report(run_id=run.pk)

    run.refresh_from_db()
    assert (run.status, run.file) == (ReportRun.Status.QUEUED, None)


@pytest.mark.parametrize("ends", [b"%PDF-1.7 prove", ValueError("broken")])
def test_an_overtaken_worker_neither_finishes_nor_fails_the_run_of_the_other(
    programme, draft, monkeypatch, quick_pdf, ends
):
    """It comes back when the other is at work, and finds the run running, as its own was."""
    run = ReportRun.request(draft, by=programme)

    def slow(html):
        then = timezone.now()
        ReportRun.objects.filter(pk=run.pk).update(started_at=then, attempts=2, percent=35)
        if isinstance(ends, Exception):
            raise ends
        return ends

    monkeypatch.setattr(pdf, "as_pdf", slow)
    produce_report(run_id=run.pk)

    run.refresh_from_db()
    assert (run.status, run.percent, run.file, run.error) == (ReportRun.Status.RUNNING, 35, None, "")


# Two at once, on real connections


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_approve_at_once_exactly_one_does(programme, draft, handed, _round):
    make_reports.treated(draft, by=programme)
    told = at_once(lambda: Report.objects.get(pk=draft.pk).approve(by=programme))

    assert sorted(told) == ["done", "refused"]
    assert FrozenFigure.objects.filter(report=draft, code="homeless.households").count() == 1
    assert draft.runs.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_both_get_the_same_run(programme, draft, handed):
    assert at_once(lambda: ReportRun.request(draft, by=programme)) == ["done", "done"]
    assert draft.runs.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_message_make_one_file(programme, draft, handed, quick_pdf):
    run = ReportRun.request(draft, by=programme)

    at_once(lambda: produce_report(run_id=run.pk))

    run.refresh_from_db()
    assert (run.status, run.attempts) == (ReportRun.Status.DONE, 1)


def at_once(act):
    barrier, told = Barrier(2), []

    def each():
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            act()
            told.append("done")
        except Refused:
            told.append("refused")
        finally:
            connections.close_all()

    threads = [Thread(target=each) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told
