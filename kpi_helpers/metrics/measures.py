"""From the rows of a scan to one value a span and combination, by each measure's own rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kpi_helpers.metrics.flows import fill_flow
from kpi_helpers.metrics.gaps import note_gaps
from kpi_helpers.metrics.grid import Combos, MeasureGrid
from kpi_helpers.metrics.money import Rates
from kpi_helpers.metrics.people import fill_exact, fill_people
from kpi_helpers.metrics.readings import Reading
from kpi_helpers.metrics.scan import NULL, Scan
from kpi_helpers.metrics.selection import Selection, select
from kpi_helpers.metrics.stocks import fill_average, fill_stock
from kpi_helpers.periods import Period

__all__ = ["measure_grid"]

_FILL: dict[str, Callable[[MeasureGrid, Selection], None]] = {
    "sum": fill_flow,
    "rows": fill_flow,
    "last": fill_stock,
    "avg": fill_average,
    "none": fill_people,
    "distinct": fill_exact,
    "quantile": fill_exact,
}


def measure_grid(
    scan: Scan, reading: Reading, spans: Sequence[Period], combos: Combos, rates: Rates
) -> MeasureGrid:
    """Aggregate one reading of a scan.

    Parameters
    ----------
    scan : Scan
        Of the measure's table.
    reading : Reading
    spans : sequence of Period
        Days that each value stands for.
    combos : Combos
        New combinations are added.
    rates : Rates
        For money.

    Returns
    -------
    MeasureGrid
        Without coverage, which is worked out apart.
    """
    selection = select(scan, reading, spans, combos, rates)
    grid = MeasureGrid.empty(len(spans), len(combos))
    if selection.reason:
        grid.reason, grid.detail = selection.reason, selection.detail
        return grid
    _FILL[reading.how](grid, selection)
    _refuse_unpriced(grid, selection)
    blamed = [flags.any(axis=0) for flags in grid.reasons.values()]
    grid.seen = np.logical_or.reduce([np.isfinite(grid.value).any(axis=0), *blamed])
    _note_rows(grid, selection)
    note_gaps(grid, selection, combos)
    grid.networks = frozenset(selection.key("network")) - {NULL}
    grid.sources = frozenset(selection.key("source")) - {NULL}
    return grid


def _refuse_unpriced(grid: MeasureGrid, selection: Selection) -> None:
    """Money without a rate for its day makes the whole sum unknown, not smaller."""
    priced = selection.priced
    if priced is None:
        return
    unpriced = np.isin(selection.rows, list(priced.missing))
    for span, inside in enumerate(selection.inside):
        grid.mark("caveats", "currency_assumed", span, _hit(selection, inside, priced.assumed))
        grid.mark("caveats", "fx_averaged", span, _hit(selection, inside, priced.averaged))
        rows = np.flatnonzero(inside & unpriced)
        for combo in np.unique(selection.combo[rows]):
            first = selection.rows[rows[selection.combo[rows] == combo]][0]
            pair, day = priced.missing[int(first)]
            grid.value[span, combo] = np.nan
            grid.explain(span, int(combo), pair=pair, day=day)
            grid.mark("reasons", "no_fx_rate", span, np.arange(selection.combos) == combo)


def _hit(selection: Selection, inside: np.ndarray, flagged: np.ndarray) -> np.ndarray:
    """Combinations with a flagged row inside."""
    return selection.per_combo(inside & flagged[selection.rows]) > 0


def _note_rows(grid: MeasureGrid, selection: Selection) -> None:
    """Caveats that come with the rows: notes of the import, and buckets that straddle an end."""
    scan, rows = selection.scan, selection.rows
    for notes in scan.notes:
        for name in sorted(set(notes[rows]) - {NULL}):
            carried = notes == name
            for span, inside in enumerate(selection.inside):
                grid.mark("caveats", name, span, _hit(selection, inside, carried))
    several = scan.bucket[rows] & (scan.last[rows] > scan.first[rows])
    if several.any() and selection.reading.how != "none":
        for span, period in enumerate(selection.spans):
            start, end = period.start.toordinal(), period.end.toordinal()
            over = (scan.first[rows] <= end) & (scan.last[rows] >= start)
            outside = several & over & ~selection.inside[span]
            grid.mark("caveats", "bucket_left_out", span, selection.per_combo(outside) > 0)
    if selection.left_out:
        for span in range(len(selection.spans)):
            grid.mark("caveats", "sources_left_out", span, grid.seen)
            for combo in np.flatnonzero(grid.seen):
                grid.explain(span, int(combo), sources_left_out=sorted(selection.left_out))
