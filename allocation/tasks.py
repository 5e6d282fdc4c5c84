"""What happens to offers and places because time passes. Safe to run twice, and catches up after missed days."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from allocation import recount
from allocation.models import Minutes, Offer, Override
from housing.database import Refused


@shared_task(name="allocation.expire_offers")
def expire_offers():
    """Every night: offers nobody answered in time. One answered in this very moment is left alone."""
    today = timezone.localdate()
    for offer in Offer.objects.past_answer_by(today).select_related("application__household"):
        try:
            # The day it was true, also when the job was not run for a week.
            offer.expire(expired_on=offer.answer_by + timedelta(days=1))
        except Refused:
            continue


@shared_task(name="allocation.go_through_waiting_list")
def go_through_waiting_list():
    """Every night: points that time changes, a scheme that begins, overrides whose last day is past."""
    recount.go_through()
    for override in Override.objects.over(timezone.localdate()).select_related("application__household"):
        try:
            override.expire()
        except Refused:
            continue


@shared_task(name="allocation.print_minutes")
def print_minutes(*, minutes_id):
    """Make the PDF of one meeting's minutes (referat)."""
    Minutes.printed(minutes_id)
