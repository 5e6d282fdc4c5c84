"""A form about one row of a register of the programme: made once, and changed by one at a time."""

import hashlib

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext as _

from housing.database import Refused, refusing_breaches
from housing.form_page import OnceForm


class RegisterForm(OnceForm):
    """A new row however often it is sent; or a row that is there, which nobody else has changed since it was opened.

    ``seen`` holds a checksum of what stood there. Sent again with the same answers, nothing more happens.
    """

    # The field at which a broken constraint of the model is told, by the constraint's name.
    TOLD_AT: dict[str, str] = {}

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_change = self.instance.pk is not None
        del self.fields["external_id" if self.is_change else "seen"]
        if self.is_change:
            self.fields["seen"].initial = self.mark(self.instance)

    def rows(self):
        return self._meta.model.objects.all()

    def first_made(self):
        return None if self.is_change else super().first_made()

    def _update_errors(self, errors):
        """What a constraint refuses is told at the field that ``TOLD_AT`` names, and else on top of the form."""
        names = {str(each.violation_error_message): each.name for each in self._meta.model._meta.constraints}
        told = getattr(errors, "error_dict", {})
        for error in told.pop(NON_FIELD_ERRORS, []):
            place = self.TOLD_AT.get(names.get(error.messages[0]), NON_FIELD_ERRORS)
            told.setdefault(place, []).append(error)
        super()._update_errors(errors)

    def mark(self, row) -> str:
        """What stands in the row, as one number; ``standing`` tells what that is."""
        return hashlib.sha256(repr(self.standing(row)).encode()).hexdigest()

    def standing(self, row) -> list:
        """What the form may change of a row. A form that also changes the rows under it adds them."""
        return [str(getattr(row, name)) for name in self._meta.fields]

    def wanted(self) -> list:
        """What ``standing`` will be when the form has been kept."""
        return self.standing(self.instance)

    def keep(self):
        """Make the row or change it, with what belongs under it, all or nothing."""
        with refusing_breaches(), transaction.atomic():
            self.hold_above()
            row = self._held() if self.is_change else self.keyed()
            # Of a row that is there only what the form asks about: the rest may have been changed meanwhile.
            row.save(update_fields=self._meta.fields if self.is_change else None)
            self.keep_under(row)
            self.check_kept(row)
        return row

    def hold_above(self) -> None:
        """Hook: lock the row this one stands under, and refuse what no longer fits it."""

    def keep_under(self, row) -> None:
        """Hook: the rows that stand under this one."""

    def check_kept(self, row) -> None:
        """Hook: refuse what does not fit the rows under this one, where another may have added some meanwhile."""

    def _held(self):
        """The row, locked against others, and refused when it is not what the user saw."""
        there = self._meta.model.objects.select_for_update().filter(pk=self.instance.pk).first()
        if there is None:
            raise Refused(_("Noen andre har slettet dette mens du skrev. Det du skrev, er ikke lagret."))
        is_as_seen = self.mark(there) == self.cleaned_data["seen"]
        if not is_as_seen and self.standing(there) != self.wanted():
            raise Refused(
                _("Noen andre har endret dette mens du skrev. Åpne siden på nytt, og skriv endringen din der.")
            )
        return self.instance
