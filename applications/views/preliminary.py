"""Answers before the decision: one applicant's preliminary answer, a notice of delay, and the batch of many."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.forms import preliminary as forms
from applications.forms.preliminary_batch import BatchChoice, PreliminaryBatchForm
from applications.views.cases import MAY_CHANGE, found, visible
from housing.form_page import form_page
from housing.models import Household, ViewLog
from housing.terms import due_on

# The oldest first: who has more than this many waiting sends them in two goes.
SHOWN = 200


@MAY_CHANGE
def preliminary_answer(request, pk):
    case = found(request, pk)
    if request.method == "GET" and (case.preliminary_answer_on or case.decided_on):
        messages.error(request, _("Det er allerede sendt svar på søknaden."))
        return redirect(case)

    def answer(form):
        form.answer(by=request.user)
        return case

    return form_page(
        request,
        forms.PreliminaryAnswerForm(request.POST or None, application=case),
        act=answer,
        done=_("Foreløpig svar er skrevet. Brevet ligger blant dokumentene."),
        title=_("Foreløpig svar"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Skriv brevet"),
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def delay_notice(request, pk):
    case = found(request, pk)
    if request.method == "GET" and not (case.is_undecided and case.preliminary_answer_on):
        messages.error(request, _("Melding om forsinkelse sendes når søkeren har fått foreløpig svar og venter."))
        return redirect(case)

    def notify(form):
        form.notify(by=request.user)
        return case

    return form_page(
        request,
        forms.DelayNoticeForm(request.POST or None, application=case),
        act=notify,
        done=_("Meldingen om forsinkelse er skrevet. Brevet ligger blant dokumentene."),
        title=_("Melding om forsinkelse"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Skriv brevet"),
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def preliminary_batch(request):
    """Those who have heard nothing, the oldest first. Looking at the list is written in the view log."""
    today = timezone.localdate()
    choice = BatchChoice(request.GET)
    rows = visible(request).select_related("caseworker").order_by("received_on", "pk")
    rows = rows.prefetch_related(Prefetch("household", queryset=Household.objects.for_list(today)))
    unanswered = choice.of(rows.unanswered(), request.user)
    listed = list(unanswered[:SHOWN])
    form = PreliminaryBatchForm(
        request.POST or None,
        listed=listed,
        may_be_chosen=rows,
        chosen_beforehand=[row.pk for row in listed if choice.chooses(due_on("F1", row.received_on), today)],
    )
    if form.is_valid():
        messages.success(request, _told(*form.answer(by=request.user)))
        return redirect(request.get_full_path())
    ViewLog.objects.create(
        user=request.user,
        what=_("Liste: foreløpige svar ({count})").format(count=len(listed)),
        is_own_case=False,
        reason="",
    )
    context = {
        "title": _("Foreløpige svar"),
        "choice": choice,
        "form": form,
        "today": today,
        "count": len(listed) if len(listed) < SHOWN else unanswered.count(),
        "shown": SHOWN,
    }
    return render(request, "applications/preliminary_batch.html", context)


def _told(written, before) -> str:
    done = ngettext("{count} brev er skrevet", "{count} brev er skrevet", written).format(count=written)
    if not before:
        return f"{done}."
    rest = ngettext("{count} søknad var allerede besvart", "{count} søknader var allerede besvart", before)
    return f"{done}, {rest.format(count=before)}."
