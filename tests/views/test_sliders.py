"""Controls that are moved: each move asks the rule of the static twin, and shows its answer."""

import pandas as pd
import pytest

from kpi_helpers.finding import Finding
from kpi_helpers.views.widgets.bounding import _Bounding
from kpi_helpers.views.widgets.slide import slide

TODAY = {"search": 100.0, "video": 40.0}
BOUNDS = {"search": (70.0, 150.0), "video": (30.0, 55.0)}


def _finding(**asked):
    return Finding("asked", pd.DataFrame([asked]), "asked", asked)


@pytest.fixture
def bounding():
    shown = []
    made = _Bounding(TODAY, BOUNDS, dict(zip(TODAY, TODAY, strict=True)), lambda name: name,
                     shown.append, _finding)  # fmt: skip
    return made, shown


def test_a_slider_starts_with_what_its_static_twin_shows_and_follows_the_reader():
    shown = []
    box = slide("Months ahead", (1, 12), 3, shown.append, lambda months: _finding(months=months))
    box.children[0].value = 6

    assert [finding.values["months"] for finding in shown] == [3, 6]
    assert (box.children[0].min, box.children[0].max) == (1, 12)


def test_a_budget_nobody_has_moved_is_todays_with_the_bounds_of_the_rule(bounding):
    _, shown = bounding

    assert [finding.values for finding in shown] == [
        {"total": 140.0, "low": {}, "high": {}, "fixed": []}
    ]


def test_sliders_start_on_the_bounds_that_the_rule_keeps_to(bounding):
    made, _ = bounding

    assert {name: one.bounds.value for name, one in made.parts.items()} == BOUNDS


def test_each_move_asks_again_with_all_that_was_set(bounding):
    made, shown = bounding
    made.total.value = 112.0
    made.parts["video"].bounds.value = (8.0, 40.0)
    made.parts["search"].still.value = True

    assert shown[-1].values == {
        "total": 112.0, "low": {"video": 8.0}, "high": {"video": 40.0}, "fixed": ["search"],
    }  # fmt: skip
    assert len(shown) == 4


def test_sliders_reach_from_nothing_to_twice_todays_spend(bounding):
    made, _ = bounding

    assert (made.total.min, made.total.max) == (0.0, 280.0)
    assert (made.parts["video"].bounds.min, made.parts["video"].bounds.max) == (0.0, 80.0)
