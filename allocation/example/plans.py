"""What the demo's waiting list has beside the imported records: wishes, who is leaving, and a plan. All made up."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from allocation.forms.proposals import ProposalForm
from allocation.models import Proposal
from applications.models import Application, Exclusion, HousingWish
from housing.models import Dwelling, Tenancy

WAITING, LEAVING, ENVIRONMENTS = 12, 6, 40
WISHES = [
    {"drug_free": "required", "monthly_income": Decimal(24_500)},
    {"drug_free": "wanted", "max_rent": Decimal(11_000), "monthly_income": Decimal(27_800)},
    {"max_rent": Decimal(9_500)},
    {"monthly_income": Decimal(31_200)},
]
REASONS = [
    "Den de flyktet fra, bor i denne gaten. Politiet er kjent med saken.",
    "Tidligere naboer skyldte penger bort og oppsøkte husstanden. De kan ikke bo i samme bygning igjen.",
]


def leave_plans(caseworker, leader) -> None:
    """Once: the first wish written down tells that the rest is there."""
    today = timezone.localdate()
    waiting = list(
        Application.objects.waiting(today).select_related("household").order_by("decided_on", "pk")[:WAITING]
    )
    if HousingWish.objects.exists() or len(waiting) < WAITING:
        return
    _wishes(waiting)
    _excluded(waiting[1::5], caseworker, today)
    _environments()
    _leaving(today)
    if not Proposal.objects.exists():
        form = ProposalForm({"within_days": "90", "spare_rooms_max": "2"})
        if form.is_valid():
            form.propose(by=leader)


def _wishes(waiting) -> None:
    for number, case in enumerate(waiting):
        HousingWish.objects.get_or_create(household=case.household, defaults=WISHES[number % len(WISHES)])


def _excluded(cases, by, today) -> None:
    homes = Dwelling.objects.vacant(today).order_by("sort_key")
    for case, home, reason in zip(cases, homes, REASONS, strict=False):
        Exclusion.objects.create(
            household=case.household,
            kind=Exclusion.Kind.BUILDING,
            address=home.address,
            reason=reason,
            starts_on=case.received_on,
            by=by,
        )


def _environments() -> None:
    """Of a few ordinary dwellings it is known; of the others nobody has said."""
    ordinary = Dwelling.objects.filter(category="ordinary", is_drug_free=None).order_by("-acquired_on", "pk")
    for home in ordinary[:ENVIRONMENTS]:
        home.is_drug_free = home.pk % 3 > 0
        home.save(update_fields=["is_drug_free"])


def _leaving(today) -> None:
    """Some have given notice, so that dwellings are known to be vacant soon."""
    living = Tenancy.objects.municipal().filter(
        status="active", leaves_on=None, moved_in_on__lt=today - timedelta(days=900)
    )
    for number, tenancy in enumerate(living.order_by("-pk")[:LEAVING]):
        tenancy.leaves_on = today + timedelta(days=14 + 12 * number)
        tenancy.save(update_fields=["leaves_on"])
