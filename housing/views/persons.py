"""Pages about a household's members: joining, leaving, main person, and the facts of a person (medlemmer)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.access import open_household
from housing.cases import Refused
from housing.forms.people import LeavingForm, MainPersonForm, MemberForm, PersonEditForm
from housing.models import Household, Membership, Person


@permission_required("housing.change_household", raise_exception=True)
def member_new(request, pk):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, household, what=_("Nytt medlem"))
    form = MemberForm(request.POST or None, user=request.user, household=household)
    rows = household.memberships.all()
    if form.made_before(rows):
        return redirect(household)
    answer = _ask(request, household, form, "admit", _("Nytt medlem"), _("Medlemmet er registrert."))
    # The first of two clicks may have been saved in the meantime.
    return redirect(household) if form.made_before(rows) else answer


@permission_required("housing.change_household", raise_exception=True)
def member_leave(request, pk):
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("household", "person"), pk=pk
    )
    open_household(request, membership.household, what=_("Medlem ut"))
    form = LeavingForm(request.POST or None, membership=membership)
    title = _("{name} ut av husstanden").format(name=membership.person)
    return _ask(request, membership.household, form, "leave", title, _("Medlemskapet er avsluttet."))


@permission_required("housing.change_household", raise_exception=True)
def main_person(request, pk):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, household, what=_("Ny hovedperson"))
    form = MainPersonForm(request.POST or None, household=household)
    return _ask(request, household, form, "change", _("Ny hovedperson"), _("Hovedpersonen er byttet."))


@permission_required("housing.change_household", raise_exception=True)
def person_edit(request, pk):
    """Reached through the latest household of the person that the user may open."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    households = Household.objects.visible_to(request.user).filter(memberships__person=person)
    household = households.order_by("-memberships__joined_on").first()
    if household is not None:
        open_household(request, household, what=_("Endre person"))
    # Before the form writes what was typed onto the person.
    title = _("Endre {name}").format(name=str(person))
    form = PersonEditForm(request.POST or None, instance=person)
    if household is None and form.is_valid():
        form.change(by=request.user)
        return redirect("household_list")
    return _ask(request, household, form, "change", title, _("Endringen er lagret."), links=_way_out(person, household))


def _way_out(person, household):
    """From the person's own page to leaving the household."""
    memberships = household.memberships.on(timezone.localdate()).filter(person=person) if household else []
    return [{"label": _("Ut av husstanden"), "url": reverse("member_leave", args=[row.pk])} for row in memberships]


def _ask(request, household, form, act, title, done, links=()):
    """Ask, make the form's one call, and tell."""
    if form.is_valid():
        try:
            getattr(form, act)(by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(household)
    context = {"household": household, "form": form, "title": title, "links": links}
    return render(request, "housing/household_form.html", context)
