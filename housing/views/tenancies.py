"""Pages about living somewhere: the list of tenancies, one tenancy, its contracts, moving in and out (leieforhold)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.access import open_household
from housing.filters_homes import TenancyFilter
from housing.form_page import form_page
from housing.forms.tenancies import CancelForm, MoveInForm, MoveOutForm, PrivateTenancyForm
from housing.lease_facts import lease_facts
from housing.lists import Column, Listing, respond
from housing.models import CaseEvent, Household, Tenancy
from housing.protection import INSTEAD, hidden_household_ids, level_of, may_see_address

COLUMNS = [
    Column("number", _("Nummer"), lambda row: row.number, ("pk",)),
    Column("household", _("Husstand"), lambda row: row.household.name),
    Column("address", _("Adresse"), lambda row: row.shown_address, ("dwelling__sort_key",)),
    Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
    Column("moved_in", _("Flyttet inn"), lambda row: row.moved_in_on, ("moved_in_on",)),
    Column("contract_ends", _("Kontrakt til"), lambda row: row.contract_ends_on, ("contract_ends_on",)),
    Column("rent", _("Månedsleie"), lambda row: row.monthly_rent, ("monthly_rent",), numeric=True),
]


@permission_required("housing.view_tenancy", raise_exception=True)
def tenancy_list(request):
    today = timezone.localdate()
    rows = (
        Tenancy.objects.visible_to(request.user)
        .with_latest_contract(today)
        .select_related("dwelling")
        .prefetch_related(_members(today))
    )
    listing = Listing(
        title=_("Leieforhold"),
        template="housing/tenancy_list.html",
        columns=COLUMNS,
        filterset=TenancyFilter,
        prepare=show_addresses,
    )
    return respond(request, rows, listing)


def _members(day):
    from django.db.models import Prefetch

    return Prefetch("household", queryset=Household.objects.for_list(day))


def show_addresses(rows, user):
    """The address of each row, or the words in its place: one query for the page."""
    today = timezone.localdate()
    hidden = hidden_household_ids({row.household_id for row in rows}, today)
    for row in rows:
        row.shown_address = (
            str(INSTEAD[level_of(row.household, today)]) if row.household_id in hidden else address_of(row)
        )


def address_of(tenancy) -> str:
    return str(tenancy.dwelling) if tenancy.dwelling else tenancy.private_address


@permission_required("housing.view_tenancy", raise_exception=True)
def tenancy(request, pk):
    home = opened(request, pk)
    today = timezone.localdate()
    level = level_of(home.household, today)
    seen = may_see_address(request.user, home.household, today, level=level)
    return render(
        request,
        "housing/tenancy.html",
        {
            "tenancy": home,
            **lease_facts(home, request.user, today),
            "address": address_of(home) if seen else INSTEAD[level],
            "dwelling": home.dwelling if seen else None,
            "events": _events(home),
            "today": today,
        },
    )


def _events(home):
    """What has happened with the tenancy, and with its leases."""
    about = Q(subject_type__model="tenancy", subject_id=home.pk) | Q(
        subject_type__model="contract", subject_id__in=home.contracts.values("pk")
    )
    return CaseEvent.objects.filter(about, household=home.household).for_timeline()


def opened(request, pk):
    """The tenancy, and its household opened in the view log."""
    home = get_object_or_404(
        Tenancy.objects.visible_to(request.user).select_related("household", "dwelling", "application", "caseworker"),
        pk=pk,
    )
    open_household(request, home.household)
    return home


@permission_required("housing.move_tenancy", raise_exception=True)
def move_in(request, pk):
    home = opened(request, pk)
    form = MoveInForm(request.POST or None, tenancy=home)
    return _act(
        request, home, form, lambda: form.move_in(by=request.user), _("Innflytting"), _("Innflyttingen er registrert.")
    )


@permission_required("housing.move_tenancy", raise_exception=True)
def move_out(request, pk):
    home = opened(request, pk)
    if home.moved_in_on is None:
        messages.error(request, _("Husstanden har ikke flyttet inn ennå."))
        return redirect(home)
    form = MoveOutForm(request.POST or None, tenancy=home)
    return _act(
        request, home, form, lambda: form.move_out(by=request.user), _("Utflytting"), _("Utflyttingen er registrert.")
    )


@permission_required("housing.move_tenancy", raise_exception=True)
def cancel(request, pk):
    home = opened(request, pk)
    form = CancelForm(request.POST or None, tenancy=home)
    done = _("Tildelingen er trukket. Husstanden er tilbake på ventelisten.")
    return _act(request, home, form, lambda: form.cancel(by=request.user), _("Tildelingen ble ikke noe av"), done)


@permission_required("housing.add_tenancy", raise_exception=True)
def private_tenancy_new(request, pk):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, household)
    form = PrivateTenancyForm(request.POST or None, household=household)
    return _act(
        request,
        household,
        form,
        lambda: form.register(by=request.user),
        _("Privat leieforhold"),
        _("Leieforholdet er registrert."),
    )


def _act(request, subject, form, do, title, done):
    """Ask, act, tell, go back to the tenancy or the household."""

    def act(_form):
        do()
        return subject

    return form_page(request, form, act=act, done=done, title=title, sub=str(subject), back=subject.get_absolute_url())
