"""What months tell of a longer span, by each measure's own rule; and what they cannot tell."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_helpers.metrics.months import frozen_kpis

JANUARY, FEBRUARY = "2026-01", "2026-02"


@pytest.fixture
def over(catalogue, kpi, measure):
    """A KPI over January and February, from (value, over_time, complete) of both months."""

    def make(formula: str, told: dict[str, list], **fields):
        names = {name: measure(**fields) for name in told}
        declared = catalogue(names, {"k": kpi(formula=formula)})
        rows = [
            {
                "kpi": "k",
                "month": month,
                "input": name,
                "measure": name,
                "to_date": None,
                "over_time": how,
                "value": value,
                "complete": complete,
            }
            for name, cells in told.items()
            for month, (value, how, complete) in zip((JANUARY, FEBRUARY), cells, strict=False)
        ]
        return frozen_kpis(declared, pd.DataFrame(rows), ["k"])["k"].over([JANUARY, FEBRUARY])

    return make


def test_an_average_of_days_weighs_each_month_by_its_days(over):
    """31 days at 10 and 28 at 69: 2242 / 59."""
    found = over("a", {"a": [(10.0, "avg", True), (69.0, "avg", True)]}, over_time="avg")

    assert found.value == pytest.approx(38.0)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ([(10.0, "avg", True), (69.0, "avg", False)], {}),
        ([(10.0, "avg", True), (69.0, "avg", True)], {"unit": "score"}),
        ([(10.0, "avg", True), (69.0, "avg", True)], {"table": "channel_period"}),
    ],
)
def test_an_average_whose_weights_no_month_tells_is_refused(over, told, fields):
    found = over("a", {"a": told}, over_time="avg", **fields)

    assert (found.value, found.reason) == (None, "average_not_frozen")


@pytest.mark.parametrize(
    ("how", "reason"),
    [("none", "not_additive"), ("distinct", "not_additive"), ("quantile", "not_from_months")],
)
def test_people_and_medians_of_months_are_refused(over, how, reason):
    found = over("a", {"a": [(10.0, how, True), (20.0, how, True)]})

    assert (found.value, found.reason) == (None, reason)
    assert found.detail["measures"] == ["a"]


def test_a_measure_that_was_aggregated_in_two_ways_is_refused(over):
    assert over("a", {"a": [(1.0, "sum", True), (2.0, "last", True)]}).reason == "version_changed"


def test_a_level_needs_its_last_month_only(over):
    assert over("a", {"a": [(None, "last", True), (7.0, "last", True)]}).value == 7.0
    missing = over("a", {"a": [(7.0, "last", True), (None, "last", True)]})

    assert (missing.reason, missing.detail["months"]) == ("month_without_value", [FEBRUARY])


def test_the_sides_of_a_rate_are_told_with_it(over):
    flows = {"a": [(3.0, "sum", True), (1.0, "sum", True)]}
    found = over("100 * a / b", flows | {"b": [(5.0, "sum", True), (3.0, "sum", True)]})

    assert (found.value, found.numerator, found.denominator) == (50.0, 400.0, 8.0)
    assert found.inputs == {"a": 4.0, "b": 8.0}


def test_a_month_that_holds_no_such_input_has_no_value(over):
    assert over("a", {"a": [(3.0, "sum", True)]}).reason == "month_without_value"
