"""`manage.py consequences`: print what follows when a case moves."""

from django.core.management.base import BaseCommand

from housing.consequences import AFTER_IMPORT, FACTS, TABLE


class Command(BaseCommand):
    help = "Print the table of what follows when a case moves."

    def handle(self, *args, **options):
        for moved, functions in sorted(TABLE.items()):
            self.stdout.write(moved)
            self._write(functions)
        for fact, functions in FACTS.items():
            self.stdout.write(f"({fact} changed)")
            self._write(functions)
        self.stdout.write("(records imported)")
        self._write(AFTER_IMPORT)

    def _write(self, functions):
        for function in functions:
            self.stdout.write(f"    {function}")
