"""What many observations share is kept once: observations are split into series and rows.

Of the two dozen columns of an observation only six differ from row to row. The others (source,
metric, dimensions, file, time of observation ...) are the same for thousands of rows and are kept
as one *series* with a number; a row then holds that number, its entity, days, value and line.
A million posts with six metrics thus take seconds and not a minute, and a fraction of the memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.schema import OBSERVATION, OBSERVATION_KEY

__all__ = ["CELL_KEY", "FACT_KEY", "ROW", "SERIES", "split_series"]

ROW = {
    "series": "INTEGER",
    "entity": "VARCHAR",
    "date_start": "DATE",
    "date_end": "DATE",
    "value": "DOUBLE",
    "source_line": "BIGINT",
    "seq": "BIGINT",
}
"""A stored row. ``seq`` numbers the rows of a brand in the order of their import."""

SERIES = {"series": "INTEGER"} | {
    name: kind for name, kind in OBSERVATION.items() if name not in ROW and name != "brand"
}
"""A series: its number, and whatever its rows share. The brand is that of the file."""

FACT_KEY = tuple(name for name in OBSERVATION_KEY if name in SERIES)
"""The part of an observation's key that its series holds."""

CELL_KEY = tuple(name for name in FACT_KEY if name not in ("metric", "counter"))
"""The same without metric and counter: what tells one row of a grain table from another."""

_INT32 = np.iinfo("int32").max
_DIRECT_SPACE = 1 << 22  # combinations up to which a lookup table is cheaper than sorting


def split_series(
    observations: pa.Table, first_series: int, first_seq: int
) -> tuple[pa.Table, pa.Table]:
    """Split observations into their series and their rows.

    Parameters
    ----------
    observations : pyarrow.Table
        Columns of ``schema.OBSERVATION``; text may be dictionary-encoded.
    first_series, first_seq : int
        Numbers of the first series and of the first row.

    Returns
    -------
    series, rows : pyarrow.Table
        Columns of :data:`SERIES` and :data:`ROW`; no value of `rows` was copied.
    """
    shared = [name for name in SERIES if name != "series"]
    numbers, examples = _combinations(observations, shared)
    series = observations.select(shared).take(pa.array(examples))
    count = len(examples)
    ids = pa.array(np.arange(first_series, first_series + count, dtype="int32"))
    series = _decoded(series).add_column(0, "series", ids)
    numbers += np.int32(first_series)
    entity = observations["entity"]
    columns = {
        "series": pa.array(numbers),
        "entity": entity if pa.types.is_dictionary(entity.type) else entity.cast(pa.string()),
        "date_start": observations["date_start"],
        "date_end": observations["date_end"],
        "value": observations["value"],
        "source_line": observations["source_line"],
        "seq": pa.array(np.arange(first_seq, first_seq + len(observations), dtype="int64")),
    }
    return series, pa.table(columns)


def _combinations(table: pa.Table, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Number each row by its combination of values, and give one row of each combination.

    Returns
    -------
    numbers : numpy.ndarray of int32, one a row
    examples : numpy.ndarray of int64, one a combination
    """
    codes = np.zeros(len(table), dtype="int32")
    size = 1
    for name in names:
        column, count = _codes(table[name])
        if count == 1:
            continue
        if size * count > _INT32:
            codes, examples = _dense(codes, size)
            size = len(examples)
        if size * count > _INT32:
            codes = codes.astype("int64")
        codes = codes * codes.dtype.type(count) + column
        size *= count
    return _dense(codes, size)


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray, int]:
    """Each value as a number from 0, null included, and how many numbers there are."""
    if not pa.types.is_dictionary(column.type):
        if _constant(column):
            return np.zeros(0, dtype="int32"), 1
        column = column.dictionary_encode()
    column = column.unify_dictionaries()
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    count = len(whole.dictionary)
    if count <= 1 and whole.null_count in (0, len(whole)):
        return np.zeros(0, dtype="int32"), 1
    indices = whole.indices.cast(pa.int32())
    if whole.null_count:
        indices = indices.fill_null(count)
        count += 1
    return indices.to_numpy(zero_copy_only=False), count


def _constant(column: pa.ChunkedArray) -> bool:
    if len(column) == 0 or column.null_count == len(column):
        return True
    if column.null_count or column[0] != column[-1]:
        return False
    if pa.types.is_timestamp(column.type):
        bounds = pc.min_max(column)
        return bounds["min"] == bounds["max"]
    return False


def _dense(codes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers without gaps, in the order of the codes, and a row at which each one stands."""
    if len(codes) == 0:
        return codes, np.zeros(0, dtype="int64")
    if size > _DIRECT_SPACE:
        _, examples, numbers = np.unique(codes, return_index=True, return_inverse=True)
        return numbers.astype("int32"), examples
    last = np.full(size, -1, dtype="int64")
    last[codes] = np.arange(len(codes))
    present = np.flatnonzero(last >= 0)
    lookup = np.zeros(size, dtype="int32")
    lookup[present] = np.arange(len(present), dtype="int32")
    return lookup[codes], last[present]


def _decoded(table: pa.Table) -> pa.Table:
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))
