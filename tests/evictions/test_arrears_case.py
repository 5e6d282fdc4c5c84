"""An arrears case's page: who, how much, the curve with the measures on it; opened, paused, given, closed."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evictions.balance_curve import Mark, drawn, points
from evictions.forms import case as forms
from evictions.models import ArrearsCase
from housing.database import Refused
from housing.models import Alert, CaseEvent
from tests import make, make_evictions
from tests.evictions.case_steps import RENT, TODAY, ago, at_desk, owing_case, post, read, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def at(kari):
    return at_desk(kari)


@pytest.fixture
def case(kari):
    return owing_case(kari)


class TestPage:
    def test_says_what_is_owed_since_when_and_how_many_months(self, at, case):
        make_evictions.posting(case.tenancy, ago(10), 4500, kind="payment")
        page = read(at, case.get_absolute_url())
        assert "13 500 kr" in page
        assert "1,5" in page
        assert said(ago(75)) in page

    def test_puts_the_children_interpreter_and_alerts_before_the_money(self, at, kari):
        main = make.person("Amina", "Haugen", interpreter_language="somali")
        case = owing_case(kari, main=main, children=[ago(365 * 6), ago(365 * 3)])
        Alert.objects.create(person=main, by=kari, kind="two_together", starts_on=ago(5), expires_on=ago(-90))
        page = read(at, case.get_absolute_url())
        shown = [page.index(text) for text in ("Gå alltid to sammen", "Det bor 2 barn her", "somali", "Saldo over tid")]
        assert shown == sorted(shown)

    def test_proposes_the_next_step_and_says_why_until_it_is_closed(self, at, kari):
        case = owing_case(kari, children=[ago(365 * 6)])
        person = case.household.members_on(TODAY)[0].person
        Alert.objects.create(person=person, by=kari, kind="two_together", starts_on=ago(5), expires_on=ago(-90))
        page = read(at, case.get_absolute_url())
        assert "Dra på hjemmebesøk, to sammen" in page
        assert "Det bor 1 barn her, og ingen har vært på døren." in page
        assert "Ring: Ingen har snakket med leieren ennå." in page
        case.close(by=kari, closed_on=TODAY, closing_reason="other")
        assert "Forslag til neste steg" not in read(at, case.get_absolute_url())

    def test_hides_a_protected_address_and_says_it_in_no_line(self, at, kari):
        main = make.person("Amina", "Haugen", address_protection="strictly_confidential")
        case = owing_case(kari, main=main)
        page = read(at, case.get_absolute_url())
        assert "Elvegata" not in page
        assert "Adressen er skjermet" in page

    def test_has_the_measures_with_their_effect_and_the_same_numbers_on_the_curve(self, at, kari, case):
        make_evictions.action(case, by=kari, kind="home_visit", done_on=ago(38), was_met=False)
        make_evictions.action(case, by=kari, kind="advice", done_on=ago(3), topic="economy")
        make_evictions.posting(case.tenancy, ago(20), 5000, kind="payment")
        page = read(at, case.get_absolute_url())
        assert "Hjemmebesøk, fikk ikke kontakt" in page
        assert "-5 000 kr" in page.replace("\u2212", "-")
        assert f"1: hjemmebesøk, fikk ikke kontakt {said(ago(38))}; 2: råd, økonomisk rådgivning" in page

    def test_asks_the_same_number_of_questions_however_much_there_is(self, at, kari, case):
        def fill():
            make_evictions.action(case, by=kari, done_on=ago(5), was_met=True)
            make_evictions.arrears_task(case, by=kari)
            make_evictions.eviction_warning(case, by=kari, sent_on=ago(fill.n), due_on=ago(60))
            home = make.tenancy(case.household, moved_in_on=ago(900), moved_out_on=ago(800))
            make_evictions.petition(home, by=kari, case=case, sent_on=ago(700), outcome="paid", outcome_on=ago(690))
            fill.n += 1

        fill.n = 1
        counts = []
        for times in (1, 2):
            for _time in range(times):
                fill()
            at.get(case.get_absolute_url())
            with CaptureQueriesContext(
                connection,
            ) as asked:
                read(at, case.get_absolute_url())
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_the_curve_is_an_image_of_its_own_that_asks_why_too(self, at, kari, case):
        url = reverse("arrears_curve", args=[case.pk])
        response = at.get(url)
        assert response["Content-Type"] == "image/svg+xml"
        assert response.content.startswith(b"<svg")
        other = at_desk(make.leader())
        assert other.get(url).url.startswith(reverse("reason", args=[case.household_id]))

    def test_a_case_without_postings_and_a_closed_one_can_be_read(self, at, kari):
        case = owing_case(kari, months=0)
        assert "Ingen posteringer" in read(at, case.get_absolute_url())
        case.close(by=kari, closed_on=TODAY, closing_reason="paid")
        page = read(at, case.get_absolute_url())
        assert "Gjort opp" in page
        assert "Registrer tiltak" not in page

    def test_postings_have_the_balance_after_each(self, at, case):
        make_evictions.posting(case.tenancy, ago(10), 100, kind="payment")
        page = read(at, case.get_absolute_url())
        assert page.index("17 900 kr", page.index("Reskontro")) < page.rindex("9 000 kr")


class TestCurve:
    def test_steps_at_each_posting_and_ends_today(self):
        postings = [(ago(60), Decimal(100)), (ago(30), Decimal(-40)), (ago(30), Decimal(10))]
        assert points(postings, ago(90), TODAY) == [
            (ago(90), 0),
            (ago(60), 100),
            (ago(30), 70),
            (TODAY, 70),
        ]

    def test_says_in_words_and_in_a_table_what_it_draws(self):
        postings = [(ago(60), Decimal(9000)), (ago(30), Decimal(-4000))]
        chart = drawn(postings, [Mark(1, ago(40), "telefon"), Mark(2, ago(4000), "brev")], TODAY)
        words = chart.description.replace("\u00a0", " ")
        assert "Høyest: 9 000 kr" in words
        assert f"1: telefon {said(ago(40))}" in words
        assert "brev" not in words
        assert [row[2] for row in chart.rows] == ["", "", "1: telefon", ""]
        assert "telefon" not in chart.svg()
        assert len(chart.specification["layer"]) == 3


class TestOpen:
    def test_by_hand_also_for_a_private_tenancy(self, at, kari):
        household = make.household(caseworker=kari)
        home = make.tenancy(household, private_address="Storgata 3")
        sent = {"opened_on": said(TODAY), "responsible_service": "nav", "note": "Varsel fra namsmannen."}
        response, _told = post(at, "arrears_open", home.pk, **sent)
        case = ArrearsCase.objects.get(tenancy=home)
        assert response.url == case.get_absolute_url()
        assert (case.ground, case.responsible_service, case.caseworker) == ("by_hand", "nav", kari)
        assert CaseEvent.objects.get(title="Restansesak åpnet").note == "Varsel fra namsmannen."
        page = read(at, case.get_absolute_url())
        assert "Kommunen er ikke utleier her" in page

    def test_twice_is_once_and_a_second_case_is_refused(self, at, kari):
        home = make.tenancy(make.household(caseworker=kari), make.dwelling())
        sent = {"opened_on": said(TODAY), "responsible_service": "nav", "note": "x"}
        for _time in range(2):
            post(at, "arrears_open", home.pk, **sent, external_id="dobbelt-1")
        assert ArrearsCase.objects.count() == 1
        _response, told = post(at, "arrears_open", home.pk, **sent)
        assert "allerede en åpen restansesak" in told["__all__"]

    @pytest.mark.parametrize(
        ("sent", "field", "words"),
        [
            ({"opened_on": said(ago(-1))}, "opened_on", "frem i tid"),
            ({"opened_on": "01.01.2020"}, "opened_on", "begynte først"),
            ({"responsible_service": ""}, "responsible_service", "Feltet"),
            ({"note": ""}, "note", "Feltet"),
        ],
    )
    def test_is_told_at_the_field(self, at, kari, sent, field, words):
        home = make.tenancy(make.household(caseworker=kari), make.dwelling())
        good = {"opened_on": said(TODAY), "responsible_service": "nav", "note": "x"}
        _response, told = post(at, "arrears_open", home.pk, **good | sent)
        assert set(told) == {field}
        assert words in told[field] or field in ("responsible_service", "note")
        assert not ArrearsCase.objects.exists()


ACT = {"kind": "home_visit", "done_on": said(TODAY), "was_met": "no", "result": "Ingen åpnet."}


class TestAction:
    def test_is_registered_once_and_told(self, at, kari, case):
        for _time in range(2):
            response, _told = post(at, "arrears_action", case.pk, **ACT, external_id="klikk-1")
            assert response.url == case.get_absolute_url()
        made = case.actions.get()
        assert (made.kind, made.was_met, made.by) == ("home_visit", False, kari)
        assert CaseEvent.objects.filter(title="Restanse: hjemmebesøk, fikk ikke kontakt").count() == 1

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"was_met": ""}, "was_met"),
            ({"kind": "letter"}, "was_met"),
            ({"kind": "advice", "was_met": ""}, "topic"),
            ({"kind": "payment_plan", "was_met": ""}, "kind"),
            ({"done_on": said(ago(-1))}, "done_on"),
            ({"done_on": said(ago(41))}, "done_on"),
        ],
    )
    def test_is_told_at_the_field(self, at, case, sent, field):
        _response, told = post(at, "arrears_action", case.pk, **ACT | sent)
        assert set(told) == {field}

    def test_a_closed_case_takes_no_more(self, at, kari, case):
        case.close(by=kari, closed_on=TODAY, closing_reason="other")
        assert at.get(reverse("arrears_action", args=[case.pk])).url == case.get_absolute_url()
        _response, told = post(at, "arrears_action", case.pk, **ACT)
        assert "lukket" in told["__all__"]


class TestPause:
    def test_rests_until_a_day_and_is_lifted(self, at, kari, case):
        sent = {"starts_on": said(TODAY), "ends_on": said(ago(-20)), "reason": "På sykehus"}
        post(at, "arrears_pause", case.pk, **sent)
        assert "På pause" in read(at, case.get_absolute_url())
        assert list(ArrearsCase.objects.paused_on(TODAY)) == [case]
        _response, told = post(at, "arrears_pause", case.pk, **sent)
        assert "allerede på pause" in told["__all__"]
        at.post(reverse("arrears_resume", args=[case.pk]))
        assert not ArrearsCase.objects.paused_on(TODAY).exists()
        assert case.pauses.get().lifted_by == kari

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"ends_on": said(TODAY)}, "ends_on"),
            ({"ends_on": said(ago(-200))}, "ends_on"),
            ({"starts_on": said(ago(-2))}, "starts_on"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_is_told_at_the_field(self, at, case, sent, field):
        good = {"starts_on": said(TODAY), "ends_on": said(ago(-20)), "reason": "På sykehus"}
        _response, told = post(at, "arrears_pause", case.pk, **good | sent)
        assert set(told) == {field}


class TestResponsible:
    def test_one_service_and_one_person(self, at, case):
        other = make.user("rent", name="Ola Bakken")
        post(at, "arrears_responsible", case.pk, service="economy", caseworker=other.pk)
        case.refresh_from_db()
        assert (case.responsible_service, case.caseworker) == ("economy", other)
        assert CaseEvent.objects.get(title="Restanse: ansvarlig tjeneste").note == "Økonomi- og gjeldsrådgivning"

    def test_no_administrator_and_nobody_who_has_left(self):
        make.user("administrator")
        make.caseworker(is_active=False)
        assert not forms.colleagues().exists()


class TestClose:
    def test_ends_what_was_agreed_in_it(self, at, kari, case):
        plan = make_evictions.plan(case, by=kari, agreed_on=ago(5))
        draw = make_evictions.deduction(
            case, make_evictions.consent(case.household, by=kari), by=kari, starts_on=ago(5)
        )
        post(at, "arrears_close", case.pk, closing_reason="paid", closed_on=said(TODAY))
        for row in (case, plan, draw):
            row.refresh_from_db()
        assert (case.status, case.closing_reason, plan.status) == ("closed", "paid", "completed")
        assert (draw.ends_on, draw.end_reason) == (TODAY, "paid")

    def test_is_refused_while_a_petition_waits(self, at, kari, case):
        petition = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(2))
        _response, told = post(at, "arrears_close", case.pk, closing_reason="paid", closed_on=said(TODAY))
        assert "ikke er avgjort" in told["__all__"]
        petition.avert(by=kari, on=TODAY, outcome="paid")
        case.close(by=kari, closed_on=TODAY, closing_reason="paid")
        with pytest.raises(Refused):
            case.close(by=kari, closed_on=TODAY, closing_reason="paid")

    def test_nobody_is_put_out_by_closing(self, at, case):
        _response, told = post(at, "arrears_close", case.pk, closing_reason="evicted", closed_on=said(TODAY))
        assert set(told) == {"closing_reason"}


class TestHousehold:
    def test_page_has_a_panel_a_tab_and_the_day_of_an_eviction(self, at, kari):
        case = owing_case(kari, children=[ago(2000)])
        make_evictions.petition(case.tenancy, by=kari, sent_on=ago(30), scheduled_on=ago(-9), case=case)
        page = read(at, case.household.get_absolute_url())
        assert f"Utkastelsen er berammet til {said(ago(-9))}." in page
        assert "Barn bor her." in page
        assert "18 000 kr" in page
        tab = read(at, reverse("household_tab", args=[case.household_id, "husleie"]))
        assert "Skylder 18 000 kr" in tab
        assert case.number in tab
        assert "Elvegata" not in tab

    def test_the_tab_opens_a_case_where_none_is(self, at, kari):
        household = make.household(caseworker=kari)
        home = make.tenancy(household, make.dwelling())
        make_evictions.posting(home, ago(3), RENT)
        tab = read(at, reverse("household_tab", args=[household.pk, "husleie"]))
        assert reverse("arrears_open", args=[home.pk]) in tab

    def test_those_who_follow_at_home_are_told(self, kari):
        household = make.household(caseworker=kari)
        siri = make.user("follow_up", name="Siri Holm")
        household.take_responsibility(siri, kind="follow_up", day=ago(100))
        make_evictions.arrears_case(make.tenancy(household, make.dwelling()), by=kari, opened_on=TODAY)
        told = CaseEvent.objects.get(title="Restanse: oppfølgingen i bolig er varslet")
        assert told.note == "Siri Holm"
        assert told.happened_on == TODAY
