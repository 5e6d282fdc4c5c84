"""Offers: made, answered, expired; one home to one household however many act at once."""

import os
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.forms.offers import AcceptForm, DeclineForm, OfferForm, WithdrawForm
from allocation.models import Offer
from allocation.tasks import expire_offers
from housing.cases import Refused
from housing.models import CaseEvent, Letter, Tenancy
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
# ``AT_ONCE=200`` for the whole number; so many wait for one another, and for the households to be made.
MANY = int(os.environ.get("AT_ONCE", "80"))
WEEK = timedelta(days=7)


def no(day):
    return f"{day:%d.%m.%Y}"


def offer_form(case, home, **changed):
    sent = {"offered_on": no(TODAY), "answer_by": no(TODAY + WEEK)} | changed
    return OfferForm(sent, application=case, dwelling=home)


def offered(case, home, by, **changed):
    form = offer_form(case, home, **changed)
    assert form.is_valid(), form.errors
    return form.make(by=by)


def case_of(kari, **fields):
    return make.granted(make.household(caseworker=kari), by=kari, **fields)


@pytest.mark.django_db
class TestMaking:
    def test_it_is_on_the_timeline_with_a_letter_and_a_deadline(self, kari):
        case, home = case_of(kari), make.dwelling()
        made = offered(case, home, kari)
        assert CaseEvent.objects.get(subject_id=made.pk, became="open").household == case.household
        letter = Letter.objects.get()
        assert home.full_address in letter.html
        assert no(TODAY + WEEK) in letter.html

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"offered_on": no(TODAY + timedelta(days=1))}, "offered_on"),
            ({"offered_on": "01.01.2020"}, "offered_on"),
            ({"answer_by": no(TODAY - timedelta(days=1))}, "answer_by"),
            ({"answer_by": ""}, "answer_by"),
            ({"grounds": "x" * 501}, "grounds"),
        ],
    )
    def test_what_cannot_be_so_is_said_at_the_field(self, kari, changed, field):
        assert field in offer_form(case_of(kari), make.dwelling(), **changed).errors

    def test_nobody_is_passed_over_by_a_home_that_does_not_fit_them(self, kari):
        first, second = case_of(kari), case_of(kari)
        make.mapping(first.household, homeless_category="4")
        first.rooms_min = 5
        first.save()
        first.decisions.update(rooms=5)
        assert offer_form(second, make.dwelling()).is_valid()

    def test_refused(self, kari):
        case, home = case_of(kari), make.dwelling()
        offered(case, home, kari)
        with pytest.raises(Refused, match="tilbud den ikke har svart på"):
            offered(case, make.dwelling("Storgata 1"), kari)
        with pytest.raises(Refused, match="Boligen er allerede tilbudt"):
            offered(case_of(kari), home, kari, reason="no_contact")
        lived_in = make.dwelling("Elvegata 2")
        make.tenancy(make.household(), lived_in)
        with pytest.raises(Refused, match="Noen bor i boligen"):
            offered(case_of(kari), lived_in, kari, reason="no_contact")
        undecided = make.application(make.household(), by=kari)
        with pytest.raises(Refused, match="ikke på ventelisten"):
            offered(undecided, make.dwelling("Åsveien 3"), kari, reason="no_contact")

    def test_sent_twice_is_made_once(self, at, kari):
        case, home = case_of(kari), make.dwelling()
        sent = {"offered_on": no(TODAY), "answer_by": no(TODAY + WEEK), "external_id": "t-1"}
        urls = {at.post(reverse("offer_new", args=[home.pk, case.pk]), sent).url for _time in range(2)}
        assert urls == {Offer.objects.get().get_absolute_url()}

    def test_a_protected_household_and_its_home_never_stand_together(self, at, kari):
        hidden = make.household(main=make.person(address_protection="strictly_confidential"), caseworker=kari)
        case, home = make.granted(hidden, by=kari), make.dwelling("Hemmeligveien 7")
        made = offered(case, home, kari)
        assert "Hemmeligveien" not in Letter.objects.get().html
        page = at.get(made.get_absolute_url()).content.decode()
        assert "Hemmeligveien" not in page
        assert "Adressen er skjermet" in page
        assert made.get_absolute_url() not in at.get(reverse("candidates", args=[home.pk])).content.decode()


@pytest.mark.django_db
class TestAnswering:
    def test_yes_gives_a_tenancy_and_a_house_less_on_the_list(self, kari):
        case, home = case_of(kari), make.dwelling()
        made = offered(case, home, kari)
        form = AcceptForm({"day": no(TODAY)}, offer=made)
        assert form.is_valid()
        tenancy = form.accept(by=kari)
        case.refresh_from_db()
        assert (made.status, case.status, tenancy.status) == ("accepted", "fulfilled", "allocated")
        assert (tenancy.dwelling, tenancy.allocated_on, tenancy.monthly_rent) == (home, TODAY, home.monthly_rent)
        with pytest.raises(Refused, match="Takket ja"):
            form.accept(by=kari)
        stale = Offer.objects.get(pk=made.pk)
        stale.status = "open"
        with pytest.raises(Refused, match="Noen andre"):
            stale.decline(by=kari, answered_on=TODAY, reason="Nei")

    def test_no_keeps_the_place(self, kari):
        case = case_of(kari)
        made = offered(case, make.dwelling(), kari)
        form = DeclineForm({"day": no(TODAY), "reason": "For liten"}, offer=made)
        assert form.is_valid()
        form.decline(by=kari)
        case.refresh_from_db()
        assert (made.status, made.decline_reason, case.status) == ("declined", "For liten", "granted")
        assert "reason" in DeclineForm({"day": no(TODAY)}, offer=made).errors
        with pytest.raises(Refused):
            made.accept(by=kari, answered_on=TODAY)

    def test_withdrawn_only_while_unanswered(self, kari):
        made = offered(case_of(kari), make.dwelling(), kari)
        form = WithdrawForm({"day": no(TODAY), "note": "Vannlekkasje"}, offer=made)
        assert form.is_valid()
        form.withdraw(by=kari)
        assert made.status == "withdrawn"
        with pytest.raises(Refused, match="besvart"):
            form.withdraw(by=kari)

    @pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
    def test_not_before_the_offer_and_not_in_the_future(self, kari, day):
        made = offered(case_of(kari), make.dwelling(), kari)
        assert "day" in AcceptForm({"day": no(day)}, offer=made).errors

    def test_the_nightly_job_catches_up_and_does_nothing_twice(self, kari):
        case, home = case_of(kari), make.dwelling()
        late = make.offer(
            case, home, by=kari, offered_on=TODAY - timedelta(days=20), answer_by=TODAY - timedelta(days=9)
        )
        still = make.offer(case_of(kari), make.dwelling("Åsveien 1"), by=kari, offered_on=TODAY, answer_by=TODAY)
        for _night in range(2):
            expire_offers()
        late.refresh_from_db()
        still.refresh_from_db()
        assert (late.status, late.answered_on) == ("expired", TODAY - timedelta(days=8))
        assert still.status == "open"
        assert CaseEvent.objects.filter(became="expired").count() == 1
        assert offer_form(case, home).is_valid()

    def test_pages(self, at, kari):
        made = offered(case_of(kari), make.dwelling(), kari)
        for name in ("offer", "offer_accept", "offer_decline", "offer_withdraw"):
            assert at.get(reverse(name, args=[made.pk])).status_code == 200
        assert at.post(reverse("offer_decline", args=[made.pk]), {"day": no(TODAY), "reason": "Nei"}).status_code == 302
        assert at.get(reverse("offer_accept", args=[made.pk])).url == made.get_absolute_url()
        page = at.post(reverse("offer_accept", args=[made.pk]), {"day": no(TODAY)})
        assert "Takket nei" in page.content.decode()
        assert not Tenancy.objects.exists()

    def test_who_may_not(self, client, kari):
        made = offered(case_of(kari), make.dwelling(), kari)
        client.force_login(make.user("rent"))
        assert client.get(made.get_absolute_url()).status_code in {403, 404}
        assert client.post(reverse("offer_accept", args=[made.pk]), {"day": no(TODAY)}).status_code == 403


@pytest.mark.django_db
def test_candidates_ask_as_much_for_three_as_for_one(at, kari):
    url = reverse("candidates", args=[make.dwelling().pk])
    case_of(kari)
    at.get(url)
    with CaptureQueriesContext(connection) as one:
        assert len(at.get(url).context["rows"]) == 1
    case_of(kari), case_of(kari)
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(url).context["rows"]) == 3
    assert len(three) == len(one)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_many_say_yes_to_the_same_offer(self, kari):
        made = offered(case_of(kari), make.dwelling(), kari)
        same = [
            Offer.objects.select_related("application__household", "dwelling").get(pk=made.pk) for _click in range(MANY)
        ]
        done, refused = at_once(lambda offer: offer.accept(by=kari, answered_on=TODAY), same, threads=40)
        assert (done, len(refused)) == (1, MANY - 1)
        assert Tenancy.objects.count() == 1

    def test_many_households_say_yes_to_the_same_dwelling(self, kari):
        """Were there ever two open offers of a dwelling, it would still be let to one."""
        home = make.dwelling()
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_open_offer_per_dwelling")
        try:
            offers = [make.offer(case_of(kari), home, by=kari, offered_on=TODAY) for _household in range(MANY)]
            done, refused = at_once(lambda offer: offer.accept(by=kari, answered_on=TODAY), offers, threads=40)
            assert (done, len(refused)) == (1, MANY - 1)
            assert set(refused) == {"Boligen er allerede tildelt en annen husstand."}
            assert Tenancy.objects.count() == 1
            assert Offer.objects.filter(status="accepted").count() == 1
        finally:
            # Not deleted: each has its record, which stays.
            Offer.objects.filter(status="open").update(status="withdrawn", answered_on=TODAY)
            with connection.cursor() as cursor:
                cursor.execute(
                    "CREATE UNIQUE INDEX one_open_offer_per_dwelling ON allocation_offer (dwelling_id) "
                    "WHERE status = 'open'"
                )

    def test_one_household_is_offered_one_of_ten_homes(self, kari):
        case = case_of(kari)
        forms = [offer_form(case, make.dwelling(f"Storgata {number}")) for number in range(10)]
        assert all(form.is_valid() for form in forms)
        done, refused = at_once(lambda form: form.make(by=kari), forms, threads=10)
        assert (done, len(refused)) == (1, 9)
        assert (Offer.objects.open().count(), Letter.objects.count()) == (1, 1)
