"""What the arrears room does when a case moves or a fact changes (rows of ``housing/consequences.py``)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from evictions.models import ArrearsCase, BenefitDeduction, EvictionFollowUp, PaymentPlan, Petition
from housing.models import Tenancy

# Within a week somebody has seen the household that was put out.
FOLLOW_UP_DAYS = 7


def put_out(petition: Petition, *, by) -> None:
    """An eviction that is carried out ends the tenancy and the case, and somebody answers for the household."""
    day = petition.outcome_on
    case = ArrearsCase.objects.open().filter(tenancy=petition.tenancy_id).first()
    _end_measures(petition.tenancy_id, by=by, on=day)
    if case is not None:
        case.close(by=by, closed_on=max(day, case.opened_on), closing_reason=ArrearsCase.ClosingReason.EVICTED)
    _end_tenancy(petition, by=by, day=day)
    EvictionFollowUp.objects.create(
        petition=petition,
        owner=_owner(case, petition) or by,
        due_on=day + timedelta(days=FOLLOW_UP_DAYS),
        by=by,
    )
    petition.household.tell(_("Oppfølging etter utkastelse"), by=by, happened_on=day, subject=petition)


def _end_tenancy(petition: Petition, *, by, day) -> None:
    tenancy = Tenancy.objects.select_for_update().get(pk=petition.tenancy_id)
    if tenancy.status == Tenancy.Status.ACTIVE:
        tenancy.move_out(by=by, moved_out_on=day, end_reason=Tenancy.EndReason.EVICTED)


def _owner(case: ArrearsCase | None, petition: Petition):
    """Whoever has the case; one who no longer works here answers for nobody."""
    for row in (case, petition):
        if row is not None and row.caseworker is not None and row.caseworker.is_active:
            return row.caseworker
    return None


def tenancy_ended(tenancy: Tenancy, *, by) -> None:
    """Nothing more is drawn or paid down once they have moved; the case is left for somebody to close."""
    _end_measures(tenancy.pk, by=by, on=tenancy.moved_out_on)
    for case in ArrearsCase.objects.open().filter(tenancy=tenancy):
        case.tell(_("leieforholdet er over"), by=by, note=_("Saken kan lukkes."), happened_on=tenancy.moved_out_on)


def _end_measures(tenancy_id: int, *, by, on) -> None:
    note = _("Leieforholdet er over")
    for plan in PaymentPlan.objects.standing().filter(case__tenancy=tenancy_id).select_related("case__tenancy"):
        plan.cancel(by=by, on=max(on, plan.agreed_on), note=note)
    for row in BenefitDeduction.objects.not_over(on).filter(case__tenancy=tenancy_id).select_related("case__tenancy"):
        row.end(by=by, on=on, reason=BenefitDeduction.EndReason.MOVED)


def consent_withdrawn(households, *, by) -> None:
    """Without a consent nothing is drawn from a benefit, from the day it was withdrawn."""
    rows = BenefitDeduction.objects.without_consent().filter(case__tenancy__household__in=households)
    for row in rows.select_related("case__tenancy"):
        row.end(by=by, on=row.consent_ended_on, reason=BenefitDeduction.EndReason.WITHDRAWN)


def end_deductions_without_consent() -> None:
    """Files that were read in may have ended a consent."""
    for row in BenefitDeduction.objects.without_consent().select_related("case__tenancy"):
        row.end(by=None, on=row.consent_ended_on, reason=BenefitDeduction.EndReason.WITHDRAWN)
