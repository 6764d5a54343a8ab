"""One account among others: their figures as grey points on a line, its own in colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, centred, distinct, wrapped
from kpi_helpers.views.colours import ACCENT

__all__ = ["strips"]

LETTER = 7


def strips(rows: Rows, description: str) -> alt.Chart:
    """One panel a figure, a line an account; the short upright is the middle of the others.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` (rows of a panel stand together), ``label``, ``own``, ``others`` (list),
        ``median`` (of the others, or None), ``text``.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    names = LETTER * max(len(row["label"]) for row in rows) + 12
    texts = LETTER * max(len(row["text"]) for row in rows) + 14
    charts = [
        titled(_strip(list(part)), panel, left=names)
        for panel, part in groupby(rows, key=lambda row: row["panel"])
    ]
    return panels(charts, description, width=190, gap=names + texts + 24, row_gap=44, least=130)


def _strip(rows: Sequence[dict[str, Any]]) -> Spec:
    labels = distinct([wrapped(str(row["label"])) for row in rows])
    placed = list(zip(labels, rows, strict=True))
    others = [{"label": name, "value": v} for name, row in placed for v in row["others"]]
    owns = [{"label": name, "value": row["own"], "text": row["text"]} for name, row in placed]
    medians = [
        {"label": name, "value": row["median"]} for name, row in placed if row["median"] is not None
    ]
    values = [point["value"] for point in [*others, *owns]]
    low, high = min(0.0, *values), max(0.0, *values)
    x = number("value", scale={"domain": [low, high or 1.0], "nice": False, "zero": False})
    y = named(
        "label",
        title=None,
        scale={"domain": labels},
        axis={"labelLimit": 160, "labelPadding": 8, "labelOffset": centred("datum.value")},
    )
    beside = {"y": y, "x": {"value": "width"}, "text": named("text")}
    return layered(
        {"data": {"values": [{"value": 0}]}, **mark("rule", {"x": x}, color=INK, opacity=0.35)},
        _over(
            others, mark("point", {"x": x, "y": y}, filled=True, size=46, color=INK, opacity=0.4)
        ),
        _over(
            medians, mark("tick", {"x": x, "y": y}, color=INK, size=18, thickness=1.5, opacity=SOFT)
        ),
        _over(
            owns, mark("point", {"x": x, "y": y}, filled=True, size=110, color=ACCENT, opacity=1)
        ),
        _over(owns, mark("text", beside, align="left", dx=14)),
        height={"step": 34},
    )


def _over(rows: list[dict[str, Any]], drawn: Spec) -> Spec:
    return {"data": {"values": rows}, **drawn}
