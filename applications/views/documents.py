"""Papers asked for (etterspurte dokumenter), from the application's page."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import papers
from applications.forms import documents as forms
from applications.models import DocumentRequest
from applications.views.cases import found
from housing.access import open_household
from housing.form_page import click, form_page

MAY_CHANGE = permission_required("applications.change_application", raise_exception=True)


@MAY_CHANGE
def documents_ask(request, pk):
    case = found(request, pk)
    form = forms.AskForm(request.POST or None, application=case)
    if not case.is_undecided and not (request.method == "POST" and form.first_made()):
        messages.error(request, _("Søknaden er avgjort. Da trengs det ingen flere dokumenter."))
        return redirect(case)

    def ask(form):
        form.ask(by=request.user)
        return case

    return form_page(
        request,
        form,
        act=ask,
        done=_("Brevet er skrevet, og ligger blant husstandens dokumenter."),
        title=_("Be om dokumenter"),
        hide_optional=True,
        sub=f"{case.number} · {case.household.name}",
        submit=_("Skriv brevet"),
        back=case.get_absolute_url(),
    )


@MAY_CHANGE
def documents_remind(request, pk):
    case = found(request, pk)
    late = papers.may_be_reminded(case, timezone.localdate())
    if not (case.is_undecided and late.exists()):
        messages.error(request, _("Det er ingen dokumenter å minne om nå."))
        return redirect(case)

    def remind(form):
        form.remind(by=request.user)
        return case

    return form_page(
        request,
        forms.RemindForm(request.POST or None, application=case),
        act=remind,
        done=_("Påminnelsen er skrevet, og ligger blant husstandens dokumenter."),
        title=_("Minn om dokumenter"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Skriv påminnelsen"),
        aside="applications/_late_papers.html",
        late=late,
        back=case.get_absolute_url(),
    )


def _asked_for(request, pk) -> DocumentRequest:
    rows = DocumentRequest.objects.visible_to(request.user).select_related("application__household")
    paper = get_object_or_404(rows, pk=pk)
    open_household(request, paper.household)
    return paper


@MAY_CHANGE
def document_arrived(request, pk):
    paper = _asked_for(request, pk)
    if not paper.is_missing:
        messages.error(request, forms.TOO_LATE)
        return redirect(paper)
    return form_page(
        request,
        forms.ArrivedForm(request.POST or None, request.FILES or None, paper=paper, user=request.user),
        act=lambda form: form.arrive(by=request.user),
        done=_("Dokumentet er registrert som mottatt."),
        title=_("Dokumentet er kommet"),
        sub=f"{paper.what} · {paper.application.number} · {paper.household.name}",
        submit=_("Registrer"),
        back=paper.get_absolute_url(),
    )


@MAY_CHANGE
@require_POST
def document_waive(request, pk):
    paper = _asked_for(request, pk)
    return click(
        request,
        lambda: forms.waive(paper, by=request.user),
        done=_("Vi venter ikke lenger på dokumentet."),
        target=paper,
    )
