"""Who may do what: the one table (roller og rettigheter).

A permission is one verb on one noun. A user may hold several roles; what they may do is the union.
Which households a role reaches is the scope below: reaching a household and being allowed a verb are both needed.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("Saksbehandler")
    LEADER = "leader", _("Leder")
    FOLLOW_UP = "follow_up", _("Oppfølgingsteam")
    RENT = "rent", _("Husleie og restanser")
    PROGRAMME = "programme", _("Programleder")
    STEERING = "steering", _("Styringsgruppe")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Innsyn og kontroll")
    INTAKE = "intake", _("Digitalt søknadsskjema")


class Scope(models.IntegerChoices):
    """How far into the households a role reaches, widest last."""

    NONE = 0, _("Ingen husstander")
    FOLLOWED = 1, _("Husstander en selv følger opp")
    TENANTS = 2, _("Husstander med kommunal leiekontrakt")
    ALL = 3, _("Alle husstander")


CASE_READING = {
    "housing.view_household",
    "housing.view_tenancy",
    "housing.view_dwelling",
    "housing.view_document",
    "housing.view_letter",
    "housing.view_note",
    "applications.view_application",
    "applications.view_mapping",
    "applications.view_transition",
    "allocation.view_offer",
    "allocation.view_temporary_stay",
    "allocation.view_settlement",
    "allocation.view_career_plan",
    "evictions.view_arrears",
    "evictions.add_action",
    "rent_to_own.view_guidance",
    "rent_to_own.view_savings",
    # Of the teams in the field: one's own team's work, and nothing of another's (housing_first/reach.py).
    "housing_first.view_team",
    "housing_first.work_in_team",
    "housing_first.add_referral",
}

CASEWORK = CASE_READING | {
    "housing.add_household",
    "housing.change_household",
    "housing.add_note",
    "housing.add_document",
    "housing.add_consent",
    "housing.add_alert",
    "housing.add_tenancy",
    "housing.move_tenancy",
    "housing.add_contract",
    "housing.view_queue",
    "housing.export_lists",
    "applications.add_application",
    "applications.change_application",
    "applications.decide_application",
    "applications.add_mapping",
    "applications.add_appeal",
    "applications.view_census",
    "applications.add_discussion",
    "applications.read_second",
    "applications.add_help_plan",
    "applications.add_transition",
    "housing.add_representative",
    "reporting.view_deadlines",
    "allocation.make_offer",
    "allocation.answer_offer",
    "allocation.add_temporary_stay",
    "allocation.add_settlement",
    "allocation.add_career_plan",
    "rent_to_own.add_savings",
    "rent_to_own.view_deposit_fund",
    "rent_to_own.lend_deposit",
    "allocation.view_stock_need",
    "housing.use_api",
    # The allocation meeting: all prepare and advise, the leader decides.
    "allocation.view_meeting",
    "allocation.prepare_meeting",
    "allocation.view_record",
    "evictions.change_arrears",
    "evictions.hold_meeting",
    "evictions.send_warning",
    "rent_to_own.view_assessment",
    "rent_to_own.add_assessment",
    "rent_to_own.add_guidance",
    "rent_to_own.view_indicators",
    "rent_to_own.view_rule",
}

PERMISSIONS: dict[str, set[str]] = {
    Role.CASEWORKER: CASEWORK,
    Role.LEADER: CASEWORK
    | {
        "housing.add_dwelling",
        "housing.change_dwelling",
        "housing.see_confidential_address",
        "housing.read_restricted_note",
        "housing.assign_household",
        "reporting.view_figures",
        "reporting.view_report",
        "reporting.comment_report",
        "reporting.view_story",
        "reporting.confirm_story",
        "allocation.view_scheme",
        "allocation.skip_discussion",
        "allocation.decide_expulsion",
        "rent_to_own.keep_deposit_fund",
        "rent_to_own.view_deposit_statement",
        "allocation.agree_settlements",
        "allocation.propose_override",
        "allocation.approve_override",
        "allocation.propose_allocation",
        "applications.view_routine",
        "applications.view_letter_text",
        "reporting.view_breaches",
        "housing.view_rent",
        "housing.change_rent",
        "housing.view_stock_accounts",
        "housing.change_turnaround_target",
        "allocation.order_dwellings",
        "allocation.decide_allocation",
        "evictions.send_petition",
        "evictions.override_children",
        "evictions.import_ledger",
        "evictions.view_costs",
        "evictions.view_routine",
        "evictions.change_routine",
        "rent_to_own.sell_dwelling",
        "rent_to_own.view_accounts",
        "rent_to_own.post_reinvestment",
        "rent_to_own.change_rule",
        "rent_to_own.view_reference_budget",
        "housing_first.see_all_teams",
        "housing_first.manage_team",
        "housing_first.change_fidelity_form",
    },
    Role.FOLLOW_UP: CASE_READING
    | {
        "housing.add_note",
        "housing.add_document",
        "housing.add_alert",
        "housing.use_api",
        "evictions.attend_meeting",
        # Puts the round in the rail of those whose work it is; the round itself is open to any member of a team.
        "housing_first.walk_round",
    },
    Role.RENT: {
        "housing.view_household",
        "housing.view_tenancy",
        "housing.view_dwelling",
        "housing.change_dwelling",
        "housing.add_dwelling",
        "housing.export_lists",
        "housing.use_api",
        "housing.view_rent",
        "rent_to_own.view_deposit_statement",
        "housing.change_rent",
        "housing.view_stock_accounts",
        "evictions.view_arrears",
        "evictions.add_action",
        "evictions.change_arrears",
        "evictions.hold_meeting",
        "evictions.send_warning",
        "evictions.send_petition",
        "evictions.import_ledger",
        "evictions.view_costs",
        "evictions.view_routine",
        "rent_to_own.view_accounts",
        "rent_to_own.post_reinvestment",
    },
    Role.PROGRAMME: {
        "evictions.view_costs",
        # Of the API this opens the figures alone; every other address asks for a right this role does not have.
        "housing.use_api",
        "rent_to_own.view_indicators",
        "reporting.view_figures",
        "reporting.view_report",
        "reporting.write_report",
        "reporting.comment_report",
        "reporting.approve_report",
        "reporting.view_story",
        "reporting.confirm_story",
    },
    Role.STEERING: {"reporting.view_report", "reporting.comment_report"},
    Role.ADMINISTRATOR: {
        "housing.manage_users",
        "allocation.view_scheme",
        "allocation.change_scheme",
        "applications.view_routine",
        "applications.change_routine",
        "applications.view_letter_text",
        "applications.change_letter_text",
        "housing.change_turnaround_target",
        "evictions.view_routine",
        "evictions.change_routine",
        "rent_to_own.view_rule",
        "rent_to_own.change_rule",
        "rent_to_own.view_reference_budget",
        "rent_to_own.change_reference_budget",
        "housing_first.change_fidelity_form",
    },
    Role.AUDITOR: {"housing.view_access_log", "housing.view_history"},
    # A program, not a person: it hands in applications and reads how those it handed in go, and nothing else.
    Role.INTAKE: {"applications.submit_application", "housing.use_api"},
}

SCOPES: dict[str, Scope] = {
    Role.CASEWORKER: Scope.ALL,
    Role.LEADER: Scope.ALL,
    Role.FOLLOW_UP: Scope.FOLLOWED,
    Role.RENT: Scope.TENANTS,
}


def permissions_of(roles) -> set[str]:
    """Every permission the roles give together."""
    return set().union(*(PERMISSIONS.get(role, set()) for role in roles))


def scope_of(roles) -> Scope:
    """The widest reach among the roles."""
    return max((SCOPES.get(role, Scope.NONE) for role in roles), default=Scope.NONE)
