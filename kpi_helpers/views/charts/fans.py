"""Months ahead as a fan after the past, one panel a KPI, each on its own scale.

The past is a line of full months; the forecast goes on dashed, within two bands that hold 80 and 95
months of 100. A naive forecast that it was not shown to beat stands beside it, dotted, and a target
for one month as a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, month_axis, panels, tick_layer, titled
from kpi_helpers.views.charts.spans import below_months, with_month_spans
from kpi_helpers.views.charts.theme import INK, SOFT, nice_ticks
from kpi_helpers.views.colours import ACCENT, QUIET
from kpi_helpers.views.words import Words

__all__ = ["Fan", "Step", "forecast_fans"]

HEIGHT = 116
BANDS = {95: 0.13, 80: 0.22}
"""Level in per cent and opacity; the narrower lies on the wider."""


@dataclass(frozen=True)
class Step:
    """One month ahead.

    Parameters
    ----------
    month : str
        ``YYYY-MM``.
    value, naive : float
    ends : Mapping of int to tuple
        Level in per cent to lower and upper end.
    """

    month: str
    value: float
    naive: float
    ends: dict[int, tuple[float, float]]


@dataclass(frozen=True)
class Fan:
    """One KPI: its name, its past (month and value, oldest first) and the months ahead."""

    name: str
    unit: str
    currency: str | None
    past: Sequence[tuple[str, float]]
    steps: Sequence[Step]
    naive_too: bool
    target: float | None


def forecast_fans(
    fans: Sequence[Fan], words: Words, description: str, spans: pd.DataFrame | None = None
) -> alt.Chart:
    """One panel a KPI, in the order given; at least one.

    Parameters
    ----------
    fans : sequence of Fan
    words : Words
    description : str
        Text alternative.
    spans : DataFrame, optional
        Actions, marked below each plot, planned ones too.

    Returns
    -------
    altair.Chart
    """
    months = sorted(
        {month for fan in fans for month, _ in fan.past}
        | {step.month for fan in fans for step in fan.steps}
    )
    charts = [
        titled(with_month_spans(_panel(fan, months, words), spans, months, words), fan.name)
        for fan in fans
    ]
    more = below_months(spans, months, words)
    return panels(charts, description, width=226, gap=TICK_ROOM + 66, **more)


def _panel(fan: Fan, months: list[str], words: Words) -> Spec:
    ends = [end for step in fan.steps for pair in step.ends.values() for end in pair]
    values = [value for _, value in fan.past] + ends
    values += [step.naive for step in fan.steps] if fan.naive_too else []
    values += [] if fan.target is None else [fan.target]
    ticks = nice_ticks(values, fan.unit)
    scale = {"domain": [ticks[0], ticks[-1]]}
    return layered(
        tick_layer(ticks, fan.unit, fan.currency, words),
        *_target(fan, scale, words),
        *_ahead(fan, months, scale, words),
        _past(fan, months, scale, words),
        height=HEIGHT,
    )


def _months(months: list[str], words: Words) -> Spec:
    """The axis with a place of its own for each month, as bars have it, whatever is drawn on it.

    ``sort``: the lab's Vega-Lite would join the points of a band by the names of their months.
    """
    axis = month_axis(months, words)
    return axis | {"scale": axis["scale"] | {"type": "band"}, "sort": None}


def _figure(fan: Fan, value: float, words: Words) -> str:
    return words.figure(Figure(value, fan.unit, fan.currency))


def _past(fan: Fan, months: list[str], scale: Spec, words: Words) -> Spec:
    rows = [
        {"month": words.month_short(month), "place": place, "value": value}
        | {"text": _figure(fan, value, words)}
        for place, (month, value) in enumerate(fan.past)
    ]
    order = {"order": {"field": "place", "type": "quantitative"}}
    names = {"month": words.column("period"), "text": words.column("value")}
    hover = {"tooltip": [named(field, title=name) for field, name in names.items()]}
    return layered(
        mark("line", order, color=ACCENT, strokeWidth=1.8, strokeJoin="round"),
        mark("point", hover, filled=True, size=16, color=ACCENT, opacity=1),
        rows=rows,
        encoding={"x": _months(months, words), "y": number("value", scale=scale)},
    )


def _ahead(fan: Fan, months: list[str], scale: Spec, words: Words) -> list[Spec]:
    """Bands, the dashed line on from the last month, and what the last step says."""
    y = {"y": number("value", scale=scale)}
    order = {"order": {"field": "place", "type": "quantitative"}}
    bands = [
        mark("area", _band(level, scale), color=ACCENT, opacity=opacity)
        for level, opacity in BANDS.items()
    ]
    naive = {"y": number("naive", scale=scale), **order}
    dotted = {"color": QUIET, "strokeWidth": 1.5, "strokeDash": [1, 3]}
    dashed = {"color": ACCENT, "strokeWidth": 1.8, "strokeDash": [4, 3]}
    point = {"filled": False, "size": 20, "color": ACCENT, "opacity": 1}
    end = {"align": "left", "dx": 8, "fontWeight": 600}
    parts = [
        *bands,
        *([mark("line", naive, **dotted)] if fan.naive_too else []),
        mark("line", y | order, **dashed),
        mark("point", y | {"tooltip": _tooltip(words)}, "isValid(datum.text)", **point),
        mark("text", y | {"text": named("end")}, "isValid(datum.end)", **end),
    ]
    return [layered(*parts, rows=_rows(fan, words), encoding={"x": _months(months, words)})]


def _band(level: int, scale: Spec) -> Spec:
    return {"y": number(f"lo_{level}", scale=scale), "y2": {"field": f"hi_{level}"}}


def _rows(fan: Fan, words: Words) -> list[dict[str, Any]]:
    """The last month of the past, from which all starts, and the months ahead."""
    last_month, last = fan.past[-1]
    ends = dict.fromkeys(BANDS, (last, last))
    rows = []
    for place, step in enumerate([Step(last_month, last, last, ends), *fan.steps]):
        row: dict[str, Any] = {"month": words.month_short(step.month), "place": place}
        row |= {"value": step.value} | ({"naive": step.naive} if fan.naive_too else {})
        for level, (low, high) in step.ends.items():
            row |= {f"lo_{level}": low, f"hi_{level}": high}
            if place:
                told = {"lo": _of(fan, low), "hi": _of(fan, high)}
                row[f"text_{level}"] = words.message("chart_range", told)
        rows.append(row | ({"text": _figure(fan, step.value, words)} if place else {}))
    rows[-1]["end"] = rows[-1]["text"]
    return rows


def _of(fan: Fan, value: float) -> Figure:
    return Figure(value, fan.unit, fan.currency)


def _tooltip(words: Words) -> list[Spec]:
    names = {
        "month": words.column("period"),
        "text": words.column("value"),
        "text_80": words.message("chart_range_name", {"level": 80}),
        "text_95": words.message("chart_range_name", {"level": 95}),
    }
    return [named(field, title=name) for field, name in names.items()]


def _target(fan: Fan, scale: Spec, words: Words) -> list[Spec]:
    """The target for one month, named at the left, where the past seldom stands in the way."""
    if fan.target is None:
        return []
    text = words.message("chart_target", {"figure": _of(fan, fan.target)})
    y = number("target", scale=scale)
    name = mark(
        "text",
        {"x": {"value": 0}, "y": y, "text": named("name")},
        align="left",
        dy=-5,
        fontSize=10,
        opacity=SOFT,
    )
    rule = mark("rule", {"y": y}, color=INK, strokeWidth=1.2, opacity=0.75)
    return [layered(rule, name, rows=[{"target": fan.target, "name": text}])]
