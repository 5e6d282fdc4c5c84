"""What the auditor asks: about one household or one employee, and why (innsyn og kontroll)."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from housing.fields import LineField
from housing.models import Household, Person, User
from housing.national_ids import LENGTH, normalise


class OversightForm(forms.Form):
    """Sent by POST: a national id never stands in an address. The reason is kept in the view log."""

    household = LineField(
        label=_("Husstand"),
        required=False,
        max_length=40,
        help_text=_("Husstandsnummer (H-000123), fødselsnummer eller D-nummer."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    employee = forms.ModelChoiceField(
        label=_("Eller ansatt"), queryset=User.objects.order_by("name", "pk"), required=False, empty_label=_("Velg")
    )
    reason = LineField(
        label=_("Hvorfor"),
        max_length=300,
        min_length=5,
        help_text=_("For eksempel krav om innsyn, med saksnummer. Står i innsynsloggen."),
    )

    households: list[Household]

    def clean(self):
        cleaned = super().clean()
        self.households = []
        asked, employee = cleaned.get("household"), cleaned.get("employee")
        if asked and employee:
            self.add_error("employee", _("Velg enten en husstand eller en ansatt."))
        elif asked:
            self.households = list(_households(asked))
            if not self.households:
                self.add_error("household", _("Fant ingen husstand. Sjekk nummeret."))
        elif not employee and not self.errors:
            self.add_error("household", _("Skriv et husstandsnummer eller et fødselsnummer, eller velg en ansatt."))
        return cleaned


def _households(asked: str):
    """By its own number, or every household the person with the national id is or has been in."""
    number = normalise(asked)
    if re.fullmatch(rf"[0-9]{{{LENGTH}}}", number, flags=re.ASCII):
        persons = Person.objects.filter(national_id=number)
        return Household.objects.filter(memberships__person__in=persons).distinct().order_by("pk")
    match = re.fullmatch(r"(?:h-?)?([0-9]{1,9})", number, flags=re.ASCII | re.IGNORECASE)
    return Household.objects.filter(pk=int(match[1])) if match else Household.objects.none()
