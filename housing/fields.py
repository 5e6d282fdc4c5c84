"""Form fields that speak Norwegian and forgive how people type: dates, names, texts, amounts."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 200
TEXT_LENGTH = 20_000
# As in the exchange format. Beyond them a date is a slip, and reckoning with it soon leaves the calendar.
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200

NO_NULL = _("Teksten inneholder et tegn som ikke kan lagres. Skriv teksten på nytt.")


def _refuse_null(value):
    if "\x00" in str(value):
        raise ValidationError(NO_NULL, code="null_characters_not_allowed")


class TextField(forms.CharField):
    """Text with a limit that is told in Norwegian. Line breaks are kept, other control characters refused."""

    def __init__(self, *, max_length=TEXT_LENGTH, rows=4, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        _refuse_null(text)
        return text.replace("\r\n", "\n") if text else text


class LineField(TextField):
    """One line of text; runs of spaces become one."""

    def __init__(self, *, max_length=NAME_LENGTH, **kwargs):
        kwargs.setdefault("widget", forms.TextInput())
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join(text.split()) if text else text

    def widget_attrs(self, widget):
        """No maxlength: the browser would cut a pasted name without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class NameField(LineField):
    """A person's or a place's name (navn): any alphabet, at most 200 characters."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")


class DateField(forms.DateField):
    """A day, typed 31.12.2026, 31122026 or 2026-12-31. Two digits for the year are asked for again."""

    default_error_messages = {
        "invalid": _("Skriv datoen som dd.mm.åååå, for eksempel 31.12.2026."),
    }

    def to_python(self, value):
        day = super().to_python(value.strip() if isinstance(value, str) else value)
        if day and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValidationError(
                _("Året må være fra %(first)s til %(last)s."),
                code="year",
                params={"first": EARLIEST_YEAR, "last": LATEST_YEAR},
            )
        return day


class WholeField(forms.IntegerField):
    """A whole number that is written, not clicked up and down."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}))
        super().__init__(*args, **kwargs)


class KroneField(forms.DecimalField):
    """An amount in kroner: 1234,50 and 1 234,50 kr and 1.234,50 are the same."""

    default_error_messages = {
        "invalid": _("Skriv beløpet med tall, for eksempel 1 234,50."),
    }

    def __init__(self, *, max_digits=12, decimal_places=2, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 14, "autocomplete": "off"}))
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, int | Decimal):
            return super().to_python(value)
        text = re.sub(r"(?i)kr\.?|\s|,-+$", "", str(value)).replace("−", "-")
        if "," in text or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"-?\d+(\.\d+)?", text, flags=re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault

    def prepare_value(self, value):
        """Shown again as it was typed; a stored amount with a comma."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value
