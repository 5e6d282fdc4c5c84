"""What a household's page shows about its mappings and applications (rows of ``housing/casefile.py``)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import appeal_deadlines, deadlines, help_plan_deadlines, paper_deadlines
from applications.models import Appeal, Application, HelpPlan, Mapping, Measure
from housing.casefile import Part, State
from housing.models import CaseEvent, Household

SOURCES = [
    deadlines.preliminary_answers,
    deadlines.letters_not_sent,
    deadlines.appeal_periods,
    *appeal_deadlines.ABOUT_APPEALS,
    help_plan_deadlines.refusals_without_plan,
    help_plan_deadlines.plans_to_follow_up,
    paper_deadlines.missing_papers,
]


def applications(household, user, day) -> Part | None:
    """The tab «Søknader»."""
    if not user.has_perm("applications.view_application"):
        return None
    rows = list(Application.objects.visible_to(user).filter(household=household).select_related("caseworker"))
    context = {"applications": rows, "household": household}
    return Part(_("Søknader"), "applications/_applications.html", context, count=len(rows))


def mappings(household, user, day) -> Part | None:
    """The tab «Kartlegging»."""
    if not user.has_perm("applications.view_mapping"):
        return None
    rows = list(Mapping.objects.visible_to(user).filter(household=household).select_related("by"))
    measures = list(Measure.objects.visible_to(user).filter(household=household).under_way_first())
    newest = rows[0] if rows else None
    context = {
        "mappings": rows,
        "measures": measures,
        "household": household,
        "today": day,
        "has_run_out": bool(newest and not newest.ended_on and newest.has_run_out(day)),
    }
    return Part(_("Kartlegging"), "applications/_mappings.html", context, count=len(rows))


def needs(household, user, day) -> Part | None:
    """The panel «Behov», from the latest open application."""
    latest = Application.objects.visible_to(user).filter(household=household).open().first()
    if latest is None:
        return None
    return Part(_("Behov"), "applications/_needs.html", {"application": latest, "facts": facts_of(latest)})


def facts_of(application) -> list[tuple[str, str]]:
    """What the application asks for, as names and values."""
    yes = {True: _("ja"), False: _("nei"), None: ""}
    lift = {True: _("1. etasje eller heis"), False: _("ingen krav"), None: ""}
    return [
        (_("Rom"), _("minst {rooms}").format(rooms=application.rooms_min) if application.rooms_min else ""),
        (_("Etasje"), lift[application.needs_lift_or_ground_floor]),
        (_("Rullestol"), yes[application.needs_wheelchair]),
        (_("Bemanning"), application.get_staffing_need_display() if application.staffing_need else ""),
        (_("Ønsker"), ", ".join(application.districts_wanted)),
        (_("Hensyn"), application.wishes),
    ]


def state(household, user, day) -> State | None:
    """An application that waits for us, or a household without a mapping; allocation answers for the waiting list."""
    if not user.has_perm("applications.view_application"):
        return None
    undecided = (
        Application.objects.visible_to(user).filter(household=household).undecided().order_by("received_on").first()
    )
    if undecided is None:
        return None
    is_received = undecided.status == Application.Status.RECEIVED
    return State(
        text=_("Søknad mottatt.") if is_received else _("Søknad til behandling."),
        detail=_("{number}, mottatt {day}").format(number=undecided.number, day=f"{undecided.received_on:%d.%m.%Y}"),
        action_label=_("Åpne søknaden") if is_received else _("Skriv vedtak"),
        action_url=undecided.get_absolute_url() if is_received else reverse("decide", args=[undecided.pk]),
    )


def timeline_of(application):
    """All that has happened in this case: the application itself, its appeals, help plans, offers and tenancies."""
    about = Q(subject_type=ContentType.objects.get_for_model(Application), subject_id=application.pk)
    for model, ids in [
        (Appeal, application.appeals.values("pk")),
        (HelpPlan, application.help_plans.values("pk")),
        (application.offers.model, application.offers.values("pk")),
        (application.resulting_tenancies.model, application.resulting_tenancies.values("pk")),
    ]:
        about |= Q(subject_type=ContentType.objects.get_for_model(model), subject_id__in=ids)
    return CaseEvent.objects.filter(about, household=application.household_id).for_timeline()


def next_deadline(application, today):
    """The most urgent of the deadlines that are about this application."""
    household = Household.objects.filter(pk=application.household_id)
    urls = {application.get_absolute_url(), reverse("help_plan_new", args=[application.pk])}
    urls |= {appeal.get_absolute_url() for appeal in application.appeals.all()}
    urls |= {reverse("help_plan_follow_up", args=[plan.pk]) for plan in application.help_plans.all()}
    found = [deadline for source in SOURCES for deadline in source(household, today) if deadline.url in urls]
    return min(found, key=lambda deadline: deadline.due_on, default=None)
