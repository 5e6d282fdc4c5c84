"""Who a dwelling can be offered to (kandidater)."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import discussed, waiting_columns
from allocation.candidates import SOON_DAYS, candidates_for
from housing.lists import PAGE_SIZE
from housing.models import Dwelling
from housing.protection import hidden_household_ids


@permission_required("allocation.make_offer", raise_exception=True)
def candidates(request, pk):
    """The dwelling held against the whole waiting list, requirement by requirement."""
    today = timezone.localdate()
    dwelling = get_object_or_404(Dwelling.objects.visible_to(request.user).with_occupancy(today), pk=pk)
    soon = Dwelling.objects.soon_vacant(today, SOON_DAYS).filter(pk=dwelling.pk).first()
    found = candidates_for(dwelling, today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    offer = dwelling.offers.open().select_related("application__household").first()
    allocated = dwelling.tenancies.filter(status="allocated").exists()
    is_held = dwelling.holds.on(today).exists()
    is_hidden = bool(offer and hidden_household_ids([offer.household.pk], today))
    context = {
        "dwelling": dwelling,
        "title": _("Kandidater"),
        "sub": f"{dwelling} · {dwelling.rooms or '?'}-roms",
        "page_obj": page,
        "rows": _rows_of(page),
        "fitting": sum(candidate.match.fits is True for candidate in found),
        "open_offer": offer,
        "may_be_offered": not (offer or allocated or is_held or dwelling.is_occupied),
        "is_held": is_held,
        "open_offer_is_hidden": is_hidden,
        "allocated": allocated,
        "available_on": soon.available_on if soon else None,
    }
    return render(request, "allocation/candidates.html", context)


def _rows_of(candidates) -> list[dict]:
    talked_over = discussed.latest_held([candidate.place.application.pk for candidate in candidates])
    return [
        waiting_columns.row_of(candidate.place)
        | {"candidate": candidate, "discussion": talked_over.get(candidate.place.application.pk)}
        for candidate in candidates
    ]
