"""What the worker does for the reports."""

from celery import shared_task
from django.utils import timezone

from housing.cases import Refused
from reporting import drafts, steering_room
from reporting.models import ReportRun


@shared_task(name="reporting.produce_report")
def produce_report(*, run_id):
    """Make the PDF once; a second delivery of the same message does nothing."""
    ReportRun.objects.select_related("report").get(pk=run_id).produce()


@shared_task(name="reporting.requeue_runs")
def requeue_runs():
    """Every minute: runs that a dead worker or a lost message left behind are asked for again."""
    for run in ReportRun.objects.left_behind(timezone.now()):
        try:
            run.try_again()
        except Refused:
            continue  # it finished while we looked


@shared_task(name="reporting.begin_drafts")
def begin_drafts():
    """Every night: a draft of each report whose day has come; a night that was missed is made up for the next."""
    drafts.begin_due(timezone.localdate())


@shared_task(name="reporting.reckon_steering_room")
def reckon_steering_room():
    """Before the day begins, so that the first who opens the room does not wait."""
    steering_room.numbers(timezone.localdate())
