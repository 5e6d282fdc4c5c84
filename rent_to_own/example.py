"""What the demo knows of renting to own beside the imported records. Every name, word and rate of it is made up."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from housing.example_forms import day as typed
from housing.example_forms import sent
from housing.models import Dwelling
from housing.owing import in_debt
from rent_to_own import finding
from rent_to_own.forms.assessment import AssessmentForm
from rent_to_own.forms.guidance import OutreachForm
from rent_to_own.forms.rules import AssociationForm, RuleForm
from rent_to_own.forms.savings import AppraisalForm, MeetingForm
from rent_to_own.living_costs import Step, Table
from rent_to_own.models import Guidance, OwnershipRule, ReferenceBudget, SavingsAgreement

SOURCE = "Oppdiktede satser for demokommunen Lindvik"
AGES = {0: 3200, 6: 3900, 14: 4600, 18: 6400, 67: 5600}
SIZES = {1: 2700, 2: 3100, 3: 3600, 4: 4000, 5: 4400}
RULE = {"min_monthly_income": "22000", "min_months": "12", "no_arrears": "on"}
MOST_SHARES_OF = 12
WANTED = 6
ANSWERED = [("phone", "interested"), ("letter", "none"), ("meeting", "later"), ("letter", "not_interested")]
NOTES = {
    "interested": "Vil gjerne ha en samtale. Har fast jobb og litt spart.",
    "later": "Er i gjeldsordning til neste sommer. Vi ringer da.",
    "not_interested": "Vil heller leie. Er fornøyd der de bor.",
    "none": "",
}
# Kroner a month after tax, what is saved, and what a flat like it costs. What is concluded follows from the numbers.
ECONOMIES = [
    (38_000, 120_000, 2_100_000),
    (26_000, 40_000, 1_500_000),
    (31_000, 65_000, 1_800_000),
    (17_500, 0, 1_500_000),
]
REASONS = {
    "now": "Har fast inntekt og råd til lånet også om renten stiger. Kan søke startlån nå.",
    "within_5_years": "Inntekten holder, men det mangler egenkapital. Vi lager en spareplan sammen.",
    "none": "Inntekten dekker ikke mer enn livsopphold. Bostøtten er søkt på nytt.",
}
ASKED = {
    "benefits": "2200",
    "rent_today": "9400",
    "ownership": "share",
    "common_costs": "4300",
    "rate_kind": "floating",
    "rate": "5,1",
    "years": "30",
    "cofinancing": "no",
    "cofinancing_reason": "Banken gir ikke lån til husstanden.",
}
TRAINED = "Gikk gjennom ventilasjon, sluk og brannvern. De har fått sjekklisten."
TALKED = "Sparingen går som planlagt. De tenker fortsatt å kjøpe."


def leave_ownership(caseworker, leader, administrator) -> None:
    """Once: what the administrator keeps, who was asked and assessed, and how the savers are followed."""
    if ReferenceBudget.objects.exists():
        return
    today = timezone.localdate()
    _keep_rates(today, administrator)
    _keep_associations()
    _ask(caseworker, leader, today)
    _assess(caseworker, today)
    _follow_savers(leader, today)


def _keep_rates(today, administrator) -> None:
    """Valid from the beginning of last year, so that older assessments have them too."""
    ages, sizes = (tuple(Step(starts, Decimal(kr)) for starts, kr in rows.items()) for rows in (AGES, SIZES))
    budget = ReferenceBudget(valid_from=today.replace(year=today.year - 1, month=1, day=1), source=SOURCE)
    budget.is_made_up = True
    budget.begin(Table(ages, sizes), by=administrator)
    if not OwnershipRule.objects.exists():
        sent(RuleForm, RULE | {"valid_from": typed(today)}).begin(by=administrator)


def _keep_associations() -> None:
    """The two streets where the municipality owns most flats in a borettslag; it must not own more than a tenth."""
    flats = Dwelling.objects.filter(in_housing_association=True, ownership=Dwelling.Ownership.OWNED)
    owned: dict[str, int] = {}
    for address in flats.values_list("address", flat=True):
        owned[address] = owned.get(address, 0) + 1
    for number, (address, count) in enumerate(sorted(owned.items(), key=lambda row: (-row[1], row[0]))[:2]):
        shares = count * (MOST_SHARES_OF - 4 * number)
        answers = {"name": f"{address} borettslag", "shares": str(shares), "most_percent": "10", "addresses": address}
        sent(AssociationForm, answers).keep()


def _ask(caseworker, leader, today) -> None:
    rule = OwnershipRule.objects.on(today)
    for number, row in enumerate(finding.tenants(leader, rule, today)[: 2 * WANTED]):
        how, answer = ANSWERED[number % len(ANSWERED)]
        answers = {"contacted_on": typed(today - timedelta(days=3 * number)), "how": how, "answer": answer}
        household = row.tenancy.household
        if today - timedelta(days=3 * number) < household.created_on:
            continue
        sent(OutreachForm, answers | {"note": NOTES[answer]}, household=household).record(by=caseworker)


def _assess(caseworker, today) -> None:
    """Those in guidance who have not bought and owe no rent, the newest first."""
    guided = Guidance.objects.filter(status__in=[Guidance.Status.GUIDED, Guidance.Status.ASSESSED])
    guided = guided.exclude(household__in=in_debt(guided.values("household"), today))
    for number, row in enumerate(guided.select_related("household").order_by("-started_on", "-pk")[: 2 * WANTED]):
        income, saved, price = ECONOMIES[number % len(ECONOMIES)]
        answers = ASKED | {
            "made_on": typed(today),
            "income_1": str(income),
            "savings_total": str(saved),
            "savings": str(saved * 3 // 4),
            "price": str(price),
        }
        blank = AssessmentForm(household=row.household)
        answers |= {name: "12000" for name in blank.adults if name != "income_1"}
        tried = sent(AssessmentForm, answers, household=row.household, is_trial=True)
        concluded = {"outcome": tried.result.hint, "reasons": REASONS[tried.result.hint]}
        made = sent(AssessmentForm, answers | concluded, household=row.household).keep(by=caseworker)
        if row.status == Guidance.Status.GUIDED:
            row.assess(by=caseworker, potential=made.outcome, assessed_on=today)


def _follow_savers(leader, today) -> None:
    """A talk, training in looking after a home, and what the home is worth now beside the fixed price."""
    active = SavingsAgreement.objects.filter(status=SavingsAgreement.Status.ACTIVE, starts_on__lt=today)
    for row in active.select_related("household", "dwelling"):
        for kind, note in (("training", TRAINED), ("talk", TALKED)):
            answers = {"kind": kind, "held_on": typed(today), "note": note}
            sent(MeetingForm, answers, agreement=row).keep(by=leader)
        if row.dwelling_id is not None:
            worth = int(row.fixed_price) * 112 // 100 // 10_000 * 10_000
            answers = {"appraised_on": typed(today), "amount": str(worth), "appraiser": "Lindvik takst"}
            sent(AppraisalForm, answers, agreement=row).keep(by=leader)
