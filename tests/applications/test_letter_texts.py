"""The text library: the municipality's own wording, from a day on, never one that lost what the law asks for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.forms.letter_texts import LetterTextForm
from applications.letters import decision as decision_letter
from applications.letters.defaults import DEFAULTS
from applications.letters.phrases import PHRASES
from applications.letters.texts import fill, in_force, library, phrases_for
from applications.models import Decision, LetterText
from tests import make
from tests.applications.letters_made import decision
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
APPEAL = (
    "Du kan klage til {klageinstans} innen {frist} ({regel_klagefrist}). Send klagen til {kontor}, {adresse}. "
    "Vi hjelper deg."
)


@pytest.fixture
def nora():
    return make.user("administrator", name="Nora Elvestad")


@pytest.fixture
def at_nora(client, nora):
    client.force_login(nora)
    return client


def form_for(code, body, *, language="nb", heading="Du kan klage", day=NO):
    sent = {"valid_from": day, "heading": heading, "body": body}
    return LetterTextForm(sent, code=code, language=language)


def test_a_new_wording_counts_from_its_day(kari, nora):
    form = form_for("appeal", APPEAL)
    assert form.is_valid(), form.errors
    form.begin(by=nora)
    made = decision(outcome="rejected", by=kari)
    assert "Vi hjelper deg." not in decision_letter.draft(made).said["appeal"]
    made.decided_on = TODAY
    draft = decision_letter.draft(made)
    assert draft.said["appeal"].endswith("Rådhusgata 1, 3999 Lindvik. Vi hjelper deg.")
    assert draft.lacks == []


def test_the_newest_of_a_day_counts_and_the_default_is_kept(nora):
    for body in ("Første {mottatt}.", "Andre {mottatt}."):
        LetterText.objects.create(code="opening", language="nb", valid_from=TODAY, body=body, by=nora)
    later = TODAY + timedelta(days=1)
    LetterText.objects.create(code="opening", language="nb", valid_from=later, body="Tredje {mottatt}.", by=nora)
    assert library("nb", TODAY)["opening"].body == in_force("opening", "nb", TODAY).body == "Andre {mottatt}."
    assert library("nb", later)["opening"].body == "Tredje {mottatt}."
    assert library("nn", TODAY)["opening"].body == DEFAULTS["opening", "nn"][1]
    assert in_force("opening", "nb", TODAY - timedelta(days=1)).body == DEFAULTS["opening", "nb"][1]


@pytest.mark.parametrize(
    ("code", "body", "said"),
    [
        ("appeal", APPEAL.replace("{klageinstans}", "klagenemnda"), "{klageinstans}"),
        ("appeal", APPEAL.replace("{frist}", "tre uker"), "{frist}"),
        ("appeal", APPEAL.replace("{adresse}", "oss"), "{adresse}"),
        ("appeal", APPEAL + " {tullball}", "«tullball»"),
        ("appeal", APPEAL + " {telefon", "klammeparentes"),
        ("appeal", APPEAL + " Ring [nummer].", "i klammer"),
        ("appeal", APPEAL + " Vedtaket kan ellers ikke påklages.", "Det kan det alltid"),
        ("appeal", " ", "Skriv teksten."),
        ("appeal", "\x00", "et tegn som ikke kan lagres"),
        ("appeal_content", "Skriv hva du vil ha endret ({regel_klage}).", "underskrevet"),
        ("costs", "Du kan få dekket utgifter ({regel_kostnader}).", "fri rettshjelp"),
        ("insight", "Ring oss ({regel_innsyn}).", "dokumentene"),
        ("result_rejected", "Vi har sett på søknaden.", "hva resultatet ble"),
        ("phrase_advice_loan", "Ring {telefon}.", "har ikke flettefelt"),
        ("phrase_advice_loan", "Du har ingen klagerett.", "Det kan det alltid"),
    ],
)
def test_a_text_that_lost_its_duty_is_refused_at_the_field(code, body, said):
    form = form_for(code, body, heading="Overskrift")
    assert said in " ".join(form.errors["body"])
    assert not form.errors.get("heading")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"heading": ""}, "heading"),
        ({"heading": "Klag til {kontor}"}, "heading"),
        ({"heading": "Vedtaket kan ikke påklages"}, "heading"),
        ({"day": f"{TODAY - timedelta(days=1):%d.%m.%Y}"}, "valid_from"),
        ({"day": "01.01.2199"}, "valid_from"),
        ({"day": "i morgen"}, "valid_from"),
    ],
)
def test_heading_and_day(changes, field):
    assert list(form_for("appeal", APPEAL, **changes).errors) == [field]


def test_every_default_may_be_saved_as_it_is():
    for (code, language), (heading, body) in DEFAULTS.items():
        form = form_for(code, body, language=language, heading=heading)
        assert form.is_valid(), (code, language, form.errors)
    for phrase in PHRASES:
        assert form_for(phrase.code, phrase.nn, language="nn").is_valid()


def test_a_merge_field_reaches_nothing_but_its_own_words():
    assert fill("{kontor} {kontor.__class__} {0} {}", {"kontor": "Boligkontoret"}) == (
        "Boligkontoret {kontor.__class__} {0} {}"
    )


def test_the_municipalitys_own_phrase_is_offered(nora):
    LetterText.objects.create(code="phrase_advice_loan", language="nb", valid_from=TODAY, body="Kom innom.", by=nora)
    offered = {phrase.code: phrase.text for phrase in phrases_for("municipal_dwelling", "rejected", "nb", TODAY)}
    assert offered["phrase_advice_loan"] == "Kom innom."
    assert "phrase_grant_needs_home" not in offered
    assert {phrase.field for phrase in PHRASES} <= {field.name for field in Decision._meta.fields}


class TestPages:
    def test_from_list_to_saved_text(self, at_nora):
        assert "Klageadgang" in at_nora.get(reverse("letter_text_list")).content.decode()
        new = reverse("letter_text_new", args=["appeal", "nb"])
        assert "{klageinstans}" in at_nora.get(new).content.decode()
        sent = {"valid_from": NO, "heading": "Du kan klage", "body": APPEAL}
        shown = at_nora.post(new, sent | {"preview": "1"}).content.decode()
        assert "kommunal klagenemnd innen tre uker" in shown
        assert not LetterText.objects.exists()
        for _click in range(2):
            assert at_nora.post(new, sent).url == reverse("letter_text", args=["appeal", "nb"])
        saved = LetterText.objects.get()
        assert (saved.code, saved.language, saved.by.name) == ("appeal", "nb", "Nora Elvestad")
        page = at_nora.get(reverse("letter_text", args=["appeal", "nb"])).content.decode()
        assert "<ins>" in page
        assert "Gjelder nå" in page
        assert "Kommunens, fra" in at_nora.get(reverse("letter_text_list")).content.decode()

    @pytest.mark.parametrize("code", ["opening", "result_granted", "extension", "temporary", "assistance", "reasons"])
    @pytest.mark.parametrize("language", ["nb", "nn"])
    def test_each_text_is_seen_in_a_letter_where_it_stands(self, at_nora, code, language):
        page = at_nora.get(reverse("letter_text", args=[code, language])).content.decode()
        first_words = DEFAULTS[code, language][1].split("{")[0].split(",")[0]
        assert first_words in page.partition('<article class="letter"')[2]

    def test_a_phrase_has_no_letter(self, at_nora):
        assert at_nora.get(reverse("letter_text", args=["phrase_advice_loan", "nn"])).status_code == 200
        new = reverse("letter_text_new", args=["phrase_advice_loan", "nn"])
        assert "Overskrift" not in at_nora.get(new).content.decode()
        assert at_nora.post(new, {"valid_from": NO, "body": "Kom innom.", "preview": "1"}).status_code == 302

    @pytest.mark.parametrize("address", ["tull/nb", "appeal/en", "appeal/sv/ny"])
    def test_what_does_not_exist(self, at_nora, address):
        assert at_nora.get(f"/brevtekster/{address}/").status_code == 404

    def test_a_preview_of_something_wrong_says_what(self, at_nora):
        new = reverse("letter_text_new", args=["appeal", "nb"])
        page = at_nora.post(new, {"valid_from": NO, "heading": "", "body": "Nei.", "preview": "1"}).content.decode()
        assert "Skriv overskriften." in page
        assert "Flettefeltet {klageinstans}" in page

    def test_the_list_asks_a_constant_number_of_questions(self, at_nora, nora, django_assert_max_num_queries):
        for (code, language), (heading, body) in DEFAULTS.items():
            LetterText.objects.create(
                code=code, language=language, valid_from=TODAY, heading=heading, body=body, by=nora
            )
        with django_assert_max_num_queries(8):
            at_nora.get(reverse("letter_text_list"))

    def test_the_leader_reads_and_does_not_change(self, client):
        client.force_login(make.leader())
        page = client.get(reverse("letter_text", args=["appeal", "nb"]))
        assert page.status_code == 200
        assert reverse("letter_text_new", args=["appeal", "nb"]) not in page.content.decode()
        assert client.get(reverse("letter_text_new", args=["appeal", "nb"])).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_save_one():
    nora = make.user("administrator", name="Nora Elvestad")

    forms = [form_for("appeal", APPEAL) for _click in range(2)]
    assert all(form.is_valid() for form in forms)
    assert at_once(lambda form: form.begin(by=nora), forms, threads=2) == (2, [])
    assert LetterText.objects.count() == 1
