"""Addresses of the programme's own page and of the registers of what it does for those who work in it."""

from django.urls import path

from reporting.views import courses, programme, steering, surveys, swot

urlpatterns = [
    path("", programme.programme, name="programme"),
    path("kurs/", courses.course_list, name="course_list"),
    path("kurs/nytt/", courses.course_new, name="course_new"),
    path("kurs/<int:pk>/", courses.course, name="course"),
    path("kurs/<int:pk>/endre/", courses.course_change, name="course_change"),
    path("kurs/<int:pk>/slett/", courses.course_remove, name="course_remove"),
    path("undersokelser/", surveys.survey_list, name="survey_list"),
    path("undersokelser/ny/", surveys.survey_new, name="survey_new"),
    path("undersokelser/<int:pk>/", surveys.survey, name="survey"),
    path("undersokelser/<int:pk>/endre/", surveys.survey_change, name="survey_change"),
    path("undersokelser/<int:pk>/slett/", surveys.survey_remove, name="survey_remove"),
    path("undersokelser/<int:pk>/pastander/", surveys.survey_statements, name="survey_statements"),
    path("undersokelser/<int:pk>/pastander/ny/", surveys.statement_new, name="statement_new"),
    path("undersokelser/pastander/<int:pk>/endre/", surveys.statement_change, name="statement_change"),
    path("undersokelser/pastander/<int:pk>/slett/", surveys.statement_remove, name="statement_remove"),
    path("swot/", swot.swot, name="swot"),
    path("swot/nytt/", swot.swot_new, name="swot_new"),
    path("swot/<int:pk>/endre/", swot.swot_change, name="swot_change"),
    path("swot/<int:pk>/ta-ut/", swot.swot_end, name="swot_end"),
    path("swot/<int:pk>/slett/", swot.swot_remove, name="swot_remove"),
    path("styringsgruppen/", steering.steering_group, name="steering_group"),
    path("styringsgruppen/medlemmer/nytt/", steering.steering_member_new, name="steering_member_new"),
    path("styringsgruppen/medlemmer/<int:pk>/endre/", steering.steering_member_change, name="steering_member_change"),
    path("styringsgruppen/medlemmer/<int:pk>/slett/", steering.steering_member_remove, name="steering_member_remove"),
    path("styringsgruppen/moter/nytt/", steering.steering_meeting_new, name="steering_meeting_new"),
    path("styringsgruppen/moter/<int:pk>/", steering.steering_meeting, name="steering_meeting"),
    path("styringsgruppen/moter/<int:pk>/endre/", steering.steering_meeting_change, name="steering_meeting_change"),
    path("styringsgruppen/moter/<int:pk>/slett/", steering.steering_meeting_remove, name="steering_meeting_remove"),
    path("styringsgruppen/moter/<int:pk>/beslutning/", steering.steering_decision_new, name="steering_decision_new"),
    path("styringsgruppen/sak/<int:pk>/endre/", steering.steering_decision_change, name="steering_decision_change"),
    path("styringsgruppen/sak/<int:pk>/gjort/", steering.steering_decision_done, name="steering_decision_done"),
    path("styringsgruppen/sak/<int:pk>/slett/", steering.steering_decision_remove, name="steering_decision_remove"),
]
