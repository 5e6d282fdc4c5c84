"""Pages about dwellings: the list, one dwelling's life, and changes to it (boliger)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.empty_days import lost_rent
from housing.filters_homes import DwellingFilter
from housing.form_page import form_page
from housing.forms.homes import DwellingChangeForm, DwellingForm, LeaveStockForm
from housing.homefile import panels
from housing.lists import Column, Listing, respond
from housing.lost_rent import days_of, show_loss
from housing.models import Dwelling, VoidPeriod
from housing.periods import Period, add_months, round_half_up
from housing.protection import show_tenants
from housing.vacancy import state_of

LEASE_IN_MONTHS = 6
YEARS_SHOWN = 3

COLUMNS = [
    Column("address", _("Adresse"), str, ("sort_key",)),
    Column("district", _("Bydel"), lambda row: row.district, ("district", "sort_key")),
    Column("rooms", _("Rom"), lambda row: row.rooms, ("rooms",), numeric=True),
    Column("area", _("Areal, m²"), lambda row: row.area_m2, ("area_m2",), numeric=True),
    Column("category", _("Type"), lambda row: row.get_category_display(), ("category",)),
    Column("ownership", _("Eierform"), lambda row: row.get_ownership_display(), ("ownership",)),
    Column("staffing", _("Bemanning"), lambda row: row.get_staffing_display(), ("staffing",)),
    Column("rent", _("Månedsleie"), lambda row: row.monthly_rent, ("monthly_rent",), numeric=True),
    Column("state", _("Tilstand"), lambda row: state_of(row).label, ("is_occupied", "is_under_work")),
]


@permission_required("housing.view_dwelling", raise_exception=True)
def dwelling_list(request):
    today = timezone.localdate()
    rows = Dwelling.objects.visible_to(request.user).with_occupancy(today)
    listing = Listing(
        title=_("Boliger"),
        template="housing/dwelling_list.html",
        columns=COLUMNS,
        filterset=DwellingFilter,
        prepare=_show_states,
        context={"heading": _("Boliger"), "waits": _what_waits(today)},
    )
    return respond(request, rows, listing)


def _what_waits(today):
    """What somebody has to do something about: leases of ours that end, and work that takes too long."""
    ending = Dwelling.objects.lease_ins_ending(Period(today, add_months(today, LEASE_IN_MONTHS)))
    stock = Dwelling.objects.in_stock(today)
    return {"lease_ins": ending.count(), "voids": VoidPeriod.objects.overdue(today).filter(dwelling__in=stock).count()}


def _show_states(rows, user):
    for row in rows:
        row.state = state_of(row)


@permission_required("housing.view_dwelling", raise_exception=True)
def dwelling(request, pk):
    """A dwelling's life: who lives and has lived there, work, turnaround, money."""
    today = timezone.localdate()
    home = get_object_or_404(Dwelling.objects.visible_to(request.user).with_occupancy(today), pk=pk)
    tenancies = list(home.tenancies.select_related("household").prefetch_related("contracts"))
    show_tenants(request.user, tenancies, today)
    home.stays = [row for row in tenancies if row.moved_in_on]
    home.works = list(home.voids.all())
    for void in home.works:
        show_loss(void, home, today)
    context = {
        "dwelling": home,
        "state": state_of(home),
        # That it is held, not for whom.
        "is_held": home.holds.on(today).exists(),
        "tenancies": tenancies,
        "voids": home.works,
        "empty_years": _empty_years(home, today),
        "costs": _costs(home.works),
        "panels": list(panels(home, request.user, today)),
        "has_neighbours": Dwelling.objects.in_stock(today)
        .filter(address=home.address, postal_code=home.postal_code)
        .exclude(pk=home.pk)
        .exists(),
        "today": today,
    }
    return render(request, "housing/dwelling.html", context)


def _empty_years(home, today) -> list[dict]:
    """Days empty and rent lost this year and the years before, the years the dwelling was in stock."""
    found = []
    for year in range(today.year, today.year - YEARS_SHOWN, -1):
        period = Period.year(year)
        if year == today.year:
            period = Period(period.first, today)
        if home.acquired_on > period.last or (home.left_stock_on and home.left_stock_on <= period.first):
            continue
        days = sum(days_of(home, period).values())
        found.append({"year": year, "days": days, "kr": round_half_up(lost_rent(days, home.monthly_rent), 2)})
    return found


def _costs(works) -> dict:
    """What the work has come to, and what is expected of the work whose cost is not known yet."""
    return {
        "actual": sum(void.actual_cost for void in works if void.actual_cost is not None),
        "expected": sum(void.estimated_cost for void in works if void.actual_cost is None and void.estimated_cost),
    }


@permission_required("housing.add_dwelling", raise_exception=True)
def dwelling_new(request):
    return save(request, DwellingForm(request.POST or None), _("Ny bolig"), _("Boligen er registrert."))


@permission_required("housing.change_dwelling", raise_exception=True)
def dwelling_edit(request, pk):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    form = DwellingChangeForm(request.POST or None, instance=home)
    return save(request, form, _("Endre boligen"), _("Boligen er endret."), home)


@permission_required("housing.change_dwelling", raise_exception=True)
def dwelling_leave(request, pk):
    """Sold, handed back or torn down; opened again, to correct it."""
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    form = LeaveStockForm(request.POST or None, dwelling=home)

    def act(form):
        form.save(by=request.user)
        return home

    return form_page(
        request,
        form,
        act=act,
        done=_("Lagret."),
        title=_("Ut av boligmassen"),
        sub=str(home),
        back=home.get_absolute_url(),
    )


def save(request, form, title, done, home=None):
    """A page that saves what its form is about, and goes to the dwelling."""

    def act(form):
        saved = form.save()
        return home or saved

    back = home.get_absolute_url() if home else reverse("dwelling_list")
    # Before the form touches the instance: the page's small line names the dwelling as it is stored.
    sub = str(home) if home else ""
    return form_page(request, form, act=act, done=done, title=title, sub=sub, back=back)
