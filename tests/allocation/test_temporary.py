"""Temporary stays (midlertidig botilbud): registered, signed for, extended, left; and what is refused on the way."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from allocation.candidates import offerable
from allocation.models import Expulsion, TemporaryStay
from housing.database import Refused
from housing.models import CaseEvent, Dwelling, Letter, Person
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def stay(household, kari):
    return make.temporary_stay(household, by=kari, starts_on=ago(20), planned_ends_on=ago(-5), caseworker=kari)


def post(client, name, pk, **sent):
    """The answer, and what each field is told."""
    response = client.post(reverse(name, args=[pk]), sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


NEW = {
    "place": "Motell Nord",
    "starts_on": said(ago(2)),
    "planned_ends_on": said(ago(-10)),
    "price": "850",
    "price_per": "night",
}


# --- Moving in ---------------------------------------------------------------------------------------------


def test_a_stay_is_registered_with_its_decision_and_told_without_the_place(at, household, kari):
    asked = make.granted(household, by=kari, kind="temporary", decided_on=ago(2))
    response, _told = post(at, "temporary_new", household.pk, **NEW, application=asked.pk)
    made = TemporaryStay.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.place, made.decided_on, made.caseworker, made.status) == ("Motell Nord", ago(2), kari, "active")
    event = CaseEvent.objects.get(subject_id=made.pk, title="Midlertidig botilbud")
    assert "Motell" not in event.note
    page = at.get(made.get_absolute_url()).content.decode()
    assert "Motell Nord" in page
    assert "1 700 kr" in page.replace("\u00a0", " ")
    assert asked.number in page


def test_sent_twice_it_is_one_stay(at, household):
    for _time in range(2):
        post(at, "temporary_new", household.pk, **NEW, external_id="dobbeltklikk-1")
    assert TemporaryStay.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"place": ""}, "place", "Skriv stedet"),
        ({"starts_on": said(ago(-1))}, "starts_on", "frem i tid"),
        ({"starts_on": "01.01.2020"}, "starts_on", "registrert først"),
        ({"planned_ends_on": said(ago(3))}, "planned_ends_on", "før oppholdet begynner"),
        ({"planned_ends_on": ""}, "planned_ends_on", ""),
        ({"price": "-5"}, "price", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at, household, sent, field, told):
    _response, errors = post(at, "temporary_new", household.pk, **(NEW | sent))
    assert told in errors[field]
    assert not TemporaryStay.objects.exists()


def test_a_household_is_in_one_place_at_a_time_also_backwards(at, household, stay):
    for starts_on in (ago(2), ago(40)):
        response, _errors = post(at, "temporary_new", household.pk, **(NEW | {"starts_on": said(starts_on)}))
        assert "allerede et midlertidig opphold" in response.content.decode()
    stay.leave(by=None, ends_on=ago(2), exit_to="other")
    response, _errors = post(at, "temporary_new", household.pk, **NEW)
    assert response.status_code == 302


def test_a_dwelling_holds_one_stay_and_no_tenant(at, household, kari):
    home = make.dwelling(category="emergency")
    other = make.household(caseworker=kari)
    make.temporary_stay(other, dwelling=home, starts_on=ago(9), ends_on=ago(2))
    # Free again on the day the others left; not to be chosen while they are there.
    response, _errors = post(at, "temporary_new", household.pk, **(NEW | {"place": "", "dwelling": home.pk}))
    made = TemporaryStay.objects.get(household=household)
    assert response.status_code == 302
    assert made.place == "Nødbolig"
    assert made.where == str(home)
    _response, errors = post(at, "temporary_new", other.pk, **(NEW | {"dwelling": home.pk}))
    assert "dwelling" in errors
    with pytest.raises(Refused, match="annet midlertidig opphold"):
        make.temporary_stay(make.household(), dwelling=home, starts_on=ago(1))
    let = make.dwelling(unit_number="H0102")
    make.tenancy(make.household(), let, moved_in_on=ago(100), moved_out_on=ago(10))
    with pytest.raises(Refused, match="leid ut"):
        make.temporary_stay(make.household(), dwelling=let, starts_on=ago(11))
    make.temporary_stay(make.household(), dwelling=let, starts_on=ago(10))


def test_nobody_moves_in_where_a_household_stays(kari):
    home = make.dwelling()
    allocated = make.tenancy(make.household(), home, moved_in_on=None, allocated_on=ago(9))
    stay = make.temporary_stay(make.household(), dwelling=home, starts_on=ago(5))
    with pytest.raises(Refused, match="midlertidig opphold"):
        allocated.move_in(by=kari, moved_in_on=TODAY)
    stay.leave(by=kari, ends_on=TODAY, exit_to="private")
    allocated.move_in(by=kari, moved_in_on=TODAY)
    assert allocated.status == "active"


def test_a_dwelling_in_use_is_vacant_in_the_figures_and_offered_to_nobody():
    home, free = make.dwelling(category="ordinary"), make.dwelling(unit_number="H0102")
    make.temporary_stay(make.household(), dwelling=home, starts_on=ago(5))
    assert set(Dwelling.objects.vacant(TODAY)) == {home, free}
    assert set(offerable(make.household(), TODAY)) == {free}
    assert set(Dwelling.objects.vacant(TODAY).unpromised(TODAY)) == {free}


# --- While they are there ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "key", "field"),
    [("", ago(1), "rules_signed_on"), (ago(1), ago(2), "key_handed_on"), (ago(-1), "", "rules_signed_on")],
)
def test_no_key_before_the_rules_are_signed(at, stay, signed, key, field):
    sent = {"rules_signed_on": signed and said(signed), "key_handed_on": key and said(key)}
    _response, errors = post(at, "temporary_rules", stay.pk, **sent)
    assert set(errors) == {field}
    stay.refresh_from_db()
    assert stay.key_handed_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        TemporaryStay.objects.update(rules_signed_on=ago(1), key_handed_on=ago(2))


def test_signed_and_then_the_key(at, stay):
    day = said(ago(1))
    post(at, "temporary_rules", stay.pk, rules_signed_on=day, key_handed_on=day)
    stay.refresh_from_db()
    assert (stay.rules_signed_on, stay.key_handed_on) == (ago(1), ago(1))
    titles = set(CaseEvent.objects.values_list("title", flat=True))
    assert {"Midlertidig botilbud: reglene signert", "Midlertidig botilbud: nøkkel utlevert"} <= titles


def test_each_extension_has_its_decision_and_reason(at, stay):
    sent = {"decided_on": said(ago(1)), "planned_ends_on": said(ago(-5)), "reason": "Bolig klar i august"}
    _response, errors = post(at, "temporary_extend", stay.pk, **sent)
    assert "etter" in errors["planned_ends_on"]
    _response, errors = post(
        at, "temporary_extend", stay.pk, **(sent | {"planned_ends_on": said(ago(-30)), "reason": ""})
    )
    assert set(errors) == {"reason"}
    post(at, "temporary_extend", stay.pk, **(sent | {"planned_ends_on": said(ago(-30))}))
    stay.refresh_from_db()
    made = stay.extensions.get()
    assert (made.was_planned_on, made.planned_ends_on, stay.planned_ends_on) == (ago(-5), ago(-30), ago(-30))
    page = at.get(stay.get_absolute_url()).content.decode()
    assert "Bolig klar i august" in page


def test_what_was_there_when_they_came_and_lacks_when_they_leave(at, stay):
    there = ["Seng og madrass", "Nøkler"]
    post(at, "temporary_inventory", stay.pk, checked_on=said(ago(19)), present=there, others="Barneseng\n\nTV")
    first = stay.inventories.get()
    assert first.present == ["Seng og madrass", "Nøkler", "Barneseng", "TV"]
    assert "Kjøleskap" in first.lacking
    stay.leave(by=None, ends_on=TODAY, exit_to="private")
    post(at, "temporary_inventory", stay.pk, checked_on=said(TODAY), present=["Seng og madrass", "Barneseng"])
    assert stay.inventories.get(moment="end").lacking == ["Nøkler", "TV"]
    response, _errors = post(at, "temporary_inventory", stay.pk, checked_on=said(TODAY), present=[])
    assert "allerede gått gjennom" in response.content.decode()


def test_they_leave_once_and_it_is_told_where_to(at, stay):
    _response, errors = post(at, "temporary_leave", stay.pk, ends_on=said(ago(21)), exit_to="")
    assert set(errors) == {"ends_on", "exit_to"}
    post(at, "temporary_leave", stay.pk, ends_on=said(ago(1)), exit_to="municipal")
    stay.refresh_from_db()
    assert (stay.status, stay.ends_on, stay.exit_to) == ("ended", ago(1), "municipal")
    response, _errors = post(at, "temporary_leave", stay.pk, ends_on=said(TODAY), exit_to="private")
    assert "allerede" in response.content.decode()
    for name in ("temporary_rules", "temporary_next", "temporary_extend"):
        assert at.get(reverse(name, args=[stay.pk])).url == stay.get_absolute_url()
    with pytest.raises(Refused):
        stay.sign_and_hand_over(by=None, rules_signed_on=TODAY, key_handed_on=TODAY)


def test_nights_and_cost(stay):
    stay.price = Decimal("900.00")
    assert stay.nights_by(TODAY) == 20
    assert stay.cost_by(TODAY) == Decimal("18000.00")
    stay.price_per = "month"
    assert stay.cost_by(TODAY) == Decimal("591.78")
    stay.ends_on = ago(15)
    assert stay.nights_by(TODAY) == 5
    assert stay.nights_by(ago(30)) == 0


# --- Turned away -------------------------------------------------------------------------------------------

EXPULSION = {
    "decided_on": said(TODAY),
    "effective_on": said(TODAY),
    "facts": "Truet en ansatt 3. mai. To advarsler er gitt.",
    "heard_on": said(ago(1)),
    "statement": "Angrer, og ber om å få bli.",
    "not_heard_reason": "",
    "alternative": "Rom hos Campingen ved elva",
    "alternative_from": said(TODAY),
}


@pytest.fixture
def mona(client, household):
    leader = make.leader()
    household.take_responsibility(leader, kind="follow_up")
    client.force_login(leader)
    return client


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"facts": ""}, "facts"),
        ({"facts": "   "}, "facts"),
        ({"heard_on": "", "statement": ""}, "heard_on"),
        ({"statement": ""}, "statement"),
        ({"heard_on": said(ago(-1))}, "heard_on"),
        ({"alternative": ""}, "alternative"),
        ({"alternative_from": ""}, "alternative_from"),
        ({"alternative_from": said(ago(-3))}, "alternative_from"),
        ({"decided_on": said(ago(2)), "heard_on": said(ago(1))}, "heard_on"),
        ({"effective_on": said(ago(1))}, "effective_on"),
    ],
)
def test_nobody_is_turned_away_without_facts_hearing_and_another_place(mona, stay, sent, field):
    _response, errors = post(mona, "temporary_exclude", stay.pk, **(EXPULSION | sent))
    assert field in errors
    assert not Expulsion.objects.exists()


def test_it_may_say_why_they_could_not_be_heard_and_names_the_county_governor(mona, stay):
    sent = EXPULSION | {"heard_on": "", "statement": "", "not_heard_reason": "Var innlagt og ville ikke snakke."}
    post(mona, "temporary_exclude", stay.pk, **sent)
    assert Expulsion.objects.get().not_heard_reason
    page = mona.get(stay.get_absolute_url()).content.decode()
    assert "statsforvalteren" in page
    assert "Campingen" in page


def test_the_childrens_interests_are_asked_for_where_there_are_children(mona, stay):
    make.member(stay.household, make.person("Barn", birth_date=ago(2000)), role="child")
    _response, errors = post(mona, "temporary_exclude", stay.pk, **EXPULSION)
    assert set(errors) == {"children"}


@pytest.mark.parametrize("broken", [{"facts": ""}, {"alternative": ""}, {"statement": ""}])
def test_the_database_refuses_it_too(stay, broken):
    facts = {
        "decided_on": TODAY,
        "effective_on": TODAY,
        "facts": "x",
        "heard_on": TODAY,
        "statement": "x",
        "alternative": "x",
        "alternative_from": TODAY,
    }
    with pytest.raises(Refused):
        stay.expel(Expulsion(**(facts | broken)), by=make.leader())


def test_a_caseworker_does_not_decide_it(at, stay):
    assert at.post(reverse("temporary_exclude", args=[stay.pk]), EXPULSION).status_code == 403


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_letter_says_why_where_to_and_how_to_appeal(mona, stay, language):
    person = stay.household.memberships.get().person
    person.written_language = language
    person.save()
    post(mona, "temporary_exclude", stay.pk, **EXPULSION)
    letter = Letter.objects.get(kind="expulsion")
    text = letter.html.replace("\u00a0", " ")
    for said_there in ("Truet en ansatt", "ber om å få bli", "Campingen ved elva"):
        assert said_there in text
    assert "Motell Nord" not in text, "where they are is not told on paper"
    words = {"nb": ["statsforvalteren", "§ 47", "tre uker"], "nn": ["statsforvaltaren", "§ 47", "tre veker"]}
    assert [word for word in words[language] if word not in text] == []
    assert not (set(re.findall(r"\b(?:ikke|hvor|hva|botilbud|fra)\b", text)) if language == "nn" else set())
    assert letter.get_absolute_url() in mona.get(stay.get_absolute_url()).content.decode()


def test_a_protected_household_reads_no_place_in_the_letter(mona, stay):
    Person.objects.update(address_protection="confidential")
    post(mona, "temporary_exclude", stay.pk, **EXPULSION)
    assert "Campingen" not in Letter.objects.get(kind="expulsion").html
