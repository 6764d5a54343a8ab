"""Two public tables of media spend that nobody here made: honest answers, nothing invented."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi_helpers.catalogue.thresholds import ResponseLimits
from kpi_helpers.metrics.channel_response import channel_response
from kpi_helpers.rules.allocation import reallocation
from kpi_helpers.rules.responses import responses

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROBYN = DATA / "robyn" / "dt_simulated_weekly.csv"
MERIDIAN = DATA / "meridian" / "geo_full_funnel_data.csv"
LIMITS = ResponseLimits()

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (ROBYN.exists() and MERIDIAN.exists()),
        reason="the public tables do not stand beside this checkout",
    ),
]


@pytest.fixture(scope="module")
def robyn():
    table = pd.read_csv(ROBYN).rename(columns={"DATE": "week", "revenue": "result"})
    named = pd.get_dummies(table["events"])[["event1", "event2"]].astype(float)
    channels = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"]
    return channel_response(
        table.assign(**named),
        channels,
        LIMITS,
        unit="currency",
        currency="EUR",
        events=["event1", "event2"],
        controls=["competitor_sales_B", "newsletter"],
    )


@pytest.fixture(scope="module")
def meridian():
    table = pd.read_csv(MERIDIAN)
    table["result"] = table["conversions"] * table["revenue_per_conversion"]
    channels = [name for name in table if name.endswith("_spend")]
    controls = [name for name in table if name.endswith("_control")]
    weeks = table.groupby("time")[["result", *channels, *controls]].sum().reset_index()
    return channel_response(
        weeks.rename(columns={"time": "week"}),
        channels,
        LIMITS,
        unit="currency",
        currency="USD",
        controls=controls,
    )


def test_robyn_is_fitted_on_every_week_and_foreseen(robyn):
    finding = responses(robyn)

    assert (robyn.response.weeks, robyn.left_out) == (208, ())
    assert robyn.response.explained > 0.5
    assert finding.table["per_money_lo"].ge(0).all()
    assert finding.table["today"].sum() == pytest.approx(
        pd.read_csv(ROBYN).tail(52)[list(finding.table["channel"])].mean().sum()
    )


def test_meridian_is_fitted_on_the_sum_of_its_regions(meridian):
    finding = responses(meridian)

    assert (meridian.response.weeks, len(finding.table)) == (156, 3)
    assert finding.table["per_money"].notna().all()


@pytest.mark.parametrize("name", ["robyn", "meridian"])
def test_the_answer_says_how_sure_it_is(name, request):
    told = request.getfixturevalue(name)
    finding = reallocation(told)
    row = finding.table.iloc[-1]

    assert row["conclusion"] in ("advised", "no_evidence", "unforeseen", "collinear")
    assert (row["conclusion"] != "advised") or row["chance"] >= LIMITS.min_probability
    assert row["gained_lo"] <= row["gained"] <= row["gained_hi"]
    assert {"response_model"} <= {caveat.message for caveat in finding.caveats}
