"""What the world of the tables of rights and of lists has of the teams in the field (``tests/world.py``)."""

from datetime import timedelta

from django.utils import timezone

from tests import make_housing_first as make_hf


def shared(*, member, by) -> dict:
    """The team the follow-up worker is in, a base of it, and one nobody is in; and what belongs to no household."""
    mine = make_hf.team("Bolig først Lindvik", members=[member])
    base = make_hf.base(members=[member], by=by)
    return {
        "team": mine,
        "base": base,
        "other_team": make_hf.team("Bolig først Elvebyen"),
        "team_member": mine.members.get(),
        "base_dwelling": base.dwellings.get(),
        "presence": base.presences.get(),
        "fidelity_check": make_hf.fidelity_check(mine, by=by),
        "team_cost": make_hf.team_cost(mine, by=by),
    }


def of_own(household, shared, *, by) -> dict:
    today = timezone.localdate()
    made = of_case(household, shared["team"], shared["base"], by=by, today=today)
    worker = shared["team_member"].user
    shift = make_hf.on_call(shared["team"], worker, day=today + timedelta(days=1))
    return made | in_the_field(made["participation"], by=worker, today=today) | {"on_call": shift}


def of_another_team(household, shared, *, by) -> dict:
    """The same of a household that a team follows in which nobody of the world is."""
    today = timezone.localdate()
    made = of_case(household, shared["other_team"], make_hf.team("Basen ved elva", kind="base"), by=by, today=today)
    return made | in_the_field(made["participation"], by=by, today=today)


def in_the_field(participation, *, by, today) -> dict:
    """A visit where nobody opened, how one goes there, and what happened at the door."""
    return {
        "contact": make_hf.contact(participation, by=by, happened_on=today, was_met=False, note="Lyset sto på."),
        "risk": make_hf.risk(participation, by=by, assessed_on=today, conduct=2),
        "incident": make_hf.incident(participation.team, participation=participation, by=by, happened_on=today),
    }


def of_case(household, team, base, *, by, today) -> dict:
    """A household referred to a team, followed by it, and invited by another; one offer is open, and one is away."""
    made = {"referral": make_hf.referral(household, team, by=by, received_on=today)}
    rejected = make_hf.referral(household, base, by=by, received_on=today)
    rejected.reject(by=by, decided_on=today, refusal="no_capacity", decision_note="Teamet er fullt.")
    began = today - timedelta(days=60)
    earlier = make_hf.participation(household, team, by=by, started_on=began, ended_on=began + timedelta(days=20))
    active = make_hf.participation(household, team, by=by, started_on=today - timedelta(days=30))
    active.sign(by=by, agreement_signed_on=today, agreement_until=today + timedelta(days=200))
    said_no = make_hf.invited(household, base, by=by, invited_on=today)
    said_no.decline(by=by, declined_on=today)
    made |= {
        "rejected_referral": rejected,
        "participation": active,
        "ended_participation": earlier,
        "declined_participation": said_no,
        "invited_participation": make_hf.invited(household, base, by=by, invited_on=today),
        "time_away": make_hf.time_away(active, by=by, started_on=today),
        "home_offer": make_hf.home_offer(active, by=by, offered_on=today),
    }
    make_hf.own_wish(active, by=by, said_on=today)
    made["outcome"] = make_hf.outcome(active, by=by, assessed_on=today)
    return made
