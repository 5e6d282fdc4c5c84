"""Every figure of a period, as a table to read or as JSON for a program."""

import json
from datetime import date, datetime
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from housing.periods import Period
from reporting import figures
from reporting.figures import BY_CODE
from reporting.figures.over_time import values_by_month
from reporting.figures.text import as_text


class Command(BaseCommand):
    help = "Skriver tallene for en periode. Begge datoene er med."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", required=True, help="Første dag: 2026-01-01 eller 01.01.2026.")
        parser.add_argument("--to", dest="last", required=True, help="Siste dag.")
        parser.add_argument("--by", choices=["month"], help="Ett tall for hver måned som begynner i perioden.")
        parser.add_argument("--json", action="store_true", help="JSON i stedet for tabell.")

    def handle(self, *, first, last, by, json, **options):
        period = asked_period(first, last)
        if by:
            with figures.consistent_snapshot():
                found = values_by_month(figures.FIGURES, period.months())
        else:
            found = figures.values(period)
        self.stdout.write(as_json(period, found) if json else as_table(period, found))


def asked_period(first: str, last: str) -> Period:
    days = [asked_day(first), asked_day(last)]
    if days[1] < days[0]:
        raise CommandError(_("Perioden slutter {last} før den begynner {first}.").format(first=first, last=last))
    return Period(*days)


def asked_day(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise CommandError(_("«{text}» er ikke en dato. Skriv den som 2026-12-31 eller 31.12.2026.").format(text=text))


def as_json(period: Period, found: dict) -> str:
    answer = {"from": period.first.isoformat(), "to": period.last.isoformat(), "figures": found}
    return json.dumps(answer, default=_number, indent=2)


def _number(value) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} is no number.")


def as_table(period: Period, found: dict) -> str:
    """A line per figure: code, value (or one per month), label; a heading per group."""
    lines = [str(period)]
    group = None
    for code, value in found.items():
        figure = BY_CODE[code]
        if figure.group != group:
            group = figure.group
            lines += ["", str(group.label)]
        shown = (
            "  ".join(as_text(each, figure) for each in value) if isinstance(value, list) else as_text(value, figure)
        )
        lines.append(f"  {code:<48} {shown:>18}  {figure.label}")
    return "\n".join(lines)
