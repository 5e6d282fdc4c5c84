"""What a record type is: a file, its columns, the model they fill, and what its app adds.

Each app declares its own in ``records.py`` and is named here as a string, so that ``housing`` imports none of them.
A column takes its kind, codes and lengths from the model's field; only what differs is said.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from housing.exchange import values

KEY_LENGTH = 64

# In the order they are reported and exported. References may go either way.
REGISTRY = [
    "housing.records.PERSONS",
    "housing.records.HOUSEHOLDS",
    "housing.records.HOUSEHOLD_MEMBERS",
    "housing.records.DWELLINGS",
    "housing.records.VOID_PERIODS",
    "applications.records.APPLICATIONS",
    "applications.records.APPEALS",
    "applications.records.HELP_PLANS",
    "applications.records.MAPPINGS",
    "applications.records.TRANSITIONS",
    "allocation.records.OFFERS",
    "allocation.records_temporary.TEMPORARY_STAYS",
    "allocation.records_temporary.SETTLEMENTS",
    "housing.records.TENANCIES",
    "housing.records.CONTRACTS",
    "evictions.records.LEDGER",
    "evictions.records.ARREARS_CASES",
    "evictions.records.ARREARS_ACTIONS",
    "evictions.records.PETITIONS",
    "rent_to_own.records.GUIDANCE",
    "rent_to_own.records.LOANS",
    "rent_to_own.records.PURCHASES",
    "rent_to_own.records_savings.SAVINGS_AGREEMENTS",
    "rent_to_own.records_savings.SAVINGS_DEPOSITS",
    "rent_to_own.records_savings.DEPOSIT_FUND",
    "housing_first.records.TEAMS",
    "housing_first.records.REFERRALS",
    "housing_first.records.PARTICIPATIONS",
    "housing_first.records_contacts.CONTACTS",
    "housing_first.records_outcomes.OUTCOME_ASSESSMENTS",
    "reporting.records.COURSES",
]


def all_types() -> list["RecordType"]:
    return [import_string(path) for path in REGISTRY]


def _nothing(*_anything) -> tuple:
    return ()


def _all_of_them(rows: models.QuerySet) -> models.QuerySet:
    return rows


@dataclass(frozen=True)
class Column:
    """One column. ``since`` names the date that made it known, for an export as of an earlier day."""

    name: str
    required: bool = False
    to: str = ""
    field: str = ""
    # The stored value that an empty cell stands for and that is never written (an offer nobody has answered is open).
    empty: str | None = None
    since: str = ""
    # A value no message repeats.
    is_secret: bool = False


@dataclass(frozen=True)
class RecordType:
    """One file of the format.

    :param begins: the dates of which the earliest says when the record began.
    :param known_by: for what has no such date, the record type whose references to it say that it was there.
    :param needs: references without which the record says nothing, so an export as of a day leaves the row out.
    :param kept: model columns that are worked out from the facts and written with them.
    :param derive: fills the ``kept`` columns of staged rows before the rules are put to them.
    :param check: finds what breaks rules that are no database constraints, as (line, breach, is_warning).
    :param settle: the last touch to staged rows when all rejections are known.
    :param finish: follows the writing, for rows of the database that were not in the files.
    :param events: the timeline lines of one saved record, as arguments of ``CaseEvent.about``.
    :param related: what ``events`` reads beside the record itself.
    :param household: the way to the household whose timeline it is.
    """

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    begins: tuple[str, ...] = ()
    known_by: str = ""
    needs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    derive: Callable = _nothing
    check: Callable[..., Iterable] = _nothing
    settle: Callable = _nothing
    finish: Callable = _nothing
    events: Callable[..., Iterator[dict]] | None = None
    related: tuple[str, ...] = ()
    household: str = "household_id"
    # For the exporter: which of the rows leave in a file.
    exported: Callable = _all_of_them
    # For the exporter: annotations of a queryset, by the column whose value they make empty when true.
    hidden_when: dict[str, Callable] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def header(self) -> list[str]:
        return ["id", *self.by_name]

    @property
    def references(self) -> list[Column]:
        return [column for column in self.columns if column.to]

    def field_of(self, column: Column) -> models.Field:
        return self.model._meta.get_field(column.field or column.name)

    def db_column(self, column: Column) -> str:
        return self.field_of(column).column

    @cached_property
    def kinds(self) -> dict[str, values.Kind]:
        return {column.name: self._kind(column) for column in self.columns}

    @cached_property
    def empties(self) -> dict[str, object]:
        """What an empty cell is stored as."""
        return {column.name: self._empty(column) for column in self.columns}

    def _empty(self, column: Column):
        if column.empty is not None:
            return column.empty
        field = self.field_of(column)
        if field.null:
            return None
        if isinstance(field, ArrayField):
            return []
        return "" if field.blank else field.get_default()

    def _kind(self, column: Column) -> values.Kind:
        field = self.field_of(column)
        if column.to:
            return values.Text(KEY_LENGTH)
        if isinstance(field, ArrayField) and isinstance(field.base_field, models.DateField):
            return values.Days()
        if isinstance(field, ArrayField):
            return values.Codes(tuple(code for code, _label in field.base_field.choices))
        if field.choices:
            return values.Code(tuple(code for code, _label in field.choices if code != column.empty))
        if column.name == "national_id":
            return values.NationalNumber()
        return _plain_kind(field)

    def household_id(self, record) -> int:
        return attrgetter(self.household)(record)

    def read(self, column: Column, text: str):
        """The stored value of a cell, or ``BadValue``."""
        if not text or text.isspace():
            # What an export hides comes back empty; the type's own check tells where it may not be.
            if column.required and column.name not in self.hidden_when:
                raise values.BadValue(_("Kolonnen må være fylt ut."))
            return self.empties[column.name]
        return self.kinds[column.name].read(text)

    def write(self, column: Column, value) -> str:
        if value is None or value == column.empty:
            return ""
        return self.kinds[column.name].write(value)


def _plain_kind(field: models.Field) -> values.Kind:
    match field:
        case models.BooleanField():
            return values.YesNo()
        case models.DateField():
            return values.Day()
        case models.DecimalField():
            return values.Amount(field.max_digits, field.decimal_places)
        case models.IntegerField():
            low, high = connection.ops.integer_field_range(field.get_internal_type())
            return values.Whole(low, high)
        case models.EmailField():
            return values.Email(field.max_length)
        case _:
            return values.Text(field.max_length)
