"""A household's wishes for a dwelling, what it can pay, and where it must not live (boligønsker)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.forms import wishes as forms
from applications.models import Exclusion, HousingWish
from housing.access import open_household
from housing.form_page import form_page
from housing.models import Dwelling, Household
from housing.places import is_at, place_of

MAY_CHANGE = permission_required("applications.change_application", raise_exception=True)


def _household(request, hid) -> Household:
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return household


@permission_required("applications.view_application", raise_exception=True)
def housing_wishes(request, hid):
    """The wishes as a form, and the excluded places with their reasons; whoever may only read gets no button."""
    household = _household(request, hid)
    may_change = request.user.has_perm("applications.change_application")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    today = timezone.localdate()
    newest = household.applications.visible_to(request.user).open().first()
    return form_page(
        request,
        forms.WishForm(request.POST or None, instance=HousingWish.of(household)),
        act=lambda form: form.change(by=request.user) and reverse("housing_wishes", args=[household.pk]),
        done=_("Boligønskene er lagret."),
        template="applications/housing_wishes.html",
        title=_("Boligønsker"),
        sub=f"{household.number} · {household.name}",
        back=newest.get_absolute_url() if newest else household.get_absolute_url(),
        household=household,
        application=newest,
        may_change=may_change,
        exclusions=_with_reach(Exclusion.objects.visible_to(request.user).filter(household=household), today),
    )


def _with_reach(exclusions, day) -> list[Exclusion]:
    """How many of our dwellings each place leaves out: none may be a slip of the pen."""
    rows = list(exclusions)
    homes = [place_of(*home) for home in Dwelling.objects.in_stock(day).values_list("address", "district")]
    for row in rows:
        row.homes = sum(is_at(home, row.kind, row.place) is True for home in homes)
    return rows


@MAY_CHANGE
def exclusion_new(request, hid):
    household = _household(request, hid)
    return form_page(
        request,
        forms.ExclusionForm(request.POST or None, household=household),
        act=lambda form: form.register(by=request.user),
        done=_("Stedet er utelukket. Boliger der kan ikke tilbys husstanden."),
        title=_("Utelukk et sted"),
        sub=f"{household.number} · {household.name}",
        submit=_("Utelukk stedet"),
        back=reverse("housing_wishes", args=[household.pk]),
    )


@MAY_CHANGE
def exclusion_lift(request, pk):
    exclusion = get_object_or_404(Exclusion.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, exclusion.household)
    if request.method == "GET" and exclusion.ends_on:
        messages.error(request, _("Stedet er ikke lenger utelukket."))
        return redirect(exclusion)
    return form_page(
        request,
        forms.LiftForm(request.POST or None, exclusion=exclusion),
        act=lambda form: form.lift(by=request.user),
        done=_("Stedet er ikke lenger utelukket."),
        title=_("Opphev utelukkelsen"),
        sub=f"{exclusion.household.name} · {exclusion.place}",
        submit=_("Opphev"),
        color="danger",
        back=exclusion.get_absolute_url(),
    )
