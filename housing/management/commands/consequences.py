"""`manage.py consequences`: print what follows when a case moves."""

from django.core.management.base import BaseCommand

from housing.consequences import TABLE


class Command(BaseCommand):
    help = "Print the table of what follows when a case moves."

    def handle(self, *args, **options):
        for moved, functions in sorted(TABLE.items()):
            self.stdout.write(moved)
            for function in functions:
                self.stdout.write(f"    {function}")
