"""Bad input on every form, list and address: told in Norwegian, never a failure, nothing typed is lost or done twice.

The forms are found by walking the table of addresses, so a new form is tried the day it gets its row there.
"""

import os
import re
from datetime import date, timedelta
from html import escape
from zlib import adler32

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.models import Appeal, Hold
from housing.roles import Role
from tests import make
from tests.house_rules import MAY_IMPORT
from tests.rights_table import ROWS
from tests.test_rights import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = timezone.localdate()
SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    "a\x00b",
    "x" * 300,
    "x" * 30_000,
    "😀👨‍👩‍👧",
    "31.02.2026",
    "01.01.0001",
    "31.12.9999",
    "-1",
    "1e400",
    "9" * 40,
    "NaN",
    "٣",
    SCRIPT,
    "\u202eodagat\u200f",
    "'; DROP TABLE housing_person; --",
    "   ",
    "",
]
# Fields one writes in: a page that has them and no form is a page this walk would miss.
WRITTEN_IN = re.compile(r'<(?:textarea|input(?=[^>]*type="(?:text|number|email|search)"))[^>]*\bname="(\w+)"')
HUGE = [10**30, 2**63, 2**31, 0]
# How many of the values stand in all fields at once, on one page.
EVERYWHERE = int(os.environ.get("HOSTILE_VALUES", "6"))
PLACE = 123_454_321
# Where the page is one form and nothing can be typed wrong: a button, or a form of a framework.
NO_FORM_OF_OURS = {"login", "password_change", "password_new", "report_approve", "search", "reason"}


def opened_by(row):
    """The first role the page is open to, without being asked why."""
    return next((role for role, answer in zip(Role, row.get.split(), strict=True) if answer == "200"), None)


class Browser:
    """Asks, and takes back whatever the answer changed."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, url, data=None):
        with transaction.atomic():
            response = self.client.get(url) if data is None else self.client.post(url, data)
            transaction.set_rollback(True)
        return response


def form_of(response):
    """The form of a page: the one that is typed into."""
    for place in ("form", "edit", "token_form"):
        found = (response.context or {}).get(place)
        if isinstance(found, forms.BaseForm):
            return found
    return None


def form_pages():
    pages = []
    for name, row in ROWS.items():
        if name not in NO_FORM_OF_OURS and not name.endswith("_list") and not name.startswith("api-"):
            pages += [name] if opened_by(row) else []
    return pages


def typed_into(form):
    """Something believable in each field: what stands there, else a text, a day, a number or a choice."""
    sent = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value in (None, "", []):
            value = believable(name, field)
        key = form.add_prefix(name)
        if isinstance(field, forms.FileField) or value is None or value is False:
            continue
        sent[key] = f"{value:%d.%m.%Y}" if isinstance(value, date) else getattr(value, "pk", value)
    return sent


def believable(name, field):
    if isinstance(field, forms.DateField):
        return TODAY
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return "2"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        codes = [str(code) for code, _label in field.choices if str(code)]
        several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return codes[:1] if several else next(iter(codes), "")
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.EmailField):
        return "amina@lindvik.example"
    return f"Skrevet i {name}"


def is_typed(field):
    return isinstance(field, forms.CharField | forms.DateField | forms.IntegerField | forms.DecimalField)


def is_shown(form, name):
    return (
        name in form.fields and not form[name].is_hidden and not isinstance(form[name].field.widget, forms.RadioSelect)
    )


@pytest.mark.parametrize("name", form_pages())
def test_no_form_fails_or_forgets(name, built):
    row = ROWS[name]
    url = address_of(name, row, built.own)
    browser = Browser(built.users[opened_by(row)])
    page = browser.ask(url)
    form = form_of(page)
    if form is None:
        is_file = not page["Content-Type"].startswith("text/html")
        assert is_file or set(WRITTEN_IN.findall(page.content.decode())) <= {"q"}, (
            "the walk has to find this page's form"
        )
        return
    typed = typed_into(form)
    wrong = []
    # Fields of one kind stand on many pages: each page begins elsewhere, and all of them together try every value.
    first = adler32(name.encode())
    for number in range(first, first + EVERYWHERE):
        everywhere = {**typed, **{form.add_prefix(field): nth(HOSTILE, number) for field in form.fields}}
        wrong += faults(browser, url, everywhere, f"{nth(HOSTILE, number)[:20]!r} everywhere")
    # One field at a time, so that what stands beside it is seen to stay.
    for number, field in enumerate(form.fields, first):
        value = nth(HOSTILE, number)
        one = {**typed, form.add_prefix(field): value}
        wrong += faults(browser, url, one, f"{value[:20]!r} in {field}", kept=typed, but=field)
    assert wrong == []


def nth(values, number):
    return values[number % len(values)]


def faults(browser, url, sent, what, *, kept=None, but=""):
    response = browser.ask(url, sent)
    if response.status_code >= 500:
        return [f"{what}: {response.status_code}"]
    html = response.content.decode()
    found = [f"{what}: the script stands in the page"] if SCRIPT in html else []
    form = form_of(response)
    if response.status_code == 200 and kept and form is not None and form.errors:
        lost = [
            key
            for key, value in kept.items()
            if key != but and isinstance(value, str) and is_shown(form, key) and is_typed(form.fields[key])
            if escape(value) not in html
        ]
        found += [f"{what}: lost {lost}"] if lost else []
    return found


def test_an_address_to_nothing_is_404(built):
    wrong = []
    for number, (name, row) in enumerate(ROWS.items()):
        role = opened_by(row)
        if role is None or all(word.startswith("=") for word in row.about.values()):
            continue
        given = {key: word[1:] if word.startswith("=") else PLACE for key, word in row.about.items()}
        url = reverse(name, kwargs=given).replace(str(PLACE), str(nth(HUGE, number)))
        answer = Browser(built.users[role]).ask(url).status_code
        wrong += [] if answer == 404 else [f"{name}: {answer}"]
    assert wrong == []


def lists():
    found = [name for name, row in ROWS.items() if name.endswith("_list") or name.startswith("api-")]
    return [
        name
        for name in [*found, "home", "access_log"]
        if name in ROWS and not ROWS[name].about and opened_by(ROWS[name])
    ]


@pytest.mark.parametrize("name", lists())
def test_no_list_fails_whatever_its_address_asks(name, built):
    browser = Browser(built.users[opened_by(ROWS[name])])
    url = reverse(name)
    page = browser.ask(url)
    context = page.context or {}
    form = getattr(context.get("filter"), "form", None) or context.get("form")
    fields = list(getattr(form, "fields", {}))
    asked = ["page", "sort", "format", "dato", "cursor", "q", "next", *fields]
    values, wrong, first = [*HOSTILE, "-name", "name__password", "csv", "99999999"], [], adler32(name.encode())
    queries = [dict.fromkeys(asked, nth(values, number)) for number in range(first, first + EVERYWHERE)]
    queries += [{key: nth(values, number)} for number, key in enumerate([*fields, "page", "cursor"], first)]
    for query in queries:
        answer = browser.client.get(url, query)
        if answer.status_code >= 500 or SCRIPT in answer.content.decode(errors="replace"):
            wrong.append(f"{sorted(query)} = {next(iter(query.values()))[:20]!r}: {answer.status_code}")
    assert wrong == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_search_answers_whatever_is_typed(client, text):
    if not hasattr(client, "searcher"):
        client.searcher = make.caseworker()
        client.force_login(client.searcher)
    assert client.post(reverse("search"), {"q": text}).status_code == 200


def test_a_file_of_fifty_megabytes_is_refused_at_its_field():
    berg = make.caseworker()
    household = make.household(caseworker=berg)
    browser = Browser(berg)
    heavy = SimpleUploadedFile("kart.pdf", b"%PDF-1.7" + b"0" * 50_000_000, "application/pdf")
    sent = {"title": "Kart over boligen", "upload": heavy, "received_on": f"{TODAY:%d.%m.%Y}"}
    page = browser.ask(reverse("document_new", args=[household.pk]), sent)
    assert page.status_code == 200
    assert re.search(r"\bMB\b", " ".join(form_of(page).errors["upload"]))
    assert "Kart over boligen" in page.content.decode()


# Forms that make something, and what is needed beside what the form proposes.
MAKES = {
    "household_new": {"given_name": "Omar", "family_name": "Lie", "national_id": "", "birth_date": ""},
    "member_new": {
        "given_name": "Ida",
        "family_name": "Lie",
        "national_id": "",
        "birth_date": "",
        "same_person": "new",
    },
    "note_new": {},
    "consent_new": {"expires_on": ""},
    "alert_new": {"expires_on": f"{TODAY + timedelta(days=60):%d.%m.%Y}"},
    "private_tenancy_new": {},
    "representative_new": {"authority_on": f"{TODAY:%d.%m.%Y}", "email": ""},
    "contract_new": {
        "ends_on": "",
        "weighty_reason": "",
        "deposit_amount": "0",
        "guarantee_amount": "0",
        "exceptions": [],
    },
    "lease_notice_new": {},
    "security_new": {"kind": "guarantee", "amount": "9000"},
    "talk_new": {},
    "dwelling_new": {"lease_in_ends_on": "", "lease_in_rent": "", "postal_code": "3015", "unit_number": "H0101"},
    "void_new": {},
    "turnaround_edit": {"notice_on": ""},
    "turnaround_target_new": {},
    "dwelling_order_line_new": {},
    "mapping_new": {"situation": "at_risk", "homeless_category": "", "release_on": "", "lasted_since": ""},
    "measure_new": {"kind": "allowance", "planned_end_on": ""},
    "application_new": {"kind": "new", "tenancy": ""},
    "decide": {
        "outcome": "granted",
        "kind": "municipal_dwelling",
        "lease_years": "3",
        "needs_lift_or_ground_floor": "no",
    },
    "appeal_new": {},
    "offer_new": {},
    "report_new": {"half_year": f"{TODAY.year}-07" if TODAY.month > 6 else f"{TODAY.year}-01"},
    "plan_new": {},
    "plan_strategy_new": {"number": "7"},
    "plan_measure_new": {"number": "9.9"},
    "programme_group_new": {},
    "story_new": {"link": ""},
    "user_new": {"email": "ny@lindvik.example", "name": "Ny Berg", "roles": ["caseworker"]},
}


def rows_made():
    """How many rows there are of each thing; looking at a page adds to the view log alone."""
    models = [model for label in MAY_IMPORT for model in apps.get_app_config(label).get_models()]
    ours = [model for model in models if model._meta.model_name != "viewlog" and not model.__name__.endswith("Event")]
    return {model._meta.label: model._base_manager.count() for model in ours}


@pytest.mark.parametrize("name", MAKES)
def test_sent_twice_it_is_made_once(name, built):
    row = ROWS[name]
    url = address_of(name, row, built.own)
    client = Client()
    client.force_login(built.users[opened_by(row)], backend="django.contrib.auth.backends.ModelBackend")
    # Or a new one would be refused for the sake of the first.
    Hold.objects.all().delete()
    Appeal.objects.all().delete()
    form = form_of(client.get(url))
    sent = {**typed_into(form), **MAKES[name], "external_id": "dobbeltklikk-1"}
    before = rows_made()
    first = client.post(url, sent)
    told = form_of(first).errors.as_json() if form_of(first) else ""
    once = rows_made()
    assert once != before, told
    assert client.post(url, sent).status_code in {200, 302}
    assert rows_made() == once


BROKEN = {
    "not text": ("persons.csv", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe"),
    "an open quote": ("persons.csv", b'id,given_name,family_name\nP1,"Amina,Lie\nP2,Omar,Lie\n'),
    "a NUL byte": ("persons.csv", b"id,given_name,family_name\nP1,Am\x00ina,Lie\n"),
    "no such column": ("persons.csv", b"id,given_name,shoe_size\nP1,Amina,38\n"),
    "too few cells": ("persons.csv", b"id,given_name,family_name\nP1\n"),
    "too many cells": ("persons.csv", b"id,given_name,family_name\nP1,Amina,Lie,Berg,Dahl\n"),
    "an impossible day": ("persons.csv", b"id,given_name,family_name,birth_date\nP1,Amina,Lie,2026-02-31\n"),
    "a household of nobody": ("household_members.csv", b"id,household,person,role\nM1,H9,P9,main\n"),
    "no workbook": ("alt.xlsx", b"PK\x03\x04 not a workbook"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_told_of_and_nothing_is_taken_in(case, tmp_path, capsys):
    name, content = BROKEN[case]
    (tmp_path / name).write_bytes(content)
    before = rows_made()
    with pytest.raises(CommandError) as refusal:
        call_command("import_records", tmp_path / name if name.endswith("xlsx") else tmp_path, verbosity=0)
    said = f"{refusal.value} {capsys.readouterr().err}"
    assert "Traceback" not in said
    assert name.removesuffix(".csv") in said or "alt" in said
    assert rows_made() == before
