"""A dwelling held for a household while its appeal is dealt with (boligen holdes av)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Appeal, Hold
from housing.fields import LineField
from housing.form_page import OnceForm
from housing.models import Dwelling


class HoldForm(OnceForm):
    dwelling = forms.ModelChoiceField(
        label=_("Bolig"),
        queryset=Dwelling.objects.none(),
        empty_label=_("Velg bolig"),
        help_text=_("Ledige boliger som ikke er tilbudt, tildelt eller holdt av for andre."),
    )
    reason = LineField(
        label=_("Hvorfor"),
        max_length=300,
        help_text=_("For eksempel: boligen er den eneste som er tilpasset behovet."),
    )

    class Meta:
        model = Hold
        fields = ["dwelling", "reason"]

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.appeal = self.instance.appeal = appeal
        self.instance.starts_on = today
        self.fields["dwelling"].queryset = Dwelling.objects.vacant(today).unpromised(today)
        self.fields["dwelling"].label_from_instance = _label

    def rows(self):
        return Hold.objects.filter(appeal=self.appeal)

    def hold(self, *, by) -> Appeal:
        self.keyed().keep(by=by)
        return self.appeal


def _label(dwelling) -> str:
    rooms = _("{rooms}-roms").format(rooms=dwelling.rooms) if dwelling.rooms else ""
    return ", ".join(str(part) for part in (dwelling, rooms, dwelling.district) if part)


class HoldEndForm(forms.Form):
    note = LineField(label=_("Hvorfor"), required=False, max_length=300, help_text=_("Kommer på tidslinjen."))

    def __init__(self, *args, hold, **kwargs):
        super().__init__(*args, **kwargs)
        self.hold = hold

    def end(self, *, by) -> Appeal:
        self.hold.end(by=by, day=timezone.localdate(), note=self.cleaned_data["note"])
        return self.hold.appeal
