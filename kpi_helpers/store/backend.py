"""The one door to the query engine: DuckDB in memory, reached through Ibis.

Nothing is kept in a database file, because a DuckDB file that is open for writing refuses even
readers; everything that lasts is Parquet, named by the manifest.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

__all__ = [
    "PARQUET",
    "Backend",
    "connect",
    "parquet_view",
    "quoted",
    "register_tables",
    "text_literal",
]

PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
"""How files are written: higher levels take half as long again and save nothing here."""


def connect(threads: int | None = None, memory: str | None = None) -> Backend:
    """Open a fresh DuckDB in memory that never reaches for the network.

    Parameters
    ----------
    threads : int, optional
        Threads a query may use; DuckDB's own choice when None.
    memory : str, optional
        Memory a query may use before it spills to disk (``512MB``); DuckDB's own choice when None.

    Returns
    -------
    ibis.backends.duckdb.Backend
        Its session time zone is UTC. What does not fit in memory spills to a folder of its own,
        since two processes must not share one.
    """
    options: dict[str, object] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(Path(tempfile.gettempdir()) / f"kpi-spill-{uuid.uuid4().hex}"),
    }
    if threads is not None:
        options["threads"] = threads
    if memory is not None:
        options["memory_limit"] = memory
    return ibis.duckdb.connect(**options)


def quoted(names: Iterable[str]) -> str:
    """Column names for a SELECT list, each in double quotes."""
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def text_literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def parquet_view(
    backend: Backend, name: str, files: Sequence[Path], columns: Mapping[str, str]
) -> None:
    """Name the rows of Parquet files, in the order of the files; no rows when there is no file.

    Parameters
    ----------
    backend : Backend
        Receives the view `name`.
    files : sequence of Path
        Each with the same columns.
    columns : Mapping[str, str]
        Names and SQL types, for the case without a file.
    """
    if files:
        listed = ", ".join(text_literal(str(path)) for path in files)
        body = f"SELECT {quoted(columns)} FROM read_parquet([{listed}])"
    else:
        typed = ", ".join(
            f"CAST(NULL AS {kind}) AS {quoted([col])}" for col, kind in columns.items()
        )
        body = f"SELECT {typed} WHERE FALSE"
    backend.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {body}")


def register_tables(backend: Backend, name: str, tables: Sequence[pa.Table]) -> None:
    """Name the rows of Arrow tables without copying them.

    Parameters
    ----------
    backend : Backend
        Receives the view `name`.
    tables : sequence of pyarrow.Table
        At least one. The same columns in the same order; a text column may be dictionary-encoded
        in one and plain in another.
    """
    alike: dict[tuple[str, ...], list[pa.Table]] = {}
    for table in tables:
        plain = table.replace_schema_metadata(None)
        alike.setdefault(tuple(str(kind) for kind in plain.schema.types), []).append(plain)
    for place, group in enumerate(alike.values()):
        backend.con.register(f"{name}_{place}", pa.concat_tables(group))
    parts = " UNION ALL ".join(f"SELECT * FROM {name}_{place}" for place in range(len(alike)))
    backend.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {parts}")
