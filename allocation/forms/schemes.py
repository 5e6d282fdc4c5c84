"""The form of a new order of priority (prioriteringsordning)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation.models import Criterion, PriorityScheme
from allocation.priority import FIRST_SCHEME
from housing.database import refusing_breaches
from housing.fields import DateField, LineField

WHOLE_NUMBER = {"inputmode": "numeric", "size": 6}


class SchemeForm(forms.ModelForm):
    """A new version of the criteria: each of the rules the program knows, its points, and the most it can give."""

    starts_on = DateField(label=_("Gjelder fra"), help_text=_("Dagens ordning gjelder til da. Skriv dd.mm.åååå."))
    name = LineField(label=_("Navn"), max_length=120)
    source = LineField(label=_("Vedtatt hvor"), max_length=300, required=False)

    class Meta:
        model = PriorityScheme
        fields = ["name", "starts_on", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        before = PriorityScheme.objects.order_by("-starts_on").prefetch_related("criteria").first()
        self.now = {row.code: row for row in before.rules} if before else {}
        rows = []
        for rule in FIRST_SCHEME:
            has = self.now.get(rule.code)
            rows.append(Row(f"points_{rule.code}", *([f"maximum_{rule.code}"] if rule.maximum is not None else [])))
            self.fields[f"points_{rule.code}"] = forms.IntegerField(
                label=has.label if has else rule.label,
                min_value=0,
                max_value=1000,
                initial=has.points if has else (0 if before else rule.points),
                widget=forms.TextInput(attrs=WHOLE_NUMBER),
            )
            if rule.maximum is not None:
                self.fields[f"maximum_{rule.code}"] = forms.IntegerField(
                    label=_t("{label}, høyst").format(label=rule.label),
                    widget=forms.TextInput(attrs=WHOLE_NUMBER),
                    min_value=0,
                    max_value=1000,
                    required=False,
                    initial=has.maximum if has else rule.maximum,
                )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("name", "starts_on", "source", *rows)

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(
                _("En ny ordning må begynne frem i tid, så ingen plass på listen endres bakover.")
            )
        if PriorityScheme.objects.filter(starts_on=day).exists():
            raise forms.ValidationError(_("En ordning begynner allerede denne dagen."))
        return day

    def begin(self) -> PriorityScheme:
        with refusing_breaches(), transaction.atomic():
            scheme = super().save()
            Criterion.objects.bulk_create(
                Criterion(
                    scheme=scheme,
                    code=rule.code,
                    label=str(self.fields[f"points_{rule.code}"].label),
                    points=self.cleaned_data[f"points_{rule.code}"],
                    maximum=self.cleaned_data.get(f"maximum_{rule.code}"),
                    position=position,
                )
                for position, rule in enumerate(FIRST_SCHEME)
                if self.cleaned_data[f"points_{rule.code}"]
            )
        return scheme
