"""A funnel: each stage a bar, and between two stages how many go on for each hundred."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.theme import SOFT, finished, inline
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["funnel_steps"]

WIDTH = 520
MOST = {"most": 760}  # pixels beyond which a report does not widen the chart
BLOCK = 92  # pixels from one stage to the next


def funnel_steps(table: pd.DataFrame, words: Words, description: str) -> alt.LayerChart:
    """The stages from the top, their figures, and the ratio of each step.

    A conversion (one source) and an index (two sources side by side) are worded apart.

    Parameters
    ----------
    table : DataFrame
        ``from_stage``, ``to_stage``, ``from_kpi``, ``to_kpi``, ``from_value``, ``to_value``,
        ``rate`` (fraction), ``kind`` (``conversion`` or ``index``), ``reason``; one row a step,
        in order.
    words : Words
    description : str
        Text alternative.
    """
    stages = _stages(table, words)
    top = max([1.0, *stages["value"].dropna()])
    scale = alt.Scale(domain=[0, top], nice=False)
    size = alt.X("value:Q", title=None, axis=None, scale=scale)
    base = alt.Chart()
    left = alt.value(0)
    chart = alt.layer(
        _text(base, 8, fontWeight=600, fontSize=13).encode(x=left, text="stage:N"),
        _text(base, 25, opacity=SOFT).encode(x=left, text="kpi:N"),
        base.mark_rect(color=ACCENT, cornerRadius=1)
        .encode(x=size, x2=alt.datum(0), y=_place("top"), y2="bottom:Q")
        .transform_filter("isValid(datum.value)"),
        _text(base, 44, dx=6, fontWeight=600)
        .encode(x=size, text="text:N")
        .transform_filter("isValid(datum.value)"),
        _text(base, 44, opacity=SOFT)
        .encode(x=left, text="text:N")
        .transform_filter("!isValid(datum.value)"),
        _text(base, 71, dx=2).encode(x=left, text="step:N"),
        data=inline(stages),
    )
    height = BLOCK * (len(stages) - 1) + 56
    return finished(chart.properties(width=WIDTH, height=height, usermeta=MOST), description)


def _text(base: alt.Chart, below: int, **look: Any) -> alt.Chart:
    return base.mark_text(align="left", baseline="middle", yOffset=below, **look).encode(y=_place())


def _place(field: str = "place") -> alt.Y:
    return alt.Y(f"{field}:Q", title=None, axis=None, scale=None)


def _stages(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """One row a stage with its texts; its place in pixels from the top."""
    steps = table.to_dict("records")
    first = [(steps[0]["from_stage"], steps[0]["from_kpi"], steps[0]["from_value"])]
    sides = first + [(s["to_stage"], s["to_kpi"], s["to_value"]) for s in steps]
    texts = [_step_text(step, words) for step in steps]
    return pd.DataFrame(
        [
            {
                "place": index * BLOCK,
                "top": index * BLOCK + 36,
                "bottom": index * BLOCK + 52,
                "stage": words.ref(Ref("funnel_stage", stage)),
                "kpi": words.ref(Ref("kpi", kpi)),
                "value": None if pd.isna(value) else float(value),
                "text": words.message("chart_no_figure")
                if pd.isna(value)
                else words.figure(Figure(value, "count")),
                "step": texts[index] if index < len(texts) else "",
            }
            for index, (stage, kpi, value) in enumerate(sides)
        ]
    )


def _step_text(step: dict[str, Any], words: Words) -> str:
    if pd.isna(step["rate"]):
        reason = step["reason"]
        known = words.reason(reason) if isinstance(reason, str) else words.message("missing_value")
        return words.message("chart_step_unknown", {"reason": known})
    if step["kind"] == "index":
        per_hundred = Figure(step["rate"] * 100, "ratio")
        return words.message("chart_step_index", {"rate": per_hundred})
    return words.message("chart_step_conversion", {"rate": Figure(step["rate"], "percent")})
