"""Every reading of every KPI asked for, each table scanned once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.coverage import Covered, Presence, chosen_series, presence_of
from kpi_helpers.metrics.cut import Cut
from kpi_helpers.metrics.grid import Combos, MeasureGrid
from kpi_helpers.metrics.measures import measure_grid
from kpi_helpers.metrics.money import Rates
from kpi_helpers.metrics.readings import Reading, span_of
from kpi_helpers.metrics.request import Request
from kpi_helpers.metrics.scan import NULL, Scan, scan_table
from kpi_helpers.periods import Period
from kpi_helpers.schema import GRAIN_KEYS
from kpi_helpers.store.grains import Grains

__all__ = ["Board", "lay_board"]


@dataclass
class Board:
    """Boards of all readings over the same spans and combinations.

    Parameters
    ----------
    periods : tuple of Period
    combos : Combos
    grids : Mapping[Reading, MeasureGrid]
    """

    periods: tuple[Period, ...]
    combos: Combos
    grids: dict[Reading, MeasureGrid] = field(default_factory=dict)


def lay_board(
    catalogue: Catalogue,
    grains: Grains,
    readings: Iterable[Reading],
    periods: Sequence[Period],
    by: Sequence[str],
) -> Board:
    """Scan each table that is read, and lay every reading on one board.

    Parameters
    ----------
    catalogue : Catalogue
    grains : Grains
    readings : iterable of Reading
    periods : sequence of Period
    by : sequence of str
        Dimensions of the answer.

    Returns
    -------
    Board
    """
    board = Board(tuple(periods), Combos(by))
    rates = Rates.of(catalogue.fx)
    known = grains.known_at.date().toordinal()
    covers: dict[Reading, Presence] = {}
    for group in _scans(dict.fromkeys(readings)):
        usable = [reading for reading in group if _readable(reading, grains)]
        for reading in group:
            if reading not in usable:
                board.grids[reading] = MeasureGrid.empty(len(periods), len(board.combos))
        if not usable:
            continue
        scan = _scan(usable, grains, periods, by, catalogue.brand.currency)
        presences: dict[tuple[bytes, str], Presence] = {}
        for reading in usable:
            spans = [span_of(period, reading.to_date) for period in periods]
            board.grids[reading] = measure_grid(scan, reading, spans, board.combos, rates)
            key = (scan.masks[reading.column].tobytes(), reading.measure.null_means)
            if key not in presences:
                table = reading.measure.table
                presences[key] = presence_of(scan, reading, grains.windows, known, table)
            covers[reading] = presences[key]
    known_covers: dict[tuple[object, ...], Covered] = {}
    for reading, grid in board.grids.items():
        grid.widened(len(board.combos))
        spans = [span_of(period, reading.to_date) for period in periods]
        _settle(grid, reading, spans, known)
        if reading in covers and grid.reason is None:
            _cover(grid, reading, spans, board.combos, covers[reading], known_covers)
    return board


def _scans(readings: Iterable[Reading]) -> list[list[Reading]]:
    """Readings that one query answers: a table, and apart the columns whose values stay single."""
    groups: dict[tuple[str, str | None], list[Reading]] = {}
    for reading in readings:
        single = reading.column if reading.exact else None
        groups.setdefault((reading.measure.table, single), []).append(reading)
    return list(groups.values())


def _readable(reading: Reading, grains: Grains) -> bool:
    """Whether the table and every column that the reading names exist."""
    table = grains.tables.get(reading.measure.table)
    if table is None:
        return False
    named = {reading.column, *reading.paired, *dict(reading.filters)} - {None, *GRAIN_KEYS}
    return named <= set(table.columns)


def _scan(
    readings: Sequence[Reading],
    grains: Grains,
    periods: Sequence[Period],
    by: Sequence[str],
    currency: str,
) -> Scan:
    spans = {span_of(period, reading.to_date) for reading in readings for period in periods}
    request = Request(tuple(readings), tuple(by), Cut.around(spans), currency)
    return scan_table(grains.tables[readings[0].measure.table], request)


def _settle(grid: MeasureGrid, reading: Reading, spans: Sequence[Period], known: int) -> None:
    wait = reading.measure.settle_days
    grid.settled = np.array([known >= span.end.toordinal() + wait for span in spans])


def _cover(
    grid: MeasureGrid,
    reading: Reading,
    spans: Sequence[Period],
    combos: Combos,
    presence: Presence,
    known: dict[tuple[object, ...], Covered],
) -> None:
    """Work out coverage once for each network and account among the combinations."""
    limits = {k: v for k, v in reading.restrict if k in ("network", "account")}
    keys = [_own(labels, combos.by) for labels in combos.labels]
    for key in dict.fromkeys(keys):
        chosen = chosen_series(presence, limits)
        own = chosen & chosen_series(presence, {name: (value,) for name, value in key})
        series = own if own.any() else chosen
        cell = (presence.fingerprint, tuple(spans), series.tobytes())
        if cell not in known:
            known[cell] = presence.covered(spans, series)
        covered = known[cell]
        columns = np.array([other == key for other in keys])
        _write(grid, reading, covered, columns, own=bool(own.any()))
        if presence.assumed:
            for span in range(len(spans)):
                grid.mark("caveats", "coverage_assumed", span, columns & grid.seen)


def _own(labels: Sequence[str], by: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = zip(by, labels, strict=True)
    return tuple((n, v) for n, v in pairs if n in ("network", "account") and v != NULL)


def _write(
    grid: MeasureGrid, reading: Reading, covered: Covered, columns: np.ndarray, *, own: bool
) -> None:
    grid.coverage[:, columns] = covered.coverage[:, None]
    grid.complete[:, columns] = covered.complete[:, None]
    grid.as_of[:, columns] = covered.as_of[:, None]
    grid.profile[:, columns] = covered.profile[:, None]
    if reading.how == "last":
        # A level is whole when no series is stale; days between two readings are no gap.
        fresh = np.isfinite(grid.value) & ~grid.stale
        grid.complete[:, columns] = fresh[:, columns]
    elif reading.sums:
        for span, series in enumerate(covered.delivering):
            for combo in np.flatnonzero(columns):
                grid.contribute(span, int(combo), reading.name, series)
    elif reading.how == "none":
        supplied = np.isfinite(grid.value)
        grid.complete[:, columns] = supplied[:, columns]
        grid.coverage[:, columns] = np.where(supplied, 1.0, grid.coverage)[:, columns]
    if "values_missing" in grid.caveats:
        grid.complete &= ~grid.caveats["values_missing"]
    if own and (reading.measure.null_means == "zero" or reading.how == "rows"):
        looked_at = (grid.coverage > 0) & np.isnan(grid.value) & columns
        looked_at &= ~np.logical_or.reduce([*grid.reasons.values(), np.zeros_like(looked_at)])
        grid.value = np.where(looked_at, 0.0, grid.value)
    for span, names in enumerate(covered.missing):
        if names and reading.how not in ("last", "none"):
            grid.mark("caveats", "series_missing", span, columns)
            for combo in np.flatnonzero(columns):
                grid.explain(span, int(combo), series_missing=names)
