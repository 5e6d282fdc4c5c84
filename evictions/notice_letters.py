"""Shorter letters of a case: the collection notice (inkassovarsel) and the one to NAV (varsel til sosialtjenesten)."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions.claims import Claim, by_month, total
from evictions.models import ArrearsAction, SocialNotice
from evictions.petition_facts import adults_of, children_of
from housing import letters
from housing.law import reference
from housing.models import Letter
from housing.terms import due_on

COLLECTION, SOCIAL = "collection_notice", "social_notice"


def write_collection(action: ArrearsAction, claims: list[Claim], *, by) -> Letter:
    """Two weeks to pay before the claim is collected (inkassoloven § 9)."""
    day = action.done_on
    letter = letters.write(
        "letters/collection_notice.html",
        action,
        kind=COLLECTION,
        title=_("Inkassovarsel: husleien er ikke betalt"),
        by=by,
        day=day,
        context={
            "number": action.case.number,
            "months": by_month(claims),
            "amount": total(claims),
            "deadline": pay_by(day),
            "phone_of_office": settings.MUNICIPALITY["phone"],
            "law": reference("inkl_9", day).short,
        },
    )
    letters.mark_sent(letter, day)
    return letter


def pay_by(sent_on: date) -> date:
    """The last of the fourteen days."""
    return due_on("F8", sent_on)


def write_social(notice: SocialNotice, claims: list[Claim], *, by) -> Letter:
    """To NAV, with a copy to the tenant. By name and birth date: never where they live."""
    day, household = notice.sent_on, notice.household
    letter = letters.write(
        "letters/social_notice.html",
        notice,
        kind=SOCIAL,
        title=_("Varsel om at en leietaker kan miste boligen"),
        by=by,
        day=day,
        context={
            "number": notice.case.number,
            "tenant": adults_of(household, day)[0].person if adults_of(household, day) else None,
            "children": len(children_of(household, day)),
            "amount": total(claims),
            "law": reference("husll_9_11", day).short,
        },
        recipient=nav_office(),
        copy_to=_tenant(household),
    )
    letters.mark_sent(letter, day)
    SocialNotice.objects.filter(pk=notice.pk).update(letter=letter)
    return letter


def nav_office() -> str:
    return f"NAV {settings.MUNICIPALITY['name'].removesuffix(' kommune')}"


def _tenant(household) -> str:
    members = household.members_on(timezone.localdate())
    return str(members[0].person) if members else household.number
