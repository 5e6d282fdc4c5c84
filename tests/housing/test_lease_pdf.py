"""The lease and the letters about it: what they say, to whom, in which language, and what they never say."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from housing import lease_papers, letters
from housing.models import Letter, MoveOutRequest, StoredFile
from tests import make
from tests.applications.test_nynorsk import BOKMAL, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FULL = {
    "starts_on": date(2026, 5, 1),
    "ends_on": date(2027, 5, 1),
    "signed_on": date(2026, 4, 20),
    "short_term_ground": "special",
    "short_term_reason": "X.",
    "weighty_reason": "Y.",
    "says_no_notice_in_lease": True,
    "exceptions": ["short_term", "household", "subletting", "loan"],
    "notice_signed_on": date(2026, 4, 19),
    "monthly_rent": 9000,
    "advance_months": 1,
    "deposit_amount": 27000,
    "guarantee_amount": 9000,
    "has_unpaid_clause": True,
    "has_expiry_clause": True,
    "house_rules": "Z.",
}


@pytest.fixture
def kari():
    return make.caseworker()


def home_of(by, **person):
    household = make.household(main=make.person(**person), children=[date(2018, 5, 17)], caseworker=by)
    return make.tenancy(household, make.dwelling("Kontraktveien 7"), moved_in_on=date(2026, 5, 1), monthly_rent=9000)


def written(home, by, **facts):
    return lease_papers.write_lease(make.contract(home, **FULL | facts), by=by)


def every_paper(home, by):
    """The lease, both kinds, and each letter about it."""
    lease = make.contract(home, **FULL)
    notice = home.lease_notices.create(exceptions=FULL["exceptions"], written_on=TODAY)
    request = MoveOutRequest(contract=lease, sent_on=TODAY, move_by=TODAY + timedelta(days=30), by=by, pk=1)
    ours = make.termination(home, by=by, reasons="X.")
    ours.withdrawn_on, ours.withdrawn_reason = TODAY, "X."
    ours.save()
    breach = make.termination(home, by=by, kind="breach", ground="behaviour", reasons="X.", warned_on=date(2026, 1, 1))
    return [
        lease_papers.write_lease(lease, by=by),
        written(home, by, ends_on=None, deposit_amount=None, guarantee_amount=None, advance_months=0),
        written(home, by, ends_on=date(2030, 5, 1), says_no_notice_in_lease=False),
        lease_papers.write_notice(notice, by=by),
        lease_papers.write_move_out_request(request, by=by),
        lease_papers.write_termination(ours, by=by),
        lease_papers.write_termination(breach, by=by),
    ]


def test_the_lease_says_all_that_is_agreed(kari):
    home = home_of(kari)
    text = words(written(home, kari).html)
    for said in (
        "Amina Haugen",
        "Barn Haugen",
        "Kontraktveien 7",
        "01.05.2026 og slutter 01.05.2027",
        "Avtalen kan ikke sies opp i leietiden.",
        "Grunnen er: X.",
        "tungtveiende grunnene til enda en er: Y.",
        "9\u00a0000\u00a0kr i måneden",
        "Depositumet er 27\u00a0000\u00a0kr",
        "garanti på 9\u00a0000\u00a0kr",
        "før noen flytter inn hos deg (unntak fra husleieloven §\u00a07-1).",
        "skrevet under 19.04.2026",
        "tredje ledd bokstav a",
        "tredje ledd bokstav b",
        "følger med avtalen: Z.",
    ):
        assert " ".join(said.split()) in " ".join(text.split()), said
    assert "11-2" not in text


def test_an_indefinite_lease_has_no_end_and_no_clause_of_it(kari):
    text = words(written(home_of(kari), kari, ends_on=None, says_no_notice_in_lease=None).html)
    assert "varer til den blir sagt opp" in text
    assert "tre måneder og slutter med en måned" in text
    assert "bokstav b" not in text
    assert "kan ikke sies opp" not in text


def test_the_lease_is_a_tagged_pdf_with_a_line_for_each_who_signs(kari):
    home = home_of(kari)
    make.member(home.household, make.person("Omar", "Haugen"), role="partner")
    reader = PdfReader(BytesIO(letters.as_pdf(written(home, kari).html)))
    printed = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert printed.count("Sted og dato") == 3
    assert "Leier: Omar Haugen" in printed
    assert len(reader.pages) <= 3


def test_the_paper_is_kept_as_it_was_and_is_told_when_it_is_not(client, kari):
    client.force_login(kari)
    home = home_of(kari)
    typed = {"starts_on": "01.05.2026", "length": "36", "monthly_rent": "9000"}
    client.post(reverse("contract_new", args=[home.pk]), typed)
    lease = home.contracts.get()
    kept = StoredFile.keep(b"%PDF-1.7 kontrakten", "application/pdf")
    Letter.objects.filter(pk=lease.letter_id).update(file=kept)
    page = client.get(lease.get_absolute_url()).content.decode()
    assert kept.sha256[:16] in page
    assert "uendret" in page
    StoredFile.objects.filter(pk=kept.pk).update(content=b"%PDF-1.7 en annen")
    assert "filen er endret" in client.get(lease.get_absolute_url()).content.decode()


@pytest.mark.parametrize("level", ["client", "confidential", "strictly_confidential"])
def test_no_paper_joins_a_protected_household_to_its_home(kari, level):
    home = home_of(kari, address_protection=level, postal_address="Postboks 77, Lindvik")
    papers = every_paper(home, kari)
    assert all("Kontraktveien" not in paper.html + paper.recipient + paper.title for paper in papers)
    assert all("Postboks 77" in paper.recipient for paper in papers)
    assert "skrives for hånd" in papers[0].html


def test_every_paper_is_wholly_in_nynorsk_for_who_reads_it(kari):
    for paper in every_paper(home_of(kari, written_language="nn"), kari):
        assert BOKMAL.findall(words(paper.html)) == [], paper.title
        assert BOKMAL.findall(paper.title) == []
        assert paper.language == "nn"
