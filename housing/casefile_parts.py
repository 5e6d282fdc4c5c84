"""What the base rooms show on a household's page: who, where, papers, and all that has happened (husstandens mappe)."""

from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from housing.casefile import Part, State
from housing.forms import drafts
from housing.models import CaseEvent, Consent, Document, Household, Letter, Membership, Note, Representative, Tenancy
from housing.models.people import Protection
from housing.protection import INSTEAD, level_of, may_see_address
from housing.templatetags.norwegian import date_no

SHOWN_EVENTS = 30
SHOWN_NOTES = 5
LOGGED_EVENTS = 500


def overview(household, user, day) -> Part:
    """All of it in one column: the latest notes, then the timeline."""
    notes = Note.objects.visible_to(user).filter(household=household).select_related("by")
    return Part(
        title=_("Oversikt"),
        template="housing/household_overview.html",
        context={
            "events": _timeline(household, user, SHOWN_EVENTS),
            "notes": list(notes[:SHOWN_NOTES]) if user.has_perm("housing.view_note") else [],
        },
    )


def _timeline(household, user, limit) -> list[dict]:
    events = CaseEvent.objects.visible_to(user).filter(household=household).for_timeline()[:limit]
    return [
        {
            "happened_on": event.happened_on,
            "recorded_at": event.recorded_at,
            "title": event.title,
            "note": event.note,
            "by": event.by.get_short_name() if event.by else "",
            "url": _address_of(event),
        }
        for event in events
    ]


def _address_of(event) -> str:
    """The page of what the line is about, from its kind and key alone: nothing is fetched.

    What has no page of its own but stands on another's, such as a contract, cannot be told from its key: no link.
    """
    model = event.subject_type.model_class()
    if model is Household or not hasattr(model, "get_absolute_url"):
        return ""
    try:
        return model(pk=event.subject_id).get_absolute_url()
    except (NoReverseMatch, ObjectDoesNotExist):
        return ""


def who(household, user, day) -> Part:
    """Members, how to reach them, what language they speak, who may speak for them, and where they live."""
    members = household.members_on(day)
    for member in members:
        member.age = member.person.age_on(day)
    adults = [member for member in members if member.role != Membership.Role.CHILD]
    home = _home(household, day)
    main = adults[0].person if adults else None
    return Part(
        title=_("Hvem"),
        template="housing/household_who.html",
        context={
            "adults": adults,
            "children": [member for member in members if member.role == Membership.Role.CHILD],
            "home": _where(household, user, day, home) if home else "",
            "home_since": home.moved_in_on if home else None,
            "post": main.postal_address if main and user.has_perm("housing.change_household") else "",
            "is_protected": level_of(household, day) != Protection.NONE,
            "consents": list(Consent.objects.visible_to(user).filter(household=household).on(day)),
            "groups": household.group_labels if user.has_perm("applications.view_mapping") else [],
        },
    )


def acting(household, user, day) -> Part | None:
    """Who acts for them, while somebody does."""
    found = Representative.objects.visible_to(user).filter(household=household).on(day).first()
    return Part(_("Fullmektig"), "housing/representative.html", {"representative": found}) if found else None


def drafts_left(household, user, day) -> Part | None:
    """What one has begun to write about the household, and that a colleague has."""
    left = drafts.of_household(household, user)
    if not left:
        return None
    return Part(title=_("Utkast"), template="housing/household_drafts.html", context={"drafts": left})


def _home(household, day):
    lived = household.tenancies.filter(moved_in_on__lte=day, moved_out_on=None).select_related("dwelling")
    return lived.order_by("-moved_in_on", "-pk").first()


def _where(household, user, day, tenancy) -> str:
    level = level_of(household, day)
    if not may_see_address(user, household, day, level=level):
        return str(INSTEAD[level])
    return str(tenancy.dwelling) if tenancy.dwelling else tenancy.private_address


def tenancies(household, user, day) -> Part | None:
    """Where they live and have lived. With a protected address the tenancies stand, the addresses do not."""
    if not user.has_perm("housing.view_tenancy"):
        return None
    rows = list(Tenancy.objects.visible_to(user).filter(household=household).select_related("dwelling"))
    contracts = _contracts_by_tenancy(rows)
    level = level_of(household, day)
    seen = may_see_address(user, household, day, level=level)
    for row in rows:
        where = str(row.dwelling) if row.dwelling else row.private_address
        row.shown_address = where if seen else INSTEAD[level]
        row.latest_contract = next(iter(contracts.get(row.pk, [])), None)
    return Part(
        title=_("Bolig og kontrakt"),
        template="housing/household_tenancies.html",
        context={"tenancies": rows, "day": day},
        count=len(rows),
    )


def _contracts_by_tenancy(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    contracts = Tenancy._meta.get_field("contracts").related_model.objects
    for contract in contracts.filter(tenancy__in=rows):
        found.setdefault(contract.tenancy_id, []).append(contract)
    return found


def documents(household, user, day) -> Part | None:
    """Papers in, letters out, notes and consents."""
    if not user.has_perm("housing.view_document"):
        return None
    papers = list(
        Document.objects.visible_to(user)
        .filter(household=household)
        .select_related("by", "file")
        .defer("file__content")
    )
    letters = list(
        Letter.objects.visible_to(user)
        .filter(household=household)
        .select_related("by", "file")
        .defer("html", "file__content")
    )
    notes = list(Note.objects.visible_to(user).filter(household=household).select_related("by"))
    consents = list(Consent.objects.visible_to(user).filter(household=household).select_related("person"))
    return Part(
        title=_("Dokumenter"),
        template="housing/household_documents.html",
        context={"documents": papers, "letters": letters, "notes": notes, "consents": consents, "day": day},
        count=len(papers) + len(letters),
    )


def log(household, user, day) -> Part:
    """Every line of the timeline with the instant it was registered, which may be later than the day it was true."""
    return Part(
        title=_("Logg"),
        template="housing/household_log.html",
        context={"events": _timeline(household, user, LOGGED_EVENTS), "limit": LOGGED_EVENTS},
    )


def state(household, user, day) -> State | None:
    """Where they live, when no application says more."""
    current = Tenancy.objects.visible_to(user).filter(household=household, moved_out_on=None).select_related("dwelling")
    tenancy = current.first()
    if tenancy is None:
        return _nothing_yet(household, user)
    if tenancy.moved_in_on is None or tenancy.moved_in_on > day:
        return State(
            text=_("Tildelt bolig, ikke flyttet inn."),
            detail=_where(household, user, day, tenancy),
            action_label=_("Åpne leieforholdet"),
            action_url=tenancy.get_absolute_url(),
        )
    text = _("Leier kommunal bolig.") if tenancy.tenure == Tenancy.Tenure.MUNICIPAL else _("Leier privat.")
    return State(
        text=text,
        detail=_("{where}, siden {day}").format(
            where=_where(household, user, day, tenancy), day=date_no(tenancy.moved_in_on)
        ),
        action_label=_("Åpne leieforholdet"),
        action_url=tenancy.get_absolute_url(),
    )


def _nothing_yet(household, user) -> State | None:
    if not user.has_perm("applications.add_application"):
        return None
    return State(
        text=_("Ingen åpen søknad og ikke noe leieforhold."),
        action_label=_("Ny søknad"),
        action_url=reverse("application_new", args=[household.pk]),
    )
