"""The record of an allocation: kept with the offer, never changed, and printed for the appeal board without the others.

The print is searched for everything that is planted about the others: names, addresses, ids, dates, numbers, texts.
"""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from allocation import protocol
from allocation.forms.offers import OfferForm
from allocation.models import AllocationRecord, Offer, PriorityScheme, RecordedCandidate
from housing.models import ViewLog
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GROUNDS = "Ola Nordmann Hansen foran har rusproblemer og passer ikke."


def no(day):
    return f"{day:%d.%m.%Y}"


def offered(case, home, by, grounds=GROUNDS):
    sent = {"offered_on": no(TODAY), "answer_by": no(TODAY + timedelta(days=7)), "grounds": grounds, "reason": "waits"}
    form = OfferForm(sent, application=case, dwelling=home)
    assert form.is_valid(), form.errors
    return form.make(by=by)


def case_of(kari, name="Haugen", *, category="", **household):
    made = make.household(main=make.numbered_person(given_name="Sol", family_name=name), **household)
    if category:
        make.mapping(made, homeless_category=category)
    return make.granted(made, by=kari)


class TestKeeping:
    def test_it_tells_what_was_seen(self, kari):
        home = make.dwelling(area_m2=54, floor=2, district="Sentrum")
        first = case_of(kari, "Aas", category="4", children=[date(2020, 1, 1)])
        unfit = case_of(kari, "Dahl", category="4")
        unfit.decisions.update(rooms=4)
        chosen, after = case_of(kari, "Berg", category="2"), case_of(kari, "Eide")
        record = offered(chosen, home, kari).record
        scheme = PriorityScheme.objects.on(TODAY)
        assert (record.listed_on, record.by, record.meeting, record.grounds) == (TODAY, kari, None, GROUNDS)
        assert (record.scheme_name, record.scheme_starts_on) == (scheme.name, scheme.starts_on)
        assert [one["label"] for one in record.criteria] == [rule.label for rule in scheme.rules]
        assert (record.waiting, record.fitting, record.passed_over) == (4, 3, 1)
        assert record.dwelling["address"] == home.full_address
        assert (record.dwelling["rooms"], record.dwelling["area_m2"], record.dwelling["floor"]) == (2, 54, 2)
        rows = {row.application: row for row in record.candidates.all()}
        assert [row.number for row in rows.values()] == [1, 2, 3, 4]
        assert rows[first].was_passed_over
        assert (rows[first].children, rows[first].fit) == (1, "yes")
        assert not rows[unfit].was_passed_over
        assert rows[unfit].fit == "no"
        assert rows[chosen].was_chosen
        assert sum(line["points"] for line in rows[chosen].lines) == rows[chosen].points > 0
        assert {one["label"]: one["is_met"] for one in rows[unfit].requirements} == {"Rom": False, "Plass": True}
        assert (rows[after].fit, rows[after].was_chosen, rows[after].was_passed_over) == ("yes", False, False)

    def test_it_stays_as_it_was_when_the_world_changes(self, kari):
        home, case = make.dwelling(), case_of(kari, category="2")
        record = offered(case, home, kari).record
        before = list(record.candidates.values())
        make.mapping(case.household, homeless_category="4", mapped_on=TODAY)
        home.rooms, home.address = 7, "Flyttet 1"
        home.save()
        record.refresh_from_db()
        assert record.dwelling["rooms"] == 2
        assert list(record.candidates.values()) == before

    def test_nobody_changes_or_deletes_it(self, kari):
        record = offered(case_of(kari), make.dwelling(), kari).record
        for change in (
            lambda: AllocationRecord.objects.update(grounds="x"),
            lambda: connection.cursor().execute("DELETE FROM allocation_allocationrecord"),
            lambda: RecordedCandidate.objects.update(points=99),
            lambda: RecordedCandidate.objects.all().delete(),
            lambda: connection.cursor().execute("UPDATE allocation_recordedcandidate SET number = 1"),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()
        record.refresh_from_db()
        assert record.grounds == GROUNDS

    def test_a_long_list_is_not_copied(self, kari, monkeypatch):
        monkeypatch.setattr(protocol, "MOST_BEFORE", 3)
        monkeypatch.setattr(protocol, "AFTER", 2)
        home = make.dwelling()
        cases = [case_of(kari, f"Navn{number}") for number in range(12)]
        cases[1].decisions.update(rooms=6)
        record = offered(cases[6], home, kari).record
        rows = list(record.candidates.all())
        # Those who were passed over come before the one it does not fit.
        assert [row.number for row in rows] == [1, 3, 4, 7, 8, 9]
        assert (record.waiting, record.passed_over) == (12, 5)
        assert protocol.left_out(record, rows) == protocol.Left(before=3, all=6)

    def test_an_offer_without_the_form_has_one_too_and_an_imported_one_has_none(self, kari, tmp_path):
        made = make.offer(case_of(kari), make.dwelling(), by=kari)
        assert made.record.candidates.get().was_chosen
        call_command("export_records", tmp_path, verbosity=0)
        text = (tmp_path / "offers.csv").read_text()
        header, row = text.strip().splitlines()
        (tmp_path / "offers.csv").write_text(f"{header}\n{row.replace(made.external_id, 'imported-1')}\n")
        Offer.objects.filter(pk=made.pk).update(status="declined", answered_on=TODAY)
        folder = tmp_path / "in"
        folder.mkdir()
        (tmp_path / "offers.csv").rename(folder / "offers.csv")
        call_command("import_records", folder, verbosity=0)
        imported = Offer.objects.exclude(pk=made.pk).get()
        assert not AllocationRecord.objects.filter(offer=imported).exists()

    def test_the_page_of_an_offer_leads_to_it_or_says_that_there_is_none(self, at, kari):
        made = offered(case_of(kari, caseworker=kari), make.dwelling(), kari)
        assert made.record.get_absolute_url() in at.get(made.get_absolute_url()).content.decode()
        bare = case_of(kari, "Berg", caseworker=kari)
        imported = Offer.objects.create(application=bare, dwelling=make.dwelling("Elvegata 1"), offered_on=TODAY)
        assert "ingen tildelingsprotokoll" in at.get(imported.get_absolute_url()).content.decode()

    def test_someone_who_was_not_on_the_list_is_told_of_as_such(self, kari):
        late = case_of(kari)
        Offer.objects.filter(application=late).delete()
        late.close(by=kari, closed_on=TODAY, reason="Flyttet")
        record = make.offer(late, make.dwelling(), by=kari).record
        assert record.candidates.get().number is None


class TestPages:
    def test_the_page_asks_as_much_for_three_as_for_one(self, at, kari):
        def asked(record):
            at.get(record.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                assert at.get(record.get_absolute_url()).status_code == 200
            return len(queries)

        one = asked(offered(case_of(kari, caseworker=kari), make.dwelling(), kari).record)
        case_of(kari, "Aas", category="4"), case_of(kari, "Berg", category="4")
        three = offered(case_of(kari, "Dahl", caseworker=kari), make.dwelling("Elvegata 1"), kari).record
        assert three.candidates.count() > 2
        assert asked(three) == one

    def test_a_protected_household_and_its_dwelling_do_not_stand_together(self, at, kari):
        case = case_of(kari, "Skjult", caseworker=kari)
        person = case.household.members_on(TODAY)[0].person
        person.address_protection = "strictly_confidential"
        person.save()
        record = offered(case, make.dwelling("Hemmeligveien 7", district="Krokskogen"), kari).record
        page = at.get(record.get_absolute_url()).content.decode()
        assert "Hemmeligveien" not in page
        assert "Krokskogen" not in page
        assert "Adressen er skjermet" in page

    def test_opening_it_is_logged_and_asks_why_in_a_case_that_is_not_ones_own(self, at, kari):
        case = case_of(kari, caseworker=kari)
        record = offered(case, make.dwelling(), kari).record
        url = reverse("allocation_record_appeal", args=[record.pk, case.pk])
        assert at.get(url).status_code == 200
        assert ViewLog.objects.filter(household=case.household, what="allocation_record_appeal").exists()
        stranger = make.leader()
        at.force_login(stranger)
        assert "begrunnelse" in at.get(url).url
        assert "begrunnelse" in at.get(record.get_absolute_url()).url
        at.force_login(make.user("steering"))
        assert at.get(url).status_code == 403

    def test_only_one_who_was_weighed_is_printed_for(self, at, kari):
        record = offered(case_of(kari), make.dwelling(), kari).record
        newcomer = case_of(kari, "Berg", caseworker=kari)
        for name in ("allocation_record_appeal", "allocation_record_pdf"):
            assert at.get(reverse(name, args=[record.pk, newcomer.pk])).status_code == 404


# What is planted about the others, and must not be found.
PLANTED = {
    "family_name": "Hemmelignavn",
    "address": "Andresgate 99",
    "district": "Bortistan",
    "phone": "98765432",
}


def planted_case(kari, number, **fields):
    """Somebody whose every fact would be recognised."""
    main = make.numbered_person(
        birth_date=date(1961 + number, 7, 13),
        given_name=f"Planta{number}",
        family_name=f"{PLANTED['family_name']}{number}",
        postal_address=f"{PLANTED['address']}{number}",
        phone=f"{PLANTED['phone']}{number}",
    )
    made = make.household(main=main, district=PLANTED["district"], children=[date(2011 + number, 8, 14)])
    make.mapping(made, homeless_category="1", lasted_since=TODAY - timedelta(days=137 + number))
    make.tenancy(made, moved_in_on=date(2020, 1, 1), private_address=f"Privatveien {700 + number}")
    return make.granted(made, by=kari, wishes=f"Ønsker hage {number}", **fields)


@pytest.fixture
def appeal(kari):
    """The appellant was passed over; one stood before, one got the dwelling, and one stood behind."""
    others = [planted_case(kari, number) for number in range(3)]
    appellant = case_of(kari, "Klager", category="4", caseworker=kari)
    offer = offered(others[1], make.dwelling("Tilbudsveien 5", district="Boligbydel"), kari)
    return offer, appellant, others


def planted_about(others, offer):
    """Every text that would tell who somebody is."""
    words = [*PLANTED.values(), GROUNDS, "Planta", "Privatveien", "Ønsker hage", offer.number]
    for case in others:
        words += [case.number, case.household.number]
        for member in case.household.members_on(TODAY):
            person = member.person
            words += [person.national_id or "", no(person.birth_date), person.birth_date.isoformat()]
    # The facts behind the points: days in temporary housing, days waited.
    words += [f"{137 + number} dager" for number in range(3)]
    return [word for word in words if word]


def printed(at, record, appellant):
    """The page and the PDF, as texts, and the file's name and properties."""
    page = at.get(reverse("allocation_record_appeal", args=[record.pk, appellant.pk]))
    paper = at.get(reverse("allocation_record_pdf", args=[record.pk, appellant.pk]))
    assert (page.status_code, paper.status_code) == (200, 200)
    reader = PdfReader(BytesIO(paper.content))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    return page.content.decode(), f"{text} {reader.metadata}", paper


class TestPrintForTheBoard:
    def test_it_shows_nothing_about_the_others(self, at, kari, appeal):
        offer, appellant, others = appeal
        html, text, paper = printed(at, offer.record, appellant)
        for shown in (html, text, str(paper.headers)):
            assert [word for word in planted_about(others, offer) if word in shown] == []
        for link in re.findall(r'href="([^"]+)"', html):
            assert not re.search(rf"/(?:tilbud|soknader)/(?:{offer.pk})/", link) or appellant.pk == offer.pk
            assert all(case.household.get_absolute_url() != link for case in others)
        assert paper["Content-Disposition"] == f'attachment; filename="tildelingsprotokoll-{offer.record.pk}.pdf"'

    def test_the_search_finds_what_is_there(self, at, kari, appeal):
        """The same search on the whole record finds nearly all of it, so it is no empty net."""
        offer, _appellant, others = appeal
        others[1].household.take_responsibility(kari, day=TODAY)
        page = at.get(offer.record.get_absolute_url()).content.decode()
        found = [word for word in planted_about(others, offer) if word in page]
        assert {"Hemmelignavn", GROUNDS, offer.number, others[0].number, "137 dager"} <= set(found)

    def test_it_shows_the_appellant_in_full_and_the_order(self, at, kari, appeal):
        offer, appellant, _others = appeal
        _html, text, paper = printed(at, offer.record, appellant)
        row = offer.record.candidates.get(application=appellant)
        for told in (
            f"Klageren: {appellant.household.name}",
            appellant.number,
            f"Plass på ventelisten {row.number}",
            f"{row.points}",
            *(f"{line['label']}: {line['points']} poeng ({line['fact']})" for line in row.lines),
            "Søker 1",
            "Søker 3",
            "Fikk tilbudet",
            "Gått forbi",
            "forvaltningsloven § 18",
        ):
            assert " ".join(told.split()) in text, told
        root = PdfReader(BytesIO(paper.content)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()

    def test_the_address_would_tell_who_lives_there_now(self, at, kari, appeal):
        offer, appellant, _others = appeal
        for shown in printed(at, offer.record, appellant)[:2]:
            assert "Tilbudsveien" not in shown
            assert "Boligbydel" not in shown

    @pytest.mark.parametrize("protection", ["none", "client", "confidential", "strictly_confidential"])
    def test_whoever_was_offered_it_reads_the_address_unless_it_is_protected(self, at, kari, appeal, protection):
        offer, _appellant, others = appeal
        others[1].household.take_responsibility(kari, day=TODAY)
        person = others[1].household.members_on(TODAY)[0].person
        person.address_protection = protection
        person.save()
        for shown in printed(at, offer.record, others[1])[:2]:
            assert ("Tilbudsveien 5" in shown) == (protection == "none")
            assert ("Boligbydel" in shown) == (protection == "none")

    def test_the_chosen_one_may_be_the_one_it_is_printed_for(self, at, kari, appeal):
        offer, appellant, others = appeal
        others[1].household.take_responsibility(kari, day=TODAY)
        html, text, _paper = printed(at, offer.record, others[1])
        for shown in (html, text):
            assert others[1].number in shown
            assert appellant.number not in shown
            assert "Klager," not in shown
            assert GROUNDS not in shown
