"""What the demo's desks hold beside the imported records. Every word of it is made up.

``rules``: how this municipality works. ``preparations``: before a decision. ``decisions``: what was decided, and what
a colleague reads. ``appeals``: what came of it. ``people``: mappings, a release, and what is half written.
``leases``: talks before a lease runs out, a new one to be signed, and notice given.
"""

from django.utils import timezone

from applications.example import appeals, decisions, leases, people, preparations, rules
from applications.example.cases import newcomers
from applications.models import Application, Routine

DESK = 12


def leave_preparations(caseworker, leader) -> None:
    """Once: the municipality's routine is the first thing left, and tells that the rest is there."""
    desk = Application.objects.undecided().filter(caseworker=caseworker).order_by("-received_on", "pk")
    cases = list(desk.select_related("household")[:DESK])
    if Routine.objects.exists() or not cases:
        return
    today = timezone.localdate()
    rules.leave(leader, today)
    preparations.leave(cases, caseworker, today)
    leases.leave(caseworker, today)
    parts = [preparations.answered, decisions.leave, appeals.leave, people.leave]
    needed = sum(part.households for part in parts)
    households = newcomers(caseworker, today, needed)
    # A handful of records, as a test imports, is too few for a whole desk.
    if len(households) < needed:
        return
    for part in parts:
        part(households[: part.households], caseworker, leader, today)
        del households[: part.households]
