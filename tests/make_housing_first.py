"""Makes one of each thing of the teams in the field, just lawful enough (as ``tests/make.py`` does)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from housing_first.models import (
    BaseDwelling,
    Contact,
    FidelityCheck,
    FidelityForm,
    HomeOffer,
    HouseRules,
    Incident,
    OnCall,
    OutcomeAssessment,
    OwnWish,
    Participation,
    Referral,
    RepairCost,
    RiskAssessment,
    StaffPresence,
    Team,
    TeamCost,
    TeamMember,
    TimeAway,
)
from housing_first.outcomes import AREAS
from tests import make

DAY = make.DAY


def team(name="Bolig først Lindvik", *, kind="housing_first", members=(), since=date(2025, 1, 1), **fields) -> Team:
    """A team, with a whole post for each user in ``members``."""
    made = Team.objects.create(name=name, kind=kind, **fields)
    for user in members:
        member(made, user, starts_on=since)
    return made


def member(team, user, *, starts_on=date(2025, 1, 1), post_percent=100, **fields) -> TeamMember:
    return TeamMember(team=team, user=user, starts_on=starts_on, post_percent=post_percent, **fields).join(by=user)


def worker(team=None, *, name="Trine Vik", since=date(2025, 1, 1)):
    """A user of the follow-up team, in the team when one is given."""
    made = make.user("follow_up", name=name)
    if team:
        member(team, made, starts_on=since)
    return made


def on_call(team, user, *, day, hours=8, **fields) -> OnCall:
    begins = timezone.make_aware(datetime.combine(day, time(8)))
    ends = begins + timedelta(hours=hours)
    return OnCall(team=team, user=user, starts_at=begins, ends_at=ends, **fields).put_up(
        by=user, first_day=day, last_day=timezone.localtime(ends).date()
    )


def referral(household, team, *, by=None, received_on=DAY, person=None, **fields) -> Referral:
    """Received, and not decided."""
    facts = {"housing_status": "no_fixed_abode", "had_municipal_services": False} | fields
    who = person or household.members_on(received_on)[0].person
    return Referral(household=household, person=who, team=team, received_on=received_on, **facts).receive(by=by)


def invited(household, team, *, by=None, invited_on=DAY, **fields) -> Participation:
    """By way of a referral, when it is not given: received and accepted on the day."""
    made = fields.pop("referral", None) or referral(household, team, by=by, received_on=invited_on, **fields)
    return made.accept(by=by, decided_on=invited_on)


def participation(household, team, *, by=None, started_on=DAY, signed=True, person=None, **fields) -> Participation:
    """A participant since ``started_on``, without a referral; ended when ``ended_on`` says so."""
    ended_on, end_reason = fields.pop("ended_on", None), fields.pop("end_reason", "own_wish")
    who = person or household.members_on(started_on)[0].person
    made = Participation(household=household, person=who, team=team, invited_on=started_on, **fields).invite(by=by)
    made.start(by=by, started_on=started_on, caseworker=by, agreement_signed_on=started_on if signed else None)
    if ended_on:
        made.end(by=by, ended_on=ended_on, end_reason=end_reason)
    return made


def own_wish(participation, *, by=None, said_on=DAY, words="Et sted uten rus i oppgangen.") -> OwnWish:
    return participation.wish(OwnWish(said_on=said_on, words=words), by=by)


def time_away(participation, *, by=None, kind="prison", started_on=DAY, **fields) -> TimeAway:
    return TimeAway(participation=participation, kind=kind, started_on=started_on, **fields).begin(by=by)


def home_offer(participation, *, by=None, offered_on=DAY, what="To rom, nær sentrum", **fields) -> HomeOffer:
    return HomeOffer(participation=participation, offered_on=offered_on, what=what, **fields).make(by=by)


def fidelity_form(*, by=None, valid_from=DAY, questions=("Deltakeren velger selv.",)) -> FidelityForm:
    return FidelityForm(valid_from=valid_from, questions=list(questions)).adopt(by=by)


def fidelity_check(team, *, by=None, year=2026, half=1, made_on=DAY, points=None) -> FidelityCheck:
    questions = FidelityForm.objects.on(made_on).questions
    given = points or [3] * len(questions)
    return FidelityCheck(team=team, year=year, half=half, made_on=made_on, questions=questions, points=given).record(
        by=by
    )


def base(*, members=(), dwelling=None, by=None, since=date(2025, 1, 1)) -> Team:
    """A base that looks after a dwelling: staffed on Monday evening, with house rules."""
    made = team("Basen", kind="base", members=members)
    home = dwelling or make.dwelling("Orelundveien 1", category="emergency")
    BaseDwelling(team=made, dwelling=home, starts_on=since).add(by=by)
    StaffPresence(team=made, weekday=1, begins_at=time(15), ends_at=time(22), staff=2, starts_on=since).plan(by=by)
    HouseRules(team=made, valid_from=since, text="Ro etter klokken 23.").adopt(by=by)
    return made


def contact(participation, *, by=None, happened_on=DAY, kind="visit", was_met=True, **fields) -> Contact:
    facts = {"happened_on": happened_on, "kind": kind, "was_met": was_met} | fields
    return Contact(participation=participation, **facts).record(by=by)


def risk(participation=None, *, team=None, by=None, topic="home_visit", conduct=1, assessed_on=DAY, **fields):
    """Of a participant; of a team's own work when a team is given instead."""
    facts = {"danger": "Trusler i døra.", "measures": "Ring først.", "likelihood": 2, "consequence": 3} | fields
    facts.setdefault("expires_on", assessed_on + timedelta(days=180))
    facts |= {"team": team or participation.team, "conduct": conduct if participation else None}
    return RiskAssessment(participation=participation, topic=topic, assessed_on=assessed_on, **facts).keep(by=by)


def incident(team, *, by=None, participation=None, kind="threat", happened_on=DAY, **fields) -> Incident:
    facts = {"what": "Ropte og slo i døra.", "kind": kind, "happened_on": happened_on} | fields
    return Incident(team=team, participation=participation, **facts).report(by=by)


def outcome(participation, *, by=None, side="staff", assessed_on=DAY, **scores) -> OutcomeAssessment:
    """Three on every area, but for those given."""
    given = dict.fromkeys(AREAS, 3) | scores
    return OutcomeAssessment(participation=participation, by=side, assessed_on=assessed_on, **given).keep(by=by)


def team_cost(team, *, by=None, year=2026, half=1, posts="4", price_per_post="800000", expenses="0") -> TeamCost:
    """Half a year as in Bodø: four posts, 3.2 million a year."""
    facts = {"posts": Decimal(posts), "price_per_post": Decimal(price_per_post), "expenses": Decimal(expenses)}
    return TeamCost(team=team, year=year, half=half, **facts).keep(by=by)


def repair(dwelling, paid_on, amount, *, by=None) -> RepairCost:
    return RepairCost(dwelling=dwelling, paid_on=paid_on, amount=Decimal(amount)).keep(by=by)
