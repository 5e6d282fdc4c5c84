"""The waiting list (venteliste), on any day: those who wait for a dwelling, and those who wait to move into theirs."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import allocated, queue, recount, waiting_columns, waiting_pages
from allocation.filters import AllocatedFilter, WaitingFilter
from allocation.models import Override, QueueDay
from allocation.standing_figures import expected_waits
from applications.models import Application
from housing.lists import PAGE_SIZE, Listing, export

MAY_SEE = permission_required("housing.view_queue", raise_exception=True)
FILES = {"csv", "xlsx"}


@MAY_SEE
def waiting_list(request):
    """Everybody who waits, in order, on any day; numbered before the list is narrowed."""
    wanted = WaitingFilter(request.GET)
    wanted.is_valid()
    day = wanted.day
    if day == timezone.localdate():
        recount.catch_up()
    if request.GET.get("format") in FILES:
        listing = Listing(title=_("Venteliste"), template="", columns=waiting_columns.COLUMNS)
        return export(request, waiting_pages.all_of(day, request.user, wanted), listing, request.GET["format"])
    page = waiting_pages.page_of(day, request.user, wanted, request.GET.get("page"))
    sub = _("Innvilgede søknader som venter på bolig, i prioritert rekkefølge per {day}.")
    context = {
        "title": _("Venteliste"),
        "sub": sub.format(day=f"{day:%d.%m.%Y}"),
        "form": wanted,
        **_frame_of(request, "waiting_list", day),
        "cards": waiting_columns.cards(day),
        "page_obj": page,
        "rows": [waiting_columns.row_of(place) for place in page],
        "waits": expected_waits(day),
        "overrides": Override.objects.visible_to(request.user).waiting().count(),
    }
    return render(request, "allocation/waiting_list.html", context)


@MAY_SEE
def allocated_list(request):
    """Everybody who has a dwelling and has not moved in, on any day."""
    wanted = AllocatedFilter(request.GET)
    wanted.is_valid()
    day, today = wanted.day, timezone.localdate()
    rows = wanted.narrow(allocated.allocated_on(day, request.user), request.user)
    if request.GET.get("format") in FILES:
        listing = Listing(title=_("Tildelt, ikke innflyttet"), template="", columns=allocated.COLUMNS)
        return export(request, allocated.as_rows(rows, day, today), listing, request.GET["format"])
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = allocated.as_rows(page.object_list, day, today)
    sub = _("Husstander som har fått tildelt bolig og ikke har flyttet inn per {day}. De med barn står først.")
    context = {
        "title": _("Tildelt, ikke innflyttet"),
        "sub": sub.format(day=f"{day:%d.%m.%Y}"),
        "form": wanted,
        **_frame_of(request, "allocated_list", day),
        "page_obj": page,
    }
    return render(request, "allocation/allocated_list.html", context)


def _frame_of(request, here, day) -> dict:
    """The two lists as tabs, each of the same day; and where what is shown comes from."""
    is_today = day == timezone.localdate()
    begins = queue.log_begins()
    kept = begins is not None and day >= begins
    asked = "" if is_today else "?" + urlencode({"dato": f"{day:%d.%m.%Y}"})
    waiting = (
        queue.standings_on(day).visible_to(request.user)
        if kept
        else Application.objects.visible_to(request.user).waiting(day)
    )
    promised = allocated.allocated_on(day, request.user)
    tabs = [
        ("waiting_list", _("Venter på tildeling"), waiting.count()),
        ("allocated_list", _("Tildelt, ikke innflyttet"), promised.count()),
    ]
    return {
        "tabs": [
            {"label": label, "url": reverse(name) + asked, "here": name == here, "count": count}
            for name, label, count in tabs
        ],
        "day": day,
        "is_today": is_today,
        "is_kept": kept,
        "log_begins": begins,
        "was_gone_through": is_today or QueueDay.objects.filter(day=day).exists(),
    }
