"""Appeals: received, and what became of them (klage)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Appeal, Application
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future


class AppealForm(OnceForm):
    """An appeal came in (klage mottatt)."""

    received_on = DateField(label=_("Klage mottatt"), initial=timezone.localdate)
    grounds = TextField(label=_("Hva det klages på"), max_length=5000, rows=5, required=False)

    class Meta:
        model = Appeal
        fields = ["received_on", "grounds"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application

    def rows(self):
        return Appeal.objects.filter(application=self.application)

    def clean_received_on(self):
        day = not_in_future(self.cleaned_data["received_on"])
        if self.application.decided_on and day < self.application.decided_on:
            raise forms.ValidationError(_("Klagen kan ikke være mottatt før vedtaket."))
        return day

    def register(self, *, by) -> Appeal:
        with refusing_breaches(), transaction.atomic():
            # The lock lets one of two clicks look for the other's row.
            Application.objects.select_for_update().get(pk=self.application.pk)
            if self.application.appeals.with_us().exists():
                raise Refused(_("Det ligger allerede en klage uten svar på dette vedtaket."))
            made = self.keyed()
            made.decision = self.application.decisions.first()
            made.caseworker = self.application.caseworker or by
            made.begin(by=by, happened_on=made.received_on)
        return made


class AppealAnswerForm(forms.Form):
    """What became of the appeal: changed by us, forwarded to the appeal body, dismissed or withdrawn."""

    status = forms.ChoiceField(label=_("Resultat"), widget=forms.RadioSelect)
    decided_on = DateField(label=_("Avgjort"), initial=timezone.localdate)
    note = TextField(label=_("Begrunnelse"), max_length=1000, rows=3, help_text=_("Kommer på tidslinjen."))

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        self.fields["status"].choices = [(code, Appeal.Status(code).label) for code in Appeal.MOVES[appeal.status]]

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.appeal.received_on:
            raise forms.ValidationError(_("Klagen kan ikke være avgjort før den er mottatt."))
        return day

    def answer(self, *, by) -> Application:
        """Changed means that a refused application is to be decided anew."""
        status, day, note = (self.cleaned_data[name] for name in ("status", "decided_on", "note"))
        application = self.appeal.application
        with refusing_breaches(), transaction.atomic():
            self.appeal.move_to(status, by=by, note=note, happened_on=day, decided_on=day)
            if status == Appeal.Status.CHANGED and application.may_move_to(Application.Status.UNDER_REVIEW):
                application.reopen(by=by, note=_("Klagen er tatt til følge. Søknaden skal avgjøres på nytt."))
        return application
