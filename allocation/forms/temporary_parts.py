"""Forms about the inventory of a temporary place, and about turning somebody away from it (bortvisning)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation import expulsion_letter
from allocation.models import STANDARD_INVENTORY, Expulsion, InventoryCheck
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Membership

Moment = InventoryCheck.Moment
MOST_THINGS = 40


class InventoryForm(OnceForm):
    """What stands there when they come; what of it stands there when they leave. What is not ticked lacks."""

    checked_on = DateField(label=_("Gått gjennom"), initial=timezone.localdate)
    present = forms.MultipleChoiceField(label=_("Dette står der"), required=False, widget=forms.CheckboxSelectMultiple)
    others = TextField(
        label=_("Annet som står der"), required=False, max_length=2000, rows=3, help_text=_("Én ting på hver linje.")
    )
    note = LineField(
        label=_("Merknad"), required=False, max_length=500, help_text=_("For eksempel skader. Ikke skriv adresser her.")
    )

    field_order = ["checked_on", "present", "others", "note"]

    class Meta:
        model = InventoryCheck
        fields = ["checked_on", "note"]

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = self.instance.stay = stay
        before = stay.inventories.filter(moment=Moment.START).first()
        self.instance.moment = Moment.END if before else Moment.START
        self.expected = before.present if before else STANDARD_INVENTORY
        self.fields["present"].choices = [(thing, thing) for thing in self.expected]
        self.fields["present"].initial = self.expected
        self.fields["present"].help_text = _("Ta bort haken for det som mangler.")
        if before:
            del self.fields["others"]

    def rows(self):
        return InventoryCheck.objects.filter(stay=self.stay)

    def clean_checked_on(self):
        day = not_in_future(self.cleaned_data["checked_on"])
        if day < self.stay.starts_on:
            raise forms.ValidationError(_("Oppholdet begynte først {day:%d.%m.%Y}.").format(day=self.stay.starts_on))
        return day

    def clean_others(self):
        things = [" ".join(line.split()) for line in self.cleaned_data["others"].splitlines()]
        things = [thing for thing in dict.fromkeys(things) if thing]
        if any(len(thing) > 100 for thing in things):
            raise forms.ValidationError(_("En linje kan ha 100 tegn."))
        if len(things) > MOST_THINGS:
            raise forms.ValidationError(_("Skriv høyst {most} ting.").format(most=MOST_THINGS))
        return things

    def keep(self, *, by):
        check = self.keyed()
        there = self.cleaned_data["present"]
        check.present = [*there, *[thing for thing in self.cleaned_data.get("others", []) if thing not in there]]
        check.lacking = [thing for thing in self.expected if thing not in there]
        self.stay.keep_inventory(check, by=by)
        return self.stay


class ExpulsionForm(OnceForm):
    """Refuses to turn anybody away without facts, hearing, and another place to live."""

    decided_on = DateField(label=_("Bestemt"), initial=timezone.localdate)
    effective_on = DateField(label=_("Gjelder fra"))
    facts = TextField(
        label=_("Hva som har skjedd"),
        max_length=5000,
        rows=5,
        help_text=_("Hendelsene med dato, hvem som så det, og hva som er gjort for å unngå bortvisning."),
    )
    heard_on = DateField(
        label=_("Husstanden ble hørt"),
        required=False,
        help_text=_("Må fylles ut, med hva de sa, hvis det ikke står nedenfor hvorfor det ikke var mulig."),
    )
    statement = TextField(label=_("Hva husstanden sa"), required=False, max_length=5000, rows=4)
    not_heard_reason = LineField(
        label=_("Hvorfor husstanden ikke er hørt"),
        required=False,
        max_length=500,
        help_text=_("Bare når det ikke var mulig eller forsvarlig å høre dem først."),
    )
    children = TextField(label=_("Hensynet til barna"), max_length=2000, rows=3)
    alternative = LineField(
        label=_("Annet sted å bo"),
        max_length=500,
        help_text=_("Kommunen har fortsatt plikt til å finne et midlertidig botilbud. Skriv hvilket dere tilbyr."),
    )
    alternative_from = DateField(label=_("Stedet er klart fra"))

    class Meta:
        model = Expulsion
        fields = [
            "decided_on",
            "effective_on",
            "facts",
            "heard_on",
            "statement",
            "not_heard_reason",
            "children",
            "alternative",
            "alternative_from",
        ]

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = self.instance.stay = stay
        members = stay.household.members_on(timezone.localdate())
        if not any(member.role == Membership.Role.CHILD for member in members):
            del self.fields["children"]

    def rows(self):
        return Expulsion.objects.filter(stay=self.stay)

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.stay.starts_on:
            raise forms.ValidationError(_("Oppholdet begynte først {day:%d.%m.%Y}.").format(day=self.stay.starts_on))
        return day

    def clean_heard_on(self):
        return not_in_future(self.cleaned_data["heard_on"])

    def clean(self):
        answers = super().clean()
        heard_on, statement = answers.get("heard_on"), answers.get("statement")
        if "heard_on" not in self.errors and not answers.get("not_heard_reason"):
            if not heard_on:
                self.add_error(
                    "heard_on",
                    _("Husstanden skal høres før den bortvises. Skriv når, eller hvorfor det ikke var mulig."),
                )
            elif not statement:
                self.add_error("statement", _("Skriv hva husstanden sa."))
        if heard_on and not statement and answers.get("not_heard_reason"):
            self.add_error("statement", _("Skriv hva husstanden sa."))
        self._dates_in_order(answers)
        return answers

    def _dates_in_order(self, answers) -> None:
        decided_on, effective_on = answers.get("decided_on"), answers.get("effective_on")
        heard_on, ready_on = answers.get("heard_on"), answers.get("alternative_from")
        if heard_on and decided_on and heard_on > decided_on:
            self.add_error("heard_on", _("Husstanden må høres før det bestemmes."))
        if decided_on and effective_on and effective_on < decided_on:
            self.add_error("effective_on", _("Bortvisningen kan ikke gjelde fra før den er bestemt."))
        if ready_on and effective_on and ready_on > effective_on:
            self.add_error(
                "alternative_from", _("Det andre stedet må være klart senest den dagen bortvisningen gjelder fra.")
            )

    def exclude(self, *, by):
        """The decision and its letter: neither without the other."""
        with transaction.atomic():
            expulsion = self.stay.expel(self.keyed(), by=by)
            expulsion_letter.write(expulsion, by=by)
        return self.stay
