"""The list of applications, one application, and what is done with it before it is decided."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from applications.appeal_casefile import plans_of
from applications.casefile import deadlines_of, facts_of, known_beside, representative_of, timeline_of
from applications.decision_casefile import decided_of, to_be_read_by
from applications.eligibility_checks import latest_check
from applications.filters import ApplicationFilter
from applications.forms import cases as forms
from applications.models import Application, Mapping
from applications.next_step import next_step
from applications.papers import may_be_reminded, papers_of
from housing.access import open_household
from housing.form_page import click, form_page
from housing.forms.drafts import Desk
from housing.lists import Column, Listing, respond
from housing.models import Household, Membership

COLUMNS = [
    Column("number", gettext_lazy("Saksnummer"), lambda row: row.number, order=("pk",)),
    Column("name", gettext_lazy("Husstand"), lambda row: row.household.name, order=("main_person",)),
    Column("kind", gettext_lazy("Gjelder"), lambda row: row.get_kind_display(), order=("kind",)),
    Column("received", gettext_lazy("Mottatt"), lambda row: row.received_on, order=("received_on",)),
    Column("status", gettext_lazy("Status"), lambda row: row.status_label, order=("status",)),
    Column("decided", gettext_lazy("Vedtatt"), lambda row: row.decided_on, order=("decided_on",)),
    Column("caseworker", gettext_lazy("Saksbehandler"), lambda row: row.caseworker or "", order=("caseworker__name",)),
]
MAY_CHANGE = permission_required("applications.change_application", raise_exception=True)


def visible(request):
    return Application.objects.visible_to(request.user)


def found(request, pk) -> Application:
    """The application, and its household opened in the view log."""
    application = get_object_or_404(visible(request).select_related("household", "caseworker"), pk=pk)
    open_household(request, application.household)
    return application


@permission_required("applications.view_application", raise_exception=True)
def application_list(request):
    today = timezone.localdate()
    main = Membership.objects.on(today).filter(household=OuterRef("household"), role="main")
    rows = (
        visible(request)
        .select_related("caseworker")
        .annotate(main_person=Subquery(main.values("person__sort_key")[:1]))
        .prefetch_related(Prefetch("household", queryset=Household.objects.for_list(today)))
    )
    listing = Listing(
        title=_("Søknader"),
        template="applications/list.html",
        columns=COLUMNS,
        filterset=ApplicationFilter,
        context={"to_be_read": to_be_read_by(request.user)},
    )
    return respond(request, rows, listing)


@permission_required("applications.add_application", raise_exception=True)
def application_new(request, hid):
    """The form; a transfer or an extension begins at the tenancy it concerns, and is shown beside it."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    asked = {key: request.GET[key] for key in ("kind", "tenancy") if request.GET.get(key)}
    form = forms.ApplicationForm(request.POST or None, household=household, user=request.user, initial=asked)
    desk = Desk(request, "application", household.pk, household)
    desk.resume(form, but=asked)
    return form_page(
        request,
        form,
        act=lambda form: form.register(by=request.user),
        done=_("Søknaden er registrert."),
        title=_("Ny søknad"),
        sub=household.name,
        submit=_("Registrer søknaden"),
        back=household.get_absolute_url(),
        draft=desk,
        aside="applications/_known.html",
        hide_optional=True,
        **known_beside(household, request.user, form.chosen_tenancy()),
    )


@permission_required("applications.view_application", raise_exception=True)
def application(request, pk):
    case = found(request, pk)
    today = timezone.localdate()
    deadlines = deadlines_of(case, today)
    context = {
        "application": case,
        "household": case.household,
        "needs": facts_of(case),
        "mapping": Mapping.objects.visible_to(request.user).filter(household=case.household).current(today).first(),
        **decided_of(case),
        "appeals": case.appeals.all(),
        "offers": case.offers.select_related("dwelling"),
        "tenancies": case.resulting_tenancies.all(),
        "timeline": timeline_of(case),
        "deadlines": deadlines,
        "deadline": deadlines[0] if deadlines else None,
        "state_color": _color_of(case, deadlines, today),
        "today": today,
        "representative": representative_of(case.household, request.user, today),
        "has_open_appeal": case.appeals.open().exists(),
        **plans_of(case),
        "eligibility": latest_check(case),
        "papers": papers_of(case, today),
        "may_remind": may_be_reminded(case, today).exists(),
    }
    context["step"] = next_step(case, request.user, **context)
    return render(request, "applications/application.html", context)


def _color_of(case, deadlines, today) -> str:
    """Late is red; green is granted; yellow waits for us; what is over is grey."""
    if deadlines and deadlines[0].is_late(today):
        return "danger"
    if case.is_undecided:
        return "warning"
    return "success" if case.status in (Application.Status.GRANTED, Application.Status.FULFILLED) else "neutral"


@MAY_CHANGE
@require_POST
def application_take(request, pk):
    case = found(request, pk)
    return click(request, lambda: case.take(by=request.user), done=_("Du har tatt saken."), target=case)


@MAY_CHANGE
def application_change(request, pk):
    case = found(request, pk)
    return form_page(
        request,
        forms.NeedsForm(request.POST or None, instance=case),
        act=lambda form: form.change(by=request.user),
        done=_("Søknaden er endret."),
        title=_("Endre behov og ønsker"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Lagre"),
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def application_withdraw(request, pk):
    case = found(request, pk)
    return form_page(
        request,
        forms.WithdrawForm(request.POST or None, application=case),
        act=lambda form: form.withdraw(by=request.user),
        done=_("Søknaden er trukket."),
        title=_("Søkeren trekker søknaden"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Trekk søknaden"),
        color="danger",
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def application_close(request, pk):
    """Off the waiting list, or what was granted is no longer needed."""
    case = found(request, pk)
    if not case.may_move_to(Application.Status.CLOSED):
        messages.error(request, _("Søknaden er ikke innvilget, eller den er avsluttet."))
        return redirect(case)
    waits = case.waits_for_dwelling
    return form_page(
        request,
        forms.CloseForm(request.POST or None, application=case),
        act=lambda form: form.close(by=request.user),
        done=_("Søknaden er ute av ventelisten.") if waits else _("Søknaden er avsluttet."),
        title=_("Ta søknaden ut av ventelisten") if waits else _("Avslutt søknaden uten at det innvilgede er gitt"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Ta ut av ventelisten") if waits else _("Avslutt søknaden"),
        color="danger",
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def application_fulfil(request, pk):
    """What was granted is given; a dwelling and an extension are given by their own contract."""
    case = found(request, pk)
    if not case.waits_for_help:
        messages.error(request, _("Det er ikke innvilget bistand som venter på å bli gitt."))
        return redirect(case)
    is_shelter = case.kind == Application.Kind.TEMPORARY
    return form_page(
        request,
        forms.FulfilForm(request.POST or None, application=case),
        act=lambda form: form.fulfil(by=request.user),
        done=_("Registrert. Søknaden er gjennomført."),
        title=_("Botilbudet er gitt") if is_shelter else _("Bistanden er gitt"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Registrer"),
        back=case.get_absolute_url(),
    )
