"""Forms about a petition (begjæring): sent, and what the enforcement officer does with it. Too early is refused."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions import obstacles
from evictions.forms.case import NO_ADDRESS, OfCase, colleagues
from evictions.models import EvictionFollowUp, Petition
from evictions.petition_facts import adults_of, petition_facts
from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import User

LONGEST_WAIT = 365


def refuse_at_field(found) -> None:
    """Each obstacle at the field, with the earliest lawful day in its sentence."""
    in_the_way = obstacles.refusing(found)
    if in_the_way:
        raise forms.ValidationError([obstacle.text for obstacle in in_the_way])


class PetitionForm(OfCase, OnceForm):
    """Sent to the enforcement officer; the day is held against the law."""

    sent_on = DateField(label=_("Begjæring sendt"), initial=timezone.localdate)
    amount = KroneField(label=_("Krav, kr"), min_value=1, help_text=_("Det leieren skylder, og kostnader."))

    class Meta:
        model = Petition
        fields = ["sent_on", "amount"]

    def __init__(self, *args, owed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.case.tenancy
        self.fields["amount"].initial = owed if owed and owed > 0 else None

    def rows(self):
        return Petition.objects.filter(case=self.case)

    def clean_sent_on(self):
        day = self.within_case(self.cleaned_data["sent_on"])
        refuse_at_field(obstacles.petition_obstacles(petition_facts(self.case, day)))
        return day

    def send(self, *, by) -> Petition:
        petition = self.keyed()
        petition.caseworker = self.case.caseworker or by
        return petition.send(by=by)


class OfPetition(forms.Form):
    """A form about one petition."""

    def __init__(self, *args, petition, **kwargs):
        super().__init__(*args, **kwargs)
        self.petition = petition

    def after_sent(self, day):
        day = not_in_future(day)
        if day and day < self.petition.sent_on:
            text = _("Begjæringen ble sendt {day:%d.%m.%Y}.").format(day=self.petition.sent_on)
            raise forms.ValidationError(text)
        return day


class ToldForm(OfPetition):
    """When the other adults and the social services were told: § 13-6 asks it of the officer, and we see to it."""

    adults_told_on = DateField(label=_("Andre voksne underrettet"), required=False)
    municipality_told_on = DateField(label=_("Sosialtjenesten varslet av namsmannen"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = adults_of(self.petition.household, timezone.localdate())[1:]
        names = ", ".join(str(member.person) for member in others)
        told = self.fields["adults_told_on"]
        told.help_text = names or _("Det bor ingen andre voksne her.")
        for name in ("adults_told_on", "municipality_told_on"):
            self.fields[name].initial = getattr(self.petition, name)

    def clean_adults_told_on(self):
        return self.after_sent(self.cleaned_data["adults_told_on"])

    def clean_municipality_told_on(self):
        return self.after_sent(self.cleaned_data["municipality_told_on"])

    def keep(self, *, by) -> Petition:
        self.petition.keep_told(by=by, **self.cleaned_data)
        return self.petition


class PutForm(ToldForm):
    """The officer has put it to the tenant, who has two weeks to answer or pay."""

    on = DateField(label=_("Forelagt leieren"), initial=timezone.localdate)
    field_order = ["on", "adults_told_on", "municipality_told_on"]

    def clean_on(self):
        day = not_in_future(self.cleaned_data["on"])
        refuse_at_field(obstacles.put_to_tenant_obstacles(day, sent_on=self.petition.sent_on))
        return day

    def put(self, *, by) -> Petition:
        self.petition.put_to_tenant(by=by, **self.cleaned_data)
        return self.petition


class StatementForm(OfPetition):
    on = DateField(label=_("Uttalelse mottatt"), initial=timezone.localdate)
    statement = TextField(label=_("Hva leieren sier"), max_length=2000, rows=5, help_text=NO_ADDRESS)

    def clean_on(self):
        day = not_in_future(self.cleaned_data["on"])
        if self.petition.put_to_tenant_on:
            put_on = self.petition.put_to_tenant_on
            refuse_at_field(obstacles.statement_obstacles(day, put_to_tenant_on=put_on))
        return day

    def keep(self, *, by) -> Petition:
        self.petition.keep_statement(by=by, **self.cleaned_data)
        return self.petition


class ScheduleForm(OfPetition):
    """The officer has fixed the day."""

    on = DateField(label=_("Beskjed om tidspunktet"), initial=timezone.localdate)
    scheduled_on = DateField(label=_("Berammet til"))

    def clean_on(self):
        return self._after_answer(self.after_sent(self.cleaned_data["on"]))

    def clean_scheduled_on(self):
        day = self._after_answer(self.cleaned_data["scheduled_on"])
        latest = timezone.localdate() + timedelta(days=LONGEST_WAIT)
        if day > latest:
            raise forms.ValidationError(_("Dagen er mer enn et år frem i tid."))
        return day

    def _after_answer(self, day):
        put_on = self.petition.put_to_tenant_on
        if put_on:
            refuse_at_field(obstacles.schedule_obstacles(day, put_to_tenant_on=put_on))
        return day

    def clean(self):
        answers = super().clean()
        on, scheduled_on = answers.get("on"), answers.get("scheduled_on")
        if on and scheduled_on and scheduled_on < on:
            self.add_error("scheduled_on", _("Utkastelsen kan ikke være berammet til før dere fikk beskjed."))
        return answers

    def schedule(self, *, by) -> Petition:
        self.petition.schedule(by=by, **self.cleaned_data)
        return self.petition


class EndForm(OfPetition):
    """Something ends or moves the petition on a day."""

    on = DateField(label=_("Dato"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), max_length=500, required=False, help_text=NO_ADDRESS)

    def clean_on(self):
        return self.after_sent(self.cleaned_data["on"])


class PostponeForm(EndForm):
    note = LineField(label=_("Hvorfor"), max_length=500, help_text=NO_ADDRESS)

    def postpone(self, *, by) -> Petition:
        self.petition.postpone(by=by, **self.cleaned_data)
        return self.petition


class AvertForm(EndForm):
    outcome = forms.ChoiceField(
        label=_("Hvorfor ingen blir kastet ut"),
        choices=[(outcome.value, outcome.label) for outcome in Petition.AVERTED_BY],
        widget=forms.RadioSelect,
    )
    field_order = ["outcome", "on", "note"]

    def avert(self, *, by) -> Petition:
        self.petition.avert(by=by, **self.cleaned_data)
        return self.petition


class RejectForm(EndForm):
    def reject(self, *, by) -> Petition:
        self.petition.reject(by=by, **self.cleaned_data)
        return self.petition


class CarryOutForm(EndForm):
    """The household is put out. It ends the tenancy, and begins the duty to follow them."""

    on = DateField(label=_("Gjennomført"), initial=timezone.localdate)

    def clean_on(self):
        day = self.after_sent(self.cleaned_data["on"])
        if self.petition.scheduled_on:
            refuse_at_field(self.petition.carry_out_obstacles(day))
        return day

    def carry_out(self, *, by) -> Petition:
        self.petition.carry_out(by=by, **self.cleaned_data)
        return self.petition


class FollowUpForm(forms.Form):
    """Who answers for the household now, where they are, and whether it is over."""

    owner = forms.ModelChoiceField(
        label=_("Ansvarlig"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )
    due_on = DateField(label=_("Innen"))
    went_to = forms.ChoiceField(
        label=_("Hvor de ble av"),
        choices=[("", _("Ikke kjent ennå")), *EvictionFollowUp.WentTo.choices],
        required=False,
    )
    note = LineField(label=_("Hva som er gjort"), max_length=1000, required=False, help_text=NO_ADDRESS)
    closed_on = DateField(
        label=_("Avsluttet"),
        required=False,
        help_text=_("Fylles ut når husstanden har et sted å bo og noen følger opp."),
    )

    def __init__(self, *args, follow_up, **kwargs):
        super().__init__(*args, **kwargs)
        self.follow_up = follow_up
        self.fields["owner"].queryset = colleagues()
        for name in ("owner", "due_on", "went_to", "note"):
            self.fields[name].initial = getattr(follow_up, f"{name}_id" if name == "owner" else name)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day != self.follow_up.due_on and day < timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som kommer."))
        return day

    def clean_closed_on(self):
        day = not_in_future(self.cleaned_data["closed_on"])
        begun = self.follow_up.petition.outcome_on
        if day and begun and day < begun:
            raise forms.ValidationError(_("Utkastelsen var {day:%d.%m.%Y}.").format(day=begun))
        return day

    def clean(self):
        answers = super().clean()
        if answers.get("closed_on") and not answers.get("went_to"):
            self.add_error("went_to", _("Skriv hvor husstanden ble av før oppfølgingen avsluttes."))
        if not answers.get("closed_on") and not answers.get("owner") and "owner" not in self.errors:
            self.add_error("owner", _("Noen må ha ansvaret så lenge oppfølgingen varer."))
        return answers

    def keep(self, *, by) -> Petition:
        facts = dict(self.cleaned_data)
        closed_on = facts.pop("closed_on")
        if closed_on:
            self.follow_up.close(by=by, on=closed_on, went_to=facts["went_to"], note=facts["note"])
        else:
            self.follow_up.keep(by=by, **facts)
        return self.follow_up.petition
