"""One of everything, with one user of each role: what the tables of rights and of lists are asked about.

``own`` is the caseworker's case and followed by the follow-up team; its household is a municipal tenant, so the rent
office reaches it too. ``strange`` is nobody's case, and its household has no tenancy.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from allocation.models import Minutes, PriorityScheme
from housing.models import (
    Alert,
    Consent,
    Document,
    LeaseNotice,
    Letter,
    Security,
    StoredFile,
    Tenancy,
    VoidPeriod,
)
from housing.roles import Role
from tests import (
    make,
    world_evictions,
    world_figures,
    world_housing_first,
    world_plan,
    world_registers,
    world_rent_to_own,
    world_reports,
)

PDF = "application/pdf"


@dataclass
class World:
    users: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    strange: dict = field(default_factory=dict)


def build() -> World:
    world = World(users={role: make.user(role, name=f"{role.label} Berg") for role in Role})
    worker = world.users[Role.CASEWORKER]
    shared = {"user": world.users[Role.PROGRAMME], "scheme": PriorityScheme.objects.first()}
    shared["scheme_draft"] = make.scheme_draft(by=world.users[Role.ADMINISTRATOR])
    shared |= world_reports.reports(by=world.users[Role.PROGRAMME])
    shared |= world_figures.shared(by=world.users[Role.PROGRAMME])
    shared |= _rents(by=world.users[Role.RENT])
    shared |= _orders(by=world.users[Role.LEADER])
    shared |= _meetings(chair=world.users[Role.LEADER])
    shared |= world_evictions.meetings(chair=world.users[Role.LEADER], attends=world.users[Role.FOLLOW_UP])
    shared |= world_rent_to_own.shared()
    shared |= world_registers.shared()
    shared |= world_plan.shared(by=world.users[Role.PROGRAMME])
    shared |= world_housing_first.shared(member=world.users[Role.FOLLOW_UP], by=world.users[Role.LEADER])
    world.own = case(by=worker, street="Strandgata") | shared
    world.strange = case(by=world.users[Role.LEADER], street="Elvegata", tenant=False) | shared
    household = world.own["household"]
    household.take_responsibility(worker, day=date(2025, 1, 1))
    household.take_responsibility(world.users[Role.FOLLOW_UP], kind="follow_up", day=date(2025, 1, 1))
    for case_of in (world.own, world.strange):
        case_of.update(world_evictions.on_agenda(case_of, by=worker))
    leader = world.users[Role.LEADER]
    world.own |= world_housing_first.of_own(household, shared, by=leader)
    world.strange |= world_housing_first.of_another_team(world.strange["household"], shared, by=leader)
    # Whoever decided an application there has it as their own case; this one is to be nobody's.
    world.strange["household"].applications.update(caseworker=None)
    return world


def _rents(*, by) -> dict:
    """A month of the price index, and a run that is a draft."""
    today = timezone.localdate()
    index = make.price_index((today.replace(day=1) - timedelta(days=1)).replace(day=1), 130)
    run = make.rent_run(index, by=by, takes_effect_on=today + timedelta(days=60))
    return {"price_index": index, "rent_run": run}


def _orders(*, by) -> dict:
    """An order for dwellings that is sent, and a draft with a line."""
    sent = make.order(by=by)
    make.order_line(sent)
    sent.send(by=by, sent_on=sent.made_on)
    draft = make.order(by=by)
    return {"sent_order": sent, "order": draft, "order_line": make.order_line(draft)}


def _meetings(*, chair) -> dict:
    """A meeting that is planned, one that goes on with an item to decide, and one that was held."""
    today = timezone.localdate()
    open_one = make.meeting(chair=chair, meets_on=today, opened=True)
    held = make.meeting(chair=chair, meets_on=today - timedelta(days=7), opened=True)
    held.move_to("closed", by=chair, closed_at=timezone.now(), closed_by=chair)
    Minutes.objects.create(meeting=held, html="<p></p>", file=StoredFile.keep(b"%PDF-1.7", PDF))
    home = make.dwelling("Møteveien 1")
    postponed = make.agenda_item(open_one, make.dwelling("Møteveien 2"))
    postponed.settle("postponed", by=chair, at=timezone.now(), grounds="Venter på maleren.")
    return {
        "planned_meeting": make.meeting(chair=chair, meets_on=today + timedelta(days=7)),
        "meeting": open_one,
        "held_meeting": held,
        "participant": open_one.participants.get(),
        "agenda_item": make.agenda_item(open_one, home),
        "postponed_item": postponed,
    }


def case(*, by, street, tenant=True) -> dict:
    """A household with something of every kind in its file."""
    today = timezone.localdate()
    household = make.household(children=[date(2018, 5, 17)])
    members = household.members_on(today)
    made = {"household": household, "person": members[0].person, "member": members[-1]}
    made |= _file_of(household, members[0].person, by, today)
    made |= _way_through(household, by, street)
    made["transition"] = make.transition(household, by=by, institution=f"{street} fengsel", planned_on=today)
    made["stay"] = make.temporary_stay(household, by=by, place=f"{street} motell", starts_on=today)
    made["settlement"] = make.settlement(household, by=by, settled_on=today)
    homes = [make.dwelling(f"{street} {number}") for number in range(1, 4)]
    made |= {"dwelling": homes[0], "empty_dwelling": homes[1]}
    made["proposal_line"] = make.proposal_line(None, homes[1], by=by, proposal=made["proposal"])
    made["void"] = VoidPeriod.objects.create(dwelling=homes[1], starts_on=today, reason="renovation")
    made["turned_dwelling"] = make.dwelling(f"{street} 5")
    before = make.household(main=make.person("Forrige", "Leietaker"))
    make.tenancy(before, made["turned_dwelling"], moved_in_on=date(2025, 2, 1), moved_out_on=date(2026, 6, 1))
    if tenant:
        made["tenancy"] = make.tenancy(household, homes[0], monthly_rent=9000)
        make.contract(made["tenancy"], starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=800))
        made["allocated"] = Tenancy.objects.create(
            household=household, dwelling=homes[2], tenure="municipal", allocated_on=today, status="allocated"
        )
    else:
        made["tenancy"] = made["allocated"] = make.tenancy(household)
    made["rent_notice"] = make.rent_notice(made["tenancy"], by=by, takes_effect_on=today + timedelta(days=200))
    made["rent_cost"] = make.rent_cost(homes[0])
    made |= world_evictions.of_case(household, made["tenancy"], by=by, today=today)
    made |= world_rent_to_own.of_case(household, by=by, today=today)
    made |= world_rent_to_own.of_savings(household, made["tenancy"].dwelling, by=by, today=today)
    return made | _leases_of(made["tenancy"], by, today)


def _leases_of(tenancy, by, today) -> dict:
    """A lease in force and one to be signed, what was told in writing, the security, and a notice."""
    paper = Letter.objects.create(
        household=tenancy.household, kind="lease", title="Husleiekontrakt", recipient="Amina Haugen", html="<p></p>"
    )
    until = today + timedelta(days=800)
    return {
        "contract": tenancy.contracts.first() or make.contract(tenancy),
        "unsigned": make.contract(tenancy, starts_on=until, ends_on=until + timedelta(days=1200), letter=paper),
        "lease_notice": LeaseNotice.objects.create(tenancy=tenancy, exceptions=["household"], written_on=today),
        "security": Security.objects.create(
            tenancy=tenancy, kind="guarantee", amount=9000, held_by="NAV", established_on=today
        ),
        "termination": make.termination(tenancy, by=by, given_on=today),
    }


def _file_of(household, person, by, today) -> dict:
    stored = StoredFile.keep(b"%PDF-1.7", PDF)
    return {
        "consent": Consent.objects.create(
            household=household, person=person, recipient="NAV", purpose="Bolig", given_on=today
        ),
        "alert": Alert.objects.create(
            person=person, kind="animal", starts_on=today, expires_on=today + timedelta(days=90), by=by
        ),
        "document": Document.objects.create(
            household=household, title="Attest", file=stored, file_name="attest.pdf", received_on=today, by=by
        ),
        "letter": Letter.objects.create(
            household=household, kind="decision", title="Vedtak", recipient="Amina Haugen", html="<p></p>", file=stored
        ),
        "mapping": make.mapping(household),
        "measure": make.measure(household, by=by),
        "exclusion": make.exclusion(household, by=by),
        "representative": make.representative(household, by=by, ends_on=date(2025, 12, 1)),
    }


def _way_through(household, by, street) -> dict:
    """An application in each of the states a page is about, and an offer that waits for its answer."""
    rejected = make.application(household, by=by)
    decision = make.decision(rejected, by=by, outcome="rejected")
    rejected.reject(by=by, decision=decision)
    appealed, passed_on = (make.refused(household, by=by) for _ in range(2))
    appeal = make.appeal(appealed, by=by)
    offered = make.granted(household, by=by)
    home = make.dwelling(f"{street} 9")
    line = make.proposal_line(offered, home, by=by)
    undecided = make.application(household, by=by, caseworker=by)
    waiting = make.granted(household, by=by)
    return {
        "application": undecided,
        "document_request": make.paper(undecided, by=by),
        "condition": make.condition(decision),
        "asked": make.decision(rejected, by=by, outcome="rejected", reasons_asked_on=date(2026, 4, 9)),
        "discussion": make.discussion(undecided, by=by),
        "reading": make.reading(make.application(household, by=by), by=by),
        "waiting": waiting,
        "override": make.override(waiting, by=by),
        "helped": make.granted(household, by=by, kind="assistance"),
        "rejected": rejected,
        "decision": decision,
        "appeal": appeal,
        "forwarded_appeal": make.appeal(
            passed_on, by=by, status="forwarded", forwarded_on=date(2026, 4, 20), decided_on=date(2026, 4, 20)
        ),
        "hold": make.hold(appeal, make.dwelling(f"{street} 10"), by=by),
        "help_plan": make.help_plan(appealed, by=by),
        "offer": (offer := make.offer(offered, home, by=by)),
        "record": offer.record,
        "proposal": line.proposal,
    }
