"""An economy assessed (økonomisk vurdering): typed in, tried, concluded, frozen, shown, printed, and who may not."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import letters
from housing.models import CaseEvent, Draft, Letter
from rent_to_own import assessed
from rent_to_own.affordability import Result
from rent_to_own.living_costs import Step
from rent_to_own.models import FinanceAssessment, LoanWorksheet
from tests import make, make_assessments

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
D = Decimal
TYPED = {
    "made_on": f"{TODAY:%d.%m.%Y}",
    "income_1": "38 000",
    "benefits": "3 000,00",
    "rent_today": "9000",
    "savings_total": "100000",
    "savings": "60000",
    "price": "2 000 000",
    "ownership": "share",
    "common_costs": "4000",
    "rate_kind": "floating",
    "rate": "5",
    "years": "30",
    "grant": "300000",
    "cofinancing": "no",
    "cofinancing_reason": "Banken gir ikke lån til denne husstanden.",
    "outcome": "now",
    "reasons": "Fast inntekt og ingen gjeld.",
}
ALL_TESTS = ["low_income", "fits_long", "rent_unsuitable", "shorter_unsound"]


@pytest.fixture
def family(kari):
    """A grown-up and two children: 8 000 + 2 × 4 000 + 3 000 to live on."""
    make_assessments.reference_budget()
    return make.household(
        main=make.person(birth_date=date(1990, 5, 17)),
        children=[date(2016, 5, 17), date(2019, 1, 3)],
        caseworker=kari,
    )


def post(client, household, url_name="assessment_new", **sent):
    response = client.post(reverse(url_name, args=[household.pk]), TYPED | sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def told_on(client, assessment):
    """What the page says, without the key of its buttons, which is new each time."""
    page = plain(client.get(assessment.get_absolute_url()))
    return page[page.index("Begrunnelse") :]


def plain(response):
    return response.content.decode().replace("\u00a0", " ")


# --- From what is typed to what is kept --------------------------------------------------------------------------


def test_what_is_typed_is_reckoned_kept_and_shown(at, family, kari):
    response, told = post(at, family)
    assert told == {}
    made = FinanceAssessment.objects.get()
    assert response.url == made.get_absolute_url()
    result = assessed.thawed(made.result)
    # 41 000 in, 19 000 to live on and 4 000 in common costs leave 18 000 for the loan.
    assert result.sources.loan == 1_640_000
    assert result.lines[1].owner == D("8803.87")
    assert result.left_as_owner == 41_000 - 19_000 - 4000 - D("8803.87")
    assert result.left_today == 41_000 - 19_000 - 9000
    assert (made.outcome, made.by, made.made_on) == ("now", kari, TODAY)
    page = plain(at.get(made.get_absolute_url()))
    assert "12 803,87 kr" in page
    assert "3 803,87 kr mer enn i dag" in page
    assert "Oppdiktede prøvesatser" in page
    assert "oppdiktet. Bruk ikke tallene" in page
    assert "data:image/svg+xml" in page
    assert CaseEvent.objects.filter(subject_id=made.pk, title="Økonomisk vurdering: kan eie nå").exists()
    panel = plain(at.get(family.get_absolute_url()))
    assert "Kan de eie?" in panel
    assert "Som eier 12 803,87 kr i måneden" in panel


def test_sent_twice_it_is_one_assessment(at, family):
    for _time in range(2):
        post(at, family, external_id="dobbeltklikk-1")
    assert FinanceAssessment.objects.count() == 1


def test_it_is_tried_before_it_is_concluded_and_nothing_is_kept(at, family):
    url = reverse("assessment_new", args=[family.pk])
    half = {name: value for name, value in TYPED.items() if name not in {"outcome", "reasons", "cofinancing_reason"}}
    page = plain(at.post(url, half | {"preview": "1"}))
    assert "8 803,87 kr" in page
    assert "Tallene tyder på at de kan eie nå" in page
    piece = plain(at.post(url, half | {"preview": "1"}, headers={"HX-Request": "true"}))
    assert "8 803,87 kr" in piece
    assert "<html" not in piece
    piece = plain(at.post(url, half | {"preview": "1", "income_1": ""}, headers={"HX-Request": "true"}))
    assert "Ett svar mangler" in piece
    assert not FinanceAssessment.objects.exists()


def test_what_is_frozen_is_read_again_to_the_øre_and_cannot_be_changed(household, kari):
    made = make_assessments.assessment(household, by=kari)
    made.refresh_from_db()
    result = assessed.thawed(made.result)
    assert isinstance(result, Result)
    assert assessed.frozen(result) == made.result
    with pytest.raises(InternalError), transaction.atomic():
        FinanceAssessment.objects.filter(pk=made.pk).update(outcome="none")
    with pytest.raises(IntegrityError), transaction.atomic():
        FinanceAssessment(household=household, made_on=TODAY, outcome="now", reasons="X").save()


def test_new_amounts_and_rates_change_nothing_in_what_was_told(at, family, kari):
    post(at, family)
    made = FinanceAssessment.objects.get()
    before = told_on(at, made)
    dearer = (Step(0, D(9000)),)
    make_assessments.reference_budget(TODAY, ages=dearer, sizes=(Step(1, D(9000)),), source="Nye satser")
    assert told_on(at, made) == before
    _response, errors = post(at, family)
    assert "ikke kan betale" in errors["outcome"]


def test_the_next_one_opens_with_the_last_ones_answers(at, family):
    post(at, family, rate="4,523", price="", savings="1 234,50")
    page = at.get(reverse("assessment_new", args=[family.pk])).content.decode()
    assert 'value="4,523"' in page
    assert 'value="38000,00"' in page
    assert 'value="1234,50"' in page
    assert not re.search(r'name="outcome"[^>]*checked', page)


def test_not_wanted_needs_no_numbers(at, family):
    response = at.post(
        reverse("assessment_not_wanted", args=[family.pk]), {"made_on": TYPED["made_on"], "reasons": "Vil flytte."}
    )
    made = FinanceAssessment.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.outcome, made.result, made.inputs) == ("not_wanted", {}, {})
    assert "Ønsker ikke å eie" in plain(at.get(made.get_absolute_url()))
    assert at.post(reverse("assessment_sheet", args=[made.pk])).url == made.get_absolute_url()
    assert at.get(reverse("assessment_worksheet", args=[made.pk])).url == made.get_absolute_url()
    assert not Letter.objects.exists()


def test_each_grown_up_is_asked_by_name(at, kari):
    make_assessments.reference_budget()
    household = make.household(main=make.person("Amina", "Haugen"), children=[date(2016, 1, 1)], caseworker=kari)
    make.member(household, make.person("Omar", "Lie"), role="partner")
    # Came of age since they moved in.
    make.member(household, make.person("Ida", "Lie", birth_date=date(2000, 1, 1)), role="child")
    page = at.get(reverse("assessment_new", args=[household.pk])).content.decode()
    assert [name for name in ("Amina Haugen", "Omar Lie", "Ida Lie") if f"Inntekt, {name}" in page] == [
        "Amina Haugen",
        "Omar Lie",
        "Ida Lie",
    ]
    assert "Inntekt, Barn" not in page


# --- What cannot be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"made_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "made_on", "frem i tid"),
        ({"made_on": "01.01.2020"}, "made_on", "registrert først"),
        ({"income_1": ""}, "income_1", ""),
        ({"rate": "4.5.1"}, "rate", "Skriv renten"),
        ({"rate": "26"}, "rate", ""),
        ({"rate": "-1"}, "rate", ""),
        ({"savings": "100001"}, "savings", "mer enn de har spart"),
        ({"settlement": "2000"}, "settlement_ends_on", "når gjeldsordningen er over"),
        ({"settlement": "2000", "settlement_ends_on": f"{TODAY:%d.%m.%Y}"}, "settlement_ends_on", "skal det ikke stå"),
        ({"own_living_costs": "15000"}, "living_costs_reason", "hvorfor satsene ikke er brukt"),
        ({"years": "31"}, "tests_met", "alle fire vilkårene"),
        ({"years": "51"}, "years", "50"),
        ({"interest_only_years": "9"}, "interest_only_years", "8 år"),
        ({"years": "5", "interest_only_years": "5"}, "interest_only_years", "kortere enn lånet"),
        ({"rate_kind": "fixed"}, "fixed_years", "hvor mange år"),
        ({"rate_kind": "fixed", "fixed_years": "31"}, "fixed_years", "lenger enn lånet"),
        ({"cofinancing": ""}, "cofinancing", ""),
        ({"cofinancing_reason": ""}, "cofinancing_reason", ""),
        ({"bank": "500000", "bank_rate": "6", "bank_years": "25"}, "cofinancing", "Svar ja"),
        ({"bank": "500000", "cofinancing": "yes"}, "bank_rate", "Skriv bankens rente"),
        ({"bank": "500000", "cofinancing": "yes"}, "bank_years", "hvor lenge"),
        ({"reasons": ""}, "reasons", ""),
        ({"outcome": ""}, "outcome", ""),
        # A family is never told that they can when the numbers say that they cannot.
        ({"income_1": "20000"}, "outcome", "ikke kan betale"),
        ({"price": "", "savings": "", "grant": "", "income_1": "20000"}, "outcome", "ikke er penger"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at, family, sent, field, told):
    _response, errors = post(at, family, **sent)
    assert told in errors[field]
    assert not FinanceAssessment.objects.exists()


def test_fifty_years_need_all_four_tests_or_the_exception_of_each(at, family):
    _response, errors = post(at, family, years="50", tests_met=ALL_TESTS[:3])
    assert "tests_met" in errors
    response, errors = post(at, family, years="50", tests_met=ALL_TESTS)
    assert (response.status_code, errors) == (302, {})
    page = plain(at.get(FinanceAssessment.objects.get().get_absolute_url()))
    assert "kortere nedbetalingstid ikke er forsvarlig" in page


def test_without_a_table_the_amount_must_be_written_with_its_source(at, household):
    _response, errors = post(at, household)
    assert "ikke lagt inn satser" in errors["own_living_costs"]
    response, errors = post(at, household, own_living_costs="14000", living_costs_reason="Kommunens egne tall for 2026")
    assert (response.status_code, errors) == (302, {})
    made = FinanceAssessment.objects.get()
    assert made.budget is None
    assert "Kommunens egne tall" in plain(at.get(made.get_absolute_url()))


def test_a_draft_is_kept_and_gone_when_it_is_sent(at, family, kari):
    at.post(reverse("draft_save", args=["assessment", family.pk]), {"income_1": "12345"})
    assert Draft.objects.get().form == "assessment"
    page = at.get(reverse("assessment_new", args=[family.pk])).content.decode()
    assert 'value="12345"' in page
    post(at, family)
    assert not Draft.objects.exists()


# --- Startlån, point by point ------------------------------------------------------------------------------------

POINTS = {
    "bank_answer": "refused",
    "bank_answered_on": TYPED["made_on"],
    "exempt": "children",
    "is_suitable": "on",
    "is_modest": "on",
    "is_reasonable": "on",
    "credit_assessed_on": TYPED["made_on"],
    "is_able_to_pay": "True",
    "explained_on": TYPED["made_on"],
    "conveyed_on": TYPED["made_on"],
}


@pytest.fixture
def economy(household, kari):
    return make_assessments.assessment(household, by=kari, made_on=TODAY)


def fill_in(client, economy, **sent):
    response = client.post(reverse("assessment_worksheet", args=[economy.pk]), POINTS | sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def test_the_points_are_kept_once_and_written_on(at, economy, kari):
    assert fill_in(at, economy, conveyed_on="") == {}
    assert LoanWorksheet.objects.get().unanswered() == ["Resultatet er ikke fortalt til husstanden."]
    assert "Resultatet er ikke fortalt" in plain(at.get(economy.get_absolute_url()))
    assert fill_in(at, economy) == {}
    sheet = LoanWorksheet.objects.get()
    assert (sheet.unanswered(), sheet.by, sheet.is_able_to_pay) == ([], kari, True)
    assert "Alle punktene er svart på" in plain(at.get(economy.get_absolute_url()))


@pytest.mark.parametrize(
    ("sent", "lacks"),
    [
        ({"bank_answer": "not_asked", "bank_answered_on": ""}, "Banken er ikke spurt"),
        ({"exempt": ""}, "ikke valgt noe unntak"),
        ({"exempt": "", "has_saved": "on"}, "ikke valgt noe unntak"),
        ({"is_modest": ""}, "egnet, nøktern og rimelig"),
        ({"credit_assessed_on": "", "is_able_to_pay": ""}, "Kredittvurderingen er ikke gjort"),
        ({"is_able_to_pay": ""}, "om evnen til å betale"),
        ({"is_able_to_pay": "False", "conveyed_on": ""}, "skal kommunen avslå"),
        ({"explained_on": ""}, "ikke forklart"),
    ],
)
def test_what_is_missing_is_told(at, economy, sent, lacks):
    assert fill_in(at, economy, **sent) == {}
    assert any(lacks in text for text in LoanWorksheet.objects.get().unanswered())


def test_an_exception_or_both_requirements_will_do(at, economy):
    fill_in(at, economy, exempt="", has_saved="on", has_lasting_problem="on")
    assert LoanWorksheet.objects.get().unanswered() == []


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"bank_answered_on": ""}, "bank_answered_on", "Skriv datoen"),
        ({"bank_answer": "not_asked"}, "bank_answered_on", "ikke spurt"),
        ({"credit_assessed_on": ""}, "credit_assessed_on", "Skriv datoen"),
        ({"conveyed_on": f"{TODAY - timedelta(days=1):%d.%m.%Y}"}, "conveyed_on", "før kredittvurderingen"),
        ({"explained_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "explained_on", "frem i tid"),
        ({"is_able_to_pay": "False"}, "refusal_reason", "skal kommunen avslå"),
    ],
)
def test_a_point_that_cannot_be_is_told_at_its_field(at, economy, sent, field, told):
    assert told in fill_in(at, economy, **sent)[field]
    assert not LoanWorksheet.objects.exists()


# --- The sheet ---------------------------------------------------------------------------------------------------


def words(letter):
    return " ".join(re.sub(r"<[^>]+>", " ", letter.html.partition("<body>")[2]).split()).replace("\u00a0", " ")


def test_the_sheet_says_what_was_frozen_and_is_written_once(at, economy):
    for _time in range(2):
        at.post(reverse("assessment_sheet", args=[economy.pk]))
    sheet = Letter.objects.get()
    said = words(sheet)
    assert "Vi har kommet til at dere kan eie en bolig nå." in said
    assert "12 803,87 kr" in said
    assert "Det koster 3 803,87 kr mer i måneden å eie enn å leie i dag." in said
    assert "ikke et løfte om lån" in said
    assert letters.print_pdf(sheet.pk).file.size > 1000
    assert sheet.get_absolute_url() in at.get(economy.get_absolute_url()).content.decode()


def test_the_sheet_of_those_who_write_nynorsk_is_in_nynorsk(at, kari):
    household = make.household(main=make.person(written_language="nn"), caseworker=kari)
    economy = make_assessments.assessment(household, by=kari, made_on=TODAY)
    at.post(reverse("assessment_sheet", args=[economy.pk]))
    said = words(Letter.objects.get())
    assert "Vi har kome til at de kan eige ein bustad no." in said
    assert not re.search(r"\b(ikke|hva|hvor|fra|boligen|dere|måneden å eie)\b", said.replace(economy.reasons, ""))


# --- The list ----------------------------------------------------------------------------------------------------


def test_the_list_asks_as_much_for_three_as_for_one(at, household, kari):
    url = reverse("assessment_list", args=[household.pk])
    make_assessments.assessment(household, by=kari)
    at.get(url)
    with CaptureQueriesContext(connection) as one:
        at.get(url)
    make_assessments.assessment(household, by=kari, made_on=date(2026, 4, 1), outcome="none")
    make_assessments.assessment(household, by=kari, made_on=date(2026, 5, 1), outcome="not_wanted")
    with CaptureQueriesContext(connection) as three:
        page = plain(at.get(url))
    assert len(three) == len(one)
    assert page.index("01.05.2026") < page.index("01.04.2026") < page.index("02.03.2026")


def test_another_households_money_is_not_there_for_those_without_the_right(client, economy):
    for user in (make.user("follow_up"), make.user("rent"), make.user("administrator")):
        client.force_login(user)
        assert client.get(economy.get_absolute_url()).status_code == 403
