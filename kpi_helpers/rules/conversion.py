"""Rule 5: which creators bring orders, told so that one order of two clicks tops no ranking.

Beside each raw share of clicks that became orders stands its Wilson interval (Wilson, Journal of
the American Statistical Association, 1927). For a ranking, what the creators have in common is
fitted to all of them: shares are drawn from one Beta distribution, its mean and strength (in
clicks) by maximum marginal likelihood of the beta-binomial. Each creator's share is then pulled
towards that mean, the more the fewer clicks it has (empirical Bayes; Robinson, Variance Explained;
Efron and Morris, 1975). Where the likelihood shows no difference between creators beyond chance
(5 %; the ratio's law at the border is half a chi-squared with one degree: Self and Liang, 1987),
nobody is ranked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from statsmodels.stats.proportion import proportion_confint

from kpi_helpers.catalogue.roles import ConversionLimits, Roles
from kpi_helpers.finding import Caveat, Figure, Finding, Verdict
from kpi_helpers.rules.voices_reading import creator_caveats

__all__ = ["Prior", "conversion_intervals", "conversion_of_creators", "fitted_prior"]

STRONGEST = 1e6
"""Clicks; a prior as strong as this says that all shares are the same."""
DIFFERENT = float(stats.chi2.ppf(0.90, 1))
"""Likelihood ratio from which creators differ: half a chi-squared at 5 %."""


@dataclass(frozen=True)
class Prior:
    """What the creators have in common, before their own orders are looked at.

    Parameters
    ----------
    mean : float
        Share of clicks that become orders.
    strength : float
        Clicks that this knowledge is worth; infinite when creators do not differ; null when it
        could not be fitted.
    creators : int
        Creators it was fitted to.
    reason : str, optional
        Why it cannot be used to rank: ``prior_few``, ``prior_no_orders`` or ``prior_alike``.
    """

    mean: float
    strength: float
    creators: int
    reason: str | None = None


def fitted_prior(orders: np.ndarray, clicks: np.ndarray, limits: ConversionLimits) -> Prior:
    """The Beta distribution of the shares, by maximum marginal likelihood.

    Parameters
    ----------
    orders, clicks : array of float, shape (creators,)
        No more orders than clicks; creators without clicks tell nothing and are passed over.
    limits : ConversionLimits
    """
    orders, clicks = orders[clicks > 0], clicks[clicks > 0]
    if len(clicks) < limits.min_creators:
        mean = float(orders.sum() / clicks.sum()) if len(clicks) else np.nan
        return Prior(mean, np.nan, len(clicks), "prior_few")
    pooled = float(orders.sum() / clicks.sum())
    if pooled in (0.0, 1.0):
        return Prior(pooled, np.nan, len(clicks), "prior_no_orders")
    start = np.array([special.logit(pooled), np.log(50.0)])
    bounds = [(-14.0, 14.0), (np.log(0.5), np.log(STRONGEST))]
    found = optimize.minimize(_loss, start, (orders, clicks), "L-BFGS-B", bounds=bounds)
    mean, strength = special.expit(found.x[0]), np.exp(found.x[1])
    same = float(np.sum(special.xlogy(orders, pooled) + special.xlog1py(clicks - orders, -pooled)))
    if not np.isfinite(found.fun) or 2 * (-found.fun - same) < DIFFERENT:
        return Prior(pooled, np.inf, len(clicks), "prior_alike")
    return Prior(float(mean), float(strength), len(clicks))


def _loss(place: np.ndarray, orders: np.ndarray, clicks: np.ndarray) -> float:
    """Negative logarithm of the marginal likelihood, without what does not depend on the prior."""
    mean, strength = special.expit(place[0]), np.exp(place[1])
    a, b = mean * strength, (1 - mean) * strength
    gained = special.betaln(orders + a, clicks - orders + b) - special.betaln(a, b)
    return -float(np.sum(gained))


def conversion_intervals(
    orders: np.ndarray, clicks: np.ndarray, prior: Prior, level: float
) -> pd.DataFrame:
    """Each share with its interval, and what is left of both once it is pulled to the common mean.

    Returns
    -------
    DataFrame
        ``conversion``, ``lo``, ``hi`` (Wilson); ``shrunk``, ``shrunk_lo``, ``shrunk_hi`` (mean and
        quantiles of the Beta posterior; null without a prior that tells creators apart). Fractions;
        all null without clicks.
    """
    known = clicks > 0
    base = np.where(known, clicks, np.nan)
    lo, hi = proportion_confint(orders, base, alpha=1 - level, method="wilson")
    table = pd.DataFrame({"conversion": orders / base, "lo": lo, "hi": hi})
    for name in ("shrunk", "shrunk_lo", "shrunk_hi"):
        table[name] = np.nan
    if prior.reason is None:
        a, b = prior.mean * prior.strength, (1 - prior.mean) * prior.strength
        posterior = stats.beta(orders + a, clicks - orders + b)
        table["shrunk"] = np.where(known, posterior.mean(), np.nan)
        table["shrunk_lo"] = np.where(known, posterior.ppf((1 - level) / 2), np.nan)
        table["shrunk_hi"] = np.where(known, posterior.ppf((1 + level) / 2), np.nan)
    return table


def conversion_of_creators(typed: pd.DataFrame, roles: Roles) -> Finding:
    """Orders per click of each creator with a tracked link, raw and pulled to the common mean.

    Parameters
    ----------
    typed : DataFrame
        Of :func:`kpi_helpers.rules.roles.typed_creators`.
    roles : Roles

    Returns
    -------
    Finding
        ``creator_conversion``; one row an account with a link: ``creator``, ``network``, ``role``,
        ``link_clicks_90d``, ``orders_90d``, the columns of :func:`conversion_intervals`,
        ``ranking`` (null below ``min_clicks`` and where nobody is ranked), ``small``,
        ``prior_mean``, ``prior_strength`` (clicks), ``reason``. Ranked ones first, then by clicks.
    """
    limits = roles.conversion
    table = _with_link(typed)
    caveats = creator_caveats(typed, roles)
    usable = table[table["reason"].isna()]
    orders, clicks = (usable[name].to_numpy() for name in ("orders_90d", "link_clicks_90d"))
    prior = fitted_prior(orders, clicks, limits)
    figures = conversion_intervals(orders, clicks, prior, limits.level).set_index(usable.index)
    table[figures.columns] = figures
    table["small"] = table["link_clicks_90d"] < limits.min_clicks
    table["ranking"] = table["shrunk"].mask(table["small"]).rank(ascending=False, method="min")
    table["prior_mean"], table["prior_strength"] = prior.mean, prior.strength
    table["prior_strength"] = table["prior_strength"].replace(np.inf, np.nan)
    order = ["ranking", "link_clicks_90d"]
    table = table.sort_values(order, ascending=[True, False], kind="stable", na_position="last")
    return _told(table.reset_index(drop=True), prior, limits, caveats)


def _with_link(typed: pd.DataFrame) -> pd.DataFrame:
    """Accounts with a tracked link; a code used without a click leaves nothing to divide."""
    columns = ["creator", "network", "role", "link_clicks_90d", "orders_90d"]
    if typed.empty:
        return pd.DataFrame(columns=[*columns, "reason"]).astype(dict.fromkeys(columns[3:], float))
    linked = typed[typed["link_clicks_90d"].notna() & typed["orders_90d"].notna()]
    table = linked.assign(creator=linked["label"], role=linked["role"].fillna("none"))[columns]
    reason = pd.Series([None] * len(table), table.index, dtype=object)
    reason[table["link_clicks_90d"] <= 0] = "no_clicks"
    reason[table["orders_90d"] > table["link_clicks_90d"]] = "orders_exceed_clicks"
    return table.assign(reason=reason)


def _told(
    table: pd.DataFrame, prior: Prior, limits: ConversionLimits, caveats: tuple[Caveat, ...]
) -> Finding:
    name = "creator_conversion"
    pooled = Figure(None if np.isnan(prior.mean) else prior.mean, "percent")
    values: dict[str, object] = {"mean": pooled, "count": prior.creators}
    if prior.reason == "prior_alike":
        return Finding(name, table, "creator_conversion_alike", values, caveats)
    if prior.reason is not None:
        values |= {"wanted": limits.min_creators}
        few = prior.reason == "prior_few"
        message = "creator_conversion_few" if few else "creator_conversion_no_orders"
        return Finding(name, table, message, values, caveats, Verdict.UNKNOWN)
    strength = Figure(round(prior.strength), "count")
    caveats = (*caveats, Caveat("conversion_prior", values | {"strength": strength}))
    ranked = table.dropna(subset=["ranking"])
    if ranked.empty:
        values |= {"wanted": limits.min_clicks}
        return Finding(name, table, "creator_conversion_small", values, caveats)
    first = ranked.iloc[0]
    values |= {"creator": first["creator"], "small": int(table["small"].sum())}
    values |= {"wanted": limits.min_clicks}
    for key, column in (("rate", "shrunk"), ("lo", "shrunk_lo"), ("hi", "shrunk_hi")):
        values[key] = Figure(float(first[column]), "percent")
    clear = first["shrunk_lo"] > prior.mean
    message = "creator_conversion" if clear else "creator_conversion_unclear"
    return Finding(name, table, message, values, caveats)
