"""Guidance, startlån and purchases: this room's part of the exchange format."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from rent_to_own.models import Guidance, Purchase, ReinvestmentEntry, StartLoan

STEPS = [status.value for status in Guidance.Status if status != Guidance.Status.CLOSED]
LAST_REOPENED = "(SELECT max(day) FROM unnest(g.reopened_on) AS day)"


def _set_guidance_status(staging: Staging) -> None:
    """Closed when nothing opened it again; else as far as its loans and its purchase say, and never back from there."""
    loans = staging.after("loans", "guidance_id, outcome", "guidance_id IS NOT NULL")
    purchases = staging.after("purchases", "guidance_id", "guidance_id IS NOT NULL")
    reached = (
        "CASE WHEN p.is_there THEN 'bought' WHEN l.is_granted THEN 'certificate' WHEN l.is_open THEN 'loan_applied' "
        "WHEN g.potential <> '' THEN 'assessed' ELSE 'guided' END"
    )
    known = (
        f"SELECT g.line, {reached} AS reached FROM staged_guidance g "
        f"LEFT JOIN (SELECT DISTINCT guidance_id, TRUE AS is_there FROM {purchases} x) p ON p.guidance_id = g.id "
        f"LEFT JOIN (SELECT guidance_id, bool_or(outcome = 'granted') AS is_granted, "
        f"bool_or(outcome = '') AS is_open FROM {loans} x GROUP BY guidance_id) l ON l.guidance_id = g.id"
    )
    staging.run(
        f"UPDATE staged_guidance AS g SET status = "
        f"CASE WHEN g.closed_on > coalesce({LAST_REOPENED}, '-infinity') THEN 'closed' "
        "WHEN g.is_new OR array_position(%s, g.status::text) IS NULL "
        "OR array_position(%s, g.status::text) < array_position(%s, r.reached) THEN r.reached ELSE g.status END "
        f"FROM ({known}) AS r WHERE r.line = g.line",
        [STEPS, STEPS, STEPS],
    )


def _check_guidance(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """Opened again before it began, or before it was closed for the first time, is a slip that is told of."""
    early = staging.rows(
        "SELECT line, reopened_on[1] FROM staged_guidance WHERE NOT is_rejected AND reopened_on[1] < started_on "
        "ORDER BY line"
    )
    for line, day in early:
        yield line, breach(_("Gjenåpnet før veiledningen begynte."), column="reopened_on", value=f"{day}"), False


def _guidance_events(guidance: Guidance) -> Iterator[dict]:
    title, status = _("Leie til eie: {what}"), Guidance.Status
    yield {
        "happened_on": guidance.started_on,
        "became": status.GUIDED,
        "title": title.format(what=str(status.GUIDED.label).lower()),
        "note": str(guidance.get_origin_display()),
    }
    for day in guidance.reopened_on:
        yield {"happened_on": day, "title": title.format(what=_("gjenåpnet"))}
    if guidance.closed_on:
        yield {
            "happened_on": guidance.closed_on,
            "became": status.CLOSED,
            "title": title.format(what=str(status.CLOSED.label).lower()),
            "note": str(guidance.get_closing_reason_display()),
        }


GUIDANCE = RecordType(
    "guidance",
    Guidance,
    (
        Column("household", required=True, to="households"),
        Column("started_on", required=True),
        Column("origin"),
        Column("potential"),
        Column("closed_on", since="closed_on"),
        Column("closing_reason", since="closed_on"),
        Column("reopened_on"),
    ),
    begins=("started_on",),
    needs=("household",),
    kept=("status",),
    derive=_set_guidance_status,
    check=_check_guidance,
    events=_guidance_events,
)


def _anothers_guidance(staging: Staging, name: str) -> Iterator[tuple[int, dict, bool]]:
    guidance = staging.after("guidance", "household_id")
    found = staging.rows(
        f"SELECT s.line, s.guidance_key FROM staged_{name} s JOIN {guidance} g ON g.id = s.guidance_id "
        "WHERE g.household_id <> s.household_id AND NOT s.is_rejected ORDER BY s.line"
    )
    for line, key in found:
        yield line, breach(_("Veiledningen er en annen husstands."), column="guidance", value=key or ""), False


def _check_loans(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from _anothers_guidance(staging, "loans")


def _loan_events(loan: StartLoan) -> Iterator[dict]:
    title = _("Startlån: {what}")
    yield {"happened_on": loan.applied_on, "title": title.format(what=_("søkt"))}
    if loan.decided_on:
        yield {
            "happened_on": loan.decided_on,
            "title": title.format(what=str(loan.get_outcome_display()).lower()),
        }
    if loan.paid_out_on:
        yield {"happened_on": loan.paid_out_on, "title": title.format(what=_("utbetalt"))}


LOANS = RecordType(
    "loans",
    StartLoan,
    (
        Column("household", required=True, to="households"),
        Column("guidance", to="guidance"),
        Column("applied_on", required=True),
        Column("outcome", since="decided_on"),
        Column("decided_on", since="decided_on"),
        Column("loan_amount", since="decided_on"),
        Column("grant_amount", since="decided_on"),
        Column("is_bank_cofinanced", since="decided_on"),
        Column("paid_out_on", since="paid_out_on"),
    ),
    begins=("applied_on",),
    needs=("household",),
    check=_check_loans,
    events=_loan_events,
)


def _check_purchases(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """A municipal dwelling that is bought has left the stock as sold to its tenant; else the two files disagree."""
    yield from _anothers_guidance(staging, "purchases")
    homes = staging.after("dwellings", "left_stock_on, left_stock_reason")
    odd = staging.rows(
        f"SELECT p.line, p.dwelling_key FROM staged_purchases p JOIN {homes} d ON d.id = p.dwelling_id "
        "WHERE NOT p.is_rejected AND (d.left_stock_on IS DISTINCT FROM p.bought_on "
        "OR d.left_stock_reason <> 'sold_to_tenant') ORDER BY p.line"
    )
    reason = _("Boligen står ikke som solgt til leietaker denne dagen.")
    for line, key in odd:
        yield line, breach(reason, column="dwelling", value=key or ""), True


def _purchase_events(purchase: Purchase) -> Iterator[dict]:
    yield {
        "happened_on": purchase.bought_on,
        "title": _("Kjøpte bolig"),
        "note": str(purchase.get_kind_display()),
    }


def _post_income(_staging: Staging) -> None:
    """The income of imported sales is on the account too, once; a changed price is met by a correction."""
    sold = Purchase.objects.municipal().filter(price__isnull=False).annotate(posted=Sum("postings__effect"))
    today = timezone.localdate()
    entries = []
    for purchase in sold:
        if purchase.posted is None:
            entries.append(_income(purchase, purchase.price, purchase.bought_on, ReinvestmentEntry.Kind.SALE))
        elif purchase.posted != purchase.price:
            difference = purchase.price - purchase.posted
            entries.append(_income(purchase, difference, today, ReinvestmentEntry.Kind.CORRECTION))
    ReinvestmentEntry.objects.bulk_create(entries)


def _income(purchase: Purchase, amount, posted_on: date, kind: str) -> ReinvestmentEntry:
    return ReinvestmentEntry(
        posted_on=posted_on,
        kind=kind,
        amount=amount,
        dwelling_id=purchase.dwelling_id,
        purchase=purchase,
        note=_("Lest inn"),
    )


PURCHASES = RecordType(
    "purchases",
    Purchase,
    (
        Column("household", required=True, to="households"),
        Column("guidance", to="guidance"),
        Column("kind", required=True),
        Column("dwelling", to="dwellings"),
        Column("bought_on", required=True),
        Column("price"),
    ),
    begins=("bought_on",),
    needs=("household",),
    check=_check_purchases,
    finish=_post_income,
    events=_purchase_events,
)
