"""One login for each role, with a desk of cases to work on. Demo and test only."""

import base64
import hashlib
import hmac
import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from housing.models import Household, Responsibility, User
from housing.roles import Role

# Invented names; the e-mail's domain is one that can never exist.
PEOPLE = {
    Role.CASEWORKER: ("Sara Lindvik", "saksbehandler@lindvik.example"),
    Role.LEADER: ("Odd Fjellheim", "leder@lindvik.example"),
    Role.FOLLOW_UP: ("Maja Strandli", "oppfolging@lindvik.example"),
    Role.RENT: ("Petter Myrdal", "husleie@lindvik.example"),
    Role.PROGRAMME: ("Ingunn Solvang", "programleder@lindvik.example"),
    Role.STEERING: ("Torgeir Haugland", "styringsgruppe@lindvik.example"),
    Role.ADMINISTRATOR: ("Nora Elvestad", "administrator@lindvik.example"),
    Role.AUDITOR: ("Viktor Bakken", "innsyn@lindvik.example"),
}
DESK = 25


class Command(BaseCommand):
    help = "Make one login per role and write the addresses and passwords to a file."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--file", default=str(settings.VAR / "demo.json"))

    def handle(self, *, url, file, **options):
        if settings.IN_PRODUCTION:
            raise CommandError("Demo logins are never made in production.")
        logins = {}
        with transaction.atomic():
            for role, (name, email) in PEOPLE.items():
                logins[role.value] = {"email": email, "password": self.login(role, name, email)}
            self.fill_desks()
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"url": url, "users": logins}, ensure_ascii=False, indent=2) + "\n")
        if options["verbosity"]:
            self.stdout.write(f"Logins written to {file}")

    def login(self, role, name, email):
        """The same password at every start, and another on every machine: it comes from the secret key."""
        digest = hmac.digest(settings.SECRET_KEY.encode(), email.encode(), hashlib.sha256)
        password = base64.b32encode(digest[:10]).decode().lower()
        user = User.objects.filter(email=email).first()
        if user is None:
            User.objects.create_user(email, password, name=name, roles=[role])
        elif not user.check_password(password):
            user.set_password(password)
            user.save()
        return password

    def fill_desks(self):
        """Newest open applications for the caseworker, newest tenants for the follow-up team, once."""
        if Responsibility.objects.exists():
            return
        today = timezone.localdate()
        caseworker = User.objects.get(email=PEOPLE[Role.CASEWORKER][1])
        follow_up = User.objects.get(email=PEOPLE[Role.FOLLOW_UP][1])
        applications = apps.get_model("applications", "Application").objects
        mine = list(applications.undecided().order_by("-received_on", "-pk")[:DESK])
        applications.filter(pk__in=[application.pk for application in mine]).update(caseworker=caseworker)
        for household in Household.objects.filter(pk__in=[application.household_id for application in mine]):
            household.take_responsibility(caseworker, day=today)
        tenants = apps.get_model("housing", "Tenancy").objects.municipal().order_by("-pk").values("household")[:DESK]
        for household in Household.objects.filter(pk__in=list(tenants.values_list("household", flat=True))):
            household.take_responsibility(follow_up, kind=Responsibility.Kind.FOLLOW_UP, day=today)
