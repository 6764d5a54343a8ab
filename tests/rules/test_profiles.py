"""Weekdays and months that are usually high or low, and when nothing may be said of them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Figure, Ref
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.profiles import month_profile, weekday_profile

LIMITS = AnomalyLimits()
NO_ACTIONS = pd.DataFrame(columns=["label", "start", "end"])
MONDAY = date(2026, 1, 5)


def daily(week, weeks=20, kpi="orders", **more):
    """`weeks` times the same seven days."""
    count = 7 * weeks
    days = [MONDAY + timedelta(day) for day in range(count)]
    frame = pd.DataFrame({"kpi": kpi, "period_start": days, "value": list(week) * weeks})
    same = {"network": None, "nature": "flow", "complete": True, "settled": True, "segment": 0}
    return frame.assign(**(same | more)).astype({"network": object})


WEEK = [100.0, 100.0, 100.0, 100.0, 80.0, 100.0, 120.0]


def test_a_weekday_stands_beside_the_mean_day_of_its_own_week():
    found = weekday_profile(daily(WEEK), ["orders"], NO_ACTIONS, LIMITS)

    assert found.table["lift"].tolist() == pytest.approx([0, 0, 0, 0, -0.2, 0, 0.2])
    assert found.table["claimed"].tolist() == [False] * 4 + [True, False, True]
    assert found.message == "weekday_profile"
    assert found.values["high"] == Ref("weekday", "7")
    assert found.values["low_lift"] == Figure(pytest.approx(-0.2), "relative", change=True)
    assert found.caveats == ()


def test_growth_from_week_to_week_is_no_weekday():
    frame = daily(WEEK)
    frame["value"] *= 1.05 ** (np.arange(len(frame)) // 7)

    lifts = weekday_profile(frame, ["orders"], NO_ACTIONS, LIMITS).table["lift"]

    assert lifts.tolist() == pytest.approx([0, 0, 0, 0, -0.2, 0, 0.2])


def test_a_weekday_that_is_as_often_high_as_low_is_not_claimed():
    frame = daily(np.ones(7), weeks=40)
    frame["value"] += np.random.default_rng(0).normal(0, 0.1, len(frame))

    found = weekday_profile(frame, ["orders"], NO_ACTIONS, LIMITS)

    assert found.message == "weekday_profile_flat"
    assert (found.table["lift_lo"] < 0).all() and (found.table["lift_hi"] > 0).all()


def test_a_week_with_a_missing_or_unfinished_day_is_left_out():
    frame = daily(WEEK, weeks=14)
    gap = frame.drop(index=3)
    part = frame.assign(complete=frame.index != 10)
    blank = frame.assign(value=frame["value"].mask(frame.index == 20))

    for each in (gap, part, blank):
        assert set(weekday_profile(each, ["orders"], NO_ACTIONS, LIMITS).table["weeks"]) == {13}


def test_too_few_weeks_or_a_stock_are_told_no_weekdays():
    short = weekday_profile(daily(WEEK, weeks=11), ["orders"], NO_ACTIONS, LIMITS)
    stock = weekday_profile(daily(WEEK, nature="stock"), ["orders"], NO_ACTIONS, LIMITS)

    assert short.message == stock.message == "weekday_profile_none"
    assert short.table["reason"].tolist() == ["too_few_weeks"]
    assert stock.table.empty


def test_weeks_with_an_action_are_counted_and_kept():
    actions = pd.DataFrame(
        [("Sale", MONDAY + timedelta(5), MONDAY + timedelta(8)), ("Post", MONDAY, None)],
        columns=["label", "start", "end"],
    )

    found = weekday_profile(daily(WEEK), ["orders"], actions, LIMITS)

    assert found.caveats[0].values == {"count": 2, "weeks": 20}


def test_the_weeks_told_are_those_of_the_kpi_that_is_named():
    both = pd.concat([daily(np.ones(7), weeks=40, kpi="flat"), daily(WEEK)])

    found = weekday_profile(both, ["flat", "orders"], NO_ACTIONS, LIMITS)

    assert (found.values["kpi"], found.values["weeks"]) == (Ref("kpi", "orders"), 20)
    assert weekday_profile(both, ["flat"], NO_ACTIONS, LIMITS).values["weeks"] == 40


def test_order_doubled_rows_and_unit_change_no_profile():
    frame = daily(WEEK)
    mixed = pd.concat([frame, frame.head(9)]).sample(frac=1, random_state=0)
    mixed["value"] *= 1000

    one, other = (
        weekday_profile(each, ["orders"], NO_ACTIONS, LIMITS).table for each in (frame, mixed)
    )

    pd.testing.assert_frame_equal(one, other)


# -- months


def monthly(values, kpi="orders", **more):
    starts = [month.period.start for month in months_back(Month(2026, 12), len(values))]
    frame = pd.DataFrame({"kpi": kpi, "period_start": starts, "value": values})
    return frame.assign(**({"nature": "flow", "complete": True, "segment": 0} | more))


YEAR = [100.0] * 10 + [150.0, 50.0]


def test_a_month_stands_beside_the_mean_of_the_months_around_it():
    found = month_profile(monthly(YEAR * 3), ["orders"], 24)

    lifts = found.table.set_index("calendar_month")["lift"]
    assert (lifts["11"], lifts["12"], lifts["3"]) == pytest.approx((0.5, -0.5, 0.0))
    assert found.values["high"] == Ref("calendar_month", "11")
    assert found.table["years"].tolist() == [2] * 12
    assert found.caveats == ()


def test_a_kpi_that_never_moves_has_no_high_month():
    found = month_profile(monthly([7.0] * 36), ["orders"], 24)

    assert found.message == "calendar_month_profile_flat"
    assert found.table["lift"].tolist() == pytest.approx([0.0] * 12)


def test_one_year_alone_has_no_spread_and_says_so():
    found = month_profile(monthly(YEAR * 2), ["orders"], 24)

    assert found.table["lift_lo"].isna().all()
    assert [caveat.message for caveat in found.caveats] == ["season_of_one_year"]


def test_below_two_years_and_of_rates_no_season_is_told():
    short = month_profile(monthly(YEAR + YEAR[:11]), ["orders"], 24)
    rate = month_profile(monthly(YEAR * 3, nature="rate"), ["orders"], 24)

    assert short.message == rate.message == "month_profile_none"
    assert short.table["reason"].tolist() == ["season_too_short"]
