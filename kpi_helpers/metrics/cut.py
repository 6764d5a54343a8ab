"""Cutting the calendar so that one scan serves every period asked for.

The ends of the periods, and the months, cut the calendar into pieces. Buckets of one day are
summed by piece inside the engine; every period is then a run of whole pieces, however the periods
overlap. Buckets of several days keep their own first and last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import ibis.expr.types as ir
import numpy as np

from kpi_helpers.periods import Month, Period

__all__ = ["LOOK_BACK", "Cut"]

LOOK_BACK = 31
"""Days before a period in which a series is looked for: one that delivered then and delivers
nothing in the period is missing, not ended."""


@dataclass(frozen=True)
class Cut:
    """The calendar from ``start`` to ``end``, cut at every month and at ``days``.

    Parameters
    ----------
    start, end : date
        The days that any period may need, `LOOK_BACK` included.
    days : tuple of date
        First days of further pieces, sorted; none of them is the first of a month.
    """

    start: date
    end: date
    days: tuple[date, ...]

    @classmethod
    def around(cls, periods: Iterable[Period], look_back: int = LOOK_BACK) -> Cut:
        """The cut that makes each of `periods` a run of whole pieces."""
        spans = list(periods)
        edges = {day for span in spans for day in (span.start, span.end + timedelta(1))}
        start = min(span.start for span in spans)
        return cls(
            start - timedelta(look_back),
            max(span.end for span in spans),
            tuple(sorted(day for day in edges if day.day != 1)),
        )

    def piece(self, day: ir.DateColumn) -> ir.IntegerColumn:
        """Number of the piece that a column's day lies in; grows with the day."""
        number = day.year() * 12 + day.month()
        for edge in self.days:
            number = number + (day >= edge).cast("int32")
        return number

    def bounds(self) -> dict[int, tuple[int, int]]:
        """Piece number to the ordinals of its first and last day, for the whole cut."""
        first = Month.of(self.start)
        months = (Month.of(self.end).year - first.year) * 12 + Month.of(self.end).number
        count = months - first.number + 1
        firsts = [first.shifted(i).period.start for i in range(count + 1)]
        edges = sorted({*firsts, *(d for d in self.days if firsts[0] < d < firsts[-1])})
        return {
            self._number(edge): (edge.toordinal(), after.toordinal() - 1)
            for edge, after in pairwise(edges)
        }

    def _number(self, day: date) -> int:
        return day.year * 12 + day.month + int(np.sum([day >= edge for edge in self.days]))
