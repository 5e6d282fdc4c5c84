"""`manage.py generate_records FOLDER`: write a fictitious municipality in the exchange format."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.generator import generate


class Command(BaseCommand):
    help = _("Skriver en oppdiktet kommune som CSV-filer. Samme argumenter gir samme filer.")

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--scale", type=float, default=1.0, help=_("1 er omtrent 66 000 innbyggere."))
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--years", type=int, default=5, help=_("Hvor mange år historien varer."))
        parser.add_argument("--until", type=date.fromisoformat, help=_("Siste dag, ÅÅÅÅ-MM-DD. Ellers i dag."))

    def handle(self, *args, folder, scale, seed, years, until, **options):
        if scale <= 0 or not 1 <= years <= 30:
            raise CommandError(_("Skalaen må være større enn 0, og antall år fra 1 til 30."))
        if folder.exists() and not folder.is_dir():
            raise CommandError(_("%(folder)s er ikke en mappe.") % {"folder": folder})
        counts = generate(folder, scale=scale, seed=seed, years=years, until=until or timezone.localdate())
        for record_type, count in counts.items():
            self.stdout.write(f"{record_type:<20}{count:>10}")
