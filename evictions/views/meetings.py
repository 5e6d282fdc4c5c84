"""Meetings about arrears (restansemøter): planned, opened, closed, the minutes, and the print for one service."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evictions import agenda, minutes
from evictions.forms import meetings as forms
from evictions.models import ArrearsMeeting, ArrearsMinutes, ArrearsParticipant
from housing.downloads import download
from housing.form_page import click, form_page
from housing.lists import PAGE_SIZE
from housing.models import Service, ViewLog

Status = ArrearsMeeting.Status


def _holds_or_attends(user) -> bool:
    if user.has_perm(forms.HOLDS) or user.has_perm(forms.ATTENDS):
        return True
    raise PermissionDenied


MAY_SEE = user_passes_test(_holds_or_attends)
MAY_HOLD = permission_required(forms.HOLDS, raise_exception=True)


def found(request, pk) -> ArrearsMeeting:
    rows = ArrearsMeeting.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("chair", "planned_by", "closed_by", "run"), pk=pk)


@MAY_SEE
def meeting_list(request):
    rows = ArrearsMeeting.objects.visible_to(request.user).select_related("chair")
    on_agenda = Q(items__is_left_out=False)
    rows = rows.annotate(
        item_count=Count("items", filter=on_agenda),
        settled_count=Count("items", filter=on_agenda & Q(items__decided_at__isnull=False)),
    ).order_by("-meets_on", "-pk")
    context = {
        "title": _("Restansemøter"),
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "evictions/meetings.html", context)


@MAY_HOLD
def meeting_new(request):
    return form_page(
        request,
        forms.MeetingForm(request.POST or None, by=request.user),
        act=lambda form: form.plan(by=request.user),
        done=_("Møtet er planlagt. Dagsordenen er laget av den siste kjøringen."),
        title=_("Planlegg restansemøte"),
        submit=_("Planlegg møtet"),
        back=reverse("arrears_meeting_list"),
    )


@MAY_HOLD
def meeting_change(request, pk):
    meeting = found(request, pk)
    if request.method == "GET" and meeting.status != Status.PLANNED:
        messages.error(request, _("Bare et planlagt møte kan endres."))
        return redirect(meeting)
    return form_page(
        request,
        forms.MeetingForm(request.POST or None, by=request.user, instance=meeting),
        act=lambda form: form.change(by=request.user),
        done=_("Møtet er endret."),
        title=_("Endre restansemøtet"),
        submit=_("Lagre"),
        back=reverse("arrears_meeting", args=[meeting.pk]),
    )


@MAY_SEE
def meeting(request, pk):
    shown = found(request, pk)
    today = timezone.localdate()
    seen = agenda.seen_by(request.user, shown, today)
    newest = agenda.latest_run() if shown.status == Status.PLANNED else None
    context = {
        "meeting": shown,
        "seen": seen,
        "holds": request.user.has_perm(forms.HOLDS),
        "participants": shown.participants.all(),
        "papers": _papers(request.user, shown, seen),
        "newer_run": newest if newest and newest.pk != shown.run_id else None,
        "today": today,
        "crumbs": [{"label": _("Restansemøter"), "url": reverse("arrears_meeting_list")}],
    }
    return render(request, "evictions/meeting.html", context)


def _papers(user, meeting, seen) -> list[tuple[str, str]]:
    """The services the user may print the cases of: all that have one, or those one is asked for."""
    theirs = {entry.item.responsible for entry in seen.entries}
    if not user.has_perm(forms.HOLDS):
        theirs &= agenda.services_of(user, meeting)
    return [(code, label) for code, label in Service.choices if code in theirs]


def _moved(request, pk, move, done):
    """One click that moves the meeting. Whoever comes second is told, and nothing is done twice."""
    meeting = found(request, pk)
    return click(request, lambda: move(meeting, by=request.user), done=done, target=meeting)


@require_POST
@MAY_HOLD
def meeting_refresh(request, pk):
    return _moved(request, pk, forms.refresh, _("Dagsordenen er laget på nytt av den siste kjøringen."))


@require_POST
@MAY_HOLD
def meeting_open(request, pk):
    return _moved(request, pk, forms.open_meeting, _("Møtet er åpnet."))


@require_POST
@MAY_HOLD
def meeting_call_off(request, pk):
    return _moved(request, pk, forms.call_off, _("Møtet er avlyst."))


@MAY_HOLD
def meeting_close(request, pk):
    meeting = found(request, pk)
    if request.method == "GET" and meeting.status != Status.OPEN:
        messages.error(request, _("Bare et møte som pågår, kan lukkes."))
        return redirect(meeting)
    form = forms.CloseForm(request.POST or None, meeting=meeting)
    return form_page(
        request,
        form,
        act=lambda form: form.close(by=request.user),
        done=_("Møtet er lukket, og referatet er skrevet."),
        title=_("Lukk møtet"),
        sub=_("{count} saker er ikke behandlet.").format(count=form.undecided) if form.undecided else "",
        submit=_("Lukk møtet og skriv referatet"),
        back=meeting.get_absolute_url(),
    )


@require_GET
@MAY_HOLD
def meeting_minutes(request, pk):
    """The minutes name households, so taking them out is written in the view log, as with any list."""
    meeting = found(request, pk)
    written = ArrearsMinutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    if written is None:
        raise Http404
    _log(request.user, _("Referat fra restansemøte {number}").format(number=meeting.pk))
    content = ArrearsMinutes.printed(written.pk).file.content
    return download(content, f"referat-restansemote-{meeting.meets_on:%Y-%m-%d}.pdf")


@require_GET
@MAY_SEE
def meeting_print(request, pk, service):
    """One service's cases. The paper leaves the house, so each household named in it has that in its own view log."""
    meeting, user = found(request, pk), request.user
    may = user.has_perm(forms.HOLDS) or service in agenda.services_of(user, meeting)
    if service not in Service.values or not may:
        raise Http404
    seen = agenda.on_paper_of(service, meeting, timezone.localdate())
    what = _("Utskrift til {service}, restansemøte {number}").format(
        service=agenda.label_of(service), number=meeting.pk
    )
    named = [entry.item.case.household for entry in seen.entries if entry.is_named]
    for household in named or [None]:
        _log(user, what, household)
    return download(minutes.paper_of(service, meeting, seen), f"restansemote-{meeting.meets_on:%Y-%m-%d}-{service}.pdf")


def _log(user, what, household=None) -> None:
    responsible = household.responsible_today if household else []
    ViewLog.objects.create(
        household=household,
        user=user,
        channel=ViewLog.Channel.EXPORT,
        what=what,
        is_own_case=any(row.user_id == user.pk for row in responsible),
        reason="",
    )


@MAY_HOLD
def participant_new(request, pk):
    meeting = found(request, pk)
    if request.method == "GET" and meeting.is_over:
        messages.error(request, _("Møtet er over."))
        return redirect(meeting)
    return form_page(
        request,
        forms.ParticipantForm(request.POST or None, meeting=meeting),
        act=lambda form: form.ask(),
        done=_("Deltakeren står på listen."),
        title=_("Ny deltaker"),
        sub=str(meeting),
        submit=_("Legg til"),
        back=meeting.get_absolute_url(),
    )


@require_POST
@MAY_HOLD
def participant_remove(request, pk):
    rows = ArrearsParticipant.objects.visible_to(request.user).select_related("meeting")
    participant = get_object_or_404(rows, pk=pk)
    return click(
        request,
        lambda: forms.remove_participant(participant),
        done=_("Deltakeren er tatt av listen."),
        target=participant.meeting,
    )
