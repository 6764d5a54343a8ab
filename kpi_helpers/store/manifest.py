"""Which files are live: one small JSON file, replaced as a whole, so that no reader sees half.

A writer writes new Parquet files first, under the store's lock, and names them here last. Until
that moment nothing has changed for anybody; after it everything has.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kpi_helpers.errors import Problem, StoreError

__all__ = [
    "FORMAT",
    "MANIFEST",
    "Batch",
    "Manifest",
    "load_manifest",
    "save_manifest",
    "sync_folder",
    "write_lock",
]

FORMAT = 1
"""Of the manifest and of every file it names."""

MANIFEST = "manifest.json"
LOCK = "manifest.lock"
LOCK_SECONDS = 120.0
"""How long a writer waits for another one."""


@dataclass(frozen=True)
class Batch:
    """What one import added for one brand.

    Parameters
    ----------
    files : Mapping[str, str]
        Kind (``observations``, ``series``, ``entities``, ``windows``, ``confirmations``,
        ``imports``) to path below the store; a kind without rows has no file.
    sha256 : tuple of str
        Of the raw files from which at least one observation was taken.
    empty : Mapping[str, str]
        The other raw files, with the fingerprint of what their reading said.
    newest : str or None
        ISO form of the newest ``observed_at``, UTC.
    next_seq, next_series : int
        First numbers that are still free after this batch.
    """

    files: Mapping[str, str]
    sha256: tuple[str, ...]
    empty: Mapping[str, str]
    newest: str | None
    next_seq: int
    next_series: int


@dataclass(frozen=True)
class Manifest:
    """The batches of every brand, in the order of their import."""

    brands: Mapping[str, tuple[Batch, ...]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Short hash of the content; the same imports in the same order give the same version."""
        return _short_hash(_plain(self))

    def version_of(self, brand: str, back: int = 0) -> str:
        """Version of one brand alone, which the import of another brand leaves as it is.

        Parameters
        ----------
        brand : str
        back : int
            1 for the version before the newest batch.
        """
        batches = self.brands.get(brand, ())
        kept = batches[: len(batches) - back]
        return _short_hash({"format": FORMAT, "brand": brand, "batches": _listed(kept)})

    def files(self, folder: Path, brand: str, kind: str) -> list[Path]:
        """Live files of one kind, oldest first, each once."""
        names = [batch.files[kind] for batch in self.brands.get(brand, ()) if kind in batch.files]
        return [folder / name for name in dict.fromkeys(names)]

    def extended(self, batches: Mapping[str, Batch]) -> Manifest:
        """With one more batch for each of the given brands."""
        brands = dict(self.brands)
        for brand, batch in batches.items():
            brands[brand] = (*brands.get(brand, ()), batch)
        return Manifest(dict(sorted(brands.items())))


def load_manifest(folder: Path) -> Manifest | None:
    """The manifest that stands now; None when nothing was ever imported.

    Raises
    ------
    StoreError
        When it cannot be read or is of another format.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(
            Problem("store_manifest_unreadable", {"reason": str(error)}, file=path.name)
        ) from error
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        values = {"found": found, "known": FORMAT}
        raise StoreError(Problem("store_format_unknown", values, file=path.name))
    return Manifest(
        {
            brand: tuple(Batch(**{**batch, "sha256": tuple(batch["sha256"])}) for batch in batches)
            for brand, batches in content["brands"].items()
        }
    )


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Put `manifest` in place of the one that stands, in one step that outlives a power cut."""
    temporary = folder / f".{MANIFEST}.new"
    with temporary.open("w", encoding="utf-8") as handle:
        json.dump(_plain(manifest), handle, indent=1, sort_keys=True)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(folder / MANIFEST)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make new names in `folder` outlive a power cut, where the system can do so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def write_lock(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Be the only writer of the store; the system frees the lock of a process that dies.

    Raises
    ------
    StoreError
        When another writer holds it for longer than `seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=seconds):
            yield
    except Timeout:
        raise StoreError(Problem("store_locked", {"seconds": int(seconds)})) from None


def _plain(manifest: Manifest) -> dict[str, Any]:
    brands = {brand: _listed(batches) for brand, batches in manifest.brands.items()}
    return {"format": FORMAT, "brands": brands}


def _listed(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    return [asdict(batch) for batch in batches]


def _short_hash(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
