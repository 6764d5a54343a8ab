"""The months ahead of the sample brands: each KPI forecast or declined, each target told or not."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_helpers.periods import Month
from kpi_helpers.rules import forecast, reach
from kpi_helpers.session import open_session


@pytest.fixture(scope="module")
def session(workspace):
    return open_session("maison_alba", "2026-10", root=str(workspace))


def test_every_scorecard_is_forecast_from_its_last_complete_month_or_declined_by_name(session):
    ahead = [one for one in session.outlook.ahead if one.use == "scorecard"]

    assert [one.kpi for one in ahead] == session.scorecards
    for one in ahead:
        assert (one.made is None) != (one.reason is None)
        if one.made is not None:
            assert one.past["complete"].all()
            assert one.months[0] == one.past["month"].iloc[-1].shifted(1)
            assert np.isfinite(one.made.point).all()
    assert {one.months[0] for one in ahead if one.made} == {Month(2026, 11)}


def test_a_ratio_of_the_sample_is_forecast_by_its_parts(session):
    found = {one.kpi: one for one in session.outlook.ahead if one.use == "scorecard"}
    rate = found["session_key_event_rate"]

    assert rate.past[["numerator", "denominator"]].notna().all(axis=None)
    assert 0 < rate.made.point.min() < rate.made.point.max() < 1


def test_a_yearly_target_is_what_was_earned_and_what_is_forecast(session):
    targets = session.objectives.targets()
    table = reach.reach(session.outlook.ahead, targets).table.set_index("kpi")
    revenue = next(
        one for one in session.outlook.ahead if one.kpi == "revenue_ytd" and one.use == "target"
    )
    earned = revenue.past.loc[revenue.past["month"] >= Month(2026, 1), "value"].sum()

    assert list(table.index) == [kpi for kpi in targets["kpi"] if kpi is not None]
    expected = earned + revenue.made.point[:2].sum()  # November and December
    assert table.loc["revenue_ytd", "value"] == pytest.approx(expected)


def test_the_short_past_of_the_sample_is_said(session):
    limits = session.catalogue.thresholds.forecast
    finding = forecast.coming_months(session.outlook.ahead, limits, session.objectives.outcome)

    assert "forecast_fixed_width" in [caveat.message for caveat in finding.caveats]
    assert set(finding.table["width_by"].dropna()) == {"fixed"}
