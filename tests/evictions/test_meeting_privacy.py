"""Who sees what of a household in a meeting about arrears: one test for each service and each state of a consent."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from evictions import agenda
from evictions.meeting_privacy import (
    CALLED,
    OWN_SERVICE,
    Sight,
    Subject,
    gives_away,
    on_paper_of,
    services_in,
    sight,
)
from evictions.models import ArrearsMeeting
from housing.models import Membership, Service, ViewLog
from tests import make, make_evictions

TODAY = timezone.localdate()
SERVICES = Service.values
codes = st.sampled_from(SERVICES)
some = st.frozensets(codes)
OTHERS = [service for service in SERVICES if service != OWN_SERVICE]


class TestRule:
    """Without a database."""

    def test_all_services_have_their_words(self):
        assert set(CALLED) == set(SERVICES)
        assert services_in("") == frozenset()
        for code, label in Service.choices:
            assert services_in(str(label)) == ({code} if CALLED[code] else frozenset()), label

    @pytest.mark.parametrize(
        ("recipient", "services"),
        [
            ("NAV", {"nav"}),
            ("nav  Lindvik", {"nav"}),
            ("NAV-kontoret", {"nav"}),
            ("Rustjenesten og NAV", {"nav", "substance_use"}),
            ("Psykisk helse, rus", {"mental_health", "substance_use"}),
            ("Senter for rusforebygging", {"substance_use"}),
            ("Introduksjonssenteret", {"refugee"}),
            ("Økonomi- og gjeldsrådgivning", {"economy"}),
            # Whatever may be another, or may mean the opposite, lets no name through.
            ("Navigasjon AS", set()),
            ("Arbeidsgiver", set()),
            ("Ikke NAV", set()),
            ("Alle unntatt NAV", set()),
            ("Rustjenesten, men ikke NAV", set()),
            ("Min onkel i NAV", set()),
            ("Russisk forening", set()),
        ],
    )
    def test_a_recipient_is_read_with_care(self, recipient, services):
        assert services_in(recipient) == services

    @given(codes, some, some)
    def test_out_of_reach_one_sees_what_ones_service_has_and_a_name_by_consent(self, responsible, attends, shared):
        seen = sight(attends, Subject(False, responsible, shared))
        if responsible not in attends:
            assert seen == Sight.COUNTED
        elif responsible == OWN_SERVICE or responsible in shared:
            assert seen == Sight.NAMED
        else:
            assert seen == Sight.CASE_NUMBER

    @given(codes, some, some)
    def test_those_who_follow_the_household_know_it(self, responsible, attends, shared):
        assert sight(attends, Subject(True, responsible, shared)) == Sight.NAMED

    @given(some, some)
    def test_a_case_nobody_has_is_seen_by_nobody_out_of_reach(self, attends, shared):
        assert sight(attends, Subject(False, "", shared)) == Sight.COUNTED
        assert on_paper_of("", Subject(True, "", shared)) == Sight.COUNTED

    @given(codes, codes, st.booleans(), some)
    def test_a_paper_holds_the_services_own_cases_whoever_prints_it(self, service, responsible, reach, shared):
        seen = on_paper_of(service, Subject(reach, responsible, shared))
        assert (seen > Sight.COUNTED) == (service == responsible)
        assert (seen == Sight.NAMED) == (service == responsible and (service == OWN_SERVICE or service in shared))

    @given(codes, codes, some)
    def test_consent_to_one_service_says_nothing_of_another(self, service, other, shared):
        subject = Subject(False, service, shared - {service} | ({other} - {service}))
        assert (sight({service}, subject) == Sight.NAMED) == (service == OWN_SERVICE)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Ring Haugen i morgen", "Haugen"),
            ("Haugens gjeld vokser", "Haugen"),
            ("Snakk med Amina.", "Amina"),
            ("Født 17059012345", "17059012345"),
            ("Født 170590 12345", "170590 12345"),
            ("Familien bor ved haugen og skal bo der", ""),
            ("Bo skal være med", ""),
            ("Ring leieren innen 12.03.2026, restanse 12 345 kr", ""),
        ],
    )
    def test_a_text_for_several_services_names_nobody(self, text, found):
        assert gives_away(text, ["Amina", "Haugen", "Bo"]) == found


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def siri():
    """Of the follow-up team, asked to the meeting."""
    return make.user("follow_up", name="Siri Holm")


def case_of(name, *, by, service="", children=(), given_name="Amina", **fields):
    household = make.household(main=make.person(given_name, name), children=children, **fields)
    home = make.dwelling(f"Hemmeligveien {household.pk}")
    case = make_evictions.arrears_case(make.tenancy(household, home), by=by)
    if service:
        case.give_to(by=by, service=service)
    return case


def meeting_with(cases, *, chair, attends=(), services=()) -> ArrearsMeeting:
    meeting = make_evictions.arrears_meeting(chair=chair, meets_on=TODAY)
    for case in cases:
        make_evictions.arrears_item(meeting, case)
    for user in attends:
        for service in services:
            make_evictions.arrears_participant(meeting, user=user, name=user.name, service=service)
    return meeting


CONSENTS = {
    "none": None,
    "in force": {},
    "to be": {"given_on": TODAY + timedelta(days=1)},
    "expired": {"expires_on": TODAY},
    "withdrawn": {"withdrawn_on": TODAY},
    "to another": {"recipient": "Sykehuset"},
    "of one who is not the main person": {"person": "other"},
}


def consent(case, by, recipient, changed):
    fields = {"recipient": recipient, "given_on": TODAY - timedelta(days=30)} | changed
    made = make_evictions.consent(case.household, by=by, given_on=TODAY - timedelta(days=30))
    if fields.pop("person", None):
        partner = make.person("Omar", "Ali")
        make.member(case.household, partner, role=Membership.Role.PARTNER)
        fields["person"] = partner
    type(made).objects.filter(pk=made.pk).update(**fields)


def printed(client, meeting, service) -> str:
    answer = client.get(reverse("arrears_meeting_print", args=[meeting.pk, service]))
    assert answer.status_code == 200
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


@pytest.mark.django_db
class TestPage:
    @pytest.mark.parametrize("state", CONSENTS)
    @pytest.mark.parametrize("service", [service for service in OTHERS if CALLED[service]])
    def test_a_name_follows_the_consent_to_that_service(self, client, mona, siri, service, state):
        case = case_of("Haugen", by=mona, service=service)
        if CONSENTS[state] is not None:
            to = "NAV" if service == "hospital" and state == "to another" else None
            changed = CONSENTS[state] | ({"recipient": to} if to else {})
            consent(case, mona, str(Service(service).label), changed)
        meeting = meeting_with([case], chair=mona, attends=[siri], services=[service])
        [entry] = agenda.seen_by(siri, meeting, TODAY).entries
        is_named = state == "in force"
        assert (entry.sight, "Haugen" in entry.name) == (Sight.NAMED if is_named else Sight.CASE_NUMBER, is_named)
        client.force_login(siri)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert ("Haugen" in page) == is_named
        assert case.number in page

    def test_those_who_attend_see_their_own_and_the_number_of_the_rest(self, client, mona, siri):
        followed = case_of("Followed", by=mona)
        followed.household.take_responsibility(siri, kind="follow_up")
        given_to_her_service = case_of("Theirs", by=mona, service="nav")
        others = [case_of(f"Other{number}", by=mona, service="economy") for number in range(7)]
        nobodys = case_of("Nobody", by=mona)
        meeting = meeting_with(
            [followed, given_to_her_service, nobodys, *others], chair=mona, attends=[siri], services=["nav"]
        )
        client.force_login(siri)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert "Followed" in page
        assert given_to_her_service.number in page
        assert "8 andre saker" in page
        for case in [nobodys, *others]:
            assert case.number not in page
            assert case.household.members_on(TODAY)[0].person.family_name not in page
        client.force_login(mona)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert all(case.household.members_on(TODAY)[0].person.family_name in page for case in [nobodys, *others])
        assert "andre saker" not in page

    def test_what_the_meeting_decides_moves_what_is_seen(self, mona, siri):
        case = case_of("Haugen", by=mona, service="nav")
        meeting = meeting_with([case], chair=mona, attends=[siri], services=["nav"])
        meeting.move_to("open", by=mona, opened_at=timezone.now())
        assert len(agenda.seen_by(siri, meeting, TODAY).entries) == 1
        meeting.items.get().settle(by=mona, at=timezone.now(), service="economy", conclusion="Gjeldsråd.")
        seen = agenda.seen_by(siri, meeting, TODAY)
        assert (seen.entries, seen.others) == ([], 1)

    def test_a_meeting_one_is_not_asked_to_is_not_there(self, client, mona, siri):
        case = case_of("Haugen", by=mona, service="nav")
        case.household.take_responsibility(siri, kind="follow_up")
        asked = meeting_with([case], chair=mona, attends=[siri], services=["nav"])
        other = meeting_with([case], chair=mona)
        client.force_login(siri)
        assert reverse("arrears_meeting_list") in client.get(reverse("arrears_list")).content.decode()
        page = client.get(reverse("arrears_meeting_list")).content.decode()
        assert asked.get_absolute_url() in page
        assert other.get_absolute_url() not in page
        assert client.get(other.get_absolute_url()).status_code == 404
        for name in ("arrears_meeting_minutes", "arrears_meeting_close"):
            assert client.get(reverse(name, args=[asked.pk])).status_code == 403
        assert client.get(asked.items.get().get_absolute_url()).status_code == 403
        assert client.get(reverse("arrears_meeting_print", args=[asked.pk, "nav"])).status_code == 200
        assert client.get(reverse("arrears_meeting_print", args=[asked.pk, "economy"])).status_code == 404
        assert client.get(reverse("arrears_meeting_print", args=[asked.pk, "tull"])).status_code == 404

    def test_no_number_no_address_and_no_note_stands_on_any_page(self, client, mona, siri):
        person = make.numbered_person(given_name="Amina", family_name="Haugen")
        household = make.household(main=person, caseworker=mona)
        home = make.dwelling("Hemmeligveien 4")
        case = make_evictions.arrears_case(make.tenancy(household, home), by=mona)
        case.tell("samtale", by=mona, note="Et notat om helsen")
        make_evictions.action(case, by=mona, kind="home_visit", was_met=False, result="Sa noe privat")
        case.give_to(by=mona, service="nav")
        meeting = meeting_with([case], chair=mona, attends=[siri], services=["nav"])
        item = meeting.items.get()
        meeting.move_to("open", by=mona, opened_at=timezone.now())
        client.force_login(mona)
        pages = [client.get(url).content.decode() for url in (meeting.get_absolute_url(), item.get_absolute_url())]
        pages.append(printed(client, meeting, "nav"))
        client.force_login(siri)
        pages.append(client.get(meeting.get_absolute_url()).content.decode())
        for page in pages:
            assert case.number in page
            for secret in (person.national_id, "Hemmeligveien", "Et notat", "Sa noe privat"):
                assert secret not in page

    def test_a_holder_out_of_reach_is_told_the_number(self, mona):
        rent = make.user("rent", name="Per Rud")
        household = make.household(main=make.person("Ida", "Privat"))
        case = make_evictions.arrears_case(make.tenancy(household), by=mona)
        seen = agenda.seen_by(rent, meeting_with([case], chair=mona), TODAY)
        assert (seen.entries, seen.others) == ([], 1)


@pytest.mark.django_db
class TestPaper:
    def test_holds_the_services_cases_alone_and_is_logged_for_each_that_is_named(self, client, mona):
        told, untold, other = (case_of(name, by=mona, service="nav") for name in ("Told", "Untold", "Other"))
        other.give_to(by=mona, service="economy")
        for case in (told, other):
            consent(case, mona, "NAV", {})
        meeting = meeting_with([told, untold, other], chair=mona)
        client.force_login(mona)
        text = printed(client, meeting, "nav")
        assert "Told, Amina" in text
        assert untold.number in text
        assert "Untold" not in text
        assert other.number not in text
        assert "1 annen sak" in text
        rows = ViewLog.objects.filter(channel="export")
        assert [row.household for row in rows] == [told.household]
        assert "NAV" in rows[0].what

    @pytest.mark.parametrize("state", CONSENTS)
    @pytest.mark.parametrize("service", SERVICES)
    def test_each_service_and_each_consent(self, mona, service, state):
        case = case_of("Haugen", by=mona, service=service)
        label = str(Service(service).label)
        if CONSENTS[state] is not None:
            consent(case, mona, label, CONSENTS[state])
        meeting = meeting_with([case], chair=mona)
        [entry] = agenda.on_paper_of(service, meeting, TODAY).entries
        shares_by_word = state == "in force" and bool(CALLED[service])
        to_hospital = state == "to another" and service == "hospital"
        assert bool(entry.name) == (service == OWN_SERVICE or shares_by_word or to_hospital)
        for another in {*SERVICES} - {service}:
            assert agenda.on_paper_of(another, meeting, TODAY).entries == []
