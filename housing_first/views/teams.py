"""The teams one may see, one team's page, and what the leader does with it."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.form_page import click, form_page
from housing_first import team_page
from housing_first.forms import teams as forms
from housing_first.models import OnCall, Team, TeamMember

MAY_READ = permission_required("housing_first.view_team", raise_exception=True)
MAY_WORK = permission_required("housing_first.work_in_team", raise_exception=True)
MAY_MANAGE = permission_required("housing_first.manage_team", raise_exception=True)


def found(request, pk) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user), pk=pk)


@MAY_READ
def team_list(request):
    """One's own teams; the leader's are all. Somebody in no team is told so."""
    today = timezone.localdate()
    manages = request.user.has_perm("housing_first.manage_team")
    context = {
        "title": _("Team i felten"),
        "sub": _("Bolig først, ambulerende team og baser. Du ser teamene du er med i."),
        "rows": team_page.rows_of(Team.objects.visible_to(request.user), today),
        "actions": [{"label": _("Nytt team"), "url": reverse("team_new"), "primary": True}] if manages else [],
    }
    return render(request, "housing_first/team_list.html", context)


@MAY_READ
def team(request, pk):
    one = found(request, pk)
    context = team_page.facts_of(one, request.user, timezone.localdate(), timezone.now())
    return render(request, "housing_first/team.html", context | {"team": one, "today": timezone.localdate()})


@MAY_MANAGE
def team_new(request):
    return form_page(
        request,
        forms.TeamForm(request.POST or None),
        act=lambda form: form.keep(by=request.user),
        done=_("Teamet er opprettet."),
        title=_("Nytt team"),
        submit=_("Opprett"),
        back=reverse("team_list"),
    )


def changed(request, one, form, act, **words):
    """One of the forms about a team: done, and back to its page."""

    def doing(filled):
        getattr(filled, act)(by=request.user)
        return one.get_absolute_url()

    return form_page(request, form, act=doing, sub=one.name, back=one.get_absolute_url(), **words)


@MAY_MANAGE
def team_change(request, pk):
    one = found(request, pk)
    form = forms.TeamForm(request.POST or None, instance=one)
    return changed(request, one, form, "keep", done=_("Endret."), title=_("Endre teamet"), submit=_("Lagre"))


@MAY_MANAGE
def team_close(request, pk):
    one = found(request, pk)
    return changed(
        request,
        one,
        forms.CloseTeamForm(request.POST or None, team=one),
        "close",
        done=_("Teamet er nedlagt."),
        title=_("Legg ned teamet"),
        submit=_("Legg ned"),
        color="danger",
    )


@MAY_MANAGE
def team_member_new(request, pk):
    one = found(request, pk)
    return changed(
        request,
        one,
        forms.MemberForm(request.POST or None, team=one),
        "join",
        done=_("Medarbeideren er med i teamet."),
        title=_("Ny medarbeider i teamet"),
        submit=_("Legg til"),
    )


def found_member(request, pk) -> TeamMember:
    return get_object_or_404(TeamMember.objects.visible_to(request.user).select_related("team", "user"), pk=pk)


@MAY_MANAGE
def team_member_share(request, pk):
    member = found_member(request, pk)
    return changed(
        request,
        member.team,
        forms.ShareForm(request.POST or None, member=member),
        "change",
        done=_("Ny stillingsandel er lagret."),
        title=_("Ny stillingsandel for {name}").format(name=member.user),
        submit=_("Lagre"),
    )


@MAY_MANAGE
def team_member_leave(request, pk):
    member = found_member(request, pk)
    return changed(
        request,
        member.team,
        forms.LeaveForm(request.POST or None, member=member),
        "leave",
        done=_("Medarbeideren er ute av teamet fra dagen du valgte."),
        title=_("{name} slutter i teamet").format(name=member.user),
        submit=_("Lagre"),
    )


@MAY_WORK
def on_call_new(request, pk):
    one = found(request, pk)
    return changed(
        request,
        one,
        forms.OnCallForm(request.POST or None, team=one),
        "put_up",
        done=_("Vakten står i planen."),
        title=_("Ny vakt"),
        submit=_("Legg til"),
    )


@require_POST
@MAY_WORK
def on_call_remove(request, pk):
    shift = get_object_or_404(OnCall.objects.visible_to(request.user).select_related("team"), pk=pk)
    return click(
        request,
        lambda: shift.take_down(by=request.user),
        done=_("Vakten er tatt ut av planen."),
        target=shift.team.get_absolute_url(),
    )
