"""Dwellings that stand ready today: without them the demo's list and meetings would have nothing to decide."""

from django.utils import timezone

from allocation.models import Proposal
from housing.models import Dwelling, VoidPeriod

READY = 6


def leave_vacant() -> None:
    """Once, before the first plan: the oldest work on some ordinary homes is done this morning."""
    today = timezone.localdate()
    if Proposal.objects.exists():
        return
    homes = Dwelling.objects.under_work(today).unpromised(today).filter(category="ordinary", ownership="owned")
    work = VoidPeriod.objects.filter(dwelling__in=homes.values("pk"), ends_on__isnull=True, starts_on__lt=today)
    for void in work.exclude(reason="sale").order_by("starts_on", "pk")[:READY]:
        void.ends_on = today
        void.save(update_fields=["ends_on"])
