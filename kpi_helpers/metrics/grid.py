"""The board on which measures meet: spans of days one way, dimension values the other.

Measures of different tables are aggregated apart and laid on the same board; only then does a
formula see them. Nothing is joined row by row, so nothing fans out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.metrics.scan import NULL

__all__ = ["Combos", "MeasureGrid", "Member"]

Member = tuple[str, str | None, str | None, str | None]
"""Measure, source, network and account of a series that adds up with others."""


class Combos:
    """Combinations of dimension values seen so far, numbered as they come.

    Parameters
    ----------
    by : sequence of str
        Dimensions of the answer. Number 0 is the combination of missing values only.
    """

    def __init__(self, by: Sequence[str]):
        self.by = tuple(by)
        self.labels: list[tuple[str, ...]] = [(NULL,) * len(self.by)]
        self._numbers = {self.labels[0]: 0}

    def __len__(self) -> int:
        return len(self.labels)

    def number(self, labels: Mapping[str, np.ndarray], rows: int) -> np.ndarray:
        """Number of the combination that each row belongs to, new ones being added."""
        if not self.by or not rows:
            return np.zeros(rows, dtype="int64")
        place, found = numbered([labels[name] for name in self.by])
        numbers = np.empty(len(found), dtype="int64")
        for i, combo in enumerate(found):
            numbers[i] = self._numbers.setdefault(combo, len(self.labels))
            if numbers[i] == len(self.labels):
                self.labels.append(combo)
        return numbers[place]


@dataclass
class MeasureGrid:
    """One measure as one KPI reads it, for every span and combination.

    Parameters
    ----------
    value : ndarray of float64, shape (spans, combos)
        NaN where there is none.
    seen : ndarray of bool, shape (combos,)
        Combinations that have a value in some span.
    coverage, complete, as_of : ndarray, shape (spans, combos)
        Days with data over days of the span; whether every expected series covers it; ordinal of
        the last day with data, 0 for none.
    profile : ndarray of int64, shape (spans, combos)
        Equal for measures that cover the same days.
    settled : ndarray of bool, shape (spans,)
    stale : ndarray of bool, shape (spans, combos)
        A series of a stock was left out because it was last seen too long before.
    reasons, caveats : Mapping[str, ndarray of bool], shape (spans, combos)
        Message names.
    details : Mapping[(int, int), dict]
        Values for those messages, by span and combination.
    members : Mapping[(int, int), frozenset of Member]
        What adds up in a cell.
    reason, detail : str, dict, optional
        Why the measure cannot be read this way at all.
    networks, sources : frozenset of str
        Where its values come from.
    """

    value: np.ndarray
    seen: np.ndarray
    coverage: np.ndarray
    complete: np.ndarray
    as_of: np.ndarray
    profile: np.ndarray
    settled: np.ndarray
    stale: np.ndarray
    reasons: dict[str, np.ndarray] = field(default_factory=dict)
    caveats: dict[str, np.ndarray] = field(default_factory=dict)
    details: dict[tuple[int, int], dict[str, object]] = field(default_factory=dict)
    members: dict[tuple[int, int], frozenset[Member]] = field(default_factory=dict)
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    networks: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    @classmethod
    def empty(cls, spans: int, combos: int) -> MeasureGrid:
        """A board without values."""
        shape = (spans, combos)
        return cls(
            value=np.full(shape, np.nan),
            seen=np.zeros(combos, dtype=bool),
            coverage=np.zeros(shape),
            complete=np.zeros(shape, dtype=bool),
            as_of=np.zeros(shape, dtype="int64"),
            profile=np.zeros(shape, dtype="int64"),
            settled=np.zeros(spans, dtype=bool),
            stale=np.zeros(shape, dtype=bool),
        )

    def mark(self, kind: str, name: str, span: int, cells: np.ndarray) -> None:
        """Note a reason or a caveat (`kind`) for some combinations of a span."""
        if cells.any():
            flags = getattr(self, kind).setdefault(name, np.zeros(self.value.shape, dtype=bool))
            flags[span] |= cells

    def explain(self, span: int, combo: int, **values: object) -> None:
        """Keep values for the messages of one cell."""
        self.details.setdefault((span, combo), {}).update(values)

    def contribute(
        self, span: int, combo: int, measure: str, series: Iterable[tuple[str, ...]]
    ) -> None:
        """Keep which series (source, network, account) the measure is made of in one cell."""
        found = {(measure, *(None if key == NULL else key for key in one)) for one in series}
        self.members[span, combo] = self.members.get((span, combo), frozenset()) | found

    def widened(self, combos: int) -> MeasureGrid:
        """The same board with room for combinations that came later."""
        more = combos - self.value.shape[1]
        if more <= 0:
            return self

        def wide(array: np.ndarray, fill: object) -> np.ndarray:
            room = [(0, 0)] * (array.ndim - 1) + [(0, more)]
            return np.pad(array, room, constant_values=fill)

        self.value = wide(self.value, np.nan)
        for name in ("seen", "coverage", "complete", "as_of", "profile", "stale"):
            setattr(self, name, wide(getattr(self, name), 0))
        self.reasons = {name: wide(flags, False) for name, flags in self.reasons.items()}
        self.caveats = {name: wide(flags, False) for name, flags in self.caveats.items()}
        return self
