"""Declarations that stand as rows of a CSV, each a model; every bad row told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kpi_helpers.catalogue.documents import validated
from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.faults import Fault, Place, locate
from kpi_helpers.errors import Problem

__all__ = ["read_rows"]

Row = TypeVar("Row", bound=Entry)


def read_rows(
    path: Path,
    name: str,
    columns: Sequence[str],
    model: type[Row],
    row_faults: Callable[[Row, int], list[Fault]],
) -> tuple[list[Row], list[Problem]]:
    """The sound rows of a CSV in the order of its lines, and everything wrong with the others.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8; a file that does not exist has no rows.
    name : str
        The file as the user knows it.
    columns : sequence of str
        That it must have; others are passed over. An empty cell is a value not given.
    model : type of Entry
        What each row becomes.
    row_faults : callable
        Called with each sound row and its line; what more is wrong with it.
    """
    if not path.exists():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Problem("yaml_encoding", {}, file=name)]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        values = {"found": ", ".join(missing), "allowed": ",".join(columns)}
        return [], [Problem("csv_columns", values, file=name, line=1)]
    rows: list[Row] = []
    problems: list[Problem] = []
    line = reader.line_num + 1
    for cells in reader:
        start, line = line, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            values = {"found": len(cells), "allowed": len(header)}
            problems.append(Problem("csv_cells", values, file=name, line=start))
            continue
        given = {k: v for k, v in zip(header, cells, strict=True) if k in columns and v}
        row, faults = validated(model, given, ())
        if row is not None:
            faults = row_faults(row, start)
            rows.append(row)
        problems += locate(faults, {(): Place(name, start)})
    return rows, problems
