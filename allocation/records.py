"""Offers' part of the exchange format."""

from collections.abc import Iterator

from allocation.models import Offer
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging


def _fulfil_applications(staging: Staging) -> None:
    """Granted applications that were here before and whose offer is accepted in the files."""
    staging.run(
        "UPDATE applications_application SET status = 'fulfilled' WHERE status = 'granted' AND id IN "
        "(SELECT application_id FROM staged_offers "
        "WHERE status = 'accepted' AND NOT is_rejected AND (is_new OR is_changed))"
    )


def _events(offer: Offer) -> Iterator[dict]:
    yield {"happened_on": offer.offered_on, "became": Offer.Status.OPEN}
    if offer.answered_on:
        yield {
            "happened_on": offer.answered_on,
            "was": Offer.Status.OPEN,
            "became": offer.status,
            "note": offer.decline_reason,
        }


OFFERS = RecordType(
    "offers",
    Offer,
    (
        Column("application", required=True, to="applications"),
        Column("dwelling", required=True, to="dwellings"),
        Column("offered_on", required=True),
        Column("answer_by"),
        Column("answer", field="status", empty=Offer.Status.OPEN.value, since="answered_on"),
        Column("answered_on", since="answered_on"),
        Column("decline_reason", since="answered_on"),
    ),
    begins=("offered_on",),
    needs=("application", "dwelling"),
    finish=_fulfil_applications,
    events=_events,
    related=("application",),
    household="application.household_id",
)
