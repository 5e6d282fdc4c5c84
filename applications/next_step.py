"""The lawful next step of an application: the one button its page leads with.

The statuses say what may happen (``Application.MOVES``); this says what ought to, for whoever looks. Nothing is done
here: a step is an address, and the page it leads to asks for the rights and the facts itself.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application

Status, Kind = Application.Status, Application.Kind


@dataclass(frozen=True)
class Step:
    """A button. ``posts``: it does what it says at once."""

    label: str
    url: str
    posts: bool = False


def next_step(case, user, *, reading=None, may_decide_again=False, may_have_help_plan=False, **_page) -> Step | None:
    """None when nothing is left to do, or when it is not for this user to do it."""
    return (
        _of_appeal(case, user, may_decide_again)
        or _before_decision(case, user, reading)
        or _of_notice(case, user)
        or _of_granted(case, user)
        or _of_refused(case, user, may_have_help_plan)
    )


def _address(name, pk) -> str:
    return reverse(name, args=[pk])


def _of_appeal(case, user, may_decide_again) -> Step | None:
    appeal = case.appeals.open().first()
    if appeal is not None:
        return Step(_("Åpne klagen"), appeal.get_absolute_url()) if user.has_perm("applications.add_appeal") else None
    if may_decide_again and not case.is_undecided and user.has_perm("applications.decide_application"):
        return Step(_("Fatt nytt vedtak"), _address("decide", case.pk))
    return None


def _before_decision(case, user, reading) -> Step | None:
    if not case.is_undecided:
        return None
    if reading is not None:
        may = user.has_perm("applications.read_second")
        return Step(_("Se vedtaket som leses"), reading.get_absolute_url()) if may else None
    if case.status == Status.RECEIVED and user.has_perm("applications.change_application"):
        return Step(_("Ta saken"), _address("application_take", case.pk), posts=True)
    if user.has_perm("applications.decide_application"):
        return Step(_("Skriv vedtak"), _address("decide", case.pk))
    return None


def _of_notice(case, user) -> Step | None:
    """The period for an appeal runs from the day the applicant is told; who took it back needs no telling."""
    untold = case.decided_on and not case.notified_on and case.outcome != Application.Outcome.WITHDRAWN
    if untold and user.has_perm("applications.decide_application"):
        return Step(_("Brevet er sendt"), _address("notified", case.pk))
    return None


def _of_granted(case, user) -> Step | None:
    if case.waits_for_dwelling:
        return Step(_("Se ventelisten"), reverse("waiting_list")) if user.has_perm("housing.view_queue") else None
    if case.waits_for_help:
        label = _("Botilbudet er gitt") if case.kind == Kind.TEMPORARY else _("Bistanden er gitt")
        may = user.has_perm("applications.change_application")
        return Step(label, _address("application_fulfil", case.pk)) if may else None
    if case.status == Status.GRANTED and case.kind == Kind.EXTENSION:
        return _of_extension(case, user)
    return None


def _of_extension(case, user) -> Step | None:
    """A new contract; when there is no lease left to extend, the application ends."""
    lives_there = case.tenancy is not None and case.tenancy.status in ("allocated", "active")
    if lives_there and user.has_perm("housing.add_contract"):
        return Step(_("Lag ny kontrakt"), _address("contract_new", case.tenancy_id))
    if not lives_there and user.has_perm("applications.change_application"):
        return Step(_("Avslutt søknaden"), _address("application_close", case.pk))
    return None


def _of_refused(case, user, may_have_help_plan) -> Step | None:
    may = may_have_help_plan and user.has_perm("applications.add_help_plan")
    return Step(_("Lag hjelpeplan"), _address("help_plan_new", case.pk)) if may else None
