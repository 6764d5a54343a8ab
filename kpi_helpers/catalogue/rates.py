"""Exchange rates as a plain CSV: ``day,base,quote,rate,source``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kpi_helpers.catalogue.documents import validated
from kpi_helpers.catalogue.faults import Fault, Place, locate
from kpi_helpers.catalogue.models import FxRate
from kpi_helpers.errors import Problem

__all__ = ["COLUMNS", "read_rates"]

COLUMNS = ("day", "base", "quote", "rate", "source")


def read_rates(path: Path, name: str) -> tuple[list[FxRate], list[Problem]]:
    """The rates of `path`, and every bad row with its line.

    Parameters
    ----------
    path : pathlib.Path
        A CSV with the columns :data:`COLUMNS`; a project without foreign money needs none.
    name : str
        The file as the user knows it.

    Returns
    -------
    list of FxRate
        The sound rows, by day.
    list of Problem
        Missing columns, values that cannot be used, a pair given twice for a day.
    """
    if not path.exists():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Problem("yaml_encoding", {}, file=name)]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        values = {"found": ", ".join(missing), "allowed": ",".join(COLUMNS)}
        return [], [Problem("fx_columns", values, file=name, line=1)]
    return _rows(reader, header, name)


def _rows(reader: csv.reader, header: list[str], name: str) -> tuple[list[FxRate], list[Problem]]:
    rates: list[FxRate] = []
    problems: list[Problem] = []
    lines: dict[tuple[object, ...], int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cells):
            continue
        if len(cells) != len(header):
            values = {"found": len(cells), "allowed": len(header)}
            problems.append(Problem("fx_cells", values, file=name, line=line))
            continue
        row = {k: v for k, v in zip(header, cells, strict=True) if k in COLUMNS}
        rate, faults = validated(FxRate, row, ())
        if rate is not None:
            faults = _row_faults(rate, line, lines)
            rates.append(rate)
        problems += locate(faults, {(): Place(name, line)})
    return sorted(rates, key=lambda rate: (rate.day, rate.base, rate.quote)), problems


def _row_faults(rate: FxRate, line: int, lines: dict[tuple[object, ...], int]) -> list[Fault]:
    first = lines.setdefault((rate.day, rate.base, rate.quote), line)
    faults = []
    if rate.base == rate.quote:
        faults.append(Fault(("quote",), "fx_same", {"found": rate.quote}))
    if first != line:
        pair = f"{rate.day} {rate.base}→{rate.quote}"
        faults.append(Fault(("day",), "fx_duplicate", {"found": pair, "first": str(first)}))
    return faults
