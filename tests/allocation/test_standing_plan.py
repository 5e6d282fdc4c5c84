"""What the waiting list costs: a page is read off the index, by one plan and as many questions however many wait."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.models import PriorityScheme, QueueDay, Standing
from tests import make

pytestmark = pytest.mark.django_db
# As many waiting households as asked for, all granted so long ago that waiting gives all it can give.
HOUSEHOLDS = """
    INSERT INTO housing_household (external_id, created_on, district, target_groups)
    SELECT 'plan-' || n, DATE '2020-01-01', '', '{}' FROM generate_series(%s, %s) AS n
"""
APPLICATIONS = """
    INSERT INTO applications_application (
        external_id, household_id, status, kind, received_on, channel, staffing_need, districts_wanted, wishes,
        outcome, decided_on, closed_reason
    )
    SELECT external_id, id, 'granted', 'new', DATE '2020-01-01', '', '', '{}', '', 'granted',
        DATE '2020-02-01' + (id % 300)::int, ''
    FROM housing_household WHERE external_id LIKE 'plan-%' AND NOT EXISTS (
        SELECT 1 FROM applications_application AS a WHERE a.household_id = housing_household.id
    )
"""
STANDINGS = """
    INSERT INTO allocation_standing (
        application_id, since, scheme_id, is_first, points, children, decided_on, is_homeless, grounds, lines, cause,
        left_because
    )
    SELECT id, now(), %s, false, 12, 0, decided_on, false,
        jsonb_build_object('decided_on', decided_on, 'situation', 'none'),
        '[{"code": "waiting_time", "label": "Ventetid", "points": 12}]', 'began', ''
    FROM applications_application AS a WHERE NOT EXISTS (
        SELECT 1 FROM allocation_standing AS s WHERE s.application_id = a.id
    )
"""


def fill(first, last):
    scheme = PriorityScheme.objects.on(timezone.localdate())
    QueueDay.objects.get_or_create(day=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(HOUSEHOLDS, [first, last])
        cursor.execute(APPLICATIONS)
        cursor.execute(STANDINGS, [scheme.pk])
        cursor.execute("ANALYZE housing_household, applications_application, allocation_standing")


def plan(page=1):
    """The plan of one page, without its costs."""
    user = make.caseworker()
    rows = Standing.objects.open().in_order().visible_to(user)[50 * (page - 1) : 50 * page]
    return rows.explain(costs=False)


def test_one_page_is_read_off_the_index_by_the_same_plan_however_many_wait(client):
    client.force_login(make.caseworker())
    url = reverse("waiting_list")
    plans, questions = [], []
    for first, last in ((1, 1_000), (1_001, 100_000)):
        fill(first, last)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url)
        assert len(page.context["rows"]) == 50
        assert [row["place"].number for row in page.context["rows"]] == list(range(1, 51))
        assert page.context["page_obj"].paginator.count == last
        plans.append(plan())
        questions.append(len(captured))
    assert "Index Scan using standing_in_order" in plans[0]
    assert "Sort" not in plans[0]
    assert plans[0] == plans[1]
    assert questions[0] == questions[1]
    assert not Standing.objects.filter(until__isnull=False).exists(), "ingen plass skulle vært rettet"
