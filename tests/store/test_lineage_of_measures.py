"""Which lines the measures of a month were read from, and which values a dimension has."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
from store_samples import day, reading

from kpi_helpers.periods import Period
from kpi_helpers.store.grains import Grains
from kpi_helpers.store.lineage import measure_lineage
from kpi_helpers.store.observations import open_store
from kpi_helpers.store.occurring import occurring_values

MARCH = Period(day("03-01"), day("03-31"))


def test_each_line_is_counted_once_for_a_measure_and_of_its_own_table_only(tmp_path):
    store = open_store(tmp_path)
    rows = [{"entity": "a"}, {"entity": "b"}, {"entity": "a", "metric": "reach", "source_line": 2}]
    store.append([reading(rows)])
    wanted = [("post", "views"), ("post", None), ("site_day", "views")]
    found = measure_lineage(store, "alba", wanted, MARCH)

    told = found.set_index(found["metric"].fillna("rows"))
    assert told["grain"].unique().tolist() == ["post"]
    assert told["lines"].to_dict() == {"views": 2, "rows": 2}
    assert told.loc["views", ["first_line", "last_line"]].tolist() == [2, 3]


def test_a_line_outside_the_period_is_not_named(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"date_start": day("02-27")}])])

    assert measure_lineage(store, "alba", [("post", "views")], MARCH).empty


def test_values_of_a_dimension_are_gathered_from_every_table():
    days = {"network": ["web"], "date_start": [day("03-01")], "date_end": [day("03-01")]}
    grains = Grains.from_frames(
        {
            "site_day": pd.DataFrame(days | {"channel": ["Email"], "sessions": [3.0]}),
            "channel_period": pd.DataFrame(days | {"channel": ["Direct"], "orders": [2.0]}),
        },
        known_at=datetime(2026, 4, 1),
    )

    assert occurring_values(grains, ["channel", "region"]) == {
        "channel": ["Direct", "Email"],
        "region": [],
    }


def test_values_of_tables_that_are_not_looked_at_stay_out():
    """A comment's format is none of the formats in which posts are counted."""
    days = {"network": ["instagram"], "date_start": [day("03-01")], "date_end": [day("03-01")]}
    grains = Grains.from_frames(
        {
            "post": pd.DataFrame(days | {"content_type": ["reel"], "views": [3.0]}),
            "mention": pd.DataFrame(
                days | {"content_type": ["comment"], "comments_received": [1.0]}
            ),
        },
        known_at=datetime(2026, 4, 1),
    )

    assert occurring_values(grains, ["content_type"], {"post"}) == {"content_type": ["reel"]}
