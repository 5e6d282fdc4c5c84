"""What the demo knows of arrears beside the imported records. Every name, word and price of it is made up."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from evictions import arrears_list, fortnight
from evictions.forms import agenda as item_forms
from evictions.forms import meetings as meeting_forms
from evictions.forms.case import ActionForm, PauseForm
from evictions.forms.measures import DeductionForm, PlanForm
from evictions.forms.warnings import SocialNoticeForm, WarningForm
from evictions.models import ArrearsCase, ArrearsMeeting, ArrearsMinutes, ArrearsRoutine, ArrearsRun, UnitPrice
from housing.example_forms import day as typed
from housing.example_forms import sent
from housing.models import Consent, Service

PRICES = {
    "petition": 4200,
    "eviction": 18_500,
    "repair": 62_000,
    "temporary_night": 950,
    "letter": 40,
    "phone": 150,
    "home_visit": 900,
    "meeting": 1100,
    "payment_plan": 700,
    "benefit_deduction": 500,
    "advice": 1300,
}
GUESTS = [("Siri Holm", Service.NAV), ("Jonas Eng", Service.SUBSTANCE_USE), ("Hege Lien", Service.MENTAL_HEALTH)]
AWAY = "Jonas Eng"
CONCLUSIONS = [
    (Service.NAV, "Har mistet bostøtten. NAV hjelper med ny søknad.", "Fyll ut søknad om bostøtte sammen"),
    (Service.HOUSING, "Har lovet å betale når lønna kommer. Vi ringer.", "Ring og avtal nedbetaling"),
    (Service.SUBSTANCE_USE, "Åpner ikke døren. Rustjenesten kjenner leieren.", "Dra på hjemmebesøk to sammen"),
    (Service.ECONOMY, "Flere kreditorer. Trenger gjeldsrådgivning.", "Time hos gjeldsrådgiver"),
]
RESULTS = {
    "phone": ["Avtalt ny samtale om en uke.", "Ingen svarte."],
    "home_visit": ["Snakket i døren. Vil ha hjelp til økonomien.", "Ingen hjemme. La igjen et kort."],
}
WANTED = 8


def leave_arrears(rent, caseworker, leader) -> None:
    """Once, and only where there is a ledger with enough people in arrears."""
    today = timezone.localdate()
    if ArrearsRun.objects.exists() or ArrearsCase.objects.open().count() < WANTED:
        return
    year = today.replace(month=1, day=1)
    for what, price in PRICES.items():
        UnitPrice.objects.create(
            what=what, valid_from=year.replace(year=year.year - 5), price=Decimal(price), by=leader
        )
    routine = ArrearsRoutine.objects.on(today)
    fortnight.make_run(routine.run_day(today) - timedelta(days=routine.run_every_days))
    fortnight.make_run(today)
    _meet(rent, leader, today)
    rows = arrears_list.rows_on(ArrearsCase.objects.all(), today)
    waiting = [row for row in rows if not row.facts.has_petition and row.owed > 0]
    _measures(waiting, rent, caseworker, today)
    _warn(waiting, rent)


def _meet(rent, leader, today) -> None:
    """One that is held today with something decided about some, and the next in a fortnight."""
    held = _planned(rent, today, by=rent)
    for name, service in GUESTS:
        sent(meeting_forms.ParticipantForm, {"name": name, "service": service}, meeting=held).ask()
    meeting_forms.open_meeting(held, by=rent)
    for item, (service, conclusion, task) in zip(held.items.on_agenda(), CONCLUSIONS, strict=False):
        sent(item_forms.SettleForm, {"service": service, "conclusion": conclusion}, item=item).settle(by=rent)
        answers = {"what": task, "service": service, "due_on": typed(today + timedelta(days=9))}
        sent(item_forms.TaskForm, answers, item=item).give(by=rent)
    present = [str(person.pk) for person in held.participants.exclude(name=AWAY)]
    sent(meeting_forms.CloseForm, {"present": present, "remarks": ""}, meeting=held).close(by=rent)
    ArrearsMinutes.printed(ArrearsMinutes.objects.get(meeting=held).pk)
    _planned(rent, today + timedelta(days=14), by=rent)


def _planned(chair, day, *, by) -> ArrearsMeeting:
    answers = {"meets_on": typed(day), "place": "Møterom 1, Boligkontoret", "chair": str(chair.pk)}
    return sent(meeting_forms.MeetingForm, answers, by=by).plan(by=by)


def _measures(rows, rent, caseworker, today) -> None:
    """A few of each: plans, a draw from a benefit, a pause, visits and calls."""
    for number, row in enumerate(rows[: 3 * WANTED]):
        case = row.case
        match number % 5:
            case 0:
                _act(case, "home_visit", number, rent, today)
            case 1:
                first = today + timedelta(days=20)
                answers = {"parts": "6", "agreed_on": typed(today), "first_due_on": typed(first)}
                sent(PlanForm, answers | {"tolerance_days": "7"}, case=case).agree(by=rent)
            case 2:
                _act(case, "phone", number, rent, today)
            case 3:
                _draw(case, rent, caseworker, today)
            case 4:
                ends_on = typed(today + timedelta(days=21))
                answers = {"starts_on": typed(today), "ends_on": ends_on, "reason": "Venter på svar om bostøtte."}
                sent(PauseForm, answers, case=case).pause(by=rent)


def _warn(rows, rent) -> None:
    """Two who live alone and owe most, with NAV told first."""
    alone = [row for row in rows[3 * WANTED :] if not row.facts.children and not row.facts.has_moved_out]
    for row in alone[:2]:
        sent(SocialNoticeForm, {}, case=row.case).send(by=rent)
        sent(WarningForm, {}, case=row.case).send(by=rent)


def _act(case, kind, number, by, today) -> None:
    met = number % 4 == 0
    answers = {"kind": kind, "done_on": typed(max(today - timedelta(days=2), case.opened_on))}
    answers |= {"was_met": "yes" if met else "no", "result": RESULTS[kind][0 if met else 1]}
    sent(ActionForm, answers, case=case).act(by=by)


def _draw(case, by, caseworker, today) -> None:
    """With the main person's own consent, given the same day."""
    person = case.household.members_on(today)[0].person
    consent = Consent(household=case.household, person=person, recipient="NAV", given_on=today)
    consent.purpose = "Trekk i ytelse til husleie"
    consent.give(by=caseworker)
    answers = {"consent": str(consent.pk), "benefit": "disability", "amount": "2500", "starts_on": typed(today)}
    sent(DeductionForm, answers, case=case, user=caseworker).begin(by=by)
