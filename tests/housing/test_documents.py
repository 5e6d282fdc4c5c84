"""Documents and letters: what is taken in is told from its bytes, and what goes out is safe to open."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from housing import file_types
from housing.forms.casefile import named
from housing.models import Document, Letter, StoredFile, ViewLog
from tests import make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def berg(client):
    user = make.caseworker(name="Kari Berg")
    client.force_login(user)
    return user


@pytest.fixture
def household(berg):
    return make.household(caseworker=berg)


def archive(*names, **contents):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, contents.get(name, "x"))
    return out.getvalue()


def send(client, household, content, name="skjema.pdf", **facts):
    sent = {"title": "Lønnsslipp", "received_on": "01.06.2026", "external_id": "a" * 32} | facts
    sent["upload"] = content if hasattr(content, "read") else SimpleUploadedFile(name, content, "application/x-made-up")
    return client.post(reverse("document_new", args=[household.pk]), sent)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, file_types.PDF),
        (b"\xff\xd8\xff\xe0", file_types.JPEG),
        (PNG, file_types.PNG),
        (b"\0\0\0\x18ftypheic", file_types.HEIC),
        (archive("word/document.xml"), file_types.DOCX),
        (archive("xl/workbook.xml"), file_types.XLSX),
        ("Hei på deg".encode(), file_types.TEXT),
        ("Hei på deg".encode("latin-1"), file_types.TEXT),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("setup.exe"), None),
        (b"PK\x03\x04broken", None),
        (b"MZ\x90\0", None),
        (b"<html><script>", None),
        (b"\xef\xbb\xbf <!DOCTYPE html>", None),
        (b"<svg xmlns='x'>", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_from_the_bytes(content, kind):
    assert file_types.recognise(BytesIO(content)) == kind


def test_an_opendocument_text_is_known_by_its_own_word():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", file_types.ODT)
        made.writestr("content.xml", "x")
    assert file_types.recognise(BytesIO(out.getvalue())) == file_types.ODT


@given(st.binary(max_size=200))
def test_any_bytes_have_a_kind_or_none(content):
    assert file_types.recognise(BytesIO(content)) in {None, *file_types.ENDINGS}


@given(st.text(max_size=300))
def test_a_file_name_is_made_harmless(name):
    made = named(name, file_types.PDF)
    assert made.endswith(".pdf")
    assert not set(made) & set('/\\\r\n\0"<>')
    assert len(made) <= 200


def test_a_document_is_kept_once_and_given_back_as_it_came(client, household):
    for _click in range(2):
        response = send(client, household, PDF, name="Lønns slipp (1).PDF")
    assert response.url == household.get_absolute_url()
    document = Document.objects.get()
    assert (document.file.content_type, document.file.size) == (file_types.PDF, len(PDF))
    assert household.events.get().title == "Dokument lagt inn"
    back = client.get(document.get_absolute_url())
    assert back.content == PDF
    assert back["X-Content-Type-Options"] == "nosniff"
    assert back["Content-Disposition"] == (
        f"attachment; filename=\"dokument-{document.pk}.pdf\"; filename*=UTF-8''L%C3%B8nns%20slipp%20%281%29.pdf"
    )
    assert ViewLog.objects.filter(household=household, what=f"Dokument {document.pk}").exists()


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"title": ""}, "title", "påkrevd"),
        ({"title": "x" * 201}, "title", "200"),
        ({"received_on": "01.01.2199"}, "received_on", "frem i tid"),
        ({"received_on": "i går"}, "received_on", "dd.mm.åååå"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, household, facts, field, words):
    response = send(client, household, PDF, **facts)
    assert words in " ".join(response.context["form"].errors[field])
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("content", "words"), [(b"MZ\x90\0", "tas ikke imot"), (b"", "tom")])
def test_a_dangerous_or_empty_file_is_refused(client, household, content, words):
    response = send(client, household, content)
    assert words in " ".join(response.context["form"].errors["upload"])
    assert "Lønnsslipp" in response.content.decode()


def test_no_file_at_all_is_said_at_the_field(client, household):
    response = client.post(
        reverse("document_new", args=[household.pk]), {"title": "Lønnsslipp", "received_on": "01.06.2026"}
    )
    assert response.context["form"].errors["upload"]


def test_fifty_megabytes_are_refused_without_being_read(client, household):
    big = TemporaryUploadedFile("stor.pdf", "application/pdf", 0, None)
    big.file.write(PDF)
    big.file.truncate(50 * 1024 * 1024)
    big.file.seek(0)
    big.size = 50 * 1024 * 1024
    from housing.forms.casefile import DocumentForm

    tracemalloc.start()
    form = DocumentForm({"title": "Stor", "received_on": "01.06.2026"}, {"upload": big})
    said = " ".join(form.errors["upload"])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    big.close()
    assert "50" in said
    assert "20" in said
    assert peak < 5 * 1024 * 1024


def test_a_large_upload_goes_to_disk_and_is_refused_in_words(client, household, settings):
    settings.DOCUMENT_MAX_BYTES = 3 * 1024 * 1024
    response = send(client, household, PDF + b"\0" * (4 * 1024 * 1024))
    assert response.status_code == 200
    assert "Den kan ikke være større enn" in " ".join(response.context["form"].errors["upload"])


def test_a_letter_is_downloaded_when_it_is_made(client, household):
    letter = Letter.objects.create(household=household, kind="x", title="Vedtak", recipient="A", html="x")
    waiting = client.get(letter.get_absolute_url(), follow=True).content.decode()
    assert "Brevet lages nå" in waiting
    Letter.objects.filter(pk=letter.pk).update(file=StoredFile.keep(PDF, file_types.PDF))
    back = client.get(letter.get_absolute_url())
    assert (back.content, back["Content-Type"]) == (PDF, "application/pdf")
    assert f"brev-{letter.pk}.pdf" in back["Content-Disposition"]


def test_papers_of_others_are_not_found_or_refused(client, household):
    send(client, household, PDF)
    document = Document.objects.get()
    client.force_login(make.user("follow_up"))
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(make.user("rent"))
    assert client.get(document.get_absolute_url()).status_code == 403
    client.force_login(make.caseworker())
    assert "begrunnelse" in client.get(document.get_absolute_url()).url


def test_a_protected_households_file_goes_by_its_number(client, berg):
    household = make.household(main=make.person(address_protection="client"), caseworker=berg)
    send(client, household, PDF, name="Leiekontrakt Fjellgata 4.pdf")
    document = Document.objects.get()
    assert "Fjellgata" not in client.get(document.get_absolute_url())["Content-Disposition"]
    assert timezone.localdate() >= document.received_on
