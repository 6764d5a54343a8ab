"""Amounts by funding, month by month, stacked from zero; one panel a KPI."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.spans import below_months, with_month_spans
from kpi_helpers.views.charts.theme import nice_ticks
from kpi_helpers.views.colours import funding_colour
from kpi_helpers.views.words import Words

__all__ = ["monthly_stacks"]

ORDER = ("organic", "boosted", "paid")
"""From the bottom of the stack; what is not attributed lies on top."""

HEIGHT = 120
LINE = 13  # pixels that a figure beside the last bar takes
FAINT = 0.45  # opacity of a month that is not complete

Names = dict[str | None, str]


def monthly_stacks(
    table: pd.DataFrame, words: Words, description: str, spans: pd.DataFrame | None = None
) -> alt.Chart:
    """One panel a KPI; the shares of the last month stand beside its bar.

    Parameters
    ----------
    table : DataFrame
        ``kpi``, ``period`` (``YYYY-MM``), ``funding`` (null: not attributed), ``value``,
        ``unit``, ``share`` (fraction of the month), ``complete``, optionally ``currency``.
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
    names = _names(table, words)
    known = table.dropna(subset=["value"])
    charts = [
        titled(
            with_month_spans(
                _panel(part.to_dict("records"), months, names, words), spans, months, words
            ),
            words.ref(Ref("kpi", str(kpi))),
        )
        for kpi, part in known.groupby("kpi", sort=False)
    ]
    more = below_months(spans, months, words)
    return panels(charts, description, width=240, gap=TICK_ROOM + 54, shared="color", **more)


def _names(table: pd.DataFrame, words: Words) -> Names:
    """Fundings that occur, from the bottom of the stack, with their names."""
    found = {_key(value) for value in table["funding"]}
    others = sorted(key for key in found - set(ORDER) if key is not None)
    ordered = [key for key in (*ORDER, *others, None) if key in found]
    return {
        key: words.ref(Ref("funding", key)) if key else words.message("not_attributed")
        for key in ordered
    }


def _key(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _panel(rows: list[dict[str, Any]], months: list[str], names: Names, words: Words) -> Spec:
    unit, currency = str(rows[0]["unit"]), _key(rows[0].get("currency"))
    heights: dict[str, float] = {}
    for row in rows:
        heights[row["period"]] = heights.get(row["period"], 0.0) + row["value"]
    ticks = nice_ticks(list(heights.values()), unit, zero=True)
    scale = {"domain": [ticks[0], ticks[-1]]}
    return layered(
        tick_layer(ticks, unit, currency, words),
        _bars(_drawn(rows, currency, names, words), months, names, scale, words),
        *_shares(rows, months, names, scale, words),
        height=HEIGHT,
    )


def _drawn(
    rows: list[dict[str, Any]], currency: str | None, names: Names, words: Words
) -> list[dict[str, Any]]:
    places = list(names)
    return [
        {
            "month": words.month_short(row["period"]),
            "funding": names[_key(row["funding"])],
            "place": places.index(_key(row["funding"])),
            "value": float(row["value"]),
            "text": words.figure(Figure(row["value"], str(row["unit"]), currency)),
            "strength": 1.0 if row["complete"] else FAINT,
        }
        for row in rows
    ]


def _bars(
    drawn: list[dict[str, Any]], months: list[str], names: Names, scale: Spec, words: Words
) -> Spec:
    colours = {"domain": list(names.values()), "range": [funding_colour(key) for key in names]}
    encoding = {
        "x": month_axis(months, words),
        "y": number("value", stack="zero", scale=scale),
        "color": named("funding", title=None, scale=colours),
        "order": {"field": "place", "type": "quantitative"},
        "opacity": {"field": "strength", "type": "quantitative", "scale": None},
        "tooltip": [
            named("month", title=words.column("period")),
            named("funding", title=words.column("funding")),
            named("text", title=words.column("value")),
        ],
    }
    return {"data": {"values": drawn}, **mark("bar", encoding)}


def _shares(
    rows: list[dict[str, Any]], months: list[str], names: Names, scale: Spec, words: Words
) -> list[Spec]:
    """Shares of the last month, each at the middle of its part of the bar, if there is room."""
    places = list(names)
    last = [row for row in rows if row["period"] == months[-1] and not pd.isna(row["share"])]
    last.sort(key=lambda row: places.index(_key(row["funding"])))
    room = LINE * scale["domain"][1] / HEIGHT
    shown, below, free = [], 0.0, -room
    for row in last:
        middle = below + row["value"] / 2
        below += row["value"]
        if middle - free >= room and row["value"] > 0:
            share = words.figure(Figure(row["share"], "percent"))
            shown.append({"month": words.month_short(months[-1]), "middle": middle, "share": share})
            free = middle
    encoding = {
        "x": month_axis(months, words, band=1),
        "y": number("middle", scale=scale),
        "text": named("share"),
    }
    text = mark("text", encoding, align="left", dx=4, fontSize=11)
    return [{"data": {"values": shown}, **text}] if shown else []
