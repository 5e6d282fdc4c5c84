"""Forms about what comes after a lease: the talk, the request to move, and the day they are leaving."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing import lease_papers
from housing.contracts import stops_conversion
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CareerTalk, CaseEvent, MoveOutRequest
from housing.periods import add_months
from housing.terms import due_on


class CareerTalkForm(OnceForm):
    """What was talked about, and what comes of it."""

    held_on = DateField(label=_("Holdt"), initial=timezone.localdate)
    with_whom = LineField(label=_("Hvem deltok"))
    income = TextField(
        label=_("Inntekt og økonomi"), max_length=2000, rows=3, required=False, help_text=_("Også hva som kan spares.")
    )
    wishes = TextField(label=_("Ønsker om å eie eller leie privat"), max_length=2000, rows=3, required=False)
    next_steps = TextField(label=_("Neste steg"), max_length=2000, rows=3, help_text=_("Hvem gjør hva, og når."))
    outcome = forms.ChoiceField(
        label=_("Hva det ble til"), choices=CareerTalk.Outcome.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = CareerTalk
        fields = ["held_on", "with_whom", "income", "wishes", "next_steps", "outcome"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.tenancy = tenancy

    def clean_held_on(self):
        day = not_in_future(self.cleaned_data["held_on"])
        if self.tenancy.moved_in_on and day < self.tenancy.moved_in_on:
            raise forms.ValidationError(_("Samtalen er før husstanden flyttet inn."))
        return day

    def rows(self):
        return self.tenancy.talks.all()

    def register(self, *, by) -> CareerTalk:
        talk = self.keyed()
        talk.by = by
        with refusing_breaches():
            talk.save(force_insert=True)
            CaseEvent.write(
                self.tenancy,
                by=by,
                title=_("Boligkarrieresamtale holdt"),
                note=str(talk.get_outcome_display()),
                happened_on=talk.held_on,
            )
        return talk


class MoveOutRequestForm(OnceForm):
    """Writes the letter and the day it was sent, which is what counts."""

    sent_on = DateField(label=_("Sendt"), initial=timezone.localdate)
    move_by = DateField(label=_("Flytt innen"))

    class Meta:
        model = MoveOutRequest
        fields = ["sent_on", "move_by"]

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.contract = self.contract = contract
        self.fields["move_by"].initial = add_months(timezone.localdate(), 1)

    def clean_sent_on(self):
        day = not_in_future(self.cleaned_data["sent_on"])
        ends_on = self.contract.ends_on
        if day < ends_on:
            raise forms.ValidationError(_("Leietiden er ikke ute. Flytteoppfordringen sendes når den er det."))
        if not stops_conversion(ends_on, day):
            raise forms.ValidationError(
                _t(
                    "Siste dag for flytteoppfordring var {day}. Avtalen er tidsubestemt, og må eventuelt sies opp."
                ).format(day=f"{due_on('F11', ends_on):%d.%m.%Y}")
            )
        return day

    def clean(self):
        cleaned = super().clean()
        sent, move_by = cleaned.get("sent_on"), cleaned.get("move_by")
        if sent and move_by and move_by < sent:
            self.add_error("move_by", _("Husstanden kan ikke bes om å flytte før brevet er sendt."))
        return cleaned

    def rows(self):
        return MoveOutRequest.objects.filter(contract=self.contract)

    def send(self, *, by) -> MoveOutRequest:
        request = self.keyed()
        request.by = by
        with refusing_breaches():
            request.save(force_insert=True)
            request.letter = lease_papers.write_move_out_request(request, by=by)
            request.save(update_fields=["letter"])
            CaseEvent.write(
                self.contract.tenancy, by=by, title=_("Skriftlig flytteoppfordring sendt"), happened_on=request.sent_on
            )
        return request


class LeavingForm(forms.Form):
    """The day they leave without notice being given: the lease runs out, or a new home is in sight."""

    leaves_on = DateField(
        label=_("Flytter ut"), required=False, help_text=_("La stå tomt hvis husstanden blir boende likevel.")
    )
    why = LineField(label=_("Hvorfor"), max_length=300)

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = tenancy
        contract = tenancy.contract_on(timezone.localdate())
        ends_on = contract.ends_on if contract else None
        self.fields["leaves_on"].initial = tenancy.leaves_on or ends_on

    def clean_leaves_on(self):
        day = self.cleaned_data["leaves_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Datoen er passert. Har husstanden flyttet, registreres utflyttingen."))
        if day and day > timezone.localdate() + timedelta(days=730):
            raise forms.ValidationError(_("Datoen er mer enn to år frem i tid."))
        return day

    def plan(self, *, by):
        today = timezone.localdate()
        if self.tenancy.terminations.standing(today).exists():
            raise Refused(_t("Leieforholdet er sagt opp. Datoen følger av oppsigelsen."))
        leaves_on = self.cleaned_data["leaves_on"]
        title = _("Husstanden skal flytte ut") if leaves_on else _("Husstanden blir boende likevel")
        self.tenancy.plan_to_leave(leaves_on, by=by, title=title, note=f"{self.cleaned_data['why']}.", on=today)
