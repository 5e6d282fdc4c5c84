"""The edges of the definitions, one hand-made case each."""

from datetime import date
from decimal import Decimal

import pytest

from applications.models import HelpPlan
from housing.models import VoidPeriod
from housing.periods import Period
from reporting.figures import BY_CODE
from tests import make

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
D = SPRING.last


def figure(code, period=SPRING):
    return BY_CODE[code].of(period)


@pytest.fixture
def worker():
    return make.caseworker()


def test_a_mapping_that_ends_on_the_last_day_no_longer_counts():
    make.mapping(make.household(), mapped_on=date(2026, 1, 5), ended_on=D)
    make.mapping(make.household(), mapped_on=D, ended_on=date(2026, 7, 1))

    assert figure("homeless.households") == 1


def test_the_latest_mapping_replaces_the_one_before_also_when_it_has_ended():
    home = make.household()
    make.mapping(home, mapped_on=date(2026, 1, 5))
    make.mapping(home, situation="at_risk", mapped_on=date(2026, 3, 1), ended_on=date(2026, 4, 1))

    assert figure("disadvantaged.households") == 0
    assert figure("disadvantaged.households", Period.of_month(2026, 2)) == 1
    assert figure("disadvantaged.at_risk", Period.of_month(2026, 3)) == 1


def test_without_home_and_without_category_is_disadvantaged_and_not_homeless():
    make.mapping(make.household(), homeless_category="")

    assert figure("disadvantaged.no_home") == 1
    assert figure("homeless.households") == 0


def test_one_is_a_child_until_the_day_one_turns_18():
    make.mapping(make.household(children=[date(2008, 6, 30), date(2008, 7, 1)]))

    assert figure("homeless.children") == 1
    assert figure("homeless.adults") == 2  # the main person's birth date is not known


def test_born_on_leap_day_one_is_a_child_through_28_february():
    make.mapping(make.household(children=[date(2008, 2, 29)]), mapped_on=date(2026, 1, 1))

    assert figure("homeless.children", Period.of_month(2026, 2)) == 1
    assert figure("homeless.children", Period(date(2026, 3, 1), date(2026, 3, 1))) == 0


def test_a_child_of_two_homeless_households_is_one_person():
    first = make.household(children=[date(2015, 5, 1)])
    second = make.household()
    child = first.memberships.get(role="child").person
    make.member(second, child, role="child")
    make.mapping(first)
    make.mapping(second)

    assert figure("homeless.children") == 1


def test_a_member_who_leaves_on_the_last_day_is_not_counted():
    home = make.household(children=[date(2015, 5, 1)])
    home.memberships.filter(role="child").update(left_on=D)
    make.mapping(home)

    assert figure("homeless.children") == 0


def test_an_application_decided_the_day_it_came_took_no_days(worker):
    application = make.application(make.household(), by=worker, received_on=date(2026, 4, 1))
    application.grant(by=worker, decision=make.decision(application, by=worker, decided_on=date(2026, 4, 1), rooms=2))

    assert figure("applications.median_days") == Decimal("0.0")
    assert figure("applications.pending") == 0


def test_an_application_decided_the_day_after_is_pending_on_the_last_day(worker):
    make.granted(make.household(), by=worker, received_on=D, decided_on=date(2026, 7, 1))

    assert figure("applications.pending") == 1
    assert figure("applications.granted") == 0
    assert figure("applications.grant_percent") is None


def test_who_is_closed_on_the_last_day_waits_no_longer(worker):
    make.granted(make.household(), by=worker).close(by=worker, closed_on=D, reason="Fant bolig selv")
    make.granted(make.household(), by=worker).close(by=worker, closed_on=date(2026, 7, 1), reason="Fant bolig selv")

    assert figure("waiting.allocation") == 1


def test_an_offer_accepted_after_the_last_day_leaves_the_household_waiting(worker):
    for number, answered_on in enumerate([D, date(2026, 7, 1)]):
        application = make.granted(make.household(), by=worker)
        offer = make.offer(application, make.dwelling(unit_number=f"H010{number}"), by=worker)
        offer.accept(by=worker, answered_on=answered_on)

    assert figure("waiting.allocation") == 1
    assert figure("waiting.median_days") == Decimal("90.0")


def test_an_extension_never_waits_for_a_dwelling(worker):
    make.granted(make.household(), by=worker, kind="extension")

    assert figure("waiting.allocation") == 0


def test_moved_in_on_a_month_end_one_does_not_wait_at_it():
    make.tenancy(make.household(), make.dwelling(), allocated_on=date(2026, 1, 31), moved_in_on=date(2026, 3, 31))

    assert figure("waiting.move_in", Period.of_month(2026, 3)) == 0
    # 31 January and 28 February, of six month ends.
    assert figure("waiting.move_in_monthly_mean") == Decimal("0.3")
    assert figure("waiting.move_in_monthly_mean", Period(date(2026, 2, 3), date(2026, 2, 10))) is None


def test_the_day_one_moves_out_the_dwelling_is_empty():
    home = make.dwelling(acquired_on=date(2026, 6, 1), monthly_rent=Decimal("3650.00"))
    make.tenancy(make.household(), home, moved_in_on=date(2026, 6, 5), moved_out_on=date(2026, 6, 28))

    # 1–4 June and 28–30 June, at 120 kr a day.
    assert figure("dwellings.empty_days") == 7
    assert figure("dwellings.rent_loss") == Decimal("840.00")
    assert figure("dwellings.occupied") == 0


def test_a_dwelling_that_leaves_the_stock_is_not_empty_afterwards():
    make.dwelling(acquired_on=date(2020, 1, 1), left_stock_on=date(2026, 1, 3), left_stock_reason="sold_to_tenant")

    assert figure("dwellings.empty_days") == 2
    assert figure("dwellings.total") == 0
    assert figure("dwellings.sold_to_tenant") == 1
    assert figure("dwellings.sold_income") is None


def test_an_empty_dwelling_without_rent_loses_days_and_nothing_known_of_money():
    make.dwelling(acquired_on=D, monthly_rent=None)

    assert figure("dwellings.empty_days") == 1
    assert figure("dwellings.rent_loss") is None


def test_a_lived_in_dwelling_is_never_under_work():
    lived_in, empty = make.dwelling(), make.dwelling(unit_number="H0102")
    make.tenancy(make.household(), lived_in)
    for home in (lived_in, empty):
        VoidPeriod.objects.create(dwelling=home, starts_on=date(2026, 6, 1), reason="damage")

    assert [figure(f"dwellings.{state}") for state in ("occupied", "under_work", "vacant")] == [1, 1, 0]


def test_three_years_on_the_same_date_count():
    for number, moved_in_on in enumerate([date(2023, 6, 30), date(2023, 7, 1)]):
        make.tenancy(make.household(), make.dwelling(unit_number=f"H010{number}"), moved_in_on=moved_in_on)

    assert figure("tenancies.over_3_years") == 1


def test_contracts_are_sorted_by_the_latest_that_has_begun():
    ends = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 30), date(2026, 12, 31), None]
    for number, ends_on in enumerate(ends):
        tenancy = make.tenancy(make.household(), make.dwelling(unit_number=f"H010{number}"))
        make.contract(tenancy, starts_on=date(2025, 2, 1), ends_on=ends_on)
        make.contract(tenancy, starts_on=date(2026, 7, 1), ends_on=None)

    assert figure("tenancies.expired_in_place") == 1
    assert figure("tenancies.expiring_6_months") == 2
    assert figure("tenancies.fixed_term") == 4
    assert figure("tenancies.indefinite") == 1
    assert figure("tenancies.extended") == 0


def test_a_household_that_lived_municipally_before_is_no_new_tenant():
    home = make.household()
    make.tenancy(home, make.dwelling(), moved_in_on=date(2020, 1, 1), moved_out_on=date(2026, 2, 1))
    make.tenancy(home, make.dwelling(unit_number="H0102"), allocated_on=date(2026, 2, 1), moved_in_on=date(2026, 2, 1))
    make.tenancy(make.household(), allocated_on=date(2026, 2, 1), moved_in_on=None)  # private

    assert figure("allocations.made") == 1
    assert figure("allocations.new_tenants") == 0


def test_inhabitants_are_the_latest_known(settings):
    settings.INHABITANTS = {2024: 1000, 2026: 2000}
    make.dwelling()

    assert figure("dwellings.per_1000") == Decimal("0.5")
    assert figure("dwellings.per_1000", Period.year(2025)) == Decimal("1.0")
    assert figure("dwellings.per_1000", Period.year(2023)) is None


def test_only_applications_for_a_dwelling_are_counted_as_applications(worker):
    for kind in ("new", "assistance", "temporary"):
        make.granted(make.household(), by=worker, kind=kind, received_on=date(2026, 1, 1), decided_on=D)
        make.application(make.household(), by=worker, kind=kind, received_on=D)

    codes = ["applications.received", "applications.granted", "applications.decided", "applications.pending"]
    assert [figure(code) for code in codes] == [2, 1, 1, 1]
    assert [figure(code) for code in ("assistance.received", "assistance.granted")] == [2, 1]
    assert [figure(code) for code in ("temporary_requests.received", "temporary_requests.granted")] == [2, 1]
    assert figure("waiting.allocation") == 1


def test_a_refusal_has_its_plan_when_it_was_made_by_the_last_day(worker):
    for made_on in (D, date(2026, 7, 1), None):
        refused = make.application(make.household(), by=worker)
        refused.reject(by=worker, decision=make.decision(refused, by=worker, outcome="rejected"))
        if made_on:
            HelpPlan.objects.create(application=refused, made_on=made_on, measures=["advice"])

    assert figure("applications.rejected_with_plan_percent") == Decimal("33.3")
    assert figure("applications.rejected_with_plan_percent", Period.half_year(2026, 2)) is None


def test_a_home_ready_the_day_they_come_out_counts_and_one_the_day_after_does_not():
    for ready_on in (D, date(2026, 7, 1), None):
        make.transition(make.household(), notified_on=D, actual_on=D, housing_ready_on=ready_on, outcome="municipal")
    make.transition(make.household(), kind="discharge", notified_on=date(2026, 7, 1))

    assert [figure(f"transitions.{name}") for name in ("releases", "discharges", "completed")] == [3, 0, 3]
    assert figure("transitions.housed_percent") == Decimal("33.3")
    assert figure("transitions.housed_percent", Period.half_year(2026, 2)) is None
