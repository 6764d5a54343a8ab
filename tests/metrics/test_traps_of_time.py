"""Traps 7-12, 19 and 28: what may be compared, and over which days."""

import math
from datetime import date

import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.rolling import rolling_values
from kpi_helpers.periods import Month, Period, comparison_period, iso_week, same_day_last_year

WORDS = {"fr": "mot", "en": "word"}


@pytest.fixture
def visits(catalogue, measure, kpi):
    """Daily visits, orders and their rate."""
    return catalogue(
        {"visits": measure(column="visits"), "orders": measure(column="orders")},
        {
            "visits": kpi(formula="visits"),
            "orders": kpi(formula="orders"),
            "rate": kpi(formula="orders / visits", unit="percent"),
        },
    )


def test_trap_8_a_partial_month_is_not_compared_with_a_whole_one(visits, grains, days):
    rows = days("2026-02-01", 28, visits=100) + days("2026-03-01", 10, visits=100)
    tables = grains(account_day=rows)
    march = Month(2026, 3).period
    kinds = ("previous", "elapsed_previous")
    compared = compare_kpis(visits, tables, ["visits"], march, kinds).set_index("kind")

    whole = compared.loc["previous"]
    assert (whole["value"], whole["baseline"]) == (1000, 2800)
    assert not whole["comparable"]
    assert whole["reason"] == "partial_period"
    assert whole["detail"]["instead"] == "elapsed_previous"
    assert whole["as_of"] == date(2026, 3, 10)
    assert not whole["complete"]
    assert math.isnan(whole["change_rel"])  # never -0.643

    elapsed = compared.loc["elapsed_previous"]
    assert elapsed["comparable"]
    assert (elapsed["value"], elapsed["baseline"]) == (1000, 1000)
    assert elapsed["change_rel"] == 0
    assert (elapsed["period_start"], elapsed["period_end"]) == (march.start, date(2026, 3, 10))
    assert (elapsed["baseline_start"], elapsed["baseline_end"]) == (
        date(2026, 2, 1),
        date(2026, 2, 10),
    )


def test_trap_8_a_rate_of_a_partial_month_is_compared_and_marked_incomplete(visits, grains, days):
    rows = days("2026-02-01", 28, visits=100, orders=4) + days(
        "2026-03-01", 10, visits=100, orders=5
    )
    march = Month(2026, 3).period
    row = compare_kpis(visits, grains(account_day=rows), ["rate"], march, ["previous"]).iloc[0]
    assert row["comparable"]
    assert not row["complete"]


def test_trap_9_months_of_unequal_length_are_equal_per_day(visits, grains, days):
    rows = days("2026-01-01", 31, visits=100) + days("2026-02-01", 28, visits=100)
    tables = grains(account_day=rows)
    february = Month(2026, 2).period
    plain = compare_kpis(visits, tables, ["visits"], february, ["previous"]).iloc[0]
    assert plain["change_rel"] == pytest.approx(-0.0968, abs=1e-4)
    assert "unequal_lengths" in plain["caveats"]
    daily = compare_kpis(visits, tables, ["visits"], february, ["previous"], per_day=True).iloc[0]
    assert daily["per_day"]
    assert (daily["value"], daily["baseline"]) == (100, 100)
    assert daily["change_rel"] == 0
    assert "unequal_lengths" not in daily["caveats"]


def test_trap_7_gaps_are_refused_as_totals_and_fair_per_day(visits, grains, days):
    rows = days("2025-12-01", 31, visits=10)
    rows += [r for r in days("2026-01-01", 31, visits=10) if r["date_start"].day not in (9, 20)]
    tables = grains(account_day=rows)
    january = Month(2026, 1).period
    total = compare_kpis(visits, tables, ["visits"], january, ["previous"]).iloc[0]
    assert total["reason"] == "missing_days"
    daily = compare_kpis(visits, tables, ["visits"], january, ["previous"], per_day=True).iloc[0]
    assert daily["value"] == pytest.approx(10)
    assert daily["change_rel"] == pytest.approx(0)


def test_trap_10_a_leap_year_changes_nothing_per_day(visits, grains, days):
    rows = days("2024-02-01", 29, visits=100) + days("2025-02-01", 28, visits=100)
    february = Month(2025, 2).period
    tables = grains(account_day=rows)
    plain = compare_kpis(visits, tables, ["visits"], february, ["year_ago"]).iloc[0]
    assert plain["change_rel"] == pytest.approx(-0.0345, abs=1e-4)
    daily = compare_kpis(visits, tables, ["visits"], february, ["year_ago"], per_day=True).iloc[0]
    assert daily["change_rel"] == 0
    assert same_day_last_year(date(2024, 2, 29)) is None


def test_trap_11_a_week_belongs_to_the_year_of_its_thursday_and_meets_its_weekday():
    assert iso_week(date(2024, 12, 30)) == (2025, 1)
    assert iso_week(date(2024, 12, 30)) != (2024, 1)
    assert iso_week(date(2020, 12, 31)) == (2020, 53)
    week = Period(date(2024, 12, 30), date(2025, 1, 5))
    before = comparison_period(week, "weekday_aligned")
    assert before == Period(date(2024, 1, 1), date(2024, 1, 7))
    assert [before.start.weekday(), before.end.weekday()] == [0, 6]


def test_trap_11_a_week_across_the_new_year_is_one_period(visits, grains, days):
    rows = days("2024-01-01", 7, visits=10) + days("2024-12-30", 7, visits=20)
    week = Period(date(2024, 12, 30), date(2025, 1, 5))
    row = compare_kpis(
        visits, grains(account_day=rows), ["visits"], week, ["weekday_aligned"]
    ).iloc[0]
    assert (row["value"], row["baseline"], row["change_rel"]) == (140, 70, 1.0)


def test_trap_12_a_platform_day_is_never_cut_anew(visits, grains):
    """22:30 UTC on 31 March is 1 April in Paris; a Pacific day stays the platform's day."""
    rows = [
        {"date_start": "2025-03-31", "visits": 7, "bucket_tz": "America/Los_Angeles"},
        {"date_start": "2025-04-01", "visits": 9, "bucket_tz": "Europe/Paris"},
    ]
    months = [Month(2025, 3).period, Month(2025, 4).period]
    values = kpi_values(visits, grains(account_day=rows), ["visits"], months)
    assert values["value"].tolist() == [7, 9]


def test_trap_12_a_day_of_23_hours_is_one_day(visits, grains, days):
    march = Month(2025, 3).period
    row = kpi_values(
        visits, grains(account_day=days("2025-03-01", 31, visits=1)), ["visits"], [march]
    )
    assert row.iloc[0]["coverage"] == 1
    assert row.iloc[0]["complete"]


def test_trap_19_a_rate_changes_in_points_and_in_per_cent(visits, grains, days):
    rows = days("2026-01-01", 31, visits=100, orders=4) + days(
        "2026-02-01", 28, visits=100, orders=5
    )
    february = Month(2026, 2).period
    row = compare_kpis(visits, grains(account_day=rows), ["rate"], february, ["previous"]).iloc[0]
    assert row["change_abs"] == pytest.approx(0.01)
    assert row["change_rel"] == pytest.approx(0.25)
    assert row["unit"] == "percent"
    assert row["improved"]


def test_trap_28_a_rolling_window_has_no_value_until_it_is_whole(visits, grains, days):
    tables = grains(account_day=days("2026-01-01", 10, visits=10))
    ends = [date(2026, 1, day) for day in range(1, 11)]
    values = rolling_values(visits, tables, ["visits"], ends, 7)
    assert values["value"].isna().tolist() == [True] * 6 + [False] * 4
    assert values["value"].dropna().tolist() == [70] * 4
    assert set(values["reason"][:6]) == {"window_not_whole"}
    first = values.iloc[6]
    assert (first["period_start"], first["period_end"]) == (date(2026, 1, 1), date(2026, 1, 7))
