"""Horizontal bars from zero, each with its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, distinct, finished, inline, wrapped
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["change_bars", "paired_bars", "split_bars"]

WIDTH = 400
MOST = {"most": 760}  # pixels beyond which a report does not widen the chart
LETTER = 7  # pixels of a character, so that the longest figure finds room beside its bar


def change_bars(rows: pd.DataFrame, description: str) -> alt.LayerChart:
    """Changes to the left and right of zero, drawn from the top.

    Parameters
    ----------
    rows : DataFrame
        ``label``, ``size`` (null where there is no answer: only the text is drawn), ``text``.
    description : str
        Text alternative.
    """
    chart = _bars(rows.assign(colour=ACCENT), _text_room(rows["text"])).properties(
        width=WIDTH, usermeta=MOST
    )
    return finished(chart, description)


def split_bars(rows: pd.DataFrame, description: str) -> alt.ConcatChart:
    """Changes by part, one panel a figure, each on its own scale.

    Parameters
    ----------
    rows : DataFrame
        ``panel``, ``label`` (unique in a panel), ``size``, ``text``, ``colour``.
    description : str
        Text alternative.
    """
    names = LETTER * max(len(name) for name in rows["label"]) + 12
    texts = _text_room(rows["text"])
    charts = [
        titled(_bars(part, texts), panel, left=min(names, 170))
        for panel, part in rows.groupby("panel", sort=False)
    ]
    gap = min(names, 170) + texts + 24
    return finished(panels(charts, width=190, gap=gap, row_gap=44, least=90), description)


def _bars(rows: pd.DataFrame, room: int) -> alt.LayerChart:
    """Bars, labels on their left, figures in a column of `room` pixels on their right."""
    drawn = pd.DataFrame(
        {
            "label": distinct([wrapped(label) for label in rows["label"]]),
            "size": rows["size"].astype(float),
            "text": rows["text"],
            "colour": rows["colour"],
        }
    )
    y, x = _rows_axis(drawn["label"]), _size_axis(drawn["size"])
    zero = alt.Chart(alt.Data(values=[{"size": 0}])).mark_rule(color=INK, opacity=0.35)
    bars = alt.Chart().mark_bar(size=14, cornerRadius=1)
    text = alt.Chart().mark_text(align="right", dx=room)
    text = text.encode(y=y, x=alt.value("width"), text="text:N")
    return alt.layer(
        zero.encode(x=x),
        bars.encode(y=y, x=x, color=alt.Color("colour:N", scale=None)),
        text.transform_filter("isValid(datum.size)"),
        text.encode(opacity=alt.value(SOFT)).transform_filter("!isValid(datum.size)"),
        data=inline(drawn),
    ).properties(height=alt.Step(_step(drawn["label"])))


def _size_axis(sizes: pd.Series) -> alt.X:
    """From the lowest to the highest bar, and zero."""
    known = sizes.dropna()
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    if low == high:
        high = 1.0
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    return alt.X("size:Q", title=None, axis=None, scale=scale)


def _text_room(texts: Sequence[str]) -> int:
    return LETTER * max(len(text) for text in texts) + 8


def _step(labels: Sequence[str]) -> int:
    return 38 if any("\n" in label for label in labels) else 28


def _rows_axis(labels: Sequence[str]) -> alt.Y:
    """Labels on the left, those of two lines centred on their bar."""
    centred = alt.ExprRef("-6.5 * (length(split(datum.value, '\\n')) - 1)")
    return alt.Y(
        "label:N",
        title=None,
        scale=alt.Scale(domain=list(labels), paddingInner=0.22, paddingOuter=0.1),
        axis=alt.Axis(labelLimit=220, labelPadding=8, labelOffset=centred),
    )


def paired_bars(rows: pd.DataFrame, names: tuple[str, str], description: str) -> alt.LayerChart:
    """What was planned and what came of it, one pair of bars a row.

    Parameters
    ----------
    rows : DataFrame
        ``label``, ``side`` (0 the plan, 1 the outcome), ``size``, ``text``.
    names : tuple of str
        Of the plan and of the outcome, in the reader's language.
    description : str
        Text alternative.
    """
    labels = {label: wrapped(label) for label in rows["label"]}
    drawn = pd.DataFrame(
        {
            "label": rows["label"].map(labels),
            "side": [names[side] for side in rows["side"]],
            "size": rows["size"].astype(float),
            "text": rows["text"],
        }
    )
    y = _rows_axis(list(dict.fromkeys(drawn["label"])))
    offset = alt.YOffset("side:N", title=None, scale=alt.Scale(domain=list(names)))
    base = alt.Chart().encode(y=y, yOffset=offset, x=_size_axis(drawn["size"]))
    colour = alt.Color(
        "side:N", title=None, scale=alt.Scale(domain=list(names), range=[QUIET, ACCENT])
    )
    chart = alt.layer(
        base.mark_bar(cornerRadiusEnd=1).encode(color=colour),
        base.mark_text(align="left", dx=6, fontSize=11).encode(text="text:N"),
        data=inline(drawn),
    ).properties(width=WIDTH, height=alt.Step(19), usermeta=MOST)
    return finished(chart, description)
