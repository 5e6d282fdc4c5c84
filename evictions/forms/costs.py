"""Forms of the page of costs (kostnader): which years, and the municipality's own unit prices (enhetspriser)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions.models import UnitPrice
from housing.database import refusing_breaches
from housing.fields import DateField, KroneField
from housing.periods import Period

SHOWN_YEARS, MOST_YEARS = 5, 20
YEAR, HALF = "ar", "halvar"
EARLIEST, LATEST_AHEAD = 2000, 2
HIGHEST = 9_999_999


class PeriodForm(forms.Form):
    """Whole years only: a shorter time would rest on too few."""

    fra = forms.ChoiceField(label=_("Fra og med år"), required=False)
    til = forms.ChoiceField(label=_("Til og med år"), required=False)
    del_opp = forms.ChoiceField(
        label=_("Del opp i"), choices=[(YEAR, _("År")), (HALF, _("Halvår"))], required=False, initial=YEAR
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(self.this_year, self.this_year - MOST_YEARS, -1)]
        self.fields["fra"].choices = self.fields["til"].choices = years
        self.initial |= {"fra": str(self.this_year - SHOWN_YEARS + 1), "til": str(self.this_year)}

    def clean(self):
        answers = super().clean()
        first, last = answers.get("fra"), answers.get("til")
        if first and last and int(first) > int(last):
            self.add_error("fra", _("Perioden slutter før den begynner."))
        return answers

    def periods(self) -> list[Period]:
        answers = self.cleaned_data if self.is_valid() else {}
        last = int(answers.get("til") or self.this_year)
        first = min(int(answers.get("fra") or last - SHOWN_YEARS + 1), last)
        years = range(first, last + 1)
        if answers.get("del_opp") == HALF:
            return [Period.half_year(year, half) for year in years for half in (1, 2)]
        return [Period.year(year) for year in years]


class UnitPriceForm(forms.Form):
    """A price from a day on. The one before stands until then."""

    what = forms.ChoiceField(label=_("Hva"), choices=UnitPrice.What.choices)
    valid_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate)
    price = KroneField(
        label=_("Pris, kr"),
        min_value=0,
        max_value=HIGHEST,
        max_digits=9,
        help_text=_("Det én koster kommunen, etter kommunens eget regnskap."),
    )

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if not EARLIEST <= day.year <= timezone.localdate().year + LATEST_AHEAD:
            raise forms.ValidationError(_("Sjekk årstallet."))
        return day

    def set(self, *, by) -> None:
        """Set again as it is, by a double click, is nothing new; another price from the same day is refused."""
        with refusing_breaches(), transaction.atomic():
            if not UnitPrice.objects.filter(by=by, **self.cleaned_data).exists():
                UnitPrice.objects.create(by=by, **self.cleaned_data)
