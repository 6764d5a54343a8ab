"""Segments side by side on one step: a dot each, from zero, beside the whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, centred, distinct, wrapped
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["perimeter_dots", "segment_dots"]

LABEL_ROOM = 128
TEXT_ROOM = 58


def segment_dots(table: pd.DataFrame, words: Words, description: str) -> alt.Chart:
    """One panel a dimension and step; the upright line is the rate of the whole.

    A hollow dot rests on too few cases to be ranked, and comes last.

    Parameters
    ----------
    table : DataFrame
        ``dimension``, ``segment``, ``kpi``, ``from_stage``, ``to_stage`` (of the spine), ``rate``,
        ``brand_rate`` (fractions), ``small`` (bool). Rows without a rate are left out.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    known = table.dropna(subset=["rate"])
    known = known.assign(small=known["small"].fillna(False).astype(bool))
    known = known.sort_values(["small", "rate"], ascending=[True, False], kind="stable")
    order = table.groupby(["dimension", "kpi"], sort=False).ngroup()
    groups = known.groupby(order.loc[known.index], sort=True)
    charts = [_panel(part.to_dict("records"), words) for _, part in groups]
    gap = LABEL_ROOM + TEXT_ROOM + 20
    return panels(charts, description, width=210, gap=gap, row_gap=70, least=130)


def perimeter_dots(rows: Rows, description: str) -> alt.Chart:
    """One panel a KPI; the upright line is the brand as a whole.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` (rows of a panel stand together), ``label``, ``rate`` (None: only the text is
        drawn), ``text``, ``small`` (a hollow dot), and the panel's ``whole`` (or None) and
        ``whole_text``.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    room = 7 * max(len(row["text"]) for row in rows) + 20
    charts = []
    for panel, same in groupby(rows, key=lambda row: row["panel"]):
        part = list(same)
        labels = distinct([wrapped(row["label"], 18) for row in part])
        drawn = [
            {"segment": label} | {name: row[name] for name in ("rate", "text", "small")}
            for label, row in zip(labels, part, strict=True)
        ]
        whole = _Whole(part[0]["whole"], part[0]["whole_text"])
        charts.append(titled(_dots(drawn, labels, whole), panel, left=LABEL_ROOM))
    gap = LABEL_ROOM + room + 20
    return panels(charts, description, width=180, gap=gap, row_gap=70, least=110)


@dataclass(frozen=True)
class _Whole:
    """The figure that segments stand beside, and its text."""

    rate: float | None
    text: str


def _panel(rows: list[dict[str, Any]], words: Words) -> Spec:
    first = rows[0]
    names = [_segment(row["dimension"], row["segment"], words) for row in rows]
    labels = distinct([wrapped(name, 18) for name in names])
    drawn = [
        {
            "segment": label,
            "rate": float(row["rate"]),
            "text": words.figure(Figure(row["rate"], "percent")),
            "small": row["small"],
        }
        for label, row in zip(labels, rows, strict=True)
    ]
    stages = [words.ref(Ref("stage", first[side])) for side in ("from_stage", "to_stage")]
    rate = None if pd.isna(first["brand_rate"]) else float(first["brand_rate"])
    whole = _Whole(rate, words.message("chart_whole", {"rate": Figure(rate, "percent")}))
    return titled(
        _dots(drawn, labels, whole),
        " → ".join(stages),
        words.ref(Ref("kpi", first["kpi"])),
        left=LABEL_ROOM,
    )


def _segment(dimension: str, segment: Any, words: Words) -> str:
    if segment is None or pd.isna(segment):
        return words.message("not_attributed")
    return words.ref(Ref(str(dimension), str(segment)))


def _dots(drawn: list[dict[str, Any]], labels: list[str], whole: _Whole) -> Spec:
    known = [row["rate"] for row in drawn if row["rate"] is not None]
    ends = [*known, whole.rate or 0.0, 0.0]
    x = number("rate", scale={"domain": [min(ends), max(ends) or 1.0], "nice": False})
    y = named(
        "segment",
        title=None,
        scale={"domain": labels},
        axis={
            "labelLimit": LABEL_ROOM,
            "labelPadding": 8,
            "labelOffset": centred("datum.value"),
        },
    )
    dot = {"x": x, "y": y}
    look: dict[str, Any] = {"color": ACCENT, "opacity": 1}
    told = "isValid(datum.rate)"
    full, hollow = f"{told} && !datum.small", f"{told} && datum.small"
    stem = {**dot, "x2": {"datum": 0}}
    text = {"y": y, "x": {"value": "width"}, "text": named("text")}
    marks = [
        mark("rule", stem, told, color=ACCENT, strokeWidth=1.5, opacity=0.45),
        mark("point", dot, full, filled=True, size=70, **look),
        mark("point", dot, hollow, filled=False, size=60, strokeWidth=1.6, **look),
        mark("text", text, align="left", dx=14),
    ]
    if whole.rate is not None:
        marks.insert(0, _whole(whole.rate, whole.text, x))
    return layered(*marks, rows=drawn, height={"step": 30})


def _whole(rate: float, text: str, x: Spec) -> Spec:
    below = {"y": {"value": "height"}, "text": named("text")}
    return layered(
        mark("rule", color=INK, opacity=0.5, strokeDash=[2, 3]),
        mark("text", below, baseline="top", dy=4, fontSize=11, opacity=SOFT),
        rows=[{"rate": rate, "text": text}],
        encoding={"x": x},
    )
