"""Dates, amounts and numbers as Norwegians write them: 31.12.2026, 1 234,50 kr, 12,5 %."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

HARD_SPACE = "\u00a0"  # keeps «1 234,50 kr» on one line
CASE_NUMBER = re.compile(r"\b([A-Z]-\d{6})\b")


def grouped(number, decimals=0):
    """A decimal as text: hard space between thousands, comma before decimals, a real minus sign."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(number).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", HARD_SPACE).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def _decimal(value):
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@register.filter
def date_no(value):
    """31.12.2026; nothing for None. An instant is shown as the day it was in Norway."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)


@register.filter
def whole_numbers(text):
    """A text with each case number (S-000772) on one line; a browser would break it at the hyphen."""
    *pairs, rest = CASE_NUMBER.split(str(text))
    kept = format_html_join("", '{}<span class="whole">{}</span>', zip(pairs[::2], pairs[1::2], strict=True))
    return format_html("{}{}", kept, rest)


@register.filter
def datetime_no(value):
    """31.12.2026 kl. 14.05; nothing for None."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%d.%m.%Y kl. %H.%M")


@register.filter
def kr(value):
    """1 234,50 kr; whole kroner without decimals: 1 234 kr. Øre are never dropped."""
    number = _decimal(value)
    if number is None or not number.is_finite():
        return ""
    decimals = 0 if number == number.to_integral_value() else 2
    return f"{grouped(number, decimals)}{HARD_SPACE}kr"


@register.filter
def integer(value):
    """1 234; nothing for None. Text that is no number comes back as it is."""
    if value is None or value == "":
        return ""
    number = _decimal(value)
    return grouped(number) if number is not None and number.is_finite() else value


@register.filter
def decimal_no(value, decimals=1):
    """12,5: a number with a fixed count of decimals."""
    number = _decimal(value)
    return grouped(number, int(decimals)) if number is not None and number.is_finite() else ""


@register.filter
def rate_no(value):
    """A rate as a bank says it: 4,5 and 4,523. No decimal is dropped and no nought added."""
    number = _decimal(value)
    if number is None or not number.is_finite():
        return ""
    return grouped(number, max(-int(number.normalize().as_tuple().exponent), 0))


@register.filter
def index_no(value):
    """A price index as it is published, with one decimal: 133,9; a second one is never dropped."""
    number = _decimal(value)
    if number is None or not number.is_finite():
        return ""
    return grouped(number, 1 if number * 10 == (number * 10).to_integral_value() else 2)


@register.filter
def percent(value, decimals=0):
    """A share between 0 and 1 as per cent: 0.255 becomes 26 % (or 25,5 % with one decimal)."""
    number = _decimal(value)
    if number is None or not number.is_finite():
        return ""
    return f"{grouped(number * 100, int(decimals))}{HARD_SPACE}%"


@register.filter
def count_of(number, words):
    """«1 barn», «3 husstander»: `3|count_of:"husstand,husstander"`."""
    one, many = words.split(",")
    return f"{integer(number)}{HARD_SPACE}{one if number == 1 else many}"


@register.filter
def is_before(day, today):
    return bool(day and today and day < today)


@register.filter
def when_due(day, today):
    """A deadline as one says it: «3 dager siden», «i går», «i dag», «i morgen», and further ahead the date."""
    if not day or not today:
        return date_no(day)
    ahead = (day - today).days
    if ahead in (-1, 0, 1):
        return (_("i dag"), _("i morgen"), _("i går"))[ahead]
    if ahead > 0:
        return date_no(day)
    return ngettext("%(days)s dag siden", "%(days)s dager siden", -ahead) % {"days": integer(-ahead)}
