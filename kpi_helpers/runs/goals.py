"""Objectives of the front page, made of the rows of the emitted board and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from kpi_helpers.catalogue.checks_objectives import WHOLE_BRAND
from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.views.pills import pill
from kpi_helpers.views.words import Words

__all__ = ["Goal", "Means", "card_verdicts", "goals"]


@dataclass(frozen=True)
class Means:
    """One KPI of an objective: its name, its figures in words, and its verdict."""

    label: str
    figures: str
    pill: Markup


@dataclass(frozen=True)
class Goal:
    """One objective with its verdict and the KPIs that answer it; none is a gap."""

    label: str
    pill: Markup
    means: tuple[Means, ...]


def goals(rows: Iterable[Mapping[str, Any]], words: Words) -> tuple[Goal, ...]:
    """One goal an objective, in the order of the board.

    Parameters
    ----------
    rows : iterable of mapping
        Table of ``objective_board``.
    words : Words
    """
    return tuple(
        _goal(objective, list(own), words)
        for objective, own in groupby(rows, key=lambda row: row["objective"])
    )


def card_verdicts(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Verdicts that may stand on the card of a KPI: those of the same figure.

    An objective that is limited to a segment judges another figure than that of the card, and so
    does a target for a quarter or a year.
    """
    return {
        row["kpi"]: row["verdict"]
        for row in rows
        if row["kpi"] and row["perimeter"] in (None, WHOLE_BRAND) and row["per"] in (None, "month")
    }


def _goal(objective: str, rows: list[Mapping[str, Any]], words: Words) -> Goal:
    means = tuple(_means(row, words) for row in rows if row["kpi"] is not None)
    label = words.ref(Ref("objective", objective))
    return Goal(label, pill(rows[0]["objective_verdict"], words), means)


def _means(row: Mapping[str, Any], words: Words) -> Means:
    unit, money = row["unit"], row["currency"]
    told = {name: Figure(row[name], unit, money) for name in ("value", "expected", "target")}
    if None not in (row["value"], row["expected"]):
        told["gap"] = Figure(row["value"] - row["expected"], unit, money, change=True)
    figures = words.message(_sentence(row, told, words), told)
    if row["verdict"] == str(Verdict.UNKNOWN) and row["reason"]:
        figures = f"{figures} · {words.reason(row['reason'])}"
    return Means(words.ref(Ref("kpi", row["kpi"])), figures, pill(row["verdict"], words))


def _sentence(row: Mapping[str, Any], told: Mapping[str, Figure], words: Words) -> str:
    """Name of what is told: a gap too small to be seen between two figures is told itself."""
    if row["target"] is None:
        return "report_goal_no_target"
    if row["expected"] in (None, row["target"]):
        return "report_goal_target"
    same = "gap" in told and words.figure(told["value"]) == words.figure(told["expected"])
    return "report_goal_near" if same and row["value"] != row["expected"] else "report_goal"
