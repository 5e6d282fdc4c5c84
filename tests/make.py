"""Makes one of each thing, with just enough facts to be lawful. Plain functions; a test says only what it is about."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from allocation.models import (
    AgendaItem,
    AllocationMeeting,
    DwellingOrder,
    DwellingOrderLine,
    Offer,
    Override,
    Participant,
    Proposal,
    ProposalLine,
    SchemeDraft,
    Settlement,
    TemporaryStay,
)
from allocation.priority import FIRST_SCHEME
from applications.models import (
    Appeal,
    Application,
    Condition,
    Decision,
    Discussion,
    DocumentRequest,
    Exclusion,
    HelpPlan,
    Hold,
    HousingWish,
    Mapping,
    Measure,
    SecondReading,
    Transition,
)
from housing import consequences
from housing.models import (
    CareerTalk,
    Contract,
    Dwelling,
    Household,
    Membership,
    Person,
    PriceIndex,
    Rent,
    RentCost,
    RentNotice,
    RentRun,
    Representative,
    Tenancy,
    Termination,
    User,
    VoidPeriod,
)
from housing.national_ids import make_synthetic
from housing.terms import due_on

PASSWORD = "et-langt-passord-til-prøve"
DAY = date(2026, 3, 2)
serial = count(1)


def user(*roles, name="Kari Berg", **fields) -> User:
    email = fields.pop("email", f"bruker{next(serial)}@lindvik.example")
    return User.objects.create_user(email, PASSWORD, name=name, roles=list(roles), **fields)


def caseworker(**fields) -> User:
    return user("caseworker", **fields)


def leader(**fields) -> User:
    return user("leader", name=fields.pop("name", "Mona Dahl"), **fields)


def person(given_name="Amina", family_name="Haugen", **fields) -> Person:
    return Person.objects.create(given_name=given_name, family_name=family_name, **fields)


def numbered_person(birth_date=date(1990, 5, 17), **fields) -> Person:
    # One birth date has some four hundred numbers, and no test makes so many people.
    number = make_synthetic(birth_date, next(serial) % 300)
    return person(national_id=number, birth_date=birth_date, **fields)


def household(*, main=None, children=(), caseworker=None, created_on=date(2025, 1, 1), **fields) -> Household:
    """A household with a main person and a child per birth date in ``children``."""
    made = Household.objects.create(created_on=created_on, **fields)
    member(made, main or person(), role="main", joined_on=created_on)
    for birth_date in children:
        member(made, person(given_name="Barn", birth_date=birth_date), role="child", joined_on=created_on)
    if caseworker:
        made.take_responsibility(caseworker, day=created_on)
    return made


def member(household, person, *, role="main", joined_on=date(2025, 1, 1), **fields) -> Membership:
    return Membership.objects.create(household=household, person=person, role=role, joined_on=joined_on, **fields)


def mapping(household, *, situation="no_home", homeless_category="2", mapped_on=DAY, **fields) -> Mapping:
    category = homeless_category if situation == "no_home" else ""
    made = Mapping.objects.create(
        household=household, situation=situation, homeless_category=category, mapped_on=mapped_on, **fields
    )
    consequences.changed("mapping", [household.pk], by=fields.get("by"))
    return made


def measure(household, *, kind="follow_up", service="housing", starts_on=DAY, **fields) -> Measure:
    return Measure.objects.create(household=household, kind=kind, service=service, starts_on=starts_on, **fields)


def transition(household, *, by=None, kind="release", notified_on=DAY, **fields) -> Transition:
    """Expected, unless ``actual_on`` or ``cancelled_on`` says otherwise."""
    status = Transition.status_from(actual_on=fields.get("actual_on"), cancelled_on=fields.get("cancelled_on"))
    made = Transition(household=household, kind=kind, notified_on=notified_on, status=status, **fields)
    return made.register(by=by)


def application(household, *, by, kind="new", received_on=DAY, **fields) -> Application:
    return Application(household=household, kind=kind, received_on=received_on, **fields).begin(
        by=by, happened_on=received_on
    )


def decision(application, *, by, outcome="granted", decided_on=date(2026, 4, 1), **fields) -> Decision:
    return Decision.objects.create(application=application, outcome=outcome, decided_on=decided_on, by=by, **fields)


def granted(household, *, by, decided_on=date(2026, 4, 1), **fields) -> Application:
    made = application(household, by=by, **fields)
    made.grant(by=by, decision=decision(made, by=by, decided_on=decided_on, rooms=2))
    return made


def paper(application, *, by, what="Siste skattemelding", asked_on=DAY, due_on=date(2026, 3, 23), **fields):
    """A paper the applicant was asked for (etterspurt dokument)."""
    return DocumentRequest.objects.create(
        application=application, what=what, asked_on=asked_on, due_on=due_on, by=by, **fields
    )


def refused(household, *, by, outcome="rejected", decided_on=date(2026, 4, 1), **fields) -> Application:
    """A refused application, and the applicant told of it the day after."""
    made = application(household, by=by, **fields)
    made.reject(by=by, decision=decision(made, by=by, outcome=outcome, decided_on=decided_on))
    made.notified_on = decided_on + timedelta(days=1)
    made.save(update_fields=["notified_on"])
    return made


def appeal(application, *, by, received_on=date(2026, 4, 8), **fields) -> Appeal:
    facts = {"decision": application.decisions.first(), "caseworker": by} | fields
    return Appeal(application=application, received_on=received_on, **facts).begin(by=by, happened_on=received_on)


def hold(appeal, dwelling, *, by, starts_on=date(2026, 4, 9), **fields) -> Hold:
    return Hold.objects.create(appeal=appeal, dwelling=dwelling, by=by, starts_on=starts_on, **fields)


def help_plan(application, *, by, made_on=date(2026, 4, 10), **fields) -> HelpPlan:
    facts = {"measures": ["private_rental"], "follow_up_on": made_on + timedelta(weeks=4)} | fields
    return HelpPlan.objects.create(application=application, responsible=by, made_on=made_on, **facts)


def dwelling(address="Strandgata 4", *, unit_number="H0101", **fields) -> Dwelling:
    facts = {"ownership": "owned", "acquired_on": date(2015, 1, 1), "rooms": 2, "monthly_rent": 9000} | fields
    return Dwelling.objects.create(address=address, unit_number=unit_number, **facts)


def condition(decision, *, text="Du tar imot oppfølging.", supervise_on=None, **fields) -> Condition:
    return Condition.objects.create(decision=decision, text=text, supervise_on=supervise_on, **fields)


def discussion(application, *, by, planned_on=DAY, services=("housing", "nav"), **fields) -> Discussion:
    return Discussion.objects.create(
        application=application, planned_on=planned_on, agenda="Hvem følger opp?", services=services, by=by, **fields
    )


def reading(application, *, by, outcome="rejected", data=None, **fields) -> SecondReading:
    """A decision that waits for a colleague; ``data`` is the form as it was sent."""
    return SecondReading.objects.create(
        application=application, outcome=outcome, asked_by=by, data=data or {"outcome": [outcome]}, **fields
    )


def offer(application, dwelling, *, by, offered_on=date(2026, 4, 10), **fields) -> Offer:
    return Offer(application=application, dwelling=dwelling, offered_on=offered_on, **fields).begin(
        by=by, happened_on=offered_on
    )


def meeting(*, chair, meets_on=DAY, opened=False, **fields) -> AllocationMeeting:
    """Planned, or opened; the chair is asked to it."""
    made = AllocationMeeting(meets_on=meets_on, chair=chair, planned_by=chair, **fields).begin(by=chair)
    Participant.objects.create(meeting=made, user=chair, name=chair.name)
    if opened:
        made.move_to("open", by=chair, opened_at=timezone.now())
    return made


def agenda_item(meeting, dwelling, **fields) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, dwelling=dwelling, position=meeting.items.count(), **fields)


def tenancy(household, dwelling=None, *, moved_in_on=date(2025, 2, 1), moved_out_on=None, **fields) -> Tenancy:
    tenure = fields.pop("tenure", "municipal" if dwelling else "private")
    return Tenancy.objects.create(
        household=household,
        dwelling=dwelling,
        tenure=tenure,
        moved_in_on=moved_in_on,
        moved_out_on=moved_out_on,
        status=Tenancy.status_from(moved_in_on, moved_out_on),
        **fields,
    )


def contract(tenancy, *, starts_on=date(2025, 2, 1), ends_on=date(2028, 2, 1), **fields) -> Contract:
    return Contract.objects.create(tenancy=tenancy, starts_on=starts_on, ends_on=ends_on, **fields)


def talk(tenancy, *, by, held_on=DAY, outcome="extend", **fields) -> CareerTalk:
    facts = {"with_whom": "Amina Haugen", "next_steps": "Søke om forlengelse"} | fields
    return CareerTalk.objects.create(tenancy=tenancy, by=by, held_on=held_on, outcome=outcome, **facts)


def termination(tenancy, *, by, given_on=DAY, given_by="landlord", **fields) -> Termination:
    """Notice from us, for breach, that ends as the law says; ``leaves_on`` is left as it is."""
    facts = {"kind": "notice", "ground": "neglect", "reasons": "Leien er ikke betalt."} | fields
    effect = facts.pop("takes_effect_on", due_on("F12", given_on))
    return Termination.objects.create(
        tenancy=tenancy, by=by, given_by=given_by, given_on=given_on, takes_effect_on=effect, **facts
    )


def representative(household, *, by, **fields) -> Representative:
    facts = {"name": "Siri Advokat", "is_lawyer": True, "postal_address": "Storgata 9, 3999 Lindvik"} | fields
    return Representative.objects.create(household=household, by=by, **({"starts_on": date(2025, 6, 1)} | facts))


def temporary_stay(household, *, by=None, place="Motell Nord", starts_on=DAY, ends_on=None, **fields) -> TemporaryStay:
    """There still, unless ``ends_on`` says otherwise."""
    status = TemporaryStay.status_from(ends_on)
    made = TemporaryStay(
        household=household, place=place, starts_on=starts_on, ends_on=ends_on, status=status, **fields
    )
    return made.register(by=by)


def settlement(household, *, by=None, settled_on=DAY, **fields) -> Settlement:
    return Settlement(household=household, settled_on=settled_on, **fields).register(by=by)


# Rents


def price_index(month, value, *, base_year=2015, **fields) -> PriceIndex:
    return PriceIndex.objects.create(month=month, value=value, base_year=base_year, source="Prøvetall", **fields)


def rent_run(index, *, by, takes_effect_on, **fields) -> RentRun:
    return RentRun(index=index, by=by, takes_effect_on=takes_effect_on, **fields).begin(by=by)


def rent(tenancy, amount, in_force_from, *, how="agreed", **fields) -> Rent:
    return Rent.objects.create(tenancy=tenancy, amount=amount, in_force_from=in_force_from, how=how, **fields)


def rent_notice(tenancy, *, by, takes_effect_on, amount=9500, **fields) -> RentNotice:
    """A claim for the going rate whose letter is not written."""
    facts = {"kind": "going_rate", "was_amount": 9000, "amount": amount, "caseworker": by} | fields
    return RentNotice.objects.create(tenancy=tenancy, takes_effect_on=takes_effect_on, **facts)


def rent_cost(dwelling, *, year=2026, **fields) -> RentCost:
    return RentCost.objects.create(dwelling=dwelling, year=year, **({"interest": 60_000} | fields))


def void(dwelling, *, reason="renovation", starts_on=DAY, **fields) -> VoidPeriod:
    return VoidPeriod.objects.create(dwelling=dwelling, reason=reason, starts_on=starts_on, **fields)


def order(*, by, made_on=DAY, recipient="Lindvik Eiendom KF", **fields) -> DwellingOrder:
    return DwellingOrder(by=by, made_on=made_on, recipient=recipient, **fields).begin(by=by)


def order_line(order, *, count=2, rooms=3, type="ordinary", staffing="none", **fields) -> DwellingOrderLine:
    return DwellingOrderLine.objects.create(
        order=order, count=count, rooms=rooms, type=type, staffing=staffing, **fields
    )


def override(application, *, by, kind="points", points=10, reason="Venter barn i mars.", **fields) -> Override:
    """Asked for, and not answered (overstyring av plass)."""
    return Override(application=application, kind=kind, points=points, reason=reason, **fields).propose(by=by)


def scheme_draft(*, by, name="Barn teller mer", **points) -> SchemeDraft:
    """The first scheme with other points for some of its criteria (utkast til prioriteringsordning)."""
    criteria = [
        {"code": rule.code, "label": str(rule.label), "points": rule.points, "maximum": rule.maximum}
        | ({"points": points[rule.code], "maximum": None} if rule.code in points else {})
        for rule in FIRST_SCHEME
    ]
    return SchemeDraft.objects.create(name=name, by=by, criteria=[row for row in criteria if row["points"]])


def wish(household, **facts) -> HousingWish:
    """What the household wishes, or must have, beside rooms and access."""
    return HousingWish.objects.create(household=household, **facts)


def exclusion(household, *, by, kind="building", address="Bakkegata 13", starts_on=DAY, **fields) -> Exclusion:
    """A place where the household must not live."""
    where = {} if kind == "district" else {"address": address}
    facts = {"reason": "Bodde der sammen med den de flyktet fra."} | where | fields
    return Exclusion.objects.create(household=household, kind=kind, starts_on=starts_on, by=by, **facts)


def proposal_line(application, dwelling, *, by, **fields) -> ProposalLine:
    """A plan with one line, where the program proposed what stands there."""
    plan = fields.pop("proposal", None) or Proposal.objects.create(by=by, day=DAY)
    return ProposalLine.objects.create(
        proposal=plan, dwelling=dwelling, application=application, proposed=application, **fields
    )
