"""Who gets what of the teams in the field: its part of ``tests/rights_table.py``, in the same order of roles.

The follow-up worker is in the team; the caseworker, whose case the household is, is not, and finds nothing of it.
"""

from tests.rights_row import Row

# Lists open for whoever may be in a team, and hold what one's own teams have.
LISTS = "200 200 200 403 403 403 403 403 403"
TEAM = "404 200 200 403 403 403 403 403 403"
MANAGED = "403 200 403 403 403 403 403 403 403"
CASE = "404 reason 200 403 403 403 403 403 403"
# It stands where this may not be done: back to the case.
BACK = "404 reason 302 403 403 403 403 403 403"
POSTED = "405 405 405 405 405 405 405 405 405"

ROWS: dict[str, Row] = {
    # Teams
    "team_list": Row(LISTS),
    "team_new": Row(MANAGED),
    "team": Row(TEAM, {"pk": "team"}),
    "team_change": Row(MANAGED, {"pk": "team"}),
    "team_close": Row(MANAGED, {"pk": "team"}),
    "team_member_new": Row(MANAGED, {"pk": "team"}),
    "team_member_share": Row(MANAGED, {"pk": "team_member"}),
    "team_member_leave": Row(MANAGED, {"pk": "team_member"}),
    "on_call_new": Row(TEAM, {"pk": "team"}),
    "on_call_remove": Row(POSTED, {"pk": "on_call"}, post="404 302 302 403 403 403 403 403 403"),
    # The base
    "base_dwelling_new": Row(MANAGED, {"pk": "base"}),
    "base_dwelling_end": Row(MANAGED, {"pk": "base_dwelling"}),
    "presence_new": Row(MANAGED, {"pk": "base"}),
    "presence_end": Row(MANAGED, {"pk": "presence"}),
    "house_rules_new": Row(MANAGED, {"pk": "base"}),
    # A team's own judgement; the form is the leader's and the administrator's to change
    "fidelity_check_new": Row(TEAM, {"pk": "team"}),
    "fidelity_check": Row(TEAM, {"pk": "fidelity_check"}),
    "fidelity_form_list": Row("403 200 403 403 403 403 200 403 403"),
    "fidelity_form_new": Row("403 200 403 403 403 403 200 403 403"),
    # Referrals: whoever follows the household may send one
    "referral_list": Row(LISTS),
    "referral_new": Row("200 reason 200 403 403 403 403 403 403", {"hid": "household"}),
    "referral": Row(CASE, {"pk": "referral"}),
    "referral_accept": Row(CASE, {"pk": "referral"}),
    "referral_reject": Row(CASE, {"pk": "referral"}),
    "referral_withdraw": Row(CASE, {"pk": "referral"}),
    "referral_reopen": Row(CASE, {"pk": "rejected_referral"}),
    # Participants
    "participation_list": Row(LISTS),
    "participation": Row(CASE, {"pk": "participation"}),
    "participation_start": Row(CASE, {"pk": "invited_participation"}),
    "participation_decline": Row(CASE, {"pk": "invited_participation"}),
    "participation_invite_again": Row(CASE, {"pk": "declined_participation"}),
    "participation_sign": Row(CASE, {"pk": "participation"}),
    "participation_correct_agreement": Row(CASE, {"pk": "participation"}),
    "participation_extend": Row(CASE, {"pk": "participation"}),
    "participation_follow": Row(CASE, {"pk": "participation"}),
    "participation_wish": Row(CASE, {"pk": "participation"}),
    "participation_end": Row(CASE, {"pk": "participation"}),
    "participation_go_on": Row(CASE, {"pk": "ended_participation"}),
    "time_away_new": Row(CASE, {"pk": "participation"}),
    "time_away_end": Row(CASE, {"pk": "time_away"}),
    "home_offer_new": Row(CASE, {"pk": "participation"}),
    "home_offer_answer": Row(CASE, {"pk": "home_offer"}),
    # How homes are kept and how life goes, of one's own teams; what they cost is the leader's
    "retention": Row(LISTS),
    "outcome_development": Row(LISTS),
    "outcome_list": Row(LISTS),
    "outcome_new": Row(CASE, {"pk": "participation"}),
    "outcome_change": Row(CASE, {"pk": "outcome"}),
    "participation_outcomes": Row(CASE, {"pk": "participation"}),
    "team_cost_list": Row(MANAGED),
    "team_cost_new": Row(MANAGED),
    "team_cost_change": Row(MANAGED, {"pk": "team_cost"}),
    "repair_new": Row(MANAGED),
    # In the field. The program the browser keeps says nothing of anybody
    "service_worker": Row("200 200 200 200 200 200 200 200 200", anonymous="200"),
    "daily_round": Row(LISTS),
    "contact_new": Row(LISTS),
    "outbox": Row(LISTS),
    "contact_log": Row(CASE, {"pk": "participation"}),
    # Put right by whoever wrote it, and by nobody else
    "contact_correct": Row("404 404 200 403 403 403 403 403 403", {"pk": "contact"}),
    # Safety: what the leader did about an incident is the leader's to say
    "safety": Row(LISTS),
    "risk_new": Row(CASE, {"pk": "participation"}),
    "team_risk_new": Row(TEAM, {"pk": "team"}),
    "risk_assessment": Row(CASE, {"pk": "risk"}),
    "incident_new": Row(TEAM, {"pk": "team"}),
    "incident": Row(CASE, {"pk": "incident"}),
    "incident_follow_up": Row("403 reason 403 403 403 403 403 403 403", {"pk": "incident"}),
    "incident_open_again": Row(POSTED, {"pk": "incident"}, post="403 reason 403 403 403 403 403 403 403"),
}
