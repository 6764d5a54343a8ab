"""What the closed months of a session's brand say, as frames for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.catalogue.frozen import frozen_definitions, thawed_catalogue
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, months_back
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

    def readings(self, months: int = 13) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """What the closed months said, what their definitions say now, and what today's say.

        Returns
        -------
        tuple of DataFrame
            :meth:`closes`; ``schema.VALUES`` of the same KPIs and months by the definitions of
            each close, on the session's data; ``schema.VALUES`` of the session's KPIs.
        """
        closes = self._newest(months)
        session = self.session
        now = _values(session, session.catalogue, [close.month for close in closes])
        parts = [self._again(group, now) for group in _alike(closes)]
        again = pd.concat(parts, ignore_index=True) if parts else now
        return self.closes(months), again, now

    def _again(self, closes: Sequence[Close], now: pd.DataFrame) -> pd.DataFrame:
        """Values of closed months by their own definitions, which are the same for all of them."""
        session, first = self.session, closes[0]
        today = frozen_definitions(session.catalogue)
        if (first.definitions, first.currency) == (today, session.brand.currency):
            months = {str(close.month) for close in closes}
            return now[now["period"].isin(months)]
        catalogue = thawed_catalogue(session.catalogue, first.definitions, first.currency)
        return _values(session, catalogue, [close.month for close in closes])

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


def _alike(closes: Sequence[Close]) -> list[list[Close]]:
    """Closes grouped by their definitions and currency."""
    groups: list[list[Close]] = []
    for close in closes:
        key = (close.definitions, close.currency)
        known = (group for group in groups if (group[0].definitions, group[0].currency) == key)
        group = next(known, None)
        if group is None:
            groups.append([close])
        else:
            group.append(close)
    return groups


def _values(session: Session, catalogue: Catalogue, months: Sequence[Month]) -> pd.DataFrame:
    periods = [month.period for month in months] or [session.month.period]
    kpis = list(catalogue.kpis) if months else []
    return kpi_values(catalogue, session.grains, kpis, periods)


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
        "workbench_version": close.workbench_version,
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
