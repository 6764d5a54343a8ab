"""Records to text tables: the columns asked for, one row a record, with the line each starts at.

Rows pass in small batches, so that a file of a million records never stands in memory as Python
objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import dropwhile

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.headers import Header, repaired
from kpi_helpers.sources.numbers import MISSING_MARKS
from kpi_helpers.sources.stretches import LINE, Stretch, column_name
from kpi_helpers.sources.text import Record

__all__ = [
    "LINE",
    "Fault",
    "TextTable",
    "column_name",
    "disagree",
    "first_filled",
    "named",
    "read_table",
]

_ROWS = 400  # few enough to stay in the processor's cache
_BATCH = 65_536


@dataclass(frozen=True)
class Fault:
    """A record that cannot be laid under the header.

    Parameters
    ----------
    message : str
        Message name.
    line : int
        Physical line at which the record starts.
    found : str
        What stands there.
    """

    message: str
    line: int
    found: str = ""


@dataclass(frozen=True)
class TextTable:
    """Records as text.

    Parameters
    ----------
    table : pyarrow.Table
        Text columns by position (:func:`column_name`) or as `derive` made them, and ``line``.
    faults : tuple of Fault
        Records not in the table.
    totals : tuple of Record
        Total rows left out.
    end : int, optional
        Physical line at which something other than this table begins.
    """

    table: pa.Table
    faults: tuple[Fault, ...] = ()
    totals: tuple[Record, ...] = ()
    end: int | None = None


@dataclass
class _Intake:
    """Records under way to Arrow."""

    positions: tuple[int, ...]
    repair: bool
    derive: Callable[[pa.RecordBatch], pa.RecordBatch] | None
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    small: list[pa.RecordBatch] = field(default_factory=list)
    large: list[pa.RecordBatch] = field(default_factory=list)
    waiting: int = 0

    @property
    def names(self) -> list[str]:
        """Columns of a batch."""
        return [*(column_name(position) for position in self.positions), LINE]

    def flush(self) -> None:
        """Turn the rows at hand to Arrow; they are as wide as the header."""
        columns = list(zip(*self.rows, strict=True))
        texts = [columns[position] if columns else () for position in self.positions]
        if self.repair:
            texts = [tuple(repaired(cell) for cell in cells) for cells in texts]
        arrays = [pa.array(cells, pa.string()) for cells in texts]
        lines = pa.array(self.lines, pa.int64())
        self._add(pa.RecordBatch.from_arrays([*arrays, lines], self.names))
        self.rows.clear()
        self.lines.clear()

    def take(self, stretch: pa.RecordBatch) -> None:
        """Many records that are columns already."""
        if self.rows:
            self.flush()
        self._add(stretch.select(self.names))

    def _add(self, batch: pa.RecordBatch) -> None:
        self.small.append(batch)
        self.waiting += batch.num_rows
        if self.waiting >= _BATCH:
            self._combine()

    def _combine(self) -> None:
        batch = pa.concat_batches(self.small)
        self.large.append(self.derive(batch) if self.derive else batch)
        self.small.clear()
        self.waiting = 0

    def table(self) -> pa.Table:
        """Everything that was taken in."""
        self.flush()
        if self.small:
            self._combine()
        return pa.Table.from_batches(self.large)


def read_table(
    records: Iterable[Stretch],
    header: Header,
    positions: Sequence[int],
    file: str,
    *,
    derive: Callable[[pa.RecordBatch], pa.RecordBatch] | None = None,
    is_total: Callable[[Sequence[str]], bool] | None = None,
    one_section: bool = False,
) -> TextTable:
    """Read the records below a header.

    Parameters
    ----------
    records : iterable of Record or Stretch
        All records of the file, or many at once.
    header : Header
        Where the table starts, and how wide it is.
    positions : sequence of int
        Columns to keep.
    file : str
        Name of the file as problems tell it.
    derive : callable, optional
        Applied to each batch as it is read, to keep less.
    is_total : callable, optional
        Whether a record is a total row, to be left out.
    one_section : bool
        Whether the table ends at the first blank line or comment, as reports with several
        tables have it.

    Returns
    -------
    TextTable

    Raises
    ------
    SourceError
        When the header stands twice at the top, or no record follows it.
    """
    intake = _Intake(tuple(sorted(set(positions))), header.was_repaired, derive)
    faults: list[Fault] = []
    totals: list[Record] = []
    below = dropwhile(lambda record: record[0] <= header.line, records)
    width, usual = len(header.cells), ("", header.cells[0])
    for line, cells in _section(below) if one_section else below:
        if isinstance(cells, pa.RecordBatch):
            intake.take(cells)
            continue
        if is_total is not None and cells and is_total(cells):
            totals.append((line, cells))
            continue
        if cells is None or len(cells) != width or cells[0] in usual:
            if not _is_row(cells):
                continue
            message = _misfit(cells, header, intake.positions)
            if message is not None:
                faults.append(Fault(message, line, str(len(cells or ()))))
                continue
            cells = (cells + [""] * width)[:width]
        intake.rows.append(cells)
        intake.lines.append(line)
        if len(intake.rows) == _ROWS:
            intake.flush()
    table = intake.table()
    _refuse_empty(table, faults, header, file)
    end = next((line for line, cells in records if _is_row(cells)), None) if one_section else None
    return TextTable(table, tuple(faults), tuple(totals), end)


def _section(records: Iterable[Record]) -> Iterator[Record]:
    """Records up to the first blank line or comment."""
    started = False
    for line, cells in records:
        is_row = _is_row(cells) and not (cells and cells[0].startswith("#"))
        if started and not is_row:
            return
        started = started or is_row
        if is_row:
            yield line, cells


def _is_row(cells: list[str] | None) -> bool:
    return cells is None or any(cells)


def _misfit(cells: list[str] | None, header: Header, positions: tuple[int, ...]) -> str | None:
    """What keeps a record from standing under the header; None when nothing does.

    Blank cells beyond the header, and cells missing at the end where nobody reads them, are what
    spreadsheets leave behind.
    """
    width = len(header.cells)
    if cells is None:
        return "broken_quotes"
    if any(cell.strip() for cell in cells[width:]) or len(cells) <= max(positions, default=0):
        return "ragged_record"
    if tuple(cell.strip() for cell in cells[:width]) == header.cells:
        return "repeated_header"
    return None


def _refuse_empty(table: pa.Table, faults: list[Fault], header: Header, file: str) -> None:
    if any(f.message == "repeated_header" and f.line == header.line + 1 for f in faults):
        raise SourceError(Problem("two_headers", {}, file, header.line + 1))
    if not table.num_rows and not faults:
        raise SourceError(Problem("no_records", {}, file, header.line))


def named(batch: pa.RecordBatch, places: Mapping[str, Sequence[int]]) -> pa.RecordBatch:
    """A batch under canonical names, ``line`` first.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        Columns by position.
    places : Mapping[str, sequence of int]
        Canonical name to the positions it stands at.
    """
    columns = {name: first_filled(batch, found) for name, found in places.items()}
    return pa.RecordBatch.from_pydict({LINE: batch[LINE], **columns})


def first_filled(batch: pa.RecordBatch, positions: Sequence[int]) -> pa.Array:
    """The cells of several columns with one meaning: in each record the first that is filled.

    Bilingual exports hold a column twice, each time filled in other records.
    """
    if len(positions) == 1:
        return batch[column_name(positions[0])]
    return pc.coalesce(*_filled(batch, positions))


def disagree(batch: pa.RecordBatch, positions: Sequence[int]) -> pa.Array:
    """Whether two columns with one meaning are both filled in a record, and differ."""
    first, *others = _filled(batch, positions)
    differs = [pc.fill_null(pc.not_equal(first, other), False) for other in others]
    return reduce(pc.or_, differs)


def _filled(batch: pa.RecordBatch, positions: Sequence[int]) -> list[pa.Array]:
    marks = pa.array(MISSING_MARKS, pa.string())
    blank = pa.scalar(None, pa.string())
    cells = [pc.utf8_trim_whitespace(batch[column_name(position)]) for position in positions]
    return [
        pc.if_else(pc.is_in(pc.utf8_lower(cell), value_set=marks), blank, cell) for cell in cells
    ]
