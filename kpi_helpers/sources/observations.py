"""Typed records to observations: one row a value, missing values left out.

The columns that are the same for a whole file share one block of memory, and a metric without a
missing value shares its key columns with the other metrics, so that six metrics of a million posts
cost little more than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.schema import BREAKDOWN_TOTAL, ENTITY, OBSERVATION, WINDOW
from kpi_helpers.sources.provenance import Observed
from kpi_helpers.sources.result import ReadContext, arrow_schema

__all__ = ["Metric", "entity_rows", "file_columns", "observation_rows", "window_rows"]

_SCHEMA = arrow_schema(OBSERVATION)
_BLOCK = 65_536


@dataclass(frozen=True)
class Metric:
    """One metric of a typed table.

    Parameters
    ----------
    name : str
        Metric name.
    column : str
        Column of the typed table that holds its values.
    grain : str
        One of ``schema.GRAINS``.
    counter : str
        One of ``schema.COUNTERS``.
    breakdown : str
        ``total``, or the dimension that the values are split by.
    currency : str, optional
        ISO code of all its values.
    currency_column : str, optional
        Column that holds the ISO code of each value.
    fixed : Mapping[str, str]
        Other columns that are the same for all its values: ``{"funding": "boosted"}``.
    """

    name: str
    column: str
    grain: str
    counter: str
    breakdown: str = BREAKDOWN_TOTAL
    currency: str | None = None
    currency_column: str | None = None
    fixed: Mapping[str, str | None] = field(default_factory=dict)


def file_columns(
    source: str, file: str, context: ReadContext, seen: Observed, **others: Any
) -> dict[str, Any]:
    """Columns that are the same for everything read from one file.

    Parameters
    ----------
    source : str
        Reader or mapping name.
    file : str
        Name of the file.
    context : ReadContext
        Whose it is.
    seen : Observed
        When it was exported.
    **others : Any
        Further columns; they win.
    """
    return {
        "source": source,
        "brand": context.brand,
        "bucket_tz": context.timezone,
        "observed_at": seen.at,
        "observed_assumed": seen.assumed,
        "source_file": file,
        **others,
    }


def observation_rows(
    values: pa.Table, metrics: Sequence[Metric], constants: Mapping[str, Any]
) -> pa.Table:
    """Observations of a typed table.

    Parameters
    ----------
    values : pyarrow.Table
        One row a record: the columns of ``schema.OBSERVATION`` that differ from record to record
        under their names, and the columns of the metrics. Without ``date_end``, a bucket is the
        day of ``date_start``.
    metrics : sequence of Metric
        What to take from it.
    constants : Mapping[str, Any]
        Columns of ``schema.OBSERVATION`` that are the same for the whole file. What is neither
        here nor in `values` is null.

    Returns
    -------
    pyarrow.Table
        With ``schema.OBSERVATION``: the first metric of every record, then the next.
    """
    given = set(values.column_names) & set(_SCHEMA.names)
    parts = [_one_metric(values, given, metric, constants) for metric in metrics]
    return pa.concat_tables(parts) if parts else _SCHEMA.empty_table()


def _one_metric(
    values: pa.Table, given: set[str], metric: Metric, constants: Mapping[str, Any]
) -> pa.Table:
    needed = dict.fromkeys([*sorted(given - set(metric.fixed)), metric.column])
    if metric.currency_column:
        needed[metric.currency_column] = None
    rows = values.select(list(needed))
    if rows[metric.column].null_count:
        rows = rows.filter(pc.is_valid(rows[metric.column]))
    fixed = {
        **constants,
        "metric": metric.name,
        "grain": metric.grain,
        "counter": metric.counter,
        "breakdown": metric.breakdown,
        "currency": metric.currency,
        **metric.fixed,
    }
    places = {name: name for name in given - set(metric.fixed)} | {"value": metric.column}
    if "date_start" in places:
        places.setdefault("date_end", "date_start")
    if metric.currency_column:
        places["currency"] = metric.currency_column
    columns = [
        rows[places[one.name]].cast(one.type)
        if one.name in places
        else _repeated(fixed.get(one.name), one.type, rows.num_rows)
        for one in _SCHEMA
    ]
    return pa.table(columns, schema=_SCHEMA)


def _repeated(value: Any, kind: pa.DataType, count: int) -> pa.ChunkedArray:
    """A column of one value that holds one block in memory, however long it is."""
    block = pa.repeat(pa.scalar(value, kind), min(count, _BLOCK))
    whole, rest = divmod(count, _BLOCK)
    chunks = [block] * whole + ([block.slice(0, rest)] if rest else [])
    return pa.chunked_array(chunks, kind)


def entity_rows(values: pa.Table, constants: Mapping[str, Any]) -> pa.Table:
    """What is known of each post or action: ``schema.ENTITY``, one row a record of `values`."""
    schema = arrow_schema(ENTITY)
    columns = [
        values[name].cast(kind)
        if name in values.column_names
        else _repeated(constants.get(name), kind, values.num_rows)
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.table(columns, schema=schema)


def window_rows(
    windows: Mapping[str, tuple[date, date]] | Sequence[tuple[str, date, date]],
    constants: Mapping[str, Any],
) -> pa.Table:
    """Days a file speaks of: ``schema.WINDOW``, one row a grain.

    Parameters
    ----------
    windows : Mapping[str, tuple of date]
        Grain to its first and last day.
    constants : Mapping[str, Any]
        The other columns.
    """
    rows = [
        {**constants, "grain": grain, "window_start": first, "window_end": last}
        for grain, (first, last) in dict(windows).items()
    ]
    schema = arrow_schema(WINDOW)
    return pa.Table.from_pylist([{n: row.get(n) for n in schema.names} for row in rows], schema)
