"""What an arrears case's page says of the law: warnings, the social services, children, petitions (saken i loven)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from evictions import obstacles
from evictions.models import ArrearsAction, ArrearsCase, Petition
from evictions.notice_letters import COLLECTION
from evictions.petition_facts import petition_facts
from housing import law
from housing.models import Letter
from housing.templatetags.norwegian import date_no


def context(case: ArrearsCase, user, today) -> dict:
    petitions = list(Petition.objects.filter(tenancy=case.tenancy_id))
    notice = getattr(case, "social_notice", None)
    found = {
        "warnings": list(case.warnings.select_related("letter", "by")),
        "social_notice": notice,
        "overrides": list(case.overrides.select_related("by")),
        "petitions": petitions,
        "open_petition": next((row for row in petitions if not row.outcome), None),
        "collection_letters": _collection_letters(case),
    }
    return found | (steps(case, today) if case.is_open else {"obstacles": [], "step_facts": []})


def _collection_letters(case) -> list[Letter]:
    about = ContentType.objects.get_for_model(ArrearsAction)
    actions = ArrearsAction.objects.filter(case=case).values("pk")
    return list(Letter.objects.filter(kind=COLLECTION, subject_type=about, subject_id__in=actions).defer("html"))


def steps(case: ArrearsCase, today) -> dict:
    """What stands in the way of a petition, and the earliest lawful day of one."""
    facts = petition_facts(case, today)
    found = obstacles.petition_obstacles(facts)
    earliest = obstacles.earliest_petition_on(facts)
    return {
        "petition_facts": facts,
        "obstacles": cited(found, today),
        "earliest_petition_on": earliest,
        "may_petition": not obstacles.refusing(found),
        "step_facts": [(_("Begjæring tidligst"), date_no(earliest) if earliest else _("Se hva som mangler"))],
    }


def cited(found, today) -> list[dict]:
    """Each obstacle with the rule it follows from, as it is cited today."""
    return [{"obstacle": row, "law": law.reference(row.law, today).short if row.law else ""} for row in found]
