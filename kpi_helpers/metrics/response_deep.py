"""The same returns by PyMC-Marketing's model, for who would rather wait a minute for a known name.

Optional: ``pip install -r requirements-mmm.txt``. It fits one family of saturation (logistic) and
geometric carry-over, so that its intervals hold nothing of what is not known of the shape.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_helpers.metrics.response import MULTIPLES, WINDOW, Response, Weekly, input_seed

__all__ = ["deep_response"]

CARRIED_WEEKS = 8
HARMONICS = 4
FIRST_MONDAY = "1970-01-05"


def deep_response(told: Weekly, draws: int = 1000, chains: int = 2) -> Response:
    """Fit weekly results to spends with PyMC-Marketing.

    Parameters
    ----------
    told : Weekly
        As for :func:`kpi_helpers.metrics.response.fitted_response`. A week whose result is not
        known is left out of the table, so that its spend is not carried over.
    draws : int
        Of each chain, after as many to tune it.
    chains : int

    Returns
    -------
    Response
        Its ``explained`` is None: a fit of a part of the weeks would take as long again.

    Raises
    ------
    ImportError
        When PyMC-Marketing is not installed.
    """
    from pymc_marketing.mmm import MMM, GeometricAdstock, LogisticSaturation

    table, controls = _table(told)
    model = MMM(
        date_column="week",
        channel_columns=list(told.channels),
        control_columns=controls,
        adstock=GeometricAdstock(l_max=CARRIED_WEEKS),
        saturation=LogisticSaturation(),
        yearly_seasonality=HARMONICS,
    )
    model.fit(
        X=table.drop(columns="result"),
        y=table["result"],
        draws=draws,
        tune=draws,
        chains=chains,
        cores=1,
        nuts_sampler="nutpie",
        random_seed=input_seed(told),
        progressbar=False,
    )
    found = model.idata.posterior.stack(sample=("chain", "draw"))
    named = {
        name: found[name].transpose("sample", ...).to_numpy()
        for name in ("adstock_alpha", "saturation_lam", "saturation_beta", "y_sigma")
    }
    return _response(told, named)


def _table(told: Weekly) -> tuple[pd.DataFrame, list[str]]:
    """Known weeks, every column of at most 1, so that the model's own scaling leaves it alone."""
    days = pd.to_datetime(FIRST_MONDAY) + pd.to_timedelta(7 * told.weeks, unit="D")
    table = pd.DataFrame({"week": days, "result": told.result / told.result[told.known].max()})
    most = _most(told)
    for place, channel in enumerate(told.channels):
        table[channel] = told.spend[:, place] / most[place]
    columns = {"control trend": np.linspace(0, 1, len(days))}
    columns |= {f"control event {n}": one for n, one in enumerate(told.events.T)}
    columns |= {f"control {n}": one for n, one in enumerate(told.others.T)}
    for name, column in columns.items():
        size = float(np.abs(column).max())
        table[name] = column / size if size else column
    return table[told.known].reset_index(drop=True), list(columns)


def _most(told: Weekly) -> np.ndarray:
    return np.asarray(told.spend[told.known].max(axis=0))


def _response(told: Weekly, named: dict[str, np.ndarray]) -> Response:
    """Draws of curves from draws of parameters, by the model's own formulas."""
    alpha, steep, size = (
        named[name] for name in ("adstock_alpha", "saturation_lam", "saturation_beta")
    )
    level = float(told.result[told.known].max())
    lags = np.arange(CARRIED_WEEKS)
    curves = np.empty((len(alpha), len(told.channels), len(MULTIPLES)))
    for place, spend in enumerate((told.spend / _most(told)).T):
        weights = alpha[:, place, None] ** lags
        weights /= weights.sum(axis=1, keepdims=True)
        padded = np.concatenate([np.full(CARRIED_WEEKS - 1, spend[:4].mean()), spend])
        past = np.lib.stride_tricks.sliding_window_view(padded, CARRIED_WEEKS)[:, ::-1]
        kept = past[-WINDOW:] @ weights.T  # weeks × draws
        for at, multiple in enumerate(MULTIPLES):
            reached = np.tanh(steep[:, place] * multiple * kept / 2).mean(axis=0)
            curves[:, place, at] = level * size[:, place] * reached
    return Response(
        told.channels,
        told.spend[-WINDOW:].mean(axis=0),
        np.quantile(told.spend, (0.05, 0.95), axis=0).T,
        curves,
        alpha,
        float(named["y_sigma"].mean() * level),
        None,
        int(told.known.sum()),
        min(WINDOW, len(told.weeks)),
    )
