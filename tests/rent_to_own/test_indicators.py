"""The source's funnel: 643 → 161 → 79 → 80 + 53 = 133, by year and in total, through the pages' own methods."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from housing.models import Dwelling, Household, Membership, Person
from rent_to_own import indicators
from rent_to_own.models import Guidance, Purchase, StartLoan
from tests import make
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db

# By year, as they could have been from June 2011 on; the source gives the sums (its cells are empty).
YEARS = [2011, 2012, 2013, 2014]
GUIDED = [120, 210, 190, 123]
WITH_CHILDREN = [30, 61, 50, 33]
LOANS = [21, 52, 51, 37]
GRANTS = [8, 25, 27, 19]
PRIVATE = [6, 17, 18, 12]
MUNICIPAL = [10, 26, 27, 17]
CLOSED = [40, 90, 100, 60]
HELPED = [3, 8, 9, 5]
REOPENED = [2, 9, 12, 7]


def spread(counts, *, day=15):
    """A day for each, month by month, the year's own."""
    return [date(year, 1 + n % 12, day) for year, many in zip(YEARS, counts, strict=True) for n in range(many)]


@pytest.fixture
def drammen():
    """Records that give the source's numbers, and as many beside that belong to no guidance."""
    begun = spread(GUIDED, day=1)
    households = Household.objects.bulk_create(Household(created_on=date(2010, 1, 1)) for _ in begun)
    guidances = Guidance.objects.bulk_create(
        Guidance(household=household, started_on=day, origin="tenant")
        for household, day in zip(households, begun, strict=True)
    )
    _children(guidances)
    _close(guidances)
    _lend(guidances)
    _buy(guidances)
    # Of nobody who was guided: counted in no indicator.
    other = make.household(created_on=date(2010, 1, 1))
    lent = {"outcome": "granted", "loan_amount": 1, "grant_amount": 1, "decided_on": date(2012, 5, 1)}
    StartLoan.objects.create(household=other, applied_on=date(2012, 4, 1), **lent)
    Purchase.objects.create(household=other, kind="private", bought_on=date(2012, 5, 1))


def _of_year(guidances, counts):
    """As many of those begun in each year as asked for."""
    return [one for year, many in zip(YEARS, counts, strict=True) for one in _begun(guidances, year)[:many]]


def _begun(guidances, year):
    return [one for one in guidances if one.started_on.year == year]


def _children(guidances):
    chosen = _of_year(guidances, WITH_CHILDREN)
    people = Person.objects.bulk_create(
        Person(given_name="Barn", family_name="Berg", birth_date=date(2005, 1, 1)) for _ in chosen
    )
    # One who turns eighteen the day the guidance begins, and one who moved out that day, are no children there.
    grown = [one for one in guidances if one not in chosen][:2]
    people += Person.objects.bulk_create(
        [
            Person(given_name="Voksen", birth_date=grown[0].started_on.replace(year=grown[0].started_on.year - 18)),
            Person(given_name="Flyttet", birth_date=date(2005, 1, 1)),
        ]
    )
    left = [None] * len(chosen) + [None, grown[1].started_on]
    Membership.objects.bulk_create(
        Membership(household=one.household, person=person, role="child", joined_on=date(2010, 1, 1), left_on=until)
        for one, person, until in zip([*chosen, *grown], people, left, strict=True)
    )


def _close(guidances):
    """Closed at the end of the year they began in; some of them helped to rent, and some of them opened again."""
    for year, closed, helped, reopened in zip(YEARS, CLOSED, HELPED, REOPENED, strict=True):
        for place, one in enumerate(_begun(guidances, year)[:closed]):
            one.status, one.closed_on = "closed", date(year, 12, 20)
            one.closing_reason = "private_tenancy" if place < helped else "not_possible"
            if helped <= place < helped + reopened - 1:
                one.status, one.reopened_on = "guided", [date(year, 12, 20)]
            if place == helped:
                # Twice in its year: it was closed in between.
                one.reopened_on = [date(year, 12, 10), date(year, 12, 20)]
    Guidance.objects.bulk_update(guidances, ["status", "closed_on", "closing_reason", "reopened_on"])


def _lend(guidances):
    rows = []
    for year, loans, grants in zip(YEARS, LOANS, GRANTS, strict=True):
        for place, one in enumerate(_begun(guidances, year)[:loans]):
            decided = one.started_on + timedelta(days=1)
            grant = 200_000 if place < grants else None
            facts = {"outcome": "granted", "decided_on": decided, "loan_amount": 1_300_000, "grant_amount": grant}
            rows.append(StartLoan(household=one.household, guidance=one, applied_on=one.started_on, **facts))
    refused = {"outcome": "rejected", "decided_on": date(2013, 1, 1)}
    rows.append(
        StartLoan(household=guidances[-1].household, guidance=guidances[-1], applied_on=date(2013, 1, 1), **refused)
    )
    StartLoan.objects.bulk_create(rows)


def _buy(guidances):
    for year, private, municipal in zip(YEARS, PRIVATE, MUNICIPAL, strict=True):
        buyers = _begun(guidances, year)[: private + municipal]
        homes = Dwelling.objects.bulk_create(
            Dwelling(
                address=f"Solgtveien {n}", ownership="owned", acquired_on=date(2000, 1, 1), left_stock_on=one.started_on
            )
            for n, one in enumerate(buyers[private:])
        )
        homes = [None] * private + list(homes)
        Purchase.objects.bulk_create(
            Purchase(
                household=one.household,
                guidance=one,
                kind="municipal" if home else "private",
                dwelling=home,
                bought_on=one.started_on,
                price=1_000_000,
            )
            for one, home in zip(buyers, homes, strict=True)
        )


def test_the_funnel_of_the_source(drammen):
    found = {row.indicator.code: row for row in indicators.table(YEARS)}
    assert {code: row.total for code, row in found.items()} == {
        "rto.guided": 643,
        "rto.guided_with_children": sum(WITH_CHILDREN),
        "rto.closed": sum(CLOSED),
        "rto.reopened": sum(REOPENED),
        "rto.loans": 161,
        "rto.grants": 79,
        "rto.bought_private": 53,
        "rto.bought_municipal": 80,
        "rto.private_tenancies": sum(HELPED),
    }
    assert {code: row.by_year for code, row in found.items()} == {
        "rto.guided": GUIDED,
        "rto.guided_with_children": WITH_CHILDREN,
        "rto.closed": CLOSED,
        "rto.reopened": REOPENED,
        "rto.loans": LOANS,
        "rto.grants": GRANTS,
        "rto.bought_private": PRIVATE,
        "rto.bought_municipal": MUNICIPAL,
        "rto.private_tenancies": HELPED,
    }
    assert found["rto.bought_private"].total + found["rto.bought_municipal"].total == 133


def test_the_page_says_the_funnel(drammen, at, monkeypatch):
    monkeypatch.setattr("rent_to_own.views.overview.SHOWN_YEARS", 30)
    page = at.get(reverse("indicator_list"))
    text = " ".join(page.content.decode().split())
    assert "643 veiledet → 161 fikk startlån → 79 fikk også tilskudd → <strong>133 nye boligeiere</strong>" in text
    assert "80 kjøpte boligen de leide, 53 kjøpte privat" in text
    years = page.context["years"]
    rows = {row.indicator.code: dict(zip(years, row.by_year, strict=True)) for row in page.context["rows"]}
    assert [rows["rto.guided"][year] for year in YEARS] == GUIDED
    file = at.get(reverse("indicator_list"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(file) == 1 + 9
    assert file[1].startswith("Antall leietakere til veiledning og vurdering;")
    assert file[1].endswith(";643")


def test_the_nine_rows_stand_as_in_the_source():
    assert [str(one.label) for one in indicators.INDICATORS] == [
        "Antall leietakere til veiledning og vurdering",
        "Antall husstander med barn av de med veiledning",
        "Antall avsluttet av de som har fått veiledning",
        "Antall gjenopptatte saker",
        "Antall som har fått startlån",
        "Antall som har fått boligtilskudd",
        "Antall som har kjøpt privat bolig",
        "Antall som har kjøpt kommunal bolig",
        "Antall som har fått hjelp til å inngå avtale i privat leieforhold",
    ]


def test_a_table_of_nothing_is_noughts():
    assert all(row.total == 0 and row.by_year == [0] for row in indicators.table([2026]))
    assert indicators.first_year(date(2026, 1, 1)) is None


def test_what_is_reopened_stays_counted_where_it_was_closed():
    kari = make.caseworker()
    one = make_rto.guidance(make.household(), by=kari, started_on=date(2025, 3, 1))
    one.close(by=kari, closed_on=date(2025, 9, 1), closing_reason="not_possible")
    one.reopen(by=kari, reopened_on=date(2026, 2, 1))
    by_code = {row.indicator.code: row.by_year for row in indicators.table([2025, 2026])}
    assert by_code["rto.closed"] == [1, 0]
    assert by_code["rto.reopened"] == [0, 1]
