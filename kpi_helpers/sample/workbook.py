"""Excel workbooks that come out the same, byte for byte, wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from kpi_helpers.sample.lines import Line

__all__ = ["workbook"]

_CREATED = datetime(2024, 9, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def workbook(sheet: str, lines: Sequence[Line], title: str = "") -> bytes:
    """One sheet: `title` and a blank row where there is a title, then `lines`.

    Cells that hold a number are written as numbers, as a spreadsheet does.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    if title:
        page.write_string(0, 0, title, bold)
    first = 2 if title else 0
    for row, line in enumerate(lines):
        for column, text in enumerate(line.cells):
            if _is_number(text):
                page.write_number(first + row, column, float(text))
            elif text:
                page.write_string(first + row, column, text, bold if row == 0 else None)
    book.close()
    return _stored(buffer.getvalue())


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _stored(content: bytes) -> bytes:
    """The same archive without compression: compressed bytes differ from one zlib to another."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), source.read(name))
    return target.getvalue()
