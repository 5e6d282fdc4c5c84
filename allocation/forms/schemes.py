"""Forms of a new order of priority (prioriteringsordning): its draft, and the day it is to begin."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation.models import PriorityScheme, SchemeDraft
from allocation.priority import FIRST_SCHEME
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.form_page import OnceForm

WHOLE_NUMBER = {"inputmode": "numeric", "size": 6}


class SchemeForm(OnceForm):
    """A draft: each of the rules the program knows, its points, and the most it can give."""

    name = LineField(label=_("Navn"), max_length=120)

    class Meta:
        model = SchemeDraft
        fields = ["name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        before = self.instance if self.instance.pk else PriorityScheme.objects.order_by("-starts_on").first()
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
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout("name", *rows)

    def rows(self):
        """A draft being changed is no second one."""
        return SchemeDraft.objects.none() if self.instance.pk else SchemeDraft.objects.all()

    def write(self, *, by) -> SchemeDraft:
        is_new = self.instance.pk is None
        draft = self.keyed() if is_new else self.instance
        draft.by, draft.name = by, self.cleaned_data["name"]
        draft.criteria = [
            {
                "code": rule.code,
                "label": str(self.fields[f"points_{rule.code}"].label),
                "points": self.cleaned_data[f"points_{rule.code}"],
                "maximum": self.cleaned_data.get(f"maximum_{rule.code}"),
            }
            for rule in FIRST_SCHEME
            if self.cleaned_data[f"points_{rule.code}"]
        ]
        with refusing_breaches():
            if is_new:
                draft.save(force_insert=True)
            else:
                draft.rewrite()
        return draft


class AdoptForm(forms.Form):
    """The draft becomes the municipality's order of priority from a day to come."""

    starts_on = DateField(label=_("Gjelder fra"), help_text=_("Dagens ordning gjelder til da."))
    source = LineField(
        label=_("Vedtatt hvor"), max_length=300, help_text=_("For eksempel: Formannskapet, sak 12/2027.")
    )

    def __init__(self, *args, draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.draft = draft

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(
                _("En ny ordning må begynne frem i tid, så ingen plass på listen endres bakover.")
            )
        if PriorityScheme.objects.filter(starts_on=day).exists():
            raise forms.ValidationError(_("En ordning begynner allerede denne dagen."))
        return day

    def adopt(self) -> PriorityScheme:
        if not self.draft.criteria:
            raise Refused(_t("Utkastet har ingen kriterier som gir poeng."))
        return self.draft.adopt(**self.cleaned_data)
