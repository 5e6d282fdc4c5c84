"""The programme's groups: on any day, never in a ring, on the page as drawing and list, and in the report."""

import base64
import json
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from housing.database import Refused
from housing.periods import Period
from reporting import pdf
from reporting.example_organisation import leave_organisation
from reporting.models import ProgrammeGroup
from reporting.models.organisation import printed
from tests import make
from tests import make_plan as made
from tests.at_once import at_once
from tests.reporting.test_pdf import structure

SPRING = Period.half_year(2026, 1)
TODAY = timezone.localdate()


@pytest.fixture
def programme(client):
    user = make.user("programme")
    client.force_login(user)
    return user


@pytest.fixture
def top():
    return made.group()


@pytest.mark.django_db
def test_a_past_day_has_the_groups_of_that_day(client, programme, top):
    made.group("Utskriving", "working", top, ends_on=date(2026, 3, 1))
    made.group("Løslatelse", "working", top, starts_on=date(2026, 3, 1))

    def names(day):
        page = client.get(reverse("organisation"), {"dato": day})
        return [entry["group"].name for entry in page.context["tree"][0]["below"]]

    assert names("28.02.2026") == ["Utskriving"]
    assert names("01.03.2026") == ["Løslatelse"]
    assert client.get(reverse("organisation"), {"dato": "31.02.2026"}).status_code == 200
    assert client.get(reverse("organisation"), {"dato": "01.01.1999"}).context["tree"] == []


@pytest.mark.django_db
def test_the_drawing_and_the_list_have_the_same_groups(client, programme, top):
    made.group("Drift & <bolig>", "working", top, leader="Boligsjefen", members="Ett medlem")
    page = client.get(reverse("organisation")).content.decode()
    answer = client.get(reverse("organisation_chart"), {"dato": TODAY.isoformat()})

    assert "Drift &amp; &lt;bolig&gt; rapporterer til Styringsgruppen" in page  # the alternative text
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = "".join(ElementTree.fromstring(answer.content).itertext())
    assert "Drift & <bolig>" in drawn
    assert "Boligsjefen" in drawn


@pytest.mark.django_db
def test_a_ring_is_refused_in_words(client, programme, top):
    middle = made.group("Prosjektgruppen", "project", top)
    low = made.group("Arbeidsgruppen", "working", middle)
    sent = {"name": "Styringsgruppen", "kind": "steering", "reports_to": low.pk, "starts_on": "01.01.2025"}

    answer = client.post(reverse("programme_group_change", args=[top.pk]), sent)

    assert "«Arbeidsgruppen» rapporterer allerede til «Styringsgruppen»" in answer.content.decode()
    top.refresh_from_db()
    assert top.reports_to is None
    top.reports_to = top
    with pytest.raises(Refused, match="rapporterer allerede"):
        top.keep()


@pytest.mark.django_db
def test_nobody_reports_to_a_group_that_is_not_there(client, programme, top):
    late = made.group("Senere", "project", starts_on=date(2026, 5, 1))
    sent = {"name": "X", "kind": "working", "reports_to": late.pk, "starts_on": "30.04.2026"}
    told = client.post(reverse("programme_group_new"), sent).content.decode()
    assert "«Senere» fantes ikke 30.04.2026." in told
    made.group("Y", "working", top)
    sent = {"name": "Styringsgruppen", "kind": "steering", "starts_on": "01.01.2025", "ends_on": "01.06.2026"}
    assert "Flytt dem først" in client.post(reverse("programme_group_change", args=[top.pk]), sent).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_ring_together():
    one, other = made.group("En"), made.group("To")
    one.reports_to, other.reports_to = other, one

    done, refused = at_once(lambda group: group.keep(), [one, other], threads=2)

    assert (done, len(refused)) == (1, 1)
    assert ProgrammeGroup.objects.filter(reports_to__isnull=True).count() == 1


@pytest.mark.django_db
def test_a_group_is_written_once_and_ended_when_nobody_reports_to_it(client, programme, top):
    sent = {"name": "Leie til eie", "kind": "sub_project", "reports_to": top.pk, "starts_on": "01.02.2026"}
    for _click in range(2):
        assert client.post(reverse("programme_group_new"), sent | {"external_id": "g1"}).status_code == 302
    made_group = ProgrammeGroup.objects.get(name="Leie til eie")
    end = reverse("programme_group_end", args=[top.pk])
    assert "Flytt dem først" in client.post(end, {"ends_on": "01.06.2026"}).content.decode()
    assert (
        client.post(reverse("programme_group_end", args=[made_group.pk]), {"ends_on": "01.05.2026"}).status_code == 302
    )
    assert client.post(end, {"ends_on": "01.06.2026"}).status_code == 302
    assert list(ProgrammeGroup.objects.on(date(2026, 6, 1))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"ends_on": "01.01.2020"}, "Gruppen slutter før den begynner."),
        ({"kind": "family"}, "Du må rette 1 feil"),
        ({"name": ""}, "Du må rette 1 feil"),
    ],
)
def test_a_group_that_cannot_be_is_told(client, programme, facts, told):
    sent = {"name": "X", "kind": "working", "starts_on": "01.02.2026"} | facts
    assert told in client.post(reverse("programme_group_new"), sent).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_number_of_questions(client, programme, count, django_assert_max_num_queries):
    above = None
    for number in range(count):
        above = made.group(f"Gruppe {number}", "working", above)
    with django_assert_max_num_queries(5):
        client.get(reverse("organisation"))


@pytest.mark.django_db
def test_the_report_has_the_chart_with_its_words_and_table_of_its_last_day(top):
    made.group("Løslatelse", "working", top, leader="NAV", mandate="Bolig før løslatelse")
    made.group("Senere", "working", top, starts_on=date(2026, 7, 1))

    told = json.loads(json.dumps(printed(SPRING)))

    assert [(row["name"], row["reports_to"], row["leader"], row["task"]) for row in told["rows"]] == [
        ("Styringsgruppen", "", "", ""),
        ("Løslatelse", "Styringsgruppen", "NAV", "Bolig før løslatelse"),
    ]
    kind, data = told["image"].split(",")
    assert kind == "data:image/svg+xml;base64"
    assert ElementTree.fromstring(base64.b64decode(data))[0].text == told["alt"]
    assert told["alt"].endswith("Øverst: Styringsgruppen; Løslatelse rapporterer til Styringsgruppen.")


@pytest.mark.slow
@pytest.mark.django_db
def test_on_paper_the_chart_is_a_described_figure_with_its_table(top):
    made.group("Løslatelse", "working", top, leader="NAV")
    told = printed(SPRING)
    piece = render_to_string("reports/_organisation.html", {"organisation": told})
    html = f"<!doctype html><html lang='nb'><head><title>Kart</title></head><body><h1>Kart</h1>{piece}</body></html>"

    root = PdfReader(BytesIO(pdf.as_pdf(html))).trailer["/Root"]

    elements = list(structure(root["/StructTreeRoot"]))
    alts = [element["/Alt"] for element in elements if element.get("/S") == "/Figure"]
    assert [alt.endswith("Styringsgruppen; Løslatelse rapporterer til Styringsgruppen.") for alt in alts] == [True]
    assert sum(element.get("/S") == "/TH" for element in elements) == 4 + 2


@pytest.mark.django_db
def test_before_any_group_the_report_has_none():
    assert printed(SPRING) == {}


@pytest.mark.django_db
def test_the_demo_has_its_groups_once(programme):
    leave_organisation(programme)
    leave_organisation(programme)
    now = ProgrammeGroup.objects.on(TODAY)
    assert (now.count(), ProgrammeGroup.objects.count()) == (12, 13)
