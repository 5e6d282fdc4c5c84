"""The papers of a lease (husleiekontrakten og brevene om den), each written once into the household's file.

No paper joins a protected household to its dwelling: the lease of one leaves the address open, to be filled in by hand
in the parties' own copies, and the letters name the tenancy by its number.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.contracts import ExceptionAgreed
from housing.law import reference
from housing.models import Contract, LeaseNotice, Letter, Membership, MoveOutRequest, Termination
from housing.models.people import Protection
from housing.protection import level_of
from housing.templatetags.norwegian import kr

LAWS = (
    "husll_3_1 husll_3_2 husll_3_5 husll_3_6 husll_4_2 husll_4_3 husll_7_1 husll_7_3 husll_9_2 husll_9_3 husll_9_5 "
    "husll_9_6 husll_9_7 husll_9_8 husll_9_9 husll_11_1 husll_12_5 tvfbl_4_18 tvfbl_13_2"
)
# What each exception means for the tenant, as the tenant is told it, and the rule it departs from.
TOLD = {
    ExceptionAgreed.SHORT_TERM: (_("Leietiden kan være kortere enn tre år når det er særlige grunner"), "husll_9_3"),
    ExceptionAgreed.HOUSEHOLD: (_("Du må ha godkjenning fra kommunen før noen flytter inn hos deg"), "husll_7_1"),
    ExceptionAgreed.SUBLETTING: (_("Du må ha godkjenning fra kommunen før du leier ut videre"), "husll_7_3"),
    ExceptionAgreed.LOAN: (_("Kommunen kan kreve at du gir et lån i forbindelse med leieavtalen"), ""),
}
TITLES = {
    Termination.Kind.NOTICE: _("Oppsigelse av leieforholdet ditt"),
    Termination.Kind.BREACH: _("Leieavtalen din er hevet"),
}
NAMED_GROUNDS = {
    Termination.Ground.DEMOLITION: _("Boligen skal rives eller bygges om, og må fraflyttes"),
    Termination.Ground.NEGLECT: _("Du har ikke holdt det du har plikt til etter leieavtalen"),
    Termination.Ground.OTHER: _("Det er en annen saklig grunn til oppsigelsen"),
    Termination.Ground.UNPAID: _("Leien er ikke betalt, og det er et vesentlig brudd på leieavtalen"),
    Termination.Ground.BEHAVIOUR: _("Du har brutt pliktene dine etter leieavtalen, og bruddet er vesentlig"),
    Termination.Ground.SUBLET: _("Du har overlatt boligen til andre uten å ha lov til det"),
}


def rules_on(day) -> dict:
    """How each rule a paper here rests on is cited that day, by its code: ``law.husll_9_2``."""
    return {code: reference(code, day).short for code in LAWS.split()}


def exceptions_told(codes) -> list[tuple]:
    return [(TOLD[code][0], TOLD[code][1]) for code in ExceptionAgreed.values if code in codes]


def write_lease(contract: Contract, *, by) -> Letter:
    day = contract.signed_on or timezone.localdate()
    return letters.write(
        "letters/lease.html",
        contract,
        kind="lease",
        title=_("Husleiekontrakt"),
        by=by,
        day=day,
        context=_agreed(contract, day),
    )


def _agreed(contract, day) -> dict:
    terms = contract.terms()
    return {
        "number": contract.tenancy.number,
        "lease": contract,
        "is_short": terms.is_short,
        **_parties(contract.household, day),
        "specification": _specification(contract.tenancy),
        "exceptions": _cited(contract.exceptions, day),
        "law": rules_on(day),
    }


def _cited(codes, day) -> list[tuple]:
    return [(text, reference(code, day).short if code else "") for text, code in exceptions_told(codes)]


def _parties(household, day) -> dict:
    """Who signs, and who else lives there: by name, never by number."""
    members = household.members_on(day)
    signing = (Membership.Role.MAIN, Membership.Role.PARTNER)
    return {
        "tenants": [str(member.person) for member in members if member.role in signing] or [household.number],
        "others": [str(member.person) for member in members if member.role not in signing],
    }


def _specification(tenancy) -> list[tuple]:
    dwelling = tenancy.dwelling
    if level_of(tenancy.household, timezone.localdate()) != Protection.NONE:
        return [(_("Bolig"), _("Adressen skrives for hånd i eksemplarene til partene, og lagres ikke her."))]
    said = [
        (_("Adresse"), dwelling.full_address),
        (_("Rom"), str(dwelling.rooms or "")),
        (_("Areal"), f"{dwelling.area_m2:.0f} m²" if dwelling.area_m2 else ""),
        (_("Etasje"), "" if dwelling.floor is None else str(dwelling.floor)),
    ]
    return [(name, value) for name, value in said if value]


def write_notice(notice: LeaseNotice, *, by) -> Letter:
    context = {
        "number": notice.tenancy.number,
        "exceptions": _cited(notice.exceptions, notice.written_on),
        "law": rules_on(notice.written_on),
        **_parties(notice.household, notice.written_on),
    }
    return letters.write(
        "letters/lease_notice.html",
        notice,
        kind="lease_notice",
        title=_("Opplysning om boligen du skal leie"),
        by=by,
        day=notice.written_on,
        context=context,
    )


def write_move_out_request(request: MoveOutRequest, *, by) -> Letter:
    context = {
        "number": request.tenancy.number,
        "ended_on": request.contract.ends_on,
        "move_by": request.move_by,
        "law": rules_on(request.sent_on),
    }
    letter = letters.write(
        "letters/move_out_request.html",
        request,
        kind="move_out_request",
        title=_("Leiekontrakten din er gått ut: vi ber deg flytte"),
        by=by,
        day=request.sent_on,
        context=context,
    )
    letters.mark_sent(letter, request.sent_on)
    return letter


def write_termination(termination: Termination, *, by) -> Letter:
    context = {
        "number": termination.tenancy.number,
        "termination": termination,
        "ground": NAMED_GROUNDS[termination.ground],
        "is_notice": termination.kind == Termination.Kind.NOTICE,
        "law": rules_on(termination.given_on),
        "rent": kr(termination.tenancy.monthly_rent),
    }
    return letters.write(
        "letters/termination.html",
        termination,
        kind="termination",
        title=TITLES[termination.kind],
        by=by,
        day=timezone.localdate(),
        context=context,
    )
