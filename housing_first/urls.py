"""Addresses of the teams in the field (Bolig først, ambulerende team, baser)."""

from django.urls import path

from housing_first import urls_results
from housing_first.views import bases, fidelity, participations, referrals, teams

urlpatterns = [
    # Teams
    path("team/", teams.team_list, name="team_list"),
    path("team/nytt/", teams.team_new, name="team_new"),
    path("team/<int:pk>/", teams.team, name="team"),
    path("team/<int:pk>/endre/", teams.team_change, name="team_change"),
    path("team/<int:pk>/legg-ned/", teams.team_close, name="team_close"),
    path("team/<int:pk>/medarbeider/", teams.team_member_new, name="team_member_new"),
    path("team/medarbeidere/<int:pk>/stilling/", teams.team_member_share, name="team_member_share"),
    path("team/medarbeidere/<int:pk>/slutter/", teams.team_member_leave, name="team_member_leave"),
    path("team/<int:pk>/vakt/", teams.on_call_new, name="on_call_new"),
    path("team/vakter/<int:pk>/fjern/", teams.on_call_remove, name="on_call_remove"),
    # The base of a stairwell community or of emergency dwellings
    path("team/<int:pk>/bolig/", bases.base_dwelling_new, name="base_dwelling_new"),
    path("team/boliger/<int:pk>/slutt/", bases.base_dwelling_end, name="base_dwelling_end"),
    path("team/<int:pk>/bemanning/", bases.presence_new, name="presence_new"),
    path("team/bemanning/<int:pk>/slutt/", bases.presence_end, name="presence_end"),
    path("team/<int:pk>/husregler/", bases.house_rules_new, name="house_rules_new"),
    # How close to the model, by the team's own judgement
    path("team/<int:pk>/egenvurdering/", fidelity.fidelity_check_new, name="fidelity_check_new"),
    path("team/egenvurderinger/<int:pk>/", fidelity.fidelity_check, name="fidelity_check"),
    path("team/egenvurderinger/skjema/", fidelity.fidelity_form_list, name="fidelity_form_list"),
    path("team/egenvurderinger/skjema/nytt/", fidelity.fidelity_form_new, name="fidelity_form_new"),
    # Referrals
    path("team/henvisninger/", referrals.referral_list, name="referral_list"),
    path("husstander/<int:hid>/henvis-til-team/", referrals.referral_new, name="referral_new"),
    path("team/henvisninger/<int:pk>/", referrals.referral, name="referral"),
    path("team/henvisninger/<int:pk>/ta-inn/", referrals.referral_accept, name="referral_accept"),
    path("team/henvisninger/<int:pk>/avsla/", referrals.referral_reject, name="referral_reject"),
    path("team/henvisninger/<int:pk>/trekk/", referrals.referral_withdraw, name="referral_withdraw"),
    path("team/henvisninger/<int:pk>/ta-opp-igjen/", referrals.referral_reopen, name="referral_reopen"),
    # Participants
    path("team/deltakere/", participations.participation_list, name="participation_list"),
    path("team/deltakere/<int:pk>/", participations.participation, name="participation"),
    path("team/deltakere/<int:pk>/start/", participations.participation_start, name="participation_start"),
    path("team/deltakere/<int:pk>/takket-nei/", participations.participation_decline, name="participation_decline"),
    path(
        "team/deltakere/<int:pk>/inviter-igjen/",
        participations.participation_invite_again,
        name="participation_invite_again",
    ),
    path("team/deltakere/<int:pk>/avtale/", participations.participation_sign, name="participation_sign"),
    path(
        "team/deltakere/<int:pk>/rett-avtalen/",
        participations.participation_correct_agreement,
        name="participation_correct_agreement",
    ),
    path("team/deltakere/<int:pk>/forleng/", participations.participation_extend, name="participation_extend"),
    path("team/deltakere/<int:pk>/oppfolging/", participations.participation_follow, name="participation_follow"),
    path("team/deltakere/<int:pk>/onske/", participations.participation_wish, name="participation_wish"),
    path("team/deltakere/<int:pk>/avslutt/", participations.participation_end, name="participation_end"),
    path("team/deltakere/<int:pk>/fortsett/", participations.participation_go_on, name="participation_go_on"),
    path("team/deltakere/<int:pk>/borte/", participations.time_away_new, name="time_away_new"),
    path("team/borte/<int:pk>/ute/", participations.time_away_end, name="time_away_end"),
    path("team/deltakere/<int:pk>/bolig/", participations.home_offer_new, name="home_offer_new"),
    path("team/boligtilbud/<int:pk>/svar/", participations.home_offer_answer, name="home_offer_answer"),
    *urls_results.urlpatterns,
]
