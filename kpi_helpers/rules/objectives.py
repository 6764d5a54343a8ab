"""Rule 3: no KPI is good or bad by itself; it answers an objective, or it is a mere indicator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref, Verdict
from kpi_helpers.rules.reading import figure, frame_caveats, text_or_none

__all__ = ["indicators", "objective_board", "overall", "pace"]

BOARD = ["objective", "perimeter", "owner", "by", "weight", "kpi", "kpi_version", "direction"]
FIGURES = ["per", "value", "expected", "target", "baseline", "warn", "attained", "due"]
KNOWN = ["unit", "currency", "complete", "settled", "as_of", "caveats"]
PACE = ["objective", "kpi", "value", "expected", "level", "target", "baseline", "attained"]
HOW = ["needed", "months_left", "needed_is_change", "per", "way", "earned", "earned_by", "verdict"]


def overall(verdicts: Iterable[str]) -> Verdict:
    """The verdict of an objective: that of its worst KPI, unknown where that cannot be said.

    One KPI behind is behind, whatever the others turn out to be; else one without a verdict
    leaves the objective without one.
    """
    found = {Verdict(verdict) for verdict in verdicts}
    for verdict in (Verdict.BAD, Verdict.UNKNOWN, Verdict.WATCH, Verdict.GOOD):
        if verdict in found:
            return verdict
    return Verdict.UNKNOWN


def objective_board(paced: pd.DataFrame) -> Finding:
    """Each objective with its KPIs, what they should be by now, and the verdict.

    Parameters
    ----------
    paced : DataFrame
        ``rules.pace.on_pace`` of the brand's targets.

    Returns
    -------
    Finding
        ``objective_board``; one row an objective and KPI, the heaviest objectives first;
        ``verdict`` is that of the KPI, ``objective_verdict`` that of the objective (see
        :func:`overall`), ``reason`` why a verdict is unknown. The sentence counts objectives and
        names the KPI farthest behind in proportion.
    """
    if paced.empty:
        return Finding("objective_board", paced, "objective_board_none")
    table = paced[[*BOARD, *FIGURES, *KNOWN, "verdict"]].reset_index(drop=True)
    table["reason"] = paced["why"].to_numpy()
    by_objective = table.groupby("objective", sort=False)["verdict"].agg(overall)
    table["objective_verdict"] = table["objective"].map(by_objective.astype(str))
    counts = by_objective.astype(str).value_counts()
    values: dict[str, object] = {
        "total": len(by_objective),
        **{name: int(counts.get(name, 0)) for name in ("good", "watch", "bad", "unknown")},
    }
    farthest = _farthest(table)
    message = "objective_board_level" if farthest is None else "objective_board"
    if farthest is not None:
        values |= {
            "kpi": Ref("kpi", str(farthest["kpi"])),
            "value": figure(farthest, "value"),
            "expected": figure(farthest, "expected"),
            "gap": _gap(farthest),
        }
    caveats = (*_gaps(table), *_reservations(paced))
    return Finding("objective_board", table, message, values, caveats)


def _farthest(table: pd.DataFrame) -> pd.Series | None:
    """The KPI behind what is expected of it that misses most of it; scores have no proportion."""
    behind = table[table["verdict"].isin(["bad", "watch"]) & (table["unit"] != "score")]
    expected = behind["expected"].astype("float64")
    missed = (behind["value"].astype("float64") - expected).abs() / expected.abs()
    missed = missed[expected != 0]
    return None if missed.empty else table.loc[missed.idxmax()]


def _gap(row: pd.Series) -> Figure:
    """What lies between the two, which may look the same once rounded."""
    gap = float(row["value"]) - float(row["expected"])
    return Figure(gap, str(row["unit"]), text_or_none(row["currency"]), change=True)


def _reservations(paced: pd.DataFrame) -> tuple[Caveat, ...]:
    """What verdicts must be read with: those of the figures, and a season that nobody knows."""
    judged = paced[paced["verdict"] != str(Verdict.UNKNOWN)]
    plain = judged.loc[judged["earned_by"] == "days", "kpi"]
    by_days = Caveat("earned_by_days", {"kpis": [Ref("kpi", str(kpi)) for kpi in plain]})
    known = frame_caveats(judged.astype({"complete": bool, "settled": bool}))
    return (by_days, *known) if len(plain) else known


def _gaps(table: pd.DataFrame) -> tuple[Caveat, ...]:
    """Objectives that no KPI answers."""
    empty = table.loc[table["kpi"].isna(), "objective"]
    named = [Ref("objective", str(name)) for name in empty]
    return (Caveat("objective_without_kpi", {"objectives": named}),) if named else ()


def pace(paced: pd.DataFrame) -> Finding:
    """How far each KPI is on its way to its target, and what is still to do.

    Parameters
    ----------
    paced : DataFrame
        As for :func:`objective_board`.

    Returns
    -------
    Finding
        ``pace``; one row a KPI with a target. The sentence speaks of the KPI, among those behind,
        whose objective weighs most. What a total still needs leads to its ``level``: what its own
        period is to bring, which is less than a target of later years.
    """
    rows = paced[paced["target"].notna()] if len(paced) else paced
    if rows.empty:
        return Finding("pace", rows, "pace_none")
    table = rows[[*PACE, *HOW, *KNOWN]].reset_index(drop=True)
    table["reason"] = rows["why"].to_numpy()
    caveats = _reservations(rows)
    values: dict[str, object] = {
        "total": len(table),
        "count": int((table["verdict"] == str(Verdict.GOOD)).sum()),
        "unknown": int((table["verdict"] == str(Verdict.UNKNOWN)).sum()),
    }
    open_still = table[table["needed"].notna() & table["verdict"].isin(["bad", "watch"])]
    if open_still.empty:
        return Finding("pace", table, "pace_level", values, caveats)
    first = open_still.iloc[0]
    values |= {
        "kpi": Ref("kpi", str(first["kpi"])),
        "needed": _needed(first),
        "target": figure(first, "target" if first["needed_is_change"] else "level"),
    }
    message = "pace_change" if first["needed_is_change"] else "pace_total"
    return Finding("pace", table, message, values, caveats)


def _needed(row: pd.Series) -> Figure:
    change = bool(row["needed_is_change"])
    return Figure(float(row["needed"]), str(row["unit"]), text_or_none(row["currency"]), change)


def indicators(values: pd.DataFrame, declared: int) -> Finding:
    """KPIs that are followed although no objective stands behind them: shown, never judged.

    Parameters
    ----------
    values : DataFrame
        ``metrics.kpi_values`` of the month for these KPIs.
    declared : int
        How many KPIs are followed in all.

    Returns
    -------
    Finding
        ``indicators``; one row a KPI.
    """
    table = values.assign(verdict=str(Verdict.NEUTRAL))
    kept: list[Any] = ["kpi", "kpi_version", "value", "unit", "currency", "complete", "settled"]
    table = table[[*kept, "caveats", "verdict", "reason"]].reset_index(drop=True)
    found = {
        "count": len(table),
        "total": declared,
        "kpis": [Ref("kpi", str(kpi)) for kpi in table["kpi"]],
    }
    message = "indicators" if len(table) else "indicators_none"
    return Finding("indicators", table, message, found, frame_caveats(values))
