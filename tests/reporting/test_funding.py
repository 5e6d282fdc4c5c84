"""Section 7: what adds up and what does not, footnotes, sources, and that nothing of it stops anybody."""

from decimal import Decimal

import pytest
from django.urls import reverse

from housing.periods import Period
from reporting import funding
from reporting.funding_check import Year, findings
from reporting.models import Report, ReportFunding, ReportFundingSource
from tests import make, make_reports

SPRING, AUTUMN = Period.half_year(2026, 1), Period.half_year(2026, 2)


def year(number=2014, **amounts):
    return Year(number, **{name: Decimal(amount) for name, amount in amounts.items()})


@pytest.mark.parametrize(
    "known",
    [
        # Holmestrand: what was paid, and what the municipality put in.
        year(own=310_662, paid=1_000_000, used=1_310_662),
        year(own=360_000, paid=1_200_000, used=1_560_000),
        # Mandal.
        year(paid=384_000, own=300_000, used=684_000),
        year(paid=615_812, own=300_000, used=915_812),
        year(paid=400_000, carried_over=100_000, own=300_000, used=800_000),
        # Nothing to compare with.
        year(used=500_000),
        year(granted=500_000),
        year(),
    ],
)
def test_what_adds_up_is_not_mentioned(known):
    assert findings([known]) == []


def test_mandal_is_a_krone_out_and_is_told_both_numbers():
    told = findings([year(paid=954_861, own=300_000, used=1_254_860)])
    assert told == [
        "2014: Totalt forbruk er 1 254 860 kr, men utbetalt, overført og egenfinansiering er til sammen "
        "1 254 861 kr (avvik: 1 kr).".replace(" 254 ", "\u00a0254\u00a0").replace(" kr", "\u00a0kr")
    ]


def test_each_kind_of_contradiction_is_a_sentence_of_its_own_in_the_order_of_the_years():
    told = findings(
        [
            year(2015, granted=100_000, from_husbanken=90_000),
            year(2013, granted=100_000, paid=120_000),
            year(2014, granted=100_000, paid=80_000, applied_rest="20000.50"),
        ]
    )
    plain = [text.replace("\u00a0", " ") for text in told]
    assert plain == [
        "2013: Utbetalt er 120 000 kr, men tilsagnet er 100 000 kr.",
        "2014: Det er søkt om å bruke 20 000,50 kr i restmidler, men av tilsagnet gjenstår 20 000 kr.",
        "2015: Kompetansemidler fra Husbanken er 90 000 kr etter kilde, men tilsagnet er 100 000 kr.",
    ]


# On the page


pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(client):
    user = make.user("programme")
    client.force_login(user)
    return user


@pytest.fixture
def draft(programme):
    return Report.write_new(SPRING, by=programme)


def rows(prefix, *forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def save(client, report, **data):
    return client.post(reverse("report_section", args=[report.pk, "ressursbruk"]), data)


MANDAL = {
    "year": "2014",
    "paid": "954 861",
    "carried_over": "0",
    "own": "300 000",
    "used": "1 254 860",
    "note": "Fra 2011 tilsagn",
}


def test_what_does_not_add_up_is_saved_and_told_where_the_table_is(client, draft):
    assert save(client, draft, **rows("funding", MANDAL), **rows("kilde")).status_code == 302

    assert draft.funding.get().used == 1_254_860
    for address in (draft.get_absolute_url(), reverse("report_section", args=[draft.pk, "ressursbruk"])):
        page = client.get(address).content.decode()
        assert "(avvik: 1\u00a0kr)" in page
        assert "Fra 2011 tilsagn" in page
    assert funding.findings_of(draft)


def test_the_steering_group_reads_the_table_and_not_the_doubts(client, draft, programme):
    save(client, draft, **rows("funding", MANDAL), **rows("kilde"))
    make_reports.approved(draft, by=programme)
    client.force_login(make.user("steering"))

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "1\u00a0254\u00a0860\u00a0kr" in page
    assert "avvik" not in page


def test_sources_stand_with_their_sum_by_year(client, draft):
    given = [
        {"year": "2013", "source": "husbanken", "amount": "600 000"},
        {"year": "2013", "source": "municipal", "amount": "400 000,50"},
        {"year": "2014", "source": "husbanken", "amount": "500000"},
        {"year": "", "source": "husbanken", "amount": ""},
    ]
    assert save(client, draft, **rows("funding"), **rows("kilde", *given)).status_code == 302

    table = funding.table_of(draft)["sources"]
    assert table["years"] == [2013, 2014]
    assert [(str(line["label"]), line["total"]) for line in table["lines"]] == [
        ("Kompetansemidler Husbanken", 1_100_000),
        ("Øremerket kommunalt", Decimal("400000.50")),
    ]
    assert (table["totals"], table["total"]) == ([Decimal("1000000.50"), 500_000], Decimal("1500000.50"))


def test_a_source_without_an_amount_is_told_at_its_field(client, draft):
    answer = save(client, draft, **rows("funding"), **rows("kilde", {"year": "2013", "source": "husbanken"}))
    assert answer.status_code == 200
    assert "Du må rette 1 feil" in answer.content.decode()


def test_the_same_source_twice_in_a_year_is_refused(client, draft):
    twice = [{"year": "2013", "source": "husbanken", "amount": "1"}] * 2
    answer = save(client, draft, **rows("funding"), **rows("kilde", *twice))
    assert "Kilden står der allerede for dette året." in answer.content.decode()
    assert draft.funding_sources.count() == 0
    years = [{"year": "2013", "paid": "1"}] * 2
    assert "Året står der allerede." in save(client, draft, **rows("funding", *years)).content.decode()


def test_a_page_without_the_sources_leaves_them_as_they_are(client, draft):
    ReportFundingSource.objects.create(report=draft, year=2013, source="husbanken", amount=5)
    assert save(client, draft, **rows("funding", MANDAL)).status_code == 302
    assert draft.funding_sources.count() == 1


def test_the_next_report_begins_with_all_the_money_of_this_one(client, draft, programme):
    ReportFunding.objects.create(report=draft, year=2014, carried_over=5, applied_rest=6, note="Fotnote")
    ReportFundingSource.objects.create(report=draft, year=2014, source="directorate", amount=7)

    after = Report.write_new(AUTUMN, by=programme)

    row = after.funding.get()
    assert (row.year, row.carried_over, row.applied_rest, row.note) == (2014, 5, 6, "Fotnote")
    assert after.funding_sources.values_list("year", "source", "amount").get() == (2014, "directorate", 7)


def test_lines_the_form_does_not_have_stand_only_when_some_year_has_them(draft):
    row = ReportFunding.objects.create(report=draft, year=2014, paid=1)
    assert [line["name"] for line in funding.table_of(draft)["lines"]] == ["granted", "paid", "own", "used"]
    row.carried_over = 0
    row.save()
    assert "carried_over" in [line["name"] for line in funding.table_of(draft)["lines"]]
