"""The order of priority: read by leaders, renewed by the administrator, never changed backwards."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from allocation.models import PriorityScheme, SchemeDraft
from allocation.priority import FIRST_SCHEME
from housing.database import Refused
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _as_installed():
    """A test that empties the tables takes the first scheme with it; the migration puts it back."""
    if not PriorityScheme.objects.exists():
        import_module("allocation.migrations.0005_first_scheme").begin(apps, None)


def sent(**changed):
    points = {f"points_{rule.code}": str(rule.points) for rule in FIRST_SCHEME}
    most = {f"maximum_{rule.code}": str(rule.maximum) for rule in FIRST_SCHEME if rule.maximum is not None}
    return {"name": "Ordning 2027"} | points | most | changed


ADOPTED = {"starts_on": f"{TOMORROW:%d.%m.%Y}", "source": "Formannskapet"}


def adopted(client, draft, **changed):
    return client.post(reverse("scheme_draft_adopt", args=[draft.pk]), ADOPTED | changed)


def test_the_first_scheme_is_there_from_the_start():
    scheme = PriorityScheme.objects.on(TODAY)
    assert [(rule.code, rule.points, rule.maximum) for rule in scheme.rules] == [
        (rule.code, rule.points, rule.maximum) for rule in FIRST_SCHEME
    ]


def test_a_new_one_begins_later_and_leaves_out_what_gives_nothing(client):
    client.force_login(make.user("administrator"))
    assert client.get(reverse("scheme_new")).status_code == 200
    answer = client.post(reverse("scheme_new"), sent(points_refugee="0", points_children="30", maximum_children="60"))
    assert answer.status_code == 302, answer.context["form"].errors
    draft = SchemeDraft.objects.get()
    assert PriorityScheme.objects.count() == 1
    assert adopted(client, draft).status_code == 302
    made = PriorityScheme.objects.on(TOMORROW)
    rules = {rule.code: rule for rule in made.rules}
    assert "refugee" not in rules
    assert (rules["children"].points, rules["children"].maximum) == (30, 60)
    assert PriorityScheme.objects.on(TODAY) != made


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"points_children": "-1"}, "points_children"),
        ({"points_children": "mange"}, "points_children"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(client, changed, field):
    client.force_login(make.user("administrator"))
    assert field in client.post(reverse("scheme_new"), sent(**changed)).context["form"].errors


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": f"{TODAY:%d.%m.%Y}"}, "starts_on"),
        ({"starts_on": "snart"}, "starts_on"),
        ({"source": ""}, "source"),
    ],
)
def test_a_draft_begins_on_a_day_to_come_and_says_who_adopted_it(client, changed, field):
    admin = make.user("administrator")
    client.force_login(admin)
    draft = make.scheme_draft(by=admin)
    assert field in adopted(client, draft, **changed).context["form"].errors
    assert PriorityScheme.objects.count() == 1


def test_two_cannot_begin_on_one_day(client):
    admin = make.user("administrator")
    client.force_login(admin)
    one, other = make.scheme_draft(by=admin), make.scheme_draft(by=admin)
    assert adopted(client, one).status_code == 302
    assert "starts_on" in adopted(client, other).context["form"].errors


def test_a_draft_is_changed_until_it_is_adopted_and_then_never(client):
    admin = make.user("administrator")
    client.force_login(admin)
    draft = make.scheme_draft(by=admin)
    edit = reverse("scheme_draft_edit", args=[draft.pk])
    assert client.post(edit, sent(points_children="7", maximum_children="")).status_code == 302
    draft.refresh_from_db()
    assert {rule.code: rule.points for rule in draft.rules}["children"] == 7
    assert SchemeDraft.objects.count() == 1
    assert adopted(client, draft).status_code == 302
    for name in ("scheme_draft", "scheme_draft_edit", "scheme_draft_adopt"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    assert client.post(reverse("scheme_draft_delete", args=[draft.pk])).status_code == 404
    with pytest.raises(Refused):
        draft.adopt(starts_on=TOMORROW + timedelta(days=1), source="To ganger")
    with pytest.raises(Refused):
        draft.rewrite()


def test_a_draft_is_deleted(client):
    admin = make.user("administrator")
    client.force_login(admin)
    draft = make.scheme_draft(by=admin)
    assert client.post(reverse("scheme_draft_delete", args=[draft.pk])).status_code == 302
    assert not SchemeDraft.objects.exists()


def test_leaders_read_and_others_do_not(client):
    client.force_login(make.leader())
    page = client.get(reverse("scheme_list")).content.decode()
    assert "I bruk nå" in page
    assert "Ny ordning" not in page
    assert client.get(reverse("scheme_new")).status_code == 403
    client.force_login(make.caseworker())
    assert client.get(reverse("scheme_list")).status_code == 403
