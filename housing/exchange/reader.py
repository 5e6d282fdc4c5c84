"""Finds the files of a folder and reads them row by row, whoever wrote them: CSV of either kind, or a workbook."""

import codecs
import csv
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from housing.exchange.messages import Problem
from housing.exchange.values import cell_text

CHUNK = 1 << 20
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LARGEST_CELL = 1 << 20
# What a workbook that is cut short, is something else, or was made by hand can give rise to (its XML: SyntaxError).
BROKEN_BOOK = (BadZipFile, InvalidFileException, EOFError, KeyError, OSError, SyntaxError, ValueError, zlib.error)

Row = tuple[int, list[str]]


class UnreadableError(Exception):
    """The file cannot be trusted from this line on."""

    def __init__(self, reason: str, line: int | None = None):
        super().__init__(reason)
        self.line = line


@dataclass
class CsvFile:
    """A CSV file. Lines are counted as a spreadsheet counts rows: a cell of several lines is still one row."""

    path: Path
    warnings: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ";"
    rows_about: int = 0

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def label(self) -> str:
        return self.path.name

    def open(self) -> None:
        """Learn encoding and delimiter, or raise ``UnreadableError``."""
        try:
            self._learn_encoding()
        except OSError as error:
            raise UnreadableError(_("Filen kan ikke leses: {why}.").format(why=error.strerror)) from error
        # Told from the header: names have neither of them.
        with self.path.open(encoding=self.encoding, errors="replace") as file:
            header = file.readline(LARGEST_CELL)
        self.delimiter = "," if header.count(",") > header.count(";") else ";"

    def _learn_encoding(self) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        self.encoding = "utf-8-sig"
        with self.path.open("rb") as file:
            start = file.read(2)
            if not start:
                raise UnreadableError(_("Filen er tom. Første rad skal være kolonnenavn."))
            if start in UTF16_MARKS:
                raise UnreadableError(_("Filen er lagret som UTF-16. Lagre den som «CSV UTF-8»."))
            file.seek(0)
            chunk = b"-"
            while chunk:
                chunk = file.read(CHUNK)
                self.rows_about += chunk.count(b"\n")
                try:
                    if self.encoding != "cp1252":
                        decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    self.encoding = "cp1252"
        if self.encoding == "cp1252":
            self.warnings.append(
                _("Filen er ikke UTF-8 og er lest som Windows-1252. Se etter at æ, ø og å er riktige.")
            )

    def rows(self) -> Iterator[Row]:
        csv.field_size_limit(LARGEST_CELL)
        line = 0
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for line, cells in enumerate(csv.reader(file, delimiter=self.delimiter, strict=True), start=1):
                    yield line, cells
            except csv.Error as error:
                raise UnreadableError(
                    _("CSV-filen er ødelagt her, ofte av et anførselstegn som ikke er avsluttet."), line + 1
                ) from error
            except UnicodeDecodeError as error:
                raise UnreadableError(_("Filen er verken UTF-8 eller Windows-1252."), line + 1) from error


@dataclass
class Sheet:
    """One sheet of a workbook; its name is the record type."""

    path: Path
    name: str
    warnings: list[str] = field(default_factory=list)
    rows_about: int = 0

    @property
    def label(self) -> str:
        return f"{self.path.name} [{self.name}]"

    def open(self) -> None:
        if not any(True for _row in self.rows()):
            raise UnreadableError(_("Arket er tomt. Første rad skal være kolonnenavn."))

    def rows(self) -> Iterator[Row]:
        width = 0
        try:
            book = load_workbook(self.path, read_only=True, data_only=True)
        except BROKEN_BOOK as error:
            raise UnreadableError(broken_book()) from error
        try:
            for line, cells in enumerate(book[self.name].iter_rows(values_only=True), start=1):
                texts = [cell_text(cell) for cell in cells]
                # A workbook has no end of row: empty cells after the last one may be there or not.
                while texts and not texts[-1]:
                    texts.pop()
                width = width or len(texts)
                if texts:
                    yield line, texts + [""] * (width - len(texts))
        except BROKEN_BOOK as error:
            raise UnreadableError(broken_book()) from error
        finally:
            book.close()


def broken_book() -> str:
    return _("Arbeidsboken kan ikke leses. Lagre den på nytt som .xlsx.")


Source = CsvFile | Sheet


def find_sources(folder: Path, known: list[str]) -> tuple[list[Source], list[Problem]]:
    """The files to read, in the order of ``known``, and what is wrong with the folder itself.

    A file whose name is no record type is an error and not a warning: it is most often a misspelt one.
    """
    if folder.suffix.lower() == ".xlsx" and folder.is_file():
        files = [folder]
    elif folder.is_dir():
        files = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in (".csv", ".xlsx") and path.is_file() and not path.name.startswith(("~$", "."))
        )
    else:
        return [], [Problem(str(folder), _("Mappen finnes ikke."))]
    sources: dict[str, Source] = {}
    problems = []
    for source, problem in _each(files, known):
        if problem is None and source.name in sources:
            problem = Problem(source.label, _("«{name}» finnes to ganger i mappen.").format(name=source.name))
        if problem is not None:
            problems.append(problem)
        else:
            sources[source.name] = source
    if not sources and not problems:
        problems.append(Problem(str(folder), _("Mappen har ingen CSV-filer og ingen arbeidsbok (.xlsx).")))
    return [sources[name] for name in known if name in sources], problems


def _each(files: list[Path], known: list[str]) -> Iterator[tuple[Source | None, Problem | None]]:
    for path in files:
        if path.suffix.lower() == ".csv":
            source = CsvFile(path)
            yield source, _unless_known(source, known)
            continue
        try:
            book = load_workbook(path, read_only=True)
            names = book.sheetnames
            book.close()
        except BROKEN_BOOK:
            yield None, Problem(path.name, broken_book())
            continue
        for name in names:
            source = Sheet(path, name)
            yield source, _unless_known(source, known)


def _unless_known(source: Source, known: list[str]) -> Problem | None:
    if source.name in known:
        return None
    return Problem(
        source.label,
        _("Navnet er ikke noe vi kan lese inn. Ta filen bort, eller gi den ett av disse navnene: {names}.").format(
            names=", ".join(known)
        ),
    )
