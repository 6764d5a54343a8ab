"""What the closed months of a session's brand say, as frames for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.periods import months_back
from kpi_helpers.schema import CLOSED, FORMULA_INPUTS, MEASURE_VALUES, VALUES
from kpi_helpers.store.ledger import Close, Ledger

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["SessionLedger"]


@dataclass(frozen=True)
class SessionLedger:
    """The closed months of a session: of each the newest close that was known at its time.

    Parameters
    ----------
    session : Session
    """

    session: Session

    def closes(self, months: int = 13) -> pd.DataFrame:
        """Every KPI value of the closed ones of the `months` that end with the session's month.

        Returns
        -------
        DataFrame
            ``schema.CLOSED`` and ``schema.VALUES``; oldest month first, KPIs in the order of their
            catalogue. No row, but every column, when nothing is closed.
        """
        return _frame(self._newest(months), "values", VALUES)

    def measures(self, months: int = 13) -> pd.DataFrame:
        """The aggregated measures of the same closes, each by its own rule.

        Returns
        -------
        DataFrame
            ``month``, ``close`` and ``schema.MEASURE_VALUES``; one row a measure.
        """
        return _frame(self._newest(months), "measures", MEASURE_VALUES)

    def inputs(self, months: int = 13) -> pd.DataFrame:
        """What each formula saw of its measures: fewer rows where it is pairwise or a share.

        From these any KPI of any span can be worked out again: sums add up over months, levels
        are the last one, and ``to_date`` says what counts from its first day already.

        Returns
        -------
        DataFrame
            ``month``, ``close`` and ``schema.FORMULA_INPUTS``; one row a KPI and input.
        """
        return _frame(self._newest(months), "inputs", FORMULA_INPUTS)

    def _newest(self, months: int) -> list[Close]:
        wanted = set(months_back(self.session.month, months))
        return [close for close in self._visible if close.month in wanted]

    @cached_property
    def _visible(self) -> list[Close]:
        """The newest close of each month, of those that the session may know."""
        session = self.session
        ledger = Ledger(session.store.root, session.brand.id)
        found = [
            ledger.newest(month, session.grains.known_at)
            for month in ledger.months()
            if month <= session.month
        ]
        return [close for close in found if close is not None]


def _frame(closes: Sequence[Close], part: str, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Rows of one part of each close, after what names the close."""
    head = dict(CLOSED) if part == "values" else {name: CLOSED[name] for name in ("month", "close")}
    rows = [
        {name: value for name, value in _head(close).items() if name in head} | dict(row)
        for close in closes
        for row in getattr(close, part)
    ]
    frame = pd.DataFrame(rows, columns=[*head, *kinds], dtype=object)
    for name, kind in {**head, **kinds}.items():
        frame[name] = _typed(frame[name], kind)
    return frame


def _head(close: Close) -> dict[str, Any]:
    return {
        "month": str(close.month),
        "close": close.number,
        "closed_at": close.closed_at,
        "close_reason": close.reason,
        "catalogue_sha": close.catalogue_sha,
    }


def _typed(column: pd.Series, kind: str) -> pd.Series:
    """The column as ``kpi_values`` gives it."""
    if kind == "DATE":
        days = pd.to_datetime(column)
        return pd.Series(
            [None if pd.isna(day) else day.date() for day in days], column.index, dtype=object
        )
    if kind == "TIMESTAMP":
        return pd.to_datetime(column, format="ISO8601").astype("datetime64[us]")
    types = {"DOUBLE": "float64", "BIGINT": "int64", "BOOLEAN": "bool"}
    return column.astype(types.get(kind, object))
