"""What the arrears room shows on a household's page: a panel, the day of an eviction, and the tab «Husleie»."""

from decimal import Decimal

from django.utils.translation import gettext as _

from evictions.models import ArrearsCase, LedgerEntry, Petition
from evictions.petition_facts import children_of
from evictions.return_notes import note_for
from housing.casefile import Part, State
from housing.models import Tenancy
from housing.templatetags.norwegian import date_no

LATEST = 24


def panel(household, user, day) -> Part | None:
    """What is owed now, the open case, and whether they have been put out before."""
    if not user.has_perm("evictions.view_arrears"):
        return None
    case = _cases(household, user).open().first()
    known = note_for(household, day)
    if case is None and known is None:
        return None
    context = {"case": case, "known": known}
    if case is not None:
        context["balance"] = LedgerEntry.objects.filter(tenancy=case.tenancy_id).balance(day)
        context["petition"] = Petition.objects.open().filter(tenancy=case.tenancy_id).first()
    return Part(_("Husleie"), "evictions/_household_panel.html", context)


def state(household, user, day) -> State | None:
    """«Utkastelsen er berammet til 04.05.2026. Barn bor her.»"""
    petitions = Petition.objects.visible_to(user).filter(tenancy__household=household, status=Petition.Status.SCHEDULED)
    petition = petitions.order_by("scheduled_on").first()
    if petition is None:
        return None
    text = _("Utkastelsen er berammet til {day}.").format(day=date_no(petition.scheduled_on))
    detail = _("Barn bor her.") if children_of(household, day) else ""
    return State(text, detail, _("Åpne begjæringen"), petition.get_absolute_url())


def rent(household, user, day) -> Part | None:
    """The tab «Husleie»: of each tenancy what is owed and the latest postings, and every case there has been."""
    if not user.has_perm("evictions.view_arrears"):
        return None
    cases = list(_cases(household, user))
    tenancies = list(Tenancy.objects.visible_to(user).filter(household=household))
    ledger = _ledger_by_tenancy(tenancies, day)
    by_tenancy: dict[int, list] = {}
    for case in cases:
        by_tenancy.setdefault(case.tenancy_id, []).append(case)
    for row in tenancies:
        rows = ledger.get(row.pk, [])
        row.owed = rows[-1].balance if rows else Decimal(0)
        row.latest = rows[::-1][:LATEST]
        row.more = len(rows) - len(row.latest)
        row.arrears = by_tenancy.get(row.pk, [])
        row.may_open = user.has_perm("evictions.change_arrears") and not any(case.is_open for case in row.arrears)
    shown = [row for row in tenancies if row.latest or row.arrears or row.moved_out_on is None]
    owed = sum(case.is_open for case in cases)
    return Part(_("Husleie"), "evictions/_household_rent.html", {"tenancies": shown, "day": day}, count=owed or None)


def _cases(household, user):
    return ArrearsCase.objects.visible_to(user).filter(tenancy__household=household)


def _ledger_by_tenancy(tenancies, day) -> dict[int, list]:
    """Each posting with the balance after it: one question for all the household's homes."""
    found: dict[int, list] = {}
    entries = LedgerEntry.objects.filter(tenancy__in=tenancies).by(day).order_by("posted_on", "pk")
    for entry in entries:
        rows = found.setdefault(entry.tenancy_id, [])
        entry.balance = (rows[-1].balance if rows else Decimal(0)) + entry.effect
        rows.append(entry)
    return found
