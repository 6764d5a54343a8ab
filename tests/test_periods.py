"""Periods of whole days, and which earlier ones they meet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.periods import (
    COMPARISONS,
    Month,
    Period,
    comparison_period,
    days_of,
    iso_week,
    months_back,
    same_day_last_year,
    weeks_of,
)

dates = st.dates(date(2016, 1, 1), date(2030, 12, 31))
periods = st.tuples(dates, st.integers(0, 500)).map(lambda t: Period(t[0], t[0] + timedelta(t[1])))
months = st.tuples(st.integers(2016, 2030), st.integers(1, 12)).map(lambda t: Month(*t))


def span(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_period_is_closed_on_both_sides():
    assert span("2026-01-01", "2026-01-01").days == 1
    assert Month(2026, 2).period.days == 28
    with pytest.raises(ValueError, match="before it starts"):
        span("2026-01-02", "2026-01-01")


def test_a_bucket_is_inside_only_when_whole():
    january = Month(2026, 1).period
    assert january.contains(date(2026, 1, 1), date(2026, 1, 31))
    assert not january.contains(date(2025, 12, 29), date(2026, 1, 4))
    assert not january.contains(date(2026, 1, 26), date(2026, 2, 1))


def test_a_whole_month_is_called_by_its_name_and_other_runs_by_their_ends():
    assert Month(2026, 9).period.label == "2026-09"
    assert span("2026-09-01", "2026-09-10").label == "2026-09-01..2026-09-10"
    assert span("2026-08-01", "2026-09-30").label == "2026-08-01..2026-09-30"


def test_what_has_elapsed_never_reaches_beyond_the_period():
    march = Month(2026, 3).period
    assert march.elapsed(date(2026, 3, 10)) == span("2026-03-01", "2026-03-10")
    assert march.elapsed(date(2026, 5, 1)) == march
    assert march.elapsed(date(2026, 2, 28)) is None


def test_a_trailing_window_holds_its_last_day():
    assert Period.trailing(date(2026, 1, 7), 7) == span("2026-01-01", "2026-01-07")


@pytest.mark.parametrize("text", ["2026-13", "2026-9", "26-09", "2026-09-01", "", "september"])
def test_a_month_is_written_in_one_way(text):
    with pytest.raises(ValueError, match="YYYY-MM"):
        Month.parse(text)


@given(month=months)
def test_a_month_survives_being_written_and_read(month):
    assert Month.parse(str(month)) == month
    assert Month.of(month.period.start) == Month.of(month.period.end) == month


@given(month=months, steps=st.integers(-60, 60))
def test_moving_there_and_back_is_not_moving(month, steps):
    assert month.shifted(steps).shifted(-steps) == month
    assert (month.shifted(1).period.start - month.period.end).days == 1


def test_months_back_ends_with_the_month_asked_for():
    found = months_back(Month(2026, 2), 3)
    assert [str(month) for month in found] == ["2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("kind", "first", "last", "baseline"),
    [
        ("previous", "2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("previous", "2026-03-11", "2026-03-20", ("2026-03-01", "2026-03-10")),
        ("previous", "2026-04-01", "2026-06-30", ("2026-01-01", "2026-03-31")),
        ("previous", "2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("year_ago", "2025-02-01", "2025-02-28", ("2024-02-01", "2024-02-29")),
        ("year_ago", "2024-02-01", "2024-02-29", ("2023-02-01", "2023-02-28")),
        ("year_ago", "2025-01-01", "2025-02-28", ("2024-01-01", "2024-02-29")),
        ("year_ago", "2026-03-05", "2026-03-20", ("2025-03-05", "2025-03-20")),
        ("year_ago", "2024-02-29", "2024-03-05", ("2023-02-28", "2023-03-05")),
        ("weekday_aligned", "2024-12-30", "2025-01-05", ("2024-01-01", "2024-01-07")),
    ],
)
def test_each_comparison_names_one_earlier_period(kind, first, last, baseline):
    assert comparison_period(span(first, last), kind) == span(*baseline)


@pytest.mark.parametrize(
    ("kind", "as_of", "baseline"),
    [
        ("elapsed_previous", "2026-03-10", ("2026-02-01", "2026-02-10")),
        ("elapsed_previous", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("elapsed_previous", "2026-04-20", ("2026-02-01", "2026-02-28")),
        ("elapsed_year_ago", "2026-03-10", ("2025-03-01", "2025-03-10")),
    ],
)
def test_elapsed_comparisons_take_as_many_days_as_have_passed(kind, as_of, baseline):
    march = Month(2026, 3).period
    assert comparison_period(march, kind, date.fromisoformat(as_of)) == span(*baseline)


def test_an_elapsed_comparison_needs_a_day_that_has_passed():
    march = Month(2026, 3).period
    for as_of in (None, date(2026, 2, 28)):
        with pytest.raises(ValueError, match="elapsed"):
            comparison_period(march, "elapsed_previous", as_of)
    with pytest.raises(ValueError, match="unknown comparison"):
        comparison_period(march, "last_week")


@given(period=periods, kind=st.sampled_from(COMPARISONS))
def test_the_earlier_period_never_reaches_past_the_one_compared(period, kind):
    earlier = comparison_period(period, kind, period.end)
    assert earlier.start < period.start
    assert earlier.end < period.end


@given(period=periods)
def test_previous_ends_on_the_day_before(period):
    assert comparison_period(period, "previous").end == period.start - timedelta(1)


@given(period=periods)
def test_weekday_aligned_days_meet_their_own_weekday(period):
    earlier = comparison_period(period, "weekday_aligned")
    assert earlier.days == period.days
    assert earlier.start.weekday() == period.start.weekday()


@given(day=dates)
def test_the_same_day_last_year_exists_for_all_days_but_one(day):
    partner = same_day_last_year(day)
    if (day.month, day.day) == (2, 29):
        assert partner is None
    else:
        assert (partner.year, partner.month, partner.day) == (day.year - 1, day.month, day.day)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 12, 30), (2025, 1)),
        (date(2020, 12, 31), (2020, 53)),
        (date(2021, 1, 3), (2020, 53)),
        (date(2026, 1, 1), (2026, 1)),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day, week):
    assert iso_week(day) == week


def test_weeks_of_a_month_are_those_that_lie_wholly_in_it():
    # October 2026 begins on a Thursday and ends on a Saturday.
    weeks = weeks_of(Month(2026, 10).period)

    assert [week.start.day for week in weeks] == [5, 12, 19]
    assert weeks_of(span("2026-10-05", "2026-10-11")) == [span("2026-10-05", "2026-10-11")]
    assert weeks_of(span("2026-10-05", "2026-10-10")) == []


@given(periods)
def test_days_of_a_span_are_each_of_its_days_once(period):
    days = days_of(period)

    assert len(days) == period.days
    assert (days[0].start, days[-1].end) == (period.start, period.end)
    assert all(day.days == 1 for day in days)


@given(periods)
def test_weeks_of_a_span_begin_on_monday_and_leave_out_less_than_a_week_on_each_side(period):
    weeks = weeks_of(period)

    assert all(week.start.weekday() == 0 and week.days == 7 for week in weeks)
    assert len(weeks) >= (period.days - 12) // 7
    if weeks:
        assert (weeks[0].start - period.start).days < 7
        assert (period.end - weeks[-1].end).days < 7
