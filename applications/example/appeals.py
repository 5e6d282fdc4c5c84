"""Appeals of the demo: one late, one with a dwelling held, one with the county governor, one that changed our mind."""

from datetime import timedelta

from applications.example.cases import helped, received, refused
from applications.forms.appeals import AppealAssessForm, AppealChangeForm, AppealForm, AppealForwardForm
from applications.forms.holds import HoldForm
from applications.models import Appeal
from housing.example_forms import day, sent

GROUNDS = "Jeg har bodd her hele livet og finner ikke noe å leie. Dere har ikke tatt med det legen skrev."
ASSESSMENT = "Klagen viser til en ny uttalelse fra fastlegen. Den sier at søkeren må bo nær behandling og uten trapper."


def leave(households, caseworker, leader, today) -> None:
    late, holding, forwarded, changed = households
    _appeal(late, caseworker, leader, today, decided=60, appealed=5, confirms="on", asks_for_postponement="on")
    _hold(_appeal(holding, caseworker, leader, today, decided=25, appealed=6, confirms="on"), caseworker)
    _forward(_appeal(forwarded, caseworker, leader, today, decided=130, appealed=115), caseworker, today)
    appeal = _assess(_appeal(changed, caseworker, leader, today, decided=30, appealed=12, confirms="on"), caseworker)
    note = "Det nye vedtaket skal bygge på uttalelsen fra fastlegen."
    sent(AppealChangeForm, {"day": day(today), "note": note}, appeal=appeal).change(by=caseworker)


leave.households = 4


def _appeal(household, by, reader, today, *, decided, appealed, **answers) -> Appeal:
    """Refused so many days ago, told of it two days later, and appealed."""
    case = received(household, by, today - timedelta(days=decided + 28), rooms_min=2)
    decided_on = today - timedelta(days=decided)
    refused(case, by, decided_on, read_by=reader, told_on=decided_on + timedelta(days=2))
    helped(case, by, decided_on + timedelta(days=7), today + timedelta(days=appealed + 10))
    typed = {"received_on": day(today - timedelta(days=appealed)), "grounds": GROUNDS} | answers
    return sent(AppealForm, typed, application=case).register(by=by)


def _assess(appeal, by) -> Appeal:
    sent(AppealAssessForm, {"assessment": ASSESSMENT}, appeal=appeal).assess(by=by)
    return Appeal.objects.get(pk=appeal.pk)


def _hold(appeal, by):
    """The first vacant dwelling; where there is none, the appeal is only assessed."""
    appeal = _assess(appeal, by)
    free = HoldForm(appeal=appeal).fields["dwelling"].queryset.first()
    if free is not None:
        answers = {"dwelling": str(free.pk), "reason": "Ingen annen ledig bolig passer til det klagen gjelder."}
        sent(HoldForm, answers, appeal=appeal).hold(by=by)


def _forward(appeal, by, today):
    # Assessed long ago: the form would write today on the timeline.
    Appeal.objects.filter(pk=appeal.pk).update(assessment=ASSESSMENT)
    appeal.refresh_from_db()
    papers = AppealForwardForm(appeal=appeal).fields.get("papers")
    answers = {"day": day(today - timedelta(days=100)), "message": "Vi finner ikke grunn til å endre vedtaket."}
    sent(AppealForwardForm, answers | {"papers": papers.initial if papers else []}, appeal=appeal).forward(by=by)
