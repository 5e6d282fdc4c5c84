"""From draft to the steering group's PDF, with the real worker, and the pages as a browser meets them."""

import time
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from housing.periods import Period
from reporting.example import write_example
from reporting.models import Report, ReportRun
from tests import make

SPRING = Period.half_year(2026, 1)
PATIENCE_SECONDS = 60


def finished(run):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        run.refresh_from_db()
        if run.is_finished:
            return run
        time.sleep(0.3)
    raise AssertionError(f"the run is still {run.status}: {run.step}")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_steering_group_fetches_the_approved_report_that_the_worker_printed(client, celery_worker):
    programme, steering = make.user("programme"), make.user("steering")
    for _number in range(7):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    report = write_example(Report.write_new(SPRING, by=programme))

    client.force_login(programme)
    client.post(reverse("report_pdf", args=[report.pk]))
    draft_run = finished(report.runs.get())
    client.post(reverse("report_check", args=[report.pk]), {"seen": "on"})
    client.post(reverse("report_treat", args=[report.pk]), {"on": f"{timezone.localdate():%d.%m.%Y}"})
    client.post(reverse("report_approve", args=[report.pk]))
    approved_run = finished(report.runs.exclude(pk=draft_run.pk).get())

    assert [draft_run.status, approved_run.status] == [ReportRun.Status.DONE] * 2
    client.force_login(steering)
    listed = client.get(reverse("report_list")).content.decode()
    address = reverse("run_pdf", args=[approved_run.pk])
    assert address in listed
    assert reverse("run_pdf", args=[draft_run.pk]) not in listed
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(client.get(address).content)).pages)
    assert "Tallene er slik de sto " in text
    assert "Bostedsløse husstander" in text


@pytest.fixture
def reader(page):
    """Logs a user in through the page and gives the window."""

    def logged_in(user):
        page.goto(reverse("login"))
        page.fill("input[name=username]", user.email)
        page.fill("input[name=password]", make.PASSWORD)
        page.click("main button[type=submit]")
        return page

    return logged_in


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_the_pages_of_the_reports(reader, axe):
    programme = make.user("programme")
    make.mapping(make.household(district="Sentrum"), mapped_on=date(2026, 3, 2))
    report = write_example(Report.write_new(SPRING, by=programme))
    run = ReportRun(report=report, requested_by=programme).begin(by=programme)
    addresses = [
        reverse("report_list"),
        reverse("report_new"),
        report.get_absolute_url(),
        *(
            reverse("report_section", args=[report.pk, slug])
            for slug in ("formalia", "bakgrunn", "mal", "samarbeid", "ressursbruk")
        ),
        reverse("report_approve", args=[report.pk]),
        run.get_absolute_url(),
        reverse("figure_list"),
        reverse("figure", args=["homeless.households"], query={"fra": "2026-01-01", "til": "2026-06-30"}),
    ]
    window = reader(programme)
    findings = []
    for address in addresses:
        window.goto(address)
        findings += axe(window)
        for width in (320, 1280):
            window.set_viewport_size({"width": width, "height": 900})
            wide = window.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} is {wide} wide on {width}"

    assert findings == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_programme_leader_waits_and_gets_the_pdf_in_the_browser(reader, celery_worker):
    programme = make.user("programme")
    report = write_example(Report.write_new(SPRING, by=programme))

    window = reader(programme)
    window.goto(report.get_absolute_url())
    window.get_by_role("button", name="Lag PDF (Bokmål)").click()
    window.get_by_text("PDF-en er ferdig.").wait_for(timeout=PATIENCE_SECONDS * 1000)
    with window.expect_download() as download:
        window.get_by_role("link", name="Last ned PDF").click()

    assert download.value.suggested_filename == "halvarsrapport-2026-1.pdf"
