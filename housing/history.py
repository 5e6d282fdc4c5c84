"""Row history: every insert, change and deletion of a case row, kept by triggers in PostgreSQL.

Triggers work per statement, so a bulk import leaves its trace in one stroke. Who and which page comes from
``pghistory.middleware.HistoryMiddleware``. The history is append-only in the database.
"""

import pghistory
import pgtrigger
from django.db.migrations.operations.base import Operation


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


class Together(Operation):
    """Triggers, or constraints, of one migration, done with one picture of the models.

    Each alone makes Django draw every model of the project anew: a new database took a minute of it.
    """

    reversible = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (type(self).__name__, [self.operations], {})

    def state_forwards(self, app_label, state):
        # Drawn models are thrown away first; they are drawn again once, when the first operation asks for one.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} triggers, constraints or indexes"
