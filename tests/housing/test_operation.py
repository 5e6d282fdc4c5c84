"""What operators rely on: health, the configuration's refusals, logs without personal data, the login's rate limit."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from housing import checks, environment, health
from housing.logs import JsonLine
from housing.models import User
from housing.roles import Role
from tests import make

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"DJANGO_ENV": "production", "ALLOWED_HOSTS": "bolig.example", "SECRET_KEY": "k" * 60}


# --- Health -----------------------------------------------------------------------------------------------


def test_health_is_told_to_anybody_without_the_database(client):
    assert client.get("/helse/").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_postgresql_and_redis_answer(client):
    answer = client.get("/klar/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_says_what_is_missing(client, monkeypatch):
    monkeypatch.setattr(health, "redis_works", lambda: False)
    answer = client.get("/klar/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "missing": ["redis"]})


@pytest.mark.django_db
def test_not_ready_before_the_migrations_are_applied(client, monkeypatch):
    monkeypatch.setattr(health, "migrations_are_applied", lambda: False)
    assert client.get("/klar/").json()["missing"] == ["database"]


def test_health_takes_no_posts(client):
    assert client.post("/helse/").status_code == 405


# --- Configuration ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_without_its_secrets_stops_with_one_line(missing):
    result = manage("check", **PRODUCTION | {missing: ""})
    assert result.returncode == 1
    assert result.stderr == f"boligtjenesten: {missing} is missing from the environment (see the README's table).\n"


def test_production_refuses_a_short_secret():
    assert "at least 50 characters" in manage("check", **PRODUCTION | {"SECRET_KEY": "short"}).stderr


def manage(*arguments, **environment):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("in_production", "synthetic", "refused"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_synthetic_ids_are_refused_in_production(settings, in_production, synthetic, refused):
    settings.IN_PRODUCTION, settings.ALLOW_SYNTHETIC_IDS = in_production, synthetic
    assert [error.id for error in checks.refuses_synthetic_ids(None)] == ["housing.E001"] * refused


def test_database_address_is_taken_apart():
    facts = environment.database("DATABASE_URL", "postgres://bolig:p%40ss@db.example:5433/bolig_test")
    assert facts["NAME"] == "bolig_test"
    assert (facts["USER"], facts["PASSWORD"], facts["HOST"], facts["PORT"]) == ("bolig", "p@ss", "db.example", "5433")


@pytest.mark.parametrize(
    "address", ["", "mysql://a@b/c", "postgres://a@b", "postgres://a@b:port/c", "just words", "postgres://[x/c"]
)
def test_database_address_that_is_none_is_named(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("DATABASE_URL", address)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.yes_no("PROBE", default=False), "yes"),
        (lambda: environment.whole_number("PROBE", 1), "-3"),
        (lambda: environment.year_counts("PROBE", {}), "2025=66000"),
        (lambda: environment.one_of("PROBE", ("a", "b"), "a"), "c"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch, read, value):
    monkeypatch.setenv("PROBE", value)
    with pytest.raises(ImproperlyConfigured, match="PROBE"):
        read()


def test_inhabitants_by_year(monkeypatch):
    monkeypatch.setenv("PROBE", "2025:66000, 2026:66200")
    assert environment.year_counts("PROBE", {}) == {2025: 66000, 2026: 66200}


# --- Logs -------------------------------------------------------------------------------------------------


def test_a_log_line_is_json_and_does_not_repeat_what_the_exception_says():
    try:
        raise ValueError("Key (national_id)=(01829912345) already exists")
    except ValueError:
        record = logging.LogRecord("program", logging.ERROR, __file__, 1, "Feil på %s", ("/side/",), sys.exc_info())
    line = json.loads(JsonLine().format(record))
    assert line["message"] == "Feil på /side/"
    assert line["exception"] == "builtins.ValueError"
    assert "test_operation.py" in line["where"][0]
    assert "01829912345" not in json.dumps(line)


# --- Logging in -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sixth_wrong_password_is_not_even_looked_at(client):
    someone = make.caseworker()
    for _attempt in range(5):
        answer = client.post("/logg-inn/", {"username": someone.email, "password": "feil-passord"})
    assert answer.status_code == 429
    right = client.post("/logg-inn/", {"username": someone.email, "password": make.PASSWORD})
    assert right.status_code == 429
    assert "logg" in right.content.decode().lower()


@pytest.mark.django_db
def test_capital_letters_give_no_further_tries(client):
    someone = make.caseworker()
    spellings = [someone.email, someone.email.upper(), someone.email.title(), f" {someone.email}", someone.email]
    for spelling in spellings:
        answer = client.post("/logg-inn/", {"username": spelling, "password": "feil-passord"})
    assert answer.status_code == 429


@pytest.mark.django_db
def test_a_right_password_wipes_the_slate(client):
    someone = make.caseworker()
    for password in ["feil-passord"] * 4 + [make.PASSWORD] + ["feil-passord"] * 4:
        answer = client.post("/logg-inn/", {"username": someone.email, "password": password})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_colleague_at_the_same_address_still_gets_in(client):
    someone, colleague = make.caseworker(), make.caseworker()
    for _attempt in range(5):
        client.post("/logg-inn/", {"username": someone.email, "password": "feil-passord"})
    answer = client.post("/logg-inn/", {"username": colleague.email, "password": make.PASSWORD})
    assert answer.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["ingen@lindvik.example", "a\x00b@lindvik.example", "x" * 5000, ""])
def test_a_login_nobody_has_is_refused_kindly(client, email):
    answer = client.post("/logg-inn/", {"username": email, "password": "feil-passord"})
    assert answer.status_code == 200


# --- The demo's logins ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_has_one_login_per_role_and_keeps_it(tmp_path, client):
    file = tmp_path / "demo.json"
    call_command("demo_users", url="http://127.0.0.1:1", file=str(file), verbosity=0)
    first = json.loads(file.read_text())
    assert first["url"] == "http://127.0.0.1:1"
    assert set(first["users"]) == set(Role.values)
    assert oct(file.stat().st_mode)[-3:] == "600"
    call_command("demo_users", url="http://127.0.0.1:2", file=str(file), verbosity=0)
    assert json.loads(file.read_text())["users"] == first["users"]
    assert User.objects.count() == len(Role.values)
    login = first["users"]["steering"]
    answer = client.post("/logg-inn/", {"username": login["email"], "password": login["password"]})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_demo_desks_hold_cases_once(tmp_path):
    by = make.caseworker()
    application = make.application(make.household(), by=by)
    for _start in range(2):
        call_command("demo_users", file=str(tmp_path / "demo.json"), verbosity=0)
    assert application.household.responsibilities.get().user.roles == ["caseworker"]


def test_demo_logins_are_never_made_in_production(settings, tmp_path):
    settings.IN_PRODUCTION = True
    with pytest.raises(CommandError, match="never made in production"):
        call_command("demo_users", file=str(tmp_path / "demo.json"), verbosity=0)
