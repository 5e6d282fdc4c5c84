"""The order of priority (prioriteringsordning): its versions, and the drafts that are tried on today's list."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allocation import queue, scheme_trial
from allocation.forms.schemes import AdoptForm, SchemeForm
from allocation.models import PriorityScheme, SchemeDraft
from applications.models import Application
from housing.form_page import click, form_page
from housing.lists import PAGE_SIZE

MAY_SEE = permission_required("allocation.view_scheme", raise_exception=True)
MAY_CHANGE = permission_required("allocation.change_scheme", raise_exception=True)


@MAY_SEE
def scheme_list(request):
    today = timezone.localdate()
    schemes = list(PriorityScheme.objects.visible_to(request.user).prefetch_related("criteria"))
    context = {
        "title": _("Prioritering"),
        "schemes": schemes,
        "current": next((scheme for scheme in schemes if scheme.starts_on <= today), None),
        "drafts": SchemeDraft.objects.visible_to(request.user).unadopted().select_related("by"),
        "today": today,
    }
    return render(request, "allocation/schemes.html", context)


def _form_page(request, form, **words):
    def write(form):
        return form.write(by=request.user)

    sub = _("Poengene står i feltene. Endre det som skal bli annerledes. 0 betyr at kriteriet ikke teller.")
    return form_page(request, form, act=write, sub=sub, submit=_("Lagre og prøv på dagens liste"), **words)


@MAY_CHANGE
def scheme_new(request):
    return _form_page(
        request,
        SchemeForm(request.POST or None),
        done=_("Utkastet er lagret. Slik ville det ha virket i dag."),
        title=_("Utkast til ny prioriteringsordning"),
        back=reverse("scheme_list"),
    )


def _found(request, pk) -> SchemeDraft:
    return get_object_or_404(SchemeDraft.objects.visible_to(request.user).unadopted(), pk=pk)


@MAY_CHANGE
def scheme_draft_edit(request, pk):
    draft = _found(request, pk)
    return _form_page(
        request,
        SchemeForm(request.POST or None, instance=draft),
        done=_("Utkastet er endret. Slik ville det ha virket i dag."),
        title=_("Endre utkastet"),
        back=draft.get_absolute_url(),
    )


@MAY_SEE
def scheme_draft(request, pk):
    """The draft tried on today's list. Who moves is shown to those who see the list; the others see how many."""
    draft, today = _found(request, pk), timezone.localdate()
    found = scheme_trial.moves(queue.from_facts(today), draft.rules, today)
    families = [move for move in found if move.place.children]
    context = {
        "title": draft.name,
        "draft": draft,
        "all": scheme_trial.group(found),
        "families": scheme_trial.group(families),
        "others": scheme_trial.group([move for move in found if not move.place.children]),
        "still_first": scheme_trial.still_first(found),
        "first_count": min(len(found), scheme_trial.FIRST_ON_LIST),
        "weights": scheme_trial.weights(found),
        "today": today,
    }
    if request.user.has_perm("housing.view_queue"):
        context["page_obj"] = _movers(request, found)
    return render(request, "allocation/scheme_draft.html", context)


def _movers(request, found):
    """Only households within reach; numbered on the whole list."""
    reached = set(
        Application.objects.visible_to(request.user).waiting(timezone.localdate()).values_list("pk", flat=True)
    )
    chosen = [move for move in scheme_trial.biggest_first(found) if move.place.application.pk in reached]
    return Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))


@MAY_CHANGE
def scheme_draft_adopt(request, pk):
    draft = _found(request, pk)

    def adopt(form):
        form.adopt()
        return "scheme_list"

    return form_page(
        request,
        AdoptForm(request.POST or None, draft=draft),
        act=adopt,
        done=_("Ordningen er vedtatt. Ventelisten følger den fra dagen den begynner."),
        title=_("Ta «{name}» i bruk").format(name=draft.name),
        sub=_("En ordning som er vedtatt, endres aldri. Skal den endres, lager du en ny."),
        submit=_("Registrer vedtaket"),
        back=draft.get_absolute_url(),
    )


@MAY_CHANGE
@require_POST
def scheme_draft_delete(request, pk):
    draft = _found(request, pk)
    return click(request, draft.discard, done=_("Utkastet er slettet."), target="scheme_list")
