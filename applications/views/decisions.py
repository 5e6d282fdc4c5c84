"""Deciding an application (vedtak)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from applications.decision_notices import before_deciding
from applications.forms import decisions as forms
from applications.forms import phrases, readings
from applications.views.cases import found
from housing.form_page import form_page
from housing.forms.drafts import Desk
from housing.letters import recipient_of

MAY_DECIDE = permission_required("applications.decide_application", raise_exception=True)


@MAY_DECIDE
def decide(request, pk):
    """The form with the letter beside it. «Forhåndsvis» writes nothing; htmx swaps the letter as one types."""
    case = found(request, pk)
    form = forms.DecisionForm(request.POST or None, application=case, by=request.user)
    if "preview" in request.POST:
        letter = form.preview()
        if request.htmx:
            return render(request, "applications/_letter.html", {"letter": letter, "lacks": form.errors})
        return _with_letter(request, case, letter, lacks=form.errors)
    if request.method == "GET":
        waiting = case.readings.waiting().first()
        if waiting:
            messages.info(request, _("Vedtaket er skrevet og ligger til andrelesing."))
            return redirect(waiting)
        if not form.may_decide:
            messages.error(request, _("Søknaden er allerede avgjort."))
            return redirect(case)
    phrases.offer(form)
    returned = readings.to_go_on_with(case)
    if returned:
        _fill(form, MultiValueDict(returned.data))
    letter = form.preview() if form.is_bound and not form.is_valid() else ""
    return form_page(
        request,
        form,
        act=lambda form: form.send(by=request.user),
        done=_("Vedtaket er sendt til andreleser. Ingenting er vedtatt før det er godkjent.")
        if form.needs_reader
        else _("Vedtaket er registrert. Brevet ligger klart til utsending."),
        template="applications/decide.html",
        draft=Desk(request, "decision", case.pk, case.household),
        **_context(case, letter),
        returned=returned,
    )


def _fill(form, data):
    """The unsent form opens with what was written before it came back."""
    if form.is_bound:
        return
    for name, field in form.fields.items():
        left_out = field.widget.value_omitted_from_data(data, {}, name)
        if not field.widget.is_hidden and not left_out and name != "decided_on":
            form.initial[name] = field.widget.value_from_datadict(data, {}, name)


def _context(case, letter) -> dict:
    return {
        "application": case,
        "title": _("Vedtak"),
        "sub": f"{case.number} · {case.household.name}",
        "letter": letter,
        "notices": before_deciding(case, timezone.localdate()),
        "lacks_address": "\n" not in recipient_of(case.household, timezone.localdate()),
        "back": case.get_absolute_url(),
    }


def _with_letter(request, case, letter, *, lacks):
    """The same page with what was typed and the letter, and nothing marked as wrong yet."""
    typed = request.POST.dict() | {
        "law_codes": request.POST.getlist("law_codes"),
        "needs_wheelchair": "needs_wheelchair" in request.POST,
    }
    form = forms.DecisionForm(initial=typed, application=case, by=request.user)
    phrases.offer(form)
    draft = Desk(request, "decision", case.pk, case.household)
    context = _context(case, letter) | {"form": form, "lacks": lacks, "draft": draft}
    return render(request, "applications/decide.html", context)
