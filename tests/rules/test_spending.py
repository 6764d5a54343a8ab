"""Money spent beside money planned, with worked answers."""

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


def test_spending_without_a_plan_counts_in_the_total_and_is_named(frame, row):
    values = frame(
        [
            _money(row, "ad_spend", "Search", 98),
            _money(row, "ad_budget", "Search", 100),
            _money(row, "ad_spend", "Video", 7),
            _money(row, "ad_budget", "Radio", 9),
        ]
    )

    finding = spending.plan_and_actual(values)

    assert finding.message == "plan_and_actual_odd"
    assert finding.values["spend"] == Figure(105.0, "currency", "EUR")
    assert finding.values["budget"] == Figure(109.0, "currency", "EUR")
    assert finding.values["odd"] == [Ref("channel", "Radio"), Ref("channel", "Video")]


def test_half_a_month_of_spending_is_not_judged_by_a_whole_months_plan(frame, row):
    part = _money(row, "ad_spend", "Search", 50) | {"complete": False}
    values = frame([part, _money(row, "ad_budget", "Search", 100)])

    assert spending.plan_and_actual(values).message == "plan_and_actual_partial"
