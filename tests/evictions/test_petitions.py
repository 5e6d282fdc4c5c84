"""A petition from the day it may be sent until it is settled: too early is refused, and two at once send one."""

import pytest
from django.urls import reverse

from evictions.forms import petitions as forms
from evictions.models import ArrearsCase, ChildrenOverride, EvictionFollowUp, Petition
from evictions.petition_dates import eviction_from
from housing import letters
from housing.database import Refused
from housing.models import CaseEvent, Tenancy
from tests import make, make_evictions
from tests.at_once import at_once
from tests.evictions.case_steps import TODAY, ago, at_desk, owing_case, post, read, ready, said, warned

pytestmark = pytest.mark.django_db
SENT = {"sent_on": said(TODAY), "amount": "18 000"}


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def at(kari):
    return at_desk(kari)


def petitioned(case, *, by, days=0) -> Petition:
    return Petition(tenancy=case.tenancy, case=case, sent_on=ago(days), amount=18_000, caseworker=by).send(by=by)


def scheduled(case, *, by, days=1) -> Petition:
    """Sent and put to the tenant long enough ago, and fixed for so many days ago."""
    made = make_evictions.petition(case.tenancy, by=by, sent_on=ago(60), case=case, caseworker=by)
    made.put_to_tenant(by=by, on=ago(50))
    made.schedule(by=by, on=ago(days + 5), scheduled_on=ago(days))
    return made


# --- Sent ----------------------------------------------------------------------------------------------------


def test_it_is_sent_once_on_the_warning_that_serves(kari, mona):
    case = ready(kari)
    boss = at_desk(mona, case)
    page = read(boss, reverse("petition_new", args=[case.pk]))
    assert "Begjæring kan sendes i dag." in page
    for _time in range(2):
        response, told = post(boss, "petition_new", case.pk, **SENT, external_id="begjaring-1")
        made = Petition.objects.get()
        assert (told, response.url) == ({}, made.get_absolute_url())
    assert (made.warning, made.warned_on, made.caseworker) == (case.warnings.get(), ago(20), kari)
    assert CaseEvent.objects.filter(title="Begjæring om fravikelse: sendt").count() == 1
    _response, told = post(boss, "petition_new", case.pk, **SENT)
    assert "ikke er avgjort" in told["sent_on"]


@pytest.mark.parametrize(
    ("days", "words"), [(3, "tidligst sendes"), (14, "tidligst sendes"), (450, "gikk ut")], ids=str
)
def test_too_early_and_too_late_are_told_at_the_field_with_the_first_day(kari, mona, days, words):
    case = owing_case(kari, months=2, opened=500)
    make.contract(case.tenancy, has_unpaid_clause=True)
    made = make_evictions.eviction_warning(case, by=kari, sent_on=ago(days), due_on=ago(days + 30))
    make_evictions.posting(case.tenancy, ago(days + 30), 5000)
    boss = at_desk(mona, case)
    _response, told = post(boss, "petition_new", case.pk, **SENT)
    assert words in told["sent_on"]
    first = made.dates.petition_from if days < 20 else ago(-15)
    assert said(first) in told["sent_on"]
    with pytest.raises(Refused, match=words):
        petitioned(case, by=mona)
    assert not Petition.objects.exists()


def test_a_claim_that_is_paid_asks_for_a_new_warning(kari, mona):
    case = ready(kari)
    make_evictions.posting(case.tenancy, ago(5), 18_000, kind="payment")
    make_evictions.posting(case.tenancy, ago(2), 9000)
    with pytest.raises(Refused, match="Kravet i varselet er betalt"):
        petitioned(case, by=mona)


def test_a_plan_that_is_kept_stands_in_the_way_until_it_is_broken(kari, mona):
    case = ready(kari)
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(35), debt=18_000)
    with pytest.raises(Refused, match="løper og er ikke brutt"):
        petitioned(case, by=mona)
    plan.find_breached(by=None, on=ago(1))
    assert petitioned(case, by=mona).pk


def test_children_need_a_plan_that_was_tried_or_the_leaders_word(kari, mona):
    case = ready(kari, children=[ago(3000)])
    boss = at_desk(mona, case)
    _response, told = post(boss, "petition_new", case.pk, **SENT)
    assert "Det bor barn her" in told["sent_on"]
    # Agreed and ended before anything fell due: nothing was tried.
    make_evictions.plan(case, by=kari, agreed_on=ago(10)).cancel(by=kari, on=ago(9))
    with pytest.raises(Refused, match="barn"):
        petitioned(case, by=mona)
    ChildrenOverride(case=case, decided_on=TODAY, reason="x", where_children_go="y").decide(by=mona)
    assert petitioned(case, by=mona).status == "sent"


def test_children_with_a_plan_that_was_broken_may_be_petitioned_against(kari, mona):
    case = ready(kari, children=[ago(3000)], opened=80)
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(60))
    plan.find_breached(by=None, on=ago(20))
    assert petitioned(case, by=mona).status == "sent"


def test_the_caseworker_prepares_and_does_not_send(at, kari):
    case = ready(kari)
    assert at.get(reverse("petition_new", args=[case.pk])).status_code == 403
    assert reverse("petition_new", args=[case.pk]) not in read(at, case.get_absolute_url())


def test_a_private_home_and_a_closed_case_have_no_petition(kari, mona):
    private = make_evictions.arrears_case(make.tenancy(make.household(caseworker=kari)), by=kari)
    with pytest.raises(Refused, match="ikke utleier"):
        petitioned(private, by=mona)
    case = ready(kari)
    case.close(by=kari, closed_on=TODAY, closing_reason="other")
    with pytest.raises(Refused, match="lukket"):
        petitioned(case, by=mona)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_those_who_send_at_once_one_does():
    kari = make.caseworker()
    case = ready(kari)
    done, refused = at_once(lambda by: petitioned(ArrearsCase.objects.get(pk=case.pk), by=by), [kari] * 6, threads=6)
    assert (done, len(refused), Petition.objects.count()) == (1, 5, 1)
    assert all("ikke er avgjort" in text for text in refused)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_case_is_never_closed_and_petitioned_at_once():
    kari = make.caseworker()
    for _round in range(4):
        case = ready(kari)

        def act(name, case=case):
            held = ArrearsCase.objects.get(pk=case.pk)
            if name == "close":
                held.close(by=kari, closed_on=TODAY, closing_reason="other")
            else:
                petitioned(held, by=kari)

        done, refused = at_once(act, ["close", "petition"], threads=2)
        assert (done, len(refused)) == (1, 1)


# --- What the officer does ---------------------------------------------------------------------------------------


@pytest.fixture
def sent(kari):
    case = owing_case(kari)
    return make_evictions.petition(case.tenancy, by=kari, sent_on=ago(30), case=case, caseworker=kari)


def test_the_steps_in_order(at, sent):
    post(at, "petition_put", sent.pk, on=said(ago(25)), municipality_told_on=said(ago(25)))
    sent.refresh_from_db()
    assert (sent.status, sent.put_to_tenant_on, sent.municipality_told_on) == ("statement", ago(25), ago(25))
    assert said(eviction_from(ago(25))) in read(at, sent.get_absolute_url())
    post(at, "petition_statement", sent.pk, on=said(ago(20)), statement="Jeg venter på NAV.")
    assert "Jeg venter på NAV." in read(at, sent.get_absolute_url())
    post(at, "petition_schedule", sent.pk, on=said(TODAY), scheduled_on=said(ago(-14)))
    assert "Utkastelsen er berammet" in read(at, sent.get_absolute_url())
    post(at, "petition_postpone", sent.pk, on=said(TODAY), note="Syk")
    sent.refresh_from_db()
    assert (sent.status, sent.scheduled_on) == ("postponed", None)
    post(at, "petition_schedule", sent.pk, on=said(TODAY), scheduled_on=said(ago(-20)))
    post(at, "petition_avert", sent.pk, on=said(TODAY), outcome="agreement")
    sent.refresh_from_db()
    assert (sent.status, sent.outcome, sent.outcome_on) == ("averted", "agreement", TODAY)
    titles = CaseEvent.objects.filter(subject_id=sent.pk, title__startswith="Begjæring om fravikelse").order_by("pk")
    assert [title.rpartition(": ")[2] for title in titles.values_list("title", flat=True)] == [
        "sendt",
        "forelagt leieren",
        "uttalelse mottatt",
        "berammet",
        "utsatt",
        "berammet",
        "avverget",
    ]


def test_each_step_too_early_is_refused_at_its_field_with_the_day(at, kari, sent):
    _response, told = post(at, "petition_put", sent.pk, on=said(ago(31)))
    assert said(ago(30)) in told["on"]
    put_on = ago(10)
    sent.put_to_tenant(by=kari, on=put_on)
    _response, told = post(at, "petition_statement", sent.pk, on=said(ago(11)), statement="x")
    assert said(put_on) in told["on"]
    first = said(eviction_from(put_on))
    _response, told = post(at, "petition_schedule", sent.pk, on=said(TODAY), scheduled_on=said(ago(-1)))
    assert first in told["on"]
    assert first in told["scheduled_on"]
    with pytest.raises(Refused, match=first):
        sent.schedule(by=kari, on=TODAY, scheduled_on=ago(-30))
    with pytest.raises(Refused):
        sent.carry_out(by=kari, on=TODAY)
    sent.refresh_from_db()
    assert sent.status == "statement"


def test_a_step_out_of_order_is_told(at, kari, sent):
    for name in ("petition_schedule", "petition_postpone", "petition_statement"):
        assert at.get(reverse(name, args=[sent.pk])).url == sent.get_absolute_url()
    _response, told = post(at, "petition_postpone", sent.pk, on=said(TODAY), note="x")
    assert "Utsatt" in told["__all__"]
    sent.reject(by=kari, on=TODAY)
    _response, told = post(at, "petition_avert", sent.pk, on=said(TODAY), outcome="paid")
    assert told["__all__"]


def test_no_day_before_it_was_sent_and_none_that_has_not_been(at, sent):
    for day, words in ((ago(31), "ble sendt"), (ago(-1), "frem i tid")):
        _response, told = post(at, "petition_avert", sent.pk, on=said(day), outcome="paid")
        assert words in told["on"]


# --- Carried out ---------------------------------------------------------------------------------------------------


def test_an_eviction_ends_the_tenancy_the_case_and_what_was_agreed_and_has_an_owner(kari, mona):
    case = owing_case(kari)
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(20))
    draw = make_evictions.deduction(
        case, make_evictions.consent(case.household, by=kari, given_on=ago(30)), by=kari, starts_on=ago(20)
    )
    petition = scheduled(case, by=kari)
    boss = at_desk(mona, case)
    response, told = post(boss, "petition_carry_out", petition.pk, on=said(ago(1)))
    assert (told, response.url) == ({}, petition.get_absolute_url())
    for row in (case, plan, draw, petition, case.tenancy):
        row.refresh_from_db()
    assert (case.status, case.closing_reason, case.closed_on) == ("closed", "evicted", ago(1))
    assert (plan.status, draw.end_reason, draw.ends_on) == ("cancelled", "moved", ago(1))
    assert (case.tenancy.status, case.tenancy.end_reason, case.tenancy.moved_out_on) == ("ended", "evicted", ago(1))
    follow_up = EvictionFollowUp.objects.get()
    assert (follow_up.owner, follow_up.due_on, follow_up.petition) == (kari, ago(-6), petition)
    assert "Oppfølging etter utkastelsen" in read(boss, petition.get_absolute_url())


def test_nobody_is_put_out_before_the_day_or_before_the_other_adults_know(kari, mona):
    case = owing_case(kari)
    make.member(case.household, make.person("Per", "Haugen"), role="partner")
    petition = scheduled(case, by=kari, days=-2)
    boss = at_desk(mona, case)
    _response, told = post(boss, "petition_carry_out", petition.pk, on=said(TODAY))
    assert said(ago(-2)) in told["on"]
    assert "flere voksne" in told["on"]
    Petition.objects.update(scheduled_on=TODAY)
    petition.refresh_from_db()
    with pytest.raises(Refused, match="flere voksne"):
        petition.carry_out(by=mona, on=TODAY)
    post(at_desk(kari), "petition_told", petition.pk, adults_told_on=said(ago(5)))
    petition.refresh_from_db()
    petition.carry_out(by=mona, on=TODAY)
    assert Tenancy.objects.get(pk=case.tenancy_id).end_reason == "evicted"


def test_whoever_registers_it_owns_the_follow_up_when_nobody_has_the_case(kari, mona):
    case = owing_case(kari)
    petition = scheduled(case, by=kari)
    gone = make.caseworker(is_active=False)
    ArrearsCase.objects.update(caseworker=gone)
    Petition.objects.update(caseworker=None)
    petition.refresh_from_db()
    petition.carry_out(by=mona, on=TODAY)
    assert EvictionFollowUp.objects.get().owner == mona


def test_a_refusal_on_the_way_leaves_everything_as_it_was(kari, mona, monkeypatch):
    case = owing_case(kari)
    petition = scheduled(case, by=kari)

    def refuse(*args, **kwargs):
        raise Refused("nei")

    monkeypatch.setattr(Tenancy, "move_out", refuse)
    with pytest.raises(Refused, match="nei"):
        petition.carry_out(by=mona, on=TODAY)
    case.refresh_from_db()
    assert (case.status, Petition.objects.get().status, petition.status) == ("open", "scheduled", "scheduled")
    assert not EvictionFollowUp.objects.exists()


def test_one_from_a_file_without_a_case_ends_the_case_of_its_tenancy(kari):
    case = owing_case(kari)
    petition = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(30), scheduled_on=ago(1))
    petition.carry_out(by=kari, on=TODAY)
    case.refresh_from_db()
    assert case.closing_reason == "evicted"


# --- On paper --------------------------------------------------------------------------------------------------------


def test_the_paper_has_the_parties_the_claim_and_the_ground(kari, mona, monkeypatch):
    printed = []
    monkeypatch.setattr(letters, "as_pdf", lambda html, **kwargs: printed.append(html) or b"%PDF-1.7")
    case = owing_case(kari, main=make.numbered_person())
    make.member(case.household, make.person("Per", "Li"), role="partner")
    warned(case, by=kari)
    petition = make_evictions.petition(
        case.tenancy, by=kari, case=case, sent_on=TODAY, warned_on=ago(20), amount=18_000
    )
    url = reverse("petition_print", args=[petition.pk])
    response = at_desk(mona, case).get(url)
    assert response["Content-Disposition"] == f'attachment; filename="begjaring-{petition.pk}.pdf"'
    text = printed[0].replace("\u00a0", " ")
    main = case.household.members_on(TODAY)[0].person
    for words in (main.national_id, "Per Li", "Elvegata", "18 000 kr", said(ago(20)), "§ 13-2", "01.09.2026"):
        assert words in text
    assert at_desk(kari).get(url).status_code == 403


def test_the_paper_never_says_where_a_protected_household_lives(kari, mona, monkeypatch):
    printed = []
    monkeypatch.setattr(letters, "as_pdf", lambda html, **kwargs: printed.append(html) or b"%PDF-1.7")
    case = owing_case(kari, main=make.person(address_protection="strictly_confidential"))
    petition = make_evictions.petition(case.tenancy, by=kari, case=case, sent_on=TODAY)
    at_desk(mona, case).get(reverse("petition_print", args=[petition.pk]))
    assert "Elvegata" not in printed[0]
    assert "på annen måte" in printed[0]


def test_the_paper_is_a_real_pdf(kari, mona):
    case = owing_case(kari)
    petition = make_evictions.petition(case.tenancy, by=kari, case=case, sent_on=TODAY)
    response = at_desk(mona, case).get(reverse("petition_print", args=[petition.pk]))
    assert response.content[:5] == b"%PDF-"


def test_a_form_asks_for_nothing_it_does_not_know(kari, mona):
    form = forms.PetitionForm(None, case=ready(kari), owed=18_000)
    assert form.fields["amount"].initial == 18_000
    assert list(form.fields) == ["sent_on", "amount", "external_id"]
