"""Closing months: every KPI value frozen as it was known, with what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_helpers import __version__
from kpi_helpers.catalogue.frozen import frozen_definitions
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import Problem, SessionError, StoreError
from kpi_helpers.metrics.inputs import work_period
from kpi_helpers.periods import Month, months_back
from kpi_helpers.store.grains import passing_grains
from kpi_helpers.store.ledger import Close, Ledger
from kpi_helpers.store.observations import Store, open_store

__all__ = ["Closing", "close_due_months", "close_month"]


@dataclass(frozen=True)
class Closing:
    """What a closing of several months did.

    Parameters
    ----------
    brand : str
    through : Month
    closed : tuple of Close
        Made now, oldest first.
    known : int
        Months that were closed before.
    left_open : tuple of Problem
        Why other months, from the first closed one on, stay open.
    """

    brand: str
    through: Month
    closed: tuple[Close, ...]
    known: int
    left_open: tuple[Problem, ...]


def close_month(
    root: Path,
    brand: str,
    month: Month,
    *,
    now: datetime,
    known_at: datetime | None = None,
    reason: str | None = None,
) -> Close:
    """Close one month of one brand.

    Parameters
    ----------
    root : Path
        Project folder.
    brand : str
        Brand id.
    month : Month
    now : datetime
        When it is closed, UTC.
    known_at : datetime, optional
        Newest observation that counts, UTC; the newest there is when None, or when it lies beyond:
        a close never claims to have seen more than it has.
    reason : str, optional
        Why a closed month is closed again.

    Returns
    -------
    Close
        As it stands in the ledger. A month that its data do not cover may be closed; its values
        say so (``complete``).

    Raises
    ------
    SessionError
        When the month is not over as far as the data know, or no KPI has a value from data.
    StoreError
        When nothing was imported, or the ledger refuses (see :meth:`Ledger.add`).
    """
    catalogue, store = load_catalogue(root, brand), open_store(root)
    ledger = Ledger(root, brand)
    ledger.check(month, reason)  # told before anything is worked out
    return ledger.add(_worked_close(catalogue, store, month, now, known_at, reason))


def close_due_months(
    root: Path,
    brand: str,
    through: Month,
    *,
    closing_day: int,
    now: datetime,
    known_at: datetime | None = None,
    progress: Callable[[str, Month], None] = lambda brand, month: None,
) -> Closing:
    """Close every month up to `through` that has data and is not closed yet.

    Parameters
    ----------
    root, brand, now
        As for :func:`close_month`.
    through : Month
        The last month.
    closing_day : int
        Day of the next month at whose end each month is taken as known.
    known_at : datetime, optional
        Take all of them as known then instead, UTC.
    progress : callable
        Told each brand and month before it is worked out.

    Returns
    -------
    Closing

    Raises
    ------
    StoreError
        When nothing was imported for the brand, or the ledger cannot be read or written.
    """
    catalogue, store = load_catalogue(root, brand), open_store(root)
    store.known_brand(brand)
    ledger = Ledger(root, brand)
    standing = set(ledger.months())
    closed: list[Close] = []
    left: list[Problem] = []
    known = 0
    for month in _months_of(store, brand, through):
        if month in standing:
            known += 1
            continue
        progress(brand, month)
        moment = known_at or _closing_moment(month, closing_day)
        try:
            closed.append(ledger.add(_worked_close(catalogue, store, month, now, moment, None)))
        except (SessionError, StoreError) as error:
            if error.problems[0].message not in _STAYS_OPEN:
                raise
            if closed or known:
                left += error.problems
    if not closed and not known:
        values = {"brand": brand, "month": through}
        left = [Problem("ledger_nothing_to_close", values)]
    return Closing(brand, through, tuple(closed), known, tuple(left))


_STAYS_OPEN = (
    "close_not_over",
    "close_no_data",
    "close_no_export",
    "close_nothing_known",
    "ledger_closed_before",
)


def _months_of(store: Store, brand: str, through: Month) -> list[Month]:
    """From the first day that any file speaks of to `through`."""
    first = store.imports(brand)["first_day"].min()
    if pd.isna(first) or Month.of(first.date()) > through:
        return []
    start = Month.of(first.date())
    count = (through.year - start.year) * 12 + through.number - start.number + 1
    return months_back(through, count)


def _closing_moment(month: Month, closing_day: int) -> datetime:
    after = month.shifted(1)
    return datetime.combine(date(after.year, after.number, closing_day), time.max)


def _worked_close(
    catalogue: Catalogue,
    store: Store,
    month: Month,
    now: datetime,
    known_at: datetime | None,
    reason: str | None,
) -> Close:
    """The close as it would stand.

    Raises
    ------
    SessionError
        Why there is none.
    """
    brand = catalogue.brand.id
    files = _files(store, brand)
    moment = _moment(files, known_at)
    values = {"brand": brand, "month": month}
    known = files[files["observed_at"] <= moment]
    if known.empty:
        raise SessionError(Problem("close_nothing_known", values | {"known_at": moment.date()}))
    if moment.date() <= month.period.end:
        raise SessionError(Problem("close_not_over", values | {"known_at": moment.date()}))
    if not _told_afterwards(known, month):
        raise SessionError(Problem("close_no_export", values | {"known_at": moment.date()}))
    definitions = frozen_definitions(catalogue)
    tables = {catalogue.measures[name].table for name in definitions["measures"]}
    worked = work_period(catalogue, passing_grains(store, brand, moment, tables), month.period)
    if not (worked.values["value"].notna() & (worked.values["coverage"] > 0)).any():
        raise SessionError(Problem("close_no_data", values))
    return Close(
        brand=brand,
        month=month,
        closed_at=now.replace(microsecond=0),
        known_at=moment,
        reason=reason,
        currency=catalogue.brand.currency,
        catalogue_sha=catalogue.sha,
        workbench_version=__version__,
        store_version=store.version_of(brand),
        files=_rows(known[["file", "sha256", "observed_at"]]),
        definitions=definitions,
        values=_rows(worked.values),
        measures=_rows(worked.measures),
        inputs=_rows(worked.inputs),
    )


def _files(store: Store, brand: str) -> pd.DataFrame:
    """Every imported file of a brand: when it was exported, and the days it speaks of."""
    files = store.imports(store.known_brand(brand)).sort_values(["file", "sha256"])
    files["observed_at"] = files["observed_at"].fillna(files["imported_at"])
    files["start"] = files[["first_day", "window_start"]].min(axis=1)
    files["end"] = files[["last_day", "window_end"]].max(axis=1)
    return files


def _told_afterwards(files: pd.DataFrame, month: Month) -> bool:
    """Whether a file that speaks of the month was made after it; a budget alone was not."""
    first, last = pd.Timestamp(month.period.start), pd.Timestamp(month.period.end)
    speaks = (files["start"] <= last) & (files["end"] >= first)
    return bool((speaks & (files["observed_at"] >= last + pd.Timedelta(days=1))).any())


def _moment(files: pd.DataFrame, known_at: datetime | None) -> datetime:
    """Up to when the close knows: never beyond the newest file."""
    newest = files["observed_at"].max().to_pydatetime()
    return newest if known_at is None else min(known_at, newest)


def _rows(frame: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    """Rows as JSON knows them, with every bit of their numbers."""
    return tuple(
        {name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(part) for part in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
