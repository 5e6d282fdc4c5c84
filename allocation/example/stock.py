"""What the demo's stock has beside the imported records: plans and costs of work, leases of ours, steps, an order."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from allocation import turnarounds
from allocation.models import DwellingOrder, DwellingOrderLine
from housing.models import Dwelling, Tenancy, Turnaround, TurnaroundTarget, VoidPeriod
from housing.periods import add_months
from housing.protection import without_hidden
from housing.turnaround import Step

# Months from today, of the leases that have an end; the others run.
LEASES_END = (2, 4, 5, 9, 11, 14, 18, 22, 30)
WORK = {
    "damage": ("Vannskade på badet", "insurance", 145_000),
    "renovation": ("Nytt kjøkken, nye gulv og maling", "municipality", 210_000),
    "cleaning": ("Nedvask og bortkjøring av innbo", "tenant", 18_500),
    "sale": ("Takst og visning", "municipality", 32_000),
    "other": ("Nye låser og ny brannvarsler", "municipality", 9_800),
}
PLANNED_DAYS = (-23, 12, -4, 30, 5, -41, 18)
TARGETS = {"inspected": 2, "repaired": 18, "ready": 4, "offered": 3, "moved_in": 14}
LEAVING_IN_DAYS = (9, 26, 48)
LINES = [
    (4, 4, "ordinary", "none", "Store familier har ventet lengst."),
    (6, 2, "ordinary", "none", "De fleste som venter, bor alene eller er to."),
    (3, 1, "staffed", "round_the_clock", "Ingen ledig bolig med personale hele døgnet."),
    (2, 3, "adapted", "none", "Trinnfri inngang og bad for rullestol."),
]


def leave_stock(by) -> None:
    """Once, where there are dwellings: the order is the last thing left, and tells that the rest is there."""
    today = timezone.localdate()
    if DwellingOrder.objects.exists() or not Dwelling.objects.in_stock(today).exists():
        return
    _leases_that_end(today)
    _work(today)
    _who_is_leaving(today)
    _steps(today)
    TurnaroundTarget.objects.create(
        starts_on=today.replace(year=today.year - 2, month=1, day=1),
        **{f"{step}_days": days for step, days in TARGETS.items()},
    )
    _order(by, today)


def _leases_that_end(today) -> None:
    homes = list(Dwelling.objects.in_stock(today).filter(ownership="leased_in").order_by("pk"))
    for number, home in enumerate(homes):
        if number % 3 == 0 and number // 3 < len(LEASES_END):
            home.lease_in_ends_on = add_months(today, LEASES_END[number // 3]) + timedelta(days=number)
        if home.monthly_rent:
            home.lease_in_rent = round(home.monthly_rent * Decimal("1.12"), -2)
        home.save(update_fields=["lease_in_ends_on", "lease_in_rent"])


def _work(today) -> None:
    """Every third period of work ended lately was paid by somebody; those that go on have a plan."""
    open_now = VoidPeriod.objects.open(today).filter(dwelling__in=Dwelling.objects.in_stock(today)).order_by("pk")
    for number, void in enumerate(open_now):
        note, bearer, cost = WORK[void.reason]
        planned = today + timedelta(days=PLANNED_DAYS[number % len(PLANNED_DAYS)])
        void.planned_ends_on = max(planned, void.starts_on)
        void.note, void.cost_bearer, void.estimated_cost = note, bearer, cost
        void.save()
    since = add_months(today, -12)
    for number, void in enumerate(VoidPeriod.objects.filter(ends_on__gte=since).order_by("pk")[::3]):
        void.note, void.cost_bearer, cost = WORK[void.reason]
        void.estimated_cost, void.actual_cost = cost, cost * (90 + 7 * (number % 5)) // 100
        void.save()


def _who_is_leaving(today) -> None:
    living = without_hidden(Tenancy.objects.lived_in(today), today).filter(leaves_on__isnull=True).order_by("-pk")
    for tenancy, days in zip(living[50:300:80], LEAVING_IN_DAYS, strict=False):
        tenancy.leaves_on = today + timedelta(days=days)
        tenancy.save(update_fields=["leaves_on"])
        Turnaround.objects.get_or_create(after=tenancy, defaults={"notice_on": today - timedelta(days=90 - days)})


def _steps(today) -> None:
    """Two in three of those that go on are inspected, and one in three mended: as a desk looks on a common day."""
    for number, found in enumerate(turnarounds.ongoing(today)):
        left = found.former.moved_out_on
        if number % 3 == 2 or left is None or (today - left).days < 3:
            continue
        facts = {"notice_on": max(left - timedelta(days=88), found.former.moved_in_on), "inspected_on": left}
        known = {leg.step: leg.done_on for leg in found.turn.legs}
        facts["inspected_on"] += timedelta(days=1 + number % 3)
        earliest = min(day for day in (known[Step.REPAIRED], known[Step.READY], today) if day)
        facts["inspected_on"] = min(facts["inspected_on"], earliest)
        Turnaround.objects.get_or_create(after=found.former, defaults=facts)


def _order(by, today) -> None:
    made_on = today - timedelta(days=75)
    order = DwellingOrder(
        made_on=made_on, recipient="Lindvik Eiendom KF", note="Gjelder budsjettet for neste år.", by=by
    ).begin(by=by)
    for count, rooms, kind, staffing, reason in LINES:
        DwellingOrderLine.objects.create(
            order=order,
            count=count,
            rooms=rooms,
            type=kind,
            staffing=staffing,
            needed_by=add_months(made_on, 12),
            reason=reason,
        )
    order.send(by=by, sent_on=made_on + timedelta(days=6))
