"""No withheld figure comes back by subtraction: worked tables, and random ones solved anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kpi_helpers.rules.suppression import Figures, feasible_interval, told_figures

LEAST = 10


def _table(cells, secrets=()):
    """Figures of one two-way table with row, column and grand totals; parts are its cells."""
    cells = np.array(cells, dtype=float)
    rows, columns = cells.shape
    unit = np.eye(rows * columns)
    grid = unit.reshape(rows, columns, -1)
    groups = [*unit, *grid.sum(axis=1), *grid.sum(axis=0), unit.sum(axis=0)]
    weights = np.array(groups)
    values = weights @ cells.ravel()
    tier = np.repeat([0, 1, 1, 2], [rows * columns, rows, columns, 1])
    cost = tier * 1e6 + values
    none = np.zeros((0, rows * columns))
    return Figures(weights, values, cost, none, np.array(secrets) if len(secrets) else none)


def _solved_width(figures, told, weights):
    """The interval worked out by a solver of its own, parts without an upper end."""
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * weights,
            A_ub=figures.limits if len(figures.limits) else None,
            b_ub=np.zeros(len(figures.limits)) if len(figures.limits) else None,
            A_eq=figures.weights[told],
            b_eq=figures.values[told],
            bounds=(0, None),
            method="highs-ds",
        )
        if found.status == 3:
            return float("inf")
        assert found.status == 0
        ends.append(sign * found.fun)
    return ends[1] - ends[0]


def _assert_protected(figures, told):
    assert not told[figures.values < LEAST].any()
    for weights in [*figures.weights[~told], *figures.secrets]:
        if told.any():
            assert _solved_width(figures, told, weights) >= LEAST - 1e-5


def test_a_single_small_cell_takes_one_more_of_its_row_column_and_rectangle_with_it():
    told = told_figures(_table([[3, 40, 50], [60, 70, 80], [90, 95, 99]]), LEAST)

    assert told[:9].reshape(3, 3).tolist() == [
        [False, False, True],
        [False, False, True],
        [True, True, True],
    ]
    assert told[9:].all()


def test_a_cell_beside_its_total_is_known_until_a_second_one_is_withheld():
    figures = _table([[3, 40, 50]])
    only_the_small_one = figures.values >= LEAST

    assert feasible_interval(figures, only_the_small_one, figures.weights[0]) == (3, 3)
    told = told_figures(figures, LEAST)
    assert told[:3].tolist() == [False, False, True]


def test_two_small_cells_whose_sum_is_small_are_not_bounded_by_that_sum():
    """2 + 3 = 5 in a row: told the 5, each would lie in 0-5, narrower than the rule."""
    figures = _table([[2, 3, 50], [60, 70, 80]])

    _assert_protected(figures, told_figures(figures, LEAST))


def test_a_table_without_small_cells_is_told_whole():
    assert told_figures(_table([[10, 40], [60, 70]]), LEAST).all()


def test_without_a_limit_everything_is_told():
    assert told_figures(_table([[0, 1], [2, 3]]), 0).all()


def test_zeros_are_withheld_too():
    figures = _table([[0, 40, 50], [60, 70, 80]])
    told = told_figures(figures, LEAST)

    assert not told[0]
    _assert_protected(figures, told)


def test_a_table_that_is_small_as_a_whole_tells_nothing():
    assert not told_figures(_table([[1, 2], [2, 1]]), LEAST).any()


def test_figures_that_contradict_one_another_are_not_told():
    figures = _table([[3, 40], [60, 70]])
    torn = Figures(
        figures.weights,
        np.where(np.arange(9) == 8, 500, figures.values),
        figures.cost,
        figures.limits,
        figures.secrets,
    )

    assert not told_figures(torn, LEAST).any()


def test_the_complement_of_a_rate_is_protected():
    """47 of 50 guests satisfied: told both, the 3 others are known."""
    weights = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 1]])
    figures = Figures(
        weights,
        np.array([47.0, 20, 50, 60, 110]),
        np.array([1.0, 2, 11, 12, 20]),
        np.array([[1.0, 0, -1, 0], [0, 1, 0, -1]]),
        np.array([[-1.0, 0, 1, 0]]),
    )
    told = told_figures(figures, LEAST)

    assert told.tolist() == [False, True, True, True, True]


tables = st.integers(1, 4).flatmap(
    lambda rows: st.integers(2, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.sampled_from([0, 0, 1, 3, 7, 9, 10, 12, 40, 200]), min_size=columns,
                     max_size=columns),
            min_size=rows, max_size=rows,
        )
    )
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(tables)
def test_no_withheld_figure_of_a_random_table_comes_back(cells):
    figures = _table(cells)

    _assert_protected(figures, told_figures(figures, LEAST))


@settings(max_examples=25, deadline=None)
@given(tables, st.lists(st.floats(0, 1), min_size=20, max_size=20))
def test_no_withheld_figure_comes_back_from_rates_shown_beside_counts(cells, shares):
    """Two stacked tables, guests and buyers among them; small complements are secrets."""
    guests = _table(cells)
    parts = np.array(cells, dtype=float).ravel()
    buyers = _table(np.floor(parts * np.array(shares[: len(parts)])).reshape(np.shape(cells)))
    figures = _stacked(buyers, guests)
    told = told_figures(figures, LEAST)

    _assert_protected(figures, told)


def _stacked(part, whole):
    size, count = part.weights.shape[1], len(part.values)
    none = np.zeros_like(part.weights)
    complement = whole.values - part.values < LEAST
    return Figures(
        np.vstack([np.hstack([part.weights, none]), np.hstack([none, whole.weights])]),
        np.concatenate([part.values, whole.values]),
        np.concatenate([part.cost, whole.cost + 0.5]),
        np.hstack([np.eye(size), -np.eye(size)]),
        np.hstack([-part.weights, whole.weights])[:count][complement],
    )


@pytest.mark.parametrize("least", [3, 10, 30])
def test_what_is_withheld_in_vain_is_told_again(least):
    """Nothing withheld beyond the small figures could be told and keep the rule."""
    cells = [[3, 40, 50, 25], [60, 2, 80, 31], [90, 95, 1, 12]]
    figures = _table(cells)
    told = told_figures(figures, least)
    for one in np.flatnonzero(~told & (figures.values >= least)):
        more = told.copy()
        more[one] = True
        widths = [_solved_width(figures, more, w) for w in figures.weights[~more]]

        assert min(widths) < least - 1e-5
