"""What a household wishes of a dwelling, what it can pay, and where it must not live."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Exclusion, HousingWish
from housing.database import Refused
from housing.models import CaseEvent
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "Bodde der sammen med den de flyktet fra."


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def household(kari):
    return make.household(caseworker=kari)


@pytest.fixture
def at(client, kari):
    client.force_login(kari)
    return client


def wishes_url(household):
    return reverse("housing_wishes", args=[household.pk])


def test_wishes_are_kept_with_every_version_and_the_timeline_says_what_changed(at, household):
    sent = {"drug_free": "required", "shielded": "", "max_rent": "9 500", "monthly_income": "24 000,50 kr"}
    assert at.post(wishes_url(household), sent).url == wishes_url(household)
    at.post(wishes_url(household), sent | {"max_rent": "10 000"})
    wish = HousingWish.objects.get()
    assert (wish.drug_free, wish.max_rent, wish.monthly_income) == ("required", 10_000, 24_000.5)
    assert wish.history.count() == 2
    notes = CaseEvent.objects.filter(title="Boligønskene er endret").values_list("note", flat=True)
    assert "Høyeste husleie per måned" in set(notes)


@pytest.mark.parametrize("field", ["max_rent", "monthly_income"])
def test_an_amount_below_nothing_is_told_at_its_field(at, household, field):
    assert field in at.post(wishes_url(household), {field: "-1"}).context["form"].errors


def exclude(at, household, **sent):
    facts = {"kind": "building", "address": "Bakkegata 13", "reason": SECRET, "starts_on": f"{TODAY:%d.%m.%Y}"} | sent
    return at.post(reverse("exclusion_new", args=[household.pk]), facts)


def test_a_place_is_excluded_once_and_its_reason_read_in_the_case_alone(at, kari, household):
    for _click in range(2):
        assert exclude(at, household, external_id="u-1").status_code == 302
    assert Exclusion.objects.get().by == kari
    page = at.get(wishes_url(household)).content.decode()
    assert SECRET in page
    assert "Er stedet skrevet riktig?" in page
    make.dwelling("Bakkegata 13 B")
    assert "1 av kommunens boliger ligger der." in at.get(wishes_url(household)).content.decode()
    case = make.application(household, by=kari)
    assert "Bakkegata 13" in at.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "Bakkegata"}, "address"),
        ({"address": "13"}, "address"),
        ({"kind": "district", "district": ""}, "district"),
        ({"kind": "district", "district": "Nesten ingensteds"}, "district"),
        ({"reason": " "}, "reason"),
        ({"kind": "planet"}, "kind"),
        ({"starts_on": "31.12.2199"}, "starts_on"),
    ],
)
def test_what_is_missing_is_said_at_the_field(at, household, sent, field):
    assert field in exclude(at, household, **sent).context["form"].errors


def test_lifted_with_a_reason_and_once(at, kari, household):
    row = make.exclusion(household, by=kari)
    url = reverse("exclusion_lift", args=[row.pk])
    assert "because" in at.post(url, {"because": ""}).context["form"].errors
    assert at.post(url, {"because": "Han har flyttet til en annen by."}).url == wishes_url(household)
    assert not Exclusion.objects.on(TODAY).exists()
    assert at.get(url).status_code == 302
    with pytest.raises(Refused, match="ikke lenger utelukket"):
        row.lift(by=kari, day=TODAY, because="En gang til")


def test_who_may_not(client, household):
    stranger = make.caseworker(name="Ola Lie")
    client.force_login(stranger)
    assert "begrunnelse" in client.get(wishes_url(household)).url
    team = make.user("follow_up")
    household.take_responsibility(team, kind="follow_up")
    client.force_login(team)
    assert client.get(wishes_url(household)).status_code == 200
    assert client.post(wishes_url(household), {"drug_free": "wanted"}).status_code == 403
    client.force_login(make.user("rent"))
    assert client.get(wishes_url(household)).status_code == 403
    assert not HousingWish.objects.exists()
