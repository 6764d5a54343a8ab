"""Small charts side by side: the same frame for each, their plots aligned.

What stands outside a plot (tick texts on its left, the last figure on its right, title above,
months below) lies in the gaps between the plots, so that every plot has the same size.
``usermeta`` tells the report how wide a panel and its gap are; it sets as many side by side as
the page holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from kpi_helpers.finding import Figure
from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.theme import INK, SOFT, finished, wrapped
from kpi_helpers.views.words import Words

__all__ = ["TICK_ROOM", "month_axis", "panels", "tick_layer", "titled"]

TICK_ROOM = 66  # pixels on the left of a plot, for the names of its ticks
TITLE_WIDTH = 34  # characters; a longer title takes a second line, and its row more room
TITLE_LINE = 16  # pixels
NOTE_WIDTH = 48  # characters of a line below the panels
NOTE_BELOW = 30  # pixels from the last plots, for the names of their months
COLUMNS = 2  # in a notebook; a report sets its own number


def panels(
    charts: Sequence[Spec],
    description: str,
    *,
    width: int,
    gap: int,
    row_gap: int = 62,
    least: int = 190,
    shared: str | None = None,
    note: str | None = None,
    datasets: Mapping[str, Rows] | None = None,
) -> alt.Chart:
    """The charts in rows, as one finished chart.

    Parameters
    ----------
    charts : sequence of dict
        At least one, each :func:`titled`.
    description : str
        Text alternative of them all.
    width : int
        Pixels of each plot.
    gap, row_gap : int
        Pixels between plots, beside and below.
    least : int
        Narrowest useful plot, pixels; a page that is too narrow for two shows one a row.
    shared : str, optional
        Channel whose scale and legend all panels share: ``color``.
    note : str, optional
        What a mark means that no name explains, below them all.
    datasets : mapping of str to rows, optional
        What several panels draw alike, by the name they call it by, so that it is stored once.
    """
    if any(len(chart["title"]["text"]) > 1 for chart in charts):
        row_gap += TITLE_LINE
    placed: Spec = {
        "concat": [{"width": width, **chart} for chart in charts],
        "columns": min(COLUMNS, len(charts)),
        "spacing": {"column": gap, "row": row_gap},
        "bounds": "flush",
    }
    if shared is not None:
        placed["resolve"] = {"scale": {shared: "shared"}}
    if note is not None:
        text = wrapped(note, NOTE_WIDTH, 3).split("\n")
        look = {"orient": "bottom", "fontSize": 11, "fontWeight": 400, "offset": NOTE_BELOW}
        placed["title"] = {"text": text, "dx": -TICK_ROOM, **look}
    if datasets:
        placed["datasets"] = {name: list(rows) for name, rows in datasets.items()}
    return finished(placed, description, panel={"gap": gap, "least": least})


def titled(chart: Spec, title: str, subtitle: str | None = None, left: int = TICK_ROOM) -> Spec:
    """A panel under its name, which starts `left` pixels before the plot."""
    text = wrapped(title, TITLE_WIDTH).split("\n")
    lines = {} if subtitle is None else {"subtitle": subtitle}
    return {"title": {"text": text, **lines, "dx": -left}, **chart}


def tick_layer(ticks: Sequence[float], unit: str, currency: str | None, words: Words) -> Spec:
    """Lines across the plot at round numbers, each named on its left in the reader's language."""
    rows = [{"tick": tick, "name": words.figure(Figure(tick, unit, currency))} for tick in ticks]
    y = number("tick", scale={"domain": [ticks[0], ticks[-1]]})
    return layered(
        mark("rule", color=INK, opacity=0.14),
        mark(
            "text",
            {"x": {"value": 0}, "text": named("name")},
            align="right",
            dx=-8,
            fontSize=11,
            opacity=SOFT,
        ),
        rows=rows,
        encoding={"y": y},
    )


def month_axis(
    months: Sequence[str], words: Words, band: float = 0.5, field: str = "month"
) -> Spec:
    """Months ``YYYY-MM``, oldest first; named every half year, or year, back from the last.

    `band` is the place within a month: 0 its start, 0.5 its middle.
    """
    names = [words.month_short(month) for month in months]
    step = 6 if len(names) <= 19 else 12
    shown = names[::-1][::step][::-1]
    return named(
        field,
        title=None,
        bandPosition=band,
        scale={"domain": names, "paddingInner": 0.25, "paddingOuter": 0.15},
        axis={"values": shown, "labelAngle": 0, "labelFontSize": 11, "labelPadding": 8},
    )
