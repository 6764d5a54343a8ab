"""What was and what was to be expected, day by day, and their difference summed up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import TICK_ROOM, panels, tick_layer, titled
from kpi_helpers.views.charts.theme import INK, nice_ticks
from kpi_helpers.views.colours import ACCENT, QUIET
from kpi_helpers.views.words import Words

__all__ = ["course"]

HEIGHT = 150
NAMED_DAYS = 3
IN_TURN = {"order": {"field": "place", "type": "quantitative"}}
"""Days in their order, which a line over names would else take from the alphabet."""


def course(
    rows: Rows, unit: str, currency: str | None, words: Words, description: str
) -> alt.Chart:
    """Two panels over the same days, those of the action shaded.

    Parameters
    ----------
    rows : sequence of mapping
        One a day, consecutive: ``day`` (text), ``during``, ``value`` (None where unknown), and on
        days of the action ``counterfactual``, ``counterfactual_lo``, ``counterfactual_hi``,
        ``difference_so_far``, ``difference_so_far_lo``, ``difference_so_far_hi``.
    unit, currency : str
        Of all figures.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    days = [row["day"] for row in rows]
    summed = [row for row in rows if row["during"]]
    above = _panel(
        rows,
        ("counterfactual", "counterfactual_lo", "counterfactual_hi"),
        "value",
        days,
        unit,
        currency,
    )
    below = _panel(
        summed,
        ("difference_so_far", "difference_so_far_lo", "difference_so_far_hi"),
        None,
        [row["day"] for row in summed],
        unit,
        currency,
    )
    charts = [
        titled(part(words), words.message(f"chart_{name}"), words.message(f"chart_{name}_subtitle"))
        for name, part in (("course", above), ("summed", below))
    ]
    return panels(charts, description, width=250, gap=TICK_ROOM + 74, row_gap=76)


def _panel(
    rows: Rows,
    band: tuple[str, str, str],
    actual: str | None,
    days: Sequence[str],
    unit: str,
    currency: str | None,
) -> Any:
    def made(words: Words) -> Spec:
        names = [*band, *([actual] if actual else [])]
        values = [row[name] for row in rows for name in names if row[name] is not None]
        ticks = nice_ticks(values, unit, zero=actual is None)
        scale = {"domain": [ticks[0], ticks[-1]]}
        kept = [
            {"place": place, **{name: row[name] for name in ("day", "during", *names)}}
            for place, row in enumerate(rows)
        ]
        figure = Figure(kept[-1][actual or band[0]], unit, currency, change=actual is None)
        kept[-1]["last"] = words.figure(figure)
        parts = [_shade(), _band(band, scale), _middle(band[0], scale, actual is None)]
        if actual:
            parts.append(_line(actual, scale))
        else:
            parts.append(mark("rule", {"y": {"datum": 0, **_plain(scale)}}, color=INK, opacity=0.4))
        last = {"y": number(actual or band[0], scale=scale), "text": named("last")}
        parts.append(mark("text", last, "isValid(datum.last)", align="left", dx=8, fontWeight=600))
        drawn = layered(*parts, rows=kept, encoding={"x": _days(days)})
        return layered(tick_layer(ticks, unit, currency, words), drawn, height=HEIGHT)

    return made


def _plain(scale: Spec) -> Spec:
    return {"type": "quantitative", "scale": scale, "axis": None, "title": None}


def _days(days: Sequence[str]) -> Spec:
    """Days in order, a few of them named."""
    step = max(1, -(-len(days) // NAMED_DAYS))
    axis = {"values": list(days[::step]), "labelAngle": 0, "labelFontSize": 11, "labelPadding": 8}
    scale = {"domain": list(days), "paddingInner": 0, "paddingOuter": 0}
    # Else the lab's Vega-Lite would join the points of a band by the names of their days.
    return named("day", title=None, scale=scale, axis=axis) | {"sort": None}


def _shade() -> Spec:
    return mark("bar", {"y": {"value": 0}, "y2": {"value": "height"}}, "datum.during",
                color=INK, opacity=0.06)  # fmt: skip


def _band(band: tuple[str, str, str], scale: Spec) -> Spec:
    ends = {"y": number(band[1], scale=scale), "y2": {"field": band[2]}}
    return mark("area", ends, f"isValid(datum.{band[1]})", color=QUIET, opacity=0.3)


def _middle(field: str, scale: Spec, whole: bool) -> Spec:
    look = {"strokeWidth": 2} if whole else {"strokeWidth": 1.6, "strokeDash": [4, 3]}
    colour = ACCENT if whole else QUIET
    path = {"y": number(field, scale=scale), **IN_TURN}
    return mark("line", path, f"isValid(datum.{field})", color=colour, **look)


def _line(field: str, scale: Spec) -> Spec:
    path = {"y": number(field, scale=scale), **IN_TURN}
    return mark("line", path, color=ACCENT, strokeWidth=1.8, strokeJoin="round")
