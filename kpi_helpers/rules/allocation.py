"""Rule 6, prescribe: where the budget would bring more, or that there is no evidence of it.

A move is advised only when nearly every draw of :mod:`kpi_helpers.metrics.response` gains by it and
the last weeks were foreseen from those before. Otherwise the finding says what trial would tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.metrics.allocating import CENT, Bounds, best_spends, broken_bounds, brought
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.metrics.experiment import telling_trial
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
from kpi_helpers.rules.response_reading import channels_named

__all__ = ["reallocation"]

YEAR = 52  # weeks: a longer trial is none
SHARES_OF_THE_WAY = (1.0, 0.75, 0.5, 0.35, 0.2)  # from the split of today to the best one


def reallocation(
    told: ChannelResponse,
    total: float | None = None,
    low: Mapping[str, float] | None = None,
    high: Mapping[str, float] | None = None,
    fixed: Collection[str] = (),
) -> Finding:
    """The split of a weekly budget that would bring most, beside today's.

    Parameters
    ----------
    told : ChannelResponse
        Fitted once; nothing is fitted here, so that a slider can call this at every move.
    total : float, optional
        Weekly budget of the fitted channels together; today's if not given.
    low, high : Mapping[str, float], optional
        Least and most weekly spend by channel. Without one, a channel may move by the declared
        share of today's spend, within the spends seen.
    fixed : collection of str
        Channels that stay at today's spend.

    Returns
    -------
    Finding
        ``reallocation``; one row a channel and one of all (``total``): weekly spend ``today``,
        ``unchanged`` (the total split as today) and ``proposed``, ``lowest`` and ``highest``
        allowed, results ``brought_unchanged`` and ``brought``, ``gained`` by the split alone with
        its interval; on the row of all, ``chance`` (that the split gains), the one ``needed``, and
        ``conclusion``: ``advised``, ``no_evidence``, ``unforeseen``, ``collinear``, ``infeasible``
        or ``best_already``; where a trial would tell, the channel to vary (``trial``), ``step``,
        ``turn`` and ``weeks``.
    """
    response = told.response
    if response is None:
        return unfitted("reallocation", told)
    bounds = bounds_of(told, low or {}, high or {}, fixed)
    wanted = float(response.spend.sum()) if total is None else float(total)
    broken = broken_bounds(bounds, wanted)
    if broken is not None:
        return infeasible("reallocation", told, bounds, wanted, broken)
    unchanged = response.spend * wanted / response.spend.sum()
    spends = _sure_enough(told, bounds, best_spends(response, bounds, wanted), unchanged)
    table = split_table(told, bounds, spends, unchanged)
    conclusion = _conclusion(told, float(table["chance"].iloc[-1]), spends, unchanged)
    table.loc[table.index[-1], "conclusion"] = conclusion
    values = split_values(table)
    message = _advised(values) if conclusion == "advised" else f"reallocation_{conclusion}"
    if conclusion in ("no_evidence", "collinear"):
        message, trial = _trial(told, spends, unchanged, conclusion)
        values |= trial
        named = {"trial": trial["channel"].id, "step": trial["step"].value}
        named |= {name: trial[name] for name in ("turn", "weeks")}
        table.loc[table.index[-1], list(named)] = list(named.values())
    return Finding("reallocation", table, message, values, split_caveats(told, bounds))


def _sure_enough(
    told: ChannelResponse, bounds: Bounds, best: np.ndarray, unchanged: np.ndarray
) -> np.ndarray:
    """The best split, or as much of the way to it as is sure to gain; the best if none is.

    Curves bend, so that a first step gains more surely than the last one.
    """
    response = fitted_of(told)
    before = brought(response, unchanged).sum(axis=1)
    for share in SHARES_OF_THE_WAY:
        spends = unchanged + share * (best - unchanged)
        if np.any(spends < bounds.low - CENT) or np.any(spends > bounds.high + CENT):
            break
        gains = brought(response, spends).sum(axis=1) - before
        if (gains > 0).mean() >= told.limits.min_probability:
            return spends
    return best


def _conclusion(
    told: ChannelResponse, chance: float, spends: np.ndarray, unchanged: np.ndarray
) -> str:
    response = fitted_of(told)
    moved = np.abs(spends - unchanged) > STILL * unchanged
    if not moved.any():
        return "best_already"
    if chance >= told.limits.min_probability:
        foreseen = response.explained is None or response.explained > told.limits.min_explained
        return "advised" if foreseen else "unforeseen"
    names = {name for name, one in zip(response.channels, moved, strict=True) if one}
    return "collinear" if names <= set(told.together) else "no_evidence"


def _advised(values: Mapping[str, Any]) -> str:
    """The sentence of an advised split: of the same money, of more, or of less."""
    share = values["proposed"].value / values["today"].value - 1
    if abs(share) <= STILL:
        return "reallocation_advised"
    return "reallocation_advised_more" if share > 0 else "reallocation_advised_less"


def _trial(
    told: ChannelResponse, spends: np.ndarray, unchanged: np.ndarray, conclusion: str
) -> tuple[str, dict[str, Any]]:
    """Which channel to vary, by how much and how long, so that the next answer is surer."""
    response = fitted_of(told)
    change = brought(response, spends) - brought(response, unchanged)
    trial = telling_trial(response, int(np.argmax(change.std(axis=0))), told.limits.move)
    values = {
        "channel": Ref("channel", response.channels[trial.channel]),
        "step": Figure(trial.step, "percent"),
        "turn": trial.turn,
        "weeks": trial.weeks,
        "together": channels_named(told.together),
    }
    end = "_long" if trial.weeks > YEAR else ""
    return f"reallocation_{conclusion}{end}", values
