"""Spend of the year against its budget, and when the two are not set side by side."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.budget import against_budget

MONTH = Month(2026, 10)


@pytest.fixture
def year(frame):
    """A year of two channels: 100 and 50 planned a month, 90 and 55 spent in each that is over."""

    def make(until=10, **changed):
        rows = []
        for number in range(1, 13):
            start = Month(2026, number).period.start
            month = f"2026-{number:02d}"
            for channel, plan, spent, results in (("Display", 100, 90, 9), ("Video", 50, 55, 11)):
                same = {"period": month, "period_start": start, "channel": channel}
                money = same | {"unit": "currency", "currency": "EUR"}
                gone = number <= until
                rows.append(money | {"kpi": "ad_budget", "value": float(plan)})
                rows.append(money | {"kpi": "ad_spend", "value": float(spent) if gone else None})
                rows.append(same | {"kpi": "leads", "value": float(results) if gone else None})
        values = pd.DataFrame(rows).assign(complete=True, settled=True, caveats=None, reason=None)
        return values.assign(**changed)

    return make


def rest(months=("2026-11", "2026-12"), **more):
    values = {"month": list(months), "lo": 100.0, "value": 150.0, "hi": 220.0}
    return pd.DataFrame(values).assign(**more)


def by_channel(finding):
    return finding.table.set_index("channel")


def test_plan_actual_pace_and_cost_of_each_channel_and_of_all(year):
    found = against_budget(year(), MONTH, "leads")

    table = by_channel(found)
    assert table.loc["Display", "use"] == 0.9
    assert table.loc["Video", "use"] == 1.1
    assert table.loc["all", ["budget_to_date", "spend", "budget"]].tolist() == [1500, 1450, 1800]
    assert table.loc["all", "forecast"] == 1450 + 300
    assert table.loc["all", "over_abs"] == -50
    assert table.loc["Display", "cost_per_result"] == 10
    assert table.loc["all", "cost_per_result"] == 1450 / 200
    assert found.message == "against_budget_plan"
    assert found.values["month"] == MONTH
    assert found.values["budget"] == Figure(1800.0, "currency", "EUR")
    assert set(table["rest_is"]) == {"plan"}


def test_a_forecast_of_the_rest_carries_its_interval(year):
    found = against_budget(year(), MONTH, "leads", rest(currency="EUR"))

    whole = by_channel(found).loc["all"]
    assert whole[["forecast_lo", "forecast", "forecast_hi"]].tolist() == [1650, 1750, 1890]
    assert found.message == "against_budget_forecast"
    assert found.values["hi"] == Figure(1890.0, "currency", "EUR")


def test_a_forecast_by_channel_makes_that_of_all(year):
    both = pd.concat([rest(channel="Display"), rest(channel="Video")])

    table = by_channel(against_budget(year(), MONTH, "leads", both))

    assert table["rest_is"].tolist() == ["forecast"] * 3
    assert table.loc["all", "forecast"] == 1450 + 600


@pytest.mark.parametrize(
    ("given", "caveat"),
    [
        (rest(("2026-10", "2026-11", "2026-12")), "rest_other_months"),
        (rest(("2026-12",)), "rest_other_months"),
        (rest(("2026-11", "2026-12", "2026-12")), "rest_other_months"),
        (rest(value=math.nan), "rest_other_months"),
        (rest(currency="USD"), "rest_other_currency"),
    ],
)
def test_a_forecast_of_other_months_or_money_is_refused_and_the_plan_stands_in(year, given, caveat):
    found = against_budget(year(), MONTH, "leads", given)

    assert [one.message for one in found.caveats] == [caveat]
    assert found.message == "against_budget_plan"
    assert by_channel(found).loc["all", "forecast"] == 1750


def test_a_year_that_is_over_is_not_told_as_one_to_come(year):
    found = against_budget(year(until=12), Month(2026, 12), "leads")

    assert found.message == "against_budget_whole"
    assert found.values["spend"] == found.values["forecast"] == Figure(1740.0, "currency", "EUR")


def test_a_plan_of_nothing_is_told_as_one(year):
    values = year()
    values.loc[values["kpi"] == "ad_budget", "value"] = 0.0

    found = against_budget(values, MONTH, "leads")

    assert found.message == "against_budget_nothing"
    assert by_channel(found)["use"].isna().all()


def test_several_currencies_are_not_added(year):
    values = year()
    values.loc[values["channel"] == "Video", "currency"] = "USD"

    found = against_budget(values, MONTH, "leads")

    assert found.message == "against_budget_currencies"
    assert found.table.empty


def test_a_month_under_way_is_left_to_the_rest(year):
    values = year()
    values.loc[values["period"] == "2026-10", "complete"] = False

    found = against_budget(values, MONTH, "leads")

    assert found.values["month"] == Month(2026, 9)
    assert by_channel(found).loc["all", "budget_to_date"] == 1350


@pytest.mark.parametrize(
    ("kpi", "reason"),
    [("ad_spend", "months_without_spend"), ("ad_budget", "months_without_budget")],
)
def test_a_missing_month_leaves_no_sum_of_its_channel_nor_of_all(year, kpi, reason):
    values = year()
    gone = (values["kpi"] == kpi) & (values["period"] == "2026-03")
    values.loc[gone & (values["channel"] == "Video"), "value"] = None

    found = against_budget(values, MONTH, "leads")

    table = by_channel(found)
    assert table["reason"].tolist() == [None, reason, reason]
    assert table.loc["Display", "use"] == 0.9
    assert math.isnan(table.loc["all", "use"])
    assert found.message == "against_budget_odd"
    assert found.values["odd"] == [Ref("channel", "Video")]


def test_without_results_there_is_no_cost(year):
    values = year()
    values.loc[values["kpi"] == "leads", "value"] = 0.0

    found = against_budget(values, MONTH, "leads")

    assert by_channel(found)["cost_per_result"].isna().all()
    assert found.values["cost"].value is None


def test_without_any_spend_or_budget_nothing_is_told(year):
    values = year()

    for kpi in ("ad_spend", "ad_budget"):
        found = against_budget(values[values["kpi"] != kpi], MONTH, "leads")
        assert found.message == "against_budget_none"


def test_at_the_end_of_the_year_nothing_is_left(year):
    found = against_budget(year(until=12), Month(2026, 12), "leads", rest())

    assert by_channel(found).loc["all", "forecast"] == 1740
