"""The fortnightly run (14-dagerskjøring): everyone in arrears on its day is seen, and has a case.

All of a run is one transaction, and its due day is unique: a run that is cut off leaves nothing, one that is begun anew
finds the same, and of two at once the second waits and then finds it done.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evictions import standing
from evictions.models import ArrearsCase, ArrearsRoutine, ArrearsRun, ArrearsRunLine, LedgerEntry, PaymentPlan
from evictions.plan_check import Agreed, check
from housing.database import Refused
from housing.models import Tenancy
from housing.periods import years_before

# Any number, the same everywhere: two runs never count at once.
LOCK = 7_204_145
# Who has moved out keeps the debt: so long after that a case is still opened.
FOLLOWED_YEARS = 1
Ground = ArrearsRunLine.Ground


def due_run(today: date) -> date | None:
    """The day of the run that should have been made by now and is not; nothing when all is done."""
    run_on = ArrearsRoutine.objects.on(today).run_day(today)
    return None if ArrearsRun.objects.filter(run_on__gte=run_on).exists() else run_on


def next_run_on(today: date) -> date:
    """The day of the next run; one that is overdue is today's."""
    routine = ArrearsRoutine.objects.on(today)
    if due_run(today):
        return today
    return routine.run_day(today) + timedelta(days=routine.run_every_days)


def make_run(today: date, *, by=None) -> ArrearsRun | None:
    """Make the run that is due, or nothing when none is. A missed day is caught up with, with today's balances."""
    with _one_at_a_time():
        run_on = due_run(today)
        return None if run_on is None else _made(run_on, today, by=by)


def make_now(today: date, *, by) -> ArrearsRun:
    """The run that is due, or one more when the ledger came late. One a day; the next comes on its day all the same."""
    with _one_at_a_time():
        if ArrearsRun.objects.filter(counted_on=today).exists():
            day = f"{next_run_on(today):%d.%m.%Y}"
            raise Refused(_("Kjøringen er allerede gjort i dag. Neste kjøring er {day}.").format(day=day))
        return _made(due_run(today) or today, today, by=by)


@contextmanager
def _one_at_a_time():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def _made(run_on: date, today: date, *, by) -> ArrearsRun:
    routine = ArrearsRoutine.objects.on(today)
    run = ArrearsRun.objects.create(
        run_on=run_on, counted_on=today, limit=routine.limit, missed_in_a_row=routine.missed_in_a_row, by=by
    )
    _see_everyone(run, routine, by=by)
    return run


def _followed(day: date):
    """Municipal tenancies lived in on the day, and those left within the last year: the debt is still theirs."""
    left = Q(moved_out_on__isnull=True) | Q(moved_out_on__gt=years_before(day, FOLLOWED_YEARS))
    return Tenancy.objects.municipal().filter(left, moved_in_on__lte=day)


def _see_everyone(run: ArrearsRun, routine: ArrearsRoutine, *, by) -> None:
    day = run.counted_on
    cases = {case.tenancy_id: case for case in ArrearsCase.objects.open()}
    followed = set(_followed(day).values_list("pk", flat=True))
    debts = {pk: debt for pk, debt in standing.debts_on(day).items() if pk in followed or pk in cases}
    missed = standing.missed_on(day, routine.tolerance_days, debts)
    lines = []
    for debt in sorted(debts.values(), key=lambda debt: (-debt.owed, debt.tenancy_id)):
        count = missed.get(debt.tenancy_id, 0)
        ground = ground_of(debt.owed, count, routine)
        if not ground:
            continue
        case, is_new = cases.get(debt.tenancy_id), debt.tenancy_id not in cases
        if is_new:
            case, is_new = _opened(run, debt.tenancy_id, ground, by=by)
        lines.append(
            ArrearsRunLine(
                run=run,
                tenancy_id=debt.tenancy_id,
                case=case,
                ground=ground,
                balance=debt.owed,
                oldest_due_on=debt.oldest_on,
                missed_in_a_row=count,
                opened_case=is_new,
            )
        )
    ArrearsRunLine.objects.bulk_create(lines, batch_size=1000)


def ground_of(owed, missed: int, routine: ArrearsRoutine) -> str:
    """Why a tenancy is in a run: over the limit, several terms missed, or both; nothing when neither."""
    is_over, is_pattern = owed > routine.limit, missed >= routine.missed_in_a_row
    if is_over and is_pattern:
        return Ground.BOTH
    return Ground.LIMIT if is_over else Ground.PATTERN if is_pattern else ""


def _opened(run: ArrearsRun, tenancy_id: int, ground: str, *, by) -> tuple[ArrearsCase, bool]:
    """The new case; or the one somebody opened by hand while the run was counting."""
    reason = ArrearsCase.Ground.PATTERN if ground == Ground.PATTERN else ArrearsCase.Ground.LIMIT
    case = ArrearsCase(tenancy_id=tenancy_id, opened_on=run.counted_on, ground=reason, opened_by_run=run)
    try:
        with transaction.atomic():
            return case.open(by=by, note=str(ArrearsCase.Ground(reason).label)), True
    except Refused:
        opened = ArrearsCase.objects.open().filter(tenancy=tenancy_id).first()
        if opened is None:
            raise
        return opened, False


# --- Since last run ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One tenancy at a run beside the run before it. A ``line`` that is None is gone, a ``was`` that is None is new."""

    kind: str
    line: ArrearsRunLine | None
    was: ArrearsRunLine | None

    @property
    def shown(self) -> ArrearsRunLine:
        return self.line or self.was

    @property
    def by_kroner(self):
        return (self.line.balance if self.line else 0) - (self.was.balance if self.was else 0)


NEW, WORSE, BETTER, SAME, GONE = "new", "worse", "better", "same", "gone"
LABELS = {
    NEW: gettext_lazy("Nye"),
    WORSE: gettext_lazy("Verre"),
    BETTER: gettext_lazy("Bedre"),
    SAME: gettext_lazy("Uendret"),
    GONE: gettext_lazy("Borte fra listen"),
}


def kind_of(line: ArrearsRunLine | None, was: ArrearsRunLine | None) -> str:
    if line is None:
        return GONE
    if was is None:
        return NEW
    if line.balance == was.balance:
        return SAME
    return WORSE if line.balance > was.balance else BETTER


def changes(lines: Iterable[ArrearsRunLine], before: Iterable[ArrearsRunLine]) -> list[Change]:
    """Every tenancy of either run, in the order of the lines, and then those that are gone."""
    earlier = {line.tenancy_id: line for line in before}
    found = []
    for line in lines:
        was = earlier.pop(line.tenancy_id, None)
        found.append(Change(kind_of(line, was), line, was))
    return [*found, *(Change(GONE, None, was) for was in earlier.values())]


def counts_of(runs: Iterable[ArrearsRun], lines) -> dict[int, dict]:
    """By run: how many were in arrears, how many cases it opened, and what was owed in all. One question."""
    found = {run.pk: {"lines": 0, "opened": 0, "owed": 0} for run in runs}
    sums = lines.filter(run__in=list(found)).order_by().values("run")
    for row in sums.annotate(lines=Count("pk"), opened=Count("pk", filter=Q(opened_case=True)), owed=Sum("balance")):
        found[row.pop("run")] = row
    return found


# --- Payment plans, each night ----------------------------------------------------------------------------


def check_plans(today: date, *, by=None) -> None:
    """Find plans that are broken, caught up with, or paid to the end. Of each nothing but what its postings say."""
    standing_plans = PaymentPlan.objects.standing().select_related("case__tenancy__household")
    plans = list(standing_plans.prefetch_related("instalments"))
    postings: dict[int, list] = {}
    rows = LedgerEntry.objects.filter(tenancy__in=[plan.case.tenancy_id for plan in plans], posted_on__lte=today)
    for tenancy, *posting in rows.values_list("tenancy", "posted_on", "kind", "effect"):
        postings.setdefault(tenancy, []).append(tuple(posting))
    for plan in plans:
        kept = check(agreed_in(plan), postings.get(plan.case.tenancy_id, []), today)
        try:
            _settle(plan, kept, today, by=by)
        except Refused:
            continue  # somebody ended it while we looked


def agreed_in(plan: PaymentPlan) -> Agreed:
    parts = tuple((part.due_on, part.amount) for part in plan.instalments.all())
    return Agreed(plan.agreed_on, plan.debt, parts, plan.tolerance_days)


def _settle(plan: PaymentPlan, kept, today, *, by) -> None:
    status = PaymentPlan.Status
    if kept.is_completed:
        plan.complete(by=by, on=today)
    elif kept.is_broken and plan.status == status.ACTIVE:
        behind = _("{amount:.2f} kr etter avtalen").format(amount=kept.behind).replace(".", ",")
        plan.find_breached(by=by, on=today, note=behind)
    elif not kept.is_broken and plan.status == status.BREACHED:
        plan.find_kept(by=by, on=today)
