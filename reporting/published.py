"""What of a report's figures may be printed: counts of people from one to four are hidden, with what would reveal them.

The PDF goes to the steering group, to Husbanken and on from there, so it holds the published numbers for everybody.
"""

from itertools import groupby

from django.utils.translation import gettext_lazy as _

from housing.periods import round_half_up
from reporting import suppression
from reporting.answers import Content
from reporting.figures import BY_CODE, Figure
from reporting.figures.text import NOTHING, as_text
from reporting.models import FrozenFigure
from reporting.sections import KEY_FIGURES

HIDDEN = object()
HIDDEN_NOTE = _(
    "Kolon (:) står der et tall ikke vises fordi det gjelder fra én til fire husstander eller personer, "
    "eller fordi det ville røpet et slikt tall."
)

# Parts that add up to a total: a hidden part must not be found by subtraction.
TOTALS = {
    "homeless.households": [
        "homeless.category_1",
        "homeless.category_2",
        "homeless.category_3",
        "homeless.category_4",
        "homeless.category_other",
    ],
    "disadvantaged.households": ["disadvantaged.no_home", "disadvantaged.at_risk", "disadvantaged.unsuitable"],
    "hf.referrals": ["hf.referrals_women", "hf.referrals_men"],
    "hf.active": ["hf.active_women", "hf.active_men"],
    "hf.housed": ["hf.housed_women", "hf.housed_men"],
}
# The same total in other parts. Its own total is told or not by both.
TOTALS_AGAIN = {
    "hf.referrals": [
        "hf.referrals_no_fixed_abode",
        "hf.referrals_unclear",
        "hf.referrals_transfer",
        "hf.referrals_temporary",
    ],
}
# A share of people: printed, it must not give away a small number with it or without it.
SHARES = {"transitions.housed_percent": "transitions.completed"}
# A sum of what so many owe: of a few, it is known what each owes.
# So it is with the age, the home and the visits of a few.
AMOUNTS = {
    "arrears.amount": "arrears.tenancies",
    "hf.referrals_mean_age": "hf.referrals",
    "hf.retention_12": "hf.followed",
    "hf.retention_24": "hf.followed",
    "hf.met_percent": "hf.contacts",
}
# Almost always the same households, so one tells the other.
NEARLY_SAME = {"homeless.households": "disadvantaged.no_home"}


def published(content: Content) -> dict[str, object]:
    """Value by code, ``HIDDEN`` where it must not be printed."""
    shown = {code: _alone(answer) for code, answer in content.figures.items()}
    for total, parts in TOTALS.items():
        if total in content.figures and all(part in content.figures for part in parts):
            shown |= _as_row(content.figures, total, parts)
    for total, parts in TOTALS_AGAIN.items():
        if total in content.figures and all(part in content.figures for part in parts):
            again = _as_row(content.figures, total, parts)
            if HIDDEN in (shown[total], again[total]):
                again = dict.fromkeys([total, *TOTALS[total], *parts], HIDDEN)
            shown |= again
    for code, whole in SHARES.items():
        if code in content.figures and whole in content.figures and _tells_of_few(content.figures, code, whole):
            shown[code] = HIDDEN
    for code, whole in AMOUNTS.items():
        if shown.get(whole) is HIDDEN:
            shown[code] = HIDDEN
    for code, same in NEARLY_SAME.items():
        if HIDDEN in (shown.get(code), shown.get(same)):
            shown |= {name: HIDDEN for name in _row_of(same) | _row_of(code) if name in shown}
    return shown


def unmasked(content: Content) -> dict[str, object]:
    """Value by code as it is, for those who may open the rows behind it."""
    return {code: answer.value for code, answer in content.figures.items()}


def figures_of(content: Content, shown: dict[str, object]) -> dict:
    """What a template needs: the figures by group, and the few that stand beside the goals."""
    lines = [
        {"answer": answer, "text": as_published(shown[code], answer), "figure": figure_of(answer)}
        for code, answer in content.figures.items()
    ]
    by_code = {line["answer"].code: line for line in lines}
    return {
        "groups": [
            {"title": group.label, "lines": list(found)}
            for group, found in groupby(lines, key=lambda line: line["figure"].group)
        ],
        "key_figures": [by_code[code] for code in KEY_FIGURES if code in by_code],
        "hidden_note": HIDDEN_NOTE,
    }


def _alone(answer: FrozenFigure):
    is_small = answer.value is not None and suppression.suppress(int(answer.value)) is None
    return HIDDEN if is_small and figure_of(answer).is_about_people else answer.value


def _tells_of_few(figures, code, whole) -> bool:
    """Whether those within the share, those outside it, or all of them are from one to four."""
    if figures[code].value is None:
        return False
    total = int(figures[whole].value)
    part = int(round_half_up(figures[code].value * total / 100, 0))
    return any(suppression.is_small(count) for count in (total, part, total - part))


def _as_row(figures, total, parts):
    row = suppression.suppress_row([int(figures[part].value) for part in parts])
    shown = {part: HIDDEN if count is None else count for part, count in zip(parts, row.counts, strict=True)}
    # Households whose mapping has no category are in no part; then the parts do not give the total away.
    is_hidden = row.total is None or suppression.is_small(int(figures[total].value))
    return shown | {total: HIDDEN if is_hidden else figures[total].value}


def _row_of(code) -> set[str]:
    for total, parts in TOTALS.items():
        if code == total or code in parts:
            return {total, *parts}
    return {code}


def figure_of(answer: FrozenFigure) -> Figure:
    return BY_CODE[answer.code]


def as_published(value, answer: FrozenFigure) -> str:
    if value is HIDDEN:
        return suppression.HIDDEN_MARK
    return as_text(value, figure_of(answer)) if value is not None else NOTHING
