"""The front page «Min dag»: what must be done, by when, and for leaders how the children are.

The number of questions to the database is the same for three households and for three thousand.
"""

from datetime import timedelta

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import TemporaryStay
from applications.models import Application, Discussion, Mapping, SecondReading
from housing.context_processors import ROOMS, address_of, opens
from housing.deadlines import waiting
from housing.forms import drafts
from housing.models import CaseEvent, Household, Membership
from housing.models.households import Responsibility
from housing.periods import years_before
from housing.roles import Role
from housing_first import round_facts
from reporting.deadline_list import breaches, households_of, told
from reporting.models import ReportNotice

AHEAD_DAYS = 14
STILL_DAYS = 30
SHOWN = 10


def home(request):
    """One's own cases; leaders also all that is late. Who has no cases is shown to the first room they may enter."""
    user = request.user
    if not user.has_perm("housing.view_household"):
        return _first_room(request)
    today = timezone.localdate()
    is_leader = Role.LEADER in user.roles
    late, coming = _deadlines(user, today, is_leader=is_leader)
    context = {
        "title": _("Min dag"),
        "sub": f"{WEEKDAYS[today.weekday()]} {today.day}. {MONTHS[today.month]} {today.year}",
        "today": today,
        "late": told(late[:SHOWN], today),
        "late_count": len(late),
        "coming": told(coming[:SHOWN], today),
        "coming_count": len(coming),
        "ahead": AHEAD_DAYS,
        "still": _standing_still(user, today),
        "still_days": STILL_DAYS,
        "counts": _counts(user, today),
        "drafts": drafts.mine(user),
        "discussions": _discussions(user, today, is_leader=is_leader),
        "readings": _readings(user),
        "notices": ReportNotice.objects.visible_to(user).for_list(),
        "field": round_facts.on_the_front_page(user, today),
        "is_leader": is_leader,
        "children": _children(user, today) if is_leader else None,
        "breaches": breaches(late, today) if is_leader else None,
    }
    return render(request, "reporting/home.html", context)


def _first_room(request):
    for room in ROOMS:
        if room.url_name != "home" and room.permissions and opens(request.user, room) and address_of(room):
            return redirect(address_of(room))
    return render(request, "reporting/no_room.html", {"title": _("Ingen rom er åpne for deg")})


def _deadlines(user, today, *, is_leader):
    """What is late, and what comes the next two weeks. A leader sees everybody's late ones, and their own to come."""
    mine = waiting(households_of(user, today, seen_by=user), today)
    coming = [row for row in mine if today <= row.due_on <= today + timedelta(days=AHEAD_DAYS)]
    reached = waiting(Household.objects.visible_to(user), today) if is_leader else mine
    late = [row for row in reached if row.is_late(today)]
    # What breaks the law stands first: a leader must not look for it among days we have set ourselves.
    return sorted(late, key=lambda row: (not row.is_set_by_law, row.due_on)), coming


def _discussions(user, today, *, is_leader):
    """Today's discussions of one's own applications; a leader sees all. The names come with them."""
    planned = Discussion.objects.visible_to(user).planned().filter(planned_on=today)
    if not is_leader:
        planned = planned.filter(application__household__in=households_of(user, today, seen_by=user))
    households = Prefetch("application__household", queryset=Household.objects.for_list(today))
    return planned.select_related("application").prefetch_related(households).order_by("pk")


def _readings(user) -> int:
    """Decisions by colleagues that wait for somebody to read them."""
    if not user.has_perm("applications.read_second"):
        return 0
    return SecondReading.objects.visible_to(user).waiting().exclude(asked_by=user).count()


def _standing_still(user, today):
    """My open applications where nothing has happened for a month, the stillest first."""
    # Of the lines one may read: the day of another would tell that it is there.
    seen = CaseEvent.objects.visible_to(user).filter(household=OuterRef("household"))
    latest = seen.order_by("-happened_on").values("happened_on")
    cases = (
        Application.objects.visible_to(user)
        .open()
        .filter(caseworker=user)
        .annotate(last_event_on=Subquery(latest[:1]))
        .filter(last_event_on__lt=today - timedelta(days=STILL_DAYS))
        .order_by("last_event_on", "pk")[:SHOWN]
    )
    cases = list(cases)
    households = Household.objects.filter(pk__in=[case.household_id for case in cases]).for_list(today)
    names = {household.pk: household.name_on(today) for household in households}
    return [
        {"case": case, "name": names[case.household_id], "days": (today - case.last_event_on).days} for case in cases
    ]


def _counts(user, today):
    """As text: none is «0» here, not a dash."""
    cases = Application.objects.visible_to(user).filter(caseworker=user)
    followed = Responsibility.objects.open(today).filter(user=user)
    return [
        (_("Til behandling"), str(cases.undecided().count())),
        (_("På venteliste"), str(cases.waiting(today).count())),
        (_("Husstander jeg har ansvar for"), str(followed.count())),
    ]


def _children(user, today):
    """Barneblikk: children under 18 in households that live temporarily, wait, are homeless, or may lose their home."""
    reached = Household.objects.visible_to(user)
    young = Q(person__birth_date__gt=years_before(today, 18)) | Q(person__birth_date__isnull=True)
    children = Membership.objects.on(today).filter(young, role=Membership.Role.CHILD, household__in=reached)
    at_risk = Mapping.objects.current(today).filter(situation=Mapping.Situation.AT_RISK)
    asked = [
        (_("Bor midlertidig"), TemporaryStay.objects.on(today), f"{reverse('temporary_list')}?children=ja"),
        (_("Venter på bolig"), Application.objects.waiting(today)),
        (_("Uten egen bolig"), Mapping.objects.homeless(today)),
        (_("Kan miste boligen"), at_risk),
    ]
    return [(name, _count(children.filter(household__in=rows.values("household"))), *url) for name, rows, *url in asked]


def _count(children) -> str:
    found = list(children.values_list("person_id", "household_id"))
    households = len({household for _person, household in found})
    return _("{children} barn i {households}").format(
        children=len({person for person, _household in found}),
        households=ngettext("{count} husstand", "{count} husstander", households).format(count=households),
    )
