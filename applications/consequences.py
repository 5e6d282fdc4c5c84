"""What follows when an appeal or an application is decided (rows of ``housing/consequences.py``)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, Hold, SecondReading
from housing.models import CaseEvent


def decide_anew(appeal, *, by):
    """Upheld: a refused application is reopened, a granted one keeps its place until it has a new decision."""
    application = appeal.application
    if application.may_move_to(Application.Status.UNDER_REVIEW):
        application.reopen(by=by, note=_("Klagen er tatt til følge. Søknaden skal avgjøres på nytt."))
    else:
        CaseEvent.write(application, by=by, title=_("Nytt vedtak skal fattes"), note=_("Klagen er tatt til følge."))


def end_holds(appeal, *, by):
    """Nobody waits for the outcome any more, so the dwelling is free for others."""
    _end(Hold.objects.filter(appeal=appeal), by, _("Klagen er avgjort."))


def end_holds_of(application, *, by):
    """Decided anew and not in the household's favour, or housed."""
    _end(Hold.objects.filter(appeal__application=application), by, _("Boligen trengs ikke lenger for denne klagen."))


def take_back_readings(application, *, by):
    """There is nothing left to decide, so nobody is asked to read it."""
    waiting = SecondReading.objects.waiting().filter(application=application)
    taken_back = SecondReading.Answer.TAKEN_BACK
    waiting.update(answer=taken_back, answered_by=by, answered_at=timezone.now(), comment=_("Søknaden er trukket."))


def _end(holds, by, note):
    for hold in holds.open().select_related("appeal__application__household"):
        hold.end(by=by, day=timezone.localdate(), note=note)
