"""Forms about the order to the property company: the draft, its lines, sent and delivered (boligbestilling)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from allocation.models import DwellingOrder, DwellingOrderLine
from allocation.stock_need import MOST_ROOMS, ORDERED_FOR, Type
from housing.database import refusing_breaches
from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.models.homes import Staffing
from housing.periods import add_months

NO_PEOPLE = _("Bestillingen går ut av boligkontoret. Ikke skriv noe om personer her.")


class OrderForm(OnceForm):
    """A draft, with the lines the forecast proposes when they are wanted."""

    recipient = LineField(label=_("Til"), max_length=200, help_text=_("Eiendomsselskapet eller avdelingen."))
    note = LineField(label=_("Merknad"), required=False, max_length=500, help_text=NO_PEOPLE)
    with_proposal = forms.BooleanField(label=_("Ta med linjene framskrivingen foreslår"), required=False, initial=True)

    class Meta:
        model = DwellingOrder
        fields = ["recipient", "note"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if before := DwellingOrder.objects.first():
            self.fields["recipient"].initial = before.recipient

    def rows(self):
        return DwellingOrder.objects.visible_to(self.by)

    def make(self, proposal) -> DwellingOrder:
        """``proposal``: asked only when its lines are wanted."""
        today = timezone.localdate()
        order = self.keyed()
        order.by, order.made_on = self.by, today
        with refusing_breaches():
            order.begin(by=self.by)
            for line in proposal() if self.cleaned_data["with_proposal"] else ():
                DwellingOrderLine.objects.create(
                    order=order,
                    count=line.count,
                    rooms=line.kind.rooms,
                    type=line.kind.type,
                    staffing=line.kind.staffing,
                    needed_by=add_months(today, ORDERED_FOR),
                    reason=_now(
                        "{need} trenger en slik bolig, og {supply} ventes ledige innen {months} måneder."
                    ).format(need=line.need, supply=line.supply, months=ORDERED_FOR),
                )
        return order


class LineForm(OnceForm):
    """One line: how many, of what, by when and why."""

    count = forms.IntegerField(label=_("Antall"), min_value=1, max_value=999)
    rooms = forms.TypedChoiceField(
        label=_("Rom"),
        coerce=int,
        choices=[*((number, str(number)) for number in range(1, MOST_ROOMS)), (MOST_ROOMS, _("5 eller flere"))],
    )
    type = forms.ChoiceField(label=_("Type"), choices=Type.choices)
    staffing = forms.ChoiceField(label=_("Bemanning"), choices=Staffing.choices)
    needed_by = DateField(label=_("Trengs innen"), required=False)
    reason = LineField(label=_("Hvorfor"), required=False, max_length=500, help_text=NO_PEOPLE)

    class Meta:
        model = DwellingOrderLine
        fields = ["count", "rooms", "type", "staffing", "needed_by", "reason"]

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = self.instance.order = order
        if not self.instance.pk:
            self.fields["type"].initial = Type.ORDINARY
            self.fields["needed_by"].initial = add_months(timezone.localdate(), ORDERED_FOR)

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        if day and day < self.order.made_on:
            raise forms.ValidationError(_("Dagen er før bestillingen ble laget."))
        return day

    def rows(self):
        return self.order.lines.all()

    def save(self):
        line = self.keyed()
        with refusing_breaches():
            self.order.held_as_draft()
            line.save()
        return line


class LineChangeForm(LineForm):
    """Changing one keeps its key."""

    def first_made(self):
        return None

    def keyed(self):
        return self.instance


def delete_line(line) -> None:
    with transaction.atomic():
        line.order.held_as_draft()
        line.delete()


class SentForm(forms.Form):
    sent_on = DateField(label=_("Sendt"), initial=timezone.localdate)

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Skriv dagen når den er sendt, ikke før."))
        if day < self.order.made_on:
            raise forms.ValidationError(_("Dagen er før bestillingen ble laget."))
        return day

    def act(self, *, by):
        self.order.send(by=by, **self.cleaned_data)


class DeliveredForm(forms.Form):
    delivered_on = DateField(label=_("Levert"), initial=timezone.localdate)

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order

    def clean_delivered_on(self):
        day = self.cleaned_data["delivered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Skriv dagen når alt er levert, ikke før."))
        if self.order.sent_on and day < self.order.sent_on:
            raise forms.ValidationError(_("Levering er før bestillingen ble sendt."))
        return day

    def act(self, *, by):
        self.order.deliver(by=by, **self.cleaned_data)
