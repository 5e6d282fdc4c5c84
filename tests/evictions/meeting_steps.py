"""The steps of a meeting about arrears, as its tests take them."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from evictions.forms import agenda as item_forms
from evictions.forms import meetings as forms
from evictions.models import ArrearsRun, ArrearsRunLine
from tests import make, make_evictions

TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


def case_of(name, *, by, children=(), **fields):
    """The caseworker's own case, in a municipal home."""
    household = make.household(main=make.person("Amina", name), children=children, caseworker=by)
    home = make.dwelling(f"Elvegata {household.pk}")
    return make_evictions.arrears_case(make.tenancy(household, home), by=by, **fields)


def run(*owed, run_on=TODAY) -> ArrearsRun:
    """A run with a line for each ``(case, balance)``."""
    made = ArrearsRun.objects.create(run_on=run_on, counted_on=run_on, limit=1000, missed_in_a_row=2)
    for case, balance in owed:
        ArrearsRunLine.objects.create(
            run=made,
            tenancy=case.tenancy,
            case=case,
            ground="limit",
            balance=Decimal(balance),
            oldest_due_on=run_on - timedelta(days=40),
        )
    return made


def plan(by, **changed):
    form = forms.MeetingForm({"meets_on": no(TODAY), "chair": by.pk} | changed, by=by)
    assert form.is_valid(), form.errors
    return form.plan(by=by)


def opened(by, **changed):
    meeting = plan(by, **changed)
    forms.open_meeting(meeting, by=by)
    return meeting


def settle_form(item, service="nav", conclusion="Nedbetalingsavtale.", **changed):
    form = item_forms.SettleForm({"service": service, "conclusion": conclusion} | changed, item=item)
    assert form.is_valid(), form.errors
    return form


def settled(item, by, **changed):
    return settle_form(item, **changed).settle(by=by)


def task(item, by, what="Ring leieren", service="nav", due_on=TODAY, **changed):
    sent = {"what": what, "service": service, "due_on": no(due_on)} | changed
    form = item_forms.TaskForm(sent, item=item)
    assert form.is_valid(), form.errors
    form.give(by=by)
    return item.tasks.get(what=what)


def close_form(meeting, remarks="", present=None):
    people = [person.pk for person in meeting.participants.all()] if present is None else present
    form = forms.CloseForm({"present": people, "remarks": remarks}, meeting=meeting)
    assert form.is_valid(), form.errors
    return form


def closed(meeting, by, **changed):
    return close_form(meeting, **changed).close(by=by)
