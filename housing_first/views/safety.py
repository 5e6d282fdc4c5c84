"""Pages about safety in the field: who must be assessed, risk assessments, incidents and the leader's follow-up."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.access import open_household
from housing.form_page import click, form_page
from housing.lists import PAGE_SIZE
from housing_first import round_facts
from housing_first import safety_facts as facts
from housing_first.forms.safety import FollowUpForm, IncidentForm, PersonRiskForm, RiskForm
from housing_first.models import Incident, Participation, RiskAssessment, Team

MAY_READ = permission_required("housing_first.view_team", raise_exception=True)
MAY_WORK = permission_required("housing_first.work_in_team", raise_exception=True)
MAY_LEAD = permission_required("housing_first.manage_team", raise_exception=True)


@MAY_READ
def safety(request):
    """What must be assessed first, then what holds, then what has happened."""
    user, today = request.user, timezone.localdate()
    incidents = Incident.objects.visible_to(user).select_related("team", "participation__person", "by")
    stops = round_facts.round_of(user, today)
    context = {
        "teams": list(Team.objects.visible_to(user).open(today)),
        "to_assess": [stop for stop in stops if stop.door.must_be_assessed],
        "assessments": facts.assessments_in_force(user, today),
        "page_obj": Paginator(incidents.order_by("-status", "-happened_on", "-pk"), PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "housing_first/safety.html", context)


def _opened(request, row):
    """What is about a participant is a look into their household's case."""
    if row.participation:
        open_household(request, row.participation.household)
    return row


@MAY_READ
def risk_assessment(request, pk):
    rows = RiskAssessment.objects.visible_to(request.user).with_readable(request.user)
    rows = rows.select_related("team", "by", "participation__household", "participation__person")
    found = _opened(request, get_object_or_404(rows, pk=pk))
    context = {"risk": found, "facts": facts.risk_facts(found, timezone.localdate()), "later": facts.later_than(found)}
    return render(request, "housing_first/risk_assessment.html", context)


@MAY_WORK
def risk_new(request, pk):
    """Of one participant."""
    rows = Participation.objects.visible_to(request.user).current(timezone.localdate())
    found = get_object_or_404(rows.select_related("household", "person", "team"), pk=pk)
    open_household(request, found.household)
    return form_page(
        request,
        PersonRiskForm(request.POST or None, team=found.team, participation=found),
        act=lambda form: form.keep(by=request.user),
        done=_("Risikovurderingen er registrert."),
        title=_("Risikovurdering av {name}").format(name=found.name),
        sub=f"{found.team} · {found.number}",
        submit=_("Registrer vurderingen"),
        back=found.get_absolute_url(),
    )


def _team(request, pk) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user).open(timezone.localdate()), pk=pk)


@MAY_WORK
def team_risk_new(request, pk):
    """Of the team's own work."""
    team = _team(request, pk)
    return form_page(
        request,
        RiskForm(request.POST or None, team=team),
        act=lambda form: form.keep(by=request.user),
        done=_("Risikovurderingen er registrert."),
        title=_("Risikovurdering av arbeidet"),
        sub=team.name,
        submit=_("Registrer vurderingen"),
        back=team.get_absolute_url(),
    )


@MAY_WORK
def incident_new(request, pk):
    team = _team(request, pk)
    asked = {"participation": request.GET.get("deltaker", "")} if request.GET.get("deltaker", "").isdecimal() else {}
    return form_page(
        request,
        IncidentForm(request.POST or None, team=team, user=request.user, initial=asked),
        act=lambda form: form.report(by=request.user),
        done=_("Avviket er meldt. Lederen følger det opp."),
        title=_("Meld avvik"),
        sub=team.name,
        submit=_("Meld avviket"),
        back=team.get_absolute_url(),
    )


def _incident(request, pk) -> Incident:
    rows = Incident.objects.visible_to(request.user).with_readable(request.user)
    rows = rows.select_related("team", "by", "participation__household", "participation__person")
    return _opened(request, get_object_or_404(rows, pk=pk))


@MAY_READ
def incident(request, pk):
    found = _incident(request, pk)
    return render(request, "housing_first/incident.html", {"incident": found, "facts": facts.incident_facts(found)})


@MAY_LEAD
def incident_follow_up(request, pk):
    found = _incident(request, pk)
    return form_page(
        request,
        FollowUpForm(request.POST or None, incident=found),
        act=lambda form: form.follow(by=request.user),
        done=_("Oppfølgingen er registrert."),
        title=_("Følg opp avviket"),
        sub=f"{found.number} · {found.get_kind_display()}",
        submit=_("Registrer oppfølgingen"),
        back=found.get_absolute_url(),
    )


@require_POST
@MAY_LEAD
def incident_open_again(request, pk):
    found = _incident(request, pk)
    return click(request, lambda: found.open_again(by=request.user), done=_("Avviket er åpnet igjen."), target=found)
