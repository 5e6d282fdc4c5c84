"""Who a dwelling can be offered to (kandidater)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import discussed, waiting_columns
from allocation.candidates import SOON_DAYS, candidates_for, held_against, offerable, offerable_soon
from applications.models import Application
from housing.access import open_household
from housing.known_before import known_of
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
        "rows": _rows_of(page, request.user, today),
        "fitting": sum(candidate.match.fits is True for candidate in found),
        "open_offer": offer,
        "may_be_offered": not (offer or allocated or is_held or dwelling.is_occupied),
        "is_held": is_held,
        "open_offer_is_hidden": is_hidden,
        "allocated": allocated,
        "available_on": soon.available_on if soon else None,
    }
    return render(request, "allocation/candidates.html", context)


def _rows_of(candidates, user, today) -> list[dict]:
    talked_over = discussed.latest_held([candidate.place.application.pk for candidate in candidates])
    known = known_of([candidate.place.household.pk for candidate in candidates], user, today)
    return [
        waiting_columns.row_of(candidate.place)
        | {
            "candidate": candidate,
            "discussion": talked_over.get(candidate.place.application.pk),
            "known": known.get(candidate.place.household.pk, []),
        }
        for candidate in candidates
    ]


@permission_required("allocation.make_offer", raise_exception=True)
def fitting_dwellings(request, pk):
    """The dwellings that fit one household, now and soon, and those that miss just one requirement (nesten)."""
    today = timezone.localdate()
    application = get_object_or_404(Application.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, application.household)
    household = application.household
    if not application.waits_for_dwelling:
        messages.error(request, _("Søknaden står ikke på ventelisten."))
        return redirect(application)
    now = held_against(application, household, offerable(household, today), today)
    soon = held_against(application, household, offerable_soon(household, today), today)
    soon.sort(key=lambda row: row.available_on)
    context = {
        "title": _("Boliger som passer"),
        "sub": f"{application.number} · {household.name}",
        "application": application,
        "has_offer": application.offers.open().exists(),
        "groups": [
            _group(_("Passer nå"), _may_fit(now), _("Ingen ledig bolig passer nå.")),
            _group(_("Blir ledige"), _may_fit(soon), _("Ingen bolig som passer, er kjent å bli ledig.")),
            _group(
                _("Nesten"), [row for row in [*now, *soon] if row.match.is_nearly], _("Ingen mangler bare ett krav.")
            ),
        ],
    }
    return render(request, "allocation/fitting.html", context)


def _may_fit(rows) -> list:
    return [row for row in rows if row.match.fits is not False]


def _group(title, rows, none) -> dict:
    return {"title": title, "rows": rows[:PAGE_SIZE], "more": len(rows[PAGE_SIZE:]), "none": none}
