"""Faults gathered by column and cause, told in as many problems as a reader can take in.

Up to twenty faults of a kind are told one by one; more are told together, with how many they are
and the first twenty lines. When too much of a file is lost, the file is refused as a whole, because
what is left would pass for all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.contract import MAX_LOST
from kpi_helpers.sources.records import Fault

__all__ = ["LISTED", "CellFault", "Tally", "fault_at", "refuse_if_lost", "tally", "told"]

LISTED = 20
"""Faults of one kind that are told one by one, and lines named when there are more."""


@dataclass(frozen=True)
class CellFault:
    """All faults of one kind in one column.

    Parameters
    ----------
    message : str
        Message name; the name with ``_many`` is told when there are more than :data:`LISTED`.
    key : str
        Column as the user knows it.
    positions : numpy.ndarray of int
        Rows of the text table.
    lines : sequence of int
        Physical lines of the first of them, at most :data:`LISTED`.
    found : sequence of str
        What stands there, for the same rows.
    values : Mapping[str, Any]
        Further values of the message.
    severity : {"block", "warn"}
        Whether the record is lost.
    each : Mapping[str, sequence]
        Further values that differ from row to row.
    """

    message: str
    key: str
    positions: np.ndarray
    lines: Sequence[int]
    found: Sequence[str]
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "block"
    each: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.positions)


@dataclass(frozen=True)
class Tally:
    """What became of the records of a file, under the names that ``ReadResult`` has for it."""

    problems: tuple[Problem, ...]
    rows_read: int
    rows_rejected: int
    rows_total: int


def tally(
    file: str,
    rows: int,
    rejected: int,
    faults: Sequence[CellFault],
    misfits: Sequence[Fault] = (),
    *,
    totals: int = 0,
    warnings: Sequence[Problem] = (),
) -> Tally:
    """Count the records of a file and tell its problems.

    Parameters
    ----------
    file : str
        Its name.
    rows, rejected : int
        Records that were checked, and how many of them cannot be used.
    faults : sequence of CellFault
        Why.
    misfits : sequence of Fault
        Records that could not be laid under the header.
    totals : int
        Total rows left out on purpose.
    warnings : sequence of Problem
        What else is to be told.

    Raises
    ------
    SourceError
        When too much is lost.
    """
    problems = (*warnings, *told(faults, misfits, file))
    lost, records = rejected + len(misfits), rows + len(misfits)
    refuse_if_lost(lost, records, problems, file)
    return Tally(problems, records + totals, lost, totals)


def fault_at(
    message: str,
    key: str,
    mask: np.ndarray,
    lines: np.ndarray,
    found: Callable[[int], str],
    **values: Any,
) -> CellFault:
    """The fault of every row where `mask` holds.

    Parameters
    ----------
    message, key : str
        As :class:`CellFault` has them.
    mask : numpy.ndarray of bool
        One entry a row.
    lines : numpy.ndarray of int
        Physical line of each row.
    found : callable
        What stands in a row, by its position.
    **values : Any
        Further values of the message.
    """
    positions = np.flatnonzero(mask)
    first = positions[:LISTED]
    texts = [found(int(position)) for position in first]
    return CellFault(message, key, positions, lines[first].tolist(), texts, values)


def told(faults: Sequence[CellFault], records: Sequence[Fault], file: str) -> list[Problem]:
    """Problems of a file in order of line, grouped where one kind has more than twenty.

    Parameters
    ----------
    faults : sequence of CellFault
        From the pass over the cells.
    records : sequence of Fault
        Records that could not be laid under the header.
    file : str
        Name of the file.
    """
    problems: list[Problem] = []
    for fault in (*faults, *_by_kind(records)):
        problems += _one_by_one(fault, file) if len(fault) <= LISTED else [_together(fault, file)]
    return sorted(problems, key=lambda problem: problem.line or 0)


def refuse_if_lost(
    rejected: int, records: int, problems: Sequence[Problem], file: str, limit: float = MAX_LOST
) -> None:
    """Refuse a file of which too much cannot be used.

    Raises
    ------
    SourceError
        When it has no record, or when more than the share `limit` of them is rejected: the loss
        first, then every problem.
    """
    if not records:
        raise SourceError(Problem("no_records", {}, file), problems)
    if rejected <= limit * records:
        return
    values = {"rejected": rejected, "records": records, "limit": round(limit * 100)}
    raise SourceError(Problem("too_much_lost", values, file), problems)


def _by_kind(records: Sequence[Fault]) -> list[CellFault]:
    kinds = dict.fromkeys(record.message for record in records)
    groups = [[record for record in records if record.message == kind] for kind in kinds]
    return [
        CellFault(
            group[0].message,
            "",
            np.arange(len(group)),
            [record.line for record in group[:LISTED]],
            [record.found for record in group[:LISTED]],
        )
        for group in groups
    ]


def _one_by_one(fault: CellFault, file: str) -> list[Problem]:
    return [
        Problem(
            fault.message,
            {
                **fault.values,
                "found": fault.found[place],
                **{name: given[place] for name, given in fault.each.items()},
            },
            file,
            line,
            fault.key or None,
            fault.severity,
        )
        for place, line in enumerate(fault.lines)
    ]


def _together(fault: CellFault, file: str) -> Problem:
    values = {
        **fault.values,
        "found": fault.found[0],
        "count": len(fault),
        "lines": [str(line) for line in fault.lines],
    }
    return Problem(
        f"{fault.message}_many", values, file, fault.lines[0], fault.key or None, fault.severity
    )
