"""Which decision letters may be sent: every kind and outcome, every block, and the right body for the appeal."""

from dataclasses import replace
from datetime import date

import pytest

from applications.letters import decision as decision_letter
from applications.letters.blocks import Writer
from applications.letters.completeness import BLOCKS, BY_CODE, denies_appeal, due_blocks, may_be_sent, missing_blocks
from applications.models import Condition, Decision, LetterText
from housing import law
from housing.database import Refused
from housing.models import Letter, Person, Representative
from tests.applications.letters_made import DECIDED_ON, EVERY_DECISION, decision

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
BODIES = {
    "municipal_dwelling": "kommunal klagenemnd",
    "extension": "kommunal klagenemnd",
    "housing_assistance": "statsforvalteren",
    "temporary_housing": "statsforvalteren",
}
# What every letter of the kind and outcome must hold, written out here so that a block lost in the code is missed.
ALWAYS = "confidential parties reference outcome rules appeal appeal_content postponed costs insight contact".split()
ON_MERITS = ["applicant_view", "child_view"]
REASONS = ["facts", "main_considerations"]
OF_OUTCOME = {
    "granted": [*ON_MERITS, "main_content", "conditions"],
    "rejected": [*ON_MERITS, *REASONS, "advice"],
    "dismissed": REASONS,
}
OF_KIND = {"municipal_dwelling": ["guidelines"], "extension": ["guidelines"]}
OF_GRANTED_KIND = {
    "municipal_dwelling": ["rooms", "lease", "floor_or_lift"],
    "extension": ["lease"],
    "temporary_housing": ["period"],
}
# What the caseworker leaves empty → the block that is then not written.
EMPTIED = {
    "main_content": ("granted", {"main_content": " "}),
    "rooms": ("granted", {"rooms": None}),
    "lease": ("granted", {"lease_years": None}),
    "floor_or_lift": ("granted", {"needs_lift_or_ground_floor": None}),
    "conditions": ("granted", {"conditions": ""}),
    "facts": ("rejected", {"facts": " "}),
    "main_considerations": ("rejected", {"considerations": ""}),
    "applicant_view": ("rejected", {"applicant_view": ""}),
    "child_view": ("rejected", {"child_view": ""}),
    "advice": ("rejected", {"advice": ""}),
}


def mandatory(kind, outcome) -> set[str]:
    granted = OF_GRANTED_KIND.get(kind, []) if outcome == "granted" else []
    return {*ALWAYS, *OF_OUTCOME[outcome], *OF_KIND.get(kind, []), *granted}


def blocks_lacking(made) -> list[str]:
    return list(dict.fromkeys(missing.block for missing in decision_letter.lacks(made)))


@pytest.mark.parametrize(("kind", "outcome"), EVERY_DECISION)
class TestEveryLetter:
    def test_it_holds_every_mandatory_block_and_the_right_body(self, kari, kind, outcome):
        draft = decision_letter.draft(decision(kind, outcome, by=kari))
        assert draft.lacks == []
        assert {block.code for block in due_blocks(draft.parts)} == mandatory(kind, outcome)
        assert all(draft.said[code] for code in mandatory(kind, outcome))
        assert all(is_there for _block, is_there in draft.checklist)
        appeal = draft.said["appeal"]
        assert BODIES[kind] in appeal
        assert not any(body in appeal for body in set(BODIES.values()) - {BODIES[kind]})
        assert "tre uker" in appeal
        assert "Rådhusgata 1" in appeal

    def test_leaving_out_any_one_block_is_refused_by_its_name(self, kari, kind, outcome):
        draft = decision_letter.draft(decision(kind, outcome, by=kari))
        for code in mandatory(kind, outcome):
            without = {block: text for block, text in draft.said.items() if block != code}
            assert [missing.block for missing in missing_blocks(draft.parts, without)] == [code]
            assert str(BY_CODE[code].message) in [str(m.message) for m in missing_blocks(draft.parts, without)]
            assert not may_be_sent(draft.parts, without)

    def test_a_section_the_letter_loses_on_the_way_is_missed(self, kari, kind, outcome, monkeypatch):
        made, written = decision(kind, outcome, by=kari), Writer.sections
        for code in {section.code for section in decision_letter.sections_of(made)} & mandatory(kind, outcome):
            with monkeypatch.context() as patched:
                patched.setattr(
                    Writer, "sections", lambda self, lost=code: [s for s in written(self) if s.code != lost]
                )
                assert code in blocks_lacking(made)
                with pytest.raises(Refused, match=str(BY_CODE[code].message)[:40]):
                    decision_letter.write(made)
        assert not Letter.objects.exists()


@pytest.mark.parametrize("block", EMPTIED)
def test_an_empty_field_is_refused_by_the_name_of_its_block(kari, block):
    outcome, emptied = EMPTIED[block]
    assert blocks_lacking(decision(outcome=outcome, by=kari, **emptied)) == [block]


def test_the_rules_and_the_period(kari):
    assert "rules" in blocks_lacking(decision(by=kari, law_codes=[]))
    assert blocks_lacking(decision("temporary_housing", by=kari, valid_until=None)) == ["period"]
    assert blocks_lacking(decision("extension", by=kari, lease_years=None, valid_until=date(2029, 4, 1))) == []


@pytest.mark.parametrize(
    ("code", "body", "said"),
    [
        ("appeal", "Du kan klage innen {frist}. Send klagen til {adresse}.", "hvem som avgjør klagen"),
        ("appeal", "Du kan klage til {klageinstans} snart. Send klagen til {adresse}.", "tre uker"),
        ("appeal", "Du kan klage til {klageinstans} innen {frist}.", "hvor klagen skal sendes"),
        ("appeal_content", "Skriv hva du vil ha endret.", "underskrevet"),
        ("postponed", "Vi følger loven ({regel_utsatt}).", "be oss vente"),
        ("costs", "Du kan få dekket utgifter.", "fri rettshjelp"),
        ("insight", "Ring oss ({regel_innsyn}).", "dokumentene"),
        ("contact", "Ring {saksbehandler}.", "telefonnummer"),
        ("result_rejected", "Vi har sett på søknaden din.", "hva resultatet ble"),
    ],
)
def test_a_text_of_the_municipalitys_own_that_lost_its_duty(kari, code, body, said):
    LetterText.objects.create(code=code, language="nb", valid_from=DECIDED_ON, body=body, by=kari)
    made = decision(outcome="rejected", by=kari)
    lacks = decision_letter.lacks(made)
    assert [missing.block for missing in lacks] == ["outcome" if code == "result_rejected" else code]
    assert said in str(lacks[0].message)


def test_a_text_counts_from_its_day_and_in_its_language(kari):
    for valid_from, language in [(date(2026, 4, 2), "nb"), (date(2026, 1, 1), "nn")]:
        LetterText.objects.create(code="appeal", language=language, valid_from=valid_from, body="Nei.", by=kari)
    assert blocks_lacking(decision(outcome="rejected", by=kari)) == []


def test_reasons_may_be_left_out_only_when_granted_in_full_and_can_then_be_asked_for(kari):
    without = {"facts": "", "considerations": ""}
    draft = decision_letter.draft(decision(by=kari, **without))
    assert draft.lacks == []
    assert "begrunnelse" in draft.said["reasons"]
    assert "reasons" not in decision_letter.draft(decision(by=kari)).said
    parts = draft.parts
    for lesser in (replace(parts, is_granted_in_full=False), replace(parts, is_appeal=True)):
        assert [missing.block for missing in missing_blocks(lesser, draft.said)] == REASONS
    smaller = decision(by=kari, **without)
    smaller.application.rooms_min = 5
    assert blocks_lacking(smaller) == REASONS


def test_conditions_have_their_day_and_those_of_a_form_count(kari):
    made = decision(by=kari, conditions="")
    drafted = [Condition(text="Du må betale husleien hver måned", supervise_on=date(2026, 10, 1)), Condition(text="B")]
    draft = decision_letter.draft(made, drafted)
    assert draft.said["conditions"] == "Du må betale husleien hver måned. Vi følger det opp 01.10.2026. B"
    made.condition_rows.create(text="Du må følge husordensreglene.")
    assert "husordensreglene" in decision_letter.draft(made).said["conditions"]


def test_a_representative_gets_the_letter_which_says_whom_it_is_about_and_who_has_a_copy(kari):
    made = decision(outcome="rejected", by=kari)
    household = made.application.household
    Representative.objects.create(
        household=household,
        name="Advokat Lie",
        is_lawyer=True,
        postal_address="Postboks 1, 3999 Lindvik",
        starts_on=date(2026, 1, 1),
        by=kari,
    )
    Person.objects.filter(pk=household.members_on(DECIDED_ON)[0].person.pk).update(guardian_name="Siri Verge")
    draft = decision_letter.draft(made)
    assert draft.lacks == []
    assert "Advokat Lie" in draft.said["parties"]
    assert "Amina Haugen" in draft.said["parties"]
    assert {"Amina Haugen", "Siri Verge"} <= set(draft.parts.copies)
    for lost in ({"copies": ""}, {"copies": "Kopi til: Amina Haugen"}, {"parties": "Advokat Lie"}):
        assert [missing.block for missing in missing_blocks(draft.parts, draft.said | lost)] == list(lost)


@pytest.mark.parametrize(
    "words",
    [
        "Vedtaket kan ikke påklages.",
        "Det er ikke mulighet for å klage.",
        "Det er ingen klagerett.",
        "Du har ikke rett til å klage på dette.",
        "Du kan ikke klage på vedtaket.",
        "Vedtaket kan ikkje påklagast.",
        "Du har inga rett til å klage.",
        "Vedtaket kan dessverre ikke påklages.",
        "Det er bestemt at du ikke kan klage.",
    ],
)
def test_no_letter_denies_the_appeal_whoever_wrote_it(kari, words):
    assert denies_appeal(words)
    assert blocks_lacking(decision(outcome="rejected", by=kari, considerations=words)) == ["appeal_denied"]
    LetterText.objects.create(code="opening", language="nb", valid_from=DECIDED_ON, body=words, by=kari)
    assert blocks_lacking(decision(outcome="rejected", by=kari)) == ["appeal_denied"]


def test_what_affirms_the_appeal_is_let_through(kari):
    words = "Vedtaket kan påklages, og du har rett til å klage. Du kan ikke leie privat."
    assert blocks_lacking(decision(outcome="rejected", by=kari, considerations=words)) == []


def test_a_letter_that_may_be_sent_is_written(kari):
    letter = decision_letter.write(decision(outcome="rejected", by=kari))
    assert letter.language == "nb"
    assert 'lang="nb"' in letter.html


def test_every_kind_has_rules_of_its_own():
    for kind in Decision.Kind:
        assert decision_letter.rules_ticked(kind)
        for code in decision_letter.rules_for(kind):
            assert law.reference(code, TODAY)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.code)
def test_each_block_says_what_is_lacking_and_by_which_law(block):
    assert str(block.message).endswith(".")
    assert law.reference(block.law, TODAY)
    assert all(str(duty.message).endswith(".") for duty in block.duties)
