"""`manage.py kobo_dwellings --out FILE | --in FILE`: the dwelling register in the names of Kobo's Bolig API."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing import kobo
from housing.management.commands.export_records import iso_date
from housing.models import Dwelling

FIELDS = [*kobo.PLAIN, "rooms", *kobo.CODED, *kobo.UNREGISTERED]


class Command(BaseCommand):
    help = _("Skriver boligene i boligmassen til JSON med feltnavnene i Kobos Bolig-API, eller leser dem.")

    def add_arguments(self, parser):
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--out", type=Path, metavar="FILE")
        way.add_argument("--in", dest="source", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help=_("Kontroller alt, og lagre ingenting."))
        parser.add_argument(
            "--acquired-on",
            type=iso_date,
            metavar="DATE",
            help=_("Når nye boliger ble disponert, ÅÅÅÅ-MM-DD: det står ikke i Kobos felter."),
        )

    def handle(self, *args, out, source, dry_run, acquired_on, **options):
        if out:
            homes = Dwelling.objects.in_stock(timezone.localdate()).order_by("external_id").values(*FIELDS)
            text = json.dumps([kobo.write(home) for home in homes], ensure_ascii=False, indent=2)
            out.write_text(text + "\n", encoding="utf-8")
            self.stdout.write(_("{count} boliger skrevet.").format(count=len(homes)))
            return
        made, changed = self._take_in(_told_in(source), acquired_on, dry_run=dry_run)
        words = _("Prøvekjøring: {made} nye, {changed} endret.") if dry_run else _("{made} nye, {changed} endret.")
        self.stdout.write(words.format(made=made, changed=changed))

    @transaction.atomic
    def _take_in(self, told, acquired_on, *, dry_run):
        """All of it, or nothing; every problem is told, with the number of the dwelling in the file."""
        problems, kept_out, made, changed = [], set(), 0, 0
        for number, one in enumerate(told, start=1):
            reading = kobo.read(one) if isinstance(one, dict) else kobo.Reading(problems=[("", _("er ikke en bolig"))])
            kept_out.update(reading.not_kept)
            found = list(reading.problems)
            if not found:
                home = Dwelling.objects.filter(external_id=reading.values["external_id"]).first()
                is_new = home is None
                home = home or Dwelling(acquired_on=acquired_on)
                before = {name: getattr(home, name) for name in reading.values}
                for name, value in reading.values.items():
                    setattr(home, name, value)
                try:
                    home.full_clean()
                    home.save()
                except ValidationError as error:
                    found += [(name, " ".join(texts)) for name, texts in error.message_dict.items()]
                else:
                    made += is_new
                    changed += not is_new and before != reading.values
            problems += [f"{_('Bolig')} {number}, {name}: {text}" for name, text in found]
        if problems:
            raise CommandError("\n".join([*problems, _("Ingenting er lagret.")]))
        if kept_out:
            self.stderr.write(_("Ikke lagret, vi har ikke feltet: {names}").format(names=", ".join(sorted(kept_out))))
        if dry_run:
            transaction.set_rollback(True)
        return made, changed


def _told_in(source: Path) -> list:
    try:
        told = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(_("{file} kan ikke leses som JSON.").format(file=source)) from error
    if not isinstance(told, list):
        raise CommandError(_("Filen skal være en liste av boliger."))
    return told
