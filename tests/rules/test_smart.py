"""A badge is missing for a reason that is told; it never blocks a verdict."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from kpi_helpers.finding import Ref
from kpi_helpers.rules.smart import smart_badges

LIMITS = SimpleNamespace(min_words=6, stretch=1.5)


def _row(**more: object) -> dict[str, object]:
    row = {
        "objective": "sell",
        "kpi": "orders",
        "perimeter": "all",
        "direction": "up",
        "nature": "flow",
        "unit": "count",
        "target": 150.0,
        "baseline": 90.0,
        "per": "month",
        "by": date(2026, 12, 31),
        "month_start": date(2026, 9, 1),
        "value": 100.0,
    }
    return row | more


def _finding(*rows, words=6, decision=True, past=(100.0, 80.0), complete=True):
    texts = pd.DataFrame([{"kpi": "orders", "words": words, "decision": decision}])
    months = pd.DataFrame({"kpi": "orders", "value": list(past), "complete": complete})
    return smart_badges(pd.DataFrame(list(rows)).astype(object), texts, months, LIMITS)


def _gaps(words=6, decision=True, past=(100.0, 80.0), complete=True, **more):
    found = _finding(_row(**more), words=words, decision=decision, past=past, complete=complete)
    return found.table["gaps"].iloc[0]


def test_a_target_at_one_and_a_half_times_the_best_month_has_all_five_badges():
    finding = _finding(_row())

    assert finding.message == "smart_badges_whole"
    assert finding.values == {"total": 1, "count": 1}
    assert finding.table.iloc[0].to_dict() == {
        "objective": "sell",
        "kpi": "orders",
        "specific": True,
        "measurable": True,
        "achievable": True,
        "relevant": True,
        "timed": True,
        "gaps": [],
        "met": 5,
    }


@pytest.mark.parametrize(
    ("gap", "badge", "more"),
    [
        ("definition", "specific", {"words": 5}),
        ("perimeter", "specific", {"perimeter": None}),
        ("target", "measurable", {"target": None}),
        ("figure", "measurable", {"value": None}),
        ("baseline", "achievable", {"baseline": None}),
        ("side", "achievable", {"baseline": 150.0}),
        ("side", "achievable", {"baseline": 100.0, "direction": "down"}),
        ("stretch", "achievable", {"target": 150.1}),
        ("stretch", "achievable", {"target": 53.0, "direction": "down"}),  # below 80 ÷ 1.5
        ("past", "achievable", {"complete": False}),
        ("decision", "relevant", {"decision": False}),
        ("date", "timed", {"by": None}),
        ("date_past", "timed", {"by": date(2026, 8, 31)}),
    ],
)
def test_each_gap_costs_its_badge_and_no_other(gap, badge, more):
    options = {k: more[k] for k in ("words", "decision", "complete") if k in more}
    found = _finding(_row(**{k: v for k, v in more.items() if k not in options}), **options)
    row = found.table.iloc[0]

    assert row["gaps"] == [gap]
    assert row["met"] == 4
    assert not row[badge]


def test_a_year_is_measured_by_twelve_best_months():
    assert _gaps(per="year", target=1_800.0, baseline=900.0) == []
    assert _gaps(per="year", target=1_801.0, baseline=900.0) == ["stretch"]
    assert _gaps(per="year", nature="rate", target=1_800.0, baseline=900.0) == ["stretch"]


def test_a_lower_cost_is_measured_by_the_lowest_month():
    assert _gaps(direction="down", target=54.0, baseline=90.0) == []


@pytest.mark.parametrize("past", [(-20.0, -5.0), (0.0, 0.0)])
def test_nothing_at_or_below_zero_is_multiplied(past):
    assert _gaps(past=past) == []


def test_a_score_is_not_multiplied():
    assert _gaps(unit="score", nature="rate", target=900.0) == []


def test_a_band_needs_no_baseline():
    assert _gaps(direction="band", baseline=None) == []


def test_the_gap_found_most_often_is_named():
    rows = [_row(perimeter=None), _row(perimeter=None, by=None), _row()]
    finding = _finding(*rows)

    assert finding.message == "smart_badges"
    assert finding.values == {
        "total": 3,
        "count": 1,
        "gap": Ref("gap", "perimeter"),
        "times": 2,
    }


def test_an_objective_without_kpi_has_no_badges():
    assert _finding(_row(kpi=None)).message == "smart_badges_none"
