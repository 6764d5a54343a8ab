"""Exchange rates as a plain CSV: ``day,base,quote,rate,source``."""

from __future__ import annotations

from pathlib import Path

from kpi_helpers.catalogue.csv_rows import read_rows
from kpi_helpers.catalogue.faults import Fault
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
    lines: dict[tuple[object, ...], int] = {}
    rates, problems = read_rows(
        path, name, COLUMNS, FxRate, lambda rate, line: _faults(rate, line, lines)
    )
    return sorted(rates, key=lambda rate: (rate.day, rate.base, rate.quote)), problems


def _faults(rate: FxRate, line: int, lines: dict[tuple[object, ...], int]) -> list[Fault]:
    first = lines.setdefault((rate.day, rate.base, rate.quote), line)
    faults = []
    if rate.base == rate.quote:
        faults.append(Fault(("quote",), "fx_same", {"found": rate.quote}))
    if first != line:
        pair = f"{rate.day} {rate.base}→{rate.quote}"
        faults.append(Fault(("day",), "fx_duplicate", {"found": pair, "first": str(first)}))
    return faults
