"""Rule 6, in money: plan and actual of the year so far, where its end is heading, cost per result.

What is still to come is an argument: a forecast made elsewhere, or, without one, the plan itself,
which then says nothing about whether it will be kept; the finding names which of the two it is.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import frame_caveats, text_or_none

__all__ = ["against_budget"]

SPEND, BUDGET = "ad_spend", "ad_budget"
ALL = "all"
COLUMNS = [
    *("channel", "budget_to_date", "spend", "use", "budget", "forecast", "forecast_lo"),
    *("forecast_hi", "over_abs", "over_rel", "results", "cost_per_result", "rest_is"),
    *("unit", "currency", "reason"),
]


def against_budget(
    values: pd.DataFrame, month: Month, result: str, rest: pd.DataFrame | None = None
) -> Finding:
    """The year's spend against its budget, channel by channel and in all.

    Parameters
    ----------
    values : DataFrame
        ``session.describe.budget(result)``: ``ad_spend``, ``ad_budget`` and `result` of every month
        of the year by ``channel``.
    month : Month
        The last one looked at; one that is not complete is left to the rest of the year.
    result : str
        KPI of the results that the money is set against, counted by channel.
    rest : DataFrame, optional
        Forecast spend of the months that are left: ``month`` (``YYYY-MM``), ``lo``, ``value``,
        ``hi``, optionally ``currency``; in all, or with ``channel`` by channel. It must hold each
        of these months once and be in the same currency, else the plan stands in and a caveat says
        why. Bounds are summed, as if every month erred the same way.

    Returns
    -------
    Finding
        ``against_budget``; one row a channel and last ``all``: ``budget_to_date``, ``spend``,
        ``use`` (spend of the budget to date), ``budget`` (of the year), ``forecast`` (spend and
        rest) with its bounds, ``over_abs`` and ``over_rel`` (forecast beyond the budget),
        ``results``, ``cost_per_result``, ``rest_is`` (``plan`` or ``forecast``). A channel that
        lacks a month of spend or budget has the reason instead, and so has the whole: a sum without
        it would not be that of all.

    Examples
    --------
    >>> values = session.describe.budget("key_events")  # doctest: +SKIP
    >>> show(budget.against_budget(values, session.month, "key_events"))  # doctest: +SKIP
    """
    empty = pd.DataFrame(columns=COLUMNS)
    money = values[values["kpi"].isin((SPEND, BUDGET)) & values["value"].notna()]
    currencies = sorted(set(money["currency"].dropna()))
    if len(currencies) > 1:
        found = {"currencies": currencies}
        return Finding("against_budget", empty, "against_budget_currencies", found)
    until = _last_complete(values, month)
    if until is None or not (money["kpi"] == BUDGET).any():
        return Finding("against_budget", empty, "against_budget_none", {"month": month})
    left = [Month(until.year, number) for number in range(until.number + 1, 13)]
    currency = currencies[0] if currencies else None
    forecast, caveats = _usable(rest, left, currency)
    table = _table(_by_month(values, result), until, forecast)
    table = table.assign(unit="currency", currency=currency)[COLUMNS]
    past = values["period_start"].map(Month.of) <= until
    caveats = (*frame_caveats(values[past & values["value"].notna()]), *caveats)
    message, found = _sentence(table, result, year_over=not left)
    return Finding("against_budget", table, message, found | {"month": until}, caveats)


def _last_complete(values: pd.DataFrame, month: Month) -> Month | None:
    """The last month up to `month` whose spend is complete wherever there is one."""
    spend = values[(values["kpi"] == SPEND) & values["value"].notna()]
    whole = spend.groupby(spend["period_start"].map(Month.of))["complete"].all()
    known = [at for at, complete in whole.items() if complete and at <= month]
    return max(known, default=None)


def _usable(
    rest: pd.DataFrame | None, left: list[Month], currency: str | None
) -> tuple[pd.DataFrame | None, tuple[Caveat, ...]]:
    """The forecast of exactly the months that are left, or why there is none."""
    if rest is None or not left:
        return None, ()
    parts = rest.assign(channel=rest.get("channel", ALL))
    wanted = sorted(map(str, left))
    if any(sorted(part["month"].map(str)) != wanted for _, part in parts.groupby("channel")):
        return None, (Caveat("rest_other_months"),)
    if "currency" in rest and set(rest["currency"].dropna()) - {currency}:
        return None, (Caveat("rest_other_currency"),)
    if parts[["lo", "value", "hi"]].isna().any(axis=None) or parts.empty:
        return None, (Caveat("rest_other_months"),)
    return parts.groupby("channel")[["lo", "value", "hi"]].sum(), ()


def _by_month(values: pd.DataFrame, result: str) -> dict[str, pd.DataFrame]:
    """Of spend, budget and results: months × channels, what is not attributed left out."""
    rows = values.dropna(subset=["channel"]).drop_duplicates(["kpi", "channel", "period_start"])
    rows = rows.assign(at=rows["period_start"].map(Month.of))
    found = {}
    for name, kpi in (("spend", SPEND), ("budget", BUDGET), ("results", result)):
        own = rows[rows["kpi"] == kpi]
        found[name] = own.pivot(index="at", columns="channel", values="value").astype("float64")
    return found


def _table(
    months: dict[str, pd.DataFrame], until: Month, forecast: pd.DataFrame | None
) -> pd.DataFrame:
    paid = list(dict.fromkeys([*months["budget"].columns, *months["spend"].columns]))
    rows = [_channel(channel, months, until, forecast) for channel in paid]
    return pd.DataFrame([*rows, _whole(rows, forecast)], columns=COLUMNS)


def _channel(
    channel: str, months: dict[str, pd.DataFrame], until: Month, forecast: pd.DataFrame | None
) -> dict[str, Any]:
    """Sums of one channel; a month without a figure leaves no sum."""
    year = [Month(until.year, number) for number in range(1, 13)]
    gone = year[: until.number]
    spend, budget, to_date, results = (
        _sum(months[name], channel, span)
        for name, span in (("spend", gone), ("budget", year), ("budget", gone), ("results", gone))
    )
    row: dict[str, Any] = dict.fromkeys(COLUMNS) | {"channel": channel}
    row |= {"spend": spend, "budget": budget, "budget_to_date": to_date, "results": results}
    planned = _sum(months["budget"], channel, year[until.number :])
    if math.isnan(spend):
        row["reason"] = "months_without_spend"
    elif math.isnan(budget):
        row["reason"] = "months_without_budget"
    rest = (planned, planned, planned)
    row["rest_is"] = "plan"
    if forecast is not None and channel in forecast.index:
        rest = tuple(float(forecast.loc[channel, name]) for name in ("lo", "value", "hi"))
        row["rest_is"] = "forecast"
    return _worked_out(row, rest)


def _sum(table: pd.DataFrame, channel: str, months: list[Month]) -> float:
    """Sum over the months; null as soon as one of them has no figure."""
    if channel not in table:
        return math.nan
    return float(table[channel].reindex(months).sum(skipna=False)) if months else 0.0


def _worked_out(row: dict[str, Any], rest: tuple[float, float, float]) -> dict[str, Any]:
    """What follows from the sums of a row and the money still to be spent."""
    spend, budget, results = row["spend"], row["budget"], row["results"]
    to_date = row["budget_to_date"]
    row["use"] = spend / to_date if to_date > 0 else math.nan
    row["forecast_lo"], row["forecast"], row["forecast_hi"] = (spend + part for part in rest)
    row["over_abs"] = row["forecast"] - budget
    row["over_rel"] = row["over_abs"] / budget if budget > 0 else math.nan
    row["cost_per_result"] = spend / results if results > 0 else math.nan
    return row


def _whole(rows: list[dict[str, Any]], forecast: pd.DataFrame | None) -> dict[str, Any]:
    """All channels together, each sum null as soon as one of them is."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS) | {"channel": ALL}
    for name in ("spend", "budget", "budget_to_date", "results"):
        row[name] = (
            math.nan if any(math.isnan(r[name]) for r in rows) else math.fsum(r[name] for r in rows)
        )
    row["reason"] = next((r["reason"] for r in rows if r["reason"]), None)
    ends = ("forecast_lo", "forecast", "forecast_hi")
    rest = tuple(math.fsum(r[end] - r["spend"] for r in rows) for end in ends)
    kinds = {r["rest_is"] for r in rows}
    row["rest_is"] = "forecast" if kinds == {"forecast"} else "plan"
    if forecast is not None and ALL in forecast.index:
        rest = tuple(float(forecast.loc[ALL, name]) for name in ("lo", "value", "hi"))
        row["rest_is"] = "forecast"
    return _worked_out(row, rest)


def _sentence(table: pd.DataFrame, result: str, year_over: bool) -> tuple[str, dict[str, object]]:
    """The whole, where its year is heading, and the channel farthest from its plan."""
    whole = table.iloc[-1]
    found: dict[str, object] = {
        name: _money(whole, name) for name in ("spend", "budget_to_date", "forecast", "budget")
    }
    found |= {"cost": _money(whole, "cost_per_result"), "result": Ref("kpi", result)}
    known = table.iloc[:-1].dropna(subset=["use"])
    if pd.isna(whole["use"]) or pd.isna(whole["forecast"]) or known.empty:
        odd = table.iloc[:-1].dropna(subset=["reason"])
        found["odd"] = [Ref("channel", str(name)) for name in odd["channel"]]
        return f"against_budget_{'odd' if len(odd) else 'nothing'}", found
    far = known.loc[(known["use"] - 1).abs().idxmax()]
    found |= {
        "use": Figure(float(whole["use"]), "percent"),
        "over": Figure(float(whole["over_rel"]), "relative", change=True),
        "channel": Ref("channel", str(far["channel"])),
        "channel_use": Figure(float(far["use"]), "percent"),
    }
    if year_over:
        return "against_budget_whole", found
    if whole["rest_is"] == "plan":
        return "against_budget_plan", found
    found |= {"lo": _money(whole, "forecast_lo"), "hi": _money(whole, "forecast_hi")}
    return "against_budget_forecast", found


def _money(row: pd.Series, name: str) -> Figure:
    value = row[name]
    currency = text_or_none(row["currency"])
    return Figure(None if pd.isna(value) else float(value), "currency", currency)
