"""How each kind of value is read from a cell and written to one. Reading forgives; writing has one form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from housing import national_ids

YES = {"ja", "true", "1", "sann"}
NO = {"nei", "false", "0", "usann"}
SEPARATOR = "|"
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
NORWEGIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
NUMBER = re.compile(r"([+-]?\d+)(?:[.,](\d+))?", re.ASCII)
CURRENCY = re.compile(r"^kr\.?|kr\.?$|,-$", re.IGNORECASE)


class BadValue(ValueError):
    """A cell that cannot be read; the text is a Norwegian sentence that does not repeat it."""


def cell_text(value: object) -> str:
    """A workbook's cell as it would have stood in a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return YesNo().write(value)
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _digits(text: str) -> str:
    """Without spaces (hard and narrow ones too), and with a minus sign as typed on a keyboard."""
    return "".join(text.split()).replace("−", "-")


@dataclass(frozen=True)
class Text:
    longest: int | None = None

    def read(self, text: str) -> str:
        text = text.strip()
        if "\x00" in text:
            raise BadValue(_("Teksten inneholder et tegn som ikke kan lagres."))
        if self.longest is not None and len(text) > self.longest:
            raise BadValue(
                _("Teksten er på {length} tegn. Det er plass til {longest}.").format(
                    length=len(text), longest=self.longest
                )
            )
        return text

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Email(Text):
    def read(self, text: str) -> str:
        text = super().read(text)
        try:
            validate_email(text)
        except ValidationError as error:
            raise BadValue(_("Det er ikke en e-postadresse.")) from error
        return text


@dataclass(frozen=True)
class NationalNumber:
    """Fødselsnummer or D-number with its check digits right; a test's numbers only where they are allowed."""

    def read(self, text: str) -> str:
        try:
            return national_ids.check(text, synthetic_allowed=settings.ALLOW_SYNTHETIC_IDS).number
        except national_ids.InvalidNationalId as error:
            raise BadValue(str(error)) from error

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Day:
    def read(self, text: str) -> date:
        text = text.strip()
        if found := ISO_DATE.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := NORWEGIAN_DATE.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        else:
            raise BadValue(_("Skriv datoen som 2026-12-31 eller 31.12.2026."))
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise BadValue(_("Året må være fra {first} til {last}.").format(first=EARLIEST_YEAR, last=LATEST_YEAR))
        try:
            return date(year, month, day)
        except ValueError as error:
            raise BadValue(_("Den datoen finnes ikke.")) from error

    def write(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Days:
    """Several dates in one cell, in the order of time; the same day twice is two."""

    def read(self, text: str) -> list[date]:
        return sorted(Day().read(part) for part in text.split(SEPARATOR) if part.strip())

    def write(self, value: Iterable[date]) -> str:
        return SEPARATOR.join(Day().write(day) for day in value)


@dataclass(frozen=True)
class Whole:
    low: int
    high: int

    def read(self, text: str) -> int:
        found = NUMBER.fullmatch(_digits(text))
        # A workbook writes 3 as 3.0.
        if not found or (found[2] or "0").strip("0"):
            raise BadValue(_("Skriv et helt tall."))
        if not self.low <= (number := int(found[1])) <= self.high:
            raise BadValue(_("Tallet må være fra {low} til {high}.").format(low=self.low, high=self.high))
        return number

    def write(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Amount:
    """Kroner or square metres. A third decimal is refused: ``12.500`` may have meant twelve thousand five hundred."""

    digits: int
    places: int

    def read(self, text: str) -> Decimal:
        found = NUMBER.fullmatch(CURRENCY.sub("", _digits(text)))
        if not found:
            raise BadValue(_("Skriv et tall, som 9500 eller 9500,50."))
        whole, decimals = found[1], found[2] or ""
        if len(decimals) > self.places:
            raise BadValue(_("Tallet har for mange desimaler. Skriv tusen uten punktum."))
        if len(whole.lstrip("+-0")) > self.digits - self.places:
            raise BadValue(_("Tallet er for stort."))
        return Decimal(f"{whole}.{decimals or 0}")

    def write(self, value: Decimal) -> str:
        """Whole numbers without decimals, others with all of them: 9000, 9000.50."""
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.{self.places}f}"


@dataclass(frozen=True)
class YesNo:
    def read(self, text: str) -> bool:
        answer = text.strip().casefold()
        if answer in YES:
            return True
        if answer in NO:
            return False
        raise BadValue(_("Skriv ja eller nei."))

    def write(self, value: bool) -> str:
        return "ja" if value else "nei"


@dataclass(frozen=True)
class Code:
    codes: tuple[str, ...]

    def read(self, text: str) -> str:
        code = text.strip().casefold()
        if code not in self.codes:
            raise BadValue(_("Ukjent kode. Bruk en av disse: {codes}.").format(codes=", ".join(self.codes)))
        return code

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Codes:
    """Several codes in one cell, each once, in the order they came."""

    codes: tuple[str, ...]

    def read(self, text: str) -> list[str]:
        code = Code(self.codes)
        return list(dict.fromkeys(code.read(part) for part in text.split(SEPARATOR) if part.strip()))

    def write(self, value: Iterable[str]) -> str:
        return SEPARATOR.join(value)


Kind = Text | NationalNumber | Day | Days | Whole | Amount | YesNo | Code | Codes
