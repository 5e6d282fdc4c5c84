"""Opening a case: every look is written down, and one that is not one's own asks why."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone

from housing.models import ViewLog
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(client):
    user = make.caseworker()
    client.force_login(user)
    return user


def test_ones_own_case_opens_and_is_written_down(client, stranger):
    household = make.household(caseworker=stranger)
    assert client.get(household.get_absolute_url()).status_code == 200
    seen = ViewLog.objects.get()
    assert (seen.household, seen.user, seen.is_own_case, seen.reason) == (household, stranger, True, "")


def test_anothers_case_asks_why_and_goes_on_to_where_one_was_going(client, stranger):
    household = make.household()
    tab = reverse("household_tab", args=[household.pk, "logg"])
    asked = client.get(tab)
    assert asked.url.startswith(reverse("reason", args=[household.pk]))
    page = client.get(asked.url).content.decode()
    assert household.number in page
    assert "Haugen" not in page
    answered = client.post(asked.url, {"ground": "Husstanden har tatt kontakt"})
    assert answered.url == tab
    assert client.get(tab).status_code == 200
    assert {seen.reason for seen in ViewLog.objects.all()} == {"Husstanden har tatt kontakt"}


def test_a_reason_holds_for_the_day_this_user_and_this_household(client, stranger):
    first, second = make.household(), make.household(main=make.person("Ola", "Ås"))
    client.post(reverse("reason", args=[first.pk]), {"text": "Henvendelse fra NAV"})
    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(second.get_absolute_url()).status_code == 302
    yesterday = timezone.now() - timedelta(days=1)
    ViewLog.objects.create(
        user=stranger, household=second, reason="I går", is_own_case=False, what="x", seen_at=yesterday
    )
    assert client.get(second.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    "sent", [{}, {"text": "ok"}, {"text": "x" * 301}, {"text": "hallo\x00"}, {"ground": "Nysgjerrig"}]
)
def test_without_a_real_reason_the_case_stays_shut(client, stranger, sent):
    household = make.household()
    response = client.post(reverse("reason", args=[household.pk]), sent)
    assert response.status_code == 200
    assert response.context["form"].errors["text"]
    assert not ViewLog.objects.exists()


@pytest.mark.parametrize("address", ["https://ond.example/", "//ond.example", "javascript:alert(1)", "\x00"])
def test_the_way_back_is_never_to_another_site(client, stranger, address):
    household = make.household()
    response = client.post(reverse("reason", args=[household.pk]) + f"?next={address}", {"text": "Henvendelse"})
    assert response.url == household.get_absolute_url()


def test_forms_of_anothers_case_ask_too(client, stranger):
    household = make.household()
    for name in ("note_new", "document_new", "consent_new", "alert_new", "member_new", "household_edit"):
        assert "begrunnelse" in client.get(reverse(name, args=[household.pk])).url, name
        assert "begrunnelse" in client.post(reverse(name, args=[household.pk]), {"text": "x"}).url, name
    assert household.notes.count() == 0


def test_the_view_log_is_never_changed(stranger):
    seen = ViewLog.objects.create(user=stranger, household=make.household(), is_own_case=True, what="x")
    with pytest.raises(InternalError), transaction.atomic():
        ViewLog.objects.filter(pk=seen.pk).update(reason="Ny forklaring")
    with pytest.raises(InternalError), transaction.atomic():
        seen.delete()


def test_log_in_and_out(client):
    user = make.caseworker()
    response = client.post(reverse("login"), {"username": user.email, "password": make.PASSWORD})
    assert response.status_code == 302
    assert client.get(reverse("password_change")).status_code == 200
    assert client.post(reverse("logout")).url == reverse("login")
    wrong = client.post(reverse("login"), {"username": user.email, "password": "feil"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
