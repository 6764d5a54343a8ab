"""The door of this station: find out what a file is, and read it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.headers import read_header
from kpi_helpers.sources.registry import Reader, all_readers
from kpi_helpers.sources.result import ReadContext, ReadResult
from kpi_helpers.sources.sheet import read_sheet
from kpi_helpers.sources.text import TextFile, open_text, shown_name
from kpi_helpers.sources.workbook import is_workbook

__all__ = ["read_export"]


def read_export(path: Path, context: ReadContext) -> ReadResult:
    """Read one export or sheet.

    A sheet mapping whose file pattern fits wins over the formats that are recognised by their
    columns.

    Parameters
    ----------
    path : Path
        The file.
    context : ReadContext
        Brand, project root, import time and sheet mappings.

    Returns
    -------
    ReadResult

    Raises
    ------
    SourceError
        When the file is of no known format or cannot be read as its format says; every problem
        at once.
    """
    file = shown_name(path, context.root)
    mapping = _mapping(path, file, context)
    if mapping is not None:
        return read_sheet(path, file, mapping, context)
    if is_workbook(path):
        raise SourceError(
            Problem("workbook_without_mapping", {"mappings": sorted(context.mappings)}, file)
        )
    text = open_text(path, file)
    return _reader(text).read(text, context)


def _mapping(path: Path, file: str, context: ReadContext) -> SheetMapping | None:
    """The one mapping with a pattern that fits the file's name."""
    name = path.name.casefold()
    fitting = {
        mapping.name: mapping
        for mapping in context.mappings.values()
        if any(fnmatchcase(name, pattern.casefold()) for pattern in mapping.files)
    }
    if len(fitting) > 1:
        raise SourceError(Problem("two_mappings", {"mappings": sorted(fitting)}, file))
    return next(iter(fitting.values()), None)


def _reader(text: TextFile) -> Reader:
    """The reader whose required columns are all there."""
    gaps: dict[str, tuple[Reader, tuple[str, ...]]] = {}
    for reader in all_readers():
        header = reader.header(text)
        if header is None:
            continue
        missing = reader.missing(header)
        if not missing:
            return reader
        gaps[reader.name] = (reader, missing)
    _refuse_displaced(text)
    raise SourceError(_nearest(text, gaps))


def _refuse_displaced(text: TextFile) -> None:
    """A known header below other lines: title rows were put above it, or two headers stand."""
    for line, cells in text.head[1:]:
        header = read_header(cells, line, text.file) if cells else None
        for reader in all_readers():
            if header is not None and not reader.missing(header):
                raise SourceError(
                    Problem("header_not_first", {"format": reader.name}, text.file, line)
                )


def _nearest(text: TextFile, gaps: dict[str, tuple[Reader, tuple[str, ...]]]) -> Problem:
    """The format that lacks least, if at least half of it is there."""
    found = [cell.strip() for cell in (text.head[0][1] or ()) if cell.strip()] if text.head else []
    line = text.head[0][0] if text.head else None
    if gaps:
        reader, missing = min(gaps.values(), key=lambda gap: len(gap[1]) / gap[0].required)
        if len(missing) * 2 <= reader.required:
            values = {"format": reader.name, "missing": list(missing), "found": found}
            return Problem("near_format", values, text.file, line)
    values = {"formats": [reader.name for reader in all_readers()], "found": found}
    return Problem("unknown_format", values, text.file, line)
