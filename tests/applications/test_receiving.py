"""An application comes in: its kinds and their fields, the tenancy it begins at, who acts, and what help ends in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from applications.models import Application
from housing.models import CaseEvent, Draft, Representative
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ACTING = {
    "has_representative": "on",
    "acting_name": "Siri Advokat",
    "acting_postal_address": "Storgata 9, 3999 Lindvik",
}


def no(day):
    return f"{day:%d.%m.%Y}"


def address(household):
    return reverse("application_new", args=[household.pk])


def send(at, household, **changed):
    return at.post(address(household), {"kind": "new", "received_on": no(TODAY), "rooms_min": "2"} | changed)


@pytest.fixture
def home(household):
    return make.tenancy(household, make.dwelling("Strandgata 4", rooms=3), monthly_rent=9000)


@pytest.mark.parametrize("kind", ["assistance", "temporary", "extension"])
def test_who_needs_no_other_dwelling_is_not_asked_how_many_rooms(at, household, home, kind):
    """What the style sheet hides is neither kept nor found wrong."""
    about = home if kind == "extension" else None
    hidden = {"rooms_min": "mange", "staffing_need": "tull", "needs_wheelchair": "on"}
    send(at, household, kind=kind, wishes="Hjelp", tenancy=about.pk if about else "x" * 30, **hidden)
    case = Application.objects.get()
    assert (case.kind, case.tenancy, case.rooms_min, case.needs_wheelchair) == (kind, about, None, None)
    assert case.staffing_need == ""
    page = at.get(reverse("application_change", args=[case.pk]))
    assert set(page.context["form"].fields) == {"external_id", "wishes"}
    at.post(reverse("application_change", args=[case.pk]), {"wishes": "Hjelp med økonomien"})
    case.refresh_from_db()
    assert case.wishes == "Hjelp med økonomien"
    shown = at.get(case.get_absolute_url()).content.decode()
    assert "Hjelp med økonomien" in shown
    assert "Rullestol" not in shown


def test_help_must_be_for_something(at, household):
    assert "wishes" in send(at, household, kind="assistance").context["form"].errors


@pytest.mark.parametrize(("kind", "button"), [("extension", "Søk om forlengelse"), ("transfer", "Søk om bytte")])
def test_it_begins_at_the_tenancy(at, household, home, kind, button):
    page = at.get(home.get_absolute_url()).content.decode()
    link = f"{address(household)}?kind={kind}&amp;tenancy={home.pk}"
    assert f'href="{link}">{button}' in page
    opened = at.get(address(household), {"kind": kind, "tenancy": home.pk})
    form, html = opened.context["form"], opened.content.decode()
    assert (form["kind"].value(), form["tenancy"].value()) == (kind, str(home.pk))
    assert f"Leieforhold {home.number}" in html
    assert "9\u00a0000\u00a0kr" in html
    send(at, household, kind=kind, tenancy=home.pk)
    assert Application.objects.get().tenancy == home


def test_never_at_another_households_tenancy(at, household, kari):
    other = make.tenancy(make.household(caseworker=kari), make.dwelling("Storgata 1"), monthly_rent=12345)
    opened = at.get(address(household), {"kind": "transfer", "tenancy": other.pk})
    assert opened.context["tenancy"] is None
    assert "12\u00a0345" not in opened.content.decode()
    assert "tenancy" in send(at, household, kind="transfer", tenancy=other.pk).context["form"].errors


@pytest.mark.parametrize("tenancy", ["0", "-1", "9" * 30, "tull", "٣", "\x00"])
def test_an_odd_address_shows_the_form_all_the_same(at, household, home, tenancy):
    opened = at.get(address(household), {"kind": "tull", "tenancy": tenancy})
    assert opened.status_code == 200
    assert opened.context["tenancy"] is None


@pytest.mark.parametrize("kind", ["transfer", "extension"])
def test_a_private_home_is_not_ours_to_extend_or_change(at, household, kind):
    private = make.tenancy(household)
    assert "kommunalt" in send(at, household, kind=kind, tenancy=private.pk).context["form"].errors["tenancy"][0]
    assert "Søk om" not in at.get(private.get_absolute_url()).content.decode()


def test_what_is_asked_for_at_the_tenancy_goes_before_an_older_draft(at, household, home, kari):
    Draft.objects.create(
        household=household,
        form="application",
        subject_id=household.pk,
        by=kari,
        data={"kind": ["new"], "tenancy": [""], "wishes": ["Nær skolen"]},
    )
    form = at.get(address(household), {"kind": "transfer", "tenancy": home.pk}).context["form"]
    assert (form["kind"].value(), form["tenancy"].value()) == ("transfer", str(home.pk))
    assert form["wishes"].value() == "Nær skolen"


def test_a_protected_address_does_not_stand_beside_the_form(at, household, home):
    household.members_on(TODAY)[0].person.__class__.objects.update(address_protection="strictly_confidential")
    opened = at.get(address(household), {"kind": "transfer", "tenancy": home.pk})
    assert opened.context["tenancy"] == home
    assert "Strandgata" not in opened.content.decode()


def test_a_representative_comes_with_the_application_once(at, household):
    for _click in range(2):
        send(at, household, external_id="s-1", acting_is_lawyer="on", **ACTING)
    acting = Representative.objects.get()
    assert (acting.name, acting.starts_on, acting.household) == ("Siri Advokat", TODAY, household)
    case = Application.objects.get()
    assert "Siri Advokat" in at.get(case.get_absolute_url()).content.decode()
    assert "Siri" not in repr(list(CaseEvent.objects.values_list("title", "note")))
    page = at.get(address(household))
    assert "has_representative" not in page.context["form"].fields
    assert "Siri Advokat" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "acting_authority_on"),
        ({"acting_authority_on": no(TODAY + timedelta(days=1))}, "acting_authority_on"),
        ({"acting_is_lawyer": "on", "acting_name": ""}, "acting_name"),
        ({"acting_is_lawyer": "on", "acting_postal_address": " "}, "acting_postal_address"),
        ({"acting_is_lawyer": "on", "acting_email": "ikke en adresse"}, "acting_email"),
    ],
)
def test_what_is_wrong_with_the_representative_is_said_at_its_field(at, household, changed, field):
    assert field in send(at, household, **(ACTING | changed)).context["form"].errors
    assert not Application.objects.exists()
    assert not Representative.objects.exists()


def test_a_representative_who_is_not_chosen_is_let_be(at, household):
    send(at, household, acting_name="Siri", acting_email="tull", acting_authority_on="tull")
    assert Application.objects.exists()
    assert not Representative.objects.exists()


@pytest.mark.parametrize("kind", ["assistance", "temporary"])
def test_granted_help_is_given(at, household, kari, kind):
    case = make.granted(household, by=kari, kind=kind)
    Application.objects.update(notified_on=case.decided_on)
    page = at.get(case.get_absolute_url()).content.decode()
    given = reverse("application_fulfil", args=[case.pk])
    assert f'href="{given}"' in page
    assert "ventelisten" not in page
    early = at.post(given, {"happened_on": no(case.decided_on - timedelta(days=1))})
    assert "happened_on" in early.context["form"].errors
    at.post(given, {"happened_on": no(TODAY)})
    case.refresh_from_db()
    assert case.status == "fulfilled"
    assert at.post(given, {"happened_on": no(TODAY)}).status_code == 302
    assert CaseEvent.objects.filter(became="fulfilled").count() == 1


@pytest.mark.parametrize("kind", Application.Kind.values)
def test_each_granted_kind_may_end_without_what_was_granted(at, household, kari, kind):
    case = make.granted(household, by=kari, kind=kind)
    page = at.post(reverse("application_close", args=[case.pk]), {"closed_on": no(TODAY), "reason": "Klarte seg selv"})
    assert page.status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"
    assert case.status_label == ("Ute av ventelisten" if kind in {"new", "transfer"} else "Avsluttet")
    assert at.get(reverse("application_close", args=[case.pk])).status_code == 302


@pytest.mark.parametrize("kind", ["new", "transfer", "extension"])
def test_a_dwelling_is_given_by_its_contract_and_not_by_a_button(at, household, kari, kind):
    case = make.granted(household, by=kari, kind=kind)
    at.post(reverse("application_fulfil", args=[case.pk]), {"happened_on": no(TODAY)})
    case.refresh_from_db()
    assert case.status == "granted"


@pytest.mark.parametrize("kind", ["assistance", "temporary", "extension"])
def test_only_those_who_wait_for_a_dwelling_are_on_the_list(at, household, kari, kind):
    case = make.granted(household, by=kari, kind=kind, decided_on=date(2026, 4, 1))
    home = make.dwelling()
    assert not Application.objects.waiting(TODAY).exists()
    assert case.number not in at.get(reverse("waiting_list")).content.decode()
    assert case.number not in at.get(reverse("candidates", args=[home.pk])).content.decode()
    at.post(reverse("offer_new", args=[home.pk, case.pk]), {"offered_on": no(TODAY), "grounds": "Passer"})
    assert not case.offers.exists()


@pytest.mark.parametrize("kind", Application.Kind.values)
def test_the_list_knows_each_kind(at, household, kari, kind):
    make.application(household, by=kari, kind=kind)
    page = at.get(f"{reverse('application_list')}?kind={kind}")
    assert page.context["page_obj"].paginator.count == 1
    assert str(Application.Kind(kind).label) in page.content.decode()


@pytest.mark.parametrize("kind", Application.Kind.values)
def test_the_api_knows_each_kind(household, kari, kind):
    case = make.application(household, by=kari, kind=kind)
    make.application(household, by=kari, kind="transfer" if kind == "new" else "new")
    program = APIClient()
    program.force_authenticate(kari)
    answer = program.get("/api/v1/soknader/", {"kind": kind}).json()
    assert [(row["id"], row["kind"]) for row in answer["results"]] == [(case.pk, kind)]
    assert program.get("/api/v1/soknader/", {"kind": "tull"}).status_code == 400
