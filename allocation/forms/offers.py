"""Forms about offers (tilbud): giving one, and the answer to it."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import discussed, offer_letter
from allocation.candidates import candidates_for, home_of, passed_over
from allocation.forms.passed_over import PassedOverFields
from allocation.matching import match
from allocation.models import Offer
from allocation.needs import need_of
from applications.models import Application
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Dwelling, Tenancy

ANSWER_DAYS = 7


class OfferForm(PassedOverFields, OnceForm):
    """One dwelling is offered to one household. Going past somebody with a better place asks for the reason."""

    offered_on = DateField(label=_("Tilbudt"), initial=timezone.localdate)
    answer_by = DateField(label=_("Svarfrist"))
    grounds = LineField(label=_("Hvorfor denne husstanden"), max_length=500, required=False)
    undiscussed = LineField(
        label=_("Hvorfor boligen tilbys uten tverrfaglig drøfting"),
        max_length=500,
        help_text=_("Rutinen er at søknaden drøftes med de andre tjenestene først. Grunnen skrives på tidslinjen."),
    )

    class Meta:
        model = Offer
        fields = ["offered_on", "answer_by", "grounds"]

    def __init__(self, *args, application, dwelling, may_skip_discussion=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application
        self.dwelling = self.instance.dwelling = dwelling
        self.lacks_discussion = discussed.is_missing(application, timezone.localdate())
        if not (self.lacks_discussion and may_skip_discussion):
            del self.fields["undiscussed"]
        self.fields["answer_by"].initial = timezone.localdate() + timedelta(days=ANSWER_DAYS)
        self.candidates = candidates_for(dwelling, timezone.localdate())
        self.ask_why(passed_over(self.candidates, application))
        self.candidate = next((row for row in self.candidates if row.place.application.pk == application.pk), None)

    def rows(self):
        return Offer.objects.filter(application=self.application, dwelling=self.dwelling)

    def clean_offered_on(self):
        day = not_in_future(self.cleaned_data["offered_on"])
        if self.application.decided_on and day < self.application.decided_on:
            raise forms.ValidationError(_("Tilbudet kan ikke være gitt før vedtaket."))
        return day

    def clean(self):
        answers = super().clean()
        offered_on, answer_by = answers.get("offered_on"), answers.get("answer_by")
        if offered_on and answer_by and answer_by < offered_on:
            self.add_error("answer_by", _("Svarfristen kan ikke være før tilbudet."))
        self.check_reasons(answers)
        if self.lacks_discussion and "undiscussed" not in self.fields:
            self.add_error(None, _("Søknaden må drøftes med de andre tjenestene før en bolig tilbys. Det er rutinen."))
        return answers

    def make(self, *, by) -> Offer:
        """The application is locked: of two who offer it a dwelling at once, the second is told of the first.

        ``no_key``: the record of an allocation points at all who were weighed, and two who offer different dwellings
        to different households must not wait for one another in a ring.
        """
        with refusing_breaches(), transaction.atomic():
            application = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=self.application.pk)
            if not application.waits_for_dwelling:
                raise Refused(_t("Søknaden står ikke på ventelisten."))
            if application.offers.open().exists():
                raise Refused(_t("Husstanden har allerede et tilbud den ikke har svart på."))
            self._check_dwelling()
            made = self.keyed()
            made.caseworker = by
            made.weighed = self.candidates
            made.reasons_told = {row.application_id: row.told for row in self.reasons}
            made.begin(by=by, happened_on=made.offered_on)
            self.write_reasons(made)
            if self.cleaned_data.get("undiscussed"):
                title = _t("Tilbud uten tverrfaglig drøfting")
                CaseEvent.write(application, by=by, title=title, note=self.cleaned_data["undiscussed"])
            offer_letter.write(made, by=by)
        return made

    def _check_dwelling(self):
        today = timezone.localdate()
        # Locked: of an offer and a hold at once, one is refused.
        Dwelling.objects.select_for_update(no_key=True).get(pk=self.dwelling.pk)
        dwelling = Dwelling.objects.in_stock(today).with_occupancy(today).filter(pk=self.dwelling.pk).first()
        if dwelling is None or dwelling.is_occupied:
            raise Refused(_t("Noen bor i boligen, eller den er ute av boligmassen."))
        if dwelling.tenancies.filter(status=Tenancy.Status.ALLOCATED).exists():
            raise Refused(_t("Boligen er allerede tildelt en annen husstand."))
        held = dwelling.holds.on(today).exclude(appeal__application__household=self.application.household_id)
        if held.exists():
            raise Refused(_t("Boligen holdes av for en klage."))
        if match(need_of(self.application, self.application.household, today), home_of(dwelling)).is_excluded:
            raise Refused(_t("Husstanden kan ikke bo der boligen ligger: stedet er utelukket i boligønskene deres."))


class AnswerForm(forms.Form):
    """A day in the life of an offer: not before the offer, not after today."""

    day = DateField(label=_("Dato"), initial=timezone.localdate)

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer

    def clean_day(self):
        day = not_in_future(self.cleaned_data["day"])
        if day < self.offer.offered_on:
            raise forms.ValidationError(_("Datoen kan ikke være før tilbudet ble gitt."))
        return day


class AcceptForm(AnswerForm):
    day = DateField(label=_("Takket ja"), initial=timezone.localdate)

    def accept(self, *, by) -> Tenancy:
        """The household says yes; the answer is the tenancy that follows."""
        self.offer.accept(by=by, answered_on=self.cleaned_data["day"])
        return self.offer.application.resulting_tenancies.filter(dwelling=self.offer.dwelling_id).latest("pk")


class DeclineForm(AnswerForm):
    day = DateField(label=_("Takket nei"), initial=timezone.localdate)
    reason = LineField(label=_("Hvorfor"), max_length=500)

    def decline(self, *, by) -> Offer:
        self.offer.decline(by=by, answered_on=self.cleaned_data["day"], reason=self.cleaned_data["reason"])
        return self.offer


class WithdrawForm(AnswerForm):
    day = DateField(label=_("Trukket tilbake"), initial=timezone.localdate)
    note = LineField(label=_("Hvorfor"), max_length=500)

    def withdraw(self, *, by) -> Offer:
        """Only an unanswered offer: an accepted one falls through on the tenancy's page."""
        if self.offer.status != Offer.Status.OPEN:
            raise Refused(_t("Tilbudet er besvart. En tildeling trekkes på leieforholdets side."))
        self.offer.withdraw(by=by, withdrawn_on=self.cleaned_data["day"], note=self.cleaned_data["note"])
        return self.offer
