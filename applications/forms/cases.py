"""Forms about an application: receiving it, changing what it asks for, withdrawing, and how a granted one ends."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.database import refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.forms.representatives import fields_of_representative, told_wrong
from housing.models import CaseEvent, Dwelling, Representative, Tenancy
from housing.models.homes import Staffing

WHOLE_NUMBER = {"inputmode": "numeric", "size": 4}
EARLIEST = date(2000, 1, 1)
ABOUT_A_HOME = (Application.Kind.TRANSFER, Application.Kind.EXTENSION)
# As one says what one applies for; lists have the short words.
KINDS = [
    (Application.Kind.NEW, _("Kommunal bolig")),
    (Application.Kind.TRANSFER, _("Bytte til en annen kommunal bolig")),
    (Application.Kind.EXTENSION, _("Forlengelse av leiekontrakten")),
    (Application.Kind.ASSISTANCE, _("Annen boligsosial bistand")),
    (Application.Kind.TEMPORARY, _("Midlertidig botilbud")),
]
# Who is to have another dwelling says what it must be like; with what stands when it is left out.
FOR_ANOTHER_HOME = (Application.Kind.NEW, Application.Kind.TRANSFER)
NEEDS_OF_DWELLING = {
    "rooms_min": None,
    "needs_lift_or_ground_floor": None,
    "needs_wheelchair": None,
    "staffing_need": "",
    "districts_wanted": [],
}
NEEDS = [*NEEDS_OF_DWELLING, "wishes"]
ACTING = "acting_"


class NeedsForm(OnceForm):
    """What kind of home is needed: part of the application, and changed on its own later."""

    rooms_min = forms.IntegerField(
        label=_("Minst antall rom"),
        min_value=1,
        max_value=12,
        required=False,
        widget=forms.TextInput(attrs=WHOLE_NUMBER),
    )
    needs_lift_or_ground_floor = forms.BooleanField(label=_("Må ha heis eller 1. etasje"), required=False)
    needs_wheelchair = forms.BooleanField(label=_("Må kunne bruke rullestol"), required=False)
    staffing_need = forms.ChoiceField(
        label=_("Behov for bemanning"), choices=[("", _("Ikke avklart")), *Staffing.choices], required=False
    )
    districts_wanted = forms.MultipleChoiceField(
        label=_("Ønsker bydel"), widget=forms.CheckboxSelectMultiple, required=False
    )
    wishes = TextField(label=_("Ønsker og hensyn"), max_length=2000, rows=3, required=False)

    class Meta:
        model = Application
        fields = NEEDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Dwelling.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
        districts = sorted({*known, *(self.instance.districts_wanted or [])})
        self.fields["districts_wanted"].choices = [(name, name) for name in districts]
        if not districts:
            del self.fields["districts_wanted"]
        if self.instance.pk and self.instance.kind not in FOR_ANOTHER_HOME:
            for name in NEEDS_OF_DWELLING:
                self.fields.pop(name, None)

    def change(self, *, by) -> Application:
        """What is needed has changed: the case says so on its timeline."""
        with refusing_breaches(), transaction.atomic():
            Application.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.save(update_fields=[name for name in NEEDS if name in self.fields])
            if self.changed_data:
                labels = [str(self.fields[name].label) for name in self.changed_data if name in NEEDS]
                CaseEvent.write(self.instance, by=by, title=_("Søknaden er endret"), note=", ".join(labels))
        return self.instance


class ApplicationForm(NeedsForm):
    """An application that came in (søknad mottatt), for the applicant or for whoever acts for them.

    All fields stand in the page; those that do not belong to the kind are hidden by the style sheet and let be here.
    """

    kind = forms.ChoiceField(label=_("Søknaden gjelder"), choices=KINDS, widget=forms.RadioSelect)
    tenancy = forms.ModelChoiceField(
        label=_("Leieforholdet den gjelder"),
        queryset=Tenancy.objects.none(),
        required=False,
        empty_label=_("Ingen"),
    )
    received_on = DateField(label=_("Mottatt"), initial=timezone.localdate)
    channel = forms.ChoiceField(
        label=_("Kom inn"), choices=[("", _("Ikke oppgitt")), *Application.Channel.choices], required=False
    )
    has_representative = forms.BooleanField(
        label=_("Søkeren har en fullmektig"), required=False, help_text=_("Alle brev går da til fullmektigen.")
    )

    class Meta(NeedsForm.Meta):
        fields = ["kind", "tenancy", "received_on", "channel", *NEEDS]

    def __init__(self, *args, household, user, **kwargs):
        today = timezone.localdate()
        proposed = household.rooms_needed_on(today)
        kwargs["initial"] = {"kind": Application.Kind.NEW, "rooms_min": proposed} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        choice = self.fields["tenancy"]
        choice.queryset = (
            Tenancy.objects.visible_to(user)
            .filter(household=household, status__in=["allocated", "active"])
            .select_related("dwelling")
        )
        choice.label_from_instance = lambda tenancy: f"{tenancy.number}, {tenancy.get_tenure_display()}"
        self.fields["rooms_min"].help_text = _("Foreslått ut fra hvem som bor i husstanden: {rooms}.").format(
            rooms=proposed
        )
        self.fields["wishes"].help_text = _("Gjelder det bistand eller botilbud: hva søkeren ber om.")
        self._ask_who_acts(household.representatives.on(today).exists())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _ask_who_acts(self, is_known):
        """A representative in force is shown beside the form and not asked for again."""
        if is_known:
            del self.fields["has_representative"]
            return
        for name, field in fields_of_representative().items():
            field.required = False
            self.fields[ACTING + name] = field

    def _layout(self) -> Layout:
        def there(*names):
            return [name for name in names if name in self.fields]

        acting = there(*(ACTING + name for name in fields_of_representative()))
        parts = [
            "external_id",
            "kind",
            Div("tenancy", css_class="asks-tenancy"),
            Row("received_on", "channel"),
            Div(Fieldset(_("Boligen det søkes om"), *there(*NEEDS_OF_DWELLING)), css_class="asks-dwelling"),
            "wishes",
        ]
        if acting:
            parts += ["has_representative", Div(Fieldset(_("Fullmektig"), *acting), css_class="asks-represented")]
        return Layout(*parts)

    def rows(self):
        return Application.objects.filter(household=self.household)

    def chosen_tenancy(self) -> Tenancy | None:
        """The tenancy that is chosen now, if it is one of the household's."""
        value = str(self["tenancy"].value() or "")
        return (
            self.fields["tenancy"].queryset.filter(pk=int(value)).first()
            if value.isascii() and value.isdecimal()
            else None
        )

    def clean_received_on(self):
        day = not_in_future(self.cleaned_data["received_on"])
        if day < EARLIEST:
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def clean(self):
        answers = super().clean()
        kind, tenancy = answers.get("kind"), answers.get("tenancy")
        if kind not in ABOUT_A_HOME:
            self._let_be(answers, {"tenancy": None})
        elif tenancy is None:
            self.add_error("tenancy", _("Velg leieforholdet som søknaden gjelder."))
        elif tenancy.tenure != Tenancy.Tenure.MUNICIPAL:
            self.add_error("tenancy", _("Bare et kommunalt leieforhold kan byttes eller forlenges."))
        if kind and kind not in FOR_ANOTHER_HOME:
            self._let_be(answers, NEEDS_OF_DWELLING)
        if kind == Application.Kind.ASSISTANCE and not answers.get("wishes") and "wishes" not in self.errors:
            self.add_error("wishes", _("Skriv hva søkeren ber om hjelp til."))
        self._check_who_acts(answers)
        return answers

    def _let_be(self, answers, instead):
        """What does not belong to the kind is not asked for: neither its value nor what is wrong with it counts."""
        for name, value in instead.items():
            if name in self.fields:
                self.errors.pop(name, None)
                answers[name] = value

    def _check_who_acts(self, answers):
        names = [name for name in self.fields if name.startswith(ACTING)]
        if not answers.get("has_representative"):
            self._let_be(answers, dict.fromkeys(names))
            return
        wrong = told_wrong({name.removeprefix(ACTING): answers.get(name) for name in names})
        wrong |= {
            name: _("Fyll ut dette feltet.") for name in ("name", "postal_address") if not answers.get(ACTING + name)
        }
        for name, message in wrong.items():
            if ACTING + name not in self.errors:
                self.add_error(ACTING + name, message)

    def register(self, *, by) -> Application:
        made = self.keyed()
        made.caseworker = by
        with refusing_breaches():
            made.begin(by=by, note=str(made.get_kind_display()), happened_on=made.received_on)
            if self.cleaned_data.get("has_representative"):
                self._representative().appoint(by=by)
        return made

    def _representative(self) -> Representative:
        facts = {name: self.cleaned_data[ACTING + name] for name in fields_of_representative()}
        return Representative(household=self.household, starts_on=timezone.localdate(), **facts)


class WithdrawForm(forms.Form):
    """The applicant takes the application back (trukket)."""

    withdrawn_on = DateField(label=_("Trukket"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_withdrawn_on(self):
        day = not_in_future(self.cleaned_data["withdrawn_on"])
        if day < self.application.received_on:
            raise forms.ValidationError(_("Søknaden kan ikke trekkes før den er mottatt."))
        return day

    def withdraw(self, *, by) -> Application:
        self.application.withdraw(by=by, **self.cleaned_data)
        return self.application


class CloseForm(forms.Form):
    """A granted application ends without what was granted: off the waiting list, or no longer needed."""

    closed_on = DateField(label=_("Avsluttet fra"), initial=timezone.localdate)
    reason = LineField(label=_("Hvorfor"), max_length=300, help_text=_("For eksempel: fant bolig selv."))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        if application.waits_for_dwelling:
            self.fields["closed_on"].label = _("Ute av ventelisten fra")

    def clean_closed_on(self):
        return _since_granted(self.application, self.cleaned_data["closed_on"])

    def close(self, *, by) -> Application:
        self.application.close(by=by, **self.cleaned_data)
        return self.application


class FulfilForm(forms.Form):
    """The help or the shelter that was granted is given (bistanden er gitt)."""

    happened_on = DateField(label=_("Gitt fra"), initial=timezone.localdate)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_happened_on(self):
        return _since_granted(self.application, self.cleaned_data["happened_on"])

    def fulfil(self, *, by) -> Application:
        self.application.fulfil(by=by, **self.cleaned_data)
        return self.application


def _since_granted(application, day):
    day = not_in_future(day)
    if application.decided_on and day < application.decided_on:
        raise forms.ValidationError(_("Datoen er før søknaden ble innvilget."))
    return day
