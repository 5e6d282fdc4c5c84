"""What a reading of the ledger was: its sums, and the rows that explain why they differ (kontrollsum, avvik)."""

from decimal import Decimal

from evictions.models import LedgerEntry, LedgerMismatch, LedgerRun, LedgerUpload
from housing.exchange.staging import Staging

# Enough to see what is wrong; a run that differs by more than this is a wrong file.
KEPT_OF_EACH = 500
EFFECT = "CASE {row}.kind WHEN 'payment' THEN -{row}.amount ELSE {row}.amount END"
SUMS = """
    SELECT count(*), count(*) FILTER (WHERE is_new AND NOT is_rejected), count(*) FILTER (WHERE is_changed),
           count(*) FILTER (WHERE is_rejected), min(posted_on), max(posted_on),
           coalesce(sum(amount) FILTER (WHERE kind = 'charge'), 0),
           coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0),
           coalesce(sum(amount) FILTER (WHERE kind = 'adjustment'), 0)
    FROM staged_ledger
"""


def keep_reading(staging: Staging) -> None:
    """One row for the reading, and one for each of the rows that explain a difference. All in its transaction."""
    rows, created, updated, rejected, first, last, charges, payments, adjustments = staging.rows(SUMS)[0]
    registered_rows, registered_sum = staging.rows(
        "SELECT count(*), coalesce(sum(effect), 0) FROM evictions_ledgerentry WHERE posted_on BETWEEN %s AND %s",
        [first, last],
    )[0]
    before = staging.rows("SELECT max(last_posted_on) FROM evictions_ledgerrun")[0][0]
    stated = staging.notes.get("ledger", {})
    run = LedgerRun.objects.create(
        by=staging.by,
        file_name=stated.get("file_name") or staging.sources["ledger"].label,
        rows=rows,
        created=created,
        updated=updated,
        rejected=rejected,
        first_posted_on=first,
        last_posted_on=last,
        charges=charges,
        payments=payments,
        adjustments=adjustments,
        registered_rows=registered_rows,
        registered_sum=Decimal(registered_sum),
        stated_rows=stated.get("rows"),
        stated_sum=stated.get("sum"),
    )
    if "upload" in stated:
        LedgerUpload.objects.filter(pk=stated["upload"]).update(run=run)
    _explain(staging, run, before)


def _explain(staging: Staging, run: LedgerRun, before) -> None:
    kinds = LedgerMismatch.Kind
    effect, was = EFFECT.format(row="s"), EFFECT.format(row="h")
    columns = "run_id, kind, entry_id, posted_on, effect, was_effect"
    into = f"INSERT INTO {LedgerMismatch._meta.db_table} ({columns}) "
    staging.run(
        f"{into} SELECT %s, %s, m.id, m.posted_on, m.effect, NULL FROM {LedgerEntry._meta.db_table} m "
        "LEFT JOIN staged_ledger s ON s.external_id = m.external_id AND NOT s.is_rejected "
        "WHERE m.posted_on BETWEEN %s AND %s AND s.external_id IS NULL ORDER BY m.posted_on, m.id LIMIT %s",
        [run.pk, kinds.MISSING, run.first_posted_on, run.last_posted_on, KEPT_OF_EACH],
    )
    staging.run(
        f"{into} SELECT %s, %s, s.id, s.posted_on, {effect}, w.effect FROM staged_ledger s "
        f"JOIN LATERAL (SELECT {was} AS effect FROM evictions_ledgerentryevent h WHERE h.pgh_obj_id = s.id "
        "ORDER BY h.pgh_id DESC LIMIT 1) w ON TRUE WHERE s.is_changed ORDER BY s.line LIMIT %s",
        [run.pk, kinds.CHANGED, KEPT_OF_EACH],
    )
    if before is not None:
        staging.run(
            f"{into} SELECT %s, %s, m.id, s.posted_on, {effect}, NULL FROM staged_ledger s "
            f"JOIN {LedgerEntry._meta.db_table} m ON m.external_id = s.external_id "
            "WHERE s.is_new AND NOT s.is_rejected AND s.posted_on < %s ORDER BY s.line LIMIT %s",
            [run.pk, kinds.LATE, before, KEPT_OF_EACH],
        )
