"""What the pages of arrears over time are asked for, in the query string so that they can be bookmarked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evictions.returns import CASE, EVICTION, PETITION, STAY

YEARS = 5
BACK_IN = {
    CASE: _("restansesak"),
    PETITION: _("begjæring om utkastelse"),
    EVICTION: _("utkastelse"),
    STAY: _("midlertidig botilbud"),
}


class YearsForm(forms.Form):
    """How far back."""

    ar = forms.TypedChoiceField(
        label=_("Hvor langt tilbake"),
        coerce=int,
        choices=[(2, _("To år")), (3, _("Tre år")), (5, _("Fem år")), (10, _("Ti år"))],
    )

    @classmethod
    def asked(cls, query) -> "tuple[YearsForm, int]":
        if "ar" not in query:
            return cls(initial={"ar": YEARS}), YEARS
        form = cls(query)
        return form, form.cleaned_data["ar"] if form.is_valid() else YEARS


class BackInForm(forms.Form):
    """Back in what: for the tables by measure and by service."""

    tilbake = forms.ChoiceField(label=_("Tilbake i"), choices=list(BACK_IN.items()))

    @classmethod
    def asked(cls, query) -> "tuple[BackInForm, str]":
        if "tilbake" not in query:
            return cls(initial={"tilbake": CASE}), CASE
        form = cls(query)
        return form, form.cleaned_data["tilbake"] if form.is_valid() else CASE
