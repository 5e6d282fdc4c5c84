"""Forms about a household's temporary stay (midlertidig botilbud, nødbolig)."""

from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import StayExtension, TemporaryStay
from applications.models import Application
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Dwelling
from housing.protection import may_see_address

FACTS = ["place", "dwelling", "application", "decided_on", "price", "price_per"]
OWN_PLACES = (Dwelling.Category.TEMPORARY, Dwelling.Category.EMERGENCY)
NO_ADDRESS = _("Ikke skriv adresser her.")


def free_dwellings(day):
    """The municipality's own places for temporary stays, with nobody in them."""
    stays = TemporaryStay.objects.not_over(day).filter(dwelling=OuterRef("pk"))
    found = Dwelling.objects.in_stock(day).with_occupancy(day).filter(is_occupied=False)
    return found.filter(~Exists(stays), category__in=OWN_PLACES)


class StayFactsForm(OnceForm):
    """Where, by which decision, and at what price."""

    place = LineField(
        label=_("Sted"),
        required=False,
        max_length=200,
        help_text=_("For eksempel navnet på et motell eller natthjem. Kan stå tomt når en kommunal bolig er valgt."),
    )
    decided_on = DateField(
        label=_("Dato for vedtaket"),
        required=False,
        help_text=_("Kan registreres senere hvis husstanden må ha et sted i natt."),
    )
    price = KroneField(label=_("Pris, kr"), required=False, min_value=0, max_digits=10)
    price_per = forms.ChoiceField(label=_("Prisen er"), choices=TemporaryStay.PricePer.choices)

    class Meta:
        model = TemporaryStay
        fields = FACTS

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        today = timezone.localdate()
        own = Q(pk=self.instance.dwelling_id)
        dwelling = self.fields["dwelling"]
        dwelling.queryset = Dwelling.objects.filter(Q(pk__in=free_dwellings(today).values("pk")) | own)
        dwelling.empty_label = _("Ingen")
        application = self.fields["application"]
        application.queryset = household.applications.filter(kind=Application.Kind.TEMPORARY)
        application.label_from_instance = self._named
        application.empty_label = _("Ingen søknad")

    @staticmethod
    def _named(application) -> str:
        return f"{application.number}, {application.received_on:%d.%m.%Y}, {application.get_status_display()}"

    def rows(self):
        return TemporaryStay.objects.filter(household=self.household)

    def clean(self):
        answers = super().clean()
        if "dwelling" in self.fields and not self.errors.keys() & {"place", "dwelling"}:
            dwelling, place = answers.get("dwelling"), answers.get("place")
            if not place and not dwelling:
                self.add_error("place", _("Skriv stedet, eller velg en kommunal bolig."))
            elif not place:
                # Never the address: that stands with the dwelling alone.
                answers["place"] = str(dwelling.get_category_display())
        application = answers.get("application")
        if application and not answers.get("decided_on"):
            answers["decided_on"] = application.decided_on
        return answers


class StayForm(StayFactsForm):
    """A household moves in to a temporary place."""

    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    planned_ends_on = DateField(
        label=_("Planlagt til"), help_text=_("Slik det står i vedtaket. Oppholdet skal være kort.")
    )

    class Meta(StayFactsForm.Meta):
        fields = [*FACTS[:3], "decided_on", "starts_on", "planned_ends_on", "price", "price_per"]

    def clean_starts_on(self):
        day = not_in_future(self.cleaned_data["starts_on"])
        if day < self.household.created_on:
            raise forms.ValidationError(
                _("Husstanden ble registrert først {day:%d.%m.%Y}.").format(day=self.household.created_on)
            )
        return day

    def clean(self):
        answers = super().clean()
        starts_on, planned = answers.get("starts_on"), answers.get("planned_ends_on")
        if starts_on and planned and planned < starts_on:
            self.add_error("planned_ends_on", _("Planlagt slutt er før oppholdet begynner."))
        return answers

    def register(self, *, by) -> TemporaryStay:
        made = self.keyed()
        made.caseworker = by
        return made.register(by=by)


class StayChangeForm(StayFactsForm):
    """Something was wrong, or the decision has come. Whoever may not know the place is not asked about it."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_see_address(user, self.household, timezone.localdate()):
            del self.fields["place"], self.fields["dwelling"]

    def rows(self):
        """Changing makes no row that a second click could find."""
        return TemporaryStay.objects.none()

    def change(self, *, by) -> TemporaryStay:
        with refusing_breaches(), transaction.atomic():
            TemporaryStay.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.claim_dwelling()
            self.instance.save(update_fields=[name for name in FACTS if name in self.fields])
            labels = [str(self.fields[name].label) for name in self.changed_data if name in FACTS]
            if labels:
                self.instance.tell(_("opplysninger endret"), by=by, note=", ".join(labels))
        return self.instance


class OfStay(forms.Form):
    """A form about one stay."""

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = stay

    def within_stay(self, day):
        """Not before they came, and not a day that has not been."""
        day = not_in_future(day)
        if day and day < self.stay.starts_on:
            raise forms.ValidationError(_("Oppholdet begynte først {day:%d.%m.%Y}.").format(day=self.stay.starts_on))
        return day


class RulesForm(OfStay):
    """The rules first, then the key (bestemmelser signeres før nøkkel utleveres)."""

    rules_signed_on = DateField(
        label=_("Reglene er gått gjennom, lest og signert"),
        required=False,
        help_text=_("Reglene for stedet, hvem som hjelper, og hva som skjer videre. Bruk tolk hvis det trengs."),
    )
    key_handed_on = DateField(
        label=_("Nøkkelen er utlevert"), required=False, help_text=_("Kan ikke være før reglene er signert.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(self.stay, name)

    def clean_rules_signed_on(self):
        return not_in_future(self.cleaned_data["rules_signed_on"])

    def clean_key_handed_on(self):
        return not_in_future(self.cleaned_data["key_handed_on"])

    def clean(self):
        answers = super().clean()
        signed, key = answers.get("rules_signed_on"), answers.get("key_handed_on")
        if key and "rules_signed_on" not in self.errors:
            if not signed:
                self.add_error("rules_signed_on", _("Reglene må være lest og signert før nøkkelen utleveres."))
            elif key < signed:
                self.add_error("key_handed_on", _("Nøkkelen kan ikke utleveres før reglene er signert."))
        return answers

    def hand_over(self, *, by) -> TemporaryStay:
        self.stay.sign_and_hand_over(by=by, **self.cleaned_data)
        return self.stay


class NextStepForm(OfStay):
    """What leads them on to a home, and by when."""

    next_step = LineField(label=_("Neste steg mot fast bolig"), max_length=300, help_text=NO_ADDRESS)
    next_step_on = DateField(label=_("Innen"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(self.stay, name)

    def plan(self, *, by) -> TemporaryStay:
        self.stay.plan_next(by=by, **self.cleaned_data)
        return self.stay


class ExtensionForm(OnceForm):
    """A new decision lets them stay longer."""

    decided_on = DateField(label=_("Dato for vedtaket"), initial=timezone.localdate)
    planned_ends_on = DateField(label=_("Ny planlagt slutt"))
    reason = LineField(
        label=_("Hvorfor de må bo midlertidig lenger"),
        max_length=500,
        help_text=_("Og hva som er gjort for å finne en fast bolig. Ikke skriv adresser her."),
    )

    class Meta:
        model = StayExtension
        fields = ["decided_on", "planned_ends_on", "reason"]

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        # The constraints are put to the row by the database; the stay is not known to the form's own check.
        self.stay = self.instance.stay = stay

    def rows(self):
        return StayExtension.objects.filter(stay=self.stay)

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.stay.starts_on:
            raise forms.ValidationError(_("Oppholdet begynte først {day:%d.%m.%Y}.").format(day=self.stay.starts_on))
        return day

    def clean_planned_ends_on(self):
        day = self.cleaned_data["planned_ends_on"]
        before = self.stay.planned_ends_on or self.stay.starts_on
        if day <= before:
            raise forms.ValidationError(_("Ny slutt må være etter {day:%d.%m.%Y}.").format(day=before))
        return day

    def extend(self, *, by) -> TemporaryStay:
        self.stay.extend(self.keyed(), by=by)
        return self.stay


class LeaveForm(OfStay):
    """They have left: the day, and where to."""

    ends_on = DateField(
        label=_("Flyttet ut"),
        initial=timezone.localdate,
        help_text=_("Kom de aldri, skriv dagen oppholdet skulle begynne: da telles det ikke."),
    )
    exit_to = forms.ChoiceField(label=_("Flyttet til"), choices=TemporaryStay.ExitTo.choices, widget=forms.RadioSelect)
    note = LineField(label=_("Merknad"), required=False, max_length=500, help_text=NO_ADDRESS)

    def clean_ends_on(self):
        return self.within_stay(self.cleaned_data["ends_on"])

    def leave(self, *, by) -> TemporaryStay:
        if self.stay.status != TemporaryStay.Status.ACTIVE:
            raise Refused(str(_("Det er allerede registrert at de har flyttet ut.")))
        self.stay.leave(by=by, **self.cleaned_data)
        return self.stay
