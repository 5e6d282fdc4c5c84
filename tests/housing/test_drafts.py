"""Drafts: kept as one types, resumed in another browser, gone when the form is sent, and nobody else's to read."""

from datetime import datetime, time, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Appeal, Application
from housing.forms import drafts
from housing.models import CaseEvent, Draft, ViewLog
from housing.tasks import forget_old_drafts
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TYPING = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def odd():
    return make.caseworker(name="Odd Lie")


@pytest.fixture
def household(kari):
    return make.household(caseworker=kari)


def logged_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def address(household, action="save", form="application"):
    return reverse(f"draft_{action}", args=[form, household.pk])


def type_in(user, household, **typed):
    sent = {"kind": "new", "wishes": "Nær skolen", "csrfmiddlewaretoken": "x", "external_id": "nøkkel"} | typed
    return logged_in(user).post(address(household), sent, **TYPING)


def form_of(user, household, **query):
    return logged_in(user).get(reverse("application_new", args=[household.pk]), query)


def test_saved_as_one_types_and_resumed_in_another_browser(kari, household):
    told = type_in(kari, household, received_on="31.13.", needs_wheelchair="on")
    assert "Utkast lagret kl." in told.content.decode()
    assert Draft.objects.get().data == {
        "kind": ["new"],
        "wishes": ["Nær skolen"],
        "received_on": ["31.13."],
        "needs_wheelchair": ["on"],
    }
    page = form_of(kari, household)
    form, html = page.context["form"], page.content.decode()
    assert "Du fortsetter på utkastet ditt" in html
    assert "Nær skolen" in html
    assert (form["received_on"].value(), form["needs_wheelchair"].value()) == ("31.13.", True)


def test_a_box_that_was_unticked_stays_so(kari, household):
    type_in(kari, household, rooms_min="")
    form = form_of(kari, household).context["form"]
    assert form["rooms_min"].value() == ""
    assert form["needs_wheelchair"].value() is False


def test_told_once_a_minute_and_the_latest_counts(kari, household):
    assert type_in(kari, household).status_code == 200
    last = type_in(kari, household, wishes="Nær barnehagen")
    assert last.status_code in {200, 204}
    assert Draft.objects.get().data["wishes"] == ["Nær barnehagen"]


def test_a_button_saves_without_javascript(kari, household):
    saved = logged_in(kari).post(address(household), {"wishes": "Nær skolen"}, follow=True)
    assert saved.redirect_chain[-1][0] == reverse("application_new", args=[household.pk])
    assert "Utkastet er lagret." in saved.content.decode()
    assert "Nær skolen" in saved.content.decode()


def test_what_is_sent_deletes_the_draft(kari, household):
    type_in(kari, household)
    sent = {"kind": "new", "received_on": f"{TODAY:%d.%m.%Y}", "external_id": "s-1"}
    at = reverse("application_new", args=[household.pk])
    assert logged_in(kari).post(at, sent).status_code == 302
    assert not Draft.objects.exists()
    # The last words were on their way when the form was sent, and the form was sent twice.
    assert type_in(kari, household, external_id="s-1").status_code == 204
    assert logged_in(kari).post(at, sent).status_code == 302
    assert not Draft.objects.exists()
    assert Application.objects.count() == 1


def test_what_could_not_be_sent_is_kept(kari, household):
    at = reverse("application_new", args=[household.pk])
    logged_in(kari).post(at, {"kind": "transfer", "received_on": "i går", "wishes": "Nær skolen"})
    assert not Application.objects.exists()
    assert Draft.objects.get().data["wishes"] == ["Nær skolen"]


def test_of_the_sending_and_the_deleting_neither_happens_alone(kari, household, monkeypatch):
    type_in(kari, household)
    monkeypatch.setattr(drafts, "discard", lambda *_: 1 / 0)
    sent = {"kind": "new", "received_on": f"{TODAY:%d.%m.%Y}"}
    with pytest.raises(ZeroDivisionError):
        logged_in(kari).post(reverse("application_new", args=[household.pk]), sent)
    assert not Application.objects.exists()
    assert Draft.objects.exists()


def test_a_colleague_is_told_and_may_copy(kari, odd, household):
    type_in(kari, household)
    household.take_responsibility(odd)
    page = form_of(odd, household)
    assert "Kari Berg har et utkast fra" in page.content.decode()
    assert "Nær skolen" not in page.content.decode()
    theirs = Draft.objects.get()
    logged_in(odd).post(address(household), {"copy_of": theirs.pk})
    assert "Nær skolen" in form_of(odd, household).content.decode()
    assert Draft.objects.filter(by=kari).get() == theirs
    logged_in(kari).post(address(household, "delete"))
    assert Draft.objects.get().by == odd


@pytest.mark.parametrize("other", ["", "0", "99999999999999999999", "tull", "٣"])
def test_a_draft_that_is_not_there_cannot_be_copied(kari, household, other):
    assert logged_in(kari).post(address(household), {"copy_of": other}).status_code == 409
    assert not Draft.objects.exists()


def test_a_draft_about_another_household_cannot_be_copied(kari, odd, household):
    elsewhere = make.household(caseworker=odd)
    type_in(odd, elsewhere)
    assert logged_in(kari).post(address(household), {"copy_of": Draft.objects.get().pk}).status_code == 409


@pytest.mark.parametrize("role", ["follow_up", "rent", "programme", "steering", "administrator", "auditor", "intake"])
def test_who_may_not_use_the_form_has_nothing_to_do_with_its_drafts(kari, household, role):
    type_in(kari, household)
    other = make.user(role, name="Per Vik")
    household.take_responsibility(other, kind="follow_up")
    for action in ("save", "delete"):
        assert logged_in(other).post(address(household, action), {"copy_of": Draft.objects.get().pk}).status_code == 403
    assert Draft.objects.get().by == kari
    assert drafts.of_household(household, other) == []
    assert drafts.mine(other) == []


def test_a_case_that_is_not_ones_own_asks_why_first(household, odd):
    asked = type_in(odd, household)
    assert asked.url.startswith(reverse("reason", args=[household.pk]))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("form", ["tull", "decision", "appeal"])
def test_a_draft_of_nothing_is_404(kari, household, form):
    assert logged_in(kari).post(address(household, form=form)).status_code == 404


def test_a_text_without_end_is_refused_and_what_was_saved_stands(kari, household):
    type_in(kari, household)
    told = type_in(kari, household, wishes="x" * (drafts.MOST_CHARACTERS + 1))
    assert "for lang til å lagres" in told.content.decode()
    type_in(kari, household, **{f"felt{number}": "x" for number in range(800)}, wishes="a\x00b")
    assert Draft.objects.get().data["wishes"] == ["ab"]


@pytest.mark.parametrize("key", ["", "a\x00b", "x" * 500, "'--"])
def test_whatever_key_the_page_says_it_has(kari, household, key):
    assert type_in(kari, household, external_id=key).status_code == 200
    assert Draft.objects.count() == 1


def test_it_is_told_of_to_nobody(kari, household):
    before = ViewLog.objects.count(), CaseEvent.objects.count()
    type_in(kari, household)
    assert (ViewLog.objects.count(), CaseEvent.objects.count()) == before


def test_where_one_finds_it_again(kari, odd, household):
    type_in(kari, household)
    front = logged_in(kari).get(reverse("home")).content.decode()
    page = logged_in(kari).get(household.get_absolute_url()).content.decode()
    link = f'href="{reverse("application_new", args=[household.pk])}"'
    assert link in front
    assert page.count(link) > 1
    assert "Nær skolen" not in front + page
    assert "Utkast" not in logged_in(odd).get(reverse("home")).content.decode()
    household.take_responsibility(odd)
    assert "Kari Berg har et utkast (søknad)" in logged_in(odd).get(household.get_absolute_url()).content.decode()


def test_discarded_from_the_front_page(kari, household):
    type_in(kari, household)
    gone = logged_in(kari).post(address(household, "delete"), {"next": "home"})
    assert gone.url == reverse("home")
    assert not Draft.objects.exists()


def test_my_drafts_ask_the_database_as_often_for_three_as_for_one(kari, household, django_assert_num_queries):
    for _number in range(3):
        type_in(kari, make.household(caseworker=kari))
    with django_assert_num_queries(4):
        assert len(drafts.mine(kari)) == 3


def test_old_drafts_are_forgotten(kari, household):
    type_in(kari, household)

    def touched(days_ago):
        """At noon: late in the evening, a change to summer time in between makes it another day."""
        noon = datetime.combine(timezone.localdate() - timedelta(days=days_ago), time(12))
        Draft.objects.update(saved_at=timezone.make_aware(noon))

    touched(drafts.KEPT_DAYS)
    forget_old_drafts()
    assert Draft.objects.exists()
    touched(drafts.KEPT_DAYS + 1)
    forget_old_drafts()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("form", drafts.FORMS)
def test_every_form_in_the_table_stands_somewhere(form):
    from django.apps import apps

    row = drafts.FORMS[form]
    assert reverse(row.url_name, args=[1])
    assert apps.get_model(row.subject).objects.all().visible_to
    assert all(apps.get_model(made)._meta.get_field("external_id") for made in row.makes)


def test_the_assessment_of_an_appeal_may_be_left_half_written(kari, household):
    case = make.application(household, by=kari)
    decision = make.decision(case, by=kari, outcome="rejected")
    case.reject(by=kari, decision=decision)
    appeal = Appeal(application=case, decision=decision, received_on=TODAY).begin(by=kari)
    browser, at = logged_in(kari), reverse("appeal_assess", args=[appeal.pk])
    save = reverse("draft_save", args=["appeal", appeal.pk])
    browser.post(save, {"assessment": "Vi har sett på saken"}, **TYPING)
    assert "Vi har sett på saken" in logged_in(kari).get(at).content.decode()
    assert browser.post(at, {"assessment": "Vi har sett på saken på nytt."}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_words_on_their_way_while_the_form_is_sent_wait_and_are_let_go(kari, household, rf):
    """Saved between the deleting and the commit, the draft would stand there for good."""
    request = rf.post("/", {"wishes": "Nær skolen", "external_id": "s-1"})
    request.user = kari

    def save_late():
        try:
            drafts.save(request, "application", household.pk, household)
        finally:
            connection.close()

    late = Thread(target=save_late)
    with drafts.Desk(request, "application", household.pk, household).sending():
        make.application(household, by=kari, external_id="s-1")
        late.start()
        late.join(timeout=0.5)
        assert late.is_alive()
    late.join(timeout=20)
    assert not Draft.objects.exists()
