"""The plan's measures: the list as of any day, one measure with its history, and what the programme leader writes."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.form_page import form_page
from housing.lists import Listing, respond
from reporting import measures_forms as forms
from reporting import measures_list as lists
from reporting.models import Plan, PlanMeasure, PlanStrategy
from reporting.views.rights import may_view, may_write


def _plan(request, pk) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)


def _measure(request, pk) -> PlanMeasure:
    rows = PlanMeasure.objects.visible_to(request.user).select_related("plan", "strategy", "responsible_user")
    return get_object_or_404(rows, pk=pk)


@may_view
def plan_measure_list(request):
    """Late ones first. On an earlier day, those that were in the plan then, with the status they had."""
    day = lists.asked_day(request.GET)
    seen = PlanMeasure.objects.visible_to(request.user).in_plan_on(day)
    writes = request.user.has_perm("reporting.write_report")
    listing = Listing(
        title=_("Handlingsplan"),
        template="reporting/measures_list.html",
        columns=lists.COLUMNS,
        filterset=lists.PlanMeasureFilter,
        prepare=lists.prepare,
        context={
            "day": day,
            "today": timezone.localdate(),
            "cards": lists.counts_of(seen),
            "plans": Plan.objects.visible_to(request.user).prefetch_related("strategies") if writes else [],
            "actions": [{"label": _("Ny plan"), "url": reverse("plan_new"), "primary": True}] if writes else [],
        },
    )
    return respond(request, seen.select_related("plan", "strategy", "responsible_user"), listing)


@may_view
def plan_measure(request, pk):
    one = _measure(request, pk)
    moves = one.moves.select_related("by")
    context = {
        "measure": one,
        "title": _("Tiltak {number}").format(number=one.number),
        "is_late": one.is_late_on(timezone.localdate()),
        "facts": [
            (_("Plan"), one.plan.title, one.plan.get_absolute_url()),
            (_("Strategi"), str(one.strategy or "")),
            (_("Tema eller henvisning"), one.theme),
            (_("Ansvarlig"), one.responsible_label),
        ],
        "history": [
            {
                "happened_on": move.happened_on,
                "title": move.get_became_display(),
                "note": move.note,
                "by": move.by,
            }
            for move in moves
        ],
        "links": [{"label": _("Handlingsplan"), "url": reverse("plan_measure_list")}],
    }
    return render(request, "reporting/measures_one.html", context)


def _written(request, form, act, *, back, **words):
    """One of the forms about a plan: done, and to what was made."""
    links = [{"label": _("Handlingsplan"), "url": reverse("plan_measure_list")}]
    return form_page(
        request, form, act=lambda filled: getattr(filled, act)(by=request.user), back=back, links=links, **words
    )


@may_write
def plan_new(request):
    return _written(
        request,
        forms.PlanForm(request.POST or None),
        "keep",
        back=reverse("plan_measure_list"),
        done=_("Planen er opprettet. Legg inn strategier og tiltak."),
        title=_("Ny plan"),
        submit=_("Opprett"),
    )


@may_write
def plan_change(request, pk):
    plan = _plan(request, pk)
    return _written(
        request,
        forms.PlanForm(request.POST or None, instance=plan),
        "keep",
        back=plan.get_absolute_url(),
        done=_("Planen er endret."),
        title=_("Endre planen"),
        submit=_("Lagre"),
    )


@may_write
def plan_strategy_new(request, pk):
    plan = _plan(request, pk)
    return _written(
        request,
        forms.StrategyForm(request.POST or None, plan=plan),
        "keep",
        back=plan.get_absolute_url(),
        done=_("Strategien er lagt til."),
        title=_("Ny strategi"),
        sub=plan.title,
        submit=_("Legg til"),
    )


@may_write
def plan_strategy_change(request, pk):
    rows = PlanStrategy.objects.visible_to(request.user).select_related("plan")
    strategy = get_object_or_404(rows, pk=pk)
    return _written(
        request,
        forms.StrategyForm(request.POST or None, instance=strategy, plan=strategy.plan),
        "keep",
        back=strategy.plan.get_absolute_url(),
        done=_("Strategien er endret."),
        title=_("Endre strategien"),
        sub=strategy.plan.title,
        submit=_("Lagre"),
    )


@may_write
def plan_measure_new(request, pk):
    plan = _plan(request, pk)
    return _written(
        request,
        forms.PlanMeasureForm(request.POST or None, plan=plan),
        "begin",
        back=plan.get_absolute_url(),
        done=_("Tiltaket er lagt til. Det er ikke påbegynt."),
        title=_("Nytt tiltak"),
        sub=plan.title,
        submit=_("Legg til"),
    )


@may_write
def plan_measure_change(request, pk):
    one = _measure(request, pk)
    return _written(
        request,
        forms.PlanMeasureForm(request.POST or None, instance=one, plan=one.plan),
        "keep",
        back=one.get_absolute_url(),
        done=_("Tiltaket er endret."),
        title=_("Endre tiltak {number}").format(number=one.number),
        sub=one.plan.title,
        submit=_("Lagre"),
    )


@may_write
def plan_measure_move(request, pk):
    one = _measure(request, pk)
    return _written(
        request,
        forms.PlanMeasureMoveForm(request.POST or None, measure=one),
        "move",
        back=one.get_absolute_url(),
        done=_("Statusen er endret."),
        title=_("Ny status for tiltak {number}").format(number=one.number),
        sub=_("Nå: {status}. {text}").format(status=one.get_status_display(), text=one.text),
        submit=_("Lagre"),
    )
