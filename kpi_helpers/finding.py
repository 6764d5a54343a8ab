"""What an analysis found: figures, and what may be said of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

__all__ = ["Caveat", "Figure", "Finding", "Ref", "Verdict"]


class Verdict(StrEnum):
    """What a figure means for its objective; ``NEUTRAL`` where no objective stands behind it."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Figure:
    """A number for a sentence, with what is needed to write it.

    Parameters
    ----------
    value : float or None
        None is worded as a missing value.
    unit : str
        One of ``schema.UNITS``, or ``relative``: a relative change, written as a signed percentage.
    currency : str, optional
        ISO 4217; required when `unit` is ``currency``.
    change : bool
        A difference: written with its sign, and in points when `unit` is ``percent``.
    """

    value: float | None
    unit: str
    currency: str | None = None
    change: bool = False


@dataclass(frozen=True)
class Ref:
    """A thing with a name in each language: ``Ref("kpi", "ctr")``, ``Ref("network", "web")``."""

    kind: str
    id: str


@dataclass(frozen=True)
class Caveat:
    """A reservation that must be read with a figure.

    Parameters
    ----------
    message : str
        Name of a message in ``views/messages/caveats.py``.
    values : Mapping[str, Any]
        Values for its placeholders.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One answer of one analysis.

    Parameters
    ----------
    name : str
        Identifier, unique in a notebook (``monthly_values``); views choose chart and table by it.
    table : pandas.DataFrame
        Every figure of the answer; the columns are documented by the function that makes it.
    message : str
        Name of a message in ``views/messages/findings.py``.
    values : Mapping[str, Any]
        Values for that sentence: :class:`Figure`, :class:`Ref`, Month, Period, date, int (a plain
        count), text from the data, or a list of these. Every figure stands in `table`.
    caveats : tuple of Caveat
        Reservations; each is shown with the sentence.
    verdict : Verdict
        Never other than neutral or unknown without an objective.
    spans : pandas.DataFrame, optional
        What the brand did over the time of the finding (``label``, ``start``, ``end``): laid
        beside its figures, no part of its answer.
    """

    name: str
    table: pd.DataFrame
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    caveats: tuple[Caveat, ...] = ()
    verdict: Verdict = Verdict.NEUTRAL
    spans: pd.DataFrame | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form; dates are ISO text, missing values are None, column order is kept."""
        spans = {} if self.spans is None else {"spans": _rows(self.spans)}
        return {
            "name": self.name,
            "message": self.message,
            "values": _plain(self.values),
            "verdict": str(self.verdict),
            "caveats": [{"message": c.message, "values": _plain(c.values)} for c in self.caveats],
            "columns": [str(column) for column in self.table.columns],
            "table": _rows(self.table),
            **spans,
        }


def _rows(table: pd.DataFrame) -> Any:
    return json.loads(table.to_json(orient="records", date_format="iso"))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON knows them; a figure keeps its unit, everything unknown becomes its text."""
    return {key: _json_ready(value) for key, value in values.items()}


def _json_ready(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_json_ready(item) for item in value]
    if isinstance(value, Figure | Ref):
        return {name: _json_ready(part) for name, part in asdict(value).items()}
    if value is None or isinstance(value, str):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, int | float | bool) else str(value)
