"""Appeals: received, assessed anew, changed or passed on, and what the appeal body said (klage)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import appeal_casefile
from applications.forms import appeals as forms
from applications.models import Appeal, Application
from applications.views.cases import found
from housing.access import open_household
from housing.form_page import form_page
from housing.forms.drafts import Desk
from housing.models import Letter
from housing.protection import may_see_address

MAY_APPEAL = permission_required("applications.add_appeal", raise_exception=True)


@MAY_APPEAL
def appeal_new(request, pk):
    case = found(request, pk)
    form = forms.AppealForm(request.POST or None, application=case)
    if request.method == "POST" and form.first_made() is not None:
        return redirect(form.first_made())
    if case.decided_on is None or case.outcome == Application.Outcome.WITHDRAWN:
        messages.error(request, _("Det er ikke noe vedtak å klage på."))
        return redirect(case)
    opened = case.appeals.open().first()
    if request.method == "GET" and opened is not None:
        messages.error(request, _("Det er allerede en klage til behandling på dette vedtaket."))
        return redirect(opened)
    decided = case.decisions.first()
    return form_page(
        request,
        form,
        act=lambda form: form.register(by=request.user),
        done=_("Klagen er registrert."),
        title=_("Klage på vedtaket"),
        sub=_("{number} · {name} · vedtak {day}: {outcome}").format(
            number=case.number,
            name=case.household.name,
            day=f"{case.decided_on:%d.%m.%Y}",
            outcome=decided.summary if decided else case.get_outcome_display(),
        ),
        submit=_("Registrer klagen"),
        back=case.get_absolute_url(),
    )


def found_appeal(request, pk) -> Appeal:
    """The appeal, and its household opened in the view log."""
    appeals = Appeal.objects.visible_to(request.user).select_related(
        "application__household", "decision__letter", "caseworker"
    )
    appeal = get_object_or_404(appeals, pk=pk)
    open_household(request, appeal.household)
    return appeal


@permission_required("applications.view_application", raise_exception=True)
def appeal(request, pk):
    case = found_appeal(request, pk)
    today = timezone.localdate()
    context = {
        "appeal": case,
        "application": case.application,
        "household": case.household,
        "timeliness": case.timeliness if case.is_open else None,
        "dismissal_appealed": case.dismissal_appealed,
        "awaits_new_decision": case.awaits_new_decision,
        "bodies": appeal_casefile.bodies(case.kind),
        "deadline": appeal_casefile.next_deadline(case, today),
        "holds": case.holds.select_related("dwelling", "by"),
        "may_hold": case.is_open and not case.holds.open().exists() and request.user.has_perm("allocation.make_offer"),
        "may_see_dwelling": may_see_address(request.user, case.household, today),
        "letters": Letter.objects.visible_to(request.user)
        .filter(household=case.household, kind__startswith="appeal_", subject_id=case.pk)
        .defer("html"),
        "timeline": appeal_casefile.timeline_of(case),
        "today": today,
    }
    return render(request, "applications/appeal.html", context)


def _step(request, pk, form_class, act, *, statuses, drafted_as="", **words):
    """One thing done with an appeal that is in one of these states; the long text of one may be left half written."""
    case = found_appeal(request, pk)
    if request.method == "GET" and case.status not in statuses:
        messages.error(
            request,
            _("Dette kan ikke gjøres når klagen er «{status}».").format(status=case.get_status_display().lower()),
        )
        return redirect(case)
    return form_page(
        request,
        form_class(request.POST or None, appeal=case),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=f"{case.number} · {case.application.number} · {case.household.name}",
        back=case.get_absolute_url(),
        aside="applications/_appeal_beside.html",
        appeal=case,
        timeliness=case.timeliness if case.is_open else None,
        draft=Desk(request, drafted_as, case.pk, case.household) if drafted_as else None,
        **words,
    )


WITH_US = [Appeal.Status.RECEIVED]
OPEN = [Appeal.Status.RECEIVED, Appeal.Status.FORWARDED]


@MAY_APPEAL
def appeal_assess(request, pk):
    return _step(
        request,
        pk,
        forms.AppealAssessForm,
        "assess",
        statuses=WITH_US,
        drafted_as="appeal",
        done=_("Vurderingen er lagret."),
        title=_("Ny vurdering av saken"),
        submit=_("Lagre vurderingen"),
    )


@MAY_APPEAL
def appeal_postponement(request, pk):
    return _step(
        request,
        pk,
        forms.AppealPostponementForm,
        "answer_request",
        statuses=OPEN,
        done=_("Svaret er registrert."),
        title=_("Skal vedtaket vente til klagen er avgjort?"),
        submit=_("Registrer svaret"),
    )


@MAY_APPEAL
def appeal_change(request, pk):
    return _step(
        request,
        pk,
        forms.AppealChangeForm,
        "change",
        statuses=WITH_US,
        done=_("Klagen er tatt til følge. Fatt det nye vedtaket."),
        title=_("Vi endrer vedtaket"),
        submit=_("Ta klagen til følge"),
    )


@MAY_APPEAL
def appeal_forward(request, pk):
    return _step(
        request,
        pk,
        forms.AppealForwardForm,
        "forward",
        statuses=WITH_US,
        done=_("Klagen er sendt klageinstansen. Brevet ligger blant dokumentene."),
        title=_("Send klagen til klageinstansen"),
        submit=_("Skriv oversendelsen"),
    )


@MAY_APPEAL
def appeal_dismiss(request, pk):
    return _step(
        request,
        pk,
        forms.AppealDismissForm,
        "dismiss",
        statuses=WITH_US,
        done=_("Klagen er avvist. Brevet ligger blant dokumentene."),
        title=_("Avvis klagen"),
        submit=_("Avvis klagen"),
        color="danger",
    )


@MAY_APPEAL
def appeal_withdraw(request, pk):
    return _step(
        request,
        pk,
        forms.AppealWithdrawForm,
        "withdraw",
        statuses=OPEN,
        done=_("Klagen er trukket."),
        title=_("Klagen trekkes"),
        submit=_("Registrer at klagen er trukket"),
        color="danger",
    )


@MAY_APPEAL
def appeal_result(request, pk):
    return _step(
        request,
        pk,
        forms.AppealResultForm,
        "register",
        statuses=[Appeal.Status.FORWARDED],
        done=_("Svaret fra klageinstansen er registrert."),
        title=_("Svar fra klageinstansen"),
        submit=_("Registrer svaret"),
    )
