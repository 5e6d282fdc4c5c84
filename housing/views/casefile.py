"""Pages about what lies in a household's file: notes, documents, letters, consents and alerts (mappen)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from housing.access import open_household
from housing.cases import Refused
from housing.downloads import download
from housing.file_types import ENDINGS
from housing.form_page import click
from housing.forms.casefile import AlertForm, ConsentForm, DocumentForm, NoteForm
from housing.models import Alert, Consent, Document, Household, Letter
from housing.models.people import Protection
from housing.protection import level_of


@permission_required("housing.add_note", raise_exception=True)
def note_new(request, pk):
    household = _opened(request, pk, _("Nytt notat"))
    form = NoteForm(request.POST or None)
    rows = household.notes.all()
    return _file(request, household, form, rows, lambda: form.write(household, by=request.user), _("Nytt notat"))


@permission_required("housing.add_document", raise_exception=True)
def document_new(request, pk):
    household = _opened(request, pk, _("Nytt dokument"))
    form = DocumentForm(request.POST or None, request.FILES or None)
    rows = household.documents.all()
    return _file(request, household, form, rows, lambda: form.keep(household, by=request.user), _("Nytt dokument"))


@permission_required("housing.add_consent", raise_exception=True)
def consent_new(request, pk):
    household = _opened(request, pk, _("Nytt samtykke"))
    form = ConsentForm(request.POST or None, household=household)
    rows = household.consents.all()
    return _file(request, household, form, rows, lambda: form.give(by=request.user), _("Nytt samtykke"))


@permission_required("housing.add_alert", raise_exception=True)
def alert_new(request, pk):
    household = _opened(request, pk, _("Nytt varsel"))
    form = AlertForm(request.POST or None, household=household)
    rows = Alert.objects.filter(person__memberships__household=household)
    return _file(request, household, form, rows, lambda: form.raise_alert(by=request.user), _("Nytt varsel"))


@require_POST
@permission_required("housing.add_consent", raise_exception=True)
def consent_withdraw(request, pk):
    consent = get_object_or_404(Consent.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, consent.household, what=_("Trekker samtykke"))
    today = timezone.localdate()
    return _done(
        request,
        consent.household,
        lambda: consent.withdraw(by=request.user, withdrawn_on=today),
        _("Samtykket er trukket tilbake."),
    )


@require_POST
@permission_required("housing.add_alert", raise_exception=True)
def alert_end(request, household_pk, pk):
    household = _opened(request, household_pk, _("Fjerner varsel"))
    alert = get_object_or_404(Alert, pk=pk, person__in=household.memberships.values("person"))
    today = timezone.localdate()
    return _done(
        request, household, lambda: alert.end_in(household, by=request.user, day=today), _("Varselet er fjernet.")
    )


@require_GET
@permission_required("housing.view_document", raise_exception=True)
def document(request, pk):
    found = get_object_or_404(Document.objects.visible_to(request.user).select_related("household", "file"), pk=pk)
    open_household(request, found.household, what=_("Dokument {number}").format(number=found.pk))
    plain = f"dokument-{found.pk}.{ENDINGS.get(found.file.content_type, 'bin')}"
    name = _unless_protected(found.household, found.file_name)
    return download(found.file.content, plain, kind=found.file.content_type, senders_name=name)


@require_GET
@permission_required("housing.view_letter", raise_exception=True)
def letter(request, pk):
    found = get_object_or_404(Letter.objects.visible_to(request.user).select_related("household", "file"), pk=pk)
    open_household(request, found.household, what=_("Brev {number}").format(number=found.pk))
    if found.file is None:
        messages.info(request, _("Brevet lages nå. Prøv igjen om litt."))
        return redirect("household_tab", found.household_id, "dokumenter")
    return download(found.file.content, f"brev-{found.pk}.pdf", kind=found.file.content_type)


def _opened(request, pk, what):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, household, what=what)
    return household


def _file(request, household, form, rows, put, title):
    """Ask, put it in the file once, and tell. ``rows`` is where an earlier click's row would stand."""
    if form.made_before(rows):
        return redirect(household)
    if form.is_valid():
        try:
            put()
        except Refused as refusal:
            # The first of two clicks may have been saved in the meantime.
            if form.made_before(rows):
                return redirect(household)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Lagret."))
            return redirect(household)
    return render(request, "housing/household_form.html", {"household": household, "form": form, "title": title})


def _done(request, household, act, said):
    return click(request, act, done=said, target=household)


def _unless_protected(household, name) -> str:
    """The sender's own file name may hold an address, so a protected household's file goes by its number."""
    return name if level_of(household, timezone.localdate()) == Protection.NONE else ""
