"""A refusal with help after it, and an appeal that leads to the waiting list: two days of a caseworker, by keyboard.

Every page on the way is looked over with axe-core and at 320 px (``tests/journey_steps.py``).
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Appeal, Application, HelpPlan
from housing.models import Draft, Letter
from housing.roles import Role
from tests import make
from tests.journey_steps import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    return {role: make.user(role, name=f"{role.label} Berg", phone="32 00 00 01") for role in Role}


@pytest.fixture
def household(office):
    main = make.person("Amina", "Haugen", birth_date=make.DAY.replace(year=1990), postal_address="Storgata 1")
    return make.household(main=main, caseworker=office[Role.CASEWORKER])


def test_from_an_empty_form_to_a_sent_refusal_with_a_help_plan(page, axe, office, household):
    desk = Keyboard(page, axe)
    desk.log_in(office[Role.CASEWORKER], make.PASSWORD)
    write_half_an_application(desk)
    desk.log_out()
    desk.log_in(office[Role.CASEWORKER], make.PASSWORD)
    resume_it(desk)
    check_eligibility(desk)
    refuse(desk)
    plan_help(desk)

    made = Application.objects.get()
    assert (made.status, made.notified_on) == ("rejected", timezone.localdate())
    assert not Draft.objects.exists()
    assert HelpPlan.objects.get().measures == ["private_rental", "economy"]
    letter = Letter.objects.get(kind="decision")
    assert letter.sent_on == timezone.localdate()
    assert "kommunal klagenemnd" in letter.html


def write_half_an_application(desk):
    desk.search("haugen")
    desk.press("Haugen, Amina", "Amina Haugen")
    desk.press("Ny søknad", "Ny søknad")
    desk.tick("Kommunal bolig", group="Søknaden gjelder")
    desk.write("Ønsker og hensyn", "Nær bussen.")
    desk.waits_for("Utkast lagret")


def resume_it(desk):
    desk.search("haugen")
    desk.press("Haugen, Amina", "Amina Haugen")
    desk.press("Ny søknad", "Ny søknad")
    desk.says("Du fortsetter på utkastet ditt")
    assert desk.main.get_by_label("Ønsker og hensyn").first.input_value() == "Nær bussen."
    desk.press("Registrer søknaden", "Haugen, Amina")
    desk.press("Ta saken", "Haugen, Amina")


def check_eligibility(desk):
    desk.press("Vurder vilkårene", "Skal kommunen behandle søknaden?")
    desk.tick("Ja", group="Har søkeren lovlig opphold?")
    desk.tick("Ja", group="Har søkeren tilknytning til riket?")
    desk.tick("Nei", group="Bor søkeren i statlig innkvartering som asylsøker?")
    desk.tick("Oppholder seg i kommunen", group="Hvorfor er kommunen ansvarlig?")
    desk.press("Lagre vurderingen", "Haugen, Amina")
    desk.says("Oppfylt")


def refuse(desk):
    """Sent too early, the letter says by name what it lacks."""
    desk.press("Skriv vedtak", "Vedtak")
    desk.tick("Avslått", group="Utfall")
    desk.write("Fakta vi bygger på", "Du har en leiekontrakt som varer i to år til.")
    desk.write("Søkerens syn", "Du ønsker å bo nærmere bussen.")
    desk.press("Fatt vedtaket", "Vedtak")
    desk.says("Du må rette")
    desk.says("Hovedhensynene i begrunnelsen mangler.")
    desk.write("Hovedinnhold", "Du får ikke leie kommunal bolig.")
    desk.write("Hovedhensyn", "Boligen du har, dekker behovet ditt.")
    desk.write("Råd om veien videre", "Vi hjelper deg å søke bostøtte.")
    desk.press("Fatt vedtaket", "Haugen, Amina")
    desk.press("Brevet er sendt", "Søkeren er underrettet")
    desk.press("Registrer", "Haugen, Amina")


def plan_help(desk):
    desk.press("Lag hjelpeplan", "Hjelpeplan etter avslag")
    desk.tick("Finne privat leiebolig", group="Hjelp")
    desk.tick("Økonomi- og gjeldsrådgivning", group="Hjelp")
    desk.write("Hva vi er blitt enige om", "Vi ser på annonser sammen på torsdag.")
    desk.press("Lag hjelpeplanen", "Haugen, Amina")
    desk.says("Vi ser på annonser sammen")


@pytest.fixture
def refused(household, office):
    """Refused two weeks ago, and the letter has arrived."""
    worker = office[Role.CASEWORKER]
    day = timezone.localdate() - timedelta(days=14)
    made = make.application(household, by=worker, received_on=day - timedelta(days=20), caseworker=worker, rooms_min=2)
    made.reject(by=worker, decision=make.decision(made, by=worker, outcome="rejected", decided_on=day))
    Application.objects.update(notified_on=day + timedelta(days=2))
    return made


def test_an_appeal_that_is_upheld_leads_to_the_waiting_list(page, axe, office, refused):
    desk = Keyboard(page, axe)
    desk.log_in(office[Role.CASEWORKER], make.PASSWORD)
    desk.search("haugen")
    desk.press("Haugen, Amina", "Amina Haugen")
    desk.press("Søknader 1", "Amina Haugen")
    desk.press(refused.number, "Haugen, Amina")
    desk.press("Registrer klage", "Klage på vedtaket")
    desk.write("Hva det klages på", "Utleieren har sagt opp kontrakten min.")
    desk.press("Registrer klagen", "Haugen, Amina")
    desk.says("I tide")
    desk.press("Vurder saken på nytt", "Ny vurdering av saken")
    desk.write("Ny vurdering", "Kontrakten er sagt opp. Søkeren står uten bolig fra 1. februar.")
    desk.press("Lagre vurderingen", "Haugen, Amina")
    desk.press("Endre vedtaket", "Vi endrer vedtaket")
    desk.write("Hva som endres", "Søknaden innvilges.")
    desk.press("Ta klagen til følge", "Haugen, Amina")
    desk.press("Skriv vedtak", "Vedtak")
    grant(desk)
    desk.go_to("Venteliste", "Venteliste")
    desk.says("Haugen, Amina")

    refused.refresh_from_db()
    assert (refused.status, Appeal.objects.get().status) == ("granted", "changed")
    assert refused.decisions.count() == 2
    assert refused.decisions.first().appeal == Appeal.objects.get()


def grant(desk):
    desk.tick("Innvilget", group="Utfall")
    desk.write("Hovedinnhold", "Du får leie en kommunal bolig med to rom.")
    desk.write("Antall rom", "2")
    desk.select("Leietid", "3 år")
    desk.select("Etasje og heis", "Ingen krav")
    desk.write("Varighet, og når vedtaket faller bort", "Vedtaket gjelder til du har fått bolig.")
    desk.write("Fakta vi bygger på", "Utleieren har sagt opp kontrakten din.")
    desk.write("Hovedhensyn", "Du står uten bolig og kan ikke skaffe en selv.")
    desk.write("Søkerens syn", "Du ønsker en bolig nær bussen.")
    desk.press("Fatt vedtaket", "Haugen, Amina")
    desk.press("Brevet er sendt", "Søkeren er underrettet")
    desk.press("Registrer", "Haugen, Amina")
