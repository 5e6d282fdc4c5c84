"""Who may be able to own: the rule with all its sides, the list with its reasons, arrears, and hidden addresses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from evictions.models import ArrearsRoutine
from housing import owing
from housing.models import Dwelling
from housing.models.people import Protection
from rent_to_own.candidates import Asked, Facts, is_candidate, reasons
from rent_to_own.models import OwnershipRule
from tests import make, make_evictions
from tests import make_rent_to_own as make_rto

TODAY = timezone.localdate()
DAY = date(2026, 6, 1)
ALL = Asked(Decimal(25000), 12, True, 6, True)
GOOD = Facts(True, Decimal(25000), date(2025, 6, 1), True, date(2026, 12, 1), False)


def changed(**facts):
    return Facts(**{name: getattr(GOOD, name) for name in Facts.__dataclass_fields__} | facts)


def test_each_thing_the_rule_asks_has_its_reason():
    found = reasons(GOOD, ALL, DAY)
    assert [reason.code for reason in found] == ["income", "months", "association", "contract", "arrears"]
    assert is_candidate(found)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"monthly_income": Decimal("24999.99")}, "income"),
        ({"moved_in_on": date(2025, 6, 2)}, "months"),
        ({"in_housing_association": False}, "association"),
        ({"contract_ends_on": date(2026, 12, 2)}, "contract"),
        ({"contract_ends_on": None}, "contract"),
        ({"owes_rent": True}, "arrears"),
    ],
)
def test_just_beyond_what_is_asked(facts, code):
    found = reasons(changed(**facts), ALL, DAY)
    assert [reason.code for reason in found if reason.is_met is False] == [code]
    assert not is_candidate(found)


@given(
    st.builds(
        Facts,
        is_tenant=st.booleans(),
        monthly_income=st.none() | st.decimals(0, 90000, places=2),
        moved_in_on=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
        in_housing_association=st.none() | st.booleans(),
        contract_ends_on=st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
        owes_rent=st.booleans(),
    )
)
def test_nobody_is_left_out_by_a_rule_that_asks_nothing(facts):
    assert reasons(facts, Asked(), DAY) == []
    found = reasons(facts, Asked(Decimal(1), None, True, None, False), DAY)
    unknown = facts.monthly_income is None or (facts.is_tenant and facts.in_housing_association is None)
    assert any(reason.is_met is None for reason in found) == unknown


def candidates(client, **query):
    return client.get(reverse("candidate_list"), query).context["page_obj"].object_list


@pytest.mark.django_db
def test_the_list_has_those_nothing_speaks_against_children_first(at):
    alone = make_rto.tenant()
    family = make_rto.tenant(children=[date(2018, 1, 1)], address="Strandgata 5")
    make_rto.tenant(moved_in_on=TODAY - timedelta(days=30), address="Strandgata 6")
    outside = make.household()
    make.tenancy(outside, make.dwelling("Strandgata 7", in_housing_association=False))
    leased = make.household()
    make.tenancy(leased, make.dwelling("Strandgata 8", ownership="leased_in", in_housing_association=True))
    guided = make_rto.tenant(address="Strandgata 9")
    make_rto.guidance(guided)
    rows = candidates(at)
    assert [row.household_id for row in rows] == [family.pk, alone.pk]
    assert rows[0].met == ["Bodd der siden 01.02.2025", "Bolig i borettslag", "Skylder ikke husleie"]


@pytest.mark.django_db
def test_whoever_owes_more_than_the_limit_is_not_on_it(at):
    owes, owes_little = make_rto.tenant(), make_rto.tenant(address="Strandgata 5")
    limit = ArrearsRoutine.objects.on(TODAY).limit
    make_evictions.posting(owes.tenancies.get(), TODAY, limit + Decimal("0.01"))
    make_evictions.posting(owes_little.tenancies.get(), TODAY, limit)
    assert [row.household_id for row in candidates(at)] == [owes_little.pk]
    assert owing.in_debt([owes.pk, owes_little.pk], TODAY) == {owes.pk}
    assert owing.in_debt([owes.pk], TODAY - timedelta(days=1)) == set()


@pytest.mark.django_db
def test_applicants_are_found_too(at, kari):
    applicant, tenant = make.household(), make_rto.tenant()
    make.application(applicant, by=kari)
    make.application(tenant, by=kari)
    assert [row.household_id for row in candidates(at, hvem="sokere")] == [applicant.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(("svar", "found"), [("", 2), ("ikke", 1), ("later", 1), ("interested", 0)])
def test_by_what_they_answered_last(at, svar, found):
    make_rto.tenant()
    asked = make_rto.tenant(address="Strandgata 5")
    make_rto.outreach(asked, contacted_on=date(2026, 1, 1), answer="interested")
    make_rto.outreach(asked, contacted_on=date(2026, 2, 1), answer="later")
    assert len(candidates(at, svar=svar)) == found


@pytest.mark.django_db
def test_a_hidden_address_is_not_told(at):
    hidden = make_rto.tenant(address="Hemmeligveien 3")
    hidden.memberships.get().person.__class__.objects.update(address_protection=Protection.STRICT)
    page = at.get(reverse("candidate_list")).content.decode()
    assert hidden.name in page
    assert "Hemmeligveien" not in page
    file = at.get(reverse("candidate_list"), {"format": "csv"}).content.decode()
    assert "Hemmeligveien" not in file


@pytest.mark.django_db
def test_as_many_questions_for_one_as_for_three(at):
    counts = []
    for number in range(3):
        household = make_rto.tenant(children=[date(2018, 1, 1)], address=f"Strandgata {number}")
        make_rto.outreach(household)
        with CaptureQueriesContext(connection) as asked:
            at.get(reverse("candidate_list"))
        counts.append(len(asked))
    assert counts[0] == counts[2]


@pytest.mark.django_db
def test_a_new_rule_holds_from_its_day(at, at_leader):
    make_rto.tenant()
    Dwelling.objects.update(in_housing_association=None)
    assert candidates(at)[0].unknown == ["Ikke registrert om boligen er i borettslag"]
    facts = {"valid_from": f"{TODAY:%d.%m.%Y}", "min_months": "120"}
    assert at_leader.post(reverse("ownership_rule_new"), facts).status_code == 302
    assert candidates(at) == []
    assert OwnershipRule.objects.on(TODAY).min_months == 120
    assert at_leader.post(reverse("ownership_rule_new"), facts).status_code == 302, "the same click again"
    assert OwnershipRule.objects.count() == 1
    page = at_leader.post(reverse("ownership_rule_new"), facts | {"min_months": "12"})
    assert set(page.context["form"].errors) == {"valid_from"}
    page = at_leader.post(reverse("ownership_rule_new"), facts | {"valid_from": "01.01.2020", "min_months": "x"})
    assert set(page.context["form"].errors) == {"valid_from", "min_months"}
    assert "120 måneder" in at.get(reverse("ownership_rules")).content.decode()
