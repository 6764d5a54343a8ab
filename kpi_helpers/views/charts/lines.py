"""Months on a line, one panel a KPI, each on its own scale.

A month that is not complete is a hollow point on a dashed line. Between two definitions of a
figure there is no line, only a mark; nor across a month without a figure.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.theme import INK, SOFT, finished, inline, nice_ticks
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["monthly_lines"]

HEIGHT = 104


def monthly_lines(table: pd.DataFrame, words: Words, description: str) -> alt.ConcatChart:
    """One panel a KPI, in the order of the table.

    Parameters
    ----------
    table : DataFrame
        ``kpi``, ``period`` (``YYYY-MM``, ascending), ``value``, ``unit``, ``currency``,
        ``complete``, ``segment``; one row a KPI and month. A KPI without any value has no panel.
    words : Words
    description : str
        Text alternative.
    """
    months = sorted(set(table["period"]))
    charts = [
        _panel(rows, kpi, months, words)
        for kpi, rows in table.groupby("kpi", sort=False)
        if rows["value"].notna().any()
    ]
    return finished(panels(charts, width=226, gap=TICK_ROOM + 66), description)


def _panel(rows: pd.DataFrame, kpi: str, months: list[str], words: Words) -> Any:
    rows = rows.dropna(subset=["value"])
    unit, currency = rows["unit"].iloc[-1], _text(rows["currency"].iloc[-1])
    ticks = nice_ticks(rows["value"].tolist(), unit)
    drawn = _points(rows, months, words)
    layers = [
        tick_layer(ticks, unit, currency, words),
        *_break_marks(rows, months, words),
        _curve(drawn, months, alt.Scale(domain=[ticks[0], ticks[-1]]), words),
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT)
    return titled(chart, words.ref(Ref("kpi", kpi)))


def _points(rows: pd.DataFrame, months: list[str], words: Words) -> pd.DataFrame:
    """One row a month with a value: its run of linked full months, and its dashed link back."""
    points: list[dict[str, Any]] = []
    run, before = 0, None
    for row in rows.to_dict("records"):
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
                "from_month": points[-1]["month"] if dashed else None,
                "from_value": points[-1]["value"] if dashed else None,
            }
        )
        before = row | {"place": place}
    points[-1]["last"] = points[-1]["text"]
    return pd.DataFrame(points)


def _curve(drawn: pd.DataFrame, months: list[str], scale: alt.Scale, words: Words) -> Any:
    x = month_axis(months, words)
    y = alt.Y("value:Q", title=None, axis=None, scale=scale)
    hover = [
        alt.Tooltip("month:N", title=words.column("period")),
        alt.Tooltip("text:N", title=words.column("value")),
    ]
    base = alt.Chart()
    link = base.mark_rule(color=ACCENT, strokeWidth=1.5, strokeDash=[3, 3]).encode(
        x=month_axis(months, words, field="from_month"),
        y=alt.Y("from_value:Q", title=None, axis=None, scale=scale),
        x2="month:N",
        y2="value:Q",
    )
    return alt.layer(
        base.mark_line(color=ACCENT, strokeWidth=1.8, strokeJoin="round").encode(
            detail="run:N", order=alt.Order("place:Q")
        ),
        link.transform_filter("isValid(datum.from_value)"),
        base.mark_point(filled=True, color=ACCENT, size=16, opacity=1)
        .encode(tooltip=hover)
        .transform_filter("datum.complete"),
        base.mark_point(filled=False, color=ACCENT, size=34, strokeWidth=1.5)
        .encode(tooltip=hover)
        .transform_filter("!datum.complete"),
        base.mark_text(align="left", dx=8, fontWeight=600)
        .encode(text="last:N")
        .transform_filter("isValid(datum.last)"),
        data=inline(drawn),
    ).encode(x=x, y=y)


def _break_marks(rows: pd.DataFrame, months: list[str], words: Words) -> list[Any]:
    """A dashed upright where a definition changes, named at the last change."""
    changed = rows["segment"].ne(rows["segment"].shift()) & rows["segment"].shift().notna()
    starts = rows.loc[changed, "period"].tolist()
    if not starts:
        return []
    late = months.index(starts[-1]) > len(months) / 2
    named = pd.DataFrame({"month": [words.month_short(month) for month in starts]})
    named["name"] = ""
    named.loc[len(named) - 1, "name"] = words.message("chart_break")
    base = alt.Chart().encode(x=month_axis(months, words, band=0))
    marks = alt.layer(
        base.mark_rule(color=INK, opacity=0.5, strokeDash=[2, 3]),
        base.mark_text(
            align="right" if late else "left", dx=-4 if late else 4, fontSize=10, opacity=SOFT
        ).encode(y=alt.value(2), text="name:N"),
        data=inline(named),
    )
    return [marks]


def _same(one: Any, other: Any) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
