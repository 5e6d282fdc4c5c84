"""The rules that guard the pages guard an import: each breach is told with its line before the database refuses."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from housing.models import Contract, Membership, Person, Tenancy
from housing.national_ids import make_synthetic
from tests import make
from tests.housing.exchange_folders import WORLD, changed, more, refusals, take_in, warnings, world, write

pytestmark = pytest.mark.django_db

NUMBER = make_synthetic(date(1990, 5, 17), 7)
WRONG_NUMBER = NUMBER[:10] + str((int(NUMBER[10]) + 1) % 10)
OFFER = {"id": "T1", "application": "S1", "dwelling": "B1", "offered_on": "2024-02-10"}
MAPPING = {"id": "B-1", "household": "H1", "mapped_on": "2024-01-10", "situation": "no_home"}
VOID = {"id": "V1", "dwelling": "B1", "starts_on": "2020-01-01", "ends_on": "2020-02-01", "reason": "damage"}
APPEAL = {"id": "KL1", "application": "S1", "received_on": "2024-02-10"}
P2 = {"id": "P2", "given_name": "Ola", "family_name": "Lie"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"applications": changed("applications", decided_on="2023-12-31")},
            "applications.csv, linje 2, decided_on, «2023-12-31»: Vedtaket er datert før søknaden.",
        ),
        (
            {"applications": changed("applications", decided_on="")},
            "applications.csv, linje 2, decided_on: En søknad med utfall må ha vedtaksdato",
        ),
        (
            {"applications": changed("applications", outcome="rejected", closed_on="2024-05-01")},
            "applications.csv, linje 2, closed_on, «2024-05-01»: Bare en innvilget søknad kan gå ut av ventelisten.",
        ),
        (
            {"applications": changed("applications", notified_on="2024-01-31")},
            "applications.csv, linje 2, notified_on, «2024-01-31»: Underretningen er før vedtaket.",
        ),
        (
            {"appeals": [APPEAL | {"outcome": "upheld"}]},
            "appeals.csv, linje 2, decided_on: En klage med resultat må ha dato for det",
        ),
        (
            {"mappings": [MAPPING | {"situation": "at_risk", "homeless_category": "2"}]},
            "mappings.csv, linje 2, homeless_category, «2»: Kategori for bostedsløs kan bare velges",
        ),
        (
            {"mappings": [MAPPING | {"problems": "heavy_debt|gjeld"}]},
            "mappings.csv, linje 2, problems, «heavy_debt|gjeld»: Ukjent kode.",
        ),
        (
            {"mappings": [MAPPING | {"ended_on": "2024-01-09"}]},
            "mappings.csv, linje 2, ended_on, «2024-01-09»: Kartleggingen kan ikke slutte før den begynte.",
        ),
        (
            {"offers": [OFFER | {"answer": "accepted"}]},
            "offers.csv, linje 2, answered_on: Et tilbud med svar må ha dato for svaret",
        ),
        (
            {"offers": [OFFER | {"answer": "accepted", "answered_on": "2024-02-09"}]},
            "offers.csv, linje 2, answered_on, «2024-02-09»: Svaret er før tilbudet.",
        ),
        ({"offers": [OFFER | {"answer": "open"}]}, "offers.csv, linje 2, answer, «open»: Ukjent kode."),
        (
            {"offers": [OFFER, OFFER | {"id": "T2"}]},
            "offers.csv, linje 3, dwelling, «B1»: Boligen er allerede tilbudt noen som ikke har svart ennå. "
            "Det gjelder også linje 2.",
        ),
        (
            {"void_periods": [VOID, VOID | {"id": "V2", "starts_on": "2020-01-31"}]},
            "void_periods.csv, linje 3, dwelling, «B1»: Boligen har allerede et opphold i utleie i dette tidsrommet.",
        ),
        (
            {"tenancies": more("tenancies", {"id": "L2", "application": "", "moved_in_on": "2025-01-01"})},
            "tenancies.csv, linje 3, dwelling, «B1»: Boligen er allerede leid ut i dette tidsrommet. "
            "Det gjelder også linje 2.",
        ),
        (
            {
                "tenancies": [
                    WORLD["tenancies"][0] | {"id": key, "moved_in_on": "", "application": ""} for key in ("L1", "L2")
                ]
            },
            "tenancies.csv, linje 3, dwelling, «B1»: Boligen er allerede tildelt en annen husstand.",
        ),
        (
            {"tenancies": changed("tenancies", dwelling="")},
            "tenancies.csv, linje 2, dwelling: Et kommunalt leieforhold må ha en bolig, et privat kan ikke ha det.",
        ),
        (
            {"tenancies": changed("tenancies", tenure="private")},
            "tenancies.csv, linje 2, dwelling, «B1»: Et kommunalt leieforhold må ha en bolig",
        ),
        (
            {"tenancies": changed("tenancies", moved_in_on="2024-02-28")},
            "tenancies.csv, linje 2, moved_in_on, «2024-02-28»: Innflytting er før tildeling.",
        ),
        (
            {
                "persons": [*WORLD["persons"], P2],
                "household_members": more("household_members", {"id": "M2", "person": "P2"}),
            },
            "household_members.csv, linje 3, household, «H1»: Husstanden har allerede en hovedperson",
        ),
        (
            {
                "households": more("households", {"id": "H2"}),
                "household_members": more("household_members", {"id": "M2", "household": "H2"}),
            },
            "household_members.csv, linje 3, person, «P1»: En voksen kan ikke være medlem av to husstander",
        ),
        (
            {"persons": [*WORLD["persons"], P2 | {"birth_date": "2000-01-01", "died_on": "1999-01-01"}]},
            "persons.csv, linje 3, died_on, «1999-01-01»: Dødsdatoen er før fødselsdatoen.",
        ),
        (
            {"dwellings": changed("dwellings", left_stock_reason="sold")},
            "dwellings.csv, linje 2, left_stock_reason, «sold»: En bolig som er ute av boligmassen, må ha en dato",
        ),
    ],
)
def test_a_breach_is_told_with_its_line_and_only_its_row_is_rejected(tmp_path, files, told):
    found = refusals(world(tmp_path, **files), is_partial=True)
    assert found[0].startswith(told), found
    assert Person.objects.filter(external_id="P1").exists()


def test_a_child_may_be_in_two_households(tmp_path):
    both = [WORLD["household_members"][0] | {"id": f"M{n}", "household": f"H{n}", "role": "child"} for n in (1, 2)]
    assert take_in(world(tmp_path, households=more("households", {"id": "H2"}), household_members=both)).is_clean


def test_the_day_of_moving_out_may_be_the_next_ones_day_of_moving_in(tmp_path):
    first = WORLD["tenancies"][0] | {"moved_out_on": "2024-06-01"}
    second = first | {
        "id": "L2",
        "application": "",
        "allocated_on": "",
        "moved_in_on": "2024-06-01",
        "moved_out_on": "",
    }
    assert take_in(world(tmp_path, tenancies=[second, first])).is_clean


def test_a_third_row_is_good_when_the_second_it_overlaps_is_rejected(tmp_path):
    voids = [
        VOID | {"id": f"V{number}", "starts_on": starts, "ends_on": ends}
        for number, starts, ends in [
            (1, "2020-01-01", "2020-03-01"),
            (2, "2020-02-01", "2020-05-01"),
            (3, "2020-04-01", "2020-06-01"),
        ]
    ]
    assert len(refusals(world(tmp_path, void_periods=voids), is_partial=True)) == 1


def test_a_row_may_not_collide_with_what_is_registered(tmp_path):
    household = make.household()
    make.tenancy(household, make.dwelling(external_id="B1"), moved_in_on=date(2024, 1, 1), external_id="SIDE-1")
    found = refusals(world(tmp_path), is_partial=True)
    assert found[0] == (
        "tenancies.csv, linje 2, dwelling, «B1»: Boligen er allerede leid ut i dette tidsrommet. "
        "Det gjelder en rad som er registrert fra før, «SIDE-1»."
    )
    assert Tenancy.objects.count() == 1


def test_a_rejected_correction_leaves_what_it_would_have_made_room_for(tmp_path):
    take_in(world(tmp_path))
    mended = WORLD["tenancies"][0] | {"moved_out_on": "2024-06-01", "end_reason": "flyttet"}
    new = WORLD["tenancies"][0] | {"id": "L2", "application": "", "allocated_on": "", "moved_in_on": "2024-06-01"}
    found = refusals(write(tmp_path / "mended", tenancies=[mended, new]), is_partial=True)
    assert [text.split(", ")[1] for text in found] == ["linje 2", "linje 3"]


# --- National ids -----------------------------------------------------------------------------------------


def test_no_message_repeats_a_national_id(tmp_path):
    rows = [
        WORLD["persons"][0] | {"national_id": NUMBER, "phone": "", "given_name": "Amina"},
        P2 | {"national_id": NUMBER},
        {"id": "P3", "given_name": "A", "family_name": "B", "national_id": WRONG_NUMBER},
        {"id": NUMBER, "given_name": "", "family_name": "B", "national_id": ""},
        {
            "id": NUMBER,
            "given_name": "C",
            "family_name": "D",
            "phone": f"{NUMBER[:6]} {NUMBER[6:]} og mye mer enn det er plass til",
        },
    ]
    found = refusals(world(tmp_path, persons=rows))
    assert len(found) == 5
    assert (
        "persons.csv, linje 3, national_id, «***********»: En person med dette nummeret er allerede registrert."
        in found[0]
    )
    assert "linje 4, national_id, «***********»: Kontrollsifrene stemmer ikke" in found[1]
    text = "\n".join(found).replace(" ", "")
    assert NUMBER not in text
    assert WRONG_NUMBER not in text


def test_a_national_id_belongs_to_one_person_also_across_imports(tmp_path):
    make.person(national_id=NUMBER, external_id="SIDE-1")
    found = refusals(world(tmp_path, persons=changed("persons", national_id=NUMBER)))
    assert "Det gjelder en rad som er registrert fra før, «SIDE-1»." in found[0]


# --- Protected addresses ----------------------------------------------------------------------------------

PRIVATE = {
    "id": "L1",
    "household": "H1",
    "tenure": "private",
    "private_address": "Skjult vei 3",
    "moved_in_on": "2024-03-15",
}


@pytest.mark.parametrize("level", ["confidential", "strictly_confidential"])
def test_a_private_address_of_a_protected_household_is_not_kept(tmp_path, level):
    folder = world(tmp_path, persons=changed("persons", address_protection=level), tenancies=[PRIVATE], contracts=[])
    (tmp_path / "contracts.csv").unlink()
    (told,) = warnings(folder)
    assert told.startswith("Advarsel: tenancies.csv, linje 2, private_address: Husstanden har et medlem med fortrolig")
    assert "Skjult" not in told
    assert Tenancy.objects.get().private_address == ""


def test_another_private_address_is_kept(tmp_path):
    (world(tmp_path, tenancies=[PRIVATE]) / "contracts.csv").unlink()
    assert take_in(tmp_path).problems == []
    assert Tenancy.objects.get().private_address == "Skjult vei 3"


def test_one_who_has_left_does_not_hide_the_others_address(tmp_path):
    members = [
        WORLD["household_members"][0],
        {
            "id": "M2",
            "household": "H1",
            "person": "P2",
            "role": "other",
            "joined_on": "2020-01-01",
            "left_on": "2021-01-01",
        },
    ]
    persons = [*WORLD["persons"], P2 | {"address_protection": "confidential"}]
    (world(tmp_path, persons=persons, household_members=members, tenancies=[PRIVATE]) / "contracts.csv").unlink()
    take_in(tmp_path)
    assert Tenancy.objects.get().private_address == "Skjult vei 3"


# --- Leases -----------------------------------------------------------------------------------------------


def test_an_old_lease_that_breaks_the_law_is_taken_in_with_a_warning_and_listed(tmp_path):
    (told,) = warnings(world(tmp_path, contracts=changed("contracts", ends_on="2025-03-15")))
    assert told.startswith(
        "Advarsel: contracts.csv, linje 2, ends_on, «2025-03-15»: En tidsbestemt kontrakt på under tre år"
    )
    assert Contract.objects.get().breaches == ["V1"]
    assert warnings(tmp_path) == []
    take_in(write(tmp_path, contracts=changed("contracts", ends_on="2027-03-15")))
    assert Contract.objects.get().breaches == []


def test_a_second_short_lease_without_a_ground_is_found_also_across_tenancies(tmp_path):
    first = WORLD["contracts"][0] | {"ends_on": "2025-03-15", "short_term_reason": "Rehabilitering"}
    second = first | {"id": "K2", "starts_on": "2025-03-15", "ends_on": "2026-03-15", "short_term_reason": ""}
    take_in(world(tmp_path, contracts=[second, first]))
    assert Contract.objects.get(external_id="K1").breaches == []
    assert Contract.objects.get(external_id="K2").breaches == ["V1", "V2"]


def test_a_deposit_of_more_than_six_months_rent_is_found(tmp_path):
    take_in(world(tmp_path, tenancies=changed("tenancies", deposit_amount="60 000,00 kr")))
    assert Contract.objects.get().breaches == ["V5"]


def test_a_lease_that_has_not_begun_can_be_mended_and_is_refused(tmp_path):
    begins = timezone.localdate() + timedelta(days=30)
    short = changed("contracts", starts_on=begins.isoformat(), ends_on=(begins + timedelta(days=365)).isoformat())
    assert "En tidsbestemt kontrakt på under tre år" in refusals(world(tmp_path, contracts=short))[0]
    assert not Contract.objects.exists()


def test_a_lease_of_a_nominated_dwelling_is_the_owners(tmp_path):
    nominated = changed("dwellings", ownership="nomination")
    take_in(world(tmp_path, dwellings=nominated, contracts=changed("contracts", ends_on="2025-03-15")))
    assert Contract.objects.get().breaches == []


def test_membership_ends_are_checked_before_ranges_are_compared(tmp_path):
    """A range that ends before it begins is an error to PostgreSQL itself."""
    found = refusals(world(tmp_path, household_members=changed("household_members", left_on="2019-01-01")))
    assert found == ["household_members.csv, linje 2, left_on, «2019-01-01»: Til-datoen er før fra-datoen."]
    assert not Membership.objects.exists()
