"""Grain tables made by hand from frames."""

from datetime import UTC, date, datetime

import pandas as pd

from kpi_helpers.schema import GRAIN_KEYS, WINDOW
from kpi_helpers.store.grains import Grains

NOON = datetime(2026, 10, 31, 12)


def made(frame, **kwargs):
    return Grains.from_frames({"post": frame}, known_at=NOON, **kwargs).tables["post"]


def test_missing_keys_are_typed_nulls_and_breakdown_is_total():
    table = made(pd.DataFrame({"entity": ["p1"], "date_start": ["2026-10-01"], "views": [5]}))
    row = table.execute().iloc[0]
    assert table.columns[: len(GRAIN_KEYS)] == GRAIN_KEYS
    assert row["breakdown"] == "total"
    assert row["brand"] == "brand"
    assert table.schema()["region"].is_string()
    assert pd.isna(row["region"])
    assert table.schema()["date_end"].is_date()


def test_a_bucket_without_an_end_is_one_day():
    rows = made(pd.DataFrame({"date_start": [date(2026, 10, 1)], "views": [5.0]})).to_pyarrow()
    assert rows["date_end"].to_pylist() == [date(2026, 10, 1)]


def test_nan_becomes_null_so_that_a_sum_survives():
    table = made(pd.DataFrame({"entity": ["a", "b"], "reach": [1, float("nan")]}))
    assert table.reach.sum().execute() == 1.0
    assert table.reach.isnull().sum().execute() == 1


def test_metrics_are_float64_whatever_the_frame_holds():
    frame = pd.DataFrame(
        {
            "entity": ["a", "b"],
            "whole": [1, 2],
            "nullable": pd.array([1, None], dtype="Int64"),
            "loose": pd.Series([1, None], dtype=object),
            "unseen": [None, None],
        }
    )
    types = made(frame).schema()
    assert all(types[name].is_float64() for name in ("whole", "nullable", "loose", "unseen"))


def test_ids_are_text_even_when_pandas_made_them_numbers():
    frame = pd.DataFrame({"entity": [1.0, 20.0], "account": [7, 8], "content_id": [3, None]})
    rows = made(frame).to_pyarrow()
    assert rows["entity"].to_pylist() == ["1", "20"]
    assert rows["account"].to_pylist() == ["7", "8"]
    assert rows["content_id"].to_pylist() == ["3", None]


def test_extra_columns_are_kept_in_their_kind():
    frame = pd.DataFrame(
        {
            "entity": ["a"],
            "label": ["Été"],
            "permalink": ["https://example.org/a"],
            "published_at": ["2026-10-01 08:30"],
            "observed_at": pd.to_datetime(["2026-11-01T01:00+01:00"]),
            "spend": [12.5],
            "spend_currency": ["EUR"],
            "user": ["u1"],
            "note": [None],
        }
    )
    table = made(frame)
    row = table.to_pyarrow().to_pylist()[0]
    assert row["label"] == "Été"
    assert row["published_at"] == datetime(2026, 10, 1, 8, 30)
    assert row["observed_at"] == datetime(2026, 11, 1)
    assert (row["spend"], row["spend_currency"], row["user"]) == (12.5, "EUR", "u1")
    assert table.schema()["note"].is_string()


def test_an_empty_frame_gives_an_empty_table():
    table = made(pd.DataFrame({"entity": [], "views": []}))
    assert table.count().execute() == 0
    assert table.schema()["views"].is_float64()


def test_windows_have_their_columns_given_or_not():
    grains = Grains.from_frames({}, known_at=NOON)
    assert list(grains.windows.columns) == list(WINDOW)
    given = pd.DataFrame({"window_start": [date(2026, 10, 1)], "grain": ["post"]})
    kept = Grains.from_frames({}, known_at=datetime.now(UTC), windows=given).windows
    assert kept["window_start"].tolist() == [pd.Timestamp("2026-10-01")]
    assert kept["grain"].tolist() == ["post"]
