"""Which days of a period the imported files speak of, source by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kpi_helpers.periods import Period
from kpi_helpers.store.backend import Backend

__all__ = ["EVENT_GRAINS", "LOG_GRAINS", "Coverage", "covered_days", "plans"]

EVENT_GRAINS = ("post", "mention", "case", "creator")
"""Grains whose rows come when something happens: a day without a row is not a missing day."""

LOG_GRAINS = ("action",)
"""Grains of a few rows a month in a log that is kept all along, and only its end says how far."""


@dataclass(frozen=True)
class Coverage:
    """The days that one source covers for its weakest account.

    Parameters
    ----------
    days : frozenset of date
        Days of the period that are covered.
    lost_account : bool
        An account of the source that was covered just before the period is not covered at all.
    """

    days: frozenset[date]
    lost_account: bool


def covered_days(backend: Backend, period: Period) -> dict[str, Coverage]:
    """Days covered in `period`, by source.

    Events (posts, mentions, cases ...) are covered on the days that their files speak of, up to
    the day of export; a log from its first row to the day of its newest export; all else on the
    days of its buckets, where a bucket counts only when it lies wholly inside. Of several accounts
    and grains of a source the weakest counts. Distinct people over windows of their own count only
    for a source that has nothing else.

    Parameters
    ----------
    backend : Backend
        From :func:`kpi_helpers.store.history.open_history`.
    period : Period

    Returns
    -------
    dict[str, Coverage]
        Sources with something in the period, or in as many days just before it.
    """
    found: dict[str, dict[tuple[str | None, ...], set[date]]] = defaultdict(dict)
    for source, grain, network, account, start, end in _spans(backend, period):
        series = found[source].setdefault((grain, network, account), set())
        if grain in EVENT_GRAINS + LOG_GRAINS:
            start, end = max(start, period.start), min(end, period.end)
        if start <= end and period.contains(start, end):
            series.update(_days(start, end))
    return {source: _weakest(series) for source, series in found.items()}


def plans(backend: Backend) -> set[str]:
    """Sources that speak of days after their own export, as budgets do."""
    rows = backend.con.execute(
        """SELECT source FROM seen GROUP BY source
        HAVING bool_or(date_start > CAST(observed_at AS DATE))"""
    ).fetchall()
    return {row[0] for row in rows}


def _spans(backend: Backend, period: Period) -> list[tuple]:
    """Source, grain, network, account and days of everything that touches the wider period."""
    events, logs = (
        ", ".join(f"'{grain}'" for grain in grains) for grains in (EVENT_GRAINS, LOG_GRAINS)
    )
    return backend.con.execute(
        f"""WITH spoken AS (
            SELECT source, grain, network, account, window_start AS first,
                least(window_end, CAST(observed_at AS DATE)) AS last
            FROM windows WHERE grain IN ({events})),
        unspoken AS (
            SELECT source, grain, network, account, min(date_start), max(date_end)
            FROM seen WHERE grain IN ({events})
            AND (source, grain) NOT IN (SELECT (source, grain) FROM spoken)
            GROUP BY source, grain, network, account, source_file),
        logs AS (
            SELECT source, grain, NULL, NULL, min(date_start), CAST(max(seen_at) AS DATE)
            FROM seen WHERE grain IN ({logs}) GROUP BY source, grain),
        buckets AS (
            SELECT DISTINCT source, grain, network, account, date_start, date_end
            FROM seen WHERE grain NOT IN ({events}, {logs})),
        every AS (
            FROM spoken UNION ALL FROM unspoken UNION ALL FROM logs UNION ALL FROM buckets)
        SELECT * FROM every WHERE last >= $low AND first <= $high""",
        {"low": period.start - timedelta(period.days), "high": period.end},
    ).fetchall()


def _weakest(series: dict[tuple[str | None, ...], set[date]]) -> Coverage:
    own = {key: days for key, days in series.items() if key[0] != "account_window"} or series
    days = min(own.values(), key=len)
    return Coverage(frozenset(days), not days and any(own.values()))


def _days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(back) for back in range((end - start).days + 1))
