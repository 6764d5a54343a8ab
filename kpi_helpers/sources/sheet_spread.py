"""Columns of a wide sheet that are one metric each: ``{channel}_spend``, one column a channel."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kpi_helpers.catalogue.sheets import Spread
from kpi_helpers.schema import DIMENSIONS
from kpi_helpers.sources.headers import Header, normalised, repaired, tidied

__all__ = ["BRACES", "SpreadColumns", "spread_columns"]

BRACES = re.compile(r"\{([^{}]+)\}")
"""A column, or a dimension, named inside a text of a mapping."""

_TOTALS = frozenset(("total", "totals", "totaux", "all", "sum", "somme", "ensemble", "tous"))


@dataclass(frozen=True)
class SpreadColumns:
    """Columns that a pattern fits.

    Parameters
    ----------
    columns : dict of int to dict
        Position to the dimensions that its header states.
    totals : tuple of str
        Headers that fit but hold the sum of the others.
    """

    columns: dict[int, dict[str, str]]
    totals: tuple[str, ...] = ()


def spread_columns(spread: Spread, header: Header) -> SpreadColumns:
    """Find the columns of a spread, accents, case and kinds of blanks aside.

    Parameters
    ----------
    spread : Spread
        Pattern, names and limits.
    header : Header
        Of the sheet.

    Returns
    -------
    SpreadColumns
        Names are those of ``spread.names``, else as the header has them.
    """
    pattern = _pattern(spread.pattern)
    names = {normalised(key): name for key, name in spread.names.items()}
    only = {normalised(name) for name in spread.only}
    columns: dict[int, dict[str, str]] = {}
    totals = []
    for position, form in enumerate(header.names):
        fit = pattern.fullmatch(form)
        if fit is None or (only and not only.issuperset(fit.groups())):
            continue
        if not names.keys() & set(fit.groups()) and _TOTALS & set(fit.groups()):
            totals.append(header.cells[position])
            continue
        written = _written(header.cells[position], form)
        columns[position] = {
            dimension: names.get(text, written[slice(*fit.span(dimension))])
            for dimension, text in fit.groupdict().items()
        }
    return SpreadColumns(columns, tuple(totals))


def _pattern(text: str) -> re.Pattern[str]:
    """The pattern over normalised headers, a named group a dimension."""
    parts = re.split(r"(\{[^{}]+\})", text)
    known = {f"{{{dimension}}}": f"(?P<{dimension}>.+?)" for dimension in DIMENSIONS}
    return re.compile("".join(known.get(part, re.escape(_form(part))) for part in parts))


def _form(part: str) -> str:
    """A piece of a pattern normalised, its outer blanks kept."""
    core = normalised(part)
    before = " " if part[:1].isspace() else ""
    after = " " if part[-1:].isspace() and core else ""
    return f"{before}{core}{after}"


def _written(cell: str, form: str) -> str:
    """The header as written, if it lines up with its normalised form letter by letter."""
    soft = unicodedata.normalize("NFKC", tidied(repaired(cell)))
    return soft if len(soft) == len(form) else form
