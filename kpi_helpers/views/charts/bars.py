"""Horizontal bars from zero, each with its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, centred, distinct, finished, wrapped
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["change_bars", "paired_bars", "split_bars"]

WIDTH = 400
MOST = 760  # pixels beyond which a report does not widen the chart
LETTER = 7  # pixels of a character, so that the longest figure finds room beside its bar
LABEL_ROOM = 170


def change_bars(rows: Rows, description: str) -> alt.Chart:
    """Changes to the left and right of zero, drawn from the top.

    Parameters
    ----------
    rows : sequence of mapping
        ``label``, ``size`` (None where there is no answer: only the text is drawn), ``text``.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    coloured = [{**row, "colour": ACCENT} for row in rows]
    chart = {"width": WIDTH, **_bars(coloured, _text_room(rows))}
    return finished(chart, description, most=MOST)


def split_bars(rows: Rows, description: str) -> alt.Chart:
    """Changes by part, one panel a figure, each on its own scale.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` (rows of a panel stand together), ``label`` (unique in a panel), ``size``,
        ``text``, ``colour``.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    names = min(LABEL_ROOM, LETTER * max(len(row["label"]) for row in rows) + 12)
    texts = _text_room(rows)
    charts = [
        titled(_bars(list(part), texts), panel, left=names)
        for panel, part in groupby(rows, key=lambda row: row["panel"])
    ]
    gap = names + texts + 24
    return panels(charts, description, width=190, gap=gap, row_gap=44, least=150)


def _bars(rows: Rows, room: int) -> Spec:
    """Bars, labels on their left, figures in a column of `room` pixels on their right."""
    labels = distinct([wrapped(row["label"]) for row in rows])
    drawn = [
        {"label": label, "size": row["size"], "text": row["text"], "colour": row["colour"]}
        for label, row in zip(labels, rows, strict=True)
    ]
    y, x = _rows_axis(labels), _size_axis(drawn)
    colour = named("colour", scale=None)
    beside = {"y": y, "x": {"value": "width"}, "text": named("text")}
    look: dict[str, Any] = {"align": "right", "dx": room}
    return layered(
        {"data": {"values": [{"size": 0}]}, **mark("rule", {"x": x}, color=INK, opacity=0.35)},
        mark("bar", {"y": y, "x": x, "color": colour}, size=14, cornerRadius=1),
        mark("text", beside, "isValid(datum.size)", **look),
        mark("text", beside, "!isValid(datum.size)", opacity=SOFT, **look),
        rows=drawn,
        height={"step": 38 if any("\n" in label for label in labels) else 28},
    )


def _size_axis(rows: Rows) -> Spec:
    """From the lowest to the highest bar, and zero."""
    known = [row["size"] for row in rows if row["size"] is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = 1.0
    return number("size", scale={"domain": [low, high], "nice": False, "zero": False})


def _text_room(rows: Rows) -> int:
    return LETTER * max(len(row["text"]) for row in rows) + 8


def _rows_axis(labels: Sequence[str]) -> Spec:
    """Labels on the left, those of two lines centred on their bar."""
    return named(
        "label",
        title=None,
        scale={"domain": list(labels), "paddingInner": 0.22, "paddingOuter": 0.1},
        axis={"labelLimit": 220, "labelPadding": 8, "labelOffset": centred("datum.value")},
    )


def paired_bars(rows: Rows, names: tuple[str, str], description: str) -> alt.Chart:
    """What was planned and what came of it, one pair of bars a row.

    Parameters
    ----------
    rows : sequence of mapping
        ``label``, ``side`` (0 the plan, 1 the outcome), ``size`` (None: no bar), ``text``.
    names : tuple of str
        Of the plan and of the outcome, in the reader's language.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    drawn = [
        {
            "label": wrapped(row["label"]),
            "side": names[row["side"]],
            "size": row["size"],
            "text": row["text"],
        }
        for row in rows
    ]
    colour = named("side", title=None, scale={"domain": list(names), "range": [QUIET, ACCENT]})
    chart = layered(
        mark("bar", {"color": colour}, cornerRadiusEnd=1),
        mark("text", {"text": named("text")}, align="left", dx=6, fontSize=11),
        rows=drawn,
        encoding={
            "y": _rows_axis(list(dict.fromkeys(row["label"] for row in drawn))),
            "yOffset": named("side", title=None, scale={"domain": list(names)}),
            "x": _size_axis(drawn),
        },
        width=WIDTH,
        height={"step": 19},
    )
    return finished(chart, description, most=MOST)
