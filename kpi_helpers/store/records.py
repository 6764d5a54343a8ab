"""What is remembered of each imported file, so that quality can be told without the file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem
from kpi_helpers.sources.result import ReadResult, arrow_schema

__all__ = [
    "PROBLEMS_KEPT",
    "RECORD",
    "fingerprint",
    "import_record",
    "newest_records",
    "record_table",
]

PROBLEMS_KEPT = 1000
"""Problems remembered of one file; all are counted."""

RECORD = {
    "source": "VARCHAR",
    "brand": "VARCHAR",
    "file": "VARCHAR",
    "sha256": "VARCHAR",
    "rows_read": "BIGINT",
    "rows_rejected": "BIGINT",
    "rows_total": "BIGINT",
    "observations": "BIGINT",
    "first_day": "DATE",  # of its observations
    "last_day": "DATE",
    "window_start": "DATE",  # of the days it speaks of
    "window_end": "DATE",
    "observed_at": "TIMESTAMP",  # newest
    "observed_assumed": "BOOLEAN",
    "imported_at": "TIMESTAMP",  # UTC
    "problems_block": "BIGINT",
    "problems_warn": "BIGINT",
    "problems": "VARCHAR",  # JSON list of the first ones
}
"""One row an imported file."""


def import_record(result: ReadResult, imported_at: datetime) -> dict[str, Any]:
    """The record of one file; ``observed_at`` is null when nothing in it says so."""
    rows, windows = result.observations, result.windows
    times = [_bound(table, "observed_at", "max") for table in (rows, result.entities, windows)]
    known = [moment for moment in times if moment is not None]
    assumed = pc.any(rows["observed_assumed"]).as_py() if len(rows) else not known
    counts = Counter(problem.severity for problem in result.problems)
    return {
        "source": result.source,
        "brand": result.brand,
        "file": result.file,
        "sha256": result.sha256,
        "rows_read": result.rows_read,
        "rows_rejected": result.rows_rejected,
        "rows_total": result.rows_total,
        "observations": len(rows),
        "first_day": _bound(rows, "date_start", "min"),
        "last_day": _bound(rows, "date_end", "max"),
        "window_start": _bound(windows, "window_start", "min"),
        "window_end": _bound(windows, "window_end", "max"),
        "observed_at": max(known, default=None),
        "observed_assumed": bool(assumed),
        "imported_at": imported_at,
        "problems_block": counts["block"],
        "problems_warn": counts["warn"],
        "problems": _json(result.problems[:PROBLEMS_KEPT]),
    }


def fingerprint(record: Mapping[str, Any]) -> str:
    """What one reading of a file said, as a short hash: the same when it is read alike again."""
    names = ("source", "rows_read", "rows_rejected", "rows_total", "observations", "problems")
    text = json.dumps([record[name] for name in names])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def record_table(records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The records as they are stored."""
    return pa.Table.from_pylist(list(records), schema=arrow_schema(RECORD))


def newest_records(records: pd.DataFrame) -> pd.DataFrame:
    """One record a file: of a file that was read again because it gave nothing, the last one."""
    return records.drop_duplicates(["brand", "sha256"], keep="last").reset_index(drop=True)


def _bound(table: pa.Table, column: str, which: str) -> date | datetime | None:
    return pc.min_max(table[column])[which].as_py() if len(table) else None


def _json(problems: Sequence[Problem]) -> str:
    told = [
        {
            "message": problem.message,
            "values": dict(problem.values),
            "file": problem.file,
            "line": problem.line,
            "key": problem.key,
            "severity": problem.severity,
        }
        for problem in problems
    ]
    return json.dumps(told, ensure_ascii=False, default=str)
