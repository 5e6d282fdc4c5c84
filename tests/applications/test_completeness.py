"""Which decision letters may be sent."""

from dataclasses import replace
from datetime import date

import pytest

from applications.completeness import BLOCKS, DecisionParts, may_be_sent, missing_blocks
from housing import law

GRANTED = DecisionParts(
    outcome="granted",
    main_content="Kommunal bolig i inntil tre år.",
    rooms=2,
    lease="tre år",
    floor_or_lift="ingen krav",
    conditions="Vedtaket faller bort hvis husstanden får egnet bolig på annen måte.",
    rules=("boligsosialloven_7", "Retningslinjer for tildeling, 2026"),
    applicant_view="Ønsker å bo nær skolen.",
    appeal_kind="municipal_dwelling",
    appeal_weeks=3,
    contact="Saksbehandler Rask Rev, telefon 22 22 22 22",
)
REJECTED = replace(
    GRANTED,
    outcome="rejected",
    main_content="",
    rooms=None,
    lease="",
    floor_or_lift="",
    conditions="",
    facts="Husstanden leier en egnet bolig.",
    main_considerations="Andre har større behov.",
)
DISMISSED = replace(REJECTED, outcome="dismissed", applicant_view="")


def lacks(parts, **changes):
    return [missing.block for missing in missing_blocks(replace(parts, **changes))]


@pytest.mark.parametrize("parts", [GRANTED, REJECTED, DISMISSED], ids=lambda parts: parts.outcome)
def test_a_whole_letter_may_be_sent(parts):
    assert missing_blocks(parts) == []
    assert may_be_sent(parts)


@pytest.mark.parametrize("block", ["main_content", "lease", "floor_or_lift", "conditions", "applicant_view", "contact"])
def test_a_granted_letter_has_each_block(block):
    assert lacks(GRANTED, **{block: " "}) == [block]
    assert not may_be_sent(replace(GRANTED, **{block: ""}))


@pytest.mark.parametrize("block", ["facts", "main_considerations", "applicant_view", "contact"])
def test_a_rejection_has_its_reasons(block):
    assert lacks(REJECTED, **{block: ""}) == [block]


@pytest.mark.parametrize("parts", [GRANTED, REJECTED, DISMISSED], ids=lambda parts: parts.outcome)
def test_every_letter_has_rules_and_appeal(parts):
    assert lacks(parts, rules=()) == ["rules"]
    assert lacks(parts, appeal_kind="") == ["appeal_body"]
    assert lacks(parts, appeal_kind="rent_dispute") == ["appeal_body"]
    assert lacks(parts, appeal_weeks=None) == ["appeal_term"]
    assert lacks(parts, appeal_weeks=2) == ["appeal_term"]


def test_the_dwelling_is_described_when_one_is_given():
    assert lacks(GRANTED, rooms=None, lease="", floor_or_lift="") == ["rooms", "lease", "floor_or_lift"]
    assert lacks(GRANTED, gives_dwelling=False, rooms=None, lease="", floor_or_lift="") == []


def test_reasons_may_be_left_out_only_when_granted_in_full():
    assert lacks(GRANTED, facts="", main_considerations="") == []
    assert lacks(GRANTED, is_granted_in_full=False) == ["facts", "main_considerations"]
    assert lacks(GRANTED, is_appeal=True) == ["facts", "main_considerations"]
    assert lacks(DISMISSED, facts="") == ["facts"]


def test_children_are_heard():
    assert lacks(GRANTED, has_children=True) == ["child_view"]
    assert lacks(REJECTED, has_children=True) == ["child_view"]
    assert lacks(DISMISSED, has_children=True) == []
    assert lacks(GRANTED, has_children=True, child_view="Vil bytte skole.") == []


@pytest.mark.parametrize(
    "words",
    [
        "Vedtaket kan ikke påklages.",
        "Det er ikke mulighet for å klage.",
        "Det er ingen klagerett.",
        "Du har ikke rett til å klage på dette.",
    ],
)
def test_no_letter_denies_the_appeal(words):
    assert lacks(REJECTED, main_considerations=words) == ["appeal_denied"]
    assert lacks(REJECTED, main_considerations="Vedtaket kan påklages, og du har rett til å klage.") == []


def test_an_outcome_that_is_not_a_decision():
    assert "outcome" in lacks(GRANTED, outcome="withdrawn")
    assert "outcome" in lacks(GRANTED, outcome="")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.code)
def test_each_block_says_what_is_lacking_and_by_which_law(block):
    assert str(block.message).endswith(".")
    assert law.reference(block.law, date(2026, 11, 22))
