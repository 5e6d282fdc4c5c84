"""The deposit fund's statement of one year for the accountant: accounts, vouchers, sums (regnskap for fondet).

Households stand there by number alone: an accountant needs to tell them apart, not to know who they are.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.lists import Column
from rent_to_own.deposit_facts import balances
from rent_to_own.models import Account, FundEntry

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class AccountYear:
    """One account: what stood there when the year began, what was debited and credited, and what stood there after."""

    label: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class Voucher:
    """One entry with the account debited and the one credited."""

    entry: FundEntry
    debit: str
    credit: str


def vouchers(year: int) -> list[Voucher]:
    entries = FundEntry.objects.filter(posted_on__year=year).select_related("household", "corrects", "corrected_by")
    found = []
    for entry in entries.prefetch_related("lines").order_by("posted_on", "pk"):
        sides = {line.amount > 0: str(line.get_account_display()) for line in entry.lines.all()}
        found.append(Voucher(entry, sides[True], sides[False]))
    return found


def accounts(year: int, found: list[Voucher]) -> list[AccountYear]:
    opening = balances(date(year - 1, 12, 31))
    debit, credit = dict.fromkeys(Account.values, ZERO), dict.fromkeys(Account.values, ZERO)
    for voucher in found:
        for line in voucher.entry.lines.all():
            side = debit if line.amount > 0 else credit
            side[line.account] += abs(line.amount)
    return [AccountYear(str(account.label), opening[account], debit[account], credit[account]) for account in Account]


def sums(found: list[AccountYear]) -> AccountYear:
    """Opening and closing are nothing, and debit is credit: the ledger is in balance."""
    return AccountYear(
        str(_("Sum")),
        sum((row.opening for row in found), ZERO),
        sum((row.debit for row in found), ZERO),
        sum((row.credit for row in found), ZERO),
    )


def years(today) -> list[int]:
    first = FundEntry.objects.aggregate(first=Min("posted_on"))["first"]
    return list(range(today.year, (first or today).year - 1, -1))


COLUMNS = [
    Column("number", _("Bilag"), lambda row: row.entry.number),
    Column("posted_on", _("Bokført"), lambda row: row.entry.posted_on),
    Column("what", _("Hva"), lambda row: row.entry.told),
    Column("household", _("Husstandsnummer"), lambda row: row.entry.household.number if row.entry.household else ""),
    Column("debit", _("Debet"), lambda row: row.debit),
    Column("credit", _("Kredit"), lambda row: row.credit),
    Column("amount", _("Beløp"), lambda row: row.entry.amount, numeric=True),
    Column("corrects", _("Retter bilag"), lambda row: row.entry.corrects.number if row.entry.corrects else ""),
]


def pdf(year: int) -> bytes:
    found = vouchers(year)
    rows = accounts(year, found)
    context = {"year": year, "vouchers": found, "accounts": rows, "sums": sums(rows), "office": settings.MUNICIPALITY}
    return letters.as_pdf(render_to_string("papers/deposit_statement.html", context), style=letters.PAPER)
