"""Files of what people decided by hand: one dated row a decision, the newest of a thing holds.

They lie in the brand's labels folder as plain CSV, so that a spreadsheet can read and mend them.
A row is added in one write at the file's end: a kill leaves it whole or absent, and two who label
at once lose nothing.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from kpi_helpers.errors import Problem, StoreError

__all__ = ["add_label", "read_labels"]


def read_labels(
    path: Path, columns: Sequence[str], allowed: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """The rows of a label file, in their order; none when there is no such file.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        That the file must have; others are left out.
    allowed : Mapping[str, sequence of str], optional
        Column to the values it may hold.

    Returns
    -------
    DataFrame
        `columns` as text; an empty cell is an empty text.

    Raises
    ------
    StoreError
        With every row that cannot be used, by its line.
    """
    if not path.exists():
        return pd.DataFrame(columns=list(columns), dtype=object)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StoreError(Problem("labels_encoding", {}, file=path.name)) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        values = {"found": ", ".join(missing), "allowed": ",".join(columns)}
        raise StoreError(Problem("labels_columns", values, file=path.name, line=1))
    rows, problems = [], []
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            values = {"found": len(cells), "allowed": len(header)}
            problems.append(Problem("labels_cells", values, file=path.name, line=reader.line_num))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        problems += _refused(row, allowed or {}, path.name, reader.line_num)
        rows.append(row)
    if problems:
        raise StoreError(problems)
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def _refused(
    row: Mapping[str, str], allowed: Mapping[str, Sequence[str]], name: str, line: int
) -> list[Problem]:
    return [
        Problem(
            "labels_value",
            {"found": row[column], "allowed": ", ".join(values)},
            file=name,
            line=line,
            key=column,
        )
        for column, values in allowed.items()
        if row[column] not in values
    ]


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
    read_labels(path, columns)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, _line(handle, columns, row))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        raise StoreError(Problem("labels_write", values, file=path.name)) from error


def _line(handle: int, columns: Sequence[str], row: Mapping[str, str]) -> bytes:
    """The row as it stands at the file's end: after the heading, on a line of its own."""
    size = os.fstat(handle).st_size
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    header: Sequence[str] = columns
    if size:
        whole = os.pread(handle, size, 0).decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(whole, newline="")))
        if not whole.endswith("\n"):
            text.write("\n")
    else:
        writer.writerow(columns)
    writer.writerow([row.get(column, "") for column in header])
    return text.getvalue().encode()
