"""Add to the files of what people decide by hand: one row a decision, at the file's end.

They lie in the brand's labels folder as plain CSV, so that a spreadsheet can read and mend them.
A row is added in one write: a kill leaves it whole or absent, and two who label at once lose
nothing.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi_helpers.errors import Problem, StoreError

__all__ = ["add_label"]


def add_label(path: Path, columns: Sequence[str], row: Mapping[str, str]) -> None:
    """Add one row to a label file, which is made when it is not there.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        Of the file, in its order.
    row : Mapping[str, str]
        A value for each of them.

    Raises
    ------
    StoreError
        When the file has other columns or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, _line(handle, path.name, columns, row))
            os.fsync(handle)
        finally:
            os.close(handle)
    except (OSError, UnicodeDecodeError) as error:
        values = {"reason": getattr(error, "strerror", None) or str(error)}
        raise StoreError(Problem("labels_write", values, file=path.name)) from error


def _line(handle: int, name: str, columns: Sequence[str], row: Mapping[str, str]) -> bytes:
    """The row as it stands at the file's end: after the heading, on a line of its own."""
    size = os.fstat(handle).st_size
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    header: Sequence[str] = columns
    if size:
        whole = os.pread(handle, size, 0).decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(whole, newline="")))
        missing = [column for column in columns if column not in header]
        if missing:
            values = {"found": ", ".join(missing), "allowed": ",".join(columns)}
            raise StoreError(Problem("csv_columns", values, file=name, line=1))
        if not whole.endswith("\n"):
            text.write("\n")
    else:
        writer.writerow(columns)
    writer.writerow([row.get(column, "") for column in header])
    return text.getvalue().encode()
