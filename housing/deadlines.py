"""What waits to be done, and by when: the one table across apps (frister).

Each source is ``app.deadlines.function(households, today) -> Iterable[Deadline]``; ``households`` is a queryset, and it
asks the database a constant number of times. Lengths and law stand in ``housing/terms.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

SOURCES: list[str] = [
    "applications.deadlines.answers.preliminary_answers",
    "applications.deadlines.answers.promised_answers",
    "applications.deadlines.answers.letters_not_sent",
    "applications.deadlines.answers.appeal_periods",
    "applications.deadlines.appeals.appeals_to_answer",
    "applications.deadlines.appeals.postponements_to_answer",
    "applications.deadlines.appeals.appeals_with_the_body",
    "applications.deadlines.appeals.new_decisions",
    "applications.deadlines.appeals.old_holds",
    "applications.deadlines.help_plans.refusals_without_plan",
    "applications.deadlines.help_plans.plans_to_follow_up",
    "applications.deadlines.answers.old_mappings",
    "applications.deadlines.measures.planned_ends",
    "applications.deadlines.measures.releases_passed",
    "applications.deadlines.papers.missing_papers",
    "applications.deadlines.decisions.conditions_to_supervise",
    "applications.deadlines.decisions.planned_discussions",
    "applications.deadlines.decisions.waiting_readings",
    "applications.deadlines.decisions.asked_reasons",
    "applications.deadlines.transitions.releases_without_home",
    "allocation.deadlines.offers_to_answer",
    "allocation.deadlines.move_ins",
    "allocation.temporary_deadlines.temporary_lengths",
    "allocation.temporary_deadlines.temporary_ends",
    "allocation.temporary_deadlines.temporary_steps",
    "allocation.temporary_deadlines.expulsions_to_follow",
    "allocation.career_deadlines.career_plans",
    "allocation.career_deadlines.career_steps",
    "allocation.career_deadlines.missing_career_plans",
    "rent_to_own.deadlines.certificates",
    "rent_to_own.deadlines.ownership_talks",
    "rent_to_own.savings_deadlines.savings_talks",
    "rent_to_own.savings_deadlines.savings_behind",
    "rent_to_own.savings_deadlines.savings_options",
    "rent_to_own.savings_deadlines.savings_run_out",
    "rent_to_own.savings_deadlines.deposit_instalments",
    "allocation.deadlines.overrides_to_answer",
    "housing.tenancy_deadlines.expiring_contracts",
    "housing.tenancy_deadlines.expired_in_place",
    "housing.tenancy_deadlines.alerts_to_renew",
    "housing.tenancy_deadlines.unsigned_leases",
    "housing.tenancy_deadlines.move_outs",
    "housing.tenancy_deadlines.protested_terminations",
    "housing.home_deadlines.lease_ins_that_end",
    "evictions.deadlines.warnings_that_serve",
    "evictions.deadlines.petition_steps",
    "evictions.deadlines.evictions_scheduled",
    "evictions.deadlines.instalments",
    "evictions.deadlines.consents_that_end",
    "evictions.deadlines.arrears_tasks",
    "evictions.deadlines.pauses_that_end",
    "evictions.deadlines.eviction_follow_ups",
    "evictions.deadlines.followed_at_home",
    "evictions.case_deadlines.cases_left_alone",
]


# What each source is about, by the name of its function; lists of deadlines are narrowed by it.
KINDS: dict[str, Promise] = {
    "preliminary_answers": _("Foreløpig svar"),
    "promised_answers": _("Lovet svar"),
    "letters_not_sent": _("Brev som skal sendes"),
    "appeal_periods": _("Klagefrist"),
    "appeals_to_answer": _("Klage"),
    "postponements_to_answer": _("Klage"),
    "appeals_with_the_body": _("Klage"),
    "new_decisions": _("Nytt vedtak"),
    "old_holds": _("Bolig holdt av"),
    "refusals_without_plan": _("Hjelpeplan"),
    "plans_to_follow_up": _("Hjelpeplan"),
    "old_mappings": _("Kartlegging"),
    "planned_ends": _("Tiltak"),
    "releases_passed": _("Kartlegging"),
    "missing_papers": _("Dokumenter"),
    "conditions_to_supervise": _("Vilkår"),
    "planned_discussions": _("Drøfting"),
    "waiting_readings": _("Andrelesing"),
    "asked_reasons": _("Begrunnelse"),
    "releases_without_home": _("Løslatelse eller utskriving"),
    "offers_to_answer": _("Tilbud"),
    "move_ins": _("Innflytting"),
    "temporary_lengths": _("Midlertidig botilbud"),
    "temporary_ends": _("Midlertidig botilbud"),
    "temporary_steps": _("Midlertidig botilbud"),
    "expulsions_to_follow": _("Bortvisning"),
    "career_plans": _("Boligkarriereplan"),
    "career_steps": _("Boligkarriereplan"),
    "missing_career_plans": _("Boligkarriereplan"),
    "certificates": _("Finansieringsbevis"),
    "ownership_talks": _("Leie til eie"),
    "savings_talks": _("Leie med sparing"),
    "savings_behind": _("Leie med sparing"),
    "savings_options": _("Leie med sparing"),
    "savings_run_out": _("Leie med sparing"),
    "deposit_instalments": _("Depositumslån"),
    "overrides_to_answer": _("Overstyring"),
    "expiring_contracts": _("Leiekontrakt"),
    "expired_in_place": _("Leiekontrakt"),
    "alerts_to_renew": _("Varsel"),
    "unsigned_leases": _("Leiekontrakt"),
    "move_outs": _("Utflytting"),
    "protested_terminations": _("Oppsigelse"),
    "lease_ins_that_end": _("Innleie"),
    "warnings_that_serve": _("Begjæring"),
    "petition_steps": _("Begjæring"),
    "evictions_scheduled": _("Utkastelse"),
    "instalments": _("Nedbetalingsavtale"),
    "consents_that_end": _("Trekk i ytelse"),
    "arrears_tasks": _("Oppgave"),
    "pauses_that_end": _("Restanse"),
    "eviction_follow_ups": _("Utkastelse"),
    "followed_at_home": _("Restanse"),
    "cases_left_alone": _("Restanse"),
}


# Those whose passing breaks a duty the law lays on us. The others serve a rule, but their day is our own.
SET_BY_LAW = {
    "preliminary_answers",
    "promised_answers",
    "letters_not_sent",
    "appeals_to_answer",
    "new_decisions",
    "asked_reasons",
    "expired_in_place",
}


@dataclass(frozen=True)
class Deadline:
    """One thing to do: what, for whom, by when, by which law, and what happens when it is missed.

    ``case`` is the number of the case it is about, ``how`` how the day was reckoned, and ``kind`` the name of its
    source, which ``waiting`` fills in.
    """

    due_on: date
    what: str
    household_id: int
    url: str
    law: str = ""
    if_missed: str = ""
    caseworker_id: int | None = None
    case: str = ""
    how: str = ""
    kind: str = ""

    def is_late(self, today: date) -> bool:
        return self.due_on < today

    @property
    def is_set_by_law(self) -> bool:
        return self.kind in SET_BY_LAW

    @property
    def kind_label(self) -> str:
        return str(KINDS.get(self.kind, self.kind))


def waiting(households, today: date) -> list[Deadline]:
    """All that waits for these households, the most urgent first."""
    found: list[Deadline] = []
    for path in SOURCES:
        items: Iterable[Deadline] = import_string(path)(households, today)
        kind = path.rpartition(".")[2]
        found.extend(replace(item, kind=kind) for item in items)
    return sorted(found, key=lambda item: (item.due_on, item.household_id, item.what))
