"""Values that single rows lack: a post without its reach is not a post that reached nobody.

File windows say which days were looked at; they do not say that an export left a column out. A
column that a series never has is none of its own, and lacks nothing.
"""

from __future__ import annotations

import numpy as np

from kpi_helpers.metrics.grid import Combos, MeasureGrid
from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.metrics.request import Cell
from kpi_helpers.metrics.scan import NULL
from kpi_helpers.metrics.selection import Selection

__all__ = ["note_gaps"]


def note_gaps(grid: MeasureGrid, selection: Selection, combos: Combos) -> None:
    """Mark the cells whose rows lack values that other rows of the same series and kind have.

    Parameters
    ----------
    grid : MeasureGrid
        Gains the caveat ``values_missing``.
    selection : Selection
        Of the same reading.
    combos : Combos
    """
    reading, scan = selection.reading, selection.scan
    if not reading.may_lack:
        return
    rows = _asked(selection)
    all_rows = _count(selection, Cell.rows_of(reading))
    told = _count(selection, Cell.told_of(reading))
    keys = [scan.keys[n] for n in ("source", "network", "account", "content_type", "breakdown")]
    series, found = numbered(keys)
    ever = np.bincount(series, told * rows, minlength=len(found)) > 0
    lacking = np.flatnonzero(rows & (told < all_rows) & ever[series])
    if not len(lacking):
        return
    touched = _touched(selection, combos, lacking)
    for span, inside in enumerate(scan.inside(selection.spans)[:, lacking]):
        grid.mark("caveats", "values_missing", span, touched[inside].any(axis=0))


def _count(selection: Selection, cell: Cell) -> np.ndarray:
    return np.nan_to_num(selection.scan.cells[cell])


def _asked(selection: Selection) -> np.ndarray:
    """Total rows that the reading is about; what a row does not tell may be meant."""
    scan = selection.scan
    rows = scan.total & ~np.isin(scan.keys["source"], sorted(selection.left_out))
    for name, values in selection.reading.restrict:
        rows = rows & np.isin(scan.keys[name], [*values, NULL])
    return rows


def _touched(selection: Selection, combos: Combos, rows: np.ndarray) -> np.ndarray:
    """Combinations that each row may belong to; shape (rows, combos)."""
    touched = np.ones((len(rows), selection.combos), dtype=bool)
    for at, name in enumerate(combos.by):
        own = selection.scan.keys[name][rows][:, None]
        labels = np.array([combo[at] for combo in combos.labels[: selection.combos]], dtype=object)
        touched &= (own == labels[None, :]) | (own == NULL)
    return touched
