"""What every rule reads from a frame of KPI values: figures for sentences, caveats, big moves."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Ref

__all__ = ["change_figure", "figure", "frame_caveats", "largest_moves", "text_or_none"]

POINTS = ("percent", "score")
"""Units whose changes are differences, not ratios."""


def text_or_none(value: Any) -> str | None:
    """Text of a cell; None for a missing one."""
    return None if value is None or pd.isna(value) else str(value)


def figure(row: pd.Series, column: str, *, change: bool = False) -> Figure:
    """The number of one cell with the unit and currency of its row."""
    number = row[column]
    return Figure(
        None if pd.isna(number) else float(number),
        str(row["unit"]),
        text_or_none(row["currency"]),
        change=change,
    )


def change_figure(row: pd.Series, kind: str) -> Figure:
    """The change of one row as readers expect it.

    A percentage moves in points and a score in its own points, because both may stand near zero
    or below it; everything else moves in per cent.

    Parameters
    ----------
    row : Series
        Holds ``unit`` and ``<kind>_change_abs`` and ``<kind>_change_rel``, without the prefix
        when `kind` is empty.
    kind : str
        Name of the comparison.
    """
    prefix = f"{kind}_" if kind else ""
    if row["unit"] in POINTS:
        return figure(row, f"{prefix}change_abs", change=True)
    relative = row[f"{prefix}change_rel"]
    return Figure(None if pd.isna(relative) else float(relative), "relative", change=True)


def largest_moves(table: pd.DataFrame, column: str) -> tuple[pd.Series | None, pd.Series | None]:
    """Rows with the largest rise and the largest fall of `column`; None where there is none.

    A score has no ratio: the relative change of a score that may be negative says nothing.
    """
    moves = table[table["unit"] != "score"].dropna(subset=[column])
    rise = moves.loc[moves[column].idxmax()] if (moves[column] > 0).any() else None
    fall = moves.loc[moves[column].idxmin()] if (moves[column] < 0).any() else None
    return rise, fall


def frame_caveats(values: pd.DataFrame) -> tuple[Caveat, ...]:
    """One caveat for each reservation that any row carries, with the KPIs it concerns."""
    concerned: dict[str, list[str]] = {}
    for kpi, names in zip(values["kpi"], values["caveats"], strict=True):
        for name in [] if names is None else list(names):
            kpis = concerned.setdefault(str(name), [])
            if kpi not in kpis:
                kpis.append(kpi)
    for name, flag in (("incomplete", "complete"), ("unsettled", "settled")):
        rows = values[values["value"].notna() & ~values[flag].fillna(True).astype(bool)]
        if len(rows):
            concerned[name] = list(dict.fromkeys(rows["kpi"]))
    return tuple(
        Caveat(name, {"kpis": [Ref("kpi", str(kpi)) for kpi in kpis]})
        for name, kpis in sorted(concerned.items())
    )
