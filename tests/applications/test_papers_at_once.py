"""Many who do the same with the papers of one case at the same moment: it is done once, and the rest are told so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.forms.documents import ArrivedForm, AskForm, RemindForm
from applications.models import DocumentRequest
from housing.models import CaseEvent, Letter
from tests import make
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TODAY = timezone.localdate()
AHEAD = f"{TODAY + timedelta(days=21):%d.%m.%Y}"
CLICKS = 12


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def case(kari):
    return make.application(make.household(caseworker=kari), by=kari)


def race(forms, act):
    assert all(form.is_valid() for form in forms), [form.errors for form in forms]
    done, refused = at_once(act, forms, threads=6)
    assert (done, len(refused)) == (1, CLICKS - 1)
    assert all(refused)


def test_asked_once(case, kari):
    sent = {"wanted": ["income", "tax"], "due_on": AHEAD}
    forms = [AskForm(sent | {"external_id": f"papir-{n}"}, application=case) for n in range(CLICKS)]
    race(forms, lambda form: form.ask(by=kari))
    assert (DocumentRequest.objects.count(), Letter.objects.count()) == (2, 1)


def test_reminded_once(case, kari):
    make.paper(case, by=kari, asked_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=1))
    race(
        [RemindForm({"due_on": AHEAD}, application=case) for _ in range(CLICKS)],
        lambda form: form.remind(by=kari),
    )
    assert Letter.objects.count() == 1


def test_arrives_once(case, kari):
    paper = make.paper(case, by=kari)
    sent = {"received_on": f"{TODAY:%d.%m.%Y}"}
    race([ArrivedForm(sent, paper=paper, user=kari) for _ in range(CLICKS)], lambda form: form.arrive(by=kari))
    assert CaseEvent.objects.filter(title="Et dokument vi ba om, er mottatt").count() == 1
