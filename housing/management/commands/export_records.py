"""`manage.py export_records FOLDER`: write every case record in the exchange format."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from housing.exchange.exporter import Export


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("«{text}» er ikke en dato. Skriv den som 2026-12-31.").format(text=text)) from error


class Command(BaseCommand):
    help = _("Skriver alle saksopplysninger til en mappe i utvekslingsformatet.")

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--as-of",
            type=iso_date,
            metavar="DATE",
            help=_("Bare det som hadde hendt til og med denne dagen, ÅÅÅÅ-MM-DD."),
        )

    def handle(self, *args, folder, as_of, **options):
        if folder.exists() and not folder.is_dir():
            raise CommandError(_("{folder} er ikke en mappe.").format(folder=folder))
        try:
            counts = Export(folder, as_of=as_of).run()
        except OSError as error:
            raise CommandError(_("Filene kan ikke skrives: {why}.").format(why=error.strerror)) from error
        for name, count in counts.items():
            self.stdout.write(f"{name:<20}{count:>10}")
