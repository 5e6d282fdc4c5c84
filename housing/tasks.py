"""What the worker does for the base app. Tasks carry ids only and are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from housing import letters
from housing.forms import drafts
from housing.models import Letter


@shared_task(name="housing.print_letter")
def print_letter(*, letter_id):
    """Make the PDF of one letter (brev)."""
    letters.print_pdf(letter_id)


@shared_task(name="housing.print_unprinted_letters")
def print_unprinted_letters():
    """Ask again for letters a crash left without a PDF, one by one: one that cannot be printed holds up no other."""
    for letter_id in Letter.objects.unprinted().values_list("pk", flat=True):
        print_letter.delay(letter_id=letter_id)


@shared_task(name="housing.forget_old_drafts")
def forget_old_drafts():
    """Delete the drafts nobody has touched for three months (gamle utkast)."""
    drafts.forget_old(timezone.localdate())
