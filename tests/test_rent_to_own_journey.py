"""Two ways from tenant to owner: from the first question to the keys, and five years of saving to the same home.

The clock is moved forward where life makes one wait: for the bank, for the first bills as an owner, for five years.
Every page on the way is looked over with axe-core and at 320 px (``tests/journey_steps.py``).
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from applications.models import HousingWish
from housing.models import Letter
from housing.periods import Period, add_months
from rent_to_own import indicators
from rent_to_own.models import (
    FinanceAssessment,
    Guidance,
    Outreach,
    OwnershipRule,
    Purchase,
    SavingsAgreement,
    StartLoan,
)
from tests import make, make_assessments
from tests import make_rent_to_own as made
from tests.rent_to_own_steps import ACCOUNT, STOCK, Adviser, clock_of, family, is_sold, longest_sentence, typed

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Words of those who lend money, and of nobody who borrows it for the first time.
HARD_WORDS = re.compile(r"annuitet|betjeningsevne|nominell|livsopphold|samfinansiering|kapital|eierpotensial", re.I)
LONGEST_SENTENCE = 25


@pytest.fixture
def clock(monkeypatch):
    return clock_of(monkeypatch)


@pytest.fixture
def kari():
    return make.caseworker(phone="32 00 00 02")


@pytest.fixture
def leader():
    return make.leader(name="Odd Fjellheim", phone="32 00 00 01")


# --- From the first question to the keys ------------------------------------------------------------------------------


def test_a_family_that_is_asked_buys_the_flat_it_rents(page, axe, celery_worker, clock, kari, leader):
    began = timezone.localdate()
    household = family(kari)
    family(kari, "Bea", address="Solvangveien 3", moved_in_on=began - timedelta(days=60))
    HousingWish.objects.create(household=household, monthly_income=38_000)
    OwnershipRule.objects.create(valid_from=date(2025, 1, 1), min_monthly_income=30_000)
    make_assessments.reference_budget()
    desk = Adviser(page, axe)
    desk.log_in(kari, make.PASSWORD)
    ask(desk, household)
    assess_economy(desk, household)
    take_home_the_sheet(desk, household)
    assess(desk, household)
    apply_for_loan(desk, household)

    clock(to=began + timedelta(days=20))
    desk.begins_the_day(kari)
    decide_loan(desk, household)
    bid(desk, household)

    clock(to=began + timedelta(days=30))
    desk.begins_the_day(leader)
    sell(desk, household)
    clock(to=add_months(began + timedelta(days=30), 3))
    desk.begins_the_day(kari)
    follow_up_and_close(desk, household)
    count(desk)
    all_of_it_happened(household, began, sold_on=began + timedelta(days=30))


def ask(desk, household):
    desk.go_to("Leie til eie", "Leie til eie")
    desk.press("Finn leietakere", "Finn leietakere")
    desk.says("1 husstand kan ha mulighet til å eie")
    for why in ("Inntekt nok", "Bodd der siden 01.02.2025", "Bolig i borettslag", "Skylder ikke husleie"):
        desk.says(why)
    assert "Bea" not in desk.main.inner_text()
    desk.press(f"Registrer kontakt {household.name}", "Spurt om å eie")
    desk.tick("Telefon")
    desk.tick("Vil ha veiledning")
    desk.write("Merknad", "Vil bli boende der barna går på skole.")
    desk.press("Registrer", "Begynn veiledning til å eie")
    desk.press("Begynn", household.name)
    desk.says("Til veiledning")
    desk.says("2 barn bor i husstanden.")
    desk.says("telefon: vil ha veiledning")


def assess_economy(desk, household):
    desk.press("Økonomiske vurderinger", "Økonomiske vurderinger")
    desk.press("Ny vurdering", "Økonomisk vurdering")
    desk.write("Inntekt, Amina Haugen", "38 000")
    desk.write("Stønader og bidrag", "3 000")
    # The rent they pay is known.
    assert desk.main.get_by_label("Husleie i dag").first.input_value() == "9000,00"
    desk.write("Har spart i alt", "100 000")
    desk.write("Av dette til boligen", "60 000")
    desk.write("Kjøpesum", "1 600 000")
    desk.tick("Andel i borettslag, uten dokumentavgift")
    desk.write("Felleskostnader", "4 000")
    desk.write("Tilskudd", "300 000")
    desk.write("Nominell rente på startlånet, prosent", "5")
    desk.write("Nedbetalingstid, år", "30")
    desk.tick("Flytende")
    # 41 000 in, 19 000 to live on, and 10 656 for the home as owners.
    desk.waits_for("Tallene tyder på at de kan eie nå.")
    desk.look_over()
    desk.tick("Ja", group="Er samfinansiering med bank vurdert?")
    desk.write("Hva vurderingen viste, eller hvorfor ikke", "Banken gir ikke lån ved siden av startlånet.")
    desk.tick("Kan eie nå")
    desk.write("Begrunnelse", "Du har fast jobb og lite gjeld. Du har råd til flaten dere bor i.")
    desk.press("Lagre vurderingen", household.name)
    assert desk.row("Boligen koster") == ["9 000 kr", "10 656,59 kr", "13 098,68 kr"]
    desk.press("Vurder startlån", "Vurdering av startlån")
    desk.press("Avbryt", household.name)


def take_home_the_sheet(desk, household):
    """What a family must be able to read: what they can buy for, the month beside today's rent, and a dearer loan."""
    desk.press("Lag ark til husstanden", household.name)
    said = desk.reads_the_sheet()
    for words in (
        "Amina Haugen",
        "Vi har kommet til at dere kan eie en bolig nå.",
        "Den høyeste prisen dere kan betale med renten i dag, er 3 713 069 kr.",
        "Startlån 1 240 000 kr",
        "Det koster 1 656,59 kr mer i måneden å eie enn å leie i dag.",
        "Dere eier, og renten er 3 prosentpoeng høyere",
        "Boligen koster 9 000 kr 10 656,59 kr 13 098,68 kr",
        "Dette er ikke et løfte om lån.",
    ):
        assert words in said, said
    assert not HARD_WORDS.search(said), said
    longest = longest_sentence(Letter.objects.get().html)
    assert len(longest.split()) <= LONGEST_SENTENCE, longest


def assess(desk, household):
    desk.opens("Leie til eie", household)
    desk.says("Økonomien: kan eie nå")
    desk.press("Vurder", "Vurder mulighet til å eie")
    desk.tick("Kan eie nå")
    desk.press("Lagre vurderingen", household.name)
    desk.says("Vurdert")


def apply_for_loan(desk, household):
    desk.press("Søkt om startlån", "Søkt om startlån")
    desk.write("Saksnummer i Startskudd", "SS-2026-17")
    desk.press("Registrer", household.name)
    desk.says("SS-2026-17")


def decide_loan(desk, household):
    desk.opens("Leie til eie", household)
    desk.press("Registrer utfallet", "Utfall av søknaden om startlån")
    desk.tick("Innvilget")
    desk.write("Startlån, kr", "1 240 000")
    desk.write("Tilskudd, kr", "300 000")
    desk.write("Finansieringsbeviset gjelder til", typed(timezone.localdate() + timedelta(days=90)))
    # The municipality has to consider a bank for everyone (forskrift om lån fra Husbanken § 5-3).
    desk.press("Registrer utfallet", "Utfall av søknaden om startlån")
    desk.waits_for("Svar ja eller nei.")
    desk.look_over()
    desk.select("Er samfinansiering med bank vurdert?", "Ja")
    desk.select("Ble det samfinansiert?", "Nei")
    desk.write("Hvorfor, eller hvorfor ikke", "Banken sa nei.")
    desk.press("Registrer utfallet", household.name)
    desk.says("Har finansieringsbevis")
    desk.says(typed(timezone.localdate() + timedelta(days=90)))
    desk.says("ja. Banken sa nei.")


def bid(desk, household):
    desk.press("Bud lagt inn", "Bud lagt inn")
    desk.press("Registrer", household.name)
    desk.says("Har lagt inn bud")
    # Whoever guides sells nothing.
    assert not desk.main.get_by_role("link", name="Selg boligen de leier").count()


def sell(desk, household):
    desk.opens("Leie til eie", household, as_anothers=True)
    desk.press("Selg boligen de leier", "Selg boligen til leietakeren")
    desk.write("Takstdato", typed(timezone.localdate() - timedelta(days=5)))
    desk.write("Takst, kr", "1 600 000")
    desk.write("Hvem har taksert", "Takst og tomt AS")
    desk.write("Pris, kr", "1 600 000")
    desk.press("Se over salget", "Selg boligen til leietakeren")
    desk.waits_for("Se over før du selger")
    assert desk.row(ACCOUNT) == ["0 kr", "1 600 000 kr"]
    assert desk.row(STOCK) == ["2", "1"]
    assert not Purchase.objects.exists()
    desk.press("Gjennomfør salget", household.name)
    desk.says("Har kjøpt")
    desk.says("1 600 000 kr")
    assert desk.row(ACCOUNT) == ["0 kr", "1 600 000 kr"]
    assert desk.row(STOCK) == ["2", "1"]
    desk.go_to("Leie til eie", "Leie til eie")
    desk.press("Kjøp og salg", "Kjøp og salg")
    desk.says("Saldo nå: 1 600 000 kr")
    desk.says("Solvangveien 1")


def follow_up_and_close(desk, household):
    desk.says("Følg opp etter boligkjøpet")
    desk.opens("Leie til eie", household)
    desk.press("Registrer samtale", "Registrer samtale")
    desk.write("Hvordan går det", "Regningene er betalt. De har malt stuen.")
    desk.press("Registrer", household.name)
    desk.says("Fulgt opp etter kjøpet")
    desk.press("Avslutt", "Avslutt veiledningen")
    desk.tick("Kjøpte bolig")
    desk.press("Avslutt", household.name)
    desk.says("Avsluttet")
    desk.says("Regningene er betalt. De har malt stuen.")


def count(desk):
    desk.go_to("Leie til eie", "Leie til eie")
    desk.press("Styringsparametere", "Styringsparametere for leie til eie")
    desk.says("1 veiledet → 1 fikk startlån → 1 fikk også tilskudd → én ny boligeier: 1 kjøpte boligen")
    assert desk.row("Antall som har kjøpt kommunal bolig")[-1] == "1"
    assert desk.row("Antall som har kjøpt privat bolig")[-1] == "0"


def all_of_it_happened(household, began, *, sold_on):
    purchase = is_sold(household, sold_on, 1_600_000)
    assert (purchase.appraisal.amount, purchase.price_reason) == (1_600_000, "")
    one, loan = Guidance.objects.get(), StartLoan.objects.get()
    assert purchase.guidance == one
    assert (one.status, one.closing_reason, one.potential, one.started_on) == ("closed", "bought", "now", began)
    assert (one.closed_on, one.next_contact_on) == (timezone.localdate(), None)
    assert (loan.outcome, loan.cofinancing_considered, loan.is_bank_cofinanced) == ("granted", True, False)
    assert loan.certificate_expires_on == loan.decided_on + timedelta(days=90)
    assert (Outreach.objects.get().answer, FinanceAssessment.objects.get().outcome) == ("interested", "now")
    counted = {row.code: row.of(Period(began, timezone.localdate())) for row in indicators.INDICATORS}
    nothing = dict.fromkeys(("rto.reopened", "rto.bought_private", "rto.private_tenancies"), 0)
    assert counted == dict.fromkeys(counted, 1) | nothing


# --- Five years of saving ---------------------------------------------------------------------------------------------


def test_five_years_of_saving_end_with_the_flat_at_the_price_that_was_fixed(page, axe, clock, kari, leader):
    household, began = family(kari), timezone.localdate()
    desk = Adviser(page, axe)
    desk.log_in(kari, make.PASSWORD)
    agree(desk, household)
    agreement = SavingsAgreement.objects.get()

    clock(to=add_months(began, 1))
    desk.begins_the_day(kari)
    first_deposit(desk, household)
    clock(to=add_months(began, 12))
    saved(agreement, range(2, 9))
    desk.begins_the_day(kari)
    a_year_has_passed(desk, household)

    clock(to=add_months(began, 54))
    saved(agreement, range(13, 55))
    desk.begins_the_day(kari)
    half_a_year_is_left(desk, household)

    clock(to=add_months(began, 60))
    saved(agreement, range(55, 60))
    desk.begins_the_day(kari)
    last_deposit(desk, household)
    desk.begins_the_day(leader)
    buy(desk, household)
    at_the_fixed_price(household, agreement)


def saved(agreement, months):
    """A thousand kroner at the end of each of these months."""
    for month in months:
        made.savings_deposit(agreement, add_months(agreement.starts_on, month), 1000, by=agreement.caseworker)


def agree(desk, household):
    tenancy = household.tenancies.get()
    desk.visit(household.get_absolute_url(), "Amina Haugen + 2 barn")
    desk.open_menu("Mer")
    desk.press("Leie med sparing", "Ny avtale om leie med sparing")
    desk.select("Boligen de leier og skal kjøpe", f"Leieforhold {tenancy.number}")
    desk.write("Fast pris", "1 500 000")
    desk.write("Sparemål", "60 000")
    desk.press("Registrer avtalen", household.name)
    desk.says("I rute med planen")
    desk.says("Det dere har spart, er deres eget")
    desk.says(typed(add_months(timezone.localdate(), 60)))


def deposit(desk, household, amount):
    desk.press("Nytt innskudd", "Nytt innskudd")
    desk.write("Beløp", amount)
    desk.press("Registrer innskuddet", household.name)


def first_deposit(desk, household):
    desk.opens("Leie med sparing", household)
    deposit(desk, household, "1 000")
    desk.says("Spart 1 000 kr av 60 000 kr.")
    desk.says("I rute med planen")


def a_year_has_passed(desk, household):
    """Four months are missing: Kari is told, talks with them, and they catch up."""
    desk.says("Leie med sparing: 4 000 kr bak planen (4 måneder). Snakk med husstanden")
    desk.says("Leie med sparing: hold årssamtalen")
    desk.opens("Leie med sparing", household)
    desk.says("Spart 8 000 kr av 60 000 kr.")
    desk.says("4 000 kr bak planen (4 måneder)")
    for kind, note in (
        ("Årssamtale", "Bilen er reparert. De tar igjen det de ligger etter."),
        ("Opplæring i vedlikehold", "Lufting, sluk og filter i ventilasjonen."),
    ):
        desk.press("Samtale eller opplæring", "Årssamtale eller opplæring i vedlikehold")
        desk.tick(kind)
        desk.write("Hva dere snakket om, og hva som ble avtalt", note)
        desk.press("Registrer", household.name)
        desk.says(note)
    deposit(desk, household, "4 000")
    desk.says("Spart 12 000 kr av 60 000 kr. Planen sier 12 000 kr")
    desk.activate(desk.main.get_by_text("Kurven som tabell"))
    half_way = add_months(SavingsAgreement.objects.get().starts_on, 6)
    assert desk.row(typed(half_way), "cell") == ["6 000 kr", "6 000 kr"]
    assert desk.row(desk.today, "cell") == ["12 000 kr", "12 000 kr"]
    desk.look_over()


def half_a_year_is_left(desk, household):
    desk.visit(household.get_absolute_url(), "Amina Haugen + 2 barn")
    desk.says("Leie med sparing: kjøpet må bestemmes")
    desk.press("Avtale " + SavingsAgreement.objects.get().number, household.name)
    desk.says("Spart 54 000 kr av 60 000 kr.")
    desk.press("Registrer en ny takst", "Ny takst")
    desk.write("Takst", "1 900 000")
    desk.write("Hvem har taksert", "Takst og tomt AS")
    desk.press("Registrer taksten", household.name)
    desk.says("400 000 kr under taksten")


def last_deposit(desk, household):
    desk.opens("Leie med sparing", household)
    deposit(desk, household, "1 000")
    desk.says("Spart 60 000 kr av 60 000 kr.")
    desk.says(f"Nådd {desk.today}")
    # Whoever advises sells nothing.
    assert not desk.main.get_by_role("link", name="Registrer kjøpet").count()


def buy(desk, household):
    desk.opens("Leie med sparing", household, as_anothers=True)
    desk.press("Registrer kjøpet", "Registrer kjøpet")
    desk.says("Boligen selges for den faste prisen, 1 500 000 kr.")
    assert desk.row(ACCOUNT) == ["0 kr", "1 500 000 kr"]
    assert desk.row(STOCK) == ["1", "0"]
    desk.press("Registrer kjøpet", household.name)
    desk.says("Har kjøpt boligen")
    assert desk.row(ACCOUNT) == ["0 kr", "1 500 000 kr"]
    assert desk.row(STOCK) == ["1", "0"]


def at_the_fixed_price(household, agreement):
    today = timezone.localdate()
    purchase = is_sold(household, today, 1_500_000)
    agreement.refresh_from_db()
    assert purchase.price == agreement.fixed_price
    assert purchase.appraisal.amount == 1_900_000
    assert purchase.price_reason == f"Fast pris, leie med sparing {agreement.number}"
    assert (agreement.status, agreement.outcome, agreement.outcome_on) == ("bought", "bought", today)
    assert agreement.outcome_on == agreement.option_on == agreement.ends_on
    standing = agreement.standing(today)
    assert (standing.saved, standing.left, standing.ahead, standing.reached_on) == (60_000, 0, 0, today)
    assert sorted(agreement.meetings.values_list("kind", flat=True)) == ["talk", "training"]
    assert not SavingsAgreement.objects.active_on(today).exists()
