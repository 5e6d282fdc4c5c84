"""What is asked when a household's economy is assessed (økonomisk vurdering): the fields, and how they are laid out."""

from decimal import Decimal, InvalidOperation

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField, TextField
from rent_to_own.annuity import MOST_YEARS
from rent_to_own.loan_terms import LongTermTest, SpecialGround

HIGHEST_MONTHLY, HIGHEST_CAPITAL, HIGHEST_RATE = 999_999, 99_999_999, 25
SHARE, TITLE = "share", "title"
FIXED, FLOATING = "fixed", "floating"
YES, NO = "yes", "no"


class RateField(forms.DecimalField):
    """Percent a year: 4,523 and 4.523 % are the same. Never thousands, as a point is in an amount."""

    default_error_messages = {"invalid": _("Skriv renten med tall, for eksempel 4,5.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"}))
        super().__init__(min_value=0, max_value=HIGHEST_RATE, max_digits=5, decimal_places=3, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = str(value).replace("%", "").replace(",", ".").strip()
        if not text.isascii() or not text.replace(".", "", 1).removeprefix("-").isdigit():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault

    def prepare_value(self, value):
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


def monthly(label, help_text="", *, required=False):
    return KroneField(
        label=label, help_text=help_text, required=required, min_value=0, max_value=HIGHEST_MONTHLY, max_digits=8
    )


def capital(label, help_text=""):
    return KroneField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=HIGHEST_CAPITAL, max_digits=10
    )


def count_of_years(label, smallest, largest, help_text="", *, required=False):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
    return forms.IntegerField(
        label=label, min_value=smallest, max_value=largest, help_text=help_text, required=required, widget=widget
    )


def several(label, choices, help_text=""):
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


def one_of(label, choices, help_text="", **kwargs):
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text, widget=forms.RadioSelect, **kwargs)


class EconomyFields(forms.Form):
    """The household's month and what it has saved."""

    benefits = monthly(_("Stønader og bidrag"), _("Barnetrygd, bidrag, kontantstøtte. Ikke bostøtte."))
    allowance_now = monthly(_("Bostøtte i dag"))
    allowance_as_owner = monthly(_("Bostøtte som eier"), _("Regn den ut hos Husbanken. Er den usikker, skriv 0."))
    debt_payments = monthly(_("Renter og avdrag på gjeld"), _("Studielån, billån, forbrukslån og kredittkort."))
    settlement = monthly(_("Betaling i gjeldsordning"))
    settlement_ends_on = DateField(label=_("Gjeldsordningen er over"), required=False)
    other_fixed = monthly(_("Andre faste utgifter"), _("Barnehage, SFO, bidrag de betaler, forsikring, transport."))
    own_living_costs = monthly(
        _("Annet beløp til livsopphold"), _("Bare når satsene ikke passer. Satsene brukes når feltet er tomt.")
    )
    living_costs_reason = LineField(label=_("Hvorfor, og hvor beløpet kommer fra"), required=False, max_length=500)
    rent_today = monthly(_("Husleie i dag"), _("Det de betaler for boligen nå, med strøm og det annet som følger."))
    savings_total = capital(_("Har spart i alt"))
    savings = capital(_("Av dette til boligen"), _("La noe være igjen til det uventede."))


class PurchaseFields(forms.Form):
    """The home, and who pays for it."""

    price = capital(_("Kjøpesum"), _("Tom når dere bare vil vite høyeste pris. Uten fellesgjeld."))
    common_debt = capital(_("Fellesgjeld"))
    ownership = one_of(
        _("Eierform"),
        [(SHARE, _("Andel i borettslag, uten dokumentavgift")), (TITLE, _("Eierbolig, med dokumentavgift på 2,5 %"))],
    )
    buying_costs = capital(_("Tinglysing og andre kjøpskostnader"))
    common_costs = monthly(_("Felleskostnader"), _("Med renter og avdrag på fellesgjelden, også de som kommer senere."))
    municipal_fees = monthly(_("Kommunale avgifter"), _("Og eiendomsskatt, når de ikke er i felleskostnadene."))
    upkeep = monthly(_("Forsikring, vedlikehold og strøm"))
    rate_kind = one_of(_("Rente"), [(FLOATING, _("Flytende")), (FIXED, _("Fast"))], initial=FLOATING)
    rate = RateField(label=_("Nominell rente på startlånet, prosent"))
    fixed_years = count_of_years(_("Renten er fast i, år"), 1, MOST_YEARS)
    years = count_of_years(
        _("Nedbetalingstid, år"), 1, MOST_YEARS, _("Inntil 30 år. Inntil 50 bare med vilkårene under."), required=True
    )
    interest_only_years = count_of_years(_("Avdragsfrie år"), 0, MOST_YEARS, _("Inntil 8 år."))
    tests_met = several(_("Vilkår for mer enn 30 år"), LongTermTest.choices, _("Alle fire må være oppfylt."))
    special_grounds = several(
        _("Unntak fra vilkårene"),
        SpecialGround.choices,
        _(
            "Kravet om varig lav inntekt kan fravikes for barnefamilier og når boligen kan gå tapt, hvis inntekten er "
            "lav og forutsigbar. Kravene om bolig og leie kan fravikes når boligen kan gå tapt. Det siste kan ikke "
            "fravikes."
        ),
    )
    grant = capital(_("Tilskudd"))
    cofinancing = one_of(
        _("Er samfinansiering med bank vurdert?"), [(YES, _("Ja")), (NO, _("Nei"))], _("Kommunen skal vurdere det.")
    )
    cofinancing_reason = TextField(label=_("Hva vurderingen viste, eller hvorfor ikke"), rows=2, max_length=1000)
    bank = capital(_("Lån i bank"))
    bank_rate = RateField(label=_("Bankens rente, prosent"), required=False)
    bank_years = count_of_years(_("Bankens nedbetalingstid, år"), 1, MOST_YEARS)
    bank_interest_only_years = count_of_years(_("Avdragsfrie år i banken"), 0, MOST_YEARS)


def layout(adults: list[str]) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(
        "external_id",
        "made_on",
        Fieldset(
            _t("Inntekter per måned, etter skatt"), *adults, Row("benefits", "allowance_now", "allowance_as_owner")
        ),
        Fieldset(
            _t("Utgifter per måned"),
            "debt_payments",
            Row("settlement", "settlement_ends_on"),
            "other_fixed",
            "rent_today",
            Row("own_living_costs", "living_costs_reason"),
        ),
        Fieldset(_t("Sparing"), Row("savings_total", "savings")),
        Fieldset(
            _t("Boligen"),
            Row("price", "common_debt", "buying_costs"),
            "ownership",
            Row("common_costs", "municipal_fees", "upkeep"),
        ),
        Fieldset(
            _t("Startlån og tilskudd"),
            "grant",
            Row("rate", "years", "interest_only_years"),
            "rate_kind",
            Div("fixed_years", data_only_when=f"rate_kind={FIXED}"),
            "tests_met",
            "special_grounds",
        ),
        Fieldset(
            _t("Samfinansiering"),
            "cofinancing",
            "cofinancing_reason",
            Row("bank", "bank_rate"),
            Row("bank_years", "bank_interest_only_years"),
        ),
        Fieldset(_t("Konklusjon"), "outcome", "reasons"),
    )
    return helper
