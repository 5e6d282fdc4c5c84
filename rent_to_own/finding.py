"""The list «Finn leietakere»: who is asked whether they would like to own, and why (oppsøkende kontakt).

A constant number of questions to the database. Where a protected household lives stands only before those who may know.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from applications.models import Application, HousingWish
from housing import owing
from housing.models import Dwelling, Household, Membership, Tenancy
from housing.periods import years_before
from housing.protection import hidden_household_ids, shown_address
from rent_to_own import candidates
from rent_to_own.models import Guidance, Outreach, OwnershipRule

TENANTS, APPLICANTS = "leietakere", "sokere"


@dataclass
class Candidate:
    """One household on the list. ``where`` is filled in for a page of rows."""

    household_id: int
    has_children: bool
    reasons: list[candidates.Reason]
    tenancy: Tenancy | None = None
    application: Application | None = None
    contract_ends_on: object = None
    household: Household | None = None
    where: str = ""
    outreach: Outreach | None = None
    met: list[str] = field(default_factory=list)

    @property
    def unknown(self) -> list[str]:
        return [reason.text for reason in self.reasons if reason.is_met is None]


def asked_by(rule: OwnershipRule) -> candidates.Asked:
    names = candidates.Asked.__dataclass_fields__
    return candidates.Asked(**{name: getattr(rule, name) for name in names})


def tenants(user, rule, day) -> list[Candidate]:
    """Who rents a dwelling the municipality owns, and is not guided already. With children first."""
    rents = (
        Tenancy.objects.visible_to(user)
        .lived_in(day)
        .filter(dwelling__ownership=Dwelling.Ownership.OWNED, household__in=_may_be_asked(user))
        .select_related("dwelling")
        .with_latest_contract(day)
        .annotate(has_children=_has_children("household", day))
        .order_by("moved_in_on", "pk")
    )
    if rule.in_housing_association:
        rents = rents.exclude(dwelling__in_housing_association=False)
    rents = list(rents)
    known = _known([row.household_id for row in rents], day)
    found = []
    for row in rents:
        facts = candidates.Facts(
            is_tenant=True,
            moved_in_on=row.moved_in_on,
            in_housing_association=row.dwelling.in_housing_association,
            contract_ends_on=row.contract_ends_on,
            **known(row.household_id),
        )
        reasons = candidates.reasons(facts, asked_by(rule), day)
        found.append(
            Candidate(row.household_id, row.has_children, reasons, tenancy=row, contract_ends_on=row.contract_ends_on)
        )
    return _sorted(found)


def applicants(user, rule, day) -> list[Candidate]:
    """Who waits for a municipal dwelling, or has applied for one, and rents none. They would have to buy privately."""
    renting = Tenancy.objects.lived_in(day).filter(household=OuterRef("household"))
    rows = (
        Application.objects.visible_to(user)
        .open()
        .filter(kind=Application.Kind.NEW, household__in=_may_be_asked(user))
        .filter(~Exists(renting))
        .annotate(has_children=_has_children("household", day))
        .order_by("received_on", "pk")
    )
    latest = {row.household_id: row for row in reversed(list(rows))}
    known = _known(list(latest), day)
    found = []
    for household, row in latest.items():
        facts = candidates.Facts(is_tenant=False, **known(household))
        reasons = candidates.reasons(facts, asked_by(rule), day)
        found.append(Candidate(household, row.has_children, reasons, application=row))
    return _sorted(sorted(found, key=lambda row: (row.application.received_on, row.application.pk)))


def _may_be_asked(user):
    guided = Guidance.objects.open().filter(household=OuterRef("pk"))
    return Household.objects.visible_to(user).filter(~Exists(guided)).values("pk")


def _has_children(path, day):
    young = Q(person__birth_date__gt=years_before(day, 18)) | Q(person__birth_date=None, role=Membership.Role.CHILD)
    return Exists(Membership.objects.on(day).filter(young, household=OuterRef(path)))


def _known(households, day):
    """Income and arrears of them all, asked once."""
    incomes = dict(HousingWish.objects.filter(household__in=households).values_list("household", "monthly_income"))
    in_debt = owing.in_debt(households, day)
    return lambda household: {"monthly_income": incomes.get(household), "owes_rent": household in in_debt}


def _sorted(found: list[Candidate]) -> list[Candidate]:
    """Those something known speaks against are left out."""
    return sorted((row for row in found if candidates.is_candidate(row.reasons)), key=lambda row: not row.has_children)


def answered(found: list[Candidate], wanted: str) -> list[Candidate]:
    """Narrowed by what they last answered: ``ikke`` is those who have not been asked."""
    if not wanted:
        return found
    last = latest_outreach([row.household_id for row in found])
    if wanted == "ikke":
        return [row for row in found if row.household_id not in last]
    return [row for row in found if row.household_id in last and last[row.household_id].answer == wanted]


def latest_outreach(households) -> dict[int, Outreach]:
    rows = Outreach.objects.filter(household__in=households).order_by("household_id", "-contacted_on", "-pk")
    return {row.household_id: row for row in rows.distinct("household_id")}


def show(rows: list[Candidate], user, day) -> None:
    """Hang on one page of rows their names, where they live, and what they last answered."""
    ids = [row.household_id for row in rows]
    households = Household.objects.for_list(day).in_bulk(ids)
    hidden, last = hidden_household_ids(ids, day), latest_outreach(ids)
    for row in rows:
        row.household = households[row.household_id]
        row.outreach = last.get(row.household_id)
        row.met = [reason.text for reason in row.reasons if reason.is_met]
        address = str(row.tenancy.dwelling) if row.tenancy else ""
        if row.household_id in hidden:
            address = shown_address(user, row.household, address, day)
        row.where = address
