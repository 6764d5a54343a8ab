"""Money spent beside money planned, with worked answers."""

import pandas as pd

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.rules import spending


def _money(row, kpi, channel, value):
    return row(kpi, channel=channel, value=value, unit="currency", currency="EUR")


def test_the_channel_farthest_from_its_plan_is_named(frame, row):
    values = frame(
        [
            _money(row, "ad_spend", "Search", 98),
            _money(row, "ad_budget", "Search", 100),
            _money(row, "ad_spend", "Display", 65),
            _money(row, "ad_budget", "Display", 50),
        ]
    )

    finding = spending.plan_and_actual(values)

    assert finding.values["spend"] == Figure(163.0, "currency", "EUR")
    assert finding.values["budget"] == Figure(150.0, "currency", "EUR")
    assert finding.values["channel"] == Ref("channel", "Display")
    assert finding.values["use"] == Figure(1.3, "percent")


def test_spending_without_a_plan_is_shown_and_left_out_of_the_sum(frame, row):
    values = frame(
        [
            _money(row, "ad_spend", "Search", 98),
            _money(row, "ad_budget", "Search", 100),
            _money(row, "ad_spend", "Video", 7),
        ]
    )

    finding = spending.plan_and_actual(values)

    assert finding.table["channel"].tolist() == ["Search", "Video"]
    assert pd.isna(finding.table["use"].iloc[1])
    assert finding.values["spend"] == Figure(98.0, "currency", "EUR")
