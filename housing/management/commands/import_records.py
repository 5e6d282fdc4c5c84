"""`manage.py import_records FOLDER`: read case records in the exchange format."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from housing.exchange.importer import Count, Import


class Command(BaseCommand):
    help = _("Leser inn en mappe med CSV-filer, eller en arbeidsbok (.xlsx), i utvekslingsformatet.")

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--dry-run", action="store_true", help=_("Kontroller alt, og lagre ingenting."))
        parser.add_argument(
            "--partial", action="store_true", help=_("Ta inn radene som er i orden, og skriv resten til rejected/.")
        )

    def handle(self, *args, folder, dry_run, partial, **options):
        outcome = Import(folder, is_trial=dry_run, is_partial=partial).run()
        for problem in outcome.problems:
            self.stderr.write(str(problem), lambda text: text)
        self._show(outcome.counts)
        if dry_run:
            self.stdout.write(_("Prøvekjøring: ingenting er lagret."))
        if not outcome.is_clean:
            raise CommandError(self._verdict(outcome, partial))

    def _show(self, counts: list[Count]) -> None:
        heading = [_("fil"), _("lest"), _("nye"), _("endret"), _("uendret"), _("avvist")]
        rows = [
            [count.file, *map(str, (count.read, count.created, count.updated, count.unchanged, count.rejected))]
            for count in counts
        ]
        width = max([len(row[0]) for row in rows], default=0) + 2
        for name, *numbers in [heading, *rows]:
            self.stdout.write(f"{name:<{width}}" + "".join(f"{number:>10}" for number in numbers))

    def _verdict(self, outcome, is_partial: bool) -> str:
        rejected = sum(count.rejected for count in outcome.counts)
        if outcome.is_written and is_partial:
            return _("Avvist: {count}. Radene ligger i mappen rejected.").format(count=rejected)
        errors = sum(not problem.is_warning for problem in outcome.problems)
        return _("{count} feil. Ingenting er lagret.").format(count=errors)
