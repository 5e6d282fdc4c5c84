"""That a household has been put out before, told where it matters: its page, its case, and before a new home is given.

It says what has happened and what follow-up is needed. It never raises or lowers a place.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from evictions.models import Petition
from evictions.return_reading import histories
from evictions.returns import Round, rounds
from housing.known_before import Known
from housing.models import Household
from housing.periods import years_before
from housing.templatetags.norwegian import date_no

# What is older than this says little of today, and is nobody's to carry along.
YEARS_TOLD = 5


def notes_of(households: Iterable[int], day: date) -> dict[int, Known]:
    """Of those among the households who were put out in the last five years. Six queries at most, however many."""
    since = years_before(day, YEARS_TOLD)
    out = Petition.objects.carried_out().filter(
        tenancy__household__in=set(households), outcome_on__gte=since, outcome_on__lte=day
    )
    found = histories(out.order_by().values_list("tenancy__household", flat=True).distinct(), day)
    return {
        household: note([one for one in rounds(history, day) if one.evicted_on >= since])
        for household, history in found.items()
    }


def note_for(household, day: date) -> Known | None:
    return notes_of([household.pk], day).get(household.pk)


def before_allocation(households: Iterable[int], user, day: date) -> dict[int, Known]:
    """A row of ``housing/known_before.py``: for those who may see arrears, of the households within their reach."""
    if not user.has_perm("evictions.view_arrears"):
        return {}
    reached = Household.objects.within_reach_of(user).filter(pk__in=set(households))
    return notes_of(reached.values_list("pk", flat=True), day)


def note(told: list[Round]) -> Known:
    """``told``: at least one round, the oldest first."""
    last = told[-1]
    if any(one.is_whole for one in told):
        label = _("Runddans")
    else:
        label = _("Kastet ut {count} ganger").format(count=len(told)) if len(told) > 1 else _("Kastet ut tidligere")
    return Known(label, " ".join(_told(one) for one in told), _needed(last))


def _told(one: Round) -> str:
    parts = [_("Kastet ut {day}").format(day=date_no(one.evicted_on))]
    if one.stayed_on:
        parts.append(_("midlertidig botilbud fra {day}").format(day=date_no(one.stayed_on)))
    if one.housed_on:
        parts.append(_("ny kommunal bolig {day}").format(day=date_no(one.housed_on)))
    if one.arrears_on:
        parts.append(_("restanse igjen {day}").format(day=date_no(one.arrears_on)))
    return ", ".join(parts) + "."


def _needed(last: Round) -> str:
    if last.arrears_on:
        return _(
            "Ta saken opp i neste restansemøte. Avtal nedbetaling eller trekk, og hvem som besøker husstanden hjemme, "
            "før det blir varsel."
        )
    if last.housed_on:
        return _("Følg med på husleien fra første måned, og ta kontakt ved den første som ikke er betalt.")
    return _(
        "Avtal før innflytting: hvem som følger opp i boligen, hvordan husleien blir betalt, og når det første "
        "hjemmebesøket er."
    )
