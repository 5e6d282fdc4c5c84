"""Pages about households: the list, registering one, its own page with tabs, and who answers for it (husstander)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from housing import casefile
from housing.access import open_household
from housing.cases import Refused
from housing.deadlines import waiting
from housing.filters import HouseholdFilter
from housing.form_page import click
from housing.forms.people import HouseholdForm, NewHouseholdForm, ResponsibleForm
from housing.lists import Column, Listing, respond
from housing.models import Alert, Household, Membership, Responsibility, Tenancy
from housing.models.people import Protection
from housing.protection import INSTEAD, hidden_household_ids, may_see_address

COLUMNS = [
    Column("number", _("Nummer"), lambda row: row.number, ("pk",)),
    Column("name", _("Navn"), lambda row: row.name, ("main_sort",)),
    Column("where", _("Bor"), lambda row: row.shown_address),
    # Not sorted by: the place in the order would tell a protected household's district.
    Column("district", _("Bydel"), lambda row: row.shown_district),
    Column("caseworker", _("Saksbehandler"), lambda row: row.shown_caseworker),
    Column("state", _("Status"), lambda row: row.shown_state),
    Column("registered", _("Registrert"), lambda row: row.created_on, ("created_on",)),
]


@permission_required("housing.view_household", raise_exception=True)
def household_list(request):
    today = timezone.localdate()
    main = Membership.objects.on(today).filter(household=OuterRef("pk"), role=Membership.Role.MAIN)
    rows = Household.objects.visible_to(request.user).for_list(today)
    listing = Listing(
        title=_("Husstander"),
        template="housing/household_list.html",
        columns=COLUMNS,
        filterset=HouseholdFilter,
        prepare=_show_where_and_state,
    )
    return respond(request, rows.annotate(main_sort=Subquery(main.values("person__sort_key")[:1])), listing)


def _show_where_and_state(rows, user):
    """Three queries for a page: homes, whose address is hidden, and open applications."""
    today = timezone.localdate()
    ids = [row.pk for row in rows]
    tenancies = Tenancy.objects.visible_to(user).filter(household__in=ids, moved_out_on=None)
    homes = {tenancy.household_id: tenancy for tenancy in tenancies.select_related("dwelling").order_by("moved_in_on")}
    hidden = hidden_household_ids(ids, today)
    applications = _open_applications(ids, user)
    for row in rows:
        home = homes.get(row.pk)
        row.shown_address = _where(home) if row.pk not in hidden else str(INSTEAD[Protection.STRICT])
        row.shown_district = row.district if row.pk not in hidden else ""
        row.shown_caseworker = _caseworker_of(row)
        row.shown_state = _state_of(applications.get(row.pk), home)


def _open_applications(ids, user):
    applications = Household._meta.get_field("applications").related_model.objects
    found = applications.visible_to(user).filter(household__in=ids).open().order_by("received_on")
    return {application.household_id: application for application in found}


def _where(home) -> str:
    if home is None or home.moved_in_on is None:
        return ""
    return str(home.dwelling) if home.dwelling else home.private_address


def _caseworker_of(household) -> str:
    kind = Responsibility.Kind.CASEWORKER
    return next((row.user.get_short_name() for row in household.responsible_today if row.kind == kind), "")


def _state_of(application, home) -> str:
    if application is not None:
        return f"{application._meta.verbose_name}: {application.get_status_display()}".capitalize()
    return str(home.get_status_display()) if home else ""


@permission_required("housing.add_household", raise_exception=True)
def household_new(request):
    form = NewHouseholdForm(request.POST or None, user=request.user)
    rows = Household.objects.visible_to(request.user)
    made = form.made_before(rows)
    if made is None and form.is_valid():
        try:
            made = form.register(by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Husstanden er registrert. Du er saksbehandler."))
    # The first of two clicks may have been saved in the meantime.
    if made := made or form.made_before(rows):
        return redirect(made)
    return render(request, "housing/household_new.html", {"form": form})


@permission_required("housing.view_household", raise_exception=True)
def household(request, pk, tab=""):
    """The page with everything about a household. Each look is written in the view log."""
    today = timezone.localdate()
    found = get_object_or_404(Household.objects.visible_to(request.user).for_list(today), pk=pk)
    parts = [(slug, casefile.provider(path)) for slug, path in casefile.TABS]
    chosen = tab or parts[0][0]
    open_household(request, found, what=_("Husstand: {tab}").format(tab=chosen))
    tabs = [(slug, part) for slug, provide in parts if (part := provide(found, request.user, today))]
    shown = next((part for slug, part in tabs if slug == chosen), None)
    if shown is None:
        raise Http404
    deadlines = _deadlines(found, request.user, today)
    context = {
        "household": found,
        "district": found.district if may_see_address(request.user, found, today) else "",
        "title": _title(found, today),
        "today": today,
        "tabs": _tab_links(found, tabs, chosen),
        "part": shown,
        "panels": _panels(request, found, today) if chosen == parts[0][0] else [],
        "state": casefile.state(found, request.user, today),
        "deadlines": deadlines,
        "next_deadline": deadlines[0] if deadlines else None,
        "state_color": _color(deadlines, today),
        "alerts": list(Alert.objects.on(today).filter(person__in=[row.person_id for row in found.members_on(today)])),
        **_answering(found),
    }
    return render(request, "housing/household.html", context | shown.context)


def _title(household, day) -> str:
    """«Amina Haugen + 3 barn»: on one's own page a name is read, not looked up."""
    members = household.members_on(day)
    name = household.name_on(day)
    return name.replace(members[0].person.listed_name, str(members[0].person), 1) if members else name


def _panels(request, household, day):
    """Each panel is drawn alone, so that two of them may use the same names."""
    return [
        {"title": part.title, "html": render_to_string(part.template, part.context | {"household": household}, request)}
        for part in casefile.panels(household, request.user, day)
    ]


def _tab_links(household, tabs, chosen):
    first = tabs[0][0]
    return [
        {
            "label": part.title,
            "url": household.get_absolute_url() + ("" if slug == first else f"{slug}/"),
            "here": slug == chosen,
            "count": part.count,
        }
        for slug, part in tabs
    ]


def _deadlines(household, user, today):
    """Deadlines tell of applications and appeals: not for those who see the tenancy alone."""
    if not user.has_perm("applications.view_application"):
        return []
    return waiting(Household.objects.filter(pk=household.pk), today)


def _color(deadlines, today) -> str:
    """Late is red, a deadline ahead is yellow, nothing waiting is quiet."""
    if not deadlines:
        return "info"
    return "danger" if deadlines[0].is_late(today) else "warning"


def _answering(household):
    rows = household.responsible_today
    return {
        "caseworker": next((row.user for row in rows if row.kind == Responsibility.Kind.CASEWORKER), None),
        "followers": [row.user for row in rows if row.kind == Responsibility.Kind.FOLLOW_UP],
    }


@permission_required("housing.change_household", raise_exception=True)
def household_edit(request, pk):
    found = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, found, what=_("Endre husstand"))
    form = HouseholdForm(request.POST or None, instance=found, user=request.user)
    if form.is_valid():
        form.change(by=request.user)
        messages.success(request, _("Husstanden er endret."))
        return redirect(found)
    return render(request, "housing/household_form.html", _page(found, form, _("Endre husstanden")))


@permission_required("housing.assign_household", raise_exception=True)
def assign(request, pk):
    """A leader gives the household to a caseworker (fordele)."""
    return _hand_over(request, pk, Responsibility.Kind.CASEWORKER, _("Fordel til saksbehandler"))


@permission_required("housing.change_household", raise_exception=True)
def follow_up(request, pk):
    """One more person follows the household up, and then sees its case."""
    return _hand_over(request, pk, Responsibility.Kind.FOLLOW_UP, _("Legg til en som følger opp"))


def _hand_over(request, pk, kind, title):
    found = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, found, what=title)
    form = ResponsibleForm(request.POST or None, household=found, kind=kind)
    if form.is_valid():
        try:
            form.assign(by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{name} er satt på husstanden.").format(name=form.cleaned_data["user"]))
            return redirect(found)
    return render(request, "housing/household_form.html", _page(found, form, title))


@require_POST
@permission_required("housing.change_household", raise_exception=True)
def take_over(request, pk):
    """The household becomes one's own case (overta)."""
    found = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, found, what=_("Overtar husstanden"))
    return click(
        request,
        lambda: found.hand_over(request.user, by=request.user),
        done=_("Du er nå saksbehandler for husstanden."),
        target=found,
    )


def _page(household, form, title):
    return {"household": household, "form": form, "title": title}
