"""The working plan for all vacant dwellings (tildelingsforslag): proposed, changed by people, proposed anew."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from allocation import planning
from allocation.candidates import unpromised_homes
from allocation.forms.proposals import LineForm, ProposalForm
from allocation.models import Proposal, ProposalLine
from applications.models import Application
from housing.form_page import click, form_page
from housing.lists import PAGE_SIZE
from housing.protection import hidden_household_ids, may_see_address

MAY_PROPOSE = permission_required("allocation.propose_allocation", raise_exception=True)


@MAY_PROPOSE
def proposal_list(request):
    today = timezone.localdate()
    rows = Proposal.objects.visible_to(request.user).select_related("by")
    rows = rows.annotate(
        homes=Count("lines"),
        filled=Count("lines", filter=Q(lines__application__isnull=False)),
        changed=Count("lines", filter=Q(lines__changed_at__isnull=False)),
    ).order_by("-made_at", "-pk")
    context = {
        "title": _("Tildelingsforslag"),
        "sub": _("Hvem de ledige boligene kan gis til, sett under ett. Et forslag avgjør ingenting."),
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "vacant": len(unpromised_homes(today)),
        "waiting": Application.objects.waiting(today).count(),
    }
    return render(request, "allocation/proposal_list.html", context)


@MAY_PROPOSE
def proposal_new(request):
    return form_page(
        request,
        ProposalForm(request.POST or None),
        act=lambda form: form.propose(by=request.user),
        done=_("Forslaget er laget. Gå gjennom det, endre det som skal endres, og gi tilbudene."),
        title=_("Foreslå tildeling"),
        sub=_("Størst behov først. Det som er kjent ikke å passe, foreslås aldri."),
        submit=_("Foreslå"),
        back=reverse("proposal_list"),
    )


def _found(request, pk) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related("by"), pk=pk)


def _line(request, pk) -> ProposalLine:
    lines = ProposalLine.objects.filter(proposal__in=Proposal.objects.visible_to(request.user))
    return get_object_or_404(lines.select_related("proposal", "dwelling", "application__household"), pk=pk)


@MAY_PROPOSE
def proposal(request, pk):
    """Dwelling by dwelling: who, why them, what they would otherwise have, and who is passed over."""
    found = _found(request, pk)
    today = timezone.localdate()
    plan = list(
        found.lines.select_related("dwelling", "application__household", "changed_by").order_by(
            F("proposed_number").asc(nulls_last=True), "dwelling__sort_key", "pk"
        )
    )
    page = Paginator(plan, PAGE_SIZE).get_page(request.GET.get("page"))
    filled = sum(line.application_id is not None for line in plan)
    context = {
        "title": _("Tildelingsforslag"),
        "proposal": found,
        "page_obj": page,
        "rows": planning.shown(list(page), request.user, today, plan),
        "cards": _cards(found, plan, filled),
        "is_old": found.day != today,
    }
    return render(request, "allocation/proposal.html", context)


def _cards(found, plan, filled) -> list[dict]:
    soon = sum(line.available_on is not None for line in plan)
    locked = sum(line.is_locked for line in plan)
    lines = ngettext("{count} linje låst", "{count} linjer låst", locked)
    return [
        {"label": _("Boliger"), "value": len(plan), "note": _("{count} blir ledige").format(count=soon)},
        {
            "label": _("Foreslått til noen"),
            "value": filled,
            "note": _("av {count} på ventelisten").format(count=found.waiting_count),
        },
        {
            "label": _("Må avklares"),
            "value": sum(not line.is_certain for line in plan),
            "note": _("noe som trengs, er ikke registrert"),
        },
        {
            "label": _("Endret av oss"),
            "value": sum(line.is_changed for line in plan),
            "note": lines.format(count=locked),
        },
    ]


@MAY_PROPOSE
@require_POST
def proposal_again(request, pk):
    """The rest is proposed anew around what is locked, from the list and the dwellings of today."""
    found = _found(request, pk)
    return click(
        request,
        lambda: planning.fill(found, by=request.user),
        done=_("Forslaget er laget på nytt. Det som er låst, står."),
        target=found,
    )


@MAY_PROPOSE
def proposal_line(request, pk):
    line = _line(request, pk)
    return form_page(
        request,
        LineForm(request.POST or None, line=line, is_hidden=_is_hidden(request.user, line)),
        act=lambda form: form.put(by=request.user),
        done=_("Linjen er endret."),
        title=_("Velg hvem boligen foreslås til"),
        sub=str(line.dwelling),
        submit=_("Lagre"),
        back=line.proposal.get_absolute_url(),
    )


def _is_hidden(user, line) -> bool:
    """Whether it may be told that this household stands at this dwelling."""
    if line.application is None:
        return False
    household, today = line.application.household, timezone.localdate()
    return bool(hidden_household_ids([household.pk], today)) and not may_see_address(user, household, today)


@MAY_PROPOSE
@require_POST
def proposal_lock(request, pk):
    """Locked or opened with one press: what is locked stands when the rest is proposed anew."""
    line = _line(request, pk)
    ProposalLine.objects.filter(pk=line.pk).update(is_locked=request.POST.get("locked") == "1")
    return redirect(line.proposal)
