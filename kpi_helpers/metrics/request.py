"""What one pass over a grain table is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpi_helpers.metrics.cut import Cut
from kpi_helpers.metrics.readings import Pairs, Reading
from kpi_helpers.schema import DIMENSIONS

__all__ = ["Cell", "Request"]


@dataclass(frozen=True)
class Cell:
    """One aggregate of a scan: ``sum``, ``count`` or ``max`` of a column over some rows."""

    column: str | None
    how: str
    filters: Pairs = ()
    paired: tuple[str, ...] = ()
    gap_is_zero: bool = False

    @classmethod
    def of(cls, reading: Reading, how: str) -> Cell:
        """The aggregate that a reading needs."""
        averaged = reading.how == "avg" and reading.measure.null_means == "zero"
        return cls(reading.column, how, reading.filters, reading.paired, averaged)

    @classmethod
    def rows_of(cls, reading: Reading) -> Cell:
        """Number of rows that a reading is about."""
        return cls(None, "count", reading.filters)

    @classmethod
    def told_of(cls, reading: Reading) -> Cell:
        """Number of rows that hold the value."""
        return cls(reading.column, "count", reading.filters)


@dataclass(frozen=True)
class Request:
    """What is asked of one table.

    Parameters
    ----------
    readings : tuple of Reading
        All of this table.
    by : tuple of str
        Dimensions of the answer.
    cut : Cut
        The calendar.
    currency : str
        Money in any other currency keeps its day.
    """

    readings: tuple[Reading, ...]
    by: tuple[str, ...]
    cut: Cut
    currency: str

    @property
    def exact(self) -> str | None:
        """Column whose single values must be kept apart."""
        return self.readings[0].column if self.readings[0].exact else None

    @property
    def daily(self) -> bool:
        """Whether days and series must be kept apart, as stocks and averages need."""
        return any(reading.how in ("last", "avg") for reading in self.readings)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions that any reading is split, limited or measured by."""
        named = {key for r in self.readings for key in (*dict(r.restrict), *r.needs)}
        wanted = {*self.by, *named, *self.apart}
        return tuple(d for d in DIMENSIONS if d in wanted or self.daily)

    @property
    def apart(self) -> tuple[str, ...]:
        """Dimensions told apart whatever is asked: a photo without seconds viewed lacks nothing."""
        series = ("network", "account")
        return (*series, "content_type") if any(r.may_lack for r in self.readings) else series

    @property
    def money(self) -> tuple[str, ...]:
        """Columns that hold money."""
        named = {r.column for r in self.readings if r.measure.unit == "currency" and r.column}
        return tuple(sorted(named))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Aggregates, each once."""
        hows = {"none": ("sum", "count", "max"), "rows": ("count",), "avg": ("sum", "count")}
        found = {
            Cell.of(reading, how): None
            for reading in self.readings
            for how in (("count",) if reading.exact else hows.get(reading.how, ("sum",)))
        }
        for reading in self.readings:
            if reading.may_lack:
                found |= {Cell.rows_of(reading): None, Cell.told_of(reading): None}
        return tuple(found)

    @property
    def columns(self) -> tuple[str | None, ...]:
        """Columns whose days with data are noted; None for the row itself."""
        return tuple(dict.fromkeys(reading.column for reading in self.readings))
