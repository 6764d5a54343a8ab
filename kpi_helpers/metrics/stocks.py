"""Levels: the last value, or the average, of each series; series add up, days do not."""

from __future__ import annotations

import numpy as np

from kpi_helpers.metrics.cut import LOOK_BACK
from kpi_helpers.metrics.flows import rest_of_parts
from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.metrics.scan import NULL
from kpi_helpers.metrics.selection import Selection
from kpi_helpers.periods import Period
from kpi_helpers.schema import DIMENSIONS

__all__ = ["fill_average", "fill_stock"]


def fill_stock(grid: MeasureGrid, selection: Selection) -> None:
    """Put on the board the sum of the last value of each series.

    A series last seen more than ``max_gap_days`` before the end of a span is left out and named:
    its old level may no longer be true, and leaving it out unseen would look like a fall.
    """
    numbers = selection.cell("sum")
    series = _series(selection)
    days = selection.scan.last[selection.rows]
    order = np.lexsort((numbers, selection.key("source").astype(str), days, series))
    known = np.isfinite(numbers)
    for span, period in enumerate(selection.spans):
        rows = order[(known & selection.inside[span])[order]]
        newest = _last_of_each(rows, series)
        fresh = _within(days[newest], period, selection.reading.measure.max_gap_days)
        kept = newest[fresh]
        total = selection.per_combo(kept, numbers * selection.weights)
        count = selection.per_combo(kept)
        grid.value[span] = np.where(count > 0, total, np.nan)
        rest_of_parts(grid, selection, span, np.isin(np.arange(len(numbers)), kept), numbers)
        _note_counted(grid, selection, span, kept)
        lost = _seen_shortly_before(order[known[order]], series, days, period, newest)
        _note_stale(grid, selection, span, np.concatenate([newest[~fresh], lost]))


def _series(selection: Selection) -> np.ndarray:
    """Number of the series of each row, for its combination and sign."""
    dimensions = tuple(d for d in DIMENSIONS if d not in ("network", "account"))
    names = dict.fromkeys((*selection.reading.measure.series, *dimensions, "breakdown"))
    keys = [selection.key(name) for name in names if name in selection.scan.keys]
    return numbered([*keys, selection.combo, selection.weights])[0]


def _last_of_each(rows: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Of rows sorted by series and day, the last of each series."""
    if not len(rows):
        return rows
    return rows[np.append(series[rows][1:] != series[rows][:-1], True)]


def _within(days: np.ndarray, period: Period, gap: int) -> np.ndarray:
    return period.end.toordinal() - days <= gap


def _seen_shortly_before(
    rows: np.ndarray, series: np.ndarray, days: np.ndarray, period: Period, newest: np.ndarray
) -> np.ndarray:
    """Last rows of series that delivered just before the period and nothing inside it."""
    start = period.start.toordinal()
    before = rows[(days[rows] < start) & (days[rows] >= start - LOOK_BACK)]
    last = _last_of_each(before, series)
    return last[~np.isin(series[last], series[newest])]


def _note_counted(grid: MeasureGrid, selection: Selection, span: int, rows: np.ndarray) -> None:
    """Keep which series count, so that sums over different series are not compared."""
    names = _names(selection, rows)
    for combo in np.unique(selection.combo[rows]):
        own = rows[selection.combo[rows] == combo]
        grid.explain(span, int(combo), series=sorted(set(names[selection.combo[rows] == combo])))
        keys = [selection.key(name)[own] for name in ("source", "network", "account")]
        grid.contribute(span, int(combo), selection.reading.name, zip(*keys, strict=True))


def _note_stale(grid: MeasureGrid, selection: Selection, span: int, rows: np.ndarray) -> None:
    if not len(rows):
        return
    hit = selection.per_combo(rows) > 0
    grid.stale[span] |= hit
    # A rest whose part is old cannot be told: today's total less yesterday's part.
    broken = selection.per_combo(rows[selection.weights[rows] < 0]) > 0
    grid.value[span, broken] = np.nan
    grid.mark("caveats", "stale_series", span, hit)
    grid.mark("reasons", "stale", span, hit & np.isnan(grid.value[span]))
    names = _names(selection, rows)
    for combo in np.flatnonzero(hit):
        here = sorted(set(names[selection.combo[rows] == combo]))
        grid.explain(span, int(combo), stale_series=here)


def _names(selection: Selection, rows: np.ndarray) -> np.ndarray:
    """What people call a series: its account, else its entity, else its source."""
    names = np.full(len(rows), NULL, dtype=object)
    for key in ("account", "entity", "network", "source"):
        found = selection.key(key)[rows]
        names = np.where(names == NULL, found, names)
    return names


def fill_average(grid: MeasureGrid, selection: Selection) -> None:
    """Put the average over the buckets of each span on the board.

    Counts and money are averaged over time within each series, and series add up. Scores and
    rates are averaged over all rows at once: their sum over series would mean nothing.
    """
    sums, counts = selection.cell("sum"), selection.cell("count")
    apart = selection.reading.sums
    series = _series(selection) if apart else selection.combo
    size = int(series.max(initial=-1)) + 1
    of_series = np.zeros(size, dtype="int64")
    of_series[series] = selection.combo
    sign = np.ones(size)
    sign[series] = selection.weights
    for span, inside in enumerate(selection.inside):
        rows = inside & np.isfinite(sums)
        total = np.bincount(series[rows], sums[rows], minlength=size)
        count = np.bincount(series[rows], counts[rows], minlength=size)
        kept = count > 0
        mean = np.divide(total, count, out=np.zeros(size), where=kept) * sign
        value = np.bincount(of_series[kept], mean[kept], minlength=selection.combos)
        any_kept = np.bincount(of_series[kept], minlength=selection.combos) > 0
        grid.value[span] = np.where(any_kept, value, np.nan)
        days = count[series]
        part_of_mean = np.divide(sums, days, out=np.zeros(len(sums)), where=days > 0)
        rest_of_parts(grid, selection, span, rows, part_of_mean)
