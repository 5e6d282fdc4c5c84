"""The phone in a stairwell, in a real browser: without a line nothing is lost, and what is sent twice arrives once."""

import sys
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from housing.models import Alert
from housing_first.models import Contact
from tests import make
from tests import make_housing_first as make_hf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
TODAY = timezone.localdate()
# Seconds for one tap with a thumb, for finding what to tap, and for a letter on a phone's keyboard (Card, Moran and
# Newell's keystroke-level model, with measured phone typing).
TAP, FIND, LETTER = 1.1, 1.35, 0.3
MOST_SECONDS = 20


@pytest.fixture
def team():
    return make_hf.team()


@pytest.fixture
def trine(team):
    return make_hf.worker(team)


def participant(team, name, *, seen=9, conduct=1, by):
    household = make.household(main=make.person(name, "Berg"))
    made = make_hf.participation(household, team, started_on=TODAY - timedelta(days=60))
    make_hf.risk(made, by=by, assessed_on=TODAY - timedelta(days=3), conduct=conduct)
    make_hf.contact(made, by=by, happened_on=TODAY - timedelta(days=seen))
    return made


def log_in(window, user):
    window.goto(reverse("login"))
    window.fill("[name=username]", user.email)
    window.fill("[name=password]", make.PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda address: "logg-inn" not in address)


def at_the_ready(window, user):
    """Logged in, with the round on the screen and both pages kept."""
    window.set_viewport_size(PHONE)
    log_in(window, user)
    window.goto(reverse("daily_round"))
    window.wait_for_selector("[data-field][data-ready]", state="attached")
    comes_true(
        window,
        "async (paths) => { const cache = await caches.open('field-pages-1');"
        " return (await Promise.all(paths.map((path) => cache.match(path)))).every(Boolean); }",
        [reverse("daily_round"), reverse("contact_new")],
    )


def comes_true(window, question, arg=None):
    """A question whose answer the page has to wait for, asked until it is yes."""
    end = time.monotonic() + 15
    while not window.evaluate(question, arg):
        assert time.monotonic() < end, question
        window.wait_for_timeout(100)


def write(window, name, *, met="Møtt", note=""):
    """One contact on the contact page, from the round."""
    window.locator("article", has_text=name).get_by_role("link", name="Registrer kontakt").click()
    window.locator(".tap", has_text=met).click()
    if note:
        window.fill("[name=note]", note)
    window.get_by_role("button", name="Lagre", exact=True).click()


def waiting(window):
    return window.evaluate("async () => (await Outbox.all()).map((row) => row.label)")


def test_without_a_line_nothing_is_lost_and_it_arrives_once(page, team, trine):
    participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("text=Jonas B.")
    assert page.is_visible("[data-stale]"), "what was known is told with its time"

    write(page, "Jonas B.", met="Ikke truffet", note="Lyset sto på.")
    page.wait_for_selector("text=Lagret på telefonen. Sendes når det er dekning:")
    # A second one, on the same kept page, is another contact.
    page.get_by_label("Hvem").select_option(label="Jonas B.")
    page.locator(".tap", has_text="Møtt").first.click()
    page.locator(".tap", has_text="Telefon").click()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_selector("text=Ikke sendt ennå (2)")
    assert Contact.objects.count() == before

    # The page is closed and opened: still there.
    page.goto(reverse("daily_round"))
    page.wait_for_selector("text=Ikke sendt ennå (2)")
    page.context.set_offline(False)
    page.wait_for_selector("[data-outbox]", state="hidden")
    page.wait_for_timeout(500)
    made = list(Contact.objects.order_by("pk")[before:])
    assert [(row.kind, row.was_met, row.note, row.by) for row in made] == [
        ("visit", False, "Lyset sto på.", trine),
        ("phone", True, "", trine),
    ]
    assert {row.happened_on for row in made} == {TODAY}
    assert waiting(page) == []


def test_what_was_told_to_wait_is_told_when_it_is_sent(page, team, trine):
    participant(team, "Jonas", by=trine)
    at_the_ready(page, trine)
    page.context.set_offline(True)
    write(page, "Jonas B.")
    page.wait_for_selector("text=Lagret på telefonen. Sendes når det er dekning:")

    page.context.set_offline(False)

    page.wait_for_selector("[data-kept] >> text=Sendt:")
    assert not page.is_visible("text=Sendes når det er dekning:")


def test_an_answer_that_is_lost_makes_no_second_contact(page, team, trine):
    participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    lost = []

    def lose_the_answer(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route(f"**{reverse('contact_new')}*", lose_the_answer)
    write(page, "Jonas B.")
    page.wait_for_selector("text=Lagret på telefonen. Sendes når det er dekning:")
    assert len(lost) == 1
    assert Contact.objects.count() == before + 1, "it arrived, and the phone does not know"
    page.evaluate("Field.flush()")
    page.wait_for_selector("[data-outbox]", state="hidden")
    assert Contact.objects.count() == before + 1
    assert waiting(page) == []


def test_two_taps_on_the_button_are_one_contact(page, team, trine):
    participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    page.goto(f"{reverse('contact_new')}")
    page.get_by_label("Hvem").select_option(label="Jonas B.")
    page.locator(".tap", has_text="Møtt").first.click()
    page.get_by_role("button", name="Lagre", exact=True).dblclick()
    page.wait_for_selector("text=Sendt:")
    page.wait_for_timeout(300)
    assert Contact.objects.count() == before + 1


def test_what_another_has_typed_on_the_phone_is_left_alone(page, team, trine):
    participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    page.context.set_offline(True)
    write(page, "Jonas B.", note="Trines ord")
    page.wait_for_selector("text=Ikke sendt ennå (1)")
    page.context.set_offline(False)
    # Sent at once when the line is back; so another one, kept as if the line had not been.
    page.wait_for_selector("[data-outbox]", state="hidden")
    assert Contact.objects.count() == before + 1
    row = {"key": "c" * 32, "user": str(trine.pk), "label": "Jonas B.", "typedAt": 1, "refused": None}
    page.evaluate("(row) => Outbox.put(row)", row | {"fields": [["note", "Trines ord"]]})
    page.context.clear_cookies()
    odd = make_hf.worker(team, name="Odd Moe")
    log_in(page, odd)
    page.goto(reverse("daily_round"))
    page.wait_for_selector("text=fra en annen bruker")
    page.wait_for_timeout(500)
    assert "Trines ord" not in page.content()
    assert Contact.objects.count() == before + 1
    assert len(waiting(page)) == 1


def test_a_session_that_has_ended_keeps_it_until_one_logs_in(page, team, trine):
    participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    page.goto(reverse("contact_new"))
    Session.objects.all().delete()
    page.context.clear_cookies()
    page.get_by_label("Hvem").select_option(label="Jonas B.")
    page.locator(".tap", has_text="Møtt").first.click()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_role("link", name="Logg inn for å sende det som venter.").click()
    page.wait_for_url(lambda address: "logg-inn" in address)
    assert Contact.objects.count() == before
    log_in(page, trine)
    page.goto(reverse("daily_round"))
    comes_true(page, "async () => (await Outbox.all()).length === 0")
    assert Contact.objects.count() == before + 1


def test_what_the_server_does_not_take_is_put_right_and_sent(page, team, trine):
    jonas = participant(team, "Jonas", by=trine)
    before = Contact.objects.count()
    at_the_ready(page, trine)
    page.goto(f"{reverse('contact_new')}?deltaker={jonas.pk}")
    page.locator(".tap", has_text="Møtt").first.click()
    page.fill("[name=minutes]", "en time")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_selector("#id_minutes_error >> text=heltall")
    assert Contact.objects.count() == before
    assert page.input_value("[name=minutes]") == "en time"
    page.get_by_role("button", name="60", exact=True).click()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_selector("text=Sendt:")
    assert Contact.objects.latest("pk").minutes == 60
    assert waiting(page) == []


def test_the_form_asks_for_what_is_missing_before_it_is_kept(page, team, trine):
    participant(team, "Jonas", by=trine)
    at_the_ready(page, trine)
    page.goto(reverse("contact_new"))
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_selector("#id_participation_error >> text=Du må velge.")
    assert page.is_visible("#id_was_met_error >> text=Du må velge.")
    assert waiting(page) == []


def test_logging_out_throws_the_kept_pages_away(page, team, trine):
    participant(team, "Jonas", by=trine)
    at_the_ready(page, trine)
    page.set_viewport_size({"width": 1000, "height": 740})
    page.locator(".topbar__user summary").click()
    page.get_by_role("button", name="Logg ut").click()
    comes_true(page, "async () => !(await caches.has('field-pages-1'))")
    page.context.set_offline(True)
    answer = page.goto(reverse("daily_round"))
    assert answer.status == 503
    assert "Jonas" not in page.content()
    page.context.set_offline(False)


def test_the_phone_journey_takes_less_than_twenty_seconds(page, axe, team, trine, capsys):
    """From the round to a contact that is sent, at 360 × 740: what a thumb takes, and what the program takes."""
    jonas = participant(team, "Jonas", conduct=1, by=trine)
    participant(team, "Vera", seen=1, by=trine)
    alert = Alert(person=jonas.person, kind="two_together", starts_on=TODAY, expires_on=TODAY + timedelta(days=30))
    alert.raise_in(jonas.household, by=trine)
    at_the_ready(page, trine)
    stop = page.locator("article", has_text="Jonas B.")
    assert stop.locator("text=Gå alltid to sammen").first.is_visible()
    assert axe(page) == []

    taps = [
        stop.get_by_role("link", name="Registrer kontakt"),
        page.locator(".tap", has_text="Møtt").first,
        page.get_by_role("button", name="30", exact=True),
        page.get_by_role("button", name="I morgen"),
        page.get_by_role("button", name="Lagre", exact=True),
    ]
    began = time.monotonic()
    for tapped in taps:
        tapped.click()
    page.wait_for_selector("text=Sendt: Jonas B.")
    machine = time.monotonic() - began

    contact = Contact.objects.latest("pk")
    assert (contact.participation, contact.was_met, contact.kind, contact.place) == (jonas, True, "visit", "home")
    assert (contact.minutes, contact.next_on) == (30, TODAY + timedelta(days=1))
    thumb = len(taps) * (TAP + FIND)
    with capsys.disabled():
        sys.stdout.write(
            f"\nOne contact at 360 x 740: {len(taps)} taps, {thumb:.1f} s with a thumb, {machine:.1f} s the program, "
            f"{machine + thumb:.1f} s in all; a tap and {LETTER} s a letter more for words.\n"
        )
    assert machine + thumb < MOST_SECONDS
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_targets_are_large_enough_for_a_thumb(page, team, trine):
    jonas = participant(team, "Jonas", by=trine)
    at_the_ready(page, trine)
    page.goto(f"{reverse('contact_new')}?deltaker={jonas.pk}")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.tap, .phone__save, .quick button, [data-contact] > .ds-field select')]"
        ".filter((part) => part.checkVisibility()).map((part) => [part.textContent.trim(), part.offsetHeight])"
    )
    assert len(boxes) > 8
    assert [box for box in boxes if box[1] < 44] == []
    # Who, how one goes there and met or not stand on the first screen, before anything is scrolled.
    assert page.evaluate("document.querySelector('.taps').getBoundingClientRect().bottom < innerHeight"), (
        "met or not is reached without scrolling"
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_the_field_are_readable_at_any_width(page, axe, team, trine, width):
    jonas = participant(team, "Jonas", conduct=3, by=trine)
    incident = make_hf.incident(team, participation=jonas, by=trine, happened_on=TODAY)
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, trine)
    for address in (
        reverse("daily_round"),
        f"{reverse('contact_new')}?deltaker={jonas.pk}",
        reverse("contact_log", args=[jonas.pk]),
        reverse("safety"),
        reverse("risk_new", args=[jonas.pk]),
        jonas.risk_assessments.get().get_absolute_url(),
        reverse("incident_new", args=[team.pk]),
        incident.get_absolute_url(),
        jonas.get_absolute_url(),
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
