"""What channels bring: shapes, the fit, and what it may be asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.catalogue.thresholds import ResponseLimits
from kpi_helpers.metrics.channel_response import channel_response, inflations
from kpi_helpers.metrics.response import MULTIPLES, Weekly, fitted_response
from kpi_helpers.metrics.response_controls import controls
from kpi_helpers.metrics.response_shapes import Shape, adstock, saturation, shape_grid

LIMITS = ResponseLimits()


def test_half_of_a_spend_works_a_week_later_and_a_quarter_of_the_rest_after_that():
    assert adstock(np.array([1.0, 0.0, 0.0]), 0.5).tolist() == [0.5, 0.25, 0.125]


def test_a_steady_spend_stays_what_it_is():
    assert adstock(np.full(4, 7.0), 0.6, before=7.0) == pytest.approx([7, 7, 7, 7])


def test_a_power_of_a_half_makes_four_times_the_spend_twice_the_effect():
    assert saturation(np.array([1.0, 4.0]), Shape(0, "power", 0.5)).tolist() == [1, 2]


def test_an_exponential_reaches_63_per_cent_at_its_size():
    got = saturation(np.array([0.0, 2.0]), Shape(0, "exponential", 2.0))

    assert got == pytest.approx([0, 1 - np.exp(-1)])


@given(
    st.lists(st.floats(0, 1e4), min_size=2, max_size=20),
    st.sampled_from(shape_grid()[0]),
)
def test_more_spend_never_brings_less_and_each_further_unit_no_more(spends, shape):
    spend = np.sort(np.array(spends))
    got = saturation(spend, shape)
    middle = saturation((spend[:-1] + spend[1:]) / 2, shape)

    assert np.all(np.diff(got) >= -1e-9)
    assert np.all(middle >= (got[:-1] + got[1:]) / 2 - 1e-9)


def test_both_families_are_held_as_likely_before_the_data():
    shapes, weight = shape_grid()
    power = sum(w for shape, w in zip(shapes, weight, strict=True) if shape.family == "power")

    assert (power, weight.sum()) == (pytest.approx(0.5), pytest.approx(1))


SHAPE = Shape(0.3, "power", 0.6)


def weekly(weeks=104, noise=0.0, shape=SHAPE, channels=2, seed=1):
    """Level 1000, and channels that bring 300 a week each for a mean spend of 100."""
    rng = np.random.default_rng(seed)
    spend = 100 * rng.gamma(2, 0.5, (weeks, channels))
    result = np.full(weeks, 1000.0)
    for one in spend.T:
        kept = adstock(
            one / one[-52:].mean(), shape.carry, float(one[:4].mean() / one[-52:].mean())
        )
        shaped = saturation(kept, shape)
        result += 300 * shaped / shaped[-52:].mean()
    result += noise * rng.normal(size=weeks)
    names = tuple(f"c{place}" for place in range(channels))
    none = np.zeros((weeks, 0))
    return Weekly(np.arange(2900, 2900 + weeks), result, np.ones(weeks, bool), spend, names, none,
                  none)  # fmt: skip


def test_returns_are_found_again_where_nothing_blurs_them():
    told = weekly()
    response = fitted_response(told)
    true = 300 / told.spend[-52:].mean(axis=0)

    assert np.median(response.returns, axis=0) == pytest.approx(true, rel=0.05)
    assert np.median(response.carry, axis=0).tolist() == [0.3, 0.3]
    assert response.explained > 0.98


def test_nothing_is_brought_by_nothing_and_curves_bend_one_way():
    response = fitted_response(weekly(weeks=60, noise=40))
    mean = response.curves.mean(axis=0)

    assert np.all(response.curves[:, :, 0] == 0)
    assert np.all(np.diff(mean, axis=1) >= 0)
    assert np.all(np.diff(mean, 2, axis=1) <= 1e-9)
    assert (response.curves.shape[1:], response.weeks, response.window) == (
        (2, len(MULTIPLES)),
        60,
        52,
    )


def test_the_same_weeks_give_the_same_draws():
    first, second = (fitted_response(weekly(weeks=55, noise=30)) for _ in range(2))

    assert np.array_equal(first.curves, second.curves)


def test_money_in_another_unit_changes_returns_by_that_unit_alone():
    told = weekly(weeks=55, noise=30)
    cents = Weekly(told.weeks, told.result, told.known, told.spend * 100, told.channels,
                   told.events, told.others)  # fmt: skip
    width = [np.ptp(np.quantile(fitted_response(one).returns, (0.05, 0.95), axis=0), axis=0)
             for one in (told, cents)]  # fmt: skip

    assert width[0] == pytest.approx(100 * width[1], rel=0.35)


def test_a_fit_of_less_than_a_year_is_not_judged_on_the_rest():
    assert fitted_response(weekly(weeks=60, noise=10)).explained is None


def test_controls_hold_level_trend_season_events_and_others():
    weeks = np.arange(2900, 2900 + 60)
    made = controls(weeks, np.ones((60, 2)), np.column_stack([weeks, np.ones(60)]))

    assert made.columns.shape == (60, 1 + 1 + 1 + 12 + 2 + 1)  # the other that never varies is out
    assert np.all(made.columns[:, 0] == 1)


def test_channels_that_move_on_their_own_are_not_inflated_and_twins_are():
    rng = np.random.default_rng(0)
    one, other = rng.random((2, 400))

    assert inflations(np.column_stack([one, other])) == pytest.approx([1, 1], abs=0.05)
    assert min(inflations(np.column_stack([one, one + 0.01 * other]))) > 100


def frame(weeks=60, **columns):
    """Weeks of two channels, and what is asked to differ."""
    rng = np.random.default_rng(3)
    made = pd.DataFrame(
        {
            "week": pd.date_range("2025-01-06", periods=weeks, freq="7D"),
            "a": 100 * rng.gamma(2, 0.5, weeks),
            "b": 100 * rng.gamma(2, 0.5, weeks),
        }
    )
    made["result"] = 1000 + 2 * made["a"] + made["b"] + rng.normal(0, 20, weeks)
    return made.assign(**columns)


def told_of(table, channels=("a", "b"), **more):
    return channel_response(table, channels, LIMITS, unit="currency", currency="EUR", **more)


def test_a_table_of_weeks_in_any_order_gives_the_same():
    table = frame()
    shuffled = table.sample(frac=1, random_state=1)

    assert np.array_equal(told_of(table).response.curves, told_of(shuffled).response.curves)


def test_too_few_weeks_are_declined_with_how_many_there_are():
    told = told_of(frame(weeks=51))

    assert (told.response, told.reason) == (None, "response_short")
    assert told.values == {"weeks": 51, "needed": 52}


def test_a_week_that_stands_twice_is_declined():
    table = frame()

    assert told_of(pd.concat([table, table.tail(1)])).reason == "response_repeated_weeks"


def test_no_week_at_all_is_too_short():
    assert told_of(frame().head(0)).reason == "response_short"


@pytest.mark.parametrize("column", ["result", "a"])
def test_a_week_without_result_or_spend_is_left_out_by_name(column):
    table = frame()
    table.loc[30, column] = np.nan
    told = told_of(table)

    assert told.left_out == (pd.Timestamp("2025-08-04"),)
    assert told.response.weeks == 59


def test_a_week_without_a_row_is_left_out_too():
    assert told_of(frame(weeks=50).drop(index=30)).left_out == (pd.Timestamp("2025-08-04"),)


def test_many_missing_weeks_are_declined():
    table = frame(weeks=80)
    table.loc[10:30, "result"] = np.nan

    assert told_of(table).reason == "response_gaps"


@pytest.mark.parametrize(
    ("spend", "reason"),
    [
        (100.0, "response_no_variation"),
        (0.0, "response_no_spend"),
        (np.nan, "response_no_spend"),
    ],
)
def test_a_channel_that_tells_nothing_is_named(spend, reason):
    table = frame(b=spend) if spend == spend else frame().assign(b=[5.0] * 8 + [0.0] * 52)
    told = told_of(table)

    assert told.silent == {"b": reason}
    assert told.response.channels == ("a",)


def test_without_any_channel_that_varies_nothing_is_fitted():
    assert told_of(frame(a=1.0, b=2.0)).reason == "response_no_channel"


@pytest.mark.parametrize("result", [5.0, 0.0])
def test_a_result_that_never_varies_is_declined(result):
    assert told_of(frame(result=result)).reason == "response_still"


def test_channels_spent_together_are_named():
    table = frame()
    table["b"] = 2 * table["a"] + np.arange(60) % 2

    assert told_of(table).together == ("a", "b")


def test_an_event_and_a_control_may_hold_gaps():
    table = frame(sale=[0.0] * 30 + [1.0] * 2 + [0.0] * 28, weather=1.0)
    table.loc[3, "weather"] = np.nan

    assert told_of(table, events=["sale"], controls=["weather"]).response is not None


@given(st.integers(0, 49))
def test_a_spend_below_zero_is_never_read_as_one(place):
    table = frame(weeks=50)
    table.loc[place, "a"] = -5.0
    told = told_of(table)

    assert told.left_out == (table["week"].iloc[place],)
