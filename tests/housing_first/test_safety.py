"""Risk assessments and incidents: what is kept, who is told, what the leader does, and for whom the words are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import Alert, CaseEvent
from housing_first.models import Incident, RiskAssessment
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def team():
    return make_hf.team()


@pytest.fixture
def worker(team):
    return make_hf.worker(team)


@pytest.fixture
def jonas(team):
    household = make.household(main=make.person("Jonas", "Berg"))
    return make_hf.participation(household, team, started_on=TODAY - timedelta(days=30))


def browser(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(day):
    return f"{day:%d.%m.%Y}"


ASSESSED = {
    "topic": "home_visit",
    "danger": "Trusler i døra",
    "likelihood": "3",
    "consequence": "4",
    "conduct": "2",
    "measures": "Ring først",
    "assessed_on": typed(TODAY),
    "expires_on": typed(TODAY + timedelta(days=90)),
}
HAPPENED = {"kind": "weapon", "happened_on": typed(YESTERDAY), "what": "Hadde kniv", "at_once": "Gikk ut"}


# --- Risk assessments -------------------------------------------------------------------------------------


def test_two_together_is_told_to_everybody_who_rings_the_same_bell(jonas, worker):
    assert browser(worker).post(reverse("risk_new", args=[jonas.pk]), ASSESSED).status_code == 302
    risk = RiskAssessment.objects.get()
    assert (risk.risk, risk.conduct, risk.by) == (12, 2, worker)
    alert = Alert.objects.get()
    assert (alert.kind, alert.person, alert.text) == ("two_together", jonas.person, "")
    assert Alert.objects.on(risk.expires_on).exists(), "in force as long as the assessment, its last day too"
    # Who reads the timeline outside the team learns that there is an alert, and of no team.
    caseworker = make.caseworker()
    told = CaseEvent.objects.visible_to(caseworker).filter(household=jonas.household)
    assert [event.title for event in told] == ["Varsel registrert"]


def test_an_alert_that_lasts_as_long_is_not_raised_again(jonas):
    make_hf.risk(jonas, by=make.leader(), assessed_on=TODAY, conduct=2)
    make_hf.risk(jonas, by=make.leader(), assessed_on=TODAY, conduct=3, topic="violence")
    assert Alert.objects.count() == 1
    later = TODAY + timedelta(days=200)
    make_hf.risk(jonas, by=make.leader(), assessed_on=TODAY, conduct=2, topic="fire", expires_on=later)
    assert Alert.objects.count() == 2


def test_alone_raises_no_alert(jonas):
    make_hf.risk(jonas, by=make.leader(), assessed_on=TODAY, conduct=1)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"conduct": ""}, "conduct"),
        ({"danger": ""}, "danger"),
        ({"measures": " "}, "measures"),
        ({"likelihood": "6"}, "likelihood"),
        ({"consequence": "0"}, "consequence"),
        ({"assessed_on": typed(TODAY + timedelta(days=1))}, "assessed_on"),
        ({"expires_on": typed(TODAY)}, "expires_on"),
        ({"expires_on": typed(TODAY + timedelta(days=370))}, "expires_on"),
    ],
)
def test_what_is_wrong_with_an_assessment_is_told_at_its_field(jonas, worker, facts, field):
    response = browser(worker).post(reverse("risk_new", args=[jonas.pk]), ASSESSED | facts)
    assert list(response.context["form"].errors) == [field]
    assert not RiskAssessment.objects.exists()


def test_the_teams_own_work_is_assessed_by_topic(team, worker):
    asked = {name: value for name, value in ASSESSED.items() if name != "conduct"} | {"topic": "needles"}
    assert browser(worker).post(reverse("team_risk_new", args=[team.pk]), asked).status_code == 302
    risk = RiskAssessment.objects.get()
    assert (risk.team, risk.participation, risk.conduct) == (team, None, None)
    assert RiskAssessment.objects.visible_to(worker).count() == 1
    assert not RiskAssessment.objects.visible_to(make_hf.worker(make_hf.team("Et annet"))).exists()
    assert not Alert.objects.exists()


def test_a_new_one_takes_the_place_and_the_old_one_says_so(jonas, worker):
    old = make_hf.risk(jonas, by=worker, assessed_on=YESTERDAY, conduct=1)
    new = make_hf.risk(jonas, by=worker, assessed_on=TODAY, conduct=1)
    assert list(RiskAssessment.objects.latest()) == [new]
    page = browser(worker).get(old.get_absolute_url()).content.decode()
    assert "En nyere vurdering gjelder" in page
    assert new.get_absolute_url() in page


def test_restricted_words_hide_the_danger_and_never_what_to_do(jonas, worker, team):
    risk = make_hf.risk(jonas, by=worker, assessed_on=TODAY, conduct=3, is_restricted=True)
    page = browser(make_hf.worker(team)).get(risk.get_absolute_url()).content.decode()
    assert risk.danger not in page
    assert risk.measures in page
    assert risk.get_conduct_display() in page
    assert risk.danger in browser(worker).get(risk.get_absolute_url()).content.decode()


def test_a_participant_of_another_team_is_not_assessed_by_this_one(jonas, worker):
    stranger = make_hf.worker(make_hf.team("Et annet"))
    assert browser(stranger).get(reverse("risk_new", args=[jonas.pk])).status_code == 404
    with pytest.raises(Refused, match="ikke i dette teamet"):
        make_hf.risk(jonas, team=make_hf.team("Et tredje"), by=worker, assessed_on=TODAY)


def test_what_ran_out_stands_first_and_says_so(jonas, worker, team):
    make_hf.risk(team=team, by=worker, topic="fire", assessed_on=TODAY)
    make_hf.risk(jonas, by=worker, assessed_on=TODAY - timedelta(days=200), expires_on=YESTERDAY)
    page = browser(worker).get(reverse("safety")).content.decode()
    assert "gikk ut" in page
    table = page[page.index("Risikotall") :]
    assert table.index("Gått ut") < table.index("Brann")


# --- Incidents --------------------------------------------------------------------------------------------


def test_an_incident_is_reported_and_the_leader_follows_it_up(jonas, team, worker):
    asked = HAPPENED | {"participation": jonas.pk, "warned_on": typed(TODAY)}
    response = browser(worker).post(reverse("incident_new", args=[team.pk]), asked)
    found = Incident.objects.get()
    assert response.url == found.get_absolute_url()
    assert (found.status, found.by, found.warned_on, found.police_reported_on) == ("reported", worker, TODAY, None)
    # The timeline says that it is there, to those who see it, and not what happened.
    event = CaseEvent.objects.get(subject_type__model="incident")
    assert (event.title, event.note) == ("Avvik: venter på leder", "")
    assert not CaseEvent.objects.visible_to(make.caseworker()).filter(pk=event.pk).exists()

    assert browser(worker).get(reverse("incident_follow_up", args=[found.pk])).status_code == 403
    leader = make.leader()
    jonas.household.take_responsibility(leader)
    follow = {"followed_up_on": typed(TODAY), "follow_up": "Snakket med Trine", "police_reported_on": typed(TODAY)}
    follow |= {"police_number": "16402718", "warned_on": typed(TODAY)}
    assert browser(leader).post(reverse("incident_follow_up", args=[found.pk]), follow).status_code == 302
    found.refresh_from_db()
    assert (found.status, found.followed_up_on, found.police_number) == ("followed_up", TODAY, "16402718")

    browser(leader).post(reverse("incident_open_again", args=[found.pk]))
    found.refresh_from_db()
    assert (found.status, found.followed_up_on, found.follow_up) == ("reported", None, "Snakket med Trine")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"what": ""}, "what"),
        ({"happened_on": typed(TODAY + timedelta(days=1))}, "happened_on"),
        ({"warned_on": typed(TODAY - timedelta(days=5))}, "warned_on"),
        ({"police_reported_on": typed(TODAY - timedelta(days=5))}, "police_reported_on"),
        ({"police_reported_on": typed(TODAY + timedelta(days=5))}, "police_reported_on"),
        ({"police_number": "123"}, "police_reported_on"),
        ({"participation": "9999999"}, "participation"),
    ],
)
def test_what_is_wrong_with_an_incident_is_told_at_its_field(team, worker, facts, field):
    response = browser(worker).post(reverse("incident_new", args=[team.pk]), HAPPENED | facts)
    assert list(response.context["form"].errors) == [field]
    assert not Incident.objects.exists()


def test_a_participant_of_another_team_is_not_among_those_it_may_be_about(team, worker):
    other = make_hf.participation(make.household(), make_hf.team("Et annet"), started_on=YESTERDAY)
    response = browser(worker).post(reverse("incident_new", args=[team.pk]), HAPPENED | {"participation": other.pk})
    assert "participation" in response.context["form"].errors


def test_a_needle_in_the_stairwell_is_about_nobody_and_the_teams_alone(team, worker):
    found = make_hf.incident(team, by=worker, kind="needle", happened_on=TODAY)
    assert not CaseEvent.objects.filter(subject_type__model="incident").exists()
    for user, seen in ((worker, 200), (make.leader(), 200), (make_hf.worker(make_hf.team("Et annet")), 404)):
        assert browser(user).get(found.get_absolute_url()).status_code == seen


def test_the_words_of_a_restricted_incident_are_its_authors_and_the_leaders(team, worker):
    found = make_hf.incident(team, by=worker, happened_on=TODAY, what="Bare for noen", is_restricted=True)
    assert "Bare for noen" in browser(worker).get(found.get_absolute_url()).content.decode()
    assert "Bare for noen" in browser(make.leader()).get(found.get_absolute_url()).content.decode()
    colleague = browser(make_hf.worker(team))
    for address in (found.get_absolute_url(), reverse("safety")):
        page = colleague.get(address).content.decode()
        assert "Bare for noen" not in page
        assert found.get_kind_display() in page


def test_a_report_sent_twice_is_one(team, worker):
    client = browser(worker)
    for _time in range(2):
        client.post(reverse("incident_new", args=[team.pk]), HAPPENED | {"external_id": "b" * 32})
    assert Incident.objects.count() == 1


def test_who_follows_up_second_is_told(team):
    found = make_hf.incident(team, by=make.leader(), happened_on=TODAY)
    second = Incident.objects.get(pk=found.pk)
    found.follow(by=make.leader(), followed_up_on=TODAY, follow_up="Snakket")
    with pytest.raises(Refused, match="Noen andre"):
        second.follow(by=make.leader(), followed_up_on=TODAY, follow_up="Snakket")


def front_page(user):
    """What Min dag says, with ordinary spaces."""
    return browser(user).get(reverse("home")).content.decode().replace("\xa0", " ")


def test_min_dag_tells_a_member_of_the_round_and_the_leader_of_incidents(jonas, team, worker):
    make_hf.incident(team, participation=jonas, by=worker, happened_on=TODAY)
    mine = front_page(worker)
    assert "1 må ses i dag" in mine
    assert "1 av dem går vi ikke alene til" in mine
    assert "venter på at leder følger opp" not in mine
    leads = front_page(make.leader())
    assert "1 avvik" in leads
    assert "må ses i dag" not in leads
    assert "0 må ses i dag" in front_page(make_hf.worker(make_hf.team("Et annet")))
    assert "I felten" not in front_page(make.caseworker())
