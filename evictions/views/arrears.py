"""The arrears room's first page (Restanser), and the fortnightly runs (14-dagerskjøringer)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evictions import arrears_list as listed
from evictions import fortnight
from evictions.models import ArrearsCase, ArrearsRun, ArrearsRunLine, LedgerRun
from evictions.petition_facts import children_of
from evictions.step_facts import with_households
from housing.cases import Refused
from housing.lists import PAGE_SIZE, Listing, export

MAY_READ = permission_required("evictions.view_arrears", raise_exception=True)
MAY_RUN = permission_required("evictions.change_arrears", raise_exception=True)


@MAY_READ
def arrears_list(request):
    """All open cases on any day; counted before the list is narrowed."""
    wanted = listed.ArrearsFilter(request.GET)
    day, today, tab = wanted.day, timezone.localdate(), wanted.tab
    rows = listed.rows_on(ArrearsCase.objects.visible_to(request.user), day)
    chosen = wanted.narrow(rows, request.user)
    shown = [row for row in chosen if tab in ("alle", "datoer", row.tab)]
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=_("Restanser"), template="", columns=listed.COLUMNS)
        return export(request, shown, listing, request.GET["format"])
    is_dates = tab == "datoer"
    context = {
        "title": _("Restanser"),
        "cards": listed.cards(rows),
        "tabs": _tabs(request, chosen, tab),
        "form": wanted,
        "day": day,
        "today": today,
        "is_today": day == today,
        "dates": listed.coming_dates(chosen, today) if is_dates else [],
        "is_dates": is_dates,
        "page_obj": None if is_dates else Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "run": ArrearsRun.objects.filter(counted_on__lte=day).first(),
        "next_run_on": fortnight.next_run_on(today),
        "actions": _actions(request.user),
    }
    return render(request, "evictions/arrears_list.html", context)


def _tabs(request, rows, here) -> list[dict]:
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for key, label in listed.TABS:
        query["vis"] = key
        count = None if key == "datoer" else sum(key in ("alle", row.tab) for row in rows)
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "here": key == here, "count": count})
    return tabs


def _actions(user) -> list[dict]:
    """The other pages of the room, as far as one may open them."""
    holds = user.has_perm("evictions.hold_meeting")
    pages = [
        (_("Restansemøter"), "arrears_meeting_list", f"evictions.{'hold' if holds else 'attend'}_meeting"),
        (_("Kjøringer"), "arrears_run_list", "evictions.view_arrears"),
        (_("Reskontro"), "ledger_list", "evictions.import_ledger"),
        (_("Utvikling"), "arrears_development", "evictions.view_arrears"),
        (_("Tilbakefall"), "arrears_returns", "evictions.view_arrears"),
        (_("Kostnader"), "arrears_costs", "evictions.view_costs"),
        (_("Rutine"), "arrears_routine_list", "evictions.view_routine"),
    ]
    return [{"label": label, "url": reverse(name)} for label, name, permission in pages if user.has_perm(permission)]


@MAY_READ
def run_list(request):
    runs = ArrearsRun.objects.visible_to(request.user).select_related("by")
    today = timezone.localdate()
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = fortnight.counts_of(page.object_list, ArrearsRunLine.objects.visible_to(request.user))
    context = {
        "title": _("14-dagerskjøringer"),
        "rows": [{"run": run, "counts": counts[run.pk]} for run in page.object_list],
        "page_obj": page,
        "due_on": fortnight.due_run(today),
        "next_run_on": fortnight.next_run_on(today),
        "is_run_today": ArrearsRun.objects.filter(counted_on=today).exists(),
        "read_at": LedgerRun.objects.aggregate(last=Max("read_at"))["last"],
    }
    return render(request, "evictions/run_list.html", context)


@require_POST
@MAY_RUN
def run_now(request):
    try:
        run = fortnight.make_now(timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("arrears_run_list")
    messages.success(request, _("Kjøringen er gjort."))
    return redirect(run)


@MAY_READ
def run(request, pk):
    """One run beside the one before it: new, worse, better, unchanged, gone. In each, children first."""
    found = get_object_or_404(ArrearsRun.objects.visible_to(request.user), pk=pk)
    before = found.previous()
    lines = ArrearsRunLine.objects.visible_to(request.user)
    changes = fortnight.changes(lines.filter(run=found), lines.filter(run=before) if before else [])
    keys = [change.shown.case_id for change in changes]
    cases = {case.pk: case for case in with_households(ArrearsCase.objects.filter(pk__in=keys), found.counted_on)}
    rows = []
    for change in changes:
        case = cases[change.shown.case_id]
        rows.append({"change": change, "case": case, "children": len(children_of(case.household, found.counted_on))})
    rows.sort(key=lambda row: not row["children"])
    groups = [
        {"label": label, "rows": [row for row in rows if row["change"].kind == kind]}
        for kind, label in fortnight.LABELS.items()
    ]
    context = {"title": str(found), "run": found, "before": before, "groups": [g for g in groups if g["rows"]]}
    return render(request, "evictions/run.html", context)
