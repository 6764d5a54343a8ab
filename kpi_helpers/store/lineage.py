"""From a figure back to the files and lines it came from, and what platforms changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.periods import Period
from kpi_helpers.schema import OBSERVATION_KEY
from kpi_helpers.store.backend import Backend
from kpi_helpers.store.history import naive_utc, open_history

if TYPE_CHECKING:
    from kpi_helpers.store.observations import Store

__all__ = ["figure_lineage", "measure_lineage", "restatements"]


def figure_lineage(backend: Backend, metric: str, period: Period) -> pd.DataFrame:
    """Files and lines behind the newest values of one metric in one period.

    Parameters
    ----------
    backend : Backend
        From :func:`kpi_helpers.store.history.open_history`.
    metric : str
        Name of the metric.
    period : Period
        Buckets wholly inside count.

    Returns
    -------
    DataFrame
        One row a file: ``source``, ``source_file``, ``first_line``, ``last_line`` (physical lines),
        ``rows``, ``observed_at`` (newest).
    """
    return backend.con.execute(
        """SELECT source, source_file, min(source_line) AS first_line,
            max(source_line) AS last_line, count(*) AS "rows", max(observed_at) AS observed_at
        FROM latest WHERE metric = ? AND date_start >= ? AND date_end <= ?
        GROUP BY source, source_file ORDER BY source, source_file""",
        [metric, period.start, period.end],
    ).df()


def measure_lineage(
    store: Store,
    brand: str,
    measures: Sequence[tuple[str, str | None]],
    period: Period,
    known_at: datetime | None = None,
) -> pd.DataFrame:
    """Files and lines that hold the values of several measures in one period.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    measures : sequence of (grain, metric)
        A metric of None stands for all of its grain: a measure that counts rows.
    period : Period
        Buckets wholly inside count.
    known_at : datetime, optional
        UTC; everything when None.

    Returns
    -------
    DataFrame
        One row a measure and file: ``grain``, ``metric``, ``source_file``, ``first_line``,
        ``last_line`` (physical lines), ``lines`` (how many hold a value).
    """
    backend = open_history(store.folder, store.manifest, store.known_brand(brand), known_at)
    wanted = pd.DataFrame(measures, columns=["grain", "metric"], dtype=object)
    backend.con.register("wanted", wanted)
    return backend.con.execute(
        """SELECT wanted.grain, wanted.metric, source_file, min(source_line) AS first_line,
            max(source_line) AS last_line, count(DISTINCT source_line) AS lines
        FROM wanted JOIN latest ON latest.grain = wanted.grain
            AND (wanted.metric IS NULL OR latest.metric = wanted.metric)
        WHERE date_start >= ? AND date_end <= ? GROUP BY ALL ORDER BY ALL""",
        [period.start, period.end],
    ).df()


def restatements(
    store: Store, brand: str, since: datetime | None = None, known_at: datetime | None = None
) -> pd.DataFrame:
    """Facts whose value the platform has changed.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    since : datetime, optional
        UTC; the first value is the one known then. When None it is the first ever seen.
    known_at : datetime, optional
        UTC; the latest value is the one known then. When None it is the newest.

    Returns
    -------
    DataFrame
        ``schema.OBSERVATION_KEY``, then ``first_value``, ``first_observed_at``, ``latest_value``,
        ``latest_observed_at`` and ``currency``. A value that was changed and changed back is not
        in it, nor a fact of which nothing was known at `since`.
    """
    known = store.known_brand(brand)
    backend = open_history(store.folder, store.manifest, known, known_at)
    keys = ", ".join(f"arg_max_null({n}, rank) AS {n}" for n in OBSERVATION_KEY if n != "brand")
    found = backend.con.execute(
        f"""WITH changed AS (
            SELECT fact, entity AS id, key_start AS day, key_end AS until, {keys},
                arg_max(value, rank) AS latest_value, max(seen_at) AS latest_observed_at,
                arg_max_null(currency, rank) AS currency
            FROM seen GROUP BY fact, seen.entity, key_start, key_end
            HAVING count(*) > 1),
        events AS ({_EVENTS}),
        first AS (
            SELECT fact, entity, key_start, key_end, {_FIRST if since is None else _BEFORE}
            FROM events WHERE $since IS NULL OR observed_at <= $since GROUP BY ALL)
        SELECT changed.* EXCLUDE (fact, id, day, until, latest_value, latest_observed_at, currency),
            first_value, first_observed_at, latest_value, latest_observed_at, currency
        FROM changed JOIN first ON first.fact = changed.fact
            AND first.key_start IS NOT DISTINCT FROM day
            AND first.key_end IS NOT DISTINCT FROM until AND first.entity IS NOT DISTINCT FROM id
        WHERE first_value <> latest_value ORDER BY ALL""",
        {"since": naive_utc(since) if since else None},
    ).df()
    found.insert(1, "brand", known)
    return found


_EVENTS = """
    SELECT fact, entity, key_start, key_end, value, observed_at, seq FROM seen
    UNION ALL
    SELECT fact, entity, key_start, key_end, value, c.observed_at, seq
    FROM stored_confirmations c JOIN seen USING (seq)"""

_FIRST = """arg_min(value, {'at': observed_at, 'import': -seq}) AS first_value,
    min(observed_at) AS first_observed_at"""

_BEFORE = """arg_max(value, {'at': observed_at, 'import': seq}) AS first_value,
    max(observed_at) AS first_observed_at"""
