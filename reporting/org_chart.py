"""The organisation chart (organisasjonskart), laid out as a tidy tree and drawn as SVG in black on white.

Units are pixels of the drawing, which is as wide as the text of an A4 page at 96 to the inch. Groups that report to the
same group stand in rows under it, as many as the width holds; their lines run in the gaps between the rows and in a
gutter to the left, so that no line crosses a box. A few groups further down stand under one another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

WIDTH = 672
BOX = 140
GAP = 12  # between boxes side by side
CHANNEL = 26  # between a row and the one below it, where the lines run
GUTTER = 14  # left of rows that have rows below them
PADDING = 7
STACKED = 4  # so many groups without others below them stand under one another
LINE = 14
FONT, SMALL = 11.5, 9.5
# Wider than the widest of the fonts the reader may have: a name is broken too early rather than cut.
LETTER = 0.62
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Ring(ValueError):
    """The reporting lines go in a ring; the text is a Norwegian sentence."""


@dataclass(frozen=True)
class Group:
    """A group to draw. ``frame``: thick, plain, dashed or dotted."""

    key: int
    name: str
    above: int | None = None
    kind: str = ""
    leader: str = ""
    frame: str = "plain"


@dataclass(frozen=True)
class Box:
    key: int
    x: float
    y: float
    width: float
    height: float
    texts: tuple[tuple[str, str], ...] = ()  # (kind, name or leader; the text of one line)
    frame: str = "plain"


@dataclass(frozen=True)
class Line:
    """From a child's box up to its parent's, through the points."""

    child: int
    parent: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass
class _Block:
    """A group with all below it, placed from its own upper left corner."""

    width: float
    height: float
    top: Box
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def layout(groups: Sequence[Group]) -> Chart:
    """Where each group and line stands. Who reports to somebody not among the groups stands at the top."""
    keys = {group.key for group in groups}
    below: dict[int | None, list[Group]] = {}
    for group in groups:
        below.setdefault(group.above if group.above in keys else None, []).append(group)
    _refuse_ring(groups, below)
    chart, boxes, lines, y = 0.0, [], [], 0.0
    for top in below.get(None, []):
        block = _block(top, below, WIDTH, is_top=True)
        boxes += [_moved(box, 0, y) for box in block.boxes]
        lines += [_line_moved(line, 0, y) for line in block.lines]
        chart, y = max(chart, block.width), y + block.height + CHANNEL
    return Chart(max(chart, BOX), max(y - CHANNEL, 0.0), tuple(boxes), tuple(lines))


def _refuse_ring(groups: Sequence[Group], below: dict) -> None:
    reached, queue = set(), list(below.get(None, []))
    while queue:
        group = queue.pop()
        reached.add(group.key)
        queue += below.get(group.key, [])
    ring = [group.name for group in groups if group.key not in reached]
    if ring:
        raise Ring(_("Rapporteringsveien går i ring: {groups}.").format(groups=", ".join(ring)))


def depth_first(groups: Sequence[Group]) -> list[tuple[int, Group]]:
    """The groups in the order of the nested list, with how far down each stands. The chart told in words."""
    keys, found = {group.key for group in groups}, []

    def visit(above, level):
        for group in groups:
            if (group.above if group.above in keys else None) == above:
                found.append((level, group))
                visit(group.key, level + 1)

    visit(None, 0)
    return found


def _block(group: Group, below: dict, width: float, *, is_top: bool = False) -> _Block:
    top = _box(group)
    children = below.get(group.key, [])
    if not children:
        return _Block(top.width, top.height, top, [top])
    is_stacked = not is_top and len(children) <= STACKED and not any(below.get(child.key) for child in children)
    room = BOX if is_stacked else max(width - GUTTER, BOX)
    blocks = [_block(child, below, room) for child in children]
    rows = _rows(blocks, room)
    # With one row the line comes straight down; with more it runs in the gutter past the rows above.
    left = GUTTER if is_stacked or len(rows) > 1 else 0
    inner = max(_row_width(row) for row in rows)
    whole = max(left + inner, top.width)
    x = 0 if is_stacked else (whole - top.width) / 2
    placed = _Block(whole, 0, replace(top, x=x))
    placed.boxes.append(placed.top)
    y = top.height + CHANNEL
    for row in rows:
        start = left + (0 if is_stacked else (whole - left - _row_width(row)) / 2)
        for block in row:
            _put(placed, block, start, y)
            child = _moved(block.top, start, y)
            points = _from_side(child, placed.top) if is_stacked else _from_above(child, placed.top, left)
            placed.lines.append(Line(child.key, group.key, points))
            start += block.width + GAP
        y += max(block.height for block in row) + CHANNEL
    placed.height = y - CHANNEL
    return placed


def _put(placed: _Block, block: _Block, x: float, y: float) -> None:
    placed.boxes += [_moved(box, x, y) for box in block.boxes]
    placed.lines += [_line_moved(line, x, y) for line in block.lines]


def _from_side(child: Box, parent: Box) -> tuple:
    """Out of the child's left side, and up the gutter to the parent."""
    middle = child.y + child.height / 2
    return ((child.x, middle), (GUTTER / 2, middle), (GUTTER / 2, parent.y + parent.height))


def _from_above(child: Box, parent: Box, gutter: float) -> tuple:
    """Out of the top of the child, along the gap above its row, past the rows above in the gutter, to the parent."""
    from_x, to_x = child.x + child.width / 2, parent.x + parent.width / 2
    over_child, under_parent = child.y - CHANNEL / 2, parent.y + parent.height + CHANNEL / 2
    points = [(from_x, child.y), (from_x, over_child)]
    if gutter and over_child > under_parent:
        points += [(gutter / 2, over_child), (gutter / 2, under_parent)]
    return (*points, (to_x, under_parent), (to_x, parent.y + parent.height))


def _rows(blocks: list[_Block], room: float) -> list[list[_Block]]:
    """As many side by side as there is room for, shared evenly: eight that need two rows stand four and four."""
    count = len(_filled(blocks, room, len(blocks)))
    most = -(-len(blocks) // count)
    even = _filled(blocks, room, most)
    return even if len(even) == count else _filled(blocks, room, len(blocks))


def _filled(blocks: list[_Block], room: float, most: int) -> list[list[_Block]]:
    rows: list[list[_Block]] = []
    for block in blocks:
        if rows and len(rows[-1]) < most and _row_width([*rows[-1], block]) <= room:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


def _row_width(row: list[_Block]) -> float:
    return sum(block.width for block in row) + GAP * (len(row) - 1)


def _moved(box: Box, x: float, y: float) -> Box:
    return replace(box, x=box.x + x, y=box.y + y)


def _line_moved(line: Line, x: float, y: float) -> Line:
    return replace(line, points=tuple((at_x + x, at_y + y) for at_x, at_y in line.points))


def _box(group: Group) -> Box:
    texts = [("kind", text) for text in wrapped(group.kind, SMALL)]
    texts += [("name", text) for text in wrapped(group.name, FONT)]
    texts += [("leader", text) for text in wrapped(group.leader, SMALL)]
    return Box(group.key, 0, 0, BOX, LINE * len(texts) + 2 * PADDING, tuple(texts), group.frame)


def wrapped(text: str, size: float) -> list[str]:
    """The text in lines that fit the box. A word longer than a line is divided with a hyphen."""
    most = int((BOX - 2 * PADDING) / (size * LETTER))
    lines: list[str] = []
    for word in text.split():
        while len(word) > most:
            lines.append(word[: most - 1] + "-")
            word = word[most - 1 :]
        if lines and not lines[-1].endswith("-") and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# Told apart on paper in black and white: by the frame, and by the kind's own word in the box.
FRAMES = {
    "thick": 'stroke-width="2.5"',
    "plain": 'stroke-width="1.2"',
    "dashed": 'stroke-width="1.2" stroke-dasharray="6 3"',
    "dotted": 'stroke-width="1.4" stroke-dasharray="1.5 2.5"',
}
TEXTS = {
    "kind": f'font-size="{SMALL}" fill="#4a5768"',
    "name": f'font-size="{FONT}" font-weight="600" fill="#1e2b3c"',
    "leader": f'font-size="{SMALL}" fill="#1e2b3c"',
}
FONTS = "Inter, Liberation Sans, DejaVu Sans, sans-serif"
EDGE = 2


def svg(chart: Chart, description: str) -> str:
    """The drawing, with ``description`` for whoever does not see it."""
    width, height = chart.width + 2 * EDGE, chart.height + 2 * EDGE
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="{-EDGE} {-EDGE} {width:g} {height:g}" role="img" font-family="{FONTS}">',
        f"<title>{_safe(description)}</title>",
    ]
    drawn += [_drawn_line(line) for line in chart.lines]
    drawn += [_drawn_box(box) for box in chart.boxes]
    return "".join([*drawn, "</svg>"])


def _drawn_line(line: Line) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in line.points)
    return f'<polyline points="{points}" fill="none" stroke="#4a5768" stroke-width="1.2"/>'


def _drawn_box(box: Box) -> str:
    frame = FRAMES.get(box.frame, FRAMES["plain"])
    drawn = [
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="3" '
        f'fill="#ffffff" stroke="#1e2b3c" {frame}/>'
    ]
    for number, (what, text) in enumerate(box.texts, 1):
        y = box.y + PADDING + LINE * number - 3.5
        middle = box.x + box.width / 2
        drawn.append(f'<text x="{middle:g}" y="{y:g}" text-anchor="middle" {TEXTS[what]}>{_safe(text)}</text>')
    return "".join(drawn)


def _safe(text: str) -> str:
    """Text an XML reader takes: control characters a form let through would make the whole drawing unreadable."""
    return escape(NOT_XML.sub("", text))
