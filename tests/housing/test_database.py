"""Norwegian order and forgiving search on this PostgreSQL, held up against plain Python that knows the alphabet."""

import re
import unicodedata
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from housing.database import FROM_LOWER, LOWER, UPPER, Refused, in_force, refusing_breaches, searchable
from housing.models import Dwelling, Person
from tests import make

pytestmark = pytest.mark.django_db
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
# Letters that stand with another one, and those Unicode gives no plain letter for.
STANDS_WITH = dict(zip("äöőüűđðłħŋŧþıß", "æøøyyddlhnttis", strict=True))
LETTERS = sorted(set(UPPER + LOWER))
names = st.text(alphabet=LETTERS, min_size=1, max_size=8)
with_database = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def letter_of(char: str) -> str:
    """The letter of the Norwegian alphabet that a letter from anywhere in Europe is filed under."""
    lower = "i" if char in "İı" else "s" if char in "ẞß" else char.lower()
    if lower in ALPHABET:
        return lower
    return STANDS_WITH.get(lower) or unicodedata.normalize("NFD", lower)[0]


def filed_under(text: str) -> list[int]:
    return [ALPHABET.index(letter_of(char)) for char in text]


def test_the_oracle_knows_the_alphabet():
    assert [letter_of(char) for char in "ÆØÅäöüéŁśşğİıñ"] == list("æøåæøyelssgiin")
    assert sorted(["Åse", "Øst", "Ærlig", "Zeta"], key=filed_under) == ["Zeta", "Ærlig", "Øst", "Åse"]
    assert all(len(filed_under(char)) == 1 for char in LETTERS)


@with_database
@given(st.lists(names, min_size=2, max_size=12))
@example(["Øvrebø", "Aas", "Åsen", "Ærø", "Zahl", "zahl", "Ödegaard", "Ødegaard"])
@example(["Wiśniewska", "Wisniewska", "Wiz", "Wia"])
@example(["Şahin", "Sahin", "Łukasz", "Lukas", "İnci", "Ida"])
def test_names_stand_in_norwegian_order(family_names):
    made = Person.objects.bulk_create(Person(given_name="A", family_name=name) for name in family_names)
    listed = Person.objects.filter(pk__in=[person.pk for person in made]).order_by("sort_key")
    keys = [filed_under(person.family_name) for person in listed]
    assert keys == sorted(keys)


def test_a_shorter_family_name_comes_before_a_longer_one_whatever_the_given_name():
    for family_name, given_name in [("Lian", "Anna"), ("Li", "Åse"), ("Li", "Anna")]:
        make.person(given_name, family_name)
    assert [str(person) for person in Person.objects.all()] == ["Anna Li", "Åse Li", "Anna Lian"]


@with_database
@given(st.lists(st.tuples(names, st.integers(1, 99_999)), min_size=2, max_size=8, unique=True))
@example([("Å", 2), ("Å", 11), ("Å", 100), ("A", 3)])
def test_house_numbers_stand_in_the_order_of_numbers(addresses):
    made = [make.dwelling(f"{street} {number}", unit_number="") for street, number in addresses]
    listed = Dwelling.objects.filter(pk__in=[home.pk for home in made]).order_by("sort_key")
    keys = []
    for home in listed:
        street, number = re.fullmatch(r"(.+) (\d+)", home.address).groups()
        keys.append((filed_under(street), int(number)))
    assert keys == sorted(keys)


@with_database
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@example("Wiśniewska Ødegård ẞ İ")
def test_what_is_typed_is_folded_as_what_is_stored(text):
    person = make.person(text, "Ås")
    person.refresh_from_db()
    assert person.search_key == searchable(f"{text} Ås")


@pytest.mark.parametrize(
    ("typed", "name"), [("wisniewska", "Wiśniewska"), ("ODEGARD", "Ødegård"), ("sahin", "Şahin"), ("lukasz", "Łukasz")]
)
def test_a_name_is_found_without_its_accents(typed, name):
    person = make.person("Anna", name)
    make.person("Anna", "Berg")
    assert list(Person.objects.filter(search_key__contains=searchable(typed))) == [person]


def test_every_letter_is_folded_to_plain_ascii():
    assert all(searchable(char).isascii() for char in UPPER + FROM_LOWER)


def test_the_order_needs_no_collation_of_the_machine():
    """The columns carry the C collation themselves, so the same list comes out wherever PostgreSQL was built."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, collation_name FROM information_schema.columns "
            "WHERE column_name = 'sort_key' AND table_name IN ('housing_person', 'housing_dwelling')"
        )
        assert sorted(cursor.fetchall()) == [("housing_dwelling", "C"), ("housing_person", "C")]


@given(st.dates(), st.dates(), st.dates())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1))
@example(date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1))
def test_in_force_from_its_first_day_and_no_longer_on_its_last(starts, ends, day):
    starts, ends = min(starts, ends), max(starts, ends)
    home = make.tenancy(make.household(created_on=date(1, 1, 1)), moved_in_on=starts, moved_out_on=ends)
    found = type(home).objects.filter(in_force(day, "moved_in_on", "moved_out_on"), pk=home.pk).exists()
    assert found == (starts <= day < ends)


def test_a_broken_rule_is_told_in_its_own_sentence_and_undone_whole():
    taken = make.dwelling("Strandgata 4").external_id

    def register_both():
        with refusing_breaches():
            make.person("Skal", "Bort")
            make.dwelling("Elvegata 1", external_id=taken)

    with pytest.raises(Refused, match="Dette er allerede lagret"):
        register_both()
    assert not Person.objects.filter(family_name="Bort").exists()
