"""The grammar of numbers and missing cells, as one query that reads a file's number cells.

Whether a comma or a point is the decimal mark is decided for a whole file, never for a cell:
``10.000`` is ten thousand in one file and ten in another. :func:`number_habits` counts the cells
that can be read in one way only; a cell that can be read both ways waits for their verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.sources.currencies import CURRENCY_CODES, CURRENCY_SIGNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "MISSING_MARKS",
    "NATIVE",
    "Habits",
    "NumberCells",
    "connect",
    "is_plain",
    "number_habits",
    "read_number_cells",
    "sql_text",
]

MISSING_MARKS = ("", "-", "--", "–", "—", "undefined", "nan", "null")
"""Cells, blanks stripped and case ignored, that stand for a value that is not known."""

NATIVE = "\ue000"
"""Put before a number or date that a workbook holds as such: it is read without any guess."""

_SIGNS = "|".join(sign.replace("$", r"\$") for sign in (*CURRENCY_SIGNS, "$", *CURRENCY_CODES))
_GROUPED = r"[1-9][0-9]{0,2}(?:%s[0-9]{3})+"
_EXPONENT = r"[0-9]+(?:%s[0-9]+)?[eE][-+]?[0-9]+"


def _grammar(decimal: str, thousands: str) -> str:
    groups = "|".join(_GROUPED % mark for mark in (thousands, " ", "'"))
    whole = f"(?:[0-9]+|{groups})(?:{decimal}[0-9]+)?"
    return f"[-+]?(?:{whole}|{decimal}[0-9]+|{_EXPONENT % decimal})"


def sql_text(text: str) -> str:
    """The text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


_POINT = sql_text(_grammar(r"\.", ","))
_COMMA = sql_text(_grammar(",", r"\."))
_MISSING = sql_text(f"(?i:{'|'.join(MISSING_MARKS)})")
_COMPACT = sql_text(r"(?i:[-+]?[0-9][0-9 .,]* ?(?:k|m|b|bn|mn|md|mio|mrd|mille|millions?))")
_BOUNDED = sql_text("[<>≤≥] ?[0-9].*")
_AFFIXES = sql_text(f"^([-+]?) ?(?:{_SIGNS}) ?|(?: ?(?:{_SIGNS}|%))$")
_ODD_BLANKS = "chr(160)||chr(8239)||chr(8201)||chr(8199)||chr(9)||chr(10)||chr(13)"
_CELLS = f"""
SELECT field, place, is_typed, percent, sign,
    regexp_full_match(cell, {_MISSING}) AS missing,
    CASE WHEN is_typed THEN typed ELSE point END AS point,
    CASE WHEN is_typed THEN typed ELSE comma END AS comma,
    coalesce(point, comma) IS NULL AND regexp_full_match(cell, {_COMPACT}) AS compact,
    coalesce(point, comma) IS NULL AND regexp_full_match(cell, {_BOUNDED}) AS bounded
FROM (
    SELECT field, place, cell, is_typed, suffix(cell, '%') AS percent,
        regexp_extract(cell, {sql_text(f"({_SIGNS})")}, 1) AS sign,
        CASE WHEN is_typed THEN TRY_CAST(substr(cell, 2) AS DOUBLE) END AS typed,
        CASE WHEN regexp_full_match(bare, {_POINT})
            THEN TRY_CAST(translate(bare, ', ''', '') AS DOUBLE) END AS point,
        CASE WHEN regexp_full_match(bare, {_COMMA})
            THEN TRY_CAST(translate(bare, ',. ''', '.') AS DOUBLE) END AS comma
    FROM (
        SELECT field, place, cell, regexp_replace(cell, {_AFFIXES}, '\\1', 'g') AS bare,
            starts_with(cell, chr({ord(NATIVE)})) AS is_typed
        FROM (
            SELECT field, place, trim(translate(cell,
                {_ODD_BLANKS}||chr(8722)||chr(8217)||chr(8203)||chr(8206)||chr(65279),
                '       -''')) AS cell
            FROM odd)))
"""


@dataclass(frozen=True)
class NumberCells:
    """Cells that are not plain digits, read both ways; arrays have one entry a cell.

    Parameters
    ----------
    field : numpy.ndarray of int
        Number of the column among those given.
    place : numpy.ndarray of int
        Row of the table.
    point, comma : numpy.ndarray of float
        Value where a point or a comma is the decimal mark; NaN where it is no number so. A
        percentage is a fraction.
    sign : numpy.ndarray of str
        Currency sign or code; empty without one.
    percent, missing, compact, bounded, typed : numpy.ndarray of bool
        Written with ``%``; a mark for a missing value; shortened (``1.2K``); a bound (``< 10%``);
        held as a number by a workbook.
    """

    field: np.ndarray
    place: np.ndarray
    point: np.ndarray
    comma: np.ndarray
    sign: np.ndarray
    percent: np.ndarray
    missing: np.ndarray
    compact: np.ndarray
    bounded: np.ndarray
    typed: np.ndarray

    @property
    def both_ways(self) -> np.ndarray:
        """Whether a cell is a number either way, and not the same."""
        return ~np.isnan(self.point) & ~np.isnan(self.comma) & (self.point != self.comma)

    @property
    def signs(self) -> set[str]:
        """Currency signs and codes on the numbers."""
        is_number = ~(np.isnan(self.point) & np.isnan(self.comma))
        return set(np.unique(self.sign[is_number])) - {""}

    def of(self, field: int) -> NumberCells:
        """The cells of one column."""
        own = self.field == field
        return NumberCells(*(array[own] for array in vars(self).values()))


@dataclass(frozen=True)
class Habits:
    """How a file writes its numbers.

    Parameters
    ----------
    decimal : {".", ","} or None
        The decimal mark; None when no cell decides it.
    unsure : bool
        Whether cells that can be read both ways cannot be decided: no cell decides the mark, or
        cells contradict one another.
    """

    decimal: str | None
    unsure: bool


def number_habits(cells: NumberCells, whole: Sequence[bool], decimal: str | None = None) -> Habits:
    """Find out how the number columns of a file are written.

    Parameters
    ----------
    cells : NumberCells
        All odd cells of the file's number columns.
    whole : sequence of bool
        For each column, whether it holds whole numbers only: there, the three digits of ``1,234``
        cannot be decimals, so that the cell decides the mark.
    decimal : {".", ","}, optional
        Declared by a mapping: then nothing is unsure.

    Returns
    -------
    Habits
    """
    if decimal is not None:
        return Habits(decimal, False)
    is_point, is_comma = ~np.isnan(cells.point), ~np.isnan(cells.comma)
    counts = np.array([*whole, False], dtype=bool)[cells.field] & cells.both_ways
    point = (is_point & ~is_comma) | (counts & (cells.comma != np.floor(cells.comma)))
    comma = (is_comma & ~is_point) | (counts & (cells.point != np.floor(cells.point)))
    points, commas = int(point.sum()), int(comma.sum())
    mark = None if points == commas else ("." if points > commas else ",")
    contradict = bool(points and commas)
    return Habits(mark, bool(cells.both_ways.any()) and (mark is None or contradict))


def read_number_cells(
    connection: DuckDBPyConnection, columns: Sequence[pa.ChunkedArray]
) -> NumberCells:
    """Read every cell that is not plain digits, with either decimal mark.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From :func:`connect`.
    columns : sequence of pyarrow.ChunkedArray of string
        Number columns of one table; null cells are left out.
    """
    odd = pa.concat_tables([_odd_cells(n, column) for n, column in enumerate(columns)] or [_NONE])
    if not odd.num_rows:
        found = _NO_RESULT
    else:
        connection.register("odd", odd)
        found = connection.execute(_CELLS).to_arrow_table()
        connection.unregister("odd")
    arrays = {name: found[name].to_numpy() for name in found.column_names}
    percent = arrays["percent"].astype(bool)
    for name in ("point", "comma"):
        value = arrays[name].astype(np.float64)
        value[np.isinf(value)] = np.nan
        arrays[name] = np.where(percent, value / 100, value)
    flags = ("percent", "missing", "compact", "bounded")
    return NumberCells(
        arrays["field"].astype(np.int64),
        arrays["place"].astype(np.int64),
        arrays["point"],
        arrays["comma"],
        arrays["sign"].astype(str),
        *(arrays[name].astype(bool) for name in flags),
        arrays["is_typed"].astype(bool),
    )


def is_plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whether each cell is digits and nothing else; null where the cell is."""
    return pc.ascii_is_decimal(column)


def _odd_cells(number: int, column: pa.ChunkedArray) -> pa.Table:
    odd = pc.fill_null(pc.invert(is_plain(column)), False)
    places = np.flatnonzero(odd.to_numpy())
    return pa.table(
        {
            "field": pa.array(np.full(len(places), number, dtype=np.int32)),
            "place": pa.array(places),
            "cell": column.filter(odd),
        }
    )


_NONE = pa.table(
    {
        "field": pa.array([], pa.int32()),
        "place": pa.array([], pa.int64()),
        "cell": pa.chunked_array([], pa.string()),
    }
)
_NO_RESULT = pa.table(
    {
        **{name: pa.array([], pa.int64()) for name in ("field", "place")},
        **{name: pa.array([], pa.float64()) for name in ("point", "comma")},
        **{
            name: pa.array([], pa.bool_())
            for name in ("is_typed", "percent", "missing", "compact", "bounded")
        },
        "sign": pa.array([], pa.string()),
    }
)


def connect() -> DuckDBPyConnection:
    """A DuckDB in memory that loads no extension, opens no file and reaches for nothing else.

    Two threads, so that a pass over a large file leaves room for its neighbours.
    """
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "threads": 2,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "python_enable_replacements": False,
        },
    )
