"""The applicant is told (underretning): from that day the appeal period runs."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing import letters
from housing.database import Refused, refusing_breaches
from housing.fields import DateField
from housing.forms.people import not_in_future
from housing.models import CaseEvent


class NotifiedForm(forms.Form):
    """The applicant has been told (underrettet): the appeal period runs from the day the letter arrived."""

    sent_on = DateField(label=_("Brevet ble sendt"), initial=timezone.localdate)
    notified_on = DateField(
        label=_("Brevet kom frem"),
        initial=timezone.localdate,
        help_text=_("Klagefristen på tre uker løper fra denne dagen. Skriv dd.mm.åååå."),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_sent_on(self):
        day = not_in_future(self.cleaned_data["sent_on"])
        # After an appeal a granted application has a newer decision than its own day says.
        latest = self.application.decisions.first()
        if day < (latest.decided_on if latest else self.application.decided_on):
            raise forms.ValidationError(_("Brevet kan ikke være sendt før vedtaket."))
        return day

    def clean(self):
        answers = super().clean()
        sent_on, notified_on = answers.get("sent_on"), answers.get("notified_on")
        if sent_on and notified_on and notified_on < sent_on:
            self.add_error("notified_on", _("Brevet kan ikke komme frem før det er sendt."))
        return answers

    def clean_notified_on(self):
        return not_in_future(self.cleaned_data["notified_on"])

    def register(self, *, by) -> Application:
        application, day = self.application, self.cleaned_data["notified_on"]
        with refusing_breaches(), transaction.atomic():
            decided = Application.objects.exclude(outcome=Application.Outcome.WITHDRAWN)
            told = decided.filter(pk=application.pk, decided_on__isnull=False, notified_on__isnull=True)
            if not told.update(notified_on=day):
                raise Refused(_("Søkeren er allerede underrettet, eller vedtaket er gjort om."))
            latest = application.decisions.select_related("letter").first()
            if latest and latest.letter:
                letters.mark_sent(latest.letter, self.cleaned_data["sent_on"])
            CaseEvent.write(application, by=by, title=_("Søkeren er underrettet om vedtaket"), happened_on=day)
        application.notified_on = day
        return application
