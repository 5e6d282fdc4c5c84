"""Two ways through arrears: from the ledger read in to an eviction averted, and one carried out where children live.

The clock is moved forward between the steps the law makes one wait between. Every page on the way is looked over with
axe-core and at 320 px (``tests/journey_steps.py``).
"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from evictions import fortnight
from evictions.models import ArrearsCase, EvictionFollowUp, LedgerEntry, Petition
from housing import letters
from housing.models import Letter, Tenancy
from tests import make, make_evictions
from tests.journey_steps import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHY = "Husleie, kontrakt eller boligen"


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def typed(day) -> str:
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def clock(monkeypatch):
    """Days that pass: for pages and jobs alike, since the pages are served by this process."""
    now, passed = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: now() + passed[0])

    def forward(days):
        passed[0] += timedelta(days=days)

    return forward


@pytest.fixture
def rent_office():
    return make.user("rent", name="Siv Lund", phone="32 00 00 02")


def family(name, *, by, rent=8000):
    """A mother and a child in a municipal home, moved in long ago, whose case it is."""
    main = make.person(name, "Haugen", postal_address="Postboks 1, 3999 Lindvik")
    household = make.household(main=main, children=[date(timezone.localdate().year - 7, 3, 1)])
    household.take_responsibility(by, day=date(2025, 2, 1))
    home = make.dwelling(f"{name}s vei 4", postal_code="3999", city="Lindvik")
    return make.tenancy(household, home, moved_in_on=date(2025, 2, 1), monthly_rent=rent, external_id=f"T-{name}")


class Office(Desk):
    def begins_the_day(self, user):
        """Logged in anew: after days away nobody still is."""
        self.page.context.clear_cookies()
        self.log_in(user, make.PASSWORD)

    def opens_case_of(self, tenancy):
        """From the list; the first time each day one says why."""
        self.go_to("Restanser", "Restanser")
        self.activate(self.main.get_by_role("navigation", name="Restanser").get_by_role("link", name="Alle"))
        self.arrives("Restanser")
        self.activate(self.main.get_by_role("link", name=tenancy.household.name, exact=True).first)
        self.says_why(tenancy)

    def says_why(self, tenancy):
        self.page.wait_for_load_state("load")
        if self.main.get_by_role("heading", level=1, name="Hvorfor åpner du saken?").count():
            self.look_over()
            self.press(WHY)
        self.arrives(tenancy.household.name)


def ledger_file(tmp_path, tenancy, *rows):
    """(day, kind, kroner) of one tenancy, as the rent system sends it."""
    path = tmp_path / f"reskontro-{len(rows)}.csv"
    lines = [
        f"P{number};{tenancy.external_id};{day};{kind};{amount}" for number, (day, kind, amount) in enumerate(rows)
    ]
    path.write_text("\n".join(["id;tenancy;posted_on;kind;amount", *lines]), encoding="utf-8")
    return path


def read_in(desk, path):
    desk.go_to("Restanser", "Restanser")
    desk.press("Reskontro", "Reskontro")
    desk.press("Les inn ny fil", "Les inn reskontro")
    desk.main.get_by_label("Fil fra økonomisystemet").set_input_files(path)
    desk.press("Les inn", "Innlesing av reskontro")
    desk.waits_for("Filen er lest inn", reloading=True)
    desk.press("Se kontrollsum og avvik", "Innlesing av reskontro")
    desk.look_over()


def test_from_the_ledger_to_an_eviction_that_is_averted(page, axe, celery_worker, clock, rent_office, tmp_path):
    tenancy, today = family("Amina", by=rent_office), timezone.localdate()
    owed = [(today - timedelta(days=days), "charge", 8000) for days in (75, 45, 15)]
    desk = Office(page, axe)
    desk.log_in(rent_office, make.PASSWORD)
    read_in(desk, ledger_file(tmp_path, tenancy, *owed))
    desk.says("Kontrollsummen stemmer")
    see_everyone(desk, tenancy)
    visit_and_agree(desk, tenancy)

    clock(40)  # Nothing is paid: the first instalment is a week late, and the nightly job finds it.
    fortnight.check_plans(timezone.localdate())
    desk.begins_the_day(rent_office)
    warn(desk, tenancy)
    clock(15)
    desk.begins_the_day(rent_office)
    petition(desk, tenancy)
    clock(6)
    desk.begins_the_day(rent_office)
    read_in(desk, ledger_file(tmp_path, tenancy, *owed, (timezone.localdate(), "payment", 24000)))
    avert(desk, tenancy)

    case, sent = ArrearsCase.objects.get(), Petition.objects.get()
    assert (sent.status, sent.outcome) == ("averted", "paid")
    assert (case.status, case.closing_reason) == ("closed", "paid")
    assert tenancy.ledger.balance(timezone.localdate()) == 0
    assert Tenancy.objects.get(pk=tenancy.pk).status == "active"
    warning = Letter.objects.get(kind="eviction_warning")
    said = words_of(letters.as_pdf(warning.html))
    assert "begjæring" in said
    assert "24 000" in said


def see_everyone(desk, tenancy):
    desk.go_to("Restanser", "Restanser")
    desk.press("Kjøringer", "14-dagerskjøringer")
    desk.press("Kjør nå", "Kjøringen")
    desk.says("Nye (1)")
    desk.says(tenancy.household.name)


def visit_and_agree(desk, tenancy):
    desk.go_to("Restanser", "Restanser")
    desk.says("Dra på hjemmebesøk")
    desk.opens_case_of(tenancy)
    desk.says("24 000 kr i husleie")
    desk.press("Registrer tiltak", "Registrer tiltak")
    desk.tick("Hjemmebesøk")
    desk.main.get_by_label("Fikk dere kontakt?").select_option("yes")
    desk.write("Resultat", "Har mistet jobben. Vil betale ned.")
    desk.press("Registrer", tenancy.household.name)
    desk.says("Inngå nedbetalingsavtale")
    desk.press("Ny avtale", "Ny nedbetalingsavtale")
    desk.write("Første avdrag forfaller", typed(timezone.localdate() + timedelta(days=30)))
    desk.write("Antall avdrag", "6")
    desk.press("Inngå avtalen", tenancy.household.name)
    desk.says("4 000 kr")


def warn(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.says("Brutt")
    desk.press("Varsle sosialtjenesten", "Varsle sosialtjenesten")
    desk.press("Varsle NAV", tenancy.household.name)
    desk.press("Send varsel om fravikelse", "Send varsel om fravikelse")
    desk.press("Send varselet", tenancy.household.name)
    # Two weeks must pass: asked for today, the petition is refused with the first lawful day.
    desk.press("Send begjæring", "Send begjæring om fravikelse")
    desk.press("Registrer begjæringen", "Send begjæring om fravikelse")
    desk.says(f"kan tidligst sendes {typed(timezone.localdate() + timedelta(days=15))}")


def petition(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.press("Send begjæring", "Send begjæring om fravikelse")
    desk.press("Registrer begjæringen", tenancy.household.name)
    desk.press("Forelagt leieren", "Begjæringen er forelagt leieren")
    desk.press("Registrer", tenancy.household.name)
    desk.says("Leieren har frist")


def avert(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.press(Petition.objects.get().number, tenancy.household.name)
    desk.press("Avverget", "Utkastelsen er avverget")
    desk.tick("Betalt")
    desk.press("Registrer", tenancy.household.name)
    desk.says("Avverget")
    desk.press(ArrearsCase.objects.get().number, tenancy.household.name)
    desk.press("Lukk saken", "Lukk restansesaken")
    desk.tick("Gjort opp")
    desk.press("Lukk saken", tenancy.household.name)
    desk.says("Lukket")


def test_a_family_is_put_out_only_when_the_leader_has_written_why_and_where_to(page, axe, clock, rent_office):
    leader = make.leader(name="Odd Fjellheim", phone="32 00 00 01")
    tenancy, today = family("Bea", by=rent_office), timezone.localdate()
    for days in (100, 70, 40, 10):
        LedgerEntry.objects.create(tenancy=tenancy, posted_on=today - timedelta(days=days), kind="charge", amount=8000)
    case = make_evictions.arrears_case(tenancy, by=rent_office, opened_on=today - timedelta(days=60))
    desk = Office(page, axe)
    desk.log_in(rent_office, make.PASSWORD)
    register_warning(desk, tenancy, sent_on=today - timedelta(days=20))
    refused_for_the_children(desk)

    desk.begins_the_day(leader)
    override(desk, tenancy)
    desk.begins_the_day(rent_office)
    petition(desk, tenancy)
    clock(20)  # Two weeks, and some days more when the last is a Sunday or Christmas.
    desk.begins_the_day(rent_office)
    schedule(desk, tenancy)
    clock(10)
    desk.begins_the_day(rent_office)
    carry_out(desk, tenancy)

    sent, ended = Petition.objects.get(), Tenancy.objects.get(pk=tenancy.pk)
    case.refresh_from_db()
    assert (sent.status, ended.status, ended.end_reason) == ("carried_out", "ended", "evicted")
    assert ended.moved_out_on == sent.outcome_on == timezone.localdate()
    assert (case.status, case.closing_reason) == ("closed", "evicted")
    follow_up = EvictionFollowUp.objects.get()
    assert (follow_up.owner, follow_up.went_to) == (rent_office, "temporary")


def register_warning(desk, tenancy, *, sent_on):
    desk.opens_case_of(tenancy)
    desk.says("Det bor et barn her.")
    desk.press("Registrer varsel som er sendt", "Registrer varsel som er sendt")
    desk.write("Sendt", typed(sent_on))
    desk.write("Kravet forfalt", typed(sent_on - timedelta(days=20)))
    desk.write("Krav, kr", "24 000")
    for box in desk.main.get_by_role("checkbox").all():
        desk.choose(box)
    desk.press("Registrer", tenancy.household.name)


def refused_for_the_children(desk):
    desk.press("Send begjæring", "Send begjæring om fravikelse")
    desk.press("Registrer begjæringen", "Send begjæring om fravikelse")
    desk.says("må lederen bestemme skriftlig")
    assert not Petition.objects.exists()


def override(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.press("Bestem begjæring selv om det bor barn her", "Begjæring selv om det bor barn her")
    desk.write("Begrunnelse", "To hjemmebesøk, ingen vilje til avtale. Barnevernet er orientert.")
    desk.press("Bestem", "Begjæring selv om det bor barn her")
    desk.write("Hvor barna skal bo", "Hos faren, som har delt bosted.")
    desk.press("Bestem", tenancy.household.name)
    desk.says("Lederen har bestemt")


def schedule(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.press(Petition.objects.get().number, tenancy.household.name)
    desk.press("Berammet", "Utkastelsen er berammet")
    desk.write("Berammet til", typed(timezone.localdate() + timedelta(days=10)))
    desk.press("Registrer", tenancy.household.name)
    desk.press("Gjennomført", "Utkastelsen er gjennomført")
    desk.press("Registrer", "Utkastelsen er gjennomført")
    desk.says("kan ikke være gjennomført før")


def carry_out(desk, tenancy):
    desk.opens_case_of(tenancy)
    desk.press(Petition.objects.get().number, tenancy.household.name)
    desk.press("Gjennomført", "Utkastelsen er gjennomført")
    desk.press("Registrer", tenancy.household.name)
    desk.press("Følg opp", "Oppfølging etter utkastelse")
    desk.select("Hvor de ble av", "Midlertidig botilbud")
    desk.press("Lagre", tenancy.household.name)
    desk.says("Midlertidig botilbud")
