"""Segments side by side on one step: a dot each, from zero, beside the whole."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, distinct, finished, inline, wrapped
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["segment_dots"]

LABEL_ROOM = 128
TEXT_ROOM = 58


def segment_dots(table: pd.DataFrame, words: Words, description: str) -> alt.ConcatChart:
    """One panel a dimension and step; the upright line is the rate of the whole.

    A hollow dot rests on too few cases to be ranked.

    Parameters
    ----------
    table : DataFrame
        ``dimension``, ``segment``, ``kpi``, ``from_stage``, ``to_stage``, ``rate`` (fraction),
        ``brand_rate``, ``small`` (bool), ``kind``. Rows without a rate are left out.
    words : Words
    description : str
        Text alternative.
    """
    known = table.dropna(subset=["rate"])
    charts = [_panel(part, words) for _, part in known.groupby(["dimension", "kpi"], sort=False)]
    placed = panels(charts, width=210, gap=LABEL_ROOM + TEXT_ROOM + 20, row_gap=70, least=130)
    return finished(placed, description)


def _panel(part: pd.DataFrame, words: Words) -> Any:
    part = part.sort_values(["small", "rate"], ascending=[True, False], kind="stable")
    first = part.iloc[0]
    names = [_segment(row["dimension"], row["segment"], words) for _, row in part.iterrows()]
    drawn = pd.DataFrame(
        {
            "segment": distinct([wrapped(name, 18) for name in names]),
            "rate": part["rate"].astype(float).tolist(),
            "text": [words.figure(Figure(rate, "percent")) for rate in part["rate"]],
            "small": part["small"].fillna(False).astype(bool).tolist(),
        }
    )
    stages = [words.ref(Ref("funnel_stage", first[side])) for side in ("from_stage", "to_stage")]
    return titled(
        _dots(drawn, first["brand_rate"], words),
        " → ".join(stages),
        words.ref(Ref("kpi", first["kpi"])),
        left=LABEL_ROOM,
    )


def _segment(dimension: str, segment: Any, words: Words) -> str:
    if segment is None or pd.isna(segment):
        return words.message("not_attributed")
    return words.ref(Ref(str(dimension), str(segment)))


def _dots(drawn: pd.DataFrame, whole: float | None, words: Words) -> alt.LayerChart:
    highest = max([*drawn["rate"], 0.0 if pd.isna(whole) else float(whole)]) or 1.0
    x = alt.X("rate:Q", title=None, axis=None, scale=alt.Scale(domain=[0, highest], nice=False))
    y = alt.Y(
        "segment:N",
        title=None,
        scale=alt.Scale(domain=drawn["segment"].tolist()),
        axis=alt.Axis(
            labelLimit=LABEL_ROOM,
            labelPadding=8,
            labelOffset=alt.ExprRef("-6.5 * (length(split(datum.value, '\\n')) - 1)"),
        ),
    )
    base = alt.Chart().encode(x=x, y=y)
    layers = [
        base.mark_rule(color=ACCENT, strokeWidth=1.5, opacity=0.45).encode(x2=alt.datum(0)),
        base.mark_point(filled=True, color=ACCENT, size=70, opacity=1).transform_filter(
            "!datum.small"
        ),
        base.mark_point(filled=False, color=ACCENT, size=60, strokeWidth=1.6).transform_filter(
            "datum.small"
        ),
        alt.Chart().mark_text(align="left", dx=14).encode(y=y, x=alt.value("width"), text="text:N"),
    ]
    if not pd.isna(whole):
        layers.insert(0, _whole(float(whole), x, words))
    return alt.layer(*layers, data=inline(drawn)).properties(height=alt.Step(30))


def _whole(rate: float, x: alt.X, words: Words) -> alt.LayerChart:
    text = words.message("chart_whole", {"rate": Figure(rate, "percent")})
    base = alt.Chart().encode(x=x)
    return alt.layer(
        base.mark_rule(color=INK, opacity=0.5, strokeDash=[2, 3]),
        base.mark_text(baseline="top", dy=4, fontSize=11, opacity=SOFT).encode(
            y=alt.value("height"), text="text:N"
        ),
        data=inline(pd.DataFrame({"rate": [rate], "text": [text]})),
    )
