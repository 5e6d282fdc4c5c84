"""The application's page leads with one lawful next step, whatever the status and the kind; and shows it calmly."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import Appeal, Application, HelpPlan
from applications.next_step import next_step
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GRANTED = {
    "new": "Se ventelisten",
    "transfer": "Se ventelisten",
    "extension": "Lag ny kontrakt",
    "assistance": "Bistanden er gitt",
    "temporary": "Botilbudet er gitt",
}


def primary(page) -> list[str]:
    """What stands on the coloured buttons beside the title."""
    html = page.content.decode()
    head = html.split('class="page-head__actions">')[1].split("</details>")[0]
    buttons = [part.split(">")[1].split("<")[0] for part in head.split('class="ds-button"')[1:]]
    colours = ["data-variant" not in part.split(">")[0] for part in head.split('class="ds-button"')[1:]]
    return [label for label, is_primary in zip(buttons, colours, strict=True) if is_primary]


def told(case):
    Application.objects.filter(pk=case.pk).update(notified_on=case.decided_on)
    case.refresh_from_db()


def opened(at, case):
    page = at.get(case.get_absolute_url())
    assert page.status_code == 200
    assert len(primary(page)) <= 1
    return page


@pytest.mark.parametrize("kind", Application.Kind.values)
def test_one_button_leads_from_the_first_day_to_the_last(at, household, kari, kind):
    home = make.tenancy(household, make.dwelling())
    case = make.application(household, by=kari, kind=kind, tenancy=home if kind == "extension" else None)
    assert primary(opened(at, case)) == ["Ta saken"]
    case.take(by=kari)
    assert primary(opened(at, case)) == ["Skriv vedtak"]
    case.grant(by=kari, decision=make.decision(case, by=kari, rooms=2))
    assert primary(opened(at, case)) == ["Brevet er sendt"]
    told(case)
    assert primary(opened(at, case)) == [GRANTED[kind]]
    case.fulfil(by=kari, happened_on=date(2026, 5, 1))
    assert primary(opened(at, case)) == []


@pytest.mark.parametrize("outcome", ["rejected", "dismissed"])
def test_after_a_refusal_comes_the_help_plan(at, household, kari, outcome):
    case = make.application(household, by=kari)
    case._decide(outcome, by=kari, decision=make.decision(case, by=kari, outcome=outcome))
    told(case)
    assert primary(opened(at, case)) == ["Lag hjelpeplan"]
    HelpPlan.objects.create(application=case, made_on=TODAY, measures=["advice"])
    assert primary(opened(at, case)) == []


def test_an_open_appeal_goes_before_all(at, household, kari):
    case = make.granted(household, by=kari)
    appeal = Appeal(application=case, decision=case.decisions.get(), received_on=date(2026, 4, 8))
    appeal.begin(by=kari)
    page = opened(at, case)
    assert primary(page) == ["Åpne klagen"]
    assert "Registrer klage" not in page.content.decode()


def test_an_extension_of_a_lease_that_is_gone_can_only_end(at, household, kari):
    gone = make.tenancy(household, make.dwelling(), moved_out_on=date(2026, 3, 1))
    for tenancy in (gone, None):
        case = make.granted(household, by=kari, kind="extension", tenancy=tenancy)
        told(case)
        assert primary(opened(at, case)) == ["Avslutt søknaden"]


def test_one_who_took_it_back_is_sent_nothing(at, household, kari):
    case = make.application(household, by=kari)
    case.withdraw(by=kari, withdrawn_on=TODAY)
    assert primary(opened(at, case)) == []


@pytest.mark.parametrize("status", Application.Status.values)
def test_those_who_only_read_are_led_nowhere(household, kari, status):
    outreach = make.user("follow_up")
    assert next_step(_in_status(household, kari, status), outreach, may_have_help_plan=True) is None


def _in_status(household, kari, status):
    case = make.application(household, by=kari)
    case.status = status
    case.outcome = status if status in Application.Outcome.values else ""
    case.decided_on = TODAY if case.outcome else None
    return case


def test_the_page_asks_the_database_as_often_with_more_on_it(at, household, kari):
    case = make.application(household, by=kari)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            at.get(case.get_absolute_url())
        return len(asked)

    make.paper(case, by=kari)
    questions()
    before = questions()
    for number in range(3):
        make.paper(case, by=kari, what=f"Papir {number}")
        make.granted(household, by=kari)
    assert questions() == before
