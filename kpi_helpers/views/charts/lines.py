"""Months on a line, one panel a KPI, each on its own scale.

A month that is not complete is a hollow point on a dashed line. Between two definitions of a
figure there is no line, only a mark; nor across a month without a figure.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.spans import below_months, with_month_spans
from kpi_helpers.views.charts.theme import INK, SOFT, nice_ticks
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["monthly_lines"]

HEIGHT = 104


def monthly_lines(
    table: pd.DataFrame, words: Words, description: str, spans: pd.DataFrame | None = None
) -> alt.Chart:
    """One panel a KPI, in the order of the table.

    Parameters
    ----------
    table : DataFrame
        ``kpi``, ``period`` (``YYYY-MM``, ascending), ``value``, ``unit``, ``currency``,
        ``complete``, ``segment``; one row a KPI and month. A KPI without any value has no panel.
    words : Words
    description : str
        Text alternative.
    spans : DataFrame, optional
        Actions, marked below each plot.

    Returns
    -------
    altair.Chart
    """
    months = sorted(set(table["period"]))
    known = table.dropna(subset=["value"])
    charts = [
        titled(
            with_month_spans(_panel(rows.to_dict("records"), months, words), spans, months, words),
            words.ref(Ref("kpi", str(kpi))),
        )
        for kpi, rows in known.groupby("kpi", sort=False)
    ]
    more = below_months(spans, months, words)
    return panels(charts, description, width=226, gap=TICK_ROOM + 66, **more)


def _panel(rows: list[dict[str, Any]], months: list[str], words: Words) -> Spec:
    unit, currency = rows[-1]["unit"], _text(rows[-1]["currency"])
    ticks = nice_ticks([row["value"] for row in rows], unit)
    return layered(
        tick_layer(ticks, unit, currency, words),
        *_break_marks(rows, months, words),
        _curve(_points(rows, months, words), months, ticks, words),
        height=HEIGHT,
    )


def _points(rows: list[dict[str, Any]], months: list[str], words: Words) -> list[dict[str, Any]]:
    """One row a month with a value: its run of linked full months, and its dashed link back."""
    points: list[dict[str, Any]] = []
    run, before = 0, None
    for row in rows:
        place = months.index(row["period"])
        linked = (
            before is not None
            and place == before["place"] + 1
            and _same(row["segment"], before["segment"])
        )
        dashed = linked and not (row["complete"] and before["complete"])
        run += not linked or dashed
        figure = Figure(row["value"], row["unit"], _text(row["currency"]))
        points.append(
            {
                "month": words.month_short(row["period"]),
                "place": place,
                "value": float(row["value"]),
                "text": words.figure(figure),
                "complete": bool(row["complete"]),
                "run": run,
            }
        )
        if dashed:
            points[-1]["from_month"] = points[-2]["month"]
            points[-1]["from_value"] = points[-2]["value"]
        before = row | {"place": place}
    points[-1]["last"] = points[-1]["text"]
    return points


def _curve(
    points: list[dict[str, Any]], months: list[str], ticks: list[float], words: Words
) -> Spec:
    scale = {"domain": [ticks[0], ticks[-1]]}
    names = {"month": words.column("period"), "text": words.column("value")}
    hover = {"tooltip": [named(field, title=name) for field, name in names.items()]}
    path = {"detail": named("run"), "order": {"field": "place", "type": "quantitative"}}
    dot = {"color": ACCENT, "opacity": 1}
    return layered(
        mark("line", path, color=ACCENT, strokeWidth=1.8, strokeJoin="round"),
        _link(months, scale, words),
        mark("point", hover, "datum.complete", filled=True, size=16, **dot),
        mark("point", hover, "!datum.complete", filled=False, size=34, strokeWidth=1.5, **dot),
        mark(
            "text",
            {"text": named("last")},
            "isValid(datum.last)",
            align="left",
            dx=8,
            fontWeight=600,
        ),
        rows=points,
        encoding={"x": month_axis(months, words), "y": number("value", scale=scale)},
    )


def _link(months: list[str], scale: Spec, words: Words) -> Spec:
    """The dashed way to a month that is not complete, or from one."""
    ends = {
        "x": month_axis(months, words, field="from_month"),
        "y": number("from_value", scale=scale),
        "x2": {"field": "month"},
        "y2": {"field": "value"},
    }
    known = "isValid(datum.from_value)"
    return mark("rule", ends, known, color=ACCENT, strokeWidth=1.5, strokeDash=[3, 3])


def _break_marks(rows: list[dict[str, Any]], months: list[str], words: Words) -> list[Spec]:
    """A dashed upright where a definition changes, named at the last change."""
    starts = [
        row["period"]
        for before, row in pairwise(rows)
        if not _same(row["segment"], before["segment"])
    ]
    if not starts:
        return []
    late = months.index(starts[-1]) > len(months) / 2
    marked = [{"month": words.month_short(month), "name": ""} for month in starts]
    marked[-1]["name"] = words.message("chart_break")
    name = mark(
        "text",
        {"y": {"value": 2}, "text": named("name")},
        align="right" if late else "left",
        dx=-4 if late else 4,
        fontSize=10,
        opacity=SOFT,
    )
    upright = mark("rule", color=INK, opacity=0.5, strokeDash=[2, 3])
    start = month_axis(months, words, band=0)
    return [layered(upright, name, rows=marked, encoding={"x": start})]


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (pd.isna(one) and pd.isna(other)))


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
