"""The waiting list (venteliste), on any day."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import waiting_columns
from allocation.filters import WaitingFilter
from allocation.queue import places_on
from housing.lists import PAGE_SIZE, Listing, export


@permission_required("housing.view_queue", raise_exception=True)
def waiting_list(request):
    """Everybody who waits, in order, on any day; numbered before the list is narrowed."""
    wanted = WaitingFilter(request.GET)
    wanted.is_valid()
    day = wanted.day
    places = places_on(day)
    chosen = wanted.narrow(places, request.user)
    columns = waiting_columns.COLUMNS
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=_("Venteliste"), template="", columns=columns)
        return export(request, chosen, listing, request.GET["format"])
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("Venteliste"),
        "sub": _("Innvilgede søknader som venter på bolig, i prioritert rekkefølge per {day}.").format(
            day=f"{day:%d.%m.%Y}"
        ),
        "cards": waiting_columns.cards(places, day),
        "page_obj": page,
        "rows": [waiting_columns.row_of(place) for place in page],
        "form": wanted,
        "day": day,
        "is_today": day == timezone.localdate(),
    }
    return render(request, "allocation/waiting_list.html", context)
