"""Forms about an arrears case: opened by hand, who answers for it, what was done, pauses, and its end (restansesak)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions.models import ArrearsAction, ArrearsCase, ArrearsPause
from housing.fields import DateField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Service, User
from housing.roles import Role

NO_ADDRESS = _("Ikke skriv adresser eller fødselsnummer her.")
# Those that make a plan or a deduction have pages of their own.
BY_HAND = (
    ArrearsAction.Kind.LETTER,
    ArrearsAction.Kind.PHONE,
    ArrearsAction.Kind.HOME_VISIT,
    ArrearsAction.Kind.MEETING,
    ArrearsAction.Kind.ADVICE,
    ArrearsAction.Kind.OTHER,
)
LONGEST_PAUSE = 183
MET = [("", _("Ikke aktuelt")), ("yes", _("Ja")), ("no", _("Nei"))]


def services() -> list[tuple]:
    return [("", _("Velg")), *Service.choices]


def colleagues():
    """Who may have a case: caseworkers, leaders, the follow-up team and the rent office."""
    working = [Role.CASEWORKER, Role.LEADER, Role.FOLLOW_UP, Role.RENT]
    return User.objects.filter(is_active=True, roles__overlap=working).order_by("name")


class OfCase:
    """A form about one case: its days are not before the case, and not in the future."""

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        if hasattr(self, "instance"):
            self.instance.case = case

    def within_case(self, day):
        day = not_in_future(day)
        if day and day < self.case.opened_on:
            raise forms.ValidationError(_("Saken ble åpnet {day:%d.%m.%Y}.").format(day=self.case.opened_on))
        return day


class OpenCaseForm(OnceForm):
    """A case that no run has opened: also of a private tenancy, when the enforcement officer tells of it."""

    opened_on = DateField(label=_("Åpnet"), initial=timezone.localdate)
    responsible_service = forms.ChoiceField(label=_("Ansvarlig tjeneste"), choices=services)
    note = LineField(
        label=_("Hva saken gjelder"),
        max_length=500,
        help_text=_("For eksempel varsel fra namsmannen. Ikke skriv adresser eller fødselsnummer her."),
    )

    class Meta:
        model = ArrearsCase
        fields = ["opened_on", "responsible_service"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenancy = self.instance.tenancy = tenancy

    def rows(self):
        return ArrearsCase.objects.filter(tenancy=self.tenancy)

    def clean_opened_on(self):
        day = not_in_future(self.cleaned_data["opened_on"])
        began = self.tenancy.moved_in_on or self.tenancy.allocated_on
        if began and day < began:
            raise forms.ValidationError(_("Leieforholdet begynte først {day:%d.%m.%Y}.").format(day=began))
        return day

    def open(self, *, by) -> ArrearsCase:
        case = self.keyed()
        case.ground, case.caseworker = ArrearsCase.Ground.BY_HAND, by
        return case.open(by=by, note=self.cleaned_data["note"])


class ActionForm(OfCase, OnceForm):
    """A letter, a call, a visit, a meeting or advice."""

    kind = forms.ChoiceField(
        label=_("Tiltak"), choices=[(kind.value, kind.label) for kind in BY_HAND], widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(
        label=_("Råd om hva"), choices=[("", _("Ikke aktuelt")), *ArrearsAction.Topic.choices], required=False
    )
    done_on = DateField(label=_("Dato"), initial=timezone.localdate)
    was_met = forms.ChoiceField(
        label=_("Fikk dere kontakt?"),
        choices=MET,
        required=False,
        help_text=_("Må fylles ut for telefon, hjemmebesøk og møte."),
    )
    result = LineField(label=_("Resultat"), max_length=500, required=False, help_text=NO_ADDRESS)

    class Meta:
        model = ArrearsAction
        fields = ["kind", "topic", "done_on", "result"]

    field_order = ["kind", "topic", "done_on", "was_met", "result"]

    def rows(self):
        return ArrearsAction.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def clean_done_on(self):
        return self.within_case(self.cleaned_data["done_on"])

    def clean(self):
        answers = super().clean()
        kind, was_met = answers.get("kind"), answers.get("was_met")
        if kind in ArrearsAction.CONTACTS and not was_met:
            self.add_error("was_met", _("Velg om dere fikk kontakt eller ikke."))
        if kind and kind not in ArrearsAction.CONTACTS and was_met:
            self.add_error("was_met", _("Bare telefon, hjemmebesøk og møter kan ha fått kontakt eller ikke."))
        if kind == ArrearsAction.Kind.ADVICE and not answers.get("topic"):
            self.add_error("topic", _("Velg hva dere ga råd om."))
        return answers

    def act(self, *, by) -> ArrearsCase:
        action = self.keyed()
        action.was_met = {"yes": True, "no": False}.get(self.cleaned_data["was_met"])
        self.case.act(action, by=by)
        return self.case


class PauseForm(OfCase, forms.ModelForm):
    """The case rests for a reason, until a day."""

    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    ends_on = DateField(label=_("Til"), help_text=_("Den dagen er saken tilbake på listen."))
    reason = LineField(label=_("Hvorfor"), max_length=300, help_text=NO_ADDRESS)

    class Meta:
        model = ArrearsPause
        fields = ["starts_on", "ends_on", "reason"]

    def clean_starts_on(self):
        return self.within_case(self.cleaned_data["starts_on"])

    def clean_ends_on(self):
        day, today = self.cleaned_data["ends_on"], timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Pausen må vare til en dag som kommer."))
        if (day - today).days > LONGEST_PAUSE:
            raise forms.ValidationError(_("En pause kan vare i høyst et halvt år."))
        return day

    def pause(self, *, by) -> ArrearsCase:
        self.case.pause(self.save(commit=False), by=by)
        return self.case


class ResponsibleForm(OfCase, forms.Form):
    """One service answers for the case, and one person when somebody is named."""

    service = forms.ChoiceField(label=_("Ansvarlig tjeneste"), choices=services)
    caseworker = forms.ModelChoiceField(
        label=_("Saksbehandler"), queryset=User.objects.none(), required=False, empty_label=_("Ingen ennå")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["caseworker"].queryset = colleagues()
        self.fields["service"].initial = self.case.responsible_service
        self.fields["caseworker"].initial = self.case.caseworker_id

    def give(self, *, by) -> ArrearsCase:
        self.case.give_to(by=by, **self.cleaned_data)
        return self.case


class CloseForm(OfCase, forms.Form):
    closing_reason = forms.ChoiceField(
        label=_("Hvorfor saken lukkes"), choices=ArrearsCase.ClosingReason.choices, widget=forms.RadioSelect
    )
    closed_on = DateField(label=_("Lukket"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), max_length=500, required=False, help_text=NO_ADDRESS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # An eviction closes the case by itself; nobody is «put out» by a click here.
        reasons = [row for row in ArrearsCase.ClosingReason.choices if row[0] != ArrearsCase.ClosingReason.EVICTED]
        self.fields["closing_reason"].choices = reasons

    def clean_closed_on(self):
        return self.within_case(self.cleaned_data["closed_on"])

    def close(self, *, by) -> ArrearsCase:
        self.case.close(by=by, **self.cleaned_data)
        return self.case
