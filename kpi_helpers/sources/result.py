"""What a reader is told, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.errors import Problem

__all__ = ["ReadContext", "ReadResult", "arrow_schema"]

_ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
}


def arrow_schema(columns: Mapping[str, str]) -> pa.Schema:
    """The Arrow schema of a table declared in :mod:`kpi_helpers.schema`.

    Parameters
    ----------
    columns : Mapping[str, str]
        Column names to SQL types, as ``schema.OBSERVATION`` has them.

    Returns
    -------
    pyarrow.Schema
        In the same order; timestamps are microseconds without a zone, in UTC.
    """
    return pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in columns.items()])


@dataclass(frozen=True)
class ReadContext:
    """What a reader must know beside the file.

    Parameters
    ----------
    brand : str
        Brand id.
    currency, timezone : str
        Of the brand; used where the file states none.
    root : Path
        The project folder, so that file names are recorded relative to it.
    import_time : datetime
        UTC; the ``observed_at`` of last resort, then recorded as assumed.
    observed_at : datetime, optional
        Given by the user for files that do not say when they were exported.
    mappings : Mapping[str, SheetMapping]
        The brand's sheet mappings by name.
    """

    brand: str
    currency: str
    timezone: str
    root: Path
    import_time: datetime
    observed_at: datetime | None = None
    mappings: Mapping[str, SheetMapping] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadResult:
    """One file, read.

    Parameters
    ----------
    source : str
        Reader or mapping name.
    brand : str
        Brand id.
    file : str
        Path relative to the project where it lies inside, else absolute.
    sha256 : str
        Of the file's bytes.
    observations, entities, windows : pyarrow.Table
        With the columns and types of ``schema.OBSERVATION``, ``ENTITY`` and ``WINDOW``.
    problems : tuple of Problem
        Everything wrong with the file; rows with a ``block`` problem are not in `observations`.
    rows_read, rows_rejected, rows_total : int
        Records after the header, records not used, and total rows left out on purpose.
    """

    source: str
    brand: str
    file: str
    sha256: str
    observations: pa.Table
    entities: pa.Table
    windows: pa.Table
    problems: tuple[Problem, ...] = ()
    rows_read: int = 0
    rows_rejected: int = 0
    rows_total: int = 0
