"""Days and levels told as unusual: literal answers, and the laws that keep them honest."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_helpers.metrics.anomalies import LEAST_DAYS, surprises
from kpi_helpers.metrics.level_shifts import level_shifts

WEEK = np.array([10.0, 11, 12, 13, 14, 20, 18])
MONTH = 30
DAYS = 300
CHANCE = 0.001


def noisy(seed: int = 0, days: int = DAYS, series: int = 3) -> np.ndarray:
    """Days × series with a weekday pattern, a drift and noise of one."""
    rng = np.random.default_rng(seed)
    drift = np.outer(np.arange(days), np.linspace(-0.02, 0.02, series))
    return 50 + drift + WEEK[np.arange(days) % 7, None] + rng.normal(size=(days, series))


def test_a_week_that_repeats_itself_is_expected_exactly_and_never_judged():
    values = np.tile(WEEK, 50)[:, None]

    found = surprises(values, MONTH, CHANCE)

    assert found.expected[:, 0] == pytest.approx(values[-MONTH:, 0], abs=1e-6)
    assert not (found.p <= CHANCE).any()


def test_a_day_far_off_is_found_on_its_day_and_on_no_other():
    values = noisy()
    values[-10, 1] += 20

    alarms = surprises(values, MONTH, CHANCE).p <= CHANCE

    assert np.argwhere(alarms).tolist() == [[MONTH - 10, 1]]


def test_one_odd_day_changes_what_is_expected_of_the_next_only_a_little():
    values = noisy()
    before = surprises(values, MONTH, CHANCE).expected[-9:, 1]
    values[-10, 1] += 1_000

    after = surprises(values, MONTH, CHANCE).expected[-9:, 1]

    assert np.abs(after - before).max() < 3


def test_days_to_come_change_nothing_of_what_was_said():
    values = noisy()
    values[-15, 0] -= 12
    later = np.vstack([values, noisy(1, 20) * 3])

    now, then = surprises(values, 10, CHANCE), surprises(later, 30, CHANCE)

    for name in ("expected", "z", "p", "lo", "hi"):
        assert np.array_equal(getattr(now, name), getattr(then, name)[:10], equal_nan=True)


@pytest.mark.parametrize(("times", "plus"), [(0.001, 0.0), (1e6, 0.0), (1.0, 1e5), (-3.0, 7.0)])
def test_another_unit_or_origin_changes_no_surprise(times, plus):
    values = noisy()
    values[-7, 2] += 9

    one, other = surprises(values, MONTH, CHANCE), surprises(values * times + plus, MONTH, CHANCE)

    assert other.p == pytest.approx(one.p, rel=1e-4)
    assert np.abs(other.z) == pytest.approx(np.abs(one.z), rel=1e-4, abs=1e-6)


def test_a_series_is_judged_alike_in_any_company():
    values = noisy(series=4)
    order = [2, 0, 3, 1]

    one, other = surprises(values, MONTH, CHANCE), surprises(values[:, order], MONTH, CHANCE)

    assert np.array_equal(one.p[:, order], other.p)
    assert np.array_equal(surprises(values[:, [2]], MONTH, CHANCE).p, other.p[:, [0]])


def test_a_missing_day_is_no_anomaly_and_leaves_the_others_judged():
    values = noisy()
    values[-20:-17] = np.nan
    values[30:40] = np.nan

    p = surprises(values, MONTH, CHANCE).p

    assert np.isnan(p[10:13]).all()
    assert np.isfinite(np.delete(p, [10, 11, 12], axis=0)).all()


def test_the_p_values_of_noise_are_spread_as_chance_is():
    p = surprises(noisy(3, LEAST_DAYS + 400, 12), 300, CHANCE).p

    assert 0.06 < np.mean(p <= 0.1) < 0.11
    assert np.mean(p <= 0.02) <= 0.025


def test_beyond_the_bounds_lies_what_is_rarer_than_asked():
    found = surprises(noisy(4), MONTH, 0.2)
    values = noisy(4)[-MONTH:]
    outside = (values < found.lo) | (values > found.hi)

    assert np.array_equal(outside, found.p < 0.2)


@pytest.mark.parametrize("values", [np.full((DAYS, 1), 7.0), np.full((DAYS, 1), np.nan)])
def test_what_never_moves_or_is_never_there_gets_no_judgement(values):
    assert np.isnan(surprises(values, MONTH, CHANCE).p).all()


def test_too_short_a_past_gives_no_judgement():
    assert np.isnan(surprises(noisy(days=LEAST_DAYS), MONTH, CHANCE).p).all()


# -- levels


def stepped(size: float, at: int = 61, days: int = 84) -> np.ndarray:
    values = noisy(5, days, 1)[:, 0]
    values[at:] += size
    return values


TOLD = range(47, 78)


def test_a_new_level_is_told_with_its_first_day_and_its_size():
    (shift,) = level_shifts(stepped(-6.0), TOLD, 0.01)

    assert shift.place == 61
    assert shift.change == pytest.approx(-6.0, abs=1.0)
    assert shift.lo < -6.0 < shift.hi
    assert shift.p <= 0.01


def test_two_steps_are_told_apart():
    values = stepped(8.0, at=55)
    values[66:] -= 8.0

    places = [shift.place for shift in level_shifts(values, TOLD, 0.01)]

    assert places == [55, 66]


@pytest.mark.parametrize("size", [0.0, 0.3])
def test_what_noise_could_have_made_is_not_told(size):
    assert level_shifts(stepped(size), TOLD, 0.01) == []


def test_a_straight_rise_is_no_step():
    assert level_shifts(noisy(6, 84, 1)[:, 0] + np.arange(84) * 0.4, TOLD, 0.01) == []


def test_one_huge_day_is_no_step():
    values = stepped(0.0)
    values[60] += 200

    assert level_shifts(values, TOLD, 0.01) == []


def test_a_step_outside_the_days_asked_for_is_not_told():
    assert level_shifts(stepped(9.0, at=30), TOLD, 0.01) == []


@pytest.mark.parametrize(("times", "plus"), [(1e-4, 0.0), (1e5, 3e5), (-2.0, 0.0)])
def test_another_unit_or_origin_changes_no_step(times, plus):
    (one,) = level_shifts(stepped(-6.0), TOLD, 0.01)
    (other,) = level_shifts(stepped(-6.0) * times + plus, TOLD, 0.01)

    assert other.place == one.place
    assert other.change == pytest.approx(one.change * times)
    assert other.p == pytest.approx(one.p, rel=1e-6)


@pytest.mark.parametrize(
    "values",
    [np.full(84, 3.0), np.full(84, np.nan), np.where(np.arange(84) % 2, np.nan, stepped(9.0))],
    ids=["constant", "never there", "half missing"],
)
def test_nothing_is_said_where_nothing_moves_or_too_much_is_missing(values):
    assert level_shifts(values, TOLD, 0.01) == []
