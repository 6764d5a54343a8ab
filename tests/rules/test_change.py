"""The month beside several earlier ones, and which of its changes are large for their KPI."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.metrics.changes import CHANGE_COLUMNS
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.change import comparisons, judged, large_changes, largest

MONTH = Month(2026, 10)


def beside(kpi, kind, value, baseline, **more):
    """One row of ``metrics.compare_kpis``."""
    known = value is not None and baseline is not None
    row = {
        "kpi": kpi,
        "kind": kind,
        "period_start": MONTH.period.start,
        "period_end": MONTH.period.end,
        "baseline_start": date(2025, 10, 1),
        "baseline_end": date(2025, 10, 31),
        "value": value,
        "baseline": baseline,
        "change_abs": value - baseline if known else None,
        "change_rel": value / baseline - 1 if known and baseline else None,
        "comparable": known,
        "reason": None if known else "no_baseline",
        "unit": "count",
        "currency": None,
        "complete": True,
        "settled": True,
        "as_of": MONTH.period.end,
        "caveats": [],
    }
    return row | more


def test_what_rose_beside_one_period_and_fell_beside_another_is_told():
    compared = pd.DataFrame(
        [
            beside("orders", "previous", 110.0, 100.0),
            beside("orders", "year_ago", 110.0, 137.5),
            beside("visits", "previous", 50.0, 40.0),
            beside("visits", "year_ago", 50.0, 45.0),
        ]
    )

    found = comparisons(compared)

    assert found.message == "comparisons_disagree"
    assert found.values["kpi"] == Ref("kpi", "orders")
    assert found.values["up"] == Figure(pytest.approx(0.1), "relative", change=True)
    assert found.values["up_kind"] == Ref("comparison", "previous")
    assert found.values["down"] == Figure(pytest.approx(-0.2), "relative", change=True)
    assert found.values["down_kind"] == Ref("comparison", "year_ago")
    assert found.table["disagree"].tolist() == [True, False]
    assert found.table["year_ago_change_abs"].tolist() == [-27.5, 5.0]


def test_percentages_are_told_in_points():
    rate = {"unit": "percent"}
    compared = pd.DataFrame(
        [
            beside("rate", "previous", 0.05, 0.04, **rate),
            beside("rate", "year_ago", 0.05, 0.06, **rate),
        ]
    )

    values = comparisons(compared).values

    assert values["up"] == Figure(pytest.approx(0.01), "percent", change=True)
    assert values["down"] == Figure(pytest.approx(-0.01), "percent", change=True)


def test_a_rise_that_only_its_longer_month_explains_contradicts_nothing():
    longer = {
        "caveats": ["unequal_lengths"],
        "baseline_start": date(2026, 9, 1),
        "baseline_end": date(2026, 9, 30),
    }
    compared = pd.DataFrame(
        [
            beside("orders", "previous", 310.0, 305.0, **longer),
            beside("orders", "year_ago", 310.0, 400.0),
        ]
    )

    found = comparisons(compared)

    assert found.message == "comparisons_agree"
    assert not found.table["disagree"].any()


def test_what_may_not_be_compared_keeps_its_reason_and_has_no_change():
    compared = pd.DataFrame(
        [
            beside("nps", "previous", 20.0, 30.0, unit="score"),
            beside("nps", "weekday_aligned", 20.0, None, unit="score"),
        ]
    )

    found = comparisons(compared)

    row = found.table.iloc[0]
    assert row["weekday_aligned_reason"] == "no_baseline"
    assert math.isnan(row["weekday_aligned_change_abs"])
    assert row["previous_change_abs"] == -10.0
    assert pd.isna(row["previous_reason"])
    assert (found.values["rising"], found.values["falling"]) == (0, 1)


def test_elapsed_days_are_told_of_a_month_under_way_alone():
    compared = pd.DataFrame(
        [
            beside("whole", "previous", 10.0, 9.0),
            beside("whole", "elapsed_previous", 10.0, 9.0),
            beside("part", "previous", 4.0, None, complete=False),
            beside("part", "elapsed_previous", 4.0, 5.0, complete=False),
        ]
    )

    table = comparisons(compared).table.set_index("kpi")

    assert math.isnan(table.loc["whole", "elapsed_previous_change_abs"])
    assert table.loc["part", "elapsed_previous_change_abs"] == -1.0


def test_one_comparison_alone_has_a_sentence_of_its_own():
    compared = pd.DataFrame(
        [
            beside("a", "year_ago", 3.0, 2.0),
            beside("b", "year_ago", 1.0, 2.0),
            beside("c", "year_ago", None, None),
        ]
    )

    found = comparisons(compared)

    assert found.message == "comparisons_one"
    assert found.values["kind"] == Ref("comparison", "year_ago")
    told = [found.values[name] for name in ("rising", "falling", "refused", "total")]
    assert told == [1, 1, 1, 3]


def test_where_one_comparison_alone_is_possible_nothing_is_said_to_agree():
    compared = pd.DataFrame(
        [
            beside("a", "previous", 3.0, 2.0),
            beside("a", "year_ago", 3.0, None),
            beside("b", "previous", None, None),
            beside("b", "year_ago", None, None),
        ]
    )

    found = comparisons(compared)

    assert found.message == "comparisons_one"
    assert found.values["kind"] == Ref("comparison", "previous")
    assert (found.values["rising"], found.values["refused"]) == (1, 1)


def test_comparisons_disagree_where_no_change_has_a_proportion_too():
    no_share = {"change_rel": math.nan}
    compared = pd.DataFrame(
        [
            beside("a", "previous", 3.0, -2.0, **no_share),
            beside("a", "year_ago", 3.0, 5.0, **no_share),
        ]
    )

    found = comparisons(compared)

    assert found.message == "comparisons_disagree"
    assert found.values["kpi"] == Ref("kpi", "a")
    assert found.values["up"] == Figure(5.0, "count", change=True)
    assert found.values["down"] == Figure(-2.0, "count", change=True)


def test_a_row_that_is_there_twice_is_one_comparison():
    compared = pd.DataFrame(
        [beside("a", "previous", 3.0, 2.0), beside("a", "year_ago", 3.0, 5.0)] * 2
    )

    assert comparisons(compared).table["kpi"].tolist() == ["a"]


def test_nothing_to_compare_is_said_so():
    nothing = pd.DataFrame([beside("a", kind, None, None) for kind in ("previous", "year_ago")])
    nothing = nothing.astype(dict.fromkeys(("baseline", "change_abs", "change_rel"), "float64"))

    assert comparisons(nothing).message == "comparisons_none"
    assert comparisons(nothing.head(0)).message == "comparisons_nothing"


# -- large changes


def history(kpi, values, **more):
    months = months_back(MONTH, len(values))
    same = {"complete": True, "segment": 0} | more
    return pd.DataFrame(
        {"kpi": kpi, "period_start": [month.period.start for month in months], "value": values}
    ).assign(**same)


# Twelve changes, of 1 and of 2 (of 100 and of 200) up and down: usual is 1.5 times 1.4826.
CALM = [100.0, 101.0, 100.0, 102.0] * 3 + [100.0]
WILD = [100.0, 200.0, 100.0, 300.0] * 3 + [100.0]


def previous(kpi, values, **more):
    return beside(kpi, "previous", values[-1], values[-2], unit="score", **more)


def test_a_small_proportion_is_large_for_a_kpi_that_hardly_moves():
    calm, wild = [*CALM, 90.0], [*WILD, 150.0]
    compared = pd.DataFrame([previous("wild", wild), previous("calm", calm)])

    found = largest(compared, pd.concat([history("wild", wild), history("calm", calm)]))

    assert found["kpi"].tolist() == ["calm"]
    assert found["movement"][0] == pytest.approx(-10 / (1.5 * 1.4826))
    assert found["earlier"].tolist() == [12]


@pytest.mark.parametrize(
    "values",
    [[100.0, 101.0, 103.0] * 4 + [50.0], [100.0] * 14 + [50.0]],
    ids=["too short", "never moved"],
)
def test_without_a_usual_movement_nothing_is_called_large(values):
    compared = pd.DataFrame([previous("kpi", values)])

    assert largest(compared, history("kpi", values)).empty


def test_order_and_doubled_rows_of_the_history_change_nothing():
    values = [*CALM, 90.0]
    past = history("calm", values)
    mixed = pd.concat([past, past.head(3)]).sample(frac=1, random_state=0)
    compared = pd.DataFrame([previous("calm", values)])

    pd.testing.assert_frame_equal(largest(compared, past), largest(compared, mixed))


def test_parts_of_a_large_change_sum_to_it_and_the_largest_is_named():
    values = [*CALM, 90.0]
    compared = pd.DataFrame([previous("calm", values), previous("calm_too", values)])
    past = pd.concat([history("calm", values), history("calm_too", values)])
    moved = largest(compared, past)
    same = {"dimension": "network", "unit": "count", "currency": None, "reason": None}
    parts = [
        same | {"kpi": "calm", "effect": "volume", "part": "facebook", "value": -14.0},
        same | {"kpi": "calm", "effect": "volume", "part": "instagram", "value": 4.0},
        same | {"kpi": "calm_too", "effect": "volume", "part": "facebook", "value": -9.0},
    ]

    found = large_changes(moved, pd.DataFrame(parts, columns=CHANGE_COLUMNS), 2)

    table = found.table.set_index("kpi")
    assert math.fsum(table.loc["calm", "contribution"]) == pytest.approx(-10.0, abs=1e-9)
    assert table.loc["calm_too", "reason"] == "parts_do_not_sum"
    assert found.message == "large_changes"
    assert found.values["part"] == Ref("network", "facebook")
    assert found.values["contribution"] == Figure(-14.0, "score", change=True)


@pytest.mark.parametrize(
    ("values", "message"),
    [([*CALM, 100.0], "large_changes_none"), ([100.0, 50.0], "large_changes_untold")],
)
def test_no_large_change_is_said_so_and_a_past_too_short_to_tell_too(values, message):
    compared, past = pd.DataFrame([previous("calm", values)]), history("calm", values)
    nothing = pd.DataFrame(columns=CHANGE_COLUMNS)

    found = large_changes(largest(compared, past), nothing, judged(compared, past))

    assert found.message == message
    assert found.table.empty
