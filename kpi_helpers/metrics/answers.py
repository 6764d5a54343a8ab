"""One KPI written out: its formula over the board, with everything that must be said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.board import Board
from kpi_helpers.metrics.breaks import breaks_of, segments
from kpi_helpers.metrics.evenness import counted_boards, uneven_parts
from kpi_helpers.metrics.formulas import Worked, work_out
from kpi_helpers.metrics.grid import MeasureGrid, Member
from kpi_helpers.metrics.readings import PART, WHOLE, Plan, span_of
from kpi_helpers.metrics.scan import NULL
from kpi_helpers.schema import VALUES

__all__ = ["answer_rows", "formula_values"]

_HEAD = ("kpi", "kpi_version", "period", "period_start", "period_end")

_WHY_NULL = ("no_fx_rate", "not_additive", "stale")
"""Reasons a measure gives for one cell, gravest first."""


@dataclass
class _Answer:
    """A KPI over the whole board."""

    worked: Worked
    numerator: np.ndarray
    denominator: np.ndarray
    grids: Mapping[str, MeasureGrid]
    caveats: dict[str, np.ndarray]
    segment: np.ndarray


def answer_rows(plan: Plan, board: Board, catalogue: Catalogue, known_at: datetime) -> pd.DataFrame:
    """The rows of one KPI.

    Parameters
    ----------
    plan : Plan
    board : Board
        Holds every reading of the plan, unless the plan already says why it cannot be answered.
    catalogue : Catalogue
    known_at : datetime

    Returns
    -------
    DataFrame
        Columns of ``schema.VALUES``, and ``contributing``: the series that add up in a value.
    """
    grids = {} if plan.reason else {n: board.grids[r] for n, r in plan.readings.items()}
    blocked = next(((g.reason, g.detail) for g in grids.values() if g.reason), None)
    if plan.reason or blocked:
        reason, detail = (plan.reason, plan.detail) if plan.reason else blocked
        return _refused_rows(plan, board, catalogue, known_at, str(reason), dict(detail))
    combos = _combos(board, grids)
    answer = _work(plan, board, catalogue, grids)
    spans, columns = np.meshgrid(np.arange(len(board.periods)), combos, indexing="ij")
    at = (spans.ravel(), columns.ravel())
    boards = list(counted_boards(plan, grids).values())
    as_of = np.minimum.reduce([g.as_of for g in boards])[at]
    reasons, details = _reasons(plan, answer, at)
    return _frame(
        plan,
        board,
        catalogue,
        at,
        value=answer.worked.value[at],
        numerator=answer.numerator[at],
        denominator=answer.denominator[at],
        complete=np.logical_and.reduce([g.complete for g in boards])[at],
        settled=np.logical_and.reduce([g.settled for g in boards])[at[0]],
        coverage=np.minimum.reduce([g.coverage for g in boards])[at],
        stale=np.logical_or.reduce([g.stale for g in boards])[at],
        as_of=_days(as_of),
        known_at=known_at,
        segment=answer.segment[at],
        reason=reasons,
        caveats=_caveats(answer, at),
        detail=details,
        contributing=_members(boards, at),
    )


def _members(
    boards: Sequence[MeasureGrid], at: tuple[np.ndarray, np.ndarray]
) -> list[frozenset[Member]]:
    """Series that add up in each cell."""
    cells = [(int(span), int(combo)) for span, combo in zip(*at, strict=True)]
    return [frozenset().union(*(b.members.get(c, ()) for b in boards)) for c in cells]


def _combos(board: Board, grids: Mapping[str, MeasureGrid]) -> list[int]:
    """Combinations with data in some period, by their labels; the missing ones come last."""
    seen = np.logical_or.reduce([grid.seen for grid in grids.values()])
    found = np.flatnonzero(seen) if seen.any() else [0]
    labels = board.combos.labels
    return sorted(found, key=lambda c: [(label == NULL, label) for label in labels[c]])


def _work(
    plan: Plan, board: Board, catalogue: Catalogue, grids: Mapping[str, MeasureGrid]
) -> _Answer:
    shape = (len(board.periods), len(board.combos))
    values = formula_values(plan, grids)
    worked = work_out(plan.tree, values, shape)
    none = np.full(shape, np.nan)
    over, under = (
        [work_out(side, values, shape).value for side in plan.sides] if plan.sides else [none, none]
    )
    to_date = plan.kpi.to_date if plan.kpi.kind == "cumulative" else None
    spans = [span_of(period, to_date) for period in board.periods]
    breaks = breaks_of(catalogue.breaks, plan.readings.values())
    segment, inside = segments(breaks, grids.values(), spans, board.combos)
    caveats = _merged_caveats(grids)
    caveats["definition_break_inside"] = inside
    if plan.divides:
        caveats["uneven_parts"] = uneven_parts(plan, grids, shape)
    if plan.kpi.min_denominator is not None:
        caveats["small_denominator"] = under < plan.kpi.min_denominator
    if worked.filled:
        caveats["filled_in"] = np.logical_or.reduce(list(worked.filled.values()))
    return _Answer(worked, over, under, grids, caveats, segment)


def formula_values(plan: Plan, grids: Mapping[str, MeasureGrid]) -> dict[str, np.ndarray]:
    """What the formula of a KPI sees: one array of aggregated values a name in it."""
    values = {name: grid.value for name, grid in grids.items()}
    if plan.kpi.kind == "share":
        # Where the whole is known, a part without rows is a part of nothing.
        gap = np.isnan(values[PART]) & np.isfinite(values[WHOLE])
        values[PART] = np.where(gap & ~_blamed(grids[PART]), 0.0, values[PART])
    return values


def _blamed(grid: MeasureGrid) -> np.ndarray:
    return np.logical_or.reduce([*grid.reasons.values(), np.zeros(grid.value.shape, dtype=bool)])


def _merged_caveats(grids: Mapping[str, MeasureGrid]) -> dict[str, np.ndarray]:
    merged: dict[str, np.ndarray] = {}
    for grid in grids.values():
        for name, flags in grid.caveats.items():
            merged[name] = merged[name] | flags if name in merged else flags
    return merged


def _frame(
    plan: Plan,
    board: Board,
    catalogue: Catalogue,
    at: tuple[np.ndarray, np.ndarray],
    **answer: Any,
) -> pd.DataFrame:
    """Columns of ``schema.VALUES`` for the cells `at`, made at once."""
    rows = len(at[0])
    labels = np.array([p.label for p in board.periods], dtype=object)
    starts = np.array([p.start for p in board.periods], dtype=object)
    ends = np.array([p.end for p in board.periods], dtype=object)
    columns: dict[str, Any] = {"kpi": [plan.id] * rows, "kpi_version": [plan.kpi.version] * rows}
    columns |= {"period": labels[at[0]], "period_start": starts[at[0]], "period_end": ends[at[0]]}
    for i, name in enumerate(board.combos.by):
        values = [None if combo[i] == NULL else combo[i] for combo in board.combos.labels]
        columns[name] = np.array(values, dtype=object)[at[1]]
    currency = catalogue.brand.currency if plan.kpi.unit == "currency" else None
    columns |= answer | {"unit": [plan.kpi.unit] * rows, "currency": [currency] * rows}
    known = pd.Timestamp(answer["known_at"])
    known = known.tz_convert("UTC").tz_localize(None) if known.tzinfo else known
    columns["known_at"] = pd.Series([known] * rows, dtype="datetime64[us]")
    for name in ("currency", "as_of", "reason", "caveats", "detail", "contributing"):
        columns[name] = pd.Series(columns[name], dtype=object)
    order = [*columns][: 5 + len(board.combos.by)] + [n for n in VALUES if n not in _HEAD]
    order.append("contributing")
    return pd.DataFrame({name: columns[name] for name in order})


def _reasons(
    plan: Plan, answer: _Answer, at: tuple[np.ndarray, np.ndarray]
) -> tuple[list[str | None], list[dict[str, object]]]:
    rows = len(at[0])
    reasons: list[str | None] = [None] * rows
    details: list[dict[str, object]] = [{} for _ in range(rows)]
    missing = np.isnan(answer.worked.value[at])
    told = missing.copy()  # rows about which there is something to tell
    for flags in answer.worked.filled.values():
        told |= flags[at]
    explained = {cell for grid in answer.grids.values() for cell in grid.details}
    if explained:
        told |= [cell in explained for cell in zip(*at, strict=True)]
    for row in np.flatnonzero(told):
        cell, detail = (int(at[0][row]), int(at[1][row])), details[row]
        for grid in answer.grids.values():
            _merge(detail, grid.details.get(cell, {}))
        filled = sorted(name for name, flags in answer.worked.filled.items() if flags[cell])
        if filled:
            detail["filled_in"] = filled
        if missing[row]:
            reasons[row] = _why_null(plan, answer, cell, detail)
    return reasons, details


def _merge(detail: dict[str, object], more: Mapping[str, object]) -> None:
    """Add the values of one more measure; lists of names are joined."""
    for name, value in more.items():
        known = detail.get(name)
        both = isinstance(known, list) and isinstance(value, list)
        detail[name] = sorted({*known, *value}) if both else value


def _why_null(plan: Plan, answer: _Answer, cell: tuple[int, int], detail: dict[str, object]) -> str:
    for reason in _WHY_NULL:
        if any(g.reasons[reason][cell] for g in answer.grids.values() if reason in g.reasons):
            return reason
    if answer.worked.by_zero[cell]:
        return "zero_denominator"
    missing = [n for n, grid in answer.grids.items() if np.isnan(grid.value[cell])]
    detail["measures"] = sorted({plan.readings[name].name for name in missing})
    return "no_data"


def _caveats(answer: _Answer, at: tuple[np.ndarray, np.ndarray]) -> list[list[str]]:
    names = sorted(answer.caveats)
    flags = [answer.caveats[name][at] for name in names]
    rows = len(at[0])
    found: list[list[str]] = [[] for _ in range(rows)]
    for name, flag in zip(names, flags, strict=True):
        for row in np.flatnonzero(flag):
            found[row].append(name)
    return found


def _refused_rows(
    plan: Plan,
    board: Board,
    catalogue: Catalogue,
    known_at: datetime,
    reason: str,
    detail: dict[str, object],
) -> pd.DataFrame:
    """One row a period without any dimension value: the question itself cannot be answered."""
    rows = np.arange(len(board.periods))
    none = np.full(len(rows), np.nan)
    no = np.zeros(len(rows), dtype=bool)
    return _frame(
        plan,
        board,
        catalogue,
        (rows, np.zeros_like(rows)),
        value=none,
        numerator=none,
        denominator=none,
        complete=no,
        settled=no,
        coverage=np.zeros(len(rows)),
        stale=no,
        as_of=[None] * len(rows),
        known_at=known_at,
        segment=np.zeros(len(rows), dtype="int64"),
        reason=[reason] * len(rows),
        caveats=[[] for _ in rows],
        detail=[dict(detail) for _ in rows],
        contributing=[frozenset() for _ in rows],
    )


def _days(ordinals: np.ndarray) -> list[date | None]:
    """Days of ordinals; None for 0."""
    days = {o: date.fromordinal(int(o)) if o else None for o in np.unique(ordinals)}
    return [days[o] for o in ordinals]
