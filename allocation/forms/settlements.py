"""Forms about the settlement of refugees: what is asked for and agreed, who is settled, and their plan (bosetting)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import CareerPlan, Settlement, SettlementRequest
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future

FIRST_YEAR = 1990
FACTS = ["settled_on", "tenancy", "is_unaccompanied_minor", "afterwards", "afterwards_on"]


class YearForm(forms.Form):
    """Which year the list is about; this year when the address says none, or none there is anything for."""

    ar = forms.ChoiceField(label=_("År"), required=False)

    def __init__(self, data, *, years):
        this_year = str(timezone.localdate().year)
        super().__init__({"ar": data.get("ar") or this_year})
        self.fields["ar"].choices = [(str(year), str(year)) for year in years]

    @property
    def year(self) -> int:
        return int(self.cleaned_data["ar"]) if self.is_valid() else timezone.localdate().year


class RequestForm(OnceForm):
    """A letter from IMDi, and what the council agreed to. The newest of a year holds from its day."""

    year = forms.IntegerField(label=_("År"), widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}))
    asked_on = DateField(label=_("Anmodet"), initial=timezone.localdate)
    asked_for = forms.IntegerField(label=_("Anmodet om å bosette, personer"), min_value=0, max_value=9999)
    agreed_on = DateField(label=_("Vedtatt av kommunen"), required=False)
    agreed = forms.IntegerField(label=_("Vedtatt antall personer"), required=False, min_value=0, max_value=9999)
    agreed_minors = forms.IntegerField(
        label=_("Av disse enslige mindreårige"), required=False, min_value=0, max_value=9999
    )
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    class Meta:
        model = SettlementRequest
        fields = ["year", "asked_on", "asked_for", "agreed_on", "agreed", "agreed_minors", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year

    def rows(self):
        return SettlementRequest.objects.all()

    def clean_year(self):
        year = self.cleaned_data["year"]
        last = timezone.localdate().year + 5
        if not FIRST_YEAR <= year <= last:
            raise forms.ValidationError(_("Året må være fra {first} til {last}.").format(first=FIRST_YEAR, last=last))
        return year

    def clean_asked_on(self):
        return not_in_future(self.cleaned_data["asked_on"])

    def clean_agreed_on(self):
        return not_in_future(self.cleaned_data["agreed_on"])

    def clean(self):
        answers = super().clean()
        agreed_on, agreed, minors = (answers.get(name) for name in ("agreed_on", "agreed", "agreed_minors"))
        if agreed is not None and not agreed_on and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("Skriv når kommunen vedtok det."))
        if agreed_on and agreed is None and "agreed" not in self.errors:
            self.add_error("agreed", _("Skriv hvor mange kommunen vedtok å bosette."))
        if minors is not None and agreed is None and "agreed" not in self.errors:
            self.add_error("agreed", _("Skriv hvor mange kommunen vedtok å bosette."))
        if minors is not None and agreed is not None and minors > agreed:
            self.add_error("agreed_minors", _("De kan ikke være flere enn alle som skal bosettes."))
        if agreed_on and answers.get("asked_on") and agreed_on < answers["asked_on"]:
            self.add_error("agreed_on", _("Vedtaket er før anmodningen."))
        return answers

    def keep(self, *, by) -> SettlementRequest:
        made = self.keyed()
        made.by = by
        made.save(force_insert=True)
        return made


class SettlementForm(OnceForm):
    """A refugee household is settled, or more is known about how it went."""

    settled_on = DateField(label=_("Bosatt"), initial=timezone.localdate)
    is_unaccompanied_minor = forms.TypedChoiceField(
        label=_("Enslig mindreårig"),
        required=False,
        choices=[("", _("Ikke registrert")), ("nei", _("Nei")), ("ja", _("Ja"))],
        coerce={"ja": True, "nei": False}.get,
        empty_value=None,
    )
    afterwards = forms.ChoiceField(
        label=_("Bolig etter første kontrakt"),
        required=False,
        choices=[("", _("Følger av leieforholdene")), *Settlement.Afterwards.choices],
        help_text=_("Fylles ut når leieforholdene her ikke forteller hvor de bor nå."),
    )
    afterwards_on = DateField(label=_("Fra"), required=False)

    class Meta:
        model = Settlement
        fields = FACTS

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        tenancy = self.fields["tenancy"]
        tenancy.queryset = household.tenancies.order_by("-pk")
        tenancy.empty_label = _("Ingen ennå")
        # By number and date: an address is not told here (housing/protection.py).
        tenancy.label_from_instance = lambda row: (
            f"{row.number}, {row.get_tenure_display()}, {row.get_status_display()}"
        )
        if self.instance.pk is None:
            del self.fields["afterwards"], self.fields["afterwards_on"]
        else:
            minor = self.instance.is_unaccompanied_minor
            self.initial["is_unaccompanied_minor"] = {True: "ja", False: "nei"}.get(minor, "")

    def rows(self):
        return (
            Settlement.objects.filter(household=self.household)
            if self.instance.pk is None
            else Settlement.objects.none()
        )

    def clean_settled_on(self):
        return not_in_future(self.cleaned_data["settled_on"])

    def clean_afterwards_on(self):
        return not_in_future(self.cleaned_data["afterwards_on"])

    def clean(self):
        answers = super().clean()
        if "afterwards" not in self.fields:
            return answers
        where, since = answers.get("afterwards"), answers.get("afterwards_on")
        if where and not since and "afterwards_on" not in self.errors:
            self.add_error("afterwards_on", _("Skriv fra når."))
        if since and not where:
            self.add_error("afterwards", _("Velg hvor de bor."))
        if since and answers.get("settled_on") and since < answers["settled_on"]:
            self.add_error("afterwards_on", _("Datoen er før husstanden ble bosatt."))
        return answers

    def register(self, *, by) -> Settlement:
        return self.keyed().register(by=by)

    def change(self, *, by) -> Settlement:
        self.instance.change(by=by, fields=[name for name in FACTS if name in self.fields])
        return self.instance


class CareerPlanForm(OnceForm):
    """Where they want to live, what is next, and when we talk again (boligkarriereplan)."""

    made_on = DateField(label=_("Laget"), initial=timezone.localdate)
    goal = forms.ChoiceField(label=_("Mål"), choices=CareerPlan.Goal.choices, widget=forms.RadioSelect)
    goal_on = DateField(label=_("Målet skal være nådd innen"), required=False)
    situation = TextField(
        label=_("Inntekt, sparing og muligheter"),
        required=False,
        max_length=2000,
        rows=4,
        help_text=_("Kan de eie, spare, eller leie på det private markedet?"),
    )
    next_step = LineField(label=_("Neste steg"), max_length=300)
    follow_up_on = DateField(
        label=_("Følges opp"), help_text=_("Blir en frist. Da snakker dere sammen, og planen fornyes.")
    )

    class Meta:
        model = CareerPlan
        fields = ["made_on", "goal", "goal_on", "situation", "next_step", "follow_up_on"]

    def __init__(self, *args, settlement, **kwargs):
        super().__init__(*args, **kwargs)
        self.settlement = self.instance.settlement = settlement
        before = settlement.plans.in_force().first()
        if before:
            for name in ("goal", "goal_on", "situation"):
                self.fields[name].initial = getattr(before, name)
        self.before = before

    def rows(self):
        return CareerPlan.objects.filter(settlement=self.settlement)

    def clean_made_on(self):
        day = not_in_future(self.cleaned_data["made_on"])
        if day < self.settlement.settled_on:
            raise forms.ValidationError(
                _("Husstanden ble bosatt først {day:%d.%m.%Y}.").format(day=self.settlement.settled_on)
            )
        if self.before and day < self.before.made_on:
            raise forms.ValidationError(_("Planen før ble laget {day:%d.%m.%Y}.").format(day=self.before.made_on))
        return day

    def clean(self):
        answers = super().clean()
        made_on, follow_up_on, goal_on = (answers.get(name) for name in ("made_on", "follow_up_on", "goal_on"))
        if made_on and follow_up_on and follow_up_on <= made_on:
            self.add_error("follow_up_on", _("Oppfølgingen må være etter at planen ble laget."))
        if made_on and goal_on and goal_on < made_on:
            self.add_error("goal_on", _("Datoen er før planen ble laget."))
        return answers

    def keep(self, *, by) -> Settlement:
        self.settlement.plan_career(self.keyed(), by=by)
        return self.settlement
