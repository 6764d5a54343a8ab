"""From one figure to another, step by step: each step starts where the one before ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.spans import below_months, with_month_spans
from kpi_helpers.views.charts.theme import centred, distinct, nice_ticks, wrapped
from kpi_helpers.views.colours import ACCENT, FALL, QUIET
from kpi_helpers.views.words import Words

__all__ = ["monthly_waterfall", "step_waterfall"]

HEIGHT = 110
LETTER = 7  # pixels of a character, so that the longest figure finds room beside its step


def monthly_waterfall(
    series: Sequence[dict[str, Any]],
    months: Sequence[str],
    words: Words,
    description: str,
    spans: pd.DataFrame | None = None,
) -> alt.Chart:
    """Months that build up the year, one panel a figure, each on its own scale.

    A level or a rate does not start from zero, so its first month is a line and no bar: only
    lengths that mean something are drawn.

    Parameters
    ----------
    series : sequence of dict
        A panel each: ``title``, ``unit``, ``currency``, ``from_zero`` (whether the months add up)
        and ``steps``: dicts of ``month`` (``YYYY-MM``), ``start``, ``end``, ``text``, ``total``
        (the figure after the step, as text).
    months : sequence of str
        Every month of the axis.
    words : Words
    description : str
        Text alternative.
    spans : DataFrame, optional
        Actions, marked below each plot.

    Returns
    -------
    altair.Chart
    """
    charts = [
        titled(
            with_month_spans(_months(panel, months, words), spans, months, words),
            panel["title"],
        )
        for panel in series
    ]
    more = below_months(spans, months, words)
    return panels(charts, description, width=226, gap=TICK_ROOM + 74, **more)


def _months(panel: dict[str, Any], months: Sequence[str], words: Words) -> Spec:
    steps = panel["steps"]
    first = steps[0]["end"]
    ends = [*(step["end"] for step in steps), *([0.0] if panel["from_zero"] else [first])]
    ticks = nice_ticks(ends, panel["unit"], zero=panel["from_zero"])
    rows = [
        {
            "month": words.month_short(step["month"]),
            "start": step["start"] if panel["from_zero"] or place else step["end"],
            "end": step["end"],
            "text": step["text"],
            "colour": _colour(step["start"], step["end"]),
            "opening": not place and not panel["from_zero"],
        }
        for place, step in enumerate(steps)
    ]
    rows[-1]["last"] = steps[-1]["total"]
    scale = {"domain": [ticks[0], ticks[-1]]}
    tip = [named("month", title=words.column("period"))]
    tip.append(named("text", title=words.column("contribution")))
    span = {
        "y": number("start", scale=scale),
        "y2": {"field": "end"},
        "color": named("colour", scale=None),
        "tooltip": tip,
    }
    level = {"y": number("end", scale=scale)}
    beside = {**level, "text": named("last")}
    return layered(
        tick_layer(ticks, panel["unit"], panel["currency"], words),
        layered(
            mark("bar", span, "!datum.opening"),
            # A step too small to be seen as a bar still has its line.
            mark("tick", {**level, "color": named("colour", scale=None)}, thickness=2, size=12),
            mark("text", beside, "isValid(datum.last)", align="left", dx=12, fontWeight=600),
            rows=rows,
            encoding={"x": month_axis(list(months), words)},
        ),
        height=HEIGHT,
    )


def step_waterfall(series: Sequence[dict[str, Any]], description: str) -> alt.Chart:
    """From the figure before to the figure now, one named step a row, one panel a figure.

    Parameters
    ----------
    series : sequence of dict
        A panel each: ``title`` and ``steps``: dicts of ``label``, ``start``, ``end``, ``text``;
        the first and the last step are the two figures themselves (``start`` equals ``end``).
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    steps = [step for panel in series for step in panel["steps"]]
    names = LETTER * max(len(line) for s in steps for line in wrapped(s["label"]).split("\n")) + 12
    texts = LETTER * max(len(step["text"]) for step in steps) + 8
    charts = [titled(_steps(panel["steps"], texts), panel["title"], left=names) for panel in series]
    return panels(charts, description, width=190, gap=names + texts + 24, row_gap=44, least=150)


def _steps(steps: Rows, room: int) -> Spec:
    """Steps from top to bottom, figures in a column of `room` pixels on their right."""
    labels = distinct([wrapped(step["label"]) for step in steps])
    rows = [
        {
            "label": label,
            "start": step["start"],
            "end": step["end"],
            "text": step["text"],
            "colour": _colour(step["start"], step["end"]),
        }
        for label, step in zip(labels, steps, strict=True)
    ]
    reach = [row[name] for row in rows for name in ("start", "end")]
    low, high = min(reach), max(reach)
    room_around = (high - low) * 0.04 or abs(high) * 0.04 or 1.0
    scale = {"domain": [low - room_around, high + room_around], "nice": False, "zero": False}
    axis = {"labelLimit": 220, "labelPadding": 8, "labelOffset": centred("datum.value")}
    y = named("label", title=None, axis=axis,
              scale={"domain": labels, "paddingInner": 0.3, "paddingOuter": 0.1})  # fmt: skip
    colour = named("colour", scale=None)
    end = number("end", scale=scale)
    bar = {"y": y, "x": number("start", scale=scale), "x2": {"field": "end"}, "color": colour}
    beside = {"y": y, "x": {"value": "width"}, "text": named("text")}
    return layered(
        mark("bar", bar, size=14),
        mark("tick", {"y": y, "x": end, "color": colour}, thickness=2, size=18),
        mark("text", beside, align="right", dx=room),
        rows=rows,
        height={"step": 34 if any("\n" in label for label in labels) else 26},
    )


def _colour(start: float, end: float) -> str:
    """Up, down, or a figure that stands: the direction, not whether it is good."""
    if start == end:
        return QUIET
    return ACCENT if end > start else FALL
