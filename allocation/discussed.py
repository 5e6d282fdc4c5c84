"""What the services said before a dwelling is offered (tverrfaglig drøfting), where the routine asks for it."""

from applications.models import Discussion, Routine


def latest_held(application_ids) -> dict[int, Discussion]:
    """The newest discussion that was held of each application: one query, however many."""
    held = Discussion.objects.held().filter(application__in=application_ids)
    return {row.application_id: row for row in held.order_by("held_on", "pk")}


def is_missing(application, day) -> bool:
    """The municipality's routine asks for a discussion before the offer, and none is held."""
    return Routine.objects.on(day).discussion_before_offer and not application.discussions.held().exists()
