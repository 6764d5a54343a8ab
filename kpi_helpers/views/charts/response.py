"""What a channel brings by what is spent on it: a curve in its band, today's spend marked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import altair as alt

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import panels, tick_layer, titled
from kpi_helpers.views.charts.theme import SOFT, nice_ticks
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["response_panels"]

HEIGHT = 120


def response_panels(
    rows: Rows, unit: str, currency: str | None, words: Words, description: str
) -> alt.Chart:
    """One panel a channel, all on the same scale of results.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` (rows of a panel stand together), ``spent``, ``brought``, ``lo``, ``hi``,
        ``seen``, ``today`` (text beside the point of today's spend, else None).
    unit, currency : str
        Of the results, and of the spends.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    ticks = nice_ticks([float(row["hi"]) for row in rows], unit, zero=True)
    charts = [
        titled(_panel([_drawn(row) for row in part], ticks, unit, currency, words), panel)
        for panel, part in groupby(rows, key=lambda row: row["panel"])
    ]
    return panels(charts, description, width=226, gap=96)


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    """The row without the name that its panel bears."""
    return {name: value for name, value in row.items() if name != "panel"}


def _panel(
    rows: list[dict[str, Any]],
    ticks: list[float],
    unit: str,
    currency: str | None,
    words: Words,
) -> Spec:
    y_scale = {"domain": [ticks[0], ticks[-1]]}
    most = float(rows[-1]["spent"])
    x = number("spent", scale={"domain": [0, most], "nice": False})
    band = {"y": number("lo", scale=y_scale), "y2": {"field": "hi"}}
    middle = {"y": number("brought", scale=y_scale)}
    note = {**middle, "text": named("today")}
    return layered(
        tick_layer(ticks, unit, currency, words),
        layered(
            mark("area", band, color=ACCENT, opacity=0.1),
            mark("area", band, "datum.seen", color=ACCENT, opacity=0.16),
            mark("line", middle, color=ACCENT, strokeWidth=1.4, opacity=0.45),
            mark("line", middle, "datum.seen", color=ACCENT, strokeWidth=2),
            mark("point", middle, "isValid(datum.today)", filled=True, size=70, color=ACCENT,
                 opacity=1),
            mark("text", note, "isValid(datum.today)", align="right", dx=-6, dy=-10,
                 fontWeight=600),
            rows=rows,
            encoding={"x": x},
        ),
        _spend_axis(most, currency, words),
        height=HEIGHT,
    )  # fmt: skip


def _spend_axis(most: float, currency: str | None, words: Words) -> Spec:
    """Nothing, and twice today's spend, named below, and between them what they are."""
    kind = "currency" if currency else "count"
    zero, double = (words.figure(Figure(at, kind, currency)) for at in (0.0, most))
    rows = [
        {"at": 0.0, "name": zero, "place": "first"},
        {"at": most / 2, "name": words.message("chart_curve_spend"), "place": "middle"},
        {"at": most, "name": double, "place": "last"},
    ]
    x = number("at", scale={"domain": [0, most], "nice": False})
    below: Spec = {"x": x, "y": {"value": "height"}, "text": named("name")}
    look: dict[str, Any] = {"baseline": "top", "dy": 8, "fontSize": 11, "opacity": SOFT}
    return layered(
        mark("text", below, "datum.place == 'first'", align="left", **look),
        mark("text", below, "datum.place == 'middle'", align="center", **look),
        mark("text", below, "datum.place == 'last'", align="right", **look),
        rows=rows,
    )
