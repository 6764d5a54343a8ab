"""How the findings of the objectives notebook are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.charts.bullets import Bullet, Goal, bullets
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.tree import Branch, driver_lines
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


def _tree(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if finding.table.empty:
        return None
    branches = [_branch(row, words) for row in finding.table.to_dict("records")]
    return driver_lines(branches, f"{words.message('chart_about_tree')} {sentence}")


def _branch(row: dict[str, Any], words: Words) -> Branch:
    """A node with its change in words, and what it did to the node above it where that is exact."""
    figures = []
    if number_of(row["value"]) is not None:
        figures.append(words.figure(_figure(row, "value")))
    if number_of(row["change_abs"]) is not None:
        figures.append(words.figure(change_figure(row)))
    elif row["kind"] == "kpi":
        figures.append(words.reason(text_of(row["reason"]) or "not_comparable"))
    part = number_of(row["exact_part"])
    if part is not None:
        money = text_of(row["exact_part_currency"])
        above = Figure(part, str(row["exact_part_unit"]), money, change=True)
        told = {"part": above, "parent": Ref("kpi", str(row["parent"]))}
        figures.append(words.message("chart_part", told))
    name = words.ref(Ref(str(row["kind"]), str(row["node"])))
    if row["edge"] == "influence":
        name = words.message("chart_hypothesis", {"name": name})
    return Branch(int(row["depth"]), row["edge"] != "influence", name, " · ".join(figures))


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
            *("kpi", "value", "expected", "level", "target", "baseline", "attained", "needed"),
            *("months_left", "per", "way", "earned", "earned_by", "verdict", "reason"),
        ),
        headings={"reason": "no_verdict", "baseline": "start_level", "level": "period_level"},
    ),
    "smart_badges": Presentation(
        ("kpi", "specific", "measurable", "achievable", "relevant", "timed", "gaps"),
    ),
    "driver_tree": Presentation(
        (
            *("node", "parent", "edge", "value", "baseline", "change_abs", "change_rel"),
            *("exact_part", "reason"),
        ),
        _tree,
    ),
    "indicators": Presentation(("kpi", "value", "verdict", "caveats", "reason")),
}
