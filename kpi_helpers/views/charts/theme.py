"""One quiet look for every chart: what is text takes the page's ink, what is data has a colour.

Text and rules are drawn in ``currentColor``, so they follow the page into the dark; the colours of
data are those of :mod:`kpi_helpers.views.colours`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

__all__ = [
    "INK",
    "SOFT",
    "distinct",
    "finished",
    "inline",
    "nice_ticks",
    "wrapped",
]

INK = "currentColor"
SOFT = 0.72  # opacity of secondary text
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'


def inline(frame: pd.DataFrame) -> alt.Data:
    """The rows of a frame as they stand in the chart: missing values are null."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return alt.Data(values=[{str(k): _plain(v) for k, v in row.items()} for row in records])


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def finished(chart: Any, description: str) -> Any:
    """The chart with its text alternative and the look of all charts."""
    meta = getattr(chart, "usermeta", alt.Undefined)
    known = {} if meta is alt.Undefined else meta
    shown = {"embedOptions": {"renderer": "svg", "actions": False}}
    return chart.properties(description=description, usermeta=known | shown).configure(**_config())


def _config() -> dict[str, Any]:
    return {
        "aria": False,
        "mark": alt.MarkConfig(aria=False),  # the chart speaks by its description and its table
        "background": "transparent",
        "font": FONT,
        "lineBreak": "\n",
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "view": alt.ViewConfig(stroke=None),
        "text": alt.MarkConfig(color=INK, fontSize=12),
        "axis": alt.AxisConfig(
            aria=False,
            domain=False,
            grid=False,
            ticks=False,
            labelColor=INK,
            labelFontSize=12,
            labelPadding=6,
            titleColor=INK,
        ),
        "title": alt.TitleConfig(
            aria=False,
            color=INK,
            subtitleColor=INK,
            fontSize=13,
            fontWeight=600,
            subtitleFontSize=12,
            anchor="start",
            frame="group",
            offset=10,
        ),
        "legend": alt.LegendConfig(
            aria=False,
            labelColor=INK,
            labelFontSize=12,
            orient="top",
            title=None,
            symbolType="square",
        ),
        "concat": alt.CompositionConfig(spacing=24),
    }


def wrapped(label: str, width: int = 24, lines: int = 2) -> str:
    """A label on at most `lines` lines of about `width` characters; a cut is marked."""
    parts = textwrap.wrap(label, width, max_lines=lines, placeholder=" …") or [label]
    return "\n".join(parts)


def distinct(labels: Sequence[str]) -> list[str]:
    """The labels, made different where two are the same, by signs that are not seen."""
    seen: dict[str, int] = {}
    result = []
    for label in labels:
        count = seen[label] = seen.get(label, -1) + 1
        result.append(label + "\u200b" * count)
    return result


def nice_ticks(
    values: Sequence[float], unit: str, zero: bool = False, count: int = 3
) -> list[float]:
    """Round numbers that span the values, about `count` + 1 of them, lowest first.

    Parameters
    ----------
    values : sequence of float
        At least one, all finite.
    unit : str
        Seconds are rounded to whole minutes or hours once they are many.
    zero : bool
        Whether the span must hold zero. It does anyway when the values come near it.
    """
    grain = _grain(max(map(abs, values))) if unit == "seconds" else 1
    low, high = min(values) / grain, max(values) / grain
    if zero or 0 < low < 0.5 * high:
        low = min(low, 0.0)
    if high < 0 and (zero or high > 0.5 * low):
        high = 0.0
    if high == low:
        low, high = (0.0, high) if high > 0 else (low, 0.0) if low < 0 else (0.0, 1.0)
    step = _nice_step((high - low) / count)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(index * step * grain, 12) for index in range(first, last + 1)]


def _grain(seconds: float) -> int:
    return 1 if seconds < 120 else 60 if seconds < 7200 else 3600


def _nice_step(rough: float) -> float:
    scale = 10 ** math.floor(math.log10(rough))
    return next(nice * scale for nice in (1, 2, 2.5, 5, 10) if nice * scale >= rough * 0.999)
