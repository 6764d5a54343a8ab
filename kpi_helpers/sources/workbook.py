"""Workbooks as records: XLSX, XLS, XLSB and ODS, the row number standing for the line.

A cell that a workbook holds as a number or a date is marked as such, so that neither the decimal
mark nor the date format of the text cells around it is applied to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.headers import normalised
from kpi_helpers.sources.numbers import NATIVE
from kpi_helpers.sources.text import Record

__all__ = ["Workbook", "cell_text", "is_workbook", "open_workbook"]

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_EXACT = 10.0**15
"""A spreadsheet keeps 15 digits: whole numbers above are no longer exact."""


@dataclass(frozen=True)
class Workbook:
    """One worksheet.

    Parameters
    ----------
    sha256 : str
        Of the file's bytes.
    rows : tuple of tuple
        Cells as the workbook holds them, from row 1.
    """

    sha256: str
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> Iterator[Record]:
        """Row number and cells as text."""
        for line, row in enumerate(self.rows, start=1):
            yield line, [cell_text(cell) for cell in row]


def is_workbook(path: Path) -> bool:
    """Whether a file's name says that it is a workbook."""
    return path.suffix.casefold() in _SUFFIXES


def open_workbook(path: Path, file: str, worksheet: str | None) -> Workbook:
    """Read one worksheet of a workbook.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name as problems shall tell it.
    worksheet : str, optional
        Name of the worksheet, accents and case aside; the first when None.

    Raises
    ------
    SourceError
        When the file is no workbook, is locked by a password, or lacks the worksheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        content = path.read_bytes()
        book = CalamineWorkbook.from_path(str(path))
        name = _worksheet(book.sheet_names, worksheet, file)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise SourceError(Problem("locked_workbook", {}, file)) from error
    except (CalamineError, OSError) as error:
        raise SourceError(Problem("unreadable_workbook", {}, file)) from error
    if not any(cell != "" for row in rows for cell in row):
        raise SourceError(Problem("empty_file", {}, file))
    return Workbook(hashlib.sha256(content).hexdigest(), tuple(tuple(row) for row in rows))


def _worksheet(names: list[str], wanted: str | None, file: str) -> str:
    if wanted is None:
        return names[0]
    for name in names:
        if normalised(name) == normalised(wanted):
            return name
    values = {"found": wanted, "known": names}
    raise SourceError(Problem("unknown_worksheet", values, file))


def cell_text(cell: Any) -> str:
    """A cell of a workbook as text; numbers with decimals, and dates, carry the mark ``NATIVE``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _EXACT
        return str(int(cell)) if whole else f"{NATIVE}{cell!r}"
    if isinstance(cell, datetime | date):
        return f"{NATIVE}{cell.isoformat(' ') if isinstance(cell, datetime) else cell.isoformat()}"
    return str(cell)
