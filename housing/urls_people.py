"""Addresses of the pages about people: households, their members, what lies in their file, and who logs in."""

from django.contrib.auth import views as auth
from django.urls import path, re_path

from housing.casefile import TABS
from housing.views import access, casefile, drafts, households, persons, representatives

urlpatterns = [
    path("logg-inn/", auth.LoginView.as_view(), name="login"),
    path("logg-ut/", auth.LogoutView.as_view(), name="logout"),
    path("konto/passord/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("konto/passord/byttet/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("husstander/", households.household_list, name="household_list"),
    path("husstander/ny/", households.household_new, name="household_new"),
    path("husstander/<int:pk>/", households.household, name="household"),
    path("husstander/<int:pk>/begrunnelse/", access.reason, name="reason"),
    path("husstander/<int:pk>/endre/", households.household_edit, name="household_edit"),
    path("husstander/<int:pk>/medlemmer/nytt/", persons.member_new, name="member_new"),
    path("husstander/<int:pk>/hovedperson/", persons.main_person, name="main_person"),
    path("husstander/medlemmer/<int:pk>/ut/", persons.member_leave, name="member_leave"),
    path("personer/<int:pk>/rediger/", persons.person_edit, name="person_edit"),
    path("husstander/<int:pk>/saksbehandler/", households.assign, name="household_assign"),
    path("husstander/<int:pk>/overta/", households.take_over, name="household_take_over"),
    path("husstander/<int:pk>/folger-opp/", households.follow_up, name="household_follow_up"),
    path("husstander/<int:pk>/notat/", casefile.note_new, name="note_new"),
    path("husstander/<int:pk>/dokument/", casefile.document_new, name="document_new"),
    path("husstander/<int:pk>/samtykke/", casefile.consent_new, name="consent_new"),
    path("husstander/<int:pk>/fullmektig/ny/", representatives.representative_new, name="representative_new"),
    path("fullmektiger/<int:pk>/avslutt/", representatives.representative_end, name="representative_end"),
    path("husstander/<int:pk>/varsel/", casefile.alert_new, name="alert_new"),
    path("samtykker/<int:pk>/trekk/", casefile.consent_withdraw, name="consent_withdraw"),
    path("husstander/<int:household_pk>/varsler/<int:pk>/fjern/", casefile.alert_end, name="alert_end"),
    path("dokumenter/<int:pk>/", casefile.document, name="document"),
    path("brev/<int:pk>/", casefile.letter, name="letter"),
    path("utkast/<slug:form>/<int:subject_id>/lagre/", drafts.draft_save, name="draft_save"),
    path("utkast/<slug:form>/<int:subject_id>/forkast/", drafts.draft_delete, name="draft_delete"),
    re_path(
        rf"^husstander/(?P<pk>[0-9]{{1,18}})/(?P<tab>{'|'.join(slug for slug, _ in TABS)})/$",
        households.household,
        name="household_tab",
    ),
]
