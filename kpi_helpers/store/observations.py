"""The store: what all imported files have said, one version at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.periods import Period
from kpi_helpers.sources.result import ReadResult
from kpi_helpers.store.backend import connect, parquet_view
from kpi_helpers.store.batch import sweep_unfinished, write_batch
from kpi_helpers.store.history import naive_utc, open_history
from kpi_helpers.store.judge import Conflict, Judgement
from kpi_helpers.store.lineage import figure_lineage
from kpi_helpers.store.manifest import Manifest, load_manifest, save_manifest, write_lock
from kpi_helpers.store.records import RECORD, fingerprint, import_record, newest_records

if TYPE_CHECKING:
    import ibis

__all__ = ["ImportReport", "Store", "open_store"]


@dataclass(frozen=True)
class ImportReport:
    """What an import has changed.

    Parameters
    ----------
    version : str
        Of the store afterwards.
    files_new, files_known : int
        Files taken, and files that were imported before.
    observations_new : int
        Of facts of which nothing was known at or before that time of observation.
    observations_restated : int
        Other values than those observed earlier.
    observations_confirmed : int
        The same values as observed earlier, seen again.
    observations_known : int
        The same values as already known for the same time of observation.
    conflicts : tuple of Conflict
        Pairs of files that disagree on the same facts at the same time of observation.
    """

    version: str
    files_new: int = 0
    files_known: int = 0
    observations_new: int = 0
    observations_restated: int = 0
    observations_confirmed: int = 0
    observations_known: int = 0
    conflicts: tuple[Conflict, ...] = ()

    @property
    def observations_conflicting(self) -> int:
        """Observations that differ from another file's of the same time; the later import wins."""
        return sum(conflict.observations for conflict in self.conflicts)


class Store:
    """A store as it stood when it was opened, or last appended to by this object.

    Parameters
    ----------
    root : Path
        Project folder; the store lies in ``data/store`` below it.
    """

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / "data" / "store"
        self._manifest = load_manifest(self.folder)

    @property
    def exists(self) -> bool:
        """Whether anything was ever imported."""
        return self._manifest is not None

    @property
    def manifest(self) -> Manifest:
        """The live files.

        Raises
        ------
        StoreError
            When nothing was ever imported.
        """
        if self._manifest is None:
            raise StoreError(Problem("store_missing"))
        return self._manifest

    @property
    def version(self) -> str:
        """Short hash of everything imported, for provenance."""
        return self.manifest.version

    def version_of(self, brand: str) -> str:
        """Short hash of what was imported for one brand; other brands leave it as it is."""
        return self.manifest.version_of(brand)

    def brands(self) -> list[str]:
        """Ids of the brands of which something was imported."""
        return list(self._manifest.brands) if self._manifest else []

    def newest_observed_at(self, brand: str) -> datetime | None:
        """Newest time of observation in UTC, without zone; None when there is none."""
        batches = self._manifest.brands.get(brand, ()) if self._manifest else ()
        times = [datetime.fromisoformat(batch.newest) for batch in batches if batch.newest]
        return max(times, default=None)

    def is_imported(self, sha256: str, brand: str) -> bool:
        """Whether that file was imported; a file that gave no observation may be tried again."""
        batches = self._manifest.brands.get(brand, ()) if self._manifest else ()
        return any(sha256 in batch.sha256 for batch in batches)

    def imports(self, brand: str | None = None) -> pd.DataFrame:
        """One row an imported file, in the order of import.

        Returns
        -------
        DataFrame
            Columns of ``records.RECORD``.
        """
        brands = self.manifest.brands if brand is None else [brand]
        files = [
            path for name in brands for path in self.manifest.files(self.folder, name, "imports")
        ]
        backend = connect()
        parquet_view(backend, "records", files, RECORD)
        return newest_records(backend.con.execute("SELECT * FROM records").df())

    def observations(self, brand: str, known_at: datetime | None = None) -> ibis.Table:
        """The newest observation of each key with ``observed_at`` up to `known_at`.

        Parameters
        ----------
        brand : str
            Brand id.
        known_at : datetime, optional
            UTC; everything when None.

        Returns
        -------
        ibis.Table
            Columns of ``schema.OBSERVATION``. ``observed_at`` is when that value was last seen;
            file and line are those where it was first seen.
        """
        backend = open_history(self.folder, self.manifest, self.known_brand(brand), known_at)
        return backend.table("latest")

    def lineage(
        self, brand: str, metric: str, period: Period, known_at: datetime | None = None
    ) -> pd.DataFrame:
        """Files and lines that the values of `metric` inside `period` come from.

        Returns
        -------
        DataFrame
            See :func:`kpi_helpers.store.lineage.figure_lineage`.
        """
        backend = open_history(self.folder, self.manifest, self.known_brand(brand), known_at)
        return figure_lineage(backend, metric, period)

    def known_brand(self, brand: str) -> str:
        """`brand`, when something was imported for it.

        Raises
        ------
        StoreError
            When nothing was.
        """
        if brand not in self.manifest.brands:
            values = {"brand": brand, "known": ", ".join(self.manifest.brands)}
            raise StoreError(Problem("store_brand_missing", values))
        return brand

    def append(
        self, results: Sequence[ReadResult], imported_at: datetime | None = None
    ) -> ImportReport:
        """Add what was read: all of it, or nothing.

        Parameters
        ----------
        results : sequence of ReadResult
            In the order in which they count as imported.
        imported_at : datetime, optional
            UTC; now when None.

        Raises
        ------
        StoreError
            When another writer does not finish, or the files cannot be written.
        """
        moment = naive_utc(imported_at or datetime.now(UTC))
        if not results and self._manifest is None:
            return ImportReport(version="")
        try:
            with write_lock(self.folder):
                return self._append(results, moment)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            reason = {"reason": str(error).splitlines()[0]}
            raise StoreError(Problem("store_write_failed", reason)) from error

    def _append(self, results: Sequence[ReadResult], moment: datetime) -> ImportReport:
        sweep_unfinished(self.folder)
        self._manifest = load_manifest(self.folder)
        standing = self._manifest or Manifest()
        fresh = self._fresh(results, moment)
        judgements: list[Judgement] = []
        batches = {}
        for brand in sorted({result.brand for result in fresh}):
            own = [result for result in fresh if result.brand == brand]
            batches[brand], judgement = write_batch(self.folder, standing, brand, own, moment)
            judgements.append(judgement)
        if batches:
            self._manifest = standing.extended(batches)
            save_manifest(self.folder, self._manifest)
        return ImportReport(
            version=self._manifest.version if self._manifest else "",
            files_new=len(fresh),
            files_known=len(results) - len(fresh),
            observations_new=sum(judgement.new for judgement in judgements),
            observations_restated=sum(judgement.restated for judgement in judgements),
            observations_confirmed=sum(judgement.confirmed for judgement in judgements),
            observations_known=sum(judgement.known for judgement in judgements),
            conflicts=tuple(pair for judgement in judgements for pair in judgement.conflicts),
        )

    def _fresh(self, results: Sequence[ReadResult], moment: datetime) -> list[ReadResult]:
        """Results of files that are new, or that gave nothing before and now say otherwise."""
        fresh: dict[tuple[str, str], ReadResult] = {}
        for result in results:
            key = (result.brand, result.sha256)
            if key in fresh or self.is_imported(result.sha256, result.brand):
                continue
            batches = self._manifest.brands.get(result.brand, ()) if self._manifest else ()
            told = [batch.empty.get(result.sha256) for batch in batches]
            said = [text for text in told if text]
            if not said or said[-1] != fingerprint(import_record(result, moment)):
                fresh[key] = result
        return list(fresh.values())


def open_store(root: Path) -> Store:
    """Open the store of a project; nothing is created before the first import.

    Parameters
    ----------
    root : Path
        Project folder.

    Raises
    ------
    StoreError
        When its manifest cannot be read or is of another format.
    """
    return Store(Path(root))
