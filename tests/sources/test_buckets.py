from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.sources.buckets import bucket_ends, clipped, prorated, straddles


def rows(*buckets):
    """Rows of first day, last day and value."""
    first, last, value = zip(*buckets, strict=True)
    return pa.table(
        {
            "date_start": pa.array(first, pa.date32()),
            "date_end": pa.array(last, pa.date32()),
            "spend": pa.array(value, pa.float64()),
        }
    )


def days(*texts):
    return np.array(texts, dtype="datetime64[D]")


def test_a_week_runs_seven_days_from_its_date():
    first, last = bucket_ends(days("2026-09-28"), "week")

    assert (first, last) == (days("2026-09-28"), days("2026-10-04"))


def test_a_month_is_the_one_its_date_lies_in():
    first, last = bucket_ends(days("2024-02-29", "2026-12-01"), "month")

    assert first.tolist() == [date(2024, 2, 1), date(2026, 12, 1)]
    assert last.tolist() == [date(2024, 2, 29), date(2026, 12, 31)]


def test_only_a_bucket_with_days_in_two_months_straddles():
    first, last = bucket_ends(days("2026-09-28", "2026-10-05", "2026-12-28"), "week")

    assert straddles(first, last).tolist() == [True, False, True]


def test_prorating_gives_each_month_its_share_by_days():
    """28 September to 4 October: three days, four days."""
    found = prorated(rows((date(2026, 9, 28), date(2026, 10, 4), 70.0)), ["spend"])

    assert found.to_pylist() == [
        {"date_start": date(2026, 9, 28), "date_end": date(2026, 9, 30), "spend": 30.0,
         "note": "prorated_bucket"},
        {"date_start": date(2026, 10, 1), "date_end": date(2026, 10, 4), "spend": 40.0,
         "note": "prorated_bucket"},
    ]  # fmt: skip


def test_a_bucket_inside_one_month_stays_whole_and_without_note():
    found = prorated(rows((date(2026, 10, 5), date(2026, 10, 11), 70.0)), ["spend"])

    assert found["spend"].to_pylist() == [70.0]
    assert found["note"].to_pylist() == [None]


def test_a_missing_value_stays_missing_in_every_part():
    found = prorated(rows((date(2026, 9, 28), date(2026, 10, 4), None)), ["spend"])

    assert found["spend"].to_pylist() == [None, None]


def test_a_clipped_bucket_keeps_its_whole_value_in_its_first_month():
    found = clipped(rows((date(2026, 9, 28), date(2026, 10, 4), 70.0)))

    assert found.to_pylist() == [
        {"date_start": date(2026, 9, 28), "date_end": date(2026, 9, 30), "spend": 70.0,
         "note": "straddle_start"}
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            st.integers(0, 400),
            st.floats(-1e12, 1e12, allow_subnormal=False),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_parts_of_a_value_add_up_to_it_exactly_in_any_order(buckets):
    table = rows(*((day, day + timedelta(length), value) for day, length, value in buckets))
    found = prorated(table.append_column("place", pa.array(range(len(buckets)))), ["spend"])

    for place, (day, length, value) in enumerate(buckets):
        parts = [row for row in found.to_pylist() if row["place"] == place]
        amounts = [row["spend"] for row in parts]
        assert sum(amounts) == value
        assert sum(reversed(amounts)) == value
        assert parts[0]["date_start"] == day
        assert parts[-1]["date_end"] == day + timedelta(length)
        covered = sum((row["date_end"] - row["date_start"]).days + 1 for row in parts)
        assert covered == length + 1
        assert all(row["date_start"].month == row["date_end"].month for row in parts)
