"""Regulating rents by the index: from a draft to letters to the new rent, once, whatever stops on the way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import regulation, rent_letters
from housing.cases import Refused
from housing.models import CaseEvent, Letter, PriceIndex, Rent, RentNotice, RentRun, Tenancy
from housing.models.people import Protection
from housing.periods import add_months
from housing.regulation import lines_of
from tests import make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
THIS_MONTH = TODAY.replace(day=1)
EFFECT = add_months(THIS_MONTH, 2)
FIXED = add_months(EFFECT, -12)
WAS_MONTH, NOW_MONTH = FIXED, add_months(THIS_MONTH, -1)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    for task in ("print_letter", "write_rent_letters", "write_waiting_rent_letters"):
        monkeypatch.setattr(f"housing.tasks.{task}.delay", lambda **kwargs: None)


@pytest.fixture
def petter():
    return make.user("rent", name="Petter Myrdal")


@pytest.fixture
def index():
    make.price_index(WAS_MONTH, Decimal("130.0"))
    return make.price_index(NOW_MONTH, Decimal("133.9"))


def lease(address, *, amount=9000, fixed_on=FIXED, how="agreed", household=None, **home):
    """Somebody who has paid the same rent since the day."""
    tenancy = make.tenancy(
        household or make.household(), make.dwelling(address, **home), moved_in_on=min(fixed_on, date(2024, 1, 1))
    )
    make.rent(tenancy, Decimal(amount), fixed_on, how=how)
    tenancy.refresh_from_db()
    return tenancy


def start(index, by, **fields):
    return make.rent_run(index, by=by, takes_effect_on=EFFECT, **fields)


def notify(run, by):
    taken = [line.as_notice(run, by=by) for line in lines_of(run, TODAY) if line.outcome.amount]
    run.notify(taken, by=by, day=TODAY)
    rent_letters.write_waiting(run.pk)


def rent_of(tenancy):
    return Tenancy.objects.get(pk=tenancy.pk).monthly_rent


def test_a_run_from_its_draft_to_the_new_rent(client, petter, index):
    taken = lease("Strandgata 1")
    nynorsk = lease("Strandgata 2", amount="8000.50", household=make.household(main=make.person(written_language="nn")))
    early = lease("Strandgata 3", fixed_on=FIXED + timedelta(days=1))
    owner = lease("Strandgata 4", ownership="nomination")
    client.force_login(petter)
    typed = {"index": index.pk, "takes_effect_on": f"{EFFECT:%d.%m.%Y}", "rent_model": "", "external_id": "r-1"}
    response = client.post(reverse("rent_run_new"), typed)
    run = RentRun.objects.get()
    assert response.url == run.get_absolute_url()
    assert client.post(reverse("rent_run_new"), typed).status_code == 302
    assert RentRun.objects.count() == 1, "clicked twice"

    page = client.get(run.get_absolute_url())
    rows = {row.tenancy.pk: row for row in page.context["page_obj"]}
    assert {pk: row.amount for pk, row in rows.items()} == {taken.pk: 9270, nynorsk.pk: 8240}
    assert page.context["sums"] == {"was": Decimal("17000.50"), "now": 17510, "raised": Decimal("509.50")}
    left_out = client.get(run.get_absolute_url(), {"vis": "ikke-med"})
    why = {row.tenancy.pk: (row.why, row.law) for row in left_out.context["page_obj"]}
    assert why[early.pk][0] == "Leien kan tidligst endres ett år etter forrige fastsetting."
    assert why[early.pk][1] == "husleieloven §\u00a04-2"
    assert "eieren" in why[owner.pk][0]
    assert rent_of(taken) == 9000, "nobody is told of a draft"

    client.post(reverse("rent_run_notify", args=[run.pk]))
    told_once(run, taken, nynorsk)
    in_force_once(run, taken, petter)
    assert (rent_of(taken), rent_of(nynorsk), rent_of(early)) == (9270, 8240, 9000)


def told_once(run, taken, nynorsk):
    rent_letters.write_waiting(run.pk)
    rent_letters.write_waiting(run.pk)
    letters = {letter.household_id: letter for letter in Letter.objects.filter(kind="rent")}
    assert set(letters) == {taken.household_id, nynorsk.household_id}
    assert Letter.objects.filter(kind="rent").count() == 2, "asked for twice, written once"
    told = letters[taken.household_id]
    assert told.sent_on == TODAY
    for part in (
        "9\u00a0270\u00a0kr",
        "9\u00a0000\u00a0kr",
        "130,0",
        "133,9",
        f"{EFFECT:%d.%m.%Y}",
        "Husleietvistutvalget",
    ):
        assert part in told.html
    assert letters[nynorsk.household_id].title == "Varsel om ny husleige"
    assert "Husleiga følgjer prisane" in letters[nynorsk.household_id].html
    assert "Husleien" not in letters[nynorsk.household_id].html


def in_force_once(run, taken, petter):
    regulation.put_in_force(EFFECT - timedelta(days=1))
    assert rent_of(taken) == 9000
    regulation.put_in_force(EFFECT + timedelta(days=3))
    regulation.put_in_force(EFFECT + timedelta(days=4))
    run.refresh_from_db()
    assert run.status == "in_force"
    row = taken.rents.first()
    assert (row.in_force_from, row.how, row.notified_on, row.by) == (EFFECT, "index", TODAY, petter)
    assert (row.index_from_month, row.index_from, row.index_month, row.index_to) == (
        WAS_MONTH,
        Decimal("130.0"),
        NOW_MONTH,
        Decimal("133.9"),
    )
    assert taken.rents.count() == 2, "twice by night, once in force"
    lines = CaseEvent.objects.filter(household=taken.household, subject_type__model="rentnotice")
    assert [line.became for line in lines.order_by("pk")] == ["notified", "in_force"]
    assert lines.last().happened_on in {TODAY, EFFECT}


def test_the_next_year_is_reckoned_from_the_month_regulated_to(petter, index):
    home = lease("Strandgata 1", fixed_on=add_months(EFFECT, -24))
    make.price_index(add_months(NOW_MONTH, -12), Decimal("128.0"))
    make.rent(home, Decimal(9100), FIXED, how="index", index_month=add_months(NOW_MONTH, -12), index_to=Decimal(128))
    (line,) = lines_of(start(index, petter), TODAY)
    assert (line.was.month, line.was.value) == (add_months(NOW_MONTH, -12), 128)
    assert line.outcome.amount == int(9100 * Decimal("133.9") / 128)


def test_an_index_of_another_base_year_is_no_measure(petter, index):
    lease("Strandgata 1")
    PriceIndex.objects.filter(month=WAS_MONTH).update(base_year=2025)
    (line,) = lines_of(start(index, petter), TODAY)
    assert [breach.code for breach in line.outcome.breaches] == ["no_index"]


def test_only_the_rents_of_one_model(petter, index):
    new = lease("Strandgata 1", rent_model="cost_covering")
    lease("Strandgata 2", rent_model="subsidised")
    assert [line.tenancy for line in lines_of(start(index, petter, rent_model="cost_covering"), TODAY)] == [new]


def test_what_stops_in_the_middle_leaves_nothing_half_done(petter, index, monkeypatch, caplog):
    homes = [lease(f"Strandgata {number}") for number in range(1, 4)]
    run = start(index, petter)
    notify(run, petter)
    whole, seen = RentNotice.settle, []

    def stop_at_the_second(notice):
        seen.append(notice)
        if len(seen) == 2:
            raise RuntimeError("power cut")
        whole(notice)

    monkeypatch.setattr(RentNotice, "settle", stop_at_the_second)
    regulation.put_in_force(EFFECT)
    assert "not put in force" in caplog.text
    assert [rent_of(home) for home in homes] == [9000, 9000, 9000]
    assert RentRun.objects.get().status == "notified"
    monkeypatch.setattr(RentNotice, "settle", whole)
    regulation.put_in_force(EFFECT)
    assert [rent_of(home) for home in homes] == [9270, 9270, 9270]


def test_what_happens_between_the_letter_and_the_day(petter, index):
    leaves, changed, stays = (lease(f"Strandgata {number}") for number in range(1, 4))
    run = start(index, petter)
    notify(run, petter)
    Tenancy.objects.filter(pk=leaves.pk).update(status="ended", moved_out_on=EFFECT, end_reason="other")
    make.rent(changed, Decimal(8500), TODAY, how="corrected")
    regulation.put_in_force(EFFECT)
    assert (rent_of(leaves), rent_of(changed), rent_of(stays)) == (9000, 8500, 9270)
    why = dict(RentNotice.objects.values_list("tenancy", "why_left_out"))
    assert why == {
        leaves.pk: "Husstanden har flyttet ut.",
        changed.pk: "Leien er endret etter at varselet ble skrevet.",
        stays.pk: "",
    }


def test_a_letter_that_would_come_too_late_is_not_written(petter, index):
    home = lease("Strandgata 1", fixed_on=date(2024, 1, 1))
    make.price_index(date(2024, 1, 1), Decimal(125))
    run = start(index, petter)
    run.notify([line.as_notice(run, by=petter) for line in lines_of(run, TODAY)], by=petter, day=TODAY)
    RentNotice.objects.update(takes_effect_on=TODAY + timedelta(days=10))
    rent_letters.write_waiting(run.pk)
    assert not Letter.objects.exists()
    assert "én måned" in home.rent_notices.get().why_left_out


def test_a_letter_that_cannot_be_written_holds_up_no_other(petter, index, monkeypatch, caplog):
    homes = [lease(f"Strandgata {number}") for number in range(1, 3)]
    whole = rent_letters.write_notice

    def fail_for_the_first(notice, **told):
        if notice.tenancy == homes[0]:
            raise RuntimeError("no letter")
        return whole(notice, **told)

    monkeypatch.setattr(rent_letters, "write_notice", fail_for_the_first)
    notify(start(index, petter), petter)
    assert [home.rent_notices.get().status for home in homes] == ["prepared", "notified"]
    assert "was not written" in caplog.text
    monkeypatch.undo()
    regulation.put_in_force(EFFECT)
    assert [rent_of(home) for home in homes] == [9000, 9270], "no letter, no new rent"


def test_a_run_nobody_can_be_in_is_not_notified(petter, index):
    run = start(index, petter)
    with pytest.raises(Refused, match="Ingen leieforhold"):
        run.notify([], by=petter, day=TODAY)
    assert run.status == "draft"


def test_a_run_is_called_off_and_those_told_are_told(client, petter, index):
    home = lease("Strandgata 1")
    run = start(index, petter)
    notify(run, petter)
    client.force_login(petter)
    client.post(reverse("rent_run_call_off", args=[run.pk]), {"why": "Feil i grunnlaget"})
    rent_letters.tell_called_off()
    rent_letters.tell_called_off()
    assert [letter.title for letter in Letter.objects.order_by("pk")] == [
        "Varsel om ny husleie",
        "Husleien din blir ikke endret",
    ]
    regulation.put_in_force(EFFECT)
    assert rent_of(home) == 9000
    assert RentNotice.objects.get().status == "called_off"
    again = start(index, petter)
    assert again.pk != run.pk, "the day is free for another run"


def test_a_run_is_not_called_off_on_its_day(petter, index):
    lease("Strandgata 1")
    run = start(index, petter)
    notify(run, petter)
    RentRun.objects.update(takes_effect_on=TODAY)
    run.refresh_from_db()
    with pytest.raises(Refused, match="gjelder allerede"):
        run.call_off(by=petter, why="For sent")


def test_the_letters_come_in_one_file_and_name_no_home(client, petter, index):
    hidden = make.household(
        main=make.person(address_protection=Protection.STRICT, postal_address="Postboks 77, Lindvik")
    )
    lease("Bortgjemtveien 88", household=hidden)
    run = start(index, petter)
    notify(run, petter)
    letter = Letter.objects.get()
    assert "Postboks 77" in letter.recipient
    assert "Bortgjemtveien" not in letter.html + letter.recipient
    client.force_login(petter)
    for name in ("rent_run", "rent_run_letters"):
        response = client.get(reverse(name, args=[run.pk]))
        assert response.status_code == 200
        assert b"Bortgjemtveien" not in response.content
    for kind in ("csv", "xlsx"):
        assert client.get(run.get_absolute_url(), {"format": kind}).status_code == 200


@pytest.mark.parametrize("wrong", [TODAY, add_months(TODAY, 1) - timedelta(days=1)])
def test_a_day_too_soon_is_refused_at_its_field(client, petter, index, wrong):
    client.force_login(petter)
    page = client.post(reverse("rent_run_new"), {"index": index.pk, "takes_effect_on": f"{wrong:%d.%m.%Y}"})
    assert page.context["form"].errors["takes_effect_on"] == [
        "Leierne må varsles skriftlig minst én måned før leien endres."
    ]


def test_the_list_and_the_run_ask_as_much_of_one_lease_as_of_three(client, petter, index):
    run = start(index, petter)
    client.force_login(petter)

    def asked(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    lease("Strandgata 1")
    urls = [reverse("rent_list"), reverse("rent_list") + "?naar=indeks", run.get_absolute_url()]
    one = [asked(url) for url in urls]
    for number in range(2, 4):
        lease(f"Strandgata {number}", household=make.household(children=[date(2020, 1, 1)]))
    assert [asked(url) for url in urls] == one


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_starts_one_notifies_and_one_puts_in_force():
    petter = make.user("rent")
    make.price_index(WAS_MONTH, Decimal("130.0"))
    index = make.price_index(NOW_MONTH, Decimal("133.9"))
    homes = [lease(f"Strandgata {number}") for number in range(1, 4)]
    done, refused = at_once(lambda _number: start(index, petter), range(6), threads=3)
    assert (done, set(refused)) == (1, {"Det finnes allerede en regulering fra denne dagen."})
    pk = RentRun.objects.get().pk
    done, refused = at_once(lambda _number: notify(RentRun.objects.get(pk=pk), petter), range(6), threads=3)
    assert (done, len(refused)) == (1, 5)
    at_once(lambda _number: rent_letters.write_waiting(pk), range(6), threads=3)
    assert Letter.objects.count() == RentNotice.objects.filter(status="notified").count() == 3
    done, refused = at_once(lambda _number: RentRun.objects.get(pk=pk).put_in_force(), range(6), threads=3)
    assert (done, len(refused)) == (1, 5)
    assert [rent_of(home) for home in homes] == [9270, 9270, 9270]
    assert Rent.objects.filter(how="index").count() == 3
