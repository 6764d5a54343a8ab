"""Read the published figures of ``data/reference/benchmarks.csv``."""

from __future__ import annotations

from pathlib import Path

from kpi_helpers.catalogue.csv_rows import read_rows
from kpi_helpers.catalogue.faults import Fault
from kpi_helpers.catalogue.references import Reference
from kpi_helpers.errors import Problem

__all__ = ["REFERENCES_FILE", "read_references"]

REFERENCES_FILE = Path("data/reference/benchmarks.csv")


def read_references(path: Path, name: str) -> tuple[list[Reference], list[Problem]]:
    """The references of `path`, and every bad row with its line.

    Parameters
    ----------
    path : pathlib.Path
        A CSV with the fields of :class:`Reference` as columns; a project may have none.
    name : str
        The file as the user knows it.
    """
    lines: dict[tuple[object, ...], int] = {}
    columns = tuple(Reference.model_fields)
    return read_rows(path, name, columns, Reference, lambda row, line: _faults(row, line, lines))


def _faults(row: Reference, line: int, lines: dict[tuple[object, ...], int]) -> list[Fault]:
    faults = []
    if row.unit == "currency" and row.currency is None:
        faults.append(Fault(("currency",), "reference_currency_missing", {}))
    key = tuple(row.model_dump(exclude={"value", "url", "read_from"}).values())
    first = lines.setdefault(key, line)
    if first != line:
        values = {"found": f"{row.metric} {row.basis}", "first": str(first)}
        faults.append(Fault((), "reference_duplicate", values))
    return faults
