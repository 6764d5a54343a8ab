"""Write what one import brings for one brand as new files; nothing that stands is touched."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.schema import ENTITY, GRAIN_KEYS, OBSERVATION, WINDOW
from kpi_helpers.sources.result import ReadResult
from kpi_helpers.store.backend import (
    PARQUET,
    Backend,
    connect,
    quoted,
    register_tables,
    text_literal,
)
from kpi_helpers.store.history import view_live_files
from kpi_helpers.store.judge import Judgement, judge_incoming
from kpi_helpers.store.manifest import Batch, Manifest, sync_folder
from kpi_helpers.store.records import fingerprint, import_record, record_table
from kpi_helpers.store.series import ROW, SERIES, split_series

__all__ = ["RESERVED", "sweep_unfinished", "write_batch"]

MEMORY = 256
"""Megabytes that a small import may hold beside the tables it is given; the rest spills to disk."""

ROWS_PER_MEGABYTE = 20_000
"""For large imports, so that they do not work from the disk alone."""

_UNHELPFUL = "join_order,build_side_probe_side,join_filter_pushdown"
# The planner does not know how long Arrow tables are: it may build on the long side of a join, or
# push the join into the scan, which then copies the table. Here every join has its short side on
# the right already.

RESERVED = frozenset(
    {*GRAIN_KEYS, "label", "permalink", "published_at", "content_id", "observed_at", "note"}
)
"""Columns of grain tables, which no metric may be called."""

_UNFINISHED = ".unfinished-"


def write_batch(
    folder: Path,
    manifest: Manifest,
    brand: str,
    results: Sequence[ReadResult],
    imported_at: datetime,
) -> tuple[Batch, Judgement]:
    """Write the new files of one brand, to be named by the manifest afterwards.

    Parameters
    ----------
    folder : Path
        Of the store; its write lock is held.
    manifest : Manifest
        That stands.
    brand : str
        Brand id.
    results : sequence of ReadResult
        At least one, all of `brand`, in the order of their import.
    imported_at : datetime
        UTC.

    Raises
    ------
    ValueError
        When a reader breaks its contract: columns, brand, or a value that is missing.
    StoreError
        When a metric has a name that grain tables need.
    """
    for result in results:
        _check(result)
    batches = manifest.brands.get(brand, ())
    first_seq = batches[-1].next_seq if batches else 1
    first_series = batches[-1].next_series if batches else 1
    rows = sum(len(result.observations) for result in results)
    backend = connect(memory=f"{max(MEMORY, rows // ROWS_PER_MEGABYTE)}MB")
    backend.con.execute(f"SET disabled_optimizers = '{_UNHELPFUL}'")
    view_live_files(backend, folder, manifest, brand)
    next_seq, next_series = _register(backend, results, first_seq, first_series)
    _check_metrics(backend)
    judgement = judge_incoming(backend)
    records = [import_record(result, imported_at) for result in results]
    files = _write_files(backend, folder, brand, records)
    times = [record["observed_at"] for record in records if record["observed_at"]]
    newest = max(times).isoformat() if times else None
    used = tuple(record["sha256"] for record in records if record["observations"])
    empty = {
        record["sha256"]: fingerprint(record) for record in records if not record["observations"]
    }
    return Batch(files, used, empty, newest, next_seq, next_series), judgement


def sweep_unfinished(folder: Path) -> None:
    """Remove what an import that was killed has left; call under the write lock."""
    for path in folder.glob(f"*/*/{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _register(
    backend: Backend, results: Sequence[ReadResult], first_seq: int, first_series: int
) -> tuple[int, int]:
    """Name what came in, with numbers; give the first numbers that are still free."""
    seq, number = first_seq, first_series
    series, rows, entities = [], [], []
    for result in results:
        shared, own = split_series(result.observations, number, seq)
        series.append(shared)
        rows.append(own)
        table = result.entities.select(list(ENTITY))
        place = pa.array(np.arange(seq, seq + len(table), dtype="int64"))
        entities.append(table.append_column("seq", place))
        number += len(shared)
        seq += max(len(own), len(table))
    windows = [result.windows.select(list(WINDOW)) for result in results]
    register_tables(backend, "incoming", rows)
    register_tables(backend, "incoming_series", series)
    register_tables(backend, "incoming_entities", entities)
    register_tables(backend, "incoming_windows", windows)
    return seq, number


def _write_files(
    backend: Backend, folder: Path, brand: str, records: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    backend.con.execute("SET threads = 1")  # keeps the order of rows at a third of the work
    kept = f"SELECT {quoted(ROW)} FROM incoming"
    if backend.con.execute("SELECT count(*) FROM dropped").fetchone()[0]:
        kept += " ANTI JOIN dropped USING (seq) ORDER BY seq"
    selects = {
        "observations": kept,
        "series": f"SELECT {quoted(SERIES)} FROM incoming_series",
        "entities": "SELECT * FROM incoming_entities",
        "windows": "SELECT * FROM incoming_windows",
        "confirmations": "SELECT * FROM confirmed",
    }
    files = {
        kind: name
        for kind, select in selects.items()
        if (name := _write(backend, select, folder, kind, brand))
    }
    backend.con.register("records", record_table(records))
    timeless = [{**record, "imported_at": None} for record in records]
    told = json.dumps([files, timeless], default=str, sort_keys=True)
    name = hashlib.sha256(told.encode()).hexdigest()[:16]
    files["imports"] = _write(backend, "SELECT * FROM records", folder, "imports", brand, name)
    return files


def _write(
    backend: Backend, select: str, folder: Path, kind: str, brand: str, name: str = ""
) -> str:
    """Write rows to a file named by its content, or by `name`; empty when there are no rows."""
    place = folder / kind / brand
    place.mkdir(parents=True, exist_ok=True)
    temporary = place / f"{_UNFINISHED}{uuid.uuid4().hex}"
    try:
        copied = f"COPY ({select}) TO {text_literal(str(temporary))} ({PARQUET})"
        if not backend.con.execute(copied).fetchone()[0]:
            return ""
        with temporary.open("rb+") as handle:
            name = name or hashlib.file_digest(handle, "sha256").hexdigest()[:16]
            os.fsync(handle.fileno())
        temporary.replace(place / f"{name}.parquet")
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(place)
    return f"{kind}/{brand}/{name}.parquet"


def _check(result: ReadResult) -> None:
    """Refuse what no reader may hand over; this is a fault of a reader, not of a user."""
    table = result.observations
    missing = [name for name in OBSERVATION if name not in table.column_names]
    if missing:
        raise ValueError(f"{result.source}: observations lack {', '.join(missing)}")
    brands = {str(value) for value in pc.unique(table["brand"]).to_pylist()}
    if brands - {result.brand}:
        raise ValueError(f"{result.source}: observations of {brands} in a file of {result.brand}")
    value = table["value"]
    if value.null_count or pc.any(pc.is_nan(value)).as_py():
        raise ValueError(f"{result.source}: a missing value must have no observation")


def _check_metrics(backend: Backend) -> None:
    rows = backend.con.execute(
        """SELECT metric, min(source), min(source_file) FROM incoming_series
        GROUP BY metric ORDER BY metric"""
    ).fetchall()
    problems = [
        Problem("store_metric_reserved", {"metric": metric, "source": source}, file=file)
        for metric, source, file in rows
        if metric in RESERVED or metric.endswith("_currency")
    ]
    if problems:
        raise StoreError(problems)
