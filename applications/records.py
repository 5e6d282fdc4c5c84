"""Applications', appeals' and mappings' part of the exchange format."""

from collections.abc import Iterator
from itertools import product

from applications.models import Appeal, Application, Mapping
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging


def _set_status(staging: Staging) -> None:
    """What the facts say; whether it is fulfilled is seen when all rejections are known."""
    for outcome, is_closed in product(["", *Application.Outcome.values], (True, False)):
        staging.run(
            "UPDATE staged_applications SET status = %s WHERE outcome = %s AND (closed_on IS NOT NULL) = %s",
            [Application.status_from(outcome=outcome, closed_on=is_closed, is_fulfilled=False), outcome, is_closed],
        )


def _set_fulfilled(staging: Staging) -> None:
    """Granted and housed, or a granted extension. A status set here stays when it says the same as the facts."""
    status = Application.Status
    tenancies = staging.after("tenancies", "application_id", "status <> 'cancelled' AND application_id IS NOT NULL")
    offers = staging.after("offers", "application_id", "status = 'accepted'")
    fulfilled = Application.status_from(outcome=Application.Outcome.GRANTED, closed_on=None, is_fulfilled=True)
    staging.run(
        "UPDATE staged_applications AS a SET status = %s WHERE status = %s AND NOT is_rejected "
        f"AND ((kind = 'extension' AND is_new) OR id IN (SELECT application_id FROM {tenancies} t) "
        f"OR id IN (SELECT application_id FROM {offers} o))",
        [fulfilled, status.GRANTED],
    )
    staging.run(
        "UPDATE staged_applications AS a SET status = m.status FROM applications_application AS m WHERE m.id = a.id "
        "AND ((a.status = 'received' AND m.status = 'under_review') OR "
        "(a.kind = 'extension' AND a.status = 'granted' AND m.status = 'fulfilled'))"
    )


def _events(application: Application) -> Iterator[dict]:
    status = Application.Status
    yield {"happened_on": application.received_on, "became": status.RECEIVED}
    if application.decided_on:
        yield {"happened_on": application.decided_on, "was": status.RECEIVED, "became": application.outcome}
    if application.closed_on:
        yield {
            "happened_on": application.closed_on,
            "was": status.GRANTED,
            "became": status.CLOSED,
            "note": application.closed_reason,
        }


APPLICATIONS = RecordType(
    "applications",
    Application,
    (
        Column("household", required=True, to="households"),
        Column("kind", required=True),
        Column("received_on", required=True),
        Column("channel"),
        Column("tenancy", to="tenancies"),
        Column("rooms_min"),
        Column("needs_wheelchair"),
        Column("needs_lift_or_ground_floor"),
        Column("staffing_need"),
        Column("outcome", since="decided_on"),
        Column("decided_on", since="decided_on"),
        Column("notified_on", since="notified_on"),
        Column("closed_on", since="closed_on"),
        Column("closed_reason", since="closed_on"),
    ),
    begins=("received_on",),
    needs=("household",),
    kept=("status",),
    derive=_set_status,
    settle=_set_fulfilled,
    events=_events,
)

APPEALS = RecordType(
    "appeals",
    Appeal,
    (
        Column("application", required=True, to="applications"),
        Column("received_on", required=True),
        Column("outcome", field="status", empty="received", since="decided_on"),
        Column("decided_on", since="decided_on"),
    ),
    begins=("received_on",),
    needs=("application",),
    household="application.household_id",
    related=("application",),
)


def _mapping_events(mapping: Mapping) -> Iterator[dict]:
    title = f"{mapping._meta.verbose_name}: {mapping.get_situation_display()}".capitalize()
    yield {"happened_on": mapping.mapped_on, "title": title}


MAPPINGS = RecordType(
    "mappings",
    Mapping,
    (
        Column("household", required=True, to="households"),
        Column("mapped_on", required=True),
        Column("ended_on", since="ended_on"),
        Column("situation", required=True),
        Column("homeless_category"),
        Column("problems"),
        Column("source"),
    ),
    begins=("mapped_on",),
    needs=("household",),
    events=_mapping_events,
)
