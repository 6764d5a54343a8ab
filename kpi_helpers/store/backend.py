"""The one door to the query engine: DuckDB in memory, reached through Ibis.

Nothing is kept in a database file, because a DuckDB file that is open for writing refuses even
readers; everything that lasts is Parquet, named by the manifest.
"""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

import ibis
from ibis.backends.duckdb import Backend

__all__ = ["Backend", "connect"]


def connect(threads: int | None = None) -> Backend:
    """Open a fresh DuckDB in memory that never reaches for the network.

    Parameters
    ----------
    threads : int, optional
        Threads a query may use; DuckDB's own choice when None.

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
    return ibis.duckdb.connect(**options)
