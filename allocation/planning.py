"""From the list and the vacant dwellings to a working plan, and the plan made ready to be shown (tildelingsforslag)."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import matching, queue
from allocation.candidates import home_of, unpromised_homes
from allocation.features import YES, Features
from allocation.matching import Match
from allocation.models import Proposal, ProposalLine
from allocation.proposal import Limits, propose
from housing.database import Refused, refusing_breaches
from housing.protection import HIDDEN_HOUSEHOLD, hidden_household_ids, may_see_address


def may_be_proposed(place: queue.Place) -> bool:
    """Nobody is proposed a second dwelling while they think about the first."""
    return not place.open_offers


@transaction.atomic
def make(proposal: Proposal) -> Proposal:
    proposal.save(force_insert=True)
    return fill(proposal, by=proposal.by)


def fill(proposal: Proposal, *, by) -> Proposal:
    """The best plan for the dwellings of today around what is locked. What is not locked is proposed anew."""
    with refusing_breaches(), transaction.atomic():
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        locked = list(proposal.lines.filter(is_locked=True))
        proposal.lines.filter(is_locked=False).delete()
        proposal.day = timezone.localdate()
        waiting = queue.places_on(proposal.day)
        proposal.waiting_count = len(waiting)
        proposal.save(update_fields=["day", "waiting_count"])
        taken = {line.application_id for line in locked}
        places = [place for place in waiting if may_be_proposed(place) and place.application.pk not in taken]
        kept = {line.dwelling_id for line in locked}
        homes = [home for home in unpromised_homes(proposal.day, proposal.within_days) if home.pk not in kept]
        limits = Limits(spare_rooms_max=proposal.spare_rooms_max, only_certain=proposal.only_certain)
        features = Features([place.need for place in places], [home_of(home) for home in homes])
        pairs = {pair.home: pair for pair in propose(features, limits)}
        hidden = hidden_household_ids({places[pair.household].household.pk for pair in pairs.values()}, proposal.day)
        ProposalLine.objects.bulk_create(
            _line(proposal, home, pairs.get(number), places, hidden) for number, home in enumerate(homes)
        )
    return proposal


def _line(proposal, home, pair, places, hidden) -> ProposalLine:
    line = ProposalLine(proposal=proposal, dwelling=home, available_on=getattr(home, "available_on", None))
    if pair is not None:
        place = places[pair.household]
        line.proposed = line.application = place.application
        line.is_certain = pair.is_certain
        # A number is a name to whoever has the list: of a protected household it is not kept beside a dwelling.
        if place.household.pk not in hidden:
            line.proposed_number, line.proposed_points = place.number, place.total
    return line


def put(line: ProposalLine, application, *, by, is_locked: bool, note: str, fits: bool | None) -> None:
    """A person puts somebody else there, or nobody; locked, it stands when the rest is proposed anew."""
    with refusing_breaches(), transaction.atomic():
        Proposal.objects.select_for_update().get(pk=line.proposal_id)
        if application is not None:
            # They stand in one place: where they stood before is left empty, unless that is locked.
            other = ProposalLine.objects.filter(proposal=line.proposal_id, application=application).exclude(pk=line.pk)
            if other.filter(is_locked=True).exists():
                raise Refused(_("Husstanden er låst til en annen bolig i forslaget."))
            other.update(application=None, is_certain=True, changed_by=by, changed_at=timezone.now())
        changed = ProposalLine.objects.filter(pk=line.pk).update(
            application=application,
            is_certain=application is None or fits is True,
            is_locked=is_locked,
            note=note,
            changed_by=by,
            changed_at=timezone.now(),
        )
        if not changed:
            raise Refused(_("Forslaget er laget på nytt. Boligen står ikke i det lenger, eller på en ny linje."))


@dataclass
class Shown:
    """One line as it is shown: who, why there, and what it means for others. ``is_hidden``: not to this user."""

    line: ProposalLine
    place: queue.Place | None = None
    match: Match | None = None
    is_hidden: bool = False
    status: str = ""
    passed_over: list[queue.Place] = field(default_factory=list)
    elsewhere: int = 0
    other_homes: int = 0

    @property
    def may_be_offered(self) -> bool:
        return bool(self.place) and not self.is_hidden and not self.status and self.line.available_on is None

    @property
    def name(self) -> str:
        return str(HIDDEN_HOUSEHOLD) if self.is_hidden else self.place.household.name_on(self.place.facts.on)


def shown(lines: list[ProposalLine], user, day: date, plan: list[ProposalLine]) -> list[Shown]:
    """Lines of one plan with what is true of them today. ``plan`` is all its lines; a page shows some of them."""
    places = queue.places_on(day)
    by_application = {place.application.pk: place for place in places}
    hidden = hidden_household_ids({line.application.household_id for line in lines if line.application}, day)
    still = {home.pk for home in unpromised_homes(day, Proposal.MOST_DAYS)}
    last = max(
        (by_application[key].number for line in lines if (key := line.application_id) in by_application), default=0
    )
    compared = Compared(places[:last], plan)
    found = []
    for line in lines:
        row = Shown(line, status=_status(line, by_application, still))
        if line.application:
            household = line.application.household
            row.is_hidden = household.pk in hidden and not may_see_address(user, household, day)
            row.place = by_application.get(line.application_id)
        if row.place:
            compared.tell(row)
        found.append(row)
    return found


class Compared:
    """All up to the last one shown, held against all dwellings of the plan at once."""

    def __init__(self, places: list[queue.Place], plan: list[ProposalLine]):
        self.places = places
        self.homes = [home_of(line.dwelling) for line in plan]
        self.column = {line.dwelling_id: number for number, line in enumerate(plan)}
        self.fits = Features([place.need for place in places], self.homes).answers() == YES
        planned = {line.application_id for line in plan if line.application_id}
        self.is_planned = np.array([place.application.pk in planned for place in places], dtype=bool)
        self.may_be_proposed = np.array([may_be_proposed(place) for place in places], dtype=bool)

    def tell(self, row: Shown) -> None:
        """How the dwelling suits them, what they would otherwise have, and who stands before and it suits too."""
        own, column = row.place.number - 1, self.column[row.line.dwelling_id]
        row.match = matching.match(row.place.need, self.homes[column])
        row.other_homes = int(self.fits[own].sum() - self.fits[own, column])
        before = self.fits[:own, column] & self.may_be_proposed[:own]
        row.elsewhere = int((before & self.is_planned[:own]).sum())
        row.passed_over = [self.places[number] for number in np.flatnonzero(before & ~self.is_planned[:own])]


def _status(line, by_application, still) -> str:
    """What has happened since it was proposed, when something has."""
    if line.dwelling_id not in still:
        return _("Boligen er ikke lenger ledig, eller den er tilbudt eller holdt av.")
    place = by_application.get(line.application_id)
    if line.application_id and place is None:
        return _("Søknaden står ikke lenger på ventelisten.")
    if place is not None and place.open_offers:
        return _("Husstanden har et tilbud.")
    return ""
