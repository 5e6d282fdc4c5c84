"""A new version of something that is valid from a day (``housing/versions.py``), such as a routine or a rule."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, refusing_breaches
from housing.fields import DateField
from housing.periods import add_months

FURTHEST_AHEAD_MONTHS = 24


class VersionForm(forms.ModelForm):
    """Begins with the one in force. What has been is never changed: a version is valid from today or later.

    The model has ``valid_from``, unique, ``by``, and ``objects.on(day)``; ``KEPT`` names what a version says.
    """

    KEPT: tuple[str, ...] = ()
    TAKEN = _("En versjon begynner allerede denne dagen. Velg en annen dag.")

    valid_from = DateField(
        label=_("Gjelder fra"),
        initial=timezone.localdate,
        help_text=_("I dag eller senere. Det som er gjort før, endres ikke. Skriv dd.mm.åååå."),
    )

    def __init__(self, *args, **kwargs):
        self.today = timezone.localdate()
        now = self._meta.model.objects.on(self.today)
        kwargs["initial"] = {name: getattr(now, name) for name in self.KEPT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Velg i dag eller senere. Det som har vært, endres ikke."))
        if day > add_months(self.today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn to år frem. Sjekk årstallet."))
        return day

    def validate_unique(self):
        """The day is tested in ``clean``, where the same click sent again is known for what it is."""

    def clean(self):
        answers = super().clean()
        there = self._begun_on(answers.get("valid_from"))
        if there and not self.errors and not self._says_the_same(there):
            self.add_error("valid_from", self.TAKEN)
        return answers

    def _begun_on(self, day):
        return self._meta.model.objects.filter(valid_from=day).first()

    def _says_the_same(self, there) -> bool:
        return all(getattr(there, name) == self.cleaned_data[name] for name in self.KEPT)

    def begin(self, *, by):
        """Sent twice it begins once; of two who begin one on the same day, the second is told."""
        made = super().save(commit=False)
        made.by = by
        try:
            with refusing_breaches():
                made.save(force_insert=True)
        except Refused:
            there = self._begun_on(made.valid_from)
            if there is None or not self._says_the_same(there):
                raise Refused(str(self.TAKEN))
            return there
        return made
