"""Agreements in an arrears case: payment plans and draws from a benefit (nedbetalingsavtale, trekk i ytelse)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from evictions.forms import measures as forms
from evictions.instalments import equal_parts
from evictions.models import ArrearsCase, BenefitDeduction, LedgerEntry, PaymentPlan
from evictions.views.case import MAY_CHANGE, asked, asked_in_open, found_case, sent
from housing.access import open_household

# How long an agreement may last, in the table beside the form.
TRIED = (3, 6, 12, 18, 24)


@MAY_CHANGE
def payment_plan_new(request, pk):
    case = ArrearsCase.objects.visible_to(request.user).select_related("tenancy").filter(pk=pk).first()
    return asked_in_open(
        request,
        pk,
        forms.PlanForm,
        "agree",
        done=_("Avtalen er inngått. Den ligger klar til underskrift."),
        title=_("Ny nedbetalingsavtale"),
        submit=_("Inngå avtalen"),
        aside="evictions/_plan_aside.html",
        **(_monthly(case) if case else {}),
    )


def _monthly(case) -> dict:
    """What each length of an agreement asks of the tenant a month, beside the rent."""
    debt = LedgerEntry.objects.filter(tenancy=case.tenancy_id).balance(timezone.localdate())
    rent = case.tenancy.monthly_rent
    rows = []
    for parts in (parts for parts in TRIED if debt >= parts):
        each = max(equal_parts(debt, parts))
        rows.append({"parts": parts, "each": each, "sum": rent + each if rent else None})
    return {"debt": debt, "rent": rent, "rows": rows}


def _of_case(request, rows, pk):
    """A plan or a deduction, and the case it is part of, opened."""
    found = get_object_or_404(rows.visible_to(request.user).select_related("case__tenancy__household"), pk=pk)
    open_household(request, found.case.household)
    return found


@MAY_CHANGE
def payment_plan_end(request, pk):
    plan = _of_case(request, PaymentPlan.objects, pk)
    if request.method == "GET" and plan.ended_on:
        messages.error(request, _("Avtalen er allerede avsluttet."))
        return redirect(plan.case)
    return asked(
        request,
        plan.case,
        forms.EndPlanForm(sent(request), plan=plan),
        "end",
        done=_("Avtalen er avsluttet."),
        title=_("Avslutt nedbetalingsavtalen"),
        submit=_("Avslutt avtalen"),
    )


@MAY_CHANGE
def deduction_new(request, pk):
    case = found_case(request, pk)
    if request.method == "GET" and not case.is_open:
        messages.error(request, _("Restansesaken er lukket."))
        return redirect(case)
    form = forms.DeductionForm(sent(request), case=case, user=request.user)
    return asked(
        request,
        case,
        form,
        "begin",
        done=_("Trekket er registrert."),
        title=_("Nytt trekk i ytelse"),
        submit=_("Registrer trekket"),
        aside="evictions/_deduction_aside.html",
        household=case.household,
        has_consent=form.fields["consent"].queryset.exists(),
    )


@MAY_CHANGE
def deduction_end(request, pk):
    deduction = _of_case(request, BenefitDeduction.objects, pk)
    return asked(
        request,
        deduction.case,
        forms.EndDeductionForm(sent(request), deduction=deduction),
        "end",
        done=_("Trekket er avsluttet."),
        title=_("Avslutt trekket"),
        submit=_("Avslutt trekket"),
    )
