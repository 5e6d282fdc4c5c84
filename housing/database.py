"""What PostgreSQL does for us beyond the ordinary: Norwegian order, forgiving search, date ranges, refusals."""

import re
import uuid
from contextlib import contextmanager

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import IntegrityError, models, transaction
from django.db.models import Func, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÄÖÜÉÈÊÁÀÂČĐŊŠŦŽÇÑÓÒÔÍÃĀĂĄĆĊĎÐËĒĖĘĚĞĢĠĦÏÌĪĮĨİĶŁĻĽĹŃŅŇÕŌŎŐŔŘŚŞȘẞÞŤŢȚÚÙÛŪŬŮŲŨŰÝŸŶŹŻ"
LOWER = "abcdefghijklmnopqrstuvwxyzæøåäöüéèêáàâčđŋšŧžçñóòôíãāăąćċďðëēėęěğģġħïìīįĩıķłļľĺńņňõōŏőŕřśşșßþťţțúùûūŭůųũűýÿŷźż"
FROM_LOWER = LOWER[26:]
# In ASCII "{|}" follow "z" in this order, so the C collation sorts æ ø å last on any PostgreSQL, with ICU or without.
# Ä, ö and ü stand with æ, ø and y, as in Norwegian; every other accent with its letter.
SORTED_AS = "{|}{|yeeeaaacdnstzcnoooiaaaaccddeeeeeggghiiiiiikllllnnnooo|rrssssttttuuuuuuuuyyyyzz"
FOUND_AS = "aoaaoueeeaaacdnstzcnoooiaaaaccddeeeeeggghiiiiiikllllnnnoooorrssssttttuuuuuuuuuyyyzz"

assert len(UPPER) == len(LOWER)
assert len(FROM_LOWER) == len(SORTED_AS) == len(FOUND_AS)


class Refused(Exception):
    """Something the law, the facts or another person's click does not allow. Its text is told to the user as it is."""


def in_force(day, starts="starts_on", ends="ends_on") -> models.Q:
    """In force on ``day``: begun, and not ended; the end day itself no longer counts."""
    return models.Q(**{f"{starts}__lte": day}) & (
        models.Q(**{f"{ends}__isnull": True}) | models.Q(**{f"{ends}__gt": day})
    )


class DateRange(Func):
    """``daterange(starts, ends)``: half open, so an end day itself no longer counts."""

    function = "DATERANGE"
    output_field = DateRangeField()


class EighteenYearsBefore(Func):
    """Whoever is born after it is a child on the day; 29 February goes back to 28, as in ``housing.periods``."""

    template = "(%(expressions)s - INTERVAL '18 years')::date"
    output_field = models.DateField()


def translated(*fields: str, to: str):
    """SQL for the named text fields, joined by a space, in lower case with Norwegian letters replaced.

    ``translate`` is used rather than ``lower``, which leaves Å alone in a database made with the C locale.
    """
    joined = fields[0] if len(fields) == 1 else Concat(*_spaced(fields))
    return Func(joined, Value(UPPER + FROM_LOWER), Value(_lowered(UPPER, to) + to), function="TRANSLATE")


def _spaced(fields):
    for position, field in enumerate(fields):
        if position:
            yield Value(" ")
        yield field


def _lowered(letters: str, to: str) -> str:
    lower = letters.translate(str.maketrans(UPPER, LOWER))
    return lower.translate(str.maketrans(FROM_LOWER, to))


def sort_key(*fields: str, by_number: bool = False) -> models.GeneratedField:
    """A stored key that puts names in Norwegian order (… z æ ø å), and with ``by_number`` house number 2 before 11."""
    key = translated(*fields, to=SORTED_AS)
    return models.GeneratedField(
        expression=numbers_padded(key) if by_number else key,
        output_field=models.CharField(max_length=450, db_collation="C"),
        db_persist=True,
        editable=False,
    )


def numbers_padded(key):
    """Every number in the text with at least five digits, so that their order as text is their order."""
    lengthened = Func(key, Value(r"\d+"), Value(r"0000\&"), Value("g"), function="REGEXP_REPLACE")
    return Func(lengthened, Value(r"0*(\d{5})(?!\d)"), Value(r"\1"), Value("g"), function="REGEXP_REPLACE")


def search_key(*fields: str) -> models.GeneratedField:
    """A stored text without case and accents, for search by likeness (pg_trgm)."""
    return models.GeneratedField(
        expression=translated(*fields, to=FOUND_AS),
        output_field=models.CharField(max_length=450),
        db_persist=True,
        editable=False,
    )


def searchable(text: str) -> str:
    """The same folding as ``search_key``, done in Python to what a user typed."""
    return text.translate(str.maketrans(UPPER + FROM_LOWER, _lowered(UPPER, FOUND_AS) + FOUND_AS))


def new_external_id() -> str:
    """A sender's key for a row made here (the exchange format asks every row to have one)."""
    return uuid.uuid4().hex


def no_overlap(name: str, same: list[str], starts: str, ends: str, *, message: str, condition=None):
    """Two rows alike in ``same`` may not be in force on one day."""
    from django.contrib.postgres.constraints import ExclusionConstraint

    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (DateRange(starts, ends), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def in_order(name: str, earlier: str, later: str, message: str) -> models.CheckConstraint:
    """``later`` is empty or not before ``earlier``."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{later}__isnull": True})
        | models.Q(**{f"{earlier}__isnull": True})
        | models.Q(**{f"{later}__gte": models.F(earlier)}),
        violation_error_message=message,
    )


def constraint_message(error: IntegrityError) -> str:
    """The sentence that belongs to the rule PostgreSQL says was broken."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                return str(constraint.violation_error_message)
    if re.search(r"external_id", name):
        return _("Dette er allerede lagret.")
    return _("Opplysningene strider mot noe som allerede er registrert.")


@contextmanager
def refusing_breaches():
    """All of it or nothing; a broken database rule becomes ``Refused`` with that rule's own sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(constraint_message(error)) from error
