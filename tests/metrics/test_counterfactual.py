"""What would have been, drawn from the days before: known answers and laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kpi_helpers.metrics.counterfactual import Days, Method, counterfactual, usual_course
from kpi_helpers.metrics.counterfactual_effect import (
    checked,
    daily_effect,
    effect,
    placebos,
)
from kpi_helpers.metrics.counterfactual_model import Prior, futures, posterior
from kpi_helpers.metrics.counterfactual_trial import Trial

QUICK = Method(year=False, draws=150, burn=30, each=8)
WEEK = np.array([1.1, 1.0, 0.95, 0.95, 1.0, 0.9, 1.2])


def _series(seed: int, days: int = 160, noise: float = 0.05) -> np.ndarray:
    """A hundred a day, more on some weekdays."""
    rng = np.random.default_rng(seed)
    return 100 * WEEK[np.arange(days) % 7] * np.exp(noise * rng.standard_normal(days))


def _days(values: np.ndarray, busy: slice = slice(0, 0)) -> Days:
    idle = np.ones(len(values), dtype=bool)
    idle[busy] = False
    return Days(values, idle)


def _paths(days: Days, start: int, length: int, method: Method = QUICK, **more) -> np.ndarray:
    paths = counterfactual(days, start, length, method, **more)
    assert paths is not None
    return paths


# -- the model, against answers worked out otherwise


def test_a_level_that_stays_gives_the_t_distribution_of_a_mean():
    """Without a season and with a level held still, the textbook's prediction of a mean."""
    y = np.random.default_rng(3).normal(20, 2, 60)
    still = Prior(level_sd=1e-5, level_weight=1e6)

    drawn = posterior(y, period=1, prior=still, draws=4000, burn=100, seed=1)
    made = futures(drawn, 1, each=4, seed=1)[:, 0]

    exact = stats.t(59, y.mean(), y.std(ddof=1) * np.sqrt(1 + 1 / 60))
    assert made.mean() == pytest.approx(exact.mean(), abs=0.1)
    assert np.quantile(made, [0.025, 0.975]) == pytest.approx(exact.ppf([0.025, 0.975]), abs=0.2)


def test_level_and_season_are_those_of_the_kalman_smoother():
    """With the variances given, the mean of the states has an exact answer."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    rng = np.random.default_rng(5)
    y = np.cumsum(0.1 * rng.standard_normal(70)) + np.tile([2, 0, 0, 0, 0, 0, -2], 10)
    y = y + 0.5 * rng.standard_normal(70)
    y[20:26] = np.nan
    held = {"level_weight": 1e9, "season_weight": 1e9, "r2": 0.75}

    drawn = posterior(y, period=7, prior=Prior(level_sd=0.1, **held), draws=3000, burn=50, seed=2)

    scale = np.nanstd(y, ddof=1) ** 2
    model = UnobservedComponents(y, "llevel", seasonal=7, stochastic_seasonal=True)
    noise = float(drawn.noise.mean()) * scale
    smooth = model.smooth([noise, 0.01 * scale, 0.01 * scale])
    last = smooth.smoothed_state[0, -1], smooth.smoothed_state[1, -1]
    spread = np.sqrt(scale)
    assert drawn.level.mean() * spread + np.nanmean(y) == pytest.approx(last[0], abs=0.08)
    assert drawn.season[:, -1].mean() * spread == pytest.approx(last[1], abs=0.08)


def test_the_weight_of_a_control_is_found():
    rng = np.random.default_rng(7)
    control = rng.normal(50, 10, 200)
    y = 3 * control + rng.normal(0, 5, 200)

    drawn = posterior(y, control[:, None], period=1, draws=400, burn=50, seed=1)

    found = drawn.weights[:, 0] * drawn.scale / drawn.control_scale[0]
    assert found.mean() == pytest.approx(3, abs=0.1)


def test_a_series_that_says_nothing_is_refused():
    for y in (np.array([1.0, 2.0]), np.full(30, 4.0), np.full(30, np.nan)):
        with pytest.raises(ValueError, match="three values or more that vary"):
            posterior(y)
    with pytest.raises(ValueError, match="at most 3 controls"):
        posterior(np.arange(30.0), np.ones((30, 4)))


# -- laws


def test_same_input_gives_the_same_bytes():
    days = _days(_series(1))

    assert _paths(days, 140, 7).tobytes() == _paths(days, 140, 7).tobytes()


def test_a_shifted_series_has_the_same_effect():
    """Of a series that has no logarithm, which is read as it is."""
    y = _series(2) - 100
    one, other = _days(y), _days(y - 40)

    first = effect(y[140:147], _paths(one, 140, 7))
    second = effect(y[140:147] - 40, _paths(other, 140, 7))

    assert first.total == pytest.approx(second.total)
    assert (first.lo, first.hi) == pytest.approx((second.lo, second.hi))


@pytest.mark.parametrize("scale", [0.01, 7.0])
@pytest.mark.parametrize("shift", [0, -100])  # logarithms, and none
def test_a_scaled_series_has_a_scaled_effect(scale, shift):
    y = _series(2) + shift

    first = effect(y[140:147], _paths(_days(y), 140, 7))
    second = effect(scale * y[140:147], _paths(_days(scale * y), 140, 7))

    assert second.total == pytest.approx(scale * first.total)
    assert second.hi == pytest.approx(scale * first.hi)
    assert second.p == first.p


def test_what_is_summed_up_is_the_sum_of_the_days():
    y = _series(4)
    paths = _paths(_days(y), 140, 10)

    told = daily_effect(y[140:150], paths, level=0.95)
    whole = effect(y[140:150], paths)

    assert told["difference_so_far"] == pytest.approx(np.cumsum(told["difference"]))
    assert told["difference_so_far"][-1] == pytest.approx(whole.total)
    assert told["difference_so_far_lo"][-1] == pytest.approx(whole.lo)


def test_nothing_is_found_where_nothing_was_done():
    """Nineteen intervals of twenty hold zero; of thirty, fewer than 25 would be one case in 500."""
    held = 0
    for seed in range(30):
        y = _series(seed)
        found = effect(y[140:154], _paths(_days(y), 140, 14))
        held += found.lo <= 0 <= found.hi

    assert held >= 25


def test_a_planted_effect_is_found_with_its_size():
    y = _series(6)
    y[140:154] *= 1.2

    found = effect(y[140:154], _paths(_days(y), 140, 14))

    truth = y[140:154].sum() * (1 - 1 / 1.2)
    assert found.lo <= truth <= found.hi
    assert found.lo > 0
    assert found.p < 0.01


def test_days_of_other_actions_and_missing_ones_do_not_teach():
    y = _series(8)
    spoilt = y.copy()
    spoilt[100:110], spoilt[120:125] = 900.0, np.nan
    kept = y.copy()
    kept[120:125] = np.nan

    one = _paths(_days(spoilt, slice(100, 110)), 140, 7)
    other = _paths(_days(kept, slice(100, 110)), 140, 7)

    assert one.tobytes() == other.tobytes()


def test_what_comes_after_the_start_does_not_teach():
    y = _series(9, 500)
    later = y.copy()
    later[450:] = 1.0

    for method in (QUICK, Method(True, draws=60, burn=10)):
        one, other = (_paths(_days(values), 450, 7, method) for values in (y, later))
        assert one.tobytes() == other.tobytes()


def test_too_few_days_before_give_no_course():
    y = _series(1)

    assert counterfactual(_days(y), 80, 7, QUICK) is None
    assert counterfactual(_days(y, slice(0, 70)), 150, 7, QUICK) is None
    assert counterfactual(_days(np.full(160, 5.0)), 140, 7, QUICK) is None


def test_a_control_that_is_missing_during_an_action_gives_no_course():
    y, control = _series(1), _series(2)[:, None]
    control[20] = np.nan  # a day that teaches nothing
    assert counterfactual(_days(y), 140, 7, QUICK, control) is not None
    control[142] = np.nan

    assert counterfactual(_days(y), 140, 7, QUICK, control) is None


def test_the_usual_course_is_that_of_the_year_before():
    """Days that rise by one a thousandth: 364 days back they were 36.4 per cent lower."""
    days = np.arange(500)
    course = usual_course(_days(np.exp(days / 1000)), 450, 460)

    assert np.isnan(course[:364]).all()
    assert course[400:460] == pytest.approx((days[400:460] - 364) / 1000, abs=1e-6)


def test_the_usual_course_bridges_an_action_on_a_rise():
    days = np.arange(500)
    values = np.exp(days / 100)
    values[50:60] *= 3
    course = usual_course(_days(values, slice(50, 60)), 450, 460)

    assert course[364 + 55] == pytest.approx(0.55, abs=0.01)


# -- the check


def test_a_check_tells_how_often_an_effect_is_found_without_an_action():
    days = _days(_series(11, 400))
    courses = placebos(days, QUICK, range(84, 380, 20), 14)

    check = checked(days, courses, 380, 14, 0.95)

    assert check.tried == 15
    assert check.found <= 3
    assert 1 <= check.spread < 1.6
    assert check.alike(0.0) == 15
    assert check.alike(0.5) == 0


def test_only_earlier_dates_without_an_action_are_checked():
    days = _days(_series(11, 400), slice(200, 240))
    courses = placebos(days, QUICK, range(84, 380, 20), 14)

    assert checked(days, courses, 160, 14, 0.95).tried == 4  # from 84, 104, 124 and 144
    inside = [start for start, _ in courses if 200 <= start < 230]
    before_all = checked(days, courses, 400, 14, 0.95).tried
    assert before_all == len(courses) - len(inside)


def test_a_method_that_errs_by_more_than_it_says_is_made_wider():
    y = _series(12, 400, noise=0.02)
    y[90::40] *= 1.6  # bursts that no day before announces
    days = _days(y)

    check = checked(days, placebos(days, QUICK, range(84, 380, 6), 1), 380, 1, 0.95)

    assert check.spread > 1.3
    paths = _paths(days, 385, 1)
    wide, plain = (effect(y[385:386], paths, spread=by) for by in (check.spread, 1.0))
    assert wide.hi - wide.lo == pytest.approx(check.spread * (plain.hi - plain.lo))
    assert wide.total == pytest.approx(plain.total)


def test_a_year_before_is_read_only_once_it_can_be_checked():
    trial = Trial(_days(_series(13, 640)), 7, 365, 84, every=10, checks=8, level=0.95)

    assert trial.of(300, 7).year is False
    assert trial.of(470, 7).year is False  # the year before is known, on too few earlier dates
    assert trial.of(630, 7).year is True
