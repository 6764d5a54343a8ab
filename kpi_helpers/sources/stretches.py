"""Stretches of sound records, read by Arrow many times as fast as record by record.

A stretch is handed to Arrow only when its quotes are proven to open and close cells, which is what
the record reader of :mod:`kpi_helpers.sources.text` insists on; then both give the same cells and
the same lines. Whatever is less than sound goes to that reader, and only from there to the next
sound stretch.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.sources.headers import Header
from kpi_helpers.sources.text import Record, TextFile, split_records

__all__ = ["LINE", "Stretch", "column_name", "stretches"]

LINE = "line"
"""Column of a text table: the physical line at which the record starts."""

Stretch = tuple[int, list[str] | pa.RecordBatch | None]
"""A record, or first line and columns of many records that are as wide as the header."""

_LEAST = 4_000_000
_SIZE = 1_000_000
_QUOTE, _NEWLINE, _RETURN = b'"\n\r'


def column_name(position: int) -> str:
    """Name of the text column at that position of the header, from 0."""
    return f"c{position}"


def stretches(
    text: TextFile,
    header: Header,
    positions: Sequence[int],
    separator: str | None = None,
    *,
    least: int = _LEAST,
    size: int = _SIZE,
) -> Iterator[Stretch]:
    """The records below a header, many at once where they are sound.

    Parameters
    ----------
    text : TextFile
        The file.
    header : Header
        Of its table.
    positions : sequence of int
        Columns that a stretch shall hold.
    separator : str, optional
        Used in place of the one found.
    least, size : int
        Bytes from which on a file is worth it, and bytes looked at at once.

    Yields
    ------
    Stretch
        Records above the header may be among them; stretches hold no blank line, no record of
        another width, none that repeats the header and none whose first cell is empty.
    """
    mark = separator or text.separator
    worth_it = text.path.stat().st_size >= least and text.is_plain_utf8
    if not worth_it or header.was_repaired or not (len(mark) == 1 and mark.isascii()):
        yield from text.records(mark)
        return
    with text.path.open("rb") as stream:
        lines = [stream.readline() for _ in range(header.line)]
        if lines[-1].count(b'"') % 2:  # the header goes on in the next line
            yield from text.records(mark)
            return
        wanted = tuple(sorted({0, *positions}))
        start, line = stream.tell(), header.line + 1
        while data := _read_from(stream, start, size):
            found = _sound(data, len(data) < size, mark, header, wanted)
            if found is None:
                start, line = yield from _one_by_one(stream, start, line, len(data), mark)
                continue
            batch, offsets, cut, count = found
            yield line, _with_lines(batch, offsets + line)
            start, line = start + cut, line + count


def _with_lines(batch: pa.RecordBatch, lines: np.ndarray) -> pa.RecordBatch:
    names = [*batch.schema.names, LINE]
    return pa.RecordBatch.from_arrays([*batch.columns, pa.array(lines, pa.int64())], names)


def _read_from(stream: BinaryIO, start: int, size: int) -> bytes:
    stream.seek(start)
    return stream.read(size)


def _one_by_one(
    stream: BinaryIO, start: int, line: int, size: int, separator: str
) -> Generator[Record, None, tuple[int, int]]:
    """Records that start in the next `size` bytes; returns where the one after them starts."""
    stream.seek(start)
    offsets = [start]

    def lines() -> Iterator[str]:
        for raw in stream:
            offsets.append(offsets[-1] + len(raw))
            yield raw.decode("utf-8")

    for at, cells in split_records(lines(), separator, line):
        if offsets[at - line] >= start + size:
            return offsets[at - line], at
        yield at, cells
    return offsets[-1], line + len(offsets) - 1


def _sound(
    data: bytes, is_last: bool, separator: str, header: Header, wanted: tuple[int, ...]
) -> tuple[pa.RecordBatch, np.ndarray, int, int] | None:
    """Whole records at the start of `data`, if all of them are sound.

    Returns
    -------
    tuple or None
        Columns; line of each record, from 0; bytes taken; lines taken.
    """
    codes = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    newlines = np.flatnonzero(codes == _NEWLINE)
    ends_record = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)
    ends = newlines[ends_record]
    count = int(ends_record[-1]) + 1 if len(ends_record) else 0
    if is_last and data[-1] != _NEWLINE:
        ends, count = np.append(ends, len(data)), len(newlines) + 1
    if not len(ends):
        return None
    cut = min(int(ends[-1]) + 1, len(data))
    starts = np.append(0, ends[:-1] + 1)
    if (ends - starts <= 1).any() or not _quotes_fit(codes[:cut], quotes[quotes < cut], separator):
        return None
    batch = _parsed(data[:cut], separator, len(header.cells), wanted)
    if batch is None or batch.num_rows != len(starts):
        return None
    usual = pa.array(["", header.cells[0]], pa.string())
    if pc.any(pc.is_in(pc.utf8_trim_whitespace(batch[column_name(0)]), value_set=usual)).as_py():
        return None
    return batch, np.append(0, ends_record[: len(starts) - 1] + 1), cut, count


def _quotes_fit(codes: np.ndarray, quotes: np.ndarray, separator: str) -> bool:
    """Whether every quote opens or closes a cell, or stands double inside one."""
    if len(quotes) % 2:
        return False
    edge = np.zeros(256, dtype=bool)
    edge[[ord(separator), _NEWLINE, _QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    before = edge[codes[opening - 1]] | (opening == 0)
    edge[_RETURN] = True
    after = edge[codes[np.minimum(closing + 1, len(codes) - 1)]]
    return bool(before.all() and after.all())


def _parsed(
    data: bytes, separator: str, width: int, wanted: tuple[int, ...]
) -> pa.RecordBatch | None:
    """The columns of sound records; None when one has another width."""
    from pyarrow import csv

    misfits = []

    def note(row: csv.InvalidRow) -> str:
        misfits.append(row)
        return "skip"

    names = [column_name(position) for position in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(column_names=names, block_size=len(data) + 1),
            csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=note
            ),
            csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                include_columns=[column_name(position) for position in wanted],
            ),
        )
    except pa.ArrowInvalid:
        return None
    return None if misfits else table.combine_chunks().to_batches()[0]
