"""Distinct people and things: as supplied, or counted exactly from single rows; never summed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.metrics.selection import Selection
from kpi_helpers.periods import Period

__all__ = ["fill_exact", "fill_people"]


def fill_people(grid: MeasureGrid, selection: Selection) -> None:
    """Put on the board what the platform itself counted over exactly these days.

    Where there is no such value, or more than one, adding would count people twice: the cell
    stays empty, and the bounds within which the truth lies are kept for its message.
    """
    values, counts, highest = (selection.cell(how) for how in ("sum", "count", "max"))
    rows = selection.rows
    first, last = selection.scan.first[rows], selection.scan.last[rows]
    for span, period in enumerate(selection.spans):
        inside = selection.inside[span] & np.isfinite(values)
        whole = inside & selection.scan.bucket[rows]
        whole &= (first == period.start.toordinal()) & (last == period.end.toordinal())
        one = selection.per_combo(whole, counts) == 1
        supplied = selection.per_combo(whole, values)
        grid.value[span] = np.where(one, supplied, np.nan)
        refused = ~one & (selection.per_combo(inside) > 0)
        grid.mark("reasons", "not_additive", span, refused)
        for combo in np.flatnonzero(refused):
            parts = inside & (selection.combo == combo)
            high = float(values[parts].sum()) if _covered(selection, parts, period) else None
            grid.explain(
                span,
                int(combo),
                measure=selection.reading.name,
                low=float(highest[parts].max()),
                high=high,
            )


def _covered(selection: Selection, parts: np.ndarray, period: Period) -> bool:
    """Whether the parts of each series reach from the first to the last day without a gap.

    Only then is their sum an upper bound: people of a day without a value are in no part.
    """
    rows = selection.rows[parts]
    keys = [selection.scan.keys[name][rows] for name in ("source", "network", "account")]
    codes, series = numbered(keys)
    for code in range(len(series)):
        days = np.zeros(period.days, dtype=bool)
        for row in rows[codes == code]:
            days[_reached(selection, row, period)] = True
        if not days.all():
            return False
    return True


def _reached(selection: Selection, row: int, period: Period) -> slice | list[int]:
    """Days of the period that one row of the scan speaks of, counted from its start."""
    scan, start = selection.scan, period.start.toordinal()
    first, last = int(scan.first[row]), int(scan.last[row])
    if scan.bucket[row]:
        return slice(first - start, last - start + 1)
    mask = int(scan.masks[selection.reading.column][row])
    return [day - start for day in month_days(first, mask)]


def month_days(first: int, mask: int) -> list[int]:
    """Ordinals of the days whose bits are set, for a piece of a month that starts at `first`."""
    month = first - date.fromordinal(first).day
    return [month + bit for bit in range(1, 32) if mask >> bit & 1]


def fill_exact(grid: MeasureGrid, selection: Selection) -> None:
    """Put the exact number of distinct values, or the exact quantile, on the board."""
    counts, values = selection.cell("count"), selection.scan.values
    assert values is not None, "a scan for exact figures keeps single values"
    found = values[selection.rows]
    quantile = selection.reading.measure.quantile
    if quantile is None:
        codes = pd.factorize(found)[0]
        _fill_distinct(grid, selection, codes)
        return
    numbers = found.astype("float64")
    if selection.priced is not None:
        numbers = numbers * selection.priced.factor[selection.rows]
    for span, inside in enumerate(selection.inside):
        rows = inside & np.isfinite(numbers)
        for combo in np.unique(selection.combo[rows]):
            here = rows & (selection.combo == combo)
            single = np.repeat(numbers[here], counts[here].astype("int64"))
            grid.value[span, combo] = np.quantile(single, quantile)


def _fill_distinct(grid: MeasureGrid, selection: Selection, codes: np.ndarray) -> None:
    size = int(codes.max(initial=-1)) + 1
    for span, inside in enumerate(selection.inside):
        rows = inside & (codes >= 0)
        pairs = np.unique(selection.combo[rows] * size + codes[rows])
        count = np.bincount(pairs // max(size, 1), minlength=selection.combos).astype("float64")
        grid.value[span] = np.where(count > 0, count, np.nan)
