"""What a household's page shows about its mappings and applications (rows of ``housing/casefile.py``)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Appeal, Application, HelpPlan, HousingWish, Mapping, Measure
from housing.casefile import Part, State
from housing.deadlines import waiting
from housing.models import CaseEvent, Household, Representative
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no, kr


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
    facts = facts_of(latest)
    return Part(_("Behov"), "applications/_needs.html", {"application": latest, "facts": facts}) if facts else None


def facts_of(application) -> list[tuple[str, str]]:
    """What the application asks for, as names and values."""
    if application.kind not in (Application.Kind.NEW, Application.Kind.TRANSFER):
        return [(_("Ber om"), application.wishes)] if application.wishes else []
    yes = {True: _("ja"), False: _("nei"), None: ""}
    lift = {True: _("1. etasje eller heis"), False: _("ingen krav"), None: ""}
    return [
        (_("Rom"), _("minst {rooms}").format(rooms=application.rooms_min) if application.rooms_min else ""),
        (_("Etasje"), lift[application.needs_lift_or_ground_floor]),
        (_("Rullestol"), yes[application.needs_wheelchair]),
        (_("Bemanning"), application.get_staffing_need_display() if application.staffing_need else ""),
        (_("Ønsker"), ", ".join(application.districts_wanted)),
        (_("Hensyn"), application.wishes),
        *_wished(application.household),
    ]


def _wished(household) -> list[tuple[str, str]]:
    """What is asked for beside rooms and access, and where they must not live; only what is written down."""
    wish = HousingWish.of(household)
    excluded = household.exclusions.on(timezone.localdate())
    said = [
        (_("Rusfritt miljø"), wish.get_drug_free_display()),
        (_("Skjermet bolig"), wish.get_shielded_display()),
        (_("Høyeste husleie"), kr(wish.max_rent)),
        (_("Inntekt per måned"), kr(wish.monthly_income)),
        (_("Kan ikke bo"), ", ".join(row.place for row in excluded)),
    ]
    return [(name, value) for name, value in said if value]


def known_beside(household, user, tenancy) -> dict:
    """What stands beside a new application: its tenancy, who acts for the household, and what it has asked for."""
    today = timezone.localdate()
    still_open = Application.objects.visible_to(user).filter(household=household).open()
    return {
        "tenancy": tenancy,
        "tenancy_facts": _facts_of_tenancy(tenancy, user, today) if tenancy else [],
        "still_open": list(still_open),
        "representative": representative_of(household, user, today),
    }


def representative_of(household, user, day) -> Representative | None:
    return Representative.objects.visible_to(user).filter(household=household).on(day).first()


def _facts_of_tenancy(tenancy, user, day) -> list[tuple[str, str]]:
    lease = tenancy.contracts.first()
    address = str(tenancy.dwelling) if tenancy.dwelling else tenancy.private_address
    until = date_no(lease.ends_on) or _("tidsubestemt") if lease else _("ingen kontrakt")
    rooms = tenancy.dwelling.rooms if tenancy.dwelling else ""
    return [
        (_("Bolig"), shown_address(user, tenancy.household, address, day)),
        (_("Rom"), str(rooms or "")),
        (_("Flyttet inn"), date_no(tenancy.moved_in_on)),
        (_("Kontrakt til"), until),
        (_("Månedsleie"), kr(tenancy.monthly_rent)),
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


def deadlines_of(application, today) -> list:
    """What waits to be done in this case, the most urgent first: its own deadlines, and those of what belongs to it."""
    household = Household.objects.filter(pk=application.household_id)
    return [row for row in waiting(household, today) if row.case == application.number]
