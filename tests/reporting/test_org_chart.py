"""The organisation chart: no box on another, every line from a child to its parent past the others, never in a ring."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import org_chart
from reporting.org_chart import WIDTH, Group, Ring, depth_first, layout, svg, wrapped

NAMES = st.text(alphabet=st.sampled_from("abcæøå <&\x0b-ÅW"), max_size=60)


@st.composite
def trees(draw):
    """Groups that report to one before them, or to nobody."""
    count = draw(st.integers(1, 40))
    groups = [Group(0, draw(NAMES), None)]
    for key in range(1, count):
        above = draw(st.one_of(st.none(), st.integers(0, key - 1)))
        groups.append(Group(key, draw(NAMES), above, kind="Arbeidsgruppe", leader=draw(NAMES)))
    return draw(st.permutations(groups))


def overlap(one, other) -> bool:
    apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
    apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (apart_x or apart_y)


def on_edge(box, point) -> bool:
    x, y = point
    across = box.x <= x <= box.x + box.width and y in (box.y, box.y + box.height)
    down = box.y <= y <= box.y + box.height and x in (box.x, box.x + box.width)
    return across or down


def goes_through(box, start, end) -> bool:
    """Does the level or upright stretch pass inside the box?"""
    (x1, y1), (x2, y2) = start, end
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    within = 0.01
    return (
        left < box.x + box.width - within
        and right > box.x + within
        and top < box.y + box.height - within
        and bottom > box.y + within
    )


@settings(max_examples=150, deadline=None)
@given(groups=trees())
def test_no_box_stands_on_another_and_every_line_leads_to_the_parent(groups):
    chart = layout(groups)
    boxes = {box.key: box for box in chart.boxes}
    assert set(boxes) == {group.key for group in groups}
    listed = list(boxes.values())
    assert not [
        (one.key, other.key) for at, one in enumerate(listed) for other in listed[at + 1 :] if overlap(one, other)
    ]
    assert all(box.x >= 0 and box.x + box.width <= chart.width and box.y + box.height <= chart.height for box in listed)
    assert {(line.child, line.parent) for line in chart.lines} == {
        (group.key, group.above) for group in groups if group.above is not None
    }
    for line in chart.lines:
        assert on_edge(boxes[line.child], line.points[0])
        assert on_edge(boxes[line.parent], line.points[-1])
        for start, end in zip(line.points, line.points[1:], strict=False):
            assert start[0] == end[0] or start[1] == end[1]
            assert not [box.key for box in listed if goes_through(box, start, end)]


@settings(max_examples=60, deadline=None)
@given(groups=trees())
def test_the_drawing_can_be_read_by_any_reader_whatever_the_names_hold(groups):
    drawn = ElementTree.fromstring(svg(layout(groups), "Kart <over> & alt"))
    assert drawn[0].text == "Kart <over> & alt"
    assert len(drawn.findall("{http://www.w3.org/2000/svg}rect")) == len(groups)


@settings(max_examples=60, deadline=None)
@given(groups=trees())
def test_the_list_has_every_group_once_below_the_one_it_reports_to(groups):
    listed = depth_first(groups)
    assert sorted(group.key for _level, group in listed) == sorted(group.key for group in groups)
    levels = {group.key: level for level, group in listed}
    assert all(levels[group.key] == (0 if group.above is None else levels[group.above] + 1) for group in groups)


def test_eight_groups_and_eight_below_them_fit_the_width_of_a_page():
    groups = [Group(0, "Styringsgruppe")]
    groups += [Group(number, f"Arbeidsgruppe {number}", 0) for number in range(1, 9)]
    groups += [Group(number + 10, f"Delprosjekt {number}", number) for number in range(1, 9)]
    chart = layout(groups)
    assert chart.width <= WIDTH
    assert len({box.y for box in chart.boxes if 1 <= box.key <= 8}) == 2
    assert chart.height < 930  # a page of A4 within its margins


@pytest.mark.parametrize("ring", [[(1, 1)], [(1, 2), (2, 1)], [(1, 2), (2, 3), (3, 1), (4, None), (5, 1)]])
def test_a_ring_is_refused_in_words(ring):
    with pytest.raises(Ring, match="Rapporteringsveien går i ring: Gruppe 1"):
        layout([Group(key, f"Gruppe {key}", above) for key, above in ring])


def test_who_reports_to_a_group_that_is_gone_stands_at_the_top():
    chart = layout([Group(1, "Igjen", 99)])
    assert (chart.lines, len(chart.boxes)) == ((), 1)


@given(st.text(alphabet="abæ W", max_size=200))
def test_a_long_name_is_broken_and_nothing_of_it_is_lost(name):
    lines = wrapped(name, org_chart.FONT)
    most = (org_chart.BOX - 2 * org_chart.PADDING) / (org_chart.FONT * org_chart.LETTER)
    assert all(len(line) <= most for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == name.replace(" ", "")


def test_nothing_to_draw_is_an_empty_drawing():
    assert layout([]).boxes == ()
