"""Addresses of the phone and of safety in the field (runde, kontakt, risiko, avvik)."""

from django.urls import path

from housing_first.views import field, safety

urlpatterns = [
    path("sw.js", field.service_worker, name="service_worker"),
    path("oppfolging/runde/", field.daily_round, name="daily_round"),
    path("oppfolging/kontakt/", field.contact_new, name="contact_new"),
    path("oppfolging/utboks/", field.outbox, name="outbox"),
    path("oppfolging/kontakt/<int:pk>/rett/", field.contact_correct, name="contact_correct"),
    path("oppfolging/deltakere/<int:pk>/kontakter/", field.contact_log, name="contact_log"),
    # Safety
    path("oppfolging/sikkerhet/", safety.safety, name="safety"),
    path("oppfolging/risiko/<int:pk>/", safety.risk_assessment, name="risk_assessment"),
    path("oppfolging/deltakere/<int:pk>/risiko/", safety.risk_new, name="risk_new"),
    path("oppfolging/team/<int:pk>/risiko/", safety.team_risk_new, name="team_risk_new"),
    path("oppfolging/team/<int:pk>/avvik/", safety.incident_new, name="incident_new"),
    path("oppfolging/avvik/<int:pk>/", safety.incident, name="incident"),
    path("oppfolging/avvik/<int:pk>/folg-opp/", safety.incident_follow_up, name="incident_follow_up"),
    path("oppfolging/avvik/<int:pk>/apne/", safety.incident_open_again, name="incident_open_again"),
]
