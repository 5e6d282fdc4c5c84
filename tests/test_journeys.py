"""A household's way from the first conversation to the keys, and the half-year it is counted in: one day's work.

The same day is lived three times: with a mouse, with the keyboard alone, and on a screen 320 px wide.
"""

from io import BytesIO

import pytest
from pypdf import PdfReader

from allocation.models import Criterion, PriorityScheme
from allocation.priority import FIRST_SCHEME
from housing.models import Household, Letter, Tenancy
from housing.roles import Role
from reporting.models import Report
from tests import make
from tests.journey_steps import Desk, Keyboard, Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town():
    """A municipality before anything has happened: those who log in, one empty dwelling, and an order of priority."""
    if not PriorityScheme.objects.exists():
        scheme = PriorityScheme.objects.create(name="Første ordning", starts_on=make.DAY.replace(year=2020))
        Criterion.objects.bulk_create(
            Criterion(scheme=scheme, code=rule.code, label=rule.label, points=rule.points, maximum=rule.maximum)
            for rule in FIRST_SCHEME
        )
    make.dwelling("Strandgata 4", rooms=3, floor=1, has_lift=False, district="Sentrum")
    make.dwelling("Elvegata 11", unit_number="", rooms=1, floor=4, has_lift=False)
    return {role: make.user(role, name=f"{role.label} Berg") for role in Role}


@pytest.mark.xdist_group("one day lived three times")  # in one process, so that a page seen before is known
@pytest.mark.parametrize("kind", [Desk, Keyboard, Phone])
def test_a_household_gets_its_keys_and_the_steering_group_its_report(kind, page, axe, town, celery_worker):
    desk = kind(page, axe)
    register_map_and_apply(desk, town)
    decide(desk)
    offer(desk, town)
    contract_and_keys(desk, town)
    report(desk, town)
    read_report(desk, town)


def register_map_and_apply(desk, town):
    desk.log_in(town[Role.CASEWORKER], make.PASSWORD)
    desk.go_to("Husstander", "Husstander")
    desk.press("Registrer husstand", "Registrer husstand")
    desk.write("Fornavn", "Amina")
    desk.write("Etternavn", "Haugen")
    desk.write("Fødselsdato", "17.05.1990")
    desk.write("Telefon", "400 00 000")
    desk.write("Trenger tolk i", "somali")
    desk.tick("Barnefamilie")
    desk.press("Registrer husstand", "Amina Haugen")
    desk.open_menu("Mer")
    desk.press("Nytt medlem", "Nytt medlem")
    desk.select("Rolle i husstanden", "Barn")
    desk.write("Fornavn", "Leyla")
    desk.write("Etternavn", "Haugen")
    desk.write("Fødselsdato", "17.05.2018")
    desk.press("Lagre", "Amina Haugen + 1 barn")
    desk.press("Ny kartlegging", "Kartlegg husstanden")
    desk.tick("Uten egen bolig", group="Situasjon på boligmarkedet")
    desk.tick("2. oppholder seg midlertidig hos nær slektning, venner eller kjente")
    desk.tick("Bolig", group="Behov")
    desk.write("Beskrivelse", "Bor på sofaen hos en søster.")
    desk.press("Registrer kartleggingen", "Kartlegging")
    desk.search("haugn amna", "Søk")
    desk.press("Haugen, Amina", "Amina Haugen + 1 barn")
    desk.press("Ny søknad", "Ny søknad")
    desk.tick("Kommunal bolig", group="Søknaden gjelder")
    desk.write("Minst antall rom", "3")
    desk.write("Ønsker og hensyn", "Nær barnets skole.")
    desk.press("Registrer søknaden", "Haugen, Amina")
    desk.says("minst 3")


def decide(desk):
    desk.press("Ta saken", "Haugen, Amina")
    desk.press("Skriv vedtak", "Vedtak")
    desk.tick("Innvilget", group="Utfall")
    desk.write("Hovedinnhold", "Du får leie en kommunal bolig med tre rom.")
    desk.select("Leietid", "3 år")
    desk.select("Etasje og heis", "Ingen krav")
    desk.write("Varighet, og når vedtaket faller bort", "Vedtaket faller bort etter tre avslag på tilbud.")
    desk.write("Hovedhensyn", "Barnet trenger et fast hjem.")
    desk.write("Barnas syn", "Leyla vil bo nær skolen.")
    desk.press("Fatt vedtaket", "Haugen, Amina")
    desk.press("Brevet er sendt", "Søkeren er underrettet")
    desk.press("Registrer", "Haugen, Amina")
    desk.log_out()


def offer(desk, town):
    """The leader has not had this case before, so the program asks why it is opened."""
    desk.log_in(town[Role.LEADER], make.PASSWORD)
    desk.go_to("Venteliste", "Venteliste")
    desk.go_to("Boliger", "Boliger")
    desk.press("Strandgata 4, H0101", "Strandgata 4")
    desk.press("Se kandidater", "Kandidater")
    desk.press("Gi tilbud til Haugen, Amina + 1 barn", "Hvorfor åpner du saken?")
    desk.press("Behandling av søknad, klage eller tildeling", "Gi tilbud")
    desk.press("Gi tilbudet", "Haugen, Amina")
    desk.log_out()


def contract_and_keys(desk, town):
    desk.log_in(town[Role.CASEWORKER], make.PASSWORD)
    desk.search("haugen", "Søk")
    desk.press("Haugen, Amina", "Amina Haugen + 1 barn")
    desk.press("Søknader 1", "Amina Haugen + 1 barn")
    application = Household.objects.get().applications.get()
    desk.press(application.number, "Haugen, Amina")
    desk.press(f"Tilbud {application.offers.get().number}", "Haugen, Amina")
    desk.press("Takker ja", "Husstanden takker ja")
    desk.press("Registrer ja", "Strandgata 4")
    desk.press("Ny leiekontrakt", "Ny leiekontrakt")
    desk.write("Opplysning om bolig for vanskeligstilte signert", desk.today)
    desk.press("Lagre", "Leiekontrakt")
    desk.press("Registrer signering", "Kontrakten er signert")
    desk.press("Lagre", "Strandgata 4")
    desk.press("Registrer innflytting", "Innflytting")
    desk.press("Lagre", "Strandgata 4")
    tenancy = Tenancy.objects.get()
    assert (tenancy.status, tenancy.household) == ("active", Household.objects.get())
    assert tenancy.contracts.count() == 1
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["decision", "lease", "offer"]
    desk.log_out()


def report(desk, town):
    """The PDF is made by the worker while the programme leader looks on."""
    desk.log_in(town[Role.PROGRAMME], make.PASSWORD, "Rapporter")
    desk.press("Ny rapport", "Ny rapport")
    desk.press("Opprett rapporten", "Halvårsrapport")
    desk.press("Lag PDF (Bokmål)", "PDF av rapporten")
    desk.waits_for("PDF-en er ferdig.")
    desk.look_over()
    draft, _name = desk.fetch("Last ned PDF")
    assert draft.startswith(b"%PDF")
    desk.press("Til rapporten", "Halvårsrapport")
    desk.press("Kontroller og send", "Kontroller og send")
    desk.look_over()
    desk.tick("Jeg har sett listen, og rapporten skal likevel sendes")
    desk.press("Send til behandling", "Halvårsrapport")
    desk.press("Registrer behandling", "Behandlet i styringsgruppen")
    desk.press("Registrer behandlingen", "Halvårsrapport")
    desk.press("Godkjenn", "Godkjenn")
    desk.press("Godkjenn rapporten", "Halvårsrapport")
    assert Report.objects.get().is_approved
    desk.log_out()


def read_report(desk, town):
    desk.log_in(town[Role.STEERING], make.PASSWORD, "Styringsgruppen")
    desk.go_to("Rapporter", "Rapporter")
    desk.waits_for("Bokmål", reloading=True)
    pdf, name = desk.fetch(f"Bokmål {Report.objects.get()}")
    assert name == f"{Report.objects.get().file_stem}.pdf"
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Halvårsrapport" in words
    assert "Haugen" not in words
    desk.press(str(Report.objects.get()), "Halvårsrapport")
    desk.log_out()


def test_without_javascript_forms_are_filled_corrected_and_saved(browser, live_server, town):
    """axe-core is JavaScript itself, so it looks at these pages in the journeys above."""
    context = browser.new_context(base_url=live_server.url, locale="nb-NO", java_script_enabled=False)
    desk = Desk(context.new_page(), axe=lambda page: [])
    desk.log_in(town[Role.CASEWORKER], make.PASSWORD)
    desk.go_to("Husstander", "Husstander")
    desk.press("Registrer husstand", "Registrer husstand")
    desk.write("Fornavn", "Amina")
    desk.write("Fødselsdato", "31.02.1990")
    desk.press("Registrer husstand", "Registrer husstand")
    desk.says("Du må rette 2 feil")
    desk.write("Etternavn", "Haugen")
    desk.write("Fødselsdato", "17.05.1990")
    desk.press("Registrer husstand", "Amina Haugen")
    desk.press("Nytt notat", "Nytt notat")
    desk.write("Notat", "Kom innom og fortalte at hun må flytte.")
    desk.press("Lagre", "Amina Haugen")
    desk.says("må flytte")
    desk.press("Ny søknad", "Ny søknad")
    desk.tick("Kommunal bolig", group="Søknaden gjelder")
    desk.press("Registrer søknaden", "Haugen, Amina")
    desk.press("Ta saken", "Haugen, Amina")
    desk.says("Skriv vedtak")
    context.close()
