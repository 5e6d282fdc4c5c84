"""The rows of the exchange format and what the generator must remember about them while time passes.

The columns of a file are written down once, in COLUMNS; a record's other fields are never written.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

COLUMNS = {
    "persons": (
        "id national_id given_name family_name birth_date sex phone email address_protection "
        "written_language interpreter_language died_on"
    ).split(),
    "households": "id created_on district target_groups".split(),
    "household_members": "id household person role joined_on left_on".split(),
    "dwellings": (
        "id address postal_code city district unit_number rooms area_m2 floor has_lift "
        "is_wheelchair_accessible category ownership in_housing_association staffing earmarked_for "
        "acquired_on acquisition_price left_stock_on left_stock_reason disposal_price monthly_rent "
        "rent_model"
    ).split(),
    "void_periods": "id dwelling starts_on ends_on reason".split(),
    "applications": (
        "id household kind received_on channel tenancy rooms_min needs_wheelchair "
        "needs_lift_or_ground_floor staffing_need preliminary_answer_on answer_promised_on "
        "outcome decided_on notified_on closed_on closed_reason"
    ).split(),
    "appeals": "id application received_on outcome decided_on".split(),
    "help_plans": "id application made_on measures follow_up_on outcome outcome_on".split(),
    "transitions": (
        "id household kind institution admitted_on notified_on planned_on actual_on housing_ready_on outcome"
    ).split(),
    "mappings": "id household mapped_on ended_on situation homeless_category problems source".split(),
    "offers": ("id application dwelling offered_on answer_by answer answered_on decline_reason").split(),
    "tenancies": (
        "id household tenure dwelling private_address application allocated_on moved_in_on moved_out_on "
        "end_reason monthly_rent deposit_amount"
    ).split(),
    "contracts": "id tenancy signed_on starts_on ends_on short_term_reason".split(),
    "temporary_stays": "id household place dwelling decided_on starts_on ends_on rules_signed_on exit_to".split(),
    "settlements": "id household settled_on tenancy is_unaccompanied_minor".split(),
    "ledger": "id tenancy posted_on kind amount".split(),
    "arrears_cases": "id tenancy opened_on responsible_service closed_on closing_reason".split(),
    "arrears_actions": "id case kind done_on result".split(),
    "petitions": "id tenancy case warned_on sent_on scheduled_on outcome outcome_on".split(),
    "guidance": "id household started_on origin potential closed_on closing_reason reopened_on".split(),
    "loans": (
        "id household guidance applied_on outcome decided_on loan_amount grant_amount is_bank_cofinanced paid_out_on"
    ).split(),
    "purchases": "id household guidance kind dwelling bought_on price".split(),
    "savings_agreements": (
        "id household dwelling starts_on ends_on fixed_price savings_target outcome outcome_on"
    ).split(),
    "savings_deposits": "id agreement posted_on amount".split(),
    "deposit_fund": "id posted_on kind amount household".split(),
    "teams": "id name kind".split(),
    "referrals": (
        "id household person team received_on housing_status had_municipal_services decision decided_on"
    ).split(),
    "participations": ("id household person team referral started_on agreement_signed_on ended_on end_reason").split(),
    "contacts": "id participation happened_on kind was_met minutes".split(),
    "outcome_assessments": (
        "id participation assessed_on by housing health behaviour substance_use work economy crime quality_of_life"
    ).split(),
    "courses": "id kind title held_on participants".split(),
}


@dataclass(slots=True, eq=False)
class Person:
    id: str
    national_id: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    phone: str = ""
    email: str = ""
    address_protection: str = "none"
    written_language: str = "nb"
    interpreter_language: str = ""
    died_on: date | None = None


@dataclass(slots=True, eq=False)
class Member:
    id: str
    household: "Household"
    person: Person
    role: str
    joined_on: date
    left_on: date | None = None


@dataclass(slots=True, eq=False)
class Household:
    id: str
    created_on: date
    district: str
    target_groups: list[str]
    members: list[Member] = field(default_factory=list)
    culture: str = "norwegian"
    needs_wheelchair: bool = False
    home: "Tenancy | None" = None
    private_home: "Tenancy | None" = None
    pending: "Tenancy | None" = None
    application: "Application | None" = None
    mapping: "Mapping | None" = None
    had_private_home: bool = False
    is_gone: bool = False

    @property
    def main(self) -> Person:
        return self.members[0].person

    def size(self) -> int:
        return sum(1 for member in self.members if member.left_on is None)

    def children(self) -> int:
        return sum(1 for member in self.members if member.role == "child" and member.left_on is None)

    def adults(self) -> int:
        return self.size() - self.children()

    def join(self, group: str) -> None:
        """Count the household to a target group, once."""
        if group not in self.target_groups:
            self.target_groups.append(group)


@dataclass(slots=True, eq=False)
class Dwelling:
    id: str
    address: str
    postal_code: str
    city: str
    district: str
    unit_number: str
    rooms: int
    area_m2: int
    floor: int
    has_lift: bool
    is_wheelchair_accessible: bool
    category: str
    ownership: str
    in_housing_association: bool
    staffing: str
    earmarked_for: str
    acquired_on: date
    acquisition_price: int | None = None
    left_stock_on: date | None = None
    left_stock_reason: str = ""
    disposal_price: int | None = None
    monthly_rent: int | None = None
    rent_model: str = ""
    tenancy: "Tenancy | None" = None
    is_reserved: bool = False
    vacant_since: date | None = None
    ready_on: date | None = None
    void: "VoidPeriod | None" = None

    @property
    def is_let(self) -> bool:
        """Whether the municipality lets it on a lease; the rest are for stays of a few nights or weeks."""
        return self.category not in ("temporary", "emergency")

    @property
    def is_filled_by_health(self) -> bool:
        """Care dwellings and shared homes: the health services choose who moves in."""
        return self.ownership == "nomination" or self.category == "shared"

    @property
    def is_lettable(self) -> bool:
        return self.is_let and self.vacant_since is not None and self.left_stock_on is None and not self.is_reserved


@dataclass(slots=True, eq=False)
class VoidPeriod:
    id: str
    dwelling: Dwelling
    starts_on: date
    ends_on: date | None
    reason: str


@dataclass(slots=True, eq=False)
class Application:
    id: str
    household: Household
    kind: str
    received_on: date
    channel: str
    tenancy: "Tenancy | None" = None
    rooms_min: int | None = None
    needs_wheelchair: bool = False
    needs_lift_or_ground_floor: bool = False
    staffing_need: str = "none"
    preliminary_answer_on: date | None = None
    answer_promised_on: date | None = None
    outcome: str = ""
    decided_on: date | None = None
    notified_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = ""
    declines: int = 0
    open_offer: "Offer | None" = None


@dataclass(slots=True, eq=False)
class Appeal:
    id: str
    application: Application
    received_on: date
    outcome: str = ""
    decided_on: date | None = None


@dataclass(slots=True, eq=False)
class HelpPlan:
    id: str
    application: Application
    made_on: date
    measures: list[str]
    follow_up_on: date | None = None
    outcome: str = ""
    outcome_on: date | None = None


@dataclass(slots=True, eq=False)
class Transition:
    id: str
    household: Household
    kind: str
    institution: str
    admitted_on: date | None
    notified_on: date
    planned_on: date | None = None
    actual_on: date | None = None
    housing_ready_on: date | None = None
    outcome: str = ""


@dataclass(slots=True, eq=False)
class Mapping:
    id: str
    household: Household
    mapped_on: date
    situation: str
    homeless_category: str
    problems: list[str]
    source: str
    ended_on: date | None = None


@dataclass(slots=True, eq=False)
class Offer:
    id: str
    application: Application
    dwelling: Dwelling
    offered_on: date
    answer_by: date
    answer: str = ""
    answered_on: date | None = None
    decline_reason: str = ""


@dataclass(slots=True, eq=False)
class Tenancy:
    id: str
    household: Household
    tenure: str
    dwelling: Dwelling | None = None
    private_address: str = ""
    application: Application | None = None
    allocated_on: date | None = None
    moved_in_on: date | None = None
    moved_out_on: date | None = None
    end_reason: str = ""
    monthly_rent: int | None = None
    deposit_amount: int | None = None
    contract: "Contract | None" = None
    granted_after: "Contract | None" = None
    is_ending: bool = False


@dataclass(slots=True, eq=False)
class Contract:
    id: str
    tenancy: Tenancy
    signed_on: date
    starts_on: date
    ends_on: date | None
    short_term_reason: str = ""


@dataclass(slots=True, eq=False)
class TemporaryStay:
    id: str
    household: Household
    place: str
    dwelling: Dwelling | None
    decided_on: date
    starts_on: date
    ends_on: date | None = None
    rules_signed_on: date | None = None
    exit_to: str = ""


@dataclass(slots=True, eq=False)
class Settlement:
    id: str
    household: Household
    settled_on: date
    tenancy: Tenancy | None = None
    is_unaccompanied_minor: bool = False


@dataclass(slots=True, eq=False)
class Posting:
    """One row of the rent ledger; a payment is positive and lowers what is owed."""

    id: str
    tenancy: Tenancy
    posted_on: date
    kind: str
    amount: Decimal

    @property
    def effect(self) -> Decimal:
        return -self.amount if self.kind == "payment" else self.amount


@dataclass(slots=True, eq=False)
class ArrearsCase:
    id: str
    tenancy: Tenancy
    opened_on: date
    responsible_service: str = ""
    closed_on: date | None = None
    closing_reason: str = ""


@dataclass(slots=True, eq=False)
class ArrearsAction:
    id: str
    case: ArrearsCase
    kind: str
    done_on: date
    result: str = ""


@dataclass(slots=True, eq=False)
class Petition:
    id: str
    tenancy: Tenancy
    warned_on: date
    sent_on: date
    scheduled_on: date | None = None
    outcome: str = ""
    outcome_on: date | None = None
    case: ArrearsCase | None = None


@dataclass(slots=True, eq=False)
class Guidance:
    id: str
    household: Household
    started_on: date
    origin: str
    potential: str = ""
    closed_on: date | None = None
    closing_reason: str = ""
    reopened_on: list[date] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Loan:
    id: str
    household: Household
    guidance: Guidance
    applied_on: date
    outcome: str = ""
    decided_on: date | None = None
    loan_amount: int | None = None
    grant_amount: int | None = None
    is_bank_cofinanced: bool | None = None
    paid_out_on: date | None = None


@dataclass(slots=True, eq=False)
class Purchase:
    id: str
    household: Household
    guidance: Guidance
    kind: str
    dwelling: Dwelling | None
    bought_on: date
    price: int
