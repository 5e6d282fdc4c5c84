"""Who a vacant dwelling can be offered to (kandidater), and which dwellings a household can be offered."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from allocation import matching, needs, queue
from allocation.models import Offer, TemporaryStay
from applications.models import Hold
from housing.models import Dwelling, Tenancy
from housing.places import place_of

# As far ahead as a household can plan a move: notice is given a month or three before.
SOON_DAYS = 90


@dataclass(frozen=True)
class Candidate:
    """One place on the waiting list, held against one dwelling."""

    place: queue.Place
    match: matching.Match

    @property
    def has_open_offer(self) -> bool:
        return bool(self.place.open_offers)

    @property
    def may_be_offered(self) -> bool:
        """A requirement may be set aside by the caseworker who gives the offer; an excluded place may not."""
        return not self.match.is_excluded and not self.has_open_offer


def home_of(dwelling: Dwelling) -> matching.Home:
    return matching.Home(
        id=dwelling.pk,
        rooms=dwelling.rooms,
        area_m2=int(dwelling.area_m2) if dwelling.area_m2 is not None else None,
        floor=dwelling.floor,
        has_lift=dwelling.has_lift,
        is_wheelchair_accessible=dwelling.is_wheelchair_accessible,
        category=dwelling.category,
        staffing=dwelling.staffing,
        earmarked_for=dwelling.earmarked_for,
        is_drug_free=dwelling.is_drug_free,
        monthly_rent=dwelling.monthly_rent,
        district=dwelling.district,
        place=place_of(dwelling.address, dwelling.district),
    )


def candidates_for(dwelling: Dwelling, day) -> list[Candidate]:
    """All who wait, first those the dwelling fits, then those it may fit; among them in the order of the list."""
    home = home_of(dwelling)
    held = [Candidate(place, matching.match(place.need, home)) for place in queue.places_on(day)]
    return sorted(held, key=lambda candidate: (_fit_order(candidate.match.fits), candidate.place.number))


def _fit_order(fits: bool | None) -> int:
    return {True: 0, None: 1, False: 2}[fits]


def passed_over(candidates: list[Candidate], chosen) -> list[Candidate]:
    """Those with a better place whom the dwelling fits too, without another offer: going past them is explained."""
    number = next((found.place.number for found in candidates if found.place.application.pk == chosen.pk), 0)
    return [
        found for found in candidates if found.place.number < number and found.match.fits and not found.has_open_offer
    ]


def offerable(household, day):
    """Dwellings that stand empty and are promised to nobody else; one held for the household may be offered to it."""
    return _free(Dwelling.objects.vacant(day), day, held_for=household)


def offerable_soon(household, day, within: int = SOON_DAYS):
    """Dwellings that will be vacant within so many days and are promised to nobody else; with ``available_on``."""
    return _free(Dwelling.objects.soon_vacant(day, within), day, held_for=household).order_by("available_on", "pk")


def unpromised_homes(day, within: int = 0) -> list[Dwelling]:
    """Every dwelling that may be given to anybody: the vacant ones, then those that will be vacant within the days."""
    vacant = _free(Dwelling.objects.vacant(day), day)
    soon = _free(Dwelling.objects.soon_vacant(day, within), day) if within else []
    return [*vacant, *soon]


def _free(dwellings, day, *, held_for=None):
    """What is held for an appeal is given to nobody else."""
    offered = Offer.objects.open().filter(dwelling=OuterRef("pk"))
    promised = Tenancy.objects.filter(dwelling=OuterRef("pk"), status=Tenancy.Status.ALLOCATED)
    held = Hold.objects.on(day).filter(dwelling=OuterRef("pk"))
    if held_for is not None:
        held = held.exclude(appeal__application__household=held_for)
    stayed_in = TemporaryStay.objects.not_over(day).filter(dwelling=OuterRef("pk"))
    free = dwellings.filter(~Exists(offered), ~Exists(promised), ~Exists(held), ~Exists(stayed_in))
    return free.exclude(category__in=matching.NOT_FOR_A_LEASE)


@dataclass(frozen=True)
class Fitting:
    """One dwelling held against one household; ``available_on`` is empty when it is vacant now."""

    dwelling: Dwelling
    match: matching.Match

    @property
    def available_on(self):
        return getattr(self.dwelling, "available_on", None)


def held_against(application, household, dwellings, day) -> list[Fitting]:
    """The dwellings in the order they suit the household, each with its requirements."""
    by_id = {dwelling.pk: dwelling for dwelling in dwellings}
    matches = matching.in_order(needs.need_of(application, household, day), map(home_of, by_id.values()))
    return [Fitting(by_id[found.home.id], found) for found in matches]


def fitting(application, household, day, *, at_most: int = 5) -> list[Fitting]:
    """The vacant dwellings that fit, or may fit, best first."""
    found = held_against(application, household, offerable(household, day), day)
    return [row for row in found if row.match.fits is not False][:at_most]


def fitting_soon(application, household, day, *, at_most: int = 5) -> list[Fitting]:
    """Those that will be vacant, in the order they are."""
    found = held_against(application, household, offerable_soon(household, day), day)
    fits = [row for row in found if row.match.fits is not False]
    return sorted(fits, key=lambda row: row.available_on)[:at_most]
