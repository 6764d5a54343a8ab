"""A funnel: each stage a bar, and between two stages how many go on for each hundred."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number, pixels
from kpi_helpers.views.charts.theme import SOFT, finished
from kpi_helpers.views.colours import ACCENT
from kpi_helpers.views.words import Words

__all__ = ["funnel_steps"]

WIDTH = 520
MOST = 760  # pixels beyond which a report does not widen the chart
BLOCK = 92  # pixels from one stage to the next
BAR = (36, 52)  # top and bottom of a bar within its block


def funnel_steps(table: pd.DataFrame, words: Words, description: str) -> alt.Chart:
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

    Returns
    -------
    altair.Chart
    """
    stages = _stages(table, words)
    top = max([1.0, *(stage["value"] for stage in stages if stage["value"] is not None)])
    size = number("value", scale={"domain": [0, top], "nice": False})
    left = {"value": 0}
    bar = {"x": size, "x2": {"datum": 0}, "y": pixels("top"), "y2": {"field": "bottom"}}
    known, missing = "isValid(datum.value)", "!isValid(datum.value)"
    middle = sum(BAR) // 2
    chart = layered(
        _text(8, {"x": left, "text": named("stage")}, fontWeight=600, fontSize=13),
        _text(25, {"x": left, "text": named("kpi")}, opacity=SOFT),
        mark("rect", bar, known, color=ACCENT, cornerRadius=1),
        _text(middle, {"x": size, "text": named("text")}, known, dx=6, fontWeight=600),
        _text(middle, {"x": left, "text": named("text")}, missing, opacity=SOFT),
        _text(71, {"x": left, "text": named("step")}, dx=2),
        rows=stages,
        width=WIDTH,
        height=BLOCK * (len(stages) - 1) + 56,
    )
    return finished(chart, description, most=MOST)


def _text(below: int, encoding: Spec, where: str | None = None, **look: Any) -> Spec:
    """A text `below` the top of its stage's block, pixels."""
    placed = {"y": pixels("place"), **encoding}
    return mark("text", placed, where, align="left", baseline="middle", yOffset=below, **look)


def _stages(table: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """One row a stage with its texts; its place in pixels from the top."""
    steps = table.to_dict("records")
    first = [(steps[0]["from_stage"], steps[0]["from_kpi"], steps[0]["from_value"])]
    sides = first + [(step["to_stage"], step["to_kpi"], step["to_value"]) for step in steps]
    texts = [*(_step_text(step, words) for step in steps), ""]
    return [
        {
            "place": index * BLOCK,
            "top": index * BLOCK + BAR[0],
            "bottom": index * BLOCK + BAR[1],
            "stage": words.ref(Ref("funnel_stage", stage)),
            "kpi": words.ref(Ref("kpi", kpi)),
            "value": None if pd.isna(value) else float(value),
            "text": words.message("chart_no_figure")
            if pd.isna(value)
            else words.figure(Figure(value, "count")),
            "step": texts[index],
        }
        for index, (stage, kpi, value) in enumerate(sides)
    ]


def _step_text(step: dict[str, Any], words: Words) -> str:
    if pd.isna(step["rate"]):
        reason = step["reason"]
        known = words.reason(reason) if isinstance(reason, str) else words.message("missing_value")
        return words.message("chart_step_unknown", {"reason": known})
    if step["kind"] == "index":
        per_hundred = Figure(step["rate"] * 100, "ratio")
        return words.message("chart_step_index", {"rate": per_hundred})
    return words.message("chart_step_conversion", {"rate": Figure(step["rate"], "percent")})
