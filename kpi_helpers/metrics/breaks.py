"""Days from which a platform counts a metric differently: a line must not run across them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kpi_helpers.catalogue.models import Break
from kpi_helpers.metrics.grid import Combos, MeasureGrid
from kpi_helpers.metrics.readings import Reading
from kpi_helpers.periods import Period

__all__ = ["breaks_of", "segments"]


def breaks_of(declared: Iterable[Break], readings: Iterable[Reading]) -> list[Break]:
    """Breaks of the metrics that these readings read, or that replaced one of them."""
    columns = {reading.column for reading in readings}
    return [b for b in declared if columns & {*b.metrics, b.replaced_by} - {None}]


def segments(
    breaks: Sequence[Break], grids: Iterable[MeasureGrid], spans: Sequence[Period], combos: Combos
) -> tuple[np.ndarray, np.ndarray]:
    """Stretch of days that each span belongs to, and whether a break lies inside it.

    A span with a break inside is a stretch of its own: what it holds was counted in two ways, so
    it goes neither with the spans before nor with those after.

    Parameters
    ----------
    breaks : sequence of Break
        Of the KPI's metrics.
    grids : iterable of MeasureGrid
        Of the KPI's readings: a break of a network or source that no value comes from is none.
    spans : sequence of Period
    combos : Combos

    Returns
    -------
    ndarray of int64, ndarray of bool
        Shape (spans, combos).
    """
    shape = (len(spans), len(combos))
    number, inside = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype=bool)
    boards = list(grids)
    networks = frozenset().union(*(board.networks for board in boards))
    sources = frozenset().union(*(board.sources for board in boards))
    for one in breaks:
        if one.source is not None and one.source not in sources:
            continue
        concerned = _concerned(one.network, networks, combos)
        for span, period in enumerate(spans):
            within = concerned & (period.start < one.day <= period.end)
            number[span] += 2 * (concerned & (one.day <= period.end)) - within
            inside[span] |= within
    return number, inside


def _concerned(network: str | None, networks: frozenset[str], combos: Combos) -> np.ndarray:
    """Combinations whose values a break of that network touches."""
    if network is None:
        return np.ones(len(combos), dtype=bool)
    if "network" in combos.by:
        at = combos.by.index("network")
        return np.array([labels[at] == network for labels in combos.labels])
    return np.full(len(combos), network in networks)
