"""Forms about a household's file: notes, documents, consents, alerts, and why a case is opened."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import file_types
from housing.fields import DateField, LineField, TextField
from housing.forms.once import Once
from housing.forms.people import not_in_future
from housing.models import Alert, Consent, Document, Note, Person
from housing.periods import add_months

ALERT_MONTHS = 12
FILE_KINDS = _("PDF, bilde (JPEG, PNG, HEIC), Word, Excel, ODT eller ren tekst")


class NoteForm(Once, forms.ModelForm):
    """What a colleague should know."""

    text = TextField(label=_("Notat"), max_length=10_000, rows=8)

    class Meta:
        model = Note
        fields = ["text", "is_restricted"]

    def write(self, household, *, by):
        self.instance.household, self.instance.external_id = household, self.key
        self.instance.write(by=by)


class DocumentForm(Once, forms.ModelForm):
    """A paper that came in. What the file is, is told from its bytes; its size is known before it is read."""

    title = LineField(label=_("Tittel"))
    received_on = DateField(label=_("Mottatt"))
    upload = forms.FileField(label=_("Fil"), allow_empty_file=True)

    class Meta:
        model = Document
        fields = ["title", "received_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate
        self.fields["upload"].help_text = _("{kinds}, inntil {limit}.").format(
            kinds=FILE_KINDS, limit=filesizeformat(settings.DOCUMENT_MAX_BYTES)
        )

    def clean_received_on(self):
        return not_in_future(self.cleaned_data["received_on"])

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > settings.DOCUMENT_MAX_BYTES:
            raise ValidationError(
                _("Filen er {size}. Den kan ikke være større enn {limit}.").format(
                    size=filesizeformat(upload.size), limit=filesizeformat(settings.DOCUMENT_MAX_BYTES)
                )
            )
        if not upload.size:
            raise ValidationError(_("Filen er tom."))
        upload.kind = file_types.recognise(upload.file)
        if upload.kind is None:
            raise ValidationError(_("Denne filtypen tas ikke imot. Velg {kinds}.").format(kinds=FILE_KINDS))
        return upload

    def keep(self, household, *, by):
        upload = self.cleaned_data["upload"]
        self.instance.household, self.instance.external_id = household, self.key
        self.instance.file_name = named(upload.name, upload.kind)
        upload.seek(0)
        self.instance.keep(upload.read(), upload.kind, by=by)


def named(name: str, kind: str) -> str:
    """The file's own name without path and odd characters, and with the ending its bytes deserve."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    stem = " ".join(re.sub(r"[^\w .()-]", " ", stem).split())[:150]
    return f"{stem or 'dokument'}.{file_types.ENDINGS[kind]}"


class ConsentForm(Once, forms.ModelForm):
    """Leave to share with somebody, for one purpose."""

    recipient = LineField(label=_("Deles med"), max_length=120, help_text=_("For eksempel NAV eller helsestasjonen."))
    purpose = LineField(label=_("Formål"), max_length=300)
    given_on = DateField(label=_("Gitt"))
    expires_on = DateField(label=_("Gjelder til"), required=False, help_text=_("Tomt: til det trekkes tilbake."))

    class Meta:
        model = Consent
        fields = ["person", "recipient", "purpose", "given_on", "expires_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.household = household
        self.fields["person"].queryset = members_of(household)
        self.fields["person"].empty_label = _("Velg")
        self.fields["given_on"].initial = timezone.localdate

    def clean_given_on(self):
        return not_in_future(self.cleaned_data["given_on"])

    def clean(self):
        cleaned = super().clean()
        given, expires = cleaned.get("given_on"), cleaned.get("expires_on")
        if given and expires and expires < given:
            self.add_error("expires_on", _("Samtykket kan ikke utløpe før det er gitt."))
        return cleaned

    def give(self, *, by):
        self.instance.external_id = self.key
        self.instance.give(by=by)


class AlertForm(Once, forms.ModelForm):
    """What one must know before ringing the bell. It runs out within a year, so that it is considered anew."""

    text = LineField(label=_("Beskrivelse"), required=False, max_length=500)
    starts_on = DateField(label=_("Fra"))
    expires_on = DateField(label=_("Vurderes på nytt"), help_text=_("Senest om ett år."))

    class Meta:
        model = Alert
        fields = ["person", "kind", "text", "starts_on", "expires_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household
        self.fields["person"].queryset = members_of(household)
        self.fields["person"].label = _("Hvem det gjelder")
        self.fields["person"].empty_label = _("Velg")
        self.fields["starts_on"].initial = timezone.localdate

    def clean_starts_on(self):
        return not_in_future(self.cleaned_data["starts_on"])

    def clean(self):
        cleaned = super().clean()
        starts, expires = cleaned.get("starts_on"), cleaned.get("expires_on")
        if starts and expires and expires <= max(starts, timezone.localdate()):
            self.add_error("expires_on", _("Datoen må være etter i dag."))
        elif expires and expires > add_months(timezone.localdate(), ALERT_MONTHS):
            self.add_error("expires_on", _("Et varsel kan gjelde i høyst ett år om gangen."))
        if cleaned.get("kind") == Alert.Kind.OTHER and not cleaned.get("text"):
            self.add_error("text", _("Skriv hva det gjelder."))
        return cleaned

    def raise_alert(self, *, by):
        self.instance.external_id = self.key
        self.instance.raise_in(self.household, by=by)


def members_of(household):
    today = timezone.localdate()
    members = household.memberships.on(today)
    return Person.objects.filter(pk__in=members.values("person"))


class ReasonForm(forms.Form):
    """Why a case that is not one's own is opened (begrunnelse). Kept in the view log, which the citizen may see."""

    GROUNDS = [
        _("Jeg vikarierer for saksbehandleren"),
        _("Husstanden har tatt kontakt"),
        _("Behandling av søknad, klage eller tildeling"),
        _("Husleie, kontrakt eller boligen"),
        _("Ledelse og kvalitetssikring"),
    ]

    ground = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    text = LineField(label=_("Annen grunn"), required=False, max_length=300, min_length=5)

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("ground") in {str(ground) for ground in self.GROUNDS}
        if not chosen and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Velg en av grunnene, eller skriv hvorfor."))
        return cleaned

    @property
    def reason(self) -> str:
        return self.cleaned_data["text"] or self.cleaned_data["ground"]
