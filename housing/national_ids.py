"""National identity numbers: fødselsnummer and D-nummer.

Source: forskrift til folkeregisterloven §§ 2-2-1 and 2-2-2 (weights and control digits) and the Tax
Administration's announcement of the new numbers from 1 January 2032. From then on a new number says
neither sex nor century, and the first control digit may leave a remainder of 0 to 3; numbers already
given stay valid. So nothing is ever read out of a number: birth date and sex are fields of their own.

Numbers made for testing are told from real ones by their month: +80 is the national register's own
test register (Tenor). +40 (NAV, and auxiliary H-numbers) and +65 (health network) are never accepted.
No message and no representation repeats a number.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LENGTH = 11
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
NEW_NUMBERS_FROM = date(2032, 1, 1)
SYNTHETIC_MONTH = 80
OTHER_TEST_MONTHS = (*range(41, 53), *range(66, 78))


class Kind(TextChoices):
    BIRTH_NUMBER = "birth_number", _("fødselsnummer")
    D_NUMBER = "d_number", _("D-nummer")


class InvalidNationalId(ValueError):
    """The number cannot be used; the text is a Norwegian sentence that does not repeat it."""


@dataclass(frozen=True)
class NationalId:
    number: str = field(repr=False)
    kind: Kind
    is_synthetic: bool


def normalise(number: str) -> str:
    """The number as it is stored: without the spaces people write in it, hard ones too."""
    return "".join(number.split())


def mask(number: str) -> str:
    """What a message shows instead. The first six digits are a birth date, so nothing is kept."""
    return "*" * LENGTH if number else ""


def check(
    number: str,
    *,
    synthetic_allowed: bool,
    real_allowed: bool = True,
    on: date | None = None,
) -> NationalId:
    """Read a number or raise InvalidNationalId.

    `on` is the day it is entered: before 2032 only the old first control digit can be right. Without
    it both are accepted, as they must be for numbers whose day of entry is not known.
    """
    digits = normalise(number)
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidNationalId(_("Et fødselsnummer eller D-nummer består bare av sifre."))
    if len(digits) != LENGTH:
        raise InvalidNationalId(_("Et fødselsnummer eller D-nummer har elleve sifre."))
    identity = _read(digits)
    _check_control_digits(digits, on)
    if identity.is_synthetic and not synthetic_allowed:
        raise InvalidNationalId(_("Nummeret er laget for testing og kan ikke brukes her."))
    if not identity.is_synthetic and not real_allowed:
        raise InvalidNationalId(_("Her kan bare syntetiske numre brukes, aldri en virkelig persons nummer."))
    return identity


def _read(digits: str) -> NationalId:
    """Kind and origin, from a date that must exist in some century."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if month in OTHER_TEST_MONTHS:
        raise InvalidNationalId(_("Hjelpenumre og testnumre fra andre registre kan ikke brukes."))
    is_d_number = day > 40
    is_synthetic = month > SYNTHETIC_MONTH
    day -= 40 if is_d_number else 0
    month -= SYNTHETIC_MONTH if is_synthetic else 0
    # Without a century, 29 February may exist whenever the two digits divide by four: 2000 was a leap year.
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]):
        raise InvalidNationalId(_("De seks første sifrene er ikke en dato."))
    return NationalId(digits, Kind.D_NUMBER if is_d_number else Kind.BIRTH_NUMBER, is_synthetic)


def _check_control_digits(digits: str, on: date | None) -> None:
    first_remainders = (0,) if on is not None and on < NEW_NUMBERS_FROM else (0, 1, 2, 3)
    first_is_right = _remainder(digits, FIRST_WEIGHTS) in first_remainders
    if not (first_is_right and _remainder(digits, SECOND_WEIGHTS) == 0):
        raise InvalidNationalId(_("Kontrollsifrene stemmer ikke. Se etter om nummeret er skrevet feil."))


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def make_synthetic(birth_date: date, serial: int, *, d_number: bool = False) -> str:
    """The serial-th (from 0) synthetic number of someone born that day; the same answer every time.

    A day has room for about four hundred. For demonstration data only: production refuses them.
    """
    for place, number in enumerate(_synthetic_numbers(birth_date, d_number=d_number)):
        if place == serial:
            return number
    raise ValueError(f"There are not {serial + 1} synthetic numbers for one birth date.")


def _synthetic_numbers(birth_date: date, *, d_number: bool) -> Iterator[str]:
    day = birth_date.day + (40 if d_number else 0)
    stem = f"{day:02}{birth_date.month + SYNTHETIC_MONTH:02}{birth_date.year % 100:02}"
    # The register's own series: 000–499 for the 1900s, 500–999 from 2000.
    first = 0 if birth_date.year < 2000 else 500
    for individual in range(first, first + 500):
        nine = f"{stem}{individual:03}"
        first_control = -_remainder(nine, FIRST_WEIGHTS) % 11
        second_control = -_remainder(f"{nine}{first_control}", SECOND_WEIGHTS) % 11
        if first_control < 10 and second_control < 10:
            yield f"{nine}{first_control}{second_control}"
