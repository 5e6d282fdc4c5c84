"""Letters: kept as written, printed once as PDF/UA, never to a protected address."""

import time
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from housing import letters
from housing.models import Letter
from housing.models.casefile import StoredFile
from housing.tasks import print_letter, print_unprinted_letters
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def kari():
    return make.caseworker()


def written(household, kari):
    case = make.application(household, by=kari)
    context = {"number": case.number, "received_on": DAY, "reason": "Vi venter.", "expected_on": DAY, "law": None}
    return letters.write(
        "letters/preliminary.html", case, kind="preliminary", title="Foreløpig svar", by=kari, day=DAY, context=context
    )


def test_printed_once_and_tagged(kari):
    letter = written(make.household(), kari)
    print_letter(letter_id=letter.pk)
    print_letter(letter_id=letter.pk)
    letter.refresh_from_db()
    assert StoredFile.objects.count() == 1
    pdf = PdfReader(BytesIO(bytes(letter.file.content)))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Vi venter." in text
    assert pdf.metadata.title == "Foreløpig svar"


def test_the_kept_file_shows_its_checksum_and_has_its_language(kari, client):
    household = make.household(main=make.person(written_language="nn"), caseworker=kari)
    print_letter(letter_id=written(household, kari).pk)
    kept = Letter.objects.get().file
    assert PdfReader(BytesIO(bytes(kept.content))).trailer["/Root"]["/Lang"] == "nn"
    client.force_login(kari)
    page = client.get(f"/husstander/{household.pk}/dokumenter/").content.decode()
    assert f"<code>{kept.sha256}</code>" in page
    assert kept.sha256 == sha256(bytes(kept.content)).hexdigest()


def test_letters_a_crash_left_behind_are_asked_for_again(kari, monkeypatch):
    printed, left_behind = written(make.household(), kari), written(make.household(), kari)
    print_letter(letter_id=printed.pk)
    asked = []
    monkeypatch.setattr(print_letter, "delay", lambda **facts: asked.append(facts))

    print_unprinted_letters()

    assert asked == [{"letter_id": left_behind.pk}]


def test_it_is_printed_after_the_commit_and_never_before(kari, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        written(make.household(), kari)
    assert len(later) == 1


def test_where_it_goes(kari):
    household = make.household()
    make.tenancy(household, make.dwelling("Strandgata 4", postal_code="3999", city="Lindvik"))
    assert letters.recipient_of(household, DAY) == "Amina Haugen\nStrandgata 4, H0101, 3999 Lindvik"


@pytest.mark.parametrize("level", ["client", "confidential", "strictly_confidential"])
def test_never_to_a_protected_address(kari, level):
    household = make.household(main=make.person(address_protection=level))
    make.tenancy(household, make.dwelling("Strandgata 4"))
    assert letters.recipient_of(household, DAY) == "Amina Haugen"
    household.members_on(DAY)[0].person.__class__.objects.update(postal_address="Postboks 1, 0001 Oslo")
    letter = written(household, kari)
    assert letter.recipient == "Amina Haugen\nPostboks 1, 0001 Oslo"
    assert "Strandgata" not in letter.html


def test_a_copy_to_the_guardian_is_told(kari):
    household = make.household(main=make.person(guardian_name="Siri Verge", guardian_contact="900 00 000"))
    assert "Kopi til verge: Siri Verge, 900 00 000" in " ".join(written(household, kari).html.split())


def test_what_was_typed_is_text_and_fetches_nothing(kari):
    household = make.household(main=make.person(given_name="<img src=http://x.example/a>"))
    letter = written(household, kari)
    assert "<img" not in letter.html
    with pytest.raises(ValueError, match="fetches nothing"):
        letters._fetch_nothing("http://x.example/a")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_prints_it(celery_worker, kari):
    letter = written(make.household(), kari)
    until = time.monotonic() + 60
    while Letter.objects.unprinted().exists() and time.monotonic() < until:
        time.sleep(0.2)
    letter.refresh_from_db()
    assert bytes(letter.file.content).startswith(b"%PDF")
