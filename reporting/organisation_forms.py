"""Forms of the programme's groups: a group and whom it reports to, its end, and the day one asks about."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from reporting.models import ProgrammeGroup


class DayForm(forms.Form):
    """Which day's organisation, in the query string."""

    dato = DateField(label=_("Slik det var den"), required=False)

    @classmethod
    def asked(cls, query) -> tuple:
        """The form and the day to show: what was asked for, else today."""
        today = timezone.localdate()
        if not query.get("dato"):
            return cls(initial={"dato": today}), today
        form = cls(query)
        return form, form.cleaned_data["dato"] if form.is_valid() else today


class ProgrammeGroupForm(OnceForm):
    name = LineField(label=_("Navn"), max_length=120)
    leader = LineField(label=_("Leder"), max_length=120, required=False)
    mandate = TextField(label=_("Oppgave"), max_length=2000, rows=3, required=False)
    members = TextField(
        label=_("Medlemmer"),
        max_length=4000,
        rows=5,
        required=False,
        help_text=_("Én på hver linje, gjerne med rolle."),
    )
    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    ends_on = DateField(label=_("Til"), required=False, help_text=_("Første dag gruppen ikke lenger finnes."))

    class Meta:
        model = ProgrammeGroup
        fields = ["name", "kind", "reports_to", "leader", "mandate", "members", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports_to"].queryset = ProgrammeGroup.objects.exclude(pk=self.instance.pk).order_by("name", "pk")
        self.fields["reports_to"].empty_label = _("Ingen: øverst i organisasjonen")

    def rows(self):
        return ProgrammeGroup.objects.all()

    def keep(self, *, by):
        if self.instance.pk is None:
            row = self.keyed()
            row.by = by
        else:
            row = self.save(commit=False)
        return row.keep()


class ProgrammeGroupEndForm(forms.Form):
    """From a day, the group is no longer there. Whoever reports to it then must be moved first."""

    ends_on = DateField(label=_("Siste dag var dagen før"), initial=timezone.localdate)

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < self.group.starts_on:
            raise forms.ValidationError(_("Gruppen begynte {day:%d.%m.%Y}.").format(day=self.group.starts_on))
        return day

    def end(self, *, by):
        self.group.ends_on = self.cleaned_data["ends_on"]
        return self.group.keep()
