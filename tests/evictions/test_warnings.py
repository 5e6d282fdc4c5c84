"""The warning of a petition and what goes with it: no letter without all it must say, and nobody told against a no."""

import re
from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import reverse

from evictions import notice_letters, plan_letter, warning_letter
from evictions.forms import warnings as forms
from evictions.models import ArrearsAction, ChildrenOverride, EvictionWarning, SocialNotice
from evictions.warning_blocks import BLOCKS, WarningParts, missing_blocks
from housing import letters
from housing.database import Refused
from housing.models import CaseEvent, Letter
from tests import make, make_evictions
from tests.applications.test_nynorsk import BOKMAL, NYNORSK, words
from tests.evictions.case_steps import (
    TODAY,
    ago,
    at_desk,
    owing_case,
    post,
    read,
    said,
    send_warning,
)

pytestmark = pytest.mark.django_db
PARTS = WarningParts("18 000 kr", ("mars 2026 9 000 kr", "april 2026 9 000 kr"), "16.05.2026", "32 00 00 00")
GOOD = {
    "petition": "Betaler du ikke, sender vi begjæring om fravikelse.",
    "claim": "mars 2026 9 000 kr april 2026 9 000 kr Til sammen 18 000 kr",
    "deadline": "Betal innen 16.05.2026.",
    "avoid": "Du unngår det ved å betale før utkastelsen: husleie, kostnader og renter, også det som forfaller.",
    "help": "Ring 32 00 00 00, eller gå til NAV.",
    "social": "Vi kan varsle sosialtjenesten. Du kan reservere deg skriftlig.",
}


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def at(kari):
    return at_desk(kari)


@pytest.fixture
def case(kari):
    return owing_case(kari)


class TestContent:
    def test_all_blocks_are_enough(self):
        assert missing_blocks(PARTS, GOOD) == []
        assert [block.code for block in BLOCKS] == list(GOOD)

    @pytest.mark.parametrize("code", GOOD)
    def test_each_block_must_be_there_and_say_its_own(self, code):
        for said_there in ({k: v for k, v in GOOD.items() if k != code}, GOOD | {code: "Hei."}):
            assert {row.block for row in missing_blocks(PARTS, said_there)} == {code}

    @pytest.mark.parametrize(
        ("code", "without"),
        [
            ("claim", "april 2026 9 000 kr"),
            ("claim", "18 000 kr"),
            ("avoid", "før"),
            ("avoid", "renter"),
            ("avoid", "kostnader"),
            ("avoid", "forfaller"),
            ("help", "NAV"),
            ("help", "32 00 00 00"),
            ("social", "skriftlig"),
            ("social", "reservere"),
            ("petition", "fravikelse"),
            ("deadline", "16.05.2026"),
        ],
    )
    def test_a_word_that_is_lost_is_told(self, code, without):
        found = missing_blocks(PARTS, GOOD | {code: GOOD[code].replace(without, "")})
        assert [row.block for row in found] == [code]

    def test_a_claim_without_a_month_is_no_claim(self):
        assert missing_blocks(replace(PARTS, lines=()), GOOD)


class TestSent:
    def test_the_letter_is_shown_then_kept_with_its_deadline_and_the_earliest_petition(self, at, kari, case):
        shown = read(at, reverse("eviction_warning_new", args=[case.pk]))
        assert "Slik unngår du utkastelse" in shown
        for _time in range(2):
            response, told = post(at, "eviction_warning_new", case.pk, external_id="varsel-1")
            assert (told, response.url) == ({}, case.get_absolute_url())
        warning = EvictionWarning.objects.get()
        assert (warning.amount, warning.due_on, warning.sent_on) == (18_000, ago(45), TODAY)
        text = warning.letter.html.replace("\u00a0", " ")
        assert said(ago(-14)) in text
        assert "tvangsfullbyrdelsesloven § 13-2 tredje ledd bokstav a" in text
        assert text.count("9 000 kr") == 2
        assert warning.letter.sent_on == TODAY
        assert ArrearsAction.objects.get(case=case).kind == "letter"
        page = read(at, case.get_absolute_url())
        assert f"Begjæring kan tidligst sendes {said(ago(-15))}" in page

    @pytest.mark.parametrize("language", ["nb", "nn"])
    def test_in_either_language_and_printed(self, kari, language):
        main = make.person("Amina", "Haugen", written_language=language)
        case = owing_case(kari, main=main, children=[ago(2000)])
        letter = send_warning(case, by=kari).letter
        assert letter.language == language
        assert ("fråviking" in letter.html) == (language == "nn")
        assert letters.print_pdf(letter.pk).file.content[:5] == b"%PDF-"

    @pytest.mark.parametrize("lost", [block.code for block in BLOCKS])
    def test_a_letter_that_lost_a_block_is_not_sent(self, kari, case, monkeypatch, lost):
        real = letters.compose

        def without(*args, **kwargs):
            return re.sub(f'data-block="{lost}"', "", real(*args, **kwargs))

        monkeypatch.setattr(letters, "compose", without)
        form = forms.WarningForm({}, case=case)
        assert form.is_valid()
        with pytest.raises(Refused):
            form.send(by=kari)
        assert not EvictionWarning.objects.exists()
        assert not Letter.objects.exists()
        assert not ArrearsAction.objects.exists()

    def test_nothing_is_claimed_of_one_who_owes_nothing_or_rents_of_another(self, at, kari):
        paid = owing_case(kari, months=0)
        _response, told = post(at, "eviction_warning_new", paid.pk)
        assert "skylder ikke noe" in told["__all__"]
        private = make_evictions.arrears_case(make.tenancy(make.household(caseworker=kari)), by=kari)
        make_evictions.posting(private.tenancy, ago(30))
        for name in ("eviction_warning_new", "collection_notice_new", "social_notice_new"):
            _response, told = post(at, name, private.pk)
            assert "ikke utleier" in told["__all__"]
        assert not Letter.objects.exists()

    def test_one_a_day(self, at, case):
        post(at, "eviction_warning_new", case.pk)
        _response, told = post(at, "eviction_warning_new", case.pk)
        assert "allerede sendt varsel" in told["__all__"]
        assert Letter.objects.count() == 1

    def test_no_letter_says_where_a_protected_household_lives(self, kari):
        main = make.person("Amina", "Haugen", address_protection="strictly_confidential")
        case = owing_case(kari, main=main)
        send_warning(case, by=kari)
        with transaction.atomic():
            claims = forms.claims_of(case, TODAY)
            notice_letters.write_social(SocialNotice.send(case, by=kari, on=TODAY), claims, by=kari)
        assert not any("Elvegata" in letter.html + letter.recipient for letter in Letter.objects.all())


class TestSentOutside:
    SENT = {"sent_on": said(ago(10)), "due_on": said(ago(30)), "amount": "9000"}

    def test_is_registered_when_it_says_all_it_must(self, at, case):
        everything = [block.code for block in BLOCKS]
        post(at, "eviction_warning_sent", case.pk, **self.SENT, contents=everything)
        warning = EvictionWarning.objects.get()
        assert (warning.sent_on, warning.letter) == (ago(10), None)

    def test_is_told_at_the_field(self, at, case):
        everything = [block.code for block in BLOCKS]
        _response, told = post(at, "eviction_warning_sent", case.pk, **self.SENT, contents=everything[1:])
        assert "begjæring om fravikelse" in told["contents"]
        for changed in ({"sent_on": said(ago(-1))}, {"due_on": said(ago(5))}):
            _response, told = post(at, "eviction_warning_sent", case.pk, **self.SENT | changed, contents=everything)
            assert "sent_on" in told
        assert not EvictionWarning.objects.exists()


class TestOthers:
    def test_a_collection_notice_gives_fourteen_days(self, at, case):
        post(at, "collection_notice_new", case.pk)
        letter = Letter.objects.get(kind="collection_notice")
        assert said(ago(-14)) in letter.html
        assert case.actions.get().result == "Inkassovarsel"

    def test_nav_is_told_and_the_tenant_has_a_copy(self, at, case):
        post(at, "social_notice_new", case.pk)
        letter = Letter.objects.get(kind="social_notice")
        assert letter.recipient == "NAV Lindvik"
        assert "Amina" in letter.copy_to
        assert SocialNotice.objects.get().sent_on == TODAY
        _response, told = post(at, "social_notice_new", case.pk)
        assert "allerede varslet" in told["__all__"]

    def test_nobody_is_told_after_the_tenants_no(self, at, case):
        post(at, "social_reservation", case.pk, reserved_on=said(ago(1)))
        _response, told = post(at, "social_notice_new", case.pk)
        assert "reservert seg" in told["__all__"]
        assert not Letter.objects.exists()
        assert SocialNotice.objects.get().sent_on is None
        _response, told = post(at, "social_reservation", case.pk, reserved_on=said(TODAY))
        assert "allerede registrert" in told["__all__"]

    def test_a_no_after_the_notice_is_kept_beside_it(self, kari, case):
        notice = SocialNotice.send(case, by=kari, on=ago(5))
        SocialNotice.reserve(case, by=kari, on=TODAY)
        notice.refresh_from_db()
        assert (notice.sent_on, notice.reserved_on) == (ago(5), TODAY)


class TestOverride:
    SENT = {"decided_on": said(TODAY), "reason": "Alt er prøvd.", "where_children_go": "Hos besteforeldrene."}

    def test_the_leader_says_why_and_where_the_children_go(self, kari):
        case = owing_case(kari, children=[ago(2000)])
        boss = at_desk(make.leader(), case)
        for lacking in ("reason", "where_children_go"):
            _response, told = post(boss, "children_override_new", case.pk, **self.SENT | {lacking: ""})
            assert set(told) == {lacking}
        for _time in range(2):
            post(boss, "children_override_new", case.pk, **self.SENT, external_id="leder-1")
        assert ChildrenOverride.objects.get().where_children_go == "Hos besteforeldrene."
        event = CaseEvent.objects.get(title__contains="leder åpner")
        assert "prøvd" not in event.note
        assert "Hos besteforeldrene." in read(boss, case.get_absolute_url())

    def test_the_rent_office_is_told_that_it_is_decided_and_not_where_the_children_go(self, kari):
        case = owing_case(kari, children=[ago(2000)])
        decided = ChildrenOverride(case=case, decided_on=TODAY, reason="Alt er prøvd.", where_children_go="Hos mormor.")
        decided.decide(by=make.leader())
        page = read(at_desk(make.user("rent"), case), case.get_absolute_url())
        assert "Lederen har bestemt" in page
        assert "Hos mormor." not in page
        assert "Alt er prøvd." not in page

    def test_nobody_else_may(self, at, kari, case):
        assert at.get(reverse("children_override_new", args=[case.pk])).status_code == 403
        with pytest.raises(Refused):
            ChildrenOverride(case=case, decided_on=TODAY, reason="x", where_children_go="y").decide(by=kari)


class TestLetters:
    @pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAL), ("nb", NYNORSK)], ids=["nn", "nb"])
    def test_each_is_wholly_in_one_language(self, at, kari, language, foreign):
        main = make.person("Amina", "Haugen", written_language=language)
        case = owing_case(kari, main=main, children=[ago(2000)])
        for name in ("eviction_warning_new", "collection_notice_new", "social_notice_new"):
            post(at, name, case.pk)
        plan_letter.write(make_evictions.plan(case, by=kari, agreed_on=TODAY), by=kari)
        written = list(Letter.objects.all())
        assert len(written) == 4
        for letter in written:
            assert foreign.findall(words(letter.html)) == []
            assert foreign.findall(letter.title) == []

    def test_the_rent_office_reads_those_of_the_case_and_no_others(self, kari, case):
        rent = at_desk(make.user("rent"), case)
        letter = letters.print_pdf(send_warning(case, by=kari).letter.pk)
        response = rent.get(reverse("arrears_letter", args=[letter.pk]))
        assert response["Content-Type"] == "application/pdf"
        assert "Haugen" not in response["Content-Disposition"]
        Letter.objects.filter(pk=letter.pk).update(kind="decision")
        assert rent.get(reverse("arrears_letter", args=[letter.pk])).status_code == 404

    def test_one_that_is_being_made_sends_back_to_the_case(self, at, kari, case):
        letter = send_warning(case, by=kari).letter
        assert at.get(reverse("arrears_letter", args=[letter.pk])).url == case.get_absolute_url()

    def test_the_last_day_to_pay_is_the_day_before_a_petition(self):
        assert warning_letter.last_day_to_pay(ago(0), ago(5)) == ago(-14)
