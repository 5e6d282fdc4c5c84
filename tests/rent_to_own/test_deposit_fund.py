"""The deposit fund: its ledger, its loans, its statement; and what PostgreSQL refuses whoever writes."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import CaseEvent, Household
from housing.periods import Period, add_months
from rent_to_own import deposit_facts, deposit_statement
from rent_to_own.models import DepositLoan, FundBalance, FundEntry, FundLine
from rent_to_own.savings_deadlines import deposit_instalments
from tests import make
from tests import make_rent_to_own as made

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
D = Decimal


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def fund():
    return entry("capital", 1_000_000, posted_on=ago(900))


def entry(kind, amount, *, posted_on=TODAY, **fields):
    return made.fund_entry(kind, amount, posted_on=posted_on, **fields)


def post(client, name, *args, **sent):
    response = client.post(reverse(name, args=args), sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def check_the_books():
    """Each entry is two lines that cancel; the balances are the sums of the lines; nothing is below zero."""
    for row in FundEntry.objects.prefetch_related("lines"):
        amounts = [line.amount for line in row.lines.all()]
        assert len(amounts) == 2
        assert sum(amounts) == 0
        assert max(amounts) == row.amount
    sums = deposit_facts.balances(date(2200, 1, 1))
    balance = FundBalance.now()
    assert {name: getattr(balance, name) for name in sums} == sums
    assert sum(sums.values()) == 0
    assert balance.bank >= 0


# --- The ledger --------------------------------------------------------------------------------------------


def test_each_kind_moves_its_two_accounts(fund, household):
    steps = [
        ("loan", 30_000, {"bank": 970_000, "loans": 30_000, "losses": 0}),
        ("repayment", "1000.50", {"bank": "971000.50", "loans": "28999.50", "losses": 0}),
        ("return", 20_000, {"bank": "991000.50", "loans": "8999.50", "losses": 0}),
        ("loss", 500, {"bank": "990500.50", "loans": "8999.50", "losses": 500}),
        ("write_off", "8999.50", {"bank": "990500.50", "loans": 0, "losses": "9499.50"}),
    ]
    for kind, amount, stands in steps:
        entry(kind, amount, household=household)
        found = deposit_facts.balances(TODAY)
        assert {name: found[name] for name in stands} == {name: D(value) for name, value in stands.items()}
        check_the_books()
    # figures.md: capital + repayment + return − loan − loss
    assert deposit_facts.available(TODAY) == D(1_000_000) + D("1000.50") + 20_000 - 30_000 - 500
    assert deposit_facts.available(ago(901)) == 0


def test_many_written_at_once_are_many_entries(household):
    FundEntry.objects.bulk_create(
        [FundEntry(posted_on=ago(9), kind="capital", amount=D(100))]
        + [FundEntry(posted_on=ago(5), kind="loan", amount=D(7), household=household) for _number in range(10)]
    )
    assert FundLine.objects.count() == 22
    assert FundBalance.now().bank == 30
    check_the_books()


@pytest.mark.parametrize(
    ("kind", "amount", "posted_on", "told"),
    [
        ("loan", 1_000_001, TODAY, "ikke i fondet"),
        ("loss", 1_000_001, TODAY, "ikke i fondet"),
        ("loan", 1, ago(901), "ikke i fondet"),
        ("repayment", 1, TODAY, "skylder ikke så mye"),
        ("write_off", 1, TODAY, "skylder ikke så mye"),
        ("loan", 0, TODAY, "over null"),
        ("loan", -5, TODAY, "over null"),
    ],
)
def test_what_is_not_there_is_refused_and_leaves_nothing(fund, household, kind, amount, posted_on, told):
    with pytest.raises(Refused, match=told):
        entry(kind, amount, household=household, posted_on=posted_on)
    assert FundEntry.objects.count() == 1
    assert FundLine.objects.count() == 2
    assert FundBalance.now().bank == 1_000_000


def test_an_earlier_day_may_not_spend_what_came_later(household):
    entry("capital", 1000, posted_on=ago(30))
    entry("loan", 1000, household=household, posted_on=ago(20))
    entry("capital", 5000, posted_on=ago(10))
    with pytest.raises(Refused, match="ikke i fondet"):
        entry("loan", 1, household=make.household(), posted_on=ago(15))
    entry("loan", 5000, household=make.household(), posted_on=ago(10))


def test_one_household_does_not_pay_for_another(fund, household):
    entry("loan", 9000, household=household, posted_on=ago(30))
    with pytest.raises(Refused, match="skylder ikke"):
        entry("repayment", 9000, household=make.household())
    with pytest.raises(Refused, match="skylder ikke"):
        entry("repayment", 9000, household=household, posted_on=ago(31))
    entry("repayment", 9000, household=household)


@pytest.mark.parametrize("kind", ["capital", "loan"])
def test_capital_is_nobodys_and_all_else_is_somebodys(household, kind):
    with pytest.raises(Refused, match="gjelder en husstand"):
        entry(kind, 1, household=household if kind == "capital" else None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rent_to_own_fundentry SET amount = 1",
        "DELETE FROM rent_to_own_fundentry",
        "UPDATE rent_to_own_fundline SET amount = amount * 2",
        "DELETE FROM rent_to_own_fundline",
        "DELETE FROM rent_to_own_fundbalance",
        "UPDATE rent_to_own_fundbalance SET bank = bank + 1",
        "UPDATE rent_to_own_fundbalance SET bank = -1, capital = 1",
    ],
)
def test_nothing_is_changed_or_removed_in_the_database(fund, sql):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize("lines", [[("loans", 5)], [("loans", 5), ("losses", -4)], [("loans", 5), ("losses", -5)]])
def test_lines_written_past_the_entry_are_refused(fund, lines):
    """Whatever writes them: at once when the fund is out of balance, else when the transaction ends."""
    with pytest.raises(IntegrityError), transaction.atomic():
        _write_past(fund, lines)


def _write_past(fund, lines):
    with connection.cursor() as cursor:
        values = ", ".join(["(%s, %s, %s)"] * len(lines))
        cursor.execute(
            f"INSERT INTO rent_to_own_fundline (entry_id, account, amount) VALUES {values}",
            [value for line in lines for value in (fund.pk, *line)],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- A wrong entry is met by its counter-entry ------------------------------------------------------------------


def test_a_wrong_entry_is_met_by_a_counter_entry_once(fund, household, at_leader):
    wrong = entry("loan", 9000, household=household, posted_on=ago(30))
    sent = {"posted_on": said(TODAY), "note": "Feil beløp"}
    with_reason(at_leader, household)
    _response, errors = post(at_leader, "deposit_correct", wrong.pk, **(sent | {"posted_on": said(ago(31))}))
    assert "bokført først" in errors["posted_on"]
    response, _errors = post(at_leader, "deposit_correct", wrong.pk, **sent)
    assert response.status_code == 302
    other = FundEntry.objects.get(corrects=wrong)
    assert (other.kind, other.amount, other.household) == ("loan", 9000, household)
    assert FundBalance.now().loans == 0
    check_the_books()
    assert list(FundEntry.objects.standing()) == [fund]
    response, _errors = post(at_leader, "deposit_correct", wrong.pk, **sent)
    assert response.status_code == 200
    assert at_leader.get(reverse("deposit_correct", args=[other.pk])).status_code == 404


def with_reason(client, household):
    client.post(reverse("reason", args=[household.pk]), {"text": "Henvendelse fra NAV"})


def test_capital_that_is_lent_cannot_be_taken_back(fund, household):
    entry("loan", 9000, household=household)
    with pytest.raises(Refused, match="ikke i fondet"):
        fund.take_back(by=None, posted_on=TODAY, note="Feil", external_id="x")


@pytest.mark.parametrize("facts", [{"amount": D(1)}, {"kind": "return"}, {"posted_on": ago(31)}])
def test_a_counter_entry_mirrors_its_entry(fund, household, facts):
    wrong = entry("loan", 9000, household=household, posted_on=ago(30))
    whole = {"kind": "loan", "amount": D(9000), "household": household, "posted_on": TODAY, "corrects": wrong}
    with pytest.raises(Refused):
        FundEntry(**(whole | facts)).post(by=None)


# --- Loans -----------------------------------------------------------------------------------------------------

LOAN = {
    "assistance": "nei",
    "assistance_checked_on": said(ago(1)),
    "has_plan": "ja",
    "paid_on": said(TODAY),
    "amount": "30 000",
    "parts": "12",
    "first_due_on": said(TODAY + timedelta(days=30)),
}


@pytest.fixture
def plan(household, kari):
    return made.career_plan(household, by=kari, made_on=ago(40))


def test_a_loan_is_lent_on_its_conditions(fund, plan, at, household):
    response, errors = post(at, "deposit_loan_new", household.pk, **LOAN)
    assert errors == {}
    loan = DepositLoan.objects.get()
    assert response.url == reverse("deposit_account", args=[household.pk])
    assert (loan.amount, loan.career_plan, loan.is_off_social_assistance) == (30_000, plan, True)
    parts = list(loan.instalments.all())
    assert [row.amount for row in parts] == [2500] * 12
    assert loan.repaid_by == parts[-1].due_on
    assert FundBalance.now().bank == 970_000
    page = at.get(response.url).content.decode().replace("\u00a0", " ")
    assert "30 000 kr" in page
    assert CaseEvent.objects.filter(title="Depositumsfondet: lån").exists()
    assert "Depositumsfondet" in at.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"assistance": "ja"}, "assistance", "ikke mottar økonomisk sosialhjelp"),
        ({"assistance": ""}, "assistance", ""),
        ({"has_plan": "nei"}, "has_plan", "Lag boligkarriereplanen"),
        ({"parts": "37"}, "parts", ""),
        ({"parts": "36", "first_due_on": said(TODAY + timedelta(days=60))}, "parts", "tre år etter"),
        ({"first_due_on": said(ago(1))}, "first_due_on", "før utbetalingen"),
        ({"paid_on": said(ago(-1))}, "paid_on", "frem i tid"),
        ({"paid_on": said(ago(41)), "first_due_on": said(TODAY)}, "paid_on", "ble laget først"),
        ({"amount": "-5"}, "amount", ""),
        ({"amount": "1 000 001"}, "__all__", "ikke i fondet"),
        ({"amount": "99999999999999"}, "amount", ""),
    ],
)
def test_a_loan_without_its_conditions_is_not_lent(fund, plan, at, household, sent, field, told):
    _response, errors = post(at, "deposit_loan_new", household.pk, **(LOAN | sent))
    assert told in errors[field]
    assert not DepositLoan.objects.exists()
    assert FundBalance.now().bank == 1_000_000


def test_no_loan_without_a_registered_plan_nor_a_second_one(fund, at, household, kari):
    _response, errors = post(at, "deposit_loan_new", household.pk, **LOAN)
    assert "ikke registrert noen" in errors["has_plan"]
    made.career_plan(household, by=kari, made_on=ago(40))
    post(at, "deposit_loan_new", household.pk, **LOAN)
    _response, errors = post(at, "deposit_loan_new", household.pk, **LOAN)
    assert "ikke er nedbetalt" in errors["__all__"]
    post(at, "deposit_received", household.pk, kind="repayment", posted_on=said(TODAY), amount="30 000")
    response, _errors = post(at, "deposit_loan_new", household.pk, **LOAN)
    assert response.status_code == 302


def test_sent_twice_it_is_one_loan_and_one_payment(fund, plan, at, household):
    for _time in range(2):
        post(at, "deposit_loan_new", household.pk, **LOAN, external_id="dobbelt-1")
        sent = {"kind": "repayment", "posted_on": said(TODAY), "amount": "500", "external_id": "dobbelt-2"}
        post(at, "deposit_received", household.pk, **sent)
    assert FundBalance.now().loans == 29_500


def test_three_years_to_the_day(plan, fund, household):
    paid_on = ago(30)
    loan = made.deposit_loan(household, 36_000, paid_on=paid_on, parts=36)
    assert loan.repaid_by == add_months(paid_on, 36)
    entry("return", 36_000, household=household)
    with pytest.raises(Refused, match="tre år"):
        made.deposit_loan(household, 36_000, paid_on=TODAY, parts=36, first_due_on=TODAY + timedelta(days=33))


@pytest.mark.parametrize(("amount", "parts"), [("10000", 3), ("10000.01", 7), ("1", 3), ("35", 36)])
def test_the_instalments_are_the_loan_to_the_oere(amount, parts):
    found = made.monthly_plan(D(amount), parts, TODAY)
    if found:
        assert sum(row.amount for row in found) == D(amount)
        assert all(row.amount > 0 for row in found)
        assert len(found) == parts


def test_behind_the_plan_is_a_deadline(fund, household, kari):
    made.deposit_loan(household, 12_000, by=kari, paid_on=ago(100), parts=12)
    first = add_months(ago(100), 1)
    (deadline,) = deposit_instalments(Household.objects.all(), TODAY)
    assert deadline.due_on == first + timedelta(days=14)
    assert "3 000" in deadline.what.replace("\u00a0", " ")
    entry("repayment", 1500, household=household)
    (deadline,) = deposit_instalments(Household.objects.all(), TODAY)
    assert deadline.due_on == add_months(first, 1) + timedelta(days=14)
    entry("repayment", 1500, household=household)
    assert list(deposit_instalments(Household.objects.all(), TODAY)) == []


def test_losses_are_the_leaders(fund, household, at, at_leader, kari):
    made.deposit_loan(household, 12_000, by=kari, paid_on=ago(100))
    sent = {"kind": "write_off", "posted_on": said(TODAY), "amount": "12 000", "note": "Død"}
    assert post(at, "deposit_lost", household.pk, **sent)[0].status_code == 403
    with_reason(at_leader, household)
    _response, errors = post(at_leader, "deposit_lost", household.pk, **(sent | {"note": ""}))
    assert set(errors) == {"note"}
    _response, errors = post(at_leader, "deposit_lost", household.pk, **(sent | {"amount": "12 000,01"}))
    assert "skylder ikke" in errors["amount"]
    post(at_leader, "deposit_lost", household.pk, **sent)
    assert FundBalance.now().losses == 12_000
    assert deposit_facts.available(TODAY) == 988_000


# --- The pages ------------------------------------------------------------------------------------------------


def test_the_list_asks_as_much_for_one_as_for_three(fund, at, kari):
    def lend():
        home = make.household(children=[date(2020, 1, 1)], caseworker=kari)
        made.deposit_loan(home, 12_000, by=kari, paid_on=ago(100))

    lend()
    at.get(reverse("deposit_fund"))
    with CaptureQueriesContext(connection) as one:
        at.get(reverse("deposit_fund"))
    lend(), lend()
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(reverse("deposit_fund")).context["borrowers"]) == 3
    assert len(three) == len(one)


def test_children_first(fund, at, kari):
    for children in ([], [date(2020, 1, 1)]):
        made.deposit_loan(make.household(children=children, caseworker=kari), 12_000, by=kari, paid_on=ago(10))
    rows = at.get(reverse("deposit_fund")).context["borrowers"]
    assert [row.children for row in rows] == [1, 0]


def test_the_statement_of_a_year_balances_and_names_nobody(household, at_leader):
    entry("capital", 1_000_000, posted_on=date(2024, 3, 1))
    entry("loan", 20_000, household=household, posted_on=date(2024, 12, 31))
    entry("repayment", "1000.50", household=household, posted_on=date(2025, 1, 1))
    entry("write_off", "18999.50", household=household, posted_on=date(2025, 6, 1))
    page = at_leader.get(reverse("deposit_statement", args=[2025]))
    rows = {row.label: (row.opening, row.debit, row.credit, row.closing) for row in page.context["accounts"]}
    assert rows == {
        "Bank": (D(980_000), D("1000.50"), 0, D("981000.50")),
        "Utlån til depositum": (D(20_000), 0, D(20_000), 0),
        "Tap": (0, D("18999.50"), 0, D("18999.50")),
        "Kapital i fondet": (-D(1_000_000), 0, 0, -D(1_000_000)),
    }
    sums = page.context["sums"]
    assert (sums.opening, sums.closing, sums.debit) == (0, 0, sums.credit)
    text = page.content.decode()
    assert household.number in text
    assert "Haugen" not in text
    file = at_leader.get(reverse("deposit_statement", args=[2025]), {"format": "csv"}).content.decode("utf-8-sig")
    assert re.search(r"D-\d+;01\.01\.2025;Avdrag;.*;Bank;Utlån til depositum;1000,50;", file)
    pdf = at_leader.get(reverse("deposit_statement_pdf", args=[2025]))
    assert pdf.content.startswith(b"%PDF")
    assert at_leader.get(reverse("deposit_statement", args=[1999])).status_code == 404


def test_the_years_follow_on_from_one_another(household):
    entry("capital", 50_000, posted_on=date(2023, 3, 1))
    entry("loan", 20_000, household=household, posted_on=date(2024, 5, 5))
    entry("return", 15_000, household=household, posted_on=date(2025, 5, 5))
    before = None
    for year in range(2022, 2027):
        rows = deposit_statement.accounts(year, deposit_statement.vouchers(year))
        if before:
            assert [row.opening for row in rows] == [row.closing for row in before]
        before = rows
    assert Period.year(2026).last >= date(2026, 12, 31)
