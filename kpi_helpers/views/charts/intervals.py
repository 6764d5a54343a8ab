"""Strengths from -1 to 1, a dot with its interval a row; grey where nothing is claimed."""

from __future__ import annotations

from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number, pixels
from kpi_helpers.views.charts.theme import INK, SOFT, finished, wrapped
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["interval_rows"]

WIDTH = 400
MOST = 760  # pixels beyond which a report does not widen the chart
ROW, LINE, TEXT_ROOM = 46, 15, 48  # pixels of a row, of a line of its name, of its figure


def interval_rows(rows: Rows, ends: tuple[str, str, str], description: str) -> alt.Chart:
    """One row a pair, its name above its interval, so that it holds on a phone.

    Parameters
    ----------
    rows : sequence of mapping
        ``label``, ``rho``, ``lo``, ``hi``, ``text`` (the figure), ``claimed``; drawn from the top.
    ends : tuple of str
        What -1, 0 and 1 mean, in the reader's language.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    drawn: list[dict[str, Any]] = []
    y = 22
    for row in rows:
        name = wrapped(row["label"], 46)
        middle = y + LINE * (1 + name.count("\n")) + 8
        colour = ACCENT if row["claimed"] else QUIET
        kept = {field: row[field] for field in ("rho", "lo", "hi", "text")}
        places = {"top": y, "y": middle, "above": middle - 7, "below": middle + 7, "zero": 0}
        drawn.append({**kept, **places, "label": name, "colour": colour})
        y = middle + ROW - LINE - 14
    scale = [{"at": at, "name": name} for at, name in zip((-1, 0, 1), ends, strict=True)]
    chart = layered(_scale(scale), _rows(drawn), width=WIDTH, height=y)
    return finished(chart, description, most=MOST)


def _x(field: str) -> Spec:
    return number(field, scale={"domain": [-1.02, 1], "nice": False})


def _scale(rows: Rows) -> Spec:
    """What both ends and the middle mean, above."""
    at = _x("at")
    text = {"x": at, "y": {"value": 0}, "text": named("name")}
    look: dict[str, Any] = {"baseline": "top", "fontSize": 11, "opacity": SOFT}
    return layered(
        mark("text", text, "datum.at == -1", align="left", dx=-4, **look),
        mark("text", text, "datum.at == 0", align="center", **look),
        mark("text", text, "datum.at == 1", align="right", dx=4, **look),
        rows=rows,
    )


def _rows(rows: Rows) -> Spec:
    y, colour = pixels("y"), named("colour", scale=None)
    name = {"x": {"value": 0}, "y": pixels("top"), "text": named("label")}
    span = {"x": _x("lo"), "x2": {"field": "hi"}, "y": y, "color": colour}
    beside = {"x": {"value": "width"}, "y": y, "text": named("text")}
    zero = {"x": _x("zero"), "y": pixels("above"), "y2": {"field": "below"}}
    return layered(
        mark("text", name, align="left", baseline="top"),
        mark("rule", zero, color=INK, opacity=0.4),
        mark("rule", span, strokeWidth=2, opacity=0.55),
        mark("point", {"x": _x("rho"), "y": y, "color": colour}, filled=True, size=70, opacity=1),
        mark("text", beside, align="right", dx=TEXT_ROOM),
        rows=rows,
    )
