"""Size across, engagement beside comparable accounts upwards: one mark an account."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.theme import INK, SOFT, finished
from kpi_helpers.views.colours import QUIET, ROLE_COLOURS
from kpi_helpers.views.words import Words

__all__ = ["SHAPES", "quadrant", "size_axis"]

WIDTH, HEIGHT = 640, 340
MOST = 900  # pixels beyond which a report does not widen the chart
NARROWEST = 230  # pixels of the plot on a phone: labels that fit there fit everywhere
LETTER, LINE = 6.6, 17  # pixels of a label's character and of its line
LABELLED = 6
SHAPES = {
    "fan": "circle",
    "ambassador": "diamond",
    "expert": "triangle-up",
    "star": "square",
    "none": "cross",
}
"""A role is told by its shape as well as by its colour."""
RIM = 0.06  # of the height, below and above the marks


def quadrant(rows: Rows, words: Words, description: str) -> alt.Chart:
    """Accounts by followers and by engagement for their size, both on logarithms.

    Solid marks lie beyond what chance makes; those that cannot be judged lie grey at the foot.

    Parameters
    ----------
    rows : sequence of mapping
        ``creator``, ``role``, ``followers`` (above 0), ``relative`` (None: not judged),
        ``middle`` (followers at the upright line), ``sure``, ``notable`` (1 the most notable,
        0 never labelled). Several rows; at least one is judged.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    logs = [math.log2(row["relative"]) for row in rows if row["relative"]]
    span = (min(-1.0, *logs) - 0.7, max(1.0, *logs) + 0.3)
    xs = [math.log10(row["followers"]) for row in rows]
    reach = (min(xs) - 0.1, max(xs) + 0.1)
    drawn = [_placed(row, reach, span, words) for row in rows]
    _label(drawn)
    x = number("x", scale={"domain": list(reach), "nice": False, "zero": False})
    y = number("y", scale={"domain": list(span), "nice": False, "zero": False})
    names = [words.ref(Ref("role", role)) for role in SHAPES]
    colours = [ROLE_COLOURS.get(role, QUIET) for role in SHAPES]
    shape = {"domain": names, "range": list(SHAPES.values())}
    legend = {"orient": "top", "columns": 3, "symbolOpacity": 1}
    point = {
        "shape": named("role", title=None, scale=shape, legend=legend),
        "color": named("role", title=None, scale={"domain": names, "range": colours}),
    }
    text = {"text": named("label")}
    chart = layered(
        _ticks(span, any(not row["relative"] for row in rows), y, words),
        _middle(rows, reach, x),
        mark("point", point, "datum.kind === 'usual'", size=55, filled=True, opacity=0.4),
        mark("point", point, "datum.kind === 'sure'", size=75, filled=True, opacity=1),
        mark("tick", None, "datum.kind === 'grey'", color=QUIET, orient="vertical", size=10),
        mark("text", text, "datum.side === 'right'", align="left", dx=8, fontSize=11),
        mark("text", text, "datum.side === 'left'", align="right", dx=-8, fontSize=11),
        size_axis(reach, words),
        rows=drawn,
        encoding={"x": x, "y": y},
        width=WIDTH,
        height=HEIGHT,
        title={"text": words.message("quadrant_up"), "fontWeight": 400, "fontSize": 12},
    )
    return finished(chart, description, most=MOST)


def _placed(
    row: Any, reach: tuple[float, float], span: tuple[float, float], words: Words
) -> dict[str, Any]:
    kind = "grey" if not row["relative"] else "sure" if row["sure"] else "usual"
    x = math.log10(row["followers"])
    return {
        "x": x,
        "y": math.log2(row["relative"]) if row["relative"] else span[0] + 0.12,
        "kind": kind,
        "role": words.ref(Ref("role", row["role"])),
        "label": row["creator"],
        "notable": row["notable"],
        "across": (x - reach[0]) / (reach[1] - reach[0]),
        "up": (math.log2(row["relative"] or 1) - span[0]) / (span[1] - span[0]),
        "side": "",
    }


def _label(drawn: Sequence[dict[str, Any]]) -> None:
    """Name the notable few, as far as no name lies on another one; drop what only placed them."""
    taken: list[tuple[float, float, float]] = []
    for row in sorted((r for r in drawn if r["notable"]), key=lambda r: r["notable"]):
        wide = LETTER * len(row["label"]) + 10
        start = row["across"] * NARROWEST
        side = "right" if start + wide <= NARROWEST else "left"
        left = start if side == "right" else start - wide
        up = row["up"] * HEIGHT
        free = all(
            abs(up - other) > LINE or left + wide < low or high < left for other, low, high in taken
        )
        if free and left >= 0 and len(taken) < LABELLED:
            row["side"] = side
            taken.append((up, left, left + wide))
    for row in drawn:
        if not row["side"]:
            row["label"] = ""
        for name in ("across", "up", "notable"):
            del row[name]


def _ticks(span: tuple[float, float], grey: bool, y: Spec, words: Words) -> Spec:
    """Lines across at halves and doubles of what is usual, each named on its left."""
    step = 1 if span[1] - span[0] <= 6 else 2
    lowest, highest = math.ceil(span[0] + 0.5), math.floor(span[1])
    powers = [power for power in range(lowest, highest + 1) if power % step == 0]
    rows = [
        {"y": power, "name": f"× {words.figure(Figure(2.0**power, 'ratio'))}", "usual": power == 0}
        for power in powers
    ]
    foot = [{"y": span[0] + 0.12, "name": words.message("quadrant_grey"), "usual": False}]
    named_left = {"x": {"value": 0}, "text": named("name")}
    return layered(
        mark("rule", {"x": {"value": 0}, "x2": {"value": "width"}}, "datum.usual", color=INK,
             opacity=0.5, strokeDash=[2, 3]),
        mark("text", named_left, align="right", dx=-8, fontSize=11, opacity=SOFT),
        rows=rows + (foot if grey else []),
        encoding={"y": y},
    )  # fmt: skip


def _middle(rows: Rows, reach: tuple[float, float], x: Spec) -> Spec:
    """The upright line at the middle size."""
    middle = [math.log10(row["middle"]) for row in rows[:1] if row["middle"]]
    return layered(
        mark("rule", {"y": {"value": 0}, "y2": {"value": "height"}}, color=INK, opacity=0.5,
             strokeDash=[2, 3]),
        rows=[{"x": place} for place in middle],
        encoding={"x": x},
    )  # fmt: skip


def size_axis(reach: tuple[float, float], words: Words) -> Spec:
    """Powers of ten of followers below the plot, and what they count."""
    powers = range(math.ceil(reach[0]), math.floor(reach[1]) + 1)
    rows = [{"x": power, "name": words.number(10.0**power)} for power in powers]
    x = number("x", scale={"domain": list(reach), "nice": False, "zero": False})
    below = {"y": {"value": "height"}, "text": named("name")}
    unit = {
        "x": {"value": "width"},
        "y": {"value": "height"},
        "text": {"value": words.message("quadrant_across")},
    }
    return layered(
        layered(
            mark("text", below, baseline="top", dy=6, fontSize=11, opacity=SOFT),
            rows=rows,
            encoding={"x": x},
        ),
        {
            "data": {"values": [{}]},
            **mark("text", unit, align="right", baseline="top", dy=22, fontSize=12),
        },
    )
