"""A protected address is protected everywhere: every page, list, file, search, log line and file name is walked."""

import logging
import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook

from housing.models import CaseEvent, Document, Letter, StoredFile, ViewLog
from housing.protection import level_of, may_see_address, postal_address, shown_address
from housing.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

ADDRESS, UNIT, PRIVATE = "Hemmelighaugen 17", "H0903", "Bortgjemtveien 88"
DISTRICT = "Bortgjemtbyen"
INSTITUTION = "Skogsholt fengsel"
SECRETS = re.compile(f"{ADDRESS}|{UNIT}|{PRIVATE}|{DISTRICT}|{INSTITUTION}", re.IGNORECASE)
# Pages whose subject is a dwelling show that dwelling; the test looks there for the household instead.
ABOUT_DWELLINGS = re.compile(r"^/(api/v1/)?boliger/")
# What the pages of this program need in their addresses, by the route they have. A new kind of page gets its line here.
ARGUMENTS = [
    (r"^husstander/", "household"),
    (r"^husstander/medlemmer/", "membership"),
    (r"^personer/", "person"),
    (r"^fullmektiger/", "representative"),
    (r"^dokumenter/", "document"),
    (r"^brev/", "letter"),
    (r"^leieforhold/", "tenancy"),
    (r"^soknader/", "application"),
    (r"^kartlegginger/", "mapping"),
    (r"^tiltak/", "measure"),
    (r"^loslatelser/", "transition"),
    (r"^droftinger/", "discussion"),
    (r"^andrelesing/", "reading"),
    (r"^vilkar/", "condition"),
    (r"^vedtak/", "decision"),
    (r"^klager/", "appeal"),
    (r"^holdte-boliger/", "hold"),
    (r"^hjelpeplaner/", "help_plan"),
    (r"^tilbud/", "offer"),
    (r"^boliger/", "dwelling"),
    (r"^soknader/dokumenter/", "document_request"),
]


@pytest.fixture
def case():
    """A strictly confidential household with one of everything, in a municipal home, before that a private one."""
    berg = make.caseworker(name="Kari Berg")
    main = make.person(
        "Sol", "Skjult", address_protection="strictly_confidential", postal_address="Postboks 1, Lindvik"
    )
    household = make.household(main=main, children=[date(2019, 1, 1)], caseworker=berg, district=DISTRICT)
    dwelling = make.dwelling(ADDRESS, unit_number=UNIT)
    application = make.granted(household, by=berg)
    offer = make.offer(application, dwelling, by=berg)
    offer.accept(by=berg, answered_on=date(2026, 4, 12))
    tenancy = household.tenancies.get()
    tenancy.move_in(by=berg, moved_in_on=date(2026, 5, 1))
    make.contract(tenancy)
    make.tenancy(household, moved_in_on=date(2020, 1, 1), moved_out_on=date(2026, 4, 1), private_address=PRIVATE)
    file = StoredFile.keep(b"%PDF-1.7", "application/pdf")
    day = timezone.localdate()
    document = Document(household=household, title="Skjema", file_name=f"{ADDRESS}.pdf", received_on=day)
    document.keep(b"%PDF-1.7", "application/pdf", by=berg)
    letter = Letter.objects.create(household=household, kind="x", title="Vedtak", recipient="x", html="x", file=file)
    appeal = make.appeal(application, by=berg)
    return {
        "berg": berg,
        "household": household,
        "membership": household.memberships.get(role="main"),
        "person": main,
        "dwelling": dwelling,
        "application": application,
        "mapping": make.mapping(household),
        "transition": make.transition(household, institution=INSTITUTION, contact_institution=INSTITUTION),
        "measure": make.measure(household),
        "discussion": make.discussion(application, by=berg),
        "reading": make.reading(make.application(household, by=berg), by=berg),
        "decision": application.decisions.get(),
        "condition": make.condition(application.decisions.get()),
        "appeal": appeal,
        "hold": make.hold(appeal, dwelling, by=berg),
        "help_plan": make.help_plan(application, by=berg),
        "offer": offer,
        "tenancy": tenancy,
        "document": document,
        "letter": letter,
        "representative": make.representative(household, by=berg),
        "document_request": make.paper(application, by=berg),
    }


def routes(resolver=None, before=""):
    """Every route of the program with its name, the API's and the framework's own included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or "", route


def filled(route, case) -> str | None:
    """The route as an address of this case; None when it asks for something the case has none of."""
    subject = next((case[name] for rule, name in reversed(ARGUMENTS) if re.match(rule, route)), None)
    if "(?P<tab>" in route:
        return f"/husstander/{case['household'].pk}/bolig/"
    keys = {"household_pk": case["household"].pk, "hid": case["household"].pk, "household": case["household"].pk}

    def value(match):
        name = match.group(0).strip("<>").rpartition(":")[2]
        found = keys.get(name) or (subject.pk if subject is not None else None)
        return str(found) if found is not None else "<?>"

    address = re.sub(r"<[^>]+>", value, route.rstrip("$"))
    return None if "<?>" in address or "(?P" in address else f"/{address}"


def text_of(response) -> str:
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheetml" in response.get("Content-Type", ""):
        sheets = load_workbook(BytesIO(content), read_only=True)
        return head + repr([row for sheet in sheets for row in sheet.iter_rows(values_only=True)])
    return head + content.decode(errors="replace")


def walk(client, case):
    """Every page the user may open, and every list as files."""
    for name, route in routes():
        address = filled(route, case)
        if address is None or name in {"logout", "alive", "ready"}:
            continue
        for query in ("", "?format=csv") if address.count("/") == 2 else ("",):
            response = client.get(address + query)
            assert response.status_code < 500, address
            if response.status_code == 200:
                yield address + query, text_of(response)


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_no_page_list_or_file_tells_where_a_strictly_confidential_household_lives(client, case, caplog, role):
    user = case["berg"] if role == "caseworker" else make.user(role)
    if role == "follow_up":
        case["household"].take_responsibility(user, kind="follow_up")
    client.force_login(user)
    if user.has_perm("housing.view_household"):
        client.post(reverse("reason", args=[case["household"].pk]), {"text": "Prøver å finne adressen"})
    walked = 0
    with caplog.at_level(logging.DEBUG):
        for address, text in walk(client, case):
            walked += 1
            if ABOUT_DWELLINGS.match(address):
                assert "Skjult" not in text, f"{role} {address}: {_around('Skjult', text)}"
            else:
                assert not SECRETS.search(text), f"{role} {address}: {_around(SECRETS, text)}"
    assert walked > (10 if user.has_perm("housing.view_household") else 0)
    assert not SECRETS.search(
        "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    )
    assert not SECRETS.search(repr(list(ViewLog.objects.values_list("what", "reason"))))


def _around(what, text):
    place = re.search(what, text).start()
    return text[max(0, place - 150) : place + 60]


def test_search_by_address_does_not_name_those_who_live_there(client, case):
    for user in (case["berg"], make.leader(), make.user("rent")):
        client.force_login(user)
        assert "Skjult" not in client.post(reverse("search"), {"q": ADDRESS}).content.decode()
        for asked in ("Skjult", case["household"].number, case["tenancy"].number):
            assert not SECRETS.search(client.post(reverse("search"), {"q": asked}).content.decode())


def test_the_timeline_holds_no_address(case):
    events = CaseEvent.objects.filter(household=case["household"])
    assert events.exists()
    assert not SECRETS.search(repr(list(events.values_list("title", "note"))))


def test_a_letter_goes_to_the_postal_address_alone(case):
    assert postal_address(case["household"], timezone.localdate(), current_address=ADDRESS) == "Postboks 1, Lindvik"


@pytest.mark.parametrize(
    ("level", "seen_by"),
    [
        ("none", {"berg", "leader", "other", "rent", "outreach"}),
        ("client", {"berg", "leader", "other", "outreach"}),
        ("confidential", {"berg", "leader"}),
        ("strictly_confidential", set()),
    ],
)
def test_who_may_see_an_address_follows_from_its_level(level, seen_by):
    users = {
        "berg": make.caseworker(),
        "leader": make.leader(),
        "other": make.caseworker(),
        "rent": make.user("rent"),
        "outreach": make.user("follow_up"),
    }
    household = make.household(main=make.person(address_protection=level), caseworker=users["berg"])
    day = timezone.localdate()
    assert {name for name, user in users.items() if may_see_address(user, household, day)} == seen_by
    for name, user in users.items():
        assert (shown_address(user, household, ADDRESS, day) == ADDRESS) is (name in seen_by)


def test_one_member_protects_all_and_those_who_left_protect_an_empty_household():
    household = make.household()
    child = make.member(household, make.person("Mia", address_protection="strictly_confidential"), role="child")
    day = timezone.localdate()
    assert level_of(household, day) == "strictly_confidential"
    type(child).objects.filter(household=household).update(left_on=day)
    assert level_of(household, day) == "strictly_confidential"
