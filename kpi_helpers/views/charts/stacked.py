"""Amounts by funding, month by month, stacked from zero; one panel a KPI."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.theme import finished, inline, nice_ticks
from kpi_helpers.views.colours import funding_colour
from kpi_helpers.views.words import Words

__all__ = ["monthly_stacks"]

ORDER = ("organic", "boosted", "paid", None)
SMALLEST_NAMED = 0.07  # share of the last bar below which its figure would not fit beside it


def monthly_stacks(table: pd.DataFrame, words: Words, description: str) -> alt.ConcatChart:
    """One panel a KPI; the shares of the last month stand beside its bar.

    Parameters
    ----------
    table : DataFrame
        ``kpi``, ``period`` (``YYYY-MM``), ``funding`` (null: not attributed), ``value``,
        ``unit``, ``share`` (fraction of the month), ``complete``, optionally ``currency``.
    words : Words
    description : str
        Text alternative.
    """
    months = sorted(set(table["period"]))
    names = _names(table, words)
    charts = [
        _panel(part, kpi, months, names, words)
        for kpi, part in table.groupby("kpi", sort=False)
        if part["value"].notna().any()
    ]
    placed = panels(charts, width=240, gap=TICK_ROOM + 54).resolve_scale(color="shared")
    return finished(placed, description)


def _names(table: pd.DataFrame, words: Words) -> dict[str | None, str]:
    """Fundings that occur, from the bottom of the stack, with their names."""
    found = {None if pd.isna(value) else str(value) for value in table["funding"]}
    ordered = [f for f in ORDER if f in found]
    ordered[-1:-1] = sorted(f for f in found - set(ORDER) if f is not None)
    return {
        f: words.ref(Ref("funding", f)) if f else words.message("not_attributed") for f in ordered
    }


def _panel(
    part: pd.DataFrame, kpi: str, months: list[str], names: dict[str | None, str], words: Words
) -> Any:
    part = part.dropna(subset=["value"])
    unit = str(part["unit"].iloc[0])
    currency = str(part["currency"].iloc[0]) if unit == "currency" else None
    heights = part.groupby("period")["value"].sum().tolist()
    ticks = nice_ticks(heights, unit, zero=True)
    y_scale = alt.Scale(domain=[ticks[0], ticks[-1]])
    chart = alt.layer(
        tick_layer(ticks, unit, currency, words),
        _bars(part, currency, months, names, words).encode(
            y=alt.Y("value:Q", title=None, axis=None, stack="zero", scale=y_scale)
        ),
        *_shares(part, months, names, words, y_scale),
    ).properties(height=120)
    return titled(chart, words.ref(Ref("kpi", kpi)))


def _bars(
    part: pd.DataFrame,
    currency: str | None,
    months: list[str],
    names: dict[str | None, str],
    words: Words,
) -> alt.Chart:
    keys = [None if pd.isna(f) else str(f) for f in part["funding"]]
    drawn = pd.DataFrame(
        {
            "month": [words.month_short(period) for period in part["period"]],
            "funding": [names[key] for key in keys],
            "place": [list(names).index(key) for key in keys],
            "value": part["value"].astype(float).tolist(),
            "text": [
                words.figure(Figure(value, unit, currency))
                for value, unit in zip(part["value"], part["unit"], strict=True)
            ],
            "strength": [1.0 if full else 0.45 for full in part["complete"]],
        }
    )
    colours = [funding_colour(key) for key in names]
    return (
        alt.Chart(inline(drawn))
        .mark_bar()
        .encode(
            x=month_axis(months, words),
            color=alt.Color(
                "funding:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=colours),
            ),
            order=alt.Order("place:Q"),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=[
                alt.Tooltip("month:N", title=words.column("period")),
                alt.Tooltip("funding:N", title=words.column("funding")),
                alt.Tooltip("text:N", title=words.column("value")),
            ],
        )
    )


def _shares(
    part: pd.DataFrame,
    months: list[str],
    names: dict[str | None, str],
    words: Words,
    y_scale: alt.Scale,
) -> list[alt.Chart]:
    """Shares of the last month, each at the middle of its part of the bar."""
    last = part[(part["period"] == months[-1]) & part["share"].notna()]
    keys = [None if pd.isna(f) else str(f) for f in last["funding"]]
    last = last.assign(place=[list(names).index(key) for key in keys]).sort_values("place")
    middle = last["value"].cumsum() - last["value"] / 2
    rows = pd.DataFrame(
        {
            "month": words.month_short(months[-1]),
            "middle": middle.astype(float),
            "share": [words.figure(Figure(share, "percent")) for share in last["share"]],
        }
    )[(last["share"] >= SMALLEST_NAMED).to_numpy()]
    if rows.empty:
        return []
    text = alt.Chart(inline(rows)).mark_text(align="left", dx=4, fontSize=11)
    return [
        text.encode(
            x=month_axis(months, words, band=1),
            y=alt.Y("middle:Q", title=None, axis=None, scale=y_scale),
            text="share:N",
        )
    ]
