"""A new version of a text in the letters (brevtekst)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.letters.rules import faults_of_body, faults_of_heading
from applications.letters.texts import BY_CODE, in_force, starting
from applications.models import LetterText
from housing.fields import DateField, LineField, TextField
from housing.models import User
from housing.periods import add_months

FURTHEST_AHEAD_MONTHS = 24


class LetterTextForm(forms.ModelForm):
    """Begins with the wording in force. What letters have said is never changed: a version is valid from today on."""

    valid_from = DateField(
        label=_("Gjelder fra"),
        initial=timezone.localdate,
        help_text=_("I dag eller senere. Brev som er skrevet, endres ikke. Skriv dd.mm.åååå."),
    )
    heading = LineField(
        label=_("Overskrift"),
        max_length=200,
        error_messages={"required": _("Skriv overskriften. Leseren finner frem etter den.")},
    )
    body = TextField(
        label=_("Tekst"),
        max_length=8000,
        rows=10,
        error_messages={"required": _("Skriv teksten.")},
        help_text=_("Korte setninger. Si «du» til den som leser. En tom linje gir nytt avsnitt."),
    )

    class Meta:
        model = LetterText
        fields = ["valid_from", "heading", "body"]

    def __init__(self, *args, code, language, **kwargs):
        self.today = timezone.localdate()
        now = in_force(code, language, self.today)
        kwargs["initial"] = {"heading": now.heading, "body": now.body} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.code, self.language = code, language
        # What the first wording does without, a later one may do without too.
        first = starting(code, language)
        for name in ("heading", "body"):
            self.fields[name].required = bool(getattr(first, name))
        if code not in BY_CODE:
            del self.fields["heading"]

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("En ny tekst gjelder fra i dag eller senere."))
        if day > add_months(self.today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn to år frem. Sjekk årstallet."))
        return day

    def clean_heading(self):
        heading = self.cleaned_data["heading"]
        faults = faults_of_heading(heading)
        if faults:
            raise forms.ValidationError(faults)
        return heading

    def clean_body(self):
        body = self.cleaned_data["body"]
        faults = faults_of_body(self.code, self.language, body, self.today)
        if faults:
            raise forms.ValidationError(faults)
        return body

    def begin(self, *, by) -> LetterText:
        """Sent twice it begins once: a double click is one person's, so they wait for themselves."""
        made = super().save(commit=False)
        made.code, made.language, made.by = self.code, self.language, by
        with transaction.atomic():
            User.objects.select_for_update().get(pk=by.pk)
            newest = LetterText.objects.filter(code=self.code, language=self.language).order_by("-pk").first()
            if newest and all(getattr(newest, name) == getattr(made, name) for name in self._meta.fields):
                return newest
            made.save(force_insert=True)
        return made
