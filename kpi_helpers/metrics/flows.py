"""Sums and counts: what adds up over days, series and dimension values."""

from __future__ import annotations

import numpy as np

from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.numbering import numbered
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
    """Drop a rest of nothing, and one below nothing, series by series.

    Parts larger than their total overlap, as people do who were reached both ways: then no rest
    can be told, and the parts say so. Another series whose total has no parts must not hide it.
    Money may be negative, and keeps its rest.

    Parameters
    ----------
    grid : MeasureGrid
        Holds the sums of `rows` over all series.
    selection : Selection
    span : int
    rows : ndarray of bool
        Those that were summed.
    numbers : ndarray of float64
        What each of them adds, before its sign.
    """
    taken = rows & (selection.weights < 0)
    if not taken.any():
        return
    names = [selection.key(name) for name in ("source", "network", "account")]
    series, found = numbered([*names, selection.combo])
    parted = np.bincount(series, taken, minlength=len(found)) > 0
    rest, size = (
        np.bincount(series[rows], weighed[rows], minlength=len(found))
        for weighed in (numbers * selection.weights, np.abs(numbers))
    )
    nothing = parted & (np.abs(rest) <= _NOTHING_LEFT * size)
    below = parted & (rest < 0) & ~nothing
    if selection.reading.measure.unit == "currency":
        below[:] = False
    left_out = rows & (nothing | below)[series]
    kept = rows & ~left_out
    touched = selection.per_combo(left_out) > 0
    told = selection.per_combo(kept) > 0
    value = np.where(told, selection.per_combo(kept, numbers * selection.weights), np.nan)
    grid.value[span] = np.where(touched, value, grid.value[span])
    parts = selection.rows[taken & below[series]]
    overlap = rows & (selection.weights > 0) & np.isin(selection.rows, parts)
    grid.mark("caveats", "parts_exceed_total", span, selection.per_combo(overlap) > 0)
