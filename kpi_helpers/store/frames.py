"""Frames given by hand, brought to the types that every grain table has.

Tests and explorers make grain tables from pandas; what they may leave out or write loosely (an id
as a number, NaN for a missing value) is settled here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from kpi_helpers.schema import BREAKDOWN_TOTAL, GRAIN_KEYS, WINDOW
from kpi_helpers.sources.result import arrow_schema

__all__ = ["grain_table", "window_frame"]

_DATES = ("date_start", "date_end")
_MOMENTS = ("published_at", "observed_at")
_TEXTS = ("label", "permalink", "note", "bucket_tz", "source_file")
_TEXT_ENDINGS = ("_currency", "_id")


def grain_table(frame: pd.DataFrame, brand: str) -> pa.Table:
    """One grain table with every key column, from a frame that has those it needs.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any of ``schema.GRAIN_KEYS`` and one column a metric; other columns are kept.
    brand : str
        Fills ``brand`` where the frame has no such column.

    Returns
    -------
    pyarrow.Table
        Keys first. Missing keys are null, except ``breakdown`` (``total``), ``brand`` and
        ``date_end`` (the day of ``date_start``). Numbers are float64 and NaN is null; keys and
        whatever ends in ``_id`` or ``_currency`` are text.
    """
    given = {str(name): frame[name] for name in frame.columns}
    if "date_end" not in given and "date_start" in given:
        given["date_end"] = given["date_start"]
    defaults = {"breakdown": BREAKDOWN_TOTAL, "brand": brand}
    empty = pd.Series([None] * len(frame), dtype=object)
    columns: dict[str, pa.Array] = {}
    for key in GRAIN_KEYS:
        series = given.pop(key, None)
        if series is None:
            series = pd.Series([defaults[key]] * len(frame)) if key in defaults else empty
        columns[key] = _array(key, series)
    columns.update({name: _array(name, series) for name, series in given.items()})
    return pa.table(columns)


def window_frame(windows: pd.DataFrame | None) -> pd.DataFrame:
    """The given windows with every column of ``schema.WINDOW``; no rows when None."""
    schema = arrow_schema(WINDOW)
    if windows is None or windows.empty:
        return schema.empty_table().to_pandas()
    moments = ("observed_at", "window_start", "window_end")
    columns: Mapping[str, Any] = {
        name: pd.to_datetime(windows[name]) if name in moments else windows[name]
        for name in schema.names
        if name in windows.columns
    }
    return pd.DataFrame(columns, columns=schema.names).reset_index(drop=True)


def _array(name: str, series: pd.Series) -> pa.Array:
    """One column in the type that its name, or else its content, asks for."""
    if name in _DATES:
        return pa.array(_days(series), type=pa.date32())
    if name in _MOMENTS:
        return pa.array(_moments(series), type=pa.timestamp("us"))
    if name in GRAIN_KEYS or name in _TEXTS or name.endswith(_TEXT_ENDINGS):
        return pa.array(_texts(series), type=pa.string())
    return _free(series)


def _free(series: pd.Series) -> pa.Array:
    """A metric (float64, NaN to null), or a column of the user's own kind."""
    if pd.api.types.is_bool_dtype(series):
        return pa.array(series, from_pandas=True)
    if pd.api.types.is_numeric_dtype(series) or series.isna().all():
        values = series.astype("Float64") if series.isna().all() else series
        numbers = pd.to_numeric(values).to_numpy(dtype="float64", na_value=float("nan"))
        return pa.array(numbers, type=pa.float64(), from_pandas=True)
    if pd.api.types.infer_dtype(series, skipna=True) in (
        "integer",
        "floating",
        "mixed-integer-float",
        "decimal",
    ):
        return _free(pd.to_numeric(series))
    found = pa.array(series, from_pandas=True)
    return found.cast(pa.string()) if pa.types.is_large_string(found.type) else found


def _days(series: pd.Series) -> list[Any]:
    return [None if pd.isna(day) else day.date() for day in pd.to_datetime(series)]


def _moments(series: pd.Series) -> list[Any]:
    moments = pd.to_datetime(series)
    if getattr(moments.dt, "tz", None) is not None:
        moments = moments.dt.tz_convert("UTC").dt.tz_localize(None)
    return [None if pd.isna(moment) else moment.to_pydatetime() for moment in moments]


def _texts(values: Iterable[Any]) -> list[str | None]:
    return [None if pd.isna(value) else _text(value) for value in values]


def _text(value: Any) -> str:
    """An id that pandas turned to a float reads 42, not 42.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
