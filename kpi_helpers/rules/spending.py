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
        without a budget or a spend). The sentence tells all spend and all budget, names the
        channels that lack one of the two, and judges none while the month's spend is incomplete.
    """
    table = _plan_rows(values)
    if table["spend"].isna().all() or table["budget"].isna().all():
        return Finding("plan_and_actual", table, "plan_and_actual_none", {}, frame_caveats(values))
    money = text_or_none(table["currency"].iloc[0])
    found: dict[str, object] = {
        "spend": Figure(float(table["spend"].sum()), "currency", money),
        "budget": Figure(float(table["budget"].sum()), "currency", money),
        "odd": [Ref("channel", name) for name in table.loc[table["use"].isna(), "channel"]],
    }
    message = "plan_and_actual_odd" if found["odd"] else "plan_and_actual"
    spent = values[(values["kpi"] == "ad_spend") & values["value"].notna()]
    judged = table.dropna(subset=["use"])
    if not spent["complete"].astype(bool).all():
        message = "plan_and_actual_partial"
    elif judged.empty:
        message = "plan_and_actual_unmatched"
    else:
        farthest = judged.loc[(judged["use"] - 1).abs().idxmax()]
        found |= {
            "channel": Ref("channel", str(farthest["channel"])),
            "use": Figure(float(farthest["use"]), "percent"),
        }
    return Finding("plan_and_actual", table, message, found, frame_caveats(values))


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
