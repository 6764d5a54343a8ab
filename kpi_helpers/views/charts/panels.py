"""Small charts side by side: the same frame for each, their plots aligned.

What stands outside a plot (tick texts on its left, the last figure on its right, title above,
months below) lies in the gaps between the plots, so that every plot has the same size.
``usermeta`` tells the report how wide a panel and its gap are; it sets as many side by side as
the page holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.theme import INK, SOFT, inline
from kpi_helpers.views.words import Words

__all__ = ["month_axis", "panels", "tick_layer", "titled"]

TICK_ROOM = 66  # pixels on the left of a plot, for the names of its ticks
COLUMNS = 2  # in a notebook; a report sets its own number


def panels(
    charts: Sequence[Any], *, width: int, gap: int, row_gap: int = 62, least: int = 190
) -> alt.ConcatChart:
    """The charts in rows.

    Parameters
    ----------
    charts : sequence of altair chart
        At least one.
    width : int
        Pixels of each plot.
    gap, row_gap : int
        Pixels between plots, beside and below.
    least : int
        Narrowest useful plot, pixels; a page that is too narrow for two shows one a row.
    """
    sized = [chart.properties(width=width) for chart in charts]
    return alt.concat(
        *sized,
        columns=min(COLUMNS, len(sized)),
        spacing={"column": gap, "row": row_gap},
        bounds="flush",
        usermeta={"panel": {"gap": gap, "least": least}},
    )


def titled(chart: Any, title: str, subtitle: str | None = None, left: int = TICK_ROOM) -> Any:
    """A panel under its name, which starts `left` pixels before the plot."""
    lines = {} if subtitle is None else {"subtitle": subtitle}
    return chart.properties(title=alt.TitleParams(title, dx=-left, **lines))


def tick_layer(ticks: Sequence[float], unit: str, currency: str | None, words: Words) -> Any:
    """Lines across the plot at round numbers, each named on its left in the reader's language."""
    rows = pd.DataFrame(
        {
            "tick": list(ticks),
            "name": [words.figure(Figure(tick, unit, currency)) for tick in ticks],
        }
    )
    y = alt.Y("tick:Q", title=None, axis=None, scale=alt.Scale(domain=[ticks[0], ticks[-1]]))
    base = alt.Chart().encode(y=y)
    return alt.layer(
        base.mark_rule(color=INK, opacity=0.14),
        base.mark_text(align="right", dx=-8, fontSize=11, opacity=SOFT).encode(
            x=alt.value(0), text="name:N"
        ),
        data=inline(rows),
    )


def month_axis(
    months: Sequence[str], words: Words, band: float = 0.5, field: str = "month"
) -> alt.X:
    """Months ``YYYY-MM``, oldest first; named every half year, or year, back from the last.

    `band` is the place within a month: 0 its start, 0.5 its middle.
    """
    names = [words.month_short(month) for month in months]
    step = 6 if len(names) <= 19 else 12
    return alt.X(
        f"{field}:N",
        title=None,
        bandPosition=band,
        scale=alt.Scale(domain=names, paddingInner=0.25, paddingOuter=0.15),
        axis=alt.Axis(
            values=names[::-1][::step][::-1], labelAngle=0, labelFontSize=11, labelPadding=5
        ),
    )
