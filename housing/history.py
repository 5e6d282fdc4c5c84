"""Row history: every insert, change and deletion of a case row, kept by triggers in PostgreSQL.

Triggers work per statement, so a bulk import leaves its trace in one stroke. Who and which page comes from
``pghistory.middleware.HistoryMiddleware``. The history is append-only in the database.
"""

import pghistory
import pgtrigger


def tracked(**options):
    """Keep every version of a model's rows in an event table of its own."""
    return pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        **options,
    )
