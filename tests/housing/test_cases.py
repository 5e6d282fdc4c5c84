"""The one door: from where each status may be reached, who comes second, and that a refusal leaves nothing behind."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from applications.models import Application
from housing import consequences
from housing.cases import Case, Refused
from housing.models import CaseEvent, Letter
from tests import make, make_evictions, make_housing_first, make_plan
from tests.program_rules import lifecycles

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)

# Facts that make each status lawful in PostgreSQL's eyes, by model and status.
FACTS = {
    "applications.application": {
        "granted": {"outcome": "granted", "decided_on": TODAY, "closed_on": None},
        "rejected": {"outcome": "rejected", "decided_on": TODAY},
        "dismissed": {"outcome": "dismissed", "decided_on": TODAY},
        "withdrawn": {"outcome": "withdrawn", "decided_on": TODAY},
        "under_review": {"outcome": "", "decided_on": None},
        "fulfilled": {"outcome": "granted", "decided_on": TODAY},
        "closed": {"outcome": "granted", "decided_on": TODAY, "closed_on": TODAY},
    },
    "applications.appeal": {
        status: {"decided_on": TODAY} for status in ("forwarded", "changed", "upheld", "dismissed", "withdrawn")
    },
    "applications.transition": {"completed": {"actual_on": TODAY}, "cancelled": {"cancelled_on": TODAY}},
    "allocation.offer": {status: {"answered_on": TODAY} for status in ("accepted", "declined", "expired", "withdrawn")},
    "allocation.override": {
        "approved": {"approved_on": TODAY},
        "cancelled": {"approved_on": TODAY, "ended_on": TODAY},
        "expired": {"approved_on": TODAY, "ended_on": TODAY},
    },
    "housing.tenancy": {
        "active": {"moved_in_on": TODAY},
        "ended": {"moved_in_on": TODAY, "moved_out_on": TODAY},
        "cancelled": {"moved_out_on": TODAY},
    },
    "allocation.allocationmeeting": {"open": {"opened_at": NOW}, "closed": {"opened_at": NOW, "closed_at": NOW}},
    "allocation.dwellingorder": {
        "sent": {"sent_on": TODAY},
        "replaced": {"sent_on": TODAY},
        "delivered": {"sent_on": TODAY, "delivered_on": TODAY},
    },
    "allocation.temporarystay": {"ended": {"ends_on": TODAY}},
    "housing.rentrun": {
        "notified": {"notified_on": TODAY},
        "in_force": {"notified_on": TODAY},
        "called_off": {"called_off_on": TODAY},
    },
    "housing.rentnotice": {status: {"notified_on": TODAY} for status in ("notified", "in_force")},
    "evictions.arrearscase": {"closed": {"closed_on": TODAY}},
    "evictions.arrearsmeeting": {"open": {"opened_at": NOW}, "closed": {"opened_at": NOW, "closed_at": NOW}},
    "evictions.ledgerupload": {},
    "evictions.paymentplan": {
        "active": {"breached_on": None},
        "breached": {"breached_on": TODAY},
        "completed": {"ended_on": TODAY},
        "cancelled": {"ended_on": TODAY},
    },
    "evictions.petition": {
        "carried_out": {"outcome": "carried_out", "outcome_on": TODAY},
        "averted": {"outcome": "paid", "outcome_on": TODAY},
        "rejected": {"outcome": "rejected", "outcome_on": TODAY},
    },
    "housing_first.incident": {
        "reported": {"followed_up_on": None},
        "followed_up": {"followed_up_on": TODAY, "follow_up": "Snakket med den som var der."},
    },
    "housing_first.participation": {
        "invited": {"declined_on": None},
        "declined": {"declined_on": TODAY},
        "active": {"started_on": TODAY, "ended_on": None},
        "ended": {"started_on": TODAY, "ended_on": TODAY},
    },
    "housing_first.referral": {
        "received": {"decision": "", "decided_on": None},
        "accepted": {"decision": "accepted", "decided_on": TODAY},
        "rejected": {"decision": "rejected", "decided_on": TODAY},
        "withdrawn": {"withdrawn_on": TODAY},
    },
    # Opened again, it keeps the day it was closed.
    "rent_to_own.guidance": {
        "guided": {"reopened_on": [TODAY]},
        "assessed": {"reopened_on": [TODAY]},
        "closed": {"closed_on": TODAY},
    },
    "rent_to_own.savingsagreement": {
        status: {"outcome": status, "outcome_on": TODAY} for status in ("bought", "ended")
    },
    "reporting.report": {
        "submitted": {"submitted_on": TODAY},
        "treated": {"submitted_on": TODAY},
        "approved": {"approved_on": TODAY},
    },
    "reporting.planmeasure": {},
    "reporting.reportrun": {},
}
ALLOWED = [(model, was, becomes) for model in lifecycles() for was in model.MOVES for becomes in model.MOVES[was]]
REFUSED = [
    (model, was, becomes)
    for model in lifecycles()
    for was in model.MOVES
    for becomes in model.MOVES
    if becomes not in model.MOVES[was]
]


def named(value):
    return value._meta.label if isinstance(value, type) else str(value)


def facts_of(model, status) -> dict:
    return FACTS[model._meta.label_lower].get(status, {})


def one_of(model, status):
    """A row that stands in ``status`` with facts to match, made without the door."""
    user, household = make.caseworker(), make.household()
    label = model._meta.label_lower
    if label == "applications.application":
        fields = {"household": household, "kind": "new", "received_on": date(2026, 3, 2)}
    elif label == "applications.appeal":
        fields = {"application": make.application(household, by=user), "received_on": date(2026, 4, 8)}
    elif label == "applications.transition":
        fields = {"household": household, "kind": "release", "notified_on": date(2026, 3, 2)}
    elif label == "allocation.offer":
        application = make.granted(household, by=user)
        fields = {"application": application, "dwelling": make.dwelling(), "offered_on": date(2026, 4, 10)}
    elif label == "allocation.override":
        # Whoever answers stands there from the start: a move alone has no room for another than the one who asked.
        fields = {"application": make.granted(household, by=user), "kind": "points", "points": 10}
        fields |= {"asked_by": user, "asked_on": TODAY, "answered_by": make.leader()}
    elif label == "housing.tenancy":
        fields = {"household": household, "dwelling": make.dwelling(), "tenure": "municipal"}
    elif label in NEWER:
        fields = NEWER[label](household, user)
    else:
        return _of_reporting(model, status, user)
    return model.objects.create(**fields | facts_of(model, status), status=status)


def _rent_notice(household, user):
    """With its letter from the start: a move alone has no room for it."""
    letter = Letter.objects.create(household=household, kind="rent", title="Varsel", recipient="A", html="x")
    tenancy = make.tenancy(household, make.dwelling())
    facts = {"kind": "going_rate", "was_amount": 9000, "amount": 9500, "takes_effect_on": date(2027, 1, 1)}
    return facts | {"tenancy": tenancy, "letter": letter}


def _payment_plan(household, user):
    case = make_evictions.arrears_case(make.tenancy(household, make.dwelling()), by=user)
    action = make_evictions.action(case, kind="payment_plan", by=user)
    return {"case": case, "action": action, "agreed_on": TODAY, "debt": 6000}


def _of_team(household):
    person = household.members_on(TODAY)[0].person
    return {"household": household, "person": person, "team": make_housing_first.team()}


def _tenancy(household):
    return make.tenancy(household, make.dwelling())


NEWER = {
    "allocation.allocationmeeting": lambda _home, user: {
        "meets_on": TODAY,
        "chair": user,
        "planned_by": user,
        "closed_by": user,
    },
    "allocation.dwellingorder": lambda _home, user: {"made_on": TODAY, "by": user, "recipient": "Lindvik Eiendom"},
    "allocation.temporarystay": lambda home, _user: {"household": home, "place": "Motell", "starts_on": TODAY},
    "evictions.arrearscase": lambda home, _user: {"tenancy": _tenancy(home), "opened_on": date(2026, 5, 4)},
    "evictions.arrearsmeeting": lambda _home, user: {
        "meets_on": TODAY,
        "chair": user,
        "planned_by": user,
        "closed_by": user,
    },
    "evictions.ledgerupload": lambda _home, user: {"file_name": "ledger.csv", "uploaded_by": user},
    "evictions.paymentplan": _payment_plan,
    "evictions.petition": lambda home, _user: {"tenancy": _tenancy(home), "sent_on": date(2026, 5, 4)},
    "housing.rentnotice": _rent_notice,
    "housing.rentrun": lambda _home, user: {
        "index": make.price_index(date(2026, 5, 1), 130),
        "by": user,
        "takes_effect_on": date(2027, 1, 1),
    },
    "housing_first.incident": lambda _home, _user: {"team": make_housing_first.team(), "happened_on": TODAY},
    "housing_first.participation": lambda home, _user: _of_team(home),
    "housing_first.referral": lambda home, _user: _of_team(home) | {"received_on": date(2026, 5, 4)},
    "rent_to_own.guidance": lambda home, _user: {"household": home, "started_on": date(2026, 5, 4)},
    "reporting.planmeasure": lambda _home, _user: {"plan": make_plan.plan(), "number": "2.1", "text": "Tiltak"},
    "rent_to_own.savingsagreement": lambda home, _user: {
        "household": home,
        "dwelling": make.dwelling(),
        "starts_on": date(2026, 5, 4),
        "ends_on": date(2031, 5, 4),
        "fixed_price": 1_500_000,
        "savings_target": 60_000,
    },
}


def _of_reporting(model, status, user):
    from reporting.models import Report

    period = {"period_first": date(2026, 1, 1), "period_last": date(2026, 6, 30)}
    if model is Report:
        return model.objects.create(**period, **facts_of(model, status), status=status, municipality="Lindvik")
    report = Report.objects.create(**period, municipality="Lindvik")
    return model.objects.create(report=report, requested_by=user, status=status)


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """The door by itself; what follows from it has tests of its own."""
    monkeypatch.setattr(consequences, "TABLE", {})


@pytest.fixture
def application():
    return one_of(Application, "received")


def test_every_lifecycle_is_tried():
    assert {model._meta.label_lower for model in lifecycles()} == set(FACTS)
    assert len(ALLOWED) > 20
    assert len(REFUSED) > 60


@pytest.mark.parametrize(("model", "was", "becomes"), ALLOWED, ids=named)
def test_an_allowed_move_is_made_and_told(model, was, becomes):
    case, user = one_of(model, was), make.leader()
    case.move_to(becomes, by=user, note="Slik ble det.", happened_on=TODAY, **facts_of(model, becomes))
    assert case.status == becomes
    assert model.objects.get(pk=case.pk).status == becomes
    if issubclass(model, Case):
        event = CaseEvent.objects.get(subject_id=case.pk, subject_type__model=model._meta.model_name)
        told = (event.was, event.became, event.by, event.note, event.happened_on, event.household)
        assert told == (was, becomes, user, "Slik ble det.", TODAY, case.household)


@pytest.mark.parametrize(("model", "was", "becomes"), REFUSED, ids=named)
def test_any_other_move_is_refused_in_words_and_nothing_happens(model, was, becomes):
    case = one_of(model, was)
    with pytest.raises(Refused, match="Det går ikke å sette «.+» når status er «.+»"):
        case.move_to(becomes, by=make.leader(), **facts_of(model, becomes))
    assert (case.status, model.objects.get(pk=case.pk).status) == (was, was)
    assert not CaseEvent.objects.filter(subject_id=case.pk, subject_type__model=model._meta.model_name).exists()


@pytest.mark.parametrize("model", lifecycles(), ids=named)
def test_who_comes_second_is_told_that_somebody_else_was_first(model):
    was = next(status for status in model.MOVES if model.MOVES[status])
    becomes = model.MOVES[was][0]
    first = one_of(model, was)
    second = model.objects.get(pk=first.pk)
    first.move_to(becomes, by=make.leader(), **facts_of(model, becomes))
    with pytest.raises(Refused, match="Noen andre har nettopp endret saken"):
        second.move_to(becomes, by=make.leader(), **facts_of(model, becomes))
    assert second.status == was
    assert CaseEvent.objects.filter(subject_id=first.pk, subject_type__model=model._meta.model_name).count() <= 1


def test_a_broken_rule_of_the_database_is_told_in_its_own_words(application):
    with pytest.raises(Refused, match="Vedtaket er datert før søknaden"):
        application.move_to("granted", by=make.leader(), outcome="granted", decided_on=date(2026, 1, 1))
    assert (application.status, application.outcome, application.decided_on) == ("received", "", None)
    application.refresh_from_db()
    assert application.status == "received"


def refuse(case, *, by):
    raise Refused("Boligen er solgt.")


def fail(case, *, by):
    raise ZeroDivisionError


@pytest.mark.parametrize(("follows", "raised"), [("refuse", Refused), ("fail", ZeroDivisionError)])
def test_a_consequence_that_fails_takes_the_move_with_it(application, monkeypatch, follows, raised):
    rows = ["tests.housing.test_cases.write_a_note", f"tests.housing.test_cases.{follows}"]
    monkeypatch.setattr(consequences, "TABLE", {"applications.application.under_review": rows})
    worker = make.caseworker()
    with pytest.raises(raised):
        application.move_to("under_review", by=worker, caseworker=worker)
    assert (application.status, application.caseworker) == ("received", None)
    application.refresh_from_db()
    assert (application.status, application.caseworker) == ("received", None)
    assert CaseEvent.objects.count() == 0
    assert application.household.notes.count() == 0


def write_a_note(case, *, by):
    case.household.notes.create(text="Skrevet av en følge.", by=by)


def test_a_case_begins_with_its_first_line_and_what_follows(monkeypatch):
    monkeypatch.setattr(
        consequences, "TABLE", {"applications.application.received": ["tests.housing.test_cases.write_a_note"]}
    )
    user, household = make.caseworker(), make.household()
    made = make.application(household, by=user)
    event = CaseEvent.objects.get()
    assert (event.was, event.became, event.by, event.subject) == ("", "received", user, made)
    assert event.happened_on == made.received_on
    assert household.notes.count() == 1


def test_a_case_that_cannot_begin_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(
        consequences, "TABLE", {"applications.application.received": ["tests.housing.test_cases.refuse"]}
    )
    with pytest.raises(Refused):
        make.application(make.household(), by=make.caseworker())
    assert (Application.objects.count(), CaseEvent.objects.count()) == (0, 0)


def test_the_same_row_begun_twice_is_refused(application):
    again = Application(
        household=application.household, kind="new", received_on=TODAY, external_id=application.external_id
    )
    with pytest.raises(Refused, match="Dette er allerede lagret"):
        again.begin(by=make.caseworker())


def test_a_move_without_a_day_happened_today(application):
    application.move_to("under_review", by=None)
    event = CaseEvent.objects.get()
    assert (event.happened_on, event.by) == (timezone.localdate(), None)
