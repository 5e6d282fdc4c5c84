"""One tenancy's arrears (restansesak): its page, and what is done with the case itself."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evictions import case_facts, case_law, case_measures, case_next
from evictions.forms import case as forms
from evictions.models import ArrearsCase
from housing.access import open_household, require_reason
from housing.form_page import form_page
from housing.models import Tenancy

MAY_READ = permission_required("evictions.view_arrears", raise_exception=True)
MAY_ACT = permission_required("evictions.add_action", raise_exception=True)
MAY_CHANGE = permission_required("evictions.change_arrears", raise_exception=True)


def visible_case(request, pk) -> ArrearsCase:
    cases = ArrearsCase.objects.visible_to(request.user)
    return get_object_or_404(cases.select_related("tenancy__household", "tenancy__dwelling", "caseworker"), pk=pk)


def found_case(request, pk) -> ArrearsCase:
    case = visible_case(request, pk)
    open_household(request, case.household)
    return case


def sent(request):
    """What was sent, also when it was nothing but a click."""
    return request.POST if request.method == "POST" else None


def asked(request, case, form, act, **words):
    """A page with one form about the case; back to the case, or to what ``act`` answers with."""
    return form_page(
        request,
        form,
        act=lambda form: getattr(form, act)(by=request.user),
        **{"sub": f"{case.number} · {case.household.name}", "back": case.get_absolute_url()} | words,
    )


def asked_in_open(request, pk, form_class, act, **words):
    """One of the things that are done while the case is open."""
    case = found_case(request, pk)
    if request.method == "GET" and not case.is_open:
        messages.error(request, _("Restansesaken er lukket."))
        return redirect(case)
    return asked(request, case, form_class(sent(request), case=case), act, **words)


@MAY_READ
def arrears_case(request, pk):
    case, today = found_case(request, pk), timezone.localdate()
    context = {
        "case": case,
        "household": case.household,
        "today": today,
        "is_open": case.is_open,
        **case_facts.context(case, request.user, today, request.GET.get("page")),
        **case_measures.context(case, request.user, today),
        **case_law.context(case, request.user, today),
        **case_next.context(case, request.user, today),
    }
    return render(request, "evictions/arrears_case.html", context)


@require_GET
@MAY_READ
def arrears_curve(request, pk):
    """The drawing on the case's page, by itself: the page need not wait for it. The look is logged with the page."""
    case = visible_case(request, pk)
    require_reason(request.user, case.household)
    svg = case_facts.curve(case, timezone.localdate()).svg()
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@MAY_CHANGE
def arrears_open(request, pk):
    """For the tenancy ``pk``, municipal or private."""
    tenancies = Tenancy.objects.visible_to(request.user).select_related("household")
    tenancy = get_object_or_404(tenancies, pk=pk)
    open_household(request, tenancy.household)
    form = forms.OpenCaseForm(sent(request), tenancy=tenancy)
    return form_page(
        request,
        form,
        act=lambda form: form.open(by=request.user),
        done=_("Restansesaken er åpnet."),
        title=_("Åpne restansesak"),
        sub=f"{tenancy.number} · {tenancy.household.name}",
        submit=_("Åpne saken"),
        back=tenancy.get_absolute_url(),
    )


@MAY_ACT
def arrears_action(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.ActionForm,
        "act",
        done=_("Tiltaket er registrert."),
        title=_("Registrer tiltak"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def arrears_pause(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.PauseForm,
        "pause",
        done=_("Saken er satt på pause."),
        title=_("Sett saken på pause"),
        submit=_("Sett på pause"),
    )


@require_POST
@MAY_CHANGE
def arrears_resume(request, pk):
    case = found_case(request, pk)
    case.resume(by=request.user, on=timezone.localdate())
    messages.success(request, _("Pausen er opphevet."))
    return redirect(case)


@MAY_CHANGE
def arrears_responsible(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.ResponsibleForm,
        "give",
        done=_("Ansvaret er registrert."),
        title=_("Ansvarlig tjeneste"),
        submit=_("Lagre"),
    )


@MAY_CHANGE
def arrears_close(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.CloseForm,
        "close",
        done=_("Restansesaken er lukket."),
        title=_("Lukk restansesaken"),
        submit=_("Lukk saken"),
    )
