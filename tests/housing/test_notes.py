"""Notes, consents and alerts: what a colleague should know, and what nobody else should."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.models import Alert, Consent, Note
from tests import make

pytestmark = pytest.mark.django_db


def today(days=0):
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


@pytest.fixture
def berg(client):
    user = make.caseworker(name="Kari Berg")
    client.force_login(user)
    return user


@pytest.fixture
def household(berg):
    return make.household(caseworker=berg)


def open_as(client, user, household):
    client.force_login(user)
    client.post(reverse("reason", args=[household.pk]), {"text": "Vikarierer her"})
    pages = [household.get_absolute_url()]
    pages += [reverse("household_tab", args=[household.pk, tab]) for tab in ("dokumenter", "logg")]
    return "".join(client.get(page).content.decode() for page in pages)


def test_a_note_is_written_once_and_read_by_colleagues(client, household):
    sent = {"text": "Ring før klokka ti 🌻\nHun jobber natt.", "external_id": "a" * 32}
    for _click in range(2):
        client.post(reverse("note_new", args=[household.pk]), sent)
    assert Note.objects.count() == 1
    assert household.events.get().title == "Notat skrevet"
    assert household.events.get().note == ""
    assert "Ring før klokka ti 🌻" in open_as(client, make.caseworker(), household)


def test_a_restricted_note_is_for_the_author_those_responsible_and_leaders(client, berg, household):
    client.post(reverse("note_new", args=[household.pk]), {"text": "Ukjent for andre", "is_restricted": "on"})
    other = make.caseworker()
    outreach = make.user("follow_up")
    household.take_responsibility(outreach, kind="follow_up")
    for user, reads in [(berg, True), (make.leader(), True), (outreach, True), (other, False)]:
        page = open_as(client, user, household)
        assert ("Ukjent for andre" in page) is reads, user
        if not reads:
            assert "Skjermet" not in page
    assert not household.events.exists()


@pytest.mark.parametrize(("text", "words"), [("", "påkrevd"), ("x" * 10_001, "10000"), ("a\x00b", "ikke kan lagres")])
def test_what_is_wrong_with_a_note_is_said_at_the_field(client, household, text, words):
    response = client.post(reverse("note_new", args=[household.pk]), {"text": text, "is_restricted": "on"})
    assert words in " ".join(response.context["form"].errors["text"])
    assert "checked" in response.content.decode()


def test_a_broken_key_is_no_error(client, household):
    for key in ("", "\x00", "x" * 100, "' OR 1=1"):
        client.post(reverse("note_new", args=[household.pk]), {"text": "Hei", "external_id": key})
    assert Note.objects.exists()


def test_a_consent_is_given_shown_and_withdrawn(client, household):
    person = household.memberships.get().person
    sent = {
        "person": person.pk,
        "recipient": "NAV",
        "purpose": "Boutgifter",
        "given_on": today(),
        "expires_on": today(90),
    }
    client.post(reverse("consent_new", args=[household.pk]), sent | {"external_id": "b" * 32})
    assert "NAV" in client.get(household.get_absolute_url()).content.decode()
    consent = Consent.objects.get()
    client.post(reverse("consent_withdraw", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()
    assert not Consent.objects.on(timezone.localdate()).exists()
    assert [event.title for event in household.events.order_by("pk")] == ["Samtykke gitt", "Samtykke trukket"]
    again = client.post(reverse("consent_withdraw", args=[consent.pk]), follow=True).content.decode()
    assert "allerede trukket" in again


def test_rent_does_not_see_with_whom_a_household_shares(client, household):
    make.tenancy(household, make.dwelling())
    consent = Consent(
        household=household,
        person=household.memberships.get().person,
        recipient="Helsestasjonen",
        purpose="Oppfølging",
        given_on=timezone.localdate(),
    )
    consent.give(by=make.caseworker())
    assert "Helsestasjonen" in client.get(household.get_absolute_url()).content.decode()
    assert "Helsestasjonen" not in open_as_rent(client, household)


def open_as_rent(client, household):
    client.force_login(make.user("rent"))
    client.post(reverse("reason", args=[household.pk]), {"text": "Restanse"})
    tabs = [reverse("household_tab", args=[household.pk, tab]) for tab in ("bolig", "logg")]
    return "".join(client.get(page).content.decode() for page in [household.get_absolute_url(), *tabs])


def test_a_consent_cannot_expire_before_it_is_given(client, household):
    person = household.memberships.get().person
    sent = {"person": person.pk, "recipient": "NAV", "purpose": "X", "given_on": today(), "expires_on": today(-1)}
    response = client.post(reverse("consent_new", args=[household.pk]), sent)
    assert "før det er gitt" in " ".join(response.context["form"].errors["expires_on"])


def test_an_alert_stands_first_until_it_expires_or_is_removed(client, household):
    person = household.memberships.get().person
    sent = {"person": person.pk, "kind": "two_together", "text": "Trusler i døra", "starts_on": today()}
    client.post(reverse("alert_new", args=[household.pk]), sent | {"expires_on": today(30)})
    page = client.get(household.get_absolute_url()).content.decode()
    assert page.index("Gå alltid to sammen") < page.index("Det som har skjedd")
    assert "Trusler" not in "".join(f"{event.title}{event.note}" for event in household.events.all())
    client.post(reverse("alert_end", args=[household.pk, Alert.objects.get().pk]))
    assert "Gå alltid to sammen" not in client.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"expires_on": ""}, "expires_on", "påkrevd"),
        ({"expires_on": today(400)}, "expires_on", "høyst ett år"),
        ({"expires_on": today()}, "expires_on", "etter i dag"),
        ({"starts_on": today(2)}, "starts_on", "frem i tid"),
        ({"kind": "other", "text": ""}, "text", "Skriv hva"),
        ({"person": "999999"}, "person", "gyldig"),
    ],
)
def test_what_is_wrong_with_an_alert_is_said_at_the_field(client, household, facts, field, words):
    person = household.memberships.get().person
    sent = {"person": person.pk, "kind": "threat", "text": "x", "starts_on": today(), "expires_on": today(30)}
    response = client.post(reverse("alert_new", args=[household.pk]), sent | facts)
    assert words in " ".join(response.context["form"].errors[field])
    assert not Alert.objects.exists()


def test_an_alert_of_another_household_is_not_found_here(client, berg, household):
    other = make.household(main=make.person("Ola", "Ås"))
    alert = Alert.objects.create(
        person=other.memberships.get().person,
        kind="threat",
        starts_on=timezone.localdate(),
        expires_on=timezone.localdate() + timedelta(days=9),
        by=berg,
    )
    assert client.post(reverse("alert_end", args=[household.pk, alert.pk])).status_code == 404


def test_rent_neither_writes_nor_reads(client, household):
    make.tenancy(household, make.dwelling())
    client.post(reverse("note_new", args=[household.pk]), {"text": "Ukjent for andre"})
    rent = make.user("rent")
    client.force_login(rent)
    for name in ("note_new", "document_new", "consent_new", "alert_new"):
        assert client.get(reverse(name, args=[household.pk])).status_code == 403, name
    client.post(reverse("reason", args=[household.pk]), {"text": "Restanse"})
    assert "Ukjent" not in client.get(household.get_absolute_url()).content.decode()
