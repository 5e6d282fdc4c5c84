"""What the demo knows of temporary stays and settlements beside the imported records. Every word of it is made up."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from allocation.models import (
    STANDARD_INVENTORY,
    CareerPlan,
    Expulsion,
    InventoryCheck,
    Settlement,
    SettlementRequest,
    StayExtension,
    TemporaryStay,
)
from housing.models import Membership, Person

PRICES = [Decimal("890.00"), Decimal("1150.00"), Decimal("740.00")]
STEPS = [
    "Visning hos privat utleier, NAV stiller garanti",
    "Søknaden om kommunal bolig avgjøres",
    "Samtale med oppfølgingsteamet om bolig med oppfølging",
    "Kontrakt signeres, nøkler fra den 1.",
]
REASONS = [
    "To visninger ga ikke resultat. Garanti er på plass, og det letes videre.",
    "Den kommunale boligen er ikke ferdig pusset opp.",
]
GOALS = [
    (
        CareerPlan.Goal.PRIVATE,
        "Introduksjonsprogrammet slutter i vår. Har spart 40 000 kroner.",
        "Boligskole, kurskveld 2",
    ),
    (
        CareerPlan.Goal.SAVE,
        "Den ene forelderen er i fast jobb, den andre i norskopplæring.",
        "Fast sparing og møte om startlån",
    ),
    (CareerPlan.Goal.OWN, "Begge er i fast jobb og har egenkapital.", "Søknad om startlån"),
    (CareerPlan.Goal.UNCLEAR, "Venter på svar om familiegjenforening.", "Ny samtale når svaret er kommet"),
]
PLANNED = 12


def leave_stays(caseworker, leader) -> None:
    """Once: what was agreed with IMDi is the first thing left, and tells that the rest is there."""
    if SettlementRequest.objects.exists() or not TemporaryStay.objects.exists():
        return
    today = timezone.localdate()
    _agree(leader, today)
    _plan(caseworker, today)
    # What is written here may be read by all.
    hidden = Membership.objects.filter(person__in=Person.objects.exclude(address_protection="none"))
    current = TemporaryStay.objects.on(today).exclude(household__in=hidden.values("household"))
    stays = list(
        current.filter(ends_on__isnull=True).select_related("household", "dwelling").order_by("-starts_on", "pk")
    )
    # One of them is there past its planned end; the others that would be, were extended.
    past = next((stay for stay in stays if _first_end(stay) < today), None)
    for number, stay in enumerate(stays):
        _tell(stay, number, caseworker, today, is_past=stay is past)
    alone = [stay for stay in stays if not _has_children(stay.household, today)]
    if alone:
        _exclude(alone[0], leader, today)


def _first_end(stay: TemporaryStay) -> date:
    return stay.starts_on + timedelta(days=28)


def _has_children(household, today: date) -> bool:
    return any(member.role == Membership.Role.CHILD for member in household.members_on(today))


def _agree(leader, today: date) -> None:
    for year, asked_for, agreed in [(today.year - 1, 130, 120), (today.year, 125, 110), (today.year, 150, 130)]:
        is_more = asked_for == 150
        asked_on = date(year, 4, 12) if is_more else date(year - 1, 11, 10)
        SettlementRequest.objects.create(
            year=year,
            asked_on=asked_on,
            asked_for=asked_for,
            agreed_on=min(asked_on + timedelta(days=45), today),
            agreed=agreed,
            agreed_minors=15,
            note="Tilleggsanmodning" if is_more else "",
            by=leader,
        )


def _plan(caseworker, today: date) -> None:
    """Some of those settled the last years have a plan; one is overdue."""
    recent = Settlement.objects.filter(tenancy__isnull=False, settled_on__lte=today - timedelta(days=60))
    for number, settlement in enumerate(recent.select_related("household")[:PLANNED]):
        goal, situation, step = GOALS[number % len(GOALS)]
        made_on = max(settlement.settled_on + timedelta(days=30), today - timedelta(days=120))
        plan = CareerPlan(made_on=made_on, goal=goal, situation=situation, next_step=step)
        plan.follow_up_on = today - timedelta(days=6) if number == 1 else today + timedelta(days=10 + 17 * number)
        plan.household = settlement.household
        plan.keep(by=caseworker)


def _tell(stay: TemporaryStay, number: int, caseworker, today: date, *, is_past: bool) -> None:
    """The decision's end, the price, the key, the inventory and what comes next."""
    first_end = _first_end(stay)
    TemporaryStay.objects.filter(pk=stay.pk).update(
        caseworker=caseworker if number % 2 else None,
        planned_ends_on=first_end,
        price=PRICES[number % len(PRICES)],
        decided_on=stay.decided_on or stay.starts_on,
    )
    stay.refresh_from_db()
    signed_on = stay.rules_signed_on or (stay.starts_on if number != 2 else None)
    if signed_on:
        stay.sign_and_hand_over(by=caseworker, rules_signed_on=signed_on, key_handed_on=max(signed_on, stay.starts_on))
    if stay.dwelling or number % 3 == 0:
        lacking = STANDARD_INVENTORY[3:4] if number % 2 else []
        present = [thing for thing in STANDARD_INVENTORY if thing not in lacking]
        check = InventoryCheck(moment="start", checked_on=stay.starts_on, present=present, lacking=lacking)
        stay.keep_inventory(check, by=caseworker)
    if first_end < today and not is_past:
        extension = StayExtension(
            decided_on=first_end - timedelta(days=2),
            planned_ends_on=today + timedelta(days=4 + 3 * number),
            reason=REASONS[number % len(REASONS)],
        )
        stay.extend(extension, by=caseworker)
    if number % 5:
        day = today + timedelta(days=2 + number)
        stay.plan_next(by=caseworker, next_step=STEPS[number % len(STEPS)], next_step_on=day)


def _exclude(stay: TemporaryStay, leader, today: date) -> None:
    decided_on = max(stay.starts_on, today - timedelta(days=1))
    stay.expel(
        Expulsion(
            decided_on=decided_on,
            effective_on=today + timedelta(days=1),
            facts="To netter på rad var det bråk og skadeverk på rommet. Nattevakten skrev begge hendelsene ned, og "
            "det ble gitt skriftlig advarsel etter den første.",
            heard_on=decided_on,
            statement="Beklager, og sier at gjestene ikke ville gå. Ønsker et sted uten gjennomgang.",
            alternative="Eget rom på et annet pensjonat, med nattevakt",
            alternative_from=today,
        ),
        by=leader,
    )
