"""The rows of a scan that one reading counts, with the combination and spans each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi_helpers.metrics.breakdowns import attribute
from kpi_helpers.metrics.grid import Combos
from kpi_helpers.metrics.money import Priced, Rates, price
from kpi_helpers.metrics.readings import Reading
from kpi_helpers.metrics.request import Cell
from kpi_helpers.metrics.scan import Scan
from kpi_helpers.periods import Period

__all__ = ["Selection", "select"]


@dataclass(frozen=True)
class Selection:
    """Rows that count; arrays have one entry a row.

    Parameters
    ----------
    scan : Scan
    reading : Reading
    spans : tuple of Period
    rows : ndarray of int64
        Positions in the scan.
    weights : ndarray of float64
        1, or -1 for a part taken off its total.
    combo : ndarray of int64
        Number of the combination of dimension values.
    combos : int
        How many there are.
    inside : ndarray of bool, shape (spans, rows)
    priced : Priced, optional
        Exchange of money, by position in the scan.
    reason, detail : str, Mapping, optional
        Why the reading cannot be split or limited as asked; then there are no rows.
    left_out : frozenset of str
        Sources that cannot tell a dimension the reading is limited to.
    """

    scan: Scan
    reading: Reading
    spans: tuple[Period, ...]
    rows: np.ndarray
    weights: np.ndarray
    combo: np.ndarray
    combos: int
    inside: np.ndarray
    priced: Priced | None = None
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def cell(self, how: str) -> np.ndarray:
        """Aggregate of each row; money in the brand's currency."""
        numbers = self.scan.cells[Cell.of(self.reading, how)][self.rows]
        if self.priced is None or how == "count":
            return numbers
        return numbers * self.priced.factor[self.rows]

    def key(self, name: str) -> np.ndarray:
        """A key of each row."""
        return self.scan.keys[name][self.rows]

    def per_combo(self, rows: np.ndarray, numbers: np.ndarray | None = None) -> np.ndarray:
        """Sum of `numbers`, or the count, of the chosen `rows` for each combination."""
        weights = None if numbers is None else numbers[rows]
        return np.bincount(self.combo[rows], weights, minlength=self.combos)


def select(
    scan: Scan, reading: Reading, spans: Sequence[Period], combos: Combos, rates: Rates
) -> Selection:
    """Choose the rows of one reading and place them.

    Parameters
    ----------
    scan : Scan
    reading : Reading
    spans : sequence of Period
    combos : Combos
        New combinations are added.
    rates : Rates

    Returns
    -------
    Selection
    """
    counted = reading.how == "rows" or reading.exact
    numbers = scan.cells[Cell.of(reading, "count" if counted else "sum")]
    present = np.isfinite(numbers) & ((numbers != 0) if counted else True)
    chosen = attribute(scan, reading, combos.by, present)
    money = reading.measure.unit == "currency" and reading.column and not reading.measure.distinct
    return Selection(
        scan,
        reading,
        tuple(spans),
        chosen.rows,
        chosen.weights,
        combos.number(chosen.labels, len(chosen.rows)),
        len(combos),
        scan.inside(spans)[:, chosen.rows],
        price(scan, reading.column, present, rates, scan.request.currency) if money else None,
        chosen.reason,
        chosen.detail,
        chosen.left_out,
    )
