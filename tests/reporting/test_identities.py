"""The sums that the source reports themselves add up (seeds § 28), out of the program's own figures.

Records are made that would give the numbers, and the figures are asked. Elsewhere: the funnel's nine rows by year
(``tests/rent_to_own/test_indicators.py``) and Bodø's table (``test_figures_housing_first.py``), used here too.

No figure of the program's is, and why; each is reckoned here from two figures that are, with the program's ``percent``:

- 161 of 643 is 25,0 %, 79 of 161 is 49,1 %, 374 of 1525 is 24,5 %, 479 of 872 is 54,9 %, 596 of 1168 is 51,0 %: shares
  the texts reckon from two counts that stand beside each other in the report.
- 13,2 applications per 1 000 inhabitants: only dwellings are asked for per 1 000 inhabitants.
- 75 persons only talked with (Drammen 2004): a journal of those a team does not follow is not kept; here they are
  referrals that became no participation.
- 7 = 2 + 1 + 2 + 2 and 18 = 3 + 4 + 3 + 8 (⚠d), 15 + 11 ≠ 27 staffed homes (⚠f), 42 or 50 in the course (⚠h), the
  waiting list of about 40 (⚠l), lost years (⚠m) and two starts of a meeting (⚠n): told in texts about single
  households, homes, courses and meetings that the sources do not list; nothing to reckon.
- More homeless because more were registered (⚠o): that is said in the report's comment to the figure.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from applications.models import Application, Mapping
from evictions.models import Petition
from housing.models import Contract, Dwelling, Household, Membership, Person, Tenancy
from housing.periods import Period, percent, round_half_up
from housing_first.models import BaseDwelling, Participation, Referral, Team
from reporting.figures import BY_CODE, Unit
from reporting.figures.dwellings import inhabitants_on
from tests.rent_to_own.test_indicators import drammen  # noqa: F401 (a fixture)
from tests.reporting.test_figures_housing_first import BODO, bodo

pytestmark = pytest.mark.django_db


def of_year(year):
    return Period(date(year, 1, 1), date(year, 12, 31))


YEAR = of_year(2013)
D = YEAR.last
LONG_AGO = date(2000, 1, 1)


def figure(code, period=YEAR):
    return BY_CODE[code].of(period)


def figures(period, *codes):
    return [figure(code, period) for code in codes]


def households(count):
    return Household.objects.bulk_create(Household(created_on=LONG_AGO) for _number in range(count))


def homes(count, *, acquired_on=LONG_AGO, ownership="owned", **facts):
    return Dwelling.objects.bulk_create(
        Dwelling(address=f"Elvegata {number}", ownership=ownership, acquired_on=acquired_on, **facts)
        for number in range(count)
    )


def let(count, **facts):
    """As many municipal tenancies, each of its own household and dwelling."""
    facts = {"status": "active"} | facts
    return Tenancy.objects.bulk_create(
        Tenancy(household=household, dwelling=dwelling, tenure="municipal", **facts)
        for household, dwelling in zip(households(count), homes(count), strict=True)
    )


# --- Rent to own -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drammen")
def test_of_643_guided_161_got_a_loan_79_a_grant_and_133_a_home():
    period = Period(date(2011, 1, 1), date(2014, 12, 31))
    wanted = {"guided": 643, "loans": 161, "grants": 79, "bought_private": 53, "bought_municipal": 80}
    found = {name: figure(f"rto.{name}", period) for name in wanted}

    assert found == wanted
    assert figure("rto.new_owners", period) == 133 == found["bought_private"] + found["bought_municipal"]
    assert percent(found["loans"], found["guided"]) == Decimal("25.0")
    assert percent(found["grants"], found["loans"]) == Decimal("49.1")
    # Loans and grants of all, also those of nobody's guidance.
    assert figures(period, "loans.count", "grants.count") == [162, 80]


@pytest.mark.usefixtures("drammen")
def test_the_same_records_to_an_earlier_day_are_a_smaller_number_of_the_same_kind():
    """⚠c: 145 and 161 loans, 123 and 133 homes are one count to two days; the source lost the days."""
    start, days = date(2011, 1, 1), [date(2013, 12, 31) + timedelta(days=number) for number in range(0, 366, 5)]
    counts = [figures(Period(start, day), "rto.loans", "rto.new_owners") for day in days]

    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == ([161 - 37, 133 - 29], [161, 133])
    assert all(bought <= lent for lent, bought in counts)


def test_137_3_millions_of_homes_bought_are_the_sum_of_their_years():
    """37 + 46,2 + what the source lost of 2013 and 2014, which must be 54,1; 80,3 for what was sold."""
    years = {2011: "37.0", 2012: "46.2", 2013: "37.4", 2014: "16.7"}
    for year, millions in years.items():
        price = Decimal(millions) * 1_000_000 / 10
        homes(10, acquired_on=date(year, 6, 15), acquisition_price=price)
    sold = {"left_stock_on": date(2013, 5, 1), "left_stock_reason": "sold_to_tenant"}
    homes(80, disposal_price=Decimal(1_003_750), **sold)
    whole = Period(date(2011, 6, 1), date(2014, 12, 31))

    by_year = [figure("dwellings.bought_cost", of_year(year)) for year in years]
    assert figure("dwellings.bought_cost", whole) == sum(by_year) == 137_300_000
    assert by_year[2] + by_year[3] == 54_100_000
    assert figures(whole, "dwellings.sold_to_tenant", "dwellings.sold_income") == [80, 80_300_000]


# --- Dwellings, applications, tenancies ------------------------------------------------------------------------------


def test_1063_owned_88_leased_and_374_by_right_are_1525_and_23_per_thousand(settings):
    settings.INHABITANTS = {2013: 66_214}
    for count, ownership in [(1063, "owned"), (88, "leased_in"), (374, "nomination")]:
        homes(count, ownership=ownership)
    homes(3, left_stock_on=D, left_stock_reason="sold_to_tenant")
    homes(2, acquired_on=D + timedelta(days=1))

    parts = figures(YEAR, "dwellings.owned", "dwellings.leased_in", "dwellings.nomination")
    assert (parts, figure("dwellings.total")) == ([1063, 88, 374], 1525)
    assert figure("dwellings.per_1000") == Decimal("23.0")
    assert percent(parts[2], sum(parts)) == Decimal("24.5")


@pytest.fixture
def applied():
    """479 for a first home, 255 for a longer lease, and so 138 for another home; 226 of all were granted."""
    kinds = ["new"] * 479 + ["extension"] * 255 + ["transfer"] * 138
    Application.objects.bulk_create(
        Application(
            household=household,
            kind=kind,
            received_on=YEAR.first + timedelta(days=number % 300),
            outcome="granted" if number < 226 else "rejected",
            status="granted" if number < 226 else "rejected",
            decided_on=YEAR.first + timedelta(days=number % 300 + 60),
        )
        for number, (household, kind) in enumerate(zip(households(len(kinds)), kinds, strict=True))
    )


@pytest.mark.usefixtures("applied")
def test_872_applied_479_of_them_for_a_first_home_and_26_of_a_hundred_got_one(settings):
    settings.INHABITANTS = {2013: 66_214}
    received = figure("applications.received")

    assert (received, figure("applications.received_new")) == (872, 479)
    assert percent(figure("applications.received_new"), received) == Decimal("54.9")
    assert round_half_up(Fraction(1000 * received, inhabitants_on(D)), 1) == Decimal("13.2")
    assert figures(YEAR, "applications.decided", "applications.granted") == [872, 226]
    assert figure("applications.grant_percent") == Decimal("25.9")


@pytest.mark.usefixtures("applied")
def test_255_for_a_longer_lease_are_29_of_a_hundred():
    """⚠i: the table says 25,8 %, which would be of 988; with 479 and 255 of 872 there are 138 who asked for another."""
    kinds = figures(YEAR, *(f"applications.received_{kind}" for kind in ("new", "extension", "transfer")))

    assert (kinds, sum(kinds)) == ([479, 255, 138], figure("applications.received"))
    assert percent(kinds[1], sum(kinds)) == Decimal("29.2")


def test_226_were_allocated_a_home_and_four_of_five_were_new():
    """⚠k: «ca 230» and 226 are one number; the program has the counted one."""
    before = let(45, moved_in_on=LONG_AGO, moved_out_on=YEAR.first, status="ended")
    again = [tenancy.household for tenancy in before]
    new_homes = homes(226)
    Tenancy.objects.bulk_create(
        Tenancy(
            household=household,
            dwelling=dwelling,
            tenure="municipal",
            status="active",
            allocated_on=YEAR.first + timedelta(days=number),
            moved_in_on=YEAR.first + timedelta(days=number + 14),
        )
        for number, (household, dwelling) in enumerate(zip(again + households(181), new_homes, strict=True))
    )
    made, new = figures(YEAR, "allocations.made", "allocations.new_tenants")

    assert (made, new) == (226, 181)
    assert percent(new, made, 0) == 80
    assert percent(made, 872) == Decimal("25.9")


def test_62_waited_to_move_in_each_month_of_2011_and_11_in_2013():
    let(51, allocated_on=date(2010, 12, 1), moved_in_on=date(2012, 6, 1))
    let(11, allocated_on=date(2010, 12, 1), status="allocated")

    means = [figure("waiting.move_in_monthly_mean", of_year(year)) for year in (2011, 2013)]
    assert means == [Decimal("62.0"), Decimal("11.0")]


def test_596_of_1168_have_lived_there_for_three_years_324_by_extension_and_272_for_long():
    day = Period(date(2014, 6, 1), date(2014, 6, 1))
    stayed = let(596, moved_in_on=date(2011, 6, 1))  # three years on the day: the same date counts
    newer = let(572, moved_in_on=date(2011, 6, 2))
    extended, long = stayed[:324], stayed[324:]
    terms = [(one, date(2011, 6, 1), date(2014, 6, 1)) for one in extended]
    terms += [(one, date(2014, 6, 1), date(2017, 6, 1)) for one in extended]
    terms += [(one, date(2011, 6, 1), None) for one in long[:200]]  # «varig»
    terms += [(one, date(2011, 6, 1), date(2021, 6, 1)) for one in long[200:]]  # «langtidskontrakt»
    terms += [(one, date(2011, 6, 2), date(2016, 6, 1)) for one in newer]
    Contract.objects.bulk_create(Contract(tenancy=one, starts_on=since, ends_on=until) for one, since, until in terms)

    codes = ["active", "over_3_years", "extended", "indefinite", "fixed_term", "expired_in_place"]
    found = dict(zip(codes, figures(day, *(f"tenancies.{code}" for code in codes)), strict=True))
    assert found == {
        "active": 1168,
        "over_3_years": 596,
        "extended": 324,
        "indefinite": 200,
        "fixed_term": 968,
        "expired_in_place": 0,
    }
    assert percent(found["over_3_years"], found["active"]) == Decimal("51.0")
    without_extension = found["over_3_years"] - found["extended"]
    # ⚠k: the text says «45 %».
    assert (without_extension, percent(without_extension, found["over_3_years"])) == (272, Decimal("45.6"))


# --- The homeless ----------------------------------------------------------------------------------------------------

CATEGORIES = ["1", "2", "3", "4", "other"]
COUNTED = {2008: [11, 34, 23, 0, 17], 2012: [13, 65, 33, 0, 18]}


@pytest.fixture
def homeless():
    """Mapped in the week of the count, which the mapping after it ended."""
    for year, counts in COUNTED.items():
        each = [category for category, count in zip(CATEGORIES, counts, strict=True) for _number in range(count)]
        Mapping.objects.bulk_create(
            Mapping(
                household=household,
                situation="no_home",
                homeless_category=category,
                mapped_on=date(year, 11, 26),
                ended_on=date(year, 12, 31),
            )
            for household, category in zip(households(len(each)), each, strict=True)
        )


@pytest.mark.usefixtures("homeless")
def test_85_became_129_and_the_categories_of_2012_are_a_hundred_per_cent():
    was, became = (figure("homeless.households", Period.of_month(year, 11)) for year in COUNTED)
    november = Period.of_month(2012, 11)
    counts = figures(november, *(f"homeless.category_{category}" for category in CATEGORIES))

    assert (was, became, became - was) == (85, 129, 44)
    assert counts == COUNTED[2012]
    assert [percent(count, became, 0) for count in counts] == [10, 50, 26, 0, 14]
    assert sum(percent(count, became, 0) for count in counts) == 100


@pytest.mark.usefixtures("homeless")
def test_17_and_11_of_a_hundred_discharged_and_released_are_28():
    problems = [["discharged_last_6_months"]] * 22 + [["released_last_6_months"]] * 14
    mapped = list(Mapping.objects.filter(mapped_on__year=2012)[: len(problems)])
    for mapping, known in zip(mapped, problems, strict=True):
        mapping.problems = known
    Mapping.objects.bulk_update(mapped, ["problems"])
    codes = [f"homeless.problem.{known}" for known in ("discharged_last_6_months", "released_last_6_months")]
    discharged, released = figures(Period.of_month(2012, 11), *codes)

    assert [percent(count, 129, 0) for count in (discharged, released, discharged + released)] == [17, 11, 28]


@pytest.mark.usefixtures("homeless")
def test_the_categories_of_2008_have_nobody_left_over():
    """⚠a: 11 + 34 + 23 is 68 of 85. Here the 17 stand as «annet eller ubesvart», and the parts are the whole."""
    november = Period.of_month(2008, 11)
    counts = figures(november, *(f"homeless.category_{category}" for category in CATEGORIES))

    assert sum(counts) == figure("homeless.households", november) == 85
    assert (counts[-1], percent(counts[-1], 85)) == (17, Decimal("20.0"))
    # 27 % in prison or institution is 2008's, not 2012's.
    assert percent(counts[2], 85, 0) == 27


# --- Evictions and settlement ----------------------------------------------------------------------------------------


def test_petitions_and_evictions_did_not_halve():
    """⚠b: from 74 to 41 is 44,6 % fewer, from 24 or 27 to 15 is 37,5 or 44,4 %; ten months of 2014 are 18 already."""
    sent = {2012: 74, 2013: 41, 2014: 34}
    carried_out = {2010: 27, 2012: 24, 2013: 15, 2014: 18}
    tenancies = let(74, moved_in_on=LONG_AGO)
    rows = []
    for year in sorted(sent.keys() | carried_out.keys()):
        out = carried_out[year]
        rows += [
            Petition(
                tenancy=tenancy,
                sent_on=date(year, 2, 1),
                status=Petition.status_from("carried_out" if number < out else "withdrawn", None),
                outcome="carried_out" if number < out else "withdrawn",
                outcome_on=date(year, 9, 1),
            )
            for number, tenancy in enumerate(tenancies[: sent.get(year, out)])
        ]
    Petition.objects.bulk_create(rows)

    found = {year: figure("evictions.petitions", of_year(year)) for year in sent}
    out = {year: figure("evictions.carried_out", of_year(year)) for year in carried_out}
    assert (found, out) == (sent, carried_out)
    assert percent(found[2012] - found[2013], found[2012]) == Decimal("44.6")
    assert [percent(out[year] - out[2013], out[year]) for year in (2012, 2010)] == [Decimal("37.5"), Decimal("44.4")]
    until_november = Period(date(2014, 1, 1), date(2014, 10, 31))
    assert figure("evictions.carried_out", until_november) > out[2013]


def test_persons_settled_are_no_households():
    """⚠g: 445 of 503 persons, in 160 homes; «32 av de 445 husstandene» mixes the two, the figures name their unit."""
    from allocation.models import Settlement

    tenancies = let(160, moved_in_on=date(2011, 5, 1))
    settled = [tenancy.household for tenancy in tenancies]
    sizes = [3] * 125 + [2] * 35  # 375 + 70 = 445
    alone = households(58)
    people = Person.objects.bulk_create(Person(given_name="Person") for _number in range(503))
    living = [household for household, size in zip(settled, sizes, strict=True) for _number in range(size)] + alone
    Membership.objects.bulk_create(
        Membership(household=household, person=person, role="other", joined_on=LONG_AGO)
        for household, person in zip(living, people, strict=True)
    )
    rows = [Settlement(household=one.household, tenancy=one, settled_on=date(2011, 5, 1)) for one in tenancies]
    Settlement.objects.bulk_create(
        rows + [Settlement(household=household, settled_on=date(2011, 5, 1)) for household in alone]
    )
    codes = ["refugees.persons", "refugees.persons_municipal", "refugees.households_municipal"]

    assert figures(of_year(2011), *codes) == [503, 445, 160]
    assert [BY_CODE[code].unit for code in codes] == [Unit.PERSON, Unit.PERSON, Unit.HOUSEHOLD]


# --- Teams -----------------------------------------------------------------------------------------------------------


def followed(count, women, team, start):
    """Participants from their referral on, the first of them women; each a household of one."""
    people = Person.objects.bulk_create(
        Person(given_name="Person", sex="female" if number < women else "male") for number in range(count)
    )
    rows = list(zip(households(count), people, strict=True))
    Referral.objects.bulk_create(
        Referral(household=household, person=person, team=team, received_on=start, had_municipal_services=True)
        for household, person in rows
    )
    return rows


def test_75_talked_with_and_61_followed_are_136_by_sex_by_home_and_by_how_it_went():
    """Drammen 2002–2004: 40 + 21 = 45 + 16 = 50 + 9 + 2 = 61."""
    start, end = date(2002, 3, 1), date(2004, 12, 30)
    project = Period(date(2002, 1, 1), date(2004, 12, 31))
    team = Team.objects.create(name="Ambulerende boteam", kind="ambulant")
    rows = followed(61, 21, team, start)
    followed(75, 30, team, start)
    Participation.objects.bulk_create(
        Participation(household=household, person=person, team=team, status="active", started_on=start)
        for household, person in rows
    )
    municipal = homes(45)
    ends = ["dead"] * 2 + ["evicted"] * 9 + [""] * 50
    Tenancy.objects.bulk_create(
        Tenancy(
            household=household,
            tenure="municipal" if number < 45 else "private",
            dwelling=municipal[number] if number < 45 else None,
            private_address="" if number < 45 else f"Storgata {number}",
            moved_in_on=start,
            moved_out_on=end if ends[number] else None,
            end_reason=ends[number],
            status="ended" if ends[number] else "active",
        )
        for number, (household, _person) in enumerate(rows)
    )

    assert (figure("hf.referrals", project), figure("hf.followed", project)) == (136, 61)
    assert figure("hf.referrals", project) - figure("hf.followed", project) == 75
    assert figures(project, "hf.housed", "hf.housed_men", "hf.housed_women") == [61, 40, 21]
    assert figures(project, "hf.leases_municipal", "hf.leases_private") == [45, 16]
    left = figure("hf.leases_ended_municipal", project) + figure("hf.leases_ended_private", project)
    assert (left, figure("hf.housed", project) - left) == (9 + 2, 50)
    # The two who died lost no home: 9 of 61 did.
    assert 0 < figure("hf.retention_24", project) <= 100


def test_11_7_and_3_homes_under_three_bases_are_21():
    """⚠j: 22 in another place of the same report. A home belongs to one base at a time, so the sum is the number."""
    day = date(2004, 12, 31)
    for name, count in [("Oppgang A", 11), ("Oppgang B", 7), ("Oppgang C", 3)]:
        base = Team.objects.create(name=name, kind="base")
        BaseDwelling.objects.bulk_create(
            BaseDwelling(team=base, dwelling=home, starts_on=LONG_AGO) for home in homes(count)
        )
    each = [base.dwellings.in_force(day).count() for base in Team.objects.filter(kind="base").order_by("name")]

    assert each == [11, 7, 3]
    assert BaseDwelling.objects.in_force(day).count() == sum(each) == 21


def test_of_25_invited_in_mandal_21_are_there_one_said_no_and_three_moved():
    start, day = date(2014, 3, 1), Period(date(2014, 1, 1), date(2016, 5, 30))
    team = Team.objects.create(name="Housing First", kind="housing_first")
    rows = followed(25, 9, team, start)
    facts = [{"status": "active", "started_on": start}] * 21
    facts += [{"status": "declined", "invited_on": start, "declined_on": start}]
    ended = {"ended_on": date(2015, 9, 1), "end_reason": "moved"}
    facts += [{"status": "ended", "started_on": start} | ended] * 3
    Participation.objects.bulk_create(
        Participation(household=household, person=person, team=team, **fact)
        for (household, person), fact in zip(rows, facts, strict=True)
    )
    there, men, women = figures(day, "hf.active", "hf.active_men", "hf.active_women")

    assert (there, men, women) == (21, 12, 9)
    assert figure("hf.followed", day) == 21 + 3
    assert Participation.objects.count() == 25 == figure("hf.referrals", day)


def test_bodos_parts_are_its_wholes_with_six_of_another_kind():
    """⚠e: 22 + 40 + 28 is 90 of 96; the six are counted as something else, and 29 − 8 leases run, not 23."""
    bodo()
    women, men = figures(BODO, "hf.referrals_women", "hf.referrals_men")
    kinds = figures(BODO, *(f"hf.referrals_{kind}" for kind in ("no_fixed_abode", "unclear", "transfer", "temporary")))
    housed = figure("hf.housed", BODO)

    assert women + men == figure("hf.referrals", BODO) == 27 + 69 == 96
    assert (sum(kinds), Referral.objects.filter(housing_status="other").count()) == (90, 6)
    assert sum(figures(BODO, "hf.housed_men", "hf.housed_women")) == housed == 23 + 6 == 29
    assert sum(figures(BODO, "hf.leases_private", "hf.leases_municipal")) == 17 + 12 == housed
    assert sum(figures(BODO, "hf.leases_ended_private", "hf.leases_ended_municipal")) == 8
    assert Tenancy.objects.filter(status="active").count() == 21
