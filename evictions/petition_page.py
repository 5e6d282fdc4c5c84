"""What a petition's page and its paper say (begjæring om fravikelse)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from evictions import obstacles
from evictions.case_law import cited
from evictions.claims import by_month, total, unpaid_claims
from evictions.models import EvictionFollowUp, Petition
from evictions.petition_dates import eviction_from
from evictions.petition_facts import adults_of, children_of, postings_of
from housing import law
from housing.models import CaseEvent
from housing.protection import may_see_address, shown_address
from housing.templatetags.norwegian import date_no, kr

CITED = ("tvfbl_4_18", "tvfbl_13_2", "tvfbl_13_6")


def context(petition: Petition, user, today) -> dict:
    household = petition.household
    children = children_of(household, petition.outcome_on or today)
    return {
        "is_open": not petition.outcome,
        "children": children,
        "other_adults": adults_of(household, petition.outcome_on or today)[1:],
        "claim_facts": claim_facts(petition),
        "step_facts": step_facts(petition),
        "eviction_from": eviction_from(petition.put_to_tenant_on) if petition.put_to_tenant_on else None,
        "follow_up": EvictionFollowUp.objects.filter(petition=petition).select_related("owner").first(),
        "timeline": timeline_of(petition),
    }


def claim_facts(petition) -> list[tuple]:
    case = petition.case
    return [
        (_("Grunnlag"), petition.get_ground_display()),
        (_("Krav"), kr(petition.amount) if petition.amount is not None else ""),
        (_("Leieforhold"), petition.tenancy.number, petition.tenancy.get_absolute_url()),
        (_("Restansesak"), case.number if case else "", case.get_absolute_url() if case else ""),
        (_("Saksbehandler"), str(petition.caseworker or "")),
    ]


def step_facts(petition) -> list[tuple]:
    due_on = petition.statement_due_on
    return [
        (_("Varslet"), date_no(petition.warned_on)),
        (_("Begjæring sendt"), date_no(petition.sent_on)),
        (_("Forelagt leieren"), date_no(petition.put_to_tenant_on)),
        (_("Leierens frist"), date_no(due_on)),
        (_("Andre voksne underrettet"), date_no(petition.adults_told_on)),
        (_("Sosialtjenesten varslet"), date_no(petition.municipality_told_on)),
        (_("Uttalelse mottatt"), date_no(petition.statement_on)),
        (_("Berammet"), date_no(petition.scheduled_on)),
        *([(petition.get_outcome_display(), date_no(petition.outcome_on))] if petition.outcome else []),
    ]


def obstacles_context(facts) -> dict:
    """Beside the form that sends one: all that stands in the way, and the earliest lawful day."""
    found = obstacles.petition_obstacles(facts)
    return {
        "obstacles": cited(found, facts.today),
        "earliest_petition_on": obstacles.earliest_petition_on(facts),
        "may_petition": not obstacles.refusing(found),
        "serving": obstacles.serving_warning(facts),
    }


def paper(petition: Petition, user, today) -> dict:
    """The parties, the claim and the ground (§ 5-2). A protected address is on no paper: the officer is told it."""
    household, day = petition.household, petition.sent_on
    where = str(petition.tenancy.dwelling or petition.tenancy.private_address)
    claims = unpaid_claims(postings_of(petition.tenancy, day))
    return {
        "petition": petition,
        "adults": adults_of(household, today),
        "children": len(children_of(household, today)),
        "where": shown_address(user, household, where, today),
        "hides_address": not may_see_address(user, household, today),
        "months": by_month(claims),
        "owed": total(claims),
        "law": {code: law.reference(code, day).short for code in CITED},
        "lease": petition.tenancy.contract_on(day),
        "day": today,
    }


def timeline_of(petition):
    about = ContentType.objects.get_for_model(Petition)
    events = CaseEvent.objects.filter(subject_type=about, subject_id=petition.pk, household=petition.household_id)
    return events.for_timeline()
