"""Representatives: who may act, from when to when, and that every letter goes to them and nowhere else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation import offer_letter
from applications import papers
from applications.letters import appeals as appeal_letters
from applications.letters import decision as decision_letter
from applications.models import Appeal
from housing import letters
from housing.models import CaseEvent, Letter, Representative
from tests import make
from tests.applications import letters_made

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAWYER = {"name": "Siri Advokat", "is_lawyer": "on", "postal_address": "Storgata 9, 3999 Lindvik"}
OWN = "Postboks 17, 0001 Oslo"


def no(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def household(kari):
    return make.household(main=make.person(postal_address=OWN), caseworker=kari)


@pytest.fixture
def at(client, kari):
    client.force_login(kari)
    return client


def appoint(at, household, **changed):
    return at.post(reverse("representative_new", args=[household.pk]), LAWYER | changed)


def test_registered_once_and_shown(at, household):
    for _click in range(2):
        assert (
            appoint(at, household, external_id="f-1", organisation="Advokatene AS").url == household.get_absolute_url()
        )
    assert Representative.objects.get().starts_on == TODAY
    page = at.get(household.get_absolute_url()).content.decode()
    assert "Advokatene AS" in page
    assert CaseEvent.objects.filter(title="Fullmektig registrert", note="").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"is_lawyer": ""}, "authority_on"),
        ({"is_lawyer": "", "authority_on": no(TODAY + timedelta(days=1))}, "authority_on"),
        ({"authority_on": "31.02.2026"}, "authority_on"),
        ({"name": ""}, "name"),
        ({"postal_address": ""}, "postal_address"),
        ({"postal_address": "x" * 401}, "postal_address"),
        ({"email": "tull"}, "email"),
        ({"phone": "1" * 21}, "phone"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(at, household, changed, field):
    assert field in appoint(at, household, **changed).context["form"].errors
    assert not Representative.objects.exists()


def test_one_at_a_time(at, household):
    appoint(at, household, external_id="f-1")
    second = appoint(at, household, external_id="f-2", name="Per Fullmektig")
    assert "allerede en fullmektig" in second.content.decode()
    assert Representative.objects.count() == 1


def test_the_authority_ends_and_another_may_begin(at, household, kari):
    acting = make.representative(household, by=kari)
    end = reverse("representative_end", args=[acting.pk])
    early = at.post(end, {"ended_on": no(acting.starts_on - timedelta(days=1))})
    assert "ended_on" in early.context["form"].errors
    at.post(end, {"ended_on": no(TODAY)})
    assert letters.recipient_of(household, TODAY) == f"Amina Haugen\n{OWN}"
    assert "allerede avsluttet" in at.post(end, {"ended_on": no(TODAY)}).content.decode()
    assert appoint(at, household).status_code == 302
    assert "Siri Advokat" in letters.recipient_of(household, TODAY)


@pytest.mark.parametrize(
    ("facts", "goes_there"),
    [
        ({}, True),
        ({"ends_on": TODAY + timedelta(days=1)}, True),
        ({"ends_on": TODAY}, False),
        ({"starts_on": TODAY + timedelta(days=1)}, False),
    ],
)
def test_letters_go_there_while_the_authority_is_in_force(household, kari, facts, goes_there):
    make.representative(household, by=kari, **facts)
    # The day in the letter may be another than the day it leaves.
    for day in (TODAY, TODAY - timedelta(days=10)):
        assert ("Siri Advokat" in letters.recipient_of(household, day)) is goes_there


def preliminary(household, kari, day):
    case = make.application(household, by=kari)
    context = {"number": case.number, "received_on": day, "reason": "Vi venter.", "expected_on": day, "law": None}
    return letters.write(
        "letters/preliminary.html", case, kind="preliminary", title="Foreløpig svar", by=kari, day=day, context=context
    )


def offered(household, kari, day):
    case = make.granted(household, by=kari)
    return offer_letter.write(make.offer(case, make.dwelling("Strandgata 4"), by=kari, offered_on=day), by=kari)


def asked_for_papers(household, kari, day):
    return papers.write_letter(
        make.application(household, by=kari), ["Siste skattemelding"], due_on=day, by=kari, day=day
    )


def appealed(household, kari, day):
    case = make.application(household, by=kari)
    decision = make.decision(case, by=kari, outcome="rejected", decided_on=day)
    case.reject(by=kari, decision=decision)
    return appeal_letters.receipt(Appeal(application=case, decision=decision, received_on=day).begin(by=kari), by=kari)


@pytest.mark.parametrize("write", [preliminary, offered, asked_for_papers, appealed])
@pytest.mark.parametrize("level", ["none", "strictly_confidential"])
def test_every_letter_goes_to_the_representative(household, kari, write, level):
    household.members_on(TODAY)[0].person.__class__.objects.update(address_protection=level)
    make.representative(household, by=kari, organisation="Advokatene AS")
    letter = write(household, kari, date(2026, 5, 4))
    assert letter.recipient == "Siri Advokat\nAdvokatene AS\nStorgata 9\n3999 Lindvik"
    assert letter.copy_to == "Amina Haugen"
    text = " ".join(letter.html.split())
    assert "Siri Advokat Advokatene AS" in text
    assert "Gjelder: Amina Haugen" in text
    assert "Kopi til: Amina Haugen" in text
    assert OWN not in text


@pytest.mark.parametrize(("kind", "outcome"), letters_made.EVERY_DECISION)
def test_every_decision_goes_to_the_representative(kari, kind, outcome):
    decision = letters_made.decision(kind, outcome, by=kari)
    household = decision.application.household
    household.members_on(TODAY)[0].person.__class__.objects.update(postal_address=OWN)
    make.representative(household, by=kari)
    letter = decision_letter.write(decision)
    assert (letter.recipient.splitlines()[0], letter.copy_to) == ("Siri Advokat", "Amina Haugen")
    text = " ".join(letter.html.split())
    assert f'Gjelder: Amina Haugen<br></span><span data-block="reference">Dato: {no(decision.decided_on)}' in text
    assert f"Saksnummer: {decision.application.number}" in text
    assert "Kopi til: Amina Haugen" in text
    assert OWN not in text


def test_the_appeal_body_gets_its_own_letter_and_both_a_copy(household, kari):
    make.representative(household, by=kari)
    appeal = appealed(household, kari, date(2026, 5, 4)).subject
    letter = appeal_letters.transmittal(appeal, by=kari, day=date(2026, 5, 20), papers=[], message="")
    assert "Siri" not in letter.recipient
    assert letter.copy_to == "Siri Advokat, Amina Haugen"
    text = " ".join(letter.html.split())
    assert text.count("Kopi til: Siri Advokat, Amina Haugen") == 1
    assert OWN not in text


def test_without_one_it_goes_to_the_household_and_is_copied_to_nobody(household, kari):
    letter = preliminary(household, kari, TODAY)
    assert (letter.recipient, letter.copy_to) == (f"Amina Haugen\n{OWN}", "")
    assert "Kopi til" not in letter.html
    assert "Gjelder:" not in letter.html


def test_the_preview_is_the_letter(at, household, kari):
    make.representative(household, by=kari)
    case = make.application(household, by=kari)
    shown = at.post(reverse("decide", args=[case.pk]), {"preview": "1", "outcome": "granted"}).content.decode()
    assert "Siri Advokat" in shown
    assert "Gjelder: Amina Haugen" in " ".join(shown.split())
    assert OWN not in shown
    assert not Letter.objects.exists()


def test_the_guardian_is_told_of_beside_the_representative(household, kari):
    household.members_on(TODAY)[0].person.__class__.objects.update(guardian_name="Vera Verge")
    make.representative(household, by=kari)
    text = " ".join(preliminary(household, kari, TODAY).html.split())
    assert "Kopi til verge: Vera Verge" in text
    assert "Siri Advokat" in text


def test_who_may_not(client, household, kari):
    acting = make.representative(household, by=kari)
    outreach = make.user("follow_up")
    household.take_responsibility(outreach, kind="follow_up")
    client.force_login(outreach)
    assert client.get(reverse("representative_new", args=[household.pk])).status_code == 403
    assert client.get(reverse("representative_end", args=[acting.pk])).status_code == 403
    assert "Siri Advokat" in client.get(household.get_absolute_url()).content.decode()
    client.force_login(make.user("rent"))
    make.tenancy(household, make.dwelling())
    page = client.get(household.get_absolute_url(), follow=True).content.decode()
    assert "Siri Advokat" not in page
