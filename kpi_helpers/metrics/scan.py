"""One pass over a grain table, summed for all measures and periods at once.

What comes back is small: one row a piece of the calendar, source, series and dimension value. All
later steps work on it, so no raw table is read twice and none is ever joined to another.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.metrics.request import Cell, Request
from kpi_helpers.periods import Period
from kpi_helpers.schema import BREAKDOWN_TOTAL

__all__ = ["NULL", "OTHER", "Scan", "scan_query", "scan_table"]

NULL = "\ue000"
"""Stands for a missing dimension value (a private character: no export holds it)."""

OTHER = "\ue001"
"""Stands for every dimension value that nobody asked for."""

_EPOCH = 719163  # ordinal of 1970-01-01


@dataclass(frozen=True)
class Scan:
    """What one pass found; all arrays have one entry a row.

    Parameters
    ----------
    first, last : ndarray of int64
        Ordinals of the first and last day of the bucket, or of the piece of the calendar.
    bucket : ndarray of bool
        True where `first` and `last` are those of a bucket; False where one-day buckets were
        summed over a piece of several days.
    keys : Mapping[str, ndarray of object]
        ``source``, ``breakdown``, dimensions and series columns; `NULL` for a missing value.
    cells : Mapping[Cell, ndarray of float64]
        Aggregates, NaN where there is none.
    masks : Mapping[str or None, ndarray of int64]
        Bit d of a column is set when it has data on day d of the month (buckets of several days:
        any bit).
    notes : tuple of ndarray of object
        Names of caveats that rows carry; `NULL` for none.
    values : ndarray, optional
        Single values, where `Request.exact` asked for them.
    """

    request: Request
    first: np.ndarray
    last: np.ndarray
    bucket: np.ndarray
    keys: Mapping[str, np.ndarray]
    cells: Mapping[Cell, np.ndarray]
    masks: Mapping[str | None, np.ndarray]
    notes: tuple[np.ndarray, ...]
    values: np.ndarray | None = None
    _inside: dict[tuple[Period, ...], np.ndarray] = field(default_factory=dict, repr=False)

    @cached_property
    def total(self) -> np.ndarray:
        """Rows that a total is made of."""
        return self.keys["breakdown"] == BREAKDOWN_TOTAL

    def inside(self, spans: Sequence[Period]) -> np.ndarray:
        """Whether each row lies wholly inside each span; shape (spans, rows)."""
        key = tuple(spans)
        if key not in self._inside:
            starts = np.array([span.start.toordinal() for span in key])[:, None]
            ends = np.array([span.end.toordinal() for span in key])[:, None]
            self._inside[key] = (self.first >= starts) & (self.last <= ends)
        return self._inside[key]


def scan_table(table: ir.Table, request: Request) -> Scan:
    """Aggregate a grain table in one query.

    Parameters
    ----------
    table : ibis.Table
        With ``schema.GRAIN_KEYS``; holds every column that the readings name.
    request : Request

    Returns
    -------
    Scan
        Sorted by its keys, so that the same data give the same bits.
    """
    found = scan_query(table, request).to_pyarrow()
    sums = [name for name in found.column_names if pa.types.is_floating(found[name].type)]
    if any(pc.any(pc.is_nan(found[name])).as_py() for name in sums):
        # Borders turn NaN into null; a table that was never imported may still hold some.
        found = scan_query(table, request, guard=True).to_pyarrow()
    return _read(found, request)


def scan_query(table: ir.Table, request: Request, *, guard: bool = False) -> ir.Table:
    """The one query that a scan sends; with `guard`, NaN in the table is read as missing."""
    days = (table.date_end >= request.cut.start) & (table.date_start <= request.cut.end)
    rows = table.filter(days)
    if guard:
        floats = [n for n, kind in table.schema().items() if kind.is_floating()]
        rows = rows.mutate(**{n: rows[n].isnan().ifelse(None, rows[n]) for n in floats})
    bit = ibis.literal(1, type="int64") << rows.date_start.day().cast("int64")
    cells = {f"c{i}": _cell(rows, cell) for i, cell in enumerate(request.cells)}
    masks = {
        f"m{i}": (bit if column is None else rows[column].notnull().ifelse(bit, None)).bit_or()
        for i, column in enumerate(request.columns)
    }
    notes = {}
    if "note" in rows.columns:
        notes = {"note_first": rows.note.min(), "note_last": rows.note.max()}
    return rows.group_by(**_keys(rows, request)).aggregate(**cells, **masks, **notes)


def _keys(rows: ir.Table, request: Request) -> dict[str, ir.Column]:
    one_day = rows.date_end == rows.date_start
    apart = ~one_day
    keys: dict[str, ir.Column] = {}
    if request.daily:
        apart = ibis.literal(True)
    for column in request.money:
        if f"{column}_currency" in rows.columns:
            currency = rows[f"{column}_currency"]
            keys[f"{column}_currency"] = currency
            apart = apart | (currency.notnull() & (currency != request.currency))
    length = rows.date_end.epoch_days() - rows.date_start.epoch_days()
    own = rows.date_start.epoch_days().cast("int64") * 100_000 + length + 1_000_000_000
    piece = request.cut.piece(rows.date_start).cast("int64")
    keys["bucket"] = own if request.daily else ibis.cases((apart, own), else_=piece)
    keys |= {name: rows[name] for name in ("source", "breakdown")}
    keys |= {name: _dimension(rows, name, request) for name in request.dimensions}
    if request.daily:
        keys["entity"] = rows.entity
    if request.exact:
        keys["value"] = rows[request.exact]
    return keys


def _dimension(rows: ir.Table, name: str, request: Request) -> ir.Column:
    """A dimension that only limits is told apart no further than its limits need."""
    if name in request.by or name in request.apart or request.daily:
        return rows[name]
    limits = [dict(reading.restrict).get(name) for reading in request.readings]
    asked = sorted({value for values in limits if values for value in values})
    known = rows[name].isnull() | rows[name].isin(asked) if asked else rows[name].isnull()
    return known.ifelse(rows[name], OTHER)


def _cell(rows: ir.Table, cell: Cell) -> ir.Scalar:
    tests = [rows[column].isin(values) for column, values in cell.filters]
    tests += [rows[column].notnull() for column in cell.paired if column != cell.column]
    if cell.how == "count":
        if cell.column and not cell.gap_is_zero:
            tests.append(rows[cell.column].notnull())
        return functools.reduce(operator.and_, tests).sum() if tests else rows.count()
    kept = rows[cell.column].cast("float64")
    if cell.gap_is_zero:
        kept = kept.fill_null(0.0)
    for test in tests:
        kept = test.ifelse(kept, None)
    return kept.max() if cell.how == "max" else kept.sum()


def _read(found: pa.Table, request: Request) -> Scan:
    """Arrow columns to arrays, with the bucket's days worked out of its number."""
    texts = ["source", "breakdown", *request.dimensions]
    texts += ["entity"] if request.daily else []
    texts += [f"{c}_currency" for c in request.money if f"{c}_currency" in found.column_names]
    keys = {name: _texts(found[name]) for name in texts}
    order = _order(found["bucket"].to_numpy(), keys.values())
    number = found["bucket"].to_numpy().astype("int64")[order]
    bounds = request.cut.bounds()
    bucket = number >= 1_000_000_000
    own_first, own_length = np.divmod(number - 1_000_000_000, 100_000)
    pieces = {n: bounds.get(n, (0, 0)) for n in np.unique(number[~bucket])}
    first, last = own_first + _EPOCH, own_first + _EPOCH + own_length
    for n, (start, end) in pieces.items():
        first[number == n], last[number == n] = start, end
    floats = {
        cell: found[f"c{i}"].to_numpy().astype("float64")[order]
        for i, cell in enumerate(request.cells)
    }
    masks = {
        column: pc.fill_null(found[f"m{i}"], 0).to_numpy()[order]
        for i, column in enumerate(request.columns)
    }
    notes = [n for n in ("note_first", "note_last") if n in found.column_names]
    exact = found["value"].to_pandas().to_numpy()[order] if request.exact else None
    return Scan(
        request,
        first,
        last,
        bucket | (first == last),
        {name: texts[order] for name, texts in keys.items()},
        floats,
        masks,
        tuple(_texts(found[name])[order] for name in notes),
        exact,
    )


def _texts(column: pa.ChunkedArray) -> np.ndarray:
    filled = pc.fill_null(column.cast(pa.string()), NULL)
    return filled.to_numpy().astype(object)


def _order(number: np.ndarray, texts: Iterable[np.ndarray]) -> np.ndarray:
    codes = [pd.factorize(column, sort=True)[0] for column in texts]
    return np.lexsort([*codes[::-1], number])
