"""What waits to be done for those on the way to owning (rows of ``housing/deadlines.py``). One question each."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from housing.deadlines import Deadline
from rent_to_own.models import Guidance, StartLoan


def certificates(households, today) -> Iterator[Deadline]:
    """The financing certificate runs out before a home is bought (finansieringsbevis)."""
    rows = StartLoan.objects.certificates().filter(household__in=households)
    waiting = rows.filter(guidance__status__in=Guidance.BEFORE_PURCHASE)
    for loan in waiting.select_related("guidance").order_by("pk"):
        is_past = loan.certificate_expires_on < today
        yield Deadline(
            due_on=loan.certificate_expires_on,
            what=_("Finansieringsbeviset er gått ut: forleng det, eller søk på nytt")
            if is_past
            else _("Finansieringsbeviset går ut"),
            household_id=loan.household_id,
            url=reverse("guidance", args=[loan.guidance_id]),
            if_missed=_("Husstanden kan ikke by på en bolig."),
            caseworker_id=loan.guidance.caseworker_id,
            case=loan.guidance.number,
            how=_("siste dag i beviset"),
        )


def ownership_talks(households, today) -> Iterator[Deadline]:
    """The next talk, on the way to a home and after it is bought: nobody falls out of sight."""
    rows = Guidance.objects.open().filter(household__in=households, next_contact_on__isnull=False)
    for guidance in rows.order_by("pk"):
        what = _("Leie til eie: samtale") if guidance.is_before_purchase else _("Følg opp etter boligkjøpet")
        yield Deadline(
            due_on=guidance.next_contact_on,
            what=what,
            household_id=guidance.household_id,
            url=reverse("guidance", args=[guidance.pk]),
            if_missed=_("Husstanden kan bli borte underveis."),
            caseworker_id=guidance.caseworker_id,
            case=guidance.number,
            how=_("dagen som er avtalt"),
        )
