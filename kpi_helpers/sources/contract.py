"""What an export promises: its columns under all their names, with their types and limits.

A reader declares an :class:`Export`; :func:`bind` finds its columns in the header of a file, and
the pass of :mod:`kpi_helpers.sources.checks` holds every cell to the :class:`Field` made of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kpi_helpers.errors import Problem
from kpi_helpers.sources.headers import Header, nearest, normalised

__all__ = ["MAX_LOST", "Bound", "Column", "Export", "Field", "Kind", "bind"]

MAX_LOST = 0.35
"""Share of records that may be unusable before the whole file is refused."""

Kind = Literal["text", "id", "integer", "number", "money", "date", "moment", "product"]
"""Type of a cell; ``integer`` is a whole number, ``money`` a number with a currency."""


@dataclass(frozen=True)
class Column:
    """One column that an export may have.

    Parameters
    ----------
    name : str
        Canonical name, used from here on.
    aliases : tuple of str
        Headers under which platforms write it, in every language. ``{currency}`` stands for an
        ISO code, a final ``*`` for any ending.
    kind : Kind
        Type of its cells.
    metric : str, optional
        Metric that its values are; None for a column that is no figure.
    required : bool
        Whether a file without it is another format.
    filled : bool
        Whether a record without this cell cannot be used.
    minimum : float, optional
        Smallest value allowed.
    funding : str, optional
        ``organic`` or ``boosted``: the column is a part of its metric, under breakdown funding.
    """

    name: str
    aliases: tuple[str, ...]
    kind: Kind = "text"
    metric: str | None = None
    required: bool = False
    filled: bool = False
    minimum: float | None = None
    funding: str | None = None


@dataclass(frozen=True)
class Export:
    """One export of one platform.

    Parameters
    ----------
    name : str
        Becomes ``source`` of its observations.
    columns : tuple of Column
        What is read.
    ignored : tuple of str
        Headers known and left out: rates that are recomputed, texts nobody asks for.
    """

    name: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()

    def missing(self, header: Header) -> tuple[str, ...]:
        """Required columns that the header lacks, by their first alias."""
        places = _places(self, header)
        return tuple(c.aliases[0] for c in self.columns if c.required and c.name not in places)


@dataclass(frozen=True)
class Bound:
    """An export's columns found in one header.

    Parameters
    ----------
    places : Mapping[str, tuple of int]
        Column name to the positions it stands at; several in bilingual files.
    shown : Mapping[str, str]
        Column name to its header as found.
    currencies : Mapping[str, str]
        Column name to the ISO code that its header states.
    problems : tuple of Problem
        A warning for each unknown header that looks like a known one.
    """

    places: Mapping[str, tuple[int, ...]]
    shown: Mapping[str, str]
    currencies: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Field:
    """One column of a text table, as the pass shall read it.

    Parameters
    ----------
    name : str
        Column of the text table, and of the typed table.
    shown : str
        Header as the user knows it.
    kind : Kind
        Type.
    required : bool
        Whether a missing cell makes the record unusable.
    minimum : float, optional
        Smallest value allowed, after `scale`.
    formats : tuple of str
        Of a date: strptime codes, no other form is read.
    currency : str, optional
        Of money: ISO code that the file or its mapping states.
    permalink : str, optional
        Of an id: text column from which an id damaged by Excel may be recovered.
    allowed : frozenset of str
        Of a text: the only values that may stand there, in lower case; empty allows all.
    factors : tuple of str
        Of a product: the fields multiplied.
    scale : float
        Factor on the value.
    """

    name: str
    shown: str
    kind: Kind = "text"
    required: bool = False
    minimum: float | None = None
    formats: tuple[str, ...] = ()
    currency: str | None = None
    permalink: str | None = None
    allowed: frozenset[str] = frozenset()
    factors: tuple[str, ...] = ()
    scale: float = 1.0


def bind(export: Export, header: Header, file: str) -> Bound:
    """Find an export's columns in the header of a file.

    Columns come and go from month to month, so that only those declared required must be there.

    Parameters
    ----------
    export : Export
        What is looked for.
    header : Header
        Of the file.
    file : str
        Its name as problems tell it.

    Returns
    -------
    Bound
    """
    places = _places(export, header)
    shown = {name: header.cells[found[0]] for name, found in places.items()}
    currencies = {}
    for name, found in places.items():
        code = re.search(r"\(([a-z]{3})\)$", header.names[found[0]])
        if code and any("{currency}" in alias for alias in _column(export, name).aliases):
            currencies[name] = code[1].upper()
    return Bound(places, shown, currencies, _renamed(export, header, places, file))


def _column(export: Export, name: str) -> Column:
    return next(column for column in export.columns if column.name == name)


@cache
def _patterns(export: Export) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Column name and pattern of every alias, exact ones first: a loose one must not win."""
    exact, loose = [], []
    for column in export.columns:
        for alias in column.aliases:
            form = re.escape(normalised(alias)).replace(re.escape("{currency}"), "[a-z]{3}")
            is_loose = alias.endswith("*")
            pattern = re.compile(form.removesuffix(r"\*") + ".*" if is_loose else form)
            (loose if is_loose else exact).append((column.name, pattern))
    return (*exact, *loose)


def _places(export: Export, header: Header) -> dict[str, tuple[int, ...]]:
    places: dict[str, tuple[int, ...]] = {}
    for position, found in enumerate(header.names):
        matches = (name for name, pattern in _patterns(export) if pattern.fullmatch(found))
        name = next(matches, None)
        if name is not None:
            places[name] = (*places.get(name, ()), position)
    return places


def _renamed(
    export: Export, header: Header, places: Mapping[str, tuple[int, ...]], file: str
) -> tuple[Problem, ...]:
    """Unknown headers near to a column that is not there: the platform may have renamed it."""
    taken = {position for found in places.values() for position in found}
    ignored = {normalised(name) for name in export.ignored}
    absent = [
        alias
        for column in export.columns
        if column.name not in places
        for alias in column.aliases
        if "{" not in alias and "*" not in alias
    ]
    problems = []
    for position, name in enumerate(header.names):
        if position in taken or not name or name in ignored:
            continue
        near = nearest(name, absent, cutoff=0.8)
        if near is not None:
            values = {"found": header.cells[position], "near": near}
            problems.append(
                Problem(
                    "renamed_column",
                    values,
                    file,
                    header.line,
                    header.cells[position],
                    severity="warn",
                )
            )
    return tuple(problems)
