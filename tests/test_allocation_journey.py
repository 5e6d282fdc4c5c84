"""The leader's day: the list as it was, the meeting that allocates, its minutes, and the record for the appeal board.

Every page on the way is looked over with axe-core and at 320 px (``tests/journey_steps.py``).
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from allocation.models import AllocationMeeting, Offer
from tests import make
from tests.journey_steps import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=30)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.fixture
def leader():
    return make.leader(name="Odd Fjellheim", phone="32 00 00 01")


@pytest.fixture
def waiting(leader):
    """Two who wait: one stood on the list a month ago, and one has come since."""
    kari = make.caseworker()
    first, second = (
        make.granted(
            make.household(main=make.person(given, family, postal_address="Postboks 1"), caseworker=kari),
            by=kari,
            received_on=decided_on - timedelta(days=20),
            decided_on=decided_on,
        )
        for given, family, decided_on in (
            ("Amina", "Haugen", BEFORE - timedelta(days=60)),
            ("Bo", "Dahl", BEFORE + timedelta(days=10)),
        )
    )
    make.mapping(first.household, homeless_category="4")
    make.mapping(second.household, situation="unsuitable")
    make.scheme_draft(by=make.user("administrator"), name="Uegnet bolig teller mer", unsuitable=200)
    make.dwelling("Strandgata 4", area_m2=50, floor=1, postal_code="3999", city="Lindvik")
    return first, second


def test_from_the_list_of_a_past_day_to_a_print_for_the_appeal_board(page, axe, leader, waiting):
    desk = Desk(page, axe)
    desk.log_in(leader, make.PASSWORD)
    look_at_the_list_of(desk, BEFORE)
    try_another_scheme(desk)
    plan_the_meeting(desk)
    hear_advice(desk)
    allocate_past_the_first(desk)
    minutes = close_the_meeting(desk)
    printed = print_the_record(desk)

    offer, meeting = Offer.objects.get(), AllocationMeeting.objects.get()
    assert (offer.application, offer.agenda_item.meeting, meeting.status) == (waiting[1], meeting, "closed")
    assert "Tildelt: Dahl, Bo" in minutes
    assert "Trenger hjelp til strøm." in minutes
    assert f"Klageren: {waiting[0].household.name}" in printed
    assert "Søker 1" in printed
    assert [word for word in ("Dahl", waiting[1].number, offer.number, "Nær jobben.") if word in printed] == []


def look_at_the_list_of(desk, day):
    desk.go_to("Venteliste", "Venteliste")
    desk.says("Dahl, Bo")
    desk.write("Per dato", f"{day:%d.%m.%Y}")
    desk.press("Filtrer", "Venteliste")
    desk.says(f"Du ser listen per {day:%d.%m.%Y}")
    desk.says("Haugen, Amina")
    assert "Dahl" not in desk.main.inner_text()


def try_another_scheme(desk):
    """Bo, who has waited less, would come first if a home that does not suit counted for more."""
    desk.go_to("Prioritering", "Prioritering")
    desk.press("Uegnet bolig teller mer", "Uegnet bolig teller mer")
    desk.says("Ingen plass er endret.")
    desk.says("Dahl, Bo")
    desk.says("2 → 1")
    desk.go_to("Venteliste", "Venteliste")


def plan_the_meeting(desk):
    desk.press("Tildelingsmøter", "Tildelingsmøter")
    desk.press("Planlegg møte", "Planlegg tildelingsmøte")
    desk.write("Sted", "Møterom 2")
    desk.press("Planlegg møtet", f"Tildelingsmøte {desk.today}")
    desk.says("Strandgata 4")
    desk.says("Haugen, Amina")
    desk.press("Ny deltaker", "Ny deltaker")
    desk.write("Eller navn på deltaker fra en annen tjeneste", "Siri Holm")
    desk.select("Deltar for", "NAV")
    desk.press("Legg til", f"Tildelingsmøte {desk.today}")
    desk.press("Åpne møtet", f"Tildelingsmøte {desk.today}")
    desk.says("Møtet pågår.")


def hear_advice(desk):
    desk.press("Behandle Strandgata 4, H0101", "Strandgata 4")
    desk.select("Hvem rår", "Siri Holm, NAV")
    desk.select("Rådet gjelder", "2. Dahl, Bo")
    desk.write("Råd", "Trenger hjelp til strøm.")
    desk.press("Skriv ned rådet", "Strandgata 4")
    desk.says("Trenger hjelp til strøm.")


def allocate_past_the_first(desk):
    desk.press("Tildel til Dahl, Bo", "Hvorfor åpner du saken?")
    desk.press("Behandling av søknad, klage eller tildeling", "Tildel boligen")
    desk.says("1 står foran på ventelisten")
    desk.press("Gi tilbudet", "Tildel boligen")
    desk.says("Du må rette")
    desk.write("Hvorfor denne husstanden", "Nær jobben.")
    desk.select("Hvorfor får ikke de som står foran, boligen", "Ikke fått kontakt")
    desk.press("Gi tilbudet", "Strandgata 4")
    desk.says("Tildelt.")


def close_the_meeting(desk):
    desk.press(f"Tildelingsmøte {desk.today}", f"Tildelingsmøte {desk.today}")
    desk.press("Lukk møtet", "Lukk møtet")
    desk.write("Merknader", "Neste møte er om en uke.")
    desk.press("Lukk møtet og skriv referatet", f"Tildelingsmøte {desk.today}")
    desk.says("Møtet er holdt.")
    pdf, name = desk.fetch("Referat (PDF)")
    assert name == f"referat-tildelingsmote-{TODAY:%Y-%m-%d}.pdf"
    return words_of(pdf)


def print_the_record(desk):
    desk.press("Strandgata 4, H0101", "Strandgata 4")
    desk.press("Se hvem som ble vurdert", "Dahl, Bo")
    desk.says("Gått forbi")
    desk.press("Utskrift til klagenemnda for Haugen, Amina", "Hvorfor åpner du saken?")
    desk.press("Behandling av søknad, klage eller tildeling", "Haugen, Amina")
    desk.says("Andre søkere er ikke navngitt.")
    pdf, name = desk.fetch("Last ned PDF")
    assert name == f"tildelingsprotokoll-{Offer.objects.get().record.pk}.pdf"
    return words_of(pdf)
