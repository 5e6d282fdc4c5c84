"""Lists: filtered, sorted, paged, taken out as CSV or Excel, all from the query string: a view can be bookmarked.

A list names its columns once; the table on the page, the sort links and the files use the same ones.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from housing.downloads import download
from housing.models import ViewLog

PAGE_SIZE = 50
CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its name in ``?sort=``, its heading, its value in files, and the lookups it sorts by, if it does."""

    key: str
    label: str
    value: Callable[[object], object]
    order: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Listing:
    """What a list page is made of. ``prepare`` gets one page of rows, to hang on them what each row needs."""

    title: str
    template: str
    columns: list[Column]
    filterset: type | None = None
    prepare: Callable[[list, object], None] | None = None
    context: dict | None = None


def respond(request, rows, listing: Listing) -> HttpResponse:
    """The page, or a file when ``?format=`` asks for it. ``rows`` is already ``visible_to`` the user."""
    chosen = listing.filterset(request.GET, queryset=rows, request=request) if listing.filterset else None
    rows = ordered(chosen.qs if chosen is not None else rows, request.GET.get("sort", ""), listing.columns)
    wanted = request.GET.get("format", "")
    if wanted in {"csv", "xlsx"}:
        return export(request, list(rows), listing, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    if listing.prepare:
        listing.prepare(page.object_list, request.user)
    context = {"page_obj": page, "filter": chosen, "columns": listing.columns, "title": listing.title}
    return render(request, listing.template, context | (listing.context or {}))


def ordered(rows, sort: str, columns: list[Column]):
    """The rows in the wanted order, always ending in the key so that pages never share a row."""
    column = next((column for column in columns if column.key == sort.removeprefix("-") and column.order), None)
    if column is None:
        return rows
    backwards = sort.startswith("-")
    lookups = [_turned(lookup) if backwards else lookup for lookup in column.order]
    return rows.order_by(*lookups, "-pk" if backwards else "pk")


def _turned(lookup: str) -> str:
    return lookup.removeprefix("-") if lookup.startswith("-") else f"-{lookup}"


def export(request, rows: list, listing: Listing, wanted: str) -> HttpResponse:
    """All rows as a file. Taking a list out is written in the view log."""
    if not request.user.has_perm("housing.export_lists"):
        raise PermissionDenied
    if listing.prepare:
        listing.prepare(rows, request.user)
    ViewLog.objects.create(
        user=request.user,
        channel=ViewLog.Channel.EXPORT,
        what=f"{listing.title} ({wanted}): {len(rows)}",
        is_own_case=False,
        reason="",
    )
    table = [[column.value(row) for column in listing.columns] for row in rows]
    headings = [str(column.label) for column in listing.columns]
    return as_file(headings, table, f"{slugify(str(listing.title))}-{timezone.localdate():%Y-%m-%d}", wanted)


def as_file(headings: list[str], table: list[list], name: str, wanted: str):
    """The table as ``csv`` or ``xlsx``, under that name."""
    if wanted == "csv":
        return download(as_csv(headings, table), f"{name}.csv", kind=CSV)
    return download(as_excel(headings, table), f"{name}.xlsx", kind=EXCEL)


def as_csv(headings: list[str], table: list[list]) -> bytes:
    """Semicolons and a byte order mark: what a Norwegian Excel opens with a double click."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([[_as_text(value) for value in line] for line in table])
    return out.getvalue().encode("utf-8-sig")


def _as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    return _harmless(str(value))


def _harmless(text: str) -> str:
    """A text that begins like a formula is shown as text: a name typed by a stranger never runs in Excel."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_excel(headings: list[str], table: list[list]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(headings)
    for line in table:
        sheet.append([_harmless(value) if isinstance(value, str) else _excel_value(value) for value in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _excel_value(value):
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return _harmless(str(value))
