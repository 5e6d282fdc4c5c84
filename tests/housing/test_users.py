"""Those who log in: made, changed, let go and let back in by the administrator, who sees no case."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from housing.cases import Refused
from housing.forms.users import DUTIES
from housing.models import User
from housing.roles import Role
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

FACTS = {"name": "Tiril Moen", "email": "Tiril@lindvik.example", "phone": "99 00 00 00", "roles": ["caseworker"]}
NEW_PASSWORD = "en-helt-ny-setning-om-ost"


@pytest.fixture
def administrator(client):
    user = make.user("administrator", name="Nora Li")
    client.force_login(user)
    return user


@pytest.fixture
def worker():
    return make.caseworker(name="Tiril Moen")


def secret_in(response):
    return re.search(r"<textarea[^>]*>([^<]+)</textarea>", response.content.decode())[1]


def signed_in(user):
    other = Client()
    other.force_login(user)
    return other


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_the_administrator_manages_users(client, worker, role):
    client.force_login(make.user(role))

    pages = [client.get(reverse("user_list")), client.get(reverse("user", args=[worker.pk]))]
    deeds = [
        client.post(reverse(name, args=[worker.pk]))
        for name in ("user_password", "user_deactivate", "user_reactivate", "user_unlock", "user_token_new")
    ]

    assert {answer.status_code for answer in [*pages, *deeds]} == {403}
    worker.refresh_from_db()
    assert worker.is_active


@pytest.mark.parametrize("name", ["household_list", "application_list", "dwelling_list", "search"])
def test_the_administrator_sees_no_case(client, administrator, name):
    assert client.get(reverse(name)).status_code == 403


def test_every_role_is_told_in_plain_words():
    assert set(DUTIES) == set(Role)


def test_list_shows_users_and_is_narrowed_by_role(client, administrator, worker):
    page = client.get(reverse("user_list"), {"role": "caseworker", "active": "ja"}).content.decode()

    assert "Tiril Moen" in page
    assert administrator.email not in page.split("<table")[1]
    assert client.get(reverse("user_list"), {"format": "csv"}).status_code == 403


def test_list_asks_as_often_for_three_as_for_one(client, administrator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(reverse("user_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("user_list"))
    make.caseworker()
    make.leader()
    with django_assert_num_queries(len(one)):
        client.get(reverse("user_list"))


def test_new_user_chooses_a_password_by_a_link_that_works_once(client, administrator):
    made = client.post(reverse("user_new"), FACTS)
    link = secret_in(made).replace("http://testserver", "")
    user = User.objects.get(email="tiril@lindvik.example")
    assert (user.roles, user.has_usable_password(), made["Cache-Control"]) == (["caseworker"], False, "no-store")

    stranger = Client()
    form = stranger.get(link, follow=True)
    weak = stranger.post(form.redirect_chain[-1][0], {"new_password1": "kort", "new_password2": "kort"})
    chosen = stranger.post(form.redirect_chain[-1][0], {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})

    assert (weak.status_code, chosen.status_code) == (200, 302)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "brukt eller for gammel" in Client().get(link, follow=True).content.decode()


def test_double_click_makes_one_user(client, administrator):
    sent = FACTS | {"external_id": "b" * 32}

    first, second = (client.post(reverse("user_new"), sent) for _click in range(2))

    user = User.objects.get(email="tiril@lindvik.example")
    assert first.status_code == 200
    assert second["Location"] == reverse("user", args=[user.pk])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "ikke-en-adresse", "epost"),
        ("email", "BRUKER@lindvik.example", "allerede en bruker"),
        ("email", "a\x00@lindvik.example", ""),
        ("name", "", "påkrevd"),
        ("name", "x" * 121, "120"),
        ("name", "Ti\x00ril", "ikke kan lagres"),
        ("phone", "9" * 31, "30"),
        ("roles", [], "minst én rolle"),
        ("roles", ["king"], "king"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_lost(client, administrator, field, value, said):
    make.caseworker(email="bruker@lindvik.example")
    before = User.objects.count()

    answer = client.post(reverse("user_new"), FACTS | {"phone": "99 11 22 33", field: value})

    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors[field])
    assert field == "phone" or "99 11 22 33" in answer.content.decode()
    assert User.objects.count() == before


def test_user_is_changed_and_the_change_leaves_a_trace(client, administrator, worker):
    answer = client.post(reverse("user_edit", args=[worker.pk]), FACTS | {"roles": ["leader", "programme"]})

    worker.refresh_from_db()
    trace = worker.history.order_by("-pgh_id").first()
    assert (answer.status_code, worker.roles, trace.roles) == (302, ["leader", "programme"], ["leader", "programme"])
    assert trace.pgh_context.metadata == {
        "user": administrator.pk,
        "url": reverse("user_edit", args=[worker.pk]),
    }


def test_nobody_changes_their_own_roles_or_lets_themselves_go(client, administrator):
    client.post(reverse("user_edit", args=[administrator.pk]), FACTS | {"roles": ["caseworker"]})
    client.post(reverse("user_deactivate", args=[administrator.pk]))

    administrator.refresh_from_db()
    assert (administrator.roles, administrator.is_active, administrator.name) == (["administrator"], True, "Tiril Moen")
    administrator.roles = ["caseworker"]
    with pytest.raises(Refused, match="egne roller"):
        administrator.keep(by=User.objects.get(pk=administrator.pk))


def test_of_two_administrators_who_shut_each_other_out_one_stays(administrator):
    other = make.user("administrator")

    other.deactivate(by=administrator)

    with pytest.raises(Refused, match="ikke lenger administrator"):
        administrator.deactivate(by=other)
    assert User.objects.get(pk=administrator.pk).is_active


def test_deactivation_ends_sessions_and_tokens_for_good(client, administrator, worker):
    window = signed_in(worker)
    _row, token = AuthToken.objects.create(worker)
    assert window.get(reverse("dwelling_list")).status_code == 200

    client.post(reverse("user_deactivate", args=[worker.pk]))
    assert window.get(reverse("dwelling_list")).status_code == 302
    assert Client().get("/api/v1/boliger/", headers={"authorization": f"Token {token}"}).status_code == 401

    client.post(reverse("user_reactivate", args=[worker.pk]))
    assert User.objects.get(pk=worker.pk).is_active
    assert window.get(reverse("dwelling_list")).status_code == 302, "the old session does not come back"
    assert not AuthToken.objects.exists()


def test_new_password_ends_the_old_one_and_its_sessions(client, administrator, worker, rf):
    window = signed_in(worker)

    answer = client.post(reverse("user_password", args=[worker.pk]))

    assert "/konto/nytt-passord/" in secret_in(answer)
    assert window.get(reverse("dwelling_list")).status_code == 302
    assert authenticate(rf.post("/logg-inn/"), username=worker.email, password=make.PASSWORD) is None


def test_link_of_a_user_who_was_let_go_opens_nothing(client, administrator, worker):
    link = secret_in(client.post(reverse("user_password", args=[worker.pk]))).replace("http://testserver", "")
    client.post(reverse("user_deactivate", args=[worker.pk]))

    assert "brukt eller for gammel" in Client().get(link, follow=True).content.decode()


def test_login_locked_by_wrong_passwords_is_opened(client, administrator, worker):
    stranger = Client()
    for _attempt in range(6):
        locked = stranger.post(reverse("login"), {"username": worker.email.upper(), "password": "feil"})
    assert locked.status_code in {403, 429}
    assert "Innloggingen er låst" in client.get(reverse("user", args=[worker.pk])).content.decode()

    client.post(reverse("user_unlock", args=[worker.pk]))

    assert not AccessAttempt.objects.filter(username__iexact=worker.email).exists()
    opened = stranger.post(reverse("login"), {"username": worker.email, "password": make.PASSWORD})
    assert opened.status_code == 302


def test_token_is_shown_once_listed_by_its_beginning_and_taken_away(client, administrator, worker):
    sent = {"days": "30", "external_id": "c" * 32}
    url = reverse("user_token_new", args=[worker.pk])

    shown, again = client.post(url, sent), client.post(url, sent)
    token = secret_in(shown)
    row = AuthToken.objects.get()

    assert (shown["Cache-Control"], again.status_code) == ("no-store", 302)
    assert abs(row.expiry - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    assert Client().get("/api/v1/boliger/", headers={"authorization": f"Token {token}"}).status_code == 200
    page = client.get(reverse("user", args=[worker.pk])).content.decode()
    assert f"{token[:6]}…" in page
    assert token not in page

    remove = reverse("user_token_remove", args=[worker.pk])
    assert [client.post(remove, {"key": key}).status_code for key in (row.token_key, row.token_key, "\x00")] == [
        302
    ] * 3
    assert Client().get("/api/v1/boliger/", headers={"authorization": f"Token {token}"}).status_code == 401


def test_no_token_for_roles_without_the_api(client, administrator):
    steering = make.user("steering")

    client.post(reverse("user_token_new", args=[steering.pk]), {"days": "30"})
    wrong = client.post(reverse("user_token_new", args=[make.caseworker().pk]), {"days": "3000"})

    assert not AuthToken.objects.exists()
    assert wrong.context["token_form"].errors["days"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_hold_for_everyone(page, live_server, client, axe, width):
    client.force_login(make.user("administrator"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 900})
    worker = make.caseworker(email="en-ganske-lang-adresse-uten-mellomrom@lindvik.example")
    found = []

    def look():
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found.extend(axe(page))

    page.goto(reverse("user_list"))
    look()
    page.goto(reverse("user_new"))
    page.get_by_role("button", name="Lagre").press("Enter")
    page.locator(".ds-error-summary").wait_for()
    look()
    page.goto(reverse("user", args=[worker.pk]))
    page.get_by_role("button", name="Lag token").press("Enter")
    page.get_by_label("Token").wait_for()
    look()
    page.get_by_role("link", name="Til brukeren").press("Enter")
    page.get_by_role("button", name=re.compile("^Fjern")).wait_for()
    look()
    page.get_by_role("button", name="Nytt passord").press("Enter")
    page.get_by_role("button", name="Ja, gå videre").press("Enter")
    link = page.get_by_label("Lenke").input_value()
    page.goto(link)
    look()
    assert found == []
