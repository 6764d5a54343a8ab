"""How the findings of the objectives notebook are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.bullets import Bullet, Goal, bullets
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation, number_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _board(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if finding.table.empty:
        return None
    goals = [
        Goal(
            words.ref(Ref("objective", str(objective))),
            [_bullet(row, words) for row in rows.to_dict("records")],
        )
        for objective, rows in finding.table.groupby("objective", sort=False)
    ]
    return bullets(goals, f"{words.message('chart_about_bullets')} {sentence}")


def _bullet(row: dict[str, Any], words: Words) -> Bullet:
    kpi, reason, verdict = text_of(row["kpi"]), text_of(row["reason"]), str(row["verdict"])
    figures = [] if kpi is None else [words.figure(_figure(row, "value"))]
    figures += _wanted(row, words)
    if reason is not None:
        figures.append(words.reason(reason))
    return Bullet(
        words.message("chart_no_kpi") if kpi is None else words.ref(Ref("kpi", kpi)),
        verdict,
        words.ref(Ref("verdict", verdict)),
        " · ".join(figures),
        number_of(row["attained"]),
        number_of(row["due"]) if number_of(row["attained"]) is not None else None,
    )


def _wanted(row: dict[str, Any], words: Words) -> list[str]:
    """What is expected by now and in the end, of a band its middle and its width."""
    told = {name: _figure(row, name) for name in ("expected", "target")}
    if told["target"].value is None:
        return []
    warn = number_of(row["warn"])
    if row["direction"] == "band" and warn is not None:
        width = replace(told["target"], value=warn * abs(told["target"].value))
        return [words.message("chart_band", {"figure": told["target"], "width": width})]
    value, expected = _figure(row, "value"), told["expected"]
    if expected.value is None or expected == told["target"]:
        return [words.message("chart_target", {"figure": told["target"]})]
    said = {"figure": expected}
    name = "chart_expected"
    if value.value not in (None, expected.value) and words.figure(value) == words.figure(expected):
        said["gap"] = replace(value, value=value.value - expected.value, change=True)
        name = "chart_expected_near"
    return [words.message(name, said), words.message("chart_target", {"figure": told["target"]})]


def _figure(row: dict[str, Any], column: str) -> Figure:
    unit = text_of(row["unit"]) or "count"
    return Figure(number_of(row[column]), unit, text_of(row["currency"]))


PRESENTATIONS: dict[str, Presentation] = {
    "objective_board": Presentation(
        (
            *("objective", "objective_verdict", "kpi", "value", "expected", "target", "attained"),
            *("verdict", "owner", "by", "weight", "perimeter", "caveats", "reason"),
        ),
        _board,
        headings={"reason": "no_verdict"},
    ),
    "pace": Presentation(
        (
            *("kpi", "value", "expected", "target", "baseline", "attained", "needed"),
            *("months_left", "per", "way", "earned", "earned_by", "verdict", "reason"),
        ),
        headings={"reason": "no_verdict"},
    ),
    "smart_badges": Presentation(
        ("kpi", "specific", "measurable", "achievable", "relevant", "timed", "gaps"),
    ),
    "indicators": Presentation(("kpi", "value", "verdict", "caveats", "reason")),
}
