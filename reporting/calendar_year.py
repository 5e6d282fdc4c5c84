"""A calendar year's counts of people, month by month, and which of its totals may be told beside one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, IntegerField, Sum
from django.db.models import Value as Constant
from django.db.models.functions import TruncMonth

from housing.periods import Period, add_months, month_end
from reporting.disclosure import EVERY, MONTHS, Range, spans_told, sums_told
from reporting.families import OTHER_SIDE, PARTS_OF, SHARES, SPANS, SUMS, TOTAL_OF
from reporting.figures import BY_CODE, Figure
from reporting.suppression import is_small


@dataclass(frozen=True)
class CalendarYear:
    """``sums`` has twelve counts of each code, ``spans`` a count of each range of the year."""

    sums: dict[str, list[int]]
    spans: dict[str, dict[Range, int]]

    @cached_property
    def told(self) -> dict[str, set[Range]]:
        """The ranges of the year that may be told, by code."""
        told = {code: spans_told(counts) for code, counts in self.spans.items()}
        told |= {code: sums_told([months]) for code, months in self.sums.items() if code not in TOTAL_OF}
        for total, lists in PARTS_OF.items():
            for parts in lists:
                if total in self.sums and all(part in self.sums for part in parts):
                    told |= dict.fromkeys(parts, sums_told(self._with_rest(total, parts), told[total]))
        for one, other in OTHER_SIDE.items():
            if one in self.sums and other in told:
                told[one] = self._from_the_other_side(one, other, told[other])
        return told

    def tells(self, code: str, asked: Range) -> bool:
        """Whether the total may be told. A range of another length is told when each of its months is."""
        told = self.told.get(code)
        if told is None or asked in told:
            return True
        return asked not in EVERY and all((month, month + 1) in told for month in range(*asked))

    def _with_rest(self, total: str, parts: list[str]) -> list[list[int]]:
        series = [self.sums[part] for part in parts]
        rest = [whole - sum(counts) for whole, *counts in zip(self.sums[total], *series, strict=True)]
        return [*series, [max(0, count) for count in rest]]

    def _from_the_other_side(self, one: str, other: str, told: set[Range]) -> set[Range]:
        """Where the other is hidden this must be too, and where all but a few are the same ones."""
        alike = {
            place
            for place in told
            if not is_small(abs(sum(self.sums[one][slice(*place)]) - sum(self.sums[other][slice(*place)])))
        }
        return sums_told([self.sums[one]], alike)


def range_of(period: Period) -> Range | None:
    """The period's place in its calendar year, when it is made of whole months of one year."""
    whole = period.first.day == 1 and period.last == month_end(period.last)
    return (period.first.month - 1, period.last.month) if whole and period.first.year == period.last.year else None


def period_of(year: int, place: Range) -> Period:
    first = Period.year(year).first
    return Period(add_months(first, place[0]), month_end(add_months(first, place[1] - 1)))


def read(year: int, codes: Collection[str] = (), until: int = len(MONTHS)) -> CalendarYear:
    """Two questions to the database, however many figures there are: all of them, or those of ``codes``.

    What a range may tell depends on nothing after it, so the months ``until`` then are enough for it.
    """
    places = sorted(place for place in EVERY if place[1] <= until)
    wanted = [BY_CODE[code] for code in SUMS if not codes or code in codes]
    by_date = [figure for figure in wanted if figure.dated_by]
    sums = {figure.code: [0] * len(MONTHS) for figure in wanted}
    spans = {code: dict.fromkeys(places, 0) for code in SPANS if not codes or code in codes}
    asked = [(figure, place) for figure in wanted if not figure.dated_by for place in places if place in MONTHS]
    asked += [(BY_CODE[code], place) for code in spans for place in places]
    for number, month, found in _together([_grouped(number, figure, year) for number, figure in enumerate(by_date)]):
        sums[by_date[number].code][month.month - 1] = found
    for number, _month, found in _together([_alone(number, *question, year) for number, question in enumerate(asked)]):
        figure, place = asked[number]
        if figure.code in spans:
            spans[figure.code][place] = found or 0
        else:
            sums[figure.code][place[0]] = found or 0
    return CalendarYear(sums, spans)


def _together(questions: list) -> Iterable:
    if not questions:
        return []
    first, *others = questions
    return first.union(*others, all=True) if others else first


def _grouped(number: int, figure: Figure, year: int):
    rows = figure.rows(Period.year(year)).order_by()
    rows = rows.annotate(question=_number(number)).values("question", in_month=TruncMonth(figure.dated_by))
    return rows.annotate(found=_counted(figure)).values_list("question", "in_month", "found")


def _alone(number: int, figure: Figure, place: Range, year: int):
    period = period_of(year, place)
    rows = figure.rows(period).order_by().annotate(question=_number(number), in_month=_number(place[0]))
    return (
        rows.values("question", "in_month")
        .annotate(found=_counted(figure))
        .values_list("question", "in_month", "found")
    )


def _number(number: int) -> Constant:
    return Constant(number, output_field=IntegerField())


def _counted(figure: Figure):
    """Of a share the part; else what the figure counts."""
    if figure.code in SHARES:
        return figure.value.expressions["part"]
    expression = figure.value.expressions["found"]
    return Sum(expression.source_expressions[0]) if isinstance(expression, Sum) else Count("pk")
