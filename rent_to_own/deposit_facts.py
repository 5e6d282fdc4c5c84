"""What the deposit fund's pages say: what is available, who owes, one household's account (depositumsfondet)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.casefile import Part
from housing.lists import Column
from housing.models import Household, Membership
from housing.periods import age_on
from housing.templatetags.norwegian import date_no, kr
from rent_to_own.models import Account, DepositLoan, FundEntry, FundLine

CHILD_UNDER = 18
ZERO = Decimal("0.00")
LISTED = 50


def balances(day) -> dict[str, Decimal]:
    """What stands on each account at the end of the day; capital as a credit has a minus."""
    rows = FundLine.objects.filter(entry__posted_on__lte=day).order_by()
    sums = dict(rows.values("account").annotate(sum=Sum("amount")).values_list("account", "sum"))
    return {account: sums.get(account, ZERO) for account in Account.values}


def available(day) -> Decimal:
    """Capital and what has come back, less what is lent and lost (`figures.md` deposits.available)."""
    return balances(day)["bank"]


def owed(households) -> dict[int, Decimal]:
    """What each household owes now: one question."""
    lines = FundLine.objects.filter(account=Account.LOANS, entry__household__in=households).order_by()
    sums = lines.values("entry__household").annotate(sum=Sum("amount")).filter(sum__gt=0)
    return dict(sums.values_list("entry__household", "sum"))


@dataclass
class Borrower:
    """A household that owes the fund: its loan, what is left, what should have been paid by the day, its children."""

    household: Household
    left: Decimal
    loan: DepositLoan | None
    missing: Decimal
    missing_since: object
    children: int
    day: object

    @property
    def color(self) -> str:
        return "warning" if self.missing else "success"

    @property
    def status(self) -> str:
        return _("{amount} på etterskudd").format(amount=kr(self.missing)) if self.missing else _("Følger planen")


def missing_of(loan, left: Decimal, day) -> tuple[Decimal, object]:
    """What of the plan is due and not paid, and since when the oldest of it was due."""
    paid = loan.amount - left
    due, since = ZERO, None
    for row in loan.instalments.all():
        if row.due_on > day:
            break
        due += row.amount
        if since is None and due > paid:
            since = row.due_on
    return max(due - paid, ZERO), since


def _loans(households) -> dict[int, DepositLoan]:
    """Each household's last loan with its plan: two questions."""
    loans = DepositLoan.objects.filter(household__in=households).select_related("entry")
    return {loan.household_id: loan for loan in loans.prefetch_related("instalments").order_by("paid_on", "pk")}


def behind(households, day):
    """(loan, what is missing as it is told, since when) of those who are behind their plan."""
    left = owed(households)
    for household, loan in sorted(_loans(list(left)).items()):
        missing, since = missing_of(loan, left[household], day)
        if missing:
            yield loan, kr(missing), since


def borrowers(user, day) -> list[Borrower]:
    """All who owe, with children first, then those who are most behind. A constant number of questions."""
    left = owed(Household.objects.visible_to(user))
    loans = _loans(list(left))
    found = []
    for household in Household.objects.for_list(day).filter(pk__in=left):
        loan = loans.get(household.pk)
        missing, since = missing_of(loan, left[household.pk], day) if loan else (ZERO, None)
        found.append(Borrower(household, left[household.pk], loan, missing, since, children_of(household, day), day))
    return sorted(found, key=lambda row: (not row.children, -row.missing, row.household.pk))


def children_of(household, day) -> int:
    members = household.members_on(day)
    return sum(
        age_on(member.person.birth_date, day) < CHILD_UNDER
        if member.person.birth_date
        else member.role == Membership.Role.CHILD
        for member in members
    )


COLUMNS = [
    Column("number", gettext_lazy("Husstandsnummer"), lambda row: row.household.number),
    Column("name", gettext_lazy("Husstand"), lambda row: row.household.name_on(row.day)),
    Column("children", gettext_lazy("Barn"), lambda row: row.children, numeric=True),
    Column("paid_on", gettext_lazy("Utbetalt"), lambda row: row.loan.paid_on if row.loan else None),
    Column("amount", gettext_lazy("Lån"), lambda row: row.loan.amount if row.loan else None, numeric=True),
    Column("left", gettext_lazy("Gjenstår"), lambda row: row.left, numeric=True),
    Column("missing", gettext_lazy("På etterskudd"), lambda row: row.missing, numeric=True),
    Column("by", gettext_lazy("Nedbetalt innen"), lambda row: row.loan.repaid_by if row.loan else None),
]


def cards(found: list[Borrower], day) -> list[dict]:
    sums = balances(day)
    return [
        {"label": _("Tilgjengelig nå"), "value": kr(sums["bank"])},
        {
            "label": _("Utlånt"),
            "value": kr(sums["loans"]),
            "note": _("{count} husstander, {families} med barn").format(
                count=len(found), families=sum(bool(row.children) for row in found)
            ),
        },
        {"label": _("Tapt"), "value": kr(sums["losses"])},
        {"label": _("Kapital i fondet"), "value": kr(-sums["capital"])},
    ]


def latest_entries(user):
    entries = FundEntry.objects.visible_to(user).select_related("household", "by", "corrects", "corrected_by")
    return entries.prefetch_related(Prefetch("lines"))


def sums_of(household) -> dict[str, Decimal]:
    """What this household was lent, has paid, what came back and what was lost; entries taken back left out."""
    rows = FundEntry.objects.of(household).standing().order_by().values("kind").annotate(sum=Sum("amount"))
    return dict(rows.values_list("kind", "sum"))


def account_facts(household) -> list[tuple]:
    sums = sums_of(household)
    kinds = FundEntry.Kind
    told = [
        (_("Lånt"), kinds.LOAN),
        (_("Betalt i avdrag"), kinds.REPAYMENT),
        (_("Depositum tilbake"), kinds.RETURN),
        (_("Avskrevet"), kinds.WRITE_OFF),
        (_("Tap utover lånet"), kinds.LOSS),
    ]
    facts = [(label, kr(sums.get(kind, ZERO))) for label, kind in told if kind in sums or kind == kinds.LOAN]
    return [*facts, (_("Gjenstår"), kr(FundEntry.objects.of(household).outstanding()))]


def condition_facts(loan) -> list[tuple]:
    return [
        (_("Økonomisk sosialhjelp"), _("Nei, undersøkt {day}").format(day=date_no(loan.assistance_checked_on))),
        (
            _("Boligkarriereplan"),
            _("Ja, laget {day}").format(day=date_no(loan.career_plan.made_on)),
            loan.career_plan.get_absolute_url(),
        ),
        (_("Nedbetalt innen"), date_no(loan.repaid_by)),
    ]


def panel(household, user, day) -> Part | None:
    """The panel «Depositumsfondet» on a household's page."""
    if not FundEntry.objects.visible_to(user).filter(Q(household=household)).exists():
        return None
    context = {"facts": account_facts(household), "household": household}
    return Part(_("Depositumsfondet"), "rent_to_own/_deposit.html", context)
