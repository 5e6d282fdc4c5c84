"""Deadlines of leases and alerts (``housing/deadlines.py``): run-outs, silent conversion, alerts to consider anew."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from housing.deadlines import Deadline
from housing.law import reference
from housing.models import Alert, Tenancy
from housing.periods import add_months
from housing.terms import due_on, reckoned

RADAR_MONTHS = 6
RUN_OUT = _l("Leiekontrakten er utløpt. Send flytteoppfordring, eller inngå ny kontrakt.")
SILENT = _l("Leiekontrakten er utløpt, og flytteoppfordring er ikke registrert. Avklar om avtalen er tidsubestemt.")


def _active_with_end(households, today):
    rows = Tenancy.objects.lived_in(today).filter(household__in=households).with_latest_contract(today)
    return rows.filter(contract_ends_on__isnull=False)


def expiring_contracts(households, today):
    """A lease that ends within six months: the tenant is called to a talk about what comes after."""
    limit = add_months(today, RADAR_MONTHS)
    for tenancy in _active_with_end(households, today).filter(contract_ends_on__gt=today, contract_ends_on__lte=limit):
        yield Deadline(
            due_on=tenancy.contract_ends_on,
            what=_("Leiekontrakten utløper. Ta en samtale om veien videre."),
            household_id=tenancy.household_id,
            url=tenancy.get_absolute_url(),
            law=str(reference("husll_9_2", today).short),
            if_missed=_("Bor husstanden der fortsatt etter utløpet, kan avtalen bli tidsubestemt."),
            caseworker_id=tenancy.caseworker_id,
            case=tenancy.number,
        )


def expired_in_place(households, today):
    """A lease that has run out with the tenant still there: three months later it is indefinite (husll § 9-2)."""
    for tenancy in _active_with_end(households, today).filter(contract_ends_on__lte=today):
        limit = due_on("F11", tenancy.contract_ends_on)
        if limit < add_months(today, -12):
            continue  # it turned indefinite long ago: the list of contracts shows it, a deadline no longer helps
        yield Deadline(
            due_on=limit,
            what=str(SILENT if limit < today else RUN_OUT),
            household_id=tenancy.household_id,
            url=tenancy.get_absolute_url(),
            law=str(reference("husll_9_2", today).short),
            if_missed=_("Uten skriftlig flytteoppfordring i tide er avtalen tidsubestemt."),
            caseworker_id=tenancy.caseworker_id,
            case=tenancy.number,
            how=reckoned("F11", tenancy.contract_ends_on),
        )


def alerts_to_renew(households, today):
    """An alert that runs out within a month is considered anew before it disappears from the page."""
    soon = Alert.objects.on(today).filter(
        person__memberships__household__in=households, person__memberships__left_on__isnull=True
    )
    rows = soon.filter(expires_on__lte=add_months(today, 1)).values("expires_on", "person__memberships__household")
    for row in rows.distinct():
        household_id = row["person__memberships__household"]
        yield Deadline(
            due_on=row["expires_on"],
            what=_("Et varsel utløper. Vurder om det fortsatt gjelder."),
            household_id=household_id,
            url=f"/husstander/{household_id}/",
        )
