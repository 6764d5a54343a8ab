"""An analysis without figures says so; it neither fails nor invents one."""

import pandas as pd
import pytest

from kpi_helpers.rules import funnel_segments, spending, tracking


@pytest.fixture
def nothing(frame, compared_row):
    """Frame with every column of a comparison by network, channel and funding, and no row."""
    row = compared_row("views", 2, 1, network="web", channel="Email", funding=None)
    return frame([row]).iloc[:0]


def test_no_kpi_that_a_network_splits_is_told(nothing):
    assert tracking.network_movement(nothing, nothing).message == "network_movement_none"


def test_no_kpi_with_a_funding_is_told(nothing):
    assert funnel_segments.funding_split(nothing).message == "funding_split_none"


def test_no_spend_and_no_budget_is_told(nothing):
    assert spending.plan_and_actual(nothing).message == "plan_and_actual_none"


def test_no_history_has_no_record(nothing):
    assert tracking.monthly_history(nothing).message == "monthly_history_none"


def test_no_year_is_told(nothing):
    assert tracking.year_so_far(nothing).message == "year_so_far_none"


def test_no_month_is_told(nothing):
    assert tracking.month_in_figures(nothing, nothing).message == "month_in_figures_none"


def test_a_figure_missing_everywhere_is_shown_with_its_reason(frame, compared_row):
    compared = frame([compared_row("views", None, None, reason="no_data")])
    finding = tracking.month_in_figures(compared)

    assert finding.message == "month_in_figures_uncompared"
    assert finding.values["count"] == 0
    assert finding.table["reason"].tolist() == ["no_data"]
    assert pd.isna(finding.table["value"].iloc[0])
