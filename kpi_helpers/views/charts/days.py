"""The days of a month on a line, beside what was to be expected, one panel a KPI.

A shade holds where a usual day lies; a full dot is a day told as unusual. Across a missing day no
line is drawn.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, panels, tick_layer, titled
from kpi_helpers.views.charts.spans import ACTIONS, LANE, day_shades, day_spans, lanes_of
from kpi_helpers.views.charts.theme import INK, SOFT, nice_ticks
from kpi_helpers.views.colours import ACCENT, FALL
from kpi_helpers.views.words import Words

__all__ = ["daily_lines"]

HEIGHT = 104


def daily_lines(
    series: list[dict[str, Any]], spans: pd.DataFrame | None, words: Words, description: str
) -> alt.Chart:
    """One panel a KPI, the actions of these days shaded and named in each.

    Parameters
    ----------
    series : list of dict
        A panel each: ``title`` and ``rows``, one dict a day, in order: ``day``, ``value``,
        ``expected``, ``usual_lo``, ``usual_hi``, ``unusual``, ``new_level``, ``unit``,
        ``currency``, ``of_change``.
    spans : DataFrame or None
        Actions: ``label``, ``start``, ``end``.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    first, last = (series[0]["rows"][end]["day"] for end in (0, -1))
    actions = day_spans(spans, first, last, words)
    lanes = LANE * lanes_of(actions)
    count = (last - first).days + 1
    weeks = [{"at": day + 0.5, "name": str(first.day + day)} for day in range(0, count, 7)]
    charts = [titled(_panel(one["rows"], lanes, words), one["title"]) for one in series]
    note = words.message("chart_note_days")
    shared = {ACTIONS: actions, "weeks": weeks}
    return panels(
        charts, description, width=240, gap=TICK_ROOM + 66, least=206, note=note, datasets=shared
    )


def _panel(rows: list[dict[str, Any]], lanes: int, words: Words) -> Spec:
    first = rows[0]["day"]
    unit, currency = str(rows[0]["unit"]), _text(rows[0]["currency"])
    names = ("value", "usual_lo", "usual_hi")
    known = [row[name] for row in rows for name in names if not pd.isna(row[name])]
    ticks = nice_ticks(known, unit)
    height = HEIGHT + lanes
    scale = {"domain": [ticks[0], ticks[-1]], "range": [height, lanes + 4], "nice": False}
    base = tick_layer(ticks, unit, currency, words)
    base["encoding"]["y"]["scale"] = scale
    return layered(
        *([day_shades(len(rows), height, words)] if lanes else []),
        base,
        _days(_points(rows, first, words), len(rows), scale, words),
        _axis(len(rows), height),
        height=height,
    )


def _points(rows: list[dict[str, Any]], first: date, words: Words) -> list[dict[str, Any]]:
    """One row a day: its middle on the axis, its figures, its run of days without a gap."""
    points: list[dict[str, Any]] = []
    run, before = 0, False
    for row in rows:
        known = not pd.isna(row["value"])
        run += not (known and before)
        before = known
        change = bool(row["of_change"])
        told = [Figure(_number(row[n]), str(row["unit"]), _text(row["currency"]), change=change)
                for n in ("value", "expected")]  # fmt: skip
        points.append(
            {
                "at": (row["day"] - first).days + 0.5,
                **{n: _number(row[n]) for n in ("value", "usual_lo", "usual_hi")},
                "run": run,
                "unusual": bool(row["unusual"]),
                "new_level": bool(row["new_level"]),
                "start": (row["day"] - first).days,
                "day": words.date_short(row["day"]),
                "text": words.figure(told[0]),
                "expected": words.figure(told[1]),
            }
        )
    ends = [place for place, point in enumerate(points) if point["value"] is not None]
    if ends:
        points[ends[-1]]["last"] = points[ends[-1]]["text"]
    return points


def _days(points: list[dict[str, Any]], count: int, scale: Spec, words: Words) -> Spec:
    x = number("at", scale={"domain": [0, count], "nice": False, "zero": False})
    titles = {"day": "day", "text": "value", "expected": "expected"}
    hover = {"tooltip": [named(field, title=words.column(n)) for field, n in titles.items()]}
    y = {"y": number("value", scale=scale)}
    seen = "isValid(datum.value)"
    band = {"y": number("usual_lo", scale=scale), "y2": {"field": "usual_hi"}}
    path = y | {"detail": named("run")}
    start = {"x": number("start", scale=x["scale"])}
    upright = mark("rule", start, "datum.new_level", color=INK, opacity=0.6, strokeDash=[3, 3])
    beside = {"text": named("last"), **y}
    return layered(
        mark("area", band, "isValid(datum.usual_lo)", color=ACCENT, opacity=0.14, clip=True),
        upright,
        mark("line", path, seen, color=ACCENT, strokeWidth=1.8, strokeJoin="round"),
        mark("point", y | hover, seen, filled=True, size=14, color=ACCENT, opacity=1),
        mark("point", y | hover, "datum.unusual", filled=True, size=80, color=FALL, opacity=1),
        mark("text", beside, "isValid(datum.last)", align="left", dx=8, fontWeight=600),
        rows=points,
        encoding={"x": x},
    )


def _axis(count: int, height: int) -> Spec:
    """Every seventh day by its number."""
    x = number("at", scale={"domain": [0, count], "nice": False, "zero": False})
    text = {"x": x, "y": {"value": height + 14}, "text": named("name")}
    return {"data": {"name": "weeks"}, **mark("text", text, fontSize=11, opacity=SOFT)}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
