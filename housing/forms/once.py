"""A form that makes something, sent twice, makes it once (dobbeltklikk)."""

import re

from django import forms

from housing.database import new_external_id

KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")


class Once(forms.Form):
    """Carries the key its row will have; a second submit of the same page finds the first one's row."""

    external_id = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["external_id"].initial = new_external_id

    @property
    def key(self) -> str:
        sent = self.data.get(self.add_prefix("external_id"), "") if self.is_bound else ""
        return sent if KEY.fullmatch(sent) else new_external_id()

    def made_before(self, rows):
        """The row an earlier submit of this form made, among the rows the user may see."""
        return rows.filter(external_id=self.key).first() if self.is_bound else None
