"""Pages about ending a lease before its time: notice, protest, and taking it back (oppsigelse og heving)."""

from django.contrib.auth.decorators import permission_required
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.forms.terminations import ProtestForm, TerminationForm, WithdrawForm
from housing.models import Tenancy, Termination
from housing.views.leases import asked, opened_row, refused
from housing.views.tenancies import opened

MAY_END = permission_required("housing.move_tenancy", raise_exception=True)


@MAY_END
def termination_new(request, pk):
    home = opened(request, pk)
    if home.tenure != Tenancy.Tenure.MUNICIPAL or home.status != Tenancy.Status.ACTIVE:
        return refused(request, home, _("Bare et kommunalt leieforhold der husstanden bor, kan sies opp her."))

    def act(form):
        form.give(by=request.user)
        return home

    today = timezone.localdate()
    lease = home.contract_on(today)
    is_within = lease and lease.ends_on and lease.ends_on > today
    return asked(
        request,
        TerminationForm(request.POST or None, tenancy=home),
        home,
        act=act,
        done=_("Registrert. Boligen er kjent som snart ledig."),
        title=_("Oppsigelse eller heving"),
        template="housing/termination_new.html",
        lease=lease if is_within else None,
    )


@MAY_END
def termination_protest(request, pk):
    termination = opened_row(request, Termination, pk)
    home = termination.tenancy
    if not termination.may_be_protested:
        return refused(request, home, _("Det er bare en oppsigelse fra kommunen leieren kan protestere mot."))

    def act(form):
        form.register(by=request.user)
        return home

    return asked(
        request,
        ProtestForm(request.POST or None, termination=termination),
        home,
        act=act,
        done=_("Protesten er registrert."),
        title=_("Leieren protesterer mot oppsigelsen"),
    )


@MAY_END
def termination_withdraw(request, pk):
    termination = opened_row(request, Termination, pk)
    home = termination.tenancy
    if termination.withdrawn_on or home.status != Tenancy.Status.ACTIVE:
        return refused(request, home, _("Oppsigelsen gjelder ikke lenger."))

    def act(form):
        form.withdraw(by=request.user)
        return home

    return asked(
        request,
        WithdrawForm(request.POST or None, termination=termination),
        home,
        act=act,
        done=_("Oppsigelsen gjelder ikke lenger."),
        title=_("Oppsigelsen er trukket eller falt bort"),
    )
