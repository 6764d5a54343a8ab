"""Traps 8-14, 19, 27 and 28: what may be compared, and over which days."""

import math
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pytest

from kpi_helpers.catalogue.models import Break, FxRate
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.rolling import rolling_values
from kpi_helpers.periods import Month, Period, comparison_period, iso_week, same_day_last_year
from kpi_helpers.schema import ENTITY, OBSERVATION, WINDOW
from kpi_helpers.sources.result import ReadResult, arrow_schema
from kpi_helpers.store.grains import open_grains
from kpi_helpers.store.observations import open_store

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


def money(catalogue, measure, kpi, *rates):
    return catalogue(
        {"spend": measure(column="spend", unit="currency")},
        {"spend": kpi(formula="spend", unit="currency")},
        fx=tuple(FxRate(day=day, base="USD", quote="EUR", rate=rate) for day, rate in rates),
    )


def test_trap_13_money_is_exchanged_at_the_rate_of_its_own_day(catalogue, measure, kpi, grains):
    rates = (("2026-01-05", 0.90), ("2026-01-06", 0.95))
    declared = money(catalogue, measure, kpi, *rates)
    january = Month(2026, 1).period
    mixed = grains(
        account_day=[
            {"date_start": "2026-01-05", "spend": 100, "spend_currency": "EUR"},
            {"date_start": "2026-01-05", "account": "z", "spend": 100, "spend_currency": "USD"},
        ]
    )
    row = kpi_values(declared, mixed, ["spend"], [january]).iloc[0]
    assert row["value"] == pytest.approx(190)
    assert row["value"] != 200
    assert row["currency"] == "EUR"
    dollars = grains(
        account_day=[
            {"date_start": f"2026-01-0{d}", "spend": 100, "spend_currency": "USD"} for d in (5, 6)
        ]
    )
    row = kpi_values(declared, dollars, ["spend"], [january]).iloc[0]
    assert row["value"] == pytest.approx(185)
    assert row["value"] != pytest.approx(190)


def test_trap_13_a_missing_rate_is_named_and_never_a_wrong_sum(catalogue, measure, kpi, grains):
    declared = money(catalogue, measure, kpi, ("2026-01-05", 0.90))
    tables = grains(
        account_day=[
            {"date_start": "2026-01-05", "spend": 100, "spend_currency": "USD"},
            {"date_start": "2026-01-20", "spend": 100, "spend_currency": "USD"},
            {"date_start": "2026-02-01", "spend": 50, "spend_currency": "EUR"},
        ]
    )
    months = [Month(2026, 1).period, Month(2026, 2).period]
    january, february = kpi_values(declared, tables, ["spend"], months).to_dict("records")
    assert math.isnan(january["value"])
    assert january["reason"] == "no_fx_rate"
    assert january["detail"] == {"pair": "USD→EUR", "day": date(2026, 1, 20)}
    assert february["value"] == 50


def test_trap_13_a_rate_holds_for_a_week_and_no_longer(catalogue, measure, kpi, grains):
    declared = money(catalogue, measure, kpi, ("2026-01-05", 0.5))
    values = {
        day: kpi_values(
            declared,
            grains(account_day=[{"date_start": day, "spend": 100, "spend_currency": "USD"}]),
            ["spend"],
            [Month(2026, 1).period],
        ).iloc[0]
        for day in ("2026-01-04", "2026-01-12", "2026-01-13")
    }
    assert values["2026-01-12"]["value"] == 50
    assert values["2026-01-04"]["reason"] == values["2026-01-13"]["reason"] == "no_fx_rate"


def test_trap_13_a_weekend_takes_the_last_rate_before_it_and_a_month_its_average(
    catalogue, measure, kpi, grains
):
    rates = [
        (day.date(), 0.9 if day.day < 16 else 1.0)
        for day in pd.date_range("2026-04-01", "2026-04-30")
    ]
    declared = money(catalogue, measure, kpi, *rates, (date(2026, 1, 2), 0.5))
    tables = grains(
        account_day=[
            {"date_start": "2026-01-04", "date_end": "2026-01-04", "spend": 100}
            | {"spend_currency": "USD"},
            {"date_start": "2026-04-01", "date_end": "2026-04-30", "spend": 100}
            | {"spend_currency": "USD"},
        ]
    )
    months = [Month(2026, 1).period, Month(2026, 4).period]
    sunday, april = kpi_values(declared, tables, ["spend"], months).to_dict("records")
    assert sunday["value"] == 50
    assert april["value"] == pytest.approx(95)
    assert "fx_averaged" in april["caveats"]


def test_trap_14_a_figure_is_the_one_known_at_its_time(visits, grains):
    march = Month(2026, 3).period
    values = [
        kpi_values(
            visits,
            grains(known, account_day=[{"date_start": "2026-03-01", "visits": n}]),
            ["visits"],
            [march],
        )
        for known, n in (("2026-03-03", 100), ("2026-03-05", 130))
    ]
    assert [frame.iloc[0]["value"] for frame in values] == [100, 130]
    assert [str(frame.iloc[0]["known_at"].date()) for frame in values] == [
        "2026-03-03",
        "2026-03-05",
    ]


def test_trap_14_a_restated_value_replaces_the_first_one_and_the_past_stays_readable(
    catalogue, measure, kpi, tmp_path
):
    def file(value, seen):
        row = dict.fromkeys(OBSERVATION) | {
            "source": "s",
            "brand": "b",
            "network": "instagram",
            "account": "a",
            "grain": "account_day",
            "entity": "a",
            "metric": "reach",
            "date_start": date(2026, 3, 1),
            "date_end": date(2026, 3, 1),
            "breakdown": "total",
            "counter": "delta",
            "value": value,
            "observed_at": datetime(2026, 3, seen, 12),
            "observed_assumed": False,
            "source_file": f"{seen}.csv",
            "source_line": 2,
        }
        rows = pa.Table.from_pylist([row], schema=arrow_schema(OBSERVATION))
        none = [arrow_schema(columns).empty_table() for columns in (ENTITY, WINDOW)]
        return ReadResult("s", "b", f"{seen}.csv", f"sha{seen}", rows, *none, rows_read=1)

    store = open_store(tmp_path)
    store.append([file(100.0, 2)])
    store.append([file(130.0, 4)])
    declared = catalogue(
        {"reach": measure(column="reach")}, {"cumulated_reach": kpi(formula="reach")}
    )
    march = [Month(2026, 3).period]
    now, then = (
        kpi_values(declared, open_grains(store, "b", known), ["cumulated_reach"], march).iloc[0]
        for known in (None, datetime(2026, 3, 3, 12))
    )
    assert now["value"] == 130
    assert now["value"] != 230
    assert then["value"] == 100
    assert then["known_at"] == pd.Timestamp("2026-03-03 12:00")


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


def test_trap_27_nothing_is_compared_across_a_renamed_metric(catalogue, measure, kpi, grains, days):
    renamed = Break(
        id="meta_views",
        network="instagram",
        metrics=["impressions"],
        day="2025-04-21",
        replaced_by="views",
        label=WORDS,
        reference="changelog",
    )
    declared = catalogue(
        {"views": measure(column="views")}, {"views": kpi(formula="views")}, breaks=(renamed,)
    )
    rows = days("2024-05-01", 31, views=10) + days("2025-04-01", 61, views=15)
    may = Month(2025, 5).period
    compared = compare_kpis(declared, grains(account_day=rows), ["views"], may, ["year_ago"]).iloc[
        0
    ]
    assert not compared["comparable"]
    assert compared["reason"] == "definition_break"
    assert math.isnan(compared["change_rel"])
    months = [Month(2024, 5).period, Month(2025, 4).period, may]
    values = kpi_values(declared, grains(account_day=rows), ["views"], months)
    assert values["segment"].tolist() == [0, 1, 1]
    inside = ["definition_break_inside" in names for names in values["caveats"]]
    assert inside == [False, True, False]


def test_trap_27_a_break_of_one_network_does_not_touch_the_others(
    catalogue, measure, kpi, grains, days
):
    one = Break(
        id="x",
        network="facebook",
        metrics=["views"],
        day="2025-04-21",
        label=WORDS,
        reference="changelog",
    )
    declared = catalogue(
        {"views": measure(column="views")}, {"views": kpi(formula="views")}, breaks=(one,)
    )
    rows = days("2025-05-01", 31, views=1, network="facebook")
    rows += days("2025-05-01", 31, views=1, network="instagram")
    may = Month(2025, 5).period
    by_network = kpi_values(declared, grains(account_day=rows), ["views"], [may], by=["network"])
    assert by_network.set_index("network")["segment"].to_dict() == {"facebook": 1, "instagram": 0}
    only_instagram = kpi_values(
        declared, grains(account_day=rows), ["views"], [may], where={"network": ["instagram"]}
    )
    assert only_instagram["segment"].tolist() == [0]


def test_trap_28_a_rolling_window_has_no_value_until_it_is_whole(visits, grains, days):
    tables = grains(account_day=days("2026-01-01", 10, visits=10))
    ends = [date(2026, 1, day) for day in range(1, 11)]
    values = rolling_values(visits, tables, ["visits"], ends, 7)
    assert values["value"].isna().tolist() == [True] * 6 + [False] * 4
    assert values["value"].dropna().tolist() == [70] * 4
    assert set(values["reason"][:6]) == {"window_not_whole"}
    first = values.iloc[6]
    assert (first["period_start"], first["period_end"]) == (date(2026, 1, 1), date(2026, 1, 7))
