"""Weekday by hour: where posts earn more or less than the brand's others, and where nobody knows.

The colour is an effect drawn to zero by what chance leaves of it, so that a grid of noise is pale.
Only a claim has its figure; every other cell says how many posts it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT
from kpi_helpers.views.colours import ACCENT, FALL, QUIET

__all__ = ["slot_grid"]

LABEL_ROOM = 62
STRONGEST = 0.55  # opacity that texts can still be read on
FULL = 0.25  # effect at which the colour is strongest


def slot_grid(
    rows: Rows, weekdays: Sequence[str], hours: Sequence[str], description: str
) -> alt.Chart:
    """One grid a question.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` (rows of a panel stand together), ``weekday``, ``hours``, ``effect`` (relative;
        None: too few posts, drawn grey), ``claimed``, ``text``.
    weekdays, hours : sequence of str
        Rows and columns, in order.
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    names = list(dict.fromkeys(row["panel"] for row in rows))
    charts = [
        titled(
            _grid([row for row in rows if row["panel"] == name], weekdays, hours),
            name,
            left=LABEL_ROOM,
        )
        for name in names
    ]
    return panels(charts, description, width=250, gap=LABEL_ROOM + 24, row_gap=70, least=190)


def _grid(rows: Rows, weekdays: Sequence[str], hours: Sequence[str]) -> Spec:
    drawn = [
        {
            "weekday": row["weekday"],
            "hours": row["hours"],
            "claimed": row["claimed"],
            "text": row["text"],
            **_paint(row["effect"]),
        }
        for row in rows
    ]
    x = named(
        "hours",
        title=None,
        scale={"domain": list(hours), "paddingInner": 0.06},
        axis={"orient": "top", "labelAngle": 0, "labelFontSize": 11, "labelPadding": 4},
    )
    y = named("weekday", title=None, scale={"domain": list(weekdays), "paddingInner": 0.08})
    cell = {
        "x": x,
        "y": y,
        "color": named("colour", scale=None),
        "opacity": {"field": "strength", "type": "quantitative", "scale": None},
    }
    place = {"x": x, "y": y}
    return layered(
        mark("rect", cell),
        mark("rect", place, "datum.claimed", filled=False, stroke=INK, strokeWidth=1.4),
        mark("text", {**place, "text": named("text")}, "datum.claimed", fontWeight=600),
        mark("text", {**place, "text": named("text")}, "!datum.claimed", fontSize=10, opacity=SOFT),
        rows=drawn,
        height={"step": 30},
    )


def _paint(effect: float | None) -> dict[str, object]:
    """Colour and strength of a cell."""
    if effect is None:
        return {"colour": QUIET, "strength": 0.16}
    strength = min(abs(effect) / FULL, 1.0) * STRONGEST
    return {"colour": ACCENT if effect >= 0 else FALL, "strength": round(strength, 3)}
