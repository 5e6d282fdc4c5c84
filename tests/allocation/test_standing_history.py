"""Whatever happens, the list as of any past day is the list that was shown that evening."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from allocation import recount, waiting_pages
from allocation.filters import WaitingFilter
from allocation.models import Override, PriorityScheme
from applications.models import Application
from housing.models import Membership
from tests import make
from tests.allocation.test_standing import is_exact

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 1, 8, 0, tzinfo=timezone.get_current_timezone())
SOME = st.integers(0, 20)
EVENTS = st.one_of(
    st.tuples(st.just("grant"), st.integers(0, 2)),
    st.tuples(st.just("map"), st.sampled_from(["1", "2", "3", "4", "other"])),
    st.tuples(st.just("map earlier"), st.sampled_from(["1", "2", "4"])),
    st.tuples(st.just("child"), st.integers(0, 18)),
    st.tuples(st.just("child leaves"), SOME),
    st.tuples(st.just("override"), st.sampled_from([-20, 20, 0])),
    st.tuples(st.just("cancel override"), SOME),
    st.tuples(st.just("accept"), SOME),
    st.tuples(st.just("falls through"), SOME),
    st.tuples(st.just("close"), SOME),
    st.tuples(st.just("scheme"), st.integers(0, 60)),
    st.tuples(st.just("evening"), st.integers(1, 40)),
    st.tuples(st.just("evening"), st.just(1)),
)


def valid(form):
    assert form.is_valid(), form.errors
    return form


class Municipality:
    """Acts out what is drawn, on a clock of its own, and remembers each list it was shown."""

    def __init__(self, monkeypatch):
        self.instant = START
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.instant)
        self.worker, self.leader, self.other = make.caseworker(), make.leader(), make.leader(name="Ola Lie")
        self.evenings: dict[date, list] = {}
        self.grant(1)
        recount.catch_up()

    @property
    def today(self):
        return timezone.localdate()

    def chosen(self, rows, number):
        rows = list(rows.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def waiting(self, number):
        return self.chosen(Application.objects.waiting(self.today), number)

    def do(self, event, what):
        self.instant += timedelta(minutes=7)
        getattr(self, event.replace(" ", "_"))(what)

    def grant(self, children):
        household = make.household(
            children=[self.today - timedelta(days=900 * number + 20) for number in range(children)],
            created_on=self.today,
        )
        make.granted(household, by=self.worker, received_on=self.today, decided_on=self.today)

    def map(self, category, *, days=0):
        if case := self.waiting(ord(category[0])):
            day = self.today - timedelta(days=days)
            release_on = self.today + timedelta(days=70) if category == "3" else None
            make.mapping(case.household, homeless_category=category, mapped_on=day, release_on=release_on)

    def map_earlier(self, category):
        self.map(category, days=45)

    def child(self, age):
        if case := self.waiting(age):
            born = self.today - timedelta(days=365 * age)
            case.household.admit(make.person(birth_date=born), role="child", joined_on=self.today, by=self.worker)

    def child_leaves(self, number):
        if member := self.chosen(Membership.objects.on(self.today).filter(role="child"), number):
            member.household.part_with(member, left_on=max(self.today, member.joined_on), by=self.worker)

    def override(self, points):
        case = self.waiting(points)
        if case and not case.overrides.filter(status="approved").exists():
            kind = "points" if points else "first"
            until = self.today + timedelta(days=5)
            make.override(case, by=self.leader, kind=kind, points=points, valid_until=until).approve(by=self.other)

    def cancel_override(self, number):
        if made := self.chosen(Override.objects.filter(status="approved"), number):
            made.cancel(by=self.leader, answer="Ikke lenger nødvendig")

    def accept(self, number):
        if case := self.waiting(number):
            make.offer(case, make.dwelling(), by=self.worker, offered_on=self.today).accept(
                by=self.worker, answered_on=self.today
            )

    def falls_through(self, number):
        housed = Application.objects.filter(status="fulfilled", resulting_tenancies__status="allocated")
        if case := self.chosen(housed, number):
            case.resulting_tenancies.get(status="allocated").cancel(
                by=self.worker, cancelled_on=self.today, note="Ble syk"
            )

    def close(self, number):
        if case := self.waiting(number):
            case.close(by=self.worker, closed_on=self.today, reason="Flyttet")

    def scheme(self, points):
        begins = self.today + timedelta(days=1)
        if not PriorityScheme.objects.filter(starts_on=begins).exists():
            draft = make.scheme_draft(by=self.leader, children=points, waiting_time=points + 1)
            draft.adopt(starts_on=begins, source="Formannskapet")

    def evening(self, days):
        self.evenings[self.today] = self.shown(self.today)
        self.instant = START + timedelta(days=(self.today - START.date()).days + days)
        recount.catch_up()

    def shown(self, day):
        """What the page says of everybody: number, points, and each line with its fact."""
        page = waiting_pages.page_of(day, self.worker, valid(WaitingFilter({"dato": f"{day:%d.%m.%Y}"})), 1)
        return [
            (
                place.number,
                place.application.pk,
                place.total,
                place.children,
                place.is_homeless,
                [(line.code, str(line.label), str(line.fact), line.points) for line in place.priority.lines],
            )
            for place in page.object_list
        ]


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(events=st.lists(EVENTS, min_size=5, max_size=16))
def test_the_list_of_a_past_day_is_the_list_shown_that_evening(monkeypatch, events):
    with monkeypatch.context() as patch, transaction.atomic():
        town = Municipality(patch)
        for event, what in events:
            town.do(event, what)
            assert is_exact(), event
        town.evening(1)
        for day, shown in town.evenings.items():
            assert town.shown(day) == shown, day
        transaction.set_rollback(True)
