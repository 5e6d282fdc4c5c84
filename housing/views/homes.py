"""Pages about dwellings: the list, one dwelling's life, and changes to it (boliger)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.filters_homes import DwellingFilter
from housing.form_page import form_page
from housing.forms.homes import DwellingChangeForm, DwellingForm, LeaveStockForm, VoidForm
from housing.lists import Column, Listing, respond
from housing.models import Dwelling, VoidPeriod
from housing.periods import Period
from housing.protection import show_tenants
from housing.vacancy import state_of, void_days

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
        context={"heading": _("Boliger")},
    )
    return respond(request, rows, listing)


def _show_states(rows, user):
    for row in rows:
        row.state = state_of(row)


@permission_required("housing.view_dwelling", raise_exception=True)
def dwelling(request, pk):
    today = timezone.localdate()
    home = get_object_or_404(Dwelling.objects.visible_to(request.user).with_occupancy(today), pk=pk)
    tenancies = list(home.tenancies.select_related("household").prefetch_related("contracts"))
    show_tenants(request.user, tenancies, today)
    voids = list(home.voids.all())
    return render(
        request,
        "housing/dwelling.html",
        {
            "dwelling": home,
            "state": state_of(home),
            # That it is held, not for whom.
            "is_held": home.holds.on(today).exists(),
            "tenancies": tenancies,
            "voids": voids,
            "this_year": void_days(home, tenancies, Period(today.replace(month=1, day=1), today)),
            "today": today,
        },
    )


@permission_required("housing.add_dwelling", raise_exception=True)
def dwelling_new(request):
    return _save(request, DwellingForm(request.POST or None), _("Ny bolig"), _("Boligen er registrert."))


def _change(request, pk, form_class, title, done):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    return _save(request, form_class(request.POST or None, instance=home), title, done, home)


@permission_required("housing.change_dwelling", raise_exception=True)
def dwelling_edit(request, pk):
    return _change(request, pk, DwellingChangeForm, _("Endre boligen"), _("Boligen er endret."))


@permission_required("housing.change_dwelling", raise_exception=True)
def dwelling_leave(request, pk):
    return _change(request, pk, LeaveStockForm, _("Ut av boligmassen"), _("Boligen er ute av boligmassen."))


@permission_required("housing.change_dwelling", raise_exception=True)
def void_new(request, pk):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    form = VoidForm(request.POST or None, dwelling=home)
    return _save(request, form, _("Nytt opphold i utleie"), _("Oppholdet er registrert."), home)


@permission_required("housing.change_dwelling", raise_exception=True)
def void_edit(request, pk):
    voids = VoidPeriod.objects.filter(dwelling__in=Dwelling.objects.visible_to(request.user))
    void = get_object_or_404(voids.select_related("dwelling"), pk=pk)
    form = VoidForm(request.POST or None, dwelling=void.dwelling, instance=void)
    return _save(request, form, _("Opphold i utleie"), _("Oppholdet er endret."), void.dwelling)


def _save(request, form, title, done, home=None):
    def act(form):
        saved = form.save()
        return home or saved

    back = home.get_absolute_url() if home else reverse("dwelling_list")
    # Before the form touches the instance: the page's small line names the dwelling as it is stored.
    sub = str(home) if home else ""
    return form_page(request, form, act=act, done=done, title=title, sub=sub, back=back)
