"""The months ahead as findings: every figure of the sentence in the table, every doubt said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import ForecastLimits
from kpi_helpers.finding import Verdict
from kpi_helpers.metrics.forecasting import Forecast, Trial
from kpi_helpers.metrics.forecasting_kpis import Outlook
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.forecast import backtest, coming_months

LIMITS = ForecastLimits(horizon=2)
BEATS = Trial(3, 9, 1.0, 2.0, 3.0)
LOSES = Trial(3, 9, 4.0, 2.0, 3.0)


def _past(count=12):
    months = months_back(Month(2026, 10), count)
    return pd.DataFrame(
        {"kpi": "orders", "month": months, "value": np.arange(count) + 1.0, "complete": True}
    ).assign(settled=True, caveats=None)


def _outlook(kpi="orders", trial=BEATS, method="combination", widths="fixed", **more):
    made = Forecast(
        method,
        widths,
        np.array([100.0, 110.0, 120.0]),
        np.array([10.0, 10.0, 10.0]),
        (),
        np.array([90.0, 91.0, 92.0]),
        0.0,
        None,
        trial,
    )
    told = {"use": "scorecard", "nature": "flow", "unit": "count", "currency": None}
    return Outlook(**({"kpi": kpi, "past": _past(), "made": made} | told | more))


def _declined(kpi="nps", reason="forecast_too_short"):
    return _outlook(kpi, made=None, reason=reason)


def _names(finding):
    return [caveat.message for caveat in finding.caveats]


def test_each_month_ahead_has_its_row_with_both_intervals():
    finding = coming_months([_outlook()], LIMITS)
    row = finding.table.iloc[1]

    assert list(finding.table["period"]) == ["2026-11", "2026-12"]
    assert (row["value"], row["naive"]) == (110, 91)
    assert row["lo_95"] < row["lo_80"] < row["value"] < row["hi_80"] < row["hi_95"]
    assert (row["forecast_by"], row["width_by"], row["months_known"]) == (
        "combination",
        "fixed",
        12,
    )
    assert finding.verdict is Verdict.NEUTRAL


def test_the_sentence_speaks_of_the_kpi_asked_for_and_of_its_first_month():
    finding = coming_months([_outlook("sessions"), _outlook("orders")], LIMITS, "orders")
    row = finding.table[finding.table["kpi"] == "orders"].iloc[0]

    assert finding.values["kpi"].id == "orders"
    assert finding.values["month"] == Month(2026, 11)
    for name in ("value", "lo_80", "hi_80"):
        assert finding.values[name].value == row[name]


def test_a_kpi_without_a_forecast_is_named_with_its_reason():
    finding = coming_months([_outlook(), _declined()], LIMITS)

    assert (finding.values["count"], finding.values["total"]) == (1, 2)
    assert finding.table.iloc[-1]["reason"] == "forecast_too_short"
    assert "forecast_too_short" in _names(finding)


def test_without_any_forecast_the_finding_says_so():
    finding = coming_months([_declined()], LIMITS)

    assert finding.message == "coming_months_none"
    assert len(finding.table) == 1
    assert coming_months([], LIMITS).message == "coming_months_nothing"


def test_fixed_widths_naive_forecasts_and_unproven_ones_are_said():
    sure = _outlook("sessions", widths="own")
    naive = _outlook("orders", LOSES, method="season")
    unproven = _outlook("revenue", LOSES, widths="own")
    untried = _outlook("followers", None, widths="own")
    finding = coming_months([sure, naive, unproven, untried], LIMITS)
    told = {c.message: [ref.id for ref in c.values.get("kpis", [])] for c in finding.caveats}

    assert told["forecast_fixed_width"] == ["orders"]
    assert told["forecast_naive"] == ["orders"]
    assert told["forecast_unproven"] == ["revenue", "followers"]
    assert told["forecast_carries_on"] == []


def test_only_targets_for_one_month_of_the_whole_brand_are_drawn():
    targets = pd.DataFrame(
        {
            "kpi": ["orders", "sessions", "revenue"],
            "target": [130.0, 140.0, 150.0],
            "per": ["month", "year", "month"],
            "perimeter": ["all", None, "south"],
        }
    )
    shown = [_outlook("orders"), _outlook("sessions"), _outlook("revenue")]
    table = coming_months(shown, LIMITS, targets=targets).table

    firsts = table.groupby("kpi")["target"].first()
    assert firsts["orders"] == 130
    assert firsts[["sessions", "revenue"]].isna().all()


def test_what_is_only_a_target_has_no_months_of_its_own():
    assert coming_months([_outlook(use="target")], LIMITS).table.empty


def test_the_backtest_counts_the_kpis_whose_forecast_beats_both_naive_ones():
    finding = backtest([_outlook("sessions"), _outlook("orders", LOSES), _outlook("nps", None)])
    table = finding.table.set_index("kpi")

    assert finding.message == "forecast_backtest"
    assert (finding.values["count"], finding.values["total"]) == (1, 2)
    assert [ref.id for ref in finding.values["kpis"]] == ["orders"]
    assert table.loc["sessions", "nearest"] == "combination"
    assert table.loc["orders", "nearest"] == "season"
    assert table.loc["orders", ["forecast_error", "season_error", "last_error"]].tolist() == [
        4.0,
        2.0,
        3.0,
    ]
    assert table.loc["nps", "reason"] == "forecast_untried"


def test_a_tie_with_a_naive_forecast_is_no_win():
    finding = backtest([_outlook(trial=Trial(3, 9, 2.0, 2.0, 3.0))])

    assert finding.message == "forecast_backtest_none_beats"


def test_the_backtest_without_any_attempt_says_so():
    assert backtest([_outlook(trial=None), _declined()]).message == "forecast_backtest_none"
    assert backtest([]).message == "forecast_backtest_none"
    assert backtest([_outlook()]).message == "forecast_backtest_all"
