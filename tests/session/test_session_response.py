"""Spends and results of the sample, week by week, and what is true of them."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from kpi_helpers.rules.allocation import reallocation
from kpi_helpers.rules.least_budget import least_budget
from kpi_helpers.rules.responses import response_curves, responses
from kpi_helpers.session import open_session
from kpi_helpers.session.response import _event_columns, _spend_table

CHANNELS = ("Display", "Paid Search", "Paid Social", "Paid Video")


@pytest.fixture(scope="module")
def session(workspace):
    return open_session("northwind_outdoor", "2026-10", "en", str(workspace))


def test_every_channel_with_spend_is_fitted_on_all_complete_weeks(session):
    told = session.response.fitted

    assert told.response.channels == CHANNELS
    assert (told.response.weeks, told.left_out) == (112, ())
    assert (told.result, told.unit, told.currency) == ("revenue", "currency", "GBP")
    assert "Display" in told.unbooked


def test_spends_are_those_of_the_last_year(session, workspace):
    truth = json.loads((workspace / "data/sample/truth.json").read_text(encoding="utf-8"))
    spent = truth["brands"]["northwind_outdoor"]["returns"]
    today = dict(zip(CHANNELS, session.response.fitted.response.spend, strict=True))

    assert {name: today[name] * 52 for name in CHANNELS} == pytest.approx(
        {name: spent[name]["spend"] for name in CHANNELS}, rel=0.03
    )


def test_returns_are_of_the_size_that_is_true(session, workspace):
    truth = json.loads((workspace / "data/sample/truth.json").read_text(encoding="utf-8"))
    spent = truth["brands"]["northwind_outdoor"]["returns"]
    rows = responses(session.response.fitted).table.set_index("channel")
    true = pd.Series({name: spent[name]["return_on_spend"] for name in CHANNELS})

    assert (rows["per_money_hi"] >= true).all()
    assert ((rows["per_money_lo"] <= true).sum()) >= 3


def test_nothing_is_advised_on_two_years_of_blurred_weeks(session):
    told = session.response.fitted
    row = reallocation(told).table.iloc[-1]

    assert row["conclusion"] in ("no_evidence", "unforeseen", "best_already")
    assert least_budget(told).table["conclusion"].iloc[-1] in ("costs", "unforeseen")
    assert response_curves(told).table["channel"].nunique() == 4


def test_too_early_a_month_is_declined_with_its_weeks(workspace):
    early = open_session("northwind_outdoor", "2025-06", "en", str(workspace))
    finding = reallocation(early.response.fitted)

    assert finding.message == "response_short"
    assert finding.values["weeks"] < 52


def test_a_week_in_which_only_some_were_billed_has_no_spend_on_the_others():
    rows = [
        ("2026-01-05", "a", 5.0, True, None), ("2026-01-05", "b", 1.0, True, None),
        ("2026-01-12", "a", None, True, "no_data"), ("2026-01-12", "b", 2.0, True, None),
        ("2026-01-19", "a", None, True, "no_data"), ("2026-01-19", "b", None, True, "no_data"),
        ("2026-01-26", "a", 3.0, False, None), ("2026-01-26", "b", 3.0, True, None),
        ("2026-02-02", "a", 4.0, True, None), ("2026-02-02", "b", 4.0, True, None),
    ]  # fmt: skip
    columns = ["period_start", "channel", "value", "complete", "reason"]
    table, channels, unbooked = _spend_table(pd.DataFrame(rows, columns=columns))

    assert (channels, unbooked) == (["a", "b"], ["a"])
    assert table["a"].fillna(-1).tolist() == [5, 0, -1, -1, 4]
    assert table["b"].fillna(-1).tolist() == [1, 2, -1, -1, 4]


def test_no_spend_at_all_is_no_channel():
    columns = ["period_start", "channel", "value", "complete", "reason"]
    table, channels, _ = _spend_table(pd.DataFrame(columns=columns))

    assert (len(table), channels) == (0, [])


def test_an_action_fills_its_share_of_weeks_and_one_of_a_day_lasts():
    weeks = pd.Series([date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)])
    actions = pd.DataFrame(
        [
            {"label": "Sale", "start": date(2026, 1, 9), "end": date(2026, 1, 13)},
            {"label": "New page", "start": date(2026, 1, 13), "end": None},
            {"label": "Later", "start": date(2026, 6, 1), "end": date(2026, 6, 2)},
        ]
    )
    made = _event_columns(actions, weeks)

    assert made["event: Sale"].tolist() == pytest.approx([3 / 7, 2 / 7, 0])
    assert made["event: New page"].tolist() == pytest.approx([0, 1 / 7, 0])
    assert made["from then on: New page"].tolist() == pytest.approx([0, 6 / 7, 1])
    assert "event: Later" not in made
