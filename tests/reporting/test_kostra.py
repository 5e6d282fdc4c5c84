"""The yearly sheet to Statistics Norway: what its numbers count, that they can be opened, and what it does not know."""

import csv
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from housing.models import Tenancy
from housing.periods import Period
from reporting import kostra
from reporting.kostra import fields
from tests import make
from tests.reporting.plain_count import Count, day_of, read

pytestmark = pytest.mark.django_db

YEAR = 2025
LAST = date(2025, 12, 31)
UNCHECKED = "ikke kontrollert mot skjemaet"


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def leader(client):
    user = make.leader()
    client.force_login(user)
    return user


def number(code, year=YEAR):
    return kostra.BY_CODE[code].of(Period.year(year))


def housed(household, street, *, allocated_on, by=None, kind="new", received_on=None, **facts):
    """A household with a municipal dwelling, and the application that gave it when ``received_on`` is known."""
    case = make.application(household, by=by, kind=kind, received_on=received_on) if received_on else None
    facts = {"moved_in_on": allocated_on} | facts
    return make.tenancy(
        household, make.dwelling(street), tenure="municipal", application=case, allocated_on=allocated_on, **facts
    )


class TestNewHouseholds:
    def test_each_counts_once_in_a_year_however_many_dwellings_it_got(self, kari):
        household = make.household()
        facts = {"received_on": date(2025, 1, 2), "moved_out_on": date(2025, 5, 1)}
        first = housed(household, "A 1", allocated_on=date(2025, 3, 1), by=kari, **facts)
        housed(household, "A 2", allocated_on=date(2025, 9, 1), received_on=date(2025, 8, 1), by=kari)
        assert list(kostra.BY_CODE["kostra.new_households"].rows(Period.year(YEAR))) == [first]

    @pytest.mark.parametrize("kind", ["transfer", "extension"])
    def test_who_asked_for_another_dwelling_or_a_longer_lease_is_not_new(self, kari, kind):
        housed(make.household(), "A 1", allocated_on=date(2025, 3, 1), received_on=date(2025, 1, 2), by=kari, kind=kind)
        assert number("kostra.new_households") == 0

    @pytest.mark.parametrize(
        ("moved_out_on", "found"),
        [(None, 0), (date(2025, 1, 3), 0), (date(2025, 1, 2), 1), (date(2024, 6, 1), 1)],
        ids=["still there", "the day after it applied", "the day it applied", "long before"],
    )
    def test_a_tenant_the_day_it_applied_is_not_new(self, kari, moved_out_on, found):
        household = make.household()
        housed(household, "A 1", allocated_on=date(2020, 1, 1), moved_out_on=moved_out_on)
        housed(household, "A 2", allocated_on=date(2025, 3, 1), received_on=date(2025, 1, 2), by=kari)
        assert number("kostra.new_households") == found

    def test_a_private_tenant_is_new(self, kari):
        household = make.household()
        make.tenancy(household, moved_in_on=date(2020, 1, 1))
        housed(household, "A 2", allocated_on=date(2025, 3, 1), received_on=date(2025, 1, 2), by=kari)
        assert number("kostra.new_households") == 1

    def test_an_application_not_known_is_reckoned_from_the_allocation(self):
        tenant = make.household()
        housed(tenant, "A 1", allocated_on=date(2020, 1, 1))
        housed(tenant, "A 2", allocated_on=date(2025, 3, 1))
        housed(make.household(), "A 3", allocated_on=date(2025, 3, 1))
        assert number("kostra.new_households") == 1

    @pytest.mark.parametrize(("fell_on", "found"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1)])
    def test_an_allocation_that_fell_through_within_the_year_is_none(self, fell_on, found):
        housed(make.household(), "A 1", allocated_on=date(2025, 12, 20), moved_in_on=None, moved_out_on=fell_on)
        assert number("kostra.new_households") == found

    def test_groups_overlap_and_health_is_one_group(self):
        for place, groups in enumerate([["mental_illness"], ["substance_use", "refugee"], ["physical_disability"], []]):
            housed(make.household(target_groups=groups), f"A {place}", allocated_on=date(2025, 3, 1))
        found = [number(f"kostra.new_{group}") for group in ("households", "health", "refugees", "disability")]
        assert found == [4, 2, 1, 1]


class TestApplicants:
    def test_each_counts_once_and_only_who_lives_in_no_municipal_dwelling(self, kari):
        twice, tenant = make.household(), make.household()
        for day in (date(2025, 2, 1), date(2025, 11, 1)):
            make.refused(twice, by=kari, received_on=day, decided_on=day)
        housed(tenant, "A 1", allocated_on=date(2020, 1, 1))
        make.refused(tenant, by=kari, received_on=date(2025, 2, 1), decided_on=date(2025, 3, 1))
        make.granted(make.household(), by=kari, received_on=date(2025, 2, 1), decided_on=date(2026, 1, 1))
        dismissed = make.application(make.household(), by=kari, received_on=date(2024, 2, 1))
        decision = make.decision(dismissed, by=kari, outcome="dismissed", decided_on=date(2025, 1, 1))
        dismissed.dismiss(by=kari, decision=decision)
        found = {code: number(f"kostra.{code}") for code in ("applicants", "granted", "rejected")}
        assert found == {"applicants": 2, "granted": 0, "rejected": 1}
        assert number("kostra.granted", 2026) == 1


class TestWaiting:
    def test_new_households_with_a_decision(self, kari):
        facts = {"by": kari, "received_on": date(2025, 2, 1), "decided_on": date(2025, 3, 1)}
        waiting, tenant = make.household(), make.household()
        make.granted(waiting, **facts)
        make.granted(waiting, **facts, needs_wheelchair=True)
        make.granted(make.household(), **facts, kind="transfer")
        make.granted(make.household(), **facts | {"decided_on": date(2026, 1, 1)})
        make.application(make.household(), by=kari, received_on=date(2025, 2, 1))
        make.granted(tenant, **facts)
        housed(tenant, "A 1", allocated_on=date(2020, 1, 1))
        assert (number("kostra.waiting"), number("kostra.waiting_adapted")) == (1, 1)


class TestStock:
    def test_by_the_last_day_of_the_year(self):
        make.dwelling("A 1", is_wheelchair_accessible=True, category="care")
        make.dwelling("A 2", is_wheelchair_accessible=None, ownership="leased_in")
        make.dwelling("A 3", is_wheelchair_accessible=True, left_stock_on=LAST, left_stock_reason="sold")
        make.dwelling("A 4", is_wheelchair_accessible=True, acquired_on=date(2026, 1, 1))
        codes = ("dwellings.total", "dwellings.leased_in", "kostra.dwellings_wheelchair", "kostra.dwellings_care")
        assert [number(code) for code in codes] == [2, 1, 1, 1]

    def test_inhabitants_are_those_of_the_first_of_january_after(self, settings):
        settings.INHABITANTS = {2025: 1000, 2026: 3000}
        for place in range(5):
            make.dwelling(f"A {place}")
        assert number("kostra.dwellings_per_1000") == Decimal("1.7")
        assert number("kostra.dwellings_per_1000", 2026) is None, "not known before the year after has its number"


def test_the_sheet_agrees_with_a_plain_count(tmp_path):
    call_command("generate_records", tmp_path, scale=0.1, seed=7, years=4, until=date(2026, 11, 15), verbosity=0)
    call_command("import_records", tmp_path, verbosity=0)
    stayed_long = []
    for year in (2024, 2025):
        counted = Plainly(read(tmp_path), year).all()
        found = {line.field.figure: line.value for line in kostra.sheet(year)}
        assert found == counted
        assert counted["kostra.new_households"]
        assert counted["kostra.waiting"]
        assert counted["temporary.households"]
        stayed_long.append(counted["kostra.temporary_over_3_months"])
    assert any(stayed_long)


class Plainly:
    """One municipality's files and one year, by loops, straight from the definitions."""

    def __init__(self, files, year):
        self.last = date(year, 12, 31)
        self.count = Count(files, date(year, 1, 1), self.last, settings.INHABITANTS)
        self.inhabitants = settings.INHABITANTS.get(year + 1)
        self.groups = {row["id"]: set(row["target_groups"].split("|")) for row in files["households"]}
        accepted = [row for row in files["offers"] if row["answer"] == "accepted"]
        self.promised = {row["application"] for row in accepted if day_of(row["answered_on"]) <= self.last}
        self.cases = {row["id"]: row for row in self.count.rows("applications")}
        self.tenancies = [row for row in self.count.rows("tenancies") if row["tenure"] == "municipal"]

    def all(self):
        return {**self.stock(), **self.applications(), **self.new(), **self.waiting(), **self.temporary()}

    def is_tenant(self, household, day, but=None):
        theirs = [row for row in self.tenancies if row["household"] == household and row is not but]
        return any(Count.holds(row["moved_in_on"], row["moved_out_on"], day) for row in theirs)

    def stock(self):
        all_rows = self.count.rows("dwellings")
        stock = [row for row in all_rows if Count.holds(row["acquired_on"], row["left_stock_on"], self.last)]
        owners = [row["ownership"] for row in stock]
        each = Decimal(len(stock)) * 1000 / self.inhabitants if self.inhabitants else None
        return {
            "dwellings.total": len(stock),
            **{f"dwellings.{way}": owners.count(way) for way in ("owned", "leased_in", "nomination")},
            "kostra.dwellings_wheelchair": sum(row["is_wheelchair_accessible"] == "ja" for row in stock),
            "kostra.dwellings_care": sum(row["category"] == "care" for row in stock),
            "kostra.dwellings_per_1000": each and each.quantize(Decimal("0.1"), ROUND_HALF_UP),
        }

    def applications(self):
        new = [
            row
            for row in self.cases.values()
            if row["kind"] == "new" and not self.is_tenant(row["household"], row["received_on"])
        ]
        decided = [row for row in new if self.count.in_period(row["decided_on"])]
        return {
            "kostra.applicants": len({row["household"] for row in new if self.count.in_period(row["received_on"])}),
            "kostra.granted": len({row["household"] for row in decided if row["outcome"] == "granted"}),
            "kostra.rejected": len({row["household"] for row in decided if row["outcome"] == "rejected"}),
        }

    def new(self):
        moved = set()
        for row in self.tenancies:
            case, ended = self.cases.get(row["application"]), row["moved_out_on"]
            fell_through = row["moved_in_on"] is None and ended is not None and ended <= self.last
            asked_for_another = case is not None and case["kind"] in ("transfer", "extension")
            if not self.count.in_period(row["allocated_on"]) or fell_through or asked_for_another:
                continue
            applied_on = case["received_on"] if case else row["allocated_on"]
            if not self.is_tenant(row["household"], applied_on, but=row):
                moved.add(row["household"])
        of = {
            "refugees": {"refugee"},
            "health": {"substance_use", "mental_illness", "dual_diagnosis"},
            "disability": {"physical_disability", "intellectual_disability"},
        }
        shares = {f"kostra.new_{name}": sum(bool(self.groups[one] & of[name]) for one in moved) for name in of}
        return {"kostra.new_households": len(moved), **shares}

    def waiting(self):
        granted = [row for row in self.cases.values() if row["kind"] == "new" and row["outcome"] == "granted"]
        on_list = [row for row in granted if Count.holds(row["decided_on"], row["closed_on"], self.last)]
        waiting = [
            row for row in on_list if row["id"] not in self.promised and not self.is_tenant(row["household"], self.last)
        ]
        adapted = {row["household"] for row in waiting if row["needs_wheelchair"] == "ja"}
        return {"kostra.waiting": len({row["household"] for row in waiting}), "kostra.waiting_adapted": len(adapted)}

    def temporary(self):
        """Night by night: how long each had been there without a night elsewhere."""
        nights = {}
        for row in self.count.rows("temporary_stays"):
            night, ends = row["starts_on"], row["ends_on"]
            while night <= self.last and (ends is None or night < ends):
                nights.setdefault(row["household"], set()).add(night)
                night += timedelta(days=1)
        within, long = set(), set()
        for household, slept in nights.items():
            if not any(self.count.first <= night <= self.last for night in slept):
                continue
            within.add(household)
            for first in sorted(night for night in slept if night - timedelta(days=1) not in slept):
                after = first
                while after in slept:
                    after += timedelta(days=1)
                # The last day of the year is the last one known, and no night of it is over.
                after = min(after, self.last)
                if after > self.count.first and after > first + relativedelta(months=3):
                    long.add(household)
        return {"temporary.households": len(within), "kostra.temporary_over_3_months": len(long)}


class TestTemporary:
    @pytest.mark.parametrize(
        ("stays", "found"),
        [
            ([(date(2025, 3, 1), date(2025, 6, 1))], 0),
            ([(date(2025, 3, 1), date(2025, 6, 2))], 1),
            ([(date(2025, 3, 1), date(2025, 5, 1)), (date(2025, 5, 1), date(2025, 6, 2))], 1),
            ([(date(2025, 3, 1), date(2025, 5, 1)), (date(2025, 5, 2), date(2025, 6, 30))], 0),
            ([(date(2024, 10, 1), date(2025, 1, 2))], 1),
            ([(date(2024, 1, 1), date(2024, 12, 1)), (date(2025, 2, 1), date(2025, 2, 9))], 0),
            ([(date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 2, 1), date(2025, 2, 9))], 0),
            ([(date(2025, 10, 1), None)], 0),
            ([(date(2025, 9, 30), None)], 1),
        ],
        ids=[
            "three months",
            "a day more",
            "moved without a night elsewhere",
            "a night elsewhere",
            "begun the year before",
            "long, and over the year before",
            "long, and over at New Year",
            "three months by New Year, less a day",
            "a day over by New Year",
        ],
    )
    def test_the_longest_unbroken_stay_decides(self, kari, stays, found):
        household = make.household()
        for starts_on, ends_on in stays:
            make.temporary_stay(household, by=kari, starts_on=starts_on, ends_on=ends_on)
        assert number("kostra.temporary_over_3_months") == found
        assert number("temporary.households") == 1


class TestFields:
    def test_every_field_is_answered_by_one_figure_and_every_figure_of_ours_is_asked_for(self):
        codes = [field.figure for field in fields.FIELDS]
        assert len(codes) == len(set(codes))
        assert set(codes) <= set(kostra.BY_CODE)
        assert {figure.code for figure in kostra.counting.FIGURES} <= set(codes)

    def test_a_field_is_there_in_its_own_years(self, monkeypatch):
        was, now = (
            fields.Field("dwellings.total", fields.Part.STOCK, name, "Skjema", *years)
            for name, years in (("I alt", (2015, 2024)), ("Til sammen", (2025, None)))
        )
        monkeypatch.setattr(kostra, "FIELDS", (was, now))
        assert [kostra.fields_of(year) for year in (2014, 2024, 2025)] == [[], [was], [now]]

    @pytest.mark.parametrize(("checked", "said"), [(False, UNCHECKED), (True, "kontrollert mot skjemaet")])
    def test_it_says_whether_anybody_has_held_it_against_the_form(self, client, leader, monkeypatch, checked, said):
        field = fields.Field("dwellings.total", fields.Part.STOCK, "I alt", "Skjema", 2015, is_checked=checked)
        monkeypatch.setattr(kostra, "FIELDS", (field,))
        page = client.get(reverse("kostra")).content.decode()
        assert f">{said}<" in page
        assert ("Sjekk ordlyden mot årets skjema" in page) is not checked

    def test_none_is_said_to_be_checked_that_nobody_has_seen(self):
        """Turn one on here when somebody has held it against the form."""
        assert {field.figure for field in fields.FIELDS if field.is_checked} == set()


class TestPages:
    def test_the_year_that_is_over_with_its_last_day_to_send(self, client, leader):
        page = client.get(reverse("kostra")).content.decode()
        year = kostra.latest_year(timezone.localdate())
        assert f"KOSTRA {year}" in page
        assert f"Sendes SSB innen 15.02.{year + 1}." in page
        assert "KOSTRA-forskriften" in page
        assert page.count(UNCHECKED) == len(fields.FIELDS) + 1

    @pytest.mark.parametrize("asked", ["2014", "3000", "0", "tull", "", "٢٠٢٥0", "-1", "1e400"])
    def test_a_year_it_does_not_have_is_told_and_the_usual_one_shown(self, client, leader, asked):
        page = client.get(reverse("kostra"), {"aar": asked})
        assert page.status_code == 200
        assert page.context["year"] == kostra.latest_year(timezone.localdate())

    @pytest.mark.parametrize("code", [field.figure for field in fields.FIELDS])
    def test_every_number_is_opened_and_has_as_many_rows_as_it_says(self, client, leader, code):
        page = client.get(reverse("kostra_rows", args=[code]), {"aar": YEAR})
        assert page.status_code == 200
        assert str(kostra.BY_CODE[code].definition) in page.content.decode().replace("&quot;", '"')

    def test_rows_lead_on_by_number_and_name_nobody(self, client, leader):
        household = make.household(main=make.person("Zainab", "Qvist"))
        home = housed(household, "Strandgata 44", allocated_on=date(2025, 3, 1))
        page = client.get(reverse("kostra_rows", args=["kostra.new_households"]), {"aar": YEAR}).content.decode()
        assert f'href="{home.get_absolute_url()}">{home.number}<' in page
        assert "1 rad ligger bak tallet." in page
        assert "Qvist" not in page
        assert "Strandgata" not in page

    def test_a_figure_of_another_page_is_not_here(self, client, leader):
        assert client.get(reverse("kostra_rows", args=["homeless.households"])).status_code == 404

    def test_the_same_sheet_as_files(self, client, leader):
        housed(make.household(), "A 1", allocated_on=date(2025, 3, 1))
        answer = client.get(reverse("kostra"), {"aar": YEAR, "format": "csv"})
        lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        book = load_workbook(BytesIO(client.get(reverse("kostra"), {"aar": YEAR, "format": "xlsx"}).content))
        assert [len(lines), book.active.max_row] == [len(fields.FIELDS) + 1] * 2
        assert all(line[-1] == UNCHECKED for line in lines[1:])
        by_code = {line[5]: line for line in lines[1:]}
        part = "Nyinnflyttede husstander"
        assert by_code["kostra.new_households"][:5] == ["2025", part, f"{part} i alt", "1", "husstander"]
        assert f"kommunale-boliger-{YEAR}.csv" in answer["Content-Disposition"]

    def test_as_many_questions_for_three_as_for_one(self, client, leader):
        asked = []
        for place in range(3):
            housed(make.household(), f"A {place}", allocated_on=date(2025, 3, 1))
            with CaptureQueriesContext(connection) as queries:
                for name, codes in (("kostra", []), ("kostra_rows", ["kostra.new_households"])):
                    client.get(reverse(name, args=codes), {"aar": YEAR})
            asked.append(len(queries))
        assert asked[1] == asked[2]
        assert Tenancy.objects.count() == 3
