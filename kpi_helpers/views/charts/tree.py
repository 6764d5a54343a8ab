"""A tree of drivers from the top: solid where the formula says so, dashed where it is thought.

Every node has two lines, its name and its figures, and is set in by its depth, so that a tree of
any shape fits a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, pixels
from kpi_helpers.views.charts.theme import INK, SOFT, finished
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["Branch", "driver_lines"]

WIDTH = 520
MOST = 760  # pixels beyond which a report does not widen the chart
ROW, INDENT, LINE = 46, 22, 16  # pixels: a node, a step to the right, from a name to its figures
ELBOW = 8  # pixels between a parent's edge and its stem


@dataclass(frozen=True)
class Branch:
    """One node: how deep it hangs, how it is tied, what it is called and what it did."""

    depth: int
    exact: bool
    name: str
    figures: str


def driver_lines(branches: Sequence[Branch], description: str) -> alt.Chart:
    """The tree, its root at the top.

    Parameters
    ----------
    branches : sequence of Branch
        A node right before those that hang on it, the root first.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    rows = [_row(branches, place) for place in range(len(branches))]
    x, y = pixels("x"), pixels("y")
    chart = layered(
        *_edges("solid", {"color": ACCENT, "strokeWidth": 2}),
        *_edges("dashed", {"color": QUIET, "strokeWidth": 1.5, "strokeDash": [4, 3]}),
        _text("name", {"x": x, "y": y}, fontWeight=600),
        _text("figures", {"x": x, "y": y}, yOffset=LINE, opacity=SOFT, fontSize=11),
        rows=rows,
        width=WIDTH,
        height=ROW * len(rows),
    )
    return finished(chart, description, most=MOST)


def _edges(style: str, look: dict[str, Any]) -> list[Spec]:
    """A stem down from the parent, and an arm from it to the node."""
    where = f"datum.style == '{style}' && isValid(datum.stem)"
    stem = {"x": pixels("stem"), "y": pixels("from"), "y2": {"field": "y"}}
    arm = {"x": pixels("stem"), "x2": {"field": "arm"}, "y": pixels("y")}
    return [mark("rule", stem, where, **look), mark("rule", arm, where, **look)]


def _text(field: str, encoding: Spec, **look: Any) -> Spec:
    placed = {**encoding, "text": named(field), "color": {"value": INK}}
    return mark("text", placed, **{"align": "left", "baseline": "middle", **look})


def _row(branches: Sequence[Branch], place: int) -> dict[str, Any]:
    branch = branches[place]
    parent = _parent(branches, place)
    left = branch.depth * INDENT
    return {
        "name": branch.name,
        "figures": branch.figures,
        "x": left,
        "y": place * ROW + 10,
        "style": "solid" if branch.exact else "dashed",
        "stem": None if parent is None else left - INDENT + ELBOW,
        "arm": left - 4,
        "from": None if parent is None else parent * ROW + 10 + LINE + 10,
    }


def _parent(branches: Sequence[Branch], place: int) -> int | None:
    above = range(place - 1, -1, -1)
    return next((at for at in above if branches[at].depth < branches[place].depth), None)
