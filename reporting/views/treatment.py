"""A report on its way to being approved: the list before it is sent, treatment, taking it back, approval, comments."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.database import Refused
from housing.form_page import form_page
from reporting import validation
from reporting.models import ReportComment
from reporting.report_forms import CommentForm, SubmitForm, TakeBackForm, TreatForm
from reporting.views.reports import found_report
from reporting.views.rights import may_write

may_approve = permission_required("reporting.approve_report", raise_exception=True)
may_comment = permission_required("reporting.comment_report", raise_exception=True)


@may_write
def report_check(request, pk):
    """What is missing, what contradicts, and which records look wrong; then send it to the steering group."""
    found = found_report(request, pk)
    findings = validation.findings(found)
    asks = any(finding.is_serious for finding in findings)
    form = SubmitForm(request.POST if request.method == "POST" else None) if asks else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            found.submit(by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Rapporten er sendt til behandling. Styringsgruppen kan lese den."))
        return redirect(found)
    is_early = found.period_last >= timezone.localdate()
    context = {"report": found, "groups": validation.grouped(findings), "form": form, "is_early": is_early}
    return render(request, "reporting/report_check.html", context)


@may_write
def report_treat(request, pk):
    found = found_report(request, pk)

    def act(form):
        found.treat(by=request.user, on=form.cleaned_data["on"])
        return found.get_absolute_url()

    form = TreatForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": _("Behandlet i styringsgruppen"), "submit": _("Registrer behandlingen")}
    return form_page(
        request, form, act=act, done=_("Behandlingen er registrert."), back=found.get_absolute_url(), **words
    )


@may_write
def report_take_back(request, pk):
    found = found_report(request, pk)

    def act(form):
        found.take_back(by=request.user, reason=form.cleaned_data["reason"])
        return found.get_absolute_url()

    words = {"title": _("Ta rapporten tilbake"), "submit": _("Ta tilbake"), "back": found.get_absolute_url()}
    return form_page(
        request, TakeBackForm(request.POST or None), act=act, done=_("Rapporten er et utkast igjen."), **words
    )


@may_approve
def report_approve(request, pk):
    """Ask first: that the figures will stand still. Then approve."""
    found = found_report(request, pk)
    if request.method == "POST":
        found.approve(by=request.user)
        messages.success(request, _("Rapporten er godkjent. Tallene er låst, og PDF-en lages nå."))
        return redirect(found)
    if found.is_approved:
        return redirect(found)
    context = {
        "report": found,
        "is_early": found.period_last >= (found.submitted_on or timezone.localdate()),
        "open_comments": found.comments.open().count(),
    }
    return render(request, "reporting/report_approve.html", context)


@may_comment
def report_comment(request, pk):
    """Anybody who reads the report may say something of it until it is approved."""
    found = found_report(request, pk)
    if found.is_approved:
        raise Refused(
            _("Rapporten er godkjent. Oppdager du en feil, si fra til programlederen, som kan publisere en rettelse.")
        )
    form = CommentForm(request.POST or None, report=found, initial={"section": request.GET.get("del", "")})

    def act(form):
        with transaction.atomic():
            return form.write(by=request.user).get_absolute_url()

    words = {"title": _("Kommenter rapporten"), "submit": _("Lagre kommentaren"), "back": found.get_absolute_url()}
    return form_page(request, form, act=act, done=_("Kommentaren er lagret."), **words)


@may_write
@require_POST
def comment_settle(request, pk):
    comment = get_object_or_404(ReportComment.objects.visible_to(request.user), pk=pk)
    comment.settle(by=request.user)
    messages.success(request, _("Kommentaren er merket som fulgt opp."))
    return redirect(comment.get_absolute_url())
