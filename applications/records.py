"""Applications', appeals', help plans', mappings' and transitions' part of the exchange format."""

from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext as _

from applications.models import Appeal, Application, HelpPlan, Mapping, Transition
from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing.records import forget_where, hidden_households, with_hidden_address


def _set_status(staging: Staging) -> None:
    """What the facts say; whether it is fulfilled is seen when all rejections are known."""
    for outcome, is_closed in product(["", *Application.Outcome.values], (True, False)):
        staging.run(
            "UPDATE staged_applications SET status = %s WHERE outcome = %s AND (closed_on IS NOT NULL) = %s",
            [Application.status_from(outcome=outcome, closed_on=is_closed, is_fulfilled=False), outcome, is_closed],
        )


def _set_fulfilled(staging: Staging) -> None:
    """Granted and housed, or granted what nobody waits on the list for: an extension, assistance, temporary housing.

    A status set here stays when it says the same as the facts.
    """
    status = Application.Status
    tenancies = staging.after("tenancies", "application_id", "status <> 'cancelled' AND application_id IS NOT NULL")
    offers = staging.after("offers", "application_id", "status = 'accepted'")
    fulfilled = Application.status_from(outcome=Application.Outcome.GRANTED, closed_on=None, is_fulfilled=True)
    at_once = "kind NOT IN ('new', 'transfer')"
    staging.run(
        "UPDATE staged_applications AS a SET status = %s WHERE status = %s AND NOT is_rejected "
        f"AND (({at_once} AND is_new) OR id IN (SELECT application_id FROM {tenancies} t) "
        f"OR id IN (SELECT application_id FROM {offers} o))",
        [fulfilled, status.GRANTED],
    )
    staging.run(
        "UPDATE staged_applications AS a SET status = m.status FROM applications_application AS m WHERE m.id = a.id "
        "AND ((a.status = 'received' AND m.status = 'under_review') OR "
        f"(a.{at_once} AND a.status = 'granted' AND m.status = 'fulfilled'))"
    )


def _events(application: Application) -> Iterator[dict]:
    status = Application.Status
    yield {"happened_on": application.received_on, "became": status.RECEIVED}
    if application.preliminary_answer_on:
        yield {"happened_on": application.preliminary_answer_on, "title": _("Foreløpig svar sendt")}
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
        Column("preliminary_answer_on", since="preliminary_answer_on"),
        Column("answer_promised_on", since="preliminary_answer_on"),
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


def _help_plan_events(plan: HelpPlan) -> Iterator[dict]:
    yield {"happened_on": plan.made_on, "title": _("Hjelpeplan laget"), "note": ", ".join(plan.measure_labels)}
    if plan.outcome_on:
        note = str(plan.get_outcome_display())
        yield {"happened_on": plan.outcome_on, "title": _("Hjelpeplan avsluttet"), "note": note}


HELP_PLANS = RecordType(
    "help_plans",
    HelpPlan,
    (
        Column("application", required=True, to="applications"),
        Column("made_on", required=True),
        Column("measures"),
        Column("follow_up_on"),
        Column("outcome", since="outcome_on"),
        Column("outcome_on", since="outcome_on"),
    ),
    begins=("made_on",),
    needs=("application",),
    events=_help_plan_events,
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


def _set_transition_status(staging: Staging) -> None:
    """Out is out, whatever was written here of its being off; what is off stays so until the files say out."""
    staging.run("UPDATE staged_transitions SET cancelled_on = NULL WHERE actual_on IS NOT NULL")
    for is_out, is_off in product((True, False), repeat=2):
        staging.run(
            "UPDATE staged_transitions SET status = %s "
            "WHERE (actual_on IS NOT NULL) = %s AND (cancelled_on IS NOT NULL) = %s",
            [Transition.status_from(actual_on=is_out, cancelled_on=is_off), is_out, is_off],
        )


def _check_transitions(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """Where somebody is held is an address: of a hidden household it is not taken in, and what is known here stays."""
    yield from forget_where(staging, "transitions", "institution")
    staging.run(
        "UPDATE staged_transitions AS s SET institution = m.institution FROM applications_transition AS m "
        "WHERE m.id = s.id AND s.institution = '' AND s.household_id = ANY(%s)",
        [hidden_households(staging)],
    )
    reason = _("Datoen er før innsettelsen eller innleggelsen.")
    odd = "planned_on < admitted_on AND NOT is_rejected"
    for line, day in staging.rows(f"SELECT line, planned_on FROM staged_transitions WHERE {odd} ORDER BY line"):
        yield line, breach(reason, column="planned_on", value=f"{day}"), True
    reason = _("Flyttet til er fylt ut, men ikke datoen de kom ut.")
    odd = "outcome <> '' AND actual_on IS NULL AND NOT is_rejected"
    for line, outcome in staging.rows(f"SELECT line, outcome FROM staged_transitions WHERE {odd} ORDER BY line"):
        yield line, breach(reason, column="outcome", value=outcome), True


def _transition_events(transition: Transition) -> Iterator[dict]:
    status = Transition.Status
    yield {
        "happened_on": transition.notified_on,
        "became": status.EXPECTED,
        "title": transition.told(status.EXPECTED.label),
    }
    if transition.housing_ready_on:
        yield {"happened_on": transition.housing_ready_on, "title": transition.told(_("bolig klar"))}
    if transition.actual_on:
        yield {
            "happened_on": transition.actual_on,
            "was": status.EXPECTED,
            "became": status.COMPLETED,
            "title": transition.told(status.COMPLETED.label),
            "note": str(transition.get_outcome_display()),
        }


TRANSITIONS = RecordType(
    "transitions",
    Transition,
    (
        Column("household", required=True, to="households"),
        Column("kind", required=True),
        Column("institution", is_secret=True),
        Column("admitted_on", since="admitted_on"),
        Column("notified_on", required=True),
        Column("planned_on"),
        Column("actual_on", since="actual_on"),
        Column("housing_ready_on", since="housing_ready_on"),
        Column("outcome", since="actual_on"),
    ),
    begins=("notified_on",),
    needs=("household",),
    kept=("status", "cancelled_on"),
    derive=_set_transition_status,
    check=_check_transitions,
    events=_transition_events,
    hidden_when={"institution": with_hidden_address},
)
