"""The dwelling register in the names of Kobo's Bolig API, out and in again."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from housing import kobo
from housing.models import Dwelling
from tests import make

# As the documentation names them (apidocs: bolig-api v1).
DOCUMENTED = set(
    "adresse antallSoverom boligtype bruksareal bruksenhetsnummer bygning disposisjonsform eieform eiendom eieseksjon "
    "eier egenskaper ekstraReferanse erBofellesskap erTilgjengeligForRullestolbruker etasjenummer leverandorBoligId "
    "husstand koboId kvalifisererMvaKompensasjon leieforhold leiekostnad leieTilEiePotensial".split()
)
HOME = {
    "external_id": "B-17",
    "address": "Strandgata 4",
    "unit_number": "H0203",
    "area_m2": Decimal("61.50"),
    "floor": 2,
    "is_wheelchair_accessible": True,
    "monthly_rent": Decimal("9500.00"),
    "rooms": 3,
    "category": "adapted",
    "ownership": "leased_in",
    "in_housing_association": True,
    "has_lift": True,
    "is_drug_free": None,
    "staffing": "base",
}
TOLD = {
    "leverandorBoligId": "B-17",
    "adresse": "Strandgata 4",
    "bruksenhetsnummer": "H0203",
    "bruksareal": 61.5,
    "etasjenummer": 2,
    "erTilgjengeligForRullestolbruker": True,
    "leiekostnad": 9500,
    "antallSoverom": 2,
    "boligtype": "tilpasset",
    "disposisjonsform": "innleid",
    "eieform": "borettslag",
    "erBofellesskap": False,
    "egenskaper": ["heis", "bemanning_base"],
}
homes = st.fixed_dictionaries(
    {
        "external_id": st.text("ABC-0123456789", min_size=1, max_size=20),
        "address": st.text("abcæøå 123", max_size=30).map(str.strip),
        "unit_number": st.sampled_from(["", "H0101", "K0201"]),
        "area_m2": st.none() | st.decimals(0, 500, places=2),
        "floor": st.none() | st.integers(-2, 20),
        "is_wheelchair_accessible": st.none() | st.booleans(),
        "monthly_rent": st.none() | st.decimals(0, 30000, places=2),
        "rooms": st.none() | st.integers(1, 12),
        "category": st.sampled_from(["", *Dwelling.Category.values]),
        "ownership": st.sampled_from(Dwelling.Ownership.values),
        "in_housing_association": st.none() | st.booleans(),
        "has_lift": st.none() | st.booleans(),
        "is_drug_free": st.none() | st.booleans(),
        "staffing": st.sampled_from(["", *Dwelling.Staffing.values]),
    }
)


def test_a_dwelling_is_told_in_the_documented_names():
    assert kobo.write(HOME) == TOLD
    assert set(kobo.write(HOME)) | kobo.NOT_KEPT == DOCUMENTED


def test_a_dwelling_that_is_told_is_ours_again():
    reading = kobo.read(TOLD)
    assert (reading.values, reading.problems, reading.not_kept) == (HOME, [], [])


@given(homes)
def test_out_and_in_again_nothing_is_lost(home):
    reading = kobo.read(json.loads(json.dumps(kobo.write(home))))
    assert (reading.values, reading.problems) == (home, [])


def test_who_lives_there_is_neither_told_nor_kept():
    assert not {"husstand", "leieforhold"} & set(kobo.write(HOME))
    reading = kobo.read(TOLD | {"husstand": {"navn": "Haugen"}, "koboId": "k-1", "eier": None})
    assert reading.not_kept == ["husstand", "koboId"]
    assert "Haugen" not in str(reading.values)


@pytest.mark.parametrize(
    ("wrong", "name", "reason"),
    [
        ({"leverandorBoligId": ""}, "leverandorBoligId", "må fylles ut"),
        ({"boligtype": None}, "boligtype", "må fylles ut"),
        ({"boligtype": "slott"}, "boligtype", "Kjente koder"),
        ({"disposisjonsform": "lånt"}, "disposisjonsform", "Kjente koder"),
        ({"farge": "blå"}, "farge", "ikke et felt vi kjenner"),
        ({"antallSoverom": -1}, "antallSoverom", "mellom 0 og 50"),
        ({"antallSoverom": "to"}, "antallSoverom", "helt tall"),
        ({"etasjenummer": 1.5}, "etasjenummer", "helt tall"),
        ({"bruksareal": "stor"}, "bruksareal", "skal være et tall"),
        ({"leiekostnad": -1}, "leiekostnad", "negativt"),
        ({"erTilgjengeligForRullestolbruker": "ja"}, "erTilgjengeligForRullestolbruker", "true eller false"),
        ({"adresse": 4}, "adresse", "tekst"),
        ({"erBofellesskap": True}, "erBofellesskap", "stemmer ikke med boligtype"),
        ({"egenskaper": "heis"}, "egenskaper", "liste"),
        ({"egenskaper": ["badstue"]}, "egenskaper", "egenskap vi ikke kjenner"),
        ({"egenskaper": ["heis", "uten_heis"]}, "egenskaper", "to ting om det samme"),
    ],
)
def test_what_is_not_known_is_told_and_never_guessed(wrong, name, reason):
    problems = kobo.read(TOLD | wrong).problems
    assert [(field, reason in str(text)) for field, text in problems if field == name][:1] == [(name, True)]


@pytest.mark.django_db
class TestCommand:
    def taken_in(self, tmp_path, told, **options):
        file = tmp_path / "kobo.json"
        file.write_text(told if isinstance(told, str) else json.dumps(told))
        call_command("kobo_dwellings", source=file, **options)

    def test_the_register_comes_out_and_a_changed_dwelling_comes_in(self, tmp_path, capsys):
        home = make.dwelling("Strandgata 4", category="ordinary", has_lift=True)
        make.dwelling("Solgtveien 1", left_stock_on="2020-01-01", left_stock_reason="sold")
        call_command("kobo_dwellings", out=tmp_path / "ut.json")
        [told] = json.loads((tmp_path / "ut.json").read_text())
        assert (told["adresse"], told["antallSoverom"], told["egenskaper"]) == ("Strandgata 4", 1, ["heis"])
        self.taken_in(tmp_path, [told | {"leiekostnad": 9900, "koboId": "k-1"}])
        home.refresh_from_db()
        assert (home.monthly_rent, home.rooms, home.has_lift) == (9900, 2, True)
        shown = capsys.readouterr()
        assert "0 nye, 1 endret" in shown.out
        assert "koboId" in shown.err

    def test_a_dry_run_stores_nothing(self, tmp_path, capsys):
        self.taken_in(tmp_path, [TOLD], dry_run=True, acquired_on="2026-01-01")
        assert "Prøvekjøring: 1 nye" in capsys.readouterr().out
        assert not Dwelling.objects.exists()

    def test_a_new_dwelling_needs_the_day_it_came(self, tmp_path):
        with pytest.raises(CommandError, match=r"(?s)Bolig 1, acquired_on.*Ingenting er lagret"):
            self.taken_in(tmp_path, [TOLD])
        self.taken_in(tmp_path, [TOLD], acquired_on="2026-01-01")
        assert Dwelling.objects.get().external_id == "B-17"

    def test_one_that_is_wrong_stops_all_and_every_fault_is_told(self, tmp_path):
        with pytest.raises(CommandError, match=r"(?s)Bolig 2, boligtype.*Bolig 3"):
            self.taken_in(tmp_path, [TOLD, TOLD | {"boligtype": "slott"}, "hus"], acquired_on="2026-01-01")
        assert not Dwelling.objects.exists()

    @pytest.mark.parametrize("text", ["{", "{}"])
    def test_a_file_that_is_no_list_is_told(self, tmp_path, text):
        with pytest.raises(CommandError, match="JSON|liste"):
            self.taken_in(tmp_path, text)
