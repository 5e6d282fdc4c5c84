"""Whose results one looks at: a team of one's own, or all of them, and the day they are asked for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField
from housing.forms.people import not_in_future
from housing_first.models import Team


class AskedForm(forms.Form):
    """A GET form. What cannot be read is told at its field, and today and all one's teams are shown."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)
    day = DateField(label=_("Per dato"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(user)
        self.fields["team"].empty_label = _("Alle dine team")

    def clean_day(self):
        return not_in_future(self.cleaned_data["day"])

    def asked(self):
        """The team, or None, and the day."""
        self.full_clean()
        answers = getattr(self, "cleaned_data", {})
        return answers.get("team"), answers.get("day") or timezone.localdate()
