"""The front page shows what the board found: verdicts in words, gaps, and no figure of its own."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Brand, Catalogue, Objective
from kpi_helpers.runs.goals import card_verdicts, goals
from kpi_helpers.views.words import Words


@pytest.fixture
def words():
    brand = Brand(
        id="alba",
        name="Alba",
        locale="en",
        currency="EUR",
        timezone="Europe/Paris",
        raw=("raw",),
    )
    said = Text(fr="Vendre plus", en="Sell more")
    wanted = {"sell": Objective(statement=said, owner="Ana")}
    return Words("en", Catalogue(brand=brand, measures={}, kpis={}, objectives=wanted))


def _row(**more):
    row = {
        "objective": "sell",
        "kpi": "orders",
        "perimeter": None,
        "per": "month",
        "value": 90.0,
        "expected": 100.0,
        "target": 120.0,
        "unit": "count",
        "currency": None,
        "verdict": "bad",
        "objective_verdict": "bad",
        "reason": None,
    }
    return row | more


def test_an_objective_is_told_with_its_verdict_and_the_figures_of_its_kpis(words):
    (goal,) = goals([_row(), _row(kpi="visits", verdict="good", value=101.0)], words)

    assert goal.label == "Sell more"
    assert goal.pill == '<span class="kpi-pill kpi-bad">Behind</span>'
    assert [(one.label, one.figures) for one in goal.means] == [
        ("orders", "90 · expected by now 100 · target 120"),
        ("visits", "101 · expected by now 100 · target 120"),
    ]
    assert goal.means[1].pill == '<span class="kpi-pill kpi-good">On target</span>'


def test_an_objective_that_no_kpi_answers_is_a_gap(words):
    gap = _row(objective="repair", kpi=None, verdict="unknown", objective_verdict="unknown")
    first, second = goals([_row(), gap], words)

    assert (len(first.means), second.means) == (1, ())
    assert "Unknown" in second.pill


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"expected": 120.0}, "90 · target 120"),
        ({"expected": None}, "90 · target 120"),
        ({"target": None, "expected": None, "verdict": "unknown", "reason": "no_target"},
         "90 · no target is set"),
        ({"value": None, "verdict": "unknown", "reason": "no_data"},
         "– · expected by now 100 · target 120 · no data"),
        ({"unit": "percent", "value": 0.0443, "expected": 0.0441, "target": 0.05},
         "4.4% · +0.02\u202fpt from 4.4% expected by now · target 5%"),
    ],
)  # fmt: skip
def test_what_is_expected_is_told_where_it_says_something(words, more, told):
    (goal,) = goals([_row(**more)], words)

    assert goal.means[0].figures == told


def test_a_card_carries_only_the_verdict_of_the_figure_it_shows():
    rows = [
        _row(kpi="orders"),
        _row(kpi="visits", perimeter="all", verdict="good"),
        _row(kpi="reach", perimeter="south"),
        _row(kpi="revenue", per="year"),
        _row(kpi=None),
        _row(kpi="nps", per=None, verdict="unknown"),
    ]

    assert card_verdicts(rows) == {"orders": "bad", "visits": "good", "nps": "unknown"}
