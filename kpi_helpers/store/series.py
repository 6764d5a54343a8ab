"""What many observations share is kept once: observations are split into series and rows.

Of the two dozen columns of an observation only six differ from row to row. The others (source,
metric, dimensions, file, time of observation ...) are the same for thousands of rows and are kept
as one *series* with a number; a row then holds that number, its entity, days, value and line.
A million posts with six metrics thus take seconds and not a minute, and a fraction of the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kpi_helpers.schema import OBSERVATION, OBSERVATION_KEY

__all__ = ["BUCKET_KEY", "CELL_KEY", "FACT_KEY", "ROW", "SERIES", "split_series"]

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

_SINCE_PUBLICATION = "grain = 'post' AND counter = 'lifetime' AND entity IS NOT NULL"
BUCKET_KEY = ", ".join(
    f"CASE WHEN {_SINCE_PUBLICATION} THEN NULL ELSE date_{end} END AS key_{end}"
    for end in ("start", "end")
)
"""SQL for ``key_start`` and ``key_end``: the part of a key that the days of a row are.

A post counted since its publication is one fact whatever its day: exported in another time zone
it may have come out on the day before. Its day then is that of its newest observation.
"""

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
    shared = {name: _coded(observations[name]) for name in SERIES if name != "series"}
    numbers, examples = _combinations(list(shared.values()), len(observations))
    count = len(examples)
    ids = np.arange(first_series, first_series + count, dtype="int32")
    series = {"series": pa.array(ids)} | {
        name: column.at(examples) for name, column in shared.items()
    }
    numbers += np.int32(first_series)
    entity = observations["entity"]
    rows = {
        "series": pa.array(numbers),
        "entity": entity if pa.types.is_dictionary(entity.type) else entity.cast(pa.string()),
        "date_start": observations["date_start"],
        "date_end": observations["date_end"],
        "value": observations["value"],
        "source_line": observations["source_line"],
        "seq": pa.array(np.arange(first_seq, first_seq + len(observations), dtype="int64")),
    }
    return pa.table(series), pa.table(rows)


@dataclass(frozen=True)
class _Coded:
    """A column as numbers: places in `values`, or one beyond them for null.

    ``codes`` is None when every row is alike.
    """

    values: pa.Array
    codes: np.ndarray | None
    nulls: bool

    @property
    def count(self) -> int:
        """How many different numbers there may be."""
        return len(self.values) + self.nulls

    def at(self, rows: np.ndarray) -> pa.Array:
        """The values of some rows."""
        codes = np.zeros(len(rows), dtype="int32") if self.codes is None else self.codes[rows]
        return self.values.take(pa.array(codes, mask=codes >= len(self.values)))


def _coded(column: pa.ChunkedArray) -> _Coded:
    """Number the values of a column; a block of memory that comes again is read once."""
    addresses = [_address(chunk) for chunk in column.chunks]
    blocks = dict(zip(addresses, column.chunks, strict=True))
    own = pa.chunked_array(list(blocks.values()), column.type)
    if not pa.types.is_dictionary(own.type):
        own = own.dictionary_encode()
    own = own.unify_dictionaries()
    values = own.chunk(0).dictionary if own.num_chunks else pa.array([], own.type.value_type)
    if len(values) + (own.null_count > 0) <= 1:
        return _Coded(values, None, own.null_count > 0)
    codes = {
        address: block.indices.cast(pa.int32()).fill_null(len(values)).to_numpy()
        for address, block in zip(blocks, own.chunks, strict=True)
    }
    whole = np.concatenate([codes[address] for address in addresses])
    return _Coded(values, whole, own.null_count > 0)


def _address(chunk: pa.Array) -> tuple[int, ...]:
    """Where a chunk lies in memory: chunks at the same place are the same."""
    buffers = chunk.buffers()
    if pa.types.is_dictionary(chunk.type):
        buffers = [*buffers, *chunk.dictionary.buffers()]
    places = (0 if buffer is None else buffer.address for buffer in buffers)
    return (chunk.offset, len(chunk), *places)


def _combinations(columns: Sequence[_Coded], length: int) -> tuple[np.ndarray, np.ndarray]:
    """Number each row by its combination of values, and give one row of each combination.

    Returns
    -------
    numbers : numpy.ndarray of int32, one a row
    examples : numpy.ndarray of int64, one a combination
    """
    codes = np.zeros(length, dtype="int32")
    size = 1
    for column in columns:
        if column.codes is None:
            continue
        if size * column.count > _INT32:
            codes, examples = _dense(codes, size)
            size = len(examples)
        if size * column.count > _INT32:
            codes = codes.astype("int64")
        codes = codes * codes.dtype.type(column.count) + column.codes
        size *= column.count
    return _dense(codes, size)


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
