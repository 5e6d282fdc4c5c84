"""What happens in the arrears room because time passes, or because paper takes time. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from evictions import agenda, fortnight
from evictions.models import ArrearsMinutes, LedgerUpload
from housing.cases import Refused


@shared_task(name="evictions.print_minutes")
def print_minutes(*, minutes_id):
    """Make the PDF of one meeting's minutes (referat)."""
    ArrearsMinutes.printed(minutes_id)


@shared_task(name="evictions.read_ledger")
def read_ledger(*, upload_id):
    """Read in one ledger file; a second delivery of the same message does nothing."""
    LedgerUpload.objects.select_related("file", "uploaded_by").get(pk=upload_id).read_in()


@shared_task(name="evictions.requeue_ledgers")
def requeue_ledgers():
    """Every minute: files that a dead worker or a lost message left behind are asked for again."""
    for upload in LedgerUpload.objects.left_behind(timezone.now()):
        try:
            upload.try_again()
        except Refused:
            continue  # it finished while we looked


@shared_task(name="evictions.make_fortnightly_run")
def make_fortnightly_run():
    """Each night: the run that is due, also one that was missed, and how the payment plans go."""
    today = timezone.localdate()
    fortnight.make_run(today)
    fortnight.check_plans(today)
    agenda.refresh_planned(today)
