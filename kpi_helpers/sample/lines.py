"""A file as lines of cells, each cell with the facts that a correct import takes from it.

A defect changes cells and takes away their facts together, so that what is written and what is
known to be true cannot drift apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpi_helpers.periods import Month

__all__ = ["Fact", "File", "Flaw", "Line", "csv_text", "first_lines", "spoil_cell", "spoil_line"]


@dataclass(frozen=True)
class Fact:
    """One figure that must come out of an import.

    Parameters
    ----------
    month : Month
        The month it counts in.
    path : str
        What it is: grain, network, metric, dimension value, joined by ``/``.
    value : float
        The figure.
    last : bool
        A stock: the last one of the month is the month's figure, instead of the sum.
    """

    month: Month
    path: str
    value: float
    last: bool = False


@dataclass(frozen=True)
class Flaw:
    """A planted defect: what is wrong, in which column, and what a correct import does with it."""

    kind: str
    column: str
    handling: str


@dataclass(frozen=True)
class Line:
    """One record: texts of its cells, facts by position of the cell they stand in."""

    cells: tuple[str, ...]
    facts: Mapping[int, tuple[Fact, ...]] = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True)
class File:
    """One export, ready to be written.

    ``preamble`` is text before the header; ``lines`` hold header and totals too. ``restates`` says
    that the figures replace those of an earlier download of the same months.
    """

    path: Path  # relative to the sample
    content: bytes
    lines: tuple[Line, ...]
    starts: tuple[int, ...]  # physical line at which each of `lines` starts, from 1
    flaws: tuple[Flaw, ...] = ()  # of the file as a whole
    restates: bool = False

    @property
    def facts(self) -> Iterable[Fact]:
        """Every fact of the file, in order."""
        for line in self.lines:
            for facts in line.facts.values():
                yield from facts


def csv_text(
    lines: Sequence[Line],
    *,
    separator: str = ",",
    newline: str = "\n",
    quote_all: bool = False,
    preamble: str = "",
) -> str:
    """The lines as CSV; `preamble` comes first as it is."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=separator, lineterminator=newline, quoting=quoting)
    writer.writerows(line.cells for line in lines)
    return preamble + text.getvalue()


def first_lines(lines: Sequence[Line], preamble: str = "") -> tuple[int, ...]:
    """Physical line at which each record starts; captions that span lines push the next ones."""
    starts, current = [], 1 + preamble.count("\n")
    for line in lines:
        starts.append(current)
        current += 1 + sum(cell.count("\n") for cell in line.cells)
    return tuple(starts)


def spoil_cell(line: Line, position: int, text: str, flaw: Flaw) -> Line:
    """The line with another text in one cell; the facts of that cell are gone."""
    cells = (*line.cells[:position], text, *line.cells[position + 1 :])
    kept = {place: facts for place, facts in line.facts.items() if place != position}
    return replace(line, cells=cells, facts=kept, flaws=(*line.flaws, flaw))


def spoil_line(line: Line, flaw: Flaw, change: Callable[[str], str], position: int) -> Line:
    """The line with one cell changed so that no import can use any of it."""
    cells = (*line.cells[:position], change(line.cells[position]), *line.cells[position + 1 :])
    return Line(cells=cells, flaws=(*line.flaws, flaw))
