"""The steering group: who sits in it, what it has decided and is not done, and each meeting."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.database import Refused
from housing.form_page import click, form_page
from reporting.models import SteeringDecision, SteeringMeeting, SteeringMember
from reporting.steering_forms import DayForm, DecisionForm, MeetingForm, MemberForm
from reporting.views.register import also, crumb, removal, remove
from reporting.views.rights import may_view, may_write

ON_A_PAGE = 25


def _links(meeting=None):
    links = [*crumb(_("Program"), reverse("programme")), *crumb(_("Styringsgruppen"), reverse("steering_group"))]
    return [*links, *crumb(str(meeting), meeting.get_absolute_url())] if meeting else links


@may_view
def steering_group(request):
    """As it is on a day: today, unless another is asked for."""
    form, day = DayForm.asked(request.GET)
    meetings = (
        SteeringMeeting.objects.visible_to(request.user).annotate(count=Count("decisions")).order_by("-held_on", "-pk")
    )
    decisions = SteeringDecision.objects.visible_to(request.user).open_on(day).select_related("meeting")
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "members": SteeringMember.objects.visible_to(request.user).on(day),
        "later": SteeringMember.objects.visible_to(request.user).filter(member_from__gt=day),
        "page_obj": Paginator(meetings, ON_A_PAGE).get_page(request.GET.get("page")),
        "decisions": [{"row": row, "is_overdue": row.is_overdue(day)} for row in decisions],
        "links": crumb(_("Program"), reverse("programme")),
    }
    return render(request, "reporting/steering_group.html", context)


# Members


@may_write
def steering_member_new(request):
    return form_page(
        request,
        MemberForm(request.POST or None),
        act=lambda form: form.keep(),
        done=_("Medlemmet er ført opp."),
        title=_("Nytt medlem av styringsgruppen"),
        submit=_("Lagre"),
        back=reverse("steering_group"),
        links=_links(),
    )


@may_write
def steering_member_change(request, pk):
    found = get_object_or_404(SteeringMember.objects.visible_to(request.user), pk=pk)
    return form_page(
        request,
        MemberForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Medlemmet er endret."),
        title=_("Endre medlemmet"),
        sub=_("Har noen gått ut, skriv dagen. Får noen en ny rolle, skriv dagen de gikk ut, og før dem opp på nytt."),
        submit=_("Lagre endringen"),
        back=reverse("steering_group"),
        links=_links(),
        **also(
            removal(
                reverse("steering_member_remove", args=[found.pk]),
                label=_("Slett medlemmet"),
                help_text=_("Er noen ført opp feil, kan de slettes. Den som har vært på et møte, blir stående."),
                question=_("Vil du slette medlemmet?"),
            )
        ),
    )


@require_POST
@may_write
def steering_member_remove(request, pk):
    found = get_object_or_404(SteeringMember.objects.visible_to(request.user), pk=pk)
    kept = _("Medlemmet har vært til stede på et møte, og blir stående. Skriv heller dagen de gikk ut.")
    return remove(request, found, done=_("Medlemmet er slettet."), target="steering_group", kept=kept)


# Meetings


def _meeting(request, pk):
    return get_object_or_404(SteeringMeeting.objects.visible_to(request.user), pk=pk)


@may_view
def steering_meeting(request, pk):
    found = _meeting(request, pk)
    today = timezone.localdate()
    decisions = SteeringDecision.objects.visible_to(request.user).filter(meeting=found).select_related("meeting")
    context = {
        "meeting": found,
        "today": today,
        "is_planned": found.held_on > today,
        "present": SteeringMember.objects.visible_to(request.user).filter(attended__meeting=found),
        "absent": SteeringMember.objects.visible_to(request.user).on(found.held_on).exclude(attended__meeting=found),
        "decisions": [{"row": row, "is_overdue": row.is_overdue(today)} for row in decisions],
        "links": _links(),
    }
    return render(request, "reporting/steering_meeting.html", context)


@may_write
def steering_meeting_new(request):
    return form_page(
        request,
        MeetingForm(request.POST or None),
        act=lambda form: form.keep(),
        done=_("Møtet er ført opp."),
        title=_("Nytt møte i styringsgruppen"),
        submit=_("Lagre møtet"),
        back=reverse("steering_group"),
        links=_links(),
    )


@may_write
def steering_meeting_change(request, pk):
    found = _meeting(request, pk)
    return form_page(
        request,
        MeetingForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Møtet er endret."),
        title=_("Endre møtet"),
        submit=_("Lagre endringen"),
        back=found.get_absolute_url(),
        links=_links(_meeting(request, pk)),
    )


@require_POST
@may_write
def steering_meeting_remove(request, pk):
    kept = _("Møtet har beslutninger, og blir stående.")
    return remove(request, _meeting(request, pk), done=_("Møtet er slettet."), target="steering_group", kept=kept)


# Decisions


def _decision(request, pk):
    return get_object_or_404(SteeringDecision.objects.visible_to(request.user).select_related("meeting"), pk=pk)


@may_write
def steering_decision_new(request, pk):
    meeting = _meeting(request, pk)
    return form_page(
        request,
        DecisionForm(request.POST or None, meeting=meeting),
        act=lambda form: form.keep(),
        done=_("Beslutningen er ført opp."),
        title=_("Ny beslutning"),
        submit=_("Lagre beslutningen"),
        back=meeting.get_absolute_url(),
        links=_links(meeting),
    )


@may_write
def steering_decision_change(request, pk):
    found = _decision(request, pk)
    return form_page(
        request,
        DecisionForm(request.POST or None, instance=found, meeting=found.meeting),
        act=lambda form: form.keep(),
        done=_("Beslutningen er endret."),
        title=_("Endre beslutning {label}").format(label=found.label),
        submit=_("Lagre endringen"),
        back=found.get_absolute_url(),
        links=_links(found.meeting),
        **also(
            removal(
                reverse("steering_decision_remove", args=[found.pk]),
                label=_("Slett beslutningen"),
                help_text=_("Er den ført opp feil, kan den slettes."),
                question=_("Vil du slette beslutningen?"),
            )
        ),
    )


@require_POST
@may_write
def steering_decision_done(request, pk):
    """Done today. Of two who say so, the second is told."""
    found = _decision(request, pk)
    today = timezone.localdate()

    def act():
        still_open = SteeringDecision.objects.filter(pk=pk, done_on__isnull=True, meeting__held_on__lte=today)
        if not still_open.update(done_on=today):
            raise Refused(_("Beslutningen er allerede gjort."))

    return click(request, act, done=_("Beslutning {label} er gjort.").format(label=found.label), target=found)


@require_POST
@may_write
def steering_decision_remove(request, pk):
    found = _decision(request, pk)
    return remove(request, found, done=_("Beslutningen er slettet."), target=found.get_absolute_url())
