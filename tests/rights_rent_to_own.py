"""Who gets what in rent to own: its part of the table in ``tests/rights_table.py``, in the same order of roles."""

from django.utils import timezone

from tests.rights_row import Row

# Lists, where no single case is opened.
READERS = "200 200 200 403 403 403 403 403 403"
CASEWORK_LIST = "200 200 403 403 403 403 403 403 403"
# One household's case: the caseworker's own, followed by the follow-up team; the leader says why.
CASE = "200 reason 200 403 403 403 403 403 403"
CASEWORK = "200 reason 403 403 403 403 403 403 403"
# Sums and homes: the leader and the rent office.
ACCOUNTS = "403 200 403 200 403 403 403 403 403"

# A household's money is for those who advise it; what it came to goes with the guidance.
MONEY = "200 reason 403 403 403 403 403 403 403"
BUDGETS = "403 200 403 403 403 403 200 403 403"

ROWS: dict[str, Row] = {
    # A household's economy, assessed
    "assessment_list": Row(MONEY, {"hid": "household"}),
    "assessment_new": Row(MONEY, {"hid": "household"}),
    "assessment_not_wanted": Row(MONEY, {"hid": "household"}),
    "assessment": Row(MONEY, {"pk": "assessment"}),
    "assessment_worksheet": Row(MONEY, {"pk": "assessment"}),
    "assessment_sheet": Row(
        "405 405 405 405 405 405 405 405 405", {"pk": "assessment"}, post="302 reason 403 403 403 403 403 403 403"
    ),
    "reference_budget_list": Row(BUDGETS),
    "reference_budget_new": Row("403 403 403 403 403 403 200 403 403"),
    # The way from tenant to owner
    "guidance_board": Row(READERS),
    "guidance_list": Row(READERS),
    "guidance": Row(CASE, {"pk": "guidance"}),
    "guidance_new": Row(CASEWORK, {"hid": "household"}),
    "guidance_assess": Row(CASEWORK, {"pk": "guidance"}),
    "guidance_bid": Row(CASEWORK, {"pk": "guidance"}),
    # No bid is made, so there is none to lose: back to the case.
    "guidance_lost_bid": Row("302 reason 403 403 403 403 403 403 403", {"pk": "guidance"}),
    "guidance_follow_up": Row(CASEWORK, {"pk": "guidance"}),
    "guidance_close": Row(CASEWORK, {"pk": "guidance"}),
    "guidance_reopen": Row(CASEWORK, {"pk": "closed_guidance"}),
    # Finding them; the rule for whom is asked is the leader's and the administrator's to set
    "candidate_list": Row(CASEWORK_LIST),
    "outreach_new": Row(CASEWORK, {"hid": "household"}),
    "ownership_rules": Row("200 200 403 403 403 403 200 403 403"),
    "ownership_rule_new": Row("403 200 403 403 403 403 200 403 403"),
    # Startlån and grants
    "loan_new": Row(CASEWORK, {"pk": "guidance"}),
    "loan_decide": Row(CASEWORK, {"pk": "asked_loan"}),
    "loan_renew": Row(CASEWORK, {"pk": "granted_loan"}),
    "loan_pay_out": Row(CASEWORK, {"pk": "granted_loan"}),
    # Homes that are bought: the leader alone sells what is the municipality's
    "purchase_private": Row(CASEWORK, {"pk": "guidance"}),
    "purchase_municipal": Row("403 reason 403 403 403 403 403 403 403", {"pk": "guidance"}),
    "purchase_years": Row(ACCOUNTS),
    "replacement_new": Row(ACCOUNTS),
    "association_list": Row(ACCOUNTS),
    "association_new": Row(ACCOUNTS),
    "association_change": Row(ACCOUNTS, {"pk": "association"}),
    # Sums only, so the programme leader too
    "indicator_list": Row("200 200 403 403 200 403 403 403 403"),
    # Renting with saving
    "savings_list": Row(READERS),
    "savings_new": Row(CASEWORK, {"hid": "household"}),
    "savings_agreement": Row(CASE, {"pk": "savings"}),
    "savings_deposit_new": Row(CASEWORK, {"pk": "savings"}),
    "savings_meeting_new": Row(CASEWORK, {"pk": "savings"}),
    "savings_appraisal_new": Row(CASEWORK, {"pk": "savings"}),
    "savings_buy": Row("403 reason 403 403 403 403 403 403 403", {"pk": "savings"}),
    "savings_end": Row(CASEWORK, {"pk": "savings"}),
    # The deposit fund: the leader keeps its capital and its losses, and the rent office reads its books
    "deposit_fund": Row(CASEWORK_LIST),
    "deposit_capital_new": Row("403 200 403 403 403 403 403 403 403"),
    "deposit_statement": Row(ACCOUNTS, {"year": f"={timezone.localdate().year}"}),
    "deposit_statement_pdf": Row(ACCOUNTS, {"year": f"={timezone.localdate().year}"}),
    "deposit_correct": Row("403 reason 403 403 403 403 403 403 403", {"pk": "fund_entry"}),
    "deposit_account": Row(CASEWORK, {"hid": "household"}),
    "deposit_loan_new": Row(CASEWORK, {"hid": "household"}),
    "deposit_received": Row(CASEWORK, {"hid": "household"}),
    "deposit_lost": Row("403 reason 403 403 403 403 403 403 403", {"hid": "household"}),
    # The plan for a household's homes
    "career_plan_new": Row(CASEWORK, {"hid": "household"}),
    "career_plan": Row(CASE, {"pk": "career_plan"}),
    "career_plan_print": Row(CASE, {"pk": "career_plan"}),
    "career_step_new": Row(CASEWORK, {"pk": "career_plan"}),
    "career_plan_sign": Row(CASEWORK, {"pk": "career_plan"}),
    "career_plan_follow_up": Row(CASEWORK, {"pk": "career_plan"}),
    "career_step_done": Row(CASEWORK, {"pk": "career_step"}),
}
