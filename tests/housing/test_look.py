"""The look: the frame, the form pack, what no template may hold, and what axe-core says of every piece."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import reverse

from housing.context_processors import ACCOUNT_LINKS, LOGOUT, ROOMS, SEARCH, shell
from housing.models import User
from housing.roles import Role
from tests.housing.style_page import EveryFieldForm, LaidOutForm

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}


def named(path):
    return str(path.relative_to(Path(settings.BASE_DIR) / "templates"))


def faults_of(text):
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def posting_forms_without_token(text):
    forms_found = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.I | re.S)
    return [form[:80] for form in forms_found if "csrf_token" not in form]


# What no template holds


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_compiles_and_holds_nothing_inline(path):
    text = path.read_text()
    get_template(named(path))
    # A letter made into a PDF carries its own style: no browser, and no content policy, ever meets it.
    if not path.name.endswith(("_pdf.html", "print.html")) and "letters" not in path.parts:
        assert faults_of(text) == []
    assert posting_forms_without_token(text) == []
    assert len(text.splitlines()) <= 160


def test_the_scan_sees_planted_faults():
    assert faults_of('<p style="color:red">') == ["style attribute"]
    assert faults_of("<script>alert(1)</script>") == ["script"]
    assert faults_of('<a onclick="go()">') == ["handler"]
    assert posting_forms_without_token('<form method="post"><p></p></form>') != []


# The form pack


def crispy(form):
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def crispy_tag(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_each_field_has_its_label_and_its_help():
    html = crispy(EveryFieldForm())
    for name in ("name", "born_on", "rent", "kind", "areas", "interpreter", "grounds", "letter"):
        assert f'<label class="ds-label" for="id_{name}">' in html, name
    assert '<legend class="ds-label">Målform' in html
    assert 'id="id_name_helptext"' in html
    assert re.search(r'<input[^>]*name="name"[^>]*aria-describedby="id_name_helptext"', html)
    assert 'type="hidden" name="external_id"' in html
    assert "«" not in html
    assert 'Husleie <span class="hint">(valgfritt)</span>' in html
    assert "dd.mm.åååå" in html


def test_errors_stand_at_the_field_and_in_the_summary():
    html = crispy(EveryFieldForm({"born_on": "05.06.41", "rent": "mye", "language": "en"}))
    assert "Du må rette 7 feil" in html
    assert re.search(r'<input[^>]*name="born_on"[^>]*value="05.06.41"[^>]*aria-invalid="true"[^>]*', html)
    assert 'id="id_born_on_error"' in html
    assert (
        '<a class="ds-link" href="#id_born_on">Født: Skriv datoen som dd.mm.åååå, for eksempel 31.12.2026.</a>' in html
    )
    assert '<a class="ds-link" href="#id_language_0">' in html
    assert 'id="id_language_0"' in html
    assert 'aria-describedby="id_problems_helptext id_problems_error"' in html
    assert "Feltet er påkrevet" not in html


def test_one_error_of_the_whole_form_has_no_link():
    form = LaidOutForm({"street": "Fjellgata 4"})
    form.is_valid()
    form.add_error(None, "Boligen er allerede tildelt.")
    html = crispy_tag(form)
    assert "Du må rette 1 feil" in html
    assert "<li>Boligen er allerede tildelt.</li>" in html


def test_a_layout_is_kept_and_a_form_inside_the_component_has_one_tag():
    whole = crispy_tag(LaidOutForm())
    assert whole.count("<form") == 1
    assert 'class="form__legend">Bolig' in whole
    assert 'type="submit" name="save"' in whole
    request = RequestFactory().get("/")
    inside = render_to_string("components/form.html", {"form": LaidOutForm()}, request)
    assert (inside.count("<form"), inside.count("csrfmiddlewaretoken")) == (1, 1)
    assert "form__legend" in inside


def test_what_was_typed_is_escaped():
    html = crispy(EveryFieldForm({"name": '"><script>x</script>', "grounds": "</textarea><b>"}))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


def test_a_form_with_a_file_is_sent_in_parts():
    assert 'enctype="multipart/form-data"' in render_to_string("components/form.html", {"form": EveryFieldForm()})


def test_a_plain_date_field_speaks_norwegian():
    class Plain(forms.Form):
        on = forms.DateField(initial=date(2026, 12, 31))

    assert 'value="31.12.2026"' in crispy(Plain())
    for typed in ("31.12.2026", "31122026", "2026-12-31"):
        form = Plain({"on": typed})
        assert form.is_valid(), typed
        assert form.cleaned_data["on"] == date(2026, 12, 31)


# The frame


def shell_for(path="/", **user):
    request = RequestFactory().get(path)
    request.user = User(email="kari@lindvik.example", name="Kari Berg", **user) if user else AnonymousUser()
    return shell(request)["shell"]


@pytest.mark.parametrize("room", [*ROOMS, *ACCOUNT_LINKS, SEARCH, LOGOUT], ids=lambda room: room.url_name)
def test_every_room_has_an_address(room):
    assert reverse(room.url_name)


# The digital form is a program: it has no page to go to.
@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.INTAKE])
def test_a_role_sees_the_rooms_it_opens(role):
    user = User(email="kari@lindvik.example", name="Kari Berg", roles=[role])
    seen = {str(room["label"]) for room in shell_for(roles=[role])["rooms"]}
    held = {name for room in ROOMS for name in (*room.permissions, room.unless) if name and user.has_perm(name)}
    assert seen == {str(room.label) for room in ROOMS if held & set(room.permissions) and room.unless not in held}
    assert seen, "a person with a role must have somewhere to go"


def test_some_rooms_are_closed_to_some():
    assert {str(room["label"]) for room in shell_for(roles=["steering"])["rooms"]} == {
        "Styringsgruppen",
        "Rapporter",
        "Program",
    }
    for role, first in {
        "steering": ["Styringsgruppen", "Rapporter"],
        "programme": ["Rapporter", "Styringsgruppen"],
    }.items():
        assert [str(room["label"]) for room in shell_for(roles=[role])["rooms"]][:2] == first
    assert "Husstander" not in {str(room["label"]) for room in shell_for(roles=["administrator"])["rooms"]}
    assert shell_for()["rooms"] == []


@pytest.mark.parametrize(
    ("roles", "round_too"),
    [
        (["follow_up"], True),
        (["caseworker"], False),
        (["leader"], False),
        (["caseworker", "follow_up"], True),
        (["rent"], False),
    ],
)
def test_the_round_stands_in_the_rail_of_those_who_walk_it(roles, round_too):
    labels = {str(room["label"]) for room in shell_for(roles=roles)["rooms"]}
    assert ("Dagens runde" in labels) == round_too
    assert ("Team" in labels) == (roles != ["rent"]), "the round is found by Team"


def test_the_rail_asks_the_database_nothing(rf, django_assert_num_queries, db):
    request = rf.get("/husstander/")
    request.user = User(email="kari@lindvik.example", name="Kari Berg", roles=["leader"])
    with django_assert_num_queries(0):
        html = render_to_string("base.html", {"user": request.user}, request)
    assert "Hopp til innholdet" in html


def test_pages_of_a_list_keep_the_query_string(rf):
    page = Paginator(range(500), 25).get_page(4)
    html = render_to_string("components/pagination.html", {"page_obj": page}, rf.get("/boliger/?bydel=Åssiden&page=4"))
    assert 'href="?bydel=%C3%85ssiden&amp;page=5"' in html
    assert "Viser 76–100 av 500" in html
    assert 'aria-current="true" aria-label="Side 4"' in html


# Errors


@pytest.mark.parametrize("name", ["400", "403_csrf", "500", "registration/locked"])
def test_an_error_page_stands_without_context(name):
    html = get_template(f"{name}.html").render()
    assert "<h1" in html


@pytest.mark.parametrize("name", ["403", "404", "409", "429"])
def test_an_error_page_tells_a_stranger_what_to_do(name, rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render_to_string(f"{name}.html", {}, request)
    assert "Logg inn" in html
    assert "rail" not in html


@pytest.mark.urls("tests.housing.style_page")
def test_a_refusal_without_a_form_is_told_and_is_no_crash(client, db):
    page = client.get("/stil/nektet/")
    assert page.status_code == 409
    assert "Tilbudet er allerede godtatt." in page.content.decode()
    answer = client.get("/api/nektet/")
    assert (answer.status_code, answer.json()) == (409, {"detail": "Tilbudet er allerede godtatt."})


# In a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.housing.style_page")
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_every_piece_stands_in_a_browser(page, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/stil/?melding=1")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Registrer", exact=True).click()
    page.wait_for_function("document.activeElement.className === 'ds-error-summary'")
    assert axe(page) == []
    page.get_by_role("link", name="Målform").click()
    assert page.evaluate("document.activeElement.id") == "id_language_0"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.housing.style_page")
def test_a_question_comes_before_what_cannot_be_undone(page):
    page.goto("/stil/")
    page.get_by_role("button", name="Avslå søknaden").press("Enter")
    page.get_by_role("dialog").wait_for()
    page.get_by_role("button", name="Avbryt").press("Enter")
    assert page.url.endswith("/stil/")
    page.get_by_role("button", name="Avslå søknaden").press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="Ja, gå videre").press("Enter")


@pytest.fixture
def signed_in(page, live_server, client, transactional_db):
    """The browser window of a leader who has logged in."""
    user = User.objects.create_user("kari@lindvik.example", name="Kari Berg", roles=["leader"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.mark.browser
@pytest.mark.urls("tests.housing.style_page")
def test_the_frame_is_reached_by_keyboard(signed_in, axe):
    signed_in.goto("/stil/")
    assert axe(signed_in) == []
    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("document.activeElement.textContent") == "Hopp til innholdet"
    signed_in.keyboard.press("Enter")
    assert signed_in.evaluate("document.activeElement.id") == "innhold"
    signed_in.keyboard.press("/")
    assert signed_in.evaluate("document.activeElement.id") == "site-search"


@pytest.mark.browser
@pytest.mark.urls("tests.housing.style_page")
def test_the_rooms_fold_into_a_menu_on_a_phone(signed_in, axe):
    signed_in.set_viewport_size({"width": 320, "height": 700})
    signed_in.goto("/stil/")
    room = signed_in.get_by_role("link", name="Boliger", exact=True)
    assert not room.is_visible()
    signed_in.locator("summary", has_text="Meny").press("Enter")
    room.wait_for()
    assert axe(signed_in) == []
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
    signed_in.keyboard.press("Escape")
    room.wait_for(state="hidden")
    assert signed_in.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.housing.style_page")
def test_a_double_click_sends_the_form_once(page):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.goto("/stil/")
    page.get_by_role("button", name="Registrer", exact=True).dblclick()
    page.wait_for_function("document.activeElement.className === 'ds-error-summary'")
    assert len(sent) == 1
