"""A KPI is judged by its objective alone, and an objective by its worst KPI."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kpi_helpers.finding import Caveat, Figure, Ref, Verdict
from kpi_helpers.rules.objectives import indicators, objective_board, overall, pace


def _paced(objective: str, kpi: str | None, verdict: str, **more: object) -> dict[str, object]:
    row = {
        "objective": objective,
        "perimeter": None,
        "owner": "Ana",
        "by": date(2026, 12, 31),
        "weight": 1.0,
        "kpi": kpi,
        "kpi_version": "1.0.0",
        "direction": "up",
        "value": 90.0,
        "expected": 100.0,
        "level": 105.0,
        "target": 110.0,
        "baseline": 80.0,
        "warn": 0.1,
        "attained": 1 / 3,
        "due": 2 / 3,
        "unit": "count",
        "currency": None,
        "complete": True,
        "settled": True,
        "as_of": date(2026, 9, 30),
        "caveats": [],
        "needed": 7.0,
        "needed_is_change": True,
        "months_left": 3.0,
        "per": "month",
        "way": 0.75,
        "earned": None,
        "earned_by": None,
        "verdict": verdict,
        "why": None if verdict != "unknown" else "no_data",
    }
    return row | more


def _frame(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).astype(object)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["good", "good"], "good"),
        (["good", "watch"], "watch"),
        (["watch", "bad", "good"], "bad"),
        (["good", "unknown"], "unknown"),
        (["watch", "unknown"], "unknown"),
        (["bad", "unknown"], "bad"),
        (["unknown"], "unknown"),
        ([], "unknown"),
    ],
)
def test_an_objective_is_as_well_off_as_its_worst_kpi_and_hides_no_unknown(verdicts, expected):
    assert overall(verdicts) == Verdict(expected)


def test_the_board_counts_objectives_and_names_the_kpi_farthest_behind():
    finding = objective_board(
        _frame(
            _paced("sell", "orders", "good"),
            _paced("sell", "cac", "bad", value=30.0, expected=20.0, direction="down"),
            _paced("serve", "csat", "watch", value=0.9, expected=1.0, unit="percent"),
            _paced("serve", "nps", "watch", value=1.0, expected=40.0, unit="score"),
            _paced("known", "views", "good"),
        )
    )

    assert finding.message == "objective_board"
    assert finding.values == {
        "total": 3,
        "good": 1,
        "watch": 1,
        "bad": 1,
        "unknown": 0,
        "kpi": Ref("kpi", "cac"),  # half as much again; a score has no proportion
        "value": Figure(30.0, "count"),
        "expected": Figure(20.0, "count"),
        "gap": Figure(10.0, "count", change=True),
    }
    table = finding.table.set_index("kpi")["objective_verdict"]
    assert dict(table) == {
        "orders": "bad",
        "cac": "bad",
        "csat": "watch",
        "nps": "watch",
        "views": "good",
    }
    assert finding.verdict == Verdict.NEUTRAL


def test_an_objective_without_kpi_is_a_gap_with_a_name():
    finding = objective_board(
        _frame(
            _paced("sell", "orders", "good"),
            _paced("repair", None, "unknown", value=None, why="objective_without_kpi", unit=None),
        )
    )

    assert (finding.message, finding.values["unknown"]) == ("objective_board_level", 1)
    gap = Caveat("objective_without_kpi", {"objectives": [Ref("objective", "repair")]})
    assert gap in finding.caveats
    assert list(finding.table["reason"]) == [None, "objective_without_kpi"]


def test_nothing_expected_is_nothing_to_be_far_from():
    finding = objective_board(_frame(_paced("sell", "orders", "bad", expected=0.0)))

    assert finding.message == "objective_board_level"


def test_a_figure_that_is_not_final_is_told():
    finding = objective_board(_frame(_paced("sell", "orders", "good", settled=False)))

    assert [caveat.message for caveat in finding.caveats] == ["unsettled"]


def test_no_objective_at_all_is_told():
    empty = _frame(_paced("sell", "orders", "good")).iloc[:0]

    assert objective_board(empty).message == "objective_board_none"
    assert pace(empty).message == "pace_none"


def test_what_is_needed_is_an_amount_of_a_total_and_a_change_of_a_level():
    level = pace(_frame(_paced("sell", "csat", "bad"), _paced("sell", "orders", "good")))
    total = pace(_frame(_paced("sell", "orders", "watch", needed_is_change=False)))

    assert level.message == "pace_change"
    assert level.values["needed"] == Figure(7.0, "count", change=True)
    assert (level.values["count"], level.values["total"]) == (1, 2)
    assert total.message == "pace_total"
    assert total.values["needed"] == Figure(7.0, "count")


def test_what_a_total_needs_leads_to_what_its_own_period_is_to_bring():
    total = pace(_frame(_paced("sell", "orders", "watch", needed_is_change=False)))
    level = pace(_frame(_paced("sell", "csat", "bad")))

    assert total.values["target"] == Figure(105.0, "count")
    assert total.table["level"].tolist() == [105.0]
    assert level.values["target"] == Figure(110.0, "count")


def test_a_verdict_that_knows_no_season_says_so():
    by_days = _paced("sell", "orders", "bad", earned=0.25, earned_by="days")
    by_season = _paced("sell", "revenue", "bad", earned=0.25, earned_by="season")
    unjudged = _paced("sell", "views", "unknown", earned=0.25, earned_by="days")

    for finding in (objective_board, pace):
        caveats = finding(_frame(by_days, by_season, unjudged)).caveats
        assert caveats == (Caveat("earned_by_days", {"kpis": [Ref("kpi", "orders")]}),)


def test_the_kpi_spoken_of_serves_the_first_objective_that_is_behind():
    finding = pace(
        _frame(
            _paced("heavy", "orders", "good"),
            _paced("heavy", "cac", "watch"),
            _paced("light", "csat", "bad"),
        )
    )

    assert finding.values["kpi"] == Ref("kpi", "cac")


def test_a_kpi_without_target_has_no_pace():
    finding = pace(_frame(_paced("sell", "orders", "unknown", target=None, why="no_target")))

    assert (finding.message, len(finding.table)) == ("pace_none", 0)


def test_targets_that_are_met_or_unknown_are_counted():
    rows = [_paced("sell", "orders", "good"), _paced("sell", "cac", "unknown")]
    finding = pace(_frame(*rows))

    assert finding.message == "pace_level"
    assert finding.values == {"total": 2, "count": 1, "unknown": 1}


def test_an_indicator_is_shown_and_never_judged(frame, row):
    finding = indicators(frame([row("views", value=5.0), row("reach", reason="no_data")]), 7)

    assert list(finding.table["verdict"]) == ["neutral", "neutral"]
    assert (finding.values["count"], finding.values["total"]) == (2, 7)
    assert finding.verdict == Verdict.NEUTRAL


def test_that_no_kpi_is_a_mere_indicator_is_told(frame, row):
    finding = indicators(frame([row("views", value=5.0)]).iloc[:0], 7)

    assert finding.message == "indicators_none"
