"""Law references with dates, and who decides which appeal."""

from dataclasses import replace
from datetime import date

import pytest

from housing import law

TODAY = date(2026, 11, 22)


def test_a_reference_reads_as_it_is_cited():
    row = law.reference("fvl_29", TODAY)
    assert str(row.short) == "forvaltningsloven §\u00a029"
    assert str(row.title) == "klagefrist"
    assert row.source == "https://lovdata.no/dokument/NL/lov/1967-02-10"


@pytest.mark.parametrize(("day", "known"), [(date(2023, 6, 30), False), (date(2023, 7, 1), True)])
def test_a_rule_is_not_cited_before_it_came(day, known):
    if known:
        assert law.reference("boligsosialloven_7", day)
    else:
        with pytest.raises(LookupError):
            law.reference("boligsosialloven_7", day)


def test_a_paragraph_may_be_younger_than_its_act():
    assert law.reference("husll_9_3", date(2005, 1, 1))
    with pytest.raises(LookupError):
        law.reference("husll_11_1", date(2009, 8, 31))


def test_an_unknown_rule():
    with pytest.raises(LookupError, match="husll_11_2"):
        law.reference("husll_11_2", TODAY)


def test_the_new_administration_act_waits_for_its_date():
    waiting = law.not_in_force(TODAY)
    assert {row.source for row in waiting} == {"https://lovdata.no/dokument/NL/lov/2025-06-20-81"}
    assert not any(row.is_in_force(date(2099, 1, 1)) for row in waiting)


def test_one_row_brings_the_new_administration_act_into_force(monkeypatch):
    starts = date(2027, 7, 1)
    acts = tuple(replace(act, in_force_from=starts) if act.code == "fvl_2025" else act for act in law.ACTS)
    monkeypatch.setattr(law, "ACTS", acts)
    monkeypatch.setattr(law, "REFERENCES", law._rows())
    assert str(law.reference("fvl_29", date(2027, 6, 30)).short) == "forvaltningsloven §\u00a029"
    assert str(law.reference("fvl_29", starts).short) == "forvaltningsloven §\u00a063"
    assert law.not_in_force(starts) == []


def test_every_rule_of_the_old_act_has_a_place_in_the_new():
    codes = {act: {row[0] for row in law.PARAGRAPHS if row[1] == act} for act in ("fvl", "fvl_2025")}
    assert codes["fvl"] == codes["fvl_2025"]


def test_a_rule_without_a_known_place_cites_the_act_alone(monkeypatch):
    assert {row[0] for row in law.PARAGRAPHS if not row[2]} == law.NOT_YET_PLACED
    starts = date(2027, 7, 1)
    acts = tuple(replace(act, in_force_from=starts) if act.code == "fvl_2025" else act for act in law.ACTS)
    monkeypatch.setattr(law, "ACTS", acts)
    monkeypatch.setattr(law, "REFERENCES", law._rows())
    assert str(law.reference("fvl_42", date(2027, 6, 30)).short) == "forvaltningsloven §\u00a042"
    assert str(law.reference("fvl_42", starts).short) == "forvaltningsloven"


@pytest.mark.parametrize("day", [TODAY, date(2030, 1, 1)])
def test_never_two_rules_by_one_code(day):
    codes = [row.code for row in law.REFERENCES if row.is_in_force(day)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("housing_assistance", "statsforvalteren"),
        ("temporary_housing", "statsforvalteren"),
        ("municipal_dwelling", "kommunal klagenemnd"),
        ("start_loan", "kommunal klagenemnd"),
        ("housing_allowance", "Klagenemnda for Husbanken"),
        ("rent_dispute", "Husleietvistutvalget"),
    ],
)
def test_who_decides_the_appeal_depends_on_the_decision(kind, body):
    assert str(law.appeal_body(kind).body) == body


def test_every_appeal_body_cites_a_rule_in_force():
    for row in law.APPEAL_BODIES:
        assert law.reference(row.law, TODAY)
    with pytest.raises(LookupError):
        law.appeal_body("parking")
