"""Readings made by hand: one file each, as a reader would hand it over."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kpi_helpers.schema import ENTITY, OBSERVATION, WINDOW
from kpi_helpers.sources.result import ReadResult, arrow_schema
from kpi_helpers.store.manifest import load_manifest

__all__ = ["day", "noon", "reading", "stored_rows"]


def day(text):
    """``03-01`` of the year 2026 as a date."""
    return date.fromisoformat(f"2026-{text}")


def noon(text):
    """``03-01`` of the year 2026 at noon."""
    return datetime.fromisoformat(f"2026-{text}T12:00")


def reading(
    rows,
    *,
    file="a.csv",
    sha="",
    observed="03-02",
    brand="alba",
    source="posts",
    entities=(),
    windows=(),
    **counts,
):
    """One file; a row needs only what differs from a Facebook post with 100 views."""
    common = {
        "source": source, "brand": brand, "network": "facebook", "account": "page",
        "source_file": file, "observed_at": noon(observed),
    }  # fmt: skip
    usual = {
        **common, "grain": "post", "entity": "p1", "metric": "views", "bucket_tz": "Europe/Paris",
        "breakdown": "total", "counter": "lifetime", "value": 100.0, "observed_assumed": False,
        "date_start": day("03-01"),
    }  # fmt: skip
    full = []
    for line, row in enumerate(rows, start=2):
        row = {**usual, "source_line": line, **row}
        full.append({**row, "date_end": row.get("date_end", row["date_start"])})
    described = [{**common, "source_line": 2, **entity} for entity in entities]
    spoken = [{**common, "grain": "post", **window} for window in windows]
    return ReadResult(
        source=source,
        brand=brand,
        file=file,
        sha256=sha or file,
        observations=_table(full, OBSERVATION),
        entities=_table(described, ENTITY),
        windows=_table(spoken, WINDOW),
        **{"rows_read": len(full), **counts},
    )


def _table(rows, columns):
    return pa.Table.from_pylist(rows, schema=arrow_schema(columns))


def stored_rows(root: Path, brand="alba"):
    """Number of rows in the live observation files."""
    folder = root / "data" / "store"
    files = load_manifest(folder).files(folder, brand, "observations")
    return sum(pq.read_metadata(file).num_rows for file in files)
