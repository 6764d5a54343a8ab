"""The curve as small as a word."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.views.sparkline import HEIGHT, WIDTH, sparkline


def _links(svg: str) -> list[tuple[float, ...]]:
    found = re.findall(r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"', svg)
    return [tuple(map(float, place)) for place in found]


def test_each_value_is_linked_to_the_next():
    svg = sparkline([1.0, 3.0, 2.0], "three months")

    assert _links(svg) == [(4.0, 26.0, 60.0, 4.0), (60.0, 4.0, 116.0, 15.0)]
    assert 'cx="116.0" cy="15.0"' in svg


def test_no_link_crosses_a_gap_or_a_change_of_definition():
    assert len(_links(sparkline([1.0, None, 2.0, 3.0], "x"))) == 1
    assert len(_links(sparkline([1.0, 2.0, 3.0, 4.0], "x", segments=[0, 0, 1, 1]))) == 2


def test_a_month_that_is_not_complete_is_dashed_and_hollow():
    svg = sparkline([1.0, 2.0, 1.5], "x", complete=[True, True, False])

    assert svg.count("stroke-dasharray") == 1
    assert 'fill="none"' in svg


def test_without_any_value_there_is_no_curve():
    assert sparkline([None, float("nan")], "x") == ""


def test_its_alternative_is_escaped():
    assert 'aria-label="&#34;&gt;&lt;b&gt;"' in sparkline([1.0, 2.0], '"><b>')


@given(st.lists(st.none() | st.floats(min_value=-1e12, max_value=1e12), max_size=30))
def test_it_never_leaves_its_box(values):
    for place in _links(sparkline(values, "x")):
        assert all(0 <= x <= WIDTH for x in place[::2])
        assert all(0 <= y <= HEIGHT for y in place[1::2])
