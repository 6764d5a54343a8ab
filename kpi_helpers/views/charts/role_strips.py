"""One row a role, one stroke an account, placed by its followers."""

from __future__ import annotations

import math

import altair as alt

from kpi_helpers.finding import Ref
from kpi_helpers.views.charts.grammar import Rows, layered, mark, named, number
from kpi_helpers.views.charts.quadrant import size_axis
from kpi_helpers.views.charts.theme import INK, finished
from kpi_helpers.views.colours import QUIET, ROLE_COLOURS
from kpi_helpers.views.words import Words

__all__ = ["role_strips"]

WIDTH, MOST = 480, 760
ROW = 40  # pixels


def role_strips(rows: Rows, words: Words, description: str) -> alt.Chart:
    """Accounts by role and size; a pale stroke is a borderline label.

    Parameters
    ----------
    rows : sequence of mapping
        ``role``, ``followers`` (above 0), ``borderline``; in the order in which roles are drawn.
    words : Words
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    roles = list(dict.fromkeys(row["role"] for row in rows))
    names = {role: words.ref(Ref("role", role)) for role in roles}
    drawn = [
        {
            "role": names[row["role"]],
            "x": math.log10(row["followers"]),
            "colour": ROLE_COLOURS.get(row["role"], QUIET),
            "pale": bool(row["borderline"]),
        }
        for row in rows
    ]
    reach = (min(row["x"] for row in drawn) - 0.1, max(row["x"] for row in drawn) + 0.1)
    counts = [
        {"role": names[role], "count": str(sum(row["role"] == role for row in rows))}
        for role in roles
    ]
    scale = {"type": "point", "domain": list(names.values()), "padding": 0.5}
    y = named("role", title=None, scale=scale, axis={"labelPadding": 8})
    x = number("x", scale={"domain": list(reach), "nice": False, "zero": False})
    stroke = {"x": x, "y": y, "color": named("colour", scale=None)}
    look = {"orient": "vertical", "size": 22, "thickness": 2.5}
    beside = {"y": y, "x": {"value": "width"}, "text": named("count")}
    chart = layered(
        mark("tick", stroke, "!datum.pale", **look),
        mark("tick", stroke, "datum.pale", opacity=0.45, **look),
        {"data": {"values": counts}, **mark("text", beside, align="left", dx=10, color=INK)},
        size_axis(reach, words),
        rows=drawn,
        width=WIDTH,
        height={"step": ROW},
    )
    return finished(chart, description, most=MOST)
