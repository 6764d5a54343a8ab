"""What every rule reads from a frame of KPI values: figures for sentences, caveats, big moves."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Ref

__all__ = [
    "change_figure",
    "figure",
    "frame_caveats",
    "largest_moves",
    "parts_of_change",
    "rankable",
    "text_or_none",
]

PART_COLUMNS = [
    *("kpi", "effect", "dimension", "segment", "contribution", "effect_total"),
    *("value", "baseline", "change_abs", "unit", "currency", "reason"),
]
CLOSE = 1e-9
"""How far, relative to the largest part, parts may lie from the change."""

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


def rankable(rows: pd.DataFrame) -> pd.Series:
    """Relative change of each row as far as rows may be ranked by it; null where they may not.

    A score has no ratio, and a rate over too few cases no weight. An amount over months of
    unequal length counts only where it moved the same way by day: its days alone are no movement.

    Parameters
    ----------
    rows : DataFrame
        Rows of ``metrics.compare_kpis``.
    """
    change = rows["change_rel"].where(rows["comparable"].astype(bool))
    small = [_has(names, "small_denominator") for names in rows["caveats"]]
    change = change.mask((rows["unit"] == "score") | pd.Series(small, index=rows.index))
    uneven = pd.Series([_has(n, "unequal_lengths") for n in rows["caveats"]], index=rows.index)
    by_day = (1 + change) * _days(rows, "baseline") / _days(rows, "period") - 1
    return change.mask(uneven & ~((by_day.round(9) * change) > 0))


def _has(names: Any, name: str) -> bool:
    return names is not None and name in list(names)


def _days(rows: pd.DataFrame, side: str) -> pd.Series:
    start, end = (pd.to_datetime(rows[f"{side}_{name}"]) for name in ("start", "end"))
    return (end - start).dt.days + 1


def largest_moves(table: pd.DataFrame, column: str) -> tuple[pd.Series | None, pd.Series | None]:
    """Rows with the largest rise and the largest fall of `column`; None where there is none."""
    moves = table.dropna(subset=[column])
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


def parts_of_change(compared: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """The change of each KPI with the parts that make it up, without a rest.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of one kind, one row a KPI.
    effects : DataFrame
        ``metrics.changes.CHANGE_COLUMNS`` of the same comparison.

    Returns
    -------
    DataFrame
        ``PART_COLUMNS``; one row a part, KPIs in the order of `compared`. Contributions of a KPI
        sum to its change; a KPI whose parts do not has one row with the reason.
    """
    if compared.empty:
        return pd.DataFrame(columns=PART_COLUMNS)
    whole = compared.set_index("kpi")
    parts = dict(iter(effects.groupby("kpi", sort=False)))
    rows = [_parts(whole.loc[kpi], parts.get(kpi), str(kpi)) for kpi in whole.index]
    table = pd.concat([frame.astype(object) for frame in rows], ignore_index=True)[PART_COLUMNS]
    numbers = ["contribution", "effect_total", "value", "baseline", "change_abs"]
    return table.astype(dict.fromkeys(numbers, "float64"))


def _parts(whole: pd.Series, effects: pd.DataFrame | None, kpi: str) -> pd.DataFrame:
    """Rows of one KPI: its parts where they make up its change, else why there are none."""
    head = {name: whole[name] for name in ("value", "baseline", "change_abs", "unit", "currency")}
    reason = "no_data" if effects is None else text_or_none(effects["reason"].iloc[0])
    if not bool(whole["comparable"]):
        reason = text_or_none(whole["reason"]) or "not_comparable"
    if effects is not None and reason is None:
        scale = max(effects["value"].abs().max(), abs(whole["change_abs"]))
        if abs(math.fsum(effects["value"]) - whole["change_abs"]) <= CLOSE * scale:
            rows = effects.rename(columns={"value": "contribution", "part": "segment"})
            total = rows.groupby("effect")["contribution"].transform(math.fsum)
            return rows.assign(effect_total=total, **head)
        reason = "parts_do_not_sum"
    nothing = dict.fromkeys(PART_COLUMNS)
    return pd.DataFrame([nothing | head | {"kpi": kpi, "reason": reason}])
