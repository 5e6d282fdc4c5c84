"""Deadlines of leases and alerts (``housing/deadlines.py``): run-outs, silent conversion, protests, old alerts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from housing.deadlines import Deadline
from housing.law import reference
from housing.models import Alert, Contract, Tenancy, Termination
from housing.periods import add_months
from housing.run_outs import COMING, Stage, run_outs
from housing.terms import due_on, reckoned

# Our own routine: whoever rents has talked with somebody about what comes next three months before the lease ends.
TALK_BEFORE_MONTHS = 3
TALK = _l("Hold boligkarrieresamtale før leiekontrakten går ut.")
SETTLE = _l("Leiekontrakten går ut. Avklar om den skal forlenges.")
RUN_OUT = _l("Leiekontrakten er utløpt. Send flytteoppfordring, eller inngå ny kontrakt.")
SILENT = _l("Leiekontrakten er utløpt, og flytteoppfordring er ikke registrert. Avklar om avtalen er tidsubestemt.")


def _standing(households, today, *stages):
    return run_outs(Tenancy.objects.filter(household__in=households), today).filter(stage__in=stages)


def _deadline(tenancy, **facts) -> Deadline:
    return Deadline(
        household_id=tenancy.household_id,
        url=tenancy.get_absolute_url(),
        caseworker_id=tenancy.caseworker_id,
        case=tenancy.number,
        **facts,
    )


def expiring_contracts(households, today):
    """A lease that ends within a year: first the talk about what comes after, then what was settled there."""
    law = str(reference("husll_9_2", today).short)
    missed = _("Bor husstanden der fortsatt etter utløpet, kan avtalen bli tidsubestemt.")
    for tenancy in _standing(households, today, *COMING):
        ends_on = tenancy.contract_ends_on
        if tenancy.talked_on is None:
            due = add_months(ends_on, -TALK_BEFORE_MONTHS)
            yield _deadline(tenancy, due_on=due, what=str(TALK), law=law, if_missed=missed)
        elif tenancy.stage == Stage.MONTHS_3:
            yield _deadline(tenancy, due_on=ends_on, what=str(SETTLE), law=law, if_missed=missed)


def expired_in_place(households, today):
    """A lease that has run out with the tenant still there: three months later it is indefinite (husll § 9-2)."""
    law = str(reference("husll_9_2", today).short)
    for tenancy in _standing(households, today, Stage.RUN_OUT, Stage.SILENT):
        limit = due_on("F11", tenancy.contract_ends_on)
        if limit < add_months(today, -12):
            continue  # it turned indefinite long ago: the list of contracts shows it, a deadline no longer helps
        yield _deadline(
            tenancy,
            due_on=limit,
            what=str(SILENT if tenancy.stage == Stage.SILENT else RUN_OUT),
            law=law,
            if_missed=_("Uten skriftlig flytteoppfordring i tide er avtalen tidsubestemt."),
            how=reckoned("F11", tenancy.contract_ends_on),
        )


def unsigned_leases(households, today):
    """A lease written and not signed by the day it begins."""
    rows = Contract.objects.unsigned().filter(tenancy__household__in=households).select_related("tenancy")
    for lease in rows:
        yield _deadline(lease.tenancy, due_on=lease.starts_on, what=_("Leiekontrakten er ikke signert."))


def move_outs(households, today):
    """Those who were to have left by now (skal flytte ut)."""
    for tenancy in Tenancy.objects.filter(household__in=households, status="active", leaves_on__lte=today):
        yield _deadline(
            tenancy, due_on=tenancy.leaves_on, what=_("Husstanden skulle flytte ut. Registrer det, eller rett datoen.")
        )


def protested_terminations(households, today):
    """A protest in time: without a lawsuit the notice falls away three months later (husll § 9-8)."""
    law = reference("husll_9_8", today)
    rows = Termination.objects.standing(today).filter(
        tenancy__household__in=households, tenancy__status="active", protested_on__isnull=False, sued_on__isnull=True
    )
    for termination in rows.select_related("tenancy"):
        if termination.is_protested_in_time:
            yield _deadline(
                termination.tenancy,
                due_on=termination.suit_due_on,
                what=_("Leieren har protestert mot oppsigelsen. Gå til søksmål, eller trekk den."),
                law=str(law.short),
                if_missed=_("Oppsigelsen faller bort."),
                how=reckoned("F12_suit", termination.protest_due_on),
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
