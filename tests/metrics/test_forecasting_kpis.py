"""Which months a forecast is made from, and when there is none."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_helpers.metrics.forecasting_kpis import outlooks
from kpi_helpers.periods import Month, months_back

LAST = Month(2026, 10)


def _months(values, nature="flow", last=LAST, **more):
    rows = [
        {
            "kpi": "orders",
            "period_start": month.period.start,
            "value": value,
            "unit": "count",
            "currency": None,
            "numerator": None,
            "denominator": None,
            "complete": True,
            "segment": 0,
            "caveats": [],
            "use": "scorecard",
            "nature": nature,
        }
        | more
        for month, value in zip(months_back(last, len(values)), values, strict=True)
    ]
    return pd.DataFrame(rows)


def _one(months, month=LAST, **more):
    limits = {"horizon": 3, "ahead": 12, "least": 12, "own": 36} | more
    (found,) = outlooks(months, month, **limits)
    return found


def test_a_forecast_starts_after_the_last_complete_month():
    months = _months([100.0] * 15)
    months.loc[14, ["value", "complete"]] = [40.0, False]
    found = _one(months)

    assert found.months[0] == Month(2026, 10)
    assert found.made.point[0] == 100


def test_months_in_any_order_and_twice_are_the_same_months():
    months = _months([100.0 + step for step in range(15)])
    mixed = pd.concat([months, months.iloc[:3]]).sample(frac=1, random_state=1)

    assert _one(mixed).made.point.tolist() == _one(months).made.point.tolist()


@pytest.mark.parametrize("cut", ["hole", "missing", "break", "mixed"])
def test_only_the_unbroken_run_of_one_definition_counts(cut):
    months = _months([900.0] * 10 + [100.0] * 13)
    if cut == "hole":
        months = months.drop(index=9)
    if cut == "missing":
        months.loc[9, "value"] = None
    if cut == "break":
        months.loc[10:, "segment"] = 1
    if cut == "mixed":
        months.at[9, "caveats"] = ["definition_break_inside"]
    found = _one(months)

    assert len(found.past) == 13
    assert found.made.point.tolist() == [100.0] * 12


def test_eleven_complete_months_are_too_few():
    months = _months([100.0] * 12)
    months.loc[11, "complete"] = False

    assert _one(months).reason == "forecast_too_short"
    assert _one(_months([100.0] * 12)).reason is None


def test_a_rate_without_parts_is_declined_and_one_with_parts_is_not():
    rate = _months([0.5] * 12, nature="rate", unit="percent")
    assert _one(rate).reason == "forecast_without_parts"

    found = _one(rate.assign(numerator=50.0, denominator=100.0))
    assert found.reason is None
    assert found.made.point.tolist() == [0.5] * 12


@pytest.mark.parametrize("unit", ["count", "currency", "ratio"])
def test_counts_and_money_never_fall_below_zero(unit):
    found = _one(_months([float(120 - 10 * step) for step in range(12)], unit=unit))

    assert found.made.low == 0
    assert (found.made.point >= 0).all()


def test_bounds_are_those_of_the_unit_unless_the_past_lies_beyond_them():
    def bounds(values, unit):
        found = _one(_months(values, unit=unit)).made
        return found.low, found.high

    assert bounds([0.5] * 12, "percent") == (0.0, 1.0)
    assert bounds([1.1] * 12, "percent") == (0.0, None)
    assert bounds([40.0] * 12, "score") == (None, None)
    assert bounds([-5.0] + [5.0] * 11, "currency") == (None, None)


def test_a_running_total_is_declined():
    assert _one(_months([1.0] * 12, nature="cumulative")).reason == "forecast_running_total"


def test_money_of_two_currencies_is_declined():
    months = _months([100.0] * 12, unit="currency", currency="EUR")
    months.loc[3, "currency"] = "GBP"

    assert _one(months).reason == "currency_mismatch"


def test_what_ended_longer_ago_than_is_looked_ahead_is_declined():
    assert _one(_months([100.0] * 12, last=Month(2026, 7))).reason == "forecast_out_of_date"
    assert _one(_months([100.0] * 12, last=Month(2026, 8))).reason is None


def test_no_complete_month_gives_its_reason():
    assert _one(_months([100.0] * 12, complete=False)).reason == "forecast_no_month"


def test_the_same_series_is_worked_out_once():
    months = _months([100.0 + step for step in range(14)])
    both = pd.concat([months, months.assign(use="target")])
    limits = {"horizon": 3, "ahead": 12, "least": 12, "own": 36}
    one, other = outlooks(both, LAST, **limits)

    assert one.made is other.made
