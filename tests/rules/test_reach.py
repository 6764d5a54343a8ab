"""The chance to reach a target: what is earned and what is forecast, and what it takes a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.metrics.forecasting import FIXED, Forecast
from kpi_helpers.metrics.forecasting_kpis import Outlook
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.reach import reach


def _outlook(values, point, spread, **more):
    """Months up to October 2026, and two ahead."""
    past = pd.DataFrame(
        {"month": months_back(Month(2026, 10), len(values)), "value": np.array(values, float)}
    )
    made = Forecast(
        "combination",
        "fixed",
        np.array(point, float),
        np.array(spread, float) / FIXED,
        (),
        np.array(point, float),
        0.0,
        None,
        None,
    )
    told = {"use": "target", "nature": "flow", "unit": "count", "currency": None}
    return Outlook(**({"kpi": "orders", "past": past, "made": made} | told | more))


def _target(**more):
    row = {
        "objective": "grow",
        "kpi": "orders",
        "target": 1_200.0,
        "direction": "up",
        "nature": "flow",
        "per": "year",
        "by": date(2026, 12, 31),
        "warn": None,
        "deprecated": False,
        "span_start": date(2026, 1, 1),
        "span_end": date(2026, 12, 31),
        "month_start": date(2026, 10, 1),
        "month_end": date(2026, 10, 31),
        "value": 1_000.0,
        "complete": True,
        "as_of": date(2026, 10, 31),
        "unit": "count",
        "currency": None,
    }
    return pd.DataFrame([row | more]).astype(object)


YEAR = _outlook([100.0] * 12, [100.0, 100.0], [10.0, 10.0])


def _reached(outlook=YEAR, **more):
    finding = reach([outlook], _target(**more))
    return finding, finding.table.iloc[0]


def test_a_total_is_what_was_earned_and_what_is_forecast():
    finding, row = _reached()

    assert row["value"] == 1_200  # ten months of 100, and two more
    assert row["chance"] == 0.5
    assert row["by"] == date(2026, 12, 31)
    assert finding.message == "reach"
    assert finding.values["chance"].value == 0.5


def test_the_chance_is_that_of_one_distribution_whose_errors_partly_go_together():
    # Two errors of 10 that correlate by 0.6: deviation of the sum is the root of 320, 17.9.
    _, row = _reached(target=1_200.0 + 320**0.5)

    assert row["chance"] == 0.19
    assert row["hi_80"] == pytest.approx(1_200 + 1.533206 * 320**0.5)


def test_what_is_needed_a_day_is_the_rest_over_the_days_left():
    _, row = _reached()

    assert (row["days_left"], row["needed_per_day"]) == (61, pytest.approx(200 / 61))


def test_a_month_under_way_counts_by_its_forecast_and_its_days_are_left():
    # September is the last complete month, ten days of October have brought 40.
    past = [100.0] * 12
    outlook = _outlook(past, [100.0] * 3, [10.0] * 3)
    shifted = outlook.past.assign(month=months_back(Month(2026, 9), 12))
    outlook = _outlook(past, [100.0] * 3, [10.0] * 3, past=shifted)
    _, row = _reached(outlook, value=940.0, complete=False, as_of=date(2026, 10, 10))

    assert row["value"] == 1_200
    assert (row["days_left"], row["needed_per_day"]) == (82, pytest.approx(260 / 82))


def test_a_total_that_is_there_already_is_reached_for_certain():
    _, row = _reached(value=1_300.0)

    assert row["chance"] == 1
    assert pd.isna(row["needed_per_day"])


def test_a_ceiling_that_is_passed_is_missed_for_certain():
    _, row = _reached(value=1_300.0, direction="down")

    assert row["chance"] == 0


@pytest.mark.parametrize(
    ("direction", "target", "chance"), [("up", 110.0, 0.19), ("down", 110.0, 0.81)]
)
def test_a_rate_is_that_of_the_month_of_the_date(direction, target, chance):
    _, row = _reached(nature="rate", per="month", direction=direction, target=target, value=90.0)

    assert (row["value"], row["chance"]) == (100, chance)
    assert pd.isna(row["needed_per_day"])


def test_a_band_is_kept_as_far_as_it_is_wide():
    # One spread to either side: 62 of 100 of Student's t with 4 degrees of freedom.
    told = {"nature": "rate", "per": "month", "direction": "band", "target": 100.0}
    _, row = _reached(**told, warn=0.1)

    assert row["chance"] == 0.62
    assert _reached(**told)[1]["reason"] == "reach_band_without_width"


def test_a_stock_needs_a_change_a_day_up_to_the_date():
    _, row = _reached(nature="stock", per="month", target=122.0, value=61.0)

    assert row["needed_per_day"] == pytest.approx(1.0)
    assert row["value"] == 100


def test_a_total_of_a_month_to_come_needs_its_own_days():
    _, row = _reached(per="month", target=155.0, span_start=date(2026, 10, 1),
                      span_end=date(2026, 10, 31))  # fmt: skip

    assert (row["days_left"], row["needed_per_day"]) == (31, 5.0)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"by": date(2026, 9, 30)}, "target_past"),
        ({"by": date(2026, 10, 31), "per": "month"}, "reach_period_over"),
        ({"by": date(2027, 12, 31)}, "reach_too_far"),
        ({"nature": "rate"}, "reach_of_period"),
        ({"deprecated": True}, "kpi_deprecated"),
    ],
)
def test_what_cannot_be_told_says_why(more, reason):
    finding, row = _reached(**more)

    assert row["reason"] == reason
    assert pd.isna(row["chance"])
    assert finding.message == "reach_nothing"


def test_a_year_whose_first_months_are_unknown_has_no_chance():
    _, row = _reached(_outlook([100.0] * 5, [100.0, 100.0], [10.0, 10.0]))

    assert row["reason"] == "reach_months_missing"


def test_a_declined_forecast_hands_its_reason_on():
    declined = _outlook([100.0], [1.0], [1.0], made=None, reason="forecast_too_short")

    assert _reached(declined)[1]["reason"] == "forecast_too_short"
    assert reach([], _target()).table.iloc[0]["reason"] == "forecast_no_month"


def test_without_a_target_there_is_no_chance_to_tell():
    assert reach([YEAR], _target(target=None)).message == "reach_none"
    assert reach([YEAR], _target().iloc[:0]).message == "reach_none"
    assert reach([], pd.DataFrame(columns=["objective", "kpi"])).message == "reach_none"
