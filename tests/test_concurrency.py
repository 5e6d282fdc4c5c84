"""Many who act on the same thing at once, each from a browser and a database connection of their own.

Exactly one is done, and every other is told so on a page that keeps what they typed. That many answers to one
offer, and many offers of one dwelling, give one tenancy is shown in ``tests/allocation/test_offer.py``.
"""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allocation.models import Offer
from applications.models import Decision
from housing.database import Refused
from housing.models import CaseEvent, Letter
from housing.roles import Role
from reporting.models import FrozenFigure, Report, ReportRun
from tests import make, make_reports
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TODAY = timezone.localdate()
GRANT = {
    "outcome": "granted",
    "kind": "municipal_dwelling",
    "decided_on": f"{TODAY:%d.%m.%Y}",
    "main_content": "Du får leie en kommunal bolig.",
    "rooms": "2",
    "lease_years": "3",
    "needs_lift_or_ground_floor": "no",
    "conditions": "Ingen vilkår.",
    "law_codes": ["boligsosialloven_4", "boligsosialloven_7"],
    "facts": "Du bor hos en venn.",
    "considerations": "Du kan ikke skaffe bolig selv.",
    "applicant_view": "Du ønsker å bo i Sentrum.",
}
THREADS = 10


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    """What the worker is told is not the matter here: the queue may be out of reach."""
    for task in ("housing.tasks.print_letter.delay", "reporting.tasks.produce_report.delay"):
        monkeypatch.setattr(task, lambda **kwargs: None)


def at_screens(user, count):
    """As many browsers as asked for, all logged in before the race begins."""
    clients = [Client() for _ in range(count)]
    for client in clients:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def sent(client, url, data):
    """Done is a redirect. Anything else tells why not, on a page that is no failure."""
    response = client.post(url, data)
    assert response.status_code in {200, 302, 409}, response.status_code
    if response.status_code != 302:
        form = (response.context or {}).get("form")
        assert form is None or form.data.get("facts", data.get("facts")) == data.get("facts")
        raise Refused(" ".join(form.non_field_errors()) if form else response.content.decode())


def test_fifty_grants_of_one_application_are_one_decision_and_one_letter():
    kari = make.caseworker()
    household = make.household(caseworker=kari)
    case = make.application(household, by=kari)
    url = reverse("decide", args=[case.pk])
    clicks = [(client, GRANT | {"external_id": f"vedtak-{n}"}) for n, client in enumerate(at_screens(kari, 50))]
    done, refused = at_once(lambda click: sent(click[0], url, click[1]), clicks, threads=THREADS)
    assert (done, len(refused)) == (1, 49)
    assert all(refused), "each of the others is told why"
    assert Decision.objects.count() == Letter.objects.count() == 1
    assert CaseEvent.objects.filter(became="granted").count() == 1


def test_twenty_households_are_offered_one_dwelling_and_one_gets_the_offer():
    kari = make.caseworker()
    home = make.dwelling()
    clicks = []
    for client in at_screens(kari, 20):
        case = make.granted(make.household(caseworker=kari), by=kari)
        clicks.append((client, reverse("offer_new", args=[home.pk, case.pk])))
    week = TODAY + timedelta(days=7)
    typed = {"offered_on": f"{TODAY:%d.%m.%Y}", "answer_by": f"{week:%d.%m.%Y}", "reason": "other_offer"}
    done, refused = at_once(lambda click: sent(*click, typed), clicks, threads=THREADS)
    assert (done, len(refused)) == (1, 19)
    assert all(refused)
    assert Offer.objects.open().count() == Offer.objects.count() == Letter.objects.count() == 1


def test_the_same_batch_from_ten_screens_gives_each_applicant_one_letter():
    kari = make.caseworker()
    cases = [make.application(make.household(), by=kari) for _number in range(8)]
    month = TODAY + timedelta(days=30)
    typed = {"reason": "Kø.", "expected_on": f"{month:%d.%m.%Y}", "sent_on": f"{TODAY:%d.%m.%Y}"}
    typed["chosen"] = [case.pk for case in cases]
    url = reverse("preliminary_batch")
    done, refused = at_once(lambda client: sent(client, url, typed), at_screens(kari, 10), threads=THREADS)
    assert (done, refused) == (10, [])
    told = Letter.objects.filter(kind="preliminary").values_list("household", flat=True)
    assert sorted(told) == sorted(case.household_id for case in cases)
    assert CaseEvent.objects.filter(title="Foreløpig svar sendt").count() == len(cases)


def test_twenty_approvals_of_a_report_are_one():
    leader = make.user(Role.PROGRAMME)
    report = Report.objects.create(
        period_first=date(2026, 1, 1), period_last=date(2026, 6, 30), municipality="Lindvik kommune"
    )
    make_reports.treated(report, by=leader)
    url = reverse("report_approve", args=[report.pk])
    done, refused = at_once(lambda client: sent(client, url, {}), at_screens(leader, 20), threads=THREADS)
    assert (done, len(refused)) == (1, 19)
    report.refresh_from_db()
    assert report.is_approved
    codes = list(FrozenFigure.objects.values_list("code", "period_first", "period_last"))
    assert codes
    assert len(codes) == len(set(codes))
    assert ReportRun.objects.count() == 1
