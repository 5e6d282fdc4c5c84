"""How long participants keep a home (botid), and how life develops for the group (utvikling)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from housing_first import development_page, first_homes, retention_page
from housing_first.forms.results import AskedForm
from housing_first.models import OutcomeAssessment, Participation

MAY_READ = permission_required("housing_first.view_team", raise_exception=True)


def tabs(request, here):
    """The pages about results; what a team costs is the leader's."""
    pages = [
        ("retention", _("Botid"), "housing_first.view_team"),
        ("outcome_development", _("Utvikling"), "housing_first.view_team"),
        ("outcome_list", _("Målinger"), "housing_first.view_team"),
        ("team_cost_list", _("Kostnader"), "housing_first.manage_team"),
    ]
    return [
        {"label": label, "url": reverse(name), "here": name == here}
        for name, label, permission in pages
        if request.user.has_perm(permission)
    ]


def asked_of(request, rows):
    """The form, and the rows of the team and the day asked for. Sums that name nobody: also of those who have left."""
    form = AskedForm(request.GET or None, user=request.user)
    team, day = form.asked()
    found = rows.of_teams_of(request.user)
    if team is not None:
        found = found.filter(**{rows.TEAM_PATH: team})
    return form, found, day


@MAY_READ
def retention(request):
    form, participations, day = asked_of(request, Participation.objects.all())
    everyone = first_homes.followed(participations)
    context = {
        "title": _("Botid"),
        "sub": _("Hvor lenge deltakerne beholder den første boligen."),
        "form": form,
        "day": day,
        "lines": retention_page.lines(everyone, day),
        "shares": retention_page.bodos_shares(everyone, day),
        "chart": retention_page.chart(everyone, day),
        "tabs": tabs(request, "retention"),
    }
    return render(request, "housing_first/retention.html", context)


@MAY_READ
def outcome_development(request):
    form, assessments, day = asked_of(request, OutcomeAssessment.objects.all())
    groups = development_page.groups(assessments.filter(assessed_on__lte=day))
    context = {
        "title": _("Utvikling"),
        "sub": _("Hvordan livet går for gruppen, fra start og hvert halvår etter."),
        "form": form,
        "day": day,
        "groups": groups,
        "charts": development_page.charts(groups, day),
        "tabs": tabs(request, "outcome_development"),
    }
    return render(request, "housing_first/outcome_development.html", context)
