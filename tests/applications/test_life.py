"""An application's life as a whole: whatever is clicked, in whatever order, it never stands without a lawful next step.

A machine goes through the pages as a caseworker does: now a step that must be lawful where the application stands,
now any door at all. What is refused is told on a page; nothing fails. After each click the household's file is looked
over (``Rules``). It is the law as the program keeps it, so a broken rule is a fault in the program.
"""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from allocation.tasks import expire_offers
from applications.models import Appeal, Application, Decision, Hold
from housing import deadlines
from housing.models import CaseEvent, Household, Letter
from tests import make
from tests.applications.life_doors import NAMES, STEPS, TODAY, Doors, no, state_of

KINDS = Application.Kind.values
# More when asked for: a long hunt is run by hand.
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "10"))
BEGUN = TODAY - timedelta(days=400)
MOST_CASES = 2
MIX = ["a lawful step"] * 6 + ["any door"] * 3 + ["time passes"] * 2 + ["another application"]
DAYS, BACK = [1, 7, 30, 120], [0, 0, 0, 10, 200]
TOLD = {200, 302, 404, 405, 409}

kinds = st.sampled_from(KINDS)
numbers = st.integers(0, 20)


class Life(RuleBasedStateMachine):
    """One caseworker, two households, three homes, and up to a few applications."""

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.day = BEGUN
        self.keys = 0
        self.is_touched = True
        self.form = None
        self.client = Client()
        kari = make.caseworker()
        self.client.force_login(kari, backend="django.contrib.auth.backends.ModelBackend")
        home = make.dwelling("Livsveien 1")
        self.households = [make.household(caseworker=kari) for _ in range(2)]
        for number, household in enumerate(self.households):
            tenancy = make.tenancy(household, home if number == 0 else make.dwelling("Livsveien 2"))
            make.contract(tenancy, ends_on=TODAY + timedelta(days=90))
        for number in (3, 4):
            make.dwelling(f"Livsveien {number}")

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @property
    def cases(self):
        return list(Application.objects.order_by("pk"))

    def post(self, url, data) -> bool:
        """Whether it was done. Each page has a key of its own, as a browser's page does."""
        self.keys += 1
        before = self.traces()
        response = self.client.post(url, {"external_id": f"klikk-{self.keys}", **data})
        assert response.status_code in TOLD, (url, data, response.status_code)
        self.form = (response.context or {}).get("form") if response.status_code == 200 else None
        done = response.status_code == 302
        self.is_touched |= done
        assert done or self.traces() == before, f"{url} was refused and left its trace"
        return done

    @staticmethod
    def traces():
        return CaseEvent.objects.count(), Letter.objects.count()

    def errors(self):
        return self.form.errors.as_json(escape_html=False) if self.form is not None else ""

    def go(self, name, case, number, day=None) -> bool | None:
        door = getattr(Doors(case, day or self.day, number), name)()
        if door is None:
            return None
        waiting = {row.pk for row in Application.objects.waiting(TODAY)}
        done = self.post(*door)
        if "appeal" in name or name in ("assess", "change", "forward") or name.startswith("body"):
            assert waiting <= {row.pk for row in Application.objects.waiting(TODAY)}, f"{name} lost a place"
        return done

    @initialize(kind=kinds)
    def first_application(self, kind):
        assert self.register(0, kind), self.errors()

    def register(self, number, kind) -> bool:
        household = self.households[number % 2]
        data = {"kind": kind, "received_on": no(self.day), "rooms_min": "2", "wishes": "Et sted å bo."}
        if kind in ("transfer", "extension"):
            data["tenancy"] = household.tenancies.order_by("pk").first().pk
        return self.post(reverse("application_new", args=[household.pk]), data)

    @rule(what=st.sampled_from(MIX), number=numbers, which=numbers, kind=kinds, name=st.sampled_from(NAMES))
    def click(self, what, number, which, kind, name):
        """One rule, so that the mix is ours and every run goes deep."""
        cases = self.cases
        case = cases[which % len(cases)]
        if what == "a lawful step":
            self.lawful_step(case, number)
        elif what == "any door":
            # Whatever is tried is done or told why not; also with a day long gone.
            self.go(name, case, number, self.day - timedelta(days=BACK[number % len(BACK)]))
        elif what == "time passes":
            self.day = min(self.day + timedelta(days=DAYS[number % len(DAYS)]), TODAY)
            expire_offers()
            self.is_touched = True
        elif len(cases) < MOST_CASES:
            assert self.register(number, kind), self.errors()

    def lawful_step(self, case, number):
        """The table says that this may be done now; the door must agree."""
        state = state_of(case)
        if STEPS[state]:
            name = STEPS[state][number % len(STEPS[state])]
            done = self.go(name, case, number)
            assert done is not False, f"{name} in «{state}»: {self.errors()}"

    # What must hold, whatever was done

    @invariant()
    def the_file_is_in_order(self):
        if not self.is_touched:
            return
        self.is_touched = False
        self.every_state_is_in_the_table()
        self.every_decision_has_its_letter()
        self.one_appeal_at_a_time()
        self.what_is_upheld_is_decided_anew()
        self.status_agrees_with_the_dates()
        self.what_waits_is_in_somebodys_deadlines()
        self.the_timeline_tells_every_move()
        self.nobody_waits_for_a_dwelling_without_being_granted_one()
        self.no_home_is_held_for_an_appeal_that_is_over()

    def every_state_is_in_the_table(self):
        for case in self.cases:
            assert state_of(case) in STEPS

    def every_decision_has_its_letter(self):
        for decision in Decision.objects.select_related("letter"):
            assert decision.letter, f"{decision} has no letter"
            assert decision.letter.html

    def one_appeal_at_a_time(self):
        for case in self.cases:
            waits = case.appeals.open().count() + case.appeals.awaiting_new_decision().count()
            assert waits <= 1, f"{waits} appeals of {case} wait"

    def what_is_upheld_is_decided_anew(self):
        for appeal in Appeal.objects.filter(status="changed").select_related("application"):
            newer = appeal.application.decisions.filter(pk__gt=appeal.decision_id)
            assert newer or appeal.awaits_new_decision or appeal.application.status == "withdrawn"

    def status_agrees_with_the_dates(self):
        for case in self.cases:
            decided = case.decisions.order_by("-pk").first()
            assert bool(case.decided_on) == bool(case.outcome)
            if case.outcome in ("granted", "rejected", "dismissed"):
                assert decided, f"{case} is decided without a decision"
                assert decided.outcome == case.outcome
            assert not (case.notified_on and case.status == "withdrawn"), "told of a decision that is not there"
            if case.notified_on and decided:
                assert decided.decided_on <= case.notified_on, "told before it was decided"
        for appeal in Appeal.objects.all():
            days = [appeal.posted_on, appeal.received_on, appeal.forwarded_on, appeal.decided_on]
            known = [day for day in days if day]
            assert known == sorted(known), days
            assert appeal.status != "upheld" or appeal.forwarded_on, "we never uphold our own decision"
            assert appeal.assessment or appeal.status in ("received", "dismissed", "withdrawn")

    def what_waits_is_in_somebodys_deadlines(self):
        waits = [*Appeal.objects.open(), *Appeal.objects.awaiting_new_decision()]
        if not waits:
            return
        found = {(row.kind, row.url) for row in deadlines.waiting(Household.objects.all(), TODAY)}
        for appeal in waits:
            kind = {"received": "appeals_to_answer", "forwarded": "appeals_with_the_body"}.get(appeal.status)
            assert (kind or "new_decisions", appeal.get_absolute_url()) in found, f"{appeal} is nobody's"

    def the_timeline_tells_every_move(self):
        for case in self.cases:
            for thing in (case, *case.appeals.all(), *case.offers.all(), *case.resulting_tenancies.all()):
                kind = {"subject_type__model": thing._meta.model_name, "subject_id": thing.pk}
                moves = CaseEvent.objects.filter(**kind).exclude(became="").order_by("pk")
                said = list(moves.values_list("was", "became"))
                assert said, f"{thing} has no line"
                assert [was for was, _became in said] == ["", *(became for _was, became in said[:-1])]
                assert said[-1][1] == thing.status

    def nobody_waits_for_a_dwelling_without_being_granted_one(self):
        for case in Application.objects.waiting(TODAY):
            assert case.status == "granted"
            assert case.decisions.order_by("-pk").first().outcome == "granted"
            assert not case.resulting_tenancies.filter(status__in=["allocated", "active"]).exists()

    def no_home_is_held_for_an_appeal_that_is_over(self):
        for hold in Hold.objects.open().select_related("appeal__application"):
            hopes = hold.appeal.is_open or hold.appeal.status == "changed"
            assert hopes, f"held for {hold.appeal}, which is {hold.appeal.status}"
            assert hold.appeal.is_open or hold.appeal.application.status in ("under_review", "granted", "closed")


@pytest.mark.django_db
@pytest.mark.slow
def test_an_application_never_stands_without_a_lawful_next_step(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize="LIFE_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            # A fault is told as it was clicked: making it short would take many minutes.
            phases=[Phase.generate],
        ),
    )


def test_every_state_but_the_last_has_a_step_and_every_step_a_door():
    assert [state for state, steps in STEPS.items() if not steps] == ["withdrawn"]
    assert {step for steps in STEPS.values() for step in steps} <= set(NAMES)
