"""Text fields of a table: names, ids and dates, and what is wrong with a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.sources.contract import Field
from kpi_helpers.sources.faults import code_of
from kpi_helpers.sources.numbers import MISSING_MARKS, NATIVE, sql_text
from kpi_helpers.sources.typed import TypedCells

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["text_value", "type_dates", "type_id", "type_text"]

_MARKS = pa.array(MISSING_MARKS, pa.string())
_NOTHING = pa.scalar(None, pa.string())
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_DAMAGED = r"^[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+$"
_ROUNDED = "^[1-9][0-9]{14}0+$"
_LONG = "^[0-9]{16,}$"
_DIGITS = re.compile("[0-9]{10,}")
_PARTS = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]+)")


def text_value(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells without blanks around them; null where they stand for nothing."""
    text = pc.utf8_trim_whitespace(cells)
    if pc.any(pc.starts_with(text, NATIVE)).as_py():
        text = pc.replace_substring(text, NATIVE, "")
    missing = pc.is_in(pc.utf8_lower(text), value_set=_MARKS)
    return pc.if_else(missing, _NOTHING, text)


def type_text(text: pa.Table, one: Field, typed: TypedCells) -> None:
    """A text; where the field lists what may stand there, anything else is a fault."""
    values = text_value(text[one.name])
    codes = _missing(values, one)
    if one.allowed:
        known = pa.array(sorted(one.allowed), pa.string())
        strange = pc.invert(pc.is_in(pc.utf8_lower(values), value_set=known))
        strange = pc.and_(strange, pc.is_valid(values)).to_numpy()
        codes[strange] = code_of("unknown_value")
    typed.values[one.name] = values
    typed.codes[one.name] = codes


def _missing(values: pa.ChunkedArray, one: Field) -> np.ndarray:
    return np.where(values.is_null().to_numpy(), np.uint8(one.required), np.uint8(0))


# -- ids


def type_id(text: pa.Table, one: Field, typed: TypedCells) -> None:
    """An id as text; one that a spreadsheet damaged is looked for in the permalink.

    What is found there must begin as the damaged id does, so that no other id can slip in.
    """
    values = text_value(text[one.name])
    codes = _missing(values, one)
    damaged = pc.fill_null(pc.match_substring_regex(values, _DAMAGED), False).to_numpy()
    if _is_rounded(values):
        damaged = (
            damaged | pc.fill_null(pc.match_substring_regex(values, _ROUNDED), False).to_numpy()
        )
    places = np.flatnonzero(damaged)
    if len(places):
        rows = pa.array(places)
        cells = values.take(rows).to_pylist()
        links = text[one.permalink].take(rows).to_pylist() if one.permalink else [""] * len(cells)
        found = [_id_in(link or "", cell) for link, cell in zip(links, cells, strict=True)]
        codes[places] = [0 if whole else code_of("damaged_id") for whole in found]
        values = pc.replace_with_mask(
            values.combine_chunks(), pa.array(damaged), pa.array(found, pa.string())
        )
    typed.values[one.name] = values
    typed.codes[one.name] = codes


def _is_rounded(values: pa.ChunkedArray) -> bool:
    """Whether most long ids end in zeros: a spreadsheet has kept 15 digits of each."""
    rounded = pc.sum(pc.match_substring_regex(values, _ROUNDED)).as_py() or 0
    return rounded > 1 and rounded * 2 > pc.sum(pc.match_substring_regex(values, _LONG)).as_py()


def _id_in(link: str, damaged: str) -> str | None:
    """The id in a permalink that may have become `damaged`; None when there is none."""
    parts = _PARTS.fullmatch(damaged)
    if parts:
        size = int(parts[3]) + 1
        kept = parts[1] + (parts[2] or "")
        rough, room = int(kept.ljust(size, "0")), 10 ** max(size - len(kept), 0) // 2
    else:
        size, rough, room = len(damaged), int(damaged), 10 ** (len(damaged) - 15)
    numbers = (number for number in _DIGITS.findall(link) if len(number) == size)
    return next((number for number in numbers if abs(int(number) - rough) <= room), None)


# -- dates


def type_dates(
    connection: DuckDBPyConnection, text: pa.Table, fields: Sequence[Field], typed: TypedCells
) -> None:
    """Dates and moments, each in its own formats only.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From :func:`kpi_helpers.sources.numbers.connect`.
    text : pyarrow.Table
        Text columns under the names of the fields.
    fields : sequence of Field
        Of kind date or moment.
    typed : TypedCells
        Filled.
    """
    if not fields:
        return
    selected = ", ".join(f"{_date_sql(f'c{n}', one)} AS d{n}" for n, one in enumerate(fields))
    given = pa.table({f"c{n}": text[one.name] for n, one in enumerate(fields)})
    connection.register("given", given)
    found = connection.execute(f"SELECT {selected} FROM given").to_arrow_table()
    connection.unregister("given")
    for number, one in enumerate(fields):
        values = found[f"d{number}"]
        codes = np.zeros(len(values), dtype=np.uint8)
        if values.null_count:
            codes[values.is_null().to_numpy()] = code_of("unreadable_date")
            codes[text_value(text[one.name]).is_null().to_numpy()] = int(one.required)
        typed.values[one.name] = values
        typed.codes[one.name] = codes


def _date_sql(column: str, one: Field) -> str:
    """The date of a cell: as a workbook holds it, else in one of the field's formats."""
    formats = ", ".join(sql_text(form) for form in one.formats)
    tidy = f"trim(translate({column}, chr(160)||chr(8239), '  '))"
    read = (
        f"CASE WHEN starts_with({column}, {sql_text(NATIVE)}) "
        f"THEN TRY_CAST(substr({column}, 2) AS TIMESTAMP) "
        f"ELSE coalesce(try_strptime({column}, [{formats}]), try_strptime({tidy}, [{formats}])) END"
    )
    kind = "DATE" if one.kind == "date" else "TIMESTAMP"
    known = f"year({read}) BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR}"
    return f"CAST(CASE WHEN {known} THEN {read} END AS {kind})"
