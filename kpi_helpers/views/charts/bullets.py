"""How far each KPI is on its way to its target: one bar each, under its objective.

Every bar runs on the same scale, from where the KPI started (or from zero, of a total) to its
target, so that KPIs of any unit and direction stand side by side. Names stand above the bars and
figures below, so that a phone holds them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kpi_helpers.views.charts.grammar import Spec, layered, mark, named, number, pixels
from kpi_helpers.views.charts.theme import INK, SOFT, finished, wrapped
from kpi_helpers.views.colours import QUIET, VERDICT_COLOURS

__all__ = ["ICONS", "Bullet", "Goal", "bullets"]

WIDTH = 520
MOST = 760  # pixels beyond which a report does not widen the chart
HEAD_LINE, HEAD_GAP = 17, 26  # pixels: a line of an objective, and the room before it
BLOCK, BARELESS, BAR = 62, 45, 12  # pixels: one KPI, one that has no bar, and a bar
LONGEST = 1.15  # of the way to the target; a bar beyond it is cut and marked
HEAD_WIDTH = 46  # characters that a phone holds
ICONS = {"good": "✓", "watch": "!", "bad": "✗", "unknown": "?", "neutral": "–"}
"""Beside the word of a verdict, so that it is never told by colour alone."""


@dataclass(frozen=True)
class Bullet:
    """One KPI: its name, verdict and figures in words, and where it stands on its way.

    Parameters
    ----------
    label, verdict_text, figures : str
    verdict : str
        One of :class:`~kpi_helpers.finding.Verdict`.
    reached, due : float, optional
        Shares of the way to the target: covered, and expected by now. None draws no mark.
    """

    label: str
    verdict: str
    verdict_text: str
    figures: str
    reached: float | None
    due: float | None


@dataclass(frozen=True)
class Goal:
    """One objective with its KPIs."""

    label: str
    bullets: Sequence[Bullet]


def bullets(goals: Sequence[Goal], description: str) -> alt.Chart:
    """Each objective with the way of its KPIs.

    Parameters
    ----------
    goals : sequence of Goal
    description : str
        Text alternative.

    Returns
    -------
    altair.Chart
    """
    heads, rows, height = _placed(goals)
    left, right = {"value": 0}, {"value": "width"}
    coloured = named("colour", scale=None)
    chart = layered(
        _text("head", {"x": left}, fontWeight=600, fontSize=13) | {"data": {"values": heads}},
        _text("label", {"x": left}, yOffset=8),
        _text("verdict", {"x": right, "color": coloured}, align="right", fontWeight=600, yOffset=8),
        *_bars(coloured),
        _text("figures", {"x": left, "y": pixels("below")}, opacity=SOFT, fontSize=11),
        rows=rows,
        width=WIDTH,
        height=height,
    )
    return finished(chart, description, most=MOST)


def _bars(coloured: Spec) -> list[Spec]:
    """The way to the target, how far the KPI has come on it, and how far it should have."""
    way = {"scale": {"domain": [0, LONGEST], "nice": False}}
    x, target = number("reached", **way), number("target", **way)
    bar = {"x2": {"datum": 0}, "y": pixels("top"), "y2": {"field": "bottom"}}
    known, due = "isValid(datum.reached)", {"strokeDash": [3, 2], "strokeWidth": 1.5}
    return [
        mark("rect", {"x": target, **bar}, known, color=QUIET, opacity=0.22),
        mark("rect", {"x": x, **bar, "color": coloured}, known),
        mark("rule", {"x": target, **_reaching("near")}, known, color=INK, strokeWidth=2),
        mark("rule", {"x": number("due", **way), **_reaching("far")}, known, color=INK, **due),
        _text("more", {"x": x}, known, dx=3, yOffset=24, color=INK),
    ]


def _reaching(where: str) -> Spec:
    """From a little above a bar to a little below it."""
    return {"y": pixels(f"{where}_top"), "y2": {"field": f"{where}_bottom"}}


def _text(field: str, encoding: Spec, where: str | None = None, **look: Any) -> Spec:
    placed = {"y": pixels("place"), **encoding, "text": named(field)}
    return mark("text", placed, where, **{"align": "left", "baseline": "middle", **look})


def _placed(
    goals: Sequence[Goal],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Headings and KPIs with their places in pixels from the top, and the whole height."""
    heads: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    place = -HEAD_GAP + 8
    for goal in goals:
        place += HEAD_GAP
        head = wrapped(goal.label, HEAD_WIDTH)
        for line in head.split("\n"):
            heads.append({"head": line, "place": place})
            place += HEAD_LINE
        for bullet in goal.bullets:
            rows.append(_row(bullet, place))
            place += BLOCK if bullet.reached is not None else BARELESS
    return heads, rows, place


def _row(bullet: Bullet, place: int) -> dict[str, Any]:
    top = place + 18
    drawn = bullet.reached is not None
    cut = drawn and bullet.reached > LONGEST
    return {
        "place": place,
        "below": place + (42 if drawn else 25),
        "top": top,
        "bottom": top + BAR,
        "near_top": top - 2,
        "near_bottom": top + BAR + 2,
        "far_top": top - 4,
        "far_bottom": top + BAR + 4,
        "label": bullet.label,
        "verdict": f"{ICONS[bullet.verdict]} {bullet.verdict_text}",
        "colour": VERDICT_COLOURS.get(bullet.verdict, QUIET),
        "figures": bullet.figures,
        "reached": None if bullet.reached is None else min(LONGEST, max(0.0, bullet.reached)),
        "due": bullet.due,
        "target": 1,
        "more": "▸" if cut else "",
    }
