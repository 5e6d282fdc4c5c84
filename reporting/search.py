"""Search everywhere, forgiving typing errors (søk). What is typed is sent by POST and is never written down.

Names and addresses by likeness of word parts (pg_trgm), national ids exactly, case numbers with or without zeros.
"""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import Offer
from applications.models import Application, Transition
from housing.database import searchable
from housing.models import Dwelling, Household, Membership, Person, Tenancy, ViewLog
from housing.national_ids import LENGTH, normalise
from housing.protection import without_hidden
from housing_first.models import Participation, Referral

SHOWN = 20
LONGEST = 200
MOST_WORDS = 8
# Found by trial: «Hagen» finds Haugen and «Mohamed» Mohammed, while «Hansen» does not find Jensen.
ALIKE = 0.4
CASES = {
    "H": Household,
    "S": Application,
    "T": Offer,
    "L": Tenancy,
    "U": Transition,
    "N": Referral,
    "D": Participation,
}
CASE_NUMBER = re.compile(r"([HSTLUND])?\s*[-–]?\s*0*([1-9]\d{0,8})", re.IGNORECASE)


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; ``is_cut`` when there is more than is shown."""

    heading: str
    template: str
    rows: list
    is_cut: bool = False


@permission_required("housing.view_household", raise_exception=True)
def search(request):
    asked = request.POST.get("q", "") if request.method == "POST" else ""
    text = " ".join(asked.replace("\x00", " ").split())[:LONGEST]
    groups = [hits for hits in find(text, request.user) if hits.rows] if text else []
    return render(request, "reporting/search.html", {"text": text, "groups": groups, "shown": SHOWN})


def find(text: str, user):
    """Each kind of hit; what kind a text can be is told by its letters and digits."""
    number = normalise(text)
    if len(number) == LENGTH and number.isdigit():
        yield _people(_by_number(number, user))
        return
    if match := CASE_NUMBER.fullmatch(text):
        yield from _cases(match.group(1), int(match.group(2)), user)
    with transaction.atomic(), connection.cursor() as cursor:
        # For this transaction alone; the index uses the threshold.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        words = searchable(text).split()[:MOST_WORDS]
        if any(character.isalpha() for character in text):
            yield _people(
                list(_alike(Person.objects.visible_to(user), words).prefetch_related(_memberships(user))[: SHOWN + 1])
            )
        if user.has_perm("housing.view_dwelling"):
            yield _dwellings(list(_alike(Dwelling.objects.visible_to(user), words)[: SHOWN + 1]), user)


def _alike(rows, words):
    """Rows in which every word is found, nearly; the nearest first."""
    nearness = sum((TrigramWordSimilarity(word, "search_key") for word in words[1:]), _near(words[0]))
    for word in words:
        rows = rows.filter(search_key__trigram_word_similar=word)
    return rows.annotate(nearness=nearness).order_by("-nearness", "sort_key", "pk")


def _near(word):
    return TrigramWordSimilarity(word, "search_key")


def _memberships(user):
    """The latest first, in households the user may see."""
    seen = Membership.objects.visible_to(user).select_related("household").order_by("-joined_on", "-pk")
    return Prefetch("memberships", queryset=seen, to_attr="seen_memberships")


def _by_number(number, user):
    """Asking by number is written down: that it was done and whom it led to, never the number."""
    found = list(Person.objects.visible_to(user).filter(national_id=number).prefetch_related(_memberships(user)))
    household = next((row.household for person in found for row in person.seen_memberships), None)
    ViewLog.objects.create(
        user=user,
        household=household,
        channel=ViewLog.Channel.SEARCH,
        what=_("Søk på fødselsnummer"),
        is_own_case=household is not None and household.is_case_of(user),
    )
    return found


def _people(found) -> Hits:
    rows = found[:SHOWN]
    for person in rows:
        person.membership = next(iter(person.seen_memberships), None)
    return Hits(_("Personer"), "reporting/_search_people.html", rows, is_cut=len(found) > SHOWN)


def _cases(letter, number, user):
    """With a letter one kind, without it all kinds that have the number."""
    wanted = [letter.upper()] if letter else list(CASES)
    rows = [row for kind in wanted if (row := CASES[kind].objects.visible_to(user).filter(pk=number).first())]
    for row in rows:
        row.of_household = row if isinstance(row, Household) else row.household
    yield Hits(_("Saker"), "reporting/_search_cases.html", rows)


def _dwellings(found, user) -> Hits:
    """Who lives there stands beside, except where that would tell where a protected household lives."""
    today = timezone.localdate()
    rows = found[:SHOWN]
    lived_in = Tenancy.objects.visible_to(user).lived_in(today).filter(dwelling__in=rows)
    households = Household.objects.visible_to(user).for_list(today)
    tenancies = without_hidden(lived_in, today).prefetch_related(Prefetch("household", queryset=households))
    living = {tenancy.dwelling_id: tenancy.household for tenancy in tenancies}
    for dwelling in rows:
        dwelling.living_there = living.get(dwelling.pk)
    return Hits(_("Boliger"), "reporting/_search_dwellings.html", rows, is_cut=len(found) > SHOWN)
