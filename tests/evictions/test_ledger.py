"""The rent ledger: read in from files and from the page, its check sums, and what explains them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from evictions import tasks
from evictions.models import LedgerEntry, LedgerMismatch, LedgerRun, LedgerUpload
from housing.exchange.importer import Import
from housing.models import StoredFile
from tests import make, make_evictions
from tests.housing.exchange_folders import refusals, take_in, write

pytestmark = pytest.mark.django_db

ROWS = [
    {"id": "P1", "tenancy": "T1", "posted_on": "2026-01-01", "kind": "charge", "amount": "8000.00"},
    {"id": "P2", "tenancy": "T1", "posted_on": "2026-01-20", "kind": "payment", "amount": "5000.00"},
    {"id": "P3", "tenancy": "T1", "posted_on": "2026-01-31", "kind": "adjustment", "amount": "-250.50"},
]


@pytest.fixture
def tenancy():
    return make.tenancy(make.household(), make.dwelling(), external_id="T1")


@pytest.fixture
def rent_office():
    return make.user("rent", name="Siv Lund")


def as_csv(*rows) -> bytes:
    lines = [";".join(ROWS[0]), *(";".join(row.values()) for row in rows)]
    return "\n".join(lines).encode()


def sent_up(client, content, name="reskontro uke 9.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("ledger_upload_new"), {"upload": file, "external_id": "nokkel1", **fields})


@pytest.mark.parametrize(
    ("day", "owed"),
    [("2025-12-31", "0"), ("2026-01-01", "8000"), ("2026-01-20", "3000"), ("2026-01-31", "2749.50")],
)
def test_the_balance_of_any_day_is_what_was_posted_by_it(tmp_path, tenancy, day, owed):
    take_in(write(tmp_path, ledger=ROWS))
    assert tenancy.ledger.balance(date.fromisoformat(day)) == Decimal(owed)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"amount": "-1"}, "Noe som skal trekkes fra igjen, er en retting."),
        ({"kind": "gave"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"posted_on": "i går"}, "posted_on"),
        ({"tenancy": "T9"}, "tenancy"),
        ({"amount": "mye"}, "amount"),
    ],
)
def test_a_posting_that_cannot_be_right_is_refused_with_its_place(tmp_path, tenancy, facts, told):
    found = refusals(write(tmp_path, ledger=[ROWS[0] | facts, *ROWS[1:]]))
    assert len(found) == 1
    assert told in found[0]
    assert "linje 2" in found[0]
    assert not LedgerEntry.objects.exists()
    assert not LedgerRun.objects.exists()


def test_every_bad_cell_of_a_row_is_told(tmp_path, tenancy):
    found = refusals(write(tmp_path, ledger=[ROWS[0] | {"posted_on": "i går", "amount": "mye"}]))
    assert ["posted_on" in found[0], "amount" in found[1]] == [True, True]


def test_a_reading_has_its_sums_and_the_same_file_again_changes_nothing(tmp_path, tenancy):
    folder = write(tmp_path, ledger=ROWS)
    first, second = take_in(folder), take_in(folder)
    assert (first.counts[0].created, second.counts[0].created, second.counts[0].unchanged) == (3, 0, 3)
    again, run = LedgerRun.objects.all()
    assert (run.rows, run.created, run.charges, run.payments, run.adjustments) == (3, 3, 8000, 5000, Decimal("-250.50"))
    assert (run.first_posted_on, run.last_posted_on) == (date(2026, 1, 1), date(2026, 1, 31))
    assert run.sum == run.registered_sum == Decimal("2749.50")
    assert run.is_in_step
    assert again.is_in_step
    assert (again.created, again.updated, again.mismatches.count()) == (0, 0, 0)
    assert LedgerEntry.objects.count() == 3


def test_a_trial_leaves_no_reading(tmp_path, tenancy):
    take_in(write(tmp_path, ledger=ROWS), is_trial=True)
    assert not LedgerRun.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_row_the_file_no_longer_has_stays_and_is_told_of(tmp_path, tenancy):
    take_in(write(tmp_path / "a", ledger=ROWS))
    take_in(write(tmp_path / "b", ledger=[ROWS[0], ROWS[2]]))
    run = LedgerRun.objects.first()
    assert not run.is_in_step
    assert (run.rows, run.registered_rows, run.sum, run.registered_sum) == (
        2,
        3,
        Decimal("7749.50"),
        Decimal("2749.50"),
    )
    missing = run.mismatches.get()
    assert (missing.kind, missing.entry.external_id, missing.effect) == ("missing", "P2", -5000)


def test_a_changed_row_tells_what_it_was_and_its_history_keeps_it(tmp_path, tenancy):
    take_in(write(tmp_path / "a", ledger=ROWS))
    take_in(write(tmp_path / "b", ledger=[ROWS[0] | {"amount": "8100"}, *ROWS[1:]]))
    changed = LedgerRun.objects.first().mismatches.get()
    assert (changed.kind, changed.was_effect, changed.effect) == ("changed", 8000, 8100)
    assert [row.amount for row in changed.entry.history.all()] == [8000]


def test_a_row_of_days_already_read_is_told_as_late(tmp_path, tenancy):
    take_in(write(tmp_path / "a", ledger=ROWS))
    late = ROWS[1] | {"id": "P4", "posted_on": "2026-01-10"}
    take_in(write(tmp_path / "b", ledger=[*ROWS, late]))
    found = LedgerRun.objects.first().mismatches.get()
    assert (found.kind, found.entry.external_id) == ("late", "P4")


@pytest.mark.parametrize(("rows", "total", "agrees"), [(3, "2749.50", True), (4, "2749.50", False), (3, "1", False)])
def test_the_rent_systems_own_count_is_held_against_the_file(tmp_path, tenancy, rows, total, agrees):
    notes = {"ledger": {"rows": rows, "sum": Decimal(total)}}
    Import(write(tmp_path, ledger=ROWS), notes=notes).run()
    assert LedgerRun.objects.get().is_in_step is agrees


# --- The page ---------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(client, rent_office):
    client.force_login(rent_office)
    return client


def test_a_file_sent_up_is_read_by_the_worker_once(at_work, tenancy, rent_office):
    answer = sent_up(at_work, as_csv(*ROWS), stated_rows="3", stated_sum="2 749,50")
    upload = LedgerUpload.objects.get()
    assert answer.url == upload.get_absolute_url()
    assert "I kø" in at_work.get(answer.url).content.decode()
    tasks.read_ledger(upload_id=upload.pk)
    tasks.read_ledger(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.status, upload.run.by, upload.run.file_name) == ("read", rent_office, "reskontro uke 9.csv")
    assert LedgerRun.objects.count() == 1
    assert upload.run.is_in_step
    assert not StoredFile.objects.exists()
    assert "3 rader, 3 nye" in at_work.get(answer.url).content.decode()
    assert "Kontrollsummen stemmer" in at_work.get(reverse("ledger_run", args=[upload.run.pk])).content.decode()
    assert "Stemmer" in at_work.get(reverse("ledger_list")).content.decode()


def test_the_same_page_sent_twice_makes_one_upload(at_work, tenancy):
    assert sent_up(at_work, as_csv(*ROWS)).url == sent_up(at_work, as_csv(*ROWS)).url
    assert LedgerUpload.objects.count() == 1


def test_a_file_with_faults_is_told_line_by_line_and_leaves_nothing(at_work, tenancy):
    sent_up(at_work, as_csv(ROWS[0] | {"tenancy": "T9"}, ROWS[1] | {"amount": "mye"}))
    upload = LedgerUpload.objects.get()
    tasks.read_ledger(upload_id=upload.pk)
    page = at_work.get(upload.get_absolute_url()).content.decode()
    assert "Ingenting er lest inn" in page
    assert "linje 2" in page
    assert "linje 3" in page
    assert not LedgerEntry.objects.exists()


def test_a_workbook_may_hold_the_ledger_and_nothing_else(at_work, tenancy, tmp_path):
    def workbook(*names):
        book = Workbook()
        book.remove(book.active)
        for name in names:
            sheet = book.create_sheet(name)
            sheet.append(list(ROWS[0]))
            for row in ROWS:
                sheet.append(list(row.values()))
        book.save(tmp_path / "bok.xlsx")
        return (tmp_path / "bok.xlsx").read_bytes()

    sent_up(at_work, workbook("ledger", "persons"), "bok.xlsx", external_id="a")
    sent_up(at_work, workbook("ledger"), "bok.xlsx", external_id="b")
    for upload in LedgerUpload.objects.all():
        tasks.read_ledger(upload_id=upload.pk)
    good, bad = LedgerUpload.objects.all()
    assert (good.status, bad.status) == ("read", "refused")
    assert "persons" in bad.problems[0]


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "Filen er tom."), (b"%PDF-1.7 nei", "Velg en CSV-fil"), (b"\x00\x01\x02", "Velg en")]
)
def test_what_is_no_ledger_is_refused_at_the_field(at_work, content, told):
    assert told in sent_up(at_work, content).content.decode()
    assert not LedgerUpload.objects.exists()


def test_a_file_whose_worker_died_is_read_again(at_work, tenancy):
    sent_up(at_work, as_csv(*ROWS))
    upload = LedgerUpload.objects.get()
    long_ago = timezone.now() - timedelta(hours=1)
    LedgerUpload.objects.update(status="reading", progressed_at=long_ago, attempts=1)
    assert list(LedgerUpload.objects.left_behind(timezone.now())) == [upload]
    tasks.requeue_ledgers()
    upload.refresh_from_db()
    assert upload.status == "queued"
    tasks.read_ledger(upload_id=upload.pk)
    assert LedgerEntry.objects.count() == 3


def test_a_file_that_kills_its_worker_three_times_is_given_up(at_work, tenancy):
    sent_up(at_work, as_csv(*ROWS))
    LedgerUpload.objects.update(status="reading", progressed_at=timezone.now() - timedelta(hours=1), attempts=3)
    tasks.requeue_ledgers()
    assert LedgerUpload.objects.get().status == "failed"
    assert not StoredFile.objects.exists()


def test_the_page_shows_each_mismatch_with_its_tenancy(at_work, tenancy, django_assert_max_num_queries):
    run = make_evictions.ledger_run(rows=2)
    for number in range(3):
        entry = make_evictions.posting(tenancy, date(2026, 1, number + 1))
        LedgerMismatch.objects.create(
            run=run, kind="missing", entry=entry, posted_on=entry.posted_on, effect=entry.amount
        )
    with django_assert_max_num_queries(8):
        page = at_work.get(reverse("ledger_run", args=[run.pk])).content.decode()
    assert page.count(tenancy.number) == 3
    assert "Står hos oss, ikke i filen (3)" in page
