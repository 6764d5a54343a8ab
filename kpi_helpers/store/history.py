"""Every observation of a brand as known at one time: the views that all readings start from.

A value that the platform gives again later is no new row but a *confirmation* of the one that
stands; it moves the time at which that value was last seen, and so lets a value settle. What was
observed at a time, whether as a row or as a confirmation, is therefore known exactly at every
time, in whatever order the files came in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.schema import ENTITY, OBSERVATION, WINDOW
from kpi_helpers.store.backend import Backend, connect, parquet_view, quoted, text_literal
from kpi_helpers.store.manifest import Manifest
from kpi_helpers.store.series import BUCKET_KEY, CELL_KEY, FACT_KEY, ROW, SERIES

__all__ = ["CONFIRMATION", "STORED_ENTITY", "naive_utc", "open_history", "view_live_files"]

CONFIRMATION = {"seq": "BIGINT", "observed_at": "TIMESTAMP", "observed_assumed": "BOOLEAN"}
"""The value of row ``seq`` was seen again."""

STORED_ENTITY = {**ENTITY, "seq": "BIGINT"}
"""An entity as stored: with its place in the order of import."""

_KINDS = {
    "observations": ROW,
    "series": SERIES,
    "entities": STORED_ENTITY,
    "windows": WINDOW,
    "confirmations": CONFIRMATION,
}


def naive_utc(moment: datetime) -> datetime:
    """The same moment as the store writes it: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def open_history(
    folder: Path,
    manifest: Manifest,
    brand: str,
    known_at: datetime | None = None,
    threads: int | None = None,
) -> Backend:
    """Open the observations of one brand, as known at one time.

    Parameters
    ----------
    folder : Path
        Of the store.
    manifest : Manifest
        Names the live files.
    brand : str
        Brand id.
    known_at : datetime, optional
        Newest ``observed_at`` that may be seen, UTC; everything when None.
    threads : int, optional
        Threads a query may use.

    Returns
    -------
    Backend
        With the views ``series`` (with ``fact`` and ``cell``: numbers of equal keys), ``seen`` (one
        row a stored observation, with ``key_start`` and ``key_end``: its days, as far as they are
        part of its key; with ``seen_at`` and ``rank``, the highest of a key being the newest),
        ``latest`` (columns of ``schema.OBSERVATION``), ``entities`` and ``windows``.
    """
    backend = connect(threads)
    view_live_files(backend, folder, manifest, brand)
    run = backend.con.execute
    limit = "TRUE" if known_at is None else f"observed_at <= {_moment(known_at)}"
    run(
        f"""CREATE TEMP TABLE series AS SELECT *,
        dense_rank() OVER (ORDER BY {quoted(FACT_KEY)}) AS fact,
        dense_rank() OVER (ORDER BY {quoted(CELL_KEY)}) AS cell
        FROM stored_series WHERE {limit}"""
    )
    run(f"CREATE TEMP VIEW entities AS SELECT * FROM stored_entities WHERE {limit}")
    run(f"CREATE TEMP VIEW windows AS SELECT * FROM stored_windows WHERE {limit}")
    run(_seen(limit))
    run(_latest(brand))
    return backend


def view_live_files(backend: Backend, folder: Path, manifest: Manifest, brand: str) -> None:
    """Give `backend` one view a kind of live file: ``stored_series``, ``stored_windows`` ...

    Raises
    ------
    StoreError
        When a file that the manifest names is not there.
    """
    for kind, columns in _KINDS.items():
        files = manifest.files(folder, brand, kind)
        lost = [path.relative_to(folder) for path in files if not path.exists()]
        if lost:
            raise StoreError(Problem("store_file_lost", file=path.as_posix()) for path in lost)
        parquet_view(backend, f"stored_{kind}", files, columns)


def _seen(limit: str) -> str:
    """Each row with the time at which its value was last seen, and its rank in time."""
    return f"""CREATE TEMP VIEW seen AS
    WITH again AS (
        SELECT seq, max(observed_at) AS seen_at, arg_max(observed_assumed, observed_at) AS assumed
        FROM stored_confirmations WHERE {limit} GROUP BY seq)
    SELECT r.*, s.* EXCLUDE (series), {BUCKET_KEY},
        coalesce(again.seen_at, s.observed_at) AS seen_at,
        coalesce(again.assumed, s.observed_assumed) AS seen_assumed,
        epoch_us(coalesce(again.seen_at, s.observed_at))::HUGEINT * 1099511627776 + r.seq AS rank
    FROM stored_observations r
    JOIN series s ON s.series = r.series
    LEFT JOIN again ON again.seq = r.seq"""


def _latest(brand: str) -> str:
    given = {
        "brand": text_literal(brand),
        "observed_at": "seen_at",
        "observed_assumed": "seen_assumed",
    }
    columns = ", ".join(f"{given.get(name, name)} AS {name}" for name in OBSERVATION)
    return f"""CREATE TEMP VIEW latest AS SELECT {columns} FROM seen
    QUALIFY row_number() OVER (
        PARTITION BY fact, entity, key_start, key_end ORDER BY rank DESC) = 1"""


def _moment(moment: datetime) -> str:
    return f"TIMESTAMP '{naive_utc(moment).isoformat(sep=' ')}'"
