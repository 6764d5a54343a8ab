"""Number fields of a table: values, currencies, and what is wrong with a cell.

Plain digits are read by Arrow, cells of any other form by one DuckDB query for all fields, so that
a million cells cost no more Python than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.sources.contract import Field
from kpi_helpers.sources.currencies import currency_of
from kpi_helpers.sources.faults import code_of
from kpi_helpers.sources.numbers import (
    Habits,
    NumberCells,
    is_plain,
    number_habits,
    read_number_cells,
)
from kpi_helpers.sources.typed import TypedCells

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["NUMBERS", "type_numbers", "type_product"]

NUMBERS = ("integer", "number", "money")
"""Kinds read by the number grammar."""

LARGEST = 1e15
"""Beyond it a float no longer holds single units, and sums may leave the range of numbers."""


def type_numbers(
    connection: DuckDBPyConnection,
    text: pa.Table,
    numbers: Sequence[Field],
    brand_currency: str,
    decimal: str | None,
    typed: TypedCells,
) -> None:
    """Type the number fields of a table, the decimal mark being that of all of them.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From :func:`kpi_helpers.sources.numbers.connect`.
    text : pyarrow.Table
        Text columns under the names of the fields.
    numbers : sequence of Field
        Of a kind in :data:`NUMBERS`.
    brand_currency : str
        Settles which dollar ``$`` means.
    decimal : {".", ","}, optional
        Declared decimal mark.
    typed : TypedCells
        Filled.
    """
    cells = read_number_cells(connection, [text[one.name] for one in numbers])
    whole = [one.kind == "integer" for one in numbers]
    typed.habits = number_habits(cells, whole, decimal)
    for number, one in enumerate(numbers):
        odd = cells.of(number)
        signs = {sign: currency_of(sign, brand_currency) for sign in odd.signs}
        expected = _currency(one, set(signs.values()), brand_currency)
        if expected is not None:
            typed.currencies[one.name] = expected
        wrong = [sign for sign, code in signs.items() if code != expected]
        values, codes = _number_column(text[one.name], one, odd, typed.habits, wrong)
        typed.values[one.name] = pa.array(values, from_pandas=True)
        typed.codes[one.name] = codes


def _currency(one: Field, stated: set[str], brand_currency: str) -> str | None:
    """What is declared for the field, else the one currency that all its cells state."""
    if one.currency:
        return one.currency
    if len(stated) == 1:
        return next(iter(stated))
    return brand_currency if one.kind == "money" else None


def _number_column(
    column: pa.ChunkedArray, one: Field, odd: NumberCells, habits: Habits, wrong: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Values (NaN where there is none) and codes of one number field."""
    plain = pc.if_else(is_plain(column), column, pa.scalar(None, pa.string()))
    values = pc.cast(plain, pa.float64()).to_numpy().copy()
    codes = np.where(np.isnan(values), np.uint8(one.required), np.uint8(0))
    read, other = (odd.comma, odd.point) if habits.decimal == "," else (odd.point, odd.comma)
    code = np.select(
        [odd.missing, odd.compact, odd.bounded, ~np.isnan(read), ~np.isnan(other)],
        [int(one.required), code_of("compact_number"), code_of("bounded_number"), 0,
         code_of("other_decimal_mark")],
        code_of("unreadable_number"),
    )  # fmt: skip
    is_number = ~np.isnan(read) & ~odd.missing
    if habits.unsure:
        code[is_number & odd.both_ways] = code_of("ambiguous_number")
    if wrong:
        code[is_number & np.isin(odd.sign, wrong)] = code_of("other_currency")
    if one.kind == "integer":
        code[is_number & (read != np.floor(read))] = code_of("not_whole")
        code[is_number & odd.percent] = code_of("percent_in_count")
    values[odd.place] = np.where(odd.missing, np.nan, read)
    codes[odd.place] = code
    values, codes = _limited(one, values, codes, lowest=False)
    return _limited(one, values * one.scale if one.scale != 1.0 else values, codes)


def _limited(
    one: Field, values: np.ndarray, codes: np.ndarray, lowest: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """The same with values out of range found out, and no value where a fault is.

    The field's minimum is that of its scaled values.
    """
    codes[(codes == 0) & (np.abs(values) > LARGEST)] = code_of("unreadable_number")
    if lowest and one.minimum is not None:
        codes[(codes == 0) & (values < one.minimum)] = code_of("below_minimum")
    values[codes > 0] = np.nan
    return values, codes


def type_product(one: Field, typed: TypedCells) -> None:
    """Row-wise product; a missing factor leaves no value."""
    factors = [typed.values[name].to_numpy(zero_copy_only=False) for name in one.factors]
    values = np.prod(factors, axis=0) * one.scale
    values, codes = _limited(one, values, np.zeros(len(values), dtype=np.uint8))
    typed.values[one.name] = pa.array(values, from_pandas=True)
    typed.codes[one.name] = codes
