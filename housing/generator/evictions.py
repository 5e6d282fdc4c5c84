"""Who was put out (utkastelser), and who of them comes back to the housing office.

While the town lives, too few or too many are put out; afterwards the reasons of some move-outs are told anew, so that
there are as many a year as in Drammen. Nothing but the reason changes.
"""

from datetime import date, timedelta

from housing.generator import flow
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.records import Household, Tenancy
from housing.workdays import is_workday

# A debt, a case, a warning and a petition take their time: nobody is put out sooner than this after moving in.
SHORTEST_TENANCY = timedelta(days=200)
# Nor before the ledger has run for so long.
LEDGER_BEFORE = timedelta(days=165)
COME_BACK_SHARE = 0.5
OUT_AGAIN_SHARE = 0.5
YEAR = 365.25


def come_back_later(town, day: date, household: Household) -> bool:
    """Some stay in touch: a new tenancy follows within the year (runddans)."""
    town.evicted.add(household.id)
    if household.is_gone or town.paying.random() > COME_BACK_SHARE:
        return False
    town.calendar.plan(day + days(town.paying.uniform(30, 90)), come_back, household)
    return True


def come_back(town, day: date, household: Household) -> None:
    if household.is_gone or household.home or household.private_home or household.pending or household.application:
        return
    if household in town.known:
        town.known.remove(household)
    flow.receive_urgent(town, day, household)


def is_out_again(town, household: Household) -> bool:
    """The second home of some is lost as the first."""
    return household.id in town.evicted and town.paying.random() < OUT_AGAIN_SHARE


def choose(town) -> list[Tenancy]:
    """The tenancies that ended with an eviction, as many in each year as there should be."""
    chosen = []
    for year in range(len(_years(town))):
        ended = [tenancy for tenancy in town.tenancies if _year_of(town, tenancy) == year]
        chosen += _in_year(town, ended, wanted(town, typical.EVICTIONS_A_YEAR, year))
    kept = set(map(id, chosen))
    for tenancy in town.tenancies:
        if tenancy.end_reason == "evicted" and id(tenancy) not in kept:
            tenancy.end_reason = "other"
    for tenancy in chosen:
        tenancy.end_reason = "evicted"
    return chosen


def _years(town) -> range:
    """Whole years back from the last day, the last first; the run-in is the end of one more."""
    return range(1 + int((town.until - town.begins).days / YEAR))


def years_ago(town, day: date) -> int:
    return int((town.until - day).days / YEAR)


def wanted(town, a_year: tuple[int, ...], year: int) -> int:
    """How many in the year so many years ago; of the year the history begins in, only the part that is told."""
    told = min(1.0, (town.until - town.begins - LEDGER_BEFORE).days / YEAR - year)
    return max(0, round(a_year[max(0, len(a_year) - 1 - year)] * town.scale * told))


def _year_of(town, tenancy: Tenancy) -> int | None:
    if tenancy.moved_out_on is None or tenancy.tenure != "municipal":
        return None
    return years_ago(town, tenancy.moved_out_on)


def _in_year(town, ended: list[Tenancy], count: int) -> list[Tenancy]:
    """Those put out already come first, then others who left; whoever comes back later before those who do not."""
    able = [tenancy for tenancy in ended if _could_be(town, tenancy)]
    town.paying.shuffle(able)
    able.sort(key=lambda tenancy: (tenancy.end_reason != "evicted", not _has_later_home(town, tenancy)))
    return able[:count]


def _could_be(town, tenancy: Tenancy) -> bool:
    out_on = tenancy.moved_out_on
    return (
        tenancy.end_reason in ("evicted", "moved_private", "other")
        and tenancy.monthly_rent is not None
        and tenancy.moved_in_on + SHORTEST_TENANCY <= out_on
        and town.begins + LEDGER_BEFORE <= out_on
        and is_workday(out_on)
    )


def _has_later_home(town, tenancy: Tenancy) -> bool:
    return town.last_homes.get(tenancy.household.id, date.min) > tenancy.moved_out_on
