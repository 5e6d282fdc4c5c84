"""Forms about one item of a meeting's agenda: what stands there, the advice, and the leader's decision."""

import re

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import agenda
from allocation.forms.offers import OfferForm
from allocation.models import AgendaHousehold, AgendaItem, AllocationMeeting, MeetingAdvice
from applications.models import Application
from housing.database import Refused, refusing_breaches
from housing.fields import LineField, TextField
from housing.form_page import OnceForm
from housing.models import Dwelling

OPEN, PLANNED = AllocationMeeting.Status.OPEN, AllocationMeeting.Status.PLANNED
CASE_NUMBER = re.compile(rf"^\s*(?:{Application.NUMBER_PREFIX}-?)?(\d{{1,9}})\s*$", re.I)


class ItemForm(forms.Form):
    """A dwelling that is not on the agenda by itself: occupied longer, under work, or taken off before."""

    dwelling = forms.ModelChoiceField(label=_("Bolig"), queryset=Dwelling.objects.none(), empty_label=None)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        stock = Dwelling.objects.in_stock(timezone.localdate())
        self.fields["dwelling"].queryset = stock.exclude(agenda_items__meeting=meeting)

    def add(self) -> AgendaItem:
        with refusing_breaches(), transaction.atomic():
            meeting = self.meeting.hold(PLANNED, OPEN)
            return AgendaItem.objects.create(
                meeting=meeting, dwelling=self.cleaned_data["dwelling"], position=meeting.items.count()
            )


def remove_item(item: AgendaItem) -> None:
    """Off the agenda, as long as nothing has been said or decided about it."""
    with refusing_breaches(), transaction.atomic():
        item.meeting.hold(PLANNED, OPEN)
        item.refresh_from_db()
        if item.outcome or item.advice.exists():
            raise Refused(_t("Saken er avgjort, eller noen har gitt råd i den. Da kan den ikke tas av dagsordenen."))
        item.delete()


class HouseholdForm(forms.Form):
    """A household the meeting shall look at beside those the list gives."""

    case = LineField(label=_("Søknadens saksnummer"), max_length=20, help_text=_("For eksempel S-000412."))

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_case(self):
        number = CASE_NUMBER.match(self.cleaned_data["case"])
        waiting = Application.objects.waiting(timezone.localdate())
        found = waiting.filter(pk=int(number[1])).first() if number else None
        if found is None:
            raise forms.ValidationError(_("Ingen søknad med dette saksnummeret står på ventelisten."))
        return found

    def add(self, *, by) -> AgendaItem:
        return put(self.item, self.cleaned_data["case"], is_left_out=False, by=by)


def put(item: AgendaItem, application: Application, *, is_left_out: bool, by) -> AgendaItem:
    """On the item, or off it, by hand. Whoever is taken off is still passed over, and the offer asks why."""
    with refusing_breaches(), transaction.atomic():
        item.meeting.hold(PLANNED, OPEN)
        item.refresh_from_db()
        if item.outcome:
            raise Refused(_t("Saken er allerede avgjort."))
        AgendaHousehold.objects.update_or_create(
            item=item, application=application, defaults={"is_left_out": is_left_out, "by": by}
        )
    return item


class AdviceForm(OnceForm):
    """What one participant advises, about the dwelling or about one of the households."""

    participant = forms.ModelChoiceField(label=_("Hvem rår"), queryset=None, empty_label=None)
    application = forms.ModelChoiceField(
        label=_("Rådet gjelder"), queryset=None, required=False, empty_label=_("Boligen, eller alle")
    )
    text = TextField(label=_("Råd"), max_length=2000, rows=3)

    class Meta:
        model = MeetingAdvice
        fields = ["participant", "application", "text"]

    def __init__(self, *args, item, households, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = self.instance.item = item
        people = self.fields["participant"]
        people.queryset = item.meeting.participants.all()
        about = self.fields["application"]
        about.queryset = Application.objects.filter(pk__in=[row.place.application.pk for row in households])
        names = {row.place.application.pk: f"{row.place.number}. {row.place.household.name}" for row in households}
        about.label_from_instance = lambda application: names[application.pk]

    def rows(self):
        return MeetingAdvice.objects.filter(item=self.item)

    def advise(self, *, by) -> AgendaItem:
        with refusing_breaches(), transaction.atomic():
            self.item.meeting.hold(PLANNED, OPEN)
            if AgendaItem.objects.filter(pk=self.item.pk).exclude(outcome="").exists():
                raise Refused(_t("Saken er allerede avgjort."))
            made = self.keyed()
            made.by = by
            made.save(force_insert=True)
        return self.item


class SettleForm(forms.Form):
    """The leader's decision where nobody is offered the dwelling now."""

    outcome = forms.ChoiceField(
        label=_("Avgjørelse"),
        choices=[
            (AgendaItem.Outcome.POSTPONED.value, _("Utsett til neste møte")),
            (AgendaItem.Outcome.NOBODY.value, _("Tildel ingen nå")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = LineField(label=_("Begrunnelse"), max_length=500)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def settle(self, *, by) -> AgendaItem:
        with refusing_breaches(), transaction.atomic():
            self.item.meeting.hold(OPEN)
            self.item.settle(
                self.cleaned_data["outcome"], by=by, at=timezone.now(), grounds=self.cleaned_data["grounds"]
            )
        return self.item


def take_up_again(item: AgendaItem) -> None:
    with refusing_breaches(), transaction.atomic():
        item.meeting.hold(OPEN)
        item.take_up_again()


class AllocateForm(OfferForm):
    """The leader's decision: the dwelling is offered to this household, through the same door as any offer."""

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, dwelling=item.dwelling, **kwargs)
        self.item = item
        self.fields["grounds"].required = True

    def first_made(self):
        """A second click comes back to the item, not to the offer."""
        return self.item if super().first_made() else None

    def allocate(self, *, by) -> AgendaItem:
        """Offer and decision together, or neither. The meeting first, then what the offer locks: never a knot."""
        with refusing_breaches(), transaction.atomic():
            self.instance.decided_in = self.item.meeting.hold(OPEN)
            offer = self.make(by=by)
            self.item.settle(AgendaItem.Outcome.ALLOCATED, by=by, at=timezone.now(), grounds=offer.grounds, offer=offer)
        return self.item


def households_of(item: AgendaItem) -> list[agenda.Household]:
    [entry] = agenda.entries_of([item], timezone.localdate(), at_most=agenda.MANY)
    return entry.households
