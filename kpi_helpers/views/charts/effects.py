"""What groups earn against the others: a dot and its interval beside the line of no difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import altair as alt

from kpi_helpers.views.charts.grammar import Rows, Spec, layered, mark, named, number
from kpi_helpers.views.charts.panels import panels, titled
from kpi_helpers.views.charts.theme import INK, SOFT, centred, distinct, wrapped
from kpi_helpers.views.colours import ACCENT, QUIET

__all__ = ["effect_dots"]

LABEL_ROOM = 118
LETTER = 7


def effect_dots(rows: Rows, description: str, domain: Sequence[float] | None = None) -> alt.Chart:
    """One panel a question; a filled dot is a claim, a hollow one may be chance.

    Parameters
    ----------
    rows : sequence of mapping
        ``panel`` and ``about`` (rows of a panel stand together), ``label`` (unique in a panel),
        ``effect``, ``lo``, ``hi`` (relative; None where there is no effect: only the text is
        drawn), ``claimed``, ``text``.
    description : str
        Text alternative.
    domain : sequence of float, optional
        Lowest and highest value of every panel; else each has its own, with zero.

    Returns
    -------
    altair.Chart
    """
    room = (
        LETTER * max(len(row["text"]) for row in rows) + 18
    )  # clear of an interval that ends at the plot's edge
    charts = []
    for (panel, about), part in groupby(rows, key=lambda row: (row["panel"], row["about"])):
        charts.append(titled(_dots(list(part), room, domain), panel, about, left=LABEL_ROOM))
    return panels(charts, description, width=190, gap=LABEL_ROOM + room + 16, least=110)


def _dots(rows: Rows, room: int, domain: Sequence[float] | None) -> Spec:
    labels = distinct([wrapped(row["label"], 17) for row in rows])
    drawn = [
        {**{name: row[name] for name in ("effect", "lo", "hi", "claimed", "text")}, "label": label}
        for label, row in zip(labels, rows, strict=True)
    ]
    y = named(
        "label",
        title=None,
        scale={"domain": labels},
        axis={"labelLimit": LABEL_ROOM, "labelOffset": centred("datum.value")},
    )
    x = _axis(drawn, domain)
    dot = {"y": y, "x": {"field": "effect", **x}}
    line = {"y": y, "x": {"field": "lo", **x}, "x2": {"field": "hi"}}
    text = {"y": y, "x": {"value": "width"}, "text": named("text")}
    known, claimed = "isValid(datum.effect)", "datum.claimed"
    beside = {"align": "right", "dx": room}
    return layered(
        {
            "data": {"values": [{"none": 0}]},
            **mark(
                "rule", {"x": {"field": "none", **x}}, color=INK, opacity=0.45, strokeDash=[2, 3]
            ),
        },
        mark("rule", line, f"{known} && {claimed}", color=ACCENT, strokeWidth=2),
        mark("rule", line, f"{known} && !{claimed}", color=QUIET, strokeWidth=2),
        mark("point", dot, f"{known} && {claimed}", color=ACCENT, filled=True, size=70, opacity=1),
        mark("point", dot, f"{known} && !{claimed}", color=QUIET, filled=False, size=60, opacity=1),
        mark("text", text, claimed, fontWeight=600, **beside),
        mark("text", text, f"!{claimed}", opacity=SOFT, fontSize=11, **beside),
        rows=drawn,
        height={"step": 32},
    )


def _axis(drawn: Sequence[dict[str, object]], given: Sequence[float] | None) -> Spec:
    """One scale for dots and intervals that holds the line of no difference."""
    ends = [float(row[end]) for row in drawn for end in ("lo", "hi") if row[end] is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    domain = list(given or ([low, high] if low < high else [-1.0, 1.0]))
    plain = number("effect", scale={"domain": domain, "nice": False, "zero": False})
    return {key: value for key, value in plain.items() if key != "field"}
