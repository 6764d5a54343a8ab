"""Who answers for which stage: KPIs by stage in rows, departments in columns."""

from __future__ import annotations

from typing import Any, get_args

import altair as alt
import pandas as pd

from kpi_helpers.catalogue.entry import Department, Stage
from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number, pixels
from kpi_helpers.views.charts.theme import INK, SOFT, centred, finished, wrapped
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["stage_grid"]

WIDTH = 640
MOST = 760  # pixels beyond which a report does not widen the chart
ROW, HEAD, BAND = 32, 40, 28  # pixels of a KPI, of the column names, of a stage's name
PLACE = 20  # pixels of an audience's name
COLUMNS = (0.48, 0.64, 0.8)  # of the width


def stage_grid(table: pd.DataFrame, words: Words, description: str) -> alt.Chart:
    """A dot where a department answers for a KPI; hollow where the KPI has no figure.

    Every stage is named, also one that no KPI measures.

    Parameters
    ----------
    table : DataFrame
        ``stage``, ``audience``, ``department``, ``kpi``, ``value``, ``unit``, ``currency``,
        ``change_abs``, ``change_rel``, ``comparable``; one row a KPI and department.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    rows, bands, height = _laid_out(table, words)
    departments = [wrapped(words.ref(Ref("department", d)), 10) for d in get_args(Department)]
    heads = [{"x": x, "name": name} for x, name in zip(COLUMNS, departments, strict=True)]
    top = {"x": _x(), "y": {"value": 0}, "text": named("name")}
    head = mark("text", top, fontSize=11, align="center", baseline="top", opacity=SOFT)
    chart = layered(
        {"data": {"values": heads}, **head},
        _bands(bands),
        _rows(rows),
        width=WIDTH,
        height=height,
    )
    return finished(chart, description, most=MOST)


def _x() -> Spec:
    return number("x", scale={"domain": [0, 1], "nice": False})


def _laid_out(
    table: pd.DataFrame, words: Words
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Rows of KPIs and bands of stages with their place in pixels, and the height of all."""
    rows: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    y = HEAD
    for stage in get_args(Stage):
        part = table[table["stage"] == stage]
        note = "" if len(part) else words.message("chart_no_kpi")
        bands.append({"y": y, "name": words.ref(Ref("stage", stage)), "note": note})
        y += BAND
        for place, (audience, group) in enumerate(part.groupby("audience", sort=False)):
            y += 6 * min(place, 1)
            bands.append({"audience_y": y, "audience": words.ref(Ref("audience", str(audience)))})
            y += PLACE
            for kpi, same in group.groupby("kpi", sort=False):
                rows.extend(_dots_of(str(kpi), same.to_dict("records"), y + ROW // 2, words))
                y += ROW
        y += 8
    return rows, bands, y


def _dots_of(kpi: str, same: list[dict[str, Any]], y: int, words: Words) -> list[dict[str, Any]]:
    """One row a department of the KPI; the first also carries the KPI's texts."""
    first = same[0]
    currency = None if pd.isna(first["currency"]) else str(first["currency"])
    value = None if pd.isna(first["value"]) else float(first["value"])
    departments = get_args(Department)
    dots: list[dict[str, Any]] = [
        {
            "x": COLUMNS[departments.index(row["department"])],
            "y": y,
            "answered": value is not None,
        }
        for row in same
    ]
    change = words.figure(change_figure(first)) if first["comparable"] else ""
    dots[0] |= {
        "kpi": wrapped(words.ref(Ref("kpi", kpi)), 22),
        "value": words.figure(Figure(value, str(first["unit"]), currency)),
        "value_y": y - 6 if change else y,
        "change": change,
        "change_y": y + 8,
    }
    return dots


def _bands(bands: list[dict[str, Any]]) -> Spec:
    across = {"y": pixels("y"), "x": {"value": 0}, "x2": {"value": "width"}}
    stage = {"y": pixels("y"), "x": {"value": 0}, "text": named("name")}
    note = {"y": pixels("y"), "x": {"value": "width"}, "text": named("note")}
    audience = {"y": pixels("audience_y"), "x": {"value": 0}, "text": named("audience")}
    below: dict[str, Any] = {"baseline": "top", "dy": 9}
    is_stage, is_audience = "isValid(datum.name)", "isValid(datum.audience)"
    return layered(
        mark("rule", across, is_stage, color=INK, opacity=0.2),
        mark("text", stage, is_stage, align="left", fontWeight=600, **below),
        mark("text", note, is_stage, align="right", opacity=SOFT, **below),
        mark(
            "text", audience, is_audience, align="left", baseline="top", fontSize=11, opacity=SOFT
        ),
        rows=bands,
    )


def _rows(rows: list[dict[str, Any]]) -> Spec:
    dot = {"x": _x(), "y": pixels("y")}
    left, right = {"value": 0}, {"value": "width"}
    look: dict[str, Any] = {"color": ACCENT, "opacity": 1}
    name = {"x": left, "y": pixels("y"), "text": named("kpi")}
    value = {"x": right, "y": pixels("value_y"), "text": named("value")}
    change = {"x": right, "y": pixels("change_y"), "text": named("change")}
    first = "isValid(datum.kpi)"  # the other departments of a KPI repeat none of its texts
    return layered(
        mark("text", name, first, align="left", dx=10, dy=centred("datum.kpi")),
        mark("text", value, first, align="right", fontWeight=600),
        mark("text", change, first, align="right", fontSize=11, opacity=SOFT),
        mark("point", dot, "datum.answered", filled=True, size=90, **look),
        mark("point", dot, "!datum.answered", filled=False, size=80, strokeWidth=1.6, **look),
        rows=rows,
    )
