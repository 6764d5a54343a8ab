"""What can go wrong, as data: an error names a message and its values; the edge words it.

::

    KpiError                      everything a user can put right
    ├── CatalogueError            params/*.yaml: a key, a value, a reference, a formula
    │   └── FormulaError          one formula, with the column where it goes wrong
    ├── SourceError               an export or sheet that cannot be read as declared
    ├── StoreError                the store is missing, locked or not of this version
    ├── MeasureError              a figure that must not be computed
    │   ├── NonAdditiveError      a sum that would count people twice
    │   └── DimensionError        a split that the data cannot give
    ├── SessionError              a brand, month or locale that does not exist
    └── RunError                  a notebook that did not finish

Every error holds one or more :class:`Problem`, so that all faults of a file are told at once.
No module left of ``views`` words a problem: it names a message of ``views/messages/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "CatalogueError",
    "DimensionError",
    "FormulaError",
    "KpiError",
    "MeasureError",
    "NonAdditiveError",
    "Problem",
    "RunError",
    "SessionError",
    "SourceError",
    "StoreError",
]


@dataclass(frozen=True)
class Problem:
    """One fault, where it stands, and the values its message needs.

    Parameters
    ----------
    message : str
        Name of a message in ``views/messages/``.
    values : Mapping[str, Any]
        Values for the placeholders of that message.
    file : str, optional
        File name as the user knows it, relative to the project where it lies inside.
    line : int, optional
        Physical line, from 1, at which the faulty record or key starts.
    key : str, optional
        Key path in a YAML file (``kpis › ctr › formula``) or column of an export.
    severity : {"block", "warn"}
        ``block``: the row or file is not used. ``warn``: it is used and the report says so.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    key: str | None = None
    severity: str = "block"

    @property
    def where(self) -> str:
        """File, line and key path, ``kpis.yaml:37 · ctr › formula``; empty when none is known."""
        place = self.file or ""
        if self.line is not None:
            place = f"{place}:{self.line}"
        return " · ".join(part for part in (place, self.key) if part)


class KpiError(Exception):
    """Anything a user can put right; holds every problem found, not the first one.

    Parameters
    ----------
    *problems : Problem or iterable of Problem
        At least one.
    """

    def __init__(self, *problems: Problem | Iterable[Problem]):
        flat: list[Problem] = []
        for item in problems:
            flat.extend([item] if isinstance(item, Problem) else item)
        self.problems: tuple[Problem, ...] = tuple(flat)
        self.told: str | None = None  # how the edge worded it, once it has
        super().__init__(*flat)

    def __str__(self) -> str:
        """As the edge worded it; before that, place, message name and values for logs."""
        if self.told is not None:
            return self.told
        return "; ".join(f"{p.where} {p.message} {dict(p.values)}".strip() for p in self.problems)


class CatalogueError(KpiError):
    """A file under ``params/`` says something that cannot be used."""


class FormulaError(CatalogueError):
    """A formula cannot be read, or names something that does not exist."""


class SourceError(KpiError):
    """An export or a sheet cannot be read as its format or its mapping says."""


class StoreError(KpiError):
    """The store is missing, locked by another process, or was written by another version."""


class MeasureError(KpiError):
    """A figure that must not be computed from the data at hand."""


class NonAdditiveError(MeasureError):
    """A sum over time or over series that would count the same people more than once."""


class DimensionError(MeasureError):
    """A measure cannot be split or filtered by that dimension."""


class SessionError(KpiError):
    """The brand, month, locale or date asked for does not exist."""


class RunError(KpiError):
    """A notebook failed, ran too long, or its kernel died."""
