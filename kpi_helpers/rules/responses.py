"""Rule 6, prescribe: what each channel's spend brought, and what more of it would bring.

What is told are intervals from :mod:`kpi_helpers.metrics.response`; where nothing could be fitted,
the reason is told instead.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.metrics.response import MULTIPLES
from kpi_helpers.rules.response_reading import caveats_of, doubts_of, interval_of

__all__ = ["response_curves", "responses"]

RETURN_COLUMNS = [
    *("channel", "today", "brought", "brought_lo", "brought_hi"),
    *("per_money", "per_money_lo", "per_money_hi"),
    *("next_money", "next_money_lo", "next_money_hi"),
    *("carry_weeks", "weeks", "reason", "unit", "currency"),
]


def responses(told: ChannelResponse) -> Finding:
    """What each channel brings for its money, today and with the next unit.

    Parameters
    ----------
    told : ChannelResponse

    Returns
    -------
    Finding
        ``responses``; one row a channel: ``today`` (mean weekly spend of the last 52 weeks),
        ``brought`` (result a week), ``per_money`` (result for each unit of money spent),
        ``next_money`` (for each further one, of the next tenth), all with ``_lo`` and ``_hi``;
        ``carry_weeks`` (weeks after which a tenth of an effect is left), ``weeks`` fitted,
        ``reason`` where nothing can be said, ``unit`` of the result, ``currency``.
    """
    table = _returns(told)
    values: dict[str, object] = {"result": Ref("kpi", told.result)}
    if told.response is None:
        message = told.reason or "response_no_channel"
        return Finding("responses", table, message, {**values, **told.values}, caveats_of(told))
    known = table.dropna(subset=["per_money"])
    best = known.loc[known["per_money"].idxmax()]
    rest = known.drop(index=best.name)
    clear = len(rest) > 0 and float(best["per_money_lo"]) > float(rest["per_money_hi"].max())
    widest = known.loc[(known["per_money_hi"] - known["per_money_lo"]).idxmax()]
    values |= {
        "count": len(known),
        "weeks": told.response.weeks,
        "channel": Ref("channel", str(best["channel"])),
        **{name: Figure(float(best[f"per_money{end}"]), "ratio")
           for name, end in (("value", ""), ("lo", "_lo"), ("hi", "_hi"))},
        "widest": Ref("channel", str(widest["channel"])),
    }  # fmt: skip
    message = "responses_unclear"
    if clear:
        message = "responses"
    elif len(known) == 1:
        message = "responses_one"
    return Finding("responses", table, message, values, caveats_of(told, weak=_weak(known)))


def _returns(told: ChannelResponse) -> pd.DataFrame:
    rows = []
    response = told.response
    for place, channel in enumerate(() if response is None else response.channels):
        money, more = response.returns[:, place], response.marginal_returns[:, place]
        carry = float(np.median(response.carry[:, place]))
        rows.append(
            {
                "channel": channel,
                "today": float(response.spend[place]),
                **interval_of("brought", money * response.spend[place], told.limits.level),
                **interval_of("per_money", money, told.limits.level),
                **interval_of("next_money", more, told.limits.level),
                "carry_weeks": math.ceil(math.log(0.1) / math.log(carry)) if carry > 0 else 0,
                "reason": None,
            }
        )
    rows += [{"channel": channel, "reason": why} for channel, why in told.silent.items()]
    table = pd.DataFrame(rows).reindex(columns=RETURN_COLUMNS)
    table["weeks"] = None if response is None else response.weeks
    return table.assign(unit=told.unit, currency=told.currency)


def _weak(known: pd.DataFrame) -> list[str]:
    """Channels whose return is not known to a factor of ten."""
    unknown = known["per_money_hi"] > 10 * known["per_money_lo"]
    return known.loc[unknown, "channel"].astype(str).tolist()


def response_curves(told: ChannelResponse) -> Finding:
    """The result that each channel's weekly spend brings, from nothing to twice today's.

    Parameters
    ----------
    told : ChannelResponse

    Returns
    -------
    Finding
        ``response_curves``; one row a channel and spend: ``channel``, ``today``, ``spent``,
        ``brought`` with ``_lo`` and ``_hi``, ``is_today``, ``seen`` (whether it lies where nine of
        ten weeks lay), ``doubled`` (share by which twice today's spend would bring more), ``unit``,
        ``currency``. No row where nothing was fitted.
    """
    columns = ["channel", "today", "spent", "brought", "brought_lo", "brought_hi"]
    columns += ["is_today", "seen", "doubled", "unit", "currency"]
    rows = []
    response = told.response
    for place, channel in enumerate(() if response is None else response.channels):
        low, high = response.seen[place]
        today = float(response.spend[place])
        for at in range(0, len(MULTIPLES), 2):
            spent = float(MULTIPLES[at] * today)
            known = interval_of("brought", response.curves[:, place, at], told.limits.level)
            seen = bool(low <= spent <= high)
            rows.append(
                {"channel": channel, "today": today, "spent": spent, **known,
                 "is_today": bool(np.isclose(MULTIPLES[at], 1)), "seen": seen}
            )  # fmt: skip
    table = pd.DataFrame(rows).reindex(columns=columns)
    table = table.assign(unit=told.unit, currency=told.currency)
    if response is None:
        values = {"result": Ref("kpi", told.result), **told.values}
        return Finding("response_curves", table, str(told.reason), values)
    ends = table.groupby("channel", sort=False)["brought"].last()
    today = table[table["is_today"]].set_index("channel")["brought"]
    doubled = (ends / today.where(today > 0) - 1).reindex(ends.index)
    table["doubled"] = table["channel"].map(doubled)
    caveats = (*doubts_of(told), Caveat("response_beyond"))
    if doubled.isna().all():
        return Finding("response_curves", table, "response_curves_flat", {}, caveats)
    values = {
        "channel": Ref("channel", str(doubled.idxmin())),
        "share": Figure(float(doubled.min()), "percent"),
    }
    message = "response_curves" if len(ends) > 1 else "response_curves_one"
    return Finding("response_curves", table, message, values, caveats)
