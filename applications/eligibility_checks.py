"""The eligibility checks of an application (vilkårsvurderinger): what is known, the latest one, what it means now.

The rules stand in ``applications/eligibility.py`` and know no application. A place to sleep tonight is owed to whoever
is here (midlertidig botilbud), so an application for one has no such conditions.
"""

from applications.eligibility import Applicant, Eligibility, Rules, assess, what_follows
from applications.models import Application, EligibilityCheck
from housing.law import reference

ANSWERS = (
    "has_lawful_stay",
    "is_housed_as_asylum_seeker",
    "has_ties_to_norway",
    "responsible",
    "resident_since",
    "has_rent_debt",
)


def has_conditions(application) -> bool:
    return application.kind != Application.Kind.TEMPORARY


def rules_for(application, routine) -> Rules:
    """The municipality asks for more only of those who want a dwelling of its own; of tenants it has their history."""
    if application.kind not in Application.DWELLING_KINDS:
        return Rules(minimum_age=None)
    is_new = application.kind == Application.Kind.NEW
    return Rules(
        minimum_age=routine.minimum_age,
        residence_months=routine.residence_months if is_new else 0,
        rent_debt_is_obstacle=routine.rent_debt_is_obstacle,
    )


def applicant_of(application, day, answers: dict) -> Applicant:
    """The main person as known on the day, with the answers of a check; an empty answer is not known yet."""
    members = application.household.members_on(day)
    main = members[0].person if members else None
    return Applicant(
        on=day,
        birth_date=main.birth_date if main else None,
        has_own_children=any(member.role == "child" for member in members),
        **{name: None if answers.get(name) == "" else answers.get(name) for name in ANSWERS},
    )


def assessed(application, routine, day, answers: dict) -> Eligibility:
    return assess(applicant_of(application, day, answers), rules_for(application, routine))


def as_told(eligibility: Eligibility, routine, day) -> list[dict]:
    """The conditions in words, as they are kept and shown: a later change of law or routine changes no old check."""
    return [
        {
            "code": condition.code,
            "label": str(condition.label),
            "is_met": condition.is_met,
            "reason": str(condition.reason),
            "law": str(reference(condition.law, day).short) if condition.law else "",
            "guidelines": routine.guidelines if condition.is_guideline else "",
            "follows": ""
            if condition.is_met is not False
            else str(what_follows(condition.code, is_guideline=condition.is_guideline)),
        }
        for condition in eligibility.conditions
    ]


def latest_check(application) -> EligibilityCheck | None:
    return application.eligibility_checks.select_related("by").first()


def answers_known(application) -> dict:
    """What an earlier check of the household found: of this application first, then of the one before."""
    mine = latest_check(application)
    known = mine or EligibilityCheck.objects.filter(application__household=application.household_id).first()
    return {name: getattr(known, name) for name in ANSWERS} if known else {}
