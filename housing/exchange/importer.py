"""Reads a folder, checks all of it, and writes what is good: all or nothing, or the good rows alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from housing import consequences
from housing.database import constraint_message
from housing.exchange import rejected, rules, timeline, writing
from housing.exchange.messages import Problem, breach, shown
from housing.exchange.reader import Source, UnreadableError, find_sources
from housing.exchange.record_types import KEY_LENGTH, RecordType, all_types
from housing.exchange.staging import NULL, Encoded, Staging, as_copy
from housing.exchange.values import BadValue, Text

# Any number, the same everywhere: two imports never run at once.
LOCK = 7_204_110
# The reason that a rejected file carries may stand when the mended file is read again.
ERROR_COLUMN = "error"
KEY = Text(KEY_LENGTH)


@dataclass(frozen=True)
class Count:
    """What became of one file's rows."""

    file: str
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Outcome:
    counts: list[Count]
    problems: list[Problem]
    is_written: bool
    # Another import was under way, and this one did nothing.
    is_busy: bool = False

    @property
    def is_clean(self) -> bool:
        return not any(not problem.is_warning for problem in self.problems)


class Import:
    """One import of one folder (or workbook).

    :param is_trial: check everything, also what the database says to the writing, and keep nothing of it.
    :param is_partial: take the good rows and write the others to ``rejected/`` in the folder.
    :param only: the record types that may be there, when not all may: a page takes no more than it is for.
    :param by: who reads it in, when it is a person on a page.
    :param notes: what the sender says of a file beside its rows, by record type.
    """

    def __init__(
        self,
        folder: Path,
        *,
        is_trial: bool = False,
        is_partial: bool = False,
        only: list[str] | None = None,
        by=None,
        notes: dict[str, dict] | None = None,
    ):
        self.folder = folder
        self.is_trial = is_trial
        self.is_partial = is_partial
        self.only = only
        self.staging = Staging(all_types(), by=by, notes=notes, is_trial=is_trial)

    def run(self) -> Outcome:
        staging = self.staging
        sources, staging.problems = find_sources(self.folder, self.only or list(staging.types))
        is_written = False
        with pghistory.context(command="import_records"), transaction.atomic():
            if not staging.rows("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])[0][0]:
                busy = Problem(self.folder.name, _("En annen innlesing er i gang. Vent til den er ferdig."))
                return Outcome([], [busy], is_written=False, is_busy=True)
            staging.create()
            for source in sources:
                self._stage(source)
            self._check()
            counts = self._counts()
            if self._may_write():
                is_written = self._write()
            if self.is_trial or not is_written:
                transaction.set_rollback(True)
        if not is_written:
            counts = [Count(count.file, read=count.read, rejected=count.rejected) for count in counts]
        return Outcome(counts, self._in_order(), is_written and not self.is_trial)

    def _may_write(self) -> bool:
        errors = [problem for problem in self.staging.problems if not problem.is_warning]
        # A file that cannot be read has no good rows to tell from the bad, and others may lean on it.
        return not errors or (
            self.is_partial and all(problem.line is not None for problem in errors) and not self.staging.unreadable
        )

    # --- Reading --------------------------------------------------------------------------------------

    def _stage(self, source: Source) -> None:
        staging, record_type = self.staging, self.staging.types[source.name]
        staging.sources[source.name] = source
        try:
            source.open()
            staging.problems += [Problem(source.label, text, is_warning=True) for text in source.warnings]
            rows = source.rows()
            names = column_names(next(rows, (1, []))[1])
            if wrong := list(wrong_header(record_type, names)):
                staging.problems += [Problem(source.label, line=1, **found) for found in wrong]
                staging.unreadable.add(source.name)
                return
            staging.given[source.name] = [record_type.by_name[name] for name in names if name in record_type.by_name]
            about = source.rows_about or None
            progress = tqdm(rows, desc=source.name, total=about, unit=" rader", disable=None, leave=False)
            staging.fill(source.name, self._records(record_type, names, progress))
        except UnreadableError as error:
            staging.problems.append(Problem(source.label, str(error), line=error.line))
            staging.unreadable.add(source.name)

    def _records(self, record_type: RecordType, names: list[str], rows) -> Iterator[str]:
        """Each row as a line of COPY: its number, whether it is rejected, a provisional id, its key and its cells."""
        staging, name = self.staging, record_type.name
        given = staging.given[name]
        key_at = names.index("id")
        cells_at = [(names.index(column.name), column, Encoded(record_type, column)) for column in given]
        nothing = "\t".join([NULL] * (len(given) + 1))
        for line, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            staging.read_counts[name] += 1
            if problem := _wrong_length(names, cells):
                staging.note(name, line, breach(problem))
                yield f"{line}\tt\t-{line}\t{nothing}\n"
                continue
            key = cells[key_at].strip()
            try:
                if not key:
                    raise BadValue(_("Kolonnen må være fylt ut."))
                encoded = "\t".join([as_copy(KEY.read(key)), *(memo[cells[at]] for at, _column, memo in cells_at)])
                yield f"{line}\tf\t-{line}\t{encoded}\n"
            except BadValue:
                yield f"{line}\tt\t-{line}\t{self._bad_row(record_type, line, key, cells, cells_at)}\n"

    def _bad_row(self, record_type: RecordType, line: int, key: str, cells: list[str], cells_at) -> str:
        """Tell of every cell that cannot be read, not only of the first; the others are kept, for the other rules."""
        row = []
        try:
            if not key:
                raise BadValue(_("Kolonnen må være fylt ut."))
            row.append(as_copy(KEY.read(key)))
        except BadValue as error:
            self.staging.note(record_type.name, line, breach(str(error), column="id", value=key))
            row.append(NULL)
        for at, column, memo in cells_at:
            try:
                row.append(memo[cells[at]])
            except BadValue as error:
                found = breach(str(error), column=column.name, value=cells[at], hides=column.is_secret)
                self.staging.note(record_type.name, line, found)
                row.append(NULL)
        return "\t".join(row)

    # --- Checking -------------------------------------------------------------------------------------

    def _check(self) -> None:
        staging = self.staging
        used = [record_type for record_type in staging.types.values() if staging.read_counts[record_type.name]]
        for record_type in used:
            rules.duplicate_keys(staging, record_type)
        staging.complete()
        for record_type in used:
            record_type.derive(staging)
            rules.break_row_rules(staging, record_type)
            rules.missing_references(staging, record_type)
        for record_type in used:
            self._app_rules(record_type)
        # A row that is rejected may leave another without what it leans on, or bring back what it would have mended.
        is_found = True
        while is_found:
            rules.reject_followers(staging)
            is_found = rules.break_pair_rules(staging, used)

    def _app_rules(self, record_type: RecordType) -> None:
        refused = []
        for line, found, is_warning in record_type.check(self.staging):
            if is_warning:
                self.staging.note(record_type.name, line, found, is_warning=True)
            else:
                refused.append((line, found))
        self.staging.reject(record_type.name, refused)

    def _counts(self) -> list[Count]:
        for record_type in self.staging.types.values():
            record_type.settle(self.staging)
        return [self._count(self.staging.types[name], source) for name, source in self.staging.sources.items()]

    def _count(self, record_type: RecordType, source: Source) -> Count:
        writing.mark_changed(self.staging, record_type)
        created, updated, unchanged, rejected_rows = self.staging.rows(
            "SELECT count(*) FILTER (WHERE is_new AND NOT is_rejected), count(*) FILTER (WHERE is_changed), "
            "count(*) FILTER (WHERE NOT is_new AND NOT is_changed AND NOT is_rejected), "
            f"count(*) FILTER (WHERE is_rejected) FROM {self.staging.table(record_type.name)}"
        )[0]
        read = self.staging.read_counts[record_type.name]
        return Count(source.label, read, created, updated, unchanged, rejected_rows)

    # --- Writing --------------------------------------------------------------------------------------

    def _write(self) -> bool:
        """Write; False and a message when the database refuses after all."""
        staging = self.staging
        used = [record_type for record_type in staging.types.values() if staging.read_counts[record_type.name]]
        name = ""
        try:
            with transaction.atomic():
                if not self.is_trial:
                    writing.number(staging)
                for record_type in used:
                    name = record_type.name
                    writing.update_changed(staging, record_type)
                    writing.insert_new(staging, record_type)
                connection.check_constraints()
                for record_type in used:
                    record_type.finish(staging)
                if not self.is_trial:
                    for record_type in used:
                        timeline.write(staging, record_type)
                    # PostgreSQL plans by what it last counted: without this the first figures take minutes.
                    for record_type in used:
                        staging.run(f"ANALYZE {record_type.table}")
                    consequences.follow_import()
                    if self.is_partial:
                        rejected.write(self.folder, staging, ERROR_COLUMN)
        except (IntegrityError, DataError) as error:
            reason = constraint_message(error) if isinstance(error, IntegrityError) else _("En verdi kan ikke lagres.")
            staging.problems.append(Problem(staging.sources[name].label, reason))
            return False
        except OSError as error:
            reason = _("De avviste radene kan ikke skrives: {why}.").format(why=error.strerror)
            staging.problems.append(Problem(rejected.folder_beside(self.folder).name, reason))
            return False
        return True

    def _in_order(self) -> list[Problem]:
        """Warnings and errors file by file, line by line."""
        place = {source.label: number for number, source in enumerate(self.staging.sources.values())}
        return sorted(self.staging.problems, key=lambda problem: (place.get(problem.file, -1), problem.line or 0))


def column_names(header: list[str]) -> list[str]:
    names = [name.strip().casefold() for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def wrong_header(record_type: RecordType, names: list[str]) -> Iterator[dict]:
    """What keeps a file from being read at all."""
    known = {*record_type.header, ERROR_COLUMN}
    if not known & set(names):
        yield breach(_("Filen mangler overskrift: første rad er ikke kolonnenavn."))
        return
    for name in dict.fromkeys(names):
        if name not in known:
            reason = _("Ukjent kolonne. Bruk disse: {names}.").format(names=", ".join(record_type.header))
            yield breach(reason, column=shown(name) or _("(uten navn)"))
        elif names.count(name) > 1:
            yield breach(_("Kolonnen finnes to ganger."), column=name)
    for name in ["id", *(column.name for column in record_type.columns if column.required)]:
        if name not in names:
            yield breach(_("Kolonnen mangler og må være med."), column=name)


def _wrong_length(names: list[str], cells: list[str]) -> str:
    """Empty cells beyond the header are a spreadsheet's way; missing ones mean that the row is cut or askew."""
    if any(cells[len(names) :]):
        return _("Raden har flere celler enn overskriften.")
    if len(cells) < len(names):
        return _("Raden har færre celler enn overskriften.")
    return ""
