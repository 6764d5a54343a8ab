"""What is told of unusual days and new levels, and what never is."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Figure, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.anomalies import alarms, day_by_day, watch

MONTH = Month(2026, 10)
LIMITS = AnomalyLimits()
START = date(2025, 12, 1)
WEEK = np.array([10.0, 11, 12, 13, 14, 20, 18])
NO_ACTIONS = pd.DataFrame(columns=["label", "start", "end"])
ACTIONS = pd.DataFrame(
    [
        ("New payment page", date(2026, 10, 9), None),
        ("Long campaign", date(2026, 10, 1), date(2026, 10, 31)),
        ("Last year", date(2025, 10, 9), date(2025, 10, 9)),
    ],
    columns=["label", "start", "end"],
)


def daily(kpi="orders", network=None, seed=0, until=MONTH.period.end, nature="flow", **changed):
    """Days of one series: weekday, noise of one, and a level of a hundred."""
    count = (until - START).days + 1
    rng = np.random.default_rng(seed)
    value = 100 + WEEK[np.arange(count) % 7] + rng.normal(size=count)
    days = [START + timedelta(day) for day in range(count)]
    same = {"unit": "count", "currency": None, "segment": 0, "complete": True, "settled": True}
    frame = pd.DataFrame({"kpi": kpi, "network": network, "period_start": days, "value": value})
    return frame.assign(**(same | {"nature": nature} | changed)).astype({"network": object})


def shifted(frame, since, by, until=date(2099, 1, 1)):
    within = (frame["period_start"] >= since) & (frame["period_start"] <= until)
    return frame.assign(value=frame["value"] + by * within)


def test_a_lasting_change_is_told_with_the_action_it_falls_together_with():
    frame = shifted(daily(), date(2026, 10, 9), -20.0)

    found = alarms(watch(frame, MONTH, LIMITS), ACTIONS)

    step = found.table[found.table["alarm"] == "step"].iloc[0]
    assert step["day"] == date(2026, 10, 9)
    assert step["change_abs"] == pytest.approx(-20, abs=1.5)
    assert step["beside"] == ["New payment page"]
    assert found.message == "alarms_step_beside"
    assert found.values["beside"] == [Ref("quoted", "New payment page")]
    assert found.values["false_alarms"] == Figure(1.0, "ratio")
    assert [caveat.message for caveat in found.caveats] == ["alarms_no_cause"]


def test_one_odd_day_is_told_and_no_new_level():
    odd = date(2026, 10, 20)
    frame = shifted(daily(), odd, 25.0, odd)

    found = alarms(watch(frame, MONTH, LIMITS), NO_ACTIONS)

    assert found.table[["alarm", "day"]].to_numpy().tolist() == [["day", odd]]
    assert found.message == "alarms_day"
    assert found.caveats == ()


def test_noise_alone_gives_a_sentence_that_claims_nothing():
    found = alarms(watch(daily(), MONTH, LIMITS), ACTIONS)

    assert found.message == "alarms_quiet"
    assert found.table.empty
    assert found.values["series"] == 1


@pytest.mark.parametrize("flag", ["complete", "settled"])
def test_a_day_that_is_not_whole_or_not_final_is_no_anomaly(flag):
    odd = date(2026, 10, 20)
    frame = shifted(daily(), odd, -90.0, odd)
    frame[flag] = frame["period_start"] != odd

    assert alarms(watch(frame, MONTH, LIMITS), ACTIONS).table.empty


def test_missing_days_are_no_anomaly():
    frame = daily()
    gone = frame["period_start"].between(date(2026, 10, 10), date(2026, 10, 14))

    for gap in (frame[~gone], frame.assign(value=frame["value"].mask(gone))):
        assert alarms(watch(gap, MONTH, LIMITS), ACTIONS).table.empty


def test_what_was_counted_otherwise_is_no_past_to_judge_by():
    frame = shifted(daily(), date(2026, 9, 20), 500.0)
    frame["segment"] = (frame["period_start"] >= date(2026, 9, 20)).astype(int)

    seen = watch(frame, MONTH, LIMITS)

    assert (seen.series, seen.silent) == (0, 1)
    assert alarms(seen, ACTIONS).message == "alarms_too_short"
    assert day_by_day(seen, ["orders"]).message == "day_by_day_none"


def test_nothing_at_all_is_told_as_too_short():
    found = alarms(watch(daily().head(0), MONTH, LIMITS), ACTIONS)

    assert found.message == "alarms_too_short"
    assert found.table.empty


def test_later_days_change_nothing_of_what_was_said_of_a_day():
    half = date(2026, 10, 15)
    whole = pd.concat([daily("a"), shifted(daily("b", seed=1), date(2026, 10, 12), 9.0)])
    early = watch(whole[whole["period_start"] <= half], MONTH, LIMITS).days
    late = watch(whole, MONTH, LIMITS).days

    told = late["day"] <= half
    pd.testing.assert_frame_equal(
        early[early["day"] <= half].reset_index(drop=True), late[told].reset_index(drop=True)
    )


def test_later_months_change_nothing_of_the_alarms():
    frame = shifted(daily(until=date(2026, 12, 31)), date(2026, 11, 3), 60.0)
    now = frame[frame["period_start"] <= MONTH.period.end]

    one, other = (watch(each, MONTH, LIMITS) for each in (now, frame))

    pd.testing.assert_frame_equal(one.days, other.days)
    pd.testing.assert_frame_equal(one.steps, other.steps)


def test_order_unit_and_doubled_rows_change_no_alarm():
    frame = pd.concat(
        [shifted(daily("a"), date(2026, 10, 9), -20.0), daily("b", seed=1), daily("c", seed=2)]
    )
    moved = frame.assign(value=frame["value"] * 7 - 300).sample(frac=1, random_state=1)
    moved = pd.concat([moved, moved.head(50)])

    one, other = (alarms(watch(each, MONTH, LIMITS), ACTIONS).table for each in (frame, moved))

    pd.testing.assert_frame_equal(one[["kpi", "alarm", "day"]], other[["kpi", "alarm", "day"]])


def test_a_step_is_told_in_the_month_of_its_seventh_day_and_in_no_other():
    frame = shifted(daily(until=date(2026, 11, 30)), date(2026, 10, 28), 20.0)

    october, november = (watch(frame, month, LIMITS).steps for month in (MONTH, Month(2026, 11)))

    assert october.empty
    assert november["day"].tolist() == [date(2026, 10, 28)]


def test_of_a_stock_the_change_by_day_is_watched():
    frame = shifted(daily(nature="stock"), START, 0.0)
    gains = np.where(frame["period_start"] >= date(2026, 10, 5), 40.0, 10.0)
    noise = np.random.default_rng(3).normal(size=len(frame))
    frame["value"] = 5_000 + np.cumsum(gains + noise)

    found = alarms(watch(frame, MONTH, LIMITS), NO_ACTIONS)
    step = found.table[found.table["alarm"] == "step"].iloc[0]

    assert step["day"] == date(2026, 10, 5)
    assert (step["expected"], step["value"]) == pytest.approx((10, 40), abs=1.5)
    assert np.isnan(step["change_rel"])
    assert found.values["value"].change


def test_a_kpi_of_one_network_is_watched_once_and_of_two_three_times():
    one = [daily(), daily(network="facebook")]
    two = [daily("b"), daily("b", "facebook", 1), daily("b", "instagram", 2)]

    assert watch(pd.concat(one), MONTH, LIMITS).series == 1
    assert watch(pd.concat(one + two), MONTH, LIMITS).series == 4


def test_more_series_make_each_of_them_harder_to_alarm():
    odd = date(2026, 10, 20)
    frame = shifted(daily(), odd, 7.0, odd)
    others = [daily(f"k{place}", seed=place) for place in range(1, 9)]

    alone = watch(frame, MONTH, AnomalyLimits(false_alarms=2)).days
    among = watch(pd.concat([frame, *others]), MONTH, AnomalyLimits(false_alarms=2)).days

    assert alone["unusual"].sum() >= among.loc[among["kpi"] == "orders", "unusual"].sum()
    one, other = (each[each["kpi"] == "orders"]["p"].to_numpy() for each in (alone, among))
    assert np.array_equal(one, other)


def test_the_course_holds_the_followed_kpis_with_a_figure_on_most_days():
    posts = daily("reach", seed=4)
    posts = posts[posts["period_start"].map(lambda day: day.toordinal() % 2 == 0)]
    seen = watch(pd.concat([daily(), posts, daily("orders", "web", 5)]), MONTH, LIMITS)

    found = day_by_day(seen, ["reach", "orders", "nps"])

    assert found.table["kpi"].unique().tolist() == ["orders"]
    assert found.table["day"].tolist() == [date(2026, 10, day) for day in range(1, 32)]
    assert (found.values["count"], found.values["total"]) == (1, 3)
