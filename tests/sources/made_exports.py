"""Small exports made in tests, and the result of reading them as plain rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.sources.detect import read_export
from kpi_helpers.sources.result import ReadContext, ReadResult

IMPORTED = datetime(2026, 11, 24, 9, 30)


def context(root: Path, *, currency: str = "EUR", **changes: Any) -> ReadContext:
    """A brand in Paris that reports in euros."""
    mappings = {m.name: m for m in changes.pop("mappings", ())}
    return ReadContext(
        "alba", currency, "Europe/Paris", root, IMPORTED, mappings=mappings, **changes
    )


def sheet_mapping(**entries: Any) -> SheetMapping:
    """A mapping for ``*.csv`` and ``*.xlsx`` with a daily date column called date."""
    base = {
        "name": "table",
        "files": ["*.csv", "*.xlsx"],
        "grain": "channel_period",
        "date": {"column": "date"},
    }
    return SheetMapping.model_validate({**base, **entries})


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """The file, its folders made where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def csv_text(
    header: Sequence[str], rows: Sequence[Mapping[str, str] | Sequence[str]], separator: str = ","
) -> str:
    """Records under a header; a mapping gives cells by header, others are empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        is_named = isinstance(row, Mapping)
        writer.writerow([row.get(name, "") for name in header] if is_named else row)
    return out.getvalue()


def read(path: Path, **changes: Any) -> ReadResult:
    """The file read with :func:`context`; its folder is the project."""
    return read_export(path, context(changes.pop("root", path.parent), **changes))


def values(result: ReadResult, metric: str, *columns: str, **limits: Any) -> list[Any]:
    """Values of a metric in file order, or tuples of `columns` and value."""
    rows = [
        row
        for row in result.observations.to_pylist()
        if row["metric"] == metric and all(row[name] == want for name, want in limits.items())
    ]
    if not columns:
        return [row["value"] for row in rows]
    return [(*(row[name] for name in columns), row["value"]) for row in rows]


def told(result: ReadResult | Any) -> list[tuple[str, int | None, str | None]]:
    """Message, line and key of every problem."""
    return [(p.message, p.line, p.key) for p in result.problems]
