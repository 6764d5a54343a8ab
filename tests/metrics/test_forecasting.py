"""Forecasts of tiny series whose answer is known, and what no forecast may do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from kpi_helpers.metrics.forecasting import (
    FIXED,
    FREEDOM,
    HELD,
    OWN,
    SCORES,
    Forecast,
    forecast,
)
from kpi_helpers.metrics.forecasting_chance import (
    TOGETHER,
    chance_above,
    interval_of,
    level_at,
    total_of,
)
from kpi_helpers.metrics.forecasting_models import (
    Made,
    combined,
    joined,
    last_value,
    season_before,
)
from kpi_helpers.metrics.forecasting_origins import origins

SEASON = np.array([10, 11, 13, 16, 20, 25, 31, 38, 46, 55, 65, 76], float)


def test_what_never_moved_stays_where_it_is():
    made = forecast(np.full(26, 5.0), 6)

    assert made.point.tolist() == [5.0] * 6
    assert made.interval(95)[0].tolist() == made.interval(95)[1].tolist() == [5.0] * 6


def test_a_pure_season_comes_again():
    made = forecast(np.tile(SEASON, 3), 12)

    assert made.point == pytest.approx(SEASON, rel=1e-3)
    assert made.trial.error < made.trial.last_error


def test_a_straight_line_goes_on():
    made = forecast(np.arange(1.0, 37.0), 3)

    assert made.point == pytest.approx([37, 38, 39], abs=0.6)
    assert made.trial.beaten


def test_what_lies_more_than_24_years_back_changes_nothing():
    rng = np.random.default_rng(5)
    lately = np.tile(SEASON, 24) * rng.uniform(0.9, 1.1, 288)
    long, short = (forecast(values, 3) for values in (np.r_[lately[:12] * 9, lately], lately))

    assert long.point.tolist() == short.point.tolist()
    assert long.interval(95)[1].tolist() == short.interval(95)[1].tolist()


def test_zeros_among_counts_are_no_obstacle_and_nothing_goes_below_zero():
    values = np.array([0, 0, 3, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0.0])
    made = forecast(values, 6, low=0.0)

    assert (made.point >= 0).all()
    assert (made.interval(95)[0] == 0).all()


def test_a_zero_that_comes_after_the_form_was_found_is_no_obstacle():
    rng = np.random.default_rng(3)
    values = np.tile(SEASON, 6) * rng.uniform(0.9, 1.1, 72)
    values[-3] = 0.0

    assert np.isfinite(forecast(values, 12, low=0.0).point).all()


def test_eleven_months_are_too_few_and_twelve_are_enough():
    with pytest.raises(ValueError, match="takes 12 months, not 11"):
        forecast(np.arange(1.0, 12.0), 3)

    made = forecast(np.arange(1.0, 13.0), 3)
    assert (made.widths, made.trial) == ("fixed", None)


@pytest.mark.parametrize(("months", "widths"), [(35, "fixed"), (36, "own")])
def test_own_errors_make_the_width_from_three_years_on(months, widths):
    made = forecast(SEASON[np.arange(months) % 12] + np.arange(months) % 5, 6)

    assert made.widths == widths
    if widths == "fixed":
        assert made.factor == FIXED
    else:
        held = (HELD * OWN**2 + sum(made.squares)) / (HELD + 3)
        assert made.factor == pytest.approx(held**0.5)


def test_a_ratio_is_the_forecast_of_its_parts_divided():
    below = np.full(14, 200.0)
    above = 2.0 * np.arange(1.0, 15.0)
    made = forecast(above / below, 1, parts=(above, below), low=0.0, high=1.0)

    assert made.point[0] == pytest.approx(combined(above, 1).point[0] / 200)


def test_a_share_never_leaves_the_whole():
    below = np.full(24, 100.0)
    above = np.minimum(80.0 + np.arange(24), 99.0)
    made = forecast(above / below, 6, parts=(above, below), low=0.0, high=1.0)

    low, high = made.interval(95)
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert (made.point <= 1).all()


def test_the_wider_interval_holds_the_narrower():
    made = forecast(np.tile(SEASON, 2) + np.arange(24) % 7, 6)
    (low_80, high_80), (low_95, high_95) = made.interval(80), made.interval(95)

    assert (low_95 < low_80).all()
    assert (high_80 < high_95).all()
    assert (low_80 < made.point).all()


def test_a_naive_forecast_that_was_always_clearly_better_takes_the_place():
    # A walk of single large steps: the last value is right until the next one.
    values = np.repeat([100.0, 400.0, 150.0, 500.0, 120.0, 450.0], 7)[:40]
    made = forecast(values, 1, low=0.0)

    assert made.trial.last_error == 0
    assert made.method == "last"
    assert made.point.tolist() == [values[-1]]
    assert not made.trial.beaten


def test_the_same_months_give_the_same_forecast():
    values = np.tile(SEASON, 3) + np.random.default_rng(1).normal(0, 3, 36)
    one, other = forecast(values, 6), forecast(values, 6)

    assert one.point.tolist() == other.point.tolist()
    assert one.interval(95)[0].tolist() == other.interval(95)[0].tolist()


def test_naive_forecasts_repeat_the_year_and_the_month():
    values = np.arange(1.0, 15.0)

    assert season_before(values, 14).tolist() == [*range(3, 15), 3, 4]
    assert last_value(values, 2).tolist() == [14, 14]


@given(count=st.integers(12, 200), horizon=st.integers(1, 24))
def test_origins_lie_in_the_past_and_leave_enough_before_them(count, horizon):
    places, ahead = origins(count, horizon, 36)

    assert len(places) in (0, 3)
    assert places == sorted(set(places))
    for place in places:
        assert place >= (24 if count >= 36 else 12)
        assert place + ahead <= count


def test_fourteen_months_hold_no_three_origins():
    assert origins(14, 6, 36) == ([], 0)
    assert origins(16, 6, 36) == ([12, 13, 14], 2)
    assert origins(26, 6, 36) == ([16, 18, 20], 6)


def _made(point, spread, squares=()):
    values = [np.array(one, float) for one in (point, spread, point)]
    return Forecast(
        "combination", "fixed", values[0], values[1], tuple(squares), values[2], 0.0, None, None
    )


def test_the_chance_of_a_level_is_that_of_students_t_around_the_forecast():
    told = level_at(_made([90.0, 100.0], [5.0, 10.0 / FIXED]), 1)

    assert told == pytest.approx((100.0, 10.0))
    assert chance_above(told, 100.0) == 0.5
    assert chance_above(told, 110.0) == 0.19  # beyond one spread: 18.7 % of Student's t with 4
    assert chance_above(told, 90.0) == 0.81


def test_no_chance_is_told_beyond_what_intervals_were_tried_for():
    assert chance_above((100.0, 10.0), 200.0) == 0.03
    assert chance_above((100.0, 10.0), 0.0) == 0.97
    assert chance_above((100.0, 0.0), 100.0) == 0.97


def test_errors_of_a_total_partly_go_together():
    made = _made([10.0, 20.0], [3.0 / FIXED, 4.0 / FIXED])
    apart, together = 25.0, 49.0

    middle, deviation = total_of(made, range(0, 2))
    assert middle == 30
    assert deviation == pytest.approx(((1 - TOGETHER) * apart + TOGETHER * together) ** 0.5)
    assert total_of(made, range(1, 2)) == pytest.approx((20.0, 4.0))


def test_an_interval_of_a_total_stays_within_what_can_be():
    low, high = interval_of((10.0, 10.0), 80, 0.0, None)

    assert (low, high) == (0.0, pytest.approx(10 + 10 * 1.533206))


def test_widths_are_those_of_students_t_with_as_many_degrees_as_they_rest_on():
    assert FREEDOM == HELD + 3
    assert pytest.approx({80: t.ppf(0.9, FREEDOM), 95: t.ppf(0.975, FREEDOM)}, rel=1e-6) == SCORES


@settings(max_examples=6, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=30))
def test_whatever_counts_came_the_forecast_is_a_number_within_its_interval(values):
    made = forecast(np.array(values), 4, low=0.0)
    low, high = made.interval(95)

    assert np.isfinite([made.point, low, high]).all()
    assert ((low <= made.point) & (made.point <= high)).all()


def test_of_three_years_and_more_each_model_has_one_voice_and_below_the_season_half():
    said = {"smoothing": 10.0, "complex": 20.0, "theta": 60.0, "season": 100.0}
    spreads = {"smoothing": 1.0, "complex": 2.0, "theta": 3.0, "season": 6.0}
    made = {name: Made(np.array([said[name]]), np.array([spreads[name]])) for name in said}

    assert joined(made, short=False) == ([40.0], [3.0])  # median and mean of the four
    assert joined(made, short=True) == ([65.0], [3.5])  # (100 + 30) / 2, (1 + 6) / 2
    assert joined({"season": made["season"]}, short=True) == ([100.0], [6.0])
