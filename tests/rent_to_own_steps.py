"""What those who help a household from renting to owning do at a screen, and what must be true when a flat is sold."""

import re
import time
from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone
from pypdf import PdfReader

from housing.models import Dwelling, Letter, Tenancy, ViewLog
from housing.periods import add_months
from rent_to_own import sales
from rent_to_own.models import Purchase, ReinvestmentEntry
from tests import make
from tests.journey_steps import LONGEST_WAIT, Desk

WHY = "Husleie, kontrakt eller boligen"
ACCOUNT, STOCK = "Saldo på reinvesteringskontoen", "Boliger i boligmassen"


def clock_of(monkeypatch):
    """Time that passes until a day: for pages and deadlines alike, since the pages are served by this process."""
    now, passed = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: now() + passed[0])
    # The log has the clock it was born with, and a reason holds only on the day it was given.
    monkeypatch.setattr(ViewLog._meta.get_field("seen_at"), "_get_default", timezone.now)

    def forward(*, to):
        # Twice at the most: around midnight the hour of summer time may be a day.
        while days := (to - timezone.localdate()).days:
            passed[0] += timedelta(days=days)

    return forward


def typed(day) -> str:
    return f"{day:%d.%m.%Y}"


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def longest_sentence(html: str) -> str:
    """Of the letter's paragraphs: what is said in one breath."""
    paragraphs = re.findall(r"<p\b[^>]*>(.*?)</p>", html.partition("<h1>")[2], re.S)
    said = [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in paragraphs]
    return max((one for text in said for one in re.split(r"(?<=[.:?]) ", text)), key=lambda one: len(one.split()))


def children_of(*ages):
    return [date(timezone.localdate().year - age, 1, 1) for age in ages]


def family(caseworker, name="Amina", *, address="Solvangveien 1", moved_in_on=date(2025, 2, 1)):
    """A mother and two children who rent a flat the municipality owns in a borettslag."""
    main = make.person(name, "Haugen", birth_date=date(1990, 5, 17), postal_address="Postboks 1, 3999 Lindvik")
    household = make.household(main=main, children=children_of(8, 5), caseworker=caseworker)
    home = make.dwelling(
        address, rooms=3, postal_code="3999", city="Lindvik", in_housing_association=True, monthly_rent=9000
    )
    tenancy = make.tenancy(household, home, moved_in_on=moved_in_on, monthly_rent=9000)
    make.contract(tenancy, starts_on=moved_in_on, ends_on=add_months(moved_in_on, 36))
    return household


class Adviser(Desk):
    """Somebody who helps a household from renting to owning."""

    def begins_the_day(self, user):
        """Logged in anew: after days away nobody still is."""
        self.page.context.clear_cookies()
        self.log_in(user, make.PASSWORD)

    def opens(self, room, household, *, as_anothers=False):
        """From the room's own page; whoever has not the case says why first."""
        self.go_to(room, room)
        self.activate(self.main.get_by_role("link", name=household.name, exact=True).first)
        if as_anothers:
            self.arrives("Hvorfor åpner du saken?")
            self.press(WHY)
        self.arrives(household.name)

    def row(self, name, role="rowheader"):
        """The other cells of the first table row that has this one."""
        rows = self.main.get_by_role("row").filter(has=self.page.get_by_role(role, name=name, exact=True))
        cells = rows.first.get_by_role("cell").all_inner_texts()
        told = [text.replace("\N{NO-BREAK SPACE}", " ") for text in cells]
        return [text for text in told if text != name]

    def reads_the_sheet(self):
        """The worker prints it while one waits."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not Letter.objects.filter(kind="affordability", file__isnull=False).exists():
            assert time.monotonic() < deadline, "The sheet was never printed"
            time.sleep(0.5)
        pdf, _name = self.fetch("Åpne arket")
        return words_of(pdf)


def is_sold(household, sold_on, price):
    """The dwelling left the stock, and tenancy and lease were over, on the day of the sale and not before."""
    purchase, tenancy = Purchase.objects.get(), Tenancy.objects.get(household=household)
    home = tenancy.dwelling
    assert (purchase.household, purchase.kind, purchase.dwelling) == (household, "municipal", home)
    assert (purchase.price, purchase.bought_on) == (price, sold_on)
    assert (home.left_stock_on, home.left_stock_reason, home.disposal_price) == (sold_on, "sold_to_tenant", price)
    before = sold_on - timedelta(days=1)
    assert Dwelling.objects.in_stock(before).filter(pk=home.pk).exists()
    assert not Dwelling.objects.in_stock(sold_on).filter(pk=home.pk).exists()
    assert (tenancy.status, tenancy.moved_out_on, tenancy.end_reason) == ("ended", sold_on, "bought")
    assert list(Tenancy.objects.lived_in(before).filter(household=household)) == [tenancy]
    assert not Tenancy.objects.lived_in(sold_on).filter(household=household).exists()
    income = ReinvestmentEntry.objects.get()
    assert (income.purchase, income.kind, income.posted_on, income.effect) == (purchase, "sale", sold_on, price)
    assert ReinvestmentEntry.objects.balance() == price
    others = Dwelling.objects.exclude(pk=home.pk).count()
    assert sales.balance_of(income) == sales.Balance(0, price, others + 1, others)
    return purchase
