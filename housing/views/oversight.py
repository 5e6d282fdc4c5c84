"""Pages for the auditor: who has opened a household's case, and who has changed what in it (innsyn).

The auditor sees no case. Each look here is itself a line of the view log, with the reason that was asked for first.
"""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.access import reason_given_today
from housing.changes import addresses_of, changes_of, without
from housing.downloads import download
from housing.forms.oversight import OversightForm
from housing.lists import CSV, as_csv
from housing.models import Household, User, ViewLog
from housing.protection import hidden_household_ids
from housing.roles import Role
from housing.templatetags.norwegian import datetime_no

PAGE_SIZE = 100

may_see_log = permission_required("housing.view_access_log", raise_exception=True)
may_see_changes = permission_required("housing.view_history", raise_exception=True)


@may_see_log
def access_log(request):
    """The question. What is found is opened at an address that holds the household's number alone."""
    form = OversightForm(request.POST or None)
    if form.is_valid():
        return _found(request, form)
    if form.is_bound and "reason" in form.cleaned_data:
        _write(request, what="innsyn: uten treff", reason=form.cleaned_data["reason"])
    return render(request, "housing/oversight.html", {"form": form})


def _found(request, form):
    reason = form.cleaned_data["reason"]
    if employee := form.cleaned_data["employee"]:
        _write(request, what=_about(employee), reason=reason)
        return redirect("access_log_user", employee.pk)
    for household in form.households:
        _write(request, household, what="innsyn: søk", reason=reason)
    if len(form.households) == 1:
        return redirect("access_log_household", form.households[0].pk)
    return render(request, "housing/oversight_choose.html", {"households": form.households})


def _write(request, household=None, *, what, reason, channel=ViewLog.Channel.PAGE):
    ViewLog.objects.create(
        household=household, user=request.user, channel=channel, what=what, is_own_case=False, reason=reason
    )


def _about(employee) -> str:
    return f"innsyn: ansatt {employee.pk}"


def _opened(request, pk, what, **channel):
    """The household, when a reason was given today; the look is logged. Else nothing, and the question comes first."""
    household = get_object_or_404(Household, pk=pk)
    reason = reason_given_today(request.user, household)
    if not reason:
        messages.info(request, _("Skriv først hvorfor du ser på loggen. Begrunnelsen gjelder ut dagen."))
        return None
    _write(request, household, what=what, reason=reason, **channel)
    return household


def _lines(rows):
    """What each line says; the address of a protected household that was typed into a reason is left out."""
    rows = list(rows)
    roles = _roles_then(rows)
    hidden = hidden_household_ids({row.household_id for row in rows if row.household_id}, timezone.localdate())
    secrets = addresses_of(hidden)
    for row in rows:
        row.shown_role = ", ".join(str(dict(Role.choices).get(role, role)) for role in roles(row))
        row.shown_reason = without(secrets.get(row.household_id, set()), row.reason)
        row.shown_what = without(secrets.get(row.household_id, set()), row.what)
    return rows


def _roles_then(rows):
    """The roles a user had when they looked, from the history of users: one query for all lines."""
    history = User.history.rel.related_model.objects.filter(pgh_obj__in={row.user_id for row in rows})
    versions: dict[int, list] = {}
    for version in history.exclude(pgh_label="delete").order_by("pgh_id"):
        versions.setdefault(version.pgh_obj_id, []).append(version)

    def at(row):
        then = [version for version in versions.get(row.user_id, []) if version.pgh_created_at <= row.seen_at]
        return then[-1].roles if then else row.user.roles

    return at


def _page(request, rows):
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    return page


@may_see_log
def household_log(request, pk):
    household = _opened(request, pk, "innsyn")
    if household is None:
        return redirect("access_log")
    page = _page(request, ViewLog.objects.visible_to(request.user).filter(household=household).select_related("user"))
    page.object_list = _lines(page.object_list)
    return render(
        request, "housing/access_log_household.html", {"household": household, "page_obj": page, **_tabs(household, 0)}
    )


@may_see_log
def household_log_csv(request, pk):
    """For the citizen who asks who has opened the case. Holds no address."""
    household = _opened(request, pk, "innsyn: logg (csv)", channel=ViewLog.Channel.EXPORT)
    if household is None:
        return redirect("access_log")
    rows = ViewLog.objects.visible_to(request.user).filter(household=household).select_related("user")
    table = [
        [
            datetime_no(row.seen_at),
            row.user.name,
            row.shown_role,
            row.get_channel_display(),
            row.shown_what,
            row.is_own_case,
            row.shown_reason,
        ]
        for row in _lines(rows)
    ]
    head = [_("Tidspunkt"), _("Ansatt"), _("Rolle"), _("Hvor"), _("Hva"), _("Egen sak"), _("Begrunnelse")]
    name = f"innsynslogg-{household.number}-{timezone.localdate():%Y-%m-%d}.csv"
    return download(as_csv([str(title) for title in head], table), name, kind=CSV)


@may_see_changes
def household_changes(request, pk):
    household = _opened(request, pk, "innsyn: endringer")
    if household is None:
        return redirect("access_log")
    page = _page(request, changes_of(household, request.user))
    return render(
        request,
        "housing/oversight_changes.html",
        {"household": household, "page_obj": page, **_tabs(household, 1)},
    )


@may_see_log
def user_log(request, pk):
    """Everything one employee has opened, for the control of the employee."""
    employee = get_object_or_404(User, pk=pk)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = ViewLog.objects.filter(user=request.user, household=None, what=_about(employee), seen_at__gte=midnight)
    given = mine.exclude(reason="").first()
    if given is None:
        messages.info(request, _("Skriv først hvorfor du ser på loggen. Begrunnelsen gjelder ut dagen."))
        return redirect("access_log")
    _write(request, what=_about(employee), reason=given.reason)
    rows = ViewLog.objects.visible_to(request.user).filter(user=employee).select_related("household", "user")
    page = _page(request, rows)
    page.object_list = _lines(page.object_list)
    return render(request, "housing/access_log_user.html", {"employee": employee, "page_obj": page})


def _tabs(household, chosen):
    tabs = [
        (_("Hvem har åpnet saken"), "access_log_household"),
        (_("Hvem har endret hva"), "access_log_changes"),
    ]
    return {
        "tabs": [
            {"label": label, "url": reverse(name, args=[household.pk]), "here": number == chosen}
            for number, (label, name) in enumerate(tabs)
        ],
        "links": [{"label": _("Innsyn"), "url": reverse("access_log")}],
    }
