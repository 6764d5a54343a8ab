"""Wide tables that measures point at, made of the newest observations as known at one time.

They are made once a version of the brand's observations and kept as Parquet; any number of
kernels read the same files.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.store.backend import PARQUET, Backend, connect, text_literal
from kpi_helpers.store.frames import grain_table, window_frame
from kpi_helpers.store.history import naive_utc, open_history
from kpi_helpers.store.lease import Lease, removable
from kpi_helpers.store.manifest import load_manifest, sync_folder
from kpi_helpers.store.observations import Store
from kpi_helpers.store.pivot import grain_selects, write_grains

__all__ = ["Grains", "open_grains", "passing_grains"]


@dataclass(frozen=True)
class Grains:
    """The grain tables of one brand, as known at one time.

    Parameters
    ----------
    brand : str
        Brand id.
    version : str
        Store version they were made of; part of a figure's provenance.
    known_at : datetime
        Newest ``observed_at`` that may be in them, UTC.
    tables : Mapping[str, ibis.Table]
        By grain name, with ``schema.GRAIN_KEYS`` and one DOUBLE column a metric.
    windows : pandas.DataFrame
        ``schema.WINDOW``: days that the imported files speak of.
    """

    brand: str
    version: str
    known_at: datetime
    tables: Mapping[str, ibis.Table]
    windows: pd.DataFrame = field(default_factory=pd.DataFrame)

    @classmethod
    def from_frames(
        cls,
        frames: Mapping[str, pd.DataFrame],
        *,
        brand: str = "brand",
        known_at: datetime,
        windows: pd.DataFrame | None = None,
    ) -> Grains:
        """Grains held in memory, for tests and for tables made by hand.

        Parameters
        ----------
        frames : Mapping[str, pandas.DataFrame]
            By grain name; the key columns each needs and one column a metric. See
            :func:`kpi_helpers.store.frames.grain_table` for what is filled in.
        brand : str
            Brand id; also fills the ``brand`` column where a frame has none.
        known_at : datetime
            UTC.
        windows : pandas.DataFrame, optional
            Columns of ``schema.WINDOW``.

        Returns
        -------
        Grains
            Over a DuckDB of its own.
        """
        backend = connect()
        tables = {
            name: backend.create_table(name, grain_table(frame, brand))
            for name, frame in frames.items()
        }
        return cls(brand, "frames", known_at, tables, window_frame(windows))


def open_grains(
    store: Store, brand: str, known_at: datetime | None = None, threads: int | None = None
) -> Grains:
    """The grain tables of one brand, made when they are not there yet.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    known_at : datetime, optional
        Newest ``observed_at`` that may be in them, UTC; everything when None.
    threads : int, optional
        Threads a query may use.

    Returns
    -------
    Grains
        Over a DuckDB of its own that reads the Parquet files; ``version`` is that of the brand,
        which the import of another brand does not change.

    Raises
    ------
    StoreError
        When nothing was imported for the brand, nothing was known of it at `known_at`, or the
        tables cannot be written.
    """
    store.known_brand(brand)
    version = store.version_of(brand)
    known, key = _known(store, brand, version, known_at)
    place = store.folder / "grains" / brand
    try:
        place.mkdir(parents=True, exist_ok=True)
        lease = _lease_built(store, brand, known_at, place / key)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        reason = {"reason": str(error).splitlines()[0]}
        raise StoreError(Problem("store_write_failed", reason)) from error
    backend = connect(threads)
    # Whoever holds an expression holds the backend, and so keeps the files from being removed.
    backend.lease = lease  # type: ignore[attr-defined]
    tables = {
        path.stem: backend.read_parquet(path, table_name=path.stem)
        for path in sorted((place / key).glob("*.parquet"))
    }
    windows = tables.pop(_WINDOWS).to_pandas()
    return Grains(brand, version, known, tables, window_frame(windows))


def passing_grains(store: Store, brand: str, known_at: datetime, wanted: Collection[str]) -> Grains:
    """Grain tables of one brand as known at a past time, in memory and nowhere else.

    For a look that is not taken again: it leaves no files behind, and makes no table in vain.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    known_at : datetime
        Newest ``observed_at`` that may be in them, UTC.
    wanted : collection of str
        Names of the grains that will be read.

    Raises
    ------
    StoreError
        When nothing was imported for the brand.
    """
    known = naive_utc(known_at)
    live = store.known_brand(brand)
    backend = open_history(store.folder, store.manifest, live, known, threads=1)
    tables = {}
    for grain, select in grain_selects(backend, brand, wanted).items():
        backend.con.execute(f"CREATE TABLE {grain} AS {select}")
        tables[grain] = backend.table(grain)
    windows = backend.con.execute(f"SELECT {_WINDOW_ROWS}").df()
    return Grains(brand, store.version_of(brand), known, tables, window_frame(windows))


_WINDOW_ROWS = """DISTINCT * FROM windows
    ORDER BY window_start, window_end, source, network, account, observed_at"""
_WINDOWS = "windows"
_UNFINISHED = ".unfinished-"
_VERSIONS_KEPT = 2


def _known(
    store: Store, brand: str, version: str, known_at: datetime | None
) -> tuple[datetime, str]:
    """The time of knowledge, and the name of the grain tables that hold for it.

    Times between the same two observations see the same, and share one set of tables.
    """
    newest = store.newest_observed_at(brand)
    if newest is None or known_at is None or naive_utc(known_at) >= newest:
        return naive_utc(known_at) if known_at else newest, version
    known = naive_utc(known_at)
    backend = open_history(store.folder, store.manifest, brand)
    kinds = ("series", "confirmations", "entities", "windows")
    times = " UNION ALL ".join(f"SELECT observed_at FROM stored_{kind}" for kind in kinds)
    first, last = backend.con.execute(
        f"""SELECT min(observed_at), max(observed_at) FILTER (observed_at <= ?)
        FROM ({times})""",
        [known],
    ).fetchone()
    if last is None:
        values = {"brand": brand, "known_at": known, "first": first}
        raise StoreError(Problem("store_nothing_known", values))
    return known, f"{version}-{last:%Y%m%dT%H%M%S%f}"


def _lease_built(store: Store, brand: str, known_at: datetime | None, target: Path) -> Lease:
    """A share of the lock on grain tables that are there."""
    lock = target.with_name(f"{target.name}.lock")
    while True:
        lease = Lease(lock, alone=False)
        if target.is_dir():
            return lease
        lease.close()
        builder = Lease(lock, alone=True)
        try:
            if not target.is_dir():
                _build(store, brand, known_at, target)
                _prune(store, brand, target)
        finally:
            builder.close()


def _build(store: Store, brand: str, known_at: datetime | None, target: Path) -> None:
    for left in target.parent.glob(f"{_UNFINISHED}{target.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    temporary = target.with_name(f"{_UNFINISHED}{target.name}-{uuid.uuid4().hex}")
    temporary.mkdir()
    try:
        backend = open_history(store.folder, store.manifest, brand, known_at)
        write_grains(backend, brand, temporary)
        _write_windows(backend, temporary / f"{_WINDOWS}.parquet")
        sync_folder(temporary)
        temporary.rename(target)
        sync_folder(target.parent)
    except OSError:
        if not target.is_dir():  # else another process has just built the same
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_windows(backend: Backend, path: Path) -> None:
    target = f"{text_literal(str(path))} ({PARQUET})"
    backend.con.execute(f"COPY (SELECT {_WINDOW_ROWS}) TO {target}")


def _prune(store: Store, brand: str, built: Path) -> None:
    """Remove grain tables of versions before the last two that nobody reads."""
    standing = load_manifest(store.folder)
    if standing is None or not removable:
        return
    kept = {standing.version_of(brand, back) for back in range(_VERSIONS_KEPT)}
    for folder in built.parent.iterdir():
        version = folder.name.split("-")[0]
        if folder == built or version in kept or not folder.is_dir() or version.startswith("."):
            continue
        lock = folder.with_name(f"{folder.name}.lock")
        try:
            owner = Lease(lock, alone=True, wait=False)
        except BlockingIOError:
            continue
        if folder.is_dir():  # and not removed by another process meanwhile
            doomed = folder.with_name(f"{_UNFINISHED}{folder.name}-{uuid.uuid4().hex}")
            folder.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)
        lock.unlink()
        owner.close()
