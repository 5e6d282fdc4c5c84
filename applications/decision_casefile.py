"""What an application's page shows of how it is decided: discussions, the reading that is under way, decisions."""

from applications.models import SecondReading


def decided_of(application) -> dict:
    """Decisions with their conditions, the services' discussions, and what may be done next. Five queries."""
    decisions = list(
        application.decisions.select_related("by", "letter", "second_reader", "appeal").prefetch_related(
            "condition_rows"
        )
    )
    return {
        "decisions": decisions,
        "discussions": application.discussions.all(),
        "reading": application.readings.waiting().select_related("asked_by").defer("data").first(),
        "may_decide_again": application.appeals.awaiting_new_decision().exists(),
        "may_ask_for_reasons": _may_ask_for_reasons(application, decisions),
    }


def _may_ask_for_reasons(application, decisions) -> bool:
    """The newest decision was sent without reasons, and nobody has asked for them yet."""
    newest = decisions[0] if decisions else None
    return bool(newest and application.notified_on and not newest.considerations and not newest.reasons_asked_on)


def to_be_read_by(user) -> int:
    """How many decisions wait for a colleague that this user could be: one's own are for somebody else."""
    if not user.has_perm("applications.read_second"):
        return 0
    return SecondReading.objects.visible_to(user).waiting().exclude(asked_by=user).count()
