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

from kpi_helpers.views.charts.grammar import Spec

__all__ = ["INK", "SOFT", "centred", "distinct", "finished", "nice_ticks", "wrapped"]

INK = "currentColor"
SOFT = 0.72  # opacity of secondary text
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'


def finished(chart: Spec, description: str, **hints: Any) -> alt.Chart:
    """The chart with its text alternative and the look of all charts, ready to be gone on with.

    Parameters
    ----------
    chart : dict
        Marks, panels and sizes.
    description : str
        Text alternative.
    **hints
        For the page: ``most``, pixels beyond which the chart is not widened; ``panel``, see
        :func:`kpi_helpers.views.charts.panels.panels`.

    Returns
    -------
    altair.Chart
        Not validated here, which would cost more than drawing it; a test validates every kind.
    """
    known = {"embedOptions": {"renderer": "svg", "actions": False}, **hints}
    spec = {"description": description, "usermeta": known, **chart, "config": _config()}
    return alt.Chart.from_dict(spec, validate=False)


def _config() -> Spec:
    return {
        "aria": False,
        "mark": {"aria": False},  # the chart speaks by its description and its table
        "background": "transparent",
        "font": FONT,
        "lineBreak": "\n",
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "text": {"color": INK, "fontSize": 12},
        "axis": {
            "aria": False,
            "domain": False,
            "grid": False,
            "ticks": False,
            "labelColor": INK,
            "labelFontSize": 12,
            "labelPadding": 6,
        },
        "title": {
            "aria": False,
            "color": INK,
            "subtitleColor": INK,
            "fontSize": 13,
            "fontWeight": 600,
            "subtitleFontSize": 12,
            "anchor": "start",
            "frame": "group",
            "offset": 10,
        },
        "legend": {
            "aria": False,
            "labelColor": INK,
            "labelFontSize": 12,
            "orient": "top",
            "symbolType": "square",
        },
    }


def centred(text: str) -> Spec:
    """Offset that puts a text of one or two lines at the middle of its row.

    `text` is a constant of the source that names the text: ``datum.value``.
    """
    return {"expr": f"-6.5 * (length(split({text}, '\\n')) - 1)"}


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
    if zero or 0.5 * low < high < 0:
        high = max(high, 0.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = _widened(high)
    step = _nice_step((high - low) / count)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{index * step * grain:.12g}") for index in range(first, last + 1)]


def _widened(value: float) -> tuple[float, float]:
    """A span around a single value, from zero."""
    if value == 0:
        return 0.0, 1.0
    return (0.0, value) if value > 0 else (value, 0.0)


def _grain(seconds: float) -> int:
    return 1 if seconds < 120 else 60 if seconds < 7200 else 3600


def _nice_step(rough: float) -> float:
    scale = 10 ** math.floor(math.log10(rough))
    return next(nice * scale for nice in (1, 2, 2.5, 5, 10) if nice * scale >= rough * 0.999)
