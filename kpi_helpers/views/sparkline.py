"""A curve as small as a word, for a table cell or a card."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from kpi_helpers.views.colours import ACCENT

__all__ = ["sparkline"]

WIDTH, HEIGHT, EDGE = 120, 30, 4


def sparkline(
    values: Sequence[float | None],
    alternative: str,
    complete: Sequence[bool] | None = None,
    segments: Sequence[object] | None = None,
) -> Markup:
    """An inline SVG of values in time order.

    Parameters
    ----------
    values : sequence of float or None
        None, or NaN, is a gap.
    alternative : str
        What a reader who does not see it is told.
    complete : sequence of bool, optional
        False draws the link to that value dashed, and an end point hollow.
    segments : sequence, optional
        No link is drawn between two values of different segments.
    """
    known = [value is not None and math.isfinite(value) for value in values]
    full = list(complete) if complete is not None else [True] * len(values)
    parts = list(segments) if segments is not None else [0] * len(values)
    if not any(known):
        return Markup("")
    places = _places(values, known)
    links = [
        _link(places[a], places[b], full[a] and full[b])
        for a, b in pairwise(range(len(values)))
        if known[a] and known[b] and parts[a] == parts[b]
    ]
    last = max(index for index, found in enumerate(known) if found)
    dot = _dot(places[last], full[last])
    return Markup(
        '<svg class="kpi-spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-label="{label}">{inside}</svg>'
    ).format(w=WIDTH, h=HEIGHT, label=alternative, inside=Markup("".join(links) + dot))


def _places(values: Sequence[float | None], known: Sequence[bool]) -> list[tuple[float, float]]:
    found = [float(v) for v, ok in zip(values, known, strict=True) if ok and v is not None]
    low, high = min(found), max(found)
    span = high - low or 1.0
    across = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    return [
        (
            round(EDGE + index * across, 1),
            round(HEIGHT - EDGE - (float(v) - low) / span * (HEIGHT - 2 * EDGE), 1)
            if ok and v is not None
            else 0.0,
        )
        for index, (v, ok) in enumerate(zip(values, known, strict=True))
    ]


def _link(start: tuple[float, float], end: tuple[float, float], solid: bool) -> str:
    dashes = "" if solid else ' stroke-dasharray="2 2"'
    return (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" '
        f'stroke="{ACCENT}" stroke-width="1.6" stroke-linecap="round"{dashes}/>'
    )


def _dot(place: tuple[float, float], solid: bool) -> str:
    fill = ACCENT if solid else "none"
    return (
        f'<circle cx="{place[0]}" cy="{place[1]}" r="2.6" fill="{fill}" stroke="{ACCENT}" '
        'stroke-width="1.2"/>'
    )
