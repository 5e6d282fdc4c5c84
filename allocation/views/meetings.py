"""Allocation meetings (tildelingsmøter): planned, opened, closed, and the minutes."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation import agenda
from allocation.forms import meetings as forms
from allocation.models import AllocationMeeting, Minutes, Participant
from housing.downloads import download
from housing.form_page import click, form_page
from housing.lists import PAGE_SIZE
from housing.models import ViewLog
from housing.protection import hidden_household_ids, may_see_address

MAY_VIEW = permission_required("allocation.view_meeting", raise_exception=True)
MAY_PREPARE = permission_required("allocation.prepare_meeting", raise_exception=True)
MAY_DECIDE = permission_required("allocation.decide_allocation", raise_exception=True)
Status = AllocationMeeting.Status


def found(request, pk) -> AllocationMeeting:
    rows = AllocationMeeting.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("chair", "planned_by", "closed_by"), pk=pk)


@MAY_VIEW
def meeting_list(request):
    rows = AllocationMeeting.objects.visible_to(request.user).select_related("chair", "minutes")
    rows = rows.annotate(
        item_count=Count("items"),
        allocated_count=Count("items", filter=Q(items__outcome="allocated")),
    ).order_by("-meets_on", "-pk")
    return render(
        request,
        "allocation/meetings.html",
        {
            "title": _("Tildelingsmøter"),
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "back": [{"label": _("Venteliste"), "url": reverse("waiting_list")}],
        },
    )


@MAY_PREPARE
def meeting_new(request):
    return form_page(
        request,
        forms.MeetingForm(request.POST or None, by=request.user),
        act=lambda form: form.plan(by=request.user),
        done=_("Møtet er planlagt. Dagsordenen er laget av ledige boliger og ventelisten."),
        title=_("Planlegg tildelingsmøte"),
        submit=_("Planlegg møtet"),
        back=reverse("meeting_list"),
    )


@MAY_PREPARE
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
        title=_("Endre tildelingsmøtet"),
        submit=_("Lagre"),
        back=reverse("meeting", args=[meeting.pk]),
    )


@MAY_VIEW
def meeting(request, pk):
    shown = found(request, pk)
    today = timezone.localdate()
    # A list of today is no part of a meeting that is over: who was looked at then stands in its minutes.
    at_most = 0 if shown.is_over else agenda.FEW
    entries = agenda.entries_of(agenda.items_of(shown, today), today, at_most=at_most)
    name_chosen(entries, request.user, today)
    context = {
        "meeting": shown,
        "entries": entries,
        "participants": shown.participants.all(),
        "minutes": Minutes.objects.filter(meeting=shown).first(),
        "crumbs": [{"label": _("Tildelingsmøter"), "url": reverse("meeting_list")}],
    }
    return render(request, "allocation/meeting.html", context)


def name_chosen(entries, user, today) -> None:
    """Hang on each allocated item who may be named there: a protected household is not, beside its dwelling."""
    offers = [entry.item.offer for entry in entries if entry.item.offer]
    hidden = hidden_household_ids({offer.application.household_id for offer in offers}, today)
    for entry in entries:
        household = entry.item.offer.application.household if entry.item.offer else None
        entry.chosen = household
        entry.is_hidden = (
            household is not None and household.pk in hidden and not may_see_address(user, household, today)
        )


def _moved(request, pk, move, done):
    """One click that moves the meeting. Whoever comes second is told, and nothing is done twice."""
    meeting = found(request, pk)
    return click(request, lambda: move(meeting, by=request.user), done=done, target=meeting)


@require_POST
@MAY_DECIDE
def meeting_open(request, pk):
    return _moved(request, pk, forms.open_meeting, _("Møtet er åpnet."))


@require_POST
@MAY_DECIDE
def meeting_call_off(request, pk):
    return _moved(request, pk, forms.call_off, _("Møtet er avlyst. Sakene går til neste møte."))


@MAY_DECIDE
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
        sub=_("{count} saker er ikke avgjort. De går til neste møte.").format(count=form.undecided)
        if form.undecided
        else "",
        submit=_("Lukk møtet og skriv referatet"),
        back=meeting.get_absolute_url(),
    )


@require_GET
@MAY_VIEW
def meeting_minutes(request, pk):
    """The minutes name households, so taking them out is written in the view log, as with any list."""
    meeting = found(request, pk)
    written = Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    if written is None:
        raise Http404
    ViewLog.objects.create(
        user=request.user,
        channel=ViewLog.Channel.EXPORT,
        what=_("Referat fra tildelingsmøte {number}").format(number=meeting.pk),
        is_own_case=False,
        reason="",
    )
    return download(Minutes.printed(written.pk).file.content, f"referat-tildelingsmote-{meeting.meets_on:%Y-%m-%d}.pdf")


@MAY_PREPARE
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
@MAY_PREPARE
def participant_remove(request, pk):
    rows = Participant.objects.visible_to(request.user).select_related("meeting")
    participant = get_object_or_404(rows, pk=pk)
    return click(
        request,
        lambda: forms.remove_participant(participant),
        done=_("Deltakeren er tatt av listen."),
        target=participant.meeting,
    )
