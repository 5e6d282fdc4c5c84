"""Pages about what is agreed: the lease, what the tenant is told in writing, and the security (leiekontrakt)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from housing.access import open_household
from housing.database import Refused
from housing.form_page import form_page
from housing.forms.contracts import ContractForm, LeaseNoticeForm, LeaseNoticeSignForm, SignForm
from housing.forms.securities import SecurityForm, SecurityPaidOutForm
from housing.lease_facts import paper_is_unchanged
from housing.models import Contract, LeaseNotice, Security, Tenancy
from housing.views.tenancies import opened

MAY_WRITE = permission_required("housing.add_contract", raise_exception=True)
LIVES_HERE = (Tenancy.Status.ALLOCATED, Tenancy.Status.ACTIVE)


def opened_row(request, model, pk, *related):
    """A row of a tenancy, and its household opened in the view log."""
    rows = model.objects.visible_to(request.user).select_related("tenancy__household", "tenancy__dwelling", *related)
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    return found


def asked(request, form, home, **page):
    """A page with one form about a tenancy."""
    return form_page(request, form, sub=home.number, back=home.get_absolute_url(), **page)


def refused(request, home, message):
    messages.error(request, message)
    return redirect(home)


@MAY_WRITE
def contract_new(request, pk):
    home = opened(request, pk)
    if home.status not in LIVES_HERE:
        return refused(request, home, _("Leieforholdet er avsluttet. Det kan ikke få en ny kontrakt."))
    return asked(
        request,
        ContractForm(request.POST or None, tenancy=home),
        home,
        act=lambda form: form.draw_up(by=request.user),
        done=_("Leiekontrakten er registrert."),
        title=_("Ny leiekontrakt"),
        template="housing/contract_new.html",
    )


@permission_required("housing.view_tenancy", raise_exception=True)
def contract(request, pk):
    lease = opened_row(request, Contract, pk, "letter__file", "application")
    context = {
        "lease": lease,
        "tenancy": lease.tenancy,
        "broken": lease.rules_broken(),
        "is_unchanged": paper_is_unchanged(lease),
        "file": lease.letter.file if lease.letter else None,
    }
    return render(request, "housing/contract.html", context)


@MAY_WRITE
def contract_sign(request, pk):
    lease = opened_row(request, Contract, pk)
    if not lease.is_unsigned:
        return refused(request, lease, _("Kontrakten er allerede signert."))

    def act(form):
        lease.sign(by=request.user, signed_on=form.cleaned_data["signed_on"])
        return lease.tenancy

    return asked(
        request,
        SignForm(request.POST or None),
        lease.tenancy,
        act=act,
        done=_("Signeringen er registrert."),
        title=_("Kontrakten er signert"),
    )


@require_POST
@MAY_WRITE
def contract_discard(request, pk):
    lease = opened_row(request, Contract, pk)
    home = lease.tenancy
    try:
        lease.discard(by=request.user)
    except Refused as refusal:
        return refused(request, home, str(refusal))
    messages.success(request, _("Kontrakten er forkastet. Den gjelder ikke."))
    return redirect(home)


@MAY_WRITE
def lease_notice_new(request, pk):
    home = opened(request, pk)
    if home.tenure != Tenancy.Tenure.MUNICIPAL or home.status not in LIVES_HERE:
        return refused(request, home, _("Opplysningen gis i kommunale leieforhold som ikke er avsluttet."))
    return asked(
        request,
        LeaseNoticeForm(request.POST or None, tenancy=home),
        home,
        act=lambda form: form.write(by=request.user),
        done=_("Opplysningen er skrevet og ligger i mappen. Registrer når leieren har skrevet under."),
        title=_("Opplysning om bolig for vanskeligstilte"),
        submit=_("Skriv opplysningen"),
    )


@MAY_WRITE
def lease_notice_sign(request, pk):
    notice = opened_row(request, LeaseNotice, pk)
    if notice.signed_on:
        return refused(request, notice.tenancy, _("Opplysningen er allerede signert."))

    def act(form):
        form.sign(by=request.user)
        return notice.tenancy

    return asked(
        request,
        LeaseNoticeSignForm(request.POST or None, notice=notice),
        notice.tenancy,
        act=act,
        done=_("Signeringen er registrert."),
        title=_("Leieren har skrevet under på opplysningen"),
    )


@MAY_WRITE
def security_new(request, pk):
    home = opened(request, pk)
    if home.tenure != Tenancy.Tenure.MUNICIPAL or home.status not in LIVES_HERE:
        return refused(request, home, _("Sikkerhet registreres i kommunale leieforhold som ikke er avsluttet."))
    return asked(
        request,
        SecurityForm(request.POST or None, tenancy=home),
        home,
        act=lambda form: form.establish(by=request.user),
        done=_("Sikkerheten er registrert."),
        title=_("Depositum eller garanti"),
    )


@MAY_WRITE
def security_pay_out(request, pk):
    security = opened_row(request, Security, pk)
    home = security.tenancy
    if security.paid_out_on:
        return refused(request, home, _("Sikkerheten er allerede utbetalt."))

    def act(form):
        form.pay_out(by=request.user)
        return home

    return asked(
        request,
        SecurityPaidOutForm(request.POST or None, security=security),
        home,
        act=act,
        done=_("Registrert."),
        title=_("Sikkerheten er utbetalt eller opphørt"),
    )
