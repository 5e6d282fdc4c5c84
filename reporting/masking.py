"""Which figures of a period must not be told: counts of people from one to four, and whatever would give one away."""

from collections.abc import Mapping

from housing.periods import Period, round_half_up
from reporting import families, suppression
from reporting.calendar_year import CalendarYear, range_of
from reporting.figures import Value


def hidden_codes(values: Mapping[str, Value], period: Period, year: CalendarYear | None = None) -> set[str]:
    """Which of a period's figures must not be told. Each comes with all that has a say (``families.judged_with``).

    ``year`` is the calendar year the period lies in, for what the other totals of the year would give away.
    """
    hidden = {code for code, value in values.items() if is_small(value) and families.is_about_people(code)}
    for total, parts in families.TOTALS.items():
        if _has_all(values, [total, *parts]):
            hidden |= _hidden_in_row(values, total, parts)
    for total, lists in families.PARTS_OF.items():
        for parts in lists:
            hidden |= _hidden_parts(values, total, parts, is_total_hidden=total in hidden)
    place = range_of(period)
    if year is not None and place is not None:
        hidden |= {code for code in values if not year.tells(code, place)}
    return hidden | _with_others(values, hidden)


def _with_others(values, hidden: set[str]) -> set[str]:
    """What would tell of the hidden, or of those left over."""
    more = set()
    for some, whole, chosen in families.SUBSETS:
        if _has_all(values, [some, whole]) and is_small(values[whole] - values[some]):
            more.add(chosen)
    for one, other in families.OTHER_SIDE.items():
        if other in hidden or (_has_all(values, [one, other]) and is_small(abs(values[one] - values[other]))):
            more.add(one)
    for code, same in families.NEARLY_SAME.items():
        if code in hidden or same in hidden:
            more |= families.row_of(same) | families.row_of(code)
    more |= {code for code, whole in families.WITH_COUNT.items() if whole in hidden | more}
    more |= {code for code, whole in families.OF_FEW.items() if is_small(values.get(whole))}
    return more & values.keys()


def _hidden_in_row(values, total: str, parts: list[str]) -> set[str]:
    row = suppression.suppress_row([int(values[part]) for part in parts])
    hidden = {part for part, count in zip(parts, row.counts, strict=True) if count is None}
    # Households whose mapping has no category are in no part; then the parts do not give the total away.
    if row.total is None or is_small(values[total]) or (hidden and is_small(values[total] - row.total)):
        hidden.add(total)
    return hidden


def _hidden_parts(values, total: str, parts: list[str], *, is_total_hidden: bool) -> set[str]:
    """Parts of a period's total are told together or not at all, and what belongs to none of them is a part too."""
    found = [part for part in parts if values.get(part) is not None]
    if not found or values.get(total) is None:
        return set()
    counts = [_count(values, part) for part in found]
    is_told = not is_total_hidden and not any(is_small(count) for count in [*counts, values[total] - sum(counts)])
    return set() if is_told else set(found)


def _count(values, code: str) -> int:
    whole = families.SHARES.get(code)
    return int(values[code]) if whole is None else int(round_half_up(values[code] * values[whole] / 100, 0))


def _has_all(values, codes) -> bool:
    return all(values.get(code) is not None for code in codes)


def is_small(value: Value) -> bool:
    return value is not None and suppression.is_small(int(value))


def hidden_in_series(code: str, value: Value, period: Period, year: CalendarYear | None = None) -> bool:
    """Of one month or one half-year in a chart. Charts are of figures that no other figure of their period hides."""
    if is_small(value) and families.is_about_people(code):
        return True
    place = range_of(period)
    return year is not None and place is not None and not year.tells(code, place)
