"""Where a protected household lives stands nowhere beside the household: every address, role, file, letter and log.

A dwelling is no secret and a name is none; what joins the two is. So each answer of the program is searched for both
at once. ``tests/housing/test_protection.py`` walks the pages of a household that has settled; this one has everything
under way as well: a home it lives in, one it is allocated, one it is offered, a private one it has left, and letters.
"""

import logging
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from allocation import offer_letter
from applications.letters import decision as decision_letter
from housing import letters
from housing.models import CaseEvent, Document, Letter, ViewLog
from housing.models.people import Protection
from housing.roles import Role
from reporting.figures import BY_CODE
from tests import make
from tests.housing.test_protection import text_of
from tests.rights_table import ROWS
from tests.test_rights import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PRIVATE = "Bortgjemtveien 88"
POST_BOX = "Postboks 77, Lindvik"
NAME = "Skjult"
# The homes of the household in tests/world.py: lived in, allocated and offered.
HOMES = ["Strandgata 1", "Strandgata 3", "Strandgata 9"]
INSTITUTION = "Strandgata fengsel"
STAY = "Strandgata motell"
# Strandgata 10 is another house.
WHERE = re.compile(rf"(?:{'|'.join(HOMES)})(?!\d)|{INSTITUTION}|{STAY}|{PRIVATE}")
# Whoever makes an offer chooses the home and the household; both stand there before there is anything to hide.
CHOSEN_BY_THE_USER = {"offer_new"}

# A letter that lacks a block is never written.
WHOLE_REFUSAL = {
    "main_content": "Du får ikke bytte bolig.",
    "law_codes": ["boligsosialloven_4"],
    "facts": "Du har en egnet bolig.",
    "considerations": "Andre har større behov.",
    "applicant_view": "Du ønsker en større bolig.",
    "child_view": "Barna vil ha hvert sitt rom.",
    "advice": "Søk igjen hvis noe endrer seg.",
}


@pytest.fixture(params=[Protection.STRICT, Protection.CONFIDENTIAL])
def made(request, built):
    case, worker = built.own, built.users[Role.CASEWORKER]
    person, household = case["person"], case["household"]
    person.given_name, person.family_name = "Sol", NAME
    person.address_protection, person.postal_address = request.param, POST_BOX
    person.save()
    make.tenancy(household, moved_in_on=date(2020, 1, 1), moved_out_on=date(2021, 1, 1), private_address=PRIVATE)
    Document.objects.filter(household=household).update(file_name=f"{HOMES[0]}.pdf")
    for field, said in WHOLE_REFUSAL.items():
        setattr(case["decision"], field, said)
    case["decision"].save()
    decision_letter.write(case["decision"])
    offer_letter.write(case["offer"], by=worker)
    built.level = request.param
    return built


def strangers(built):
    """Those who may not know where the household lives. Of a confidential one, its own people and the leader may."""
    if built.level == Protection.STRICT:
        return built.users
    other = make.caseworker(name="Ola Lie")
    return {role: user for role, user in built.users.items() if role not in (Role.LEADER, Role.FOLLOW_UP)} | {
        Role.CASEWORKER: other
    }


def questions(case, level, role):
    """Every address a case can have, every list as a file, every page of its homes, and the rows of every figure.

    A file is made of the same rows whatever its kind, and the rows of a figure whoever asks: the leader sees most of
    them, and the programme leader is the one who has nothing but figures.
    """
    ending = "csv" if level == Protection.STRICT else "xlsx"
    for name, row in ROWS.items():
        if name not in CHOSEN_BY_THE_USER | {"logout"}:
            url = address_of(name, row, case)
            yield from [url] if row.about else [url, f"{url}?format={ending}"]
    for home in (case["dwelling"], case["allocated"].dwelling, case["offer"].dwelling):
        yield from (reverse(name, args=[home.pk]) for name in ("dwelling", "api-boliger-detail"))
    if level == Protection.STRICT and role in (Role.LEADER, Role.PROGRAMME):
        yield from (f"{reverse('figure', args=[code])}?fra=01.01.2015&til=31.12.2026" for code in BY_CODE)


def told(text, case) -> bool:
    """Whether the answer speaks both of the household and of where it lives."""
    who = [NAME, case["household"].number, case["tenancy"].number, case["offer"].number]
    return bool(WHERE.search(text)) and any(word in text for word in who)


@pytest.mark.parametrize("role", Role)
def test_no_answer_joins_a_protected_household_to_its_home(made, client, caplog, role):
    case, joined, opened = made.own, [], 0
    user = strangers(made).get(role)
    if user is None:
        assert made.level == Protection.CONFIDENTIAL, "the strict one is hidden from everybody"
        return
    client.force_login(user)
    with caplog.at_level(logging.DEBUG):
        if user.has_perm("housing.view_household"):
            client.post(reverse("reason", args=[case["household"].pk]), {"text": "Prøver å finne adressen"})
        for url in questions(case, made.level, role):
            response = client.get(url)
            opened += response.status_code == 200
            joined += [url] if told(text_of(response), case) else []
        for words in (NAME, f"Sol {NAME}", case["household"].number, HOMES[0], PRIVATE, case["tenancy"].number):
            response = client.post(reverse("search"), {"q": words})
            joined += [f"search {words}"] if told(text_of(response), case) else []
    assert joined == []
    assert opened > (40 if user.has_perm("housing.view_household") else 10), "the walk came somewhere"
    lines = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in lines if WHERE.search(line)]
    assert not WHERE.search(repr(list(ViewLog.objects.values_list("what", "reason"))))


def test_candidates_for_its_own_home_tell_no_more_than_those_for_any_other(made, client):
    """Everybody who waits stands beside every dwelling. Left out beside one, a household would be given away by it."""
    client.force_login(made.users[Role.LEADER])

    def row_at(home):
        page = client.get(reverse("candidates", args=[home.pk])).content.decode()
        rows = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if NAME in row]
        return [re.sub(r"/boliger/\d+/", "/boliger/", row) for row in rows]

    own, other = row_at(made.own["offer"].dwelling), row_at(made.strange["offer"].dwelling)
    assert own
    assert own == other


def test_letters_go_to_the_postal_address_and_do_not_say_where_the_household_lives(made):
    """An offer has to say which home it is about, unless nobody may know; no letter is addressed to a home."""
    household = made.own["household"]
    written = [letter for letter in Letter.objects.filter(household=household) if letter.html != "<p></p>"]
    assert {letter.kind for letter in written} == {"decision", "offer"}
    for letter in written:
        assert POST_BOX in letter.recipient
        assert not WHERE.search(letter.recipient + letter.title)
        pages = PdfReader(BytesIO(letters.as_pdf(letter.html))).pages
        printed = " ".join(page.extract_text() for page in pages)
        assert NAME in printed
        hidden = [HOMES[0], HOMES[1], PRIVATE] + (HOMES[2:] if made.level == Protection.STRICT else [])
        assert not [address for address in hidden if address in printed + letter.html]


def test_no_timeline_or_exported_file_says_where(made, tmp_path):
    """The exchange format carries a municipal home as a number in a file of its own, and no private address at all."""
    events = CaseEvent.objects.filter(household=made.own["household"])
    assert not WHERE.search(repr(list(events.values_list("title", "note"))))
    call_command("export_records", tmp_path, verbosity=0)
    files = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert NAME in files["persons.csv"]
    assert not [name for name, text in files.items() if PRIVATE in text]
    assert not [name for name, text in files.items() if name != "dwellings.csv" and WHERE.search(text)]
    assert timezone.localdate().isoformat() not in "".join(files), "file names tell nothing"
