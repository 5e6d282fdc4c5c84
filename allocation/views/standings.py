"""Why one application has the place it has (forklaring av plassen), and the log of how it came there."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import queue, waiting_columns
from allocation.models import Override, PriorityScheme
from allocation.standing_figures import expected_waits
from allocation.standing_log import log_of
from applications.models import Application
from housing.access import open_household

MAY_SEE = permission_required("housing.view_queue", raise_exception=True)


@MAY_SEE
def standing(request, pk):
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("household", "caseworker"), pk=pk
    )
    open_household(request, application.household)
    today = timezone.localdate()
    place = queue.place_of(application, today)
    scheme = PriorityScheme.objects.on(today)
    rooms = place.need.rooms_min if place else None
    context = {
        "title": _("Plass {number} på ventelisten").format(number=place.number) if place else _("Ikke på ventelisten"),
        "application": application,
        "household": application.household,
        "place": place,
        "count": queue.count_waiting(),
        "scheme": scheme,
        "need": waiting_columns.need_text(place) if place else "",
        "wait": next((wait for wait in expected_waits(today) if wait.rooms == rooms), None),
        "log": log_of(application),
        "log_begins": queue.log_begins(),
        "overrides": Override.objects.visible_to(request.user)
        .filter(application=application)
        .select_related("asked_by", "answered_by"),
    }
    context["may_propose"] = place and not any(row.status in {"proposed", "approved"} for row in context["overrides"])
    return render(request, "allocation/standing.html", context)
