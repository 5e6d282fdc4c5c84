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
from django.utils.module_loading import import_string

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
    Role.INTAKE: ("Nettskjema", "nettskjema@lindvik.example"),
}
# What the demo has beside the imported records, each left once, and by whom. Rooms are named as text.
EXAMPLES = [
    ("applications.example.leave_preparations", [Role.CASEWORKER, Role.LEADER]),
    ("allocation.example.stays.leave_stays", [Role.CASEWORKER, Role.LEADER]),
    ("allocation.example.overrides.leave_overrides", [Role.LEADER, Role.ADMINISTRATOR]),
    ("allocation.example.vacant.leave_vacant", []),
    ("allocation.example.plans.leave_plans", [Role.CASEWORKER, Role.LEADER]),
    ("allocation.example.meetings.leave_meetings", [Role.CASEWORKER, Role.LEADER]),
    ("reporting.example.leave_reports", [Role.PROGRAMME]),
    ("housing.rent_example.leave_rents", [Role.RENT]),
    ("allocation.example.stock.leave_stock", [Role.LEADER]),
    ("evictions.example.leave_arrears", [Role.RENT, Role.CASEWORKER, Role.LEADER]),
    ("rent_to_own.example.leave_ownership", [Role.CASEWORKER, Role.LEADER, Role.ADMINISTRATOR]),
    ("housing_first.example.leave_teams", [Role.FOLLOW_UP, Role.LEADER]),
]
DESK = 25
ONE_OF = 4


def password(email):
    """The same at every start, and another on every machine: it comes from the secret key."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), email.encode(), hashlib.sha256)
    return base64.b32encode(digest[:10]).decode().lower()


class Command(BaseCommand):
    help = "Make one login per role and write the addresses and passwords to a file."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--file", default=str(settings.VAR / "demo.json"))

    def handle(self, *, url, file, **options):
        if settings.IN_PRODUCTION:
            raise CommandError("Demo logins are never made in production.")
        logins = {role.value: {"email": email, "password": password(email)} for role, (_name, email) in PEOPLE.items()}
        with transaction.atomic():
            if not self.has_these_logins():
                self.make_logins()
            self.fill_desks()
            self.leave_examples()
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"url": url, "users": logins}, ensure_ascii=False, indent=2) + "\n")
        if options["verbosity"]:
            self.stdout.write(f"Logins written to {file}")

    def has_these_logins(self):
        """Hashing is slow on purpose, so one user answers for all: they were made together, from one secret key."""
        emails = [email for _name, email in PEOPLE.values()]
        users = User.objects.filter(email__in=emails, is_active=True)
        return len(users) == len(emails) and users[0].check_password(password(users[0].email))

    def make_logins(self):
        for role, (name, email) in PEOPLE.items():
            user = User.objects.filter(email=email).first() or User(email=email)
            user.name, user.roles, user.is_active = name, [role], True
            user.set_password(password(email))
            user.save()

    def fill_desks(self):
        """One in four open applications for the caseworker, newest tenants for the follow-up team, once."""
        if Responsibility.objects.exists():
            return
        today = timezone.localdate()
        caseworker = User.objects.get(email=PEOPLE[Role.CASEWORKER][1])
        follow_up = User.objects.get(email=PEOPLE[Role.FOLLOW_UP][1])
        applications = apps.get_model("applications", "Application").objects
        undecided = applications.undecided().order_by("received_on", "pk")
        waiting = applications.waiting(today).order_by("decided_on", "pk")
        mine = [*undecided[::ONE_OF], *waiting[::ONE_OF]]
        applications.filter(pk__in=[application.pk for application in mine]).update(caseworker=caseworker)
        for household in Household.objects.filter(pk__in=[application.household_id for application in mine]):
            household.take_responsibility(caseworker, day=today)
        tenants = apps.get_model("housing", "Tenancy").objects.municipal().order_by("-pk").values("household")[:DESK]
        for household in Household.objects.filter(pk__in=list(tenants.values_list("household", flat=True))):
            household.take_responsibility(follow_up, kind=Responsibility.Kind.FOLLOW_UP, day=today)

    def leave_examples(self):
        users = {role: User.objects.get(email=email) for role, (_name, email) in PEOPLE.items()}
        for path, roles in EXAMPLES:
            import_string(path)(*(users[role] for role in roles))
