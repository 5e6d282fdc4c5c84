"""Households in a real browser, by keyboard where it matters, with axe-core on every page that is visited."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.models import Alert, Household
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def berg(page):
    user = make.caseworker(name="Kari Berg")
    page.goto(reverse("login"))
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "logg-inn" not in address)
    return user


def test_a_household_is_registered_by_keyboard_after_an_error_is_put_right(page, axe, berg):
    make.person("Amina", "Haugen")
    page.goto(reverse("household_new"))
    assert axe(page) == []
    page.focus("[name=given_name]")
    page.keyboard.type("Amina")
    page.keyboard.press("Tab")
    page.keyboard.type("Haugen")
    page.keyboard.press("Tab")
    page.keyboard.type("12345678901")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ds-error-summary")
    assert axe(page) == []
    assert page.input_value("[name=family_name]") == "Haugen"
    page.fill("[name=national_id]", "")
    page.check("[name=same_person][value=new]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Husstanden er registrert")
    assert page.url.endswith(Household.objects.get().get_absolute_url())
    assert axe(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_readable_at_any_width(page, axe, berg, width):
    household = make.household(children=[timezone.localdate() - timedelta(days=3000)], caseworker=berg)
    day = timezone.localdate()
    Alert.objects.create(
        person=household.members_on(day)[0].person,
        kind="threat",
        text="Hund på tunet",
        starts_on=day,
        expires_on=day + timedelta(days=9),
        by=berg,
    )
    make.tenancy(household, make.dwelling())
    other = make.household(main=make.person("Ola", "Ås"))
    page.set_viewport_size({"width": width, "height": 900})
    tabs = ("bolig", "dokumenter", "logg")
    addresses = [reverse("household_list"), household.get_absolute_url(), reverse("reason", args=[other.pk])]
    addresses += [reverse("household_tab", args=[household.pk, tab]) for tab in tabs]
    forms = ("note_new", "document_new", "consent_new", "alert_new", "member_new", "main_person")
    addresses += [reverse(name, args=[household.pk]) for name in forms]
    for address in addresses:
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_search_is_reached_by_one_key(page, axe, berg):
    household = make.household()
    page.goto(reverse("household_list"))
    page.keyboard.press("/")
    page.keyboard.type("hagen")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"main a[href='{household.get_absolute_url()}']")
    assert "hagen" not in page.url
    assert axe(page) == []
