"""What a target expects by now: flows by their share of the period, nothing else ever cut."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.pace import on_pace

MONTH = Month(2026, 3)
NO_MONTHS = pd.DataFrame(columns=["kpi", "period_start", "value", "complete", "segment"])
NO_PARTS = pd.DataFrame(columns=["kpi", "part", "whole", "complete"])


def _target(**more: object) -> dict[str, object]:
    """A monthly target of 31 000 for a flow, at the end of March 2026."""
    row = {
        "objective": "grow",
        "weight": 1.0,
        "kpi": "sessions",
        "direction": "up",
        "nature": "flow",
        "deprecated": False,
        "target": 31_000.0,
        "baseline": None,
        "per": "month",
        "warn": 0.1,
        "by": date(2026, 12, 31),
        "start": None,
        "span_start": date(2026, 3, 1),
        "span_end": date(2026, 3, 31),
        "month_start": date(2026, 3, 1),
        "month_end": date(2026, 3, 31),
        "value": 31_000.0,
        "unit": "count",
        "currency": None,
        "complete": True,
        "settled": True,
        "coverage": 1.0,
        "stale": False,
        "as_of": date(2026, 3, 31),
        "reason": None,
        "caveats": [],
    }
    return row | more


def _paced(months=NO_MONTHS, parts=NO_PARTS, **more: object) -> dict[str, object]:
    targets = pd.DataFrame([_target(**more)]).astype(object)
    return on_pace(targets, months, parts, 24).iloc[0].to_dict()


def _day_ten(**more: object) -> dict[str, object]:
    cut = {"complete": False, "as_of": date(2026, 3, 10), "coverage": 10 / 31}
    return _paced(**(cut | more))


YEAR = {
    "per": "year",
    "span_start": date(2026, 1, 1),
    "span_end": date(2026, 12, 31),
}


def test_trap_26_a_monthly_total_is_prorated_by_the_days_gone_by():
    row = _day_ten(value=10_000.0)

    assert row["expected"] == pytest.approx(10_000)
    assert (row["earned_by"], row["verdict"]) == ("days", "good")
    assert row["earned"] == pytest.approx(10 / 31)


@pytest.mark.parametrize("nature", ["rate", "stock"])
def test_trap_26_rates_and_stocks_are_never_prorated(nature):
    row = _day_ten(nature=nature, value=10_000.0)

    assert (row["expected"], row["verdict"]) == (31_000, "bad")
    assert pd.isna(row["earned"])


def test_a_share_of_people_cannot_be_told_before_the_month_is_over():
    row = _day_ten(nature="growing", value=10_000.0)

    assert (row["verdict"], row["why"]) == ("unknown", "not_prorated")
    assert pd.isna(row["expected"])


def test_a_total_with_a_hole_before_its_last_day_is_not_judged():
    row = _day_ten(value=9_000.0, coverage=9 / 31)

    assert (row["verdict"], row["why"]) == ("unknown", "days_missing")


def test_a_whole_month_is_judged_against_its_whole_target():
    assert _paced()["expected"] == 31_000
    assert _paced()["verdict"] == "good"


@pytest.mark.parametrize(
    ("value", "direction", "verdict"),
    [
        (31_000, "up", "good"),
        (27_900, "up", "watch"),  # 31 000 less a tenth
        (27_899, "up", "bad"),
        (31_000, "down", "good"),
        (34_100, "down", "watch"),
        (34_101, "down", "bad"),
        (28_000, "band", "good"),
        (34_000, "band", "good"),
        (24_800, "band", "watch"),
        (37_201, "band", "bad"),
    ],
)
def test_a_verdict_is_watch_as_far_as_warn_and_a_band_is_good_within_it(value, direction, verdict):
    assert _paced(value=float(value), direction=direction)["verdict"] == verdict


def test_without_a_width_nothing_is_merely_to_watch():
    assert _paced(value=30_999.0, warn=None)["verdict"] == "bad"


def test_negative_scores_are_judged_on_their_own_side():
    below = {"nature": "rate", "unit": "score", "target": -10.0, "warn": 0.2}

    assert _paced(**below, value=-9.0)["verdict"] == "good"
    assert _paced(**below, value=-12.0)["verdict"] == "watch"
    assert _paced(**below, value=-12.1)["verdict"] == "bad"


def test_a_target_of_zero_is_met_or_missed():
    down = {"nature": "rate", "target": 0.0, "baseline": 4.0, "direction": "down"}

    assert _paced(**down, value=0.0)["verdict"] == "good"
    assert _paced(**down, value=1.0)["verdict"] == "bad"
    assert _paced(**down, value=1.0)["attained"] == pytest.approx(0.75)


def test_a_level_is_expected_on_the_line_from_its_start_to_its_target():
    row = _paced(
        nature="stock",
        value=1_200.0,
        target=2_000.0,
        baseline=1_000.0,
        start=date(2026, 3, 1),
        by=date(2026, 5, 1),  # 62 days, 31 of them in March
    )

    assert row["way"] == pytest.approx(0.5)
    assert row["expected"] == pytest.approx(1_500)
    assert (row["attained"], row["due"]) == (pytest.approx(0.2), pytest.approx(0.5))
    assert (row["months_left"], row["needed"], row["needed_is_change"]) == (2, 400, True)
    assert row["verdict"] == "bad"


def test_without_a_start_the_target_itself_is_expected():
    row = _paced(nature="stock", value=1_900.0, target=2_000.0, baseline=1_000.0)

    assert pd.isna(row["way"])
    assert (row["expected"], row["verdict"]) == (2_000, "watch")


def test_what_fell_behind_its_start_has_covered_none_of_the_way():
    row = _paced(nature="rate", value=0.01, target=0.05, baseline=0.04)

    assert row["attained"] == 0


def test_a_baseline_that_equals_the_target_has_no_way_to_cover():
    row = _paced(nature="rate", value=0.04, target=0.04, baseline=0.04, direction="up")

    assert pd.isna(row["attained"])
    assert row["verdict"] == "good"


def test_a_yearly_total_is_due_by_days_without_two_years_of_past():
    row = _paced(**YEAR, target=365_000.0, value=90_000.0)

    assert row["expected"] == pytest.approx(90_000)  # 31 + 28 + 31 days of 365
    assert row["earned_by"] == "days"
    assert (row["attained"], row["months_left"]) == (pytest.approx(90 / 365), 9)
    assert row["needed"] == pytest.approx(275_000 / 9)


def _past(december: float, months: int = 24, **more: object) -> pd.DataFrame:
    """Months of 1 000 each, December apart."""
    rows = [
        {
            "kpi": "sessions",
            "period_start": month.period.start,
            "value": december if month.number == 12 else 1_000.0,
            "complete": True,
            "segment": 0,
        }
        | more
        for month in months_back(Month(2026, 2), months)
    ]
    return pd.DataFrame(rows)


def test_a_yearly_total_is_due_as_this_brand_earns_its_year_once_the_past_tells():
    # December is as large as the eleven other months together, so March ends 3 of 22 parts.
    row = _paced(_past(11_000.0), **YEAR, target=22_000.0, value=3_000.0)

    assert row["earned_by"] == "season"
    assert row["expected"] == pytest.approx(3_000)
    assert row["verdict"] == "good"


@pytest.mark.parametrize("gone", ["short", "gap", "break"])
def test_a_past_that_is_short_broken_or_counted_in_two_ways_tells_no_season(gone):
    past = _past(11_000.0, months=23 if gone == "short" else 30)
    if gone == "gap":
        past.loc[20, "complete"] = False
    if gone == "break":
        past.loc[20:, "segment"] = 1
    row = _paced(past, **YEAR, target=365_000.0, value=90_000.0)

    assert row["earned_by"] == "days"


def test_a_month_under_way_is_due_as_past_years_earned_it():
    past = pd.DataFrame(
        {"kpi": "sessions", "part": [200.0, 300.0], "whole": [1_000.0, 1_000.0], "complete": True}
    )
    row = _day_ten(months=_past(1_000.0), parts=past, value=10_000.0)

    assert row["earned"] == pytest.approx(0.25)
    assert row["expected"] == pytest.approx(7_750)
    assert row["earned_by"] == "season"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kpi": None}, "objective_without_kpi"),
        ({"deprecated": True}, "kpi_deprecated"),
        ({"target": None}, "no_target"),
        ({"by": date(2026, 2, 28)}, "target_past"),
        ({"start": date(2026, 4, 1), "baseline": 1.0}, "target_not_begun"),
        ({"value": None, "reason": "stale"}, "stale"),
        ({"value": None}, "no_data"),
        ({"value": None, "reason": float("nan")}, "no_data"),
        ({"caveats": ["small_denominator"]}, "small_denominator"),
        ({"caveats": ["unsettled", "series_missing"]}, "series_missing"),
        ({"stale": True}, "stale"),
    ],
)
def test_what_cannot_be_judged_says_why(more, why):
    row = _paced(**more)

    assert (row["verdict"], row["why"]) == ("unknown", why)


def test_a_date_within_the_month_is_not_past():
    assert _paced(by=date(2026, 3, 1))["verdict"] == "good"


def test_no_target_gives_no_row():
    empty = pd.DataFrame([_target()]).iloc[:0]

    assert on_pace(empty, NO_MONTHS, NO_PARTS, 24).empty


@given(day=st.integers(1, 30), value=st.integers(0, 60_000))
def test_elapsed_is_compared_with_elapsed_only(day, value):
    """A flow that earns the same each day gets the verdict of its whole month on any day."""
    whole = _paced(value=float(value))
    part = _day_ten(value=value * day / 31, as_of=date(2026, 3, day), coverage=day / 31)

    assert part["verdict"] == whole["verdict"]
