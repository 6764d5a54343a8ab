"""From the raw folders of the brands into the store: every new file read, every problem kept."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kpi_helpers.catalogue.loader import load_brands, load_catalogue, load_mappings
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import Problem, SessionError, SourceError
from kpi_helpers.sources.detect import read_export
from kpi_helpers.sources.result import ReadContext, ReadResult
from kpi_helpers.store.observations import ImportReport, Store, open_store

__all__ = ["Intake", "Refused", "find_exports", "import_exports", "read_exports", "rebuild_store"]

STORE = Path("data/store")
SUFFIXES = {".csv", ".tsv", ".txt", ".xls", ".xlsx"}


@dataclass(frozen=True)
class Refused:
    """A file that could not be used at all."""

    brand: str
    file: Path
    error: SourceError


@dataclass(frozen=True)
class Intake:
    """What an import did: files read, files refused, and what the store says of it."""

    read: tuple[ReadResult, ...]
    refused: tuple[Refused, ...]
    known: int
    report: ImportReport | None


def find_exports(root: Path, catalogue: Catalogue) -> list[Path]:
    """Files below the brand's raw folders that may be exports, in a fixed order.

    Raises
    ------
    SessionError
        When a raw folder does not exist.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    for folder in catalogue.brand.raw:
        place = root / folder
        if not place.is_dir():
            problems.append(Problem("raw_folder_missing", {"found": folder}, key="brand › raw"))
            continue
        files += [
            path
            for path in place.rglob("*")
            if path.suffix.lower() in SUFFIXES
            and path.is_file()
            and not path.name.startswith((".", "~"))
        ]
    if problems:
        raise SessionError(problems)
    return sorted(files)


def read_exports(
    root: Path,
    brands: Sequence[str] | None,
    *,
    now: datetime,
    observed_at: datetime | None = None,
    store: Store | None = None,
    progress: Callable[[str, Path], None] = lambda brand, file: None,
) -> Intake:
    """Read the exports of the brands without keeping anything.

    Parameters
    ----------
    root : Path
        Project folder.
    brands : sequence of str or None
        Brand ids; None means all.
    now : datetime
        Import time, UTC.
    observed_at : datetime, optional
        When files that do not say so were exported.
    store : Store, optional
        Files that it already holds are passed over and counted.
    progress : callable
        Told each brand and file before it is read.
    """
    read: list[ReadResult] = []
    refused: list[Refused] = []
    known = 0
    for brand in brands if brands is not None else load_brands(root):
        catalogue = load_catalogue(root, brand)
        context = _context(root, catalogue, now, observed_at)
        for file in find_exports(root, catalogue):
            if store is not None and store.is_imported(_sha256(file), brand):
                known += 1
                continue
            progress(brand, file)
            try:
                read.append(read_export(file, context))
            except SourceError as error:
                refused.append(Refused(brand, file, error))
    return Intake(tuple(read), tuple(refused), known, None)


def import_exports(
    root: Path,
    brands: Sequence[str] | None,
    *,
    now: datetime,
    observed_at: datetime | None = None,
    progress: Callable[[str, Path], None] = lambda brand, file: None,
) -> Intake:
    """Read new exports and add them to the store in one step: all of what was read, or nothing.

    Parameters and refusals are those of :func:`read_exports`.
    """
    store = open_store(root)
    intake = read_exports(
        root, brands, now=now, observed_at=observed_at, store=store, progress=progress
    )
    report = store.append(intake.read) if intake.read else None
    return Intake(intake.read, intake.refused, intake.known, report)


def rebuild_store(
    root: Path,
    *,
    now: datetime,
    observed_at: datetime | None = None,
    progress: Callable[[str, Path], None] = lambda brand, file: None,
) -> Intake:
    """Read every export again, as the mappings say today, into a store made anew.

    The store before it takes its place again if anything goes wrong.
    """
    intake = read_exports(root, None, now=now, observed_at=observed_at, progress=progress)
    place = root / STORE
    aside = place.with_name(f"{place.name}.before")
    if place.exists():
        place.rename(aside)
    try:
        report = open_store(root).append(intake.read) if intake.read else None
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        if aside.exists():
            aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)
    return Intake(intake.read, intake.refused, 0, report)


def _context(
    root: Path, catalogue: Catalogue, now: datetime, observed_at: datetime | None
) -> ReadContext:
    brand = catalogue.brand
    return ReadContext(
        brand=brand.id,
        currency=brand.currency,
        timezone=brand.timezone,
        root=root,
        import_time=now,
        observed_at=observed_at,
        mappings=load_mappings(root, brand.sheets),
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
