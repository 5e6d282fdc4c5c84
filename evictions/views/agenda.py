"""One case of the agenda of a meeting about arrears: on or off it, who answers for it, and what is to be done."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evictions import agenda, meeting_privacy
from evictions.forms import agenda as forms
from evictions.forms import tasks as task_forms
from evictions.meeting_privacy import Sight, Subject
from evictions.models import ArrearsCase, ArrearsItem, ArrearsMeeting, ArrearsTask
from evictions.views.meetings import MAY_HOLD
from evictions.views.meetings import found as found_meeting
from housing.access import open_household
from housing.form_page import click, form_page
from housing.models import ViewLog

OPEN = ArrearsMeeting.Status.OPEN
EARLIER = 3


def _looked(request, household, what) -> None:
    """In the household's view log, without asking why: the meeting, or the task, is why."""
    ViewLog.objects.create(
        household=household,
        user=request.user,
        what=what,
        is_own_case=household.is_case_of(request.user),
        reason="",
    )


def found(request, pk) -> ArrearsItem:
    """Of a case within reach. Whoever sits in the meeting that goes on is not asked why they look at its cases."""
    visible = ArrearsItem.objects.visible_to(request.user).filter(
        case__in=ArrearsCase.objects.visible_to(request.user).values("pk")
    )
    item = agenda.item_of(get_object_or_404(visible, pk=pk).pk, timezone.localdate())
    meeting = item.meeting
    sits_there = meeting.chair_id == request.user.pk or meeting.participants.filter(user=request.user).exists()
    if meeting.status == OPEN and sits_there:
        _looked(request, item.household, str(meeting))
    else:
        open_household(request, item.household)
    return item


@MAY_HOLD
def item(request, pk):
    shown = found(request, pk)
    today = timezone.localdate()
    shared = agenda.shared_by_household([shown.household], today)[shown.household.pk]
    subject = Subject(True, shown.responsible, shared)
    goes_on = shown.meeting.status == OPEN and not shown.is_left_out
    context = {
        "item": shown,
        "entry": agenda.entry_of(shown, shown.position + 1, Sight.NAMED, subject, today),
        "meeting": shown.meeting,
        "earlier": ArrearsItem.objects.filter(case=shown.case, decided_at__isnull=False)
        .exclude(pk=shown.pk)
        .select_related("meeting")
        .order_by("-meeting__meets_on")[:EARLIER],
        "undone": ArrearsTask.objects.open().filter(case=shown.case).exclude(item=shown).select_related("owner"),
        "settle_form": forms.SettleForm(item=shown) if goes_on and not shown.is_settled else None,
        "task_form": forms.TaskForm(item=shown) if goes_on else None,
        "today": today,
        "crumbs": [
            {"label": _("Restansemøter"), "url": reverse("arrears_meeting_list")},
            {"label": str(shown.meeting), "url": shown.meeting.get_absolute_url()},
        ],
    }
    return render(request, "evictions/meeting_item.html", context)


@MAY_HOLD
def item_new(request, pk):
    meeting = found_meeting(request, pk)
    if request.method == "GET" and meeting.is_over:
        messages.error(request, _("Møtet er over."))
        return redirect(meeting)

    def add(form):
        form.add()
        return meeting

    return form_page(
        request,
        forms.ItemForm(request.POST or None, meeting=meeting, by=request.user),
        act=add,
        done=_("Saken står på dagsordenen."),
        title=_("Sak på dagsordenen"),
        sub=str(meeting),
        submit=_("Sett på dagsordenen"),
        back=meeting.get_absolute_url(),
    )


def _not_now(request, item, is_possible) -> bool:
    if request.method == "GET" and not is_possible:
        messages.error(request, _("Saken er behandlet eller tatt av, eller møtet pågår ikke."))
        return True
    return False


@MAY_HOLD
def item_remove(request, pk):
    item = found(request, pk)
    if _not_now(request, item, not (item.is_settled or item.is_left_out or item.meeting.is_over)):
        return redirect(item)
    return form_page(
        request,
        forms.LeaveOutForm(request.POST or None, item=item),
        act=lambda form: form.leave_out(by=request.user),
        done=_("Saken er tatt av dagsordenen."),
        title=_("Ta saken av dagsordenen"),
        sub=str(item.case),
        submit=_("Ta av"),
        back=item.get_absolute_url(),
    )


@MAY_HOLD
def item_settle(request, pk):
    item = found(request, pk)
    if _not_now(request, item, item.meeting.status == OPEN and not item.is_settled and not item.is_left_out):
        return redirect(item)
    return form_page(
        request,
        forms.SettleForm(request.POST or None, item=item),
        act=lambda form: form.settle(by=request.user),
        done=_("Ansvaret og konklusjonen er skrevet ned."),
        title=_("Hvem har ansvaret"),
        sub=str(item.case),
        submit=_("Lagre"),
        back=item.get_absolute_url(),
    )


@require_POST
@MAY_HOLD
def item_reopen(request, pk):
    item = found(request, pk)
    return click(request, item.take_up_again, done=_("Saken er tatt opp igjen."), target=item)


@MAY_HOLD
def item_task(request, pk):
    item = found(request, pk)
    if _not_now(request, item, item.meeting.status == OPEN and not item.is_left_out):
        return redirect(item)
    return form_page(
        request,
        forms.TaskForm(request.POST or None, item=item),
        act=lambda form: form.give(by=request.user),
        done=_("Oppgaven er gitt."),
        title=_("Ny oppgave"),
        sub=str(item.case),
        submit=_("Gi oppgaven"),
        back=item.get_absolute_url(),
    )


# --- Tasks -----------------------------------------------------------------------------------------------------

MAY_ACT = permission_required("evictions.add_action", raise_exception=True)


def _task(request, pk) -> tuple[ArrearsTask, str]:
    """The task, and who it is about as this user may read it. One's own task is reason enough to look."""
    rows = ArrearsTask.objects.visible_to(request.user).select_related("case__tenancy__household", "owner")
    task = get_object_or_404(rows, pk=pk)
    household, today = task.household, timezone.localdate()
    is_reached = ArrearsCase.objects.visible_to(request.user).filter(pk=task.case_id).exists()
    if task.owner_id == request.user.pk:
        _looked(request, household, _("Oppgave fra restansemøte"))
    else:
        open_household(request, household)
    shared = agenda.shared_by_household([household], today)[household.pk]
    sight = meeting_privacy.sight({task.service}, Subject(is_reached, task.service, shared))
    name = f" · {household.name}" if sight == Sight.NAMED else ""
    return task, f"{task.what} · {task.case.number}{name}"


def _afterwards(request, task) -> str:
    """Back to the meeting one came from, else to the case, else to the day's work."""
    asked = request.GET.get("mote", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        meeting = ArrearsMeeting.objects.visible_to(request.user).filter(pk=int(asked)).first()
        if meeting is not None:
            return meeting.get_absolute_url()
    is_reached = ArrearsCase.objects.visible_to(request.user).filter(pk=task.case_id).exists()
    return task.case.get_absolute_url() if is_reached else reverse("home")


def _task_page(request, task, sub, form, *, act, done, title, submit):
    target = _afterwards(request, task)

    def then(form):
        act(form)
        return target

    if task.done_on is not None and request.method == "GET":
        messages.error(request, _("Oppgaven er allerede gjort."))
        return redirect(target)
    return form_page(request, form, act=then, done=done, title=title, sub=sub, submit=submit, back=target)


@MAY_ACT
def task_done(request, pk):
    task, sub = _task(request, pk)
    return _task_page(
        request,
        task,
        sub,
        task_forms.DoneForm(request.POST or None, task=task),
        act=lambda form: form.finish(by=request.user),
        done=_("Oppgaven er gjort."),
        title=_("Oppgaven er gjort"),
        submit=_("Lagre"),
    )


@MAY_HOLD
def task_carry(request, pk):
    task, sub = _task(request, pk)
    return _task_page(
        request,
        task,
        sub,
        task_forms.CarryForm(request.POST or None, task=task),
        act=lambda form: form.carry_on(by=request.user),
        done=_("Oppgaven har fått en ny frist."),
        title=_("Ny frist for oppgaven"),
        submit=_("Lagre"),
    )
