"""What the worker does for the base app. Tasks carry ids only and are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from housing import letters, regulation, rent_letters
from housing.forms import drafts
from housing.models import Letter, RentRun


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


@shared_task(name="housing.write_rent_letters")
def write_rent_letters(*, run_id):
    """The letters of one run (varsel om ny leie) that are not written yet."""
    rent_letters.write_waiting(run_id)


@shared_task(name="housing.write_waiting_rent_letters")
def write_waiting_rent_letters():
    """Ask again for the letters a crash left behind, and tell those whose new rent was called off."""
    for run_id in RentRun.objects.filter(status=RentRun.Status.NOTIFIED).values_list("pk", flat=True):
        rent_letters.write_waiting(run_id)
    rent_letters.tell_called_off()


@shared_task(name="housing.put_rents_in_force")
def put_rents_in_force():
    """New rents whose day has come, or passed while nothing ran."""
    regulation.put_in_force(timezone.localdate())
