"""A figure a row with the interval it lies in, and what is usual for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.theme import INK, SOFT, distinct, finished, wrapped
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["rate_rows"]

WIDTH, MOST = 420, 760
LETTER = 7  # pixels of a character
STEP = 30


def rate_rows(
    rows: Rows, whole: tuple[float, str] | None, description: str, domain: Sequence[float]
) -> alt.Chart:
    """Dots on their intervals, drawn from the top; a grey row rests on too few cases.

    Parameters
    ----------
    rows : sequence of mapping
        ``label``, ``value``, ``lo``, ``hi``, ``text``, ``grey``.
    whole : tuple of float and str, optional
        Place and name of the upright line that stands for all.
    description : str
        Text alternative.
    domain : sequence of float
        Lowest and highest value drawn; an interval that reaches beyond is cut there.

    Returns
    -------
    altair.Chart
    """
    low, high = domain
    labels = distinct([wrapped(row["label"]) for row in rows])
    drawn: list[dict[str, Any]] = [
        {
            "label": label,
            "value": row["value"],
            "lo": max(row["lo"], low),
            "hi": min(row["hi"], high),
            "text": row["text"],
            "colour": QUIET if row["grey"] else ACCENT,
            "grey": bool(row["grey"]),
        }
        for label, row in zip(labels, rows, strict=True)
    ]
    scale = {"domain": [low, high], "nice": False, "zero": False}
    x = number("value", scale=scale)
    y = named("label", title=None, scale={"domain": labels}, axis={"labelLimit": 190})
    room = LETTER * max(len(row["text"]) for row in rows) + 10
    colour = named("colour", scale=None)
    line = {"y": y, "x": number("lo", scale=scale), "x2": {"field": "hi"}, "color": colour}
    beside = {"y": y, "x": {"value": "width"}, "text": named("text")}
    marks = [
        mark("rule", line, strokeWidth=2, opacity=0.45),
        mark("point", {"x": x, "y": y, "color": colour}, "!datum.grey", filled=True, size=70,
             opacity=1),
        mark("point", {"x": x, "y": y, "color": colour}, "datum.grey", filled=False, size=60,
             strokeWidth=1.6, opacity=1),
        mark("text", beside, "!datum.grey", align="right", dx=room),
        mark("text", beside, "datum.grey", align="right", dx=room, opacity=SOFT),
    ]  # fmt: skip
    if whole is not None:
        marks.insert(0, _whole(whole, x))
    chart = layered(*marks, rows=drawn, width=WIDTH, height={"step": STEP})
    return finished(chart, description, most=MOST)


def _whole(whole: tuple[float, str], x: Spec) -> Spec:
    place, name = whole
    below = {"y": {"value": "height"}, "text": named("name")}
    return layered(
        mark("rule", color=INK, opacity=0.5, strokeDash=[2, 3]),
        mark("text", below, baseline="top", dy=4, fontSize=11, opacity=SOFT),
        rows=[{"value": place, "name": name}],
        encoding={"x": x},
    )
