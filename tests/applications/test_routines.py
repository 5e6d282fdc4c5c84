"""The municipality's routine: read by leaders, renewed by the administrator, never changed backwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import routines
from applications.forms.routines import KEPT, RoutineForm
from applications.models import Routine
from housing.database import Refused
from housing.versions import versions
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def admin(client):
    user = make.user("administrator")
    client.force_login(user)
    client.user = user
    return client


def sent(**changed):
    return {
        "valid_from": f"{TODAY:%d.%m.%Y}",
        "guidelines": "Lindviks retningslinjer av 3. mars 2026",
        "minimum_age": "18",
        "residence_months": "24",
        "rent_debt_is_obstacle": "on",
        "second_reader": "refusals",
        "discussion_before_offer": "on",
        "document_days": "14",
        "mapping_months": "12",
    } | changed


def post(client, **changed):
    return client.post(reverse("routine_new"), sent(**changed))


def test_before_the_first_the_starting_point_applies(admin):
    page = admin.get(reverse("routine_list")).content.decode()
    assert "Utgangspunktet" in page
    assert "kreves ikke" in page
    assert Routine.objects.on(TODAY).document_days == 21


def test_a_new_one_from_today(admin):
    form = admin.get(reverse("routine_new")).context["form"]
    assert form["document_days"].value() == 21
    answer = post(admin)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Routine.objects.on(TODAY)
    assert (made.residence_months, made.document_days, made.by) == (24, 14, admin.user)
    assert made.needs_second_reader("rejected")
    page = admin.get(reverse("routine_list")).content.decode()
    assert "Gjelder nå" in page
    assert "Utgangspunktet" not in page
    assert admin.get(reverse("routine_new")).context["form"]["residence_months"].value() == 24


def test_each_version_says_what_it_changed():
    old = Routine.objects.create(valid_from=TODAY - timedelta(days=90), document_days=14)
    now = Routine.objects.create(valid_from=TODAY - timedelta(days=9), document_days=14, residence_months=1)
    later = Routine.objects.create(valid_from=TOMORROW, document_days=14, residence_months=1)
    found = versions(Routine.objects.all(), TODAY, first=Routine(), facts_of=routines.facts_of)
    assert [(row.row, row.is_current, row.is_later) for row in found] == [
        (later, False, True),
        (now, True, False),
        (old, False, False),
    ]
    assert [row.changes for row in found] == [
        [],
        [("Botid i kommunen", "kreves ikke", "1 måned")],
        [("Frist for dokumenter", "21 dager", "14 dager")],
    ]


def test_every_field_is_told_in_words():
    """A field that is added and not told of would change the routine unseen."""
    other = Routine(
        minimum_age=20,
        residence_months=5,
        rent_debt_is_obstacle=True,
        second_reader="always",
        discussion_before_offer=True,
        document_days=9,
        mapping_months=6,
        guidelines="Andre",
    )
    fields = {field.name for field in Routine._meta.fields} - {"id", "valid_from", "by", "made_at"}
    assert fields == set(KEPT)
    pairs = zip(routines.facts_of(Routine()), routines.facts_of(other), strict=True)
    assert sum(before != after for before, after in pairs) == len(KEPT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_from": f"{TODAY - timedelta(days=1):%d.%m.%Y}"}, "valid_from"),
        ({"valid_from": "01.01.2199"}, "valid_from"),
        ({"valid_from": "snart"}, "valid_from"),
        ({"minimum_age": "15"}, "minimum_age"),
        ({"minimum_age": "26"}, "minimum_age"),
        ({"residence_months": "-1"}, "residence_months"),
        ({"residence_months": "mange"}, "residence_months"),
        ({"document_days": "1"}, "document_days"),
        ({"mapping_months": "0"}, "mapping_months"),
        ({"second_reader": "noen"}, "second_reader"),
        ({"guidelines": ""}, "guidelines"),
        ({"guidelines": "x" * 301}, "guidelines"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(admin, changed, field):
    assert field in post(admin, **changed).context["form"].errors
    assert not Routine.objects.exists()


def test_two_clicks_make_one_and_another_on_the_same_day_is_refused(admin):
    assert post(admin).status_code == post(admin).status_code == 302
    assert Routine.objects.count() == 1
    assert "valid_from" in post(admin, document_days="30").context["form"].errors


def test_of_two_who_begin_one_at_once_the_second_is_told(admin):
    forms = [RoutineForm(sent(document_days=days)) for days in ("14", "30", "14")]
    assert all(form.is_valid() for form in forms)
    made = forms[0].begin(by=admin.user)
    with pytest.raises(Refused, match="begynner allerede denne dagen"):
        forms[1].begin(by=admin.user)
    assert forms[2].begin(by=admin.user) == made


def test_leaders_read_and_others_do_not(client):
    client.force_login(make.leader())
    page = client.get(reverse("routine_list")).content.decode()
    assert "Ny rutine" not in page
    assert client.get(reverse("routine_new")).status_code == 403
    client.force_login(make.caseworker())
    assert client.get(reverse("routine_list")).status_code == 403
