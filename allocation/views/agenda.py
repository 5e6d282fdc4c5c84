"""One item of a meeting's agenda: the dwelling, the households, the advice, and the leader's decision."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allocation import agenda, discussed
from allocation.forms import agenda as forms
from allocation.models import AgendaItem, AllocationMeeting
from allocation.views.meetings import MAY_DECIDE, MAY_PREPARE, MAY_VIEW, name_chosen
from allocation.views.meetings import found as found_meeting
from applications.models import Application
from housing.access import open_household
from housing.form_page import click, form_page
from housing.known_before import known_of

Status = AllocationMeeting.Status


def found(request, pk) -> AgendaItem:
    rows = agenda.whole(AgendaItem.objects.visible_to(request.user), timezone.localdate())
    return get_object_or_404(rows, pk=pk)


def _earlier(item: AgendaItem) -> list:
    """What was advised about the dwelling in the meeting that left it, and in the one before that."""
    left, before = [], item.carried_from
    while before is not None and len(left) < agenda.FEW:
        left.append(before)
        before = before.carried_from
    return left


@MAY_VIEW
def agenda_item(request, pk):
    item = found(request, pk)
    today = timezone.localdate()
    [entry] = agenda.entries_of([item], today, at_most=0 if item.meeting.is_over else agenda.MANY)
    name_chosen([entry], request.user, today)
    agenda.tell_known(entry, request.user, today)
    meeting = item.meeting
    advice_form = forms.AdviceForm(item=item, households=entry.households)
    context = {
        "item": item,
        "entry": entry,
        "meeting": meeting,
        "advice": item.advice.all(),
        "earlier": _earlier(item),
        "advice_form": advice_form if not (item.outcome or meeting.is_over) else None,
        "settle_form": forms.SettleForm(item=item) if meeting.status == Status.OPEN and not item.outcome else None,
        "crumbs": [
            {"label": _("Tildelingsmøter"), "url": reverse("meeting_list")},
            {"label": str(meeting), "url": meeting.get_absolute_url()},
        ],
    }
    return render(request, "allocation/agenda_item.html", context)


@MAY_PREPARE
def agenda_item_new(request, pk):
    meeting = found_meeting(request, pk)
    if request.method == "GET" and meeting.is_over:
        messages.error(request, _("Møtet er over."))
        return redirect(meeting)

    def add(form):
        form.add()
        return meeting

    return form_page(
        request,
        forms.ItemForm(request.POST or None, meeting=meeting),
        act=add,
        done=_("Boligen står på dagsordenen."),
        title=_("Bolig på dagsordenen"),
        sub=str(meeting),
        submit=_("Sett på dagsordenen"),
        back=meeting.get_absolute_url(),
    )


@require_POST
@MAY_PREPARE
def agenda_item_remove(request, pk):
    item = found(request, pk)
    return click(
        request, lambda: forms.remove_item(item), done=_("Boligen er tatt av dagsordenen."), target=item.meeting
    )


@MAY_PREPARE
def agenda_household_new(request, pk):
    item = found(request, pk)
    return form_page(
        request,
        forms.HouseholdForm(request.POST or None, item=item),
        act=lambda form: form.add(by=request.user),
        done=_("Husstanden står på saken."),
        title=_("Husstand på saken"),
        sub=str(item.dwelling),
        submit=_("Sett på saken"),
        back=item.get_absolute_url(),
    )


@require_POST
@MAY_PREPARE
def agenda_household_remove(request, pk, application_pk):
    item = found(request, pk)
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=application_pk)
    return click(
        request,
        lambda: forms.put(item, application, is_left_out=True, by=request.user),
        done=_("Husstanden er tatt av saken. Går boligen til en annen, må det likevel begrunnes."),
        target=item,
    )


@MAY_PREPARE
def agenda_advice(request, pk):
    item = found(request, pk)
    form = forms.AdviceForm(request.POST or None, item=item, households=forms.households_of(item))
    return form_page(
        request,
        form,
        act=lambda form: form.advise(by=request.user),
        done=_("Rådet er skrevet ned."),
        title=_("Råd i saken"),
        sub=str(item.dwelling),
        submit=_("Skriv ned rådet"),
        back=item.get_absolute_url(),
    )


@MAY_DECIDE
def agenda_settle(request, pk):
    item = found(request, pk)
    if request.method == "GET" and (item.outcome or item.meeting.status != Status.OPEN):
        messages.error(request, _("Saken er avgjort, eller møtet pågår ikke."))
        return redirect(item)
    return form_page(
        request,
        forms.SettleForm(request.POST or None, item=item),
        act=lambda form: form.settle(by=request.user),
        done=_("Avgjørelsen er skrevet ned."),
        title=_("Tildel ingen nå"),
        sub=str(item.dwelling),
        submit=_("Lagre avgjørelsen"),
        back=item.get_absolute_url(),
    )


@require_POST
@MAY_DECIDE
def agenda_reopen(request, pk):
    item = found(request, pk)
    return click(request, lambda: forms.take_up_again(item), done=_("Saken er tatt opp igjen."), target=item)


@MAY_DECIDE
@permission_required("allocation.make_offer", raise_exception=True)
def agenda_allocate(request, pk, application_pk):
    """The decision: the same form as any offer, with the grounds asked for, and the item settled with it."""
    item = found(request, pk)
    applications = Application.objects.visible_to(request.user).select_related("household")
    application = get_object_or_404(applications, pk=application_pk)
    if request.method == "GET" and (item.outcome or item.meeting.status != Status.OPEN):
        messages.error(request, _("Saken er avgjort, eller møtet pågår ikke."))
        return redirect(item)
    open_household(request, application.household)
    form = forms.AllocateForm(
        request.POST or None,
        application=application,
        item=item,
        may_skip_discussion=request.user.has_perm("allocation.skip_discussion"),
    )
    return form_page(
        request,
        form,
        act=lambda form: form.allocate(by=request.user),
        done=_("Boligen er tildelt. Tilbudet er gitt, og brevet ligger blant husstandens dokumenter."),
        template="allocation/offer_new.html",
        title=_("Tildel boligen"),
        sub=f"{item.dwelling} · {application.household.name}",
        application=application,
        discussion=discussed.latest_held([application.pk]).get(application.pk),
        known=known_of([application.household_id], request.user, timezone.localdate()).get(application.household_id),
        back=item.get_absolute_url(),
    )
