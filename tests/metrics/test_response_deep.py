"""PyMC-Marketing as another engine of the same returns, where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_helpers.metrics.response import MULTIPLES, Weekly, fitted_response
from kpi_helpers.metrics.response_deep import _most, _response, deep_response


def weekly(weeks=104):
    """Level 1000, noise of 30, and two channels that bring 300 a week each for about 100."""
    rng = np.random.default_rng(1)
    spend = 100 * rng.gamma(2, 0.5, (weeks, 2))
    shaped = np.tanh(spend / 150)
    result = (
        1000 + (300 * shaped / shaped[-52:].mean(axis=0)).sum(axis=1) + 30 * rng.normal(size=weeks)
    )
    none = np.zeros((weeks, 0))
    return Weekly(
        np.arange(2900, 2900 + weeks), result, np.ones(weeks, bool), spend, ("a", "b"), none, none
    )


def test_curves_follow_the_formulas_of_the_model():
    """Nothing carried over: level × size × tanh(steep × spend ÷ 2), averaged over the year."""
    told = weekly()
    named = {
        "adstock_alpha": np.zeros((3, 2)),
        "saturation_lam": np.full((3, 2), 2.0),
        "saturation_beta": np.full((3, 2), 0.5),
        "y_sigma": np.full(3, 0.1),
    }
    response = _response(told, named)
    usual = told.spend[-52:, 0] / _most(told)[0]
    today = int(np.flatnonzero(np.isclose(MULTIPLES, 1))[0])

    assert np.all(response.curves[:, :, 0] == 0)
    assert response.curves[0, 0, today] == pytest.approx(
        told.result.max() * 0.5 * np.tanh(usual).mean()
    )
    assert response.noise == pytest.approx(0.1 * told.result.max())


def test_both_engines_tell_of_the_same_returns():
    pytest.importorskip("pymc_marketing", reason="requirements-mmm.txt is not installed")
    told = weekly()
    deep = np.quantile(deep_response(told, draws=300).returns, (0.05, 0.95), axis=0)
    light = np.quantile(fitted_response(told).returns, (0.05, 0.95), axis=0)
    true = 300 / told.spend[-52:].mean(axis=0)

    assert np.all((deep[0] <= light[1]) & (light[0] <= deep[1]))
    assert np.all((0.9 * deep[0] <= true) & (true <= 1.1 * deep[1]))
