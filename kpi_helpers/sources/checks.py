"""The border: every cell of a text table typed, and every fault named with the line of its record.

Nothing stops at the first fault, so that all problems of a file are told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.sources.cells import type_dates, type_id, type_text
from kpi_helpers.sources.contract import Field
from kpi_helpers.sources.faults import CODES, WARNINGS
from kpi_helpers.sources.losses import LISTED, CellFault
from kpi_helpers.sources.number_fields import NUMBERS, type_numbers, type_product
from kpi_helpers.sources.numbers import NATIVE, connect
from kpi_helpers.sources.records import LINE
from kpi_helpers.sources.typed import TypedCells

__all__ = ["Checked", "check_table", "kept_columns", "repeated_rows"]

_EXAMPLE = datetime(2026, 12, 31, 18, 30)
_DENSE = 2**62


@dataclass(frozen=True)
class Checked:
    """A typed table and what was wrong with it.

    Parameters
    ----------
    table : pyarrow.Table
        One row a record, in the order of the text table: ``line``, then one typed column a field.
    usable : numpy.ndarray of bool
        Whether a record may be used.
    faults : tuple of CellFault
        Everything found, by column and cause.
    currencies : Mapping[str, str]
        Number field to the currency that it is in, where one is known.
    decimal : str, optional
        The file's decimal mark, where its cells decide it.
    """

    table: pa.Table
    usable: np.ndarray
    faults: tuple[CellFault, ...]
    currencies: Mapping[str, str]
    decimal: str | None = None

    @cached_property
    def kept(self) -> pa.Table:
        """The usable records."""
        return self.kept_of(self.table)

    def kept_of(self, table: pa.Table) -> pa.Table:
        """The usable records of another table with the same rows."""
        return table if self.usable.all() else table.filter(pa.array(self.usable))

    def also(self, faults: Sequence[CellFault]) -> Checked:
        """The same table with further faults found by the reader; their records are lost."""
        usable = self.usable.copy()
        for fault in faults:
            usable[fault.positions] = False
        return replace(
            self, usable=usable, faults=(*self.faults, *(fault for fault in faults if len(fault)))
        )

    @property
    def rejected(self) -> int:
        """Number of records not usable."""
        return int(len(self.usable) - self.usable.sum())


def kept_columns(columns: dict[str, pa.ChunkedArray], usable: np.ndarray) -> pa.Table:
    """The usable records of large columns, each freed as soon as it has been sifted.

    Parameters
    ----------
    columns : dict of str to pyarrow.ChunkedArray
        Emptied, so that a file of a million records is not held twice.
    usable : numpy.ndarray of bool
        From :class:`Checked`.
    """
    mask = None if usable.all() else pa.array(usable)
    kept = {}
    for name in list(columns):
        column = columns.pop(name)
        kept[name] = column if mask is None else column.filter(mask)
    return pa.table(kept)


def check_table(
    text: pa.Table,
    fields: Sequence[Field],
    *,
    brand_currency: str,
    keys: Sequence[Sequence[str]] = (),
    decimal: str | None = None,
    given: Sequence[CellFault] = (),
) -> Checked:
    """Type every field of a text table, and list every cell that breaks its contract.

    Parameters
    ----------
    text : pyarrow.Table
        Text columns under the names of the fields, and ``line``.
    fields : sequence of Field
        What to read; other columns of `text` are left out.
    brand_currency : str
        ISO code; settles which dollar ``$`` means.
    keys : sequence of sequence of str
        Sets of fields that must not repeat together; a later record that repeats is not usable.
    decimal : {".", ","}, optional
        Decimal mark declared for the file; found from its cells when None.
    given : sequence of CellFault
        Faults that the reader has found itself.

    Returns
    -------
    Checked
    """
    typed = _typed(text, fields, brand_currency, decimal)
    faults = [fault for fault in given if len(fault)]
    faults += [fault for field in fields for fault in _faults_of(field, text, typed)]
    usable = np.ones(text.num_rows, dtype=bool)
    for fault in faults:
        usable[fault.positions] &= fault.severity != "block"
    values = {field.name: typed.values[field.name] for field in fields}
    table = pa.table({LINE: text[LINE], **values})
    shown = {field.name: field.shown for field in fields}
    for key in keys:
        repeated = repeated_rows(table, key, usable, " + ".join(shown[name] for name in key))
        usable[repeated.positions] = False
        faults += [repeated] if len(repeated) else []
    return Checked(table, usable, tuple(faults), typed.currencies, typed.habits.decimal)


def _typed(
    text: pa.Table, fields: Sequence[Field], brand_currency: str, decimal: str | None
) -> TypedCells:
    typed = TypedCells()
    dates = [field for field in fields if field.kind in ("date", "moment")]
    numbers = [field for field in fields if field.kind in NUMBERS]
    with connect() as connection:
        type_numbers(connection, text, numbers, brand_currency, decimal, typed)
        type_dates(connection, text, dates, typed)
    for field in fields:
        if field.kind == "text":
            type_text(text, field, typed)
        elif field.kind == "id":
            type_id(text, field, typed)
        elif field.kind == "product":
            type_product(field, typed)
    return typed


def _faults_of(field: Field, text: pa.Table, typed: TypedCells) -> Iterator[CellFault]:
    """The faults of one field, one kind at a time."""
    codes = typed.codes[field.name]
    for code in np.unique(codes[codes > 0]):
        positions = np.flatnonzero(codes == code)
        first = pa.array(positions[:LISTED])
        message = CODES[code]
        yield CellFault(
            message,
            field.shown,
            positions,
            text[LINE].take(first).to_pylist(),
            _shown(text, field, first),
            _values(message, field, typed),
            "warn" if message in WARNINGS else "block",
        )


def _shown(text: pa.Table, field: Field, rows: pa.Array) -> list[str]:
    """Cells as they stand in the file."""
    columns = [text[name].take(rows).to_pylist() for name in field.factors or (field.name,)]
    return [
        " × ".join((cell or "").removeprefix(NATIVE) for cell in cells)
        for cells in zip(*columns, strict=True)
    ]


def _values(message: str, field: Field, typed: TypedCells) -> dict[str, Any]:
    """What the message of a fault needs beside the cell."""
    if message == "below_minimum":
        return {"minimum": f"{field.minimum:g}"}
    if message == "unreadable_date":
        return {"expected": [_EXAMPLE.strftime(form) for form in field.formats]}
    if message == "other_currency":
        return {"expected": typed.currencies.get(field.name, "–")}
    if message == "other_decimal_mark":
        return {"mark": typed.habits.decimal or "."}
    if message == "unknown_value":
        return {"known": sorted(field.allowed)}
    return {}


def repeated_rows(table: pa.Table, key: Sequence[str], usable: np.ndarray, shown: str) -> CellFault:
    """Usable records whose key stood in an earlier one, with the line of that one.

    Parameters
    ----------
    table : pyarrow.Table
        With ``line`` and the columns of the key.
    key : sequence of str
        Columns that must not repeat together.
    usable : numpy.ndarray of bool
        Records looked at.
    shown : str
        The key as the user knows it.
    """
    marks = _key_marks([table[name] for name in key])
    places = np.flatnonzero(usable & _stands_twice(marks, usable))
    marks = marks[places]
    order = np.argsort(marks, kind="stable")
    starts = np.flatnonzero(np.diff(marks[order], prepend=-1))
    first = np.repeat(order[starts], np.diff(np.append(starts, len(order))))
    again = np.sort(order[order != first])
    first_of = np.empty(len(order), dtype=np.int64)
    first_of[order] = first
    head = again[:LISTED]
    lines = table[LINE].to_numpy()
    cells = [table[name].take(pa.array(places[head])).to_pylist() for name in key]
    return CellFault(
        "repeated_key",
        shown,
        places[again],
        lines[places[head]].tolist(),
        [_joined(row) for row in zip(*cells, strict=True)],
        each={"first": [str(line) for line in lines[places[first_of[head]]]]},
    )


def _joined(cells: Sequence[Any]) -> str:
    return " · ".join(str(cell) for cell in cells if cell is not None)


def _stands_twice(marks: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Whether the mark of each record stands on more than one usable record."""
    ranked = np.sort(marks[usable])
    twice = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
    if not len(twice):
        return np.zeros(len(marks), dtype=bool)
    near = np.searchsorted(twice, marks).clip(max=len(twice) - 1)
    return twice[near] == marks


def _key_marks(columns: Sequence[pa.ChunkedArray]) -> np.ndarray:
    """One number a record, equal where all key columns are; null is a value of its own."""
    marks = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        coded = pc.dictionary_encode(column, null_encoding="encode").unify_dictionaries()
        chunks = coded.chunks
        if not chunks:
            continue
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
        count = len(chunks[0].dictionary)
        if size * count > _DENSE:
            marks = np.unique(marks, return_inverse=True)[1]
            size = int(marks.max(initial=0)) + 1
        marks, size = marks * count + codes, size * count
    return marks
