"""One page of the waiting list, narrowed to what was asked for (en side av ventelisten)."""

from datetime import date

from django.core.paginator import Paginator

from allocation import queue
from allocation.filters import WaitingFilter
from housing.lists import PAGE_SIZE
from housing.roles import Scope


def page_of(day: date, user, wanted: WaitingFilter, number):
    """The page, its rows ready to be shown. Of a kept list only the page itself is read."""
    if not queue.is_kept(day):
        page = Paginator(_reckoned(day, user, wanted), PAGE_SIZE).get_page(number)
    else:
        page = Paginator(_kept(day, user, wanted), PAGE_SIZE).get_page(number)
        first = page.start_index()
        page.object_list = queue.page_of(
            page.object_list, day, first=first, is_narrowed=wanted.is_narrowing or user.scope != Scope.ALL
        )
    page.object_list = queue.with_contacts(page.object_list, day)
    return page


def all_of(day: date, user, wanted: WaitingFilter) -> list[queue.Place]:
    """Everybody asked for, for a file."""
    if queue.is_kept(day):
        places = queue.page_of(_kept(day, user, wanted), day, is_narrowed=True)
    else:
        places = _reckoned(day, user, wanted)
    return queue.with_contacts(places, day)


def _kept(day, user, wanted):
    rows = queue.standings_on(day).visible_to(user)
    if wanted.asks_for_children:
        rows = rows.filter(has_children=True)
    return rows.filter(application__in=wanted.applications(user).values("pk")) if wanted.is_narrowing else rows


def _reckoned(day, user, wanted) -> list[queue.Place]:
    asked = set(wanted.applications(user).waiting(day).values_list("pk", flat=True))
    places = [place for place in queue.reckoned_places(day) if place.application.pk in asked]
    return [place for place in places if place.children or not wanted.asks_for_children]
