"""Addresses of the pages about those who log in, and about what they have seen and changed (brukere og innsyn)."""

from django.urls import path

from housing.views import oversight, users

urlpatterns = [
    path("brukere/", users.user_list, name="user_list"),
    path("brukere/ny/", users.user_new, name="user_new"),
    path("brukere/<int:pk>/", users.user, name="user"),
    path("brukere/<int:pk>/endre/", users.user_edit, name="user_edit"),
    path("brukere/<int:pk>/passord/", users.user_password, name="user_password"),
    path("brukere/<int:pk>/deaktiver/", users.user_deactivate, name="user_deactivate"),
    path("brukere/<int:pk>/aktiver/", users.user_reactivate, name="user_reactivate"),
    path("brukere/<int:pk>/las-opp/", users.user_unlock, name="user_unlock"),
    path("brukere/<int:pk>/token/", users.user_token_new, name="user_token_new"),
    path("brukere/<int:pk>/token/fjern/", users.user_token_remove, name="user_token_remove"),
    path("innsyn/", oversight.access_log, name="access_log"),
    path("innsyn/husstander/<int:pk>/", oversight.household_log, name="access_log_household"),
    path("innsyn/husstander/<int:pk>/logg.csv", oversight.household_log_csv, name="access_log_csv"),
    path("innsyn/husstander/<int:pk>/endringer/", oversight.household_changes, name="access_log_changes"),
    path("innsyn/ansatte/<int:pk>/", oversight.user_log, name="access_log_user"),
    path("konto/nytt-passord/<uidb64>/<token>/", users.NewPassword.as_view(), name="password_new"),
]
