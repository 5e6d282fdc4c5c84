"""Makes one of each thing, with just enough facts to be lawful. Plain functions; a test says only what it is about."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from allocation.models import AgendaItem, AllocationMeeting, Offer, Participant
from applications.models import (
    Appeal,
    Application,
    Condition,
    Decision,
    Discussion,
    DocumentRequest,
    HelpPlan,
    Hold,
    Mapping,
    Measure,
    SecondReading,
    Transition,
)
from housing.models import Contract, Dwelling, Household, Membership, Person, Representative, Tenancy, User
from housing.national_ids import make_synthetic

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
    return Mapping.objects.create(
        household=household, situation=situation, homeless_category=category, mapped_on=mapped_on, **fields
    )


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


def representative(household, *, by, **fields) -> Representative:
    facts = {"name": "Siri Advokat", "is_lawyer": True, "postal_address": "Storgata 9, 3999 Lindvik"} | fields
    return Representative.objects.create(household=household, by=by, **({"starts_on": date(2025, 6, 1)} | facts))
