"""The agenda of a meeting about arrears: made of the latest run, children first, and what a person moved stands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evictions import agenda
from evictions.forms import agenda as item_forms
from evictions.forms import meetings as forms
from evictions.models import ArrearsPause
from housing.database import Refused
from tests import make, make_evictions
from tests.evictions.meeting_steps import TODAY, case_of, no, opened, plan, run, settled

pytestmark = pytest.mark.django_db
BORN = TODAY.replace(year=TODAY.year - 6, day=1)


@pytest.fixture
def mona():
    return make.leader()


def names(meeting):
    return [item.case.household.members_on(TODAY)[0].person.family_name for item in meeting.items.on_agenda()]


def paused(case, by, *, until=TODAY + timedelta(days=30), since=TODAY):
    case.pause(ArrearsPause(starts_on=since, ends_on=until, reason="Venter på NAV"), by=by)
    return case


def add(meeting, by, case, reason="Naboer har meldt fra"):
    return item_forms.ItemForm({"case": case.number, "reason": reason}, meeting=meeting, by=by)


def left_out(item, by, reason="Betaler i morgen"):
    form = item_forms.LeaveOutForm({"reason": reason}, item=item)
    assert form.is_valid(), form.errors
    form.leave_out(by=by)


class TestMade:
    def test_of_the_latest_run_children_first_then_the_largest_debts(self, mona):
        big, small, family, small_family = (
            case_of("Stor", by=mona),
            case_of("Liten", by=mona),
            case_of("Familie", by=mona, children=[BORN]),
            case_of("Barnerik", by=mona, children=[BORN, BORN, None]),
        )
        run((big, 90_000), run_on=TODAY - timedelta(days=14))
        run((small, 2_000), (small_family, 1_500), (big, 80_000), (family, 1_600))
        meeting = plan(mona)
        assert names(meeting) == ["Familie", "Barnerik", "Stor", "Liten"]
        assert [item.children for item in meeting.items.all()] == [1, 3, 0, 0]
        assert [item.position for item in meeting.items.all()] == [0, 1, 2, 3]
        large = meeting.items.get(case=big)
        assert (large.balance, large.was_balance, large.change) == (80_000, 90_000, -10_000)
        assert meeting.items.get(case=small).change is None
        shown = {entry.item.case_id: entry for entry in agenda.seen_by(mona, meeting, TODAY).entries}
        assert shown[big.pk].change_text == "ned 10\xa0000\xa0kr"
        assert shown[small.pk].change_text == "ny siden sist"
        assert (shown[big.pk].debt_days, shown[small_family.pk].children_text) == (40, "3 barn")

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.booleans(), st.integers(-500, 50_000)), max_size=6))
    def test_the_order_holds_for_any_households(self, mona, households):
        from django.db import transaction

        with transaction.atomic():
            cases = [(case_of("X", by=mona, children=[BORN] if child else []), owed) for child, owed in households]
            run(*cases)
            items = list(plan(mona).items.all())
            keys = [(not item.has_children, -item.balance) for item in items]
            assert keys == sorted(keys)
            assert len(items) == len(households)
            transaction.set_rollback(True)

    def test_without_a_run_it_is_empty(self, mona):
        meeting = plan(mona)
        assert (meeting.run, meeting.items.count()) == (None, 0)
        forms.open_meeting(meeting, by=mona)

    def test_one_on_pause_is_left_out_and_counted(self, mona):
        run((case_of("Aas", by=mona), 5000), (paused(case_of("Berg", by=mona), mona), 9000))
        meeting = plan(mona)
        assert (names(meeting), meeting.paused) == (["Aas"], 1)

    def test_a_pause_that_is_over_by_the_meeting_is_none(self, mona):
        case = paused(case_of("Berg", by=mona), mona, until=TODAY + timedelta(days=7))
        run((case, 9000))
        assert plan(mona, meets_on=no(TODAY + timedelta(days=6))).paused == 1
        assert names(plan(mona, meets_on=no(TODAY + timedelta(days=7)))) == ["Berg"]

    def test_a_closed_case_is_not_taken_up(self, mona):
        case = case_of("Aas", by=mona)
        run((case, 5000))
        meeting = plan(mona)
        case.close(by=mona, closed_on=TODAY, closing_reason="paid")
        forms.refresh(meeting, by=mona)
        assert names(meeting) == []

    def test_is_made_anew_while_planned_and_when_it_opens_and_stands_then(self, mona):
        one, two, three = (case_of(name, by=mona) for name in ("Aas", "Berg", "Dahl"))
        run((one, 5000), run_on=TODAY - timedelta(days=28))
        meeting = plan(mona)
        run((one, 6000), (two, 7000), run_on=TODAY - timedelta(days=14))
        forms.refresh(meeting, by=mona)
        meeting.refresh_from_db()
        assert names(meeting) == ["Berg", "Aas"]
        assert meeting.items.get(case=one).balance == 6000
        newest = run((three, 9000))
        forms.open_meeting(meeting, by=mona)
        meeting.refresh_from_db()
        assert (names(meeting), meeting.run) == (["Dahl"], newest)
        run((one, 6000), run_on=TODAY + timedelta(days=14))
        with pytest.raises(Refused, match="pågår"):
            forms.refresh(meeting, by=mona)
        assert names(meeting) == ["Dahl"]

    def test_the_night_makes_those_of_planned_meetings_anew_and_no_others(self, mona):
        one, two = case_of("Aas", by=mona), case_of("Berg", by=mona)
        run((one, 5000), run_on=TODAY - timedelta(days=14))
        goes_on, planned = opened(mona), plan(mona)
        run((two, 7000))
        agenda.refresh_planned(TODAY)
        assert (names(goes_on), names(planned)) == (["Aas"], ["Berg"])

    def test_a_constant_number_of_queries(self, mona):
        def asked(count, day):
            cases = [case_of(f"N{number}", by=mona, children=[BORN]) for number in range(count)]
            run(*[(case, 5000) for case in cases], run_on=TODAY + timedelta(days=day))
            with CaptureQueriesContext(connection) as made:
                meeting = plan(mona)
            for case in cases:
                make_evictions.action(case, by=mona)
                make_evictions.arrears_task(case, by=mona)
            with CaptureQueriesContext(connection) as shown:
                seen = agenda.seen_by(mona, meeting, TODAY)
                assert all(entry.name and entry.tried for entry in seen.entries)
                assert all(row.name for row in seen.left)
            return len(made), len(shown)

        asked(1, 0)
        assert asked(1, 14) == asked(3, 28)


def test_the_proposed_step_stands_there_without_its_reasons(mona):
    household = make.household(main=make.person("Amina", "Haugen"), children=[BORN], caseworker=mona)
    tenancy = make.tenancy(household, make.dwelling(), monthly_rent=8000)
    case = make_evictions.arrears_case(tenancy, by=mona)
    make_evictions.posting(tenancy, amount=16_000)
    run((case, 16_000))
    item = plan(mona).items.get()
    assert item.next_step == "Dra på hjemmebesøk"


class TestByHand:
    def test_a_case_is_put_on_with_a_reason_and_stands_when_it_is_made_anew(self, mona):
        listed, other = case_of("Aas", by=mona), case_of("Berg", by=mona, children=[BORN])
        make_evictions.posting(other.tenancy, amount=700)
        run((listed, 5000))
        meeting = plan(mona)
        form = add(meeting, mona, other)
        assert form.is_valid(), form.errors
        form.add()
        forms.refresh(meeting, by=mona)
        assert names(meeting) == ["Berg", "Aas"]
        item = meeting.items.get(case=other)
        assert (item.balance, item.reason, item.by, item.is_by_hand) == (700, "Naboer har meldt fra", mona, True)
        assert item.oldest_due_on == make.DAY
        assert "case" in add(meeting, mona, other).errors

    def test_one_that_rests_may_be_put_on_and_is_not_counted_then(self, mona):
        case = paused(case_of("Berg", by=mona), mona)
        run((case, 9000))
        meeting = plan(mona)
        form = add(meeting, mona, case)
        assert form.is_valid()
        form.add()
        meeting.refresh_from_db()
        assert (names(meeting), meeting.paused) == (["Berg"], 0)

    def test_one_taken_off_stays_off_and_may_be_put_on_again(self, mona):
        case = case_of("Aas", by=mona)
        run((case, 5000))
        meeting = plan(mona)
        left_out(meeting.items.get(), mona)
        forms.open_meeting(meeting, by=mona)
        assert names(meeting) == []
        assert agenda.seen_by(mona, meeting, TODAY).taken_off[0].item.reason == "Betaler i morgen"
        with pytest.raises(Refused, match="tatt av"):
            settled(meeting.items.get(), mona)
        form = add(meeting, mona, case)
        assert form.is_valid(), form.errors
        form.add()
        assert (names(meeting), meeting.items.get().balance) == (["Aas"], 5000)

    def test_one_that_is_dealt_with_is_not_taken_off(self, mona):
        run((case_of("Aas", by=mona), 5000))
        meeting = opened(mona)
        item = meeting.items.get()
        settled(item, mona)
        with pytest.raises(Refused, match="behandlet"):
            left_out(item, mona)

    @pytest.mark.parametrize("typed", ["R-999999", "Haugen", "9" * 30, "", "S-000001", "٣"])
    def test_only_an_open_case_is_put_on(self, mona, typed):
        meeting = plan(mona)
        assert "case" in item_forms.ItemForm({"case": typed, "reason": "x"}, meeting=meeting, by=mona).errors

    def test_not_one_that_is_closed_or_out_of_reach_and_not_without_a_reason(self, mona):
        shut = case_of("Aas", by=mona)
        shut.close(by=mona, closed_on=TODAY, closing_reason="paid")
        private = make_evictions.arrears_case(make.tenancy(make.household()), by=mona)
        meeting = plan(mona)
        assert "case" in add(meeting, mona, shut).errors
        assert "case" in add(meeting, make.user("rent"), private).errors
        assert "reason" in add(meeting, mona, private, reason="").errors
        assert "reason" in add(meeting, mona, private, reason="Haugen ringte").errors

    def test_a_case_with_nothing_in_the_ledger_owes_nothing(self, mona):
        case = case_of("Aas", by=mona)
        meeting = plan(mona)
        form = add(meeting, mona, case)
        assert form.is_valid()
        assert form.add().balance == Decimal(0)


def test_what_was_tried_is_told_and_never_what_was_said(mona):
    case = case_of("Aas", by=mona)
    for days, met in ((9, False), (3, True)):
        make_evictions.action(case, by=mona, done_on=TODAY - timedelta(days=days), was_met=met, result="Gråt")
    make_evictions.action(case, by=mona, kind="home_visit", done_on=TODAY, was_met=False)
    assert agenda.tried(case.actions.all()) == [
        f"Hjemmebesøk, fikk ikke kontakt: {no(TODAY)}",
        f"Telefon, fikk kontakt: 2 ganger, sist {no(TODAY - timedelta(days=3))}",
    ]


def test_the_same_people_are_asked_again_and_for_the_same_services(mona):
    before = plan(mona)
    siri = make.user("follow_up", name="Siri Holm")
    for sent in ({"user": siri.pk, "service": "nav"}, {"name": "Tone Lie", "service": "economy"}):
        form = forms.ParticipantForm(sent, meeting=before)
        assert form.is_valid(), form.errors
        form.ask()
    again = plan(mona)
    assert sorted(str(person) for person in again.participants.all()) == [
        "Mona Dahl, Boligtjenesten",
        "Siri Holm, NAV",
        "Tone Lie, Økonomi- og gjeldsrådgivning",
    ]
    assert again.participants.get(service="nav").user == siri
    siri.is_active = False
    siri.save()
    assert not plan(mona).participants.filter(name="Siri Holm").exists()
    assert timezone.localdate() == TODAY
