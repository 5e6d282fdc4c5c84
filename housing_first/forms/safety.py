"""Forms about safety: a risk assessment, an incident, and what the leader did about it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.periods import add_months
from housing_first.doorstep import Conduct
from housing_first.models import Incident, Participation, RiskAssessment
from housing_first.models.risk import LONGEST_MONTHS, TOO_LONG
from housing_first.round_facts import names_of

FIRST_MONTHS = 6
LIKELIHOOD = [
    (1, _("1 – svært lite sannsynlig")),
    (2, _("2 – lite sannsynlig")),
    (3, _("3 – kan skje")),
    (4, _("4 – sannsynlig")),
    (5, _("5 – svært sannsynlig")),
]
CONSEQUENCE = [
    (1, _("1 – ufarlig")),
    (2, _("2 – mindre alvorlig")),
    (3, _("3 – alvorlig")),
    (4, _("4 – svært alvorlig")),
    (5, _("5 – livsfarlig")),
]


def in_six_months():
    return add_months(timezone.localdate(), FIRST_MONTHS)


class RiskForm(OnceForm):
    """Of the team's own work, by topic: what can go wrong, and what we do about it."""

    danger = TextField(label=_("Hva kan skje"), max_length=2000, rows=3)
    likelihood = forms.TypedChoiceField(
        label=_("Hvor sannsynlig er det"), choices=LIKELIHOOD, coerce=int, widget=forms.RadioSelect
    )
    consequence = forms.TypedChoiceField(
        label=_("Hvor alvorlig blir det"), choices=CONSEQUENCE, coerce=int, widget=forms.RadioSelect
    )
    measures = TextField(
        label=_("Hva gjør vi"),
        max_length=2000,
        rows=3,
        help_text=_("Leses av alle i teamet, også når resten er skjermet."),
    )
    assessed_on = DateField(label=_("Vurdert"), initial=timezone.localdate)
    expires_on = DateField(label=_("Gjelder til"), initial=in_six_months, help_text=_("Høyst ett år frem."))

    class Meta:
        model = RiskAssessment
        fields = [
            "topic",
            "danger",
            "likelihood",
            "consequence",
            "measures",
            "assessed_on",
            "expires_on",
            "is_restricted",
        ]

    def __init__(self, *args, team, participation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team, self.instance.participation = team, participation

    def rows(self):
        return RiskAssessment.objects.filter(team=self.instance.team, participation=self.instance.participation)

    def clean_assessed_on(self):
        return not_in_future(self.cleaned_data["assessed_on"])

    def clean(self):
        answers = super().clean()
        assessed_on, expires_on = answers.get("assessed_on"), answers.get("expires_on")
        if assessed_on and expires_on:
            if expires_on <= assessed_on:
                self.add_error("expires_on", _("Vurderingen må gjelde til en dag etter at den er gjort."))
            elif expires_on > add_months(assessed_on, LONGEST_MONTHS):
                self.add_error("expires_on", TOO_LONG)
        return answers

    def keep(self, *, by) -> RiskAssessment:
        return self.keyed().keep(by=by)


class PersonRiskForm(RiskForm):
    """Of one participant: it says how one goes there too."""

    conduct = forms.TypedChoiceField(
        label=_("Slik går vi dit"),
        choices=Conduct.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Skal noen gå to sammen, varsles også andre som skal hjem til husstanden."),
    )

    field_order = ["topic", "danger", "likelihood", "consequence", "conduct", "measures"]

    class Meta(RiskForm.Meta):
        fields = [*RiskForm.Meta.fields, "conduct"]


class Police:
    """A warning and a report to the police have happened when they are told of."""

    def clean_warned_on(self):
        return not_in_future(self.cleaned_data["warned_on"])

    def clean_police_reported_on(self):
        return not_in_future(self.cleaned_data["police_reported_on"])

    def in_order(self, answers, happened_on):
        for name, told in (
            ("warned_on", _("Advarselen er før hendelsen.")),
            ("police_reported_on", _("Anmeldelsen er før hendelsen.")),
            ("followed_up_on", _("Oppfølgingen er før hendelsen.")),
        ):
            if answers.get(name) and happened_on and answers[name] < happened_on:
                self.add_error(name, told)
        if answers.get("police_number") and not answers.get("police_reported_on"):
            self.add_error("police_reported_on", _("Skriv datoen for anmeldelsen når den har et saksnummer."))


class IncidentForm(Police, OnceForm):
    """What happened, written by whoever was there."""

    happened_on = DateField(label=_("Når"), initial=timezone.localdate)
    what = TextField(
        label=_("Hva skjedde"), max_length=4000, rows=5, help_text=_("Skriv ikke adresser eller fødselsnummer.")
    )
    at_once = TextField(label=_("Hva ble gjort med en gang"), required=False, max_length=2000, rows=3)
    warned_on = DateField(label=_("Advarsel gitt"), required=False)
    police_reported_on = DateField(label=_("Anmeldt til politiet"), required=False)
    police_number = LineField(label=_("Politiets saksnummer"), required=False, max_length=40)

    class Meta:
        model = Incident
        fields = [
            "kind",
            "participation",
            "happened_on",
            "what",
            "at_once",
            "was_hurt",
            "warned_on",
            "police_reported_on",
            "police_number",
            "is_restricted",
        ]

    def __init__(self, *args, team, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team
        today = timezone.localdate()
        rows = Participation.objects.visible_to(user).current(today).filter(team=team).select_related("person")
        who = self.fields["participation"]
        who.queryset, who.required, who.empty_label = rows, False, _("Ingen deltaker")
        names = names_of(rows)
        who.label_from_instance = lambda row: names.get(row.pk) or row.number

    def rows(self):
        return Incident.objects.filter(team=self.instance.team)

    def clean_happened_on(self):
        return not_in_future(self.cleaned_data["happened_on"])

    def clean(self):
        answers = super().clean()
        self.in_order(answers, answers.get("happened_on"))
        return answers

    def report(self, *, by) -> Incident:
        return self.keyed().report(by=by)


class FollowUpForm(Police, forms.Form):
    """What the leader did: with the worker, the participant, the routine."""

    followed_up_on = DateField(label=_("Fulgt opp"), initial=timezone.localdate)
    follow_up = TextField(
        label=_("Hva du har gjort"),
        max_length=4000,
        rows=5,
        help_text=_("Med den som var der, med deltakeren, og i rutinene."),
    )
    warned_on = DateField(label=_("Advarsel gitt"), required=False)
    police_reported_on = DateField(label=_("Anmeldt til politiet"), required=False)
    police_number = LineField(label=_("Politiets saksnummer"), required=False, max_length=40)

    def __init__(self, *args, incident, **kwargs):
        asked = ("follow_up", "warned_on", "police_reported_on", "police_number")
        super().__init__(*args, initial={name: getattr(incident, name) for name in asked}, **kwargs)
        self.incident = incident

    def clean_followed_up_on(self):
        return not_in_future(self.cleaned_data["followed_up_on"])

    def clean(self):
        answers = super().clean()
        self.in_order(answers, self.incident.happened_on)
        return answers

    def follow(self, *, by) -> Incident:
        self.incident.follow(by=by, **self.cleaned_data)
        return self.incident
