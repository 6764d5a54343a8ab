"""Rule 6, prescribe: the least budget that brings a result."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from kpi_helpers.finding import Figure, Finding
from kpi_helpers.metrics.allocating import broken_bounds, brought, safe_spends
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.rules.allocation_reading import (
    STILL,
    bounds_of,
    fitted_of,
    infeasible,
    split_caveats,
    split_table,
    split_values,
    unfitted,
)

__all__ = ["least_budget"]


def least_budget(
    told: ChannelResponse,
    target: float | None = None,
    low: Mapping[str, float] | None = None,
    high: Mapping[str, float] | None = None,
    fixed: Collection[str] = (),
) -> Finding:
    """The least weekly budget that brings a result with the declared chance.

    Parameters
    ----------
    told : ChannelResponse
    target : float, optional
        Weekly result that the channels should bring together; without one, what today's spends do.
    low, high, fixed
        As in :func:`reallocation`.

    Returns
    -------
    Finding
        ``least_budget``; rows as in :func:`reallocation`, with ``chance`` that the result is
        reached, and ``conclusion``: ``saves``, ``costs``, ``no_evidence`` (none within the bounds
        is that sure), ``unforeseen`` or ``infeasible``.
    """
    response = told.response
    if response is None:
        return unfitted("least_budget", told)
    bounds = bounds_of(told, low or {}, high or {}, fixed)
    broken = broken_bounds(bounds, float(np.maximum(bounds.low, bounds.high).sum()))
    if broken is not None:
        return infeasible("least_budget", told, bounds, 0.0, broken)
    draws = brought(response, response.spend).sum(axis=1)
    aimed = draws if target is None else np.full(len(draws), float(target))
    spends = safe_spends(response, bounds, aimed, told.limits.min_probability)
    wanted = {"target": Figure(float(np.median(aimed)), told.unit, told.currency)}
    found = response.spend if spends is None else spends
    table = split_table(told, bounds, found, response.spend, aimed)
    conclusion = _least_conclusion(told, spends)
    table.loc[table.index[-1], "conclusion"] = conclusion
    message = f"least_budget_{conclusion}"
    return Finding(
        "least_budget", table, message, split_values(table) | wanted, split_caveats(told, bounds)
    )


def _least_conclusion(told: ChannelResponse, spends: np.ndarray | None) -> str:
    response = fitted_of(told)
    if spends is None:
        return "no_evidence"
    if response.explained is not None and response.explained <= told.limits.min_explained:
        return "unforeseen"
    return "saves" if spends.sum() < response.spend.sum() * (1 - STILL) else "costs"
