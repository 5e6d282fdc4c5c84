"""Scores of how life goes (målinger): who is due, one participant's picture, and the form."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE
from housing_first import outcome_page
from housing_first.forms.outcomes import OutcomeForm
from housing_first.models import OutcomeAssessment, Participation
from housing_first.views.participations import found
from housing_first.views.results import tabs
from housing_first.views.teams import MAY_READ, MAY_WORK


@MAY_READ
def outcome_list(request):
    """Who shall be scored: at the start and every six months, by the participant and by the team."""
    today = timezone.localdate()
    participations = Participation.objects.visible_to(request.user).filter(status=Participation.Status.ACTIVE)
    due = outcome_page.due_list(participations)
    context = {
        "title": _("Målinger"),
        "sub": _("Ved start og hvert halvår, av deltakeren selv og av teamet."),
        "page_obj": Paginator(due, PAGE_SIZE).get_page(request.GET.get("page")),
        "late": sum(row.is_late(today) for row in due),
        "today": today,
        "tabs": tabs(request, "outcome_list"),
    }
    return render(request, "housing_first/outcome_list.html", context)


@MAY_READ
def participation_outcomes(request, pk):
    """The picture of one participant, owned with them: it can be printed."""
    one = found(request, pk)
    assessments = OutcomeAssessment.objects.visible_to(request.user).filter(participation=one)
    context = {
        "title": _("Målinger for {name}").format(name=one.person),
        "participation": one,
        "chart": outcome_page.picture(one),
        "assessments": outcome_page.table(assessments.select_related("registered_by")),
        "may_score": one.is_active and request.user.has_perm("housing_first.work_in_team"),
        "may_change": request.user.has_perm("housing_first.work_in_team"),
        "day": timezone.localdate(),
    }
    return render(request, "housing_first/participation_outcomes.html", context)


def _form(request, one, form, **words):
    def act(filled):
        filled.keep(by=request.user)
        return reverse("participation_outcomes", args=[one.pk])

    back = reverse("participation_outcomes", args=[one.pk])
    return form_page(request, form, act=act, sub=f"{one.number} · {one.person}", back=back, **words)


@MAY_WORK
def outcome_new(request, pk):
    one = found(request, pk)
    if one.started_on is None:
        messages.error(request, _("Den som er invitert, er ikke deltaker ennå."))
        return redirect(one)
    return _form(
        request,
        one,
        OutcomeForm(request.POST or None, participation=one),
        done=_("Målingen er registrert."),
        title=_("Ny måling"),
        submit=_("Registrer målingen"),
    )


@MAY_WORK
def outcome_change(request, pk):
    """What was written wrong is put right; what stood there before is in the history."""
    rows = OutcomeAssessment.objects.visible_to(request.user)
    made = get_object_or_404(rows.select_related("participation__household", "participation__person"), pk=pk)
    one = made.participation
    open_household(request, one.household)
    return _form(
        request,
        one,
        OutcomeForm(request.POST or None, participation=one, instance=made),
        done=_("Målingen er rettet."),
        title=_("Rett målingen"),
        submit=_("Lagre"),
    )
