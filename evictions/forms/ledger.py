"""The form that sends up a ledger file from the rent system (reskontro)."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from evictions.models import LedgerUpload
from housing import file_types
from housing.fields import KroneField
from housing.form_page import OnceForm
from housing.forms.casefile import named

# Some two million rows.
MOST_BYTES = 100 * 1024 * 1024


class LedgerUploadForm(OnceForm):
    upload = forms.FileField(
        label=_("Fil fra økonomisystemet"),
        allow_empty_file=True,
        help_text=_(
            "CSV-fil med kolonnene id, tenancy, posted_on, kind og amount, eller en arbeidsbok med arket ledger."
        ),
    )
    stated_rows = forms.IntegerField(
        label=_("Antall rader etter økonomisystemet"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text=_("Fyll ut hvis systemet oppgir det. Da kontrolleres filen mot det."),
    )
    stated_sum = KroneField(
        label=_("Sum etter økonomisystemet"),
        required=False,
        max_digits=14,
        help_text=_("Krav minus innbetalinger pluss rettinger. Kan være negativ."),
    )

    class Meta:
        model = LedgerUpload
        fields = ["stated_rows", "stated_sum"]

    field_order = ["upload", "stated_rows", "stated_sum"]

    def rows(self):
        return LedgerUpload.objects.all()

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise ValidationError(
                _("Filen er {size}. Den kan ikke være større enn {limit}.").format(
                    size=filesizeformat(upload.size), limit=filesizeformat(MOST_BYTES)
                )
            )
        if not upload.size:
            raise ValidationError(_("Filen er tom."))
        upload.kind = file_types.recognise(upload.file)
        if upload.kind not in (file_types.TEXT, file_types.XLSX):
            raise ValidationError(_("Velg en CSV-fil eller en arbeidsbok (.xlsx)."))
        return upload

    def hand_in(self, *, by) -> LedgerUpload:
        upload = self.cleaned_data["upload"]
        made = self.keyed()
        ending = "xlsx" if upload.kind == file_types.XLSX else "csv"
        made.file_name = f"{named(upload.name, upload.kind).rpartition('.')[0]}.{ending}"
        upload.seek(0)
        return made.hand_in(upload.read(), upload.kind, by=by)
