"""What every page's frame shows: the rooms the user's roles open, the search, the user's own links."""

from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


class Room(NamedTuple):
    label: str
    url_name: str
    permissions: tuple[str, ...] = ()  # any one of them opens the room
    unless: str = ""  # who holds this finds the page as a tab of a room of theirs


GUIDES = "rent_to_own.view_guidance"
ROOMS = [
    Room(_("Min dag"), "home", ("housing.view_household",)),
    Room(_("Frister"), "deadline_list", ("reporting.view_deadlines",)),
    Room(_("Husstander"), "household_list", ("housing.view_household",)),
    Room(_("Søknader"), "application_list", ("applications.view_application",)),
    Room(_("Venteliste"), "waiting_list", ("housing.view_queue",)),
    Room(_("Tildelingsforslag"), "proposal_list", ("allocation.propose_allocation",)),
    Room(_("Løslatelser"), "transition_list", ("applications.view_transition",)),
    Room(_("Midlertidig"), "temporary_list", ("allocation.view_temporary_stay",)),
    Room(_("Bosetting"), "settlement_list", ("allocation.view_settlement",)),
    # Others who are in a team, and the leader, find the round by Team: the frame asks no query about memberships.
    Room(_("Dagens runde"), "daily_round", ("housing_first.walk_round",)),
    Room(_("Team"), "team_list", ("housing_first.view_team",)),
    Room(_("Leie til eie"), "guidance_board", ("rent_to_own.view_guidance",)),
    Room(_("Leie med sparing"), "savings_list", ("rent_to_own.view_savings",)),
    Room(_("Depositumsfondet"), "deposit_fund", ("rent_to_own.view_deposit_fund",)),
    Room(_("Boliger"), "dwelling_list", ("housing.view_dwelling",)),
    Room(_("Kontrakter"), "run_out_list", ("housing.view_tenancy",)),
    Room(_("Husleie"), "rent_list", ("housing.view_rent",)),
    Room(_("Restanser"), "arrears_list", ("evictions.view_arrears",)),
    Room(_("Bostedsløse"), "census", ("applications.view_census",)),
    Room(_("Styringsgruppen"), "steering_room", ("reporting.view_report",), unless="reporting.write_report"),
    Room(_("Rapporter"), "report_list", ("reporting.view_report",)),
    Room(_("Styringsgruppen"), "steering_room", ("reporting.write_report",)),
    Room(_("Program"), "programme", ("reporting.view_report",)),
    Room(_("Kostnader ved utkastelser"), "arrears_costs", ("evictions.view_costs",), unless="evictions.view_arrears"),
    Room(_("Tall for leie til eie"), "indicator_list", ("rent_to_own.view_indicators",), unless=GUIDES),
    Room(_("Kjøp og salg"), "purchase_years", ("rent_to_own.view_accounts",), unless=GUIDES),
    Room(_("Brukere"), "user_list", ("housing.manage_users",)),
    Room(_("Prioritering"), "scheme_list", ("allocation.view_scheme",)),
    Room(_("Rutiner"), "routine_list", ("applications.view_routine",)),
    Room(_("Restanserutine"), "arrears_routine_list", ("evictions.view_routine",), unless="evictions.view_arrears"),
    Room(_("Mål for omløpet"), "turnaround_targets", ("housing.manage_users",)),
    Room(_("Hvem som spørres om å eie"), "ownership_rules", ("rent_to_own.view_rule",), unless=GUIDES),
    Room(_("Satser for livsopphold"), "reference_budget_list", ("rent_to_own.view_reference_budget",)),
    Room(_("Brevtekster"), "letter_text_list", ("applications.view_letter_text",)),
    Room(_("Innsyn"), "access_log", ("housing.view_access_log",)),
]

ACCOUNT_LINKS = [Room(_("Bytt passord"), "password_change")]

SEARCH = Room(_("Søk"), "search", ("housing.view_household", "housing.view_dwelling"))
LOGOUT = Room(_("Logg ut"), "logout")


def address_of(room):
    """The room's address, or nothing in an installation where the room is not put up; the tests demand them all."""
    try:
        return reverse(room.url_name)
    except NoReverseMatch:
        return ""


def opens(user, room):
    if room.unless and user.has_perm(room.unless):
        return False
    return not room.permissions or any(user.has_perm(permission) for permission in room.permissions)


def _here(path, url, addresses):
    """On the room's own page "page", inside it "true"; the longest matching address owns the page."""
    if path == url:
        return "page"
    inside = [address for address in addresses if address != "/" and path.startswith(address)]
    return "true" if inside and max(inside, key=len) == url else ""


def _shell_of(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"municipality": settings.MUNICIPALITY["name"], "rooms": [], "home": "/"}
    open_rooms = [(room, address_of(room)) for room in ROOMS if opens(user, room)]
    addresses = [url for _room, url in open_rooms if url]
    return {
        "municipality": settings.MUNICIPALITY["name"],
        "rooms": [
            {"label": room.label, "url": url, "here": _here(request.path, url, addresses)}
            for room, url in open_rooms
            if url
        ],
        "home": addresses[0] if addresses else "/",
        "search": address_of(SEARCH) if opens(user, SEARCH) else "",
        "logout": address_of(LOGOUT),
        "account_links": [{"label": link.label, "url": address_of(link)} for link in ACCOUNT_LINKS if address_of(link)],
    }


def shell(request):
    """No query: roles stand on the user. Lazy, so that an answer without the frame does not pay for it."""
    return {"shell": SimpleLazyObject(lambda: _shell_of(request))}
