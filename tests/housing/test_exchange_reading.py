"""Files as people make them: either delimiter, either encoding, workbooks, and files that are broken."""

from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from housing.models import Dwelling, Person
from tests.housing.exchange_folders import WORLD, refusals, take_in, warnings, world, write

pytestmark = pytest.mark.django_db

HEADER = "id;given_name;family_name"


def persons(folder, content, *, encoding="utf-8"):
    folder.mkdir(exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode(encoding)
    (folder / "persons.csv").write_bytes(data)
    return folder


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\nP1;Åse;Ødegård\n",
        f"\ufeff{HEADER}\r\nP1;Åse;Ødegård\r\n",
        "id,given_name,family_name\nP1,Åse,Ødegård",
        '"id","given_name","family_name"\n"P1","Åse","Ødegård"\n',
        "family_name;phone;ID;Given_name\nØdegård;;P1;Åse\n",
        f"{HEADER};;\nP1;Åse;Ødegård;;\n",
        f"{HEADER}\n\nP1;Åse;Ødegård\n;;\n",
    ],
    ids=["plain", "bom-crlf", "comma", "comma-quoted", "any-order", "empty-columns", "empty-rows"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path, content):
    outcome = take_in(persons(tmp_path, content))
    assert outcome.problems == []
    assert [(person.external_id, str(person)) for person in Person.objects.all()] == [("P1", "Åse Ødegård")]
    assert (outcome.counts[0].read, outcome.counts[0].created) == (1, 1)


def test_windows_1252_is_read_with_a_warning(tmp_path):
    folder = persons(tmp_path, f"{HEADER}\nP1;Åse;Ødegård\n", encoding="cp1252")
    assert warnings(folder) == [
        "Advarsel: persons.csv: Filen er ikke UTF-8 og er lest som Windows-1252. Se etter at æ, ø og å er riktige."
    ]
    assert Person.objects.get().family_name == "Ødegård"


def test_commas_in_cells_do_not_make_a_comma_file(tmp_path):
    take_in(persons(tmp_path, f"{HEADER}\nP1;Åse;Lie, Berg, Dal og Vik\n"))
    assert Person.objects.get().family_name == "Lie, Berg, Dal og Vik"


def test_a_cell_of_several_lines_is_one_row(tmp_path):
    folder = persons(tmp_path, f'{HEADER};phone\nP1;"Åse\nMarie";Lie;\nP2;Ola;Lie;{"9" * 31}\n')
    assert refusals(folder)[0].startswith("persons.csv, linje 3, phone, «")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "persons.csv: Filen er tom."),
        ("\ufeff", "persons.csv, linje 1: Filen mangler overskrift"),
        ("\n\n", "persons.csv, linje 1: Filen mangler overskrift"),
        ("P1;Åse;Ødegård\n", "persons.csv, linje 1: Filen mangler overskrift"),
        (f"{HEADER};skostørrelse\n", "persons.csv, linje 1, skostørrelse: Ukjent kolonne."),
        ("id;given_name\nP1;Åse\n", "persons.csv, linje 1, family_name: Kolonnen mangler"),
        (f"{HEADER};id\nP1;Åse;Lie;P1\n", "persons.csv, linje 1, id: Kolonnen finnes to ganger."),
        (f'{HEADER}\nP1;Åse;Lie\nP2;"Ola;Lie\n', "persons.csv, linje 3: CSV-filen er ødelagt her"),
        (f'{HEADER}\nP1;"Åse"x;Lie\n', "persons.csv, linje 2: CSV-filen er ødelagt her"),
        (f"{HEADER}\nP1;Åse;Lie;Oslo\n", "persons.csv, linje 2: Raden har flere celler enn overskriften."),
        (f"{HEADER}\nP1;Åse\n", "persons.csv, linje 2: Raden har færre celler enn overskriften."),
        (f"{HEADER}\nP1;Å\x00se;Lie\n", "persons.csv, linje 2, given_name, «Å\\0se»: Teksten inneholder et tegn"),
        (f"{HEADER}\nP1;{'Å' * 300};Lie\n", "persons.csv, linje 2, given_name"),
        (f"{HEADER}\n;Åse;Lie\n", "persons.csv, linje 2, id: Kolonnen må være fylt ut."),
        (f"{HEADER}\n{'x' * 65};Åse;Lie\n", "persons.csv, linje 2, id"),
        (f"{HEADER}\nP1;Åse;\n", "persons.csv, linje 2, family_name: Kolonnen må være fylt ut."),
        (f"{HEADER};sex\nP1;Åse;Lie;kvinne\n", "persons.csv, linje 2, sex, «kvinne»: Ukjent kode."),
        (f"{HEADER}\nP1;Åse;Lie\n".encode("utf-16"), "persons.csv: Filen er lagret som UTF-16."),
        (HEADER.encode() + b"\nP1;\x81se;Lie\xff\n", "Filen er verken UTF-8 eller Windows-1252."),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_saved(tmp_path, content, told):
    found = refusals(persons(tmp_path, content))
    assert any(told in text for text in found), found
    assert not Person.objects.exists()


def test_a_file_that_cannot_be_read_stops_a_partial_import_too(tmp_path):
    write(tmp_path, dwellings=WORLD["dwellings"])
    assert not take_in(persons(tmp_path, f'{HEADER}\nP1;"Åse'), is_partial=True).is_written
    assert not Dwelling.objects.exists()


def test_all_errors_are_told(tmp_path):
    folder = persons(tmp_path, f"{HEADER};sex;birth_date\nP1;;Lie;mann;32.01.2020\nP2;Ola;Lie;;i går\n")
    assert [text.split(":")[0] for text in refusals(folder)] == [
        "persons.csv, linje 2, given_name",
        "persons.csv, linje 2, sex, «mann»",
        "persons.csv, linje 2, birth_date, «32.01.2020»",
        "persons.csv, linje 3, birth_date, «i går»",
    ]


def test_a_misspelt_file_is_an_error(tmp_path):
    write(tmp_path, person=WORLD["persons"], households=WORLD["households"])
    assert refusals(tmp_path)[0].startswith("person.csv: Navnet er ikke noe vi kan lese inn.")


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    (tmp_path / "les meg.txt").write_text("Fra BOKART, hentet i går")
    (tmp_path / "rejected").mkdir()
    assert take_in(world(tmp_path)).is_clean


@pytest.mark.parametrize("name", ["finnes ikke", "tom"])
def test_a_folder_without_files_is_told(tmp_path, name):
    (tmp_path / "tom").mkdir()
    with pytest.raises(CommandError, match="1 feil. Ingenting er lagret."):
        call_command("import_records", tmp_path / name)


def workbook(path, files):
    book = Workbook()
    book.remove(book.active)
    for name, rows in files.items():
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(column) for column in header])
    book.save(path)
    return path


def test_a_workbook_has_a_sheet_for_each_record_type(tmp_path):
    path = workbook(tmp_path / "lindvik.xlsx", WORLD)
    assert take_in(path).problems == []
    outcome = take_in(tmp_path)
    assert {(count.file, count.unchanged) for count in outcome.counts} >= {("lindvik.xlsx [dwellings]", 1)}


def test_a_workbook_tells_sheet_and_line_and_its_rejected_rows_become_a_file(tmp_path):
    rows = [{"id": 1, "given_name": "Åse", "family_name": "Lie"}, {"id": 2, "given_name": None, "family_name": "Lie"}]
    path = workbook(tmp_path / "lindvik.xlsx", {"persons": rows})
    assert refusals(path, is_partial=True) == [
        "lindvik.xlsx [persons], linje 3, given_name: Kolonnen må være fylt ut.",
    ]
    assert Person.objects.get().external_id == "1"
    assert (tmp_path / "rejected" / "persons.csv").read_text() == (
        "id;given_name;family_name;error\n2;;Lie;given_name: Kolonnen må være fylt ut.\n"
    )


def test_a_file_that_is_no_workbook_is_told(tmp_path):
    (tmp_path / "lindvik.xlsx").write_bytes(b"PK not a workbook")
    assert refusals(tmp_path) == ["lindvik.xlsx: Arbeidsboken kan ikke leses. Lagre den på nytt som .xlsx."]


def test_a_workbook_whose_sheet_is_broken_is_told(tmp_path):
    path = workbook(tmp_path / "hel.xlsx", {"persons": WORLD["persons"]})
    with ZipFile(path) as whole, ZipFile(tmp_path / "lindvik.xlsx", "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, content[: len(content) // 2] if "worksheets" in name else content)
    path.unlink()
    assert refusals(tmp_path) == ["lindvik.xlsx [persons]: Arbeidsboken kan ikke leses. Lagre den på nytt som .xlsx."]


def test_the_same_record_type_twice_is_told(tmp_path):
    world(tmp_path)
    workbook(tmp_path / "lindvik.xlsx", {"persons": WORLD["persons"]})
    assert refusals(tmp_path) == ["persons.csv: «persons» finnes to ganger i mappen."]
