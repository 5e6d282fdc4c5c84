"""The rows a run's page shows: what would be done while it is a draft, what was told each tenant afterwards."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.law import reference
from housing.lists import Column
from housing.models import Household, RentNotice, RentRun, Tenancy
from housing.regulation import lines_of
from housing.templatetags.norwegian import index_no
from housing.terms import due_on

GONE = {RentNotice.Status.LEFT_OUT, RentNotice.Status.CALLED_OFF}


@dataclass(frozen=True)
class RunRow:
    """One lease: its rent now and then, and why not."""

    tenancy: Tenancy
    was: Decimal | None
    amount: Decimal | None
    index_from: str
    why_not: list[str]
    law: str
    status: str = ""
    notice: RentNotice | None = None

    @property
    def is_taken(self) -> bool:
        return self.amount is not None and not self.why_not

    @property
    def raised_by(self) -> Decimal | None:
        return None if self.amount is None else self.amount - self.was

    @property
    def why(self) -> str:
        return " ".join(self.why_not)


COLUMNS = [
    Column("number", _("Nummer"), lambda row: row.tenancy.number),
    Column("household", _("Husstand"), lambda row: row.tenancy.household.name),
    Column("was", _("Leie nå"), lambda row: row.was),
    Column("index", _("Regnet fra indeks"), lambda row: row.index_from),
    Column("amount", _("Ny leie"), lambda row: row.amount),
    Column("raised", _("Økning"), lambda row: row.raised_by),
    Column("status", _("Status"), lambda row: row.status),
    Column("why", _("Hvorfor ikke"), lambda row: row.why),
    Column("law", _("Lov"), lambda row: row.law),
]


def rows_of(run: RentRun, user, day) -> list[RunRow]:
    """The leases within the user's reach."""
    if run.status == RentRun.Status.DRAFT:
        reached = set(Tenancy.objects.visible_to(user).lived_in(day).values_list("pk", flat=True))
        return [_of_line(line, day) for line in lines_of(run, day) if line.tenancy.pk in reached]
    notices = RentNotice.objects.visible_to(user).filter(run=run).select_related("tenancy", "letter").order_by("pk")
    households = Prefetch("tenancy__household", queryset=Household.objects.for_list(day))
    return [_of_notice(notice) for notice in notices.prefetch_related(households)]


def _of_line(line, day) -> RunRow:
    breaches = line.outcome.breaches
    return RunRow(
        tenancy=line.tenancy,
        was=line.tenancy.monthly_rent,
        amount=line.outcome.amount,
        index_from=_index(line.was.month, line.was.value) if line.was else "",
        why_not=[str(breach.message) for breach in breaches],
        law=str(reference(breaches[0].law, day).short) if breaches else "",
    )


def _of_notice(notice) -> RunRow:
    return RunRow(
        tenancy=notice.tenancy,
        was=notice.was_amount,
        amount=notice.amount,
        index_from=_index(notice.index_from_month, notice.index_from),
        why_not=[notice.why_left_out or str(notice.get_status_display())] if notice.status in GONE else [],
        law="",
        status=str(notice.get_status_display()),
        notice=notice,
    )


def _index(month, value) -> str:
    return f"{month:%m.%Y}: {index_no(value)}"


def sums(taken: list[RunRow]) -> dict:
    was, now = sum((row.was for row in taken), Decimal(0)), sum((row.amount for row in taken), Decimal(0))
    return {"was": was, "now": now, "raised": now - was}


def reasons(left_out: list[RunRow]) -> list[tuple[str, int]]:
    """How many are not with for each reason, the most common first; a lease may have several."""
    return Counter(reason for row in left_out for reason in row.why_not).most_common()


def last_day_to_tell(run: RentRun):
    """The last day a notice is early enough. For the post there should be a week more."""
    day = run.takes_effect_on
    for _back in range(32):
        day -= timedelta(days=1)
        if due_on("F9_notice", day) <= run.takes_effect_on:
            return day
    raise ValueError(_now("Varselfristen er lengre enn en måned."))
