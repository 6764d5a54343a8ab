"""A rate is compared when both its measures speak of the same days, and its baseline is whole."""

import math

import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

FEBRUARY, MARCH = Month(2026, 2).period, Month(2026, 3).period


@pytest.fixture
def rates(catalogue, measure, kpi):
    """Orders a visit, of tables that may reach different days."""
    return catalogue(
        {"visits": measure(column="visits"), "orders": measure(column="orders")},
        {"rate": kpi(formula="orders / visits", unit="percent"), "visits": kpi(formula="visits")},
    )


def compared(rates, rows, grains, kind="previous", kpi="rate"):
    return compare_kpis(rates, grains(account_day=rows), [kpi], MARCH, [kind]).iloc[0]


def test_a_rate_of_ten_days_over_a_month_is_not_compared(rates, grains, days):
    rows = days("2026-02-01", 28, visits=100, orders=4)
    rows += days("2026-03-01", 10, visits=100, orders=4) + days("2026-03-11", 21, visits=100)
    row = compared(rates, rows, grains)
    assert row["value"] == pytest.approx(40 / 3100)
    assert (row["comparable"], row["reason"]) == (False, "uneven_parts")
    assert math.isnan(row["change_rel"])  # never -0.68
    assert "uneven_parts" in row["caveats"]
    elapsed = compared(rates, rows, grains, "elapsed_previous")
    assert (elapsed["comparable"], elapsed["change_abs"]) == (True, 0)


def test_the_same_number_of_other_days_is_uneven_too(rates, grains, days):
    rows = days("2026-02-01", 28, visits=100, orders=4)
    rows += days("2026-03-01", 10, visits=100) + days("2026-03-11", 10, orders=4)
    assert compared(rates, rows, grains)["reason"] == "uneven_parts"


def test_an_uneven_rate_is_no_baseline(rates, grains, days):
    rows = days("2026-02-01", 10, visits=100, orders=4) + days("2026-02-11", 18, visits=100)
    rows += days("2026-03-01", 31, visits=100, orders=4)
    assert compared(rates, rows, grains)["reason"] == "uneven_parts"


def test_a_rate_of_a_part_is_no_baseline(rates, grains, days):
    rows = days("2026-02-10", 19, visits=100, orders=4)
    rows += days("2026-03-01", 31, visits=100, orders=5)
    row = compared(rates, rows, grains)
    assert (row["comparable"], row["reason"]) == (False, "baseline_partial")


def test_a_rate_that_lost_an_account_is_not_compared(rates, grains, days):
    rows = days("2026-02-01", 59, visits=100, orders=4)
    rows += days("2026-02-01", 28, visits=100, orders=20, account="shop")
    row = compared(rates, rows, grains)
    assert (row["comparable"], row["reason"]) == (False, "series_missing")
    assert row["detail"]["series_missing"] == ["shop"]


def test_a_replaced_measure_that_nobody_has_does_not_make_a_figure_incomplete(
    catalogue, measure, kpi, grains, days
):
    declared = catalogue(
        {name: measure(column=name) for name in ("likes", "saves", "reach")},
        {
            "interactions": kpi(formula="likes + coalesce(saves, 0)"),
            "rate": kpi(formula="(likes + coalesce(saves, 0)) / reach", unit="percent"),
        },
    )
    for more in ({}, {"saves": None}):
        rows = days("2026-02-01", 59, likes=2, reach=100, **more)
        tables = grains(account_day=rows)
        values = kpi_values(declared, tables, ["interactions", "rate"], [MARCH])
        assert values["value"].tolist() == [62, 0.02]
        assert values["complete"].tolist() == [True, True]
        assert values["coverage"].tolist() == [1, 1]
        assert values["as_of"].tolist() == [MARCH.end, MARCH.end]
        found = compare_kpis(declared, tables, ["interactions", "rate"], MARCH, ["previous"])
        assert found["comparable"].tolist() == [True, True]


def test_a_replaced_measure_that_stopped_still_makes_a_figure_incomplete(
    catalogue, measure, kpi, grains, days
):
    declared = catalogue(
        {name: measure(column=name) for name in ("likes", "saves")},
        {"interactions": kpi(formula="likes + coalesce(saves, 0)")},
    )
    rows = days("2026-02-01", 28, likes=2, saves=1) + days("2026-03-01", 31, likes=2)
    row = kpi_values(declared, grains(account_day=rows), ["interactions"], [MARCH]).iloc[0]
    assert not row["complete"]
