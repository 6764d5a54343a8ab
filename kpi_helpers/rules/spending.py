"""Rule 2, in money: what was spent beside what was planned."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.rules.reading import frame_caveats, text_or_none

__all__ = ["plan_and_actual"]


def plan_and_actual(values: pd.DataFrame) -> Finding:
    """Money spent in each channel beside the money planned for it.

    Parameters
    ----------
    values : DataFrame
        ``metrics.kpi_values`` of ``ad_spend`` and ``ad_budget`` of one month by ``channel``.

    Returns
    -------
    Finding
        ``plan_and_actual``; one row a channel with ``spend``, ``budget``, ``use`` (fraction, null
        without a budget).
    """
    table = _plan_rows(values)
    planned = table.dropna(subset=["use"])
    if planned.empty:
        return Finding("plan_and_actual", table, "plan_and_actual_none", {})
    money = text_or_none(planned["currency"].iloc[0])
    farthest = planned.loc[(planned["use"] - 1).abs().idxmax()]
    found = {
        "spend": Figure(float(planned["spend"].sum()), "currency", money),
        "budget": Figure(float(planned["budget"].sum()), "currency", money),
        "channel": Ref("channel", str(farthest["channel"])),
        "use": Figure(float(farthest["use"]), "percent"),
    }
    return Finding("plan_and_actual", table, "plan_and_actual", found, frame_caveats(values))


def _plan_rows(values: pd.DataFrame) -> pd.DataFrame:
    """One row a channel; channels that only have one of the two keep their place."""
    sides = {
        name: values[values["kpi"] == kpi].dropna(subset=["channel"]).set_index("channel")
        for name, kpi in (("budget", "ad_budget"), ("spend", "ad_spend"))
    }
    channels = list(dict.fromkeys([*sides["budget"].index, *sides["spend"].index]))
    table = pd.DataFrame({"channel": channels})
    for name, side in sides.items():
        table[name] = table["channel"].map(side["value"]).astype("float64")
        table[f"{name}_reason"] = table["channel"].map(side["reason"])
    currency = values["currency"].dropna()
    table["unit"] = "currency"
    table["currency"] = currency.iloc[0] if len(currency) else None
    table["use"] = table["spend"] / table["budget"].where(table["budget"] > 0)
    spend, budget = (table.pop(f"{name}_reason").astype(object) for name in ("spend", "budget"))
    table["reason"] = spend.where(spend.notna(), budget)
    return table
