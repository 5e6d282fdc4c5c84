"""Startlån and grants of one guidance (startlån og tilskudd)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from rent_to_own.forms import loans as forms
from rent_to_own.models import StartLoan
from rent_to_own.views.guidance import done_with

MAY_GUIDE = permission_required("rent_to_own.add_guidance", raise_exception=True)


@MAY_GUIDE
def loan_new(request, pk):
    return done_with(
        request,
        pk,
        forms.LoanForm,
        "apply",
        allowed=lambda one: one.is_before_purchase,
        refused=_("Saken er avsluttet, eller boligen er kjøpt."),
        done=_("Søknaden er registrert."),
        title=_("Søkt om startlån"),
        submit=_("Registrer"),
    )


def _done_with(request, pk, form_class, act, *, allowed, refused, **words):
    rows = StartLoan.objects.visible_to(request.user).select_related("household", "guidance")
    loan = get_object_or_404(rows, pk=pk)
    open_household(request, loan.household)
    if request.method == "GET" and not allowed(loan):
        messages.error(request, refused)
        return redirect(loan)
    return form_page(
        request,
        form_class(request.POST or None, loan=loan),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=loan.household.name,
        back=loan.get_absolute_url(),
        **words,
    )


def _is_unused(loan) -> bool:
    return loan.outcome == StartLoan.Outcome.GRANTED and loan.paid_out_on is None


@MAY_GUIDE
def loan_decide(request, pk):
    return _done_with(
        request,
        pk,
        forms.LoanDecisionForm,
        "decide",
        allowed=lambda loan: not loan.outcome,
        refused=_("Utfallet er allerede registrert."),
        done=_("Utfallet er registrert."),
        title=_("Utfall av søknaden om startlån"),
        submit=_("Registrer utfallet"),
    )


@MAY_GUIDE
def loan_renew(request, pk):
    return _done_with(
        request,
        pk,
        forms.RenewForm,
        "renew",
        allowed=_is_unused,
        refused=_("Lånet er ikke innvilget, eller det er utbetalt."),
        done=_("Ny dato er registrert."),
        title=_("Forleng finansieringsbeviset"),
        submit=_("Forleng"),
    )


@MAY_GUIDE
def loan_pay_out(request, pk):
    return _done_with(
        request,
        pk,
        forms.PayOutForm,
        "pay_out",
        allowed=_is_unused,
        refused=_("Lånet er ikke innvilget, eller det er utbetalt."),
        done=_("Utbetalingen er registrert."),
        title=_("Utbetalt"),
        submit=_("Registrer"),
    )
