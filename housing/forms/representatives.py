"""Forms about whoever acts for a household (fullmektig)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, NameField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Representative

FACTS = ["name", "organisation", "is_lawyer", "authority_on", "scope", "postal_address", "phone", "email"]
ONE_AT_A_TIME = _("Husstanden har allerede en fullmektig. Avslutt den fullmakten først.")


def fields_of_representative() -> dict[str, forms.Field]:
    """The fields of a representative, for a form of its own and as a part of an application."""
    return {
        "name": NameField(label=_("Navn")),
        "organisation": NameField(label=_("Firma eller organisasjon"), required=False),
        "is_lawyer": forms.BooleanField(label=_("Advokat"), required=False),
        "authority_on": DateField(
            label=_("Skriftlig fullmakt mottatt"),
            required=False,
            help_text=_("Kreves når fullmektigen ikke er advokat."),
        ),
        "scope": LineField(
            label=_("Fullmakten gjelder"), required=False, max_length=300, help_text=_("Tomt: hele saken.")
        ),
        "postal_address": TextField(label=_("Postadresse"), max_length=400, rows=2),
        "phone": LineField(label=_("Telefon"), required=False, max_length=20),
        "email": forms.EmailField(label=_("E-post"), required=False),
    }


def told_wrong(answers: dict) -> dict[str, str]:
    """Field → what is wrong with a representative's facts taken together (fvl § 12)."""
    wrong = {}
    authority = answers.get("authority_on")
    if not answers.get("is_lawyer") and not authority:
        wrong["authority_on"] = _("Den som ikke er advokat, må ha skriftlig fullmakt. Skriv når dere fikk den.")
    if authority and authority > timezone.localdate():
        wrong["authority_on"] = _("Datoen er frem i tid.")
    return wrong


class RepresentativeForm(OnceForm):
    """Somebody acts for the household from now on."""

    class Meta:
        model = Representative
        fields = FACTS

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= fields_of_representative()
        self.household = self.instance.household = household
        self.instance.starts_on = timezone.localdate()

    def rows(self):
        return Representative.objects.filter(household=self.household)

    def first_made(self):
        """A representative has no page of its own: back to the household."""
        return self.household if super().first_made() else None

    def clean(self):
        answers = super().clean()
        for name, message in told_wrong(answers).items():
            if name not in self.errors:
                self.add_error(name, message)
        if self.rows().on(timezone.localdate()).exists():
            self.add_error(None, ONE_AT_A_TIME)
        return answers

    def appoint(self, *, by) -> Representative:
        return self.keyed().appoint(by=by)


class RepresentativeEndForm(forms.Form):
    """The authority holds no longer: letters go to the household itself."""

    ended_on = DateField(label=_("Fullmakten er avsluttet fra"), initial=timezone.localdate)

    def __init__(self, *args, representative, **kwargs):
        super().__init__(*args, **kwargs)
        self.representative = representative

    def clean_ended_on(self):
        day = not_in_future(self.cleaned_data["ended_on"])
        if day < self.representative.starts_on:
            raise forms.ValidationError(_("Fullmakten kan ikke avsluttes før den begynte."))
        return day

    def end(self, *, by) -> None:
        self.representative.end(by=by, day=self.cleaned_data["ended_on"])
