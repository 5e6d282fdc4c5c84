"""A draft in a real browser: saved as one types, there again in another window, discarded after a question."""

import pytest
from django.urls import reverse

from applications.models import Application
from housing.models import Draft
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(window, user):
    window.goto(reverse("login"))
    window.fill("[name=username]", user.email)
    window.fill("[name=password]", make.PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda address: "logg-inn" not in address)


def test_a_closed_browser_loses_nothing(page, browser, live_server, axe):
    berg = make.caseworker()
    address = reverse("application_new", args=[make.household(caseworker=berg).pk])
    log_in(page, berg)
    page.goto(address)
    page.focus("[name=wishes]")
    page.keyboard.type("Nær skolen")
    page.wait_for_selector("text=Utkast lagret kl.")
    assert page.evaluate("document.activeElement.name") == "wishes", "saving moves no focus"
    page.keyboard.type(" og bussen")
    page.check("[name=kind][value=assistance]")
    assert page.is_hidden("[name=rooms_min]")
    page.check("[name=has_representative]")
    assert page.is_visible("[name=acting_name]")
    page.wait_for_function("document.querySelector('#draft-discard button')")
    page.wait_for_timeout(2500)
    assert axe(page) == []
    page.close()

    again = browser.new_context(base_url=live_server.url, locale="nb-NO").new_page()
    log_in(again, berg)
    again.goto(reverse("home"))
    again.click("text=Søknad: Haugen, Amina")
    assert again.input_value("[name=wishes]") == "Nær skolen og bussen"
    assert again.is_checked("[name=kind][value=assistance]")
    assert axe(again) == []
    again.click("text=Forkast utkastet")
    again.click("[data-dialog-no]")
    assert Draft.objects.exists()
    again.click("text=Forkast utkastet")
    again.click("[data-dialog-yes]")
    again.wait_for_selector("text=Utkastet er forkastet.")
    assert again.input_value("[name=wishes]") == ""
    again.context.close()
    assert not Draft.objects.exists()


def test_by_keyboard_the_form_is_sent_and_not_saved(page):
    """Enter in a field is the form's own button, though two more stand beside it."""
    berg = make.caseworker()
    log_in(page, berg)
    page.goto(reverse("application_new", args=[make.household(caseworker=berg).pk]))
    page.focus("[name=rooms_min]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Søknaden er registrert.")
    assert Application.objects.count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_an_application_are_readable_at_any_width(page, axe, width):
    berg, odd = make.caseworker(), make.caseworker(name="Odd Lie")
    household = make.household(caseworker=berg)
    make.representative(household, by=berg)
    home = make.tenancy(household, make.dwelling())
    case = make.application(household, by=berg, kind="transfer", tenancy=home)
    make.paper(case, by=berg)
    for user in (berg, odd):
        Draft.objects.create(household=household, form="application", subject_id=household.pk, by=user)
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, berg)
    new = reverse("application_new", args=[household.pk])
    for address in (
        f"{new}?kind=transfer&tenancy={home.pk}",
        case.get_absolute_url(),
        home.get_absolute_url(),
        reverse("representative_new", args=[household.pk]),
        household.get_absolute_url(),
        reverse("home"),
    ):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
