"""Sums and counts: what adds up over days, series and dimension values."""

from __future__ import annotations

import numpy as np

from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.selection import Selection

__all__ = ["fill_flow", "rest_of_parts"]

_NOTHING_LEFT = 1e-9
"""A rest this small beside its total is the rounding of sums, not people nobody attributed."""


def fill_flow(grid: MeasureGrid, selection: Selection) -> None:
    """Put the sum, or the number of rows, of each span and combination on the board."""
    numbers = selection.cell("count" if selection.reading.how == "rows" else "sum")
    known = np.isfinite(numbers)
    for span, inside in enumerate(selection.inside):
        rows = inside & known
        total = selection.per_combo(rows, numbers * selection.weights)
        count = selection.per_combo(rows)
        grid.value[span] = np.where(count > 0, total, np.nan)
        rest_of_parts(grid, selection, span, rows, numbers)


def rest_of_parts(
    grid: MeasureGrid, selection: Selection, span: int, rows: np.ndarray, numbers: np.ndarray
) -> None:
    """Drop a rest of nothing, and one below nothing.

    Parts larger than their total overlap, as people do who were reached both ways: then no rest
    can be told, and the parts say so. Money may be negative, and keeps its rest.
    """
    taken = rows & (selection.weights < 0)
    if not taken.any():
        return
    rest = selection.per_combo(taken) > 0
    size = selection.per_combo(rows, np.abs(numbers))
    value = grid.value[span]
    value[rest & (np.abs(value) <= _NOTHING_LEFT * size)] = np.nan
    if selection.reading.measure.unit == "currency":
        return
    for combo in np.flatnonzero(rest & (value < 0)):
        parts = selection.rows[taken & (selection.combo == combo)]
        overlap = rows & (selection.weights > 0) & np.isin(selection.rows, parts)
        grid.mark("caveats", "parts_exceed_total", span, selection.per_combo(overlap) > 0)
        value[combo] = np.nan
