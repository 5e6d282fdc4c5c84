"""Applications from a digital form: received once, nothing known written over, nothing told that is not one's own."""

from datetime import date

import pytest
from django.utils import timezone
from knox.models import AuthToken

from applications.models import Application, Submission
from housing.models import Household, Person, Responsibility
from tests import make
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

SENT = {
    "kind": "new",
    "applicant": {"given_name": "Amina", "family_name": "Haugen", "birth_date": "1990-05-17", "phone": "900 00 000"},
    "members": [{"given_name": "Sami", "family_name": "Haugen", "birth_date": "2019-02-03", "role": "child"}],
    "rooms_min": 3,
    "wishes": "Nær skolen",
    "answers": {"Hvor bor du nå?": "Hos en venn"},
}


@pytest.fixture
def form():
    return make.user("intake", name="Nettskjema")


def post(client, sent, user, key="skjema-0001"):
    token = AuthToken.objects.create(user)[1]
    headers = {"authorization": f"Token {token}"} | ({"idempotency-key": key} if key else {})
    return client.post("/api/v1/soknader/", sent, content_type="application/json", headers=headers)


def status_of(client, reference, user):
    token = AuthToken.objects.create(user)[1]
    return client.get(f"/api/v1/soknader/innsendt/{reference}/", headers={"authorization": f"Token {token}"})


def test_an_application_makes_a_household_that_waits_for_a_caseworker(client, form):
    answer = post(client, SENT, form)

    made = Application.objects.get()
    assert answer.status_code == 201
    assert answer.json()["number"] == made.number
    assert (made.kind, made.channel, made.rooms_min, made.caseworker) == ("new", "online", 3, None)
    assert made.received_on == timezone.localdate()
    assert [member.role for member in made.household.members_on(made.received_on)] == ["main", "child"]
    assert not Responsibility.objects.exists(), "a program answers for nobody"
    assert made.submission.answers["answers"] == {"Hvor bor du nå?": "Hos en venn"}


def test_the_same_key_again_makes_nothing_new(client, form):
    first, second = post(client, SENT, form), post(client, SENT, form)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Application.objects.count() == Household.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(client, form):
    post(client, SENT, form)
    other = post(client, SENT | {"wishes": "Nær parken"}, form)

    assert other.status_code == 409
    assert "Nøkkelen er brukt før" in other.json()["detail"]
    assert Application.objects.count() == 1


@pytest.mark.parametrize("key", ["", "kort", "med mellomrom", "æøåæøåæøå", "x" * 65])
def test_a_key_is_needed(client, form, key):
    answer = post(client, SENT, form, key=key.encode().decode("latin-1"))

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["errors"]
    assert not Application.objects.exists()


def test_what_we_knew_is_not_written_over(client, form):
    known = make.numbered_person(phone="911 11 111", postal_address="Postboks 1")
    household = make.household(main=known)
    told = {
        "national_id": known.national_id,
        "given_name": "Noen",
        "family_name": "Annen",
        "phone": "922 22 222",
        "postal_address": "Storgata 1",
    }
    answer = post(client, SENT | {"applicant": told}, form)

    known.refresh_from_db()
    made = Application.objects.get()
    assert answer.status_code == 201
    assert made.household == household
    assert (known.given_name, known.phone, known.postal_address) == ("Amina", "911 11 111", "Postboks 1")
    assert made.submission.answers["unlike"] == {"phone": "922 22 222", "postal_address": "Storgata 1"}
    assert made.submission.answers["members"][0]["given_name"] == "Sami", "left for the caseworker to look at"
    assert len(household.members_on(made.received_on)) == 1


def test_the_answer_is_the_same_whether_the_person_is_known(client, form):
    known = make.numbered_person()
    make.household(main=known)
    told = {"given_name": "Amina", "family_name": "Haugen"}

    of_known = post(client, SENT | {"applicant": told | {"national_id": known.national_id}}, form, key="skjema-0001")
    of_new = post(client, SENT | {"applicant": told}, form, key="skjema-0002")

    assert of_known.status_code == of_new.status_code
    assert {**of_known.json(), "reference": "", "number": ""} == {**of_new.json(), "reference": "", "number": ""}


def test_a_partner_who_lives_elsewhere_stays_there(client, form):
    partner = make.numbered_person()
    elsewhere = make.household(main=partner)
    told = {"national_id": partner.national_id, "given_name": "Per", "family_name": "Li", "role": "partner"}

    assert post(client, SENT | {"members": [told]}, form).status_code == 201
    made = Application.objects.get()
    assert [member.person for member in elsewhere.members_on(made.received_on)] == [partner]
    assert "national_id" not in made.submission.answers["members"][0]


@pytest.mark.parametrize("kind", ["transfer", "extension"])
def test_a_transfer_is_about_the_lease_they_have(client, form, kind):
    tenant = make.numbered_person()
    home = make.tenancy(make.household(main=tenant), make.dwelling())
    told = {"national_id": tenant.national_id, "given_name": "Amina", "family_name": "Haugen"}

    refused = post(client, SENT | {"kind": kind}, form, key="uten-leie")
    made = post(client, {"kind": kind, "applicant": told}, form, key="med-leie-1")

    assert refused.status_code == 400
    assert "leieforhold" in refused.json()["errors"]["kind"][0]
    assert not Person.objects.filter(family_name="Haugen", given_name="Sami").exists(), "nothing half done"
    assert made.status_code == 201
    assert Application.objects.get().tenancy == home


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "leilighet"}, "kind"),
        ({"applicant": {"given_name": "Amina"}}, "applicant"),
        ({"applicant": SENT["applicant"] | {"national_id": "12345678901"}}, "applicant"),
        ({"applicant": SENT["applicant"] | {"birth_date": "2090-01-01"}}, "applicant"),
        ({"members": [{"given_name": "A", "family_name": "B", "role": "main"}]}, "members"),
        ({"rooms_min": 0}, "rooms_min"),
        ({"answers": {str(number): "" for number in range(70)}}, "answers"),
        ({"wishes": "\ud800"}, "wishes"),
        ({"answers": {"a": "\x00"}}, "answers"),
    ],
)
def test_what_is_wrong_is_told_by_field(client, form, change, field):
    answer = post(client, SENT | change, form)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert "12345678901" not in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("sent", ["[]", "null", '"søknad"', "{", "", '{"kind": "new"}'])
def test_what_is_no_application_is_refused(client, form, sent):
    assert post(client, sent, form).status_code == 400


@pytest.mark.parametrize("role", ["caseworker", "leader", "administrator"])
def test_only_the_form_hands_in(client, role):
    assert post(client, SENT, make.user(role)).status_code == 403


def test_the_form_reads_nothing_but_its_own(client, form):
    reference = post(client, SENT, form).json()["reference"]
    token = AuthToken.objects.create(form)[1]
    for path in ("soknader/", "husstander/", f"soknader/{Application.objects.get().pk}/"):
        assert client.get(f"/api/v1/{path}", headers={"authorization": f"Token {token}"}).status_code == 403
    assert status_of(client, reference, make.user("intake", name="Et annet skjema")).status_code == 404
    assert status_of(client, "0" * 32, form).status_code == 404


def test_the_outcome_is_told_when_the_applicant_has_been_told(client, form):
    reference = post(client, SENT, form).json()["reference"]
    worker, made = make.caseworker(), Application.objects.get()
    assert status_of(client, reference, form).json()["status"] == "received"
    made.reject(by=worker, decision=make.decision(made, by=worker, outcome="rejected", decided_on=timezone.localdate()))

    untold = status_of(client, reference, form).json()
    assert (untold["status"], untold["outcome"], untold["answer_by"]) == ("decided", "", None)
    Application.objects.update(notified_on=timezone.localdate())
    assert status_of(client, reference, form).json()["outcome"] == "rejected"


def test_an_answer_is_due_in_a_month(client, form):
    reference = post(client, SENT, form).json()["reference"]
    Application.objects.update(received_on=date(2026, 1, 31))

    assert status_of(client, reference, form).json()["answer_by"] == "2026-02-28"


@pytest.mark.django_db(transaction=True)
def test_the_same_application_sent_twenty_times_at_once_is_one(form):
    from applications import intake

    sent = {"kind": "new", "applicant": {"given_name": "Amina", "family_name": "Haugen"}}
    made = []
    done, refused = at_once(
        lambda _number: made.append(intake.receive(sent, key="skjema-0001", by=form)), range(20), threads=5
    )

    assert (done, refused) == (20, [])
    assert sum(is_new for _submission, is_new in made) == 1
    assert Submission.objects.count() == Application.objects.count() == Household.objects.count() == 1
