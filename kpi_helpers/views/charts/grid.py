"""Who answers for which stage: KPIs by stage in rows, departments in columns."""

from __future__ import annotations

from typing import Any, get_args

import altair as alt
import pandas as pd

from kpi_helpers.catalogue.models import Department, Stage
from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.charts.theme import INK, SOFT, finished, inline, wrapped
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["stage_grid"]

WIDTH = 640
MOST = {"most": 760}  # pixels beyond which a report does not widen the chart
ROW, HEAD, BAND = 44, 40, 28  # pixels of a KPI, of the column names, of a stage's name
COLUMNS = (0.48, 0.64, 0.8)  # of the width


def stage_grid(table: pd.DataFrame, words: Words, description: str) -> alt.LayerChart:
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
    """
    rows, bands, height = _laid_out(table, words)
    departments = get_args(Department)
    heads = pd.DataFrame(
        {
            "x": COLUMNS,
            "name": [wrapped(words.ref(Ref("department", d)), 10) for d in departments],
        }
    )
    layers = [
        _text(heads, fontSize=11, align="center", baseline="top", opacity=SOFT).encode(
            y=alt.value(0), text="name:N"
        ),
        _bands(bands),
        _rows(rows),
    ]
    chart = alt.layer(*layers).properties(width=WIDTH, height=height, usermeta=MOST)
    return finished(chart, description)


def _x(field: str = "x") -> alt.X:
    return alt.X(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


def _y(field: str = "y") -> alt.Y:
    return alt.Y(f"{field}:Q", title=None, axis=None, scale=None)


def _text(rows: pd.DataFrame, **look: Any) -> alt.Chart:
    return alt.Chart(inline(rows)).mark_text(**look).encode(x=_x())


def _laid_out(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Rows of KPIs and bands of stages with their place in pixels, and the height of all."""
    rows, bands, y = [], [], HEAD
    for stage in get_args(Stage):
        part = table[table["stage"] == stage]
        name = words.ref(Ref("stage", stage))
        note = "" if len(part) else words.message("chart_no_kpi")
        bands.append({"y": y, "x": 0.0, "name": name, "note": note})
        y += BAND
        for kpi, same in part.groupby("kpi", sort=False):
            rows.extend(_dots_of(kpi, same, y + ROW // 2, words))
            y += ROW
        y += 8
    return pd.DataFrame(rows), pd.DataFrame(bands), y


def _dots_of(kpi: Any, same: pd.DataFrame, y: int, words: Words) -> list[dict[str, Any]]:
    """One row a department of the KPI; the first also carries the KPI's texts."""
    first = same.iloc[0]
    currency = None if pd.isna(first["currency"]) else str(first["currency"])
    value = None if pd.isna(first["value"]) else float(first["value"])
    dots = [
        {
            "x": COLUMNS[get_args(Department).index(department)],
            "y": y,
            "answered": value is not None,
        }
        for department in same["department"]
    ]
    label = wrapped(words.ref(Ref("kpi", str(kpi))), 22)
    dots[0] |= {
        "left": 0.0,
        "right": 1.0,
        "kpi": label,
        "kpi_y": y - 7 * (1 + label.count("\n")),
        "audience": words.ref(Ref("audience", str(first["audience"]))),
        "audience_y": y + 8 + 6 * label.count("\n"),
        "value": words.figure(Figure(value, str(first["unit"]), currency)),
        "value_y": y - 7,
        "change": _change(first, words),
        "change_y": y + 8,
    }
    return dots


def _change(row: pd.Series, words: Words) -> str:
    """The change beside its figure; empty when the two are not comparable."""
    return words.figure(change_figure(row)) if row["comparable"] else ""


def _bands(bands: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart().encode(y=_y())
    return alt.layer(
        base.mark_rule(color=INK, opacity=0.2).encode(x=alt.value(0), x2=alt.value("width")),
        base.mark_text(align="left", baseline="top", dy=9, fontWeight=600).encode(
            x=_x(), text="name:N"
        ),
        base.mark_text(align="right", baseline="top", dy=9, opacity=SOFT).encode(
            x=alt.value("width"), text="note:N"
        ),
        data=inline(bands),
    )


def _rows(rows: pd.DataFrame) -> alt.LayerChart:
    point = alt.Chart().encode(x=_x(), y=_y())
    return alt.layer(
        _cell("left", "kpi", align="left", dx=10),
        _cell("left", "audience", align="left", dx=10, fontSize=11, opacity=SOFT),
        _cell("right", "value", align="right", fontWeight=600),
        _cell("right", "change", align="right", fontSize=11, opacity=SOFT),
        point.mark_point(filled=True, color=ACCENT, size=90, opacity=1).transform_filter(
            "datum.answered"
        ),
        point.mark_point(filled=False, color=ACCENT, size=80, strokeWidth=1.6).transform_filter(
            "!datum.answered"
        ),
        data=inline(rows),
    )


def _cell(side: str, field: str, **look: Any) -> alt.Chart:
    """Texts at one side of the rows; the other departments of a KPI repeat none."""
    return (
        alt.Chart()
        .mark_text(**look)
        .encode(x=_x(side), y=_y(f"{field}_y"), text=f"{field}:N")
        .transform_filter("isValid(datum.kpi)")
    )
