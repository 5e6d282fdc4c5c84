"""Papers asked for: one letter, one reminder, and nobody's application lapses for want of one."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import decision_notices, papers
from applications.deadlines.papers import missing_papers
from applications.forms.documents import ArrivedForm, AskForm, RemindForm, waive
from applications.models import DocumentRequest, Routine
from housing.database import Refused
from housing.models import CaseEvent, Document, Household, Letter, Person
from housing.workdays import next_workday
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
DUE = next_workday(TODAY + timedelta(days=21))
ASK = {"wanted": ["income", "lease"], "others": "", "due_on": f"{DUE:%d.%m.%Y}", "external_id": "papir-1"}
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def case(household, kari):
    return make.application(household, by=kari)


@pytest.fixture
def late(case, kari):
    """Asked for a month ago, and past its date."""
    asked_on, due_on = TODAY - timedelta(days=30), TODAY - timedelta(days=9)
    return make.paper(case, by=kari, asked_on=asked_on, due_on=due_on)


def url(name, thing):
    return reverse(name, args=[thing.pk])


def test_asking_makes_the_rows_and_one_letter(at, case, kari):
    page = at.get(url("documents_ask", case))
    assert page.context["form"]["due_on"].value() == DUE
    answer = at.post(url("documents_ask", case), ASK | {"others": "  Vedtak om  uføretrygd \n\nBrev fra skolen\n"})
    assert answer.status_code == 302, answer.context["form"].errors
    letter = Letter.objects.get()
    rows = DocumentRequest.objects.order_by("pk")
    assert [row.what for row in rows] == [
        str(papers.COMMON["income"]),
        str(papers.COMMON["lease"]),
        "Vedtak om uføretrygd",
        "Brev fra skolen",
    ]
    assert {(row.letter, row.asked_on, row.due_on, row.by) for row in rows} == {(letter, TODAY, DUE, kari)}
    assert (letter.title, letter.kind, letter.sent_on) == ("Vi trenger flere opplysninger", "documents", TODAY)
    event = CaseEvent.objects.get(title="Søkeren er bedt om flere opplysninger")
    assert event.note == f"4 dokumenter, frist {DUE:%d.%m.%Y}"


def test_the_letter_says_what_when_and_what_then_and_offers_help(at, case):
    at.post(url("documents_ask", case), ASK)
    text = Letter.objects.get().html
    for part in (
        "Leiekontrakt for boligen du bor i",
        f"Fristen er {DUE:%d.%m.%Y}",
        "så hjelper vi deg",
        "lengre tid",
        "avgjør vi søknaden ut fra det vi vet",
        "forvaltningsloven §\u00a017",
        "forvaltningsloven §\u00a018",
        case.number,
    ):
        assert part in text, part
    assert "faller bort" not in text
    assert "avvis" not in text


def test_the_deadline_follows_the_routine_and_never_ends_on_a_day_without_post(at, case, kari):
    Routine.objects.create(valid_from=TODAY, document_days=10, by=kari)
    proposed = at.get(url("documents_ask", case)).context["form"]["due_on"].value()
    assert proposed == next_workday(TODAY + timedelta(days=10))


def test_what_is_asked_for_already_is_not_asked_for_again(at, case):
    at.post(url("documents_ask", case), ASK)
    page = at.get(url("documents_ask", case))
    assert not {"income", "lease"} & {code for code, _label in page.context["form"].fields["wanted"].choices}
    again = at.post(url("documents_ask", case), ASK | {"external_id": "papir-2"})
    assert "wanted" in again.context["form"].errors


def test_two_clicks_ask_once(at, case):
    assert at.post(url("documents_ask", case), ASK).url == at.post(url("documents_ask", case), ASK).url
    assert (DocumentRequest.objects.count(), Letter.objects.count()) == (2, 1)


def test_of_two_who_ask_for_the_same_at_once_the_second_is_told(case, kari):
    forms = [AskForm(ASK | {"external_id": f"papir-{n}"}, application=case) for n in range(2)]
    assert all(form.is_valid() for form in forms)
    forms[0].ask(by=kari)
    with pytest.raises(Refused, match="allerede bedt om"):
        forms[1].ask(by=kari)
    assert Letter.objects.count() == 1


def test_nobody_is_asked_for_papers_when_it_is_decided(at, household, kari):
    case = make.application(household, by=kari)
    form = AskForm(ASK, application=case)
    assert form.is_valid()
    case.grant(by=kari, decision=make.decision(case, by=kari, rooms=2))
    with pytest.raises(Refused, match="avgjort"):
        form.ask(by=kari)
    assert at.get(url("documents_ask", case)).status_code == 302
    assert at.post(url("documents_ask", case), ASK).status_code == 302
    assert not DocumentRequest.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"wanted": []}, "wanted"),
        ({"wanted": ["gull"]}, "wanted"),
        ({"due_on": NO}, "due_on"),
        ({"due_on": "31.02.2027"}, "due_on"),
        ({"due_on": f"{TODAY + timedelta(days=400):%d.%m.%Y}"}, "due_on"),
        ({"others": "x" * 201}, "others"),
        ({"others": "x\n" * 11}, "others"),
        ({"others": "a\x00b"}, "others"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(at, case, changed, field):
    answer = at.post(url("documents_ask", case), ASK | changed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Letter.objects.exists()


def test_markup_in_what_somebody_typed_is_text(at, case):
    at.post(url("documents_ask", case), ASK | {"others": "<script>alert(1)</script>"})
    assert "<script>alert" not in Letter.objects.get().html
    assert "<script>alert" not in at.get(case.get_absolute_url()).content.decode()
    DocumentRequest.objects.update(asked_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=1))
    assert "<script>alert" not in at.get(url("documents_remind", case)).content.decode()


def test_one_reminder_for_all_that_is_late(at, case, late, kari):
    make.paper(case, by=kari, what="Kommer snart", due_on=TODAY + timedelta(days=3))
    page = at.get(url("documents_remind", case)).content.decode()
    assert "Siste skattemelding" in page
    assert "Kommer snart" not in page
    new = f"{TODAY + timedelta(days=14):%d.%m.%Y}"
    assert at.post(url("documents_remind", case), {"due_on": new}).status_code == 302
    late.refresh_from_db()
    assert (late.reminded_on, late.due_on) == (TODAY, TODAY + timedelta(days=14))
    text = Letter.objects.get().html
    assert "Påminnelse" in text
    assert "Siste skattemelding" in text
    assert "Kommer snart" not in text
    assert "Vi sender ikke flere påminnelser" in text
    assert "faller bort" not in text


def test_nobody_is_reminded_twice(at, case, late, kari):
    new = {"due_on": f"{TODAY + timedelta(days=14):%d.%m.%Y}"}
    forms = [RemindForm(new, application=case) for _ in range(2)]
    assert all(form.is_valid() for form in forms)
    forms[0].remind(by=kari)
    with pytest.raises(Refused, match="allerede sendt påminnelse"):
        forms[1].remind(by=kari)
    DocumentRequest.objects.update(due_on=TODAY - timedelta(days=1))
    assert at.post(url("documents_remind", case), new).status_code == 302
    assert Letter.objects.count() == 1


def test_nobody_is_reminded_before_the_date_or_when_it_is_decided(at, household, case, kari):
    make.paper(case, by=kari, due_on=TODAY)
    assert at.get(url("documents_remind", case)).status_code == 302
    decided = make.application(household, by=kari)
    make.paper(decided, by=kari)
    decided.grant(by=kari, decision=make.decision(decided, by=kari, rooms=2))
    assert at.post(url("documents_remind", decided), {"due_on": f"{DUE:%d.%m.%Y}"}).status_code == 302
    assert not Letter.objects.exists()


def test_a_paper_arrives_with_its_file(at, case, late):
    file = SimpleUploadedFile("skatt.pdf", PDF, content_type="application/pdf")
    sent = {"received_on": NO, "upload": file, "external_id": "fil-1"}
    answer = at.post(url("document_arrived", late), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    late.refresh_from_db()
    document = Document.objects.get()
    assert (late.received_on, late.document, document.title) == (TODAY, document, late.what)
    assert CaseEvent.objects.get(title="Et dokument vi ba om, er mottatt").note == "Siste skattemelding"
    page = at.get(case.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page


def test_a_paper_lay_there_already_or_was_seen_on_paper(at, household, case, late, kari):
    document = Document(household=household, title="Skatt 2025", file_name="s.pdf", received_on=TODAY)
    document.keep(PDF, "application/pdf", by=kari)
    at.post(url("document_arrived", late), {"received_on": NO, "document": document.pk})
    late.refresh_from_db()
    assert late.document == document
    other = make.paper(case, by=kari, what="Brev fra Ola Nordmann")
    at.post(url("document_arrived", other), {"received_on": NO})
    other.refresh_from_db()
    assert (other.received_on, other.document) == (TODAY, None)
    # What somebody typed may name a person, and stays off the timeline.
    assert not CaseEvent.objects.filter(note__contains="Nordmann").exists()


def test_another_household_s_document_cannot_be_chosen(at, late, kari):
    strange = Document(household=make.household(), title="Fremmed", file_name="s.pdf", received_on=TODAY)
    strange.keep(PDF, "application/pdf", by=kari)
    page = at.get(url("document_arrived", late)).content.decode()
    assert "Fremmed" not in page
    at.post(url("document_arrived", late), {"received_on": NO, "document": strange.pk})
    late.refresh_from_db()
    assert late.document is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"received_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "received_on"),
        ({"received_on": "01.01.2020"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": NO, "upload": SimpleUploadedFile("a.exe", b"MZ\x00\x90")}, "upload"),
        ({"received_on": NO, "upload": SimpleUploadedFile("a.pdf", b"")}, "upload"),
    ],
)
def test_a_slip_about_what_came_is_said_at_the_field(at, late, sent, field):
    answer = at.post(url("document_arrived", late), sent)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    late.refresh_from_db()
    assert late.is_missing
    assert not Document.objects.exists()


def test_a_paper_arrives_once_and_the_file_of_the_second_is_not_kept(late, kari):
    def form(number):
        file = SimpleUploadedFile("skatt.pdf", PDF, content_type="application/pdf")
        sent = {"received_on": NO, "external_id": f"fil-{number}"}
        return ArrivedForm(sent, {"upload": file}, paper=late, user=kari)

    forms = [form(number) for number in range(2)]
    assert all(form.is_valid() for form in forms)
    forms[0].arrive(by=kari)
    with pytest.raises(Refused, match="allerede registrert"):
        forms[1].arrive(by=kari)
    assert Document.objects.count() == 1
    with pytest.raises(Refused):
        waive(late, by=kari)


def test_not_needed_after_all(at, case, late):
    assert at.post(url("document_waive", late)).status_code == 302
    late.refresh_from_db()
    assert late.waived_on == TODAY
    at.post(url("document_waive", late))
    assert CaseEvent.objects.filter(title="Et dokument vi ba om, trengs ikke lenger").count() == 1
    assert "Trengs ikke lenger" in at.get(case.get_absolute_url()).content.decode()
    assert list(missing_papers(Household.objects.all(), TODAY)) == []


def test_the_missing_ones_stand_first_with_the_days_left(at, case, late, kari):
    make.paper(case, by=kari, what="Kom", received_on=TODAY)
    make.paper(case, by=kari, what="Trengs ikke", waived_on=TODAY)
    make.paper(case, by=kari, what="Snart", due_on=TODAY + timedelta(days=1))
    found = [(paper.request.what, paper.days_left) for paper in papers.papers_of(case, TODAY)]
    assert found == [("Siste skattemelding", -9), ("Snart", 1), ("Trengs ikke", None), ("Kom", None)]
    page = at.get(case.get_absolute_url()).content.decode()
    assert page.index("Frist ute") < page.index("1 dag igjen") < page.index("Mottatt</span>")


def test_a_paper_past_its_date_is_reminded_of_and_then_the_case_is_decided(case, kari):
    make.paper(case, by=kari, due_on=date(2026, 3, 31))
    households = Household.objects.all()
    assert list(missing_papers(households, date(2026, 3, 31))) == []
    (deadline,) = missing_papers(households, date(2026, 4, 1))
    # The day after is Wednesday before Easter.
    assert (deadline.due_on, deadline.law) == (date(2026, 4, 1), "forvaltningsloven §\u00a017")
    assert deadline.what == f"Minn om dokumenter som mangler i sak {case.number}"
    DocumentRequest.objects.update(reminded_on=date(2026, 4, 1), due_on=date(2026, 4, 15))
    assert list(missing_papers(households, date(2026, 4, 15))) == []
    (deadline,) = missing_papers(households, date(2026, 4, 16))
    assert deadline.what == f"Avgjør sak {case.number} med det vi vet: dokumentene kom ikke"
    DocumentRequest.objects.update(received_on=date(2026, 4, 16))
    assert list(missing_papers(households, date(2026, 4, 20))) == []


def test_nobody_waits_for_papers_of_a_decided_case(case, kari):
    make.paper(case, by=kari)
    assert len(list(missing_papers(Household.objects.all(), TODAY))) == 1
    case.grant(by=kari, decision=make.decision(case, by=kari, rooms=2))
    assert list(missing_papers(Household.objects.all(), TODAY)) == []


def test_the_deadline_asks_the_database_once_and_tells_one_line_a_case(case, kari):
    other = make.application(make.household(), by=kari)
    for number in range(3):
        make.paper(case, by=kari, what=f"Papir {number}")
        make.paper(other, by=kari, what=f"Papir {number}")
    with CaptureQueriesContext(connection) as queries:
        found = list(missing_papers(Household.objects.all(), TODAY))
    assert (len(found), len(queries)) == (2, 1)


def test_who_decides_is_told_that_papers_may_still_come(at, case, late, kari):
    assert decision_notices.of_papers(case, TODAY) is None
    make.paper(case, by=kari, what="Leiekontrakt", due_on=TODAY)
    page = at.get(url("decide", case)).content.decode()
    assert "Søkeren har fortsatt tid" in page
    assert f"Leiekontrakt, {NO}" in page
    DocumentRequest.objects.update(waived_on=TODAY)
    assert "Søkeren har fortsatt tid" not in at.get(url("decide", case)).content.decode()


def test_the_letter_is_in_the_readers_own_written_language(at, household, case):
    Person.objects.filter(memberships__household=household).update(written_language="nn")
    at.post(url("documents_ask", case), ASK)
    letter = Letter.objects.get()
    assert (letter.language, letter.title) == ("nn", "Vi treng fleire opplysningar")
    assert "utbetalingar frå NAV" in letter.html
    # The row keeps the words the program knows the paper by.
    assert str(papers.COMMON["income"]) in {row.what for row in DocumentRequest.objects.all()}
