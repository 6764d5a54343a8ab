"""Actions of the brand on the time of a chart: quiet, never in the way of its figures.

By month they are short marks below the plot, told on pointing at one. By day they are shaded, each
named on a line of its own at the top of the plot, so that no two names can meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from kpi_helpers.periods import Month, Period
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.theme import INK, SOFT
from kpi_helpers.views.words import Words

__all__ = [
    "ACTIONS",
    "LANE",
    "below_months",
    "day_shades",
    "day_spans",
    "lanes_of",
    "month_spans",
    "with_month_spans",
]

ACTIONS = "actions"
"""Name of the dataset that every panel draws the actions from."""

INNER, OUTER = 0.25, 0.15
"""Paddings of the month axis, in steps: where a month starts and ends between its neighbours."""
BELOW = 3  # pixels from the plot to the marks of its months
LANE = 14  # pixels of a line that names an action
MOST_LANES = 4
LETTER = 5.6  # pixels of a character of a name
NARROW = 200  # pixels of the narrowest plot by day


def with_month_spans(
    chart: Spec, spans: pd.DataFrame | None, months: Sequence[str], words: Words
) -> Spec:
    """A chart of months, and below its plot a mark over the days of each action.

    Parameters
    ----------
    chart : dict
        Layers with a ``height`` whose positions are those of ``panels.month_axis``.
    spans : DataFrame or None
        ``label``, ``start``, ``end`` (missing: one day).
    months : list of str
        ``YYYY-MM``, every month of the axis.
    words : Words
    """
    if not month_spans(spans, months, words):
        return chart
    domain = {"domain": [0, len(months) - INNER + 2 * OUTER], "nice": False, "zero": False}
    ends = {"x": number("from", scale=domain), "x2": {"field": "to"}, "tooltip": _tips(words)}
    look: dict[str, Any] = {"strokeWidth": 3, "strokeCap": "round", "color": INK, "opacity": 0.4}
    marks = mark("rule", ends | {"y": {"value": chart["height"] + BELOW}}, **look)
    height = chart.pop("height")
    whole = layered(chart, {"data": {"name": ACTIONS}, **marks}, height=height)
    return whole | {"resolve": {"scale": {"x": "independent"}}}


def month_spans(spans: pd.DataFrame | None, months: Sequence[str], words: Words) -> Rows:
    """The rows that the marks of every panel are drawn from: the dataset ``ACTIONS``."""
    ends = Month.parse(months[0]).period.start, Month.parse(months[-1]).period.end
    return [
        {
            "from": _place(start, months),
            "to": _place(end + timedelta(1), months),
            "action": label,
            "when": words.period(Period(*whole)),
        }
        for label, start, end, whole in _inside(spans, *ends)
    ]


def below_months(spans: pd.DataFrame | None, months: Sequence[str], words: Words) -> dict[str, Any]:
    """What `panels` is told of the marks below its plots: what they are, and their rows."""
    rows = month_spans(spans, months, words)
    return {"note": words.message("chart_note_months"), "datasets": {ACTIONS: rows}} if rows else {}


def lanes_of(rows: Rows) -> int:
    """Lines that the names of `rows`, of :func:`day_spans`, take."""
    return min(len(rows), MOST_LANES)


def day_spans(spans: pd.DataFrame | None, first: date, last: date, words: Words) -> Rows:
    """The rows that shades and names of every panel are drawn from: the dataset ``ACTIONS``.

    Of more actions than there are lines the last line tells how many others there are.
    """
    inside = _inside(spans, first, last)
    count = (last - first).days + 1
    others = len(inside) - MOST_LANES + 1 if len(inside) > MOST_LANES else 0
    rows = []
    for place, (label, start, end, whole) in enumerate(inside):
        row = {"from": (start - first).days, "to": (end - first).days + 1}
        row |= {"action": label, "when": words.period(Period(*whole))}
        row |= {"lane": LANE * min(place, MOST_LANES - 1) + 6}
        if others and place == MOST_LANES - 1:
            label = words.message("and_others", {"count": others})
        if place < MOST_LANES:
            row |= _named(label, row["from"], row["to"], count)
        rows.append(row)
    return rows


def day_shades(count: int, height: int, words: Words) -> Spec:
    """A layer that shades the days of each row of ``ACTIONS`` and names it.

    Parameters
    ----------
    count : int
        Days of the axis.
    height : int
        Pixels of the plot, its lines of names included.
    words : Words
    """
    scale = {"domain": [0, count], "nice": False, "zero": False}
    shade = {"x": number("from", scale=scale), "x2": {"field": "to"}, "tooltip": _tips(words)}
    tall = {"y": {"value": 0}, "y2": {"value": height}}
    name = {"x": number("at", scale=scale), "y": number("lane", scale=None), "text": named("name")}
    text: dict[str, Any] = {"fontSize": 10, "opacity": SOFT, "baseline": "middle"}
    return layered(
        mark("rect", shade | tall, color=INK, opacity=0.07),
        mark("text", name, "datum.side == 'left'", align="left", dx=2, **text),
        mark("text", name, "datum.side == 'right'", align="right", dx=-2, **text),
        data={"name": ACTIONS},
    )


def _tips(words: Words) -> list[Spec]:
    return [
        named("action", title=words.column("label")),
        named("when", title=words.message("chart_when")),
    ]


def _named(label: str, start: int, end: int, count: int) -> dict[str, Any]:
    """The name on the side of its span that has more room, cut to what the narrowest plot holds."""
    left = count - start >= end
    room = int(NARROW * (count - start if left else end) / count / LETTER)
    text = label if len(label) <= room else f"{label[: max(room - 1, 1)].rstrip()}…"
    return {"at": start if left else end, "side": "left" if left else "right", "name": text}


def _inside(
    spans: pd.DataFrame | None, first: date, last: date
) -> list[tuple[str, date, date, tuple[date, date]]]:
    """Label, first and last day on the axis, and all days, of each action, oldest first."""
    found = []
    for row in [] if spans is None else spans.to_dict("records"):
        start = pd.Timestamp(row["start"]).date()
        end = start if pd.isna(row["end"]) else pd.Timestamp(row["end"]).date()
        if start <= last and end >= first and start <= end:
            found.append((str(row["label"]), max(start, first), min(end, last), (start, end)))
    return sorted(found, key=lambda one: (one[3], one[0]))


def _place(day: date, months: Sequence[str]) -> float:
    """Where a day starts on the month axis, in steps."""
    month = Month.of(day)
    if str(month) > months[-1]:
        return len(months) - 1 + OUTER + 1 - INNER
    return months.index(str(month)) + OUTER + (1 - INNER) * (day.day - 1) / month.period.days
