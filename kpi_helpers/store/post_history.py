"""What each export said of each post: its counters at every time at which they were seen.

Counters of a post run since its publication, so two posts can only be compared at the same age.
The grain tables hold the newest values; this reading keeps the older ones beside them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.store.history import naive_utc, open_history

if TYPE_CHECKING:
    from kpi_helpers.store.observations import Store

__all__ = ["post_descriptions", "post_history"]


def post_history(
    store: Store, brand: str, since: datetime, known_at: datetime | None = None
) -> pd.DataFrame:
    """Counters of the posts published since a day, at each time at which they were seen.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    since : datetime
        First day of publication, as the platform states it.
    known_at : datetime, optional
        Newest time of observation that may be seen, UTC; everything when None.

    Returns
    -------
    DataFrame
        One row a post, metric, breakdown cell and time of observation: ``source``, ``network``,
        ``account``, ``entity``, ``metric``, ``breakdown``, ``funding``, ``date_start``,
        ``date_end``, ``observed_at`` (UTC, without zone), ``value``. A value that an export gave
        again unchanged stands at both times. Two files of one time: the later import stands.
    """
    backend = open_history(store.folder, store.manifest, store.known_brand(brand), known_at)
    return backend.con.execute(
        """WITH posts AS (
            SELECT o.seq, o.entity, o.date_start, o.date_end, o.value, s.*
            FROM stored_observations o JOIN series s ON s.series = o.series
            WHERE s.grain = 'post' AND s.counter = 'lifetime' AND o.entity IS NOT NULL),
        moments AS (
            SELECT seq, observed_at FROM posts
            UNION ALL
            SELECT seq, observed_at FROM stored_confirmations WHERE observed_at <= $limit)
        SELECT source, network, account, posts.entity, metric, breakdown, funding,
            arg_max(date_start, posts.seq) AS date_start, arg_max(date_end, posts.seq) AS date_end,
            moments.observed_at, arg_max(value, posts.seq) AS value
        FROM posts JOIN moments USING (seq)
        GROUP BY ALL HAVING arg_max(date_start, posts.seq) >= $since
        ORDER BY ALL""",
        {"since": since, "limit": naive_utc(known_at) if known_at else datetime.max},
    ).df()


def post_descriptions(store: Store, brand: str, known_at: datetime | None = None) -> pd.DataFrame:
    """What is known of each post apart from its figures, as last told.

    Returns
    -------
    DataFrame
        One row a post: ``source``, ``network``, ``account``, ``entity``, ``label`` (caption),
        ``content_type``, ``permalink``, ``published_at`` (without zone, in ``bucket_tz``),
        ``bucket_tz``, ``content_id``.
    """
    backend = open_history(store.folder, store.manifest, store.known_brand(brand), known_at)
    told = ("label", "content_type", "permalink", "published_at", "bucket_tz", "content_id")
    order = "{'at': observed_at, 'import': seq}"
    newest = ", ".join(f"arg_max({name}, {order}) AS {name}" for name in told)
    return backend.con.execute(
        f"""SELECT source, network, account, entity, {newest} FROM entities
        GROUP BY ALL ORDER BY source, network, account, entity"""
    ).df()
