"""What the rules on splits of a budget share: bounds, table, figures, what is in the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.allocating import Bounds, brought, usual_bounds
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.metrics.response import MULTIPLES, Response
from kpi_helpers.rules.reading import text_or_none
from kpi_helpers.rules.response_reading import channels_named, doubts_of, interval_of

__all__ = [
    "STILL",
    "bounds_of",
    "fitted_of",
    "infeasible",
    "split_caveats",
    "split_table",
    "split_values",
    "unfitted",
]

TOTAL = "total"
STILL = 0.005
"""Share of today's spend below which a channel does not move."""

COLUMNS = [
    *("channel", "today", "unchanged", "proposed", "lowest", "highest"),
    *("brought_unchanged", "brought", "gained", "gained_lo", "gained_hi"),
    *("chance", "needed", "target", "change", "conclusion"),
    *("trial", "step", "turn", "weeks", "unit", "currency"),
]


def bounds_of(
    told: ChannelResponse,
    low: Mapping[str, float],
    high: Mapping[str, float],
    fixed: Collection[str],
) -> Bounds:
    """Bounds given, else the usual ones; nobody looks beyond twice today's spend."""
    response = fitted_of(told)
    usual = usual_bounds(response, told.limits.move)
    lows, highs = usual.low.copy(), usual.high.copy()
    for place, (channel, today) in enumerate(zip(response.channels, response.spend, strict=True)):
        most = float(today * MULTIPLES[-1])
        if channel in low:
            lows[place] = max(float(low[channel]), 0.0)
            highs[place] = max(highs[place], min(lows[place], most))
        if channel in high:
            highs[place] = min(float(high[channel]), most)
            lows[place] = lows[place] if channel in low else min(lows[place], highs[place])
        if channel in fixed:
            lows[place] = highs[place] = today
    return Bounds(lows, highs)


def fitted_of(told: ChannelResponse) -> Response:
    """The fit of channels that could be fitted."""
    assert told.response is not None
    return told.response


def split_table(
    told: ChannelResponse,
    bounds: Bounds,
    spends: np.ndarray,
    unchanged: np.ndarray,
    aimed: np.ndarray | None = None,
) -> pd.DataFrame:
    """One row a channel, and one of all, each beside the line without a change.

    Parameters
    ----------
    told : ChannelResponse
        Fitted.
    bounds : Bounds
    spends, unchanged : numpy.ndarray
        Weekly spend proposed, and without a change of the split.
    aimed : numpy.ndarray, optional
        Of each draw the result to be reached; without it, what the unchanged split brings must be
        exceeded.
    """
    response, level = fitted_of(told), told.limits.level
    before, after = brought(response, unchanged), brought(response, spends)
    rows = [
        {
            "channel": channel,
            "today": float(response.spend[place]),
            "unchanged": float(unchanged[place]),
            "proposed": float(spends[place]),
            "lowest": float(bounds.low[place]),
            "highest": float(bounds.high[place]),
            "brought_unchanged": float(np.median(before[:, place])),
            "brought": float(np.median(after[:, place])),
            **interval_of("gained", after[:, place] - before[:, place], level),
        }
        for place, channel in enumerate(response.channels)
    ]
    sums = ("today", "unchanged", "proposed", "lowest", "highest")
    gains = after.sum(axis=1) - before.sum(axis=1)
    reached = gains > 0 if aimed is None else after.sum(axis=1) >= aimed - 1e-9 * np.abs(aimed)
    whole = {
        "channel": TOTAL,
        **{name: sum(row[name] for row in rows) for name in sums},
        "brought_unchanged": float(np.median(before.sum(axis=1))),
        "brought": float(np.median(after.sum(axis=1))),
        **interval_of("gained", gains, level),
        "chance": float(reached.mean()),
        "needed": told.limits.min_probability,
        "target": None if aimed is None else float(np.median(aimed)),
        "change": float(spends.sum() - response.spend.sum()),
    }
    table = pd.DataFrame([*rows, whole]).reindex(columns=COLUMNS)
    table = table.astype({"conclusion": object, "trial": object})
    return table.assign(unit=told.unit, currency=told.currency)


def split_values(table: pd.DataFrame) -> dict[str, Any]:
    """Figures of the row of all, and the channels with more and with less than unchanged."""
    whole, rows = table.iloc[-1], table.iloc[:-1]
    unit, currency = str(whole["unit"]), text_or_none(whole["currency"])
    moves = (rows["proposed"] - rows["unchanged"]) / rows["unchanged"]
    money = {name: _money(whole[name], currency) for name in ("today", "unchanged", "proposed")}
    results = ("brought_unchanged", "brought", "gained", "gained_lo", "gained_hi")
    return {
        **money,
        "change": _money(whole["change"], currency, change=True),
        "needed": Figure(float(whole["needed"]), "percent"),
        **{
            name: Figure(float(whole[name]), unit, currency, change=name.startswith("gained"))
            for name in results
        },
        "chance": Figure(float(whole["chance"]), "percent"),
        "more": channels_named(rows.loc[moves > STILL, "channel"].tolist()),
        "less": channels_named(rows.loc[moves < -STILL, "channel"].tolist()),
    }


def _money(value: float, currency: str | None, change: bool = False) -> Figure:
    return Figure(float(value), "currency" if currency else "count", currency, change=change)


def split_caveats(told: ChannelResponse, bounds: Bounds) -> tuple[Caveat, ...]:
    """Those of the fit, and the channels that may go where no week has been."""
    response = fitted_of(told)
    usual = usual_bounds(response, 1.0)
    slack = 0.005 * response.spend
    beyond = (bounds.low < usual.low - slack) | (bounds.high > usual.high + slack)
    names = [name for name, one in zip(response.channels, beyond, strict=True) if one]
    found = (Caveat("response_model"), *doubts_of(told))
    if names:
        found = (*found, Caveat("response_unseen", {"channels": channels_named(names)}))
    return found


def unfitted(name: str, told: ChannelResponse) -> Finding:
    """Why there is no split to speak of."""
    table = pd.DataFrame(columns=COLUMNS)
    values = {"result": Ref("kpi", told.result), **told.values}
    return Finding(name, table, str(told.reason), values)


def infeasible(
    name: str,
    told: ChannelResponse,
    bounds: Bounds,
    total: float,
    broken: tuple[str, tuple[int, ...]],
) -> Finding:
    """Which bound is in the way; today's line stands alone."""
    response = fitted_of(told)
    why, places = broken
    table = split_table(told, bounds, response.spend, response.spend)
    table[["proposed", "brought", "gained", "gained_lo", "gained_hi", "chance"]] = np.nan
    table.loc[table.index[-1], "conclusion"] = "infeasible"
    values = {
        "channels": channels_named([response.channels[place] for place in places]),
        "total": _money(total, told.currency),
        "lowest": _money(bounds.low.sum(), told.currency),
        "highest": _money(bounds.high.sum(), told.currency),
    }
    message = f"allocation_{why}"
    return Finding(name, table, message, values, split_caveats(told, bounds))
