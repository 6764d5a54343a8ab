"""Steps, intervals and p-values of an association, on worked numbers and by simulation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers.metrics.association import (
    associated,
    detectable,
    false_discovery,
    interval,
    strongest,
    without_one_month,
)
from kpi_helpers.metrics.steps import monthly_steps

JANUARY = 12 * 2024


def _by_month(values: list[float], first: int = JANUARY) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)), dtype="float64")


def test_steps_of_amounts_are_relative_and_of_scores_plain():
    relative = monthly_steps(_by_month([100.0, 200.0, 100.0]), relative=True)
    plain = monthly_steps(_by_month([10.0, -5.0, 20.0]), relative=False)

    assert np.allclose(relative, [math.log(2), -math.log(2)])
    assert plain.tolist() == [-15.0, 25.0]
    assert relative.index.tolist() == [JANUARY + 1, JANUARY + 2]


def test_a_zero_makes_all_steps_plain():
    assert monthly_steps(_by_month([0.0, 3.0, 1.0]), relative=True).tolist() == [3.0, -2.0]


def test_no_step_leads_across_a_missing_month():
    values = _by_month([1.0, 2.0, 4.0, 9.0, 7.0]).drop(JANUARY + 2)

    assert monthly_steps(values, relative=False).to_dict() == {JANUARY + 1: 1.0, JANUARY + 4: -2.0}


def test_a_pure_season_leaves_nothing_to_compare():
    season = _by_month([5.0, 3, 8, 1, 9, 2, 7, 4, 6, 11, 30, 60] * 3)
    steps = monthly_steps(season, relative=True)

    assert associated(steps, steps, 0, level=0.95) is None


def test_two_kpis_that_moved_once_together_are_not_compared():
    values = _by_month([1.0] * 30)
    values[[JANUARY + 4, JANUARY + 22]] = 2.0
    steps = monthly_steps(values, relative=True)

    assert associated(steps, steps, 0, level=0.95) is None


def test_season_and_trend_cost_twelve_steps_and_noise_that_turns_back_some_more():
    steps = monthly_steps(_by_month(np.random.default_rng(1).normal(size=26)), relative=False)

    found = associated(steps, steps, 0, level=0.95)

    # 25 steps less 12 would leave 13 pairs; a variance of about 1.4 / 12 leaves 10.2.
    assert found.rho == 1.0
    assert 9.5 < found.effective < 10.5


def test_the_interval_is_fishers_with_the_spread_of_students_t():
    lo, hi = interval(0.5, 28, 0.95)

    # t(26) at p = 0.05 is 2.055529, which is r = 0.373886, of atanh 0.392933 (Fisher: 0.391993);
    # atanh(0.5) = 0.549306; tanh of their difference and sum
    assert (round(lo, 6), round(hi, 6)) == (0.155111, 0.736249)


def test_the_interval_holds_zero_just_where_the_p_value_exceeds_its_rest():
    least = detectable(9.5, 0.001)

    assert round(interval(least, 9.5, 0.999)[0], 9) == 0.0
    assert round(interval(-least, 9.5, 0.999)[1], 9) == 0.0


def test_an_event_of_one_month_that_both_share_is_seen_as_one():
    rng = np.random.default_rng(5)
    one, other = rng.normal(size=(2, 40))
    one[20], other[20] = 40.0, 40.0
    shared = [monthly_steps(_by_month(side), relative=False) for side in (one, other)]
    alike = [monthly_steps(_by_month(side), relative=False) for side in (one, one + 0.3 * other)]

    assert associated(*shared, 0, level=0.95).p < without_one_month(*shared, 0, level=0.95)
    assert without_one_month(*shared, 0, level=0.95) > 0.05
    assert without_one_month(*alike, 0, level=0.95) < 1e-6


def test_what_could_be_told_is_where_its_p_value_lies():
    # t(8) at p = 0.05 is 2.306004; 2.306004 / sqrt(2.306004**2 + 8) = 0.631897
    assert round(detectable(10, 0.05), 6) == 0.631897


def test_false_discovery_is_that_of_benjamini_and_hochberg():
    assert np.allclose(false_discovery([0.01, 0.04, 0.03]), [0.03, 0.04, 0.04])
    assert false_discovery([]) == []


def test_looking_at_more_lags_makes_a_p_value_larger_and_an_interval_wider():
    rng = np.random.default_rng(2)
    one, other = (monthly_steps(_by_month(rng.normal(size=40)), relative=False) for _ in "ab")

    alone = strongest(one, other, [0], level=0.95)
    among = strongest(one, other, range(-3, 4), level=0.95)
    same = associated(one, other, among.lag, level=0.95)

    assert alone.p == associated(one, other, 0, level=0.95).p
    assert among.p == min(1.0, 7 * same.p)
    assert among.lo < same.lo < same.hi < among.hi


def test_smooth_series_share_fewer_independent_steps():
    rng = np.random.default_rng(3)
    smooth = [_by_month(rng.normal(size=48).cumsum().cumsum()) for _ in "ab"]
    steps = [monthly_steps(series, relative=False) for series in smooth]

    found = associated(*steps, 0, level=0.95)

    assert found is None or found.effective < 15


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 50), st.integers(-3, 3))
def test_which_of_two_is_called_first_only_turns_the_lag(seed, size, lag):
    values = np.random.default_rng(seed).integers(1, 1 + size, (2, 34))
    first, second = (monthly_steps(_by_month(x), relative=True) for x in values)

    there, back = (
        associated(first, second, lag, level=0.9),
        associated(second, first, -lag, level=0.9),
    )

    assert (there is None) == (back is None)
    if there is not None:
        assert math.isclose(there.rho, back.rho, abs_tol=1e-9)
        assert math.isclose(there.p, back.p, abs_tol=1e-9)
        assert -1 <= there.lo <= there.rho <= there.hi <= 1


def _pairs(months: int, count: int, strength: float = 0.0) -> list[tuple[pd.Series, pd.Series]]:
    """Two years and more of two KPIs with a December peak, whose noise correlates."""
    rng = np.random.default_rng(4)
    season = 0.4 * np.array([0, 0, 0, 0, 1, 0, -1, -2, 0, 1, 3, 5])[np.arange(months) % 12]
    made = []
    for _ in range(count):
        one, own = rng.normal(size=(2, months))
        other = strength * one + math.sqrt(1 - strength**2) * own
        both = (np.exp(season + 0.1 * noise) for noise in (one, other))
        made.append(tuple(monthly_steps(_by_month(v), relative=True) for v in both))
    return made


def test_unrelated_kpis_with_one_season_reach_five_per_cent_about_as_often():
    p = [associated(*pair, 0, level=0.95).p for pair in _pairs(26, 600)]

    # Two standard errors of 600 trials are 0.018.
    assert abs(np.mean(np.array(p) <= 0.05) - 0.05) < 0.018


def test_the_interval_holds_the_planted_strength_as_often_as_it_says():
    truth = 6 / math.pi * math.asin(0.8 / 2)  # Spearman's of normal noise
    found = [associated(*pair, 0, level=0.9) for pair in _pairs(30, 500, 0.8)]

    held = np.mean([one.lo <= truth <= one.hi for one in found])
    assert abs(held - 0.9) < 0.027


def test_a_strong_link_is_seen_in_four_years():
    p = [strongest(*pair, range(-3, 4), level=0.95).p for pair in _pairs(48, 40, 0.8)]

    assert np.mean(np.array(p) <= 0.001) > 0.8
