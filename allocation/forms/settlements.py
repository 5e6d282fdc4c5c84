"""Forms about the settlement of refugees: what is asked for and agreed, and who is settled (bosetting)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import Settlement, SettlementRequest
from housing.fields import DateField, LineField
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
