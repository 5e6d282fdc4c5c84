"""Gathers what ``obstacles.py`` asks about before a petition (hva loven spør om før en begjæring)."""

from decimal import Decimal

from evictions.claims import total, unpaid_claims
from evictions.models import ArrearsCase, ChildrenOverride, EvictionWarning, LedgerEntry, PaymentPlan, Petition
from evictions.obstacles import PetitionFacts, Warned
from housing.models import Membership, Tenancy

ADULT = 18


def petition_facts(case: ArrearsCase, day) -> PetitionFacts:
    """As it stands on the day; a handful of questions, however many warnings there are."""
    tenancy = case.tenancy
    postings = postings_of(tenancy, day)
    plans = list(case.payment_plans.prefetch_related("instalments"))
    notice = getattr(case, "social_notice", None)
    lease = tenancy.contract_on(day)
    return PetitionFacts(
        today=day,
        owed=sum((effect for _posted_on, effect in postings), Decimal(0)),
        warnings=tuple(warned(row, postings) for row in EvictionWarning.objects.filter(case=case, sent_on__lte=day)),
        is_municipal=tenancy.tenure == Tenancy.Tenure.MUNICIPAL,
        has_moved_out=tenancy.moved_out_on is not None,
        has_clause=lease.has_unpaid_clause if lease else None,
        has_open_petition=Petition.objects.open().filter(tenancy=tenancy).exists(),
        plan_is_kept=any(plan.status == PaymentPlan.Status.ACTIVE for plan in plans),
        has_children=bool(children_of(case.household, day)),
        plan_tried=any(plan_was_tried(plan, day) for plan in plans),
        is_overridden=ChildrenOverride.objects.filter(case=case, decided_on__lte=day).exists(),
        social_told_on=notice.sent_on if notice else None,
        has_reserved=bool(notice and notice.reserved_on),
        other_adults=len(adults_of(case.household, day)[1:]),
    )


def postings_of(tenancy, day) -> list[tuple]:
    """What ``claims.py`` reckons with: one household's rent of some years is a hundred rows or two."""
    return list(LedgerEntry.objects.filter(tenancy=tenancy).by(day).values_list("posted_on", "effect"))


def warned(warning: EvictionWarning, postings) -> Warned:
    return Warned(warning.sent_on, warning.due_on, unpaid_of_claim(warning.sent_on, postings), warning.pk)


def unpaid_of_claim(sent_on, postings) -> Decimal:
    """What is left of all that had been charged by the day the warning was sent."""
    return total(claim for claim in unpaid_claims(postings) if claim.posted_on <= sent_on)


def plan_was_tried(plan: PaymentPlan, day) -> bool:
    """An agreement that lived until its first instalment fell due: one ended before has tried nothing."""
    first = min((part.due_on for part in plan.instalments.all()), default=None)
    return first is not None and plan.agreed_on <= day and first <= min(plan.ended_on or day, day)


def children_of(household, day) -> list[Membership]:
    """Children of the household and others under 18, youngest first."""
    found = [member for member in household.members_on(day) if _is_child(member, day)]
    return sorted(found, key=lambda member: member.person.age_on(day) or 0)


def adults_of(household, day) -> list[Membership]:
    """The main person first."""
    return [member for member in household.members_on(day) if not _is_child(member, day)]


def _is_child(member: Membership, day) -> bool:
    if member.role == Membership.Role.MAIN:
        return False
    age = member.person.age_on(day)
    # A grown son or daughter is an adult here; one whose birth date is not known is taken to be a child.
    return age < ADULT if age is not None else member.role == Membership.Role.CHILD
