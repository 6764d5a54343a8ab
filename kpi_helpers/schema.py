"""The columns that stations hand to one another, named once, with their types and units.

Everything that reads or makes one of these tables takes its column names from here.
"""

from __future__ import annotations

__all__ = [
    "BREAKDOWN_TOTAL",
    "CLOSED",
    "COUNTERS",
    "DIMENSIONS",
    "ENTITY",
    "FORMULA_INPUTS",
    "GRAINS",
    "GRAIN_KEYS",
    "MEASURE_VALUES",
    "OBSERVATION",
    "OBSERVATION_KEY",
    "PEOPLE",
    "UNITS",
    "VALUES",
    "WINDOW",
]

DIMENSIONS = (
    "network",
    "account",
    "channel",
    "campaign",
    "content_type",
    "funding",
    "region",
    "age_band",
)
"""What a figure can be split by. ``funding`` is paid, organic or boosted."""

PEOPLE = ("region", "age_band")
"""Dimensions that tell people apart: a cell of them may hold too few to be shown."""

COUNTERS = ("delta", "lifetime", "snapshot", "unique")
"""How a value was counted: in its bucket, since publication, at a moment, or distinct people."""

UNITS = ("count", "currency", "percent", "ratio", "seconds", "score")
"""``percent`` is a fraction 0-1 in data and shown as a percentage; ``ratio`` is shown as it is."""

BREAKDOWN_TOTAL = "total"
"""Breakdown of a value that is not split: the only rows a total may be made of."""

OBSERVATION = {
    "source": "VARCHAR",  # reader name, or the name of the sheet mapping
    "brand": "VARCHAR",
    "network": "VARCHAR",  # facebook, instagram, web, ...; null for own sheets without one
    "account": "VARCHAR",
    "grain": "VARCHAR",  # one of GRAINS: the table this value belongs to
    "entity": "VARCHAR",  # post id, ad id, account id ...: always text
    "metric": "VARCHAR",
    "date_start": "DATE",
    "date_end": "DATE",  # included
    "bucket_tz": "VARCHAR",  # time zone in which the platform cut its days
    "breakdown": "VARCHAR",  # total, funding, age_band, region ...
    "channel": "VARCHAR",
    "campaign": "VARCHAR",
    "funding": "VARCHAR",
    "region": "VARCHAR",
    "age_band": "VARCHAR",
    "value": "DOUBLE",  # never null: a missing value has no row
    "currency": "VARCHAR",  # ISO 4217; null unless the value is money
    "counter": "VARCHAR",  # one of COUNTERS
    "observed_at": "TIMESTAMP",  # when the platform said so, UTC
    "observed_assumed": "BOOLEAN",  # True when observed_at is only the import time
    "source_file": "VARCHAR",  # path relative to the project where it lies inside
    "source_line": "BIGINT",  # physical line, from 1, at which the record starts
    "note": "VARCHAR",  # null, or the name of a caveat message: prorated_bucket
}
"""One value of one metric of one entity over one bucket, as seen at one time."""

OBSERVATION_KEY = (
    "source",
    "brand",
    "network",
    "account",
    "grain",
    "entity",
    "metric",
    "date_start",
    "date_end",
    "breakdown",
    "channel",
    "campaign",
    "funding",
    "region",
    "age_band",
    "counter",
)
"""Two observations with this key equal speak of the same fact; the newest observed_at wins.

The days of a post counted since its publication are no part of its key: in another time zone it may
have come out on another day, and its day is that of its newest observation.
"""

ENTITY = {
    "source": "VARCHAR",
    "brand": "VARCHAR",
    "network": "VARCHAR",
    "account": "VARCHAR",
    "entity": "VARCHAR",
    "label": "VARCHAR",  # title or caption
    "content_type": "VARCHAR",  # photo, video, reel, link, story ...
    "permalink": "VARCHAR",
    "published_at": "TIMESTAMP",  # as the platform states it, in bucket_tz
    "bucket_tz": "VARCHAR",
    "content_id": "VARCHAR",  # same content on several networks; null when not known
    "observed_at": "TIMESTAMP",
    "source_file": "VARCHAR",
    "source_line": "BIGINT",
}
"""What is known of a post, apart from its figures."""

WINDOW = {
    "source": "VARCHAR",
    "brand": "VARCHAR",
    "network": "VARCHAR",
    "account": "VARCHAR",
    "grain": "VARCHAR",
    "window_start": "DATE",
    "window_end": "DATE",
    "observed_at": "TIMESTAMP",
    "source_file": "VARCHAR",
}
"""Days that an imported file speaks of, so that a day without a post is not a missing day."""

GRAINS = {
    "account_day": "one account on one day",
    "account_window": "distinct people of one account over one window, as supplied",
    "post": "one post, counted since its publication",
    "ad_day": "one ad on one day",
    "site_day": "one site and channel on one day",
    "channel_period": "one channel over one week or month: spend, budget, sales",
    "mention": "one mention",
    "case": "one customer case",
    "creator": "one creator",
    "peer": "one competitor account over one period",
    "action": "one action of the brand over its dates",
}
"""Wide tables that measures point at, and what one row of each is."""

GRAIN_KEYS = (
    "source",
    "brand",
    "network",
    "account",
    "entity",
    "date_start",
    "date_end",
    "breakdown",
    "channel",
    "campaign",
    "content_type",
    "funding",
    "region",
    "age_band",
)
"""Columns of every grain table, before one DOUBLE column a metric.

A metric that is money has a second column ``<metric>_currency``. ``content_type``, ``label``,
``permalink``, ``published_at`` and ``content_id`` come from the entity; ``observed_at`` and
``note`` are the newest of the row's observations. Snapshots stand at their day.
"""

CREATOR_METRICS = (
    "followers",
    "following",
    "posts_90d",
    "posts_theme_90d",
    "views_90d",
    "reactions_90d",
    "comments_90d",
    "shares_90d",
    "comments_generic_90d",
    "brand_interactions_90d",
    "brand_mentions_180d",
    "mentions_positive_180d",
    "mentions_negative_180d",
    "link_clicks_90d",
    "orders_90d",
)
"""Metrics of a creator: followers and following at the snapshot, the rest over days before it."""

VALUES = {
    "kpi": "VARCHAR",
    "kpi_version": "VARCHAR",
    "period": "VARCHAR",  # 2026-09, or 2026-09-01..2026-09-10
    "period_start": "DATE",
    "period_end": "DATE",
    # ... one column a dimension asked for; then
    "value": "DOUBLE",  # null when it cannot be answered; `reason` says why
    "unit": "VARCHAR",
    "currency": "VARCHAR",
    "numerator": "DOUBLE",  # of a formula that is one division, else null
    "denominator": "DOUBLE",
    "complete": "BOOLEAN",  # the whole period is covered by data
    "settled": "BOOLEAN",  # the source no longer changes these values
    "coverage": "DOUBLE",  # days with data / days of the period, 0-1
    "stale": "BOOLEAN",  # a stock last seen too long before the period's end
    "as_of": "DATE",  # last day with data
    "known_at": "TIMESTAMP",
    "segment": "BIGINT",  # number of definition breaks before the period's end
    "reason": "VARCHAR",  # message name when value is null
    "caveats": "VARCHAR[]",  # names of caveat messages
    "detail": "MAP",  # values for the messages of reason and caveats
}
"""KPI values by period and dimension, as ``metrics.evaluate`` returns them."""

MEASURE_VALUES = {
    "measure": "VARCHAR",
    "over_time": "VARCHAR",  # sum, rows, last, avg, none, distinct or quantile: how it was made
    "value": "DOUBLE",
    "currency": "VARCHAR",  # ISO 4217; null unless the value is money
    "unit": "VARCHAR",
    "complete": "BOOLEAN",  # the whole period is covered by data
}
"""Measures aggregated over one period, each by its own rule."""

FORMULA_INPUTS = {
    "kpi": "VARCHAR",
    "input": "VARCHAR",  # name in the formula; part and whole in that of a share
    "to_date": "VARCHAR",  # year or quarter when counted from its first day, else null
    **MEASURE_VALUES,
}
"""What the formula of each KPI saw of its measures: fewer rows where it is pairwise or a share."""

CLOSED = {
    "month": "VARCHAR",
    "close": "BIGINT",  # 1, then one more with every restatement
    "closed_at": "TIMESTAMP",  # UTC
    "close_reason": "VARCHAR",  # why it was closed again; null for the first close
    "catalogue_sha": "VARCHAR",
    "workbench_version": "VARCHAR",
}
"""What stands before every row of a closed month."""
